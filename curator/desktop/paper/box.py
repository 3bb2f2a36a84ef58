"""A field with all that belongs to it: its label, its count against the target, what is wrong with it, find, the other's text."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.desktop.history import History
from curator.desktop.messages import Choice, Notice, sentence
from curator.desktop.moments import moment
from curator.desktop.paper.completion import Citing
from curator.desktop.paper.field import Field
from curator.desktop.paper.fieldlabel import FieldLabel
from curator.desktop.paper.findbar import FindBar
from curator.desktop.paper.highlighter import units
from curator.desktop.paper.known import Known
from curator.desktop.paper.met import Met, Whose
from curator.desktop.paper.other import OtherText
from curator.desktop.paper.saving import Saving
from curator.desktop.paper.target import Target
from curator.desktop.parts import IconButton, IconLabel, label, row
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain import writeups
from curator.domain.writeups import Text
from curator.writing import citations, markdown

if TYPE_CHECKING:
    from curator.desktop.theme import Theme

COUNTED = 150
"""Milliseconds after a key in which words are counted and keys looked up: neither is done at each."""

NAMED = 3
"""Unknown keys that are named under a field; of more it is said how many."""

_OTHERS = {
    Whose.COMMAND: ("The command line", "Take the command line’s"),
    Whose.LIBRARY: ("In the library before", "Take what was in the library"),
    Whose.TAKEN_BACK: ("What you took back", "Take what was taken back"),
}
"""What stands over another's text, and on the button that takes it."""


