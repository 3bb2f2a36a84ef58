"""Running commands as the shell would, with a stand-in for arXiv."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from curator import app
from tests.sources.standin import StandIn, serve


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: bytes
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs commands on one library."""

    def __init__(self, library: Path, capture: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        self.library, self._capture, self._monkeypatch = library, capture, monkeypatch

    def __call__(self, *words: str, stdin: str | bytes = b"", library: Path | None = None) -> Ran:
        """`curator --library L WORDS...`."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        self._capture.readouterr()
        try:
            code = app.main(["--library", str(library or self.library), *words])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        found = self._capture.readouterr()
        return Ran(code, found.out, found.err.decode())

    def ask(self, *words: str, stdin: str | bytes = b"") -> Any:
        """The JSON that a command prints; it must have done what it was asked for."""
        ran = self(*words, "--json", stdin=stdin)
        assert ran.code == 0, ran.err
        return ran.json


@pytest.fixture
def shell(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("CURATOR_ARXIV_DELAY", "0")
    monkeypatch.setenv("CURATOR_ARXIV_URL", "http://127.0.0.1:9/api/query")
    return Shell(tmp_path / "trends.curator", capfdbinary, monkeypatch)


@pytest.fixture
def arxiv(httpserver: HTTPServer, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setenv("CURATOR_ARXIV_URL", serve(httpserver, stand_in))
    return stand_in
