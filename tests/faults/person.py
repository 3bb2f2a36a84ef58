"""A person at the real window: types, orders, fetches and exports at random, and says over a pipe what they did and what was acknowledged."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from curator.domain.changes import Changes
from curator.library import announcements
from curator.settings import host_and_port
from tests.faults.realwindow import RealWindow, settings_in

LETTERS = "the quick brown fox jumps over the lazy dog and writes it down. "
PAPERS = 5
"""The numbers of the papers that are written about, from 1; the first issue shows all of them."""

ISSUES = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """The library is shown: seconds since the process was started, seconds of processor that it took, and what is chosen."""

    seconds: float
    processor: float
    paper: int | None
    issue: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """This paper and this issue are chosen; the text of the paper is what stands in the field."""

    at: float
    paper: int
    issue: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """One letter was typed into the text of a paper."""

    at: float
    paper: int
    letter: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A transaction is in: the number of its announcement, the lengths of the texts by paper, the order of the issue's entries."""

    number: int
    lengths: dict[int, int]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The window said that these came in."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """The window said that this file was written."""

    path: Path


def at_work(end: Connection, folder: str, arxiv: str, started: float, seed: int) -> None:
    """Opens the window and goes on until the process is killed."""
    person = _Person(end, Path(folder), arxiv, random.Random(seed), started)
    while True:
        person.act()


class _Person:
    def __init__(self, end: Connection, folder: Path, arxiv: str, chance: random.Random, started: float) -> None:
        self._end, self._folder, self._chance = end, folder, chance
        self._gate = threading.Lock()
        self._exports = 0
        settings = replace(
            settings_in(folder), arxiv_url=arxiv, arxiv_delay=0.0, named_hosts=frozenset([host_and_port(arxiv) or ""])
        )
        self._real = RealWindow(settings)
        self._panes = self._real.window.panes
        seconds = time.monotonic() - started
        self._say(Opened(seconds, time.process_time(), self._panes.paper.paper, self._panes.outline.issue))
        self._real.library.listen(self._committed)
        arrivals = self._panes.inbox.arrivals
        arrivals.added.connect(lambda words, problems: self._came())
        self._asked: tuple[str, ...] = ()
        self._acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (10, self._type),
            (3, self._choose),
            (1, self._choose_issue),
            (3, self._order),
            (2, self._fetch),
            (1, self._export),
        )
        self._choose()

    def act(self) -> None:
        weights = [weight for weight, _ in self._acts]
        self._chance.choices([act for _, act in self._acts], weights)[0]()
        QTest.qWait(self._chance.randint(0, 40))

    def _type(self) -> None:
        paper = self._panes.paper.paper
        if paper is None or self._real.box.saving.paper != paper:
            return
        for _ in range(self._chance.randint(5, 60)):
            letter = LETTERS[len(self._real.box.edit.text) % len(LETTERS)]
            self._real.type(letter)
            self._say(Key(time.monotonic(), paper, letter))
            QTest.qWait(self._chance.randint(3, 25))

    def _choose(self) -> None:
        self._real.choose(self._chance.randint(1, PAPERS))
        self._real.why.moveCursor(QTextCursor.MoveOperation.End)
        self._shown()

    def _choose_issue(self) -> None:
        issue = self._chance.randint(1, ISSUES)
        self._panes.choose_issue(issue)
        self._real.until(lambda: self._panes.outline.issue == issue)
        self._shown()

    def _shown(self) -> None:
        paper = self._panes.paper.paper
        if paper is not None and self._real.box.saving.paper == paper:
            self._say(Shown(time.monotonic(), paper, self._panes.outline.issue, self._real.box.edit.text))

    def _order(self) -> None:
        sheet = self._panes.outline.sheet
        entries = [entry.id for section in sheet.issue.sections for entry in section.entries] if sheet else []
        if entries:
            self._panes.outline._deeds.move([self._chance.choice(entries)], None)

    def _fetch(self) -> None:
        if not self._asked:
            self._asked = tuple(f"2203.{self._chance.randint(1, 99_999):05}" for _ in range(self._chance.randint(1, 4)))
            self._panes.inbox.arrivals.add([" ".join(self._asked)])

    def _came(self) -> None:
        self._say(Fetched(self._asked))
        self._asked = ()

    def _export(self) -> None:
        dialog = self._panes.ways.export()
        if dialog is None:
            return
        self._exports += 1
        path = self._folder / "exports" / f"{self._exports % 3}.html"
        path.parent.mkdir(exist_ok=True)
        dialog.place.setText(str(path))
        dialog.exported.connect(lambda where: self._say(Exported(Path(where))))
        self._real.until(lambda: dialog._run.isEnabled())
        dialog.run()
        self._real.until(lambda: not dialog._exporting)
        dialog.accept()

    def _committed(self, changes: Changes) -> None:
        """In the thread that wrote, after its COMMIT."""
        with self._real.library.read() as reading:
            number = announcements.last(reading.c)
            lengths = {
                paper: len((reading.writeups.get(paper, "why").text or "").rstrip()) for paper in range(1, PAPERS + 1)
            }
            order = tuple(entry.id for section in reading.issues.get(1).sections for entry in section.entries)
        self._say(Commit(number, lengths, order))

    def _say(self, what: object) -> None:
        with self._gate:
            self._end.send(what)
