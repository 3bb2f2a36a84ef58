"""A file that is damaged in its middle opens, and whatever then can't be read leads to the same way out, without a traceback."""

import contextlib
import sqlite3
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator import app
from curator.desktop import crash
from curator.desktop.soundness import DAMAGED
from curator.desktop.window import Window
from curator.domain.errors import Damaged
from tests.desktop.conftest import doors
from tests.faults.stocked import stock

Open = Callable[..., Window]


def _spoil(library: Path, *tables: str) -> None:
    """Zeros over the pages below the first of each of these tables (https://www.sqlite.org/fileformat2.html, 1.6), or over that one."""
    with contextlib.closing(sqlite3.connect(library)) as c:
        c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = c.execute("PRAGMA page_size").fetchone()[0]
        roots = dict(c.execute("select name, rootpage from sqlite_schema"))
    held = bytearray(library.read_bytes())
    for table in tables:
        at = (roots[table] - 1) * size
        page = bytes(held[at : at + size])
        gone = [roots[table]]
        if page[0] == 5:
            cells = [struct.unpack_from(">H", page, 12 + 2 * n)[0] for n in range(struct.unpack_from(">H", page, 3)[0])]
            gone = [struct.unpack_from(">I", page, cell)[0] for cell in (*cells, 8)]
        for one in gone:
            held[(one - 1) * size : one * size] = bytes(size)
    library.write_bytes(held)


def _press(inside: QWidget, name: str) -> None:
    found = inside.findChild(QPushButton, name)
    assert found is not None
    found.click()


def _texts(inside: QWidget) -> list[str]:
    return [one.text() for one in inside.findChildren(QPushButton)]


@pytest.fixture
def closed(open_window: Open, tmp_path: Path) -> Path:
    """The sample, closed well while a paper was shown."""
    path = tmp_path / "sample.curator"
    app.make_sample(path, doors(tmp_path).settings)
    window = open_window(library=path)
    library = window.libraries.library
    assert library is not None
    with library.read() as reading:
        paper = min(reading.listing.ids())  # it has a write-up
    window.panes.choose_paper(paper)
    window.end()
    return path


def test_where_the_list_can_be_read_it_is_shown_though_the_paper_can_not(
    open_window: Open, closed: Path, qtbot: QtBot
) -> None:
    _spoil(closed, "writeup")
    window = open_window(library=closed)
    qtbot.waitUntil(lambda: window.is_settled and window.status.held == (DAMAGED,), timeout=20_000)
    assert window.panes.inbox.feed.count > 0
    assert window.shell.findChild(QWidget, "noLibrary") is None


def test_a_file_damaged_in_its_middle_is_recovered_from_what_stands_in_its_place(
    open_window: Open, closed: Path, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    _spoil(closed, "metadata", "issue")
    window = open_window(library=closed)
    qtbot.waitUntil(lambda: window.is_settled and window.status.held == (DAMAGED,), timeout=20_000)
    assert "Traceback" not in capfd.readouterr().err
    pane = window.shell.findChild(QWidget, "noLibrary")
    assert pane is not None and pane.isVisible()
    assert _texts(pane)[:2] == ["Recover what is left…", "Restore a backup…"]
    _press(window.status, "statusHeld1")
    box = window.soundness.box
    assert box is not None
    words = box.words.toPlainText()
    assert words.count("damaged") == 1 and "btree" not in words
    box.reject()
    with qtbot.waitSignal(window.libraries.recovered, timeout=60_000):
        _press(pane, "noLibraryChoice1")
    assert window.status.held == ()
    qtbot.waitUntil(lambda: window.is_settled and window.panes.inbox.feed.count > 0, timeout=20_000)


def test_a_page_that_can_not_be_read_is_offered_help_and_what_is_shown_stays(
    open_window: Open, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.curator"
    stock(path)
    window = open_window(library=path)
    library = window.libraries.library
    assert library is not None
    window.panes.choose_paper(1)
    error = Damaged("“a.curator” is damaged.", file=library.path)

    def broken() -> object:
        raise error

    monkeypatch.setattr(library, "read_here", broken)
    window.panes.choose_paper(2)
    assert window.status.held == (DAMAGED,)
    assert window.shell.findChild(QWidget, "noLibrary") is None  # the list can be read
    qtbot.waitUntil(lambda: window.is_settled)
    _press(window.status, "statusHeld1")
    assert window.soundness.box is not None
    assert _texts(window.soundness.box)[:2] == ["Recover what is left…", "Restore a backup…"]


def test_an_edit_or_a_count_that_meets_damage_leads_to_the_same_offer(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.curator"
    stock(path)
    window = open_window(library=path)

    def broken(*_: object) -> None:
        raise Damaged("“a.curator” is damaged.", file=path)

    window.tasks.work("Count", broken, None, lambda _: None, quiet=True)
    qtbot.waitUntil(lambda: window.status.held == (DAMAGED,))
    window.tasks.edit("Save", broken)
    qtbot.waitUntil(lambda: window.is_settled)
    assert "damaged" not in window.status.words and window.status.held == (DAMAGED,)


def test_damage_of_another_file_is_not_that_of_the_library(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_window()

    def broken(*_: object) -> None:
        raise Damaged("“b.curator” is damaged.", file=tmp_path / "b.curator")

    window.tasks.work("Compare a backup", broken)
    qtbot.waitUntil(lambda: "b.curator" in window.status.words)
    assert window.status.held == ()


def test_damage_that_nobody_caught_is_no_crash_of_the_program(
    open_window: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.curator"
    stock(path)
    window = open_window(library=path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    monkeypatch.setattr(crash, "_keep_fatal", lambda _: None)
    crash.watch(window, tmp_path)
    error = Damaged("“a.curator” is damaged.", file=path)
    sys.excepthook(Damaged, error, None)
    assert window.status.held == (DAMAGED,) and capsys.readouterr().err == ""
    assert not (tmp_path / crash.LOG).exists()


def test_where_the_library_is_gone_a_backup_and_kept_texts_are_offered(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.curator"
    stock(path)
    machine = doors(tmp_path)
    settings = machine.settings.opened(path)
    window = open_window(library=path, settings=settings)
    rescue = window.panes.paper.rescue
    assert rescue is not None
    with qtbot.waitSignal(window.tasks.ended):
        rescue.keep(1, "why", "Words that were not saved", lambda _: None, lambda _: None)
    window.end()
    path.unlink()
    again = open_window(library=path, settings=settings)
    pane = again.shell.findChild(QWidget, "noLibrary")
    assert pane is not None and _texts(pane)[0] == "Restore a backup…"
    assert any("1 text that could not be saved is kept" in one.text() for one in pane.findChildren(QLabel))
    _press(pane, "noLibraryChoice1")
    sheet = again.shell.findChild(QWidget, "restoreSheet")
    assert sheet is not None and sheet.isVisible()
