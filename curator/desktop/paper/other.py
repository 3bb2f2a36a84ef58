"""Two people wrote: the other's text beside the field, what differs marked by line and strike, and the choice."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from curator.desktop.paper.differing import marked, reading_view, said, show_pieces
from curator.desktop.paper.field import Field
from curator.desktop.paper.flow import Flow
from curator.desktop.paper.highlighter import units
from curator.desktop.parts import button, label
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.writing.differences import Change, Joined, Piece, differences, join

SHOWN = 300
"""Differences that are marked in the field at once."""


MARKED = 200
"""Milliseconds after a key in which the differences are shown anew."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """What came of a comparison of `text`, the field's, with the other's. `joined`: both as one, None where that can't be known."""

    text: str
    pieces: tuple[Piece, ...]
    joined: Joined | None


class OtherText(QWidget):
    """Holds a field, and at its right the other's text while there is one. `decided` when a person chose."""

    decided = Signal()

    def __init__(self, look: Look, tasks: Tasks, field: Field) -> None:
        super().__init__()
        self._look, self._tasks, self._field = look, tasks, field
        self._text: str | None = None
        self._common: str | None = None
        self._compared: _Compared | None = None
        self._comparing: Task | None = None
        self._wants_merge = False
        u = look.theme.u
        self._yours, self._theirs = label(look, scale=0.92, weight=600), label(look, scale=0.92, weight=600)
        self._view = reading_view(f"{field.objectName()}Other", "The other text")
        self._keep_yours = button("keepYours", "", self._decide)
        self._keep_other = button("keepOther", "", self._take)
        self._merge_both = button("mergeBoth", "Merge both", self._merge)
        self._keep_both = button("keepBoth", "Both, one after the other", self._join, kind="flat")
        self._count = label(look, tone="dim", scale=0.92)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(u(4))
        right.addWidget(self._theirs)
        right.addWidget(self._view, 1)
        left = QVBoxLayout()
        left.setSpacing(u(4))
        left.addWidget(self._yours)
        left.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        left.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(u(10))
        beside.addLayout(left, 1)
        beside.addWidget(self._right, 1)
        self._choices = QWidget()
        self._across = Flow(u(8), u(6), self._choices)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(u(6))
        whole.addLayout(beside)
        whole.addWidget(self._choices)
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.setInterval(MARKED)
        self._marking.timeout.connect(self._compare)
        field.typed.connect(lambda _: self._marking.start())
        look.changed.connect(lambda _: self._mark())
        self.clear()

    @property
    def text(self) -> str | None:
        """The other's text; None while there is none."""
        return self._text

    def show_text(
        self,
        text: str,
        heads: tuple[str, str],
        keep: tuple[str, str],
        common: str | None = None,
        *,
        take_first: bool = False,
    ) -> None:
        """Puts another's text beside the field. `heads` stand over the field and the other, `keep` on the buttons that keep the one or
        take the other; with `take_first` that is the first choice.

        `common` is the text that both were made of: with it they can be merged.
        """
        self._text, self._common, self._compared, self._wants_merge = text, common, None, False
        self._yours.setText(heads[0])
        self._theirs.setText(heads[1])
        self._view.setAccessibleName(heads[1])
        self._order(take_first)
        for one, words in zip((self._keep_yours, self._keep_other), keep, strict=True):
            one.setText(words)
            one.setAccessibleName(words)
        for part in self._parts():
            part.show()
        self._merge_both.hide()
        self._keep_both.setVisible(bool(self._field.text.strip() and text.strip()))
        show_pieces(self._view, (Piece(Change.SAME, text),), self._look)
        self._count.setText("")
        self._fit()
        self._compare()

    def clear(self) -> None:
        if self._text is not None:
            self._field.setExtraSelections([])
        self._text = self._common = self._compared = None
        self._wants_merge = False
        self._marking.stop()
        self._stop()
        for one in self._parts():
            one.hide()

    def _parts(self) -> tuple[QWidget, ...]:
        return self._yours, self._right, self._choices

    def _order(self, take_first: bool) -> None:
        keep = (self._keep_other, self._keep_yours) if take_first else (self._keep_yours, self._keep_other)
        while self._across.takeAt(0) is not None:
            pass
        parts = (*keep, self._merge_both, self._keep_both)
        for one in (*parts, self._count):
            self._across.addWidget(one)
        for before, after in pairwise(parts):
            self.setTabOrder(before, after)

    def _decide(self) -> None:
        self.clear()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.decided.emit()

    def _take(self) -> None:
        """The other's text takes the place of the field's, as typing does: the field's undo brings it back."""
        self._type(self._text or "", instead=True)
        self._decide()

    def _join(self) -> None:
        mine = self._field.text
        self._type(_in_turn(mine, self._text or "")[len(mine) :], instead=False)
        self._decide()

    def _merge(self) -> None:
        """What both changed stands in the field, once it has been made of what is typed by now."""
        found = self._compared
        if found is None or found.text != self._field.text:
            self._wants_merge = True
            self._compare()
        elif found.joined is not None:
            self._type(found.joined.text, instead=True)
            self._decide()

    def _type(self, text: str, *, instead: bool) -> None:
        caret = self._field.textCursor()
        if instead:
            caret.select(QTextCursor.SelectionType.Document)
        else:
            caret.movePosition(QTextCursor.MoveOperation.End)
        caret.insertText(text)
        self._field.setTextCursor(caret)

    def _compare(self) -> None:
        """Beside the window: long texts take their time."""
        if self._text is None:
            return
        self._stop()
        mine, theirs, common = self._field.text, self._text, self._common

        def job(_: object) -> _Compared:
            joined = join(common, mine, theirs) if common is not None else None
            return _Compared(mine, differences(mine, theirs), joined)

        def done(found: _Compared) -> None:
            self._comparing, self._compared = None, found
            if self._wants_merge:
                self._merge()
            else:
                self._mark()

        def failed(_: Exception) -> None:
            self._comparing = None

        self._comparing = self._tasks.work("Compare two texts", job, done, failed, quiet=True)

    def _stop(self) -> None:
        if self._comparing is not None:
            self._comparing.cancel()
            self._comparing = None

    def _mark(self) -> None:
        """Underlines in each text what the other has not."""
        found = self._compared
        if self._text is None or found is None:
            return
        show_pieces(self._view, [one for one in found.pieces if one.change is not Change.GONE], self._look)
        if found.text == self._field.text:
            self._mark_field(found)
        words = said(found.pieces)
        self._count.setText(words)
        self._view.setAccessibleDescription(words)
        if found.joined is not None:
            self._merge_both.setVisible(_is_worth(found.joined.text, found.text, self._text))
            words = _merge_words(found.joined.clashes)
            self._merge_both.setText(words)
            self._merge_both.setAccessibleName(words)
        self._fit()

    def _mark_field(self, found: _Compared) -> None:
        at, place = units(found.text), 0
        selections: list[QTextEdit.ExtraSelection] = []
        for piece in found.pieces:
            if piece.change is Change.GONE and len(selections) < SHOWN:
                selections.append(self._selection(at(place), at(place + len(piece.text))))
            if piece.change is not Change.NEW:
                place += len(piece.text)
        self._field.setExtraSelections(selections)

    def _selection(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        caret = QTextCursor(self._field.document())
        caret.setPosition(start)
        caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = caret, marked(Change.NEW, self._look.theme)
        return made

    def _fit(self) -> None:
        """As high as its text, and as the field at least."""
        high = int(self._view.document().size().height()) + self._view.height() - self._view.viewport().height()
        self._view.setMinimumHeight(max(high, self._field.height()))


def _in_turn(mine: str, theirs: str) -> str:
    between = "\n\n" if mine.strip() and theirs.strip() else ""
    return f"{mine}{between}{theirs}"


def _is_worth(joined: str, mine: str, theirs: str) -> bool:
    """Whether a merge gives what no other choice gives; blanks make no difference."""
    others = (mine, theirs, _in_turn(mine, theirs))
    return joined.split() not in [one.split() for one in others]


def _merge_words(clashes: int) -> str:
    if not clashes:
        return "Merge both"
    return f"Merge ({'1 place keeps' if clashes == 1 else f'{clashes:,} places keep'} both wordings)"
