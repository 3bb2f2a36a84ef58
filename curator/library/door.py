"""How the library's file is opened: the bare connection that every way in is made of, and what says that a file is ours.

It imports nothing heavy, so that `glance.py` can look before SQLAlchemy is there.
"""

import os
import sqlite3
import sys
from pathlib import Path
from urllib.parse import quote

APPLICATION = 0x43555241
VERSION = 2

WRITE, READ, FROZEN = "mode=rw", "mode=ro", "mode=ro&immutable=1"
"""The ways to open: FROZEN takes no lock and leaves no file, and is sound only while nobody writes."""

_SHARED = 32_768

PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "temp_store = MEMORY",
    *(("fullfsync = ON", "checkpoint_fullfsync = ON") if sys.platform == "darwin" else ()),
)
"""What every connection to a library is told first."""


def real(path: Path) -> Path:
    """The path with every link followed: SQLite keeps its own files beside the true file."""
    return Path(os.path.realpath(path))


def connect(path: Path, how: str) -> sqlite3.Connection:
    """A bare connection to a file that is there; `how` is the query of an SQLite address."""
    return sqlite3.connect(
        address(path, how),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=5.0,
        cached_statements=256,
    )


def address(path: Path, how: str) -> str:
    """An SQLite address, as `ATTACH` takes it too; whatever stands in the path is taken literally."""
    posix = path.as_posix()
    return "file://" + ("" if posix.startswith("/") else "/") + quote(os.fsencode(posix), safe="/:") + f"?{how}"


def nobody_writes(path: Path) -> bool:
    """True if no program can be writing: nothing of SQLite's is left beside, as it is while a library is open anywhere."""
    if has_bytes(path, "-wal") or has_bytes(path, "-journal"):
        return False
    # What is shared has 32 kB at least; on a full disk a few bytes of it are left by one who could not begin.
    return not has_bytes(path, "-shm", _SHARED)


def look(path: Path) -> tuple[int, int, int, bool]:
    """What differs after any write."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, has_bytes(path, "-wal")


def has_bytes(path: Path, ending: str, least: int = 1) -> bool:
    """Whether a file of SQLite's, called as the library with this ending, is there and holds anything, or so many bytes."""
    try:
        return Path(f"{path}{ending}").stat().st_size >= least
    except OSError:
        return False
