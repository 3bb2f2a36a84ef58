"""What stands in the place of an outline while the library has no issue: how to make one, and what takes a drop to make one of it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from curator.desktop.messages import EmptyState
from curator.desktop.mime import entries_of
from curator.desktop.outline.aim import means_anything
from curator.desktop.outline.model import SECTION, OutlineModel
from curator.desktop.theme import Look

NO_ISSUE = "An issue is a list that you put in order. Drop papers here, and one is made for them."
MAKES_ONE = "Drop to make an issue of this"


class NoIssue(EmptyState):
    """`dropped(mime)`: something was let go here. `hint(words)`: what a drop would do, "" when the drag is over."""

    dropped = Signal(object)
    hint = Signal(str)

    def __init__(self, look: Look, model: OutlineModel) -> None:
        super().__init__(look, "", "", name="noIssue")
        self._model = model
        self._is_aimed_at = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime, model = event.mimeData(), self._model
        inside = entries_of(mime, model.library) or mime.hasFormat(SECTION)  # of an issue that is gone
        if model.can_write and means_anything(mime, model) and not inside:
            event.acceptProposedAction()
            self._aim(True)
            self.hint.emit(MAKES_ONE)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(False)
        self.hint.emit("")

    def dropEvent(self, event: QDropEvent) -> None:
        self._aim(False)
        self.hint.emit("")
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_aimed_at:
            paint_place(self, self._look)

    def _aim(self, on: bool) -> None:
        self._is_aimed_at = on
        self.update()


def paint_place(widget: QWidget, look: Look) -> None:
    """Tints a whole widget: all of it is one place to drop on."""
    theme = look.theme
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.accent, 2))
    painter.setBrush(theme.chosen)
    room, corner = theme.u(8), theme.u(6)
    painter.drawRoundedRect(widget.rect().adjusted(room, room, -room, -room), corner, corner)
    painter.end()
