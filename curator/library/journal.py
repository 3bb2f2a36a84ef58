"""How to take a step back: temporary triggers write each row of an edit as it was and as it became; undo puts these rows back.

Undo is a step of its own, redo is the undo of that. A step is refused as a whole if something that it changed was changed since.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, text

from curator.domain.changes import Changes
from curator.domain.errors import NotFound, Refused
from curator.library import positions
from curator.library import tables as t
from curator.library.moments import as_text

KEEP = 1_000
"""So many steps are kept."""

_GO_ALONG = (t.fetched.name, t.alias.name)
"""What came to a paper by itself goes with it, and comes again with it."""

_WORDS = {
    "metadata": "paper",
    "own": "paper",
    "merged": "paper",
    "alias": "paper",
    "writeup": "text",
    "imported": "imported file",
    "definition": "reference",
}
"""What rows are called in a sentence, where it is not the table's name."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: its own step, the label of what it took back, and what was touched."""

    step: int
    label: str
    changes: Changes


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


def undo(c: Connection, number: int, this: int, at: str) -> None:
    """Puts the rows of a step back, last first; `this` is the step under which that is written. Raises Refused.

    The former text of a write-up becomes a new revision. Foreign keys are looked at when the transaction ends.
    """
    label = label_of(c, number, this)
    c.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    touched: set[tuple[str, int]] = set()
    written = text("select tab, row, before, after from journal where step = :s order by id desc")
    for name, row, before, after in c.execute(written, {"s": number}).all():
        touched.add((name, row))
        was, became = (json.loads(side) if side else None for side in (before, after))
        _put_back(c, label, name, row, was, became, number, this)
    went = c.execute(text("select tab, row from journal where step = :s"), {"s": this})
    late = {(name, row) for name, row in went if name not in _GO_ALONG} - touched
    if late:
        name = min(late)[0]
        raise Refused(
            f"“{label}” can't be taken back: a {_WORDS.get(name, name)} that came later hangs on it. Take that back first."
        )
    # A date that the editor typed, or took back, is the paper's place in the order of date; that is derived and not in the journal.
    positions.settle(c, sorted({row for name, row in touched if name in (t.own.name, t.fetched.name)}))
    for name, row in sorted(touched):
        if name == t.writeup.name:
            _note_revision(c, number, row, at)


def label_of(c: Connection, number: int, this: int = 0) -> str:
    """Raises NotFound if the step is not kept, Refused if another than `this` has taken it back already."""
    label = c.execute(text("select label from step where id = :s"), {"s": number}).scalar_one_or_none()
    if label is None:
        raise NotFound("This step is no longer in the history; it can't be taken back.")
    if c.execute(text("select 1 from step where undoes = :s and id != :this"), {"s": number, "this": this}).first():
        raise Refused(f"“{label}” was taken back already.")
    return str(label)


def _put_back(
    c: Connection,
    label: str,
    name: str,
    row: int,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    number: int,
    this: int,
) -> None:
    table = t.metadata.tables[name]
    key = t.KEY[name]
    fetched = table in t.PRESENT
    found = c.exec_driver_sql(f"select * from {name} where {key} = ?", (row,)).mappings().one_or_none()
    what = _WORDS.get(name, name)
    if (found is None) != (new is None):
        if found is None and old is None and _went_with_this(c, this, name, row):
            return
        raise Refused(f"“{label}” can't be taken back: a {what} came or went since. Take that back first.")
    compared = {} if fetched or new is None else {k: v for k, v in new.items() if old is None or old[k] != v}
    if found is not None and any(found[k] != v for k, v in compared.items()):
        raise Refused(f"“{label}” can't be taken back: a {what} was changed since. Take that back first.")
    if table is t.merged:
        _move_names(c, row, old, new, number, this)
    if old is None:
        c.exec_driver_sql(f"delete from {name} where {key} = ?", (row,))
    elif new is None:
        if fetched:
            # A position that was given away meanwhile is given anew: it is derived, and undo must not trip over it.
            old["position"] = _free_position(c, int(old["position"]))
        columns = [x.name for x in table.columns]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        c.exec_driver_sql(f"insert into {name}({names}) values ({marks})", tuple(old[k] for k in columns))
    elif compared:
        sets = ", ".join(f'"{k}" = ?' for k in compared)
        c.exec_driver_sql(f"update {name} set {sets} where {key} = ?", (*(old[k] for k in compared), row))


def _move_names(
    c: Connection, goes: int, old: dict[str, Any] | None, new: dict[str, Any] | None, number: int, this: int
) -> None:
    """The identifiers of a merged paper: back to it when the merge is undone, else to the one that stays.

    Each belongs to one paper alone, and what a merge brought into the metadata of the one that stays is not in the journal.
    """
    if (old is None) == (new is None):
        return
    written = text(
        "select before from journal where step = :s and tab = 'metadata' and row = :row and before is not null"
    )
    before = c.execute(written, {"s": number if old is None else this, "row": goes}).scalar()
    names = json.loads(before) if before else {}
    for name in ("arxiv", "doi"):
        value = names.get(name)
        if value is not None and new is not None:
            c.exec_driver_sql(f"update metadata set {name} = null where paper = ? and {name} = ?", (new["into"], value))
        elif value is not None and old is not None:
            c.exec_driver_sql(
                f"update metadata set {name} = ? where paper = ? and {name} is null", (value, old["into"])
            )


def _free_position(c: Connection, wanted: int) -> int:
    if c.exec_driver_sql("select 1 from metadata where position = ?", (wanted,)).first() is None:
        return wanted
    return positions.new_positions(c, [positions.day_of(wanted)])[0]


def _went_with_this(c: Connection, this: int, name: str, row: int) -> bool:
    """True if a cascade of this very undo has taken the row already."""
    gone = text("select 1 from journal where step = :s and tab = :name and row = :row and after is null")
    return c.execute(gone, {"s": this, "name": name, "row": row}).first() is not None


def _note_revision(c: Connection, step: int, row: int, at: str) -> None:
    now = c.execute(text("select paper, field, text, sha from writeup where id = :row"), {"row": row}).first()
    if now is None:
        # The text was the first: what it was belongs to the paper that the journal names.
        gone = text(
            "select json_extract(after, '$.paper'), json_extract(after, '$.field'), null, '' "
            "from journal where step = :s and tab = 'writeup' and row = :row and after is not null"
        )
        now = c.execute(gone, {"s": step, "row": row}).first()
    if now is not None:
        paper, field, words, sha = now
        values = {"paper": paper, "field": field, "text": words, "sha": sha, "at": at, "origin": "undo"}
        c.execute(insert(t.revision), values)


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
