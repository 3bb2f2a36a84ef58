"""Two texts side by side, word by word, and what two made of one joined again."""

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


@dataclass(frozen=True, slots=True)
class Joined:
    """What two texts that were made of one become together. `clashes` counts the places where both changed the same: there both stand,
    parted by a blank line."""

    text: str
    clashes: int


def join(base: str, mine: str, theirs: str) -> Joined:
    """Takes over what each of two texts changed in the one that both were made of: by lines, and by words where both changed a line."""
    parts: list[str] = []
    clashes = 0
    for was, one, other in _regions(_lines(base), _lines(mine), _lines(theirs)):
        if one == other or other == was:
            parts.append("".join(one))
        elif one == was:
            parts.append("".join(other))
        else:
            joined = _join_words("".join(was), "".join(one), "".join(other))
            if joined is None:
                clashes += 1
                joined = _both("".join(one), "".join(other))
            parts.append(joined)
    return Joined("".join(parts), clashes)


def _join_words(base: str, mine: str, theirs: str) -> str | None:
    """None where both changed the same words."""
    parts: list[str] = []
    for was, one, other in _regions(_TOKEN.findall(base), _TOKEN.findall(mine), _TOKEN.findall(theirs)):
        if one != other and was not in (one, other):
            return None
        parts += one if other == was else other
    return "".join(parts)


def _both(mine: str, theirs: str) -> str:
    if not mine.strip() or not theirs.strip():
        return mine if mine.strip() else theirs
    return mine.rstrip("\n") + "\n\n" + theirs


def _regions(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """The three texts cut at what is the same in all: of each stretch what it was, and what either made of it."""
    at = one_at = other_at = 0
    one, other = list(_changes(base, mine)), list(_changes(base, theirs))
    while one or other:
        start = min(changes[0][0] for changes in (one, other) if changes)
        yield base[at:start], base[at:start], base[at:start]
        one_at, other_at = one_at + start - at, other_at + start - at
        end = start
        grown = [0, 0]
        while touching := [n for n, changes in enumerate((one, other)) if changes and changes[0][0] <= end]:
            for n in touching:
                _, until, longer = (one, other)[n].pop(0)
                end = max(end, until)
                grown[n] += longer
        one_end, other_end = one_at + end - start + grown[0], other_at + end - start + grown[1]
        yield base[start:end], mine[one_at:one_end], theirs[other_at:other_end]
        at, one_at, other_at = end, one_end, other_end
    yield base[at:], base[at:], base[at:]


def _changes(base: Sequence[str], made: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where `made` is another: from and until in `base`, and by how much longer it is there."""
    if len(base) + len(made) > _MANY:
        yield 0, len(base), len(made) - len(base)
        return
    for tag, a, a_end, b, b_end in _matched(base, made).get_opcodes():
        if tag != "equal":
            yield a, a_end, (b_end - b) - (a_end - a)


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
    for tag, a, a_end, b, b_end in _matched(one, other).get_opcodes():
        yield one[a:a_end], other[b:b_end], tag == "equal"


def _matched(one: Sequence[str], other: Sequence[str]) -> SequenceMatcher[str]:
    """Blanks are the same everywhere: they belong to the words beside them, or each would be looked at against each."""
    return SequenceMatcher(str.isspace, one, other, autojunk=False)


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
