"""The list and the rail over a real library with six papers, in a window that has the focus; arXiv is a server of this machine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytest_httpserver import HTTPServer
from pytestqt.qtbot import QtBot

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.inbox.pane import InboxPane
from curator.desktop.inbox.shelves import Shelf
from curator.desktop.inbox.sidebar import Sidebar
from curator.desktop.news import News
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.papers import Paper, Record, Status
from curator.jobs.desk import Desk
from curator.library.library import Edit, Library, create_library, open_library
from curator.library.merging import prepare
from curator.net import Net
from curator.settings import load
from tests.net.servers import Clock
from tests.sources.standin import StandIn, Work, serve

TITLES = ("Chain of Thought", "Visual Prompt Tuning", "Pathways", "Chinchilla", "Kubric", "Tensor Programs")


def record(number: int, title: str, **more: object) -> Record:
    """A work of March 2022; the greater its number the newer."""
    values: dict[str, object] = {
        "authors": (f"Ada Author{number}", "Ben Other"),
        "abstract": f"We study {title.lower()} and say what came of it.",
        "categories": ("cs.CL" if number % 2 else "cs.CV",),
        "published": date(2022, 3, number),
        "arxiv": f"2203.{number:05}",
        "version": 1,
        "source": "arxiv",
    }
    return Record(title, **(values | more))  # type: ignore[arg-type]


@dataclass
class Stage:
    """The window, its list and rail, and what they stand on."""

    window: QWidget
    pane: InboxPane
    rail: Sidebar
    library: Library
    history: History
    actions: Actions
    tasks: Tasks
    arxiv: StandIn
    qtbot: QtBot
    chosen: list[list[int]]
    said: list[str]

    def settle(self) -> None:
        """Until nothing is under way and everybody has heard of it."""

        def is_quiet() -> bool:
            QApplication.sendPostedEvents()
            return (
                not self.tasks.running and not self.tasks.edits_pending and self.pane.feed.is_idle and self.rail.is_idle
            )

        for _ in range(3):
            self.qtbot.waitUntil(is_quiet)
            self.qtbot.wait(1)

    def titles(self) -> list[str]:
        """The titles of the list, as the model shows them."""
        rows = [self.pane.model.row(at) for at in range(self.pane.model.rowCount())]
        return [row.title if row else "?" for row in rows]

    def chosen_titles(self) -> list[str]:
        return [self.paper(paper).title for paper in self.pane.view.chosen_ids()]

    def paper(self, number: int) -> Paper:
        with self.library.read() as reading:
            return reading.papers.get(number)

    def id(self, title: str) -> int:
        with self.library.read() as reading:
            return next(row.id for row in reading.listing.rows(reading.listing.ids()) if row.title == title)

    def edit(self, job: Callable[[Edit], object], label: str = "Change") -> None:
        """As somebody else in this window does it."""
        self.history.edit(label, job)
        self.settle()

    def from_elsewhere(self, job: Callable[[Edit], object]) -> None:
        """As a command does it beside the window."""
        command = open_library(self.library.path, now=lambda: datetime(2022, 4, 6, tzinfo=UTC), origin="command")
        with command.edit("Change") as edit:
            job(edit)
        command.close()

    def show(self, shelf: Shelf) -> None:
        self.rail.choose(shelf)
        self.pane.show_shelf(shelf)
        self.settle()

    def shelf(self, kind: str, value: str = "") -> Shelf:
        found = self.rail.shelves.find(kind, value)
        assert found is not None
        return found

    def choose(self, *titles: str) -> None:
        """With the keyboard's focus in the list."""
        self.pane.view.setFocus()
        assert self.pane.view.choose([self.id(title) for title in titles])
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.pane.view, key, modifiers)
        self.settle()

    def search(self, text: str) -> None:
        self.pane.field.setText(text)
        self.settle()

    def drop(self, mime: QMimeData) -> bool:
        """Drops something on the pane, as another program would. False if it is not taken."""
        point, copy = QPoint(100, 300), Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(point, copy, mime, left, none)
        enter.setAccepted(False)
        QApplication.sendEvent(self.pane, enter)
        if not enter.isAccepted():
            return False
        drop = QDropEvent(QPointF(point), copy, mime, left, none)
        drop.setAccepted(False)
        QApplication.sendEvent(self.pane, drop)
        self.settle()
        return drop.isAccepted()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    path = tmp_path / "trends.curator"
    create_library(path)
    command = open_library(path, now=lambda: datetime(2022, 4, 6, 9, 30, tzinfo=UTC), origin="command")
    with command.edit("Add 6 papers") as edit:
        edit.merging.put_in([prepare(record(number, title)) for number, title in enumerate(TITLES, 1)], Status.INBOX)
    command.close()
    found = open_library(path, now=lambda: datetime(2022, 4, 6, 9, 30, tzinfo=UTC))
    yield found
    found.close()


@pytest.fixture
def arxiv() -> StandIn:
    """What arXiv has."""
    stand_in = StandIn()
    stand_in.add(*(Work(f"2204.{number:05}", f"A title of {number}") for number in range(1, 10)))
    return stand_in


@pytest.fixture
def desk(httpserver: HTTPServer, arxiv: StandIn, library: Library) -> Desk:
    settings = load({"CURATOR_ARXIV_URL": serve(httpserver, arxiv), "CURATOR_ARXIV_DELAY": "0"})
    return Desk(library, Net(settings.named_hosts, clock=Clock()), settings)


@pytest.fixture
def stage(
    qtbot: QtBot,
    look: Look,
    tasks: Tasks,
    news: News,
    history: History,
    actions: Actions,
    library: Library,
    desk: Desk,
    arxiv: StandIn,
) -> Iterator[Stage]:
    rail = Sidebar(look, tasks, news, actions)
    pane = InboxPane(look, tasks, history, news, actions, today=lambda: date(2022, 4, 6))
    window = QWidget()
    across = QHBoxLayout(window)
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(rail, 1)
    across.addWidget(pane, 2)
    rail.picked.connect(pane.show_shelf)

    def close(_: QWidget) -> None:
        tasks.cancel_all()
        qtbot.waitUntil(lambda: not tasks.edits_pending)
        for part in (news, history, rail, pane):
            part.show_library(None)

    qtbot.addWidget(window, before_close_func=close)
    window.resize(560, 860)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    chosen: list[list[int]] = []
    said: list[str] = []
    pane.chosen.connect(chosen.append)
    pane.said.connect(lambda words, tone: said.append(words))
    history.show_library(library)
    news.show_library(library)
    pane.show_library(library, desk)
    rail.show_library(library)
    made = Stage(window, pane, rail, library, history, actions, tasks, arxiv, qtbot, chosen, said)
    made.settle()
    yield made
