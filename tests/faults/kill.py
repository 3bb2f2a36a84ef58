"""The window is killed at random moments: what was acknowledged is there, a second of typing at most is not, and it opens where it was."""

import logging
import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from pytest_httpserver import HTTPServer

from curator.domain.issues import Kind, NewEntry
from curator.library import announcements
from curator.library.library import create_library, open_library
from tests.faults.editor import now
from tests.faults.person import ISSUES, PAPERS, Commit, Exported, Fetched, Key, Opened, Shown, at_work
from tests.faults.result import Figure, Result, at_most
from tests.sources.standin import StandIn, Work, serve

UNSAVED = 1.0
"""Seconds of typing that a kill may cost."""

OPENS = 3.0
"""Seconds until the window shows the library again."""

KEPT = 0.6
"""Seconds that a choice must last to be kept: where one runs through a list, the last is."""

A_LIBRARY = 40
"""So many kills a library."""

COLD = 10
"""One in so many windows is started as a new interpreter, as by a person; the others by a process that has everything imported."""

PATIENCE = 60.0


@dataclass(slots=True)
class _Found:
    killed: int = 0
    commits: int = 0
    keys: int = 0
    fetched: int = 0
    exported: int = 0
    lost: int = 0
    unsaved: float = 0.0
    cold: list[Opened] = field(default_factory=list)
    warm: list[Opened] = field(default_factory=list)
    elsewhere: int = 0
    damaged: int = 0
    faults: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Story:
    """What is known of one library over its kills."""

    texts: dict[int, str] = field(default_factory=dict)
    typed: dict[int, list[tuple[float, int]]] = field(default_factory=dict)
    places: list[tuple[float, int, int | None]] = field(default_factory=list)
    commit: Commit | None = None
    names: set[str] = field(default_factory=set)
    allowed: list[tuple[int, int | None]] = field(default_factory=list)


def run(n: int, seed: int, folder: Path) -> Result:
    """n kills of a window in which somebody types, orders, fetches and exports."""
    found, chance = _Found(), random.Random(seed)
    began = time.monotonic()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = HTTPServer(host="127.0.0.1")
    server.start()
    try:
        arxiv = serve(server, _Everything())
        for number in range(n):
            if number % A_LIBRARY == 0:
                place = folder / str(number)
                _make(place)
                story = _Story()
            _kill(place, arxiv, story, chance, found, is_cold=number % COLD == 0)
    finally:
        server.stop()
    a_round = (time.monotonic() - began) / max(n, 1)
    figures = (
        Figure(f"{found.killed} kills ({a_round:.1f} s each)", found.killed == n),
        Figure(
            f"{found.keys} keys, {found.commits} commits, {found.fetched} fetched, {found.exported} exports acknowledged"
        ),
        at_most(found.lost, 0, "acknowledged lost"),
        _unless_busy(at_most(found.unsaved, UNSAVED, "s of typing unsaved at most")),
        at_most(found.damaged, 0, "damaged"),
        _opening(found.cold, "starts"),
        _opening(found.warm, "starts with all imported"),
        _unless_busy(at_most(found.elsewhere, 0, "opened elsewhere")),
    )
    return Result("kill", figures, tuple(found.faults + ([] if _is_busy() else found.late)))


def _opening(opened: list[Opened], what: str) -> Figure:
    """Where more programs run than there are processors, it is the processor's time that tells."""
    slowest = max((one.seconds for one in opened), default=0.0)
    processor = max((one.processor for one in opened), default=0.0)
    words = (
        f"{slowest:.2f} s to open at most of {len(opened)} {what}, {processor:.2f} s of processor (at most {OPENS:g})"
    )
    if _is_busy():
        words += f", judged by this: the load is {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors"
    return Figure(words, (processor if _is_busy() else slowest) <= OPENS)


def _unless_busy(figure: Figure) -> Figure:
    """What is a matter of tenths of a second is told and not judged where a program waits that long for its turn."""
    return Figure(f"{figure.words}, not judged") if _is_busy() and not figure.holds else figure


def _is_busy() -> bool:
    return os.getloadavg()[0] > 2 * (os.cpu_count() or 1)


class _Everything(StandIn):
    """Knows every work that it is asked for."""

    def _listed(self, names: object) -> Iterator[str]:
        assert isinstance(names, list)
        return (Work(name).entry() for name in names)


def _make(folder: Path) -> None:
    """A library with papers, and issues that show them."""
    (folder / "disk").mkdir(parents=True)
    path = folder / "disk" / "l.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make") as edit:
        papers = [edit.papers.new(f"Paper {number + 1}") for number in range(PAPERS)]
        for number in range(ISSUES):
            issue = edit.issues.new("Trends", edition=f"Number {number + 1}")
            section = edit.issues.add_section(issue, "Research")
            edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper) for paper in papers])
    library.close()


