"""Three processes edit one library at once, then three beside a library as a window has it: every edit is in, none is refused."""

import multiprocessing
import random
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path

from curator.domain.errors import CuratorError
from curator.library.library import Library, create_library, open_library
from tests.faults.result import Figure, Result, all_of, at_most

PROCESSES = 3
SHARED = 1
"""The number of the paper that all of them work on; each has one of its own after it."""


def run(n: int, seed: int, folder: Path) -> Result:
    """Each of three processes does n edits, once alone and once beside a window's library."""
    figures: list[Figure] = []
    faults: list[str] = []
    for beside in (False, True):
        path = folder / f"{beside}.curator"
        create_library(path)
        library = open_library(path, now=now)
        with library.edit("Add") as edit:
            for number in range(PROCESSES + 2):
                edit.papers.new(f"Paper {number + 1}")
        window = _Window(library) if beside else None
        if not beside:
            library.close()
        told = _race(path, n, seed, window)
        refused = [words for one in told for words in one[0]] + (window.refused if window else [])
        lost = _lost(path, n)
        faults += refused + lost
        where = "beside a window" if beside else "alone"
        own = window.done if window else 0
        figures += [
            all_of(_edits(path) - own, PROCESSES * n, f"edits done {where}"),
            at_most(len(refused), 0, "refused"),
            at_most(len(lost), 0, "lost"),
            Figure(f"slowest {max(one[1] for one in told) * 1000:.0f} ms"),
        ]
        if window is not None:
            figures += [
                Figure(f"{own} by the window", own > 0),
                Figure(f"it heard {window.heard} news", window.heard > 0),
            ]
            library.close()
    return Result("concurrent", tuple(figures), tuple(faults))


def now() -> datetime:
    return datetime.now(UTC)


class _Window:
    """The library as a window has it: looks for news, reads for its lists and saves a text of its own."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.done = self.heard = 0
        self.refused: list[str] = []
        self._paper = PROCESSES + 2
        self._base = ""

    def work(self) -> None:
        try:
            self.heard += bool(self.library.news_from_elsewhere().rows)
            with self.library.read() as reading:
                reading.papers.get(SHARED)
            with self.library.edit("Write Why") as edit:
                saved = edit.writeups.save(self._paper, "why", f"The window's text {self.done}", self._base)
            self._base = saved.sha
            self.done += 1
        except CuratorError as fault:
            self.refused.append(f"the window was told: {fault}")


def _race(path: Path, n: int, seed: int, window: _Window | None) -> list[tuple[list[str], float]]:
    """What each process was refused, and the seconds of its slowest edit. All begin at the same moment."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(PROCESSES)]
    children = [
        context.Process(target=_edit_often, args=(str(path), theirs, who, n, seed), daemon=True)
        for who, (_, theirs) in enumerate(pipes, 1)
    ]
    for child, (_, theirs) in zip(children, pipes, strict=True):
        child.start()
        theirs.close()
    ends = [ours for ours, _ in pipes]
    for ours in ends:
        ours.recv()
    for ours in ends:
        ours.send("go")
    told: list[tuple[list[str], float]] = []
    left = list(ends)
    while left:
        for ours in wait(left, timeout=0.02 if window else None):
            assert isinstance(ours, Connection)
            told.append(ours.recv())
            left.remove(ours)
        if window is not None:
            window.work()
    for child in children:
        child.join(60)
    return told


def _edit_often(path: str, end: Connection, who: int, n: int, seed: int) -> None:
    """A process of its own: n edits one after the other, as fast as they go."""
    library = open_library(Path(path), now=now, origin="command")
    chance = random.Random(seed * 10 + who)
    base, slowest, refused = "", 0.0, list[str]()
    end.send("ready")
    end.recv()
    for number in range(n):
        began = time.perf_counter()
        try:
            with library.edit(f"Edit {number}") as edit:
                if number % 3 == 0:
                    edit.papers.new(_title(who, number))
                elif number % 3 == 1:
                    saved = edit.writeups.save(SHARED + who, "why", _text(who, number, n), base)
                else:
                    edit.papers.tag([SHARED], _title(who, number))
            if number % 3 == 1:
                base = saved.sha
                if saved.other is not None:
                    refused.append(f"process {who} met a text that nobody else wrote: {saved.other[:40]}")
        except CuratorError as fault:
            refused.append(f"process {who}, edit {number}: {fault}")
        slowest = max(slowest, time.perf_counter() - began)
        if chance.random() < 0.02:
            with library.read() as reading:
                reading.papers.get(SHARED)
    library.close()
    end.send((refused, slowest))


def _lost(path: Path, n: int) -> list[str]:
    """What was acknowledged and is not there, and what doctor says."""
    library = open_library(path, now=now)
    try:
        with library.read() as reading:
            titles = set(reading.c.exec_driver_sql("select title from metadata").scalars())
            paper = reading.papers.get(SHARED)
            texts = {who: reading.writeups.get(SHARED + who, "why").text for who in range(1, PROCESSES + 1)}
        there = titles | set(paper.tags)
        lost = [
            f"{_title(who, number)} is not there"
            for who in range(1, PROCESSES + 1)
            for number in range(n)
            if number % 3 != 1 and _title(who, number) not in there
        ]
        last = max((number for number in range(n) if number % 3 == 1), default=None)
        lost += [
            f"the last text of process {who} is not there"
            for who, text in texts.items()
            if last is not None and text != _text(who, last, n)
        ]
        return lost + [f"doctor: {fault.message}" for fault in library.doctor()]
    finally:
        library.close()


def _edits(path: Path) -> int:
    """Each edit that changed something announced it, once; the first made the papers."""
    library = open_library(path, now=now)
    try:
        with library.read() as reading:
            return int(reading.c.exec_driver_sql("select max(id) from announcement").scalar_one()) - 1
    finally:
        library.close()


def _title(who: int, number: int) -> str:
    return f"Process {who} number {number}"


def _text(who: int, number: int, n: int) -> str:
    return f"Process {who}, text {number} of {n}. " + "word " * (number % 200)
