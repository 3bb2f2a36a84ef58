"""A card over the window: what is behind is shaded, Escape or a click beside it closes, the focus goes back to where it was."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from curator.desktop.theme import Look


class Card(QDialog):
    """What an overlay shows. It is read aloud as a dialog, and is never a window: of QDialog it has the role alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys are the overlay's: Escape would hide this card and leave the shade."""
        event.ignore()

    def showEvent(self, event: QShowEvent) -> None:
        """Where it stands is the overlay's, too."""


class Overlay(QWidget):
    """Covers its window. A child of it, never a window of its own: Wayland would place that as it likes.

    `width` and `height` are what the card may take at most, in units; `top` is where it begins.
    """

    def __init__(self, look: Look, window: QWidget, card: Card, *, width: int, height: int, top: int = 68) -> None:
        super().__init__(window)
        self._window = window
        self._look, self._card = look, card
        self._most, self._top = (width, height), top
        self._focus_before: QWidget | None = None
        self.closed: Callable[[], None] | None = None
        self.may_close: Callable[[], bool] = lambda: True
        card.setParent(self)
        card.setProperty("kind", "card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        window.installEventFilter(self)
        self.hide()

    def open(self, focus: QWidget) -> None:
        """Shows the card; `focus` gets the keys."""
        if self.isHidden():
            self._focus_before = QApplication.focusWidget()
        self._lay()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def ask(self) -> None:
        """Closes it, if its card lets it: `may_close` may say first what would be lost."""
        if self.may_close():
            self.dismiss()

    def dismiss(self) -> None:
        """Hides it and gives the focus back."""
        if self.isHidden():
            return
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        if self.closed is not None:
            self.closed()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        shade = QColor(theme.ground if theme.dark else theme.text)
        shade.setAlphaF(0.6 if theme.dark else 0.24)
        painter = QPainter(self)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ask()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes round inside the card: what is behind it can't be seen well."""
        ways = [
            one
            for one in self._card.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
        ]
        ways = [one for one in ways if one.isEnabled()]
        if ways:
            here = QApplication.focusWidget()
            at = ways.index(here) if here in ways else -1
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            ways[(at + (1 if next else -1)) % len(ways)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self._lay()
        return False

    def _lay(self) -> None:
        u = self._look.theme.u
        window = self._window
        self.setGeometry(window.rect())
        width = min(u(self._most[0]), window.width() - u(16))
        height = min(u(self._most[1]), window.height() - u(16))
        top = max(u(8), min(u(self._top), window.height() - height - u(8)))
        self._card.setGeometry((window.width() - width) // 2, top, width, height)
