"""Copies are kept while a window is open, without being asked, and once more when it closes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.desktop import keeping
from curator.desktop.window import Window
from curator.domain.backups import Backup, BackupKind
from curator.domain.errors import Refused
from curator.jobs import backups
from curator.jobs.desk import now as clock
from curator.library import mirror
from curator.library.backups import house
from curator.library.library import Library, create_library, open_library
from tests.desktop.conftest import doors, why_of

Open = Callable[..., Window]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A library with a paper, whose clock goes."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=clock)
    with library.edit("Make a paper") as edit:
        edit.papers.new("A paper", ["Ada King"])
    library.close()
    return path


@pytest.fixture
def opened(open_window: Open, filled: Path, tmp_path: Path) -> Window:
    machine = doors(tmp_path)

    def open_it(path: Path, make: bool) -> Library:
        if make and not path.exists():
            create_library(path, state=machine.settings.state)
        return open_library(path, now=clock, state=machine.settings.state)

    def desk(library: Library) -> backups.Desk:
        made = machine.desk(library)
        return backups.Desk(library, made.net, made.settings, clock)

    return open_window(library=filled, open=open_it, desk=desk)


def made(window: Window, tmp_path: Path, library: Path) -> list[Backup]:
    return backups.listing(doors(tmp_path).settings, library)


def mirrored(tmp_path: Path, library: Path) -> list[str]:
    folder = mirror.folder_of(house(backups.root(doors(tmp_path).settings), library))
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.md"))]


def write(window: Window, qtbot: QtBot, words: str) -> None:
    """Types into the field, and waits until it is saved."""
    field = why_of(window)
    qtbot.waitUntil(field.isEnabled)
    field.setFocus()
    qtbot.keyClicks(field, words)
    window.panes.leave()
    qtbot.waitUntil(lambda: not window.tasks.edits_pending)


def test_what_an_earlier_run_left_is_kept_soon_after_the_library_was_opened(
    opened: Window, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    assert made(opened, tmp_path, filled) == []
    opened.keeping._first.setInterval(0)
    qtbot.waitUntil(lambda: len(made(opened, tmp_path, filled)) == 2, timeout=20_000)
    assert {one.kind for one in made(opened, tmp_path, filled)} == set(BackupKind)
    assert opened.keeping._look.isActive() and opened.keeping._look.interval() == 60_000


def test_a_text_is_mirrored_within_a_minute_of_its_save(
    opened: Window, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    write(opened, qtbot, "Models had outgrown their data.")
    qtbot.waitUntil(opened.keeping._soon.isActive)
    assert opened.keeping._soon.interval() <= 30_000
    opened.keeping._soon.setInterval(0)
    qtbot.waitUntil(lambda: any("outgrown" in text for text in mirrored(tmp_path, filled)), timeout=20_000)


def test_typing_on_does_not_put_the_mirror_off(opened: Window, qtbot: QtBot) -> None:
    write(opened, qtbot, "One")
    qtbot.waitUntil(opened.keeping._soon.isActive)
    opened.keeping._soon.start(60_000)
    before = opened.keeping._soon.remainingTime()
    write(opened, qtbot, " two")
    assert opened.keeping._soon.remainingTime() <= before


def test_a_window_that_closes_keeps_the_writing_first(
    opened: Window, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    write(opened, qtbot, "Models had outgrown their data.")
    opened.shell.close()
    assert opened.status.words.startswith("Keeping a copy")
    qtbot.waitUntil(lambda: not opened.shell.isVisible(), timeout=20_000)
    (one,) = made(opened, tmp_path, filled)
    assert (one.kind, one.writeups) == (BackupKind.WRITING, 1)
    assert "outgrown" in mirrored(tmp_path, filled)[0]


def test_where_nothing_was_written_a_window_closes_at_once(opened: Window, filled: Path, tmp_path: Path) -> None:
    opened.shell.close()
    assert not opened.shell.isVisible()
    assert made(opened, tmp_path, filled) == []


def test_a_window_that_closes_keeps_what_a_command_wrote_too(
    opened: Window, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    opened.keeping._look_now()
    qtbot.waitUntil(lambda: not opened.keeping._at_work, timeout=20_000)
    assert not opened.keeping._is_owed
    command = open_library(filled, now=clock, origin="command")
    with command.edit("Make an issue") as edit:
        edit.issues.new("New")
    command.close()
    opened.keeping._look_now()
    qtbot.waitUntil(lambda: not opened.keeping._at_work, timeout=20_000)
    opened.shell.close()
    qtbot.waitUntil(lambda: not opened.shell.isVisible(), timeout=20_000)
    assert 1 in [one.issues for one in made(opened, tmp_path, filled) if one.kind is BackupKind.WRITING]


def test_a_backup_that_takes_long_holds_nobody_up(
    opened: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    go_on = threading.Event()
    monkeypatch.setattr(backups, "keep", lambda *_, **__: go_on.wait(60))
    write(opened, qtbot, "Words")
    opened.keeping._patience.setInterval(50)
    opened.shell.close()
    qtbot.waitUntil(lambda: not opened.shell.isVisible(), timeout=5_000)
    go_on.set()


def test_what_can_not_be_kept_is_said_once_and_tried_again_later(
    opened: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fails(*_: object, **__: object) -> tuple[Backup, ...]:
        tries.append(1)
        raise Refused("No room for a backup.")

    monkeypatch.setattr(backups, "keep", fails)
    with qtbot.waitSignal(opened.keeping.failed):
        opened.keeping._look_now()
    assert "No room for a backup." in opened.status.words
    with qtbot.assertNotEmitted(opened.keeping.failed, wait=200):
        for _ in range(keeping.AGAIN):
            opened.keeping._look_now()
            assert not opened.keeping._at_work
        opened.keeping._look_now()
        qtbot.waitUntil(lambda: len(tries) == 2)


def test_it_is_not_made_again_while_nothing_changes(opened: Window, filled: Path, tmp_path: Path, qtbot: QtBot) -> None:
    opened.keeping._look_now()
    qtbot.waitUntil(lambda: len(made(opened, tmp_path, filled)) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not opened.keeping._at_work)
    held = made(opened, tmp_path, filled)
    later = max(one.at for one in held) + timedelta(hours=30)
    assert not backups.due(later, held, datetime.min.replace(tzinfo=later.tzinfo)).kinds


def test_a_library_that_only_can_be_read_is_let_be(opened: Window) -> None:
    opened.keeping.show_library(None)
    opened.keeping._look_now()
    opened.keeping._mirror()
    assert opened.keeping.may_go(lambda: None)
    assert not opened.keeping._first.isActive() and not opened.keeping._at_work


def test_another_library_is_shown_when_the_writing_of_the_one_before_is_kept(
    opened: Window, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.curator"
    create_library(other)
    write(opened, qtbot, "Words")
    opened.libraries.open(other)
    qtbot.waitUntil(lambda: opened.libraries.place == other.resolve(), timeout=20_000)
    assert [one.kind for one in made(opened, tmp_path, filled)] == [BackupKind.WRITING]
    qtbot.keyClick(opened.shell, Qt.Key.Key_Escape)
