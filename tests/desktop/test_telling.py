"""What the status bar says of the history, in a whole window."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.telling import LONGEST, in_menu
from curator.desktop.window import Window
from curator.library.library import open_library
from tests.desktop.conftest import now, why_of


@pytest.fixture
def window(open_window: Callable[..., Window], qtbot: QtBot) -> Window:
    """With two papers, the second of them shown."""
    window = open_window()
    for title in ("A first paper", "A second paper"):
        with qtbot.waitSignal(window.history.stepped):
            window.history.edit("Make a paper", lambda edit, title=title: edit.papers.new(title))
    window.panes.choose_paper(2)
    qtbot.waitUntil(lambda: window.panes.paper.paper == 2)
    return window


def links(window: Window) -> list[str]:
    """What the status bar offers."""
    return [one.text() for one in window.status.findChildren(QPushButton) if one.isVisible()]


def step(window: Window, qtbot: QtBot, run: Callable[[], object]) -> None:
    with qtbot.waitSignal(window.history.stepped):
        run()


def test_a_step_of_another_paper_is_told_with_its_title_and_the_way_to_it(window: Window, qtbot: QtBot) -> None:
    step(window, qtbot, lambda: window.history.edit("Star a paper", lambda edit: edit.papers.star([1], True)))
    step(window, qtbot, window.history.undo)
    assert window.status.words == "Taken back: Star a paper: “A first paper”"
    qtbot.waitUntil(lambda: links(window) == ["Redo", "Show"])
    show = next(one for one in window.status.findChildren(QPushButton) if one.text() == "Show")
    show.click()
    qtbot.waitUntil(lambda: window.panes.paper.paper == 1)
    step(window, qtbot, window.history.redo)
    assert window.status.words == "Starred a paper: “A first paper”"
    qtbot.waitUntil(lambda: links(window) == ["Undo"])


def test_typing_makes_what_was_said_of_a_step_go_away(window: Window, qtbot: QtBot) -> None:
    step(window, qtbot, lambda: window.history.edit("Star a paper", lambda edit: edit.papers.star([2], True)))
    step(window, qtbot, window.history.undo)
    assert window.status.words.startswith("Taken back")
    why = why_of(window)
    why.setFocus()
    with qtbot.waitSignal(window.history.typed):
        qtbot.keyClicks(why, "Why not")
    assert window.status.words == "Ready"


def test_that_there_was_nothing_to_do_goes_away_by_itself(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.history.said):
        window.history.redo()
    assert "nothing" in window.status.words
    window.status._fading.timeout.emit()
    assert window.status.words == "Ready"


def test_a_refused_undo_says_where_to_look_and_how_to_go_on(window: Window, qtbot: QtBot) -> None:
    step(window, qtbot, lambda: window.history.edit("Star a paper", lambda edit: edit.papers.star([1], True)))
    why = why_of(window)
    why.setFocus()
    with qtbot.waitSignal(window.history.typed):
        qtbot.keyClicks(why, "Mine")
    assert window.libraries.library is not None
    other = open_library(window.libraries.library.path, now=now, origin="command")
    with qtbot.waitSignal(window.news.changed), other.edit("Edit a paper") as edit:
        edit.writeups.save(2, "why", "Theirs", None)
    other.close()
    qtbot.waitUntil(lambda: why.toPlainText() == "Theirs")
    with qtbot.waitSignal(window.history.refused):
        window.history.undo()
    assert "“Edit a paper” of the command line" in window.status.words
    qtbot.waitUntil(lambda: links(window) == ["Show history"])
    step(window, qtbot, window.history.undo)
    assert window.status.words == "Taken back: Star a paper: “A first paper”"


def test_the_menu_shows_whether_there_is_something_to_do_again(window: Window, qtbot: QtBot) -> None:
    menu = window.actions_["redo"].associatedObjects()
    edit = next(one for one in menu if isinstance(one, QMenu))
    redo, why = window.actions_["redo"], why_of(window)
    edit.aboutToShow.emit()
    assert not redo.isEnabled() and window.actions_["undo"].isEnabled()
    edit.aboutToHide.emit()
    assert redo.isEnabled()  # the key is asked where the focus is
    why.setFocus()
    qtbot.keyClicks(why, "Why")
    edit.aboutToShow.emit()
    assert window.actions_["undo"].text() == "Undo typing"
    edit.aboutToHide.emit()
    window.history.undo()
    edit.aboutToShow.emit()
    assert redo.isEnabled() and redo.text() == "Redo typing"
    edit.aboutToHide.emit()


def test_a_step_in_the_menu_stays_narrow_and_its_title_gives_way(window: Window, qtbot: QtBot) -> None:
    long = "Do As I Can, Not As I Say: Grounding Language in Robotic Affordances"
    step(
        window, qtbot, lambda: window.history.edit(f"Type in Why of “{long}”", lambda edit: edit.papers.star([1], True))
    )
    shown = window.actions_["undo"].text()
    assert shown.startswith("Undo: Type in Why of “Do As I Can") and shown.endswith("…”")
    assert len(shown) <= LONGEST + len("Undo: ")
    assert in_menu("Dismiss 3 papers") == "Dismiss 3 papers"
    assert len(in_menu("Put 3 papers into " + long)) <= LONGEST
