"""Where papers stand, as the rail lists it: all, each status, each issue, each tag; and how many are there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.domain.issues import IssueRow
from curator.domain.papers import Counts, Status
from curator.domain.query import EVERYTHING, Facet, Query, of

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Library

ICONS = {
    Status.INBOX: "inbox",
    Status.SHORTLISTED: "bookmark",
    Status.DRAFTING: "pencil",
    Status.READY: "circle-check",
    Status.PUBLISHED: "send",
    Status.DISMISSED: "archive",
    Status.KNOWN: "book-open",
}
DECIDED = tuple(one.value for one in (Status.INBOX, Status.SHORTLISTED, Status.READY, Status.DISMISSED))
"""What an editor can make a paper; words make it drafting, publishing and citing do the rest."""

GROUPS = ("Papers", "Issues", "Tags")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A place of the rail. `kind`: all, status, waiting, issue, tag; `value` names it within the kind; `issue` is the number of one."""

    kind: str
    value: str
    name: str
    icon: str
    count: int = 0
    issue: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The same place, whatever is there."""
        return self.kind, self.value

    @property
    def takes_papers(self) -> bool:
        """Papers can be put here by hand: what an editor decides, tags, issues."""
        return self.kind in ("tag", "issue") or (self.kind == "status" and self.value in DECIDED)

    @property
    def query(self) -> Query:
        """What the list asks for."""
        if self.kind == "all":
            return EVERYTHING
        if self.kind == "waiting":
            return of(Facet.IS, "waiting")
        return of({"status": Facet.STATUS, "issue": Facet.ISSUE, "tag": Facet.TAG}[self.kind], self.value)


@dataclass(frozen=True, slots=True)
class Shelves:
    """All places, by group."""

    papers: tuple[Shelf, ...] = ()
    issues: tuple[Shelf, ...] = ()
    tags: tuple[Shelf, ...] = ()

    def groups(self) -> tuple[tuple[str, tuple[Shelf, ...]], ...]:
        """Heading and places of the groups that have some."""
        every = zip(GROUPS, (self.papers, self.issues, self.tags), strict=True)
        return tuple((name, shelves) for name, shelves in every if shelves)

    def find(self, kind: str, value: str) -> Shelf | None:
        """The place of this kind and value, if it is there."""
        every = (*self.papers, *self.issues, *self.tags)
        return next((one for one in every if one.key == (kind, value)), None)

    def renamed(self, shelf: Shelf) -> Shelf | None:
        """The place of an issue whose slug is another by now."""
        return next((one for one in self.issues if shelf.issue is not None and one.issue == shelf.issue), None)


EVERY = Shelf("all", "", "All papers", "list")


def status_shelf(status: Status, count: int = 0) -> Shelf:
    return Shelf("status", status.value, status.value.capitalize(), ICONS[status], count)


def count(library: "Library", progress: "Progress") -> Shelves:
    """Counted now, in one snapshot."""
    with library.read() as reading, progress.closing(reading.interrupt):
        counts = reading.listing.counts()
        progress.step()
        return shelves(counts, reading.issues.list())


def shelves(counts: Counts, issues: tuple[IssueRow, ...]) -> Shelves:
    """`known` and what waits are places only while there is something."""
    papers = [Shelf("all", "", EVERY.name, EVERY.icon, counts.total)]
    papers += [
        status_shelf(status, number)
        for status, number in counts.by_status.items()
        if number or status is not Status.KNOWN
    ]
    if counts.to_fetch:
        papers.append(Shelf("waiting", "", "To fetch", "cloud-off", counts.to_fetch))
    return Shelves(
        tuple(papers),
        tuple(Shelf("issue", one.slug, one.edition or one.title, "file-text", one.papers, one.id) for one in issues),
        tuple(Shelf("tag", name, name, "tag", number) for name, number in counts.by_tag.items()),
    )
