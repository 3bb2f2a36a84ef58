"""The metadata of papers, as works: found by what names them, put in, and written anew."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, union, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from curator.domain.identifiers import Kind
from curator.domain.works import Work
from curator.library import tables as t
from curator.library.many import among, listed
from curator.library.positions import new_positions, settle

_m = t.fetched.c
_COLUMNS = (
    _m.paper, _m.title, _m.readable, _m.folded, _m.first, _m.authors, _m.names, _m.abstract, _m.categories, _m.comment,
    _m.published, _m.updated, _m.arxiv, _m.version, _m.newer, _m.doi, _m.url, _m.source, _m.plain, _m.to_fetch,
)  # fmt: skip
_WORKS = select(*_COLUMNS).where(_m.paper.in_(among("ids"))).order_by(_m.paper)
_NAMED = select(*_COLUMNS).where(
    _m.paper.in_(
        union(
            select(_m.paper).where(_m.arxiv.in_(among("arxiv"))),
            select(_m.paper).where(_m.doi.in_(among("doi"))),
            select(_m.paper).where(_m.url.in_(among("url"))),
            select(_m.paper).where(_m.folded.in_(among("folded"))),
            select(t.alias.c.paper).where(t.alias.c.kind == Kind.ARXIV.value, t.alias.c.value.in_(among("arxiv"))),
            select(t.alias.c.paper).where(t.alias.c.kind == Kind.DOI.value, t.alias.c.value.in_(among("doi"))),
            select(t.alias.c.paper).where(t.alias.c.kind == Kind.URL.value, t.alias.c.value.in_(among("url"))),
        )
    )
)
_ALIASES = select(t.alias.c.kind, t.alias.c.value, t.alias.c.paper).where(t.alias.c.paper.in_(among("ids")))
_PUT_IN = insert(t.fetched)
_WRITE = (
    update(t.fetched)
    .where(_m.paper == bindparam("which"))
    .values({column.name: bindparam(column.name) for column in (*_COLUMNS[1:], _m.author_count)} | {"fault": None})
)
_ADD_ALIAS = sqlite_insert(t.alias).on_conflict_do_nothing()
_TAKE_OUT = delete(t.fetched).where(_m.paper == bindparam("which"))
_as_json = json.JSONEncoder(ensure_ascii=False).encode

Name = tuple[Kind, str]
"""An identifier without its version."""


@dataclass(frozen=True, slots=True)
class Held:
    """Works that the library has, by paper, and the further names of them."""

    works: Mapping[int, Work]
    aliases: Mapping[Name, int]


@dataclass(frozen=True, slots=True)
class Came:
    """The intake that brings papers, and the status that they get."""

    arrival: int
    status: str


def names_of(work: Work) -> list[Name]:
    """The identifiers of a work."""
    every = ((Kind.ARXIV, work.arxiv), (Kind.DOI, work.doi), (Kind.URL, work.url))
    return [(kind, value) for kind, value in every if value is not None]


def works(c: Connection, papers: Iterable[int]) -> dict[int, Work]:
    """The metadata of these papers, by number."""
    return {row.paper: work_of(row) for row in c.execute(_WORKS, {"ids": listed(papers)})}


def held_like(c: Connection, arriving: Sequence[Work]) -> Held:
    """Every work that shares an identifier or a title with one of these."""
    parameters = {
        "arxiv": listed(work.arxiv for work in arriving if work.arxiv),
        "doi": listed(work.doi for work in arriving if work.doi),
        "url": listed(work.url for work in arriving if work.url),
        "folded": listed(work.folded for work in arriving if work.folded),
    }
    found = {row.paper: work_of(row) for row in c.execute(_NAMED, parameters)}
    aliases = {(Kind(kind), value): paper for kind, value, paper in c.execute(_ALIASES, {"ids": listed(found)})}
    return Held(found, aliases)


def put_in(c: Connection, fresh: Mapping[int, Work], today: date, came: Came | None = None) -> None:
    """Metadata of papers that have none yet; in the order of date, so that what is written together lies together."""
    if not fresh:
        return
    ordered = sorted(fresh.items(), key=lambda item: item[1].published or today)
    places = new_positions(c, [work.published or today for _, work in ordered])
    brought = {} if came is None else {"arrival": came.arrival, "came_as": came.status}
    c.execute(
        _PUT_IN,
        [
            {"paper": paper, "position": place} | brought | _row(work)
            for (paper, work), place in zip(ordered, places, strict=True)
        ],
    )


def write(c: Connection, changed: Mapping[int, Work]) -> None:
    """Metadata of papers that have some; what was wrong at the last fetch is forgotten."""
    if changed:
        c.execute(_WRITE, [{"which": paper} | _row(work) for paper, work in changed.items()])
        settle(c, changed)


def add_aliases(c: Connection, further: Iterable[tuple[int, Name]]) -> None:
    """Further names of papers; one that some paper has already stays there."""
    rows = [{"paper": paper, "kind": kind.value, "value": value} for paper, (kind, value) in further]
    if rows:
        c.execute(_ADD_ALIAS, rows)


def take_out(c: Connection, paper: int) -> None:
    """The metadata of a paper that goes: its identifiers are free."""
    c.execute(_TAKE_OUT, {"which": paper})


def without_taken(work: Work, taken: Iterable[Kind]) -> Work:
    """The work without the identifiers of these kinds."""
    kinds = set(taken)
    return replace(
        work,
        arxiv=None if Kind.ARXIV in kinds else work.arxiv,
        doi=None if Kind.DOI in kinds else work.doi,
        url=None if Kind.URL in kinds else work.url,
    )


def work_of(row: Any) -> Work:
    """The work of a row, which has its columns by name."""
    return Work(
        title=row.title,
        readable=row.readable,
        folded=row.folded,
        first=row.first,
        authors=tuple(json.loads(row.authors)),
        names=tuple(row.names.split("\n")) if row.names else (),
        abstract=row.abstract,
        categories=tuple(row.categories.split()),
        comment=row.comment,
        published=date.fromisoformat(row.published) if row.published else None,
        updated=date.fromisoformat(row.updated) if row.updated else None,
        arxiv=row.arxiv,
        version=row.version,
        newer=row.newer,
        doi=row.doi,
        url=row.url,
        source=row.source,
        plain=bool(row.plain),
        to_fetch=bool(row.to_fetch),
    )


def _row(work: Work) -> dict[str, Any]:
    return {
        "title": work.title,
        "readable": work.readable,
        "folded": work.folded,
        "first": work.first,
        "authors": _as_json(work.authors),
        "names": "\n".join(work.names),
        "author_count": len(work.authors),
        "abstract": work.abstract,
        "categories": " ".join(work.categories),
        "comment": work.comment,
        "published": work.published.isoformat() if work.published else None,
        "updated": work.updated.isoformat() if work.updated else None,
        "arxiv": work.arxiv,
        "version": work.version,
        "newer": work.newer,
        "doi": work.doi,
        "url": work.url,
        "source": work.source,
        "plain": int(work.plain),
        "to_fetch": int(work.to_fetch),
    }
