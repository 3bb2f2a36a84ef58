"""What doctor sees, and that it sees nothing where nothing is."""

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text

from curator.domain.errors import LibraryFault
from curator.library import upkeep
from curator.library.library import Library, open_library
from tests.library.bare import add_paper, column, write_text


@pytest.fixture
def written(library: Library) -> Library:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "a text with a few words")
    return library


def _behind_its_back(library: Library, *statements: str) -> None:
    c = sqlite3.connect(library.path, isolation_level=None)
    for statement in statements:
        c.execute(statement)
    c.close()


def test_a_sound_library_has_no_fault(written: Library) -> None:
    assert written.doctor() == written.doctor(fix=True) == []


def test_a_text_that_is_not_what_was_saved_is_named(written: Library) -> None:
    _behind_its_back(
        written, "update writeup set text = replace(text, 'few', 'fev')", "insert into words(words) values ('rebuild')"
    )
    found = written.doctor()
    assert [fault.check for fault in found] == ["texts"]
    assert "“why” of paper 1" in found[0].message


def test_a_revision_that_is_not_what_was_saved_is_named(written: Library) -> None:
    _behind_its_back(written, "update revision set text = 'fev'")
    assert [fault.check for fault in written.doctor()] == ["revisions"]


def test_texts_beyond_the_first_page_are_looked_at(written: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with written.edit("Write") as edit:
        for number in range(1200):
            write_text(edit.c, 1, f"{number}")
    _behind_its_back(written, "update revision set text = 'x' where id in (500, 501, 1201)")
    assert [fault.message.split(" ")[1] for fault in written.doctor()] == ["500", "501", "1201"]


def test_a_figure_whose_bytes_changed_is_named(written: Library) -> None:
    sha = hashlib.sha256(b"png").hexdigest()
    with written.edit("Figure") as edit:
        values = {"src": f"figures/{sha[:16]}.png", "sha": sha, "bytes": b"png"}
        edit.c.execute(text("insert into picture(src, sha, bytes) values (:src, :sha, :bytes)"), values)
    assert written.doctor() == []
    _behind_its_back(written, "update picture set bytes = x'00'")
    assert [fault.check for fault in written.doctor()] == ["figures"]


def test_a_row_that_belongs_to_nothing_is_named(written: Library) -> None:
    _behind_its_back(
        written,
        "PRAGMA foreign_keys = OFF",
        "insert into entry(section, place, kind, text) values (77, 1, 'text', 'x')",
    )
    assert [fault.check for fault in written.doctor()] == ["keys"]


def test_an_sqlite_that_is_too_old_is_named(written: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "_OLDEST", (99, 1, 0))
    found = written.doctor()
    assert [fault.check for fault in found] == ["sqlite"]
    assert sqlite3.sqlite_version in found[0].message and "99.1.0" in found[0].message


def test_of_many_of_one_kind_some_are_named_and_the_rest_counted(written: Library) -> None:
    with written.edit("Add") as edit:
        for _ in range(9):
            add_paper(edit.c)
    _behind_its_back(written, "update paper set status = 'redy'", "insert into words(words) values ('rebuild')")
    found = written.doctor()
    assert [fault.check for fault in found] == ["words"] * 6
    assert "5 more" in found[-1].message
    assert written.doctor(fix=True) != [] and written.doctor() == []


def test_mending_is_a_step_of_the_history(written: Library) -> None:
    _behind_its_back(written, "update paper set status = 'redy'", "insert into words(words) values ('rebuild')")
    written.doctor(fix=True)
    assert written.steps()[0].label == "Mend the library"


def test_a_damaged_file_is_named_and_nothing_is_fixed(written: Library, clock: Callable[[], datetime]) -> None:
    with written.edit("Write") as edit:
        for number in range(3000):
            write_text(edit.c, 1, f"{number} " + "word " * 50)
    root = column(written, "select rootpage from sqlite_schema where name = 'revision'")[0]
    size = column(written, "PRAGMA page_size")[0]
    written.close()
    with written.path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x55" * 200)
    again = open_library(written.path, now=clock)
    try:
        assert {fault.check for fault in again.doctor(fix=True)} == {"integrity"}
        with pytest.raises(LibraryFault, match="damaged"):
            column(again, "select text from revision")
    finally:
        again.close()
