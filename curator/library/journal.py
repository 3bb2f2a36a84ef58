"""How to take a step back, recorded: temporary triggers write each row of an edit as it was and as it became, under its step."""

import sqlite3
from datetime import datetime

from sqlalchemy import Connection, insert, text

from curator.domain.changes import Changes
from curator.library import tables as t
from curator.library.moments import as_text

KEEP = 1_000
"""So many steps are kept."""


def watch(c: sqlite3.Connection) -> None:
    """Makes the connection of edits write the journal."""
    c.execute("create temp table now(step integer)")
    c.execute("insert into now values (0)")
    for table in (*t.WHOLE, *t.PRESENT):
        name, key = table.name, t.KEY[table.name]
        values = {row: ", ".join(f"'{x.name}', {row}.\"{x.name}\"" for x in table.columns) for row in ("old", "new")}
        whole = {row: f"json_object({values[row]})" for row in values}
        # Of a fetched row that came only this is said: its columns are written when it goes.
        came = whole["new"] if table in t.WHOLE else "'{}'"
        _note(c, name, "insert", f"new.{key}", "null", came)
        _note(c, name, "delete", f"old.{key}", whole["old"], "null")
        if table in t.WHOLE:
            _note(c, name, "update", f"new.{key}", whole["old"], whole["new"])
    c.execute("create temp table noted(name text, row integer, primary key(name, row)) without rowid")
    for table in t.PRESENT:
        _announce(c, table.name, "update", f"new.{t.KEY[table.name]}")


def watch_arrivals(c: sqlite3.Connection) -> None:
    """Makes the connection of intakes note which rows it touches. Papers and metadata are noted for the index already."""
    c.execute("create temp table noted(name text, row integer, primary key(name, row)) without rowid")
    for table in t.WHOLE:
        if table is not t.paper:
            for event in ("insert", "update", "delete"):
                row = "old" if event == "delete" else "new"
                _announce(c, table.name, event, f"{row}.{t.KEY[table.name]}")


def _note(c: sqlite3.Connection, name: str, event: str, row: str, before: str, after: str) -> None:
    c.execute(
        f"create temp trigger note_{name}_{event} after {event} on main.{name} begin "
        f"insert into journal(step, tab, row, before, after) values ((select step from now), '{name}', {row}, {before}, {after}); end"
    )


def _announce(c: sqlite3.Connection, name: str, event: str, row: str) -> None:
    c.execute(
        f"create temp trigger announce_{name}_{event} after {event} on main.{name} begin insert into noted select '{name}', {row} "
        f"where not exists (select 1 from noted n where n.name = '{name}' and n.row = {row}); end"
    )


def begin(c: Connection, label: str, origin: str, now: datetime, undoes: int | None = None) -> int:
    """A new step, under which all that follows in this transaction is written. The oldest goes."""
    values = {"label": label, "undoes": undoes, "origin": origin, "at": as_text(now)}
    number = c.execute(insert(t.step).returning(t.step.c.id), values).scalar_one()
    c.execute(text("delete from step where id <= :last"), {"last": number - KEEP})
    _write_under(c, number)
    return number


def reopen(c: Connection, number: int) -> bool:
    """Goes on with a step; False if it can't be: it is gone, or was taken back."""
    found = c.execute(
        text("select 1 from step where id = :s and not exists (select 1 from step u where u.undoes = :s)"),
        {"s": number},
    ).first()
    if found is None:
        return False
    _write_under(c, number)
    return True


def mark(c: Connection) -> int:
    """The last row of the journal so far."""
    return int(c.execute(text("select coalesce(max(id), 0) from journal")).scalar_one())


def squeeze(c: Connection, number: int) -> None:
    """One row of the journal for each row that an open step changed: as it was first, as it is now."""
    first = "select min(j.id) from journal j where j.step = :s group by j.tab, j.row"
    last = "select j.after from journal j where j.step = :s and j.tab = journal.tab and j.row = journal.row order by j.id desc limit 1"
    c.execute(text(f"update journal set after = ({last}) where step = :s and id in ({first})"), {"s": number})
    c.execute(text(f"delete from journal where step = :s and id not in ({first})"), {"s": number})
    c.execute(text("delete from journal where step = :s and before is null and after is null"), {"s": number})


def drop_if_nothing(c: Connection, number: int) -> bool:
    """Removes a step that ended as it began. True if it did."""
    gone = c.execute(
        text(
            "delete from step where id = :s and not exists (select 1 from journal where step = :s and before is not after)"
        ),
        {"s": number},
    )
    return gone.rowcount > 0


def changes(c: Connection, number: int, since: int = 0) -> Changes:
    """The rows that a step touched after the row `since` of the journal, and the papers, sections and issues they belong to."""
    parts = " union ".join(
        f"select tab, row, json_extract({side}, '$.paper'), json_extract({side}, '$.section'), json_extract({side}, '$.issue') "
        f"from journal where step = :s and id > :since and {side} is not null"
        for side in ("before", "after")
    )
    rows: set[tuple[str, int]] = set()
    for name, row, *parents in c.execute(text(parts), {"s": number, "since": since}):
        rows.add((name, row))
        rows.update(
            (kind, parent) for kind, parent in zip(("paper", "section", "issue"), parents, strict=True) if parent
        )
    return Changes(frozenset(rows | noted(c) | _issues_of(c, rows)))


def noted(c: Connection) -> set[tuple[str, int]]:
    """What the connection noted and the journal does not hold; forgotten after."""
    rows: set[tuple[str, int]] = {(name, row) for name, row in c.execute(text("select name, row from temp.noted"))}
    if rows:
        c.execute(text("delete from temp.noted"))
    return rows


def _issues_of(c: Connection, rows: set[tuple[str, int]]) -> set[tuple[str, int]]:
    sections = sorted(row for kind, row in rows if kind == "section")
    found: set[tuple[str, int]] = set()
    for section in sections:
        issue = c.exec_driver_sql("select issue from section where id = ?", (section,)).scalar_one_or_none()
        if issue is not None:
            found.add(("issue", issue))
    return found


def _write_under(c: Connection, number: int) -> None:
    c.execute(text("update temp.now set step = :s"), {"s": number})
