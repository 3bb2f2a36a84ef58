"""What one pane shows of another's choice: list, rail and outline in a whole window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from curator.desktop.inbox.shelves import Shelf
from curator.desktop.window import Window
from curator.domain.papers import Status
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now
from tests.desktop.outline.conftest import made


@pytest.fixture
def window(open_window: Callable[..., Window], tmp_path: Path, qtbot: QtBot) -> Window:
    """A window over two issues, the first of which is not shown."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    made(library)
    with library.edit("Make an issue") as edit:
        edit.issues.new("Trends", edition="May 2022")
    library.close()
    found = open_window(library=path)
    qtbot.waitUntil(lambda: found.panes.outline.sheet is not None and found.is_settled)
    return found


def shelf(window: Window, kind: str, name: str) -> Shelf:
    every = (*window.panes.rail.shelves.papers, *window.panes.rail.shelves.issues)
    return next(one for one in every if (one.kind, one.name) == (kind, name))


def show(window: Window, place: Shelf, qtbot: QtBot) -> None:
    window.panes._show_shelf(place)
    qtbot.waitUntil(lambda: window.is_settled and window.panes.inbox.feed.is_idle)


def choose_entry(window: Window, title: str) -> int:
    view, sheet = window.panes.outline.view, window.panes.outline.sheet
    assert sheet is not None
    row = next(row for row in sheet.rows() if row.title == title)
    assert row.paper is not None
    view.setFocus()
    view.choose([row.key])
    return row.paper


def test_an_entry_is_chosen_in_the_list_or_nothing_is(window: Window, qtbot: QtBot) -> None:
    window.panes.outline.show_issue(next(one.id for one in window.panes.outline.issues if one.edition != "May 2022"))
    qtbot.waitUntil(lambda: window.panes.outline.sheet is not None and bool(window.panes.outline.sheet.rows()))
    window.history.edit("Make a paper", lambda edit: edit.papers.new("Of no issue"))
    show(window, shelf(window, "all", "All papers"), qtbot)
    view = window.panes.inbox.view
    view.choose(window.panes.inbox.model.ids[:1])
    paper = choose_entry(window, "STaR")
    qtbot.waitUntil(lambda: window.is_settled)
    assert view.chosen_ids() == [paper] and window.panes.paper.paper == paper
    window.history.edit("Dismiss", lambda edit: edit.papers.decide([paper], Status.READY))
    show(window, shelf(window, "status", "Inbox"), qtbot)
    assert view.choose(window.panes.inbox.model.ids[:1])
    qtbot.waitUntil(lambda: window.panes.paper.paper != paper)
    window.panes.outline.view.clearSelection()
    choose_entry(window, "STaR")
    qtbot.waitUntil(lambda: window.is_settled and window.panes.paper.paper == paper)
    assert view.chosen_ids() == []


def test_what_the_menu_of_an_issue_asks_for_is_done_to_that_issue(window: Window, qtbot: QtBot) -> None:
    other = next(one for one in window.panes.rail.shelves.issues if one.issue != window.panes.issue)
    window.panes.rail.asked.emit("remove-issue", other)
    qtbot.waitUntil(lambda: window.shell.findChild(QDialog, "removeForm") is not None)
    form = window.shell.findChild(QDialog, "removeForm")
    assert form is not None and other.name in form.windowTitle()
    assert window.panes.issue == other.issue
    form.reject()


def test_f2_in_the_list_types_over_the_title(window: Window, qtbot: QtBot) -> None:
    view = window.panes.inbox.view
    show(window, shelf(window, "all", "All papers"), qtbot)
    view.setFocus()
    view.choose(window.panes.inbox.model.ids[:1])
    qtbot.waitUntil(lambda: window.panes.paper.paper == view.current_paper)
    QTest.keyClick(view, Qt.Key.Key_F2)
    title = window.panes.paper.findChild(QPlainTextEdit, "titleInput")
    assert title is not None and title.hasFocus()
    title.setPlainText("By hand")
    QTest.keyClick(title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.panes.paper.page.header.title.text() == "By hand")
