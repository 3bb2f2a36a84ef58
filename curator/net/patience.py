"""How often and when a question that was answered wrongly is asked again."""

from collections.abc import Callable
from typing import TypeVar

from curator.domain.progress import Progress
from curator.net.faults import WrongAnswer

TRIES = 4
FIRST_WAIT = 3.0  # seconds, where the delay of the service is 3; each wait is twice the one before

T = TypeVar("T")


def patiently(ask: Callable[[], T], progress: Progress, *, delay: float) -> T:
    """What `ask` gives, after at most four tries. `delay` is the pause of the service in seconds.

    After a wrong answer that another try may mend it waits 3, 6, 12 seconds (times the delay over 3), or as long as the
    service says. Raises the last WrongAnswer, and at once whatever else `ask` raises.
    """
    for number in range(TRIES):
        try:
            return ask()
        except WrongAnswer as fault:
            if not fault.again or number == TRIES - 1:
                raise
            seconds = FIRST_WAIT * 2**number * delay / FIRST_WAIT if fault.wait is None else fault.wait
            progress.wait(seconds)
    raise AssertionError("the last try returns or raises")
