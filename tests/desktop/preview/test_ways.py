"""In the whole window: the preview beside the text, the export, the clipboard; each from its key, its menu and its button."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from curator.desktop.outline.sheet import Row
from curator.desktop.preview.export import ExportDialog
from curator.desktop.preview.page import Place
from curator.desktop.preview.plainview import PlainView
from curator.desktop.preview.ways import place_of
from curator.desktop.window import Window
from curator.domain.issues import Kind, NewEntry
from curator.library.library import create_library, open_library

Open = Callable[..., Window]


@pytest.fixture
def window(open_window: Open, qtbot: QtBot, tmp_path: Path) -> Window:
    """A window over an issue of three papers, of which the last says nothing yet. Its preview shows the words alone: that is quick."""
    create_library(tmp_path / "a.curator")
    library = open_library(tmp_path / "a.curator", now=lambda: datetime(2022, 4, 6, tzinfo=UTC), origin="command")
    with library.edit("Begin") as edit:
        papers = [edit.papers.new(f"Paper {number}", ("Ada Lovelace",)) for number in (1, 2, 3)]
        for paper in papers[:2]:
            edit.writeups.save(paper, "why", "Because.", None)
        issue = edit.issues.new("Trends in AI", edition="April 2022")
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper) for paper in papers])
    library.close()
    window = open_window(library=tmp_path / "a.curator")
    window.panes.ways.preview._why_not = lambda: "Not here."
    qtbot.waitUntil(lambda: window.is_settled and window.panes.outline.sheet is not None)
    return window


def open_preview(window: Window, qtbot: QtBot) -> PlainView:
    window.actions_["preview"].trigger()
    preview = window.panes.ways.preview
    qtbot.waitUntil(lambda: preview.page is not None)
    assert isinstance(preview.view, PlainView)
    return preview.view


def why(window: Window) -> QTextEdit:
    found = window.shell.findChild(QTextEdit, "whyEditor")
    assert isinstance(found, QTextEdit)
    return found


def write(window: Window, qtbot: QtBot, row: int, words: str) -> None:
    """Types into the Why of a paper of the issue."""
    sheet = window.panes.outline.sheet
    assert sheet is not None
    papers = [one for one in sheet.rows() if one.kind == "paper"]
    paper = papers[row].paper
    assert paper is not None
    window.panes.outline.write.emit(paper, "why")
    qtbot.waitUntil(lambda: window.panes.paper.paper == paper and why(window).hasFocus())
    QTest.keyClicks(why(window), words)


def open_export(window: Window, qtbot: QtBot) -> ExportDialog:
    dialog = window.shell.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    qtbot.waitUntil(lambda: bool(dialog.place.text()) and "Looking" not in dialog.missing.words)
    return dialog


def test_one_writes_beside_the_page(window: Window, qtbot: QtBot) -> None:
    view = open_preview(window, qtbot)
    assert view.isVisible() and not window.panes.inbox.isVisible()
    with qtbot.waitSignal(window.panes.ways.preview.shown):
        write(window, qtbot, 1, "Typed beside it. ")
    assert "Typed beside it." in view.toPlainText()
    assert why(window).isVisible()
    window.actions_["preview"].trigger()
    assert not view.isVisible() and window.panes.inbox.isVisible()


def test_the_page_follows_the_outline_and_the_field(window: Window, qtbot: QtBot) -> None:
    open_preview(window, qtbot)
    preview, outline = window.panes.ways.preview, window.panes.outline
    assert outline.sheet is not None
    rows = [row for row in outline.sheet.rows() if row.kind == "paper"]
    section = next(row for row in outline.sheet.rows() if row.kind == "section")
    outline.view.choose([section.key])
    assert preview.place == Place(section=section.id)
    write(window, qtbot, 1, "x")
    assert preview.place == Place(entry=rows[1].id, field="why")
    qtbot.waitUntil(lambda: window.is_settled)
    outline.choose_paper(rows[1].paper)
    assert outline.view.chosen_keys() == [rows[1].key]
    assert preview.place == Place(entry=rows[1].id, field="why")  # its entry says no more than that


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (Row("lead", 1, None, "Lead"), Place(field="lead")),
        (Row("intro", 4, 4, "Words"), Place(section=4, field="text")),
        (Row("section", 4, 4, "Research"), Place(section=4)),
        (Row("link", 9, 4, "A link"), Place(entry=9)),
    ],
)
def test_each_row_has_its_place(row: Row, place: Place) -> None:
    assert place_of(row) == place


def test_the_button_exports_what_was_typed(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    write(window, qtbot, 0, "The last words. ")
    button = window.shell.findChild(QPushButton, "exportButton")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = open_export(window, qtbot)
    (tmp_path / "out").mkdir()
    dialog.place.setText(str(tmp_path / "out" / "april.html"))
    with qtbot.waitSignal(dialog.exported):
        dialog.run()
    assert "The last words. Because." in (tmp_path / "out" / "april.html").read_text("utf-8")
    assert window.status.words == "Exported april.html"
    assert window.panes.selection()["export"] == {"format": "html", "folder": str(tmp_path / "out")}
    dialog.close()
    again = window.panes.ways.export()
    assert again is not None
    qtbot.waitUntil(lambda: again.place.text() == str(tmp_path / "out" / "trends-in-ai-april-2022.html"))


def test_what_is_missing_is_shown_where_it_can_be_mended(window: Window, qtbot: QtBot) -> None:
    window.actions_["export"].trigger()
    dialog = open_export(window, qtbot)
    assert dialog.missing.words == "One thing to look at"
    go = dialog.findChild(QPushButton, "exportFinding1")
    assert isinstance(go, QPushButton)
    assert window.panes.outline.sheet is not None
    third = [row.paper for row in window.panes.outline.sheet.rows() if row.kind == "paper"][2]
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.panes.paper.paper == third)
    assert window.shell.focusWidget() is why(window) and why(window).toPlainText() == ""


def test_the_issue_goes_to_the_clipboard(window: Window, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    write(window, qtbot, 0, "Copied. ")
    window.actions_["copy-rich"].trigger()
    qtbot.waitUntil(lambda: "clipboard" in window.status.words)
    mime = QGuiApplication.clipboard().mimeData()
    assert "Copied. Because." in mime.html() and "Copied. Because." in mime.text()
    QGuiApplication.clipboard().clear()
    window.actions_["copy-markdown"].trigger()
    qtbot.waitUntil(lambda: "Copied. Because." in QGuiApplication.clipboard().text())


def test_only_ways_into_the_web_and_to_mail_are_opened(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_it(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_it)
    for address in ("https://example.org/a", "mailto:a@example.org", "file:///etc/passwd", "javascript:1", "curator:x"):
        window.panes.ways.preview.open_address.emit(address)
    assert opened == ["https://example.org/a", "mailto:a@example.org"]
    assert "curator:x" in window.status.words


def test_another_library_takes_its_preview_along(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    open_preview(window, qtbot)
    create_library(tmp_path / "b.curator")
    window.libraries.open(tmp_path / "b.curator")
    qtbot.waitUntil(lambda: window.libraries.library is not None and window.libraries.library.path.name == "b.curator")
    qtbot.waitUntil(lambda: window.is_settled)
    assert window.panes.ways.preview.page is None
    assert not window.panes.ways.preview.isVisible()
