"""The card of backups says what restoring one would change, and does it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.restore import INTO_DAMAGED, Restore, holds, row_of, told
from curator.desktop.window import Window
from curator.domain.backups import Backup, BackupKind
from curator.domain.errors import Damaged
from curator.domain.papers import Status
from curator.jobs import backups
from curator.library.comparing import Comparison, Some
from curator.library.library import create_library, open_library
from tests.desktop.conftest import doors, now, why_of

Open = Callable[..., Window]
NONE = Some(0)


@pytest.fixture
def window(open_window: Open, tmp_path: Path) -> Window:
    """A library of two papers; since its backups one text was changed, a paper and an issue were made."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make papers") as edit:
        edit.papers.new("A paper")
        edit.papers.new("Another paper")
        edit.writeups.save(1, "why", "As it was", None)
    for kind in BackupKind:
        library.back_up(kind, tmp_path / "data" / "backups", "")
    with library.edit("Change") as edit:
        edit.writeups.save(1, "why", "As it is", None)
        edit.papers.new("A third paper")
        edit.papers.decide([2], Status.READY)
        edit.issues.new("Trends", edition="April 2022")
    library.close()
    found = open_window(library=path)
    found.panes.choose_paper(1)
    return found


def card_of(window: Window, qtbot: QtBot, kind: BackupKind) -> Restore:
    """The card, with the backup of a kind chosen and compared."""
    window.actions_["restore"].trigger()
    card = window.shell.findChild(QWidget, "restoreSheet")
    assert isinstance(card, Restore)
    qtbot.waitUntil(lambda: len(card._backups) == 2, timeout=20_000)
    at = next(place for place, one in enumerate(card._backups) if one.kind is kind)
    card.view.setCurrentIndex(card._model.index(at))
    qtbot.waitUntil(lambda: card.do.isEnabled() and " · " in words(card), timeout=20_000)  # once it is laid out
    return card


def words(card: Restore) -> str:
    return "\n".join(one.text() for one in card.findChildren(QLabel) if one.isVisible())


def text_of(window: Window) -> str | None:
    library = window.libraries.library
    if library is None:
        return None
    with library.read() as reading:
        return reading.papers.get(1).why


def test_it_says_what_would_be_lost_and_won(window: Window, qtbot: QtBot) -> None:
    card = card_of(window, qtbot, BackupKind.EVERYTHING)
    said = words(card)
    assert "2 papers · 1 write-up · 1 revision · 0 issues" in said
    assert "Would be gone from the library" in said
    assert "1 paper: “A third paper”" in said
    assert "1 issue: “Trends — April 2022”" in said
    assert "1 text of: “A paper”" in said
    assert "1 status of: “Another paper”" in said


def test_everything_takes_the_place_and_is_shown(window: Window, qtbot: QtBot) -> None:
    card_of(window, qtbot, BackupKind.EVERYTHING).do.click()
    qtbot.waitUntil(lambda: text_of(window) == "As it was", timeout=30_000)
    qtbot.waitUntil(lambda: window.is_settled, timeout=30_000)
    assert window.status.words.startswith("Restored.")
    library = window.libraries.library
    assert library is not None and library.claim_window()
    with library.read() as reading:
        assert len(reading.listing.ids()) == 2
    window.panes.choose_paper(1)
    qtbot.waitUntil(lambda: why_of(window).toPlainText() == "As it was", timeout=20_000)


def test_the_writing_comes_in_and_nothing_is_taken_away(window: Window, qtbot: QtBot) -> None:
    card = card_of(window, qtbot, BackupKind.WRITING)
    assert "nothing is taken away" in words(card) and "Would be gone" not in words(card)
    card.do.click()
    qtbot.waitUntil(lambda: text_of(window) == "As it was", timeout=30_000)
    library = window.libraries.library
    assert library is not None
    with library.read() as reading:
        assert len(reading.listing.ids()) == 3
        assert {one.text for one in reading.writeups.revisions(1, "why")} == {"As it was", "As it is"}
    qtbot.waitUntil(lambda: window.status.words.startswith("Brought in: 1 text"), timeout=20_000)


