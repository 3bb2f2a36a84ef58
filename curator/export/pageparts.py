"""The parts of a page as the templates of a theme get them: texts are HTML, addresses valid, all else plain and printable."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class FigurePart:
    """`width` and `height` in pixels, both or none; `is_wide`: fills the column."""

    address: str
    alt: str
    caption: str
    source: str
    width: int | None
    height: int | None
    is_wide: bool


@dataclass(frozen=True, slots=True)
class LinkPart:
    """A title, linked where there is an address."""

    title: str
    address: str | None


@dataclass(frozen=True, slots=True)
class FieldPart:
    """A field of a write-up, its label in front."""

    name: str
    html: Markup


@dataclass(frozen=True, slots=True)
class EntryPart:
    """An entry. `kind` is paper, link, mention or text; `number` counts the papers. `loose` are figures that no text places.

    `level` is that of a paper's heading.
    """

    id: int
    anchor: str
    kind: str
    level: int
    number: int | None
    title: str
    address: str | None
    byline: str
    text: Markup | None
    links: tuple[LinkPart, ...]
    fields: tuple[FieldPart, ...]
    loose: tuple[FigurePart, ...]


@dataclass(frozen=True, slots=True)
class GroupPart:
    """Entries of one kind that follow each other: links are one list."""

    kind: str
    entries: tuple[EntryPart, ...]


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section; the one without a title has the title ""."""

    id: int
    anchor: str
    title: str
    text: Markup | None
    groups: tuple[GroupPart, ...]

    @property
    def papers(self) -> tuple[EntryPart, ...]:
        return tuple(entry for group in self.groups for entry in group.entries if entry.kind == "paper")


@dataclass(frozen=True, slots=True)
class BackPart:
    """The way back to a citation: its anchor, and a letter where there are several."""

    anchor: str
    letter: str


@dataclass(frozen=True, slots=True)
class ReferencePart:
    """A work that is cited. `line` is the reference as an import found it; else it is made of authors, title and year.

    `entry` shows the work in this issue.
    """

    anchor: str
    line: Markup | None
    authors: str
    title: str
    address: str | None
    year: int | None
    entry: EntryPart | None
    backs: tuple[BackPart, ...]


@dataclass(frozen=True, slots=True)
class FactPart:
    """A word above the title. `date` is YYYY-MM-DD where the fact is one."""

    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class IssuePart:
    """The whole page. `description` is the beginning of the lead, plain."""

    lang: str
    heading: str
    facts: tuple[FactPart, ...]
    date: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    lead: Markup | None
    description: str
    cover: FigurePart | None
    sections: tuple[SectionPart, ...]
    references: tuple[ReferencePart, ...]

    @property
    def has_contents(self) -> bool:
        """Whether there is enough to find one's way in."""
        return sum(bool(section.title) + len(section.papers) for section in self.sections) > 1
