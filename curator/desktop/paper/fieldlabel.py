"""The label over a field: its emoji a little larger than its words, and both one name for who listens."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from curator.desktop.theme import Look

LARGER = 1.25  # an emoji against the words beside it
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_GAP = 4  # units between the two


class FieldLabel(QLabel):
    """`text()` is the emoji and the words, as they are read aloud; painted, each has its own size."""

    def __init__(self, look: Look, emoji: str, title: str, field: QWidget) -> None:
        super().__init__(f"{emoji} {title}")
        self._look, self._emoji, self._title = look, emoji, title
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.theme.font(1.0, 600))
        self.setBuddy(field)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics()
        return QSize(
            self._indent() + words.horizontalAdvance(self._title), max(words.height(), self._picture().height())
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self._look.theme.font(LARGER))
        painter.drawText(self.rect(), _MIDDLE, self._emoji)
        painter.setFont(self.font())
        painter.drawText(QRect(self.rect()).adjusted(self._indent(), 0, 0, 0), _MIDDLE, self._title)
        painter.end()

    def _picture(self) -> QFontMetrics:
        return QFontMetrics(self._look.theme.font(LARGER))

    def _indent(self) -> int:
        return self._picture().horizontalAdvance(self._emoji) + self._look.theme.u(_GAP)
