"""A backup in the place of a library: of one that is gone, sound, damaged, in use; nothing is lost on any way."""

import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from curator.domain.backups import BackupKind
from curator.domain.errors import CuratorError, Damaged, LibraryFault, NotFound, Refused
from curator.library import backups, restoring
from curator.library.claim import Claim
from curator.library.library import Library, create_library, open_library
from tests.library.bare import everything, files_in, found
from tests.library.shelf import fill

Clock = Callable[[], datetime]
KINDS = pytest.mark.parametrize("kind", list(BackupKind))


@dataclass
class Machine:
    """A closed library that was filled, a backup of each kind, and what it held then."""

    place: Path
    root: Path
    clock: Clock
    made: dict[BackupKind, Path]
    held: dict[str, list[tuple[object, ...]]]

    def open(self) -> Library:
        return open_library(self.place, now=self.clock)

    def restore(self, kind: BackupKind = BackupKind.EVERYTHING, origin: str = "command") -> restoring.Restored:
        place, state = self.place, self.root / "state"
        return restoring.restore(self.made[kind], place, self.root, now=self.clock, state=state, origin=origin)

    def holds(self) -> dict[str, list[tuple[object, ...]]]:
        library = self.open()
        try:
            assert library.doctor() == []
            return everything(library)
        finally:
            library.close()

    def write(self, text: str = "Written later") -> None:
        library = self.open()
        with library.edit("Write") as edit:
            edit.writeups.save(1, "why", text, None)
        library.close()


@pytest.fixture
def machine(folder: Path, clock: Clock) -> Iterator[Machine]:
    home = folder / "home"
    home.mkdir()
    place = home / "l ?#%20.curator"
    create_library(place)
    library = open_library(place, now=clock)
    fill(library)
    made = {kind: library.back_up(kind, folder / "b", "").path for kind in BackupKind}
    held = everything(library)
    library.close()
    yield Machine(place, folder / "b", clock, made, held)


@KINDS
def test_where_nothing_is_a_backup_becomes_the_library(machine: Machine, kind: BackupKind) -> None:
    machine.place.unlink()
    done = machine.restore(kind)
    assert (done.before, done.aside, done.brought) == (None, None, None)
    texts = machine.holds()["writeup"]
    assert texts == machine.held["writeup"]
    if kind is BackupKind.EVERYTHING:
        assert machine.holds() == machine.held


def test_a_restored_writing_is_a_library_like_any_other(machine: Machine) -> None:
    machine.place.unlink()
    machine.restore(BackupKind.WRITING)
    library = machine.open()
    whole = library.back_up(BackupKind.EVERYTHING, machine.root / "other", "")
    library.close()
    assert backups.look_at(whole.path.rename(whole.path.with_name("moved"))).kind is BackupKind.EVERYTHING


@pytest.mark.parametrize("origin", ["window", "command"])
def test_a_window_takes_back_the_writing_that_it_restored(machine: Machine, origin: str) -> None:
    machine.write()
    later = machine.holds()
    machine.restore(BackupKind.WRITING, origin)
    library = machine.open()
    ahead = library.ahead().undo
    assert ahead is not None and ahead.label.startswith("Restore") == (origin == "window")
    if origin == "window":
        library.undo(ahead.id)
    library.close()
    assert (machine.holds()["writeup"] == later["writeup"]) == (origin == "window")


def test_everything_takes_the_place_and_what_was_there_is_kept(machine: Machine) -> None:
    machine.write()
    later = machine.holds()
    done = machine.restore()
    assert machine.holds() == machine.held
    assert done.before is not None
    machine.made[BackupKind.EVERYTHING] = done.before.path
    machine.restore()
    assert machine.holds()["writeup"] == later["writeup"]


def test_nothing_of_the_former_log_comes_into_the_new_file(machine: Machine) -> None:
    context = get_context("spawn")
    process = context.Process(target=_write_and_die, args=(machine.place,))
    process.start()
    process.join(60)
    assert Path(f"{machine.place}-wal").stat().st_size > 0
    machine.restore()
    assert machine.holds() == machine.held


def _write_and_die(path: Path) -> None:
    library = open_library(path, now=lambda: datetime.fromisoformat("2022-04-06T10:00:00Z"))
    with library.edit("Write") as edit:
        edit.writeups.save(1, "why", "In the log alone", None)
    os.kill(os.getpid(), signal.SIGKILL)


@KINDS
def test_what_a_window_has_open_is_left_as_it_is(machine: Machine, kind: BackupKind) -> None:
    claim = Claim(machine.place)
    assert claim.take()
    was = files_in(machine.place.parent)
    with pytest.raises(Refused, match="window"):
        machine.restore(kind)
    assert files_in(machine.place.parent) == was
    claim.give_back()
    machine.restore(kind)


def test_one_who_is_about_to_close_is_waited_for(machine: Machine) -> None:
    library = machine.open()
    closing = threading.Timer(0.5, library.close)
    closing.start()
    machine.restore()
    closing.join()
    assert machine.holds() == machine.held


