"""Takes a step back: puts the rows that the journal holds back as they were.

Undo is a step of its own, redo is the undo of that. A step is refused as a whole if something that it changed was changed since.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, text

from curator.domain.changes import Changes
from curator.domain.errors import NotFound, Refused
from curator.library import held, positions
from curator.library import tables as t

_GO_ALONG = (t.fetched.name, t.alias.name)
"""What came to a paper by itself goes with it, and comes again with it."""

_GOES_BY_AGE = (t.trash, t.trashed)
"""What upkeep takes away, without a step: undo does not miss it."""

_WORDS = {
    "metadata": "paper",
    "own": "paper",
    "merged": "paper",
    "alias": "paper",
    "writeup": "text",
    "imported": "imported file",
    "definition": "reference",
    "parted": "parting of papers",
    "trash": "thing in the trash",
    "trashed": "thing in the trash",
}
"""What rows are called in a sentence, where it is not the table's name."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: its own step, the label of what it took back, and what was touched."""

    step: int
    label: str
    changes: Changes


def undo(c: Connection, number: int, this: int, at: str) -> None:
    """Puts the rows of a step back, last first; `this` is the step under which that is written. Raises Refused.

    The former text of a write-up becomes a new revision. Foreign keys are looked at when the transaction ends.
    """
    label = label_of(c, number, this)
    c.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    touched: set[tuple[str, int]] = set()
    dated: set[int] = set()
    written = text("select tab, row, before, after from journal where step = :s order by id desc")
    for name, row, before, after in c.execute(written, {"s": number}).all():
        touched.add((name, row))
        was, became = (json.loads(side) if side else None for side in (before, after))
        if name in (t.own.name, t.fetched.name):
            dated.add(row)
        elif name == t.trashed.name and (side := was or became) and side["tab"] == t.fetched.name:
            dated.add(side["row"])
        _put_back(c, label, name, row, was, became, number, this)
    went = c.execute(text("select tab, row from journal where step = :s"), {"s": this})
    late = {(name, row) for name, row in went if name not in _GO_ALONG} - touched
    if late:
        name, row = min(late)
        raise Refused(_later(c, label, f"a {_WORDS.get(name, name)} that came later hangs on it", name, row, number))
    # A date that the editor typed, or took back, is the paper's place in the order of date; that is derived and not in the journal.
    positions.settle(c, sorted(dated))
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
        if found is None and old is None and (table in _GOES_BY_AGE or _went_with_this(c, this, name, row)):
            return
        raise Refused(_later(c, label, f"a {what} came or went since", name, row, number))
    compared = {} if fetched or new is None else {k: v for k, v in new.items() if old is None or old[k] != v}
    if found is not None and any(found[k] != v for k, v in compared.items()):
        raise Refused(_later(c, label, f"a {what} was changed since", name, row, number))
    if table is t.merged:
        _move_names(c, row, old, new, number, this)
    elif table is t.trashed:
        _meet_or_part(c, old, new)
    if old is None:
        c.exec_driver_sql(f"delete from {name} where {key} = ?", (row,))
    elif new is None:
        if fetched:
            # A position that was given away meanwhile is given anew: it is derived, and undo must not trip over it.
            old["position"] = positions.free_position(c, int(old["position"]))
        columns = [x.name for x in table.columns]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        c.exec_driver_sql(f"insert into {name}({names}) values ({marks})", tuple(old[k] for k in columns))
    elif compared:
        sets = ", ".join(f'"{k}" = ?' for k in compared)
        c.exec_driver_sql(f"update {name} set {sets} where {key} = ?", (*(old[k] for k in compared), row))


def _later(c: Connection, label: str, what: str, name: str, row: int, number: int) -> str:
    """Why a step can't be taken back, and what in the history stands in its way."""
    written = text(
        "select s.label, s.origin from journal j join step s on s.id = j.step "
        "where j.tab = :name and j.row = :row and j.step > :s and s.undoes is not :s order by j.id desc limit 1"
    )
    found = c.execute(written, {"name": name, "row": row, "s": number}).first()
    by = "" if found is None else f", by “{found[0]}”{' of the command line' if found[1] == 'command' else ''}"
    return f"“{label}” can't be taken back: {what}{by}. Take that back first, in the history."


def _move_names(
    c: Connection, goes: int, old: dict[str, Any] | None, new: dict[str, Any] | None, number: int, this: int
) -> None:
    """The identifiers of a merged paper: back to it when the merge is undone, else to the one that stays.

    Each belongs to one paper alone, and which paper a merge or a parting gave it to is not in the journal.
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
            free = f"{name} is null and not exists (select 1 from metadata where {name} = ?)"
            c.exec_driver_sql(f"update metadata set {name} = ? where paper = ? and {free}", (value, old["into"], value))


def _meet_or_part(c: Connection, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
    """The metadata of a paper that took another in: what came from that one goes from it when the merge is undone, and comes again.

    Of fetched tables the journal does not hold what changed; but what a merge changed is in the trash.
    """
    held_row, is_undone = (new, True) if old is None else (old, False)
    if held_row is None or held_row["tab"] != t.fetched.name or not held_row["held"] or not held_row["became"]:
        return
    was, became = json.loads(held_row["held"]), json.loads(held_row["became"])
    if is_undone:
        held.part_from(c, t.fetched.name, held_row["row"], was, became)
    else:
        held.part_from(c, t.fetched.name, held_row["row"], became, was)


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
