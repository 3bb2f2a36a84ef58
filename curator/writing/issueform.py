"""The form in which an issue's texts and figures stand in its Markdown: each way of writing beside the way of reading it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curator.domain.papers import Figure
from curator.domain.writeups import FIELDS
from curator.writing.markdown import escape_line, first_block_is_paragraph, unescape_line

TEXT = "<!-- text -->"
LINK = "<!-- link -->"
MENTION = "<!-- mention -->"
FIGURES = "<!-- figures -->"
NO_CAPTION = "<!-- no caption -->"
BETWEEN_LINKS = " · "
BEFORE_BLURB = " — "
LABELS = {f"**{field.label}**": field.name for field in FIELDS}
"""The labels of the fields as they stand in an issue, and the field's names."""

_STRUCTURE = re.compile(
    r"^(?: {0,3}#{1,3}(?:[ \t]|$)|<!-- (?:text|link|mention|figures|/?as typed)|\[\^[^\]\n]*\]:|"
    + "|".join(map(re.escape, LABELS))
    + ")",
    re.MULTILINE,
)
_OPENING = re.compile(r"<!-- as typed(| \d+) -->")
_PLACED = re.compile(r"!\[\]\((figures/[^()\s]+)\)")
_FIGURE = re.compile(r'!\[((?:\\.|[^\]\\])*)\]\((figures/[^()<>\s"]+)(?: "(?:Source: )?((?:\\.|[^"\\])*)")?\)')
_LIKE_A_FIGURE = re.compile(r"\\*!\[.*\]\(figures/")
_CAPTION = re.compile(r"\*(.*)\*")


@dataclass(frozen=True, slots=True)
class Fenced:
    """What stands between the lines that mark a text as typed, and the number of the line after them."""

    lines: tuple[str, ...]
    end: int


def as_typed(text: str, *, opens_section: bool = False) -> str:
    """A text as it stands in an issue: between lines that mark it, if one of its own lines could be taken for a part of the issue.

    `opens_section`: it is a section's text, which a list of links would be too.
    """
    if not _STRUCTURE.search(text) and not (opens_section and text.startswith("- [")):
        return text
    lines = set(text.split("\n"))
    number = next(mark for mark in _marks(len(lines)) if f"<!-- /as typed{mark} -->" not in lines)
    return f"<!-- as typed{number} -->\n{text}\n<!-- /as typed{number} -->"


def closings(lines: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of the lines that close a text marked as typed, in order, by their words."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.startswith("<!-- /as typed"):
            found.setdefault(line, []).append(number)
    return found


def fenced(lines: Sequence[str], at: int, ends: Mapping[str, Sequence[int]]) -> Fenced | None:
    """The text that is marked as typed from line `at` on; None if nothing is, or the mark is never closed. `ends` are the `closings` of the lines."""
    opening = _OPENING.fullmatch(lines[at].rstrip(" \t"))
    closing = ends.get(f"<!-- /as typed{opening[1]} -->", ()) if opening else ()
    following = bisect_right(closing, at)
    if following == len(closing):
        return None
    end = closing[following]
    return Fenced(tuple(lines[at + 1 : end]), end + 1)


def field(label: str, typed: str, written: str, figures: Mapping[str, Figure]) -> str:
    """A field with its label (`❓ Why →`). `typed` is the text as the editor made it, `written` the same with notes and figures as published.

    The label stands on the text's first line if that is a paragraph's and no figure's.
    """
    marked = as_typed(written)
    placed = _PLACED.fullmatch(typed.split("\n", 1)[0])
    runs_in = not (placed and placed[1] in figures) and first_block_is_paragraph(typed)
    return f"**{label}** {marked}" if marked is written and runs_in else f"**{label}**\n\n{marked}"


def figure(one: Figure) -> str:
    """A figure as it stands in an issue: the image, and its caption in a paragraph of its own."""
    source = f' "Source: {escape_line(one.source)}"' if one.source else ""
    caption = f"\n\n*{escape_line(one.caption)}*" if one.caption else ""
    return f"![{escape_line(one.alt or '')}]({one.src}{source}){caption}"


def figures_out(text: str, figures: Mapping[str, Figure]) -> str:
    """A field's text with each line that places one of these figures as the figure; lines that only look like one get a backslash."""
    lines = text.split("\n")
    written = []
    for number, line in enumerate(lines):
        placed = _PLACED.fullmatch(line)
        if placed and placed[1] in figures:
            one = figures[placed[1]]
            written.append(figure(one))
            if not one.caption and _would_be_caption(lines, number):
                written += ["", NO_CAPTION]
        else:
            written.append(f"\\{line}" if _LIKE_A_FIGURE.match(line) else line)
    return "\n".join(written)


def figures_in(text: str, src_of: Callable[[str], str | None]) -> tuple[str, tuple[Figure, ...]]:
    """The text as it was typed, and the figures that it places, in order, each once: the reverse of `figures_out`.

    `src_of` says by what `src` the library has a picture that the text names, None if it has none: such a figure stays as it stands.
    """
    lines = text.split("\n")
    typed, found, at = [], dict[str, Figure](), 0
    while at < len(lines):
        line = lines[at]
        match = _FIGURE.fullmatch(line)
        src = src_of(match[2]) if match else None
        if match and src is not None:
            caption, at = _caption(lines, at)
            one = Figure(src, unescape_line(match[1]) or None, caption, unescape_line(match[3] or "") or None)
            if src not in found or found[src] == Figure(src):
                found[src] = one
            typed.append(f"![]({src})")
        else:
            typed.append(line[1:] if line.startswith("\\") and _LIKE_A_FIGURE.match(line) else line)
        at += 1
    return "\n".join(typed), tuple(found.values())


def _marks(most: int) -> list[str]:
    return ["", *(f" {number}" for number in range(2, most + 3))]


def _would_be_caption(lines: Sequence[str], number: int) -> bool:
    """Whether what follows the line would be read as the figure's caption, or as the comment that says there is none."""
    if len(lines) <= number + 2 or lines[number + 1]:
        return False
    return lines[number + 2] == NO_CAPTION or _CAPTION.fullmatch(lines[number + 2]) is not None


def _caption(lines: Sequence[str], number: int) -> tuple[str | None, int]:
    """The caption of the figure in this line, and the number of the last line that belongs to the figure."""
    if not _would_be_caption(lines, number):
        return None, number
    match = _CAPTION.fullmatch(lines[number + 2])
    return (unescape_line(match[1]) or None if match else None), number + 2