def test_what_anyone_has_open_is_left_as_it_is(machine: Machine) -> None:
    library = machine.open()
    with pytest.raises(Refused, match="another program"):
        machine.restore()
    with library.edit("Write") as edit:
        edit.writeups.save(1, "why", "Still here", None)
    library.close()
    assert [row for row in machine.holds()["writeup"] if "Still here" in row]
    assert len(backups.listing(backups.house(machine.root, machine.place))) == 2


@pytest.mark.parametrize("harm", ["emptied", "no database", "cut", "a page of noise"])
@KINDS
def test_a_library_that_is_damaged_is_moved_aside_whole(machine: Machine, harm: str, kind: BackupKind) -> None:
    data = machine.place.read_bytes()
    noise = {
        "emptied": b"",
        "no database": b"x" * len(data),
        "cut": data[: len(data) // 2],
        "a page of noise": data[:4096] + bytes(range(256)) * 16 + data[8192:],
    }[harm]
    machine.place.write_bytes(noise)
    try:
        done = machine.restore(kind)
    except Damaged:
        assert (harm, kind) == ("a page of noise", BackupKind.WRITING)
        return
    if done.aside is not None:
        # but for what SQLite notes in the first page when it tries whether it can write
        assert len(done.aside.read_bytes()) == len(noise) and done.aside.read_bytes()[100:] == noise[100:]
        assert machine.holds()["writeup"] == machine.held["writeup"]
    else:
        assert kind is BackupKind.WRITING or machine.holds() == machine.held


def test_another_programs_file_is_never_moved(machine: Machine) -> None:
    machine.place.unlink()
    c = sqlite3.connect(machine.place)
    c.execute("create table x(y)")
    c.close()
    was = machine.place.read_bytes()
    with pytest.raises(LibraryFault, match="another program"):
        machine.restore()
    assert machine.place.read_bytes() == was


def test_a_log_that_is_left_of_a_library_that_is_gone_is_moved_aside(machine: Machine) -> None:
    machine.place.unlink()
    Path(f"{machine.place}-wal").write_bytes(b"left")
    done = machine.restore()
    assert done.aside is not None and Path(f"{done.aside}-wal").read_bytes() == b"left"
    assert machine.holds() == machine.held


def test_a_damaged_backup_changes_nothing(machine: Machine) -> None:
    path = machine.made[BackupKind.EVERYTHING]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    was = files_in(machine.place.parent)
    with pytest.raises(Damaged, match="not those that were written"):
        machine.restore()
    assert {name: was[name] for name in was} == files_in(machine.place.parent)


def test_what_is_not_there_or_is_the_library_itself_is_refused(machine: Machine) -> None:
    for path, kind in ((machine.root / "no", NotFound), (machine.place, Refused)):
        with pytest.raises(kind):
            restoring.restore(path, machine.place, machine.root, now=machine.clock, state=None)
    with pytest.raises(Refused, match="not there"):
        nowhere = machine.place.parent / "no" / "l"
        restoring.restore(machine.made[BackupKind.EVERYTHING], nowhere, machine.root, now=machine.clock, state=None)


def test_a_full_disk_leaves_the_library_and_no_half(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring.shutil, "copyfile", full)
    names = sorted(files_in(machine.place.parent))
    with pytest.raises(CuratorError, match="the disk is full"):
        machine.restore()
    assert machine.holds() == machine.held
    monkeypatch.undo()
    assert sorted(files_in(machine.place.parent))[: len(names)] == names
    assert not [name for name in files_in(machine.place.parent) if "restored" in name]


def test_the_search_finds_what_was_restored(machine: Machine) -> None:
    machine.place.unlink()
    machine.restore(BackupKind.WRITING)
    library = machine.open()
    assert found(library, "title : Another")
    library.close()


def test_what_is_no_backup_is_refused_in_one_sentence_and_a_way_out(machine: Machine) -> None:
    wrong = machine.root / "wrong.curator"
    wrong.write_bytes(b"Dear editor, " * 400)
    with pytest.raises(Damaged) as refused:
        restoring.restore(wrong, machine.place, machine.root, now=machine.clock, state=None)
    assert (
        str(refused.value) == "“wrong.curator” can't be restored: it is no library of Curator. Choose another backup."
    )


def test_a_damaged_backup_is_told_in_words(machine: Machine) -> None:
    spoilt = machine.root / "spoilt.curator"
    held = bytearray(machine.made[BackupKind.EVERYTHING].read_bytes())
    held[-2 * 4096 :] = bytes(2 * 4096)
    spoilt.write_bytes(held)
    assert backups.verify(spoilt) == "The file is damaged and does not hold together."
    with pytest.raises(Damaged, match=r"can't be restored: the file is damaged and does not hold together. Choose"):
        restoring.restore(spoilt, machine.place, machine.root, now=machine.clock, state=None)
