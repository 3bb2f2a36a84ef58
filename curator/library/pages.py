"""A page of a list: rows by numbers, in a constant number of statements, with what a query found in them marked."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from curator.domain.marks import Marker, Marks, part
from curator.domain.papers import PaperRow, Place, Status
from curator.domain.query import Column, Term
from curator.library import tables as t
from curator.library.issue_rows import places_of
from curator.library.many import among, listed
from curator.library.paper_rows import TAGS, TEXTS, last_names
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


_SHOWN = 300
"""Characters of an abstract that a row can show at most."""

_COLUMNS = (
    t.paper.c.id, t.paper.c.key, t.paper.c.status, t.paper.c.starred, t.paper.c.added, t.fetched.c.names,
    t.fetched.c.author_count, t.fetched.c.categories, t.fetched.c.arxiv, t.fetched.c.doi, t.fetched.c.seen,
    t.fetched.c.to_fetch, t.fetched.c.newer, t.fetched.c.fault, t.fetched.c.authors, t.own.c.authors.label("own_authors"),
    func.coalesce(t.own.c.title, t.fetched.c.readable).label("shown"), t.own.c.title.is_not(None).label("is_titled"),
    func.coalesce(t.own.c.published, t.fetched.c.published, func.substr(t.paper.c.added, 1, 10)).label("date"),
)  # fmt: skip
_ROWS = (
    select(*_COLUMNS, func.substr(t.fetched.c.abstract, 1, 2 * _SHOWN).label("abstract"))
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
    names, author_count = last_names(row)
    shown_part, marks = _part(row, texts, marker) if marker is not None else (None, ())
    return PaperRow(
        id=row.id,
        key=row.key,
        title=row.shown,
        names=names,
        author_count=author_count,
        date=date.fromisoformat(row.date),
        categories=tuple(row.categories.split()),
        tags=tags,
        status=Status(row.status),
        starred=bool(row.starred),
        unread=not row.seen,
        to_fetch=bool(row.to_fetch),
        arxiv=row.arxiv,
        doi=row.doi,
        begin=_cut(readable(row.abstract[: 2 * _SHOWN])),
        places=places,
        newer=row.newer,
        fault=row.fault,
        title_marks=marker.marks(row.shown, Column.TITLE) if marker is not None else (),
        part=shown_part,
        part_marks=marks,
        is_titled=bool(row.is_titled),
    )


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


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rpartition(" ")[0] or text[:_SHOWN]
