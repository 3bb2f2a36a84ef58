"""What may happen around a library while it is open."""

import os
import random
import shutil
import subprocess
from pathlib import Path

from curator.domain.errors import CuratorError
from curator.library.library import create_library, open_library
from tests.faults.editor import now
from tests.faults.result import NotHere
from tests.faults.writer import Writer

DAY = 86_400.0


class NotPossible(NotHere):
    """This machine does not let it happen."""


class Round:
    """One time. `next` is the file that the editor opens afterwards; `may_be_gone`: another's deed took the file away, which must be told."""

    def __init__(self, folder: Path, writer: Writer, chance: random.Random) -> None:
        self.folder, self.writer, self.chance = folder, writer, chance
        self.path = self.next = folder / "l.curator"
        self.may_be_gone = False
        self.ending = ""
        self.wrong: list[str] = []
        self._mounts: list[Path] = []

    def begin(self, path: Path | None = None) -> None:
        """The library is open, and some edits are in it: in the log, or in the file too."""
        self.path = self.next = path or self.path
        self.writer.open(self.path)
        self.edit_some()
        if self.chance.random() < 0.4:
            self.writer.checkpoint()
            if self.chance.random() < 0.7:
                self.edit_some()

    def edit_some(self) -> None:
        self.writer.edit(self.chance.randint(1, 6))

    def go_on(self) -> None:
        """The window looks, the editor goes on writing, and then it is closed or killed."""
        self.writer.look()
        if self.chance.random() < 0.8:
            self.edit_some()
        self.end()

    def end(self) -> None:
        if self.chance.random() < 0.5:
            self.ending = "killed"
            self.writer.kill()
        else:
            self.ending = "closed"
            self.writer.close()

    def held_next(self) -> set[int]:
        """The edits in the file that is opened next."""
        return self.held(self.next)

    def held(self, path: Path) -> set[int]:
        """The edits in a library, which must be sound; none, and a sentence, where it can't be opened."""
        try:
            library = open_library(path, now=now)
        except CuratorError as fault:
            self.writer.told.append(str(fault))
            return set()
        try:
            with library.read() as reading:
                titles = reading.c.exec_driver_sql("select title from metadata").scalars().all()
            self.wrong += [f"{path.name}: {fault.message}" for fault in library.doctor()]
        finally:
            library.close()
        return {int(title.removeprefix("Edit ")) for title in titles if title.startswith("Edit ")}

    def mount(self, *arguments: str) -> None:
        if shutil.which("mount") is None or (hasattr(os, "geteuid") and os.geteuid() != 0):
            raise NotPossible("it needs root")
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
        if done.returncode:
            raise NotPossible(f"mount: {done.stderr.strip()[-80:]}")
        if Path(arguments[-1]) not in self._mounts:
            self._mounts.append(Path(arguments[-1]))

    def unmount(self, place: Path) -> None:
        subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True)
        self._mounts.remove(place)

    def tidy(self) -> None:
        self.writer.kill()
        for place in list(self._mounts):
            self.unmount(place)


def renamed(one: Round) -> None:
    """The editor gives the file another name; that is what they open next."""
    one.begin()
    one.next = one.path.rename(one.folder / "new name.curator")
    one.go_on()


def replaced(one: Round) -> None:
    """A sync client puts another version of it in its place."""
    other = one.folder / "other.curator"
    _small_library(other)
    one.begin()
    other.replace(one.path)
    one.may_be_gone = True
    one.go_on()


def deleted(one: Round) -> None:
    """The file is thrown away."""
    one.begin()
    one.path.unlink()
    one.may_be_gone = True
    one.go_on()


def log_deleted(one: Round) -> None:
    """Somebody tidies up, and takes the log for rubbish."""
    one.begin()
    Path(f"{one.path}-wal").unlink()
    one.go_on()


def unmounted(one: Round) -> None:
    """The stick is pulled out and put in again."""
    stick, place = one.folder / "stick", one.folder / "place"
    stick.mkdir()
    place.mkdir()
    one.mount("--bind", str(stick), str(place))
    one.begin(place / "l.curator")
    one.unmount(place)
    one.go_on()
    if (place / "l.curator").exists():
        one.wrong.append("a library was made where the stick was")
    one.mount("--bind", str(stick), str(place))


