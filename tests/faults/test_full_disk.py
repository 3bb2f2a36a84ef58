"""A disk that is full: nothing half done, and the library can still be read."""

import multiprocessing
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.domain.errors import LibraryFault
from curator.library.library import Library, create_library, open_library
from curator.library.turns import raw_connection
from tests.library.bare import add_paper, column, everything, found, write_text


@pytest.fixture
def library(tmp_path: Path) -> Library:
    create_library(tmp_path / "l.curator")
    return open_library(tmp_path / "l.curator", now=lambda: datetime.now(UTC))


def _may_grow(library: Library, pages: int) -> None:
    with library._database.editor.connect() as c:
        raw = raw_connection(c)
        now = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {now + pages}")


def test_an_edit_for_which_there_is_no_room_changes_nothing(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "a")
    was = everything(library)
    _may_grow(library, 0)
    with pytest.raises(LibraryFault, match="full"), library.edit("Write") as edit:
        write_text(edit.c, paper, "word " * 20_000)
    assert everything(library) == was
    _may_grow(library, 10_000)
    with library.edit("Write") as edit:
        write_text(edit.c, paper, "word " * 20_000)
    assert library.doctor() == []
    library.close()


def _open_without_room(path: str) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    library = open_library(Path(path), now=lambda: datetime.now(UTC))
    fine = library.is_read_only and found(library, "training") == [1]
    os._exit(0 if fine else 1)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of POSIX")
def test_where_no_file_can_grow_the_library_opens_to_read(library: Library) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    library.close()
    child = multiprocessing.get_context("spawn").Process(target=_open_without_room, args=(str(library.path),))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    again = open_library(library.path, now=lambda: datetime.now(UTC))
    assert not again.is_read_only
    assert column(again, "select id from paper") == [1]
    again.close()
