"""What the list shows: asks the library for the papers of a place and a search, and keeps the model as the library is."""

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from curator.desktop.inbox.again import Again
from curator.desktop.inbox.model import PaperList
from curator.desktop.inbox.splice import Splice, lost, splice
from curator.desktop.news import News
from curator.desktop.tasks import Task, Tasks
from curator.domain.changes import Changes
from curator.domain.query import EVERYTHING, Query, both

if TYPE_CHECKING:
    from collections.abc import Callable

    from curator.domain.progress import Progress
    from curator.library.library import Library

Order = Literal["date", "oldest", "relevance", "title", "issue"]
FIRST = 50
"""Papers that are asked for before all others."""

KINDS = ("paper", "metadata", "own", "entry", "section", "issue")
_MOST_STALE = 400


@dataclass(frozen=True, slots=True)
class _Asked:
    """The list that is wanted."""

    base: Query = EVERYTHING
    typed: Query = EVERYTHING
    order: Order = "date"

    @property
    def query(self) -> Query:
        return both(self.base, self.typed)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A list as the library has it: against the version of the model that it was made from."""

    version: int
    splice: Splice
    total: int
    landed: frozenset[int]


class Feed(QObject):
    """`shown`: the first papers of another list are there; `counted`: all of it is, or it has changed; `failed` carries an error."""

    shown = Signal()
    counted = Signal()
    failed = Signal(object)

    def __init__(self, tasks: Tasks, news: News, model: PaperList, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._model = tasks, model
        self._library: Library | None = None
        self._asked = _Asked()
        self._first: Task | None = None
        self._stale: frozenset[int] = frozenset()
        self._leaving: set[int] = set()
        self._landed: set[int] = set()
        self._whole = Again(tasks, "List papers", self._job, self._came, self.failed.emit, self)
        self.total = 0
        self.is_whole = False
        news.changed.connect(self._heard)

    @property
    def count(self) -> int:
        """How many papers are in the list, as far as it is known."""
        return len(self._model.ids)

    @property
    def is_idle(self) -> bool:
        """The list is as the library is: nothing is asked for."""
        return self._first is None and self._whole.is_idle

    @property
    def query(self) -> Query:
        """What the list is asked for, place and search together."""
        return self._asked.query

    def show_library(self, library: "Library | None") -> None:
        """Shows nothing until it is asked for something."""
        self._stop()
        self._library = library
        self._asked = _Asked()
        self.total, self.is_whole = 0, False
        self._model.show_library(library)

    def ask(self, base: Query, typed: Query, order: Order) -> None:
        """Another list. What is under way is stopped; until the new one comes, the one before stays."""
        self._stop()
        self._asked = _Asked(base, typed, order)
        library, query = self._library, self._asked.query
        if library is None:
            return

        def job(progress: "Progress") -> list[int]:
            with library.read() as reading, progress.closing(reading.interrupt):
                return reading.listing.first(query, order, FIRST, exact=False)

        def done(first: list[int]) -> None:
            self._first = None
            self.is_whole = False
            self._model.show(array("q", first), query)
            self.shown.emit()
            self._whole.ask()

        self._first = self._tasks.work("Search", job, done, self._not_found, quiet=True)

    def choice_moved(self, chosen: set[int]) -> None:
        """What no longer fits, and is no longer chosen, leaves the list."""
        going = self._stale - chosen
        if going:
            self._stale -= going
            self._model.let_go(going)
            self.counted.emit()

    def leave(self, papers: "list[int]") -> None:
        """These were decided about and left behind: they need not stay when they no longer fit."""
        self._leaving.update(papers)

    def landed(self, papers: "list[int]") -> None:
        """What was decided about these is on disk: those that the list still has then fit, and have not left."""
        self._landed.update(papers)
        if self._first is None:
            self._whole.ask()

    @property
    def leaving(self) -> frozenset[int]:
        """Papers that were decided about and left behind."""
        return frozenset(self._leaving)

    def come_back(self, papers: "set[int]") -> None:
        """These are worked on again."""
        self._leaving -= papers
        self._landed -= papers

    def _job(self) -> "Callable[[Progress], _Whole] | None":
        library, asked = self._library, self._asked
        if library is None:
            return None
        version, shown = self._model.version, self._model.ids[:]
        is_first = not self.is_whole
        leaving, landed = frozenset(self._leaving), frozenset(self._landed)

        def job(progress: "Progress") -> _Whole:
            with library.read() as reading, progress.closing(reading.interrupt):
                wanted = reading.listing.ids(asked.query, asked.order, exact=False)
                total = len(wanted) if asked.typed.node is None else reading.listing.count(asked.base)
                kept: set[int] = set()
                if not is_first:
                    kept = lost(shown, wanted) - leaving
                    if len(kept) > _MOST_STALE:
                        kept.intersection_update(reading.listing.ids())
                    elif kept:  # those that are gone altogether do not stay
                        kept &= {row.id for row in reading.listing.rows(list(kept))}
            return _Whole(version, splice(shown, wanted, kept), total, landed)

        return job

    def _came(self, whole: _Whole) -> None:
        if whole.version != self._model.version:
            self._whole.ask()
            return
        self.total, self.is_whole = whole.total, True
        self._stale = whole.splice.stale
        self._model.take(whole.splice)
        if whole.landed:
            self._landed -= whole.landed
            self._leaving -= whole.landed
        self.counted.emit()

    def _heard(self, changes: Changes) -> None:
        if changes.everything or changes.touches("issue", "section"):
            self._model.renew(None)
        else:
            self._model.renew(changes.ids("paper", "metadata", "own"))
        if changes.touches(*KINDS) and self._first is None:
            self._whole.ask()

    def _not_found(self, error: Exception) -> None:
        self._first = None
        self.failed.emit(error)

    def _stop(self) -> None:
        if self._first is not None:
            self._first.cancel()
            self._first = None
        self._whole.stop()
        self._stale = frozenset()
        self._leaving.clear()
        self._landed.clear()
