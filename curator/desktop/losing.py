"""What is asked before a window closes, or another library is shown, over a text that could not be saved: where that text is, and the ways out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from curator.desktop.copies import ask_copy
from curator.desktop.messages import sentence
from curator.desktop.paper.unsaved import Unsaved, as_one, where
from curator.desktop.parts import IconLabel, button, column, label, row
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look

WIDE = 520  # units


class LosingBox(QDialog):
    """Says only what is true by now: `tell` looks again. `texts` gives what is not saved, `again` tries once more, `lose` goes on without them,
    `stay` is called where neither is chosen; `doing` is what one was about to do."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        tasks: Tasks,
        texts: Callable[[], Sequence[Unsaved]],
        again: Callable[[], object],
        lose: Callable[[], object],
        stay: Callable[[], object] = lambda: None,
        doing: str = "Close",
    ) -> None:
        super().__init__(parent)
        self._look, self._tasks, self._texts, self._doing = look, tasks, texts, doing
        self._then = stay
        self._copy: tuple[Path, str] | None = None
        self._fault = ""
        self.setObjectName("unsavedBox")
        self.setWindowTitle("Not saved")
        u = look.theme.u
        self._title = label(look, "What you wrote is not saved.", weight=600, wrap=True)
        self.words = label(look, wrap=True)
        self.words.setObjectName("unsavedWords")
        self._stay = button("unsavedStay", "Stay", self.reject, kind="filled")
        self._stay.setDefault(True)
        self._lose = button("unsavedLose", "", lambda: self._leave(lose))
        ways = (
            button("unsavedAgain", "Try again", lambda: self._leave(again)),
            button("unsavedCopyText", "Copy text", self._copy_text),
            button("unsavedCopy", "Save a copy elsewhere…", self._ask_copy),
        )
        said = row(IconLabel(look, "triangle-alert", "warn", 20), space=u(12))
        said.addLayout(column(self._title, self.words, space=u(6)), 1)
        below = column(space=u(16), margins=(u(20), u(20), u(20), u(16)))
        below.addLayout(said)
        below.addLayout(row(self._stay, *ways, None, self._lose, space=u(8)))
        self.setLayout(below)
        self.finished.connect(lambda _: self._then())
        self.finished.connect(self.deleteLater)
        self.tell()
        self._stay.setFocus()

    def tell(self) -> None:
        """Where the texts are by now, and what closing would do."""
        texts = self._texts()
        places = [where(one) for one in texts]
        is_safe = bool(texts) and (
            all(one.kept is not None and one.is_known for one in texts)
            or (self._copy is not None and self._copy[1] == as_one(texts))
        )
        reasons = list(dict.fromkeys(sentence(one.error) for one in texts if one.error is not None))
        words = [*reasons, *dict.fromkeys(places)]
        if self._copy is not None and self._copy[1] == as_one(texts):
            words.append(f"A copy is in {self._copy[0]}.")
        self._title.setText("What you wrote is not saved." if texts else "What you wrote is saved by now.")
        self.words.setText("\n".join([*words, self._fault] if self._fault else words))
        self._fit()
        self.setAccessibleName(f"{self._title.text()} {self.words.text()}")
        lost = "this text" if len(texts) < 2 else "these texts"
        way = f"{self._doing} without saving" if is_safe else f"{self._doing} and lose {lost}"
        self._lose.setText(way if texts else self._doing)
        self._lose.setAccessibleName(self._lose.text())

    def _fit(self) -> None:
        """As high as its text, also when that grows: a dialog keeps the height that it was shown with, and cuts what is in it."""
        wide = max(self._look.theme.u(WIDE), self.words.minimumSizeHint().width())  # the name of a file may be long
        for one in (self._title, self.words):
            one.setFixedSize(wide, one.heightForWidth(wide))
        self.adjustSize()

    def _leave(self, run: Callable[[], object]) -> None:
        self._then = run
        self.reject()

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(as_one(self._texts()))

    def _ask_copy(self) -> None:
        text = as_one(self._texts())

        def done(path: Path) -> None:
            self._copy, self._fault = (path, text), ""
            self.tell()

        def failed(error: Exception) -> None:
            self._fault = sentence(error)
            self.tell()

        ask_copy(self, self._tasks, text, done, failed)
