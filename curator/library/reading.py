"""What is found inside of `read` and `edit`: the subjects of the library, over one snapshot or one transaction."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from curator.domain.changes import Changes
from curator.library import undoing
from curator.library.figures import Figures
from curator.library.issues import Issues
from curator.library.listing import Listing
from curator.library.manuscripts import Manuscripts
from curator.library.merging import Merging
from curator.library.moments import as_text
from curator.library.papers import Papers
from curator.library.search import Search
from curator.library.trash import Trash
from curator.library.turns import raw_connection
from curator.library.writeups import Writeups

Now = Callable[[], datetime]


class Reading:
    """One snapshot of the library, by subject. It can be stopped from any thread: what runs then raises Cancelled."""

    def __init__(self, c: Connection, now: Now) -> None:
        self.c = c
        self._mutex = threading.Lock()
        self._raw: sqlite3.Connection | None = raw_connection(c)
        self._stopped = threading.Event()
        c.info["stopped"] = self._stopped
        self.papers = Papers(c, now)
        self.merging = Merging(c, now)
        self.writeups = Writeups(c, now)
        self.figures = Figures(c, now)
        self.listing = Listing(c)
        self.search = Search(c)
        self.issues = Issues(c, now)
        self.manuscripts = Manuscripts(c, now)
        self.trash = Trash(c, now)

    def interrupt(self) -> None:
        """Ends the statement that runs, and lets no further one begin. From any thread; nothing, if the reading is over."""
        with self._mutex:
            self._stopped.set()
            if self._raw is not None:
                self._raw.interrupt()

    def end(self) -> None:
        """Lets the connection go: it will be another's."""
        with self._mutex:
            self._raw = None
            self.c.info.pop("stopped", None)


class Edit(Reading):
    """What may be written too. `step` is the number in the history, 0 if there is none (in an intake, or when nothing was changed).

    `changes` is known when the edit has ended.
    """

    def __init__(self, c: Connection, now: Now, step: int) -> None:
        super().__init__(c, now)
        self._now = now
        self.step = step
        self.changes = Changes()

    def take_back(self, step: int) -> None:
        """Does what the undo of a step would, as part of this edit. Raises Refused if what it changed was changed since."""
        undoing.undo(self.c, step, self.step, as_text(self._now()))
