"""Where a text holds what a query looks for: the pieces to mark, and the part of a long text to show.

Words are told apart as the full-text index does (SQLite's unicode61): runs of letters and digits, case and accents aside.
Looking again, in the rows that are shown, costs some 50 µs a row in any order of the list; asking the index again for given rows
would run the whole query anew.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from curator.domain.query import Column, Term

Marks = tuple[tuple[int, int], ...]


class Marker:
    """Made once for the terms of a query; texts are then looked through one by one."""

    def __init__(self, terms: Sequence[Term]) -> None:
        kept = terms[:_MOST]
        self._patterns = {column: _Pattern([one for one in kept if one.column in (None, column)]) for column in Column}

    def marks(self, text: str, column: Column) -> Marks:
        """(start, end) of each match in this text, in order and apart. A word that is matched by its beginning is marked whole."""
        return self._patterns[column].marks(text)

    def is_in(self, texts: Iterable[str]) -> bool:
        """Whether any of the terms is in these texts, which are those of the columns in order."""
        return any(self._patterns[column].is_in(text) for column, text in zip(Column, texts, strict=True))


def part(text: str, marks: Marks, length: int = 160) -> tuple[int, int]:
    """Start and end of a piece of the text, at most that long, cut between words where it can be, around the place with most marks."""
    first = _densest(marks, length)
    start, end = max(0, first - _BEFORE), min(len(text), max(0, first - _BEFORE) + length)
    if start > 0:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", first, end), -1)
        end = end if end > first else min(len(text), start + length)
    return start, end


_MOST = 64
_BEFORE = 40
_WORD = re.compile(r"[^\W_]+")


class _Letters(dict[int, int]):
    """Letters without case and accent, one for one, so that places in the text stay."""

    def __missing__(self, letter: int) -> int:
        bare = unicodedata.normalize("NFD", chr(letter))[0].lower()
        self[letter] = ord(bare[0])
        return self[letter]


_LETTERS = _Letters()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_LETTERS)


class _Pattern:
    """The terms that are looked for in one column."""

    def __init__(self, terms: Sequence[Term]) -> None:
        # longest first: of two that begin alike the longer is marked
        words = sorted({(tuple(_WORD.findall(_folded(term.text))), term.is_prefix) for term in terms}, reverse=True)
        words = [(found, is_prefix) for found, is_prefix in words if found]
        # looked for first: finding a plain string is ten times as fast as a pattern
        self._beginnings = tuple({found[0] for found, _ in words})
        ends = {True: r"[^\W_]*", False: r"(?![^\W_])"}
        each = [r"[\W_]+".join(map(re.escape, found)) + ends[is_prefix] for found, is_prefix in words]
        self._pattern = re.compile(r"(?<![^\W_])(?:" + "|".join(each) + ")")

    def marks(self, text: str) -> Marks:
        folded = _folded(text)
        if not any(beginning in folded for beginning in self._beginnings):
            return ()
        return tuple(match.span() for match in self._pattern.finditer(folded))

    def is_in(self, text: str) -> bool:
        folded = _folded(text)
        return any(one in folded for one in self._beginnings) and self._pattern.search(folded) is not None


def _densest(marks: Marks, length: int) -> int:
    """Where the first of the pieces begins that hold most marks."""
    best, most = marks[0][0], 0
    for at, (start, _) in enumerate(marks[:_MOST]):
        held = sum(end <= start + length - _BEFORE for _, end in marks[at : at + _MOST])
        if held > most:
            best, most = start, held
    return best
