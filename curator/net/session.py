"""A requests session for the arxiv package that asks through Net, and asks once."""

from typing import TYPE_CHECKING, Any

import requests
import requests.adapters

from curator.domain.progress import Progress
from curator.net.client import Answer, Net

if TYPE_CHECKING:
    from collections.abc import Callable


class Spent(Exception):
    """The session has asked its one question; whoever asks again has read all of the page."""


def one_answer(
    net: Net, progress: Progress, *, service: str, delay: float, check: "Callable[[Answer], None]"
) -> requests.Session:
    """A session for one question. `check` sees the answer first and may raise; the second question raises Spent."""
    session = requests.Session()
    session.trust_env = False
    adapter = _Adapter(net, progress, service, delay, check)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _Adapter(requests.adapters.BaseAdapter):
    def __init__(
        self, net: Net, progress: Progress, service: str, delay: float, check: "Callable[[Answer], None]"
    ) -> None:
        super().__init__()
        self._net = net
        self._progress = progress
        self._service = service
        self._delay = delay
        self._check = check
        self._spent = False

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        if self._spent:
            raise Spent
        self._spent = True
        answer = self._net.get(request.url or "", self._progress, service=self._service, delay=self._delay)
        self._check(answer)
        response = requests.Response()
        response.status_code = answer.status
        response.headers.update(answer.headers)
        response.url = answer.url
        response.request = request
        response._content = answer.body
        return response

    def close(self) -> None:
        """Nothing is held open."""