def _kill(folder: Path, arxiv: str, story: _Story, chance: random.Random, found: _Found, *, is_cold: bool) -> None:
    context = multiprocessing.get_context("spawn" if is_cold else "forkserver")
    if not is_cold:
        context.set_forkserver_preload(["tests.faults.person"])
    ours, theirs = context.Pipe(duplex=False)
    started = time.monotonic()
    child = context.Process(
        target=at_work, args=(theirs, str(folder), arxiv, started, chance.getrandbits(32)), daemon=True
    )
    child.start()
    theirs.close()
    where = f"kill {found.killed}"
    if not ours.poll(PATIENCE):
        child.kill()
        raise TimeoutError("no window was opened")
    opened = ours.recv()
    assert isinstance(opened, Opened)
    (found.cold if is_cold else found.warm).append(opened)
    if story.allowed and (opened.paper, opened.issue) not in story.allowed:
        found.elsewhere += 1
        found.late.append(f"{where}: opened at {opened.paper, opened.issue}, was at one of {story.allowed}")
    until = time.monotonic() + min(chance.expovariate(0.7), 6.0)
    while (left := until - time.monotonic()) > 0:
        if ours.poll(left):
            _hear(ours, story, found, where)
    child.kill()
    killed = time.monotonic()
    child.join(PATIENCE)
    while _hear(ours, story, found, where):
        pass
    ours.close()
    found.killed += 1
    _look(folder, story, killed, found, where)


def _hear(ours: Connection, story: _Story, found: _Found, where: str) -> bool:
    """One message. False when there will be no more."""
    try:
        said = ours.recv()
    except (EOFError, OSError):
        return False
    if isinstance(said, Key):
        found.keys += 1
        story.texts[said.paper] = story.texts.get(said.paper, "") + said.letter
        story.typed.setdefault(said.paper, []).append((said.at, len(story.texts[said.paper])))
    elif isinstance(said, Shown):
        was = story.texts.get(said.paper)
        if was is not None and was.rstrip() != said.text.rstrip():
            found.lost += 1
            found.faults.append(f"{where}: paper {said.paper} shows {said.text[-40:]!r}, typed was {was[-40:]!r}")
        story.texts[said.paper] = said.text
        story.places.append((said.at, said.paper, said.issue))
    elif isinstance(said, Commit):
        found.commits += 1
        story.commit = said
    elif isinstance(said, Fetched):
        found.fetched += len(said.names)
        story.names.update(said.names)
    elif isinstance(said, Exported):
        found.exported += 1
    return True


def _look(folder: Path, story: _Story, killed: float, found: _Found, where: str) -> None:
    """Looks into a copy: the next window opens the library as the kill left it."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in (folder / "disk").glob("l.curator*"):
        if not path.name.endswith(("-shm", ".lock")):
            shutil.copyfile(path, copy / path.name)
    library = open_library(copy / "l.curator", now=now)
    try:
        with library.read() as reading:
            last = announcements.last(reading.c)
            texts = {paper: (reading.writeups.get(paper, "why").text or "") for paper in range(1, PAPERS + 1)}
            order = tuple(entry.id for section in reading.issues.get(1).sections for entry in section.entries)
            names = set(reading.c.exec_driver_sql("select arxiv from metadata where arxiv is not null").scalars())
        faults = library.doctor()
    finally:
        library.close()
    found.damaged += bool(faults)
    found.faults += [f"{where}: {fault.message}" for fault in faults]
    lost = [f"{name} was fetched and is not there" for name in story.names - names]
    if story.commit is not None:
        if last < story.commit.number:
            lost.append(f"transaction {story.commit.number} is not there, the last is {last}")
        if last == story.commit.number and order != story.commit.order:
            lost.append(f"the order is {order}, was {story.commit.order}")
        lost += [
            f"paper {paper} has {len(texts[paper].rstrip())} letters, acknowledged were {length}"
            for paper, length in story.commit.lengths.items()
            if len(texts[paper].rstrip()) < length
        ]
    for paper, text in texts.items():
        lost += list(_unsaved(story, paper, text, killed, found))
    for path in (folder / "exports").glob("*.html"):
        if not path.read_text("utf-8").rstrip().endswith("</html>"):
            lost.append(f"{path.name} is half an export")
    found.lost += len(lost)
    found.faults += [f"{where}: {what}" for what in lost]
    story.texts = texts
    story.typed.clear()
    story.allowed = _places(story, killed) or story.allowed
    story.places.clear()


def _unsaved(story: _Story, paper: int, text: str, killed: float, found: _Found) -> Iterator[str]:
    """The text is what was typed, but for what was typed last."""
    whole = story.texts.get(paper, text)
    if not whole.startswith(text.rstrip()):
        yield f"paper {paper} holds {text[-40:]!r}, typed was {whole[-40:]!r}"
        return
    missing = [
        at for at, length in story.typed.get(paper, []) if length > len(text) and whole[:length].strip() != text.strip()
    ]
    if missing:
        found.unsaved = max(found.unsaved, killed - min(missing))


def _places(story: _Story, killed: float) -> list[tuple[int, int | None]]:
    """Where the window may open: the last place that was kept, and what was chosen after it."""
    if not story.places:
        return []
    ends = [at for at, _, _ in story.places[1:]] + [killed - (UNSAVED - KEPT)]
    sure = [number for number, ((at, _, _), end) in enumerate(zip(story.places, ends, strict=True)) if end - at > KEPT]
    places = [(paper, issue) for _, paper, issue in story.places]
    if not sure:
        return [*story.allowed, *places] if story.allowed else []
    return places[sure[-1] :]
