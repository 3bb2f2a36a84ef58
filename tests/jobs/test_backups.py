"""When a backup is due: a rule over the time, the last ones, and what was changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curator.domain.backups import Backup, BackupKind
from curator.domain.progress import Progress
from curator.jobs.backups import Due, due, keep
from curator.jobs.desk import Desk
from curator.library.library import create_library, open_library
from curator.net import Net
from curator.settings import load

NOW = datetime(2022, 4, 6, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
W, E = BackupKind.WRITING, BackupKind.EVERYTHING


def made(kind: BackupKind, ago: timedelta, fault: str | None = None) -> Backup:
    return Backup(Path("x"), kind, NOW - ago, 1, 1, 1, 1, 1, "", fault)


@pytest.mark.parametrize(
    ("held", "changed", "found"),
    [
        ([], None, Due(False, False)),
        ([], NOW, Due(True, True)),
        ([made(W, 14 * MINUTE), made(E, 14 * MINUTE)], NOW, Due(False, False)),
        ([made(W, 15 * MINUTE), made(E, 15 * MINUTE)], NOW, Due(True, False)),
        ([made(W, 60 * MINUTE), made(E, timedelta(hours=23))], NOW - 61 * MINUTE, Due(False, False)),
        ([made(W, MINUTE), made(E, timedelta(days=1))], NOW, Due(False, True)),
        ([made(W, timedelta(days=9)), made(E, timedelta(days=9))], NOW - timedelta(days=10), Due(False, False)),
        ([made(W, timedelta(days=9)), made(E, timedelta(days=9))], NOW - timedelta(days=8), Due(True, True)),
        ([made(W, 20 * MINUTE), made(W, MINUTE, "cut")], NOW, Due(True, True)),
    ],
)
def test_a_backup_is_due_by_what_was_changed_since_and_how_long_ago(
    held: list[Backup], changed: datetime | None, found: Due
) -> None:
    assert due(NOW, held, changed) == found


def test_a_clock_that_went_back_does_not_end_backups() -> None:
    assert due(NOW, [made(W, -timedelta(days=3650)), made(E, -timedelta(days=3650))], NOW) == Due(True, True)


def test_at_close_the_writing_does_not_wait_for_its_quarter_of_an_hour() -> None:
    held = [made(W, MINUTE), made(E, MINUTE)]
    assert due(NOW, held, NOW, closing=True) == Due(True, False)
    assert due(NOW, held, NOW - 2 * MINUTE, closing=True) == Due(False, False)


def test_what_is_quick_comes_first() -> None:
    assert Due(True, True).kinds == (W, E)
    assert Due(False, False).kinds == ()


def test_what_was_in_the_trash_for_a_month_goes_once_everything_is_kept(tmp_path: Path) -> None:
    moment = NOW
    path = tmp_path / "l.curator"
    create_library(path)
    library = open_library(path, now=lambda: moment)
    desk = Desk(library, Net(), replace(load({}), data=tmp_path / "data"), lambda: moment)

    def in_trash() -> int:
        with library.read() as reading:
            return len(reading.trash.listing())

    try:
        with library.edit("Make an issue") as edit:
            edit.issues.remove(edit.issues.new("Gone"))
        moment += timedelta(days=31)
        made = keep(desk, NOW, Progress(), closing=True)
        assert [one.kind for one in made] == [W] and in_trash() == 1
        made = keep(desk, NOW, Progress())
        assert [one.kind for one in made] == [E] and in_trash() == 0
    finally:
        library.close()


def test_what_a_command_or_a_killed_run_left_to_be_kept_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "l.curator"
    create_library(path)
    library = open_library(path, now=lambda: NOW)
    desk = Desk(library, Net(), replace(load({}), data=tmp_path / "data"), lambda: NOW)
    try:
        assert [one.kind for one in keep(desk, None, Progress(), closing=True)] == [W]
        assert keep(desk, None, Progress(), closing=True) == ()
        command = open_library(path, now=lambda: NOW, origin="command")
        with command.edit("Make an issue") as edit:
            edit.issues.new("New")
        command.close()
        assert [one.issues for one in keep(desk, None, Progress(), closing=True)] == [1]
        assert keep(desk, None, Progress(), closing=True) == ()
    finally:
        library.close()
