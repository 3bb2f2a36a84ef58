"""Typing in the real window while a file of 50,000 papers is imported: what a save costs the window's own thread.

Run as `python -m tests.benchmarks.autosave`; reads the folder that CURATOR_TEST_DATA names.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from curator import app
from tests.benchmarks.beside import median, p99
from tests.benchmarks.library import SNAPSHOT_NAME
from tests.faults.realwindow import RealWindow, settings_in

ALONE = 60
"""Saves beside nothing."""

MAIN = 2.0
"""Milliseconds of the window's thread that a save may take."""


@dataclass(slots=True)
class Cost:
    """Milliseconds for each save. `sent` and `came` are processor time of the window's thread: to send the text, and to hear that it is
    in. `clock` is the time between the two, `all` the processor time of that thread until all is still again, painting included."""

    sent: list[float] = field(default_factory=list)
    came: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    all: list[float] = field(default_factory=list)


class Typist:
    """Types a letter and saves it, again and again; what its saves cost goes to `cost`."""

    def __init__(self, folder: Path) -> None:
        settings = settings_in(folder)
        settings.library.parent.mkdir()
        library = app.open_library(settings.library, settings, make=True)
        with library.edit("Add") as edit:
            paper = edit.papers.new("A paper")
            edit.writeups.save(paper, "why", "word " * 40, None)
        library.close()
        self.real = RealWindow(settings)
        self.cost = Cost()
        self._edit = self.real.window.tasks.edit
        self.real.window.tasks.edit = self._watched  # type: ignore[method-assign]
        self.real.choose(paper)

    def save(self, *, settles: bool) -> None:
        self.real.type("x")
        before, began, spent = len(self.cost.came), time.perf_counter(), time.thread_time()
        self.real.box.saving.flush()
        self.cost.sent.append((time.thread_time() - spent) * 1000)
        self.real.until(lambda: len(self.cost.came) > before)
        self.cost.clock.append((time.perf_counter() - began) * 1000)
        if settles:
            self.real.until(lambda: self.real.window.is_settled)
            QTest.qWait(5)
        self.cost.all.append((time.thread_time() - spent) * 1000)

    def _watched(self, name: str, job: Callable[[], Any], done: Any = None, failed: Any = None) -> object:
        """Every edit as before; of a save it is taken what hearing of it costs."""

        def over(result: object) -> None:
            spent = time.thread_time()
            done(result)
            self.cost.came.append((time.thread_time() - spent) * 1000)

        return self._edit(name, job, over if name.startswith("Save ") else done, failed)


def main() -> int:
    folder = os.environ.get("CURATOR_TEST_DATA")
    snapshot = Path(folder or ".") / SNAPSHOT_NAME
    if not folder or not snapshot.is_file():
        print(f"Not measured: CURATOR_TEST_DATA names no folder with {SNAPSHOT_NAME}.")
        return 0
    print(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        typist = Typist(Path(scratch))
        for _ in range(ALONE):
            typist.save(settles=True)
        alone, typist.cost = typist.cost, Cost()
        came: list[str] = []
        arrivals = typist.real.window.panes.inbox.arrivals
        arrivals.added.connect(lambda words, problems: came.append(words))
        arrivals.failed.connect(lambda error: came.append(str(error)))
        arrivals.add([snapshot])
        while not came:
            typist.save(settles=False)
            QTest.qWait(50)
        beside = typist.cost
        typist.real.window.end()
    print(f"The import said: {came[0]}")
    tell("Alone", alone)
    print(f"  until all is still, painting too  p50 {median(alone.all):6.2f}  p99 {p99(alone.all):6.2f}")
    return 0 if tell("Beside an import", beside) <= MAIN else 1


def tell(name: str, cost: Cost) -> float:
    """Gives what 99 in 100 saves cost the window's thread at most."""
    both = [sent + came for sent, came in zip(cost.sent, cost.came, strict=True)]
    print(f"{name}, {len(both)} saves: ms of processor of the window's thread")
    for what, some in (("to send it", cost.sent), ("to hear of it", cost.came), ("both", both)):
        print(f"  {what:33} p50 {median(some):6.2f}  p99 {p99(some):6.2f}  max {max(some):6.2f}")
    print(f"  from sending to saved, by the clock  p50 {median(cost.clock):.1f}  p99 {p99(cost.clock):.1f}")
    return p99(both)


if __name__ == "__main__":
    sys.exit(main())
