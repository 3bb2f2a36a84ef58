"""The door: what is opened, what is left as it was, and what is not written to."""

import multiprocessing
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from curator.domain.errors import CuratorError, LibraryFault, NotFound, ReadOnly, Refused
from curator.library import door
from curator.library.library import Library, create_library, open_library
from tests.library.bare import add_paper, column, files_in, found, set_status, write_text

Clock = Callable[[], datetime]
watched: list[str] = []
listening = False


def _hear(name: str, arguments: tuple[object, ...]) -> None:
    if listening and name == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        watched.append(os.fsdecode(arguments[0]))


sys.addaudithook(_hear)


@pytest.fixture
def opens() -> Iterator[list[str]]:
    """Every path that Python itself opens meanwhile."""
    global listening
    watched.clear()
    listening = True
    yield watched
    listening = False


def _change(path: Path, *statements: str) -> None:
    c = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        c.execute(statement)
    c.close()


def _killed_while_it_writes(path: Path, *statements: str) -> None:
    """A program that does this and is killed: it leaves its log behind."""
    child = multiprocessing.get_context("spawn").Process(target=_write_and_die, args=(str(path), statements))
    child.start()
    child.join(30)


def _write_and_die(path: str, statements: tuple[str, ...]) -> None:
    c = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        c.execute(statement)
    os._exit(0)


def _refuses(path: Path, clock: Clock, words: str) -> None:
    was = files_in(path.parent)
    with pytest.raises(CuratorError, match=words) as caught:
        open_library(path, now=clock)
    assert "\n" not in str(caught.value)
    assert files_in(path.parent) == was


def test_what_is_no_library_is_left_as_it_was(folder: Path, clock: Clock) -> None:
    path = folder / "l.curator"
    with pytest.raises(NotFound, match="no library"):
        open_library(path, now=clock)
    assert list(folder.iterdir()) == []
    path.write_bytes(b"")
    _refuses(path, clock, "empty file")
    for data in (b"x", b"Dear editor, \n" * 500, b"SQLite format 3\0" + b"\xff" * 5000, bytes(4096)):
        path.write_bytes(data)
        _refuses(path, clock, "no database|damaged|another program|empty")
    path.unlink()
    path.mkdir()
    with pytest.raises(LibraryFault, match="no file"):
        open_library(path, now=clock)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(folder: Path, clock: Clock) -> None:
    path = folder / "l.curator"
    os.mkfifo(path)
    with pytest.raises(LibraryFault, match="no file"):
        open_library(path, now=clock)
    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database_is_left_as_it_was(folder: Path, clock: Clock, mode: str) -> None:
    path = folder / "places.sqlite"
    _change(path, f"PRAGMA journal_mode = {mode}", "create table places(url text)", "insert into places values ('x')")
    _refuses(path, clock, "another program")
    _killed_while_it_writes(path, "begin", "insert into places values ('y')", "commit")
    _refuses(path, clock, "another program")
    if mode == "wal":
        assert (folder / "places.sqlite-wal").stat().st_size > 0


@pytest.mark.parametrize(
    "strange",
    [
        "create trigger evil after update on paper begin delete from writeup; end",
        "create view slow as with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r",
        "create table more(x)",
        "alter table paper add column more text",
        "drop index metadata_url",
        "create index more on paper (starred)",
        "drop table link",
        "drop view indexed",
    ],
)
def test_a_library_with_something_strange_in_it_is_left_as_it_was(folder: Path, clock: Clock, strange: str) -> None:
    path = folder / "l.curator"
    create_library(path)
    _change(path, strange)
    _refuses(path, clock, "did not make")


def test_something_strange_that_stands_in_the_log_alone_is_seen_too(
    library: Library, clock: Clock, folder: Path
) -> None:
    library.close()
    _killed_while_it_writes(library.path, "create trigger evil after update on paper begin delete from writeup; end")
    was = library.path.read_bytes()
    with pytest.raises(LibraryFault, match="did not make"):
        open_library(library.path, now=clock)
    assert library.path.read_bytes() == was


def test_a_view_that_was_exchanged_is_seen(folder: Path, clock: Clock) -> None:
    path = folder / "l.curator"
    create_library(path)
    _change(path, "drop view indexed", "create view indexed as select 1 as position")
    _refuses(path, clock, "did not make")


