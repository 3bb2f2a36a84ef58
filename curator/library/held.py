"""Rows as they were: how the trash keeps what went with a paper, a section or an issue, and what a merge changed.

Everything that removes asks `put` first, in its own transaction; the journal then holds both, so that undo needs nothing of this.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, text

from curator.domain.trash import TrashKind
from curator.library import positions
from curator.library import tables as t
from curator.library.many import among, listed
from curator.library.moments import as_text
from curator.library.places import NEW, places_for, write_places

Row = dict[str, Any]
"""Values by column. An entry's also has its `issue`, which is found even when its section is gone."""

ISSUE = "issue"

_PLACES: tuple[tuple[Table, str], ...] = (
    (t.paper, "id"),
    (t.own, "paper"),
    (t.fetched, "paper"),
    (t.alias, "paper"),
    (t.tag, "paper"),
    (t.link, "paper"),
    (t.figure, "paper"),
    (t.writeup, "paper"),
    (t.entry, "paper"),
    (t.definition, "paper"),
    (t.merged, "into"),
    (t.parted, "one"),
    (t.parted, "other"),
)
"""All that hangs on a paper, and by which column; in an order in which it can be put back."""

_issue = select(t.section.c.issue).where(t.section.c.id == t.entry.c.section).scalar_subquery().label(ISSUE)
_SELECTS = {
    (table.name, column): select(*table.c, *((_issue,) if table is t.entry else ())).where(
        table.c[column].in_(among("ids"))
    )
    for table, column in (
        *_PLACES,
        *((table, t.KEY[table.name]) for table in (*t.WHOLE, *t.PRESENT)),
        (t.section, ISSUE),
        (t.definition, ISSUE),
        (t.imported, ISSUE),
        (t.entry, "section"),
    )
}
_READ = (
    select(t.trashed.c.name, t.trashed.c.row, t.trashed.c.held, t.trashed.c.became)
    .where(t.trashed.c.trash == bindparam("which"))
    .order_by(t.trashed.c.id)
)
_LAST = text("select coalesce((select seq from sqlite_sequence where name = 'trash'), 0)")
_ARE_APART = select(t.parted.c.id).where(
    t.parted.c.one == bindparam("smaller"), t.parted.c.other == bindparam("larger")
)
_DROP = delete(t.trash).where(t.trash.c.id == bindparam("which"))
_OF_A_NAME = select(func.count()).where(t.alias.c.kind == bindparam("kind"), t.alias.c.value == bindparam("value"))
_LATER = select(t.trashed.c.id, t.trashed.c.held).where(
    t.trashed.c.trash > bindparam("after"),
    t.trashed.c.trash.in_(select(t.trash.c.id).where(t.trash.c.kind == TrashKind.MERGED.value)),
    t.trashed.c.name == bindparam("name"),
    t.trashed.c.row == bindparam("row"),
    t.trashed.c.held.is_not(None),
)
_AMEND = t.trashed.update().where(t.trashed.c.id == bindparam("which")).values(held=bindparam("values"))
_FORGET = delete(t.trashed).where(t.trashed.c.id == bindparam("which"))
_as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Held:
    """A row as it `was` (None: it was not there), and as a merge left it (None: it went, as all else in the trash)."""

    name: str
    row: int
    was: Row | None
    became: Row | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What goes to the trash as one thing. `place` says where it was; `paper` and `issue` what it was or belonged to."""

    kind: TrashKind
    title: str
    rows: Sequence[Held]
    place: str | None = None
    paper: int | None = None
    issue: int | None = None


def rows(c: Connection, table: Table, ids: Iterable[int], column: str | None = None) -> list[Row]:
    """Rows of a journaled table whose column (else its key) is one of these, by key."""
    key = t.KEY[table.name]
    found = c.execute(_SELECTS[table.name, column or key], {"ids": listed(ids)}).mappings()
    return sorted((dict(row) for row in found), key=lambda row: int(row[key]))


def row(c: Connection, name: str, number: int) -> Row | None:
    """One row, by the name of its table and its key."""
    found = rows(c, t.metadata.tables[name], (number,))
    return found[0] if found else None


def of_papers(c: Connection, papers: Sequence[int]) -> dict[int, list[Held]]:
    """All that hangs on each of these papers that are there, itself first; in as many statements as there are tables."""
    found: dict[int, list[Held]] = {}
    for table, column in _PLACES:
        for one in rows(c, table, papers, column):
            found.setdefault(one[column], []).append(Held(table.name, one[t.KEY[table.name]], one))
    return found


def all_of(c: Connection, table: Table, ids: Iterable[int], column: str | None = None) -> list[Held]:
    """The same rows as `rows`, as they are held."""
    return [Held(table.name, one[t.KEY[table.name]], one) for one in rows(c, table, ids, column)]


def put(c: Connection, now: datetime, items: Sequence[Item]) -> None:
    """Into the trash; what it is made of is still to be removed."""
    if not items:
        return
    last = int(c.execute(_LAST).scalar_one())
    at = as_text(now)
    c.execute(
        insert(t.trash),
        [
            {
                "id": last + number,
                "kind": item.kind.value,
                "title": item.title,
                "place": item.place,
                "paper": item.paper,
                "issue": item.issue,
                "at": at,
            }
            for number, item in enumerate(items, 1)
        ],
    )
    kept = [
        {
            "trash": last + number,
            "name": one.name,
            "row": one.row,
            "held": None if one.was is None else _as_json(one.was),
            "became": None if one.became is None else _as_json(one.became),
        }
        for number, item in enumerate(items, 1)
        for one in item.rows
    ]
    if kept:
        c.execute(insert(t.trashed), kept)


def read(c: Connection, item: int) -> list[Held]:
    """The rows of something in the trash, in the order in which they can be put back."""
    return [
        Held(name, number, json.loads(was) if was else None, json.loads(became) if became else None)
        for name, number, was, became in c.execute(_READ, {"which": item})
    ]


def drop(c: Connection, item: int) -> None:
    """Out of the trash."""
    c.execute(_DROP, {"which": item})


def put_back(c: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Puts a row in again and gives its key: its own, or a new one where that is taken or None."""
    kept = {column.name: values.get(column.name) for column in table.c}
    key = t.KEY[table.name]
    if kept[key] is None or row(c, table.name, int(values[key])) is not None:
        del kept[key]
    return int(c.execute(insert(table).returning(table.c[key]), kept).scalar_one())


