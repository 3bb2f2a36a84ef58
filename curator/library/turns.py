"""Writers take turns: in a process by a fair lock, between processes by asking for the write lock every 2 ms."""

import sqlite3
import threading
import time
from collections import deque
from types import TracebackType

from sqlalchemy import Connection

ASK_EVERY = 0.002
ASK_FOR = 5.0


class FairLock:
    """Lets in one thread at a time, first come first served. A thread that holds it can't take it again."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._holder: int | None = None

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._mutex:
            if self._holder == me:
                raise RuntimeError("an edit or a batch was begun inside of another one of the same thread")
            if self._holder is None and not self._queue:
                self._holder = me
                return
            turn = threading.Event()
            self._queue.append(turn)
        try:
            turn.wait()
        except BaseException:  # Ctrl+C while waiting: the turn must not go to one who is no longer there
            self._leave(turn)
            raise
        self._holder = me

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._mutex:
            self._pass_on()

    def _leave(self, turn: threading.Event) -> None:
        with self._mutex:
            if turn in self._queue:
                self._queue.remove(turn)
            else:
                self._pass_on()

    def _pass_on(self) -> None:
        # While a turn is on its way to the next, nobody's number stands here, and the lock is not free.
        if self._queue:
            self._holder = 0
            self._queue.popleft().set()
        else:
            self._holder = None


def begin_writing(c: Connection) -> None:
    """BEGIN IMMEDIATE, asked again and again for five seconds.

    SQLite's own waiting sleeps up to 100 ms at a time, and starves beside another process that imports.
    """
    raw = raw_connection(c)
    until = time.monotonic() + ASK_FOR
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as fault:
            if primary_code(fault) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(ASK_EVERY)


def raw_connection(c: Connection) -> sqlite3.Connection:
    """The sqlite3 connection below one of SQLAlchemy."""
    found = c.connection.dbapi_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def primary_code(fault: sqlite3.Error) -> int:
    """SQLite's result code without what details it; 0 if the fault is the module's own."""
    return int(getattr(fault, "sqlite_errorcode", 0) or 0) & 0xFF
