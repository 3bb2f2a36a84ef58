"""What is left of a damaged file comes into a new library: page by page, its log, its backups; the file is only read."""

import contextlib
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.backups import BackupKind
from curator.domain.errors import LibraryFault, Refused
from curator.library import carving, remains
from curator.library.library import open_library
from curator.library.salvage import FILE, REVISIONS, salvage
from curator.library.shapes import KEPT
from tests.faults.planted import overwrite, root_of
from tests.faults.stocked import stock, ticking
from tests.library.bare import files_in

Clock = Callable[[], datetime]
Texts = dict[tuple[int, str], str]
PAGE = 4096


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "l.curator"
    stock(path)
    return path


@pytest.fixture
def damaged(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "l.curator"))


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    with contextlib.closing(sqlite3.connect(path)) as c:
        for table in KEPT:
            names = ", ".join(f'"{one.name}"' for one in table.columns)
            found[table.name] = c.execute(f'select {names} from "{table.name}" order by 1').fetchall()
    return found


def _texts(path: Path) -> Texts:
    with contextlib.closing(sqlite3.connect(path)) as c:
        return {(paper, field): words for paper, field, words in c.execute("select paper, field, text from writeup")}


def _recovered(path: Path, *backups: Path) -> Path:
    target = path.with_name("new.curator")
    salvage(path, target, backups)
    return target


def _mended(path: Path) -> None:
    library = open_library(path, now=ticking())
    library.doctor(fix=True)
    assert [one.check for one in library.doctor() if one.check != "pictures"] == []
    library.close()


def test_of_a_sound_file_each_row_comes(damaged: Path, sound: Path) -> None:
    was = files_in(damaged.parent)
    target = _recovered(damaged)
    assert _rows(target) == _rows(sound)
    assert {name: data for name, data in files_in(damaged.parent).items() if name in was} == was
    library = open_library(target, now=ticking())
    assert library.doctor() == []
    with library.edit("Go on") as edit:
        assert edit.papers.new("Another") == 62  # no number is given twice
    library.close()


@pytest.mark.slow
def test_whatever_page_is_bad_each_write_up_comes_back(damaged: Path, sound: Path) -> None:
    data, wanted = sound.read_bytes(), _texts(sound)
    for at in range(0, len(data), PAGE):
        damaged.write_bytes(data[:at] + bytes(PAGE) + data[at + PAGE :])
        target = _recovered(damaged)
        _mended(target)
        assert _texts(target) == wanted, f"page {at // PAGE + 1}"
        target.unlink()


def test_rows_are_found_where_no_page_leads_to_them(damaged: Path, sound: Path) -> None:
    overwrite(damaged, 0, bytes(PAGE))  # the header, and where each table begins
    target = _recovered(damaged)
    _mended(target)
    found, wanted = _rows(target), _rows(sound)
    assert {**found, "trashed": ()} == {**wanted, "trashed": ()}  # those look like rows of the history


def test_what_stands_in_the_log_alone_is_not_passed_over(damaged: Path) -> None:
    child = multiprocessing.get_context("spawn").Process(target=_write_and_die, args=(str(damaged),))
    child.start()
    child.join(60)
    assert Path(f"{damaged}-wal").stat().st_size > 0
    assert _texts(_recovered(damaged))[7, "why"] == "In the log."
    overwrite(damaged, 0, bytes(100))  # SQLite can't open it any more
    damaged.with_name("new.curator").unlink()
    target = _recovered(damaged)
    assert _texts(target)[7, "why"] == "In the log."


def _write_and_die(path: str) -> None:
    library = open_library(Path(path), now=ticking())
    with library.edit("Write") as edit:
        edit.writeups.save(7, "why", "In the log.", None)
    os._exit(0)


def test_what_was_removed_does_not_come_back(damaged: Path) -> None:
    library = open_library(damaged, now=ticking())
    with library.edit("Clear") as edit:
        edit.writeups.save(5, "why", None, None)
    library.close()
    root, _ = root_of(damaged, "writeup")
    overwrite(damaged, (root - 1) * PAGE, bytes(PAGE))
    assert (5, "why") not in _texts(_recovered(damaged))


def test_pages_that_are_no_longer_in_use_give_nothing(damaged: Path) -> None:
    long = [f"('{number}', '{'a' * 64}', {1})" for number in range(300)]
    _change(
        damaged,
        "PRAGMA secure_delete = OFF",  # as many SQLites are built: what was removed stays in the file
        "PRAGMA foreign_keys = OFF",
        f"insert into imported(sha, issue) select column2, column3 from (values {', '.join(long)})",
        "update imported set sha = printf('%064d', id)",
        "delete from imported",
    )
    with contextlib.closing(sqlite3.connect(damaged)) as c:
        assert c.execute("PRAGMA freelist_count").fetchone()[0] > 3
    assert _rows(_recovered(damaged))["imported"] == []


