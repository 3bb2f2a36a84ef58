"""What is said where the pointer rests in a field: which work a citation names, a formula as it reads, what a figure shows."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QTextCursor

from curator.desktop.paper import marks
from curator.desktop.paper.highlighter import units
from curator.desktop.paper.marks import Mark
from curator.writing.latex import readable

NO_FIGURE = "This paper has no such figure."


def words_at(caret: QTextCursor, figures: Mapping[str, str], explain: Callable[[str], str]) -> str:
    """Of the piece of text at `caret`; "" where there is nothing to say. `figures`: words by src; `explain`: what a key stands for."""
    block, within = caret.block(), caret.positionInBlock()
    line = block.text()
    if figure := marks.FIGURE.match(line):
        return figures.get(figure[2], NO_FIGURE)
    at = units(line)
    here = [
        piece
        for piece in marks.pieces(line, max(block.previous().userState(), marks.TEXT))[0]
        if at(piece.start) <= within <= at(piece.end)
    ]
    for piece in here:
        if piece.mark in (Mark.KEY, Mark.UNKNOWN):
            return explain(piece.word)
    return next((_read(line[piece.start : piece.end]) for piece in here if piece.mark is Mark.FORMULA), "")


def _read(formula: str) -> str:
    """A formula in the characters that it prints; "" where these are what is typed."""
    inside = formula.strip("$ ")
    as_read = readable(f"${inside}$")
    return as_read if as_read != inside else ""


def plain_tip(text: str) -> str:
    """A text that no tool tip takes for HTML: a tag needs its letter right behind the bracket."""
    return text.replace("<", "<\u200b")
