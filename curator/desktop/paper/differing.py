"""Two texts shown as one: what the latter has no more is struck, what is new in it is underlined; never by colour alone."""

from collections.abc import Sequence

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from curator.desktop.theme import Look, Theme
from curator.writing.differences import Change, Piece


def reading_view(name: str, spoken: str) -> QTextEdit:
    """A text that is read and not typed in: the arrows move in it, Tab leaves it."""
    made = QTextEdit()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setProperty("kind", "edit")
    made.setReadOnly(True)
    made.setUndoRedoEnabled(False)
    made.setTabChangesFocus(True)
    made.document().setDocumentMargin(0)
    return made


def show_pieces(view: QTextEdit, pieces: Sequence[Piece], look: Look) -> None:
    """Writes the pieces into a view, in the type and the lines of a field. How far it was scrolled stays."""
    at = view.verticalScrollBar().value()
    view.clear()
    view.setFont(look.theme.field_font())
    writer = QTextCursor(view.document())
    writer.beginEditBlock()
    for piece in pieces:
        writer.insertText(piece.text, marked(piece.change, look.theme))
    writer.endEditBlock()
    everything = QTextCursor(view.document())
    everything.select(QTextCursor.SelectionType.Document)
    lines = QTextBlockFormat()
    lines.setLineHeight(look.theme.field_line(), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    everything.mergeBlockFormat(lines)
    view.verticalScrollBar().setValue(at)


def marked(change: Change, theme: Theme) -> QTextCharFormat:
    """How a piece of this kind looks."""
    made = QTextCharFormat()
    if change is Change.NEW:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        made.setUnderlineColor(theme.good)
    elif change is Change.GONE:
        made.setFontStrikeOut(True)
        made.setForeground(theme.bad)
    return made


def said(pieces: Sequence[Piece]) -> str:
    """How many places differ."""
    changed = 0
    before = Change.SAME
    for piece in pieces:
        changed += piece.change is not Change.SAME and before is Change.SAME
        before = piece.change
    return f"{changed:,} difference{'' if changed == 1 else 's'}"
