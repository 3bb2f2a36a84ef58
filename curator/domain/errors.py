"""The errors that an editor may see.

CuratorError
 ├── NotFound      no such paper, issue, section, entry or file
 ├── Refused       it can't be done as things stand: an undo over later work, a place that is taken
 ├── LibraryFault  the library can't be opened, or is not the file that was opened
 │    ├── ReadOnly the library opens to read only
 │    ├── Busy     another program is writing to it; trying again may help
 │    ├── Damaged  what the file holds can't be read as SQLite wrote it
 │    └── Foreign  the file is no library, or holds what Curator did not make
 ├── Unreachable   a service does not answer, or answers wrongly; trying later may help
 └── Unreadable    a file or a text is not of the form that it should have
"""

import errno
from pathlib import Path


class CuratorError(Exception):
    """One sentence or two for the editor: what happened, and what to do. The cause is kept as `__cause__`."""


class NotFound(CuratorError):
    """There is no such paper, issue, section, entry or file."""


class Refused(CuratorError):
    """It can't be done as things stand; nothing was changed. `about`: the value that can't stand (title, date, url), "" where it is none."""

    def __init__(self, words: str, *, about: str = "") -> None:
        super().__init__(words)
        self.about = about


class LibraryFault(CuratorError):
    """The library can't be opened, or its file is not the one that was opened."""


class ReadOnly(LibraryFault):
    """The library can be read and not be written."""


class Busy(LibraryFault):
    """Another program is writing to the library; trying again may help."""


class Damaged(LibraryFault):
    """What a file holds is not what SQLite wrote. `file`: which, where it was one that was being read; a library or a backup."""

    def __init__(self, words: str, *, file: Path | None = None) -> None:
        super().__init__(words)
        self.file = file


class Foreign(LibraryFault):
    """The file is no library of Curator, or one that something else was made in. Or one that is damaged where that is written."""


class Unreachable(CuratorError):
    """A service can't be reached, does not answer in time, or answers wrongly. Trying later may help."""


class Unreadable(CuratorError):
    """A file or a text has not the form that it should have."""


def reason(fault: OSError) -> str:
    """Why the system refused, as a part of a sentence for an editor."""
    return _REASONS.get(fault.errno or 0) or fault.strerror or str(fault)


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "what you may use of the disk is used up",
    errno.EROFS: "nothing can be written on its disk",
    errno.EIO: "its disk does not do what it is told; look whether it is still connected",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
}
