"""Lists at ↵: what the next line begins with where the line one is in is an item of a list."""

import re

from PySide6.QtGui import QTextCursor

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<end>[.)]))(?P<gap>[ \t]+)(?P<box>\[[ xX]\] )?"
)
_MOST = 999_999_999  # as CommonMark counts


def next_mark(line: str, caret: int) -> str | None:
    """What ↵ puts in front of the next line: the same mark, or the next number. "" where the item is empty and ends the list; None where
    there is no item, or the caret stands in its mark."""
    found = _ITEM.match(line)
    if found is None or caret < found.end():
        return None
    if not line[found.end() :].strip():
        return ""
    mark = found["bullet"] or f"{min(int(found['number']) + 1, _MOST)}{found['end']}"
    return found["indent"] + mark + found["gap"] + ("[ ] " if found["box"] else "")


def break_line(caret: QTextCursor, *, goes_on: bool) -> None:
    """Another line at the caret, as one step of undo. `goes_on`: in a list it is another item, and an item without a word ends the list."""
    block = caret.block()
    is_plain = max(block.userState(), block.previous().userState()) <= 0  # neither code nor a formula
    mark = None
    if goes_on and is_plain and not caret.hasSelection():
        mark = next_mark(block.text(), caret.positionInBlock())
    caret.beginEditBlock()
    if mark == "":
        caret.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        caret.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        caret.removeSelectedText()
    else:
        caret.insertBlock()
        caret.insertText(mark or "")
    caret.endEditBlock()
