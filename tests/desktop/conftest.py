"""What tests of the window share: the theme over Inter at 13 px, lanes that end with the test, actions on a bare window."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.actions import Actions
from curator.desktop.fonts import interface_font
from curator.desktop.history import History
from curator.desktop.news import News
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["curator"]


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """The light theme, as the window has it."""
    qapp.setStyle("Fusion")
    return Look(interface_font(), "light")


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