def put_back_metadata(c: Connection, values: Mapping[str, Any]) -> Row:
    """Puts metadata in again, without identifiers that another paper goes by now and at a place in the order of date that is free.

    Returns the row as it is.
    """
    kept = dict(values)
    for name in ("arxiv", "doi"):
        if kept[name] is not None and is_taken(c, name, kept[name]):
            kept[name] = None
    kept["position"] = positions.free_position(c, int(kept["position"]))
    put_back(c, t.fetched, kept)
    return kept


def put_in_order(c: Connection, table: Table, values: Mapping[str, Any], column: str) -> int:
    """As `put_back`, for a row that has a place among those of the same `column`: its own, or just behind what stands there by now."""
    others = [(one["id"], one["place"]) for one in rows(c, table, (values[column],), column)]
    others.sort(key=lambda one: (one[1], one[0]))
    wanted = int(values["place"])
    if wanted in {place for _, place in others}:
        places = places_for(others, 1 + sum(place <= wanted for _, place in others), [NEW])
        wanted = places.pop(NEW)
        write_places(c, table, places)
    return put_back(c, table, {**values, "place": wanted})


def keep_apart(c: Connection, pair: Mapping[str, int]) -> None:
    """Notes that two papers were parted, if both are there. `pair`: such a row as it was, or `one` and `other` alone."""
    numbers = (pair["one"], pair["other"])
    is_known = c.execute(_ARE_APART, {"smaller": min(numbers), "larger": max(numbers)}).first() is not None
    if not is_known and len(rows(c, t.paper, numbers)) == 2:
        put_back(c, t.parted, {"one": min(numbers), "other": max(numbers), "id": pair.get("id")})


def is_taken(c: Connection, kind: str, value: str) -> bool:
    """Whether some paper goes by this arXiv id or DOI."""
    column = t.fetched.c[kind]
    in_place = c.execute(select(t.fetched.c.paper).where(column == value)).first() is not None
    return in_place or is_alias(c, kind, value)


def is_alias(c: Connection, kind: str, value: str) -> bool:
    return c.execute(_OF_A_NAME, {"kind": kind, "value": value}).scalar_one() > 0


def part_from(c: Connection, name: str, number: int, was: Row | None, became: Row) -> None:
    """Columns of a row that are as something left them become what they were before; others were changed since, and stay.

    `was` is None for a row that was made: it goes when nothing of it is left.
    """
    table = t.metadata.tables[name]
    now = row(c, name, number)
    if now is None:
        return
    back = going_back(name, was, became, now)
    if not back:
        return
    key, left = t.KEY[name], now | back
    if was is None and all(left[column] is None for column in left if column != key):
        c.execute(delete(table).where(table.c[key] == number))
    else:
        c.execute(table.update().where(table.c[key] == number).values(back))


def going_back(name: str, was: Row | None, became: Row, now: Row) -> Row:
    """The columns of a row that are to become what they were: they were changed, and are now as they became."""
    before = was if was is not None else dict.fromkeys(became)
    stays = (t.KEY[name], "position")  # the order of date is derived
    return {
        column: before[column]
        for column in became
        if column not in stays and before[column] != became[column] and now[column] == became[column]
    }


def amend_later(c: Connection, item: int, changed: Sequence[Held]) -> None:
    """What one merge changed, and later ones hold: it is parted from the first, so it is no longer there to be given back by these."""
    for one in changed:
        if one.became is None:
            continue
        for number, was in c.execute(_LATER, {"name": one.name, "row": one.row, "after": item}).all():
            if one.name in (t.paper.name, t.own.name, t.fetched.name):
                kept: Row = json.loads(str(was))
                values = kept | going_back(one.name, one.was, one.became, kept)
                c.execute(_AMEND, {"which": number, "values": _as_json(values)})
            else:
                c.execute(_FORGET, {"which": number})
