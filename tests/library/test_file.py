"""A new library is put where nothing is and was, and nothing is ever replaced."""

import errno
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from curator.domain.errors import Refused
from curator.library import schema
from curator.library.library import create_library, open_library
from tests.library.bare import add_paper, files_in

Clock = Callable[[], datetime]


def test_a_library_is_made_where_nothing_is(folder: Path, clock: Clock) -> None:
    path = folder / "l.curator"
    create_library(path)
    assert [one.name for one in folder.iterdir()] == ["l.curator"]
    library = open_library(path, now=clock)
    assert not library.is_read_only
    library.close()
    assert [one.name for one in folder.iterdir()] == ["l.curator"]


@pytest.mark.parametrize("ending", ["", "-wal", "-journal"])
def test_nothing_is_ever_replaced(folder: Path, ending: str) -> None:
    path = folder / "l.curator"
    Path(f"{path}{ending}").write_bytes(b"mine")
    was = files_in(folder)
    with pytest.raises(Refused):
        create_library(path)
    assert files_in(folder) == was


def test_what_comes_into_its_place_in_the_last_moment_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "l.curator"
    link = os.link

    def late(source: Path, target: Path) -> None:
        path.write_bytes(b"mine")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(Refused, match="already something"):
        create_library(path)
    assert files_in(folder) == {"l.curator": b"mine"}


def test_where_there_are_no_links_nothing_is_replaced_either(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(source: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", none)
    path = folder / "l.curator"
    create_library(path)
    open_library(path, now=clock).close()
    with pytest.raises(Refused):
        create_library(path)


def test_a_folder_that_is_not_there_is_not_made(folder: Path) -> None:
    with pytest.raises(Refused, match="folder"):
        create_library(folder / "no" / "l.curator")
    assert list(folder.iterdir()) == []


def test_a_library_that_was_there_is_not_made_anew(folder: Path, clock: Clock) -> None:
    path, state = folder / "l.curator", folder / "state"
    create_library(path, state=state)
    open_library(path, now=clock, state=state).close()
    path.unlink()
    with pytest.raises(Refused, match="was opened here before"):
        create_library(path, state=state)
    assert not path.exists()
    create_library(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_library_is_known_by_its_true_name(folder: Path, clock: Clock) -> None:
    path, state, other = folder / "l.curator", folder / "state", folder / "elsewhere"
    other.mkdir()
    create_library(path)
    (other / "link").symlink_to(path)
    library = open_library(other / "link", now=clock, state=state)
    with library.edit("Add") as edit:
        add_paper(edit.c)
    assert library.path == path.resolve()
    assert [one.name for one in other.iterdir()] == ["link"]
    library.close()
    path.unlink()
    with pytest.raises(Refused, match="was opened here before"):
        create_library(other / "link", state=state)


def test_what_a_disk_that_failed_would_not_let_go_is_not_in_the_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    path = folder / "l.curator"

    def fails(c: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as broken:
        broken.setattr(schema, "make", fails)
        broken.setattr(Path, "unlink", fails)
        with pytest.raises(Refused, match="nothing can be written on its disk"):
            create_library(path)
        assert len(list(folder.iterdir())) == 1
    create_library(path)
    assert [one.name for one in folder.iterdir()] == ["l.curator"]
    open_library(path, now=clock).close()
