"""Edits, undo, redo and readings, on the library as a whole."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from curator.domain.changes import Changes
from curator.domain.errors import Busy, CuratorError, LibraryFault, Refused
from curator.domain.progress import Cancelled
from curator.library.library import Library, open_library
from curator.library.turns import raw_connection
from tests.library.bare import add_issue, add_paper, column, everything, found, set_status, write_text

ENDLESS = text("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n")


def test_an_edit_is_in_the_history_and_told_after_its_commit(library: Library) -> None:
    heard: list[Changes] = []
    stop = library.listen(heard.append)
    with library.edit("Add a paper") as edit:
        paper = add_paper(edit.c)
        assert not heard
    assert heard == [edit.changes]
    assert edit.changes.rows == {("paper", paper), ("metadata", paper)}
    assert [(step.label, step.origin, step.undoes) for step in library.steps()] == [("Add a paper", "window", None)]
    stop()
    with library.edit("Dismiss") as edit:
        set_status(edit.c, paper, "dismissed")
    assert len(heard) == 1


def test_an_edit_that_raises_leaves_nothing(library: Library) -> None:
    was = everything(library)
    with pytest.raises(ZeroDivisionError), library.edit("Add") as edit:
        add_paper(edit.c)
        raise ZeroDivisionError
    assert everything(library) == was
    assert library.steps() == []
    assert found(library, "training") == []


def test_an_edit_that_changes_nothing_is_no_step(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    with library.edit("Inbox") as edit:
        set_status(edit.c, paper, "inbox")
    assert edit.step == 0
    assert [step.label for step in library.steps()] == ["Add"]


def test_a_listener_that_fails_harms_no_edit(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    def fails(_: Changes) -> None:
        raise ZeroDivisionError

    library.listen(fails)
    with library.edit("Add") as edit:
        add_paper(edit.c)
    assert column(library, "select id from paper") == [1]
    assert "listener" in caplog.text


def test_changes_name_the_papers_and_issues_that_rows_belong_to(library: Library) -> None:
    with library.edit("Add") as edit:
        paper, (issue, section) = add_paper(edit.c), add_issue(edit.c)
        other, elsewhere = add_issue(edit.c, "may-2022")
    with library.edit("Write") as edit:
        write_text(edit.c, paper, "words")
    assert edit.changes.rows == {("writeup", 1), ("paper", paper)}
    values = {"section": section, "paper": paper}
    with library.edit("Put in") as edit:
        edit.c.execute(
            text("insert into entry(section, place, kind, paper) values (:section, 1, 'paper', :paper)"), values
        )
    assert edit.changes.rows == {("entry", 1), ("paper", paper), ("section", section), ("issue", issue)}
    with library.edit("Move") as edit:
        edit.c.execute(text("update entry set section = :section where id = 1"), {"section": elsewhere})
    assert edit.changes.ids("issue") == {issue, other}
    with library.edit("Fetch") as edit:
        edit.c.execute(text("update metadata set seen = 1"))
    assert edit.changes.rows == {("metadata", paper)}
    assert edit.step == 0


def test_reading_cannot_write(library: Library) -> None:
    with pytest.raises(CuratorError), library.read() as reading:
        add_paper(reading.c)
    with pytest.raises(CuratorError), library.read_here() as reading:
        add_paper(reading.c)


def test_a_reading_is_one_snapshot(library: Library) -> None:
    with library.read() as reading:
        assert reading.c.execute(text("select count(*) from paper")).scalar_one() == 0
        with library.edit("Add") as edit:
            add_paper(edit.c)
        assert reading.c.execute(text("select count(*) from paper")).scalar_one() == 0
    assert column(library, "select count(*) from paper") == [1]


def test_one_hundred_readings_at_a_time_end(library: Library) -> None:
    def look() -> None:
        with library.read() as reading:
            reading.c.execute(text("select count(*) from paper")).scalar_one()

    threads = [threading.Thread(target=look) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)


def test_a_running_query_is_stopped_at_once(library: Library) -> None:
    began = time.perf_counter()
    timer = threading.Timer(0.2, library.interrupt)
    timer.start()
    with pytest.raises(Cancelled), library.read() as reading:
        reading.c.execute(ENDLESS).all()
    assert time.perf_counter() - began < 5
    with library.read() as reading:
        assert reading.c.execute(text("select 1")).scalar_one() == 1


def test_a_reading_that_was_stopped_between_statements_begins_no_further_one(library: Library) -> None:
    with pytest.raises(Cancelled), library.read() as reading:
        reading.c.execute(text("select 1")).all()
        library.interrupt()
        reading.c.execute(ENDLESS).all()
    with library.read() as reading:
        reading.c.execute(text("select 1")).all()


def test_the_main_threads_reading_is_not_stopped(library: Library) -> None:
    with library.read_here() as reading:
        library.interrupt()
        assert reading.c.execute(text("select 1")).scalar_one() == 1


def test_an_edit_within_an_edit_is_a_mistake_and_no_deadlock(library: Library) -> None:
    with pytest.raises(RuntimeError), library.edit("a"), library.edit("b"):
        pass
    with library.edit("c") as edit:
        add_paper(edit.c)


def test_a_key_that_is_taken_is_refused_with_a_sentence(library: Library) -> None:
    with pytest.raises(Refused, match="Nothing was changed"), library.edit("Add") as edit:
        paper = add_paper(edit.c)
        edit.c.execute(text("insert into merged(id, \"into\", key) values (9, :p, 'a'), (10, :p, 'a')"), {"p": paper})
    assert column(library, "select id from paper") == []


def test_busy_is_said_where_another_holds_the_library_for_long(
    library: Library, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime], folder: Path
) -> None:
    monkeypatch.setattr("curator.library.turns.ASK_FOR", 0.1)
    other = open_library(library.path, now=clock)
    try:
        with other.edit("Long") as edit:
            add_paper(edit.c)
            with pytest.raises(Busy), library.edit("Short"):
                pass
        with library.edit("Short") as edit:
            add_paper(edit.c)
    finally:
        other.close()
    assert column(library, "select count(*) from paper") == [2]


def test_a_library_that_was_closed_says_so(library: Library) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    with library.read() as reading:
        pass
    library.close()
    reading.interrupt()
    ways: list[Callable[[], object]] = [
        library.read().__enter__,
        library.read_here().__enter__,
        library.edit("x").__enter__,
        library.news_from_elsewhere,
        library.doctor,
        lambda: library.undo(1),
        library._database.readers.connect,
    ]
    for way in ways:
        with pytest.raises(LibraryFault, match="was closed"):
            way()
    assert sorted(path.name for path in library.path.parent.iterdir()) == [library.path.name]


def test_stopping_a_reading_that_is_over_stops_no_other(library: Library) -> None:
    with library.read() as first:
        first.c.execute(text("select 1")).all()
    with library.read() as second:
        raw_connection(second.c).create_function("stop", 0, first.interrupt)
        numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 9) select i, stop() from n"
        assert len(second.c.execute(text(numbers)).all()) == 9
