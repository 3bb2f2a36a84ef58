"""Two people wrote: the other's text beside the field, what differs marked by line and strike, and the choice."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from curator.desktop.paper.field import Field
from curator.desktop.paper.highlighter import units
from curator.desktop.parts import button, label, row
from curator.desktop.theme import Look
from curator.writing.differences import Change, differences

SHOWN = 300
"""Differences that are marked in the field at once."""


MARKED = 200
"""Milliseconds after a key in which the differences are shown anew."""


class OtherText(QWidget):
    """Holds a field, and at its right the other's text while there is one. `decided` when a person chose."""

    decided = Signal()

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self._look, self._field = look, field
        self._text: str | None = None
        u = look.theme.u
        self._yours, self._theirs = label(look, scale=0.92, weight=600), label(look, scale=0.92, weight=600)
        self._view = QTextEdit()
        self._view.setObjectName(f"{field.objectName()}Other")
        self._view.setAccessibleName("The other text")
        self._view.setProperty("kind", "edit")
        self._view.setReadOnly(True)
        self._view.setTabChangesFocus(True)
        self._view.document().setDocumentMargin(0)
        self._keep_yours = button("keepYours", "Keep yours", self._decide)
        self._keep_other = button("keepOther", "Keep the other", self._take)
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
        self._choices.setLayout(row(self._keep_yours, self._keep_other, self._keep_both, None, self._count, space=u(8)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(u(6))
        whole.addLayout(beside)
        whole.addWidget(self._choices)
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.setInterval(MARKED)
        self._marking.timeout.connect(self._mark)
        field.typed.connect(lambda _: self._marking.start())
        look.changed.connect(lambda _: self._mark())
        self.clear()

    @property
    def text(self) -> str | None:
        """The other's text; None while there is none."""
        return self._text

    def show_text(self, text: str, yours: datetime | None, whose: str) -> None:
        """Puts another's text beside the field. `yours` is when the field's own was saved, `whose` says where the other is from."""
        self._text = text
        self._yours.setText(f"Yours, {yours:%H:%M}" if yours else "Yours")
        self._theirs.setText(whose)
        for one in self._parts():
            one.show()
        self._mark()

    def clear(self) -> None:
        if self._text is not None:
            self._field.setExtraSelections([])
        self._text = None
        for one in self._parts():
            one.hide()

    def _parts(self) -> tuple[QWidget, ...]:
        return self._yours, self._right, self._choices

    def _decide(self) -> None:
        self.clear()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.decided.emit()

    def _take(self) -> None:
        """The other's text takes the place of the field's, as typing does: the field's undo brings it back."""
        self._type(self._text or "", instead=True)
        self._decide()

    def _join(self) -> None:
        self._type(f"\n\n{self._text or ''}", instead=False)
        self._decide()

    def _type(self, text: str, *, instead: bool) -> None:
        caret = self._field.textCursor()
        if instead:
            caret.select(QTextCursor.SelectionType.Document)
        else:
            caret.movePosition(QTextCursor.MoveOperation.End)
        caret.insertText(text)
        self._field.setTextCursor(caret)

    def _mark(self) -> None:
        """Underlines in each text what the other has not; what only the field has stands struck in the other's."""
        if self._text is None:
            return
        text = self._field.text
        pieces = differences(text, self._text)
        at, place = units(text), 0
        marked: list[QTextEdit.ExtraSelection] = []
        self._view.clear()
        writer = self._view.textCursor()
        for piece in pieces:
            writer.insertText(piece.text, self._format(piece.change))
            if piece.change is Change.GONE and len(marked) < SHOWN:
                marked.append(self._selection(at(place), at(place + len(piece.text))))
            if piece.change is not Change.NEW:
                place += len(piece.text)
        self._field.setExtraSelections(marked)
        self._lay_lines()
        changed = sum(piece.change is not Change.SAME for piece in pieces)
        self._count.setText(f"{changed} difference{'' if changed == 1 else 's'}")

    def _format(self, change: Change) -> QTextCharFormat:
        made, theme = QTextCharFormat(), self._look.theme
        if change is Change.NEW:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            made.setUnderlineColor(theme.good)
        elif change is Change.GONE:
            made.setFontStrikeOut(True)
            made.setForeground(theme.bad)
        return made

    def _selection(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        caret = QTextCursor(self._field.document())
        caret.setPosition(start)
        caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = caret, self._format(Change.NEW)
        return made

    def _lay_lines(self) -> None:
        """The other's text has the field's type and lines."""
        self._view.setFont(self._look.theme.field_font())
        everything = QTextCursor(self._view.document())
        everything.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setLineHeight(self._look.theme.field_line(), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        everything.mergeBlockFormat(lines)
        high = int(self._view.document().size().height()) + self._view.height() - self._view.viewport().height()
        self._view.setMinimumHeight(max(high, self._field.height()))
