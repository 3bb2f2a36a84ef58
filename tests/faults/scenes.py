"""What an editor may be doing when the disk fails."""

import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from curator import app
from curator.domain.backups import BackupKind
from curator.domain.errors import CuratorError
from curator.library import backups
from curator.library.library import Library, create_library, open_library
from curator.settings import Settings as Machine
from curator.settings import as_toml
from tests.faults.editor import Editor, now
from tests.faults.export import FORMATS, Exports
from tests.faults.state import fingerprint

REOPENED = 8
"""One in so many times the library is opened anew and looked through."""


class Scene(Protocol):
    """One thing that is done again and again. `folder` is what fails."""

    folder: Path

    def prepare(self) -> None:
        """All is well, and ready for the next time."""

    def act(self) -> str | None:
        """Does it; returns a sentence if it told one in another way than by an error."""

    def check(self, told: str | None) -> list[str]:
        """What is lost now that the disk is well again; `told` is what was said, None if nothing."""

    def again(self) -> list[str]:
        """What does not work now that the disk is well again."""

    def end(self) -> None:
        """It is over."""


class Edits:
    """Edits of an open library."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        folder.mkdir()
        self.folder, self.chance = folder, chance
        self.path = folder / "l.curator"
        create_library(self.path)
        self.library = open_library(self.path, now=now, state=folder / "state")
        self.editor = Editor(self.library, chance)
        self.editor.begin()
        self.was = ""
        self.round = 0

    def prepare(self) -> None:
        self.was = fingerprint(self.library)
        self.round += 1

    def act(self) -> str | None:
        self.editor.act()
        return None

    def check(self, told: str | None) -> list[str]:
        found = []
        is_now = fingerprint(self.library)
        if told is not None and is_now != self.was:
            found.append("it was refused, and changed the library")
        if self.round % REOPENED == 0:
            self._open_anew()
            if fingerprint(self.library) != is_now:
                found.append("what was there is not there when it is opened anew")
            found += [f"doctor: {fault.message}" for fault in self.library.doctor()]
        return found

    def again(self) -> list[str]:
        title = f"Again {self.round}"
        try:
            with self.library.edit("Add") as edit:
                paper = edit.papers.new(title)
            with self.library.edit("Take away") as edit:
                edit.papers.tag([paper], "again")
            with self.library.read() as reading:
                return [] if reading.papers.get(paper).title == title else [f"{title} is not there"]
        except CuratorError as fault:
            self._open_anew()
            return [f"it was not saved without opening anew: {fault}"]

    def end(self) -> None:
        self.library.close()

    def _open_anew(self) -> None:
        self.library.close()
        self.library = self.editor.library = open_library(self.path, now=now, state=self.folder / "state")


class TakeIn(Edits):
    """Papers that come in by the hundred."""

    def act(self) -> str | None:
        self.counts = [self._papers()]
        stop = self.library.listen(lambda changes: self.counts.append(self._papers()))
        try:
            self.editor.arrive(self.chance.randint(60, 250))
        finally:
            stop()
        return None

    def check(self, told: str | None) -> list[str]:
        found = [f"{self.counts[-1]} papers were told of, {self._papers()} are there"] if self._lost() else []
        self.was = fingerprint(self.library)
        return found + super().check(None)

    def _lost(self) -> bool:
        return self._papers() < self.counts[-1]

    def _papers(self) -> int:
        with self.library.read() as reading:
            return int(reading.c.exec_driver_sql("select count(*) from paper").scalar_one())


class Opening(Edits):
    """A library is closed and opened."""

    def act(self) -> str | None:
        self.library.close()
        self.library = open_library(self.path, now=now, state=self.folder / "state")
        return self.library.only_reads

    def check(self, told: str | None) -> list[str]:
        self._open_anew()
        is_now = fingerprint(self.library)
        found = [] if is_now == self.was else ["what was there is not there when it is opened"]
        return found + [f"doctor: {fault.message}" for fault in self.library.doctor()]


class Beginning:
    """A new library."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        folder.mkdir()
        self.folder = folder
        self.number = 0

    @property
    def path(self) -> Path:
        return self.folder / f"{self.number}.curator"

    def prepare(self) -> None:
        self.number += 1

    def act(self) -> str | None:
        create_library(self.path, state=self.folder / "state")
        return None

    def check(self, told: str | None) -> list[str]:
        if told is None:
            return [] if self._is_whole() else ["it was made, and is not whole"]
        return ["it was refused, and something is there"] if self.path.exists() else []

    def again(self) -> list[str]:
        try:
            if not self.path.exists():
                create_library(self.path, state=self.folder / "state")
            return [] if self._is_whole() else ["it is not whole"]
        except CuratorError as fault:
            return [str(fault)]

    def end(self) -> None:
        return

    def _is_whole(self) -> bool:
        library = open_library(self.path, now=now)
        try:
            with library.edit("Add") as edit:
                edit.papers.new("A paper")
            return not library.doctor()
        finally:
            library.close()


