"""An issue on the clipboard is the issue as saved: formatted with its figures inside, or as Markdown."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from curator.desktop.actions import Actions
from curator.desktop.preview.clipboard import Clipboard
from curator.desktop.preview.saving import Saving
from curator.desktop.status import StatusBar
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.export import markdown, richtext
from curator.jobs.compose import compose
from tests.desktop.preview.conftest import Written


@pytest.fixture
def status(qtbot: QtBot, look: Look, tasks: Tasks, actions: Actions) -> Iterator[StatusBar]:
    bar = StatusBar(look, tasks, actions)
    qtbot.addWidget(bar)
    yield bar
    tasks.cancel_all()


def clipboard(
    tasks: Tasks,
    status: StatusBar,
    leave: Callable[[], None] = lambda: None,
    unsaved: Callable[[], bool] = lambda: False,
) -> Clipboard:
    QGuiApplication.clipboard().clear()
    return Clipboard(tasks, Saving(tasks, leave, unsaved), status)


def test_formatted_it_has_its_figures_and_no_styles(
    qtbot: QtBot, tasks: Tasks, status: StatusBar, written: Written
) -> None:
    clipboard(tasks, status).copy_rich(written.library, written.issue)
    qtbot.waitUntil(lambda: "clipboard" in status.words)
    mime = QGuiApplication.clipboard().mimeData()
    document = compose(written.library, written.issue)
    assert mime.html() == richtext.render(document)
    assert mime.text() == markdown.render(document).text.decode()
    assert '<img src="data:image/svg+xml;base64,' in mime.html()
    for chrome in ("<style", "<nav", "class=", "Skip to the text", "Made with", 'href="#'):
        assert chrome not in mime.html()
    assert status.words == "The issue is on the clipboard, formatted"


def test_as_markdown_it_is_what_an_export_writes(
    qtbot: QtBot, tasks: Tasks, status: StatusBar, written: Written
) -> None:
    clipboard(tasks, status).copy_markdown(written.library, written.issue)
    qtbot.waitUntil(lambda: "clipboard" in status.words)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == markdown.render(compose(written.library, written.issue)).text.decode()
    assert not mime.hasHtml()


def test_what_was_typed_is_saved_first(qtbot: QtBot, tasks: Tasks, status: StatusBar, written: Written) -> None:
    def save() -> None:
        with written.library.edit("Write") as edit:
            edit.writeups.save(written.papers[2], "insights", "The very last words.", None)

    def leave() -> None:
        tasks.edit("Save", save)

    clipboard(tasks, status, leave).copy_markdown(written.library, written.issue)
    qtbot.waitUntil(lambda: "clipboard" in status.words)
    assert "The very last words." in QGuiApplication.clipboard().text()


def test_what_could_not_be_saved_is_said(qtbot: QtBot, tasks: Tasks, status: StatusBar, written: Written) -> None:
    clipboard(tasks, status, unsaved=lambda: True).copy_markdown(written.library, written.issue)
    qtbot.waitUntil(lambda: "clipboard" in status.words)
    assert status.words.endswith("but for what you wrote last: it could not be saved")
