"""The shapes of a byline: written from a paper's authors, and read back from an issue published earlier."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SHAPES = ("1", "2", "3", "all")
DEFAULT_SHAPE = "3"
MOST_IN_REFERENCE = 4
NAMED_OF_MORE = 3

_AND_OTHERS = re.compile(r"(?P<comma>,?)\s+et\.?\s+al\.?$", re.IGNORECASE)
_LAST_AND = re.compile(r"(?P<comma>,?)\s+(?:and|&)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|ph\.?d|md)\.?", re.IGNORECASE)
_COLLECTIVE = re.compile(
    r"\b(?:collaborations?|teams?|consortium|group|project|authors|community|initiative|network|committee|foundation"
    r"|institute|laborator(?:y|ies)|labs?|society|association|workshop)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ByLine:
    """A byline as read: the names that it gives, whether others are left out ("et al."), and what its style lacks, in words."""

    names: tuple[str, ...]
    others: bool
    fault: str | None = None


def byline(authors: Sequence[str], names: str) -> str:
    """The line "By A, B, C, et al." for these authors; `names` (1, 2, 3, all) says up to how many are all named.

    Where there are more, that many are named, and "et al." follows. No authors: an empty line. Raises ValueError for another shape.
    """
    if names not in SHAPES:
        raise ValueError(f"A byline names 1, 2, 3 or all authors, not {names!r}.")
    known = [name for name in (" ".join(author.split()) for author in authors) if name]
    if not known:
        return ""
    most = len(known) if names == "all" else int(names)
    if len(known) > most:
        return f"By {known[0]} et al." if most == 1 else f"By {', '.join(known[:most])}, et al."
    line = f"By {_all_of(known)}"
    return line if line.endswith(".") else line + "."


def read_byline(text: str) -> ByLine | None:
    """What a byline says; None if the line is none. Faults of style ("A, B et al.") are read and named."""
    line = " ".join(text.split())
    if line[:3].casefold() != "by " or not (rest := line[3:].strip()):
        return None
    fault = None
    if found := _AND_OTHERS.search(rest):
        names = _parted(rest[: found.start()])
        if (len(names) > 1) != bool(found["comma"]):
            fault = "A comma belongs before “et al.”" if len(names) > 1 else "No comma belongs before “et al.”"
        others = True
    else:
        names, fault = _all_named(_without_full_stop(rest))
        others = False
    return ByLine(names, others, fault) if names else None


def last_name(author: str) -> str:
    """The family name: the last word, or what stands before a comma. A collective keeps its whole name, "Jr." is left out."""
    if is_collective(author):
        return " ".join(author.split())
    before, comma, after = author.partition(",")
    words = (before if comma and not _SUFFIX.fullmatch(after.strip()) else author.replace(",", " ")).split()
    if comma and not _SUFFIX.fullmatch(after.strip()):
        return " ".join(words)
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        words.pop()
    return words[-1] if words else ""


def reference_names(authors: Sequence[str]) -> tuple[str, ...]:
    """The last names that a reference gives: all up to four, else three and "et al."."""
    names = tuple(name for author in authors if (name := last_name(author)))
    return names if len(names) <= MOST_IN_REFERENCE else (*names[:NAMED_OF_MORE], "et al.")


def is_collective(author: str) -> bool:
    """Whether the name is that of a group, such as "ATLAS Collaboration" or "Gemini Team"."""
    return _COLLECTIVE.search(author) is not None


def _all_of(names: Sequence[str]) -> str:
    if len(names) <= 2:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _all_named(rest: str) -> tuple[tuple[str, ...], str | None]:
    """Names of a line that leaves nobody out. The "and" that counts is the last one."""
    ands = list(_LAST_AND.finditer(rest))
    if not ands:
        names = _parted(rest)
        return names, "“and” belongs before the last name." if len(names) > 1 else None
    found = ands[-1]
    first, last = _parted(rest[: found.start()]), _parted(rest[found.end() :])
    if not first or len(last) != 1:
        return _parted(rest), None
    if (len(first) > 1) != bool(found["comma"]):
        return (*first, *last), f"{'A' if len(first) > 1 else 'No'} comma belongs before “and”."
    return (*first, *last), None


def _parted(names: str) -> tuple[str, ...]:
    """Names between commas; "Jr." belongs to the name before it."""
    parts: list[str] = []
    for part in (part.strip() for part in names.split(",")):
        if parts and _SUFFIX.fullmatch(part):
            parts[-1] += f", {part}"
        elif part:
            parts.append(part)
    return tuple(parts)


def _without_full_stop(line: str) -> str:
    """The full stop that ends the line is taken off, unless it belongs to a "Jr."."""
    return line if _SUFFIX.fullmatch(line.split()[-1]) else line.removesuffix(".")
