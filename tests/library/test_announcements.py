"""What one process writes, another hears."""

import multiprocessing
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.domain.changes import Changes
from curator.library.library import Library, open_library
from tests.library.bare import add_paper, set_status


@pytest.fixture
def other(library: Library, clock: Callable[[], datetime]) -> Iterator[Library]:
    found = open_library(library.path, now=clock, origin="command")
    yield found
    found.close()


def test_an_edit_elsewhere_is_heard_once(library: Library, other: Library) -> None:
    assert library.news_from_elsewhere() == Changes()
    with other.edit("Add") as edit:
        paper = add_paper(edit.c)
    assert library.news_from_elsewhere() == Changes(frozenset({("paper", paper), ("metadata", paper)}))
    assert library.news_from_elsewhere() == Changes()


def test_an_intake_elsewhere_is_heard(library: Library, other: Library) -> None:
    with other.intake() as work, work.batch() as batch:
        paper = add_paper(batch.c)
    assert library.news_from_elsewhere().rows == {("paper", paper), ("metadata", paper)}


def test_an_undo_elsewhere_is_heard(library: Library, other: Library) -> None:
    with other.edit("Add") as edit:
        paper = add_paper(edit.c)
    library.news_from_elsewhere()
    other.undo(edit.step)
    assert library.news_from_elsewhere().rows == {("paper", paper), ("metadata", paper)}


def test_ones_own_edits_are_no_news(library: Library, other: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    assert library.news_from_elsewhere() == Changes()
    with other.edit("Dismiss") as edit:
        set_status(edit.c, paper, "dismissed")
    with library.edit("Ready") as edit:
        set_status(edit.c, paper, "ready")
    assert library.news_from_elsewhere().rows == {("paper", paper)}


def test_what_happens_right_after_opening_is_heard(library: Library, other: Library) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    assert other.news_from_elsewhere().touches("paper")


def test_who_has_missed_too_much_reads_all_anew(
    library: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curator.library.announcements.KEEP", 5)
    with other.edit("Add") as edit:
        paper = add_paper(edit.c)
    library.news_from_elsewhere()
    for number in range(5):
        with other.edit("Status") as edit:
            set_status(edit.c, paper, f"s{number}")
    assert library.news_from_elsewhere() == Changes(frozenset({("paper", paper)}))
    for number in range(6):
        with other.edit("Status") as edit:
            set_status(edit.c, paper, f"t{number}")
    assert library.news_from_elsewhere().everything
    assert library.news_from_elsewhere() == Changes()


def _dismiss(path: str) -> None:
    library = open_library(Path(path), now=lambda: datetime.now(UTC), origin="command")
    with library.edit("Dismiss") as edit:
        set_status(edit.c, 1, "dismissed")
    library.close()


def test_another_process_is_heard(library: Library) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    assert library.news_from_elsewhere() == Changes()
    child = multiprocessing.get_context("spawn").Process(target=_dismiss, args=(str(library.path),))
    child.start()
    child.join(60)
    assert library.news_from_elsewhere().rows == {("paper", 1)}
