"""The next run begins where the last one ended: paper, issue, tab, and the field with the caret."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.desktop.returning import Whence
from curator.desktop.window import Window
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Status
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now, why_of

Open = Callable[..., Window]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Three papers in the inbox and, in the issue alone, a fourth."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Fill") as edit:
        for number in range(1, 5):
            edit.papers.new(f"Paper {number}")
        issue = edit.issues.new("Trends in AI", edition="April 2022")
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=4)])
        edit.papers.decide([4], Status.READY)
    library.close()
    return path


def close(window: Window, qtbot: QtBot) -> None:
    window.shell.close()
    qtbot.waitUntil(lambda: not window.shell.isVisible())


def show_inbox(window: Window, qtbot: QtBot) -> None:
    shelf = window.panes.rail.shelves.find("status", "inbox")
    assert shelf is not None
    window.panes.rail.choose(shelf)
    window.panes.inbox.show_shelf(shelf)
    qtbot.waitUntil(lambda: window.is_settled and window.panes.inbox.feed.total == 3)


def open_entry(window: Window, qtbot: QtBot) -> None:
    """The paper of the issue, from the outline, with the list showing the inbox."""
    show_inbox(window, qtbot)
    outline = window.panes.outline
    outline.view.setFocus()
    outline.view.choose([next(row.key for row in outline.sheet.rows() if row.kind == "paper")])
    qtbot.keyClick(outline.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.panes.paper.paper == 4 and why_of(window).hasFocus())


def test_a_paper_chosen_in_the_outline_is_shown_again_with_the_caret_where_it_was(
    open_window: Open, filled: Path, qtbot: QtBot
) -> None:
    window = open_window(library=filled)
    qtbot.waitUntil(lambda: window.panes.outline.sheet is not None)
    open_entry(window, qtbot)
    qtbot.keyClicks(why_of(window), "Because it is here.")
    qtbot.keyClick(why_of(window), Qt.Key.Key_Left)
    close(window, qtbot)
    again = open_window(library=filled)
    qtbot.waitUntil(lambda: again.panes.outline.sheet is not None and why_of(again).hasFocus())
    assert again.panes.paper.paper == 4
    assert again.panes.inbox.shelf.value == "inbox"
    assert again.panes.inbox.view.chosen_ids() == []
    assert again.panes.papers == 1
    assert [row.paper for row in again.panes.outline.view.chosen_rows()] == [4]
    qtbot.keyClicks(why_of(again), "!")
    assert why_of(again).toPlainText() == "Because it is here!."


def test_the_tab_of_the_issue_is_shown_again(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    qtbot.waitUntil(lambda: window.panes.outline.sheet is not None)
    open_entry(window, qtbot)
    window.panes.outline.show_preview()
    close(window, qtbot)
    again = open_window(library=filled)
    qtbot.waitUntil(lambda: again.panes.outline.is_preview_shown and again.is_settled)
    qtbot.waitUntil(why_of(again).hasFocus)
    again.panes.outline.show_preview(False)
    close(again, qtbot)
    third = open_window(library=filled)
    qtbot.waitUntil(lambda: third.panes.outline.sheet is not None and third.is_settled)
    assert not third.panes.outline.is_preview_shown


def test_a_page_seen_without_a_caret_keeps_its_half_of_the_window(
    open_window: Open, filled: Path, qtbot: QtBot
) -> None:
    window = open_window(library=filled)
    qtbot.waitUntil(lambda: window.panes.outline.sheet is not None)
    window.panes.outline.show_preview()
    window.panes.outline.view.window().setFocus()
    close(window, qtbot)
    again = open_window(library=filled)
    qtbot.waitUntil(lambda: again.panes.outline.is_preview_shown and again.is_settled)
    assert again.deck.is_halved


def test_where_the_paper_is_gone_the_list_begins(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    qtbot.waitUntil(lambda: window.panes.outline.sheet is not None)
    open_entry(window, qtbot)
    close(window, qtbot)
    library = open_library(filled, now=now)
    with library.edit("Remove it") as edit:
        edit.papers.remove([4])
    library.close()
    again = open_window(library=filled)
    qtbot.waitUntil(lambda: again.panes.paper.paper is not None)
    assert again.panes.paper.paper in (1, 2, 3)
    qtbot.waitUntil(again.panes.inbox.view.hasFocus)


@pytest.mark.parametrize(
    "held",
    [{}, {"paper": "4", "preview": 1, "field": "title", "at": -2}, {"paper": True, "at": None, "field": []}],
)
def test_what_can_not_be_read_is_as_if_it_were_not_there(held: dict[str, object]) -> None:
    assert Whence.kept(held) == Whence()


def test_what_is_kept_is_read_again() -> None:
    whence = Whence(4, True, "insights", 12)
    assert Whence.kept(whence.to_keep()) == whence
