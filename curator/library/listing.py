"""Lists of papers of any length: their ids in order, and how many there are."""

from array import array
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    Text,
    column,
    func,
    literal_column,
    select,
    table,
)

from curator.domain.marks import Marker
from curator.domain.papers import Counts, PaperRow, Status
from curator.domain.query import EVERYTHING, Query
from curator.library import tables as t
from curator.library.many import among, listed
from curator.library.matching import WEIGHTS, Asked, asked, closed, last_word, open_term, words
from curator.library.pages import page

Order = Literal["date", "oldest", "relevance", "title", "issue"]
"""`issue`: as the papers stand in the issue that is asked for, by date where none is."""


class Listing:
    """Read within one snapshot. A query that is stopped (`library.interrupt`) raises Cancelled."""

    def __init__(self, c: Connection) -> None:
        self._c = c

    def first(self, query: Query = EVERYTHING, order: Order = "date", limit: int = 50, exact: bool = True) -> list[int]:
        """Numbers of the first papers. Without `exact`, for typing: of very many matches only the newest 2,000 are ranked, and a word
        of which one or two letters are typed is looked for by reading rows."""
        found = None if exact else self._first_by_reading(query, order, limit)
        return (
            list(self._c.execute(self._in_order(asked(self._c, query), order, limit, exact)).scalars())
            if found is None
            else found
        )

    def ids(self, query: Query = EVERYTHING, order: Order = "date", exact: bool = True) -> "array[int]":
        """Numbers of all papers of the list, in order: eight bytes each. `exact` as in `first`; by relevance the rest then follows by date."""
        whole = asked(self._c, query)
        found = array("q", self._c.execute(self._in_order(whole, order, None, exact)).scalars())
        if order == "relevance" and len(found) == _RANKED_NEWEST and not exact:
            ranked = set(found)
            found.extend(paper for paper in self._c.execute(_by_date(whole)).scalars() if paper not in ranked)
        return found

    def count(self, query: Query = EVERYTHING, cap: int | None = None) -> int:
        """How many papers there are in the list; `cap` where there are that many or more."""
        return self._c.execute(_count(asked(self._c, query), cap)).scalar_one()

    def counts(self) -> Counts:
        """Numbers for the rail, counted now."""
        by_status = dict.fromkeys(Status, 0)
        for status, number in self._c.execute(_BY_STATUS):
            by_status[Status(status)] = number
        tags = [(name, number) for name, number in self._c.execute(_BY_TAG)]
        by_tag = dict(sorted(tags, key=lambda item: item[0].casefold()))
        waiting = self._c.execute(_WAITING).scalar_one()
        return Counts(sum(by_status.values()), by_status, by_tag, waiting)

    def rows(self, ids: Sequence[int], query: Query = EVERYTHING) -> list[PaperRow]:
        """Rows of these papers, in this order, without those that are gone; with marks where the query looks for words."""
        return page(self._c, ids, query.terms)

    def _in_order(self, whole: Asked, order: Order, limit: int | None, exact: bool) -> Select[int]:
        if order == "title":
            return _by_title(whole, limit)
        if order == "oldest":
            return _by_date(whole, limit, oldest=True)
        if order == "issue" and whole.issues:
            return _by_place(whole, limit)
        if order != "relevance" or not whole.has_terms or whole.match is None:
            return _by_date(whole, limit)
        is_long = not exact and self._c.execute(_count(whole, _RANKED_WHOLE)).scalar_one() == _RANKED_WHOLE
        return _by_rank(whole, limit, is_long)

    def _first_by_reading(self, query: Query, order: Order, limit: int) -> list[int] | None:
        """The first papers, where one or two letters of a word are typed: nearly every row holds such a word, and the index would
        gather them all. None where the index is the better way."""
        term = open_term(query)
        if term is None or len(last_word(term.text)) > _FEW_LETTERS:
            return None
        rest = self.first(closed(query, term), order, _READ_MOST, exact=False)
        marker = Marker((term,))
        found: list[int] = []
        for start in range(0, len(rest), _PORTION):
            portion = rest[start : start + _PORTION]
            holding = {
                paper for paper, *texts in self._c.execute(_READ, {"ids": listed(portion)}) if marker.is_in(texts)
            }
            found.extend(paper for paper in portion if paper in holding)
            if len(found) >= limit:
                return found[:limit]
        return found if len(rest) < _READ_MOST else None


