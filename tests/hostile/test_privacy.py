"""Starting, writing, previewing and exporting connect to nothing; no log holds a text or a secret; the README says what goes out."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import curator
from curator.jobs.desk import now
from curator.library.library import create_library, open_library
from tests.hostile.conftest import Shell, is_harmless
from tests.hostile.watch import ROOT

PACKAGE = Path(curator.__file__).parent


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """An issue with a paper and a figure that would like to load something."""
    path = tmp_path / "trends.curator"
    create_library(path)
    made = open_library(path, now=now, origin="command")
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://127.0.0.1:9/a.png'/></svg>"
    with made.edit("Make some things") as edit:
        paper = edit.papers.new("A paper <img src='http://127.0.0.1:9/title.png'>")
        src = edit.figures.put(drawing)
        edit.papers.add_figure(paper, src)
        text = f"![a](http://127.0.0.1:9/b.png) <img src='http://127.0.0.1:9/c.png'>\n\n![]({src})"
        edit.writeups.save(paper, "insights", text, edit.writeups.get(paper, "insights").sha)
        section = edit.issues.add_section(edit.issues.new("Trends", lead="[a](http://127.0.0.1:9/d)"), "R")
        from curator.domain.issues import Kind, NewEntry

        edit.issues.add(section, [NewEntry(Kind.PAPER, paper)])
    made.close()
    return path


@pytest.mark.slow
def test_starting_writing_previewing_and_exporting_connect_to_nothing(library: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.hostile.watched_window", str(library)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    found = json.loads(ran.stdout.splitlines()[-1])
    assert [step.split()[0] for step in found["steps"]] == [
        "started",
        "typed",
        "saved",
        "previewed",
        "exported",
        "closed",
    ]
    assert found["asked"] == []
    assert found["resolved"] == []
    assert found["sockets"] == []
    assert set(found["requests"]) <= {"data", "about", "http"}, (
        "what is asked for is refused, and all else is in the page"
    )
    assert [one for one in found["started"] if not one.startswith("ctypes.dlopen")] == []


@pytest.mark.parametrize(
    "words",
    [
        ("papers",),
        ("show", "1"),
        ("edit", "1", "--why", "See http://127.0.0.1:9/a and [b](http://127.0.0.1:9/c)."),
        ("issue", "show", "trends"),
        ("issue", "check", "trends"),
        ("export", "trends", "--to", "html", "-o", "out.html"),
        ("export", "trends", "--to", "markdown", "-o", "out.md"),
        ("add", "--dry-run", "2203.15556", "https://example.org/"),
        ("import", "issue.md"),
        ("doctor",),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_asks_for_nothing_connects_to_nothing(shell: Shell, words: tuple[str, ...]) -> None:
    (shell.folder / "issue.md").write_text(
        "## S\n\n### [P](https://arxiv.org/abs/2203.15556)\n\n![a](http://127.0.0.1:9/a.png)\n"
    )
    ran = shell(*words)
    is_harmless(ran)
    assert ran.seen.resolved == []


def test_what_is_logged_holds_no_texts() -> None:
    """Log calls have a fixed sentence, and with it only the kind of an error and where it was: never its words."""
    loggers = ("debug", "info", "warning", "error", "critical", "exception", "log")
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in loggers:
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id.lower().lstrip("_") in ("log", "logger", "logging"):
                    rest = [ast.unparse(one) for one in node.args[1:]]
                    is_said = all("format_tb(" in one or one.endswith(".__name__") for one in rest)
                    is_fixed = isinstance(node.args[0], ast.Constant) and is_said and not node.keywords
                    found += [] if is_fixed and node.func.attr != "exception" else [f"{path.name}:{node.lineno}"]
    assert found == []


def test_a_secret_in_an_address_is_in_no_file_of_state(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURATOR_ARXIV_URL", "http://editor:hunter2@127.0.0.1:9/api/query?token=hunter3")
    shell("add", "2203.15556")
    shell("edit", "1", "--why", "Words that are mine alone.")
    home = Path(os.environ["XDG_STATE_HOME"])
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    names = " ".join(str(path) for path in home.rglob("*"))
    for word in ("hunter2", "hunter3", "mine alone"):
        assert word.encode() not in kept and word not in names


def test_the_readme_says_what_goes_over_the_network() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    page = text.split("## What goes over the network, when and to whom")[1].split("\n## ")[0]
    for word in ("export.arxiv.org", "telemetry", "CURATOR_ARXIV_URL", "crash", "web view", "three seconds"):
        assert word in page, word
