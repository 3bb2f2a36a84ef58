"""Everything that an issue is made of, in one snapshot."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, select, union_all

from curator.domain.document import Manuscript
from curator.domain.issues import Issue
from curator.domain.papers import Paper
from curator.library import tables as t
from curator.library.figures import Figures
from curator.library.issues import Issues
from curator.library.many import among, listed
from curator.library.paper_rows import read_papers
from curator.writing.citations import keys

_KEYED = union_all(
    select(t.paper.c.key, t.paper.c.id).where(t.paper.c.key.in_(among("keys"))),
    select(t.merged.c.key, t.merged.c.into).where(t.merged.c.key.in_(among("keys"))),
)


class Manuscripts:
    """Issues with all that they show."""

    def __init__(self, c: Connection, now: Callable[[], datetime]) -> None:
        self._c = c
        self._now = now

    def read(self, issue: int, *, pictures: bool = True) -> Manuscript:
        """The issue with its papers, the works that its texts cite, its pictures and reference lines. Raises NotFound.

        `pictures`: with their bytes, which a count of words can do without.
        A work that was found to be another is under the key that is cited, and is the paper that stayed.
        """
        whole = Issues(self._c, self._now).get(issue)
        papers = read_papers(
            self._c,
            {entry.paper for section in whole.sections for entry in section.entries if entry.paper is not None},
        )
        srcs = {figure.src for paper in papers.values() for figure in paper.figures}
        if whole.cover is not None:
            srcs.add(whole.cover.src)
        return Manuscript(
            issue=whole,
            papers=papers,
            works=self.works(keys(_texts(whole, papers.values()))),
            pictures=Figures(self._c, self._now).many(sorted(srcs)) if pictures else {},
            definitions=Issues(self._c, self._now).definitions(issue),
        )

    def works(self, cited: Iterable[str]) -> dict[str, Paper]:
        """The works that go, or went, by these citation keys, by key."""
        numbers = {row.key: row.id for row in self._c.execute(_KEYED, {"keys": listed(cited)})}
        found = read_papers(self._c, set(numbers.values()))
        return {key: found[number] for key, number in numbers.items() if number in found}


def _texts(issue: Issue, papers: Iterable[Paper]) -> Iterator[str | None]:
    """Every text that may cite."""
    yield issue.lead
    for section in issue.sections:
        yield section.text
        yield from (entry.text for entry in section.entries)
    for paper in papers:
        yield from (paper.why, paper.insights)