class FieldBox(QWidget):
    """One part of a write-up. `typed` carries its name and text after each change, `saved` the time of a COMMIT, `lost` the paper and the
    error of a save that failed; `versions_asked` carries its name."""

    typed = Signal(str, str)
    saved = Signal(object)
    lost = Signal(int, object)
    versions_asked = Signal(str)

    def __init__(
        self,
        look: Look,
        part: writeups.Field,
        least: int,
        known: Known,
        tasks: Tasks,
        history: History,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.part = part
        self._look, self._known, self._history = look, known, history
        self._saved_at: datetime | None = None
        u = look.theme.u
        self.edit = Field(f"{part.name}Editor", part.title, part.hint, least, look.theme)
        self.edit.set_known(known, known.words)
        self.saving = Saving(self.edit, part.name, history, now)
        self.citing = Citing(self.edit, look.theme, known.complete)
        self.find_bar = FindBar(look, self.edit)
        self.other = OtherText(look, tasks, self.edit)
        self.target = Target(look, part.low, part.high)
        self._two = label(look, "two texts", tone="dim", scale=0.92)
        self._locked = label(look, "read-only", tone="dim", scale=0.92)
        self.not_saved = QWidget()
        self.not_saved.setObjectName(f"{part.name}NotSaved")
        self.not_saved.setLayout(
            row(
                IconLabel(look, "triangle-alert", "bad", 14),
                label(look, "not saved", tone="bad", scale=0.92),
                space=u(4),
            )
        )
        self.wrong = Notice(look, f"{part.name}Wrong")
        self.changed = Notice(look, f"{part.name}Changed")
        title = FieldLabel(look, part.emoji, part.title, self.edit)
        versions = IconButton(
            look,
            f"{part.name}Versions",
            "clock",
            f"Versions of {part.title}",
            lambda: self.versions_asked.emit(part.name),
        )
        versions.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes on from text to text; there is a key for it
        above = row(title, None, self.not_saved, self._two, self._locked, self.target, versions, space=u(5))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(u(4))
        whole.addLayout(above)
        whole.addWidget(self.other)
        whole.addWidget(self.find_bar)
        whole.addWidget(self.wrong)
        whole.addWidget(self.changed)
        self.not_saved.hide()
        self._two.hide()
        self._locked.hide()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNTED)
        self._counting.timeout.connect(self.look_over)
        self.edit.typed.connect(self._typed)
        self.edit.undo_asked.connect(history.undo)
        self.edit.redo_asked.connect(history.redo)
        self.saving.saved.connect(self._was_saved)
        self.saving.failed.connect(self._was_not_saved)
        self.saving.met.connect(self._met)
        self.saving.let_go.connect(self._let_go)
        self.saving.held_back.connect(self._held_back)
        self.other.decided.connect(self._decided)
        known.changed.connect(self._keys_changed)
        look.changed.connect(self._theme_changed)

    def show_text(self, paper: int, text: Text, *, read_only: bool) -> None:
        """Another paper's text."""
        self.other.clear()
        self._two.hide()
        self.not_saved.hide()
        self.changed.clear()
        self.find_bar.hide()
        self._saved_at = None
        self.edit.setReadOnly(read_only)
        self._locked.setVisible(read_only)
        self.target.setVisible(not read_only)
        self.saving.show(paper, text)
        self.look_over()

    def take_news(self, text: Text) -> bool:
        """What the library holds now for the same paper. False: ask again later."""
        before = self.edit.text
        taken = self.saving.take_news(text)
        if self.edit.text != before:
            self.look_over()
        return taken

    def say_changed(self, before: str, show: Callable[[], object]) -> None:
        """Another program changed the text that is shown, which was `before`; `show` opens the history, where that can be taken back."""
        words = "Changed by the command line. What stood here before is in the history."
        compare: tuple[Choice, ...] = (("Compare", partial(self._compare, before)),)
        if not before or self.other.text is not None:
            compare = ()
        self.changed.say(words, *compare, ("Show history", show), tone="warn")

    def look_over(self) -> None:
        """Counts the words, and looks up the keys that the text cites."""
        text = self.edit.text
        self.target.show_count(markdown.words(text))
        keys = citations.keys([text])
        self._known.look(keys)
        self._say_wrong(keys)

    def open_find(self) -> None:
        self.find_bar.open()

    def place_figure(self, src: str) -> None:
        """Puts a figure on a line of its own where the caret is."""
        caret = self.edit.textCursor()
        caret.beginEditBlock()
        line = caret.block().text()
        if line.strip():
            if caret.positionInBlock() not in (0, caret.block().length() - 1):
                caret.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            before = "\n\n" if caret.positionInBlock() else ""
            after = "" if caret.positionInBlock() else "\n\n"
            caret.insertText(f"{before}![]({src}){after}")
        else:
            caret.insertText(f"![]({src})")
        caret.endEditBlock()
        self.edit.setTextCursor(caret)

    def _typed(self, text: str) -> None:
        self.changed.clear()
        self.typed.emit(self.part.name, text)
        self._counting.start()

    def _say_wrong(self, keys: tuple[str, ...]) -> None:
        wrong = [key for key in keys if not self._known(key)]
        if not wrong:
            self.wrong.clear()
            return
        shown = wrong[:NAMED]
        more = len(wrong) - len(shown)
        words = f"No work has the key {shown[0]}." if len(wrong) == 1 else f"No work has the keys {', '.join(shown)}."
        if more:
            words = f"{words[:-1]} and {more} more."
        choices: list[Choice] = [
            (f"{like}?", partial(self._correct, key, like))
            for key in shown
            if (like := self._known.like(key)) is not None
        ]
        if self.wrong.words != words or choices:
            self.wrong.say(words, *([] if self.edit.isReadOnly() else choices))

    def _correct(self, key: str, like: str) -> None:
        """Puts another key where this one is cited, as one step of undo."""
        text = self.edit.text
        at = units(text)
        caret = self.edit.textCursor()
        caret.beginEditBlock()
        for use in reversed(citations.find(text)):
            if key not in use.keys:
                continue
            named = "; ".join(f"@{like if one == key else one}" for one in use.keys)
            caret.setPosition(at(use.start + 1))
            caret.setPosition(at(use.end - 1), QTextCursor.MoveMode.KeepAnchor)
            caret.insertText(named)
        caret.endEditBlock()
        self.look_over()

    def _keys_changed(self, keys: frozenset[str]) -> None:
        self.edit.highlighter.keys_changed(keys)
        self._say_wrong(citations.keys([self.edit.text]))

    def _was_saved(self, when: datetime) -> None:
        self._saved_at = when
        self._show_state()
        self.saved.emit(when)

    def _was_not_saved(self, paper: int, error: Exception) -> None:
        """The bar over the paper says why; here it is said which text it is."""
        self._show_state()
        self.lost.emit(paper, error)

    def _show_state(self) -> None:
        self.not_saved.setVisible(self.saving.error is not None)

    def _compare(self, before: str) -> None:
        """What another program wrote stands in the field; beside it what stood there."""
        if self.other.text is None:
            self.changed.clear()
            self.other.show_text(before, ("Now, by the command line", "Before"), ("Keep this", "Take back the former"))
            self._show_two()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)  # what was pressed is gone

    def _met(self, met: Met) -> None:
        """Over each text stands who wrote it. Where the library has nothing, the rescued one is what is meant to be taken."""
        yours, is_empty = f"Yours, {self._saved_at:%H:%M}" if self._saved_at else "Yours", not self.edit.text.strip()
        if met.whose is Whose.RESCUED:
            keep = ("Leave it empty" if is_empty else "Keep what is in the library", "Take the rescued text")
            self.other.show_text(met.text, ("In the library", _rescued(met)), keep, take_first=is_empty)
        else:
            whose, take = _OTHERS[met.whose]
            self.other.show_text(met.text, (yours, whose), ("Keep yours", take), met.common)
        self._show_two()

    def _let_go(self, paper: int, text: str) -> None:
        if (
            paper == self.saving.paper
            and text.strip()
            and text.strip() not in self.edit.text
            and self.other.text is None
        ):
            show = partial(self.versions_asked.emit, self.part.name)
            self.changed.say("The rescued text is kept as a version.", ("Show versions", show), tone="good")

    def _held_back(self, error: Exception) -> None:
        self.changed.say(f"The rescued text stays in its file: it could not become a version. {sentence(error)}")

    def _show_two(self) -> None:
        self._two.show()
        self.target.hide()

    def _decided(self) -> None:
        self._two.hide()
        self.target.show()
        self.saving.decided()
        self.look_over()

    def _theme_changed(self, theme: "Theme") -> None:
        self.edit.set_theme(theme)
        self.citing.set_theme(theme)


def _rescued(met: Met) -> str:
    if met.at is None:
        return "Rescued text (was not saved)"
    when = moment(met.at)
    return f"Rescued text (was not saved {'on' if ',' in when else 'at'} {when})"
