"""What the window says of a library's soundness and place: once, calmly, and with a way to mend or recover."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.soundness import ALL_WELL
from curator.desktop.window import Window
from curator.library.claim import Claim
from curator.library.library import open_library
from tests.desktop.conftest import now
from tests.faults.planted import PLANTED
from tests.faults.stocked import stock

Open = Callable[..., Window]


def _left_open(library: Path) -> None:
    """As a window that was killed leaves it."""
    lock = library.with_name(library.name + ".lock")
    claim = Claim(library)
    assert claim.take()
    held = lock.read_bytes()
    claim.give_back()
    lock.write_bytes(held)


def _plant(name: str, library: Path) -> None:
    next(one for one in PLANTED if one.name == name).plant(library)


def _press(qtbot: QtBot, inside: QWidget, name: str) -> None:
    found = inside.findChild(QPushButton, name)
    assert found is not None
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.fixture
def stocked(tmp_path: Path) -> Path:
    path = tmp_path / "a.curator"
    stock(path)
    return path


def test_a_library_that_was_closed_is_not_looked_over(open_window: Open, stocked: Path) -> None:
    window = open_window(library=stocked)
    assert window.status.words == "Ready"
    window.end()
    assert not _was_left(stocked)


def test_after_a_window_that_did_not_close_the_library_is_looked_over(
    open_window: Open, stocked: Path, qtbot: QtBot
) -> None:
    _left_open(stocked)
    window = open_window(library=stocked)
    qtbot.waitUntil(lambda: window.status.words == ALL_WELL)
    assert window.soundness.box is None  # nothing stands in the way of who wants to write


def test_what_is_found_is_shown_on_request_and_mended_after_a_backup(
    open_window: Open, stocked: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    _plant("two slugs that differ by case", stocked)
    _left_open(stocked)
    window = open_window(library=stocked)
    qtbot.waitUntil(lambda: window.status.words == "The library was looked over: 2 things to look at")
    _press(qtbot, window.status, "statusChoice1")
    box = window.soundness.box
    assert box is not None and box.isVisible()
    assert "slug" in box.words.toPlainText()
    _press(qtbot, box, "soundnessWay1")
    qtbot.waitUntil(lambda: window.status.words.startswith("Mended: "))
    assert window.status.words == "Mended: 2, left: 0"
    assert list((tmp_path / "data" / "backups").rglob("everything-*.curator"))
    library = window.libraries.library
    assert library is not None and library.doctor() == []


def test_a_damaged_library_is_recovered_into_a_new_one(open_window: Open, stocked: Path, qtbot: QtBot) -> None:
    _plant("a file that was cut", stocked)
    was = stocked.read_bytes()
    window = open_window(library=stocked)
    assert window.libraries.library is None
    fault = window.shell.findChild(QWidget, "noLibrary")
    assert fault is not None
    with qtbot.waitSignal(window.libraries.recovered, timeout=60_000):
        _press(qtbot, fault, "noLibraryChoice1")
    library = window.libraries.library
    assert library is not None and library.path == stocked.with_name("a-recovered.curator")
    assert stocked.read_bytes() == was
    qtbot.waitUntil(lambda: "a-recovered.curator" in window.status.words)
    _press(qtbot, window.status, "statusChoice1")
    assert window.soundness.box is not None
    assert window.soundness.box.words.toPlainText().startswith("# What was recovered from a.curator")


def test_a_file_that_is_no_library_offers_no_recovery(open_window: Open, tmp_path: Path) -> None:
    path = tmp_path / "letter.curator"
    path.write_bytes(b"Dear editor, " * 500)
    window = open_window(library=path)
    fault = window.shell.findChild(QWidget, "noLibrary")
    assert fault is not None
    assert next(one.text() for one in fault.findChildren(QPushButton)) == "Open another library…"


def test_an_unfit_place_is_told_once(open_window: Open, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    stock(folder / "l.curator")
    window = open_window(library=folder / "l.curator")
    assert "Dropbox" in window.status.words
    window.end()
    assert open_window(library=folder / "l.curator").status.words == "Ready"


def _was_left(library: Path) -> bool:
    found = open_library(library, now=now)
    try:
        assert found.claim_window()
        return found.was_left_open
    finally:
        found.close()
