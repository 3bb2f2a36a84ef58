"""The outline in a whole window: what is chosen in one pane is shown in the others, and the status bar says what happens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from curator.desktop.deck import Layout
from curator.desktop.mime import papers_mime
from curator.desktop.window import Window
from curator.domain.issues import Kind, NewEntry
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now
from tests.desktop.outline.conftest import ANY, made

Opened = Callable[..., tuple[Window, dict[str, int]]]


@pytest.fixture
def opened(open_window: Callable[..., Window], tmp_path: Path, qtbot: QtBot) -> Opened:
    """A window over the issue of `made`, and the numbers of its papers."""

    def run(size: tuple[int, int] = (1440, 900)) -> tuple[Window, dict[str, int]]:
        path = tmp_path / "trends.curator"
        create_library(path)
        library = open_library(path, now=now)
        _, papers = made(library)
        library.close()
        window = open_window(size=size, library=path)
        qtbot.waitUntil(lambda: window.panes.outline.sheet is not None)
        return window, papers

    return run


def choose(window: Window, title: str) -> None:
    view, sheet = window.panes.outline.view, window.panes.outline.sheet
    assert sheet is not None
    view.setFocus()
    view.choose([next(row.key for row in sheet.rows() if row.title == title)])


def test_a_chosen_entry_is_shown_in_the_paper_pane_and_enter_writes(opened: Opened, qtbot: QtBot) -> None:
    window, papers = opened()
    choose(window, "STaR")
    assert window.panes.paper.paper == papers["STaR"]
    qtbot.waitUntil(lambda: window.is_settled)
    QTest.keyClick(window.panes.outline.view, Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None and focus.objectName() == "whyEditor"


def test_actions_of_entries_are_possible_while_one_is_chosen(opened: Opened) -> None:
    window, _ = opened()
    window.panes.outline.view.clearSelection()
    assert not window.actions_["remove-entry"].isEnabled()
    choose(window, "STaR")
    assert window.actions_["remove-entry"].isEnabled()
    assert window.actions_["add-section"].isEnabled()


def test_the_status_bar_says_what_a_drop_would_do_and_what_was_done(opened: Opened, qtbot: QtBot) -> None:
    window, papers = opened()
    outline = window.panes.outline
    library = window.libraries.library
    assert library is not None
    mime = papers_mime([papers["PaLM"]], library.path)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (QDragEnterEvent, QDragMoveEvent):
        QApplication.sendEvent(outline.view.viewport(), event(QPoint(50, 10), ANY, mime, buttons, keys))
    qtbot.waitUntil(lambda: window.status.words.startswith("Drop to put this into the part before"))
    QApplication.sendEvent(outline.view.viewport(), QDragLeaveEvent())
    assert not window.status.words.startswith("Drop")
    choose(window, "STaR")
    window.actions_["move-up"].trigger()
    qtbot.waitUntil(lambda: window.is_settled)
    assert window.status.words.startswith("Moved an entry")
    QTest.keySequence(window.shell, QKeySequence("Ctrl+Z"))
    qtbot.waitUntil(lambda: window.status.words.startswith("Taken back"))


def test_in_a_narrow_window_the_strip_stands_for_the_outline_and_f6_opens_it(opened: Opened, qtbot: QtBot) -> None:
    window, _ = opened((1024, 700))
    outline = window.panes.outline
    assert window.deck.layout_now is Layout.NARROW
    assert outline.strip.isVisible() and not outline.isVisible()
    QTest.mouseClick(outline.strip, Qt.MouseButton.LeftButton, pos=QPoint(20, 400))
    assert outline.isVisible()
    QTest.keyClick(outline.view, Qt.Key.Key_Escape)
    QTest.keyClick(outline.view, Qt.Key.Key_Escape)
    assert not outline.isVisible()
    window.deck.focus_pane("paper")
    window.actions_["next-pane"].trigger()
    assert outline.isVisible()


def test_the_issue_that_was_shown_is_shown_again(
    opened: Opened, open_window: Callable[..., Window], qtbot: QtBot
) -> None:
    window, _ = opened()
    library = window.libraries.library
    assert library is not None
    first = window.panes.issue
    with library.edit("Make another") as edit:
        edit.issues.new("Trends in AI", "May 2022", "2022-05-04")
    assert window.panes.selection()["issue"] == first
    window.end()
    again = open_window(library=library.path)
    qtbot.waitUntil(lambda: again.panes.outline.sheet is not None)
    assert again.panes.issue == first


def test_the_menu_of_a_row_has_what_can_be_done_to_it(opened: Opened) -> None:
    window, _ = opened()
    outline = window.panes.outline
    sheet = outline.sheet
    assert sheet is not None
    found = {}
    for title in ("STaR", "News", "An accelerator"):
        row = next(row for row in sheet.rows() if row.title == title)
        place = outline.view.visualRect(outline.model.index_of(row.key)).center()
        outline.view.customContextMenuRequested.emit(place)
        menu = outline.findChild(QMenu, "entryMenu")
        assert menu is not None
        found[title] = [action.text() for action in menu.actions() if not action.isSeparator()][:2]
        menu.setObjectName("seen")
        menu.close()
    assert found == {
        "STaR": ["Write it", "Byline…"],
        "News": ["Name and words…", "Rename or edit"],
        "An accelerator": ["Open its page", "Rename or edit"],
    }


def test_the_paper_that_was_shown_last_is_marked_in_the_outline_from_the_start(
    opened: Opened, open_window: Callable[..., Window], qtbot: QtBot
) -> None:
    window, papers = opened()
    library = window.libraries.library
    assert library is not None
    window.panes.choose_paper(papers["STaR"])
    qtbot.waitUntil(lambda: window.is_settled)
    window.end()
    again = open_window(library=library.path)
    qtbot.waitUntil(lambda: again.is_settled and again.panes.outline.sheet is not None)
    view = again.panes.outline.view
    assert again.panes.paper.paper == papers["STaR"]
    assert [row.title for row in view.chosen_rows()] == ["STaR"]
    assert not view.hasFocus()


def test_a_paper_that_comes_into_the_issue_is_marked_while_one_works_on_it(opened: Opened, qtbot: QtBot) -> None:
    window, papers = opened()
    outline, library = window.panes.outline, window.libraries.library
    assert library is not None and outline.sheet is not None
    window.panes.choose_paper(papers["PaLM"])
    qtbot.waitUntil(lambda: window.is_settled)
    qtbot.waitUntil(lambda: outline.view.chosen_rows() == [])
    section = outline.sheet.groups[1].row.id
    window.history.edit(
        "Put it in", lambda edit: edit.issues.add(section, [NewEntry(Kind.PAPER, paper=papers["PaLM"])])
    )
    qtbot.waitUntil(lambda: [row.title for row in outline.view.chosen_rows()] == ["PaLM"])


def test_several_papers_are_no_place_in_the_outline(opened: Opened, qtbot: QtBot) -> None:
    window, papers = opened()
    outline, inbox = window.panes.outline, window.panes.inbox
    window.panes.choose_paper(papers["STaR"])
    qtbot.waitUntil(lambda: [row.title for row in outline.view.chosen_rows()] == ["STaR"])
    inbox.view.setFocus()
    inbox.view.choose([papers["PaLM"], papers["Make-A-Scene"]])
    qtbot.waitUntil(lambda: outline.view.chosen_rows() == [])
