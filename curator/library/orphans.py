"""Rows whose paper, section or issue is not there: it is made again, with its number and what can be said of it, so that no word is lost."""

import json
from datetime import date, datetime

from sqlalchemy import Connection, text

from curator.domain.papers import Record
from curator.domain.slugs import slug_of
from curator.domain.works import key_base, naming_word
from curator.library import fetched
from curator.library.merging import prepare
from curator.library.moments import as_text
from curator.library.numbering import free_keys
from curator.library.places import GAP

FOUND_AGAIN = "Found again"
"""The title of what is made for sections and entries whose issue or section is lost."""

STATUS_AS_IT_IS = """case
 when exists (select 1 from entry e join section s on s.id = e.section join issue i on i.id = s.issue
  where e.paper = paper.id and e.kind = 'paper' and i.status = 'published') then 'published'
 when exists (select 1 from writeup w where w.paper = paper.id) then 'drafting'
 when exists (select 1 from entry e where e.paper = paper.id and e.kind = 'paper') then 'shortlisted'
 when exists (select 1 from entry e where e.paper = paper.id) then 'known' else 'inbox' end"""
"""The status that the rules of the house give to a paper by where it is."""

_BEAR = ("metadata", "own", "writeup", "figure", "entry")
"""What makes a paper worth making again; the others of `_THEIRS` alone say nothing."""

_THEIRS = (*_BEAR, "alias", "tag", "link", "definition")


def adopt(c: Connection, now: datetime) -> None:
    """Gives every row a parent again, or takes it away where it says nothing without one."""
    _issues(c)
    _sections(c)
    _papers(c, now)
    for table, parent in (("trashed", "trash"), ("imported", "issue"), ("definition", "issue")):
        c.execute(text(f"delete from {table} where {parent} not in (select id from {parent})"))


def give_metadata(c: Connection, now: datetime) -> None:
    """Metadata for papers that have lost it: what their further names and the editor's own words say; what can be fetched waits for that."""
    bare = "select id from paper where id not in (select paper from metadata)"
    records = {number: _record(c, number) for number in c.execute(text(bare)).scalars().all()}
    if records:
        fetched.put_in(c, {number: prepare(record).work for number, record in records.items()}, now.date())
        for kind in ("arxiv", "doi", "url"):
            c.execute(
                text(
                    f"delete from alias where kind = '{kind}' and exists"
                    f" (select 1 from metadata m where m.paper = alias.paper and m.{kind} = alias.value)"
                )
            )


def key_for(c: Connection, paper: int) -> str:
    """A free citation key, made as that of a paper that comes in."""
    row = c.execute(
        text("select readable, authors, published from metadata where paper = :paper"), {"paper": paper}
    ).first()
    title, names, published = row if row else ("", "[]", None)
    try:
        authors = [str(name) for name in json.loads(names)]
    except (ValueError, TypeError):
        authors = []
    year = _day(published)
    base = key_base(naming_word(authors), year.year if year else None, title)
    return free_keys(c, [(base, None)])[0]


def _issues(c: Connection) -> None:
    lost = "select distinct issue from section where issue not in (select id from issue)"
    for number in c.execute(text(lost)).scalars().all():
        taken = set(c.execute(text("select lower(slug) from issue")).scalars())
        values = {
            "id": number,
            "slug": slug_of(FOUND_AGAIN, str(number), taken.__contains__),
            "title": f"{FOUND_AGAIN} {number}",
        }
        c.execute(text("insert into issue(id, slug, title) values (:id, :slug, :title)"), values)


def _sections(c: Connection) -> None:
    """Which issue such a section was in, nobody knows: all are put into one."""
    lost = c.execute(
        text("select distinct section from entry where section not in (select id from section) order by 1")
    )
    numbers = lost.scalars().all()
    if not numbers:
        return
    taken = set(c.execute(text("select lower(slug) from issue")).scalars())
    values = {"slug": slug_of(FOUND_AGAIN, None, taken.__contains__), "title": FOUND_AGAIN}
    issue = c.execute(text("insert into issue(slug, title) values (:slug, :title) returning id"), values).scalar_one()
    rows = [
        {"id": number, "issue": issue, "place": (at + 1) * GAP, "title": f"Section {number}"}
        for at, number in enumerate(numbers)
    ]
    c.execute(text("insert into section(id, issue, place, title) values (:id, :issue, :place, :title)"), rows)


def _papers(c: Connection, now: datetime) -> None:
    named = " union ".join(f"select paper from {table} where paper is not null" for table in _THEIRS)
    lost = f"select paper from ({named}) where paper not in (select id from paper)"
    for number in c.execute(text(lost)).scalars().all():
        into = c.execute(
            text('select "into" from merged where id = :paper and "into" in (select id from paper)'),
            {"paper": number},
        ).scalar_one_or_none()
        if into is not None:
            _hand_over(c, number, into, now)
            continue
        bears = " union all ".join(f"select 1 from {table} where paper = :paper" for table in _BEAR)
        if c.execute(text(f"{bears} limit 1"), {"paper": number}).first() is None:
            for table in _THEIRS:
                c.execute(text(f"delete from {table} where paper = :paper"), {"paper": number})
            continue
        values = {"id": number, "key": key_for(c, number), "added": _about(c, number, now)}
        c.execute(text("insert into paper(id, key, status, added) values (:id, :key, 'inbox', :added)"), values)
        c.execute(text(f"update paper set status = {STATUS_AS_IT_IS} where id = :id"), values)


def _hand_over(c: Connection, goes: int, keep: int, now: datetime) -> None:
    """What is left of a paper that was found to be another one: it takes that, and of two texts one is a revision."""
    both = {"goes": goes, "keep": keep, "at": as_text(now)}
    c.execute(
        text(
            "insert into revision(paper, field, text, sha, at, origin) select :keep, field, text, sha, :at, 'merged'"
            " from writeup where paper = :goes"
        ),
        both,
    )
    for table in _THEIRS:
        c.execute(text(f"update or ignore {table} set paper = :keep where paper = :goes"), both)
        c.execute(text(f"delete from {table} where paper = :goes"), both)


def _record(c: Connection, paper: int) -> Record:
    """A record of what is still known."""
    names: dict[str, str] = {}
    for kind, value in c.execute(
        text("select kind, value from alias where paper = :paper order by id"), {"paper": paper}
    ):
        taken = (
            kind in ("arxiv", "doi")
            and c.execute(text(f"select 1 from metadata where {kind} = :value"), {"value": value}).first()
        )
        if kind in ("arxiv", "doi", "url") and not taken:
            names.setdefault(kind, value)
    own = c.execute(
        text("select title, authors, published from own where paper = :paper"), {"paper": paper}
    ).one_or_none()
    title = own[0] if own and own[0] else None
    authors = tuple(str(name) for name in json.loads(own[1])) if own and own[1] else ()
    shown = title or next((names[kind] for kind in ("arxiv", "doi", "url") if kind in names), f"Paper {paper}")
    return Record(
        shown,
        authors,
        published=_day(own[2]) if own else None,
        arxiv=names.get("arxiv"),
        doi=names.get("doi"),
        url=names.get("url"),
        plain=True,
        to_fetch=bool(names),
    )


def _about(c: Connection, paper: int, now: datetime) -> str:
    """When a paper came in: after the one before it, so at its moment."""
    before = "select added from paper where id < :paper order by id desc limit 1"
    found = c.execute(text(before), {"paper": paper}).scalar_one_or_none()
    return str(found) if found else as_text(now)


def _day(words: object) -> date | None:
    try:
        return date.fromisoformat(str(words)) if words else None
    except ValueError:
        return None
