"""An issue: sections made of entries, in order."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an entry is."""

    PAPER = "paper"
    LINK = "link"
    MENTION = "mention"
    TEXT = "text"


class IssueStatus(StrEnum):
    """A draft, or published."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture above an issue. `src` as in Figure; the other texts are plain."""

    src: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `paper` is a paper's number, also for a mention of a work that the library has.

    Paper: `byline` overrides the issue's shape (plain text), `names` chooses another shape (1, 2, 3, all).
    Link: `title`, `url`, `text` (its blurb, one line). Mention: `url`, `text` (its own words). Text: `text`. Texts are Markdown.
    """

    id: int
    kind: Kind
    paper: int | None = None
    title: str | None = None
    url: str | None = None
    text: str | None = None
    byline: str | None = None
    names: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an issue. The one without a title stands first, and is shown only while it has text or entries."""

    id: int
    title: str
    text: str | None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the editor made it. `date` is text in the form YYYY-MM-DD, `names` one of 1, 2, 3, all."""

    id: int
    slug: str
    title: str
    edition: str | None
    date: str | None
    lead: str | None
    cover: Cover | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    names: str
    status: IssueStatus
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue in a list, newest date first. `sections` and `entries` are counts, `papers` those with a write-up."""

    id: int
    slug: str
    title: str
    edition: str | None
    date: str | None
    status: IssueStatus
    sections: int
    entries: int
    papers: int


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is to be put into an issue; as Entry, without a number."""

    kind: Kind
    paper: int | None = None
    title: str | None = None
    url: str | None = None
    text: str | None = None
    byline: str | None = None
    names: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What putting entries into an issue did: `added` and `moved` are numbers of entries (a paper that was there is moved)."""

    added: tuple[int, ...]
    moved: tuple[int, ...]
