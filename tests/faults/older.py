"""Libraries as older and newer versions of Curator made them, with something of everything in them."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from curator.library import door, schema
from tests.faults.stocked import stock

_SCHEMAS = Path(__file__).parents[1] / "library"
_TABLES = "select name from sqlite_schema where type = 'table' and name not like 'words%' and name not like 'sqlite_%'"
EMPTIED = ("step", "journal", "announcement", "settled")
"""What a migration empties, and what says something of the file and nothing of what an editor has in it."""


def make(path: Path, version: int, *, has_log: bool) -> None:
    """A library of an older version, filled from one of the present one: in the mode of a library, or in that of a copy of one."""
    present = path.with_name("present.curator")
    if not present.exists():
        stock(present)
    with closing(sqlite3.connect(path, isolation_level=None)) as c:
        c.executescript((_SCHEMAS / f"schema_{version}.sql").read_text("utf-8"))
        c.execute("attach ? as present", (str(present),))
        c.execute("BEGIN")
        for (table,) in c.execute(_TABLES).fetchall():
            columns = ", ".join(f'"{name}"' for name in _columns(c, table))
            c.execute(f'insert into "{table}" ({columns}) select {columns} from present."{table}"')
        c.execute("COMMIT")
        c.execute("detach present")
        c.execute("insert into words(words) values ('rebuild')")
        c.execute(f"PRAGMA journal_mode = {'WAL' if has_log else 'DELETE'}")


def make_newer(path: Path) -> None:
    """A library as a later version may make it: with one table more."""
    stock(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as c:
        c.execute("create table later (id INTEGER PRIMARY KEY)")
        c.execute(f"PRAGMA user_version = {door.VERSION + 1}")


def form(path: Path) -> tuple[int, str]:
    """The version that a file says it has, and the form that it has."""
    with closing(sqlite3.connect(path)) as c:
        return int(c.execute("PRAGMA user_version").fetchone()[0]), schema.form(c)


def held(path: Path, columns: dict[str, list[str]]) -> str:
    """One hash over what stands in these columns, by table."""
    found = hashlib.sha256()
    with closing(sqlite3.connect(path)) as c:
        for table, names in columns.items():
            chosen = ", ".join(f'"{name}"' for name in names)
            rows = c.execute(f'select {chosen} from "{table}" order by {chosen}').fetchall()
            found.update(repr((table, rows)).encode())
    return found.hexdigest()


def all_columns(path: Path) -> dict[str, list[str]]:
    """Every column of an editor's tables, but for those of tables that a migration empties."""
    with closing(sqlite3.connect(path)) as c:
        return {name: _columns(c, name) for (name,) in c.execute(_TABLES) if name not in EMPTIED}


def _columns(c: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in c.execute(f'pragma table_info("{table}")')]
