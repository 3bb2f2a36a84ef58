"""Files that are whole at each moment, and stay through a loss of power."""

import contextlib
import os
import stat
import sys
import time
from pathlib import Path

from curator.domain.errors import Refused, reason

if sys.platform == "darwin":
    import fcntl

_RENAME_TRIES = 5  # Windows refuses while another program has the target open
_RENAME_PAUSE = 0.1  # seconds


def atomic_write(path: Path, data: bytes) -> None:
    """Writes a file so that at each moment the old or the new one is whole at its place, also after a loss of power.

    Through links, and with the permissions of the file that was there. What is no regular file (a pipe, a device) is written to
    directly. Raises Refused with what to do.
    """
    try:
        place = path.resolve()
        before = place.stat() if place.exists() else None
        if before is not None and not stat.S_ISREG(before.st_mode):
            if stat.S_ISDIR(before.st_mode):
                raise Refused(f"{path} is a folder. Choose a file in it.")
            place.write_bytes(data)
            return
        _write_and_rename(place, data, None if before is None else stat.S_IMODE(before.st_mode))
    except OSError as fault:
        raise Refused(
            f"{path} could not be written: {reason(fault)}. Nothing was changed there; choose another place."
        ) from fault


def file_to_disk(file: int) -> None:
    """Makes what was written to an open file, named by its descriptor, last. Raises OSError."""
    if sys.platform == "darwin":
        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def folder_to_disk(folder: Path) -> None:
    """Makes the names in a folder last: a file that was made or renamed. Some file systems can't; the file is whole all the same."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _write_and_rename(place: Path, data: bytes, mode: int | None) -> None:
    beside = place.with_name(f".{os.urandom(8).hex()}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            file_to_disk(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        _rename(beside, place)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    folder_to_disk(place.parent)


def _rename(beside: Path, place: Path) -> None:
    for left in reversed(range(_RENAME_TRIES)):
        try:
            beside.replace(place)
            return
        except PermissionError:
            if sys.platform != "win32" or not left:
                raise
            time.sleep(_RENAME_PAUSE)
