"""A paper: a work with its metadata, and what the editor decided about it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a paper stands in the editor's work."""

    INBOX = "inbox"
    SHORTLISTED = "shortlisted"
    DRAFTING = "drafting"
    READY = "ready"
    PUBLISHED = "published"
    DISMISSED = "dismissed"
    KNOWN = "known"


BEFORE_SHORTLIST = (Status.INBOX, Status.KNOWN, Status.DISMISSED)
"""What a paper must be for an issue that takes it in to shortlist it: it is never moved back."""

BEFORE_DRAFT = (*BEFORE_SHORTLIST, Status.SHORTLISTED)
"""What a paper must be for its first words to make it drafting."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a source says of a work, as received. `plain`: title and authors hold no LaTeX to convert."""

    title: str
    authors: tuple[str, ...] = ()
    abstract: str = ""
    categories: tuple[str, ...] = ()
    comment: str | None = None
    published: date | None = None
    updated: date | None = None
    arxiv: str | None = None
    version: int | None = None
    doi: str | None = None
    url: str | None = None
    source: str = ""
    plain: bool = False
    to_fetch: bool = False


def may_be_known(arxiv: str | None) -> bool:
    """Whether a service that is asked can know a work: so far only those with an arXiv id."""
    return arxiv is not None


@dataclass(frozen=True, slots=True)
class Link:
    """Code, a demo, a project page: shown under the byline at export."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """An image of a paper. `src` is `figures/` with 16 hex digits of the SHA-256 and the suffix; texts are plain, None is absent."""

    src: str
    alt: str | None = None
    caption: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is known of one paper. Title, authors and abstract are readable: white space folded, LaTeX as Unicode.

    `published`: of the first version; `updated`: of the version read; `added`: UTC. `arxiv` is without version.
    `edited` names what the editor typed over: title, authors, published, url. `why` and `insights` are Markdown as typed.
    `newer`: the number of a version of which we heard and that was not taken. `fault`: why the last fetch failed.
    """

    id: int
    key: str
    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...]
    comment: str | None
    arxiv: str | None
    version: int | None
    doi: str | None
    url: str | None
    published: date | None
    updated: date | None
    added: datetime
    status: Status
    starred: bool
    unread: bool
    tags: tuple[str, ...]
    why: str | None
    insights: str | None
    links: tuple[Link, ...]
    figures: tuple[Figure, ...]
    issues: tuple[str, ...]
    to_fetch: bool
    edited: frozenset[str] = frozenset()
    newer: int | None = None
    fault: str | None = None

    @property
    def address(self) -> str | None:
        """Where a reader is sent: arXiv's abs page without version, else the DOI, else its own address."""
        if self.arxiv:
            return f"https://arxiv.org/abs/{self.arxiv}"
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return self.url

    @property
    def waits(self) -> bool:
        """Some service that may know it is still to answer."""
        return self.to_fetch and may_be_known(self.arxiv)

    @property
    def needs_title(self) -> bool:
        """No service can be asked about it, and the editor has not given it a title: its identifier stands there."""
        return self.to_fetch and not may_be_known(self.arxiv) and "title" not in self.edited


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stands in an issue. `number` counts the papers of the issue from 1; None for a mention."""

    issue: int
    edition: str
    number: int | None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row of a list: enough to paint it. `names` are the last names of the first three authors.

    `begin` is the start of the abstract. `title_marks` and `part_marks` are (start, end) of what a search matched;
    `part` is the piece of text around a match outside the title, None where the title alone matched. `is_titled`: by the editor.
    """

    id: int
    key: str
    title: str
    names: tuple[str, ...]
    author_count: int
    date: date
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    status: Status
    starred: bool
    unread: bool
    to_fetch: bool
    arxiv: str | None
    doi: str | None
    begin: str
    places: tuple[Place, ...] = ()
    newer: int | None = None
    fault: str | None = None
    title_marks: tuple[tuple[int, int], ...] = ()
    part: str | None = None
    part_marks: tuple[tuple[int, int], ...] = ()
    is_titled: bool = False

    @property
    def waits(self) -> bool:
        """Some service that may know it is still to answer."""
        return self.to_fetch and may_be_known(self.arxiv)

    @property
    def needs_title(self) -> bool:
        """No service can be asked about it, and the editor has not given it a title: its identifier stands there."""
        return self.to_fetch and not may_be_known(self.arxiv) and not self.is_titled


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers for the rail: always counted, never kept. `by_status` has every status, `by_tag` is sorted by name.

    `to_fetch` counts the papers that some service may know, and none that can only be given a title by hand.
    """

    total: int
    by_status: dict[Status, int]
    by_tag: dict[str, int] = field(default_factory=dict)
    to_fetch: int = 0
