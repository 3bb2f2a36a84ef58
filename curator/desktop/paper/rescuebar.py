"""The bar over a paper while a text is not saved: why, where it is kept meanwhile, and the ways out. It goes when all is saved."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.desktop.copies import ask_copy
from curator.desktop.messages import sentence
from curator.desktop.paper.flow import Flow
from curator.desktop.paper.unsaved import Unsaved, as_one, where
from curator.desktop.parts import IconLabel, button, label, line, row, surface
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.writeups import FIELDS

_TITLES = {field.name: field.title for field in FIELDS}


class RescueBar(QWidget):
    """`again` asks to save once more, `show_paper` for the paper of a text that is not shown. `texts` gives what is not saved."""

    again = Signal()
    show_paper = Signal(int)

    def __init__(self, look: Look, tasks: Tasks, texts: Callable[[], Sequence[Unsaved]]) -> None:
        super().__init__()
        self._tasks, self._texts = tasks, texts
        self._copy: tuple[str, str] | None = None
        self._other: int | None = None
        self._told: list[Unsaved] = []
        self.setObjectName("rescueBar")
        u = look.theme.u
        ground = surface("ground", "rescueGround")
        self.words = label(look, wrap=True)
        self.words.setObjectName("rescueWords")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._show = button("rescueShow", "Show that paper", self._show_other, kind="link")
        ways = Flow(u(12), u(4))
        for one in (
            button("rescueAgain", "Try again", self.again.emit, kind="link", spoken="Try to save again"),
            button(
                "rescueCopyText", "Copy text", self._copy_text, kind="link", spoken="Copy the text that is not saved"
            ),
            button("rescueCopy", "Save a copy elsewhere…", self._ask_copy, kind="link"),
            self._show,
        ):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the caret in the text
            ways.addWidget(one)
        said = QVBoxLayout()
        said.setSpacing(u(4))
        said.addWidget(self.words)
        said.addLayout(ways)
        sign = IconLabel(look, "triangle-alert", "bad", 20)
        across = row(sign, space=u(12), margins=(u(24), u(10), u(16), u(10)))
        across.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        across.addLayout(said, 1)
        ground.setLayout(across)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(ground)
        whole.addWidget(line())
        self.hide()

    def tell(self, shown: int | None) -> None:
        """Looks again what is not saved; `shown` is the paper that one sees."""
        texts = self._told = [one for one in self._texts() if one.error is not None]
        if not texts:
            self._copy = None
            self.hide()
            return
        reasons = dict.fromkeys(sentence(one.error) for one in texts if one.error is not None)
        others = [one for one in texts if one.paper != shown]
        self._other = others[0].paper if others else None
        self._show.setVisible(self._other is not None)
        named = " and ".join(dict.fromkeys(_named(one, shown) for one in texts))
        places = dict.fromkeys(where(one) for one in texts)
        copied = self._copy is not None and self._copy[1] == as_one(texts)
        words = [f"Not saved: {named}.", *places, *reasons]
        if self._copy is not None and copied:
            words.append(f"A copy is in {self._copy[0]}.")
        self.words.setText(" ".join(words))
        self.setAccessibleName(self.words.text())
        self.show()

    @property
    def said(self) -> str:
        """What it says; "" while all is saved."""
        return "" if self.isHidden() else self.words.text()

    @property
    def _failed(self) -> list[Unsaved]:
        """What was told, as it is by now: while it is tried again, nothing has failed yet."""
        now = {(one.paper, one.field): one for one in self._texts()}
        return [now.get((one.paper, one.field), one) for one in self._told]

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(as_one(self._failed))

    def _ask_copy(self) -> None:
        text = as_one(self._failed)

        def failed(error: Exception) -> None:
            self.words.setText(f"{self.words.text()} The copy failed: {sentence(error)}")

        def done(path: object) -> None:
            self._copy = (str(path), text)
            self.again.emit()

        ask_copy(self, self._tasks, text, done, failed)

    def _show_other(self) -> None:
        if self._other is not None:
            self.show_paper.emit(self._other)


def _named(one: Unsaved, shown: int | None) -> str:
    title = _TITLES.get(one.field, one.field)
    return title if one.paper == shown else f"{title} of another paper"
