"""The name of the issue in the head of the outline: a button with a menu, cut off where there is no room for all of it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from curator.desktop.outline.menus import as_shown
from curator.desktop.theme import Look

LEAST = 60  # units of width
MARK = "  ▾"
_MEASURED_FOR_NONE = "XXXX"  # Qt gives a button without words the room of these


class IssueName(QPushButton):
    """As wide as its name, and narrower where it must be."""

    def __init__(self, look: Look, run: Callable[[], object]) -> None:
        super().__init__()
        self._look, self._whole = look, ""
        self.setObjectName("issueMenu")
        self.setAccessibleName("Issue")
        self.setProperty("kind", "flat")
        self.setAutoDefault(False)
        self.setFont(look.theme.font(1.0, 600))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda checked=False: run())

    def show_name(self, name: str) -> None:
        """Another name, "" for none."""
        if name == self._whole:
            return
        self._whole = name
        self.setToolTip("")
        self.updateGeometry()
        self._cut()

    def sizeHint(self) -> QSize:
        return QSize(self._around() + self._wide(self._whole + MARK), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._look.theme.u(LEAST), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.width() - self._around() - self._wide(MARK)
        all_fits = self.width() >= self.sizeHint().width()
        shown = (
            self._whole
            if all_fits
            else self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, room))
        )
        self.setToolTip("" if all_fits else self._whole)
        self.setText(f"{as_shown(shown)}{MARK}" if self._whole else "")

    def _wide(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def _around(self) -> int:
        """What the style puts around the letters."""
        return super().sizeHint().width() - self._wide(self.text().replace("&&", "&") or _MEASURED_FOR_NONE)