def read_only(one: Round) -> None:
    """Where the library is nothing can be written any more when it is opened the next time."""
    place = one.folder / "place"
    place.mkdir()
    one.mount("--bind", str(place), str(place))
    one.begin(place / "l.curator")
    one.end()
    one.mount("-o", "remount,bind,ro", str(place))
    again = Writer()
    try:
        again.saved, again.told = one.writer.saved, one.writer.told
        before = len(one.writer.told)
        is_writable = again.open(one.path)
        again.edit(2)
        if is_writable or len(one.writer.told) < before + 2:
            one.wrong.append(f"it was not said that nothing can be written: {one.writer.told[before:]}")
    finally:
        again.kill()
    one.mount("-o", "remount,bind,rw", str(place))


def copied(one: Round) -> None:
    """The file alone is copied while it is open, as by a program that makes backups; the copy is opened too."""
    one.begin()
    copy = one.folder / "copy.curator"
    shutil.copyfile(one.path, copy)
    one.go_on()
    held = one.held(copy)
    if not held <= set(one.writer.saved):
        one.wrong.append(f"the copy holds what was never there: {held}")


def linked(one: Round) -> None:
    """The file has a second name, by which a second program opens it and writes too."""
    one.begin()
    other = one.folder / "other name.curator"
    if one.chance.random() < 0.5:
        other.symlink_to(one.path)
    else:
        os.link(one.path, other)
    second = Writer()
    second.told = one.writer.told
    try:
        is_open = second.open(other)
        if is_open:
            second.saved = one.writer.saved
            second.edit(3)
            one.writer.edit(2)
            second.edit(2)
        if is_open and one.chance.random() < 0.5:
            second.close()
    finally:
        second.kill()
    one.go_on()
    if not other.is_symlink():
        other.unlink()


def restored_beside_a_stale_log(one: Round) -> None:
    """After a kill an older copy, a backup or another library is put in its place; the log of the one before still lies beside."""
    one.begin()
    one.writer.checkpoint()
    one.edit_some()
    older = one.folder / "older copy"
    what = one.chance.choice(("copy", "backup", "other"))
    if what == "other":
        _small_library(older)
    elif what == "backup":
        shutil.copyfile(one.writer.back_up(one.folder / "backups"), older)
        one.edit_some()
    else:
        shutil.copyfile(one.path, older)
    for _ in range(one.chance.randint(what == "copy", 3)):
        one.edit_some()
        one.writer.checkpoint()
        one.edit_some()
    one.writer.kill()
    one.ending = "killed"
    if one.chance.random() < 0.5:
        shutil.copyfile(older, one.path)  # the same file, with other bytes
    else:
        older.replace(one.path)
    one.may_be_gone = True


def asleep(one: Round) -> None:
    """The machine sleeps; another program writes meanwhile."""
    one.begin()
    one.writer.pause()
    other = Writer()
    other.saved, other.told = one.writer.saved, one.writer.told
    try:
        other.open(one.path)
        other.edit(one.chance.randint(1, 5))
        other.checkpoint()
        other.close()
    finally:
        one.writer.go_on()
    one.go_on()


def clock_jumps(one: Round) -> None:
    """The clock goes back and forth by up to ten years."""
    one.begin()
    for _ in range(4):
        one.writer.jump(one.chance.choice((-1, 1)) * one.chance.choice((1.0, 61.0, 3600.0, DAY, 3650 * DAY)))
        one.edit_some()
    one.go_on()


def folder_moved(one: Round) -> None:
    """The folder that holds the library is given another name."""
    folder = one.folder / "folder"
    folder.mkdir()
    one.begin(folder / "l.curator")
    one.next = folder.rename(one.folder / "moved") / "l.curator"
    one.go_on()


def _small_library(path: Path) -> None:
    """Another library, from elsewhere."""
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Add") as edit:
        edit.papers.new("From elsewhere")
    library.close()
