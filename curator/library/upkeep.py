"""Looks whether a library is sound, and mends what can be made anew."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from curator.domain.errors import ReadOnly
from curator.library import index
from curator.library.database import Database
from curator.library.turns import primary_code, raw_connection
from curator.library.writeups import digest

_PAGE = 500
_OLDEST = (3, 38, 0)
"""The SQLite that the library's statements need."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong. `check` is one of sqlite, integrity, keys, index, texts, revisions, figures."""

    check: str
    message: str
    fixed: bool = False


def examine(database: Database, fix: bool) -> list[Fault]:
    """All that is wrong. With `fix` the index is made anew if it does not fit; nothing else is touched. Raises ReadOnly where it can't be."""
    database.may_read()
    if fix and database.only_reads is not None:
        raise ReadOnly(database.only_reads)
    found: list[Fault] = []
    if sqlite3.sqlite_version_info < _OLDEST:
        found.append(
            Fault("sqlite", f"SQLite {sqlite3.sqlite_version} is older than {'.'.join(map(str, _OLDEST))}: update it.")
        )
    with database.readers.connect() as c:
        found += _integrity(c)
        if any(fault.check == "integrity" for fault in found):
            return found  # no row of a broken file says anything of the rest
        found += _keys(c)
    for check, kind in (("texts", "writeup"), ("revisions", "revision")):
        found += [
            Fault(check, f"{name}: it is not what was saved. Look at the revisions of this paper, or at a backup.")
            for name in _wrong_texts(database, kind)
        ]
    found += [
        Fault("figures", f"The figure “{src}” is not the file that was put in. Put it in again.")
        for src in _wrong_pictures(database)
    ]
    if database.only_reads is None:
        found += _index(database, fix)
    return found


def sqlite_version() -> str:
    """Of the SQLite that Python brings."""
    return sqlite3.sqlite_version


def _integrity(c: Connection) -> list[Fault]:
    raw = raw_connection(c)
    try:
        said = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(20)")]
    except sqlite3.DatabaseError as fault:
        if primary_code(fault) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        said = [str(fault)]
    return [Fault("integrity", f"The file is damaged: {line}. Open a backup.") for line in said if line != "ok"]


def _keys(c: Connection) -> list[Fault]:
    rows = raw_connection(c).execute("PRAGMA foreign_key_check").fetchall()
    return [
        Fault("keys", f"Row {row[1]} of “{row[0]}” belongs to a row of “{row[2]}” that is not there.") for row in rows
    ]


def _wrong_texts(database: Database, kind: str) -> Iterator[str]:
    """A page a snapshot, by key: writers and other readers need not wait."""
    last = 0
    page = text(f"select id, paper, field, text, sha from {kind} where id > :last order by id limit {_PAGE}")
    while True:
        with database.readers.connect() as c:
            rows = c.execute(page, {"last": last}).all()
        for number, paper, field, words, sha in rows:
            last = number
            if sha != digest(words):
                yield (
                    f"“{field}” of paper {paper}"
                    if kind == "writeup"
                    else f"Revision {number} of “{field}” of paper {paper}"
                )
        if len(rows) < _PAGE:
            return


def _wrong_pictures(database: Database) -> Iterator[str]:
    with database.readers.connect() as c:
        sources = list(c.execute(text("select src from picture order by src")).scalars())
    for src in sources:
        with database.readers.connect() as c:
            row = c.execute(text("select sha, bytes from picture where src = :src"), {"src": src}).first()
        if row is not None and hashlib.sha256(row[1]).hexdigest() != row[0]:
            yield src


def _index(database: Database, fix: bool) -> list[Fault]:
    with database.lock:
        database.may_write()
        if _fits(database):
            return []
        message = "The search index does not fit what it is made of."
        if not fix:
            return [Fault("index", f"{message} Run `curator doctor --fix`, which makes it anew.")]
        with database.editor.begin() as c:
            index.rebuild(c)
        fixed = _fits(database)
        return [Fault("index", f"{message} {'It was made anew.' if fixed else 'It could not be made anew.'}", fixed)]


def _fits(database: Database) -> bool:
    try:
        with database.editor.begin() as c:
            index.check(c)
    except DatabaseError as fault:
        if isinstance(fault.orig, sqlite3.Error) and primary_code(fault.orig) == sqlite3.SQLITE_CORRUPT:
            return False
        raise
    return True
