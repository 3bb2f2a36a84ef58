"""Where a paper stands is said in as many words as there is room for, and its number is never cut off."""

import pytest
from pytestqt.qtbot import QtBot

from curator.desktop.paper.placeline import PlaceLine, forms
from curator.desktop.theme import Look
from curator.domain.papers import Place

APRIL = Place(1, "April 2022", 5)
MENTION = Place(2, "May 2022", None)


@pytest.fixture
def line(look: Look, qtbot: QtBot) -> PlaceLine:
    made = PlaceLine(look)
    qtbot.addWidget(made)
    return made


def at(line: PlaceLine, letters: str) -> str:
    """What is shown where there is room for these letters."""
    line.resize(line.fontMetrics().horizontalAdvance(letters), 20)
    return line.shown


def test_the_number_is_seen_however_little_room_there_is(line: PlaceLine) -> None:
    line.show_places([APRIL])
    assert at(line, "In April 2022 as № 5") == "In April 2022 as № 5"
    assert at(line, "In April 2022 as № ") == "April 2022, № 5"
    assert at(line, "April 2022, №") == "№ 5"
    assert line.minimumSizeHint().width() >= line.fontMetrics().horizontalAdvance("№ 5")
    assert line.text() == line.toolTip() == line.accessibleName() == "In April 2022 as № 5"


def test_of_several_issues_the_first_stays_longest() -> None:
    assert forms([APRIL, MENTION]) == (
        "In April 2022 as № 5, mentioned in May 2022",
        "In April 2022 as № 5 +1",
        "April 2022, № 5 +1",
        "№ 5 +1",
    )
    assert forms([MENTION]) == ("Mentioned in May 2022", "Mentioned")
    assert forms([]) == ("",)


def test_a_mention_without_room_ends_in_an_ellipsis(line: PlaceLine) -> None:
    line.show_places([Place(2, "A special edition with a very long name", None)])
    assert at(line, "Mentioned in A") == "Mentioned"
    assert at(line, "Menti").endswith("…")
