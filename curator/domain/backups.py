"""Backups: what one holds, and which of them are kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

ALWAYS = 2
"""The newest so many of a kind are kept, whatever room there is."""

BEFORE, FOR = 20, timedelta(days=7)
"""What was made before something that changes much stays for a week, the newest so many: a day may have several such hours."""

SHARE = 10
"""All backups of a library together take at most a tenth of the disk that is free without them."""


class BackupKind(StrEnum):
    """Everything: the whole library. The writing: write-ups, revisions, issues, statuses and what names the papers they belong to."""

    EVERYTHING = "everything"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that lies on the disk. `at` is UTC, `bytes` its size, `why` a few words: what it was made before or for.

    `writeups` counts papers with words. `fault` is a sentence where it is not as it was written: then the counts may be 0. `mark` is that
    of the library (`Library.mark`) when it was made.
    """

    path: Path
    kind: BackupKind
    at: datetime
    papers: int
    writeups: int
    revisions: int
    issues: int
    bytes: int
    why: str
    fault: str | None = None
    mark: str | None = None


_Slot = Callable[[datetime], object]


def _hour(at: datetime) -> object:
    return at.date(), at.hour


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month


RULES: dict[BackupKind, tuple[tuple[_Slot, int], ...]] = {
    BackupKind.WRITING: ((_hour, 24), (_day, 14), (_week, 8), (_month, 12)),
    BackupKind.EVERYTHING: ((_day, 7), (_week, 4)),
}
"""Of each of the last so many hours, days, weeks and months (UTC) in which there is a backup of the kind, the last one is kept."""


def age(one: Backup) -> tuple[datetime, int, str]:
    """What backups are sorted by, the oldest first: of two of one second the name of the later has a number at its end."""
    return one.at, len(one.path.name), one.path.name


def to_drop(held: Iterable[Backup], now: datetime, free: int) -> list[Backup]:
    """Those that may go, oldest first. `free` is the room in bytes that the disk has left beside them.

    The newest two of a kind stay always, and so do the newest two that are not of the future: a clock that went wrong for a day makes
    nothing older than it is. What is damaged counts for nothing and stays: nobody but the editor throws it away.
    """
    sound = sorted((one for one in held if one.fault is None), key=age, reverse=True)
    always: set[Path] = set()
    kept: set[Path] = set()
    for kind, rules in RULES.items():
        mine = [one for one in sound if one.kind is kind]
        always |= {one.path for one in mine[:ALWAYS]}
        always |= {one.path for one in [one for one in mine if one.at <= now][:ALWAYS]}
        for slot, number in rules:
            kept |= _last_of_each(mine, slot, number)
        kept |= {one.path for one in [one for one in mine if one.why and one.at > now - FOR][:BEFORE]}
    kept |= always
    room = (free + sum(one.bytes for one in sound)) // SHARE
    taken = sum(one.bytes for one in sound if one.path in kept)
    # What is large goes first: a backup of everything takes the room of some thirty of the writing.
    for kind in (BackupKind.EVERYTHING, BackupKind.WRITING):
        for one in reversed(sound):
            if taken > room and one.kind is kind and one.path in kept - always:
                kept.remove(one.path)
                taken -= one.bytes
    return [one for one in reversed(sound) if one.path not in kept]


def _last_of_each(newest_first: Sequence[Backup], slot: _Slot, number: int) -> set[Path]:
    slots: dict[object, Path] = {}
    for one in newest_first:
        slots.setdefault(slot(one.at.astimezone(UTC)), one.path)
    return set(list(slots.values())[:number])
