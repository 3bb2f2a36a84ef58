"""A paper pane over a real library with two works, in a window that has the focus."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.news import News
from curator.desktop.paper.pane import PaperPane
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.papers import Record, Status
from curator.library.library import Library, create_library, open_library
from curator.library.merging import prepare

CHINCHILLA = Record(
    "Training Compute-Optimal Large Language Models",
    (
        "Jordan Hoffmann",
        "Sebastian Borgeaud",
        "Arthur Mensch",
        "Elena Buchatskaya",
        "Trevor Cai",
        "Eliza Rutherford",
    ),
    "We investigate the optimal model size and number of tokens for training a transformer language model under a given compute "
    "budget. We find that current large language models are significantly undertrained, a consequence of the recent focus on "
    "scaling language models whilst keeping the amount of training data constant. " * 2,
    ("cs.CL", "cs.LG"),
    published=date(2022, 3, 29),
    arxiv="2203.15556",
    version=1,
    source="arxiv",
)
KAPLAN = Record(
    "Scaling Laws for Neural Language Models",
    ("Jared Kaplan", "Sam McCandlish", "Tom Henighan", "Tom B. Brown"),
    "We study empirical scaling laws for language model performance on the cross-entropy loss.",
    ("cs.LG",),
    published=date(2020, 1, 23),
    arxiv="2001.08361",
    version=1,
    source="arxiv",
)


Clock = Callable[[], datetime]


@dataclass
class Stage:
    """The window and its pane, what it stands on, and the numbers of its two works."""

    window: QWidget
    pane: PaperPane
    library: Library
    history: History
    news: News
    tasks: Tasks
    chinchilla: int
    kaplan: int
    rescue: Path
    qtbot: QtBot
    lost: list[object]
    """Errors that nobody heard."""

    def saved(self, paper: int, field: str = "why") -> str | None:
        """What the library holds, once the edit lane is idle."""
        self.qtbot.waitUntil(lambda: not self.tasks.edits_pending)
        with self.library.read() as reading:
            return reading.writeups.get(paper, field).text

    def show_library(self, library: Library) -> None:
        """Another library in the same window."""
        self.pane.leave()
        self.settle()
        for part in (self.news, self.history, self.pane):
            part.show_library(None)
        self.library = library
        for part in (self.history, self.news, self.pane):
            part.show_library(library)

    def settle(self) -> None:
        """Until nothing is under way and everybody has heard of it."""
        self.qtbot.waitUntil(lambda: not self.tasks.running and not self.tasks.edits_pending)
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: not self.tasks.running and not self.tasks.edits_pending)


@pytest.fixture
def clock() -> Clock:
    moment = datetime(2022, 4, 6, 9, 30, tzinfo=UTC)

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    return now


def begun(path: Path, clock: Clock) -> Library:
    """A library with two works. A command put them in: the window's undo does not reach behind what a test begins with."""
    create_library(path)
    command = open_library(path, now=clock, origin="command")
    with command.edit("Add 2 papers") as edit:
        edit.merging.put_in([prepare(CHINCHILLA), prepare(KAPLAN)], Status.INBOX)
    command.close()
    return open_library(path, now=clock)


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    found = begun(tmp_path / "trends.curator", clock)
    yield found
    found.close()


@pytest.fixture
def stage(
    qtbot: QtBot,
    look: Look,
    tasks: Tasks,
    news: News,
    history: History,
    actions: Actions,
    library: Library,
    tmp_path: Path,
) -> Stage:
    with library.read() as reading:
        chinchilla, kaplan = (reading.papers.find(record.arxiv or "") for record in (CHINCHILLA, KAPLAN))
    pane = PaperPane(
        look, tasks, history, news, actions, rescue=[tmp_path / "rescue"], now=lambda: datetime(2022, 4, 6, 14, 2)
    )
    window = QWidget()
    below = QVBoxLayout(window)
    below.setContentsMargins(0, 0, 0, 0)
    below.addWidget(pane)

    def close(_: QWidget) -> None:
        """As the window does: the library is closed when no edit is under way."""
        pane.leave()
        tasks.cancel_all()
        qtbot.waitUntil(lambda: not tasks.edits_pending)
        news.show_library(None)
        history.show_library(None)

    qtbot.addWidget(window, before_close_func=close)
    window.resize(520, 860)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    lost: list[object] = []
    tasks.lost.connect(lambda _, error: lost.append(error))
    history.show_library(library)
    news.show_library(library)
    pane.show_library(library)
    return Stage(window, pane, library, history, news, tasks, chinchilla, kaplan, tmp_path / "rescue", qtbot, lost)