_RANKED_WHOLE = 10_000
_RANKED_NEWEST = 2_000
_FEW_LETTERS = 2
_READ_MOST = 400
_PORTION = 80

_BY_STATUS = select(t.paper.c.status, func.count()).group_by(t.paper.c.status)
_BY_TAG = select(t.tag.c.name, func.count()).group_by(t.tag.c.name)
_WAITING = (
    select(func.count())
    .select_from(t.fetched)
    .where(t.fetched.c.to_fetch == literal_column("1"), t.fetched.c.arxiv.is_not(None))
)
_TEXTS = tuple(column(name, Text) for name in ("title", "authors", "abstract", "why", "insights"))
_indexed = table("indexed", column("paper", Integer), *_TEXTS)
_READ = select(_indexed.c.paper, *_TEXTS).where(_indexed.c.paper.in_(among("ids")))


def _by_date(whole: Asked, limit: int | None = None, oldest: bool = False) -> Select[int]:
    def placed(column: ColumnElement[int]) -> ColumnElement[int]:
        return column.asc() if oldest else column.desc()

    found = whole.positions()
    if whole.match is None:
        return found.with_only_columns(t.fetched.c.paper).order_by(placed(t.fetched.c.position)).limit(limit)
    page = found.order_by(placed(words.c.rowid)).limit(limit).subquery()
    return (
        select(t.fetched.c.paper).join(page, page.c.position == t.fetched.c.position).order_by(placed(page.c.position))
    )


def _by_place(whole: Asked, limit: int | None = None) -> Select[int]:
    """As the papers stand in the issues that are asked for; one that stands there twice, where it comes first."""
    spots = (
        select(
            t.entry.c.paper,
            func.row_number().over(order_by=(t.section.c.issue, t.section.c.place, t.entry.c.place)).label("spot"),
        )
        .join(t.section, t.section.c.id == t.entry.c.section)
        .where(t.section.c.issue.in_([number for _, number in whole.issues]))
        .subquery()
    )
    found = whole.positions().subquery()
    return (
        select(t.fetched.c.paper)
        .join(found, found.c.position == t.fetched.c.position)
        .join(spots, spots.c.paper == t.fetched.c.paper, isouter=True)
        .group_by(t.fetched.c.paper)
        .order_by(func.min(spots.c.spot), t.fetched.c.position.desc())
        .limit(limit)
    )


def _by_rank(whole: Asked, limit: int | None = None, in_part: bool = False) -> Select[int]:
    """By bm25, best first; `in_part`: the newest matches alone."""
    score: ColumnElement[float] = literal_column(f"bm25(words, {WEIGHTS})", Float)
    found = whole.positions().add_columns(score.label("score"))
    if in_part:
        found = found.order_by(words.c.rowid.desc()).limit(_RANKED_NEWEST)
    ranked = found.subquery()
    return (
        select(t.fetched.c.paper)
        .join(ranked, ranked.c.position == t.fetched.c.position)
        .order_by(ranked.c.score, ranked.c.position.desc())
        .limit(limit)
    )


def _by_title(whole: Asked, limit: int | None = None) -> Select[int]:
    if whole.match is None:
        papers = whole.positions().with_only_columns(t.fetched.c.paper)
    else:
        found = whole.positions().subquery()
        papers = select(t.fetched.c.paper).join(found, found.c.position == t.fetched.c.position)
    title = func.coalesce(t.own.c.title, t.fetched.c.readable).collate("NOCASE")
    return (
        papers.join(t.own, t.own.c.paper == t.fetched.c.paper, isouter=True)
        .order_by(title, t.fetched.c.position.desc())
        .limit(limit)
    )


def _count(whole: Asked, cap: int | None) -> Select[int]:
    return select(func.count()).select_from(whole.positions().limit(cap).subquery())
