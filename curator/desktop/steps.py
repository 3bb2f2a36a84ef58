"""The history as a list: every step of the library, of windows and of the command line, to be taken back or done again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from curator.desktop.history import History
from curator.desktop.messages import Notice
from curator.desktop.news import News
from curator.desktop.overlay import Card, Overlay
from curator.desktop.palettedelegate import ROW, PaletteDelegate, Row, Rows
from curator.desktop.parts import button, fill, label, line, row
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes

if TYPE_CHECKING:
    from curator.library.library import Library, Step

ORIGINS = {"window": "", "command": "command line"}


class Steps(Card):
    """The card of the list. ↵ takes the chosen step back; one that is taken back is done again."""

    def __init__(self, look: Look, tasks: Tasks, history: History, news: News, window: QWidget) -> None:
        super().__init__()
        self._tasks, self._history = tasks, history
        self._library: Library | None = None
        self.setObjectName("historySheet")
        self.setAccessibleName("History")
        u = look.theme.u
        self._overlay = Overlay(look, window, self, width=560, height=520)
        self._overlay.closed = self._close
        self._model = Rows(self)
        self.view = _View(self._toggle)
        self.view.setObjectName("historyView")
        self.view.setAccessibleName("Steps, the newest first")
        self.view.setModel(self._model)
        self.view.setItemDelegate(PaletteDelegate(look, self.view))
        self.view.setUniformItemSizes(True)
        self.view.doubleClicked.connect(self._toggle)
        self._do = button("historyDo", "Take back", lambda: self._toggle(self.view.currentIndex()))
        close = button("closeHistory", "Close", self._overlay.dismiss)
        self.notice = Notice(look, "historyNotice")
        self.view.selectionModel().currentChanged.connect(lambda now, before: self._chosen(now))
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        below.addLayout(
            row(label(look, "History", scale=1.15, weight=600), None, close, margins=(u(16), u(12), u(14), u(12)))
        )
        fill(below, line())
        below.addWidget(self.view, 1)
        fill(below, line())
        below.addLayout(row(self.notice, None, self._do, space=u(8), margins=(u(16), u(8), u(14), u(8))))
        news.changed.connect(self._heard)

    def show_steps(self, library: "Library") -> None:
        """Shows the newest hundred."""
        self._library = library
        self._read()
        self._overlay.open(self.view)

    def _close(self) -> None:
        """Hidden it asks for nothing."""
        self._library = None
        self.notice.clear()

    def _heard(self, changes: Changes) -> None:
        self._read()

    def _read(self) -> None:
        library = self._library
        if library is not None:
            self._tasks.edit("Read the history", library.steps, self._show, self.notice.fail)

    def _show(self, steps: "Sequence[Step]") -> None:
        if self._library is None:
            return
        at = max(0, self.view.currentIndex().row())
        self._model.show_rows(
            [self._row(*one) for one in standing(steps)] or [Row("", "Nothing was done yet", heading=True)]
        )
        self.view.setCurrentIndex(self._model.index(min(at, len(self._model.rows) - 1)))

    def _row(self, step: "Step", last: int, stands: bool) -> Row:
        words = [ORIGINS.get(step.origin, step.origin), "" if stands else "taken back"]
        when = datetime.fromisoformat(step.at).astimezone()
        key = f"{when:%H:%M}" if when.date() == datetime.now().astimezone().date() else f"{when.day} {when:%b %Y}"

        def run() -> None:
            self.notice.clear()
            self._history.take_back(last, step.label, back=stands, failed=self.notice.fail)

        return Row("circle" if stands else "undo-2", step.label, (), " · ".join(filter(None, words)), key, True, run)

    def _chosen(self, index: QModelIndex) -> None:
        one = index.data(ROW)
        can = isinstance(one, Row) and one.run is not None
        self._do.setEnabled(can)
        self._do.setText("Do again" if can and "taken back" in one.group else "Take back")

    def _toggle(self, index: QModelIndex) -> None:
        one = index.data(ROW)
        if isinstance(one, Row) and one.run is not None:
            one.run()


class _View(QListView):
    """A list in which ↵ does what the button does."""

    def __init__(self, run: Callable[[QModelIndex], None]) -> None:
        super().__init__()
        self._run = run
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.currentIndex())
        else:
            super().keyPressEvent(event)


def standing(steps: "Sequence[Step]") -> "list[tuple[Step, int, bool]]":
    """Each step that is no undo, newest first: with the number by which it is undone or done again, and whether it stands.

    An undo, its undo (the redo) and so on belong to the step they are about. One that is about a step which is no longer kept is a step itself.
    """
    by_id = {step.id: step for step in steps}
    last: dict[int, int] = {}
    stands: dict[int, bool] = {}
    about: dict[int, int] = {}
    for step in sorted(steps, key=lambda one: one.id):
        first = about.get(step.undoes, step.undoes) if step.undoes is not None else step.id
        first = first if first in by_id else step.id
        about[step.id] = first
        last[first] = step.id
        stands[first] = not stands[first] if first in stands else True
    return [(by_id[first], last[first], stands[first]) for first in sorted(last, reverse=True)]
