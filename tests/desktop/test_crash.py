"""A crash of Curator itself: the file that it leaves, the report made of it, and a next start that opens where it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop import crash
from curator.desktop.crashreport import LONGEST, WORDS, Reports, report, versions
from curator.desktop.doors import Options
from curator.desktop.kept import Kept
from curator.desktop.whereabouts import where_it_was
from curator.desktop.window import Window
from curator.library.claim import Claim
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now

ROOT = Path(__file__).parents[2]
SECRET = "words that an editor wrote"
Opened = Callable[..., Window]


@pytest.fixture
def _hooks() -> Iterator[None]:
    """What catches errors, and where a fatal one is written, are as before."""
    import faulthandler
    import threading

    before, thread_before = sys.excepthook, threading.excepthook
    crash._written.clear()
    yield
    sys.excepthook, threading.excepthook = before, thread_before
    faulthandler.enable(sys.__stderr__)
    crash._written.clear()


def _failed() -> BaseException:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        return error


@pytest.mark.usefixtures("_hooks")
def test_an_error_that_nobody_expected_leaves_a_report_without_texts(
    open_window: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window, log = open_window(), tmp_path / crash.LOG
    Reports(window, Kept(tmp_path / "kept"), log)
    assert not window.actions_["crash-report"].isEnabled()
    crash.watch(window, tmp_path)
    error = _failed()
    for _ in range(3):
        sys.excepthook(type(error), error, error.__traceback__)
    held = log.read_text("utf-8")
    assert held.count("\nValueError\n") == 1 and "test_crash.py" in held
    assert SECRET not in held and SECRET not in capsys.readouterr().err
    assert window.status.words.startswith("Something went wrong inside Curator.")
    window.actions_["crash-report"].trigger()
    dialog = window.shell.findChild(QPlainTextEdit, "crashText")
    assert dialog is not None and "ValueError" in dialog.toPlainText()


def _closed(window: Window) -> None:
    button = window.shell.findChild(QPushButton, "crashClose")
    assert button is not None
    button.click()


def test_a_report_is_offered_read_copied_and_thrown_away(open_window: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    log, kept = tmp_path / "crash.log", Kept(tmp_path / "kept")
    log.write_text(f'  File "{Path.home()}/curator/x.py", line 1, in f\nFatal Python error: Segmentation fault\n')
    kept.keep_versions("Curator 0.0 on an older machine")
    window = open_window(settle=False)
    Reports(window, kept, log)
    qtbot.waitUntil(lambda: window.status.held == (WORDS,))
    choice = window.status.findChild(QPushButton, "statusHeld1")
    assert choice is not None and choice.text() == "Read report"
    choice.click()
    text = window.shell.findChild(QPlainTextEdit, "crashText")
    assert text is not None and text.isReadOnly()
    assert text.toPlainText().startswith("Curator 0.0 on an older machine\n")
    assert "Segmentation fault" in text.toPlainText() and str(Path.home()) not in text.toPlainText()
    assert window.status.held == ()
    copy = window.shell.findChild(QPushButton, "crashCopy")
    away = window.shell.findChild(QPushButton, "crashThrowAway")
    assert copy is not None and away is not None
    copy.click()
    assert QGuiApplication.clipboard().text() == text.toPlainText()
    away.click()
    assert log.read_bytes() == b"" and not window.actions_["crash-report"].isEnabled()


def test_what_was_read_once_is_not_offered_again_and_what_is_new_is(
    open_window: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    log, kept = tmp_path / "crash.log", Kept(tmp_path / "kept")
    log.write_text("Fatal Python error: Aborted\n")
    window = open_window()
    Reports(window, kept, log).open()
    _closed(window)
    again = Reports(window, kept, log)
    window.status.note("Ready", icon="")
    again._offer(None)
    assert window.status.held == () and window.actions_["crash-report"].isEnabled()
    with log.open("a") as file:
        file.write("Fatal Python error: Bus error\n")
    Reports(window, kept, log)._offer(None)
    assert window.status.held == (WORDS,)


def test_a_report_does_not_push_aside_what_is_said_of_the_library(open_window: Opened, tmp_path: Path) -> None:
    log = tmp_path / "crash.log"
    log.write_text("Fatal Python error: Aborted\n")
    window = open_window()
    window.status.note("This library can only be read.", icon="lock")
    Reports(window, Kept(tmp_path / "kept"), log)._offer(None)
    assert (window.status.words, window.status.held) == ("This library can only be read.", (WORDS,))
    assert window.actions_["crash-report"].isEnabled()


def test_a_report_stays_offered_until_it_is_answered_whatever_else_is_said(open_window: Opened, tmp_path: Path) -> None:
    log = tmp_path / "crash.log"
    log.write_text("Fatal Python error: Aborted\n")
    window = open_window()
    Reports(window, Kept(tmp_path / "kept"), log)._offer(None)
    window.status.fleeting("Something else")
    window.status.hold("Something that stays too")
    assert window.status.held == (WORDS, "Something that stays too")
    later = window.status.findChild(QPushButton, "statusHeld2")
    assert later is not None and later.text() == "Later"
    later.click()
    assert window.status.held == ("Something that stays too",)


def test_of_several_reports_the_newest_comes_first_and_each_has_a_heading(tmp_path: Path) -> None:
    log = tmp_path / "crash.log"
    log.write_text(
        "2026-01-01 10:00:00 UTC\n  File a\nKeyError\n\nFatal Python error: Aborted\n\nThread 1:\n  File b\n"
    )
    made = report(log, "Curator 1")
    assert made.startswith("Curator 1\n\n—— The newest of 2 reports ——\n\nFatal Python error: Aborted")
    assert made.index("File b") < made.index("—— Report 2 of 2, an older one ——") < made.index("KeyError")


def test_a_report_is_read_without_scrolling_sideways(open_window: Opened, tmp_path: Path) -> None:
    log = tmp_path / "crash.log"
    log.write_text("Fatal Python error: Aborted\n" + "  File " + "/long" * 200)
    window = open_window()
    Reports(window, Kept(tmp_path / "kept"), log).open()
    text = window.shell.findChild(QPlainTextEdit, "crashText")
    assert text is not None and text.horizontalScrollBar().maximum() == 0


def test_a_report_is_short_whatever_the_file_holds(tmp_path: Path) -> None:
    log = tmp_path / "crash.log"
    assert report(log, versions()) == ""
    log.write_bytes(b"\xff\0 line\n" * 200_000)
    made = report(log, versions())
    assert len(made) < 2 * LONGEST and made.startswith("Curator ")
    for part in ("Python 3", "Qt 6"):
        assert part in made


def test_after_a_crash_the_same_library_is_opened_unless_one_is_named(tmp_path: Path) -> None:
    kept, usual, other = Kept(tmp_path), tmp_path / "library.curator", tmp_path / "other.curator"
    options = Options(library=usual)
    assert where_it_was(options, kept) == options
    kept.keep_open(other)
    assert where_it_was(options, kept) == options  # it is gone
    create_library(other)
    assert where_it_was(options, kept) == replace(options, library=other, make=False)
    assert where_it_was(replace(options, is_named=True), kept).library == usual
    assert where_it_was(replace(options, sample=True), kept).library == usual
    claim = Claim(other)
    assert claim.take()
    assert where_it_was(options, kept).library == usual  # another window has it
    claim.give_back()
    kept.keep_open(None)
    assert where_it_was(options, kept) == options


RUN = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from curator import app
from curator.desktop import start

fill = start.Run.fill
wanted = sys.argv[1]

def filled(run):
    fill(run)
    window = run.window
    done = []

    def look():
        if not window.is_settled:
            return
        panes = window.panes
        if wanted == "crash" and not done:
            done.append(1)
            panes.choose_paper(2)
            panes.choose_issue(2)
            return
        if wanted == "crash":
            kept = window.shell.kept.selection(window.libraries.library.path)
            if kept.get("issue") != 2 or kept.get("papers") != [2] or kept.get("paper") != 2 or panes.paper.paper != 2:
                return
            os.kill(os.getpid(), signal.SIGSEGV)
        paper, library = panes.paper.paper, window.libraries.library
        print(library.path if library else None, paper, panes.outline.issue, *window.status.held, window.status.words, sep="|", flush=True)
        window.shell.close()

    timer = QTimer(run, interval=50)
    timer.timeout.connect(look)
    timer.start()

start.Run.fill = filled
sys.exit(app.main(sys.argv[2:]))
"""


def _run(wanted: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, wanted, *words],
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_crash_below_python_ends_in_a_report_and_the_next_start_opens_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "other.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make some things") as edit:
        for number in (1, 2, 3):
            edit.papers.new(f"Paper {number}")
            edit.issues.new(f"Issue {number}")
    library.close()
    crashed = _run("crash", "--library", str(path))
    assert crashed.returncode == -signal.SIGSEGV, crashed.stderr
    log = Path(os.environ["XDG_STATE_HOME"]) / "curator" / crash.LOG
    assert "Segmentation fault" in log.read_text("utf-8")
    began = time.monotonic()
    again = _run("look")
    assert again.returncode == 0, again.stderr
    where = again.stdout.splitlines()[0].split("|")
    assert where == [str(path), "2", "2", WORDS, "Ready"]  # that the library is sound needs no word beside it
    assert time.monotonic() - began < 60
    third = _run("look")
    assert third.stdout.split("|")[0] != str(path), "it was closed as it should be, so the next start is a usual one"
