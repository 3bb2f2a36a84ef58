import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QProgressBar, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from curator.desktop import adding
from curator.desktop.actions import Actions
from curator.desktop.status import StatusBar, told
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.errors import Unreachable
from curator.domain.progress import Progress


@pytest.fixture
def status(look: Look, tasks: Tasks, actions: Actions, qtbot: QtBot) -> StatusBar:
    status = StatusBar(look, tasks, actions)
    window = QMainWindow()
    window.setCentralWidget(status)
    window.resize(1000, 60)
    qtbot.addWidget(window)
    window.show()
    status.keeps = window  # type: ignore[attr-defined]
    return status


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Dismiss 3 papers", "Dismissed 3 papers"),
        ("Move “STaR” to № 4", "Moved “STaR” to № 4"),
        ("Type in Why", "Typed in Why"),
        ("Zap it", "Zap it"),
    ],
)
def test_a_step_is_told_as_what_was_done(label: str, words: str) -> None:
    assert told(label) == words


def test_a_running_task_shows_how_far_it_is_and_is_cancelled_at_once(
    status: StatusBar, tasks: Tasks, qtbot: QtBot
) -> None:
    gate = threading.Event()

    def job(progress: Progress) -> None:
        progress.step(120, 204)
        with progress.closing(gate.set):
            gate.wait(10)

    with qtbot.waitSignal(tasks.stepped):
        tasks.work("Fetch from arXiv", job)
    bar, cancel = status.findChild(QProgressBar), status.findChild(QPushButton, "cancelTask")
    assert (bar.value(), bar.maximum()) == (120, 204)
    assert cancel.accessibleName() == "Cancel: Fetch from arXiv"
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert tasks.running == ()
    assert not cancel.isVisible()


def test_what_runs_is_cancelled_by_keyboard(status: StatusBar, tasks: Tasks, actions: Actions, qtbot: QtBot) -> None:
    gate = threading.Event()
    cancel = actions["cancel-running"]
    assert (cancel.isEnabled(), actions.reason("cancel-running")) == (False, "Nothing is running")
    for name in ("One", "Two"):
        tasks.work(name, lambda progress: gate.wait(10))
    tasks.work("Quiet", lambda progress: gate.wait(10), quiet=True)
    assert cancel.isEnabled()
    cancel.trigger()
    assert [task.name for task in tasks.running] == ["Quiet"] and not cancel.isEnabled()
    tasks.work("Three", lambda progress: gate.wait(10))
    qtbot.keyClick(status.findChild(QPushButton, "cancelTask"), Qt.Key.Key_Escape)
    assert [task.name for task in tasks.running] == ["Quiet"]
    gate.set()


def test_links_and_cancel_are_reached_by_tab(status: StatusBar, tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    tasks.work("One", lambda progress: gate.wait(10))
    status.said("Dismissed 3 papers")
    for name in ("statusUndo", "cancelTask"):
        button = status.findChild(QPushButton, name)
        qtbot.waitUntil(button.isVisible)
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
    gate.set()


def test_what_failed_and_what_is_only_told_have_pictures_of_their_own(status: StatusBar) -> None:
    status.said("Exported april.html", undo=False)
    assert status.sign == ("check", "dim")
    status.fleeting("There is nothing to take back")
    assert status.sign == ("info", "dim")
    status.came("1 failed. arXiv knows no work with this id.", "warn")
    assert status.sign == ("triangle-alert", "warn")
    status.came("3 added")
    assert status.sign == ("check", "dim")


def test_a_failure_that_is_over_is_no_longer_told(status: StatusBar) -> None:
    status.fail(Unreachable("A text is not saved."))
    status.take_back("Another")
    assert status.words == "A text is not saved."
    status.take_back("A text is not saved.")
    assert status.words == "Ready"


def test_several_tasks_are_behind_a_number(status: StatusBar, tasks: Tasks) -> None:
    gate = threading.Event()
    for number in range(3):
        tasks.work(f"Task {number}", lambda progress: gate.wait(10))
    tasks.work("Quiet", lambda progress: gate.wait(10), quiet=True)
    more = status.findChild(QToolButton, "moreTasks")
    assert more.text() == "+2"
    assert [action.text() for action in more.menu().actions()] == ["Cancel: Task 1", "Cancel: Task 2"]
    more.menu().actions()[0].trigger()
    assert more.text() == "+1"
    gate.set()


def test_an_error_that_nobody_waits_for_is_told_here(status: StatusBar, tasks: Tasks, qtbot: QtBot) -> None:
    def job(progress: Progress) -> None:
        raise Unreachable("arXiv does not answer. Try again later.")

    with qtbot.waitSignal(tasks.lost):
        tasks.work("Fetch", job)
    assert status.words == "Fetch: arXiv does not answer. Try again later."


def test_the_words_of_a_drag_give_way_to_what_stood_there(status: StatusBar) -> None:
    status.said("Dismissed 3 papers")
    status.hint("Drop to put 3 papers into Research")
    status.hint("Drop to put 3 papers into News")
    assert status.words == "Drop to put 3 papers into News"
    assert (
        status.findChild(QPushButton, "statusUndo") is None
        or not status.findChild(QPushButton, "statusUndo").isVisible()
    )
    status.hint(None)
    assert status.words == "Dismissed 3 papers"
    status.hint("Drop")
    status.said("Added 1 paper", undo=False)
    assert status.words == "Drop"
    status.hint(None)
    assert status.words == "Added 1 paper"


@pytest.mark.parametrize(("papers", "words"), [(None, ""), (0, "No papers"), (1, "1 paper"), (5770, "5,770 papers")])
def test_the_library_is_counted(status: StatusBar, papers: int | None, words: str) -> None:
    status.count(papers)
    assert status._count.text() == words


def test_long_words_are_cut_and_whole_in_the_tool_tip(status: StatusBar, qtbot: QtBot) -> None:
    words = "A title of four hundred letters " * 20
    status.said(words)
    qtbot.waitUntil(lambda: status._words.toolTip() == words.strip())
    assert status.words == words.strip()
    assert status.width() <= 1000


@pytest.mark.parametrize(
    ("stopped", "words"),
    [
        (adding.stopped, "Cancelled after 100 of 250: what came in stays, the rest was dropped"),
        (None, "Cancelled: Wait"),
    ],
)
def test_what_became_of_a_cancelled_task_is_said(
    status: StatusBar, tasks: Tasks, actions: Actions, qtbot: QtBot, stopped: Callable[[Task], str] | None, words: str
) -> None:
    gate = threading.Event()

    def job(progress: Progress) -> None:
        progress.step(100, 250)
        with progress.closing(gate.set):
            gate.wait(10)

    task = tasks.work("Wait", job)
    if stopped is not None:
        task.stopped = stopped
    qtbot.waitUntil(lambda: task.total == 250)
    actions["cancel-running"].trigger()
    assert status.words == words


def test_a_cancelled_add_whose_length_is_not_known_says_the_same(tasks: Tasks) -> None:
    task = tasks.work("Wait", lambda progress: None)
    assert adding.stopped(task) == "Cancelled: what came in stays, the rest was dropped"
