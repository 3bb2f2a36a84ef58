"""What the tests of hostile input share: one library to begin with, commands that are watched, and what harmless means."""

import io
import json
import re
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from curator import app
from curator.jobs.desk import now
from curator.library.library import create_library, open_library
from tests.desktop.conftest import look as look  # the theme, for what is shown
from tests.hostile.watch import Seen, watching
from tests.sources.standin import StandIn, serve

SECONDS = 2.0 if sys.gettrace() is None else 8.0
"""Of the processor's time, for a command apart from Python's start; counting which lines were run takes several times that."""

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: `seconds` of processor time, and what the watch saw."""

    code: int
    out: bytes
    err: str
    seconds: float
    seen: Seen

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs commands on one library in this process, watched."""

    def __init__(
        self, folder: Path, home: Path, capture: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch
    ) -> None:
        self.folder, self._home, self._capture, self._patch = folder, home, capture, patch
        self.library = folder / "trends.curator"

    def __call__(self, *words: str, stdin: bytes = b"", library: Path | None = None) -> Ran:
        """`curator --library L WORDS...`."""
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capture.readouterr()
        began = time.process_time()
        with watching(self.folder, self._home) as seen:
            try:
                code = app.main(["--library", str(library or self.library), *words])
            except SystemExit as left:
                code = left.code if isinstance(left.code, int) else 1
        seconds = time.process_time() - began
        found = self._capture.readouterr()
        return Ran(code, found.out, found.err.decode("utf-8", "surrogateescape"), seconds, seen)


def is_harmless(ran: Ran, *, asks: tuple[str, ...] = (), prints: bool = True) -> None:
    """No crash, no traceback, in time, one clear line where something failed, a clean terminal, nothing opened or asked outside.

    `asks`: the only addresses that may be asked. `prints` False: what is on standard output is an export, not for people.
    """
    assert ran.code in (0, 1, 2), ran.code
    assert "Traceback" not in ran.err and "mistake" not in ran.err, ran.err
    assert ran.err.count("\n") <= 1, ran.err
    assert not ran.code or ran.err or ran.out.strip(), "it failed and said nothing"
    assert not _CONTROLS.search(ran.err.replace("\n", "")), ascii(ran.err)
    if prints:
        assert not _CONTROLS.search(ran.out.decode("utf-8").replace("\n", "")), ascii(ran.out[:2000])
    assert ran.seconds < SECONDS, f"{ran.seconds:.1f} s"
    assert ran.seen.opened == []
    assert ran.seen.started == []
    assert [one for one in ran.seen.asked if one not in asks] == []


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a paper that has words, a paper that waits, an issue and a tag; closed, to be copied."""
    path = tmp_path_factory.mktemp("shelf") / "trends.curator"
    create_library(path)
    library = open_library(path, now=now, origin="command")
    with library.edit("Make some things") as edit:
        paper = edit.papers.new("A paper")
        edit.writeups.save(paper, "why", "Words that are mine.", edit.writeups.get(paper, "why").sha)
        edit.papers.tag([paper], "mine")
        issue = edit.issues.new("Trends")
        edit.issues.add_section(issue, "R")
    library.close()
    return path


@pytest.fixture
def shell(
    shelf: Path,
    tmp_path: Path,
    _own_folders: None,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Shell:
    import os

    home = Path(os.environ["XDG_DATA_HOME"]).parent
    folder = tmp_path / "desk"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n a secret")
    (tmp_path / "secret.txt").write_text("2203.15556 is a secret")
    shutil.copy(shelf, folder / "trends.curator")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CURATOR_ARXIV_DELAY", "0")
    monkeypatch.setenv("CURATOR_ARXIV_URL", "http://127.0.0.1:9/api/query")
    return Shell(folder, home, capfdbinary, monkeypatch)


@pytest.fixture
def arxiv(httpserver: HTTPServer, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setenv("CURATOR_ARXIV_URL", serve(httpserver, stand_in))
    return stand_in
