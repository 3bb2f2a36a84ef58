"""What SQLite says, as a sentence for the editor."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from curator.domain.errors import Busy, CuratorError, Damaged, LibraryFault, ReadOnly, Refused
from curator.domain.progress import Cancelled
from curator.library.turns import primary_code

_CAUSES = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "nothing can be written there",
    sqlite3.SQLITE_IOERR: "its disk does not do what it is told",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened, or no file can be made beside it",
    sqlite3.SQLITE_PERM: "you may not write there",
    sqlite3.SQLITE_AUTH: "you may not write there",
}
_INDEX_DAMAGED = getattr(sqlite3, "SQLITE_CORRUPT_VTAB", 267)

_SIGNS = ("decode to UTF-8", "unsupported file format", "no such module", "malformed database schema")
"""What SQLite says, as an error of a statement, of a file whose pages or schema were changed by something else."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raises CuratorError with a sentence, or Cancelled, in place of an error of the database. What was begun is rolled back."""
    try:
        yield
    except DBAPIError as fault:
        if isinstance(fault, IntegrityError):
            raise Refused("Nothing was changed: something that it needs is gone, or its name is taken.") from fault
        if not isinstance(fault.orig, sqlite3.Error):
            raise
        raise sentence(fault.orig, path) from fault
    except sqlite3.Error as fault:
        raise sentence(fault, path) from fault
    except UnicodeDecodeError as fault:  # what is no text any more, in a row or in what SQLite says of it
        raise _damaged(path, "it holds what is no text") from fault


def sentence(fault: sqlite3.Error, path: Path) -> CuratorError | Cancelled | sqlite3.Error:
    """The error that an editor may see; a fault that is our own mistake stays as it is."""
    name = path.name
    code = primary_code(fault)
    if code == sqlite3.SQLITE_INTERRUPT:
        return Cancelled()
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(f"Another program is writing to “{name}” and has not ended yet. Nothing was changed; try again.")
    if code == sqlite3.SQLITE_FULL:
        return LibraryFault(f"The disk that holds “{name}” is full. Nothing was changed; make room and try again.")
    if code == sqlite3.SQLITE_READONLY:
        return ReadOnly(f"“{name}” can't be written where it is. Nothing was changed.")
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return LibraryFault(
            f"“{name}” can't be reached: {cause(fault)}. Look whether its drive is still there and not full."
        )
    if getattr(fault, "sqlite_errorcode", 0) == _INDEX_DAMAGED or "invalid fts5 file format" in str(fault):
        return LibraryFault(f"The search index of “{name}” is damaged, nothing else is. Run `curator doctor --fix`.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or any(sign in str(fault) for sign in _SIGNS):
        return _damaged(path, str(fault))
    return fault


def cause(fault: sqlite3.Error) -> str:
    """Why SQLite could not do it, as a part of a sentence for an editor."""
    return _CAUSES.get(primary_code(fault), str(fault))


def _damaged(path: Path, told: str) -> Damaged:
    what = "" if "malformed" in told else f" ({told})"  # it says no more than the sentence does
    words = f"“{path.name}” is damaged{what}. Keep it as it is: what is left can be read into a new library (`curator doctor --fix`)."
    return Damaged(words, file=path)
