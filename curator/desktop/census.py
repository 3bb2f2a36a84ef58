"""How many papers the library has, and what waits: counted anew, in the work pool, whenever something changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from curator.desktop.news import News
from curator.desktop.tasks import Task, Tasks
from curator.domain.changes import Changes

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Library

KINDS = ("paper", "metadata", "issue")


@dataclass(frozen=True, slots=True)
class Numbers:
    """`waiting`: papers of which only the id is known. `papers` is None before the first count."""

    papers: int | None = None
    issues: int = 0
    waiting: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing is there to work with: a first start."""
        return self.papers == 0 and self.issues == 0


class Census(QObject):
    """`counted` carries Numbers. One count at a time: what changes meanwhile is counted after it."""

    counted = Signal(object)

    def __init__(self, tasks: Tasks, news: News, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._task: Task | None = None
        self._again = False
        news.changed.connect(self._heard)

    def show_library(self, library: "Library | None") -> None:
        self._library = library
        self._again = False
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._count()

    def _heard(self, changes: Changes) -> None:
        if changes.touches(*KINDS):
            self._count()

    def _count(self) -> None:
        library = self._library
        if library is None:
            return
        if self._task is not None:
            self._again = True
            return
        self._task = self._tasks.work(
            "Count", lambda progress: _numbers(library, progress), self._came, self._failed, quiet=True
        )

    def _came(self, numbers: Numbers) -> None:
        self._task = None
        self.counted.emit(numbers)
        if self._again:
            self._again = False
            self._count()

    def _failed(self, error: Exception) -> None:
        """What can't be read is said where rows are read; the next change counts again."""
        self._task = None


def _numbers(library: "Library", progress: "Progress") -> Numbers:
    with library.read() as reading:
        counts = reading.listing.counts()
        progress.step()
        return Numbers(counts.total, len(reading.issues.list()), counts.to_fetch)
