"""A page of a list: rows by numbers, in a constant number of statements, with what a query found in them marked."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from curator.domain.marks import Marker, Marks, part
from curator.domain.papers import PaperRow, Place
from curator.domain.query import Column, Term
from curator.library import tables as t
from curator.library.issue_rows import places_of
from curator.library.listed import SHOWN, row_of
from curator.library.many import among, listed
from curator.library.paper_rows import TAGS, TEXTS
from curator.writing.latex import readable


def page(c: Connection, ids: Sequence[int], terms: Sequence[Term]) -> list[PaperRow]:
    """Rows of these papers, in this order, without those that are gone; with marks where there are terms."""
    wanted = {"ids": listed(ids)}
    tags: dict[int, list[str]] = {}
    for paper, name in c.execute(TAGS, wanted):
        tags.setdefault(paper, []).append(name)
    places = places_of(c, ids)
    texts: dict[int, dict[str, str]] = {}
    marker = None
    if terms:
        marker = Marker(terms)
        for paper, field, text in c.execute(TEXTS, wanted):
            texts.setdefault(paper, {})[field] = text
    rows = {
        row.id: _row(row, tuple(tags.get(row.id, ())), places.get(row.id, ()), texts.get(row.id, {}), marker)
        for row in c.execute(_WITH_ABSTRACT if terms else _ROWS, wanted)
    }
    return [rows[paper] for paper in ids if paper in rows]


_COLUMNS = (
    t.paper.c.id, t.paper.c.key, t.paper.c.status, t.paper.c.starred, t.paper.c.added, t.fetched.c.names,
    t.fetched.c.author_count, t.fetched.c.categories, t.fetched.c.arxiv, t.fetched.c.doi, t.fetched.c.seen,
    t.fetched.c.to_fetch, t.fetched.c.newer, t.fetched.c.fault, t.fetched.c.authors, t.own.c.authors.label("own_authors"),
    func.coalesce(t.own.c.title, t.fetched.c.readable).label("shown"), t.own.c.title.is_not(None).label("is_titled"),
    func.coalesce(t.own.c.published, t.fetched.c.published, func.substr(t.paper.c.added, 1, 10)).label("date"),
)  # fmt: skip
_ROWS = (
    select(*_COLUMNS, func.substr(t.fetched.c.abstract, 1, 2 * SHOWN).label("abstract"))
    .join(t.fetched, t.fetched.c.paper == t.paper.c.id)
    .join(t.own, t.own.c.paper == t.paper.c.id, isouter=True)
    .where(t.paper.c.id.in_(among("ids")))
)
_WITH_ABSTRACT = (
    select(*_COLUMNS, t.fetched.c.abstract)
    .join(t.fetched, t.fetched.c.paper == t.paper.c.id)
    .join(t.own, t.own.c.paper == t.paper.c.id, isouter=True)
    .where(t.paper.c.id.in_(among("ids")))
)


def _row(
    row: Row[*tuple[Any, ...]],
    tags: tuple[str, ...],
    places: tuple[Place, ...],
    texts: Mapping[str, str],
    marker: Marker | None,
) -> PaperRow:
    shown_part, marks = _part(row, texts, marker) if marker is not None else (None, ())
    title_marks = marker.marks(row.shown, Column.TITLE) if marker is not None else ()
    return row_of(row, tags, places, title_marks, shown_part, marks)


def _part(row: Row[*tuple[Any, ...]], texts: Mapping[str, str], marker: Marker) -> tuple[str | None, Marks]:
    """What the editor wrote comes before what was fetched, the names of authors last."""
    for column, text in (
        (Column.WHY, texts.get("why", "")),
        (Column.INSIGHTS, texts.get("insights", "")),
        (Column.ABSTRACT, row.abstract),
        (Column.AUTHORS, ", ".join(json.loads(row.own_authors or row.authors))),
    ):
        marks = marker.marks(text, column) if text else ()
        if marks:
            # what is around the match is made readable, not the whole text: a formula takes milliseconds
            start, end = part(text, marks)
            shown = readable(text[start:end])
            return shown, marker.marks(shown, column)
    return None, ()
