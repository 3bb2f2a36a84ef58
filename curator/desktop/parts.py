"""The small parts that every pane is made of: labels, buttons, lines, heads; each looks as the style sheet says for its kind."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from curator.desktop.sizes import HEAD
from curator.desktop.theme import Look


def label(
    look: Look, text: str = "", *, tone: str = "", scale: float = 1.0, weight: int = 400, wrap: bool = False
) -> QLabel:
    """Plain text, whatever it holds: a label that guesses may read a file that a title names."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setFont(look.theme.font(scale, weight))
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Another colour token for a label that is shown already."""
    if widget.property("tone") != tone:
        font = widget.font()
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.setFont(font)  # unpolishing brings back the font of the first polish


def button(
    name: str, text: str, run: Callable[[], object] | None = None, *, kind: str = "box", spoken: str = ""
) -> QPushButton:
    """A button. `name` is its objectName, `kind` box, filled, flat, link or chip, `spoken` its accessible name where the text is not enough."""
    made = _Button(text)
    made.setObjectName(name)
    made.setAccessibleName(spoken or text)
    made.setProperty("kind", kind)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setAutoDefault(False)
    if run is not None:
        made.clicked.connect(lambda checked=False: run())
    return made


class _Button(QPushButton):
    """Enter presses the button that has the focus; Qt would hand it to the default button of the form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        accepts = (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )  # Ctrl+↵ is the form's, wherever it is pressed
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not accepts:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class IconButton(QToolButton):
    """A flat button with a picture alone. Its words are its accessible name and its tool tip; its picture follows the theme."""

    def __init__(
        self,
        look: Look,
        name: str,
        icon: str,
        spoken: str,
        run: Callable[[], object] | None = None,
        *,
        token: str = "dim",
    ) -> None:
        super().__init__()
        self._look, self._icon, self._token = look, icon, token
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setProperty("kind", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._paint()
        look.changed.connect(self._paint)
        if run is not None:
            self.clicked.connect(lambda checked=False: run())

    def show_icon(self, icon: str, token: str = "dim") -> None:
        """Another picture or colour."""
        self._icon, self._token = icon, token
        self._paint()

    def _paint(self, _theme: object = None) -> None:
        self.setIcon(self._look.theme.icon(self._icon, self._token))
        self.setIconSize(self._look.theme.icon_size())


class IconLabel(QLabel):
    """A picture that says nothing by itself: words stand beside it. It follows the theme."""

    def __init__(self, look: Look, icon: str, token: str = "dim", size: int = 16) -> None:
        super().__init__()
        self._look, self._icon, self._token, self._size = look, icon, token, size
        self._paint()
        look.changed.connect(self._paint)

    def show_icon(self, icon: str, token: str = "dim") -> None:
        """Another picture or colour."""
        self._icon, self._token = icon, token
        self._paint()

    def _paint(self, _theme: object = None) -> None:
        theme = self._look.theme
        self.setPixmap(theme.pixmap(self._icon, self._token, self._size, self.devicePixelRatioF()))
        self.setFixedSize(theme.icon_size(self._size))


def line() -> QFrame:
    """A line of one pixel that parts what stands above from what stands below."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setFixedHeight(1)
    return made


def surface(kind: str, name: str = "") -> QWidget:
    """A plain widget with the ground of its kind: pane, ground, head, foot, bar, card."""
    made = QWidget()
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setProperty("kind", kind)
    made.setObjectName(name)
    return made


def head(look: Look, *parts: QWidget | None, name: str = "", kind: str = "head") -> QWidget:
    """A pane's head: every pane's is of one height, so that they make one line across the window. None is a space that grows."""
    made = surface(kind, name)
    made.setFixedHeight(look.theme.u(HEAD))
    across = QHBoxLayout(made)
    across.setContentsMargins(look.theme.u(16), 0, look.theme.u(12), 0)
    across.setSpacing(look.theme.u(8))
    fill(across, *parts)
    return made


def column(*parts: QWidget | None, space: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """One below the other; lengths in pixels."""
    made = QVBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(space)
    fill(made, *parts)
    return made


def row(*parts: QWidget | None, space: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """One beside the other; lengths in pixels."""
    made = QHBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(space)
    fill(made, *parts)
    return made


def fill(layout: QBoxLayout, *parts: QWidget | None) -> None:
    """Adds parts; None is a space that grows."""
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
