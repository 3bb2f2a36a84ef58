"""What tests of the window share: the theme over Inter at 13 px, lanes that end with the test, actions on a bare window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.actions import Actions
from curator.desktop.doors import Doors, Options
from curator.desktop.fonts import interface_font
from curator.desktop.history import History
from curator.desktop.kept import Kept
from curator.desktop.news import News
from curator.desktop.shell import Shell
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.desktop.window import Window
from curator.jobs.desk import Desk
from curator.library.glance import glance
from curator.library.library import Library, create_library, open_library
from curator.net import Net
from curator.settings import Settings


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["curator"]


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """The light theme, as the window has it."""
    qapp.setStyle("Fusion")
    look = Look(interface_font(), "light")
    look.lay(interface_font())
    return look


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Lanes of this test alone."""
    tasks = Tasks()
    yield tasks
    tasks.stop()


@pytest.fixture
def news(qapp: QApplication) -> Iterator[News]:
    news = News()
    yield news
    news.show_library(None)


@pytest.fixture
def history(tasks: Tasks) -> History:
    return History(tasks)


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[Actions]:
    """The actions, over a window of their own."""
    window = QWidget()
    qtbot.addWidget(window)
    yield Actions(window)
    del window


def now() -> datetime:
    """The clock of every library in these tests."""
    return datetime(2022, 4, 6, 9, 30, tzinfo=UTC)


def doors(folder: Path, **changes: object) -> Doors:
    """A machine of its own in `folder`, with real libraries and a network that reaches nothing."""
    settings = Settings(
        library=folder / "a.curator", data=folder / "data", state=folder / "state", config=folder / "config"
    )

    def open_it(path: Path, make: bool) -> Library:
        if make and not path.exists():
            create_library(path, state=settings.state)
        return open_library(path, now=now, state=settings.state)

    def sample() -> Path:
        path = folder / "sample.curator"
        if not path.exists():
            create_library(path)
            library = open_library(path, now=now, origin="command")
            with library.edit("Add a paper") as edit:
                edit.papers.new("A paper of the sample")
            library.close()
        return path

    made = Doors(
        settings,
        open_it,
        sample,
        lambda library: Desk(library, Net(settings.named_hosts), settings, now),
        lambda settings: None,
        glance,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Opens a whole window, its library read and painted; closed without questions at the end."""
    windows: list[Window] = []

    def opened(
        size: tuple[int, int] = (1440, 900), library: Path | None = None, settle: bool = True, **changes: object
    ) -> Window:
        machine = doors(tmp_path, **changes)
        options = Options(library=library or machine.settings.library, size=size)
        shell = Shell(look, Kept(machine.settings.state), options)
        window = Window(shell, machine, options)
        windows.append(window)
        with qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        if settle:
            qtbot.waitUntil(lambda: window.is_settled)
        return window

    yield opened
    for window in windows:
        window.end()
        window.shell.deleteLater()


def why_of(window: Window) -> QTextEdit:
    """The field Why of a window."""
    found = window.shell.findChild(QTextEdit, "whyEditor")
    assert isinstance(found, QTextEdit)
    return found
