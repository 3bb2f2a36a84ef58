"""The works that are offered before a letter is typed after `[@`: those that the issue cites already, then the newest; and who cites a work."""

from typing import TYPE_CHECKING

from curator.domain.bylines import last_name
from curator.domain.document import Manuscript
from curator.domain.issues import Kind
from curator.domain.papers import Paper
from curator.writing import citations

if TYPE_CHECKING:
    from curator.library.library import Reading
    from curator.library.search import Completion

MOST = 8


def nearby(reading: "Reading", paper: int | None) -> "list[Completion]":
    """Works to cite in the texts about a paper: what the issues in which it stands cite, what came last; without the paper itself."""
    found: dict[int, Paper] = {}
    places = reading.issues.places([paper]).get(paper, ()) if paper is not None else ()
    for place in places:
        cited = reading.manuscripts.read(place.issue, pictures=False).works
        found.update((work.id, work) for work in cited.values())
    if len(found) <= MOST:
        found |= {work.id: work for work in _newest(reading) if work.id not in found}
    return [_completion(work) for number, work in found.items() if number != paper][:MOST]


def cited_in(reading: "Reading", paper: int | None) -> dict[str, str]:
    """By key: where the issue in which the paper stands cites the work already, in words; its papers before its other texts."""
    places = reading.issues.places([paper]).get(paper, ()) if paper is not None else ()
    return _cited(reading.manuscripts.read(places[-1].issue, pictures=False)) if places else {}


def _cited(manuscript: Manuscript) -> dict[str, str]:
    found: dict[str, str] = {}
    others: list[str | None] = [manuscript.issue.lead]
    number = 0
    for section in manuscript.issue.sections:
        others.append(section.text)
        for entry in section.entries:
            others.append(entry.text)
            if entry.kind is not Kind.PAPER or entry.paper is None:
                continue
            number += 1
            work = manuscript.papers[entry.paper]
            for key in citations.keys([work.why, work.insights]):
                found.setdefault(key, f"cited in № {number}")
    return dict.fromkeys(citations.keys(others), "cited in this issue") | found


def _newest(reading: "Reading") -> list[Paper]:
    numbers = reading.listing.first(limit=MOST + 1)
    papers = reading.papers.many(numbers)
    return [papers[number] for number in numbers]


def _completion(work: Paper) -> "Completion":
    from curator.library.search import Completion  # SQLAlchemy: not before the first paint

    names = tuple(last_name(author) for author in work.authors[:3])
    year = work.published.year if work.published else None
    return Completion(work.key, work.title, names, len(work.authors), year, work.id)
