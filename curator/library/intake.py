"""What arrives in bulk: many short transactions, each at most 50 ms, so that a text is saved beside it without a wait."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, text

from curator.domain.changes import Changes
from curator.library import arrivals, index
from curator.library.database import WAL_LIMIT, Database
from curator.library.faults import told
from curator.library.merging import Merging
from curator.library.reading import Edit, Now
from curator.library.turns import raw_connection

T = TypeVar("T")
R = TypeVar("R")

PORTION = 50
"""So many works are written between two looks at the clock. Their entries in the index are written once, before the commit: each time
makes a segment of the index, and segments have to be merged."""

_WORK_FOR = 0.015
_GAP = 0.005
_REST = 0.02
_REST_AT_MOST = 5.0
_REST_DURING_COPY = 60.0
_SETTLE = text("insert into settled(id, at) values (1, 1) on conflict(id) do update set at = at + 1")


class Batch(Edit):
    """One transaction of an intake. `arrival` is its number, where what it brings is to name it."""

    def __init__(self, c: Connection, now: Now, arrival: int | None = None) -> None:
        super().__init__(c, now, 0)
        self.arrival = arrival
        self.merging = Merging(c, now, arrival)
        self._until = time.perf_counter() + _WORK_FOR
        self.touched: set[int] = set()

    def has_time(self) -> bool:
        """True while another portion may be written: the index and the commit take twice as long again, so it is False after 15 ms."""
        return time.perf_counter() < self._until

    def index(self) -> None:
        """Brings the index up to what was written so far."""
        self.touched.update(index.write(self.c))


class Intake:
    """Transactions that are not in the history. `finish` announces a batch inside of it, `tell` tells of it after its commit.

    `named` is what it is called and its origin, if what it brings may be taken back as a whole.
    """

    def __init__(
        self,
        database: Database,
        now: Now,
        finish: Callable[[Connection, set[int]], Changes],
        tell: Callable[[Changes], None],
        named: tuple[str, str] | None = None,
    ) -> None:
        self._database = database
        self._now = now
        self._finish = finish
        self._tell = tell
        self._wrote = False
        self._named = named
        self._arrival: int | None = None

    def each(self, items: Sequence[T], write: Callable[[Batch, Sequence[T]], Sequence[R]]) -> Iterator[list[R]]:
        """Lets `write` put in the items, a portion at a time, in as many batches as that takes.

        After each batch, which then is in, gives what `write` returned for its items. Sort them by date: that is twice as fast.
        """
        at = 0
        while at < len(items):
            results: list[R] = []
            with self.batch() as batch:
                while True:
                    results += write(batch, items[at : at + PORTION])
                    at += PORTION
                    if at >= len(items) or not batch.has_time():
                        break
            yield results

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """One transaction. Whoever writes much asks `has_time` after each portion; `each` does it."""
        self._database.rest(_REST_DURING_COPY)
        with self._transaction("NORMAL") as batch:
            yield batch
        self._wrote = True
        self._arrival = batch.arrival
        self._tell(batch.changes)
        self._keep_log_short()
        time.sleep(_GAP)  # another process can only come in between

    def settle(self) -> None:
        """One more transaction, down to the disk, and with it all before. Nothing, if there was none before."""
        if self._wrote:
            with self._transaction("FULL") as batch:
                batch.c.execute(_SETTLE)
                if self._arrival is not None:
                    arrivals.drop_if_nothing(batch.c, self._arrival)
            self._wrote = False

    @contextmanager
    def _transaction(self, synchronous: str) -> Iterator[Batch]:
        with told(self._database.path), self._database.lock:
            self._database.may_write()
            with self._database.intaker.connect() as c:
                # Inside of a transaction it would do nothing.
                raw_connection(c).execute(f"PRAGMA synchronous = {self._database.synchronous(synchronous)}")
                with c.begin():
                    self._database.same_version(c)
                    batch = Batch(c, self._now, self._arrives(c))
                    yield batch
                    batch.index()
                    batch.changes = self._finish(c, batch.touched)

    def _arrives(self, c: Connection) -> int | None:
        """The number that papers name; it is given in the first transaction, and again if that was not done."""
        if self._arrival is None and self._named is not None:
            label, origin = self._named
            return arrivals.begin(c, label, origin, self._now())
        return self._arrival

    def _keep_log_short(self) -> None:
        """Waits, outside of the lock, until the log may begin anew. PASSIVE: all other kinds keep writers out while they wait for readers."""
        until = time.monotonic() + _REST_AT_MOST
        while self._database.log_bytes() > WAL_LIMIT and time.monotonic() < until:
            with self._database.readers.connect() as c:
                row: tuple[int, int, int] | None
                try:
                    row = raw_connection(c).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                except sqlite3.OperationalError:
                    row = None  # another one does it at this moment
            if row is not None and row[0] == 0 and row[1] == row[2]:
                return
            time.sleep(_REST)
