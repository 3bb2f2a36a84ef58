"""From the start to what one sees: the first paint and the first rows of 50,000 papers, against a bare window of Qt; how late a timer is.

Run as `python -m tests.benchmarks.window`; for the rows it reads the folder that CURATOR_TEST_DATA names.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from curator.library.library import create_library, open_library
from tests.benchmarks.library import SNAPSHOT_NAME, take_in

ROOT = Path(__file__).parents[2]
RUNS = 7
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Bare(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)

def painted():
    print(time.process_time(), flush=True)
    app.exit()

app = QApplication(sys.argv)
window = Bare()
window.resize(1320, 820)
window.show()
app.exec()
"""
FIRST_PAINT = """
import sys, time
from curator.desktop import start

def painted(run):
    print(time.process_time(), flush=True)
    start.QApplication.exit()

start.Run.fill = painted
from curator.app import main
main(["--library", sys.argv[1]])
"""
FIRST_ROWS = """
import sys, time
from curator.desktop import start

fill = start.Run.fill

class Watch(start.QObject):
    is_over = False

    def eventFilter(self, watched, event):
        if event.type() == event.Type.Paint and not self.is_over and inbox.model.ids:
            self.is_over = True
            start.QTimer.singleShot(0, painted)
        return False

def painted():
    print(time.process_time(), flush=True)
    window.shell.close()

def filled(run):
    global inbox, watch, window
    fill(run)
    window, inbox, watch = run.window, run.window.panes.inbox, Watch()
    inbox.view.viewport().installEventFilter(watch)

start.Run.fill = filled
from curator.app import main
main(["--library", sys.argv[1]])
"""
"""Each program prints how much of the processor it had used when it came so far: its own start, all threads, all imports."""


def spent(program: str, *arguments: str, **environment: str) -> float:
    """Milliseconds of the processor until a program says that it is so far. As installed, its modules are compiled once and not each time."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if not done.stdout:
        raise RuntimeError(f"The program said nothing: {done.stderr}")
    return float(done.stdout.split()[0]) * 1000


def in_turn(*measures: Callable[[], float]) -> list[float]:
    """The median of each, taken in turn, so that whatever else the machine does strikes all alike."""
    for measure in measures:
        measure()
    taken = [[measure() for measure in measures] for _ in range(RUNS)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        own = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        full = folder / "library.curator"
        create_library(full)
        snapshot = Path(os.environ.get("CURATOR_TEST_DATA", ".")) / SNAPSHOT_NAME
        measures: list[Callable[[], float]] = [
            lambda: spent(BARE),
            lambda: spent(FIRST_PAINT, str(folder / "new.curator"), **own),
        ]
        if snapshot.is_file():
            library = open_library(full, now=lambda: datetime.now(UTC))
            take_in(snapshot, library)
            library.close()
            measures.append(lambda: spent(FIRST_ROWS, str(full), **own))
        bare, *others = in_turn(*measures)
        print(f"From the start, CPU ms, median of {RUNS} runs in turn")
        print(f"  {'a bare window':32} {bare:6.0f}")
        for name, value in zip(("the first paint", "the first rows of 50,000 papers"), others, strict=False):
            print(f"  {name:32} {value:6.0f}   {value / bare:5.2f} times")
        if not snapshot.is_file():
            print(f"  The first rows were not measured: CURATOR_TEST_DATA names no folder with {SNAPSHOT_NAME}.")


if __name__ == "__main__":
    main()