def test_a_text_that_is_not_whole_comes_from_an_earlier_one_and_is_kept_beside(damaged: Path, sound: Path) -> None:
    _change(damaged, "update writeup set text = 'a strange text' where paper = 5 and field = 'why'")
    result = salvage(damaged, damaged.with_name("new.curator"), [])
    assert result.texts == {(5, "why"): REVISIONS} and result.lost == []
    assert _texts(result.target) == _texts(sound)
    assert "a strange text" in _revisions(result.target)


def test_a_text_that_nobody_has_whole_is_named(damaged: Path) -> None:
    _change(
        damaged,
        "update writeup set text = 'a strange text' where paper = 5 and field = 'why'",
        "delete from revision where paper = 5",
    )
    result = salvage(damaged, damaged.with_name("new.curator"), [])
    assert result.lost == [(5, "why")]
    assert "a strange text" in _revisions(result.target)


def test_backups_fill_the_gaps_and_no_more(damaged: Path, tmp_path: Path) -> None:
    library = open_library(damaged, now=ticking())
    held = library.back_up(BackupKind.EVERYTHING, tmp_path / "b", "").path
    with library.edit("Go on") as edit:
        edit.writeups.save(5, "why", "Written after the backup.", None)
        edit.papers.untag([paper for paper, _ in _texts(held)], "ai")
    library.close()
    wanted = _rows(damaged)
    damaged.write_bytes(_without(damaged, "figure", "entry", "link"))
    result = salvage(damaged, damaged.with_name("new.curator"), [held])
    found = _rows(result.target)
    assert found == wanted  # tags that were taken away since stay away
    assert result.sources[held.name].keys() == {"figure", "entry", "link"}
    assert result.sources[FILE]["writeup"] == len(_texts(damaged.with_name("new.curator")))


def test_from_half_a_file_comes_what_was_in_the_backup(damaged: Path, tmp_path: Path, sound: Path) -> None:
    library = open_library(damaged, now=ticking())
    held = [library.back_up(kind, tmp_path / "b", "").path for kind in BackupKind]
    library.close()
    data = damaged.read_bytes()
    for backup in held:
        damaged.write_bytes(data[: len(data) // 2])
        target = _recovered(damaged, backup)
        _mended(target)
        assert _texts(target) == _texts(sound)
        target.unlink()


def test_another_programs_file_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    _change(path, "create table places(url text)", "insert into places values ('x')")
    with pytest.raises(Refused, match="Nothing of a library"):
        _recovered(path)
    assert [one.name for one in tmp_path.iterdir()] == ["places.sqlite"]


def test_one_that_is_open_here_is_not_read(damaged: Path) -> None:
    library = open_library(damaged, now=ticking())
    with pytest.raises(LibraryFault, match="still open"):
        _recovered(damaged)
    with library.edit("Go on") as edit:
        edit.papers.star([5], True)
    library.close()


def test_nothing_is_written_over(damaged: Path) -> None:
    damaged.with_name("new.curator").write_bytes(b"mine")
    with pytest.raises(Refused, match="already"):
        _recovered(damaged)
    assert damaged.with_name("new.curator").read_bytes() == b"mine"


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=3 * 512), st.integers(0, 89), st.integers(0, PAGE - 1))
def test_no_bytes_keep_a_file_from_being_read(
    sound: Path, tmp_path_factory: pytest.TempPathFactory, noise: bytes, page: int, within: int
) -> None:
    folder = tmp_path_factory.mktemp("noise")
    data = bytearray(sound.read_bytes())
    data[page * PAGE + within : page * PAGE + within + len(noise)] = noise
    (folder / "l").write_bytes(bytes(data))
    (folder / "work").mkdir()
    remains.read(folder / "l", folder / "work")
    (folder / "l").write_bytes(noise)
    remains.read(folder / "l", folder / "work")


def test_pages_of_another_size_are_told_without_a_header(tmp_path: Path) -> None:
    for size in (512, 1024, 8192):
        path = tmp_path / f"{size}"
        _change(
            path,
            f"PRAGMA page_size = {size}",
            "create table t(x text)",
            *["insert into t values (hex(randomblob(90)))"] * 300,
        )
        data = bytearray(path.read_bytes())
        data[:100] = bytes(100)
        assert carving.page_size(memoryview(bytes(data))) == size


def _change(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as c:
        for statement in statements:
            c.execute(statement)


def _revisions(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as c:
        return [words for (words,) in c.execute("select text from revision")]


def _without(path: Path, *tables: str) -> bytes:
    data = bytearray(path.read_bytes())
    for table in tables:
        root, size = root_of(path, table)
        data[(root - 1) * size : root * size] = bytes(size)
    return bytes(data)
