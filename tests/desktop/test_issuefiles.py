"""A file that is an issue, dropped on the list or the outline of a whole window: imported whole, or taken for what it names."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.outline.dialogs import Form
from curator.desktop.window import Window
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now
from tests.desktop.outline.conftest import made

ISSUE = """---
title: Trends in AI
edition: March 2022
---

## Research

### [A work of its own](https://example.org/work)

**❓ Why →** Because.

## News

- [A thing](https://example.org/thing)
"""


@pytest.fixture
def window(open_window: Callable[..., Window], tmp_path: Path, qtbot: QtBot) -> Window:
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    made(library)
    library.close()
    found = open_window(library=path)
    qtbot.waitUntil(lambda: found.panes.outline.sheet is not None and found.is_settled)
    return found


def dropped(folder: Path, text: str) -> QMimeData:
    path = folder / "march.md"
    path.write_text(text, encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def asked(window: Window, qtbot: QtBot) -> Form:
    qtbot.waitUntil(lambda: any(form.isVisible() for form in window.shell.findChildren(Form)))
    return next(form for form in window.shell.findChildren(Form) if form.isVisible())


@pytest.mark.parametrize("place", ["list", "outline"])
def test_an_issue_is_imported_where_it_is_dropped(window: Window, qtbot: QtBot, tmp_path: Path, place: str) -> None:
    mime, before = dropped(tmp_path, ISSUE), window.panes.outline.issue
    if place == "list":
        window.panes.inbox.bring(mime)
    else:
        window.panes.outline.view.dropped.emit(mime, None)
    form = asked(window, qtbot)
    assert form.windowTitle() == "“march.md” is an issue"
    assert window.panes.outline.issue == before
    QTest.keyClick(form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.panes.outline.issue not in (None, before) and window.is_settled)
    qtbot.waitUntil(lambda: window.panes.outline.sheet is not None and window.panes.outline.sheet.issue.id != before)
    sheet = window.panes.outline.sheet
    assert sheet is not None and sheet.issue.edition == "March 2022"
    assert [row.title for row in sheet.rows()] == ["Research", "A work of its own", "News", "A thing"]


def test_its_links_alone_can_be_added_to_the_issue_that_is_shown(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    before = window.panes.outline.issue
    text = ISSUE.replace("https://example.org/work", "https://arxiv.org/abs/2203.15556")
    window.panes.outline.view.dropped.emit(dropped(tmp_path, text), None)
    form = asked(window, qtbot)
    links = form.findChild(QPushButton, "issueFileLinks")
    assert links is not None
    links.click()
    qtbot.waitUntil(lambda: (window.history.undo_label or "").endswith(" to the issue"), timeout=20_000)
    assert window.panes.outline.issue == before
    assert not form.is_open


def test_a_text_that_is_no_issue_is_taken_for_what_it_names(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.panes.inbox.arrivals.added, timeout=20_000):
        window.panes.inbox.bring(dropped(tmp_path, "# Notes\n\nRead 2203.15556 again.\n"))
    assert not window.shell.findChildren(Form)
