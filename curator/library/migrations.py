"""Brings a library of an older version up to date: a verified copy is put aside, then numbered functions run in one transaction."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from curator.domain.errors import CuratorError, LibraryFault
from curator.library import backups, door, schema


def bring_up_to_date(c: sqlite3.Connection, path: Path, version: int, root: Path | None) -> None:
    """Runs the steps from `version` to the present one. Raises LibraryFault, and the library is as it was.

    `c` is a connection that may write and is in no transaction, `root` the folder of all libraries' backups. The history of undo does not outlive this.
    """
    if root is None:
        raise LibraryFault(
            f"“{path.name}” was made by an older Curator, and there is no folder to put a copy into before it is changed."
        )
    copy = put_aside(c, path, version, root)
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
                f"“{path.name}” could not be brought up to date: it does not hold what it should. It was left as it was; a copy is “{copy}”."
            )
        c.execute("insert into words(words, rank) values ('integrity-check', 1)")
        c.execute("COMMIT")
    except BaseException:
        if c.in_transaction:
            c.execute("ROLLBACK")
        raise
    finally:
        c.execute("PRAGMA foreign_keys = ON")


def put_aside(c: sqlite3.Connection, path: Path, version: int, root: Path) -> Path:
    """A backup of everything, in the library's folder below `root`. Returns where it is."""
    why = f"before it was brought up to date from form {version}"
    try:
        return backups.take_before_change(c, path, root, datetime.now(UTC), why).path
    except CuratorError as fault:
        raise LibraryFault(
            f"“{path.name}” has to be brought up to date, but no copy of it could be put aside. {fault}"
        ) from fault


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
    c.execute(
        "create table parted (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, one INTEGER NOT NULL, other INTEGER NOT NULL, unique (one, other), "
        "foreign key(one) references paper (id) on delete cascade, foreign key(other) references paper (id) on delete cascade)"
    )
    c.execute("create index ix_parted_other on parted (other)")


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_note_newer_versions_and_faults, _keep_what_is_removed)
"""The function at place n takes a library from version n to n + 1. It never changes once it was released."""
