"""A screen for all tests here, a person at it for each, and a picture of the screen where one fails."""

import shutil
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.desktop.screen.display import LAUNCHER, PROGRAMS, PYTHON, Screen
from tests.desktop.screen.person import Person
from tests.sources.standin import StandIn, Work, serve

HERE = Path(__file__).parent
WORKS = (
    Work("2203.15556", "Training Compute-Optimal Large Language Models", ("Jordan Hoffmann", "Sebastian Borgeaud", "Arthur Mensch", "Elena Buchatskaya")),
    Work("2204.02311", "PaLM: Scaling Language Modeling with Pathways", ("Aakanksha Chowdhery", "Sharan Narang"), published="2022-04-05T16:11:45Z"),
    Work("2204.00598", "Socratic Models: Composing Zero-Shot Multimodal Reasoning with Language", ("Andy Zeng",), published="2022-04-01T17:43:13Z"),
    Work("2203.11171", "Self-Consistency Improves Chain of Thought Reasoning in Language Models", ("Xuezhi Wang", "Jason Wei", "Dale Schuurmans"), published="2022-03-21T17:48:52Z"),
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.screen)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(300))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "call" and report.failed and "person" in getattr(item, "funcargs", {}):
        person: Person = item.funcargs["person"]  # type: ignore[attr-defined]
        path = person.library.with_name("screen.png")
        person.screen.picture(path)
        report.sections.append(("screen", str(path)))
        report.sections.append(("what the windows said", person.errors()))
    return report


def _missing() -> list[str]:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if not any(path.exists() for path in LAUNCHER):
        missing.append("at-spi2-core")
    bindings = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if not Path(PYTHON).exists() or subprocess.run([PYTHON, "-c", bindings], capture_output=True).returncode:
        missing.append("python3-gi with gir1.2-atspi-2.0")
    return missing


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    if missing := _missing():
        pytest.skip(f"This machine has no {', '.join(missing)}")
    made = Screen(tmp_path_factory.mktemp("screen"))
    yield made
    made.stop()


@pytest.fixture
def arxiv(httpserver: HTTPServer) -> StandIn:
    """arXiv, on this machine, with four works."""
    stand_in = StandIn()
    stand_in.add(*WORKS)
    return stand_in


@pytest.fixture
def person(screen: Screen, tmp_path: Path, arxiv: StandIn, httpserver: HTTPServer) -> Iterator[Person]:
    """One with folders of their own and a library that is not made yet."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    made = Person(
        screen,
        tmp_path / "letters.curator",
        CURATOR_ARXIV_URL=serve(httpserver, arxiv),
        CURATOR_ARXIV_DELAY="0",
        **folders,
    )
    yield made
    made.go_home()
