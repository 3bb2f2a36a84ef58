"""The library's file: what lies at a path, how an SQLite address is made of it, and how a new one is put in its place."""

import contextlib
import glob
import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from curator.disk import folder_to_disk
from curator.domain.errors import LibraryFault, NotFound, Refused, reason
from curator.library import opened, schema
from curator.library.door import FROZEN, READ, WRITE, connect, has_bytes, real
from curator.library.faults import told


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file it is, whatever its name."""

    device: int
    inode: int


def create(path: Path, state: Path | None = None) -> None:
    """Makes an empty library where nothing is, and where none was that `state` (the state folder) remembers.

    Raises Refused. It is made beside, and put in its place by a link, which never replaces anything.
    """
    path = real(path)
    if not path.parent.is_dir():
        raise Refused(f"The folder “{path.parent}” is not there. Make it first, or choose another.")
    if os.path.lexists(path):
        raise Refused(f"There is already something at “{path}”. Open it, or choose another name.")
    if state is not None and opened.was_opened(state, path):
        raise Refused(
            f"The library “{path}” was opened here before and is not there now. Connect its drive, or look where it was moved to; "
            "an empty one is not put in its place."
        )
    for ending in ("-wal", "-journal"):
        if os.path.lexists(f"{path}{ending}"):
            raise Refused(
                f"Beside “{path}” there is what is left of another library (“{path.name}{ending}”). Choose another name."
            )
    beside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        with contextlib.suppress(OSError):  # what could not be removed from a disk that failed before
            beside.unlink()
        with told(path):
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
            c = connect(beside, WRITE)
            try:
                schema.make(c)
            finally:
                c.close()
        put_in_place(beside, path)
    except FileExistsError as fault:
        raise Refused(f"There is already something at “{path}”. Open it, or choose another name.") from fault
    except OSError as fault:
        raise Refused(f"No library can be made at “{path}”: {reason(fault)}. Choose another place.") from fault
    finally:
        with contextlib.suppress(OSError):  # where nothing could be made, nothing can be taken away either
            beside.unlink()


def identity(path: Path) -> Identity:
    """Raises NotFound, or LibraryFault if it is no regular file."""
    try:
        found = path.stat()
    except FileNotFoundError as fault:
        raise NotFound(f"There is no library at “{path}”. Look where it was moved to, or choose another.") from fault
    except OSError as fault:
        raise LibraryFault(f"“{path}” can't be reached: {reason(fault)}. Look whether its drive is there.") from fault
    if not path.is_file():
        raise LibraryFault(f"“{path}” is no file, so no library of Curator. Choose another.")
    return Identity(found.st_dev, found.st_ino)


def must_be_one(path: Path) -> None:
    """Raises LibraryFault if the file has a second name: SQLite keeps a log beside each, and what stands in one is unknown to the other.

    What `create` could not take away again has such a name; it is taken away now.
    """
    try:
        if path.stat().st_nlink < 2:
            return
        for left in path.parent.glob(f".{glob.escape(path.name)}.*.new"):
            if left.samefile(path):
                left.unlink()
        names = path.stat().st_nlink
    except OSError:
        return  # whether it can be reached at all is told by whoever opens it
    if names > 1:
        raise LibraryFault(
            f"“{path.name}” has {names} names on its disk (hard links). What is written by one is not seen by the other, so it is not "
            "opened. Copy it, and open the copy."
        )


def probe(path: Path) -> None:
    """Raises LibraryFault for a file that is not ours, without a lock, and without making or changing any file."""
    alone = not (has_bytes(path, "-wal") or has_bytes(path, "-journal"))
    for how in (FROZEN, READ):
        c = connect(path, how)
        try:
            if how == READ or alone:
                schema.judge(c, path.name)
                return
            schema.whose(c, path.name)
        except sqlite3.DatabaseError:
            # A log that is not all in the file yet, or one to roll back: what it is will be seen by whoever may do that.
            continue
        finally:
            c.close()


def put_in_place(beside: Path, path: Path) -> None:
    """Gives a file that was made beside its name, and never replaces anything. Raises FileExistsError."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # No links on this file system: the name is claimed with an empty file, which then is replaced.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        beside.replace(path)
    folder_to_disk(path.parent)
