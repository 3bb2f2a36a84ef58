"""An issue read from the library (Manuscript), and the same issue with everything resolved (IssueDocument)."""

from collections.abc import Mapping
from dataclasses import dataclass

from curator.domain.issues import Cover, Issue, Kind
from curator.domain.papers import Figure, Link, Paper

WORDS_A_MINUTE = 230
"""How fast a grown reader reads to himself; the mean of 190 studies is 238 (Brysbaert 2019)."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that an issue is made of, from one snapshot.

    `papers`: by number, every paper of an entry. `works`: by key, every work that some text cites and the library has.
    `pictures`: bytes by src, of every figure and of the cover. `definitions`: by key, reference lines as an import found them (Markdown, without the `[^key]: `).
    """

    issue: Issue
    papers: Mapping[int, Paper]
    works: Mapping[str, Paper]
    pictures: Mapping[str, bytes]
    definitions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited work. `number` counts from 1 by first use. `authors` and `title` are plain text, `entry` is the number of the entry that
    shows the work in the same issue. `text`: the reference line as an import found it (Markdown), None where it is made from the work.
    `uses`: how many citations point to it."""

    number: int
    key: str
    paper: int
    authors: tuple[str, ...]
    title: str
    address: str | None
    year: int | None
    entry: int | None
    text: str | None
    uses: int


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field of a write-up that has words. `text` is Markdown as typed: citations as `[@key]`, figures as `![](src)` on lines of their own."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """An entry with all resolved. `number` counts the papers of the issue from 1 and is None for other kinds; `id` is the library's.

    Paper: title, address, byline, links, fields, figures (all of the paper's, by src), `loose` (figures that no field places).
    Link: title, address, text. Mention: address, text. Text: text, variables resolved.
    """

    id: int
    kind: Kind
    number: int | None = None
    paper: int | None = None
    key: str | None = None
    title: str = ""
    address: str | None = None
    byline: str | None = None
    text: str | None = None
    links: tuple[Link, ...] = ()
    fields: tuple[FieldText, ...] = ()
    figures: tuple[Figure, ...] = ()
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A section; the one without a title comes first, if it is there at all. `text` has its variables resolved."""

    id: int
    title: str
    text: str | None
    entries: tuple[DocumentEntry, ...]


@dataclass(frozen=True, slots=True)
class IssueDocument:
    """What checks, preview, formats and services get: the same frozen value.

    Texts are Markdown with citations as `[@key]` or `[@a; @b]`; a key that stands in `numbers` is a citation, any other is text.
    `lead` is as typed but for its variables. `missing`: keys that are cited and that no work has. `words`: of its texts and of its links; titles of papers and sections are not counted. `pictures`: bytes by src.
    """

    id: int
    slug: str
    title: str
    edition: str | None
    date: str | None
    lead: str | None
    cover: Cover | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    sections: tuple[DocumentSection, ...]
    references: tuple[Reference, ...]
    numbers: Mapping[str, int]
    missing: tuple[str, ...]
    words: int
    pictures: Mapping[str, bytes]
    published: bool = False

    @property
    def minutes(self) -> int:
        """Reading time, one minute at least."""
        return max(1, round(self.words / WORDS_A_MINUTE))
