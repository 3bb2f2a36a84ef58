"""The words of a row: dates, names, the second line, the place."""

from dataclasses import replace
from datetime import date

import pytest

from curator.desktop.inbox.words import names_line, place_words, second_line, shown_date, spoken
from curator.domain.papers import PaperRow, Place, Status

ROW = PaperRow(
    1, "hoffmann2022training", "Training", ("Hoffmann", "Borgeaud", "Mensch"), 22, date(2022, 3, 29), ("cs.CL", "cs.LG"),
    ("scaling",), Status.INBOX, False, True, False, "2203.15556", None, "We investigate",
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 4, 6), "today"),
        (date(2022, 4, 5), "5 Apr"),
        (date(2021, 12, 31), "31 Dec"),
        (date(2021, 4, 6), "Apr 2021"),
        (date(2012, 7, 31), "Jul 2012"),
    ],
)
def test_a_date_is_as_long_as_it_must_be(day: date, words: str) -> None:
    assert shown_date(day, date(2022, 4, 6)) == words


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (99, "Hoffmann, Borgeaud, Mensch +19 · cs.CL"),
        (30, "Hoffmann, Borgeaud +20 · cs.CL"),
        (22, "Hoffmann +21 · cs.CL"),
        (1, "Hoffmann +21 · cs.CL"),
    ],
)
def test_as_many_names_as_fit(room: int, words: str) -> None:
    assert names_line(ROW, lambda text: len(text) <= room) == words


def test_a_work_without_authors_has_its_category() -> None:
    assert names_line(replace(ROW, names=(), author_count=0), lambda text: True) == "cs.CL"
    assert names_line(replace(ROW, names=(), author_count=0, categories=()), lambda text: True) == ""


def test_the_second_line_is_what_is_most_to_know() -> None:
    assert second_line(ROW) == ("We investigate", (), False)
    found = replace(ROW, part="… the backbone", part_marks=((6, 14),))
    assert second_line(found) == ("… the backbone", ((6, 14),), False)
    waiting = replace(found, to_fetch=True)
    assert second_line(waiting)[0] == "Abstract not fetched yet: comes with the next fetch"
    for title in ("2203.15556", "2203.15556v2"):
        assert second_line(replace(waiting, title=title))[0] == "No title yet: comes with the next fetch"
    unasked = replace(found, to_fetch=True, arxiv=None)
    assert second_line(unasked)[0] == "No title yet: give it one by hand"
    assert second_line(replace(unasked, is_titled=True))[0] == "… the backbone"
    assert second_line(replace(found, to_fetch=True, fault="No such DOI.")) == ("No such DOI.", (), True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"newer": 2}, "v2"),
        ({"to_fetch": True, "newer": 2}, "to fetch"),
        ({"to_fetch": True, "arxiv": None, "doi": "10.1038/a"}, "no title"),
        ({"to_fetch": True, "arxiv": None, "doi": "10.1038/a", "is_titled": True}, ""),
        ({"to_fetch": True, "fault": "No such DOI."}, "failed"),
        ({"places": (Place(1, "April 2022", 5),)}, "№ 5"),
        ({"status": Status.DISMISSED}, "dismissed"),
        ({"status": Status.PUBLISHED}, "published"),
        ({"status": Status.PUBLISHED, "places": (Place(1, "April 2022", 5),)}, "№ 5"),
        ({"places": (Place(1, "April 2022", None),)}, "mentioned"),
        ({"places": (Place(1, "April 2022", None), Place(2, "May 2022", 3))}, "№ 3"),
    ],
)
def test_the_place_is_what_is_most_to_know(changes: dict[str, object], words: str) -> None:
    assert place_words(replace(ROW, **changes))[0] == words  # type: ignore[arg-type]


def test_what_is_done_with_is_not_said_to_be_unread() -> None:
    assert "unread" in spoken(ROW)
    assert "unread" not in spoken(replace(ROW, status=Status.DISMISSED))


def test_a_row_is_said_in_words() -> None:
    row = replace(ROW, starred=True, places=(Place(1, "April 2022", 5),))
    assert spoken(row) == (
        "Training, Hoffmann, Borgeaud, Mensch and 19 more, cs.CL, 29 Mar 2022, in the inbox, unread, starred, "
        "tags: scaling, number 5 in April 2022"
    )