def test_a_newer_library_opens_to_read(library: Library, clock: Clock) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    library.close()
    _change(
        library.path,
        f"PRAGMA user_version = {door.VERSION + 1}",
        "alter table paper add column more text",
        "create table next(x)",
    )
    newer = open_library(library.path, now=clock)
    try:
        assert newer.is_read_only
        assert found(newer, "training") == [1]
        assert [step.label for step in newer.steps()] == ["Add"]
        for write in (lambda: newer.edit("x"), newer.intake):
            with pytest.raises(ReadOnly, match="newer Curator"), write() as work:
                work.batch().__enter__() if hasattr(work, "batch") else None
        with pytest.raises(ReadOnly):
            newer.undo(1)
        assert [one.check for one in newer.doctor()] == ["version"]
    finally:
        newer.close()
    assert [path.name for path in library.path.parent.iterdir()] == [library.path.name]


def test_a_newer_library_that_lacks_what_we_read_is_not_opened(folder: Path, clock: Clock) -> None:
    path = folder / "l.curator"
    create_library(path)
    _change(path, f"PRAGMA user_version = {door.VERSION + 1}", "drop table link")
    _refuses(path, clock, "Update Curator")


def test_a_newer_version_that_comes_while_it_is_open_is_not_written(library: Library) -> None:
    _change(library.path, f"PRAGMA user_version = {door.VERSION + 1}")
    with pytest.raises(LibraryFault, match="newer Curator"), library.edit("x"):
        pass
    with pytest.raises(LibraryFault, match="newer Curator"), library.intake() as work, work.batch():
        pass


def test_nobody_opens_the_library_file(folder: Path, clock: Clock, opens: list[str]) -> None:
    path = folder / "l ?#%20.curator"
    create_library(path, state=folder / "state")
    library = open_library(path, now=clock, state=folder / "state")
    assert library.claim_window()
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "words")
    with library.intake() as work, work.batch() as batch:
        add_paper(batch.c)
    library.undo(edit.step)
    library.news_from_elsewhere()
    assert library.doctor(fix=True) == []
    with pytest.raises(Refused):
        create_library(path)
    library.close()
    own = {str(path), *(f"{path}{ending}" for ending in ("-wal", "-shm", "-journal"))}
    assert not own & set(opens)
    path.open("rb").close()
    assert str(path) in opens


def test_another_file_in_its_place_is_not_written(library: Library, folder: Path) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    library.path.rename(folder / "moved")
    with pytest.raises(NotFound), library.edit("x"):
        pass
    create_library(folder / "other")
    (folder / "other").rename(library.path)
    was = library.path.read_bytes()
    with pytest.raises(LibraryFault, match="no longer the file"), library.edit("x") as edit:
        set_status(edit.c, 1, "ready")
    with pytest.raises(LibraryFault, match="no longer the file"), library.intake() as work, work.batch():
        pass
    assert library.path.read_bytes() == was


@pytest.mark.parametrize("again", [False, True])
def test_nothing_is_written_into_a_log_that_was_taken_away(library: Library, again: bool) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    log = Path(f"{library.path}-wal")
    log.unlink()
    if again:
        log.write_bytes(b"")
    with pytest.raises(LibraryFault, match="-wal"), library.edit("x"):
        pass


@pytest.fixture
def unprivileged(folder: Path) -> Iterator[None]:
    """Rights of files count, also where tests run as root."""
    if sys.platform == "win32":
        pytest.skip("rights of folders are others there")
    if os.geteuid() != 0:
        yield
        return
    modes = {parent: stat.S_IMODE(parent.stat().st_mode) for parent in folder.parents}
    for parent, mode in modes.items():
        if not mode & stat.S_IXOTH or not mode & stat.S_IXGRP:
            parent.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)
    os.seteuid(65534)
    yield
    os.seteuid(0)
    for parent, mode in modes.items():
        if not mode & stat.S_IXOTH or not mode & stat.S_IXGRP:
            parent.chmod(mode)


def _lock_up(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)


