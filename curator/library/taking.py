"""Makes a backup of an open library, while others go on writing to it."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from curator.disk import folder_to_disk
from curator.domain.backups import Backup, BackupKind
from curator.domain.errors import ReadOnly, Refused
from curator.domain.progress import Progress
from curator.library import copies, excerpt
from curator.library.backups import SUFFIX, drop_old, free_name, has_room, house, look_at, put_in, refusing
from curator.library.database import Database


def take(
    database: Database,
    kind: BackupKind,
    root: Path,
    at: datetime,
    why: str,
    mark: str,
    progress: Progress,
    spare: Path | None = None,
) -> Backup:
    """Makes a backup of an open library, and lets go of older ones that need no longer be kept. `at` is UTC, `mark` that of the
    library by now, `spare` a backup that stays whatever its age, because it is about to be restored.

    Raises Refused where it can't be made, ReadOnly for the writing of a library of a newer version, Damaged, Cancelled. Others may
    write to the library meanwhile; it, and all older backups, are as they were.
    """
    folder = house(root, database.path)
    if kind is BackupKind.WRITING and database.only_reads is not None:
        raise ReadOnly(database.only_reads)
    with refusing(database.path, folder), contextlib.closing(database.apart()) as c:
        has_room(c, kind, folder)
        with progress.closing(c.interrupt):
            if kind is BackupKind.EVERYTHING:
                with database.copying():
                    made = put_in(folder, kind, at, why, database.path, lambda target: copies.whole(c, target), mark)
            else:
                made = put_in(folder, kind, at, why, database.path, lambda target: excerpt.excerpt(c, target, at), mark)
    drop_old(folder, at, spare)
    return made


def copy_to(database: Database, target: Path, at: datetime, progress: Progress) -> Backup:
    """A copy of everything where a person wants it: a file where nothing is, or a folder that is there. `at` is UTC.

    Raises Refused, Damaged, Cancelled; nothing is left then.
    """
    if target.is_dir():
        target = free_name(target, f"{database.path.stem}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}", SUFFIX)
    if os.path.lexists(target):
        raise Refused(f"There is already something at “{target}”. Choose another name for the backup.")
    if not target.parent.is_dir():
        raise Refused(f"The folder “{target.parent}” is not there. Make it first, or choose another.")
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    with refusing(database.path, target.parent), contextlib.closing(database.apart()) as c, database.copying():
        has_room(c, BackupKind.EVERYTHING, target.parent)
        try:
            with progress.closing(c.interrupt):
                copies.whole(c, partial)
            partial.rename(target)
        except BaseException:
            with contextlib.suppress(OSError):  # what failed may have left nothing
                partial.unlink()
            raise
        folder_to_disk(target.parent)
    return look_at(target)
