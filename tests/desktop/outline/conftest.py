"""The pane of an issue over a real library, in a window that has the focus, and drags that are sent to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.mime import papers_mime
from curator.desktop.news import News
from curator.desktop.outline.pane import OutlinePane
from curator.desktop.outline.sheet import Row
from curator.desktop.outline.view import OutlineView
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.issues import Issue, Kind, NewEntry
from curator.domain.papers import Status
from curator.domain.writeups import WHY
from curator.jobs.desk import Desk
from curator.library.library import Library, create_library, open_library
from curator.net import Net
from tests.desktop.conftest import doors, now

RESEARCH = ("Tensor Programs V", "Visual Prompt Tuning", "Pathways", "STaR", "Kubric")
WAITING = ("PaLM", "Latent Image Animator", "Make-A-Scene")
ANY = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


@dataclass
class Stage:
    """The pane, what it stands on, and what it said. `papers` and `waiting` are numbers by title."""

    pane: OutlinePane
    library: Library
    tasks: Tasks
    history: History
    actions: Actions
    qtbot: QtBot
    issue: int
    papers: dict[str, int]
    window: QWidget
    said: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    @property
    def view(self) -> OutlineView:
        return self.pane.view

    def settle(self) -> None:
        """Everything that was begun is on disk, and shown."""
        self.qtbot.waitUntil(lambda: not self.tasks.edits_pending and not self.tasks.running and self.is_shown)

    @property
    def is_shown(self) -> bool:
        """The outline shows what the library holds."""
        sheet = self.pane.sheet
        return sheet is not None and sheet.issue == self.read()

    def read(self) -> Issue:
        with self.library.read() as reading:
            return reading.issues.get(self.pane.issue or self.issue)

    def order(self) -> dict[str, list[str]]:
        """Titles by section, as the library has them; texts in full. "" is what stands before the first section."""
        with self.library.read() as reading:
            issue = reading.issues.get(self.issue)
            papers = reading.papers.many([e.paper for s in issue.sections for e in s.entries if e.paper is not None])
        return {"": []} | {
            section.title: [
                papers[entry.paper].title if entry.paper is not None else entry.title or (entry.text or "")
                for entry in section.entries
            ]
            for section in issue.sections
        }

    def seen(self) -> dict[str, list[str]]:
        """Titles by section, as the view has them."""
        model = self.pane.model
        found: dict[str, list[str]] = {"": []}
        for at in range(model.rowCount()):
            index = model.index(at, 0)
            row = self.row_at(index)
            below = [self.row_at(model.index(child, 0, index)) for child in range(model.rowCount(index))]
            if row.kind == "section":
                found[f"{row.emoji} {row.title}".strip()] = [one.title for one in below if one.is_entry]
            elif row.is_entry:
                found[""].append(row.title)
        return found

    def row_at(self, index: object) -> Row:
        row = self.pane.model.row_at(index)  # type: ignore[arg-type]
        assert row is not None
        return row

    def row(self, title: str) -> Row:
        """The row that begins with these words."""
        assert self.pane.sheet is not None
        return next(row for row in self.pane.sheet.rows() if row.title.startswith(title))

    def at(self, title: str, *, half: str = "middle") -> QPoint:
        """A place on a row: its upper or lower half, or its middle."""
        rect = self.view.visualRect(self.pane.model.index_of(self.row(title).key))
        y = {"upper": rect.top() + 3, "lower": rect.bottom() - 3, "middle": rect.center().y()}[half]
        return QPoint(rect.center().x(), y)

    def below_all(self) -> QPoint:
        return QPoint(50, self.view.viewport().height() - 2)

    def choose(self, *titles: str) -> None:
        self.view.setFocus()
        self.view.choose([self.row(title).key for title in titles])

    def papers_mime(self, *titles: str) -> QMimeData:
        return papers_mime([self.papers[title] for title in titles], self.library.path)

    def rows_mime(self, *titles: str) -> QMimeData:
        return self.pane.model.mimeData([self.pane.model.index_of(self.row(title).key) for title in titles])

    def hover(self, mime: QMimeData, at: QPoint) -> bool:
        """A drag comes to a place; whether it may be dropped there."""
        port = self.view.viewport()
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, ANY, mime, buttons, keys)
        QApplication.sendEvent(port, enter)
        if not enter.isAccepted():
            return False
        move = QDragMoveEvent(at, ANY, mime, buttons, keys)
        QApplication.sendEvent(port, move)
        return move.isAccepted()

    def leave(self) -> None:
        QApplication.sendEvent(self.view.viewport(), QDragLeaveEvent())

    def drop(self, mime: QMimeData, at: QPoint) -> bool:
        if not self.hover(mime, at):
            return False
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        drop = QDropEvent(QPointF(at), ANY, mime, buttons, keys, QEvent.Type.Drop)
        QApplication.sendEvent(self.view.viewport(), drop)
        self.settle()
        return drop.isAccepted()

    def do(self, name: str) -> None:
        """Runs an action, and waits until it is shown."""
        self.actions[name].trigger()
        self.settle()

    def undo(self) -> None:
        self.history.undo()
        self.settle()


Open = Callable[[], Stage]


def made(library: Library) -> tuple[int, dict[str, int]]:
    """An issue with a lead, a greeting, two links, five papers with a mention among them, and a section with nothing in it."""
    with library.edit("Make an issue") as edit:
        papers = {
            title: edit.papers.new(title, ["Greg Yang", "Edward Hu"], None, f"https://example.org/{number}")
            for number, title in enumerate((*RESEARCH, *WAITING, "A work that is mentioned"))
        }
        issue = edit.issues.new("Trends in AI", "April 2022", "2022-04-06", "Tuning, prompts and pathways.")
        greeting = edit.issues.untitled(issue)
        news = edit.issues.add_section(issue, "📰 News")
        research = edit.issues.add_section(issue, "🔬 Research", "We chose {{papers:words}} papers.")
        edit.issues.add_section(issue, "Tools")
        edit.issues.add(greeting, [NewEntry(Kind.TEXT, text="Welcome back.")])
        edit.issues.add(
            news,
            [
                NewEntry(Kind.LINK, title="An accelerator", url="https://example.org/news/1", text="and what feeds it"),
                NewEntry(Kind.LINK, title="Open weights", url="https://example.org/news/2"),
            ],
        )
        entries = [NewEntry(Kind.PAPER, paper=papers[title]) for title in RESEARCH]
        entries.insert(3, NewEntry(Kind.MENTION, paper=papers["A work that is mentioned"]))
        edit.issues.add(research, entries)
        for title in RESEARCH[:4]:
            edit.writeups.save(papers[title], WHY.name, "It was stuck before, and is not any more.", None)
        edit.papers.decide([papers[title] for title in RESEARCH[:3]], Status.READY)
    return issue, papers


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    yield library
    library.close()


@pytest.fixture
def bare(
    library: Library,
    look: Look,
    tasks: Tasks,
    history: History,
    news: News,
    actions: Actions,
    qtbot: QtBot,
    tmp_path: Path,
) -> Iterator[Open]:
    """Opens the pane over what the library holds by then."""

    def opened() -> Stage:
        holder = QWidget()
        qtbot.addWidget(holder)
        holder.resize(348, 800)
        pane = OutlinePane(look, tasks, history, news, actions)
        below = QVBoxLayout(holder)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(pane)
        settings = doors(tmp_path).settings
        history.show_library(library)
        news.show_library(library)
        stage = Stage(pane, library, tasks, history, actions, qtbot, 0, {}, holder)
        pane.said.connect(lambda words, undo: stage.said.append(words))
        pane.hint.connect(stage.hints.append)
        history.stepped.connect(lambda label, back: stage.steps.append(label))
        pane.show_library(library, Desk(library, Net(settings.named_hosts), settings, now))
        with qtbot.waitActive(holder):
            holder.show()
            holder.activateWindow()
        qtbot.waitUntil(lambda: not tasks.running and not tasks.edits_pending)
        return stage

    yield opened
    news.show_library(None)


@pytest.fixture
def stage(library: Library, bare: Open) -> Stage:
    """The pane over the issue of `made`."""
    issue, papers = made(library)
    stage = bare()
    stage.issue, stage.papers = issue, papers
    stage.qtbot.waitUntil(lambda: stage.is_shown)
    return stage


def titles(rows: Sequence[Row]) -> list[str]:
    return [row.title for row in rows]
