"""Backups: when one is due, and making, listing, comparing and restoring them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from curator.domain.backups import Backup, BackupKind
from curator.domain.progress import Progress
from curator.jobs.desk import Desk, now
from curator.settings import Settings

if TYPE_CHECKING:
    from curator.library.comparing import Comparison
    from curator.library.restoring import Restored

WRITING_EVERY = timedelta(minutes=15)
EVERYTHING_EVERY = timedelta(days=1)

BEFORE_IMPORT = "before an issue was imported"
BEFORE_MENDING = "before the library was mended"
REGULAR = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Which kinds are due."""

    writing: bool
    everything: bool

    @property
    def kinds(self) -> tuple[BackupKind, ...]:
        """What is quick first."""
        wanted = ((BackupKind.WRITING, self.writing), (BackupKind.EVERYTHING, self.everything))
        return tuple(kind for kind, is_due in wanted if is_due)


def due(moment: datetime, held: Sequence[Backup], changed: datetime | None, *, closing: bool = False) -> Due:
    """What is due at `moment` (UTC): the writing a quarter of an hour after the last one, everything a day after, if something was
    `changed` (when last; None: never) since. `closing`: the writing without waiting for its quarter of an hour.

    What is damaged or of the future does not count: a clock that went back does not put an end to backups.
    """

    def last(kind: BackupKind) -> datetime | None:
        times = [one.at for one in held if one.kind is kind and one.fault is None and one.at <= moment]
        return max(times, default=None)

    def is_due(kind: BackupKind, every: timedelta) -> bool:
        at = last(kind)
        return changed is not None and (at is None or (changed >= at and moment - at >= every))

    return Due(
        is_due(BackupKind.WRITING, timedelta(0) if closing else WRITING_EVERY),
        is_due(BackupKind.EVERYTHING, EVERYTHING_EVERY),
    )


def root(settings: Settings) -> Path:
    """The folder in which each library has a folder of its backups."""
    return settings.data / "backups"


def back_up(desk: Desk, kind: BackupKind, why: str, progress: Progress) -> Backup:
    """Makes a backup, and lets older ones go. Raises Refused, ReadOnly, Damaged, Cancelled."""
    return desk.library.back_up(kind, root(desk.settings), why, progress)


def before(desk: Desk, why: str, progress: Progress) -> Backup | None:
    """A backup of everything before something that changes much; None where there is nothing yet. Raises as `back_up`."""
    with desk.library.read() as reading:
        is_empty = not reading.listing.ids() and not reading.issues.list()
    return None if is_empty else back_up(desk, BackupKind.EVERYTHING, why, progress)


def mirror(desk: Desk, papers: Collection[int] | None, progress: Progress | None = None) -> int:
    """Brings the Markdown files of these papers' write-ups up to date, or of all; gives how many changed. Raises Refused."""
    return desk.library.mirror(root(desk.settings), papers, progress)


def listing(settings: Settings, library: Path) -> list[Backup]:
    """The backups of a library, newest first; also of one that is gone."""
    from curator.library import backups  # SQLAlchemy: with the library alone

    return backups.listing(backups.house(root(settings), library))


def copy_to(desk: Desk, target: Path, progress: Progress) -> Backup:
    """A copy of everything at a path where nothing is, or in a folder. Raises Refused, Damaged, Cancelled."""
    return desk.library.copy_to(target, progress)


def compare(desk: Desk, backup: Path) -> "Comparison":
    """What would be lost and won if a backup were restored now. Raises LibraryFault."""
    return desk.library.compare(backup)


def restore(
    settings: Settings, place: Path, backup: Path, progress: Progress, *, origin: str = "command"
) -> "Restored":
    """Restores a backup at a library's path, while nobody has that library open. `origin`, window or command, is whose step it is.

    Raises NotFound, Refused, LibraryFault.
    """
    from curator.library import restoring  # SQLAlchemy: with the library alone

    house, state = root(settings), settings.state
    return restoring.restore(backup, place, house, now=now, state=state, progress=progress, origin=origin)


def keep(desk: Desk, changed: datetime | None, progress: Progress, *, closing: bool = False) -> tuple[Backup, ...]:
    """Makes what is due; `changed` is when something was changed last (UTC; None: not since the library was opened). Raises as `back_up`.

    What an earlier run or a command changed and no backup has counts as changed now. Once everything is kept, and only then, the library lets go of what nobody needs any more.
    """
    held = listing(desk.settings, desk.library.path)
    if changed is None and not _is_whole(held, desk.library.mark()):
        changed = desk.now()
    wanted = due(desk.now(), held, changed, closing=closing).kinds
    kinds = [kind for kind in wanted if kind is BackupKind.WRITING] if closing else wanted
    made = tuple(back_up(desk, kind, REGULAR, progress) for kind in kinds)
    if BackupKind.EVERYTHING in kinds:
        desk.library.tidy(progress)
    return made


def has_all(desk: Desk) -> bool:
    """Whether all that is written in the library is in a backup."""
    return _is_whole(listing(desk.settings, desk.library.path), desk.library.mark())


def _is_whole(held: Sequence[Backup], mark: str) -> bool:
    """Whether the newest of the writing was made of the library as it is."""
    newest = next((one for one in held if one.kind is BackupKind.WRITING and one.fault is None), None)
    return newest is not None and newest.mark == mark


def verify(backup: Path) -> str | None:
    """A sentence if a backup is not what was written, byte by byte; None if all is well. Reads all of it."""
    from curator.library import backups  # SQLAlchemy: with the library alone

    return backups.verify(backup)


def look_at(path: Path) -> Backup:
    """What a file that a person chose says of itself; `fault` if it is no backup."""
    from curator.library import backups  # SQLAlchemy: with the library alone

    return backups.look_at(path)
