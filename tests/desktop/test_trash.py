"""Removing papers from the list, and the trash: put back, thrown away, emptied."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.listcard import ListCard
from curator.desktop.palettedelegate import Row
from curator.desktop.window import Window
from curator.domain.issues import Kind, NewEntry

Open = Callable[..., Window]
TITLES = ("First paper", "Second paper", "Third paper")


def settled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.is_settled)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.is_settled)


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> Window:
    """Three papers, the first with words and in an issue."""
    window = open_window()
    library = window.libraries.library
    assert library is not None
    with library.edit("Begin") as edit:
        numbers = [edit.papers.new(title) for title in TITLES]
        edit.writeups.save(numbers[0], "why", "Words that nobody can fetch again.", "")
        section = edit.issues.add_section(edit.issues.new("Trends"), "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, numbers[0])])
    qtbot.waitUntil(lambda: window.panes.inbox.view.isVisible() and window.panes.inbox.feed.count == len(TITLES))
    settled(window, qtbot)
    return window


def there(window: Window) -> dict[str, int]:
    library = window.libraries.library
    assert library is not None
    with library.read() as reading:
        found = reading.papers.many(list(range(1, 9)))
    return {one.title: one.id for one in found.values()}


def remove(window: Window, qtbot: QtBot, *titles: str) -> None:
    """By key, in the list."""
    papers = there(window)
    window.panes.inbox.view.setFocus()
    window.panes.inbox.view.choose([papers[title] for title in titles])
    qtbot.waitUntil(lambda: window.panes.papers == len(titles) and window.actions_["remove-papers"].isEnabled())
    qtbot.keyClick(window.panes.inbox.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    settled(window, qtbot)


def opened(window: Window, qtbot: QtBot) -> ListCard:
    window.actions_["trash"].trigger()
    settled(window, qtbot)
    assert window.recall.trash is not None
    return window.recall.trash.card


def rows(card: ListCard) -> list[Row]:
    return [one for one in card.rows if not one.heading]


def test_a_removed_paper_is_gone_from_the_list_and_comes_back_by_undo(window: Window, qtbot: QtBot) -> None:
    remove(window, qtbot, "First paper", "Second paper")
    assert [*there(window)] == ["Third paper"]
    assert [window.panes.inbox.model.known(one) is not None for one in window.panes.inbox.view.chosen_ids()] == [True]
    assert window.status._words.text().startswith("Removed 2 papers from the library")
    window.actions_["undo"].trigger()
    settled(window, qtbot)
    papers = there(window)
    assert sorted(papers) == sorted(TITLES)
    both = {papers["First paper"], papers["Second paper"]}
    qtbot.waitUntil(lambda: {*window.panes.inbox.view.chosen_ids()} == both)


def test_a_paper_is_put_back_from_the_trash_with_its_words_and_its_place(window: Window, qtbot: QtBot) -> None:
    remove(window, qtbot, "First paper")
    card = opened(window, qtbot)
    assert [(one.text, one.key) for one in rows(card)] == [("First paper", "30 days left")]
    assert rows(card)[0].group.startswith("paper") and card.view.hasFocus()
    qtbot.keyClick(card.view, Qt.Key.Key_Return)
    settled(window, qtbot)
    number = there(window)["First paper"]
    library = window.libraries.library
    assert library is not None
    with library.read() as reading:
        assert reading.writeups.get(number, "why").text == "Words that nobody can fetch again."
        assert [place.number for place in reading.issues.places([number])[number]] == [1]
    assert rows(card) == [] and card.rows[0].text == "Nothing was removed"
    assert card.notice.words.startswith("“First paper” is back.")
    next(one for one in card.notice.buttons if one.text() == "Show").click()
    settled(window, qtbot)
    assert not card.isVisible() and window.panes.paper.paper == number
    window.actions_["undo"].trigger()
    settled(window, qtbot)
    assert "First paper" not in there(window)


def test_what_is_thrown_away_comes_back_into_the_trash_by_undo(window: Window, qtbot: QtBot) -> None:
    remove(window, qtbot, "First paper")
    remove(window, qtbot, "Second paper")
    card = opened(window, qtbot)
    assert [one.text for one in rows(card)] == ["Second paper", "First paper"]
    qtbot.keyClick(card.view, Qt.Key.Key_Delete)
    settled(window, qtbot)
    assert [one.text for one in rows(card)] == ["First paper"]
    window.actions_["undo"].trigger()
    settled(window, qtbot)
    assert [one.text for one in rows(card)] == ["Second paper", "First paper"]


def test_to_empty_the_trash_is_asked(window: Window, qtbot: QtBot) -> None:
    remove(window, qtbot, "First paper", "Second paper")
    card = opened(window, qtbot)
    empty = _button(card, "trashEmpty")
    empty.click()
    assert len(rows(card)) == 2 and card.notice.words.startswith("Throw away 2 things?")
    assert card.notice.buttons[0].text() == "Keep it" and card.notice.buttons[0].hasFocus()
    card.notice.buttons[0].click()
    assert card.notice.words == ""
    empty.click()
    card.notice.buttons[1].click()
    settled(window, qtbot)
    assert rows(card) == [] and not empty.isEnabled()


def test_several_are_put_back_in_one_step(window: Window, qtbot: QtBot) -> None:
    remove(window, qtbot, "First paper", "Third paper")
    card = opened(window, qtbot)
    card.choose([0, 1])
    _button(card, "trashRestore").click()
    settled(window, qtbot)
    assert sorted(there(window)) == sorted(TITLES) and card.notice.words.startswith("2 things are back.")
    assert window.history.undo_label == "Put back 2 things from the trash"


def test_a_removed_issue_is_in_the_trash_and_comes_back_whole(window: Window, qtbot: QtBot) -> None:
    library = window.libraries.library
    assert library is not None
    with library.edit("Remove the issue") as edit:
        edit.issues.remove(edit.issues.list()[0].id)
    card = opened(window, qtbot)
    assert rows(card)[0].text == "Trends" and rows(card)[0].group.startswith("issue")
    _button(card, "trashRestore").click()
    settled(window, qtbot)
    with library.read() as reading:
        sections = reading.issues.get(reading.issues.list()[0].id).sections
    assert [(one.title, len(one.entries)) for one in sections] == [("Research", 1)]


def test_an_empty_trash_says_so_and_nothing_can_be_done(window: Window, qtbot: QtBot) -> None:
    card = opened(window, qtbot)
    assert card.rows[0].text == "Nothing was removed" and card.accessibleName() == "Trash"
    assert not any(_button(card, f"trash{name}").isEnabled() for name in ("Restore", "Throw", "Empty"))
    qtbot.keyClick(card.view, Qt.Key.Key_Return)
    qtbot.keyClick(card.view, Qt.Key.Key_Escape)
    assert not card.isVisible()


def _button(card: ListCard, name: str) -> QPushButton:
    found = card.findChild(QPushButton, name)
    assert found is not None
    return found
