"""One httpx client for all of Curator: bounds in time and size, safe addresses, a delay per host, cancel."""

import re
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from curator import __version__
from curator.domain.errors import Unreachable
from curator.domain.progress import Cancelled, Progress
from curator.net import faults

if TYPE_CHECKING:
    import httpx

SECONDS = 30.0  # for a whole answer, redirects included
MOST = 32 * 2**20  # bytes of an answer, unpacked
REDIRECTS = 5
_STEP = 64 * 2**10
_LOOK = 0.05  # seconds between two looks at a turn that another task has


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service sent. `headers` by lower-case name, `body` unpacked, `url` where it came from after redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Turn:
    """A host is asked one question at a time. `last`: when the last answer ended, by the clock of Net."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float | None = None


class Net:
    """Asks services, from any thread. Nothing is opened before the first question.

    `named_hosts`: each `host:port` that a setting names, the only ones that may lead to an address that is not global.
    `seconds`: how long an answer may take in all. `clock` gives seconds and counts the delays between questions.
    `asked`: a folder where it is noted when a host was asked last, so that a delay holds from one run to the next too.
    """

    def __init__(
        self,
        named_hosts: frozenset[str] = frozenset(),
        *,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
        asked: Path | None = None,
    ) -> None:
        self._named_hosts = named_hosts
        self._asked = asked
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._turns: dict[str, _Turn] = {}
        self._made: httpx.Client | None = None

    def get(self, url: str, progress: Progress, *, service: str, delay: float = 0.0, most: int = MOST) -> Answer:
        """The answer to one question, whatever its status. `service` is its name for people, `delay` the seconds between two questions to it.

        Raises NoAnswer and WrongAnswer with a sentence, Cancelled when `progress` is; then the connection is closed.
        """
        import httpx  # heavy: only when something is asked

        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise faults.no_address(url) from error
        with self._turn(address.host, delay, progress):
            return self._ask(address, progress, service, most)

    def close(self) -> None:
        """Lets go of the client. A later question makes a new one."""
        with self._lock:
            made, self._made = self._made, None
        if made is not None:
            made.close()

    @contextmanager
    def _turn(self, host: str, delay: float, progress: Progress) -> Iterator[None]:
        """One at a time for each host, `delay` seconds after the last."""
        with self._lock:
            turn = self._turns.setdefault(host, _Turn())
        while not turn.lock.acquire(timeout=_LOOK):
            if progress.is_cancelled:
                raise Cancelled
        try:
            pause = self._since_last_run(host, delay) if turn.last is None else turn.last + delay - self._clock()
            if pause > 0:
                progress.wait(pause)
            try:
                yield
            finally:
                turn.last = self._clock()
                self._note(host)
        finally:
            turn.lock.release()

    def _since_last_run(self, host: str, delay: float) -> float:
        """Seconds that are left of the delay since an earlier run asked; a clock that was set back costs one delay at most."""
        try:
            last = self._note_of(host).stat().st_mtime if self._asked is not None else 0.0
        except OSError:
            return 0.0
        return min(delay, last + delay - time.time())

    def _note(self, host: str) -> None:
        if self._asked is not None:
            with suppress(OSError):  # a folder that can't be written costs the pause between two runs, nothing else
                self._asked.mkdir(parents=True, exist_ok=True)
                self._note_of(host).touch()

    def _note_of(self, host: str) -> Path:
        assert self._asked is not None
        return self._asked / f"asked-{re.sub(r'[^a-z0-9.-]', '_', host.lower())[:100]}"

    def _ask(self, address: "httpx.URL", progress: Progress, service: str, most: int) -> Answer:
        import httpcore  # heavy: only when something is asked
        import httpx

        from curator.net import wire  # it needs both

        question = wire.Question(self._seconds)
        broken = (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
        )
        try:
            with progress.closing(question.give_up), wire.asking(question):
                return self._follow(address, service, most)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, Unreachable, *broken) as error:
            if progress.is_cancelled:
                raise Cancelled from None
            if isinstance(error, wire.Inside):
                raise faults.inside(service, str(error)) from error
            if isinstance(error, Unreachable):
                raise
            if isinstance(error, httpcore.ReadTimeout | httpcore.WriteTimeout):
                raise faults.too_late(service, self._seconds) from error
            if isinstance(error, wire.NotSafe):
                raise faults.not_safe(service) from error
            if isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout):
                raise faults.no_connection(service) from error
            if isinstance(error, httpx.InvalidURL | httpcore.UnsupportedProtocol):
                raise faults.no_address(str(address)) from error
            raise faults.broken_off(service) from error

    def _follow(self, address: "httpx.URL", service: str, most: int) -> Answer:
        """The answer behind all redirects."""
        for _ in range(REDIRECTS + 1):
            if address.scheme not in ("http", "https") or not address.host:
                raise faults.no_address(str(address))
            with self._client().stream("GET", address) as response:
                if not response.has_redirect_location:
                    body = b"".join(_unpacked(response, service, most))
                    headers = {name.lower(): value for name, value in response.headers.items()}
                    return Answer(str(address), response.status_code, headers, body)
                address = address.join(response.headers["location"])
        raise faults.led_astray(service)

    def _client(self) -> "httpx.Client":
        import httpx  # heavy: only when something is asked

        from curator.net import wire

        with self._lock:
            if self._made is None:
                self._made = httpx.Client(
                    transport=wire.transport(self._named_hosts),
                    headers={"User-Agent": f"Curator/{__version__}", "Accept-Encoding": "gzip"},
                    follow_redirects=False,
                    trust_env=False,
                )
            return self._made


def _unpacked(response: "httpx.Response", service: str, most: int) -> Iterable[bytes]:
    """The body in steps, so that a bound on its size holds before it is unpacked."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise faults.broken_off(service)
    packed = zlib.decompressobj(wbits=47) if encoding in ("gzip", "x-gzip", "deflate") else None
    size = 0
    for chunk in response.iter_raw():
        for piece in _steps(packed, chunk, service) if packed else (chunk,):
            size += len(piece)
            if size > most:
                raise faults.too_large(service, most)
            yield piece
    if packed and size and not packed.eof:
        raise faults.broken_off(service)


def _steps(packed: "zlib._Decompress", chunk: bytes, service: str) -> Iterator[bytes]:
    while chunk and not packed.eof:
        try:
            piece = packed.decompress(chunk, _STEP)
        except zlib.error as error:
            raise faults.broken_off(service) from error
        chunk = packed.unconsumed_tail
        yield piece
