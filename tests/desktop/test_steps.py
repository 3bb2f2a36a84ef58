from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.steps import Steps, standing
from curator.desktop.window import Window
from curator.domain.papers import Status
from curator.library.library import Step, create_library, open_library
from tests.desktop.conftest import now


def step(number: int, undoes: int | None = None) -> Step:
    return Step(number, f"Step {number}", undoes, "window", "2022-04-06T09:30:00Z")


def test_a_step_its_undo_and_its_redo_are_one() -> None:
    found = standing([step(5, 4), step(4, 2), step(3), step(2), step(1)])
    assert [(one.id, last, stands) for one, last, stands in found] == [(3, 3, True), (2, 5, True), (1, 1, True)]
    found = standing([step(4, 2), step(3), step(2)])
    assert [(one.id, last, stands) for one, last, stands in found] == [(3, 3, True), (2, 4, False)]


def test_an_undo_of_what_is_no_longer_kept_is_a_step_itself() -> None:
    found = standing([step(9, 1), step(8)])
    assert [(one.id, last, stands) for one, last, stands in found] == [(9, 9, True), (8, 8, True)]


@pytest.fixture
def window(open_window: Callable[..., Window], tmp_path: Path) -> Window:
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now, origin="command")
    with library.edit("Make a paper") as edit:
        edit.papers.new("A paper")
    with library.edit("Star a paper") as edit:
        edit.papers.star([1], True)
    with library.edit("Dismiss a paper") as edit:
        edit.papers.decide([1], Status.DISMISSED)
    library.close()
    return open_window(library=path)


def starred(window: Window) -> bool:
    assert window.libraries.library is not None
    with window.libraries.library.read() as reading:
        return reading.papers.get(1).starred


def test_what_the_command_line_did_is_taken_back_from_the_list(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window.shell, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    card = window.shell.findChild(QWidget, "historySheet")
    assert isinstance(card, Steps)
    view = card.view
    qtbot.waitUntil(lambda: view.model().rowCount() == 3)
    assert [view.model().index(row, 0).data() for row in range(3)] == [
        "Dismiss a paper",
        "Star a paper",
        "Make a paper",
    ]
    assert "command line" in view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.history.stepped) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == ["Star a paper", True]
    assert not starred(window)
    do = card.findChild(QPushButton, "historyDo")
    qtbot.waitUntil(lambda: do.text() == "Do again")
    with qtbot.waitSignal(window.history.stepped) as heard:
        qtbot.mouseClick(do, Qt.MouseButton.LeftButton)
    assert heard.args == ["Star a paper", False]
    assert starred(window)


def test_a_step_under_later_work_is_refused_with_a_sentence(window: Window, qtbot: QtBot) -> None:
    window.actions_["history"].trigger()
    card = window.shell.findChild(QWidget, "historySheet")
    assert isinstance(card, Steps)
    qtbot.waitUntil(lambda: card.view.model().rowCount() == 3)
    card.view.setCurrentIndex(card.view.model().index(2, 0))
    qtbot.keyClick(card.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.notice.words != "")
    assert starred(window)
    qtbot.keyClick(card.view, Qt.Key.Key_Escape)
    assert not card.isVisible()
