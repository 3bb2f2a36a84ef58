"""Backups of an open library: whole, counted, in a house of their own; and what happens where one can't be made."""

import multiprocessing
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from curator.domain.backups import BackupKind
from curator.domain.errors import CuratorError, ReadOnly, Refused
from curator.domain.progress import Cancelled, Progress
from curator.library import backups, copies, excerpt, restoring, taking
from curator.library.library import Library, create_library, open_library
from tests.library.bare import add_paper, everything, write_text
from tests.library.shelf import Shelf, fill

Clock = Callable[[], datetime]
KINDS = pytest.mark.parametrize("kind", list(BackupKind))


def house_of(library: Library, folder: Path) -> Path:
    return backups.house(folder / "b", library.path)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_backup_of_everything_is_the_library(library: Library, folder: Path, clock: Clock) -> None:
    fill(library)
    made = library.back_up(BackupKind.EVERYTHING, folder / "b", "for a test")
    copy = open_library(made.path, now=clock)
    assert everything(copy) == everything(library)
    assert copy.doctor() == []
    copy.close()


@KINDS
def test_the_listing_says_what_was_made(library: Library, folder: Path, kind: BackupKind) -> None:
    fill(library)
    made = library.back_up(kind, folder / "b", "for a test")
    assert backups.listing(house_of(library, folder)) == [made]
    assert (made.kind, made.why, made.writeups, made.issues, made.fault) == (kind, "for a test", 15, 2, None)
    assert made.bytes == made.path.stat().st_size
    assert backups.verify(made.path) is None
    assert not [name for name in files(folder / "b") if "partial" in name]


@KINDS
def test_without_the_facts_beside_it_they_are_counted(library: Library, folder: Path, kind: BackupKind) -> None:
    fill(library)
    made = library.back_up(kind, folder / "b", "for a test")
    made.path.with_name(made.path.name + backups.BESIDE).write_text("[nonsense")
    (found,) = backups.listing(house_of(library, folder))
    assert (found.kind, found.at, found.papers, found.revisions) == (kind, made.at, made.papers, made.revisions)
    moved = made.path.rename(folder / "moved")
    assert backups.look_at(moved).kind is kind
    assert backups.listing(folder / "nowhere") == []


def test_two_libraries_of_one_name_have_two_houses(folder: Path, clock: Clock) -> None:
    found = []
    for name in ("one", "other"):
        (folder / name).mkdir()
        create_library(folder / name / "l.curator")
        library = open_library(folder / name / "l.curator", now=clock)
        found.append(library.back_up(BackupKind.EVERYTHING, folder / "b", "").path.parent)
        library.close()
    assert found[0] != found[1]
    assert [len(backups.listing(house)) for house in found] == [1, 1]
    (folder / "link").symlink_to(folder / "one")
    assert backups.house(folder / "b", folder / "link" / "l.curator") == found[0]


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"x" * path.stat().st_size),
        lambda path: _flip(path),
    ],
    ids=["cut", "emptied", "written over", "a bit flipped"],
)
@pytest.mark.parametrize("facts", [True, False])
def test_a_backup_that_was_damaged_later_says_so(
    library: Library, folder: Path, harm: Callable[[Path], object], facts: bool
) -> None:
    fill(library)
    made = library.back_up(BackupKind.EVERYTHING, folder / "b", "")
    if not facts:
        made.path.with_name(made.path.name + backups.BESIDE).unlink()
    harm(made.path)
    (found,) = backups.listing(house_of(library, folder))
    is_seen = found.fault is not None or backups.verify(made.path) is not None
    assert is_seen or not facts, "a text with a flipped bit is seen by its sum alone"
    if facts and made.bytes != made.path.stat().st_size:
        assert found.fault is not None


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(b"\nand ") + 1] ^= 1  # in an abstract: no index holds it
    path.write_bytes(bytes(data))


def test_what_is_old_goes_when_a_new_one_is_there(folder: Path, library: Library) -> None:
    house = house_of(library, folder)
    for _ in range(5):
        library.back_up(BackupKind.EVERYTHING, folder / "b", "")
    assert len(backups.listing(house)) == 2
    assert len(files(house)) == 4


def test_what_is_to_be_restored_stays(folder: Path, library: Library) -> None:
    first = library.back_up(BackupKind.EVERYTHING, folder / "b", "")
    for _ in range(3):
        library.back_up(BackupKind.EVERYTHING, folder / "b", "", spare=first.path)
    assert first.path.exists()


def test_two_backups_of_one_second_are_two(folder: Path) -> None:
    create_library(folder / "l.curator")
    library = open_library(folder / "l.curator", now=lambda: datetime.fromisoformat("2022-04-06T09:30:00Z"))
    made = [library.back_up(BackupKind.WRITING, folder / "b", "").path.name for _ in range(2)]
    assert made == ["writing-20220406T093000Z.curator", "writing-20220406T093000Z-2.curator"]
    library.close()


