"""The outline in a narrow window, until the pane brings its own: a strip that opens it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.desktop.parts import IconButton
from curator.desktop.theme import Look

REST = 600  # milliseconds that a drag rests on it before it opens


class Strip(QWidget):
    """`asked` is sent by a click, and by a drag that rests on it."""

    asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("outlineStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "pane")
        self.setAcceptDrops(True)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.asked)
        open_ = IconButton(look, "openOutline", "panel-right", "Outline", self.asked.emit)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, look.theme.u(8), 0, 0)
        below.addWidget(open_, 0, Qt.AlignmentFlag.AlignHCenter)
        below.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._rest.start()
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._rest.stop()
