"""Brings a library of an older version up to date: a verified copy is put aside, then numbered functions run in one transaction."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from curator.disk import file_to_disk, folder_to_disk
from curator.domain.errors import LibraryFault
from curator.library import door, schema


def bring_up_to_date(c: sqlite3.Connection, path: Path, version: int, backups: Path | None) -> None:
    """Runs the steps from `version` to the present one. Raises LibraryFault, and the library is as it was.

    `c` is a connection that may write and is in no transaction. The history of undo does not outlive this.
    """
    if backups is None:
        raise LibraryFault(
            f"“{path.name}” was made by an older Curator, and there is no folder to put a copy into before it is changed."
        )
    put_aside(c, path, version, backups)
    try:
        c.execute("PRAGMA foreign_keys = OFF")
        c.execute("BEGIN IMMEDIATE")
        found = int(c.execute("PRAGMA user_version").fetchone()[0])
        for step in STEPS[found : door.VERSION]:
            step(c)
        c.execute("delete from journal")
        c.execute("delete from step")
        c.execute(f"PRAGMA user_version = {door.VERSION}")
        if c.execute("PRAGMA foreign_key_check").fetchone() or schema.form(c) != schema.current():
            raise LibraryFault(
                f"“{path.name}” could not be brought up to date: it does not hold what it should. It was left as it was; a copy is in “{backups}”."
            )
        c.execute("insert into words(words, rank) values ('integrity-check', 1)")
        c.execute("COMMIT")
    except BaseException:
        if c.in_transaction:
            c.execute("ROLLBACK")
        raise
    finally:
        c.execute("PRAGMA foreign_keys = ON")


def put_aside(c: sqlite3.Connection, path: Path, version: int, backups: Path) -> Path:
    """A copy of the whole library in the folder `backups`, read again and counted. Returns where it is."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = backups / f"{path.stem}-{stamp}-schema-{version}{path.suffix}"
    partial = target.with_name(target.name + ".partial")
    try:
        backups.mkdir(parents=True, exist_ok=True)
        c.execute("VACUUM INTO ?", (str(partial),))
        _verify(c, partial)
        with partial.open("r+b") as copy:
            file_to_disk(copy.fileno())
        partial.rename(target)
        folder_to_disk(backups)
    except (OSError, sqlite3.Error) as fault:
        with contextlib.suppress(OSError):  # the copy that failed may leave nothing, not even a folder
            partial.unlink()
        raise LibraryFault(
            f"“{path.name}” has to be brought up to date, but no copy of it could be put into “{backups}” ({fault}). It was left as it was."
        ) from fault
    return target


def _verify(c: sqlite3.Connection, copy: Path) -> None:
    other = sqlite3.connect("file://" + quote(os.fsencode(copy.absolute().as_posix())) + "?mode=ro", uri=True)
    try:
        said = other.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok" or _counts(other) != _counts(c):
            raise sqlite3.DatabaseError("the copy is not the same as the library")
    finally:
        other.close()


def _counts(c: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in c.execute("select name from sqlite_schema where type = 'table' order by name")]
    return {name: c.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}


def _note_newer_versions_and_faults(c: sqlite3.Connection) -> None:
    """0 to 1: a newer version that was heard of, why a fetch failed, and a quick way to what waits."""
    c.execute("alter table metadata add column newer INTEGER")
    c.execute("alter table metadata add column fault TEXT")
    c.execute("create index metadata_waiting on metadata (to_fetch) where to_fetch = 1")


def _keep_what_is_removed(c: sqlite3.Connection) -> None:
    """1 to 2: a trash, what parting needs, and which intake brought a paper."""
    c.execute("alter table metadata add column arrival INTEGER")
    c.execute("alter table metadata add column came_as TEXT")
    c.execute("create index metadata_arrival on metadata (arrival) where arrival is not null")
    c.execute(
        "create table arrival (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, at TEXT NOT NULL, origin TEXT NOT NULL)"
    )
    c.execute(
        "create table trash (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, title TEXT NOT NULL, place TEXT, "
        "paper INTEGER, issue INTEGER, at TEXT NOT NULL)"
    )
    c.execute("create index ix_trash_paper on trash (paper)")
    c.execute(
        "create table trashed (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, trash INTEGER NOT NULL, tab TEXT NOT NULL, "
        "row INTEGER NOT NULL, held TEXT, became TEXT, foreign key(trash) references trash (id) on delete cascade)"
    )
    c.execute("create index ix_trashed_trash on trashed (trash)")


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_note_newer_versions_and_faults, _keep_what_is_removed)
"""The function at place n takes a library from version n to n + 1. It never changes once it was released."""
