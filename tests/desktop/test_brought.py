"""What came in by the hundred is taken back as a whole, but for what was touched since."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.window import Window

Open = Callable[..., Window]


def settled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)


@pytest.fixture
def window(open_window: Open, qtbot: QtBot, tmp_path: Path) -> Window:
    """A paper by hand, and then 150 from a file that was dropped on the list."""
    window = open_window()
    library = window.libraries.library
    assert library is not None
    with library.edit("Begin") as edit:
        edit.papers.new("By hand")
    qtbot.waitUntil(lambda: window.panes.inbox.view.isVisible())
    settled(window, qtbot)
    file = tmp_path / "many.jsonl"
    file.write_text(
        "".join(f'{{"title": "Paper number {number}", "authors": ["Ann Other"]}}\n' for number in range(150))
    )
    window.panes.inbox.arrivals.add([file])
    qtbot.waitUntil(lambda: count(window) == 151, timeout=20_000)
    settled(window, qtbot)
    return window


def count(window: Window) -> int:
    library = window.libraries.library
    assert library is not None
    with library.read() as reading:
        return sum(reading.listing.counts().by_status.values())


def test_an_add_of_many_is_taken_back_but_for_what_was_touched(window: Window, qtbot: QtBot) -> None:
    library = window.libraries.library
    assert library is not None
    with library.edit("Star a paper") as edit:
        edit.papers.star([7], True)
    settled(window, qtbot)
    offered = [one for one in window.status.findChildren(QPushButton) if one.text() == "Take back…"]
    assert offered and "150" in window.status.words
    offered[0].click()
    settled(window, qtbot)
    brought = window.recall.brought
    assert brought is not None and [one.key for one in brought.card.rows] == ["150 papers"]
    brought.ask()
    assert brought.card.notice.words.startswith("Take 150 papers back") and brought.card.notice.buttons[0].hasFocus()
    assert count(window) == 151
    brought.card.notice.buttons[1].click()
    settled(window, qtbot)
    assert count(window) == 2
    assert (
        "149 papers that came in" in window.status.words
        and "1 paper that somebody touched stays" in window.status.words
    )


def test_it_is_in_the_menu_and_says_where_there_is_nothing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.actions_["take-back"].trigger()
    settled(window, qtbot)
    assert window.recall.brought is not None
    assert window.recall.brought.card.rows[0].text == "Nothing came in by the hundred"
    assert not window.recall.brought._take.isEnabled()
