"""What each piece of a line of Markdown is: enough to show it as what it means, and quick enough for every key."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from curator.writing.citations import KEY

TEXT = 0
"""The state after a block that opens nothing; others are made by `_fence_state` and `_FORMULA`."""

_FORMULA = 1


class Mark(StrEnum):
    """The kinds of piece. SIGN is Markdown's own punctuation; GROUND is what stands together on a rounded ground."""

    SIGN = "sign"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRUCK = "struck"
    CODE = "code"
    FORMULA = "formula"
    LINK = "link"
    ADDRESS = "address"
    HEADING = "heading"
    QUOTE = "quote"
    GROUND = "ground"
    KEY = "key"
    UNKNOWN = "unknown"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Piece:
    """From `start` to before `end`, counted in characters of the line. `word` is the key of a KEY or UNKNOWN, the src of a FIGURE."""

    start: int
    end: int
    mark: Mark
    word: str = ""


_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?=[ \t]|$)[ \t]*")
_QUOTE = re.compile(r"^(?: {0,3}> ?)+")
_BULLET = re.compile(r"^[ \t]*(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)")
_RULE = re.compile(r"^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
FIGURE = re.compile(r"^!\[([^\]]*)\]\((figures/[^)\s]+)(?:\s+\"[^\"]*\")?\)[ \t]*$")
"""A line that places a figure. Groups: the words for who can't see it, the src."""

_ATOM = re.compile(
    rf"""
      (?P<escape>\\[!-/:-@\[-`{{-~])
    | (?P<code>(?<!`)(?P<ticks>`+)(?!`)(?P<body>.+?)(?<!`)(?P=ticks)(?!`))
    | (?P<display>\$\$(?=\S)[^$]+\$\$)
    | (?P<formula>(?<![\\$\w])\$(?![\s$])(?:\\.|[^$\\])*?(?<![\s\\])\$(?![\d$]))
    | (?P<cite>(?<!\\)\[@{KEY}(?:;\ @{KEY})*\])
    | (?P<link>!?\[(?P<words>(?:\\.|[^\[\]\\])*)\]\((?P<to>(?:<[^<>]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"[^"]*")?)\))
    | (?P<auto><(?:https?://|mailto:)[^\s<>]+>)
    """,
    re.VERBOSE,
)
_KEY = re.compile(r"@([^\s;\]]+)")
_RUN = re.compile(r"\*+|_+|~~")
_HOLE = "\ufffc"


def pieces(line: str, state: int = TEXT, is_known: Callable[[str], bool] = lambda _: True) -> tuple[list[Piece], int]:
    """The pieces of one line and the state after it. `state` is that after the line before; pieces may lie over each other.

    Follows CommonMark 0.31 with tables of the issue's own form: citations `[@key]`, formulas between dollars, figures.
    A citation whose keys are not all known is marked where it is wrong, since it will be printed as it stands.
    """
    if state & ~_FORMULA:
        return _in_fence(line, state)
    if state == _FORMULA:
        over = line.rstrip().endswith("$$")
        return [Piece(0, len(line), Mark.FORMULA)] if line else [], TEXT if over else _FORMULA
    if (fence := _FENCE.match(line)) and (fence[1][0] == "~" or "`" not in fence[2]):
        return [Piece(0, len(line), Mark.SIGN)], _fence_state(fence[1])
    if line.startswith("$$") and "$$" not in line[2:]:
        return [Piece(0, len(line), Mark.FORMULA)], _FORMULA
    if figure := FIGURE.match(line):
        return [Piece(0, len(line.rstrip()), Mark.FIGURE, figure[2])], TEXT
    return list(_of_text(line, is_known)), TEXT


def cited(line: str) -> list[tuple[int, int, str]]:
    """The keys that a line of plain text cites: start, end and key."""
    return [(one.start, one.end, one.word) for one in _of_text(line, lambda _: True) if one.mark is Mark.KEY]


def _fence_state(fence: str) -> int:
    return len(fence) << 2 | (2 if fence[0] == "~" else 0)


def _in_fence(line: str, state: int) -> tuple[list[Piece], int]:
    sign, least = ("~" if state & 2 else "`"), state >> 2
    bare = line.strip()
    if len(bare) >= least and set(bare) == {sign} and len(line) - len(line.lstrip(" ")) <= 3:
        return [Piece(0, len(line), Mark.SIGN)], TEXT
    return [Piece(0, len(line), Mark.CODE)] if line else [], state


def _of_text(line: str, is_known: Callable[[str], bool]) -> Iterator[Piece]:
    start = 0
    if _RULE.match(line):
        yield Piece(0, len(line), Mark.SIGN)
        return
    if heading := _HEADING.match(line):
        yield Piece(0, heading.end(), Mark.SIGN)
        yield Piece(heading.end(), len(line), Mark.HEADING)
        start = heading.end()
    else:
        if quote := _QUOTE.match(line):
            yield Piece(0, quote.end(), Mark.SIGN)
            yield Piece(quote.end(), len(line), Mark.QUOTE)
            start = quote.end()
        if bullet := _BULLET.match(line[start:]):
            yield Piece(start, start + bullet.end(), Mark.SIGN)
            start += bullet.end()
    # Emphasis may begin before a citation and end after it: what is no plain text is taken out, its length stays.
    plain = [_HOLE] * start
    at = start
    for atom in _ATOM.finditer(line, start):
        plain.append(line[at : atom.start()])
        yield from _of_atom(atom, is_known)
        words = atom.group("words")
        if words is None or line[atom.start()] == "!":
            plain.append(_HOLE * len(atom[0]))
        else:
            begin, end = atom.span("words")
            plain.append(_HOLE * (begin - atom.start()) + words + _HOLE * (atom.end() - end))
        at = atom.end()
    plain.append(line[at:])
    yield from _emphasis("".join(plain))


def _of_atom(atom: re.Match[str], is_known: Callable[[str], bool]) -> Iterator[Piece]:
    start, end = atom.span()
    if atom["escape"]:
        yield Piece(start, start + 1, Mark.SIGN)
    elif atom["code"]:
        ticks = len(atom["ticks"])
        yield Piece(start, start + ticks, Mark.SIGN)
        yield Piece(start + ticks, end - ticks, Mark.CODE)
        yield Piece(end - ticks, end, Mark.SIGN)
    elif atom["display"] or atom["formula"]:
        signs = 2 if atom["display"] else 1
        yield Piece(start, end, Mark.FORMULA)
        yield Piece(start, start + signs, Mark.SIGN)
        yield Piece(end - signs, end, Mark.SIGN)
    elif atom["cite"]:
        yield Piece(start, end, Mark.GROUND)
        yield Piece(start, end, Mark.SIGN)
        for key in _KEY.finditer(atom[0]):
            mark = Mark.KEY if is_known(key[1]) else Mark.UNKNOWN
            yield Piece(start + key.start(1), start + key.end(1), mark, key[1])
    elif atom["link"] is not None:
        begin, after = atom.span("words")
        yield Piece(start, begin, Mark.SIGN)
        yield Piece(begin, after, Mark.LINK)
        yield Piece(after, end, Mark.ADDRESS)
    else:
        yield Piece(start, end, Mark.LINK)


@dataclass(slots=True)
class _Delimiter:
    """A run of `*`, `_` or `~~` that may still open emphasis: where what is left of it begins and ends."""

    start: int
    end: int
    sign: str


def _emphasis(text: str) -> Iterator[Piece]:
    """Emphasis after CommonMark's rules for runs of delimiters, in one line."""
    open_runs: list[_Delimiter] = []
    for run in _RUN.finditer(text):
        sign = run[0][0]
        opens, closes = _flanks(text, run.start(), run.end(), sign)
        start, end = run.span()
        while closes and start < end:
            opener = next((one for one in reversed(open_runs) if one.sign == sign), None)
            if opener is None:
                break
            del open_runs[open_runs.index(opener) + 1 :]
            width = 2 if sign == "~" or (opener.end - opener.start >= 2 and end - start >= 2) else 1
            yield Piece(opener.end - width, opener.end, Mark.SIGN)
            yield Piece(start, start + width, Mark.SIGN)
            mark = Mark.STRUCK if sign == "~" else Mark.STRONG if width == 2 else Mark.EMPHASIS
            yield Piece(opener.end, start, mark)
            opener.end -= width
            start += width
            if opener.start == opener.end:
                open_runs.remove(opener)
        if opens and start < end:
            open_runs.append(_Delimiter(start, end, sign))


def _flanks(text: str, start: int, end: int, sign: str) -> tuple[bool, bool]:
    """Whether a run can open and close emphasis (CommonMark 0.31, 6.2)."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    left = not after.isspace() and (not _is_sign(after) or before.isspace() or _is_sign(before))
    right = not before.isspace() and (not _is_sign(before) or after.isspace() or _is_sign(after))
    if sign == "_":
        return left and (not right or _is_sign(before)), right and (not left or _is_sign(after))
    return left, right


def _is_sign(character: str) -> bool:
    return not (character.isalnum() or character.isspace() or character in (_HOLE, "_")) or character == "_"
