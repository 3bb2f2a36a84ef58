"""The first rows of the list, seen before the library is open: looked at in the work pool, shown, and waited for until they are painted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from curator.desktop.doors import Doors
from curator.desktop.inbox.pane import InboxPane
from curator.desktop.inbox.sidebar import kept_place
from curator.desktop.kept import Kept
from curator.desktop.tasks import Tasks
from curator.domain.papers import PaperRow

PATIENCE = 250  # milliseconds; a window that is covered or made small is not painted


class FirstRows(QObject):
    """`seen` is sent once: they are painted, or there are none to be had, or nobody can see them."""

    seen = Signal()

    def __init__(self, tasks: Tasks, inbox: InboxPane, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._inbox = tasks, inbox
        self._is_shown = self._is_over = False
        inbox.view.viewport().installEventFilter(self)

    def look(self, doors: Doors, kept: Kept, library: Path) -> None:
        """Looks at the place that was shown last: what is kept of it is asked for by the true path, which is read in the pool too."""

        def found(path: Path) -> None:
            place = kept_place(kept.selection(path))
            work(f"Look at {path.name}", lambda _: doors.glance(path, place), self._came, self._failed, quiet=True)

        work = self._tasks.work
        work(f"Find {library.name}", lambda _: library.resolve(), found, self._failed, quiet=True)

    def _came(self, rows: tuple[PaperRow, ...]) -> None:
        viewport = self._inbox.view.viewport()
        if not rows:
            self._end()
            return
        self._inbox.model.show_glance(rows)
        self._inbox.view.setEnabled(False)
        if not viewport.isVisible():
            self._end()
            return
        self._is_shown = True
        QTimer.singleShot(PATIENCE, self._end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_shown and event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._end)
        return False

    def _failed(self, error: Exception) -> None:
        """Whatever is the matter with it, the library will say so."""
        self._end()

    def _end(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._inbox.view.viewport().removeEventFilter(self)
            self.seen.emit()


def one_by_one(steps: list[Callable[[], object]], then: Callable[[], None], context: QObject) -> None:
    """Runs each in an idle turn of its own: whatever a person does is answered in between."""
    if steps:
        steps[0]()
        QTimer.singleShot(0, context, lambda: one_by_one(steps[1:], then, context))
    else:
        then()
