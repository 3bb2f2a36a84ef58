import subprocess
import sys
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from curator.desktop.tasks import Tasks
from curator.domain.progress import Progress


def test_edits_run_in_order_one_at_a_time(tasks: Tasks, qtbot: QtBot) -> None:
    ran: list[int] = []
    inside: list[int] = []
    clash: list[int] = []

    def job(number: int) -> int:
        clash.extend(inside)
        inside.append(number)
        time.sleep(0)
        inside.remove(number)
        ran.append(number)
        return number

    came: list[int] = []
    with qtbot.waitSignal(tasks.edits_idle):
        for number in range(50):
            tasks.edit("edit", lambda number=number: job(number), came.append)
        assert tasks.edits_pending == 50
    assert ran == came == list(range(50))
    assert not clash
    assert tasks.edits_pending == 0


def test_callbacks_come_on_the_main_thread(tasks: Tasks, qtbot: QtBot) -> None:
    threads: list[object] = []
    with qtbot.waitSignal(tasks.ended):
        tasks.work(
            "work",
            lambda progress: threading.current_thread(),
            lambda worker: threads.extend([worker, threading.current_thread()]),
        )
    assert threads[1] is threading.main_thread()
    assert threads[0] is not threading.main_thread()


def test_cancel_lets_go_at_once_and_calls_nothing(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun, stopped = threading.Event(), threading.Event(), threading.Event()
    called: list[object] = []

    def job(progress: Progress) -> None:
        with progress.closing(gate.set):
            begun.set()
            gate.wait(10)
            stopped.set()
            progress.step()

    task = tasks.work("hangs", job, called.append, called.append)
    assert begun.wait(5)
    with qtbot.waitSignal(tasks.ended, timeout=100):
        task.cancel()
    assert task.is_over
    assert task not in tasks.running
    assert stopped.wait(1)
    with qtbot.waitSignal(tasks.ended):
        tasks.work("after", lambda progress: 1, called.append)
    assert called == [1]
    task.cancel()


def test_what_a_cancelled_task_brings_all_the_same_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    begun, gate, came = threading.Event(), threading.Event(), []

    def deaf(progress: Progress) -> int:
        begun.set()
        gate.wait(10)
        return 7

    def failing(progress: Progress) -> int:
        return deaf(progress) // 0

    for job in (deaf, failing):
        begun.clear()
        gate.clear()
        task = tasks.work("deaf", job, came.append, came.append)
        assert begun.wait(5)
        task.cancel()
        gate.set()
    blockers = [tasks.work("after", lambda progress: None) for _ in range(8)]
    with qtbot.waitSignals([tasks.ended] * len(blockers)):
        pass
    assert came == []


def test_a_task_that_waits_in_the_queue_is_never_begun_once_cancelled(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun = threading.Event(), []
    blockers = [tasks.work("block", lambda progress: gate.wait(10)) for _ in range(4)]
    tasks.work("later", lambda progress: begun.append(1)).cancel()
    with qtbot.waitSignals([tasks.ended] * len(blockers)):
        gate.set()
    with qtbot.waitSignal(tasks.ended):
        tasks.work("last", lambda progress: None)
    assert not begun


def test_an_edit_is_not_cancelled_half_way(tasks: Tasks, qtbot: QtBot) -> None:
    came: list[int] = []
    with qtbot.waitSignal(tasks.edits_idle):
        task = tasks.edit("edit", lambda: 7, came.append)
        task.cancel()
        tasks.cancel_all()
    assert came == [7]


def test_an_edit_that_a_callback_starts_keeps_the_lane_from_being_idle(tasks: Tasks, qtbot: QtBot) -> None:
    came: list[str] = []
    with qtbot.waitSignal(tasks.edits_idle):
        tasks.edit(
            "first",
            lambda: "first",
            lambda first: (came.append(first), tasks.edit("second", lambda: "second", came.append)),
        )
    assert came == ["first", "second"]


def test_an_error_goes_to_the_one_who_asked_and_else_to_all(tasks: Tasks, qtbot: QtBot) -> None:
    came: list[Exception] = []
    with qtbot.waitSignal(tasks.ended):
        tasks.work("fails", lambda progress: 1 // 0, failed=came.append)
    assert isinstance(came[0], ZeroDivisionError)
    with qtbot.waitSignal(tasks.lost) as lost:
        tasks.edit("fails", lambda: int("x"))
    assert isinstance(lost.args[1], ValueError)


def test_not_even_the_exit_of_a_library_ends_a_lane(tasks: Tasks, qtbot: QtBot) -> None:
    def leave() -> None:
        raise SystemExit(3)

    with qtbot.waitSignal(tasks.lost) as lost:
        tasks.edit("leaves", leave)
    assert "SystemExit" in str(lost.args[1])
    with qtbot.waitSignal(tasks.edits_idle):
        tasks.edit("goes on", lambda: None)


def test_steps_are_told_without_flooding_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[int] = []
    tasks.stepped.connect(lambda task: told.append(task.done))

    def job(progress: Progress) -> None:
        for number in range(1, 20001):
            progress.step(number, 20000, "counting")

    with qtbot.waitSignal(tasks.ended, timeout=10000) as ended:
        tasks.work("steps", job)
    assert (ended.args[0].done, ended.args[0].total, ended.args[0].words) == (20000, 20000, "counting")
    assert len(told) < 10000


def test_a_hanging_task_does_not_hold_the_exit() -> None:
    program = (
        "import sys, time\n"
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "from curator.desktop.tasks import Tasks\n"
        "app = QCoreApplication([])\n"
        "tasks = Tasks()\n"
        "tasks.work('hangs', lambda progress: time.sleep(60))\n"
        "QTimer.singleShot(100, app.quit)\n"
        "sys.exit(app.exec())\n"
    )
    begun = time.monotonic()
    assert subprocess.run([sys.executable, "-c", program], timeout=50, check=False).returncode == 0
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("waiting", [0, 3])
def test_everything_but_edits_is_let_go_when_the_window_closes(tasks: Tasks, qtbot: QtBot, waiting: int) -> None:
    gate = threading.Event()
    for _ in range(4 + waiting):
        tasks.work("waits", lambda progress: gate.wait(10))
    tasks.cancel_all()
    assert tasks.running == ()
    gate.set()