def test_a_damaged_backup_can_not_be_restored(window: Window, qtbot: QtBot) -> None:
    card = card_of(window, qtbot, BackupKind.WRITING)
    path = card._backups[card.view.currentIndex().row()].path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    at = card.view.currentIndex()
    card.view.setCurrentIndex(card._model.index(1 - at.row()))
    card.view.setCurrentIndex(at)
    assert not card.do.isEnabled()
    qtbot.waitUntil(lambda: "not those that were written" in words(card), timeout=20_000)
    assert not card.do.isEnabled()


def test_one_that_fails_shows_the_library_again_and_says_why(window: Window, qtbot: QtBot) -> None:
    card = card_of(window, qtbot, BackupKind.EVERYTHING)
    at = card.view.currentIndex().row()
    card._backups[at].path.unlink()
    card.do.click()
    qtbot.waitUntil(lambda: "no backup at" in window.status.words, timeout=30_000)
    assert text_of(window) == "As it is"


def test_a_file_from_elsewhere_is_put_on_top(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    card = card_of(window, qtbot, BackupKind.EVERYTHING)
    (tmp_path / "text.curator").write_text("no library")
    card.add_file(tmp_path / "text.curator")
    qtbot.waitUntil(lambda: len(card._backups) == 3, timeout=20_000)
    qtbot.waitUntil(lambda: "damaged" in words(card), timeout=20_000)
    assert not card.do.isEnabled()


def test_where_there_is_none_the_card_says_so(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    window.actions_["restore"].trigger()
    card = window.shell.findChild(QWidget, "restoreSheet")
    assert isinstance(card, Restore)
    qtbot.waitUntil(lambda: "no backup of this library" in str(card._model.rows[0].text), timeout=20_000)
    assert not card.do.isEnabled()
    assert not (doors(tmp_path).settings.data / "backups").exists()


def test_where_the_library_is_gone_the_card_says_that_the_backup_becomes_it(
    window: Window, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    library = window.libraries.library
    assert library is not None
    path = library.path
    window.end()
    path.unlink()
    gone = open_window(library=path)
    card = card_of(gone, qtbot, BackupKind.EVERYTHING)
    assert "this backup becomes the library" in words(card)
    assert "kept" not in words(card)  # there is nothing to keep
    card.do.click()
    qtbot.waitUntil(lambda: text_of(gone) == "As it was", timeout=30_000)


def test_over_a_damaged_library_a_backup_of_everything_can_be_restored(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise Damaged("It is damaged.")

    monkeypatch.setattr(backups, "compare", damaged)
    card = card_of(window, qtbot, BackupKind.EVERYTHING)
    assert "The library can't be read." in words(card)
    at = next(place for place, one in enumerate(card._backups) if one.kind is BackupKind.WRITING)
    card.view.setCurrentIndex(card._model.index(at))
    qtbot.waitUntil(lambda: INTO_DAMAGED in words(card), timeout=20_000)
    assert not card.do.isEnabled()


def test_names_are_shown_up_to_a_bound_and_the_rest_is_counted() -> None:
    many = Some(1_234, tuple(f"Paper {number}" for number in range(20)))
    found = Comparison(BackupKind.EVERYTHING, many, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE)
    ((heading, said),) = told(found)
    assert heading == "Would be gone from the library"
    assert said == "1,234 papers: “Paper 0”, “Paper 1”, “Paper 2”, “Paper 3”, 1,230 more"


def test_where_nothing_differs_it_says_that_nothing_would_change() -> None:
    for kind in BackupKind:
        found = Comparison(kind, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE)
        assert told(found)[0][0] == "Nothing would change"


def test_a_row_says_when_which_kind_and_what_it_holds() -> None:
    one = Backup(Path("x"), BackupKind.WRITING, datetime(2022, 4, 6, tzinfo=UTC), 9, 1, 3, 2, 2**21, "before a test")
    row = row_of(one)
    assert (row.group, row.key) == ("1 write-up, 2 issues", "the writing")
    assert row.text.endswith(" — before a test")
    assert holds(one) == "9 papers · 1 write-up · 3 revisions · 2 issues · 2.0 MB"
