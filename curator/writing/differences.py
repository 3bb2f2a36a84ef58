"""Two texts side by side, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_MANY = 4000  # words, or lines, of two stretches that are compared one by one; longer ones are shown as taken out and put in


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. All that is not NEW, joined, is the former text; all that is not GONE is the latter."""

    change: Change
    text: str


def differences(former: str, latter: str) -> tuple[Piece, ...]:
    """How the one text became the other: lines first, then words within the lines that changed."""
    one, other = _lines(former), _lines(latter)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    pieces = [Piece(Change.SAME, "".join(one[:head]))]
    for gone, new, is_same in _stretches(one[head : len(one) - tail], other[head : len(other) - tail]):
        if is_same:
            pieces.append(Piece(Change.SAME, "".join(gone)))
        else:
            pieces += _by_words("".join(gone), "".join(new))
    return tuple(_joined([*pieces, Piece(Change.SAME, "".join(one[len(one) - tail :]))]))


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many both begin with."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _by_words(former: str, latter: str) -> Iterator[Piece]:
    one, other = _TOKEN.findall(former), _TOKEN.findall(latter)
    for gone, new, is_same in _stretches(one, other):
        if is_same:
            yield Piece(Change.SAME, "".join(gone))
        else:
            yield from (Piece(Change.GONE, "".join(gone)), Piece(Change.NEW, "".join(new)))


def _stretches(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    if len(one) + len(other) > _MANY:
        yield one, (), False
        yield (), other, False
        return
    for tag, a, a_end, b, b_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        yield one[a:a_end], other[b:b_end], tag == "equal"


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces of one kind that follow each other as one; what is gone stands before what is new; empty ones left out."""
    gone = new = ""
    same = ""
    for piece in pieces:
        if piece.change is Change.SAME and piece.text:
            yield from (Piece(change, text) for change, text in ((Change.GONE, gone), (Change.NEW, new)) if text)
            gone = new = ""
            same += piece.text
            continue
        if piece.text and same:
            yield Piece(Change.SAME, same)
            same = ""
        gone += piece.text if piece.change is Change.GONE else ""
        new += piece.text if piece.change is Change.NEW else ""
    rest = ((Change.SAME, same), (Change.GONE, gone), (Change.NEW, new))
    yield from (Piece(change, text) for change, text in rest if text)
