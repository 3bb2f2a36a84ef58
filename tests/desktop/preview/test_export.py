"""The export dialog: as what, where to, what is missing; what fails is said in its place, and nothing waits for it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.preview.destination import Destination, first_there
from curator.desktop.preview.export import ExportDialog
from curator.desktop.preview.saving import Saving
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.papers import Status
from curator.export import html, markdown
from curator.jobs.compose import compose
from curator.jobs.desk import Desk
from curator.net import Net
from curator.settings import Settings
from tests.desktop.preview.conftest import Written

Open = Callable[..., ExportDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, look: Look, tasks: Tasks, written: Written, tmp_path: Path) -> Iterator[Open]:
    """Opens the dialog over a window, and waits until it knows the issue."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    settings = Settings(library=written.library.path, data=tmp_path, state=tmp_path, config=tmp_path)
    desk = Desk(written.library, Net(settings.named_hosts), settings)
    folder = tmp_path / "out"
    folder.mkdir()

    def opened(
        leave: Callable[[], None] = lambda: None, unsaved: Callable[[], bool] = lambda: False, settle: bool = True
    ) -> ExportDialog:
        saving = Saving(tasks, leave, unsaved)
        dialog = ExportDialog(look, tasks, desk, written.issue, saving, Destination("html", folder), window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        if settle:
            qtbot.waitUntil(lambda: not tasks.running and bool(dialog.place.text()))
        return dialog

    yield opened
    tasks.cancel_all()
    qtbot.waitUntil(lambda: not tasks.running)


def part(dialog: ExportDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None, name
    return found


def press(dialog: ExportDialog, name: str) -> None:
    QTest.mouseClick(part(dialog, name), Qt.MouseButton.LeftButton)


def over(qtbot: QtBot, dialog: ExportDialog) -> str:
    """What is said when an export is over."""
    qtbot.waitUntil(lambda: part(dialog, "exportRun").isEnabled() and dialog.notice.words not in ("", "Exporting…"))
    return dialog.notice.words


def test_a_page_is_written_where_it_says(qtbot: QtBot, open_dialog: Open, written: Written, tmp_path: Path) -> None:
    dialog = open_dialog()
    target = tmp_path / "out" / "trends-in-ai-april-2022.html"
    assert dialog.windowTitle() == "Export April 2022"
    assert dialog.place.text() == str(target)
    with qtbot.waitSignal(dialog.exported) as done:
        press(dialog, "exportRun")
    assert done.args == [target]
    assert target.read_bytes() == html.render(compose(written.library, written.issue)).text
    assert over(qtbot, dialog) == "Exported trends-in-ai-april-2022.html."
    assert [one.name for one in (tmp_path / "out").iterdir()] == [target.name]


def test_markdown_is_written_with_its_figures(
    qtbot: QtBot, open_dialog: Open, written: Written, tmp_path: Path
) -> None:
    dialog = open_dialog()
    choice = dialog.findChild(QRadioButton, "exportAs-markdown")
    assert choice is not None
    choice.click()
    assert dialog.path.suffix == ".md"
    with qtbot.waitSignal(dialog.chosen) as told:
        press(dialog, "exportRun")
    assert told.args == [Destination("markdown", tmp_path / "out")]
    rendered = markdown.render(compose(written.library, written.issue))
    assert dialog.path.read_bytes() == rendered.text
    assert [(tmp_path / "out" / one.name).read_bytes() for one in rendered.files] == [
        one.data for one in rendered.files
    ]
    assert over(qtbot, dialog) == "Exported trends-in-ai-april-2022.md and 1 figure."


def test_what_was_typed_is_saved_first(qtbot: QtBot, open_dialog: Open, written: Written, tasks: Tasks) -> None:
    def save() -> None:
        with written.library.edit("Write") as edit:
            edit.writeups.save(written.papers[2], "insights", "The very last words.", None)

    typed: list[bool] = []

    def leave() -> None:
        if typed:
            tasks.edit("Save", save)

    dialog = open_dialog(leave=leave)
    typed.append(True)
    with qtbot.waitSignal(dialog.exported):
        press(dialog, "exportRun")
    assert "The very last words." in dialog.path.read_text("utf-8")


def test_what_could_not_be_saved_is_said(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog(unsaved=lambda: True)
    press(dialog, "exportRun")
    assert over(qtbot, dialog).endswith("but for what you wrote last: it could not be saved.")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/proc/page.html", "could not be written"),
        ("{folder}/nowhere/page.html", "does not exist"),
        ("{folder}/file.txt/page.html", "does not exist"),
        ("{library}", "belongs to the library itself"),
        ("{folder}/" + "x" * 300 + ".html", "could not be written"),
    ],
)
def test_a_place_that_can_not_be_written_is_said_there(
    qtbot: QtBot, open_dialog: Open, written: Written, tmp_path: Path, place: str, told: str
) -> None:
    folder = tmp_path / "out"
    (folder / "file.txt").write_text("kept")
    before = {one.name for one in folder.iterdir()}
    dialog = open_dialog()
    dialog.place.setText(place.format(folder=folder, library=written.library.path))
    press(dialog, "exportRun")
    assert told in over(qtbot, dialog) or "File name too long" in dialog.notice.words
    assert {one.name for one in folder.iterdir()} == before
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.exported):  # another place, and it goes on
        dialog.place.setText(str(folder / "page.html"))
        press(dialog, "exportRun")


