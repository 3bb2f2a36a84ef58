"""A file, its names and its log: what was saved is found under each name, and a log is never taken in by a file it was not written for."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from curator.domain.backups import BackupKind
from curator.domain.errors import LibraryFault, NotFound
from curator.library import door, lineage
from curator.library.library import Library, create_library, open_library
from curator.library.turns import raw_connection
from tests.library.bare import add_paper, column, write_text

Clock = Callable[[], datetime]


def add(library: Library, number: int) -> None:
    for _ in range(number):
        with library.edit("Add") as edit:
            add_paper(edit.c)


def copied(library: Library, folder: Path, *endings: str) -> Path:
    """The files of an open library as they would stand after a kill."""
    folder.mkdir(exist_ok=True)
    for ending in endings:
        shutil.copyfile(f"{library.path}{ending}", folder / f"l.curator{ending}")
    return folder / "l.curator"


def checkpoint(library: Library) -> None:
    with library.read() as reading:
        reading.c.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").all()


def papers(path: Path, clock: Clock) -> list[int]:
    library = open_library(path, now=clock)
    try:
        assert library.doctor() == []
        return column(library, "select id from paper order by id")
    finally:
        library.close()


def test_what_a_kill_left_in_the_log_is_there_when_it_is_opened(library: Library, folder: Path, clock: Clock) -> None:
    add(library, 3)
    checkpoint(library)
    add(library, 2)
    checkpoint(library)
    add(library, 2)
    assert papers(copied(library, folder / "killed", "", "-wal"), clock) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("rounds", [1, 3])
def test_an_older_copy_is_not_mixed_with_a_log_that_goes_on_from_a_later_one(
    library: Library, folder: Path, clock: Clock, rounds: int
) -> None:
    add(library, 3)
    checkpoint(library)
    older = copied(library, folder / "older", "")
    for _ in range(rounds):
        add(library, 2)
        checkpoint(library)
    add(library, 1)
    path = copied(library, folder / "killed", "", "-wal")
    shutil.copyfile(older, path)
    was = Path(f"{path}-wal").read_bytes()
    with pytest.raises(LibraryFault, match="move “l"):
        open_library(path, now=clock)
    assert Path(f"{path}-wal").read_bytes() == was
    assert path.read_bytes() == older.read_bytes()
    Path(f"{path}-wal").unlink()
    Path(f"{path}-shm").unlink(missing_ok=True)
    assert papers(path, clock) == [1, 2, 3]


@pytest.mark.parametrize("kind", list(BackupKind))
def test_a_backup_that_was_put_there_by_hand_is_not_mixed_with_a_log(
    library: Library, folder: Path, clock: Clock, kind: BackupKind
) -> None:
    add(library, 3)
    with library.edit("Write") as edit:
        write_text(edit.c, 1, "Why")
    backup = library.back_up(kind, folder / "backups", "a test").path
    add(library, 1)
    path = copied(library, folder / "killed", "", "-wal")
    shutil.copyfile(backup, path)
    with pytest.raises(LibraryFault, match="was written for"):
        open_library(path, now=clock)


def test_another_library_is_not_mixed_with_a_log_that_lies_there(library: Library, folder: Path, clock: Clock) -> None:
    add(library, 4)
    path = copied(library, folder / "killed", "", "-wal")
    path.unlink()
    other = folder / "other.curator"
    create_library(other)
    second = open_library(other, now=clock)
    add(second, 1)
    second.close()
    shutil.copyfile(other, path)
    with pytest.raises(LibraryFault, match="was written for"):
        open_library(path, now=clock)


def test_a_copy_of_the_file_alone_fits_the_log_while_that_goes_on_from_it(
    library: Library, folder: Path, clock: Clock
) -> None:
    add(library, 1)
    checkpoint(library)
    copy = copied(library, folder / "copy", "")
    add(library, 2)
    path = copied(library, folder / "killed", "", "-wal")
    shutil.copyfile(copy, path)
    assert papers(path, clock) == [1, 2, 3]


@pytest.mark.parametrize("look", [True, False])
def test_what_was_saved_is_in_the_file_also_when_it_was_renamed(
    library: Library, folder: Path, clock: Clock, look: bool
) -> None:
    add(library, 3)
    moved = library.path.rename(folder / "moved.curator")
    if look:
        with pytest.raises(NotFound, match="moved, renamed or deleted"):
            library.news_from_elsewhere()
        shutil.copyfile(moved, folder / "now.curator")
        assert papers(folder / "now.curator", clock) == [1, 2, 3]
    library.close()
    assert papers(moved, clock) == [1, 2, 3]


def test_what_was_saved_is_in_the_file_also_when_its_log_was_taken_away(
    library: Library, folder: Path, clock: Clock
) -> None:
    add(library, 3)
    Path(f"{library.path}-wal").unlink()
    with pytest.raises(LibraryFault, match="taken away"), library.edit("Add") as edit:
        add_paper(edit.c)
    shutil.copyfile(library.path, folder / "now.curator")
    assert papers(folder / "now.curator", clock) == [1, 2, 3]


def test_a_log_is_left_empty_beside_what_took_the_place_of_its_file(
    library: Library, folder: Path, clock: Clock
) -> None:
    other = folder / "other.curator"
    create_library(other)
    add(library, 3)
    other.replace(library.path)
    with pytest.raises(LibraryFault, match="no longer the file"):
        library.news_from_elsewhere()
    library.close()
    assert papers(library.path, clock) == []


def test_a_file_with_a_second_name_is_not_opened(library: Library, folder: Path, clock: Clock) -> None:
    library.close()
    os.link(library.path, folder / "second.curator")
    for path in (library.path, folder / "second.curator"):
        with pytest.raises(LibraryFault, match="2 names"):
            open_library(path, now=clock)
    (folder / "second.curator").unlink()
    open_library(library.path, now=clock).close()


def test_the_name_under_which_a_library_was_made_is_taken_away_when_it_is_opened(
    library: Library, folder: Path, clock: Clock
) -> None:
    library.close()
    left = folder / f".{library.path.name}.123-456.new"
    os.link(library.path, left)
    open_library(library.path, now=clock).close()
    assert not left.exists()


def test_what_a_checkpoint_left_that_was_killed_says_nothing(library: Library) -> None:
    add(library, 2)
    with library.read() as reading:
        raw = raw_connection(reading.c)
        number, token, changes = raw.execute(lineage._LAST).fetchone()
        assert lineage._knows(raw, (number, token, changes))
        assert not lineage._knows(raw, (number, "0" * 32, changes))
        assert not lineage._knows(raw, (number + 1, token, changes))
        for torn in ((number, b"\x00", None), (None, token, changes), (number, "Add a paper", "window")):
            assert lineage._knows(raw, torn)


def test_a_log_beside_a_strangers_file_is_not_looked_into(folder: Path, clock: Clock) -> None:
    path = folder / "l.curator"
    c = sqlite3.connect(path, isolation_level=None)
    c.execute("PRAGMA journal_mode = WAL")
    c.execute(f"PRAGMA application_id = {door.APPLICATION}")
    for name in ("settled", "announcement"):
        c.execute(
            f"create view {name} as with recursive n(id) as (select 1 union all select id + 1 from n) "
            "select id, id as at, id as token, id as changes from n order by id desc"
        )
    lineage.must_fit(path)  # it would never end
    with pytest.raises(LibraryFault, match=r"did not make|no library|another"):
        open_library(path, now=clock)
    c.close()
