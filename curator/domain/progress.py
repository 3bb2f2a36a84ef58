"""How a job says how far it is, and hears that it should stop."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[int, int | None, str], None]


class Cancelled(Exception):
    """The person who asked for the job no longer wants it. No error: nobody is told."""


class Progress:
    """Passed to every job that may take long; safe to use from any thread.

    `report(done, total, words)` is called at each step, in the thread of the job; `total` is None while it is unknown.
    """

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._stop = threading.Event()
        self._lock = threading.RLock()  # Ctrl+C may cancel in the midst of `closing`, in the same thread
        self._closers: list[Callable[[], None]] = []

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Lets the job stop at its next step, and closes what it waits for. Returns at once."""
        self._stop.set()
        with self._lock:
            closers = list(self._closers)
        for close in closers:
            close()

    def step(self, done: int = 0, total: int | None = None, words: str = "") -> None:
        """Says how far the job is. Raises Cancelled if it should stop."""
        if self._stop.is_set():
            raise Cancelled
        if self._report is not None:
            self._report(done, total, words)

    def wait(self, seconds: float) -> None:
        """Sleeps, and wakes with Cancelled as soon as the job should stop."""
        if self._stop.wait(seconds):
            raise Cancelled

    @contextmanager
    def closing(self, close: Callable[[], None]) -> Iterator[None]:
        """While inside, `close` is called (from the thread that cancels) when the job should stop: an open request, a query."""
        with self._lock:
            self._closers.append(close)
        try:
            if self._stop.is_set():
                raise Cancelled
            yield
        finally:
            with self._lock:
                self._closers.remove(close)
