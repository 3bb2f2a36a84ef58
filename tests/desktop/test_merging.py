"""Two papers are made one by hand, and parted again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.window import Window

Open = Callable[..., Window]
TITLES = ("First paper", "Second paper", "Third paper")
WORDS = "Words that nobody can fetch again."


def settled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.is_settled)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.is_settled)


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> Window:
    """Three papers, the second with words."""
    window = open_window()
    library = window.libraries.library
    assert library is not None
    with library.edit("Begin") as edit:
        numbers = [edit.papers.new(title) for title in TITLES]
        edit.writeups.save(numbers[1], "why", WORDS, "")
        edit.papers.tag([numbers[0]], "scaling")
    qtbot.waitUntil(lambda: window.panes.inbox.view.isVisible() and window.panes.inbox.feed.count == len(TITLES))
    settled(window, qtbot)
    return window


def there(window: Window) -> dict[str, int]:
    library = window.libraries.library
    assert library is not None
    with library.read() as reading:
        return {one.title: one.id for one in reading.papers.many([1, 2, 3]).values()}


def choose(window: Window, qtbot: QtBot, action: str, *titles: str) -> None:
    papers = there(window)
    window.panes.inbox.view.setFocus()
    window.panes.inbox.view.choose([papers[title] for title in titles])
    wanted = {papers[title] for title in titles}
    qtbot.waitUntil(lambda: {*window.panes.inbox.targets()} == wanted and window.actions_[action].isEnabled())
    window.actions_[action].trigger()
    settled(window, qtbot)


def merged(window: Window, qtbot: QtBot) -> None:
    choose(window, qtbot, "merge-papers", "First paper", "Second paper")
    assert window.recall.merging is not None
    qtbot.keyClick(window.recall.merging._do, Qt.Key.Key_Return)
    settled(window, qtbot)


def test_two_are_shown_side_by_side_with_the_one_that_stays(window: Window, qtbot: QtBot) -> None:
    choose(window, qtbot, "merge-papers", "First paper", "Second paper")
    card = window.recall.merging
    assert card is not None and card.card.isVisible() and card._do.hasFocus()
    assert card.shown[:5] == ["Stays", "Goes into it", "Title", "Second paper", "First paper"]
    assert "Why 6" in card.shown and "scaling" in card.shown
    qtbot.keyClick(card._do, Qt.Key.Key_Escape)
    assert not card.card.isVisible() and len(there(window)) == 3


def test_one_paper_is_made_of_two_and_undo_makes_two_of_it(window: Window, qtbot: QtBot) -> None:
    merged(window, qtbot)
    assert sorted(there(window)) == ["Second paper", "Third paper"]
    pane = window.panes.paper
    assert pane.paper == there(window)["Second paper"] and pane.page.boxes["why"].edit.text == WORDS
    assert window.history.undo_label == "Make one paper of two"
    window.actions_["undo"].trigger()
    settled(window, qtbot)
    assert sorted(there(window)) == sorted(TITLES)


def test_what_was_made_one_is_parted_again(window: Window, qtbot: QtBot) -> None:
    merged(window, qtbot)
    choose(window, qtbot, "part-paper", "Second paper")
    card = window.recall.parting
    assert card is not None and [one.text for one in card.rows] == ["First paper"]
    qtbot.keyClick(card.view, Qt.Key.Key_Return)
    settled(window, qtbot)
    assert sorted(there(window)) == sorted(TITLES) and not card.isVisible()
    assert window.panes.paper.paper == there(window)["First paper"]
    window.actions_["undo"].trigger()
    settled(window, qtbot)
    assert sorted(there(window)) == ["Second paper", "Third paper"]


def test_to_part_is_in_the_menu_of_a_paper_that_took_one_in_alone(window: Window, qtbot: QtBot) -> None:
    def offered() -> bool:
        window.panes.paper.top._more()
        menu = window.panes.paper.top._menu
        assert isinstance(menu, QMenu)
        found = window.actions_["part-paper"] in menu.actions()
        menu.close()
        return found

    window.panes.choose_paper(there(window)["Second paper"])
    settled(window, qtbot)
    assert not offered()
    merged(window, qtbot)
    assert offered()
    choose(window, qtbot, "part-paper", "Third paper")
    assert window.recall.parting is None and "taken into this one" in window.status.words


def test_two_are_needed(window: Window, qtbot: QtBot) -> None:
    papers = there(window)
    window.panes.inbox.view.choose([papers["First paper"]])
    qtbot.waitUntil(lambda: window.panes.papers == 1)
    assert window.actions_.reason("merge-papers") == "Choose two papers"
    assert isinstance(window.shell.findChild(QPushButton, "mergeDo"), type(None))
