"""Searching arXiv from the window: pages, what is here already, taking some or all, cancelling."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curator.desktop.inbox.delegate import ROW
from curator.desktop.inbox.find import FindPanel
from tests.desktop.inbox.conftest import Stage
from tests.sources.standin import Work, status


@pytest.fixture
def panel(stage: Stage) -> Iterator[FindPanel]:
    stage.arxiv.add(*(Work(f"2105.{number:05}", f"A tensor of {number}") for number in range(1, 231)))
    stage.actions["find-on-arxiv"].trigger()
    found = stage.window.findChild(FindPanel, "findPanel")
    assert found is not None and found.isVisible()
    yield found


def search(stage: Stage, panel: FindPanel, words: str) -> None:
    panel.words.setText(words)
    QTest.keyClick(panel.words, Qt.Key.Key_Return)
    stage.settle()


def test_pages_come_one_by_one(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "tensor")
    total = panel.model.total
    assert panel.model.rowCount() == 100
    assert total > 200
    assert panel._far.text() == f"100 of {total}"
    for rows in (200, min(300, total)):
        panel.more.click()
        stage.settle()
        assert panel.model.rowCount() == rows
    titles = {hit.record.arxiv for hit in panel.model.hits}
    assert len(titles) == panel.model.rowCount()


def test_what_is_here_is_marked_and_not_taken_again(stage: Stage, panel: FindPanel) -> None:
    stage.pane.arrivals.add(["2105.00001"])
    stage.settle()
    search(stage, panel, "tensor")
    here = [hit.record.arxiv for hit in panel.model.hits if hit.paper is not None]
    if here:
        at = [hit.record.arxiv for hit in panel.model.hits].index(here[0])
        assert panel.model.index(at, 0).data(ROW).id
        assert panel.model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("here already")
        panel.view.selectRow(at)
        assert not panel.some.isEnabled()
    else:
        pytest.fail("what the library has is not marked")


def test_some_are_taken(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "tensor")
    panel.view.selectRow(0)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.some.text() == "Take 2"
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    stage.settle()
    assert panel.notice.words == "2 added"
    assert stage.said == ["2 added"]
    assert len(stage.titles()) == 8
    assert [hit.paper is not None for hit in panel.model.hits[:3]] == [True, True, False]
    assert not panel.some.isEnabled()
    stage.history.undo()
    stage.settle()
    assert len(stage.titles()) == 6


def test_all_that_were_found_are_taken(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "tensor")
    panel.more.click()
    stage.settle()
    panel.every.click()
    stage.settle()
    assert len(stage.titles()) == 206
    assert not panel.every.isEnabled()


def test_nothing_to_look_for_is_said(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "")
    assert panel.notice.words.startswith("Say what to look for")


def test_a_fault_is_said_and_can_be_tried_again(stage: Stage, panel: FindPanel) -> None:
    stage.arxiv.always = status(404)
    search(stage, panel, "tensor")
    assert panel.notice.words
    assert panel.model.rowCount() == 0
    stage.arxiv.always = None
    panel._again()
    stage.settle()
    assert panel.model.rowCount() == 100
    assert panel.notice.words == ""


def test_escape_lets_go_and_closes(stage: Stage, panel: FindPanel) -> None:
    panel.words.setText("tensor")
    QTest.keyClick(panel.words, Qt.Key.Key_Return)
    assert panel.cancel.isVisible()
    QTest.keyClick(panel.words, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert not [task for task in stage.tasks.running if not task.quiet]
    stage.settle()
    assert panel.model.rowCount() == 0


def test_more_goes_on_in_the_list_at_what_is_new(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "tensor")
    panel.view.selectRow(3)
    panel.more.setFocus()
    QTest.keyClick(panel.more, Qt.Key.Key_Return)
    assert panel.focusWidget() is panel.view
    stage.settle()
    assert panel.view.hasFocus()
    assert panel.view.currentIndex().row() == 100
    assert panel.view.rows() == [3]


def test_escape_asks_before_it_leaves_several_that_are_chosen(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "tensor")
    panel.view.selectRow(0)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    assert panel.isVisible()
    assert panel.notice.words == "2 chosen papers are not taken yet."
    assert panel.focusWidget() is panel.notice.buttons[0]
    QTest.keyClick(panel.notice.buttons[0], Qt.Key.Key_Escape)
    assert panel.isVisible() and panel.notice.words == "" and panel.view.hasFocus()
    assert len(panel.view.rows()) == 2
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    QTest.keyClick(panel.notice.buttons[1], Qt.Key.Key_Return)
    assert not panel.isVisible()


def test_what_is_chosen_can_be_taken_where_it_is_asked(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "tensor")
    panel.view.selectRow(0)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    QTest.keyClick(panel.notice.buttons[0], Qt.Key.Key_Return)
    stage.settle()
    assert panel.notice.words == "2 added"
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_what_is_found_is_read_aloud_as_not_in_the_library(stage: Stage, panel: FindPanel) -> None:
    search(stage, panel, "tensor")
    aloud = panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert aloud.endswith(", not in the library")
    assert "inbox" not in aloud and "unread" not in aloud
    panel.view.selectRow(0)
    panel.some.click()
    stage.settle()
    aloud = panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert aloud.endswith(", here already")
    assert "not in the library" not in aloud
