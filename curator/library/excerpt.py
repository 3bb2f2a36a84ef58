"""The writing alone: all that an editor wrote and decided, and the papers that this is about, as a library file of its own."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table

from curator.disk import file_to_disk
from curator.domain.papers import Status
from curator.library import copies, lineage, schema
from curator.library import tables as t
from curator.library.door import PRAGMAS, WRITE, address, connect
from curator.writing.citations import keys

MARK = 2
"""The row of `settled` that says of a file that it holds the writing alone, wherever it is moved; `at` is when, in seconds of Unix time."""

LEFT_OUT = (t.picture, t.step, t.journal, t.announcement, t.settled)
"""The bytes of figures, the history of undo, and what is of this moment alone."""

_LIMITED: dict[Table, str] = {t.paper: "id", t.fetched: "paper", t.alias: "paper"}
"""Of these only the rows of papers that an editor touched; of all others every row."""

_WITHOUT_ABSTRACT = (Status.DISMISSED, Status.KNOWN)


def excerpt(c: sqlite3.Connection, target: Path, at: datetime) -> str:
    """Writes the writing of the library that `c` has open into a new library at `target`, where nothing is, looks whether it is
    whole, and gives its SHA-256 in hex.

    One snapshot; others may write meanwhile. Papers that nobody touched are left out, of dismissed and known ones the abstract, of
    figures the bytes; the index is made anew. Raises sqlite3.Error and OSError.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    made = connect(target, WRITE)
    try:
        schema.make(made)
    finally:
        made.close()
    wanted = _copy(c, target, at)
    lineage.branch(target)
    _make_index(target)
    found = copies.check(target)
    if {name: found[name] for name in wanted} != wanted:
        raise sqlite3.DatabaseError("the copy does not hold as many rows as the library")
    copies.compare_texts(c, target)
    with target.open("r+b") as file:
        file_to_disk(file.fileno())
    return copies.file_hash(target)


def is_excerpt(c: sqlite3.Connection) -> bool:
    """Whether a library file holds the writing alone."""
    return c.execute("select 1 from settled where id = ?", (MARK,)).fetchone() is not None


def unmark(c: sqlite3.Connection) -> None:
    """From now on it is a library like any other."""
    c.execute("delete from settled where id = ?", (MARK,))


def _copy(c: sqlite3.Connection, target: Path, at: datetime) -> copies.Counts:
    """How many rows each table was given."""
    c.execute("ATTACH ? AS copy", (address(target, WRITE),))
    try:
        c.execute("PRAGMA copy.journal_mode = OFF")
        c.execute("PRAGMA copy.synchronous = OFF")
        c.execute("BEGIN")
        try:
            _note_papers(c)
            wanted = {table.name: _fill(c, table) for table in t.metadata.sorted_tables if table not in LEFT_OUT}
            # Numbers that were ever given are not given again: revisions stand under that of a paper that is gone.
            c.execute("delete from copy.sqlite_sequence")
            c.execute("insert into copy.sqlite_sequence(name, seq) select name, seq from main.sqlite_sequence")
            c.execute("insert into copy.settled(id, at) values (?, ?)", (MARK, int(at.timestamp())))
            c.execute("COMMIT")
        finally:
            if c.in_transaction:
                c.execute("ROLLBACK")
            c.execute("drop table if exists temp.kept")
    finally:
        c.execute("DETACH copy")
    return wanted


def _note_papers(c: sqlite3.Connection) -> None:
    """The papers that an editor touched, or that what an editor wrote is about, in temp.kept."""
    c.execute("create temp table kept(paper integer primary key)")
    c.execute(
        "insert into kept select id from main.paper where status != ? or starred = 1",
        (Status.INBOX.value,),
    )
    for table in t.metadata.sorted_tables:
        if table not in _LIMITED and table not in LEFT_OUT:
            for name in _papers_in(table):
                c.execute(
                    f"insert or ignore into kept select x.{name} from main.{table.name} x join main.paper p on p.id = x.{name}"
                )
    c.executemany("insert or ignore into kept select id from main.paper where key = ?", ((key,) for key in _cited(c)))
    c.execute('insert or ignore into kept select m."into" from main.merged m join main.paper p on p.id = m."into"')


def _papers_in(table: Table) -> list[str]:
    """The columns that name a paper."""
    return [
        column.name
        for column in table.columns
        if column.name == "paper" or any(key.column is t.paper.c.id for key in column.foreign_keys)
    ]


def _cited(c: sqlite3.Connection) -> Iterable[str]:
    """The keys that any text cites."""

    def texts() -> Iterator[str]:
        for table in t.metadata.sorted_tables:
            if table in LEFT_OUT or table in _LIMITED:
                continue
            for name in ("text", "lead"):
                if name in table.columns:
                    rows = c.execute(f"select {name} from main.{table.name} where instr({name}, '[@')")
                    yield from (words for (words,) in rows)

    return keys(texts())


def _fill(c: sqlite3.Connection, table: Table) -> int:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = names
    if table is t.fetched:
        without = ", ".join(f"'{status.value}'" for status in _WITHOUT_ABSTRACT)
        blank = f"iif((select status from main.paper where id = x.paper) in ({without}), '', x.abstract)"
        values = names.replace('"abstract"', blank)
    limit = f" where {_LIMITED[table]} in (select paper from kept)" if table in _LIMITED else ""
    c.execute(f"insert into copy.{table.name}({names}) select {values} from main.{table.name} x{limit}")
    return int(c.execute("select changes()").fetchone()[0])


def _make_index(target: Path) -> None:
    c = connect(target, WRITE)
    try:
        for pragma in (*PRAGMAS, "journal_mode = OFF", "synchronous = OFF"):
            c.execute(f"PRAGMA {pragma}")
        c.execute("insert into words(words) values ('rebuild')")
        if c.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.DatabaseError("a row of the copy belongs to one that it does not hold")
    finally:
        c.close()
