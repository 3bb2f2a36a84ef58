"""Colours and weights of a field's Markdown, a block at a time; the text itself is never changed."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from curator.desktop.paper import marks
from curator.desktop.paper.marks import Mark, Piece

if TYPE_CHECKING:
    from curator.desktop.theme import Theme

GROUND = int(QTextFormat.Property.UserProperty) + 1
"""Property of a format: this piece stands on a rounded ground; its value tells neighbours apart."""

FIGURE = int(QTextFormat.Property.UserProperty) + 2
"""Property of a format: the src of the figure that this line places; the field paints a short name in its stead."""


def units(text: str) -> Callable[[int], int]:
    """From an index into `text` to a position in Qt's UTF-16 units."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda index: index
    sums = [0]
    for character in text:
        sums.append(sums[-1] + (2 if character > "\uffff" else 1))
    return lambda index: sums[index]


class Highlighter(QSyntaxHighlighter):
    """Shows what Markdown's marks mean. `is_known` says whether a work has a key; the figure under the caret is shown as typed."""

    def __init__(self, document: QTextDocument, theme: "Theme", is_known: Callable[[str], bool]) -> None:
        super().__init__(document)
        self._theme = theme
        self._is_known = is_known
        self._formats: dict[frozenset[Mark], QTextCharFormat] = {}
        self._open_block = -1
        self.is_at_work = False

    def set_theme(self, theme: "Theme") -> None:
        self._theme = theme
        self._formats.clear()
        self._quietly(self.rehighlight)

    def keys_changed(self, keys: frozenset[str]) -> None:
        """Colours anew the blocks that cite one of these keys."""
        block = self.document().begin()
        while block.isValid():
            if any(key in keys for _, _, key in marks.cited(block.text())):
                self._again(block)
            block = block.next()

    def caret_in(self, number: int) -> None:
        """The caret is in this block: a figure there is shown as typed, and no other."""
        if number == self._open_block:
            return
        before, self._open_block = self._open_block, number
        for one in (before, number):
            block = self.document().findBlockByNumber(one)
            if block.isValid() and marks.FIGURE.match(block.text()):
                self._again(block)

    def highlightBlock(self, text: str) -> None:
        pieces, state = marks.pieces(text, max(self.previousBlockState(), 0), self._is_known)
        self.setCurrentBlockState(state)
        if not pieces:
            return
        at = units(text)
        is_open = self.currentBlock().blockNumber() == self._open_block
        for start, end, here in _stretches(pieces):
            self.setFormat(at(start), at(end) - at(start), self._format(here, is_open))

    def _format(self, here: list[Piece], is_open: bool) -> QTextCharFormat:
        kinds = frozenset(piece.mark for piece in here)
        if kinds not in self._formats:
            self._formats[kinds] = self._made(kinds)
        known = self._formats[kinds]
        grounds = [piece for piece in here if piece.mark in (Mark.GROUND, Mark.FIGURE)]
        if not grounds:
            return known
        made = QTextCharFormat(known)
        made.setProperty(GROUND, grounds[0].start + 1)
        if grounds[0].mark is Mark.FIGURE and not is_open:
            made.setProperty(FIGURE, grounds[0].word)
            made.setForeground(Qt.GlobalColor.transparent)
        return made

    def _made(self, kinds: frozenset[Mark]) -> QTextCharFormat:
        made, theme = QTextCharFormat(), self._theme
        if kinds & {Mark.STRONG, Mark.HEADING}:
            made.setFontWeight(QFont.Weight.DemiBold)
        if Mark.EMPHASIS in kinds:
            made.setFontItalic(True)
        if Mark.STRUCK in kinds:
            made.setFontStrikeOut(True)
        if kinds & {Mark.CODE, Mark.FORMULA}:
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            made.setFontFamilies([*fixed.families(), "monospace"])
            made.setFontFixedPitch(True)
        if kinds & {Mark.KEY, Mark.UNKNOWN, Mark.LINK, Mark.FIGURE}:
            made.setForeground(theme.accent)
        elif kinds & {Mark.SIGN, Mark.ADDRESS}:
            made.setForeground(theme.faint)
            made.setFontWeight(QFont.Weight.Normal)
        elif Mark.QUOTE in kinds:
            made.setForeground(theme.dim)
        if Mark.LINK in kinds:
            made.setFontUnderline(True)
        if Mark.UNKNOWN in kinds:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            made.setUnderlineColor(theme.bad)
        return made

    def _again(self, block: QTextBlock) -> None:
        self._quietly(lambda: self.rehighlightBlock(block))

    def _quietly(self, work: Callable[[], None]) -> None:
        """Qt reports colours as a change of the contents: whoever listens can tell them from typing."""
        self.is_at_work = True
        try:
            work()
        finally:
            self.is_at_work = False


def _stretches(pieces: list[Piece]) -> Iterator[tuple[int, int, list[Piece]]]:
    """The line cut wherever a piece begins or ends: start, end, and the pieces that lie there."""
    coming = sorted(pieces, key=lambda piece: piece.start, reverse=True)
    borders = sorted({border for piece in pieces for border in (piece.start, piece.end)})
    here: list[Piece] = []
    for start, end in pairwise(borders):
        here = [piece for piece in here if piece.end > start]
        while coming and coming[-1].start <= start:
            here.append(coming.pop())
        if here:
            yield start, end, here
