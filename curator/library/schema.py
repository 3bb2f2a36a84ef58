"""The form of the library file: how it is made new, and whether a file has it."""

import hashlib
import sqlite3
from functools import cache

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from curator.domain.errors import Foreign, LibraryFault
from curator.library import door, index
from curator.library import tables as t

OLDER = {
    0: "6c15de6a67224f1f24828654064c0796858038a1403c5b823b0bac79443648c4",
    1: "d68ef276bdf3153a78308b45ac7fab1e6a5433eef939e81847923887299f4bc3",
}
"""The form (see `form`) of each older version that migrations.py can bring up to date."""

_COLUMNS = """select m.name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden
 from sqlite_schema m, pragma_table_xinfo(m.name) x where m.type = 'table' order by 1, 2"""
_KEYS = """select m.name, k."from", k."table", k."to", k.on_update, k.on_delete
 from sqlite_schema m, pragma_foreign_key_list(m.name) k where m.type = 'table' order by 1, 2, 3"""
_INDEXES = """select m.name, i."unique", i.origin, i.partial, group_concat(coalesce(x.name, '?'))
 from sqlite_schema m, pragma_index_list(m.name) i, pragma_index_info(i.name) x
 where m.type = 'table' group by m.name, i.name order by 1, 2, 3, 4, 5"""
_NAMES = "select type, name from sqlite_schema where name not like 'sqlite\\_%' escape '\\' order by 1, 2"
_OTHERS = """select type, name, sql from sqlite_schema
 where type in ('trigger', 'view') or type = 'table' and sql like 'create virtual%' order by 1, 2"""


def make(c: sqlite3.Connection) -> None:
    """Everything that a new library holds, in one transaction. The connection is one to an empty file."""
    dialect = sqlite.dialect()
    c.execute("BEGIN")
    for table in t.metadata.sorted_tables:
        c.execute(str(CreateTable(table).compile(dialect=dialect)))
        for one in sorted(table.indexes, key=lambda found: found.name or ""):
            c.execute(str(CreateIndex(one).compile(dialect=dialect)))
    for statement in index.SCHEMA:
        c.execute(statement)
    c.execute(f"PRAGMA application_id = {door.APPLICATION}")
    c.execute(f"PRAGMA user_version = {door.VERSION}")
    c.execute("COMMIT")


def form(c: sqlite3.Connection) -> str:
    """One hash over tables, columns, keys and indexes by structure, and over triggers, views and the full-text index by text.

    It does not depend on how the statements that made the tables were written.
    """
    lines = [repr(tuple(row)) for row in c.execute(_NAMES)]
    for question in (_COLUMNS, _KEYS, _INDEXES):
        # What the full-text index keeps its terms in is SQLite's own, and differs by its version.
        lines += [repr(row) for row in c.execute(question) if not str(row[0]).startswith(("sqlite_", "words"))]
    lines += [repr((kind, name, " ".join((sql or "").split()))) for kind, name, sql in c.execute(_OTHERS)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def judge(c: sqlite3.Connection, name: str) -> int:
    """The version of the schema. Raises Foreign, with a sentence on the file called `name`, if it is no library of ours, LibraryFault if it is too new.

    A newer version is let through if the tables that we read are there; it must not be written.
    """
    whose(c, name)
    version = int(c.execute("PRAGMA user_version").fetchone()[0])
    if version > door.VERSION:
        there = {row[0] for row in c.execute("select name from sqlite_schema where type = 'table'")}
        if not {table.name for table in t.metadata.sorted_tables} <= there:
            raise LibraryFault(
                f"“{name}” was made by a newer Curator that this one can't read. Update Curator to open it."
            )
    elif form(c) != (current() if version == door.VERSION else OLDER.get(version)):
        raise Foreign(
            f"“{name}” says that it is a library of Curator, but holds tables, triggers or views that Curator did not "
            "make. It was not opened and not changed. Open a backup of it instead."
        )
    return version


def whose(c: sqlite3.Connection, name: str) -> None:
    """Raises Foreign if the file is empty, no database, or another program's. Reads the first page alone."""
    try:
        application = c.execute("PRAGMA application_id").fetchone()[0]
        pages = c.execute("PRAGMA page_count").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
            raise
        raise Foreign(f"“{name}” is no library of Curator: it is no database. Choose another file.") from fault
    if pages == 0:
        raise Foreign(f"“{name}” is an empty file, no library of Curator. Choose another file.")
    if application != door.APPLICATION:
        raise Foreign(f"“{name}” belongs to another program; it is no library of Curator. Choose another file.")


@cache
def current() -> str:
    """The form of a library as this Curator makes it."""
    c = sqlite3.connect(":memory:", isolation_level=None)
    try:
        make(c)
        return form(c)
    finally:
        c.close()