class MakeBackup:
    """A backup of either kind of a library that is open."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        folder.mkdir()
        self.folder, self.chance = folder, chance
        path = folder / "l.curator"
        create_library(path)
        self._moment = datetime(2022, 4, 6, tzinfo=UTC)
        self.library: Library = open_library(path, now=self._later)
        self.editor = Editor(self.library, chance)
        self.editor.begin()
        self.root = folder / "backups"
        self.were: set[Path] = set()

    def prepare(self) -> None:
        self.editor.act()
        self.were = self._there()

    def act(self) -> str | None:
        self.library.back_up(self.chance.choice(list(BackupKind)), self.root, "a test")
        return None

    def check(self, told: str | None) -> list[str]:
        gone = [f"{path.name} is gone" for path in self.were - self._there()] if told is not None else []
        return gone + self._unsound()

    def again(self) -> list[str]:
        try:
            made = self.library.back_up(BackupKind.EVERYTHING, self.root, "a test")
        except CuratorError as fault:
            return [str(fault)]
        return self._unsound() + ([] if made.path in self._there() else [f"{made.path.name} is not there"])

    def end(self) -> None:
        self.library.close()

    def _later(self) -> datetime:
        self._moment += timedelta(minutes=self.chance.randint(0, 200))
        return self._moment

    def _there(self) -> set[Path]:
        return {one.path for one in backups.listing(backups.house(self.root, self.library.path))}

    def _unsound(self) -> list[str]:
        return [f"{path.name}: {wrong}" for path in self._there() if (wrong := backups.verify(path)) is not None]


class Settings:
    """The settings of this machine are kept."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.number = folder, 0
        self.machine = Machine(library=folder / "l", data=folder, state=folder, config=folder / "config")
        self.file = self.machine.config / "settings.toml"
        self.was: bytes | None = None

    def prepare(self) -> None:
        self.number += 1
        if self.number % 5 == 0:  # a machine on which nothing was kept yet
            shutil.rmtree(self.folder, ignore_errors=True)
        self.was = self.file.read_bytes() if self.file.exists() else None

    def act(self) -> str | None:
        app.keep_settings(self._now())
        return None

    def check(self, told: str | None) -> list[str]:
        held = self.file.read_bytes() if self.file.exists() else None
        if (held == self.was and told is not None) or (held == self._wanted() and told is None):
            return []
        return ["the settings are neither the old ones nor, as told, the new ones"]

    def again(self) -> list[str]:
        try:
            app.keep_settings(self._now())
        except CuratorError as fault:
            return [str(fault)]
        return [] if self.file.read_bytes() == self._wanted() else ["they were not kept"]

    def end(self) -> None:
        return

    def _now(self) -> Machine:
        return replace(self.machine, text_size=1 + self.number % 100 / 100)

    def _wanted(self) -> bytes:
        return as_toml(self._now()).encode()


class Export:
    """An issue is exported over an older export."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        folder.mkdir()
        self._exports = Exports(folder, chance)
        self._exports.begin()
        self.folder, self._chance = self._exports.out, chance
        self._format = FORMATS[0].name

    def prepare(self) -> None:
        self._exports.reset()
        self._format = self._chance.choice(FORMATS).name

    def act(self) -> str | None:
        self._exports.export(self._format, self.folder)
        return None

    def check(self, told: str | None) -> list[str]:
        return self._exports.look()

    def again(self) -> list[str]:
        try:
            self._exports.export(self._format, self.folder)
        except CuratorError as fault:
            return [str(fault)]
        return self._exports.look()

    def end(self) -> None:
        return
