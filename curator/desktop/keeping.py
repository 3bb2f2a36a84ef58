"""Backups and the mirror while a window is open: in the work pool, without being asked, and once more when it closes."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from curator.desktop.news import News
from curator.desktop.tasks import Tasks
from curator.domain.backups import Backup, BackupKind
from curator.domain.changes import Changes
from curator.domain.progress import Progress
from curator.jobs import backups

if TYPE_CHECKING:
    from curator.jobs.desk import Desk

FIRST = 10_000  # milliseconds after a library was opened
EVERY = 60_000  # milliseconds between two looks whether something is due
MIRROR = 20_000  # milliseconds after a save
AGAIN = 15  # looks until what failed is tried again
WAIT = 3_000  # milliseconds that a closing window waits at most


class Keeping(QObject):
    """Keeps copies of the library that is shown. `failed` carries an error and what was not done, in words, once until it works again.

    `waits` says that the window closes as soon as the writing is kept.
    """

    failed = Signal(object, str)
    waits = Signal()

    def __init__(self, tasks: Tasks, news: News, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._desk: Desk | None = None
        self._changed: datetime | None = None
        self._kept: datetime | None = None
        self._owed = False
        self._papers: set[int] = set()
        self._mirror_whole = False
        self._at_work = self._mirroring = False
        self._skip = 0
        self._is_told = False
        self._ready = False
        self._then: Callable[[], object] | None = None
        self._look = self._timer(EVERY, self._look_now)
        self._first = self._timer(FIRST, self._begin, single=True)
        self._soon = self._timer(MIRROR, self._mirror, single=True)
        self._patience = self._timer(WAIT, self._go, single=True)
        news.changed.connect(self._heard)

    def show_library(self, desk: "Desk | None") -> None:
        """Keeps copies of this library from now on; None: of none."""
        self._desk = desk if desk is not None and not desk.library.is_read_only else None
        self._changed = self._kept = None
        self._owed = False
        self._papers.clear()
        self._mirror_whole = False
        self._skip = 0
        self._ready = self._at_work = self._mirroring = False
        self._then = None
        for timer in (self._look, self._first, self._soon, self._patience):
            timer.stop()
        if self._desk is not None:
            self._first.start()

    def may_go(self, then: Callable[[], object]) -> bool:
        """Before the library is closed: True if all of it is kept. Else the writing is kept now, and `then` is called
        when it is, or after three seconds: whatever takes longer holds nobody up, and what was kept before is there."""
        if self._desk is None or self._ready or not self._is_owed:
            return True
        self._then = then
        if not self._patience.isActive():
            desk, changed, papers = self._desk, self._changed, set(self._papers)
            self._patience.start()
            self.waits.emit()

            def job(progress: Progress) -> None:
                if papers:
                    backups.mirror(desk, papers, progress)
                backups.keep(desk, changed, progress, closing=True)

            self._tasks.work("Keep the writing", job, lambda _: self._go(), lambda _: self._go(), quiet=True)
        return False

    @property
    def _is_owed(self) -> bool:
        """Whether something may be in no backup of the writing: also what an earlier run, or a command, left to be kept."""
        return self._owed or (self._changed is not None and (self._kept is None or self._changed >= self._kept))

    def _go(self) -> None:
        self._patience.stop()
        self._ready = True
        then, self._then = self._then, None
        if then is not None:
            then()

    def _heard(self, changes: Changes) -> None:
        if self._desk is None:
            return
        self._changed = self._desk.now()
        self._ready = False
        if changes.everything:
            self._mirror_whole = True
        if changes.touches("writeup", "own", "merged"):
            self._papers |= changes.ids("paper")
        if (self._papers or self._mirror_whole) and not self._soon.isActive():
            self._soon.start()

    def _begin(self) -> None:
        """What an earlier run, or the command line, left to be done."""
        self._mirror_whole = True
        self._mirror()
        self._look_now()
        self._look.start()

    def _look_now(self) -> None:
        if self._desk is None or self._at_work:
            return
        if self._skip:
            self._skip -= 1
            return
        desk, changed, at = self._desk, self._changed, self._desk.now()
        self._at_work = True

        def job(progress: Progress) -> tuple[tuple[Backup, ...], bool]:
            return backups.keep(desk, changed, progress), backups.has_all(desk)

        self._tasks.work("Keep a backup", job, lambda came: self._made(desk, *came, at), self._not_made, quiet=True)

    def _made(self, desk: "Desk", made: tuple[Backup, ...], has_all: bool, at: datetime) -> None:
        self._at_work = self._is_told = False
        if desk is self._desk:
            self._owed = not has_all
            if any(one.kind is BackupKind.WRITING for one in made):
                self._kept = at

    def _not_made(self, error: Exception) -> None:
        self._at_work = False
        self._skip = AGAIN
        self._tell(error, "No backup could be made")

    def _mirror(self) -> None:
        if self._desk is None or self._mirroring or not (self._papers or self._mirror_whole):
            return
        desk, papers = self._desk, None if self._mirror_whole else set(self._papers)
        self._papers.clear()
        self._mirror_whole, self._mirroring = False, True

        def job(progress: Progress) -> int:
            return backups.mirror(desk, papers, progress)

        def failed(error: Exception) -> None:
            self._mirroring = False
            if desk is self._desk:
                self._mirror_whole = True  # of all: what could not be written is tried again with the next save
                self._tell(error, "The write-ups could not be copied to Markdown")

        self._tasks.work("Copy write-ups to Markdown", job, lambda _: self._mirrored(), failed, quiet=True)

    def _mirrored(self) -> None:
        self._mirroring = False
        if self._papers or self._mirror_whole:
            self._soon.start()

    def _tell(self, error: Exception, words: str) -> None:
        if not self._is_told:
            self._is_told = True
            self.failed.emit(error, words)

    def _timer(self, milliseconds: int, run: Callable[[], None], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.setSingleShot(single)
        timer.timeout.connect(run)
        return timer
