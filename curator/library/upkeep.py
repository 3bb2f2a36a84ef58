"""Looks whether a library is sound: its pages, its keys, the rules that rows keep, the sums of texts and pictures, its index."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from curator.library import damage, door, index, wholeness
from curator.library.ailments import NAMED, Ailment, broken_rules
from curator.library.database import Database
from curator.library.turns import primary_code, raw_connection

_OLDEST = (3, 38, 0)
"""The SQLite that the library's statements need."""

_NO_DAMAGE = ("FTS5", "fts5", "CHECK constraint failed")
_WORDED = ("writeup", "revision")


def examine(database: Database, quick: bool = False) -> list[Ailment]:
    """All that is wrong; nothing is changed. `quick` leaves out what takes long: former texts, pictures, the index, and half of SQLite's check.

    Every part is a snapshot of its own, so that writers need not wait.
    """
    database.may_read()
    found = list(_programs(database))
    with _snapshot(database) as c:
        broken = _integrity(c, "quick_check" if quick else "integrity_check")
        if broken:
            return [*found, *broken]  # no row of a broken file says anything of the rest
    with _snapshot(database) as c:
        found += _keys(c)
        found += broken_rules(c)
    for table in _WORDED[:1] if quick else _WORDED:
        found += wholeness.texts(odd_texts(database, table), table)
    if not quick:
        found += _encoding(database)
        found += map(wholeness.picture, odd_pictures(database))
        if database.only_reads is None and not index_fits(database):
            message = (
                "The search index does not fit what it is made of. Run `curator doctor --fix`, which makes it anew."
            )
            found.append(Ailment("index", message, can_mend=True))
    return found


def odd_texts(database: Database, table: str) -> Iterator[wholeness.Odd]:
    """Rows of writeup or revision whose text is not what was saved; a page a snapshot."""
    last: int | None = 0
    while last is not None:
        with _snapshot(database) as c:
            odd, last = wholeness.odd_texts(c, table, last)
        yield from odd


def odd_pictures(database: Database) -> Iterator[str]:
    """What pictures go by whose bytes are not those that were put in; one a snapshot."""
    with _snapshot(database) as c:
        sources = wholeness.sources(c)
    for src in sources:
        with _snapshot(database) as c:
            is_whole = wholeness.picture_is_whole(c, src)
        if not is_whole:
            yield src


def index_fits(database: Database) -> bool:
    """Compares the search index with what it is made of."""
    with database.lock:
        database.may_write()
        try:
            with database.editor.begin() as c:
                index.check(c)
        except DatabaseError as fault:
            if isinstance(fault.orig, sqlite3.Error) and primary_code(fault.orig) == sqlite3.SQLITE_CORRUPT:
                return False
            raise
    return True


@contextmanager
def _snapshot(database: Database) -> Iterator[sqlite3.Connection]:
    with database.readers.connect() as c:
        c.begin()
        yield raw_connection(c)
        # It ends by a rollback: of a damaged file even the end of a reading can't be committed.


def _programs(database: Database) -> Iterator[Ailment]:
    """Is the SQLite too old for the library, or the library too new for this Curator?"""
    if sqlite3.sqlite_version_info < _OLDEST:
        needed = ".".join(map(str, _OLDEST))
        yield Ailment("sqlite", f"SQLite {sqlite3.sqlite_version} is older than {needed}: update it, or Python.")
    with _snapshot(database) as c:
        version = c.execute("PRAGMA user_version").fetchone()[0]
    if version > door.VERSION:
        yield Ailment(
            "version", f"“{database.path.name}” was made by a newer Curator: it opens to read only. Update Curator."
        )


def _integrity(c: sqlite3.Connection, check: str) -> list[Ailment]:
    try:
        said = [row[0] for row in c.execute(f"PRAGMA {check}({damage.MOST})")]
    except sqlite3.DatabaseError as fault:
        if primary_code(fault) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) and "decode" not in str(fault):
            raise
        said = [str(fault)]
    # Neither is damage of the file: the full-text index is looked at below and can be made anew, and what rows hold is up to the rules.
    lines = [line for line in said if line != "ok" and not any(words in line for words in _NO_DAMAGE)]
    return [damaged(*lines)] if lines else []


def damaged(*said: str) -> Ailment:
    """The file itself is not as SQLite wrote it; `said` is what SQLite says, line by line."""
    way = "Keep it as it is: what is left of it can be read into a new library (`curator doctor --fix`)."
    return Ailment("integrity", f"{damage.told(said)}. {way}", can_mend=True)


def _keys(c: sqlite3.Connection) -> list[Ailment]:
    rows = c.execute("PRAGMA foreign_key_check").fetchall()
    rows = [row for row in rows if row[0] != "journal"]  # told as the history's
    found = [
        Ailment("keys", f"Row {row[1]} of “{row[0]}” belongs to a row of “{row[2]}” that is not there.", can_mend=True)
        for row in rows[:NAMED]
    ]
    if len(rows) > NAMED:
        found.append(Ailment("keys", f"There are {len(rows) - NAMED} more like the one before.", can_mend=True))
    return found


def _encoding(database: Database) -> Iterator[Ailment]:
    with _snapshot(database) as c:
        odd = list(wholeness.unreadable_texts(c))
    for table, column, row in odd:
        if table in _WORDED and column in ("text", "sha"):
            continue  # told by its sum
        yield Ailment("encoding", f"“{column}” of {table} {row} is no text any more.", can_mend=True)
