"""Copies of the whole library file: made by SQLite itself, read again, counted, and put on the disk."""

import contextlib
import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curator.disk import file_to_disk
from curator.domain.texts import digest
from curator.library import damage, lineage
from curator.library.door import FROZEN, connect

TRIES = 3
"""So often a copy is made where the library was changed in between and the counts do not say which of them it holds."""

_TABLES = """select name from sqlite_schema where type = 'table' and sql not like 'create virtual%' and name <> 'settled'
 and name not like 'words\\_%' escape '\\' and name not like 'sqlite\\_%' escape '\\' order by name"""
_TEXTS = ("writeup", "revision")
_BLOCK = 2**20
_PIECE = 8 * 2**20
_LOOK = 0.02  # seconds between two looks how much there is

Counts = dict[str, int]


def whole(c: sqlite3.Connection, target: Path) -> str:
    """Copies the library that `c` has open to `target`, where nothing is, looks whether the copy is whole, and gives its SHA-256 in hex.

    Others may write meanwhile. The copy holds one state, in rollback mode. Raises sqlite3.Error and OSError; what is at `target` then
    is nothing to rely on.
    """
    for left in reversed(range(TRIES)):
        before = counts(c)
        version = c.execute("PRAGMA data_version").fetchone()[0]
        with to_disk_as_it_grows(target):
            c.execute("VACUUM INTO ?", (str(target),))
        lineage.branch(target)
        is_still = c.execute("PRAGMA data_version").fetchone()[0] == version
        after = before if is_still else counts(c)
        found, sha = _checked(c, target)
        if found.keys() == before.keys() and all(
            min(before[name], after[name]) <= number <= max(before[name], after[name]) for name, number in found.items()
        ):
            break
        if is_still or not left:
            raise sqlite3.DatabaseError("the copy does not hold as many rows as the library")
        target.unlink()
    with target.open("r+b") as file:
        file_to_disk(file.fileno())
    return sha


def check(path: Path) -> Counts:
    """How many rows each table of a copy has. Raises sqlite3.DatabaseError if the copy is not sound."""
    c = connect(path, FROZEN)
    try:
        c.execute("PRAGMA cell_size_check = ON")
        said = [row[0] for row in c.execute(f"PRAGMA integrity_check({damage.MOST})")]
        if said != ["ok"]:
            raise sqlite3.DatabaseError(damage.told(said))
        return counts(c)
    finally:
        c.close()


def counts(c: sqlite3.Connection) -> Counts:
    """Rows by table, but for those of the index."""
    names = [row[0] for row in c.execute(_TABLES)]
    return {name: c.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}


def compare_texts(c: sqlite3.Connection, copy: Path) -> None:
    """Raises sqlite3.DatabaseError if a text of the copy is not the one that its SHA-256 was made of, though it is in the library."""
    other = connect(copy, FROZEN)
    try:
        for table in _TEXTS:
            for number, words, sha in other.execute(f"select id, text, sha from {table}"):
                if digest(words) == sha:
                    continue
                there = c.execute(f"select text, sha from {table} where id = ?", (number,)).fetchone()
                if there is not None and digest(there[0]) == there[1]:
                    raise sqlite3.DatabaseError(f"row {number} of {table} is not the same in the copy")
    finally:
        other.close()


@contextmanager
def to_disk_as_it_grows(target: Path) -> Iterator[None]:
    """Puts what is written to `target` on the disk piece by piece, in a thread of its own. Left to the end, all of it would be in the way
    of a save at once."""
    over = threading.Event()

    def flush() -> None:
        done = 0
        while not over.wait(_LOOK):
            with contextlib.suppress(OSError), target.open("r+b") as file:  # at the end it is tried again, and said
                size = os.fstat(file.fileno()).st_size
                if size - done >= _PIECE:
                    os.fsync(file.fileno())
                    done = size

    flushing = threading.Thread(target=flush, name="copy to the disk", daemon=True)
    flushing.start()
    try:
        yield
    finally:
        over.set()
        flushing.join()


def _checked(c: sqlite3.Connection, target: Path) -> tuple[Counts, str]:
    """The rows of a sound copy, and its SHA-256: the bytes are read once for both, by two threads side by side."""
    sums: list[str] = []
    faults: list[OSError] = []

    def add_up() -> None:
        try:
            sums.append(file_hash(target))
        except OSError as fault:
            faults.append(fault)

    adding = threading.Thread(target=add_up, name="sum of a backup", daemon=True)
    adding.start()
    try:
        found = check(target)
        compare_texts(c, target)
    finally:
        adding.join()
    if faults:
        raise faults[0]
    return found, sums[0]


def file_hash(path: Path) -> str:
    """The hex SHA-256 of a file's bytes. Never of a library that is open in this process: closing a file drops SQLite's locks on it."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha.update(block)
    return sha.hexdigest()