def test_a_folder_takes_the_name_of_the_issue(qtbot: QtBot, open_dialog: Open, tmp_path: Path) -> None:
    dialog = open_dialog()
    dialog.place.setText(str(tmp_path / "out"))
    qtbot.waitUntil(lambda: "folder" in dialog.there.text())
    with qtbot.waitSignal(dialog.exported) as done:
        press(dialog, "exportRun")
    assert done.args == [tmp_path / "out" / "trends-in-ai-april-2022.html"]


def test_a_name_alone_is_a_file_in_the_folder_of_last_time(open_dialog: Open, tmp_path: Path) -> None:
    dialog = open_dialog()
    dialog.place.setText("other.html")
    assert dialog.path == tmp_path / "out" / "other.html"


def test_a_file_that_is_there_is_said_to_be_replaced(qtbot: QtBot, open_dialog: Open, tmp_path: Path) -> None:
    (tmp_path / "out" / "there.html").write_text("old")
    dialog = open_dialog()
    dialog.place.setText(str(tmp_path / "out" / "there.html"))
    qtbot.waitUntil(lambda: dialog.there.text() == "There is a file there.html already: it is replaced.")
    dialog.place.setText(str(tmp_path / "out" / "free.html"))
    qtbot.waitUntil(lambda: dialog.there.text() == "")


def test_nothing_is_exported_to_nowhere(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.place.setText("  ")
    assert not part(dialog, "exportRun").isEnabled()


def test_what_is_missing_leads_there(qtbot: QtBot, open_dialog: Open, written: Written) -> None:
    with written.library.edit("Write") as edit:
        paper = written.papers[3]
        edit.writeups.save(paper, "insights", "As [@nobody1900nothing] says.", None)
        edit.writeups.save(paper, "why", None, edit.writeups.get(paper, "why").sha)
    dialog = open_dialog()
    assert dialog.missing.words == "2 things to look at"
    said = [one.text() for one in dialog.missing.findChildren(QLabel) if "Paper 4" in one.text()]
    assert len(said) == 2 and "[@nobody1900nothing]" in said[0]  # what blocks comes first
    with qtbot.waitSignal(dialog.go_to) as asked:
        press(dialog, "exportFinding2")
    assert (asked.args[0].paper, asked.args[0].field) == (written.papers[3], "why")
    assert not dialog.isVisible()


def test_an_issue_with_findings_is_exported_all_the_same(qtbot: QtBot, open_dialog: Open, written: Written) -> None:
    with written.library.edit("Write") as edit:
        edit.writeups.save(written.papers[3], "insights", "As [@nobody1900nothing] says.", None)
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.exported):
        press(dialog, "exportRun")