def _limited(path: Path, root: Path, kind: BackupKind) -> None:
    """No file may grow beyond 100 kB in this process, as on a disk that fills up."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    library = open_library(path, now=lambda: datetime.fromisoformat("2022-04-06T09:31:00Z"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        library.back_up(kind, root, "")
    except Refused as error:
        library.close()
        os._exit(7 if "No backup of" in str(error) else 8)
    os._exit(9)


@KINDS
def test_a_disk_that_fills_up_leaves_no_half_and_all_that_was(folder: Path, clock: Clock, kind: BackupKind) -> None:
    path = folder / "l.curator"
    create_library(path)
    library = open_library(path, now=clock)
    fill(library)
    before = library.back_up(kind, folder / "b", "")
    library.close()
    there = files(folder / "b")
    process = multiprocessing.get_context("spawn").Process(target=_limited, args=(path, folder / "b", kind))
    process.start()
    process.join(60)
    assert process.exitcode == 7
    assert files(folder / "b") == there
    assert backups.verify(before.path) is None


def test_a_copy_for_which_there_is_no_room_is_not_begun(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_SPARE", 2**60)
    with pytest.raises(Refused, match="MB free"):
        library.back_up(BackupKind.EVERYTHING, folder / "b", "")


def test_where_no_folder_can_be_made_the_sentence_says_so(library: Library, folder: Path) -> None:
    (folder / "b").write_text("a file")
    with pytest.raises(Refused, match="No backup of"):
        library.back_up(BackupKind.WRITING, folder / "b", "")
    with library.edit("Write") as edit:
        write_text(edit.c, add_paper(edit.c), "Why not")
    with pytest.raises(Refused, match="could not be written"):
        library.mirror(folder / "b")


def test_a_copy_that_lacks_rows_is_none(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(library)
    monkeypatch.setattr(copies, "counts", lambda c: {"x": id(c)})
    with pytest.raises(Refused, match="as many rows"):
        library.back_up(BackupKind.EVERYTHING, folder / "b", "")
    assert backups.listing(house_of(library, folder)) == []


def test_a_copy_with_another_text_is_none(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(library)
    check = copies.check

    def spoiling(path: Path) -> copies.Counts:
        found = check(path)
        c = sqlite3.connect(path)
        c.execute("update writeup set text = text || 'x' where id = 1")
        c.commit()
        c.close()
        return found

    monkeypatch.setattr(copies, "check", spoiling)
    for kind in BackupKind:
        with pytest.raises(Refused, match="not the same in the copy"):
            library.back_up(kind, folder / "b", "")
    assert backups.listing(house_of(library, folder)) == []


@KINDS
def test_a_text_that_is_damaged_in_the_library_keeps_no_backup_from_being_made(
    library: Library, folder: Path, kind: BackupKind
) -> None:
    with library.edit("Damage") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "Why not")
        edit.c.exec_driver_sql("update writeup set text = 'Why nox'")
    made = library.back_up(kind, folder / "b", "")
    assert backups.verify(made.path) is None


def _killed(path: Path, root: Path) -> None:
    def never(*_: object) -> object:
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    copies.compare_texts = never  # type: ignore[assignment]
    open_library(path, now=lambda: datetime.fromisoformat("2022-04-06T09:30:00Z")).back_up(
        BackupKind.EVERYTHING, root, ""
    )


def test_one_that_was_killed_in_the_middle_is_never_counted_and_swept_later(folder: Path, clock: Clock) -> None:
    create_library(folder / "l.curator")
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(folder / "l.curator", folder / "b"))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    library = open_library(folder / "l.curator", now=clock)
    house = house_of(library, folder)
    (left,) = (path for path in house.iterdir())
    facts = (
        house / f"writing-20220101T000000Z.curator{backups.BESIDE}"
    )  # as left by one that was killed before its last deed
    facts.write_text("{}")
    assert left.name.endswith(".partial") and backups.listing(house) == []
    library.back_up(BackupKind.WRITING, folder / "b", "")
    assert left.exists()  # it may be one that another process is writing
    for path in (left, facts):
        os.utime(path, (0, 0))
    library.back_up(BackupKind.WRITING, folder / "b", "")
    assert not left.exists() and not facts.exists() and len(backups.listing(house)) == 2
    library.close()


def test_a_backup_that_is_cancelled_leaves_nothing(library: Library, folder: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        library.back_up(BackupKind.EVERYTHING, folder / "b", "", progress)
    assert files(folder / "b") == []


def test_what_only_can_be_read_has_no_writing_to_back_up(folder: Path, clock: Clock, library: Library) -> None:
    path = library.path
    library.close()
    c = sqlite3.connect(path)
    c.execute("PRAGMA user_version = 99")
    c.close()
    newer = open_library(path, now=clock)
    with pytest.raises(ReadOnly):
        newer.back_up(BackupKind.WRITING, folder / "b", "")
    assert newer.back_up(BackupKind.EVERYTHING, folder / "b", "").fault is None
    newer.close()


def test_others_write_while_a_copy_is_made_and_an_intake_rests(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library)
    whole, begun, go_on = copies.whole, threading.Event(), threading.Event()
    batches: list[float] = []

    def slow(c: sqlite3.Connection, target: Path) -> str:
        begun.set()
        assert go_on.wait(30)
        return whole(c, target)

    def take_in() -> None:
        with library.intake() as work, work.batch() as batch:
            add_paper(batch.c)
            batches.append(time.monotonic())

    monkeypatch.setattr(taking.copies, "whole", slow)
    copying = threading.Thread(target=lambda: library.back_up(BackupKind.EVERYTHING, folder / "b", ""))
    copying.start()
    assert begun.wait(30)
    intake = threading.Thread(target=take_in)
    intake.start()
    with library.edit("Type") as edit:
        edit.writeups.save(1, "why", "Typed meanwhile", None)
    assert batches == []
    released = time.monotonic()
    go_on.set()
    copying.join(30)
    intake.join(30)
    assert batches and batches[0] > released
    (made,) = backups.listing(house_of(library, folder))
    assert made.papers in (60, 61)


def test_a_copy_elsewhere_is_made_whole_or_not_at_all(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library)
    made = library.copy_to(folder / "c.curator")
    assert (made.papers, made.kind, files(folder).count("c.curator")) == (60, BackupKind.EVERYTHING, 1)
    assert library.copy_to(folder).path.parent == folder
    there = files(folder)
    monkeypatch.setattr(copies, "counts", lambda c: {"x": id(c)})
    with pytest.raises(Refused):
        library.copy_to(folder / "d.curator")
    for taken in (folder / "c.curator", library.path, folder / "no" / "where"):
        with pytest.raises(Refused, match=r"already|not there"):
            library.copy_to(taken)
    assert files(folder) == there


def test_a_table_is_in_the_writing_or_is_named_as_left_out() -> None:
    left = {table.name for table in excerpt.LEFT_OUT}
    assert left == {"picture", "step", "journal", "announcement", "settled"}


def test_the_shelf_was_not_changed(shelf: Shelf, folder: Path) -> None:
    before = everything(shelf.library)
    for kind in BackupKind:
        shelf.library.back_up(kind, folder / "b", "")
    assert everything(shelf.library) == before


def test_an_error_is_one_of_ours(library: Library, folder: Path) -> None:
    library.close()
    with pytest.raises(CuratorError, match="closed"):
        library.back_up(BackupKind.WRITING, folder / "b", "")


_WATCHED: dict[str, list[str]] = {}


def _watch(event: str, values: tuple[object, ...]) -> None:
    if event == "open" and _WATCHED and isinstance(values[0], str | bytes | os.PathLike):
        for name, seen in _WATCHED.items():
            if os.path.realpath(os.fsdecode(values[0])) == name:
                seen.append(event)


def test_the_librarys_file_is_never_opened_but_by_sqlite(library: Library, folder: Path, clock: Clock) -> None:
    """To close it would drop SQLite's locks on it, and lose what others save."""
    sys.addaudithook(_watch)  # it can't be taken away again; without a name to look for it does nothing
    fill(library)
    seen = _WATCHED[os.path.realpath(library.path)] = []
    try:
        path = library.path
        for kind in BackupKind:
            library.compare(library.back_up(kind, folder / "b", "").path)
        library.copy_to(folder / "c.curator")
        library.mirror(folder / "b")
        held = backups.listing(house_of(library, folder))
        library.close()
        for one in held:
            restoring.restore(one.path, path, folder / "b", now=clock, state=None)
        assert seen == []
        path.open("rb").close()
        assert seen == ["open"]
    finally:
        _WATCHED.clear()


def test_a_copy_goes_to_the_disk_as_it_grows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync, sizes, heard = os.fsync, list[int](), threading.Event()

    def listening(file: int) -> None:
        sizes.append(os.fstat(file).st_size)
        sync(file)
        heard.set()

    monkeypatch.setattr(os, "fsync", listening)
    monkeypatch.setattr(copies, "_PIECE", 100_000)
    with copies.to_disk_as_it_grows(folder / "copy"), (folder / "copy").open("wb", buffering=0) as file:
        for _ in range(3):
            heard.clear()
            file.write(bytes(100_000))
            assert heard.wait(30)
    assert sizes == [100_000, 200_000, 300_000]
