"""The program as it is started: the picture that it makes of itself, a second start, an unknown fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from curator.library.library import create_library, open_library
from tests.desktop.conftest import now

ROOT = Path(__file__).parents[2]


def curator(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "curator", *words],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environ},
    )


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "trends.curator"
    create_library(path)
    opened = open_library(path, now=now)
    with opened.edit("Make a paper") as edit:
        edit.papers.new("A paper")
    opened.close()
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "size"), [("light", "1440x900"), ("dark", "1024x700")])
def test_a_picture_is_made_without_a_screen(tmp_path: Path, library: Path, theme: str, size: str) -> None:
    picture = tmp_path / "window.png"
    done = curator("--library", str(library), "--screenshot", str(picture), "--size", size, "--theme", theme)
    assert (done.returncode, done.stdout) == (0, "")
    image = QImage(str(picture))
    assert f"{image.width()}x{image.height()}" == size
    ground = image.pixelColor(5, image.height() // 2)
    assert ground.name() == {"light": "#f4f4f6", "dark": "#17181b"}[theme]
    assert len({image.pixel(x, image.height() - 12) for x in range(image.width())}) > 3  # the words of the status bar


@pytest.mark.slow
def test_a_picture_that_can_not_be_written_is_said(tmp_path: Path, library: Path) -> None:
    done = curator("--library", str(library), "--screenshot", str(tmp_path / "no" / "window.png"))
    assert done.returncode == 1
    assert "could not be written" in done.stderr


@pytest.mark.slow
def test_a_second_start_on_the_same_library_says_so_and_ends(tmp_path: Path, library: Path) -> None:
    opened = open_library(library, now=now)
    assert opened.claim_window()
    try:
        done = curator("--library", str(library))
    finally:
        opened.close()
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith("Go on there, or close it first.")


@pytest.mark.slow
def test_nothing_heavy_comes_before_the_first_paint(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from curator.desktop import start\n"
        "def look(run):\n"
        "    heavy = {'sqlalchemy', 'httpx', 'requests', 'arxiv', 'markdown_it', 'jinja2', 'PySide6.QtSvg', 'PySide6.QtWebEngineCore'}\n"
        "    print(sorted(heavy & set(sys.modules)))\n"
        "    sys.stdout.flush()\n"
        "    import os\n"
        "    os._exit(0)\n"
        "start.Run.fill = look\n"
        "from curator.app import main\n"
        f"main(['--library', {str(tmp_path / 'a.curator')!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "[]", done.stderr
