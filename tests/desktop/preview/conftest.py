"""A preview over a real library with one issue, in a window that is seen."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.news import News
from curator.desktop.preview.pane import PreviewPane
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.issues import Kind, NewEntry
from curator.library.library import Library, create_library, open_library
from tests.issues import SVG


@dataclass(frozen=True, slots=True)
class Written:
    """A library with one issue: `papers` are the numbers of its papers, `entries` those of their entries, in order."""

    library: Library
    issue: int
    papers: tuple[int, ...]
    entries: tuple[int, ...]
    section: int


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    """Twelve papers, of which the first has a figure and cites the second."""
    create_library(tmp_path / "a.curator")
    library = open_library(tmp_path / "a.curator", now=lambda: datetime(2022, 4, 6, 9, 30, tzinfo=UTC))
    with library.edit("Begin") as edit:
        papers = [
            edit.papers.new(f"Paper {number}", ("Ada Lovelace",), date(2022, 3, 1), f"https://example.org/{number}")
            for number in range(1, 13)
        ]
        keys = [edit.papers.get(paper).key for paper in papers]
        src = edit.figures.put(SVG)
        edit.papers.add_figure(papers[0], src, alt="Lines", caption="Two lines.", source="the paper")
        edit.writeups.save(papers[0], "why", f"As in [@{keys[1]}].", None)
        edit.writeups.save(papers[0], "insights", f"Words before.\n\n![]({src})\n\nAnd $x^2$ after.", None)
        for paper in papers[1:]:
            edit.writeups.save(paper, "why", "Because of this. " * 40, None)
        issue = edit.issues.new("Trends in AI", edition="April 2022", lead="What *is* new.")
        section = edit.issues.add_section(issue, "🔬 Research", "We chose {{papers:words}}.")
        placed = edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper) for paper in papers])
    yield Written(library, issue, tuple(papers), tuple(placed.added), section)
    library.close()


@dataclass
class Stage:
    """The window with its preview, and what it stands on."""

    window: QWidget
    pane: PreviewPane
    written: Written
    news: News
    tasks: Tasks
    qtbot: QtBot

    def shown(self, act: Callable[[], object]) -> None:
        """Does something, and waits until another page is shown because of it."""
        with self.qtbot.waitSignal(self.pane.shown, timeout=20_000):
            act()

    def ask(self, script: str) -> Any:
        """The answer of a script in the application's own world: a number, a text or a truth."""
        view = self.pane.view
        assert view is not None
        answers: list[Any] = []
        from curator.desktop.preview.webview import OURS, WebView  # a whole browser: only where a test asks for one

        assert isinstance(view, WebView)
        self.qtbot.waitUntil(lambda: view.is_ready, timeout=20_000)
        view.page.runJavaScript(script, OURS, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
        return answers[0]

    def painted(self) -> None:
        """Waits until what was changed or scrolled is on the screen, so that a click meets it."""
        self.ask(
            "window.frames_ = 0; requestAnimationFrame(() => requestAnimationFrame(() => { window.frames_ = 1; })); true"
        )
        self.qtbot.waitUntil(lambda: self.ask("window.frames_") == 1)
        self.window.grab()
        self.qtbot.wait(30)  # the view's own process hears of the frame after its page does

    def click(self, selector: str, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """A click of the mouse near the beginning of an element, as a person makes one."""
        from curator.desktop.preview.webview import WebView  # a whole browser: only where a test asks for one

        view = self.pane.view
        assert isinstance(view, WebView)
        place = self.ask(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.scrollIntoView({{block: 'center'}});"
            "const box = one.getBoundingClientRect();"
            "return JSON.stringify([box.x + Math.min(box.width, 40) / 2, box.y + Math.min(box.height, 20) / 2]); })()"
        )
        zoom = view.view.zoomFactor()
        x, y = (round(at * zoom) for at in json.loads(place))
        target = view.view.focusProxy()
        assert isinstance(target, QWidget)
        self.painted()
        self.ask(
            "window.met = 0; for (const kind of ['click', 'auxclick']) addEventListener(kind, () => { window.met = 1; }, true); true"
        )
        for _ in range(20):  # a busy machine may lose a click while the view is put together
            QTest.mouseClick(target, button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))
            self.qtbot.wait(100)
            if self.ask("window.met") == 1:
                return
        raise AssertionError(f"no click met {selector}")


Open = Callable[..., Stage]


@pytest.fixture
def open_preview(qtbot: QtBot, look: Look, tasks: Tasks, news: News, written: Written) -> Iterator[Open]:
    """Opens a preview of the issue and waits for its page."""
    stages: list[Stage] = []

    def opened(size: tuple[int, int] = (700, 600), **others: Any) -> Stage:
        pane = PreviewPane(look, tasks, news, **others)
        window = QWidget()
        below = QVBoxLayout(window)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(pane)
        window.resize(*size)
        qtbot.addWidget(window)
        stage = Stage(window, pane, written, news, tasks, qtbot)
        stages.append(stage)
        news.show_library(written.library)
        pane.show_library(written.library)
        pane.show_issue(written.issue)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: pane.page is not None, timeout=20_000)
        return stage

    yield opened
    tasks.cancel_all()
    for stage in stages:
        stage.pane.show_library(None)
    qtbot.waitUntil(lambda: not tasks.running)
