"""An issue published earlier, from the Markdown in which it is exported, or what a hand has made of that."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from curator.domain.issues import Kind
from curator.domain.papers import Figure, Link
from curator.domain.texts import as_line
from curator.sources.issueblocks import Block, Part, blocks
from curator.writing import frontmatter, issueform
from curator.writing.citations import from_notes, is_key, undefined_notes
from curator.writing.frontmatter import FrontMatter
from curator.writing.markdown import LINK, bare_address, unescape_line

UNTITLED = "Untitled"
"""What a paper or a section is called that needs a title and has none."""


@dataclass(frozen=True, slots=True)
class ReadDefinition:
    """A work of the reference list. `text` is the line as it stands there; the rest is what it says: plain text, last names."""

    key: str
    text: str
    authors: tuple[str, ...]
    title: str
    address: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry as it stood in the file; as DocumentEntry. `fields` are pairs of a field's name and its text as typed."""

    kind: Kind
    title: str = ""
    address: str | None = None
    text: str | None = None
    byline: str | None = None
    links: tuple[Link, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section as it stood in the file; the one without a title comes first, if it has anything."""

    title: str
    text: str | None
    entries: tuple[ReadEntry, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A sentence about what was not understood; `section` is the title of where it stands."""

    message: str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class ReadIssue:
    """An issue as it stood in a file. Texts are as typed, citations by the keys of `definitions`."""

    front: FrontMatter
    sections: tuple[ReadSection, ...]
    definitions: tuple[ReadDefinition, ...]
    unsure: tuple[Unsure, ...]


def read_issue(text: str, src_of: Callable[[str], str | None] = str) -> ReadIssue:
    """Reads an issue's Markdown. Never an error: what is not understood stays as text, and `unsure` says so.

    `src_of` says by what `src` the library has, or will have, a picture that the text names; None if there is no such picture.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    front, body, faults = _parted(lines)
    return _Reader(front, blocks(body), faults, src_of).read()


def is_issue(text: str) -> bool:
    """Whether a text has the form of an issue: a title in its front matter, and a paper under a heading of its own."""
    lines = text.removeprefix("\ufeff").splitlines() or [""]
    front, body, _ = _parted(lines)
    return front.title is not None and any(line.startswith("### ") for line in body)


def read_definition(key: str, text: str, titles: Collection[str] = ()) -> ReadDefinition:
    """What a line of a reference list says: names, a linked or plain title, a year; as far as it has that form.

    `titles` are those of entries without an address: where a line ends with one, that is its title.
    """
    linked = _LINKED_WORK.fullmatch(text)
    if linked:
        before, title, address, after = linked.groups()
        year = _YEAR.fullmatch(after)
        names = _names(before.removesuffix(", ") if before.endswith(", ") else before.rpartition(", ")[0])
        return ReadDefinition(
            key, text, names, unescape_line(title), bare_address(address), int(year[1]) if year else None
        )
    rest, year_typed = text.removesuffix("."), None
    if (called := _called(key, text, rest, None, titles)) is not None:
        return called
    if found := re.search(r", (\d{4})$", rest):
        rest, year_typed = rest[: found.start()], int(found[1])
        if (called := _called(key, text, rest, year_typed, titles)) is not None:
            return called
    pieces = rest.split(", ")
    last = pieces.index("et al.") if "et al." in pieces else _last_name(pieces)
    title = ", ".join(pieces[last + 1 :])
    names = _names(", ".join(pieces[: last + 1]))
    return ReadDefinition(key, text, names, unescape_line(title), None, year_typed)


_LINKS = re.compile(rf"{LINK}(?:[ \t]*[·|•,/][ \t]*{LINK})*[ \t]*")
_ONE_LINK = re.compile(LINK)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_YEAR = re.compile(r"(?:, ?| )?\(?(\d{4})\)?\.?[ \t]*")
_LINKED_WORK = re.compile(rf"(.*?){LINK}(.*)")


def _parted(lines: Sequence[str]) -> tuple[FrontMatter, Sequence[str], tuple[str, ...]]:
    """Front matter, body, and what the front matter lacks."""
    closing = next((at for at, line in enumerate(lines) if at and line.rstrip(" \t") in ("---", "...")), None)
    if lines[0].rstrip(" \t") != frontmatter.FENCE or closing is None:
        return FrontMatter(), lines, ("The file has no front matter, where title, edition and date would stand.",)
    front, faults = frontmatter.read(lines[1:closing])
    return front, lines[closing + 1 :], faults


def _names(typed: str) -> tuple[str, ...]:
    return tuple(name for one in typed.split(", ") if one != "et al." and (name := unescape_line(one)))


def _called(key: str, text: str, rest: str, year: int | None, titles: Collection[str]) -> ReadDefinition | None:
    """The definition if the rest of its line ends with one of these titles; of two the longer."""
    pieces = rest.split(", ")
    for at in range(len(pieces)) if titles else ():
        title = unescape_line(", ".join(pieces[at:]))
        if title in titles:
            return ReadDefinition(key, text, _names(", ".join(pieces[:at])), title, None, year)
    return None


def _last_name(pieces: Sequence[str]) -> int:
    """Which piece is the last name before a title without a link: names are single words, and something is left for the title."""
    at = -1
    while at + 2 < len(pieces) and at < 3 and " " not in pieces[at + 1]:
        at += 1
    return at


class _Reader:
    """Puts blocks together: the issue as far as it is read."""

    def __init__(
        self, front: FrontMatter, found: Sequence[Block], faults: Sequence[str], src_of: Callable[[str], str | None]
    ) -> None:
        self._front = front
        self._blocks = found
        self._src_of = src_of
        self._sections: list[ReadSection] = []
        self._entries: list[ReadEntry] = []
        self._paper_at = 0  # of the paper to which fields and figures belong, among the entries
        self._unsure = [Unsure(fault) for fault in faults]
        self._definitions: dict[str, ReadDefinition] = {}

    def read(self) -> ReadIssue:
        titles = {one.name for one in self._blocks if one.part is Part.PAPER and one.name and not one.address}
        for block in self._blocks:
            if block.part is Part.DEFINITION:
                self._define(block, titles)
        for block in self._blocks:
            self._put(block)
        self._close()
        sections = tuple(self._sections)
        if sections and not (sections[0].title or sections[0].text or sections[0].entries):
            sections = sections[1:]
        return ReadIssue(self._front, sections, tuple(self._definitions.values()), tuple(self._unsure))

    def _define(self, block: Block, titles: Collection[str]) -> None:
        key, text = block.name, " ".join(line for line in block.lines if line)
        if not is_key(key):
            self._say(f"“[^{key}]” can't be the key of a citation; the note stays as text.")
        elif key in self._definitions:
            self._say(f"“[^{key}]” is defined twice; the first definition was taken.")
        elif not text:
            self._say(f"“[^{key}]” is defined as nothing; it stays as text.")
        else:
            self._definitions[key] = read_definition(key, text, titles)

    def _put(self, block: Block) -> None:
        match block.part:
            case Part.SECTION:
                self._section(block)
            case Part.TITLE:
                self._title(block)
            case Part.PAPER:
                self._paper(block)
            case Part.FIELD:
                self._field(block)
            case Part.FIGURES:
                self._figures(block)
            case Part.LINK:
                self._entries.append(ReadEntry(Kind.LINK, block.name, block.address, self._typed(block.text)))
            case Part.MENTION:
                self._entries.append(ReadEntry(Kind.MENTION, address=block.address, text=self._typed(block.text)))
            case Part.TEXT:
                self._entries.append(ReadEntry(Kind.TEXT, text=self._typed(block.text)))
            case Part.STRAY:
                self._stray(block.text)
            case Part.DEFINITION:
                if block.name not in self._definitions:
                    self._stray(f"[^{block.name}]: {' '.join(block.lines).strip()}")

    def _section(self, block: Block) -> None:
        """Only the first may be without a title."""
        self._close()
        title = block.name or (UNTITLED if self._sections else "")
        if title != block.name:
            self._say(f"A section without a title was called “{UNTITLED}”.", title)
        self._sections.append(ReadSection(title, self._typed(block.text, title), ()))

    def _close(self) -> None:
        """Puts the entries read so far into the last section."""
        if self._sections:
            self._sections[-1] = replace(self._sections[-1], entries=tuple(self._entries))
        self._entries = []

    def _title(self, block: Block) -> None:
        """A heading of the first level: the issue's title if it has none, else text."""
        title = as_line(block.name)
        if title == self._front.title:
            return
        if self._front.title is None and len(self._sections) == 1:
            self._front = replace(self._front, title=title)
        else:
            self._stray(f"# {block.name}")

    def _paper(self, block: Block) -> None:
        byline, links, others = None, tuple[Link, ...](), []
        for paragraph in _BLANK_LINES.split(block.text or ""):
            if not paragraph:
                continue
            if not links and _LINKS.fullmatch(paragraph):
                links = tuple(Link(unescape_line(a), bare_address(b) or "") for a, b in _ONE_LINK.findall(paragraph))
            elif byline is None and not links and "\n" not in paragraph:
                byline = unescape_line(paragraph) or None
            else:
                others.append(paragraph)
        if not block.name:
            self._say(f"A paper without a title was called “{UNTITLED}”.")
        self._paper_at = len(self._entries)
        self._entries.append(ReadEntry(Kind.PAPER, block.name or UNTITLED, block.address, byline=byline, links=links))
        if others:
            self._stray("\n\n".join(others))

    def _field(self, block: Block) -> None:
        at = self._paper_at
        text, figures = issueform.figures_in(self._typed(block.text) or "", self._src_of)
        entry = self._entries[at]
        if any(name == block.name for name, _ in entry.fields):
            self._stray(self._typed(block.text))
        elif text:
            self._entries[at] = replace(
                entry, fields=(*entry.fields, (block.name, text)), figures=_joined(entry.figures, figures)
            )

    def _figures(self, block: Block) -> None:
        at = self._paper_at
        text, figures = issueform.figures_in(block.text or "", self._src_of)
        self._entries[at] = replace(self._entries[at], figures=_joined(self._entries[at].figures, figures))
        placed = {f"![]({one.src})" for one in figures}
        self._stray("\n".join(line for line in text.split("\n") if line not in placed))

    def _stray(self, text: str | None) -> None:
        """Text where none belongs is kept as an entry of its own."""
        if not text or not text.strip():
            return
        self._entries.append(ReadEntry(Kind.TEXT, text=self._typed(text)))
        begin = text.strip().split("\n", 1)[0][:60]
        self._say(f"“{begin}” stands where an issue has no text; it was kept as a text of its own.")

    def _typed(self, text: str | None, section: str | None = None) -> str | None:
        """A text with its citations as they are typed."""
        if text is None:
            return None
        for key in undefined_notes(text, self._definitions):
            self._say(f"“[^{key}]” is cited and not in the list of references; it stays as text.", section)
        return from_notes(text, self._definitions)

    def _say(self, message: str, section: str | None = None) -> None:
        here = section or (self._sections[-1].title if self._sections else None) or None
        self._unsure.append(Unsure(message, here))


def _joined(figures: tuple[Figure, ...], others: Sequence[Figure]) -> tuple[Figure, ...]:
    """Each figure once; the first that has texts counts."""
    by_src = {one.src: one for one in figures}
    for one in others:
        if one.src not in by_src or by_src[one.src] == Figure(one.src):
            by_src[one.src] = one
    return tuple(by_src.values())