def test_a_place_that_cannot_be_written_is_read(folder: Path, clock: Clock, request: pytest.FixtureRequest) -> None:
    path = folder / "l.curator"
    create_library(path)
    library = open_library(path, now=clock)
    with library.edit("Add") as edit:
        add_paper(edit.c)
    library.close()
    _lock_up(folder)
    request.getfixturevalue("unprivileged")
    was = files_in(folder)
    locked = open_library(path, now=clock)
    assert locked.is_read_only
    assert found(locked, "training") == [1]
    with locked.read_here() as reading:
        assert reading.c.execute(text("select count(*) from paper")).scalar_one() == 1
    with pytest.raises(ReadOnly, match="can't be written"), locked.edit("x"):
        pass
    assert locked.news_from_elsewhere().rows == frozenset()
    assert locked.doctor() == []
    assert locked.claim_window()
    locked.close()
    assert files_in(folder) == was


def test_a_file_that_cannot_be_written_in_a_folder_that_can_is_read(
    folder: Path, clock: Clock, request: pytest.FixtureRequest
) -> None:
    path = folder / "l.curator"
    create_library(path)
    open_library(path, now=clock).close()
    path.chmod(0o444)
    folder.chmod(0o777)
    request.getfixturevalue("unprivileged")
    locked = open_library(path, now=clock)
    assert locked.is_read_only
    assert locked.doctor() == []
    with pytest.raises(ReadOnly, match="can't be written"):
        locked.doctor(fix=True)
    with pytest.raises(ReadOnly, match="can't be written"), locked.edit("x"):
        pass
    locked.close()


def test_what_was_read_as_never_written_and_is_written_after_all_is_read_no_further(
    folder: Path, clock: Clock, request: pytest.FixtureRequest
) -> None:
    path = folder / "l.curator"
    create_library(path)
    open_library(path, now=clock).close()
    _lock_up(folder)
    request.getfixturevalue("unprivileged")
    locked = open_library(path, now=clock)
    assert locked.is_read_only
    os.utime(path, (1, 1)) if os.getuid() != 0 else _as_root(lambda: os.utime(path, (1, 1)))
    with pytest.raises(LibraryFault, match="changed by another program"):
        column(locked, "select 1")
    locked.close()


def test_a_log_that_is_left_where_nothing_can_be_written_is_not_passed_over(
    folder: Path, clock: Clock, request: pytest.FixtureRequest
) -> None:
    path = folder / "l.curator"
    create_library(path)
    open_library(path, now=clock).close()
    paper = "insert into paper(key, status, added) values ('k', 'inbox', '2022-04-06T09:30:00Z')"
    _killed_while_it_writes(path, paper)
    Path(f"{path}-shm").unlink()
    _lock_up(folder)
    request.getfixturevalue("unprivileged")
    with pytest.raises(LibraryFault):
        open_library(path, now=clock)


def _as_root(act: Callable[[], None]) -> None:
    os.seteuid(0)
    try:
        act()
    finally:
        os.seteuid(65534)


def test_a_copy_without_its_log_opens(library: Library, clock: Clock, folder: Path) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    library.close()
    (folder / "copy").mkdir()
    shutil.copy(library.path, folder / "copy" / "l.curator")
    copy = open_library(folder / "copy" / "l.curator", now=clock)
    assert found(copy, "training") == [1]
    copy.close()


def test_a_log_that_a_killed_program_left_is_taken_in(library: Library, clock: Clock) -> None:
    library.close()
    _killed_while_it_writes(
        library.path, "insert into paper(key, status, added) values ('k', 'inbox', '2022-04-06T09:30:00Z')"
    )
    assert Path(f"{library.path}-wal").stat().st_size > 0
    again = open_library(library.path, now=clock)
    assert column(again, "select key from paper") == ["k"]
    again.close()


def test_each_connection_is_set_as_it_should_be(library: Library) -> None:
    for engine, sync in (
        (library._database.readers, None),
        (library._database.here, None),
        (library._database.editor, 2),
        (library._database.intaker, 1),
    ):
        with library._database.lock, engine.connect() as c:
            values = {
                name: c.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in (
                    "trusted_schema",
                    "cell_size_check",
                    "mmap_size",
                    "foreign_keys",
                    "journal_mode",
                    "query_only",
                    "synchronous",
                )
            }
        assert (values["trusted_schema"], values["cell_size_check"], values["mmap_size"]) == (0, 1, 0)
        assert (values["foreign_keys"], values["journal_mode"]) == (1, "wal")
        assert values["query_only"] == (1 if sync is None else 0)
        assert sync is None or values["synchronous"] == sync
