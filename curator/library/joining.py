"""Two papers that were found to be one: which stays, and what it takes over."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from curator.domain.trash import TrashKind
from curator.domain.works import meet
from curator.library import fetched, held, removing
from curator.library import tables as t
from curator.library.held import Held, Item, Row
from curator.library.moments import as_text

_WITH_WORDS = select(t.writeup.c.paper).where(t.writeup.c.paper.in_((bindparam("one"), bindparam("other")))).distinct()
_KEY = select(t.paper.c.key).where(t.paper.c.id == bindparam("goes"))
_TEXTS = select(t.writeup.c.field, t.writeup.c.text, t.writeup.c.sha).where(t.writeup.c.paper == bindparam("goes"))
_OWN = select(t.own.c.title, t.own.c.authors, t.own.c.published, t.own.c.url).where(t.own.c.paper == bindparam("goes"))
_KEEP_OWN = sqlite_insert(t.own)
_FILL_OWN = _KEEP_OWN.on_conflict_do_update(
    index_elements=[t.own.c.paper],
    set_={
        column.name: func.coalesce(column, _KEEP_OWN.excluded[column.name])
        for column in (t.own.c.title, t.own.c.authors, t.own.c.published, t.own.c.url)
    },
)

# What the paper that stays has already is left with the other, and goes with it.
_TAKE_OVER = tuple(
    text(statement)
    for statement in (
        "update paper set starred = 1 where id = :keep and starred = 0 and exists"
        " (select 1 from paper where id = :goes and starred = 1)",
        "update metadata set seen = 1 where paper = :keep and exists"
        " (select 1 from metadata where paper = :goes and seen = 1)",
        "update writeup set paper = :keep where paper = :goes"
        " and field not in (select field from writeup where paper = :keep)",
        "update tag set paper = :keep where paper = :goes and name not in (select name from tag where paper = :keep)",
        "update link set paper = :keep, place = place + (select coalesce(max(place), 0) from link where paper = :keep)"
        " where paper = :goes and url not in (select url from link where paper = :keep)",
        "update figure set paper = :keep, place = place + (select coalesce(max(place), 0) from figure where paper = :keep)"
        " where paper = :goes and src not in (select src from figure where paper = :keep)",
        "delete from entry where paper = :goes and kind = 'paper'"
        " and (select issue from section where section.id = entry.section) in (select section.issue from section"
        " join entry mine on mine.section = section.id where mine.paper = :keep and mine.kind = 'paper')",
        "update entry set paper = :keep where paper = :goes",
        "update definition set paper = :keep where paper = :goes"
        " and issue not in (select issue from definition where paper = :keep)",
        "update alias set paper = :keep where paper = :goes",
        'update merged set "into" = :keep where "into" = :goes',
    )
)
_REMOVE = text("delete from paper where id = :goes")


def join(c: Connection, one: int, other: int, now: datetime) -> int:
    """Makes one paper of two and gives its number: that of the one with words, else of the older.

    It keeps its key and status; tags, links, figures and entries of both are its own, also what the editor typed over metadata.
    A text that both have becomes a revision. The other number and key lead to it from now on. What it takes to part them is kept.
    """
    if one == other:
        return one
    keep, goes = _chosen(c, one, other)
    both = {"keep": keep, "goes": goes}
    title = removing.titles_of(c, (goes,))[goes]
    before = _rows(c, keep, goes)
    key = c.execute(_KEY, both).scalar_one()
    _keep_texts(c, keep, goes, now)
    own = c.execute(_OWN, both).one_or_none()
    if own is not None:
        c.execute(_FILL_OWN, {"paper": keep, "title": own[0], "authors": own[1], "published": own[2], "url": own[3]})
    for statement in _TAKE_OVER:
        c.execute(statement, both)
    works = fetched.works(c, (keep, goes))
    fetched.take_out(c, goes)
    c.execute(_REMOVE, both)
    c.execute(insert(t.merged), {"id": goes, "into": keep, "key": key})
    whole = meet(works[keep], works[goes])
    fetched.write(c, {keep: whole})
    kept = fetched.names_of(whole)
    fetched.add_aliases(c, ((keep, name) for name in fetched.names_of(works[goes]) if name not in kept))
    changed = _changed(before, _rows(c, keep), goes)
    held.put(c, now, [Item(TrashKind.MERGED, title, changed, paper=goes)])
    return keep


def _chosen(c: Connection, one: int, other: int) -> tuple[int, int]:
    """Which stays, and which goes."""
    worded = {paper for (paper,) in c.execute(_WITH_WORDS, {"one": one, "other": other})}
    older, younger = sorted((one, other))
    return (younger, older) if worded == {younger} else (older, younger)


def _rows(c: Connection, *papers: int) -> dict[tuple[str, int], Row]:
    """All that hangs on these papers, by table and key."""
    found = held.of_papers(c, papers)
    return {(one.name, one.row): one.was for paper in papers for one in found.get(paper, ()) if one.was is not None}


def _changed(before: dict[tuple[str, int], Row], after: dict[tuple[str, int], Row], goes: int) -> list[Held]:
    """What is not as it was; but for that the one that went leads to the other now, which is known."""
    return [
        Held(*which, before.get(which), after.get(which))
        for which in dict.fromkeys((*before, *after))
        if before.get(which) != after.get(which) and which != (t.merged.name, goes)
    ]


def _keep_texts(c: Connection, keep: int, goes: int, now: datetime) -> None:
    """Each text of the one that goes, as a revision of the one that stays."""
    rows = [
        {"paper": keep, "field": field, "text": words, "sha": sha, "at": as_text(now), "origin": "merged"}
        for field, words, sha in c.execute(_TEXTS, {"goes": goes})
    ]
    if rows:
        c.execute(insert(t.revision), rows)
