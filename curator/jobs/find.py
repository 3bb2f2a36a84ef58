"""Searching arXiv: what it has, which of it the library has already, and taking some."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from curator.domain.identifiers import Identifier, Kind
from curator.domain.papers import Record, Status
from curator.domain.progress import Progress
from curator.jobs.arriving import ONE_STEP
from curator.jobs.desk import Desk
from curator.sources.arxiv import Arxiv
from curator.writing.latex import readable


@dataclass(frozen=True, slots=True)
class Hit:
    """A work that arXiv has. `title` is readable; `paper` is the library's number of it, None if it is not there."""

    record: Record
    title: str
    paper: int | None


@dataclass(frozen=True, slots=True)
class HitPage:
    """Some of what was found, newest first. `total`: of all that fits."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was put into the library. `papers` are its numbers, in the order of what was taken."""

    papers: tuple[int, ...]
    added: int
    known: int


def pages(
    desk: Desk,
    words: str,
    author: str,
    category: str,
    progress: Progress,
    *,
    start: int = 0,
    sort: str = "submittedDate",
) -> Iterator[HitPage]:
    """Pages of up to 100, each asked for when it is wanted. Raises as the source does; pages that were given stay given."""
    source = Arxiv(desk.net, desk.settings)
    for page in source.search(words, author, category, progress, start=start, sort=sort):
        yield HitPage(_marked(desk, page.records), page.total)


def search(
    desk: Desk, words: str, author: str | None, category: str | None, limit: int, progress: Progress
) -> list[Hit]:
    """The first `limit` works that fit."""
    every = (hit for page in pages(desk, words, author or "", category or "", progress) for hit in page.hits)
    return list(islice(every, limit))


def take(desk: Desk, hits: Sequence[Hit], progress: Progress, status: Status = Status.INBOX) -> Taken:
    """Puts these works into the library: as one step up to 100, in bulk above."""
    from curator.library.merging import Arrival, prepare  # SQLAlchemy: with the library alone

    prepared = [prepare(hit.record) for hit in hits]
    if len(prepared) <= ONE_STEP:
        label = "Add a paper from arXiv" if len(prepared) == 1 else f"Add {len(prepared)} papers from arXiv"
        with desk.library.edit(label) as edit:
            placed = list(edit.merging.put_in(prepared, status))
    else:
        placed = []
        with desk.library.intake(f"Add {len(prepared)} papers from arXiv") as intake:
            for some in intake.each(prepared, lambda batch, portion: batch.merging.put_in(portion, status)):
                placed += some
                progress.step(len(placed), len(prepared), "Adding papers")
    added = sum(one.state is Arrival.ADDED for one in placed)
    return Taken(tuple(one.paper for one in placed), added, len(placed) - added)


def _marked(desk: Desk, records: Sequence[Record]) -> tuple[Hit, ...]:
    with desk.library.read() as reading:
        return tuple(
            Hit(
                record,
                readable(record.title),
                reading.papers.by_identifier(Identifier(Kind.ARXIV, record.arxiv)) if record.arxiv else None,
            )
            for record in records
        )