def test_without_findings_it_says_what_was_looked_at_and_what_is_not_done_yet(
    qtbot: QtBot, open_dialog: Open, written: Written
) -> None:
    with written.library.edit("Two are ready") as edit:
        edit.papers.decide(written.papers[2:], Status.READY)
        edit.writeups.save(written.papers[2], "insights", "Words.", None)
    dialog = open_dialog()
    assert dialog.missing.words == "Every citation has its work, and every paper its Why."
    said = [one.text() for one in dialog.missing.findChildren(QLabel) if ":" in one.text()]
    assert said[0] == "Not marked ready: “Paper 1” and “Paper 2”"
    assert said[1].startswith("Without Key insights: “Paper 2”, “Paper 4”") and len(said) == 2
    with qtbot.waitSignal(dialog.go_to) as asked:
        press(dialog, "exportFinding2")
    assert (asked.args[0].paper, asked.args[0].field) == (written.papers[1], "insights")


def test_a_folder_that_is_not_there_can_be_made(qtbot: QtBot, open_dialog: Open, tmp_path: Path) -> None:
    dialog = open_dialog()
    folder = tmp_path / "new" / "within"
    dialog.place.setText(str(folder / "page.html"))
    qtbot.waitUntil(part(dialog, "exportMakeFolder").isVisible)
    assert dialog.there.text() == f"There is no folder {folder} yet."
    press(dialog, "exportMakeFolder")
    qtbot.waitUntil(lambda: not part(dialog, "exportMakeFolder").isVisible())
    assert folder.is_dir() and not dialog.there.isVisible()
    (tmp_path / "file").write_text("")
    dialog.place.setText(str(tmp_path / "file" / "x" / "page.html"))
    qtbot.waitUntil(part(dialog, "exportMakeFolder").isVisible)
    press(dialog, "exportMakeFolder")
    qtbot.waitUntil(lambda: "can't be made" in dialog.notice.words)


def test_the_first_folder_that_is_there_is_offered(tmp_path: Path) -> None:
    assert first_there([tmp_path / "Documents", tmp_path]) == tmp_path
    (tmp_path / "Documents").mkdir()
    assert first_there([tmp_path / "Documents", tmp_path]) == tmp_path / "Documents"


def test_what_was_written_can_be_opened_and_revealed(
    qtbot: QtBot, open_dialog: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []

    def open_first(url: QUrl) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_first)
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.exported):
        press(dialog, "exportRun")
    press(dialog, "exportNoticeChoice1")
    assert opened[0].toLocalFile() == str(dialog.path)
    press(dialog, "exportNoticeChoice2")
    assert unquote(opened[1].toLocalFile()) == str(dialog.path.parent)
    assert "could not be opened" in dialog.notice.words


def test_the_place_can_be_chosen(qtbot: QtBot, open_dialog: Open, tmp_path: Path) -> None:
    dialog = open_dialog()
    press(dialog, "exportChoose")
    chooser = dialog.findChild(QFileDialog, "exportPlaceDialog")
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "out" / "chosen.html"))
    chooser.reject()
    assert dialog.path == tmp_path / "out" / "chosen.html"


def test_a_dialog_that_is_closed_hears_of_nothing_any_more(
    qtbot: QtBot, open_dialog: Open, tasks: Tasks, tmp_path: Path
) -> None:
    dialog = open_dialog(settle=False)
    dialog.reject()
    qtbot.waitUntil(lambda: not tasks.running and not tasks.edits_pending)
    assert dialog.place.text() == ""
    assert not list((tmp_path / "out").iterdir())


def test_what_was_kept_and_can_not_be_read_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    unreadable: tuple[object, ...] = (None, 3, [], {"format": "pdf", "folder": 1}, {"format": None})
    for held in unreadable:
        assert Destination.kept(held, tmp_path) == Destination("html", tmp_path)
    kept = Destination("markdown", tmp_path / "x")
    assert Destination.kept(kept.to_keep(), tmp_path) == kept
