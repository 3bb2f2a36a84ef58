"""Which table a row is of that was found among the bytes of a damaged file: by its length, its values, and its sum."""

import re
from collections.abc import Callable, Mapping

from sqlalchemy import Column, Integer, LargeBinary, Table

from curator.domain.issues import Kind
from curator.domain.papers import Status
from curator.domain.writeups import FIELDS
from curator.library import tables as t
from curator.library.carving import Value
from curator.library.wholeness import is_whole

Named = dict[str, Value]
"""A row by column; texts are bytes."""

NOT_KEPT = (t.step, t.journal, t.announcement, t.settled)
"""What is of the moment: how to take steps back, and news for other processes."""

KEPT = tuple(table for table in t.metadata.sorted_tables if table not in NOT_KEPT)
"""The tables whose rows are read, parents first."""

_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_KEY = re.compile(rb"[a-z0-9]*(nd|\d{4})[a-z0-9]+")
_FIELDS = {field.name.encode() for field in FIELDS}
_SOURCE = re.compile(rb"figures/[0-9a-f]{16}\.[a-z]+")
_KINDS = (b"arxiv", b"doi", b"url")


def _is(value: Value, pattern: re.Pattern[bytes]) -> bool:
    return isinstance(value, bytes) and pattern.fullmatch(value) is not None


def has_whole_text(row: Named) -> bool:
    """Whether the text of a row of writeup or revision is the one that was saved."""
    words, sha = row["text"], row["sha"]
    return (
        isinstance(sha, bytes)
        and (words is None or isinstance(words, bytes))
        and is_whole(words, sha.decode("utf-8", "replace"))
    )


def _text_fits(row: Named) -> bool:
    return row["field"] in _FIELDS and has_whole_text(row)


_TOLD_BY: Mapping[Table, Callable[[Named], bool]] = {
    t.paper: lambda row: row["status"] in {one.value.encode() for one in Status} and _is(row["added"], _MOMENT),
    t.merged: lambda row: _is(row["key"], _KEY),
    t.alias: lambda row: row["kind"] in _KINDS,
    t.link: lambda row: str(row["url"])[2:].startswith(("http://", "https://")),
    t.figure: lambda row: _is(row["src"], _SOURCE),
    t.picture: lambda row: _is(row["src"], _SOURCE),
    t.writeup: _text_fits,
    t.revision: lambda row: _text_fits(row) and _is(row["at"], _MOMENT),
    t.entry: lambda row: row["kind"] in {one.value.encode() for one in Kind},
    t.imported: lambda row: isinstance(row["sha"], bytes) and len(row["sha"]) == 64,
    t.arrival: lambda row: _is(row["at"], _MOMENT),
    t.trash: lambda row: _is(row["at"], _MOMENT),
    t.step: lambda row: _is(row["at"], _MOMENT),
}
_ORDER = (
    t.picture, t.writeup, t.revision, t.paper, t.step, t.merged, t.alias, t.imported, t.arrival, t.trash, t.link, t.figure, t.entry,
    t.issue, t.fetched, t.journal, t.trashed, t.own, t.section, t.definition, t.tag, t.parted, t.announcement, t.settled,
)  # fmt: skip
"""What is told most surely comes first: of several that a row could be of, it is of the first. Rows of the trash look like those of the
history, which are many more: without what leads to them they are not told."""


def named(table: Table, columns: list[str], rowid: int, values: tuple[Value, ...]) -> Named | None:
    """The values by column; None where they can't be those of this table. `columns`: in the order of the file."""
    key = next(iter(table.primary_key.columns))
    if len(values) > len(columns) or len(values) < len(columns) - _ADDED.get(table.name, 0):
        return None
    row: Named = {}
    for name, value in zip(columns, (*values, *[None] * (len(columns) - len(values))), strict=True):
        column = table.columns.get(name) if name in table.columns else _by_name(table, name)
        if column is None:
            continue
        if column is key and isinstance(column.type, Integer):
            value = rowid if value is None else value
        if not _fits(column, value):
            return None
        row[column.name] = value
    return row


def table_of(columns: Mapping[str, list[str]], rowid: int, values: tuple[Value, ...]) -> tuple[Table, Named] | None:
    """The table that such a row is of, and its values by column; None where it is of none, or of one that is not kept."""
    for table in _ORDER:
        row = named(table, columns[table.name], rowid, values)
        if row is not None and (table not in _TOLD_BY or _TOLD_BY[table](row)):
            return None if table in NOT_KEPT else (table, row)
    return None


def columns_of(table: Table) -> list[str]:
    """The columns as this Curator makes the table."""
    return [column.name for column in table.columns]


_ADDED = {t.fetched.name: 4}
"""Columns that came with newer versions stand at the end, and are not in rows that were written before."""


def _by_name(table: Table, name: str) -> "Column[object] | None":
    return next((column for column in table.columns if column.name == name), None)


def _fits(column: "Column[object]", value: Value) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, Integer):
        return isinstance(value, int)
    if isinstance(column.type, LargeBinary):
        return isinstance(value, bytes)
    return isinstance(value, bytes)
