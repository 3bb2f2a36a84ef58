"""What is huge costs at most 256 MB more memory, two seconds of the processor and one clear line: each in a process of its own."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.library.library import create_library
from tests.hostile.watch import ROOT
from tests.sources.standin import Work, feed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="memory is counted otherwise there"),
]

MORE = 256  # MB
SECONDS = 4.0  # of the processor's time for a hundred megabytes, on a noisy machine
MEGABYTE = 2**20

PROGRAM = """
import json, resource, sys, time
from curator import app

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)

library, warm, *words = sys.argv[1:]
app.main(["--library", library, "papers"])
app.main(["--library", library, "add", warm])
before, began = peak(), time.process_time()
code = app.main(["--library", library, *words])
sys.stdout.flush()
print(json.dumps({"code": code, "more": peak() - before, "seconds": time.process_time() - began}))
"""


def _line(path: Path, letters: bytes, megabytes: int) -> None:
    with path.open("wb") as file:
        file.write(b'{"title": "The first good work"}\n{"title": "')
        for _ in range(megabytes):
            file.write(letters * (MEGABYTE // len(letters)))
        file.write(b'"}\n{"title": "The last good work"}\n')


def _zeros(path: Path, megabytes: int) -> None:
    with path.open("wb") as file:
        file.truncate(megabytes * MEGABYTE)


def _packed(path: Path, megabytes: int) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"title": "The first good work"}\n')
        for _ in range(megabytes):
            file.write(bytes(MEGABYTE))


def _texts(path: Path, text: bytes, megabytes: int) -> None:
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(text * (MEGABYTE // len(text)))


FILES: dict[str, tuple[str, Callable[[Path], None], tuple[str, ...]]] = {
    "a line of 100 MB": ("a.jsonl", lambda path: _line(path, b"word ", 100), ("add", "{}")),
    "a line of 50 MB": ("a.jsonl", lambda path: _line(path, b"w", 50), ("add", "{}")),
    "a packed bomb of 1 GB": ("a.jsonl.gz", lambda path: _packed(path, 1000), ("add", "{}")),
    "a file of 20 GB without anything": ("a.jsonl", lambda path: _zeros(path, 20_000), ("add", "{}")),
    "a text of 20 GB": ("a.txt", lambda path: _zeros(path, 20_000), ("add", "{}")),
    "a text of 20 MB without a name": ("a.txt", lambda path: _texts(path, b"word ", 20), ("add", "--dry-run", "{}")),
    "an issue of 20 GB": ("a.md", lambda path: _zeros(path, 20_000), ("import", "{}")),
    "a picture of 20 GB": ("a.png", lambda path: _zeros(path, 20_000), ("figure", "1", "{}")),
    "a library of 20 GB": ("a.curator", lambda path: _zeros(path, 20_000), ("papers", "--library", "{}")),
}  # fmt: skip


def _ran(tmp_path: Path, words: tuple[str, ...], **environ: str) -> dict[str, float]:
    import os

    library, warm = tmp_path / "l.curator", tmp_path / "warm.jsonl"
    create_library(library)
    warm.write_text('{"title": "A work"}\n')
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(library), str(warm), *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CURATOR_ARXIV_DELAY": "0", **environ},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "Traceback" not in ran.stderr and "mistake" not in ran.stderr and ran.stderr.count("\n") <= 1, ran.stderr
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    assert found["code"] == 0 or ran.stderr
    return found


@pytest.mark.parametrize("kind", FILES)
def test_a_huge_file(tmp_path: Path, kind: str) -> None:
    name, make, words = FILES[kind]
    path = tmp_path / name
    make(path)
    found = _ran(tmp_path, tuple(word.replace("{}", str(path)) for word in words))
    assert found["more"] <= MORE, f"{found['more']} MB more"
    assert found["seconds"] < SECONDS, f"{found['seconds']:.1f} s"


ENTRY = Work("2203.15556", "A work that is good").entry()
ANSWERS: dict[str, Callable[[], str]] = {
    "30 MB of elements": lambda: feed(["<a/>" * 7_500_000], 1),
    "30 MB of names": lambda: feed([Work("2203.15556", "T", ("A. Name",) * 700_000).entry()], 1),
    "30 MB of title": lambda: feed([Work("2203.15556", "word " * 6_000_000).entry()], 1),
    "40 MB": lambda: feed([ENTRY], 1) + " " * 40_000_000,
    "a large entity often": lambda: feed([ENTRY.replace("A work", "&a;" * 3000)], 1).replace(
        "<feed", f"{' ' * 3000}<!DOCTYPE feed [<!ENTITY a '{'a' * 1_000_000}'>]><feed", 1
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_huge_answer(tmp_path: Path, kind: str) -> None:
    from pytest_httpserver import HTTPServer
    from werkzeug import Response

    packed = gzip.compress(ANSWERS[kind]().encode(), 1)
    with HTTPServer(host="127.0.0.1") as server:
        server.expect_request("/q").respond_with_handler(
            lambda request: Response(packed, headers={"Content-Encoding": "gzip"}, content_type="application/atom+xml")
        )
        found = _ran(tmp_path, ("add", "2203.15556"), CURATOR_ARXIV_URL=server.url_for("/q"))
    assert found["more"] <= MORE, f"{found['more']} MB more"
    assert found["seconds"] < SECONDS, f"{found['seconds']:.1f} s"
