"""The window killed while one types: the library is whole, and no more than the last second is gone."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from curator.library.library import create_library, open_library
from tests.desktop.conftest import now

ROOT = Path(__file__).parents[2]
SECOND = 1.0
TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from curator.desktop.doors import Options
from curator.desktop.kept import Kept
from curator.desktop.shell import Shell
from curator.desktop.theme import Look
from curator.desktop.window import Window
from tests.desktop.conftest import doors, why_of

folder = Path(sys.argv[1])
app = QApplication([])
machine = doors(folder)
options = Options(library=folder / "a.curator", size=(1440, 900))
shell = Shell(Look(app.font(), "light"), Kept(machine.settings.state), options)
window = Window(shell, machine, options)
shell.show()
words = "the quick brown fox jumps over the lazy dog. "
typed = []
timer = QTimer(interval=15)

def type_one():
    field = why_of(window)
    if window.libraries.library is None:
        return
    if window.panes.paper.paper is None:
        window.panes.choose_paper(1)
        field.setFocus()
        return
    letter = words[len(typed) % len(words)]
    QTest.keyClicks(field, letter)
    typed.append(letter)
    print(time.monotonic(), len(typed), flush=True)

timer.timeout.connect(type_one)
timer.start()
app.exec()
"""


def kill_while_typing(folder: Path, after: float) -> None:
    path = folder / "a.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make a paper") as edit:
        edit.papers.new("A paper")
    library.close()
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )
    assert typist.stdout is not None and typist.stderr is not None
    lines = [typist.stdout.readline()]
    assert lines[0], typist.stderr.read()
    time.sleep(after)
    typist.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    lines += typist.stdout.read().splitlines()
    typist.wait()
    typed = [(float(line.split()[0]), int(line.split()[1])) for line in lines if len(line.split()) == 2]
    safe = max((count for at, count in typed if at < killed - SECOND), default=0)
    library = open_library(path, now=now)
    try:
        assert library.doctor() == []
        with library.read() as reading:
            text = reading.writeups.get(1, "why").text or ""
        words = "the quick brown fox jumps over the lazy dog. " * 200
        assert words.startswith(text)
        assert len(text) + 1 >= safe  # a blank at the end goes when a text is saved
    finally:
        library.close()


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.4, 2.5])
def test_a_kill_while_typing_costs_no_more_than_the_last_second(tmp_path: Path, after: float) -> None:
    kill_while_typing(tmp_path, after)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_twenty_kills_while_typing(tmp_path: Path) -> None:
    chance = random.Random(20220406)
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        kill_while_typing(folder, chance.uniform(0.05, 4.0))
