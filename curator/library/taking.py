"""Makes a backup of an open library, while others go on writing to it."""

import contextlib
from datetime import datetime
from pathlib import Path

from curator.domain.backups import Backup, BackupKind
from curator.domain.errors import ReadOnly
from curator.domain.progress import Progress
from curator.library import copies, excerpt
from curator.library.backups import drop_old, has_room, house, put_in, refusing
from curator.library.database import Database


def take(
    database: Database,
    kind: BackupKind,
    root: Path,
    at: datetime,
    why: str,
    progress: Progress,
    spare: Path | None = None,
) -> Backup:
    """Makes a backup of an open library, and lets go of older ones that need no longer be kept. `at` is UTC, `spare` a
    backup that stays whatever its age, because it is about to be restored.

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
                    made = put_in(folder, kind, at, why, database.path, lambda target: copies.whole(c, target))
            else:
                made = put_in(folder, kind, at, why, database.path, lambda target: excerpt.excerpt(c, target, at))
    drop_old(folder, at, spare)
    return made
