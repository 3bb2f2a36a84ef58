"""What is said at the place where it belongs: empty panes, and a sentence under the work that was started there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from curator.desktop.parts import IconLabel, button, label
from curator.desktop.theme import Look
from curator.domain.errors import CuratorError

Choice = tuple[str, Callable[[], object]]
ICONS = {"bad": "triangle-alert", "warn": "triangle-alert", "dim": "info", "good": "check"}


def sentence(error: BaseException) -> str:
    """What an error says to an editor."""
    if isinstance(error, CuratorError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return f"The system says: {error.strerror}{where}."
    return f"Something went wrong inside Curator ({type(error).__name__}: {error}). Nothing that was saved is touched."


class EmptyState(QWidget):
    """Stands where rows would: what is not there, in bold; what to do next; buttons for it."""

    def __init__(self, look: Look, title: str, words: str = "", *choices: Choice, name: str = "emptyState") -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        theme = look.theme
        self._title = label(look, title, weight=600, wrap=True)
        self._words = label(look, words, tone="dim", wrap=True)
        for one in (self._title, self._words):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._choices = QHBoxLayout()
        self._choices.setSpacing(theme.u(8))
        below = QVBoxLayout(self)
        below.setContentsMargins(theme.u(24), theme.u(24), theme.u(24), theme.u(24))
        below.setSpacing(theme.u(8))
        below.addStretch(2)
        below.addWidget(self._title)
        below.addWidget(self._words)
        below.addLayout(self._choices)
        below.addStretch(3)
        self.say(title, words, *choices)

    def say(self, title: str, words: str = "", *choices: Choice) -> None:
        """Other words, other choices."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._words.setText(words)
        self._words.setVisible(bool(words))
        _clear(self._choices)
        self._choices.addStretch(1)
        for number, (text, run) in enumerate(choices):
            self._choices.addWidget(
                button(f"{self.objectName()}Choice{number + 1}", text, run, kind="link" if number else "box")
            )
        self._choices.addStretch(1)


class Notice(QWidget):
    """One sentence under the place where work was started, with what can be done (`buttons`). Hidden until there is something to say."""

    def __init__(self, look: Look, name: str = "notice") -> None:
        super().__init__()
        self.setObjectName(name)
        self._look = look
        self._sign: IconLabel | None = None
        self.buttons: list[QPushButton] = []
        self._words = label(look, wrap=True)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, look.theme.u(4), 0, look.theme.u(4))
        self._across.setSpacing(look.theme.u(8))
        self._across.addWidget(self._words, 1000)
        self._choices = QHBoxLayout()
        self._choices.setSpacing(look.theme.u(8))
        self._across.addLayout(self._choices)
        self._across.addStretch(1)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; "" while hidden."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, words: str, *choices: Choice, tone: str = "bad") -> None:
        """`tone`: bad, warn, dim or good; a shape goes with it."""
        self.clear()
        self._sign = IconLabel(self._look, ICONS[tone], tone, 14)
        self._across.insertWidget(0, self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._words.setText(words)
        # As wide as its words, so that what can be done stands right behind them.
        self._words.setMaximumWidth(self._words.fontMetrics().horizontalAdvance(words) + self._look.theme.u(4))
        self.setAccessibleName(words)
        for number, (text, run) in enumerate(choices, 1):
            self.buttons.append(button(f"{self.objectName()}Choice{number}", text, run, kind="link"))
            self._choices.addWidget(self.buttons[-1])
        self.show()

    def fail(self, error: BaseException, *choices: Choice) -> None:
        """Says what an error says."""
        self.say(sentence(error), *choices)

    def clear(self) -> None:
        """Says nothing, and takes no room."""
        self.hide()
        self._words.setText("")
        if self._sign is not None:
            self._sign.deleteLater()
            self._sign = None
        self.buttons = []
        _clear(self._choices)


def _clear(layout: QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
