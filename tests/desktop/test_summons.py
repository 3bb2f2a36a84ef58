"""A second start of a library calls its window to the front, and nobody else does."""

import os
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from curator.desktop import summons
from curator.desktop.summons import Answer, Summons, address, call, said
from curator.desktop.tasks import Tasks
from curator.desktop.window import Window

unix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="Sockets in folders are of Unix")


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.delenv(summons.TOKEN, raising=False)
    return folder


@pytest.fixture
def listening(tasks: Tasks, qtbot: QtBot, runtime: Path, tmp_path: Path) -> Iterator[Summons]:
    yield from listens(tasks, qtbot, tmp_path)


def listens(tasks: Tasks, qtbot: QtBot, folder: Path) -> Iterator[Summons]:
    owner = QObject()  # of this thread: lanes may be taken apart in another
    made = Summons(tasks, owner)
    made.listen(folder / "a.curator")
    qtbot.waitUntil(lambda: made._server is not None)
    yield made
    made.listen(None)


def called(library: Path, qtbot: QtBot, patience: float = 5.0) -> Answer:
    """As the second start does: beside the main thread."""
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(call(library, patience)))
    thread.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    thread.join()
    return answers[0]


def test_the_window_of_a_library_is_called_and_answers(listening: Summons, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(listening.came):
        assert called(tmp_path / "a.curator", qtbot) is Answer.SHOWN
    assert called(tmp_path / "b.curator", qtbot, 0.1) is Answer.NOBODY


def test_what_the_desktop_gave_the_second_start_is_handed_on(
    listening: Summons, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(summons.TOKEN, "token-1")
    with qtbot.waitSignal(listening.came):
        thread = threading.Thread(target=call, args=(tmp_path / "a.curator",))
        thread.start()
    thread.join()
    assert os.environ[summons.TOKEN] == "token-1"


@unix
def test_a_window_that_hangs_is_told_from_one_that_answers(runtime: Path, tmp_path: Path) -> None:
    name = address(tmp_path / "a.curator")
    assert name is not None
    with socket.socket(socket.AF_UNIX) as hangs:
        hangs.bind(name)
        hangs.listen()
        began = time.monotonic()
        assert call(tmp_path / "a.curator", 0.3) is Answer.SILENT
        assert time.monotonic() - began < 3


@unix
def test_nobody_else_may_call(listening: Summons, tmp_path: Path, runtime: Path) -> None:
    name = address(tmp_path / "a.curator")
    assert name is not None and Path(name).parent == runtime
    assert not stat.S_IMODE(Path(name).stat().st_mode) & 0o077


@unix
def test_a_folder_that_others_may_look_into_is_passed_over(runtime: Path, tmp_path: Path) -> None:
    runtime.chmod(0o755)
    name = address(tmp_path / "a.curator")
    assert name is None or Path(name).parent != runtime


def test_what_was_left_by_a_window_that_was_killed_is_no_hindrance(
    tasks: Tasks, qtbot: QtBot, runtime: Path, tmp_path: Path
) -> None:
    name = address(tmp_path / "a.curator")
    assert name is not None
    left = socket.socket(socket.AF_UNIX)
    left.bind(name)
    left.close()
    for _ in listens(tasks, qtbot, tmp_path):
        assert called(tmp_path / "a.curator", qtbot) is Answer.SHOWN


def test_noise_is_no_call(listening: Summons, tmp_path: Path, qtbot: QtBot) -> None:
    heard: list[None] = []
    listening.came.connect(lambda: heard.append(None))
    name = address(tmp_path / "a.curator")
    for noise in (b"GET / HTTP/1.1\r\n", b"x" * 100_000, b"\n", b""):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(5)
            caller.connect(name)
            try:
                caller.sendall(noise)
            except OSError:
                continue
    assert called(tmp_path / "a.curator", qtbot) is Answer.SHOWN and len(heard) == 1


def test_nobody_listens_when_the_library_is_closed(listening: Summons, tmp_path: Path, qtbot: QtBot) -> None:
    listening.listen(None)
    assert called(tmp_path / "a.curator", qtbot, 0.1) is Answer.NOBODY


def test_a_window_that_was_made_small_comes_back(
    open_window: Callable[..., Window], runtime: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: window.summons._server is not None)
    window.shell.showMinimized()
    assert called((tmp_path / "a.curator").resolve(), qtbot) is Answer.SHOWN
    assert not window.shell.windowState() & Qt.WindowState.WindowMinimized and window.shell.isVisible()


def test_what_is_said_fits_what_came_of_it() -> None:
    path = Path("/tmp/letters.curator")
    assert said(path, Answer.SHOWN) == "letters.curator is open already; its window was brought to the front."
    assert "does not answer" in said(path, Answer.SILENT)
    assert said(path, Answer.NOBODY).endswith("Go on there, or close it first.")
