"""A window that is closed over a text that can't be saved: what is said, what can be done, and what comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from curator.desktop.window import Window
from curator.domain.errors import LibraryFault
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now, why_of

Open = Callable[..., Window]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make a paper") as edit:
        edit.papers.new("Training Compute-Optimal Large Language Models")
    library.close()
    return path


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder of this machine takes a file."""
    no_folder = tmp_path / "no-folder"
    no_folder.write_text("")
    for name in ("TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(no_folder / "x"))
    for name in ("data", "state"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "rescue").write_text("")


def typed_on_full_disk(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QTextEdit:
    def full(*_: object, **__: object) -> None:
        raise LibraryFault("The disk is full. Make room, then try again.")

    window.panes.choose_paper(1)
    why = why_of(window)
    why.setFocus()
    assert window.libraries.library is not None
    monkeypatch.setattr(window.libraries.library, "edit", full)
    qtbot.keyClicks(why, "Budgets")
    window.shell.close()
    qtbot.waitUntil(lambda: window.shell.findChild(QDialog, "unsavedBox") is not None)
    # The field that the box takes the focus from tries once more.
    qtbot.waitUntil(lambda: button(window, "unsavedStay").hasFocus() and not window.tasks.edits_pending)
    assert window.shell.isVisible()
    return why


def button(window: Window, name: str) -> QPushButton:
    found = window.shell.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def words(window: Window) -> str:
    found = window.shell.findChild(QLabel, "unsavedWords")
    assert isinstance(found, QLabel)
    return found.text()


def test_a_failed_save_keeps_the_window(
    open_window: Open, filled: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        why = typed_on_full_disk(window, qtbot, patch)
        assert button(window, "unsavedStay").isDefault() and button(window, "unsavedStay").hasFocus()
        button(window, "unsavedStay").click()
        assert window.shell.isVisible() and why.toPlainText() == "Budgets"


def test_where_the_text_is_kept_is_said_and_it_is_offered_at_the_next_start(
    open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
        qtbot.waitUntil(lambda: "It is kept in" in words(window))
        (file,) = (tmp_path / "data" / "rescue").iterdir()
        assert str(file) in words(window) and file.read_text() == "Budgets"
        assert button(window, "unsavedLose").text() == "Close without saving"
        button(window, "unsavedLose").click()
        qtbot.waitUntil(lambda: not window.shell.isVisible())
    again = open_window(library=filled)
    offer = again.panes.paper.offer
    assert "could not be saved" in offer.words and offer.isVisible()
    next(one for one in offer.buttons if one.text() == "Show").click()
    qtbot.waitUntil(lambda: again.panes.paper.page.boxes["why"].other.text == "Budgets")
    qtbot.waitUntil(lambda: offer.words == "")


def test_a_text_that_is_nowhere_else_is_not_said_to_be_kept(
    open_window: Open, filled: Path, nowhere: None, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
        qtbot.waitUntil(lambda: "in this window alone" in words(window))
        assert "is kept" not in words(window) and "The disk is full" in words(window)
        assert button(window, "unsavedLose").text() == "Close and lose this text"
        button(window, "unsavedCopyText").click()
        assert QGuiApplication.clipboard().text() == "Budgets"
        button(window, "unsavedCopy").click()
        dialog = window.shell.findChild(QFileDialog, "copyDialog")
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "mine.md"))
        dialog.reject()
        qtbot.waitUntil(lambda: "mine.md" in words(window))
        assert (tmp_path / "mine.md").read_text() == "Budgets"
        assert button(window, "unsavedLose").text() == "Close without saving"


def test_all_that_is_said_is_seen(
    open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
        qtbot.waitUntil(lambda: "It is kept in" in words(window))
        found = window.shell.findChild(QLabel, "unsavedWords")
        box = window.shell.findChild(QDialog, "unsavedBox")
        assert isinstance(found, QLabel) and isinstance(box, QDialog)
        found.setText(f"{found.text()}\n" * 4)
        box._fit()  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: found.height() >= found.heightForWidth(found.width()))
        assert found.width() >= found.minimumSizeHint().width()
        qtbot.waitUntil(lambda: box.rect().contains(found.geometry()))
        assert box.height() >= box.sizeHint().height()


def test_what_is_saved_meanwhile_is_said(
    open_window: Open, filled: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
    window.panes.paper.page.save_again()
    qtbot.waitUntil(lambda: button(window, "unsavedLose").text() == "Close")
    assert words(window) == "" and window.shell.isVisible()


def test_once_there_is_room_trying_again_saves_and_closes(
    open_window: Open, filled: Path, nowhere: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
    button(window, "unsavedAgain").click()
    qtbot.waitUntil(lambda: not window.shell.isVisible())
    again = open_library(filled, now=now)
    with again.read() as reading:
        assert reading.writeups.get(1, "why").text == "Budgets"
    again.close()


def test_a_text_of_another_paper_that_is_not_saved_is_told_until_it_is(
    open_window: Open, filled: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(filled, now=now)
    with library.edit("Make a paper") as edit:
        edit.papers.new("Another paper")
    library.close()
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
        button(window, "unsavedStay").click()
        with qtbot.waitSignal(window.history.warned):
            window.panes.choose_paper(2)
            window.panes.paper.leave()
        assert window.status.words.startswith("A text of another paper is not saved.")
        assert window.status.sign == ("triangle-alert", "bad")
    window.panes.paper.leave()
    qtbot.waitUntil(lambda: window.status.words == "Ready")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.curator"
    create_library(path)
    return path


def opening_another(window: Window, other: Path, qtbot: QtBot) -> None:
    """Of the two boxes, the one that closing brought is left."""
    button(window, "unsavedStay").click()
    qtbot.waitUntil(lambda: window.shell.findChild(QDialog, "unsavedBox") is None)
    window.libraries.open(other)
    qtbot.waitUntil(lambda: window.shell.findChild(QDialog, "unsavedBox") is not None)
    qtbot.waitUntil(lambda: button(window, "unsavedStay").hasFocus() and not window.tasks.edits_pending)


def name_of(window: Window) -> str:
    assert window.libraries.library is not None
    return window.libraries.library.path.name


def test_another_library_is_not_shown_over_a_text_that_is_nowhere_else(
    open_window: Open, filled: Path, other: Path, nowhere: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        why = typed_on_full_disk(window, qtbot, patch)
        opening_another(window, other, qtbot)
        qtbot.waitUntil(lambda: "in this window alone" in words(window))
        assert button(window, "unsavedLose").text() == "Go on and lose this text"
        button(window, "unsavedStay").click()
        assert name_of(window) == "trends.curator" and why.toPlainText() == "Budgets"
        assert not window.libraries.is_opening
    fresh = open_library(other, now=now)
    assert fresh.claim_window(), "the other library is let go"
    fresh.close()


def test_who_gives_the_text_up_goes_on_to_the_other_library(
    open_window: Open, filled: Path, other: Path, nowhere: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
        opening_another(window, other, qtbot)
        button(window, "unsavedLose").click()
        qtbot.waitUntil(lambda: name_of(window) == "other.curator")


def test_once_there_is_room_the_text_is_saved_and_the_other_library_is_shown(
    open_window: Open, filled: Path, other: Path, nowhere: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
        opening_another(window, other, qtbot)
    button(window, "unsavedAgain").click()
    qtbot.waitUntil(lambda: name_of(window) == "other.curator")
    again = open_library(filled, now=now)
    with again.read() as reading:
        assert reading.writeups.get(1, "why").text == "Budgets"
    again.close()


def test_escape_stays(
    open_window: Open, filled: Path, other: Path, nowhere: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(library=filled)
    with monkeypatch.context() as patch:
        typed_on_full_disk(window, qtbot, patch)
        opening_another(window, other, qtbot)
        qtbot.keyClick(button(window, "unsavedStay"), Qt.Key.Key_Escape)
        assert name_of(window) == "trends.curator" and not window.libraries.is_opening
