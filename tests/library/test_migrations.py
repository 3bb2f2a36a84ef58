"""A library of an older version is brought up to date, or left as it was."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from curator.domain.backups import BackupKind
from curator.domain.errors import LibraryFault
from curator.library import backups, copies, door, migrations, schema
from curator.library.library import open_library
from tests.library.bare import column, found

Clock = Callable[[], datetime]
OLDER = {version: Path(__file__).with_name(f"schema_{version}.sql").read_text("utf-8") for version in schema.OLDER}
ROWS = """
insert into paper(key, status, added) values ('hoffmann2022training', 'drafting', '2022-04-06T09:30:00Z');
insert into metadata(paper, position, arxiv, title, readable, folded, first, authors, names, author_count, abstract, categories, source,
 to_fetch) values (1, 773000000000, '2203.15556', 'Training', 'Training', 'training', 'hoffmann', '["Jordan Hoffmann"]', 'Hoffmann', 1,
 'We train.', 'cs.CL', 'arxiv', 1);
insert into writeup(paper, field, text, sha) values (1, 'why', 'Why not', 'x');
insert into step(label, origin, at) values ('Add a paper', 'window', '2022-04-06T09:30:00Z');
insert into journal(step, tab, row, after) values (1, 'paper', 1, '{}');
insert into words(words) values ('rebuild');
"""


@pytest.fixture(params=sorted(OLDER))
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def old(folder: Path, version: int) -> Path:
    path = folder / "l.curator"
    c = sqlite3.connect(path, isolation_level=None)
    c.executescript(OLDER[version] + ROWS + "PRAGMA journal_mode = WAL;")
    c.close()
    return path


def _version(path: Path) -> int:
    c = sqlite3.connect(path)
    try:
        return int(c.execute("PRAGMA user_version").fetchone()[0])
    finally:
        c.close()


def test_an_old_library_is_brought_up_to_date(old: Path, folder: Path, clock: Clock) -> None:
    library = open_library(old, now=clock, backups=folder / "backups")
    assert not library.is_read_only
    assert found(library, "why : not") == found(library, "facets : istofetch") == [1]
    assert column(library, "select newer from metadata") == column(library, "select fault from metadata") == [None]
    assert library.steps() == []
    with library.edit("Fault") as edit:
        edit.c.exec_driver_sql("update metadata set fault = 'x', newer = 2")
    assert "texts" in [fault.check for fault in library.doctor()]
    library.close()
    c = sqlite3.connect(old)
    assert (schema.judge(c, "l"), schema.form(c)) == (door.VERSION, schema.current())
    c.close()


def test_a_copy_is_put_aside_first_and_once(old: Path, version: int, folder: Path, clock: Clock) -> None:
    for _ in range(2):
        open_library(old, now=clock, backups=folder / "backups").close()
    (found_copy,) = backups.listing(backups.house(folder / "backups", old))
    copy = found_copy.path
    assert (found_copy.kind, found_copy.papers, found_copy.writeups) == (BackupKind.EVERYTHING, 1, 1)
    assert found_copy.why == f"before it was brought up to date from form {version}"
    c = sqlite3.connect(copy)
    assert (schema.judge(c, "copy"), c.execute("select count(*) from step").fetchone()) == (version, (1,))
    assert c.execute("select text from writeup").fetchone() == ("Why not",)
    c.close()
    assert _version(copy) == version
    again = open_library(copy, now=clock, backups=folder / "other")
    assert found(again, "why : not") == [1]
    again.close()


def test_without_a_place_for_the_copy_nothing_is_changed(old: Path, folder: Path, clock: Clock) -> None:
    was = old.read_bytes()
    (folder / "file").write_text("x")
    for root in (None, folder / "file"):
        with pytest.raises(LibraryFault, match=r"older Curator|up to date"):
            open_library(old, now=clock, backups=root)
        assert old.read_bytes() == was


def test_a_copy_that_does_not_fit_stops_it(
    old: Path, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "counts", lambda c: {"x": id(c)})
    was = old.read_bytes()
    with pytest.raises(LibraryFault, match="no copy"):
        open_library(old, now=clock, backups=folder / "backups")
    assert old.read_bytes() == was
    assert [path for path in (folder / "backups").rglob("*") if path.is_file()] == []


def test_a_step_that_fails_leaves_the_library_as_it_was(
    old: Path, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(c: sqlite3.Connection) -> None:
        c.execute("delete from writeup")
        raise sqlite3.OperationalError("no")

    def falls_short(c: sqlite3.Connection) -> None:
        c.execute("create table if not exists something(id)")

    was = old.read_bytes()
    for step in (fails, falls_short):
        monkeypatch.setattr(migrations, "STEPS", (step,) * door.VERSION)
        with pytest.raises((LibraryFault, sqlite3.OperationalError)):
            open_library(old, now=clock, backups=folder / "backups")
        assert old.read_bytes() == was
    monkeypatch.undo()
    open_library(old, now=clock, backups=folder / "backups").close()


def test_an_old_library_with_something_strange_is_left_as_it_was(old: Path, folder: Path, clock: Clock) -> None:
    c = sqlite3.connect(old)
    c.execute("create trigger evil after update on paper begin delete from writeup; end")
    c.close()
    was = old.read_bytes()
    with pytest.raises(LibraryFault, match="did not make"):
        open_library(old, now=clock, backups=folder / "backups")
    assert old.read_bytes() == was
    assert not (folder / "backups").exists()


def test_there_is_a_step_for_each_version_and_a_form_for_each_older_one() -> None:
    assert len(migrations.STEPS) == door.VERSION
    assert set(schema.OLDER) == set(range(door.VERSION))
