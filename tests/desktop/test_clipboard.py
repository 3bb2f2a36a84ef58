"""Cut, copy, paste and select all from the Edit menu, in a whole window."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from curator.desktop.window import Window
from tests.desktop.conftest import why_of


@pytest.fixture
def window(open_window: Callable[..., Window], qtbot: QtBot) -> Window:
    window = open_window()
    for title in ("A first paper", "A second paper"):
        with qtbot.waitSignal(window.history.stepped):
            window.history.edit("Make a paper", lambda edit, title=title: edit.papers.new(title))
    window.panes.choose_paper(2)
    qtbot.waitUntil(lambda: window.panes.paper.paper == 2)
    return window


def test_the_menu_cuts_copies_and_pastes_in_the_field_one_writes_in(window: Window, qtbot: QtBot) -> None:
    why, actions = why_of(window), window.actions_
    why.setFocus()
    qtbot.keyClicks(why, "one two")
    actions["select-all"].trigger()
    assert why.textCursor().selectedText() == "one two"
    actions["cut"].trigger()
    assert why.toPlainText() == "" and QGuiApplication.clipboard().text() == "one two"
    actions["paste"].trigger()
    why.moveCursor(QTextCursor.MoveOperation.WordLeft, QTextCursor.MoveMode.KeepAnchor)
    actions["copy"].trigger()
    assert why.toPlainText() == "one two" and QGuiApplication.clipboard().text() == "two"


def test_the_keys_are_those_of_the_field(window: Window, qtbot: QtBot) -> None:
    why = why_of(window)
    why.setFocus()
    qtbot.keyClicks(why, "one")
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_V):
        qtbot.keyClick(why, key, Qt.KeyboardModifier.ControlModifier)
    assert why.toPlainText() == "oneone"


def test_the_menu_chooses_the_whole_list(window: Window, qtbot: QtBot) -> None:
    view = window.shell.findChild(QListView, "inboxView") or window.panes.inbox.view
    view.setFocus()
    window.actions_["select-all"].trigger()
    qtbot.waitUntil(lambda: window.panes.papers == 2)
