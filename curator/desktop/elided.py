"""A line of words that gives way where there is no room for all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


class Elided(QLabel):
    """Words that give way: cut by an ellipsis where there is no room, whole in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def say(self, words: str) -> None:
        self._whole = " ".join(words.split())
        self.setAccessibleName(self._whole)
        self.setToolTip("")
        self._cut()
        self.updateGeometry()

    def text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._cut()

    def _cut(self) -> None:
        cut = (
            self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 0))
            if self.isVisible()
            else self._whole
        )
        self.setText(cut)
        self.setToolTip(self._whole if cut != self._whole else "")
