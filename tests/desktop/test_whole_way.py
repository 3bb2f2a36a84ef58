"""The whole way with the real mouse and keyboard on a real screen: drag into the outline, write, undo, export."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from curator.domain.issues import Kind, NewEntry
from curator.library.library import Library, create_library, open_library
from tests.desktop.conftest import now

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
TITLES = (
    "Visual Prompt Tuning",
    "STaR: Bootstrapping Reasoning With Reasoning",
    "Kubric: A scalable dataset generator",
)
EXPECTED = """\
---
title: Trends in AI
edition: April 2022
slug: trends-in-ai-april-2022
---
## Research

### PaLM: Scaling Language Modeling with Pathways

### STaR: Bootstrapping Reasoning With Reasoning

**❓ Why →** Budgets were fixed.
"""

pytestmark = [
    pytest.mark.screen,
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"),
]


class Person:
    """Somebody at the mouse and the keyboard of one window."""

    def __init__(self, program: "subprocess.Popen[str]", display: str) -> None:
        self._program = program
        self._environ = {**os.environ, "DISPLAY": display}

    def ask(self, question: str) -> object:
        assert self._program.stdin is not None and self._program.stdout is not None
        self._program.stdin.write(question + "\n")
        self._program.stdin.flush()
        line = self._program.stdout.readline()
        assert line, "the window is gone"
        answer: object = json.loads(line)
        return answer

    def where(self, question: str) -> tuple[int, int, int, int]:
        """The middle of something on the screen, and its size, as soon as it is there."""
        found: list[object] = []

        def look() -> bool:
            found[:] = [self.ask(question)]
            return isinstance(found[0], list) and found[0][2] > 0

        until(look)
        assert isinstance(found[0], list)
        x, y, width, height = found[0]
        return x, y, width, height

    def do(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._environ, check=True, timeout=30)

    def click(self, question: str) -> None:
        x, y, _, _ = self.where(question)
        self.do("mousemove", x, y, "click", 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """As a hand does it: press, a little way, along, a rest, and let go."""
        self.do("mousemove", *start, "mousedown", 1)
        for part in range(1, 9):
            self.do(
                "mousemove", *(round(a + (b - a) * part / 8) for a, b in zip(start, end, strict=True)), "sleep", 0.05
            )
        self.do("mousemove", end[0] + 1, end[1], "sleep", 0.3, "mouseup", 1)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextmanager
def screen() -> Iterator[str]:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Three papers in the inbox, a fourth in an issue. The test looks into it while the window has it open."""
    path = tmp_path / "a.curator"
    create_library(path)
    library = open_library(path, now=now, origin="command")
    with library.edit("Fill") as edit:
        for title in TITLES:
            edit.papers.new(title)
        palm = edit.papers.new("PaLM: Scaling Language Modeling with Pathways")
        issue = edit.issues.new("Trends in AI", edition="April 2022")
        edit.issues.add(edit.issues.add_section(issue, "Research"), [NewEntry(Kind.PAPER, palm)])
    yield library
    library.close()


@pytest.fixture
def person(tmp_path: Path, library: Library) -> Iterator[Person]:
    with screen() as display:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.desktop.driver", str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
        )
        try:
            yield Person(program, display)
        finally:
            program.kill()
            program.wait(10)


def entries(library: Library) -> list[str]:
    with library.read() as reading:
        issue = reading.issues.get(reading.issues.find("April 2022"))
        papers = [entry.paper for section in issue.sections for entry in section.entries if entry.paper is not None]
        return [reading.papers.get(paper).title for paper in papers]


def why(library: Library) -> str | None:
    with library.read() as reading:
        return reading.writeups.get(2, "why").text


def row_of(person: Person, library: Library, paper: int) -> int:
    with library.read() as reading:
        from curator.domain import query

        return list(reading.listing.first(query.parse("status:inbox"))).index(paper)


def test_from_the_inbox_to_a_file(person: Person, library: Library, tmp_path: Path) -> None:
    entry = person.where("entry PaLM")
    row = person.where(f"row inboxView {row_of(person, library, 2)}")
    person.click(f"row inboxView {row_of(person, library, 2)}")
    person.drag(row[:2], (entry[0], entry[1] + entry[3] // 3))
    until(lambda: len(entries(library)) == 2)
    assert entries(library) == ["PaLM: Scaling Language Modeling with Pathways", TITLES[1]]

    person.click("widget whyEditor")
    until(lambda: person.ask("focus") == "whyEditor")
    person.do("type", "--delay", 20, "Budgets were fixed.")
    until(lambda: why(library) == "Budgets were fixed.")

    person.click("entry STaR")
    until(lambda: person.ask("focus") == "outlineView")
    person.do("key", "ctrl+z")
    until(lambda: why(library) is None)
    person.do("key", "ctrl+z")
    until(lambda: len(entries(library)) == 1)
    person.do("key", "ctrl+shift+z")
    until(lambda: len(entries(library)) == 2)
    person.do("key", "ctrl+y")
    until(lambda: why(library) == "Budgets were fixed.")

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "curator",
            "--library",
            str(library.path),
            "export",
            "trends-in-ai-april-2022",
            "--to",
            "markdown",
            "-o",
            str(tmp_path / "issue.md"),
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "issue.md").read_text("utf-8") == EXPECTED
