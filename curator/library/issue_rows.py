"""Issues out of their rows: whole ones, lists of them, and where papers stand in them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, func, or_, select

from curator.domain.issues import Cover, Entry, Issue, IssueRow, IssueStatus, Kind, Section
from curator.domain.papers import Place
from curator.library import tables as t
from curator.library.many import among, listed

_i, _s, _e = t.issue.c, t.section.c, t.entry.c

_ISSUE = select(
    _i.id, _i.slug, _i.title, _i.edition, _i.date, _i.lead, _i.cover_src, _i.cover_alt, _i.cover_caption, _i.cover_credit,
    _i.authors, _i.tags, _i.names, _i.status,
).where(_i.id == bindparam("which"))  # fmt: skip
_SECTIONS = select(_s.id, _s.title, _s.text).where(_s.issue == bindparam("which")).order_by(_s.place, _s.id)
_ENTRIES = (
    select(_e.section, _e.id, _e.kind, _e.paper, _e.title, _e.url, _e.text, _e.byline, _e.names)
    .join(t.section, _s.id == _e.section)
    .where(_s.issue == bindparam("which"))
    .order_by(_e.place, _e.id)
)
_has_entries = select(_e.id).where(_e.section == _s.id).exists()
_ISSUES = (
    select(
        _i.id,
        _i.slug,
        _i.title,
        _i.edition,
        _i.date,
        _i.status,
        select(func.count())
        .where(_s.issue == _i.id, or_(_s.title != "", _s.text.is_not(None), _has_entries))
        .correlate(t.issue)
        .scalar_subquery(),
        select(func.count()).select_from(t.entry.join(t.section)).where(_s.issue == _i.id).scalar_subquery(),
        select(func.count())
        .select_from(t.entry.join(t.section))
        .where(_s.issue == _i.id, _e.kind == Kind.PAPER.value)
        .scalar_subquery(),
    )
    .order_by(_i.date.desc().nulls_first(), _i.id.desc())
)  # fmt: skip
_theirs = select(_s.issue).join(t.entry, _e.section == _s.id).where(_e.paper.in_(among("ids")))
_ranked = (
    select(
        _e.paper.label("paper"),
        _s.issue.label("issue"),
        _e.kind.label("kind"),
        func.row_number()
        .over(partition_by=(_s.issue, _e.kind), order_by=(_s.place, _s.id, _e.place, _e.id))
        .label("number"),
    )
    .join(t.section, _s.id == _e.section)
    .where(_s.issue.in_(_theirs))
    .subquery()
)
_PLACES = (
    select(
        _ranked.c.paper,
        _ranked.c.issue,
        func.coalesce(_i.edition, _i.title),
        func.min(case((_ranked.c.kind == Kind.PAPER.value, _ranked.c.number))),
    )
    .join(t.issue, _i.id == _ranked.c.issue)
    .where(and_(_ranked.c.paper.in_(among("ids"))))
    .group_by(_ranked.c.paper, _ranked.c.issue)
    .order_by(_ranked.c.paper, _ranked.c.issue)
)


def read_issue(c: Connection, id: int) -> Issue | None:
    """The issue with this number. The section without a title is there while it has text or entries."""
    row = c.execute(_ISSUE, {"which": id}).one_or_none()
    if row is None:
        return None
    entries = defaultdict(list)
    for section, number, kind, paper, title, url, text, byline, names in c.execute(_ENTRIES, {"which": id}):
        entries[section].append(Entry(number, Kind(kind), paper, title, url, text, byline, names))
    sections = (
        Section(number, title, text, tuple(entries[number]))
        for number, title, text in c.execute(_SECTIONS, {"which": id})
        if title or text or entries[number]
    )
    return Issue(
        id=row.id,
        slug=row.slug,
        title=row.title,
        edition=row.edition,
        date=row.date,
        lead=row.lead,
        cover=_cover(row),
        authors=tuple(json.loads(row.authors)),
        tags=tuple(json.loads(row.tags)),
        names=row.names,
        status=IssueStatus(row.status),
        sections=tuple(sections),
    )


def list_issues(c: Connection) -> tuple[IssueRow, ...]:
    """All issues, those without a date first, then the newest date first."""
    return tuple(
        IssueRow(id, slug, title, edition, date, IssueStatus(status), *counts)
        for id, slug, title, edition, date, status, *counts in c.execute(_ISSUES)
    )


def places_of(c: Connection, papers: Iterable[int]) -> dict[int, tuple[Place, ...]]:
    """Where these papers stand in issues, in order of the issues' numbers; papers that stand in none are left out."""
    found = defaultdict(list)
    for paper, issue, edition, number in c.execute(_PLACES, {"ids": listed(papers)}):
        found[paper].append(Place(issue, edition, number))
    return {paper: tuple(places) for paper, places in found.items()}


def _cover(row: Row[*tuple[Any, ...]]) -> Cover | None:
    if row.cover_src is None:
        return None
    return Cover(row.cover_src, row.cover_alt, row.cover_caption, row.cover_credit)
