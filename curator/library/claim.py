"""One window for a library: a lock on a file beside it, held as long as the window is open."""

import contextlib
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


_WORD_AT = 1
"""Behind the first byte, which is what Windows locks."""


class Claim:
    """The lock on `<name>.lock`. The file stays when the lock is given back: to remove it would let two in at once.

    While the lock is held the file has a word in it, so that the next one knows whether the one before gave it back (`was_left`).
    """

    def __init__(self, library: Path) -> None:
        self._path = library.with_name(library.name + ".lock")
        self._file: int | None = None
        self.was_left = False

    def take(self) -> bool:
        """False if another window has it. True where no such file can be made: nothing can be written there anyway."""
        if self._file is not None:
            return True
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        try:
            _lock(file)
        except OSError:
            os.close(file)
            return False
        self._file = file
        with contextlib.suppress(OSError):  # a full disk: the lock is what counts
            self.was_left = os.fstat(file).st_size > _WORD_AT
            os.ftruncate(file, 0)
            os.lseek(file, _WORD_AT, os.SEEK_SET)
            os.write(file, b"open\n")
        return True

    def give_back(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None


def _lock(file: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
