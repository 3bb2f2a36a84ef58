"""Puts a backup in the place of a library, whatever is the matter with that one, and loses nothing of either."""

import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curator.disk import file_to_disk, folder_to_disk
from curator.domain.backups import Backup, BackupKind
from curator.domain.errors import CuratorError, Damaged, LibraryFault, NotFound, Refused, reason
from curator.domain.progress import Progress
from curator.library import backups, excerpt, schema
from curator.library.bringing import Brought, bring_in
from curator.library.claim import Claim
from curator.library.door import WRITE, connect, has_bytes, real
from curator.library.faults import told
from curator.library.library import Library, open_library
from curator.library.reading import Now
from curator.library.turns import primary_code

_PATIENCE = 3.0  # seconds in which one that is about to close may do so: a copy that was just cancelled
_ASK_EVERY = 0.05
_BESIDE = ("-wal", "-journal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `before` is the backup of what was there, `aside` the file that it was moved to where it could not be read;
    both None where nothing was. `brought` says what came in where the writing was brought into a library, else None."""

    path: Path
    backup: Backup
    before: Backup | None = None
    aside: Path | None = None
    brought: Brought | None = None


def restore(
    backup: Path,
    place: Path,
    root: Path,
    *,
    now: Now,
    state: Path | None,
    progress: Progress | None = None,
    origin: str = "command",
) -> Restored:
    """Restores a backup at `place`, a path of a library that nobody has open; `root` is where all libraries' backups are.

    Where nothing is, the backup becomes the library. Where one is, it is backed up as a whole first; then a backup of everything takes
    its place, and one of the writing is brought into it. A file that is damaged is moved aside. Raises NotFound, Refused, Damaged,
    LibraryFault, ReadOnly; then what was at `place` is as it was. `origin`, window or command, is whose step it is in the history.
    """
    progress = progress or Progress()
    place = real(place)
    about = _looked_at(backup, place)
    progress.step(0, 3, "Looking at the backup")
    fault = backups.verify(backup)
    if fault is not None:
        raise _unfit(backup, fault)
    progress.step(1, 3, "Looking at the library")
    with _claimed(place):
        if not os.path.lexists(place):
            aside = _clear(place, now)
            _put(backup, place)
            return Restored(place, about, aside=aside)
        if about.kind is BackupKind.EVERYTHING:
            _see_that_nobody_has_it(place)
        try:
            library = open_library(place, now=now, origin=origin, state=state, backups=root)
        except LibraryFault as error:
            if not _is_broken(error, place):
                raise
            progress.step(2, 3, "Restoring")
            aside = _set_aside(place, now)
            _put(backup, place)
            return Restored(place, about, aside=aside)
        with contextlib.closing(library):
            before = _kept(library, backup, about.kind, root, progress)
            progress.step(2, 3, "Restoring")
            if about.kind is BackupKind.WRITING:
                with opened(backup, now) as source:
                    label = f"Restore the writing of {about.at:%d %B %Y, %H:%M} UTC"
                    return Restored(place, about, before, brought=bring_in(library, source, label))
        if before is None:
            aside = _set_aside(place, now)
            _put(backup, place)
            return Restored(place, about, aside=aside)
        with _alone(place) as alone:
            _put(backup, place, alone)
        return Restored(place, about, before)


def _kept(library: Library, backup: Path, kind: BackupKind, root: Path, progress: Progress) -> Backup | None:
    """A backup of what is there. None where it is too damaged for that, and the whole of it is to be replaced: then it is moved aside."""
    why = "before a backup was restored"
    try:
        return library.back_up(BackupKind.EVERYTHING, root, why, progress, spare=backup)
    except Damaged:
        if kind is BackupKind.WRITING:
            raise  # there may be papers in it that the backup does not have
        return None


@contextmanager
def opened(backup: Path, now: Now) -> Iterator[Library]:
    """A backup as a library: a copy of it is opened, so that one of an older version can be brought up to date. Raises LibraryFault."""
    with tempfile.TemporaryDirectory(prefix="curator-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / backup.name
        try:
            shutil.copyfile(backup, copy)
        except OSError as fault:
            raise LibraryFault(f"“{backup.name}” can't be read: {reason(fault)}.") from fault
        library = open_library(copy, now=now, origin="command", backups=Path(folder) / "older")
        try:
            yield library
        finally:
            library.close()


def _looked_at(backup: Path, place: Path) -> Backup:
    """What the backup says of itself. Raises NotFound, or Refused for the library itself."""
    if not backup.is_file():
        raise NotFound(f"There is no backup at “{backup}”.")
    if real(backup) == place or (place.exists() and backup.samefile(place)):
        raise Refused(f"“{backup}” is the library itself. Name a backup of it.")
    about = backups.look_at(backup)
    if about.fault is not None:
        raise _unfit(backup, about.fault)
    return about


def _unfit(backup: Path, fault: str) -> Damaged:
    why = fault[:1].lower() + fault[1:]
    return Damaged(f"“{backup.name}” can't be restored: {why} Choose another backup.", file=backup)


@contextmanager
def _claimed(place: Path) -> Iterator[None]:
    """Takes the place of the one window. Raises Refused."""
    if not place.parent.is_dir():
        raise Refused(f"The folder “{place.parent}” is not there. Make it first, or choose another.")
    claim = Claim(place)
    if not claim.take():
        raise Refused(f"“{place.name}” is open in a window of Curator. Close it first, or restore from its File menu.")
    try:
        yield
    finally:
        claim.give_back()


def _see_that_nobody_has_it(place: Path) -> None:
    """Before anything is done. Raises Refused; whatever else is the matter with the file is said by whoever opens it."""
    try:
        with _alone(place):
            pass
    except Refused:
        raise
    except (CuratorError, OSError):
        return


@contextmanager
def _alone(place: Path) -> Iterator[sqlite3.Connection]:
    """A connection that has all of the library's log in its file, and lets nobody else in. Raises Refused while another one is there."""
    with told(place), contextlib.closing(connect(place, WRITE)) as c:
        c.execute("PRAGMA busy_timeout = 0")
        until = time.monotonic() + _PATIENCE
        while not _keeps_out(c):
            if time.monotonic() > until:
                raise Refused(f"“{place.name}” is open in another program. Close it there, and restore again.")
            time.sleep(_ASK_EVERY)
        yield c


def _keeps_out(c: sqlite3.Connection) -> bool:
    """Whether nobody else can come in from now on."""
    try:
        # To leave WAL takes that no other connection is there, of this process or another; it brings in the log, and removes it.
        if c.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            return False
        c.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as fault:
        if primary_code(fault) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    return True


def _put(backup: Path, place: Path, alone: sqlite3.Connection | None = None) -> None:
    """A copy of the backup takes the place, whole at each moment. Nothing of SQLite's own may be left beside it by then."""
    beside = place.with_name(f".{place.name}.{os.getpid()}.restored")
    try:
        shutil.copyfile(backup, beside)
        with told(beside), contextlib.closing(connect(beside, WRITE)) as c:
            schema.judge(c, backup.name)
            excerpt.unmark(c)
        with beside.open("r+b") as file:
            file_to_disk(file.fileno())
        left = [ending for ending in _BESIDE if has_bytes(place, ending)]
        if left:
            raise Refused(
                f"Beside “{place}” there is “{place.name}{left[0]}”, which belongs to another state of the library. "
                "Close whatever has it open, and restore again."
            )
        folder_to_disk(place.parent)  # what was removed is gone before the new file is there
        if alone is not None and sys.platform == "win32":
            alone.close()
        beside.replace(place)
        folder_to_disk(place.parent)
    except OSError as fault:
        raise Refused(
            f"The backup could not be put at “{place}”: {reason(fault)}. What was there is as it was."
        ) from fault
    finally:
        with contextlib.suppress(OSError):  # it is where it belongs, or could not be made
            beside.unlink()


def _is_broken(error: LibraryFault, place: Path) -> bool:
    """Whether a library can't be opened because of what became of its bytes, so that it may be moved aside; never another program's file."""
    if isinstance(error, Damaged):
        return True
    cause = error.__cause__
    is_no_database = isinstance(cause, sqlite3.Error) and primary_code(cause) == sqlite3.SQLITE_NOTADB
    return is_no_database or (place.is_file() and place.stat().st_size == 0)


def _set_aside(place: Path, now: Now) -> Path:
    """Moves a library that can't be read, and what belongs to it, to a name of its own beside. Raises Refused."""
    target = _aside(place, now)
    try:
        place.rename(target)
        for ending in _BESIDE:
            with contextlib.suppress(FileNotFoundError):
                Path(f"{place}{ending}").rename(f"{target}{ending}")
        folder_to_disk(place.parent)
    except OSError as fault:
        raise Refused(f"“{place.name}” could not be moved aside: {reason(fault)}.") from fault
    return target


def _clear(place: Path, now: Now) -> Path | None:
    """What is left of a library whose file is gone must not be taken for that of the one to come: it is moved aside too."""
    left = [ending for ending in _BESIDE if os.path.lexists(f"{place}{ending}")]
    if not left:
        return None
    target = _aside(place, now)
    try:
        for ending in left:
            Path(f"{place}{ending}").rename(f"{target}{ending}")
    except OSError as fault:
        raise Refused(
            f"“{place.name}{left[0]}” is left of another library, and could not be moved aside: {reason(fault)}."
        ) from fault
    return target


def _aside(place: Path, now: Now) -> Path:
    number = 1
    while True:
        more = "" if number == 1 else f"-{number}"
        target = place.with_name(f"{place.stem}-damaged-{now():%Y%m%dT%H%M%SZ}{more}{place.suffix}")
        if not any(os.path.lexists(f"{target}{ending}") for ending in ("", *_BESIDE)):
            return target
        number += 1
