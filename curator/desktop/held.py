"""What is said in the status bar until somebody has answered it, before all that comes and goes there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from curator.desktop.elided import Elided
from curator.desktop.messages import ICONS, Choice
from curator.desktop.parts import IconLabel, button, fill
from curator.desktop.theme import Look


class Held(QWidget):
    """One after the other, each with what can be done. Takes no room while there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._said: list[tuple[str, QWidget]] = []
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(look.theme.u(14))
        self.setObjectName("statusHeld")
        self.hide()

    @property
    def words(self) -> tuple[str, ...]:
        """What is said, from the left."""
        return tuple(words for words, _ in self._said)

    def hold(self, words: str, choices: Sequence[Choice], *, first: bool = False) -> None:
        """Says it; where it is said already, with these choices from now on."""
        at = 0 if first else len(self._said)
        if words in self.words:
            at = self.words.index(words)
            self.let_go(words)
        made = self._made(words, choices)
        self._said.insert(at, (words, made))
        self._across.insertWidget(at, made)
        self.show()

    def let_go(self, words: str) -> None:
        """Says it no longer."""
        for one in [one for one in self._said if one[0] == words]:
            self._said.remove(one)
            one[1].hide()
            one[1].deleteLater()
        self.setVisible(bool(self._said))

    def _made(self, words: str, choices: Sequence[Choice]) -> QWidget:
        theme = self._look.theme
        made = QWidget()
        made.setAccessibleName(words)
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.u(8))
        said = Elided()
        said.setFont(theme.font(0.92))
        said.say(words)
        fill(across, IconLabel(self._look, ICONS["warn"], "warn", 14), said)
        for number, (text, run) in enumerate(choices, 1):
            link = button(f"statusHeld{number}", text, run, kind="link")
            link.setFont(theme.font(0.92))
            link.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # as with the others: a click takes no focus from a field
            across.addWidget(link)
        return made
