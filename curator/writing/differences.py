"""Two texts side by side, word by word; and what two changes of one text make together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_MANY = 4000  # words of two stretches that are compared one by one; longer ones are shown as taken out and put in


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


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a merged text. Where both changed the same words, `mine` and `theirs` differ; else they are the same."""

    mine: str
    theirs: str

    @property
    def is_settled(self) -> bool:
        return self.mine == self.theirs


@dataclass(frozen=True, slots=True)
class Merged:
    """What two changes of one text make together."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str | None:
        """The text that holds both changes; None if they meet somewhere, and a person must choose."""
        return "".join(part.mine for part in self.parts) if all(part.is_settled for part in self.parts) else None


def differences(former: str, latter: str) -> tuple[Piece, ...]:
    """How the one text became the other: lines first, then words within the lines that changed."""
    pieces: list[Piece] = []
    for one, other, is_same in _stretches(_lines(former), _lines(latter)):
        if is_same:
            pieces.append(Piece(Change.SAME, "".join(one)))
        else:
            pieces += _by_words("".join(one), "".join(other))
    return tuple(_joined(pieces))


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Both changes of `base` in one text. Words that only one changed are as that one has them; where both changed, both are kept apart."""
    words, ours, others = _TOKEN.findall(base), _TOKEN.findall(mine), _TOKEN.findall(theirs)
    parts: list[Part] = []
    at = a = b = 0
    for start, end, a_start, b_start in _common(_matches(words, ours), _matches(words, others), len(words)):
        parts.append(_chosen(words[at:start], ours[a:a_start], others[b:b_start]))
        same = "".join(words[start:end])
        parts.append(Part(same, same))
        at, a, b = end, a_start + end - start, b_start + end - start
    parts.append(_chosen(words[at:], ours[a:], others[b:]))
    return Merged(tuple(_settled_joined(parts)))


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _by_words(former: str, latter: str) -> Iterator[Piece]:
    one, other = _TOKEN.findall(former), _TOKEN.findall(latter)
    if len(one) + len(other) > _MANY:
        yield from (Piece(Change.GONE, former), Piece(Change.NEW, latter))
        return
    for gone, new, is_same in _stretches(one, other):
        if is_same:
            yield Piece(Change.SAME, "".join(gone))
        else:
            yield from (Piece(Change.GONE, "".join(gone)), Piece(Change.NEW, "".join(new)))


def _stretches(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
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


def _matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Which word of the base is which word of the other text."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return {a + step: b + step for a, b, size in matcher.get_matching_blocks() for step in range(size)}


def _common(one: dict[int, int], other: dict[int, int], length: int) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of the base that both texts have: start and end in the base, start in the one and in the other."""
    start = 0
    while start < length:
        if start not in one or start not in other:
            start += 1
            continue
        end = start + 1
        while (
            end < length and one.get(end) == one[start] + end - start and other.get(end) == other[start] + end - start
        ):
            end += 1
        yield start, end, one[start], other[start]
        start = end


def _chosen(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Part:
    was, one, other = "".join(base), "".join(mine), "".join(theirs)
    if one == was:
        return Part(other, other)
    return Part(one, one) if other == was else Part(one, other)


def _settled_joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Settled parts that follow each other as one; empty ones left out."""
    settled = ""
    for part in parts:
        if part.is_settled:
            settled += part.mine
            continue
        if settled:
            yield Part(settled, settled)
            settled = ""
        yield part
    if settled:
        yield Part(settled, settled)
