"""Papers out of their rows, many at once in a number of statements that does not grow with them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from curator.domain.papers import Figure, Link, Paper, Status
from curator.domain.writeups import INSIGHTS, WHY
from curator.library import tables as t
from curator.library.many import among, listed
from curator.library.moments import as_moment
from curator.writing.latex import readable, readable_name

_p, _m, _o = t.paper.c, t.fetched.c, t.own.c
_PAPERS = (
    select(
        _p.id, _p.key, _p.status, _p.starred, _p.added,
        _m.title, _m.readable, _m.plain, _m.authors, _m.abstract, _m.categories, _m.comment, _m.arxiv, _m.version, _m.newer,
        _m.doi, _m.url, _m.published, _m.updated, _m.seen, _m.to_fetch, _m.fault,
        _o.title.label("own_title"), _o.authors.label("own_authors"), _o.published.label("own_published"), _o.url.label("own_url"),
    )
    .join(t.fetched, _m.paper == _p.id)
    .outerjoin(t.own, _o.paper == _p.id)
    .where(_p.id.in_(among("ids")))
)  # fmt: skip
TAGS = select(t.tag.c.paper, t.tag.c.name).where(t.tag.c.paper.in_(among("ids"))).order_by(t.tag.c.name)
_LINKS = (
    select(t.link.c.paper, t.link.c.title, t.link.c.url)
    .where(t.link.c.paper.in_(among("ids")))
    .order_by(t.link.c.place, t.link.c.id)
)
_FIGURES = (
    select(t.figure.c.paper, t.figure.c.src, t.figure.c.alt, t.figure.c.caption, t.figure.c.source)
    .where(t.figure.c.paper.in_(among("ids")))
    .order_by(t.figure.c.place, t.figure.c.id)
)
TEXTS = select(t.writeup.c.paper, t.writeup.c.field, t.writeup.c.text).where(t.writeup.c.paper.in_(among("ids")))
_ISSUES = (
    select(t.entry.c.paper, t.issue.c.slug)
    .join(t.section, t.section.c.id == t.entry.c.section)
    .join(t.issue, t.issue.c.id == t.section.c.issue)
    .where(t.entry.c.paper.in_(among("ids")))
    .group_by(t.entry.c.paper, t.issue.c.id)
    .order_by(t.issue.c.id)
)


def read_papers(c: Connection, ids: Iterable[int]) -> dict[int, Paper]:
    """The papers with these numbers, by number; those that are not there are left out."""
    wanted = {"ids": listed(ids)}
    tags = _by_paper(c, TAGS, wanted)
    links = _by_paper(c, _LINKS, wanted)
    figures = _by_paper(c, _FIGURES, wanted)
    texts = {(paper, field): text for paper, field, text in c.execute(TEXTS, wanted)}
    issues = _by_paper(c, _ISSUES, wanted)
    found = {}
    for row in c.execute(_PAPERS, wanted):
        found[row.id] = Paper(
            id=row.id,
            key=row.key,
            title=row.readable if row.own_title is None else row.own_title,
            authors=_authors(row),
            abstract=readable(row.abstract),
            categories=tuple(row.categories.split()),
            comment=row.comment,
            arxiv=row.arxiv,
            version=row.version,
            doi=row.doi,
            url=row.own_url or row.url,
            published=_date(row.own_published or row.published),
            updated=_date(row.updated),
            added=as_moment(row.added),
            status=Status(row.status),
            starred=bool(row.starred),
            unread=not row.seen,
            tags=tuple(name for (name,) in tags[row.id]),
            why=texts.get((row.id, WHY.name)),
            insights=texts.get((row.id, INSIGHTS.name)),
            links=tuple(Link(title, url) for title, url in links[row.id]),
            figures=tuple(Figure(*values) for values in figures[row.id]),
            issues=tuple(slug for (slug,) in issues[row.id]),
            to_fetch=bool(row.to_fetch),
            edited=_edited(row),
            newer=row.newer,
            fault=row.fault,
        )
    return found


def _by_paper(
    c: Connection, statement: Select[*tuple[Any, ...]], wanted: dict[str, str]
) -> dict[int, list[tuple[Any, ...]]]:
    rows = defaultdict(list)
    for paper, *values in c.execute(statement, wanted):
        rows[paper].append(tuple(values))
    return rows


def _authors(row: Row[*tuple[Any, ...]]) -> tuple[str, ...]:
    if row.own_authors is not None:
        return tuple(json.loads(row.own_authors))
    names = json.loads(row.authors)
    return tuple(" ".join(name.split()) if row.plain else readable_name(name) for name in names)


def _edited(row: Row[*tuple[Any, ...]]) -> frozenset[str]:
    typed = {"title": row.own_title, "authors": row.own_authors, "published": row.own_published, "url": row.own_url}
    return frozenset(name for name, value in typed.items() if value is not None)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
