"""The lines of an issue's Markdown as blocks: which part of an issue begins where. LF alone ends a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from curator.domain.texts import as_saved
from curator.writing import issueform
from curator.writing.markdown import LINK, bare_address, read_link, unescape_line

_HEADING = re.compile(r" {0,3}(#{1,3})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_ITEM = re.compile(rf"- {LINK}(.*)")
_MENTION = re.compile(r"<!-- mention(?:: (.*))? -->[ \t]*")
_DEFINITION = re.compile(r"\[\^([^\]]+)\]:[ \t]*(.*)")
_DASH = re.compile(r"[ \t]*[—–:-][ \t]*")


class Part(StrEnum):
    """What a block is. STRAY is text that stands where none belongs."""

    TITLE = "title"
    SECTION = "section"
    PAPER = "paper"
    FIELD = "field"
    FIGURES = "figures"
    TEXT = "text"
    MENTION = "mention"
    LINK = "link"
    DEFINITION = "definition"
    STRAY = "stray"


@dataclass(slots=True)
class Block:
    """A part of an issue with the lines that belong to it. `name` is a title, a field's name or a key, plain; `address` as it stands there."""

    part: Part
    name: str = ""
    address: str | None = None
    lines: list[str] = field(default_factory=list)
    is_empty: bool = field(init=False)
    """Whether there is nothing but blank lines."""

    def __post_init__(self) -> None:
        self.put(self.lines)

    def put(self, lines: Sequence[str]) -> None:
        """Gives it these lines in place of those it has."""
        self.lines = list(lines)
        self.is_empty = all(map(_is_blank, lines))

    def add(self, line: str) -> None:
        """Puts a line below those it has."""
        self.lines.append(line)
        self.is_empty = self.is_empty and _is_blank(line)

    @property
    def text(self) -> str | None:
        """The lines without blank ones at both ends; None if none are left."""
        return as_saved("\n".join(self.lines))


def blocks(lines: Sequence[str]) -> list[Block]:
    """The blocks of an issue's body; the first is the section without title, which may be empty. Never an error."""
    found = [Block(Part.SECTION)]
    in_paper = False
    links_may_follow = True
    ends = issueform.closings(lines)
    at = 0
    while at < len(lines):
        line, last = lines[at], found[-1]
        if last.part in _MARKABLE and last.is_empty and (fenced := issueform.fenced(lines, at, ends)):
            last.put(fenced.lines)
            links_may_follow, at = False, fenced.end
            continue
        if line.rstrip(" \t") == issueform.LINK:
            links_may_follow = True
        elif links_may_follow and (link := _link(line)):
            found.append(link)
            in_paper = False
        elif block := _beginning(line, in_paper):
            found.append(block)
            in_paper = block.part in (Part.PAPER, Part.FIELD, Part.FIGURES) or (
                in_paper and block.part is Part.DEFINITION
            )
            links_may_follow = block.part is Part.SECTION
        elif not _is_blank(line) or last.lines:
            links_may_follow = links_may_follow and _is_blank(line)
            _belongs(found, line)
        at += 1
    return found


_MARKABLE = (Part.SECTION, Part.FIELD, Part.TEXT, Part.MENTION)


def _belongs(found: list[Block], line: str) -> None:
    """Puts a line that begins nothing where it belongs: a link has no text below it, a definition only until a blank line."""
    last = found[-1]
    if last.part is Part.DEFINITION and not _is_blank(line) and (not last.lines or not _is_blank(last.lines[-1])):
        last.add(line.strip(" \t"))
    elif last.part in (Part.LINK, Part.DEFINITION, Part.TITLE):
        if not _is_blank(line):
            found.append(Block(Part.STRAY, lines=[line]))
        elif last.part is Part.DEFINITION:
            last.add("")
    else:
        last.add(line)


def _beginning(line: str, in_paper: bool) -> Block | None:
    """The block that a line begins; None if it begins none."""
    if match := _HEADING.fullmatch(line):
        text = match[2] or ""
        if len(match[1]) == 3:
            title, address = read_link(text)
            return Block(Part.PAPER, title, address)
        return Block(Part.SECTION if len(match[1]) == 2 else Part.TITLE, unescape_line(text))
    if line.startswith("**") and (label := next((one for one in issueform.LABELS if line.startswith(one)), None)):
        rest = line.removeprefix(label).removeprefix(" ")
        return Block(Part.FIELD, issueform.LABELS[label], lines=[rest]) if in_paper else None
    if line.startswith("[^") and (match := _DEFINITION.fullmatch(line)):
        return Block(Part.DEFINITION, match[1], lines=[match[2].rstrip(" \t")])
    if not line.startswith("<!--"):
        return None
    if match := _MENTION.fullmatch(line):
        return Block(Part.MENTION, address=(match[1] or "").replace("-%2D", "--") or None)
    plain = line.rstrip(" \t")
    if plain == issueform.TEXT:
        return Block(Part.TEXT)
    return Block(Part.FIGURES) if plain == issueform.FIGURES and in_paper else None


def _link(line: str) -> Block | None:
    """A link entry: `- [title](address) — blurb`; another dash or a colon before the blurb is read too."""
    match = _ITEM.fullmatch(line)
    if match is None:
        return None
    title, address, rest = match.groups()
    if rest.startswith(issueform.BEFORE_BLURB):
        blurb = rest.removeprefix(issueform.BEFORE_BLURB)
    else:
        dash = _DASH.match(rest)
        blurb = rest[dash.end() :] if dash else rest.strip(" \t")
    return Block(Part.LINK, unescape_line(title), bare_address(address), [blurb])


def _is_blank(line: str) -> bool:
    return not line.strip(" \t")
