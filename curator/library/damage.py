"""What SQLite's own check says of a damaged file, as one sentence for an editor: which pages, and how many."""

import re
from collections.abc import Iterable, Sequence

MOST = 1_000
"""So many lines of SQLite's check are read: one a page, so that a damaged stretch is told as a whole."""

_RANGES = 6  # stretches of pages that are named
_PAGE = re.compile(r"\bpage (\d+)", re.IGNORECASE)
_NOTHINGS = ("never used", "is never used")


def told(lines: Sequence[str]) -> str:
    """The sentence, without its full stop: "25 pages of the file are damaged: 60–84". `lines` are what SQLite said, at least one."""
    spoilt: set[int] = set()
    loose: set[int] = set()
    others: list[str] = []
    for line in _single(lines):
        page = _PAGE.search(line)
        if page is None:
            others.append(line)
        elif line.endswith(_NOTHINGS):
            loose.add(int(page[1]))
        else:
            spoilt.add(int(page[1]))
    parts = []
    if spoilt:
        least = "At least " if len(lines) >= MOST else ""
        is_one = len(spoilt) == 1
        many = f"{least}{len(spoilt):,} pages of the file are damaged: {_stretches(spoilt)}"
        parts.append(f"Page {_stretches(spoilt)} of the file is damaged" if is_one else many)
    if loose:
        parts.append("1 page belongs to nothing" if len(loose) == 1 else f"{len(loose):,} pages belong to nothing")
    if others:
        parts.append(_of_others(others, is_all=not parts))
    return "; ".join(parts)


def _single(lines: Iterable[str]) -> list[str]:
    """One statement a line: SQLite puts several below a heading into one row."""
    split = (
        part.strip() for line in lines for part in re.sub(r"\*\*\* in database \w+ \*\*\*", "\n", line).splitlines()
    )
    return [part for part in split if part]


def _of_others(lines: Sequence[str], *, is_all: bool) -> str:
    if not is_all:
        return "1 thing more does not fit" if len(lines) == 1 else f"{len(lines):,} things more do not fit"
    more = f", and {len(lines) - 1:,} things more do not fit" if len(lines) > 1 else ""
    what = "" if "malformed" in lines[0] else f" ({lines[0]})"  # it says no more than the sentence does
    return f"The file is damaged and does not hold together{what}{more}"


def _stretches(pages: Iterable[int]) -> str:
    """60–84, 90."""
    found: list[list[int]] = []
    for page in sorted(pages):
        if found and page == found[-1][1] + 1:
            found[-1][1] = page
        else:
            found.append([page, page])
    words = [str(first) if first == last else f"{first}–{last}" for first, last in found[:_RANGES]]
    return ", ".join(words) + (" and others" if len(found) > _RANGES else "")
