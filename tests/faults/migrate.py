"""A library of an older version is brought up to date and the process is killed: it is the old one or the new one, and a backup stands."""

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from curator.domain.errors import CuratorError, ReadOnly
from curator.library import backups, door, schema
from curator.library.library import open_library
from tests.faults import older
from tests.faults.editor import now
from tests.faults.result import Figure, Result, all_of, at_most
from tests.faults.sentences import unclear
from tests.faults.shim import KILL, KILL_HALF, Disk, behind, build

LAST = 60
"""So many deeds at the end are those of the transaction itself."""

BY_THE_CLOCK = 4
"""One in so many is killed at a moment, the others at a deed on the disk."""


@dataclass(slots=True)
class _Found:
    opened: int = 0
    newer: int = 0
    killed: int = 0
    old: int = 0
    new: int = 0
    between: int = 0
    without_backup: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)


def run(n: int, seed: int, folder: Path) -> Result:
    """Every older version is opened, a newer one read, and n migrations are killed."""
    shim = build(folder)
    with behind(shim, _work, str(folder), n, seed) as (end, _):
        found: _Found = end.recv()
    figures = (
        all_of(found.opened, 2 * door.VERSION, "older libraries opened"),
        Figure("a newer one opened to read only", found.newer == 1),
        Figure(f"{found.killed} killed in the midst", found.killed == n),
        Figure(f"{found.old} old and {found.new} new", (found.old > 0 and found.new > 0) or n < 20),
        at_most(found.between, 0, "between"),
        at_most(found.without_backup, 0, "new without a verified backup"),
        at_most(found.lost, 0, "that lost anything"),
    )
    return Result("migrate", figures, tuple(found.faults))


def _work(end: Connection, folder: str, n: int, seed: int) -> None:
    end.send(_Trial(Path(folder), seed).run(n))


class _Trial:
    """In a process behind the shim; each migration is done by a child of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._chance = folder, random.Random(seed)
        self._place = folder / "place"
        self._path = self._place / "l.curator"
        self._backups = self._place / "backups"
        self._disk = Disk(self._place)
        self._found = _Found()
        self._deeds: dict[tuple[int, bool], int] = {}
        self._seconds: dict[tuple[int, bool], float] = {}

    def run(self, n: int) -> _Found:
        kinds = [(version, has_log) for version in range(door.VERSION) for has_log in (True, False)]
        for version, has_log in kinds:
            older.make(self._original(version, has_log), version, has_log=has_log)
            self._open_old(version, has_log)
        self._open_newer()
        done = 0
        while self._found.killed < n and done < 4 * n:
            self._kill(*kinds[done % len(kinds)], self._chance.randrange(BY_THE_CLOCK) == 0)
            done += 1
        return self._found

    def _original(self, version: int, has_log: bool) -> Path:
        return self._folder / f"{version}-{has_log}.curator"

    def _reset(self, version: int, has_log: bool) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        self._place.mkdir()
        shutil.copyfile(self._original(version, has_log), self._path)

    def _open_old(self, version: int, has_log: bool) -> None:
        """Once without a fault: how many deeds it takes, and how long."""
        self._reset(version, has_log)
        self._disk.count()
        began = time.monotonic()
        library = open_library(self._path, now=now, backups=self._backups)
        self._seconds[version, has_log] = time.monotonic() - began
        self._deeds[version, has_log] = self._disk.deeds
        is_fit = not library.is_read_only and library.doctor() == []
        library.close()
        faults = [*self._wrong(version, has_log)]
        self._found.opened += is_fit and not faults
        self._found.faults += faults

    def _open_newer(self) -> None:
        path = self._folder / "newer.curator"
        older.make_newer(path)
        was = path.read_bytes()
        library = open_library(path, now=now, backups=self._backups)
        try:
            with library.read() as reading:
                titles = reading.listing.count()
            said = ""
            try:
                with library.edit("Add") as edit:
                    edit.papers.new("No")
            except ReadOnly as fault:
                said = str(fault)
        finally:
            library.close()
        why = unclear(said)
        self._found.newer += library.is_read_only and titles > 50 and why is None and path.read_bytes() == was
        if why:
            self._found.faults.append(f"a newer library: {why}")

    def _kill(self, version: int, has_log: bool, by_the_clock: bool) -> None:
        self._reset(version, has_log)
        deeds = self._deeds[version, has_log]
        # The backup comes first, and is the most: half of the kills fall upon what comes after it.
        at = self._chance.randint(1 if self._chance.random() < 0.5 else max(1, deeds - LAST), deeds)
        how = self._chance.choice((KILL, KILL_HALF))
        after = self._chance.uniform(0.0, self._seconds[version, has_log])
        child = os.fork()
        if not child:
            if not by_the_clock:
                self._disk.strike(at, how=how)
            open_library(self._path, now=now, backups=self._backups)
            os._exit(0)
        if by_the_clock:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            if status:
                self._found.faults.append(f"version {version}: the migration failed by itself")
            return  # it was over before
        self._found.killed += 1
        where = f"version {version}{'' if has_log else ' without log'}, killed {f'after {after:.3f} s' if by_the_clock else f'at deed {at}'}"
        self._found.faults += [f"{where}: {fault}" for fault in self._wrong(version, has_log)]

    def _wrong(self, version: int, has_log: bool) -> Iterator[str]:
        """What is wrong with what stands there, and what comes of it when it is opened again."""
        original = self._original(version, has_log)
        columns = older.all_columns(original)
        was = older.held(original, columns)
        is_new = older.form(self._path) == (door.VERSION, schema.current())
        self._found.new += is_new
        if not is_new:
            self._found.old += 1
            if older.form(self._path) != older.form(original):
                self._found.between += 1
                yield f"it is neither old nor new: {older.form(self._path)}"
        yield from self._same(self._path, columns, was, "the library")
        if is_new:
            yield from self._backed_up(version, columns, was)
        try:
            open_library(self._path, now=now, backups=self._backups).close()
        except CuratorError as fault:
            self._found.lost += 1
            yield f"it does not open again: {fault}"
            return
        yield from self._same(self._path, columns, was, "the library, opened again")
        yield from self._backed_up(version, columns, was)

    def _same(self, path: Path, columns: dict[str, list[str]], was: str, what: str) -> Iterator[str]:
        if older.held(path, columns) != was:
            self._found.lost += 1
            yield f"{what} does not hold what was there"

    def _backed_up(self, version: int, columns: dict[str, list[str]], was: str) -> Iterator[str]:
        """One backup at least is sound and is the library as it was; none that is listed is not sound."""
        there = backups.listing(backups.house(self._backups, self._path))
        sound = [one for one in there if backups.verify(one.path) is None]
        if len(sound) < len(there):
            yield f"a backup is not sound: {[one.fault for one in there if one not in sound]}"
        if not any(older.form(one.path)[0] == version for one in sound):
            self._found.without_backup += 1
            yield "no verified backup stands"
        for one in sound:
            yield from self._same(one.path, columns, was, "the backup")
