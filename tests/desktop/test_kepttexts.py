"""Texts that an earlier run could not save, and the ways to get each in again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.kepttexts import KeptTexts
from curator.desktop.paper.rescue import Rescue
from curator.desktop.window import Window
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now

Open = Callable[..., Window]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Three papers, of which the third took in a fourth."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make papers") as edit:
        numbers = [edit.papers.new(title) for title in ("First paper", "Second paper", "Third paper", "Fourth paper")]
        edit.writeups.save(numbers[0], "why", "What is saved.", "")
        edit.merging.merge(numbers[2], numbers[3])
    library.close()
    return path


def keep(folder: Path, library: Path, paper: int, text: str, field: str = "why") -> None:
    rescue = Rescue([folder / "data" / "rescue"], library.resolve(), None)  # type: ignore[arg-type]
    rescue.path(paper, field).parent.mkdir(parents=True, exist_ok=True)
    rescue.path(paper, field).write_text(text)


def files(folder: Path) -> list[str]:
    return sorted(path.read_text() for path in (folder / "data" / "rescue").iterdir())


def settled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.is_settled)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.is_settled)


def opened(window: Window, qtbot: QtBot) -> KeptTexts:
    next(one for one in window.panes.paper.offer.buttons if one.text() == "Show").click()
    settled(window, qtbot)
    assert window.recall.kept is not None
    return window.recall.kept


def press(kept: KeptTexts, name: str) -> None:
    found = kept.card.findChild(QPushButton, name)
    assert found is not None and found.isEnabled()
    found.click()


def test_several_are_listed_and_each_goes_beside_its_text(
    open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    keep(tmp_path, filled, 1, "What was typed.")
    keep(tmp_path, filled, 2, "Another text.", "insights")
    window = open_window(library=filled)
    assert window.panes.paper.offer.words.startswith("2 texts that could not be saved")
    kept = opened(window, qtbot)
    assert kept.card.isVisible() and {one.text for one in kept.card.rows} == {"First paper", "Second paper"}
    kept.card.choose([[one.text for one in kept.card.rows].index("First paper")])
    qtbot.keyClick(kept.card.view, Qt.Key.Key_Return)
    settled(window, qtbot)
    other = window.panes.paper.page.boxes["why"].other
    assert not kept.card.isVisible() and window.panes.paper.paper == 1 and other.text == "What was typed."
    assert window.panes.paper.offer.words.startswith("A text that could not be saved is kept")
    other._keep_other.click()
    window.panes.leave()
    settled(window, qtbot)
    assert files(tmp_path) == ["Another text."]


def test_what_waits_is_said_no_more_once_it_was_decided(
    open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    keep(tmp_path, filled, 1, "What was typed.")
    window = open_window(library=filled)
    offer = window.panes.paper.offer
    assert offer.words.startswith("A text that could not be saved")
    window.panes.choose_paper(1)  # not by the offer
    settled(window, qtbot)
    window.panes.paper.page.boxes["why"].other._keep_yours.click()
    qtbot.waitUntil(lambda: offer.words == "")
    settled(window, qtbot)
    assert files(tmp_path) == []


def test_two_texts_that_belong_to_one_paper_by_now_both_stay(
    open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    keep(tmp_path, filled, 3, "Words for the third.")
    keep(tmp_path, filled, 4, "Words for the fourth.")
    window = open_window(library=filled)
    kept = opened(window, qtbot)
    at = next(n for n, one in enumerate(kept._waiting) if one.kept.paper == 4)
    kept.card.choose([at])
    press(kept, "keptShow")
    settled(window, qtbot)
    other = window.panes.paper.page.boxes["why"].other
    assert other.text == "Words for the third.\n\nWords for the fourth."


def test_a_text_whose_paper_is_gone_becomes_a_paper(
    open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    keep(tmp_path, filled, 77, "Words of a paper that is gone.")
    window = open_window(library=filled)
    kept = opened(window, qtbot)
    assert kept.card.isVisible() and "its paper is gone" in kept.card.rows[0].group
    found = kept.card.findChild(QPushButton, "keptShow")
    assert found is not None and not found.isEnabled()
    press(kept, "keptCopy")
    assert QGuiApplication.clipboard().text() == "Words of a paper that is gone."
    qtbot.keyClick(kept.card.view, Qt.Key.Key_Return)
    settled(window, qtbot)
    pane = window.panes.paper
    assert pane.page.boxes["why"].edit.text == "Words of a paper that is gone." and files(tmp_path) == []
    assert pane.page.header.title.text() == "Kept text: Words of a paper that is gone."
    assert window.history.undo_label == "Make a paper of a kept text"


def test_a_text_of_a_paper_that_was_taken_in_goes_beside_the_text_of_the_one_that_stayed(
    open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    keep(tmp_path, filled, 4, "Words for the fourth.")
    window = open_window(library=filled)
    opened(window, qtbot)
    qtbot.waitUntil(lambda: window.panes.paper.page.boxes["why"].other.text == "Words for the fourth.")
    assert window.panes.paper.paper == 3


def test_to_throw_one_away_is_asked(open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot) -> None:
    keep(tmp_path, filled, 77, "Words nobody wants.")
    window = open_window(library=filled)
    kept = opened(window, qtbot)
    press(kept, "keptThrow")
    assert files(tmp_path) == ["Words nobody wants."] and kept.card.notice.buttons[0].hasFocus()
    kept.card.notice.buttons[1].click()
    qtbot.waitUntil(lambda: files(tmp_path) == [])
    assert kept.card.rows[0].text == "No text waits"
