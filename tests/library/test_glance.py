"""A look before the library is open shows what the list will show, or nothing; and leaves no trace."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import PaperRow, Record, Status
from curator.domain.query import EVERYTHING, Facet, of
from curator.library import door, glance
from curator.library.library import Library, create_library, open_library
from curator.library.merging import prepare
from tests.library.bare import files_in
from tests.library.shelf import Shelf, fill

PLACES = (glance.ALL, *(("status", status.value) for status in Status))
TITLES = st.sampled_from(("Graphs", r"Scaling $\alpha$ laws", "Über\n  Wörter", "<img src=x>", "Law 2"))
WORK = st.tuples(
    TITLES, st.integers(0, 6), st.integers(0, 30), st.sampled_from(list(Status)), st.sampled_from("ntsodb")
)
"""A title, how many authors, the day, what was decided, and what the editor typed or did besides."""


def now() -> datetime:
    return datetime(2022, 4, 6, 9, 30, tzinfo=UTC)


def listed(path: Path, place: tuple[str, str] | None) -> tuple[PaperRow, ...]:
    """What the open library lists first at a place, without the places in issues."""
    library = open_library(path, now=now)
    try:
        with library.read() as reading:
            if place is None:
                has_inbox = reading.listing.counts().by_status[Status.INBOX]
                place = ("status", "inbox") if has_inbox else glance.ALL
            query = EVERYTHING if place == glance.ALL else of(Facet.STATUS, place[1])
            rows = reading.listing.rows(reading.listing.first(query, "date", glance.ROWS, exact=False), query)
    finally:
        library.close()
    return tuple(replace(row, places=(), title_marks=(), part=None, part_marks=()) for row in rows)


def put_in(library: Library, works: list[tuple[str, int, int, Status, str]]) -> None:
    for number, (title, authors, day, status, deed) in enumerate(works, 1):
        record = Record(
            title,
            tuple(f"Ada Author{at}" for at in range(authors)),
            f"We show $x^2$ and {title}. " * 20,
            ("cs.CL",) if day % 2 else (),
            published=None if day == 0 else date(2022, 3, 1) + timedelta(days=day),
            arxiv=f"2203.{number:05}" if number % 2 else None,
            doi=None if number % 2 else f"10.1000/x{number}",
            source="arxiv",
        )
        with library.edit("Add") as edit:
            paper = edit.merging.put_in([prepare(record)])[0].paper
            edit.papers.decide([paper], status)
            if deed == "t":
                edit.papers.override(paper, title="By the editor", authors=["Zoë Ångström", "Bo Bee"])
            elif deed == "d":
                edit.papers.override(paper, published=date(2022, 5, 1))
            elif deed == "s":
                edit.papers.star([paper], True)
                edit.papers.mark_seen([paper])
            elif deed == "o":
                for tag in ("b", "Ä", "a"):
                    edit.papers.tag([paper], tag)
            elif deed == "b":
                section = edit.issues.add_section(edit.issues.new("Trends"), "Research")
                edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper)])


@settings(max_examples=15, deadline=None)
@given(st.lists(WORK, max_size=12))
def test_a_look_shows_what_the_list_shows(works: list[tuple[str, int, int, Status, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "l.curator"
        create_library(path)
        library = open_library(path, now=now)
        put_in(library, works)
        library.close()
        for place in (None, *PLACES):
            assert glance.glance(path, place) == listed(path, place)


@pytest.fixture
def closed(folder: Path, clock: Callable[[], datetime]) -> Path:
    """A library of sixty papers that nobody has open."""
    path = folder / "l ?#%20.curator"
    create_library(path)
    library = open_library(path, now=clock)
    fill(library)
    library.close()
    return path


def test_a_look_has_a_page_and_no_more(closed: Path) -> None:
    rows = glance.glance(closed, glance.ALL)
    assert len(rows) == glance.ROWS and rows == listed(closed, glance.ALL)


def test_a_look_leaves_no_trace(closed: Path, folder: Path) -> None:
    was = files_in(folder)
    assert glance.glance(closed, None)
    assert files_in(folder) == was


def test_papers_too_far_down_are_not_looked_for(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glance, "WALKED", 20)
    assert glance.glance(closed, ("status", "ready")) == () and glance.glance(closed, None) == ()
    monkeypatch.setattr(glance, "WALKED", 60)
    assert glance.glance(closed, ("status", "ready")) == listed(closed, ("status", "ready")) != ()


def test_nothing_is_seen_of_a_library_that_is_in_use(shelf: Shelf) -> None:
    assert glance.glance(shelf.library.path, glance.ALL) == ()


@pytest.mark.parametrize("place", [("tag", "ai"), ("issue", "trends"), ("waiting", ""), ("status", "of no kind")])
def test_other_places_wait_for_the_library(closed: Path, place: tuple[str, str]) -> None:
    assert glance.glance(closed, place) == ()


@pytest.mark.parametrize(
    "change",
    [
        f"PRAGMA user_version = {door.VERSION + 1}",
        f"PRAGMA user_version = {door.VERSION - 1}",
        "PRAGMA application_id = 7",
        "alter table tag rename to tags; create view tag as select * from tags",
        "alter table own rename column title to other",
        "update paper set status = 'of no kind'",
        "update metadata set authors = '', names = '', published = 'long ago'",
    ],
)
def test_what_is_not_wholly_usual_is_left_to_the_library(closed: Path, change: str) -> None:
    c = door.connect(closed, door.WRITE)
    c.executescript(change)
    c.close()
    assert glance.glance(closed, glance.ALL) == ()


def test_what_is_no_library_is_left_to_the_library(folder: Path, closed: Path) -> None:
    (folder / "empty").touch()
    (folder / "words").write_text("words " * 5000)
    torn = folder / "torn"
    shutil.copy(closed, torn)
    with torn.open("r+b") as file:
        file.truncate(20_000)
    for name in ("empty", "words", "torn", "absent", "."):
        assert glance.glance(folder / name, glance.ALL) == ()


def test_a_look_imports_nothing_heavy() -> None:
    program = "import sys; from curator.library import glance; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
