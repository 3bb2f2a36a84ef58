"""Which files are the library's own: none of them is read as something to bring in, or written over by an export."""

import os
from pathlib import Path

ENDINGS = ("", "-wal", "-shm", "-journal", ".lock")
"""What the library itself, SQLite and the window's claim append to the library's name."""


def belongs_to(library: Path, path: Path) -> bool:
    """Whether a path is the library or one of the files beside it, by whatever name or link. Opens nothing.

    By device and inode where both are there; else by the place that the path leads to, where such a file may come to be.
    """
    return any(_is_same(path, Path(f"{library}{ending}")) for ending in ENDINGS)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.stat(), other.stat())
    except (OSError, ValueError):  # one of them is not there, or its name can't be one
        pass
    try:
        return one.resolve() == other.resolve()
    except (OSError, ValueError, RuntimeError):  # a link that leads to itself
        return False
