"""The way of Tab and of F6 through the whole window, over the sample: nothing is skipped, nothing holds the focus."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from curator.desktop.window import Window
from curator.domain.papers import Link
from curator.domain.progress import Progress
from curator.jobs import sample
from curator.library.library import create_library, open_library
from tests.desktop.conftest import doors, now

Open = Callable[..., Window]


@pytest.fixture
def window(open_window: Open, tmp_path: Path, qtbot: QtBot) -> Window:
    """Over the sample, with tags and links on its first two papers, and the list in focus."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    sample.fill(doors(tmp_path).desk(library), Progress())
    with library.read() as reading:
        papers = list(reading.listing.ids())[:2]
    with library.edit("Tag") as edit:
        for paper in papers:
            edit.papers.tag([paper], "scaling")
            edit.papers.tag([paper], "training")
            edit.papers.set_links(paper, (Link("code", "https://example.org/code"),))
    library.close()
    found = open_window(library=path)
    qtbot.waitUntil(lambda: found.panes.outline.sheet is not None and found.is_settled)
    show(found, papers[0], qtbot)
    return found


def show(window: Window, paper: int, qtbot: QtBot) -> None:
    window.panes.choose_paper(paper)
    qtbot.waitUntil(lambda: window.panes.paper.paper == paper and window.is_settled)
    window.panes.inbox.view.setFocus()


def stops(window: Window) -> set[QWidget]:
    """Everything in the window that can be reached by Tab now."""
    return {
        one
        for one in window.shell.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.window() is window.shell
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
    }


def round_of(window: Window, *, back: bool = False) -> list[QWidget]:
    """What has the focus after each Tab, until it is where it began."""
    begin = focused()
    went: list[QWidget] = []
    modifier = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    for _ in range(200):
        QTest.keyClick(focused(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, modifier)
        went.append(focused())
        if focused() is begin:
            return went
    raise AssertionError([one.objectName() for one in went])


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def names_of(some: set[QWidget]) -> list[str]:
    return sorted(one.objectName() or type(one).__name__ for one in some)


def names(went: list[QWidget]) -> list[str]:
    return [one.objectName() for one in went]


def test_tab_goes_through_the_whole_window_twice_and_skips_nothing(window: Window, qtbot: QtBot) -> None:
    first, second = round_of(window), round_of(window)
    assert len(set(first)) == len(first)
    assert names_of(stops(window) ^ set(first)) == []
    assert second == first
    assert round_of(window, back=True) == [*reversed(first[:-1]), first[-1]]


def test_tab_goes_in_the_order_of_reading(window: Window) -> None:
    went = names(round_of(window))
    wanted = [
        "statusBox", "editDetailsButton", "tagChip", "addTag", "paperLink", "addLink", "whyEditor", "insightsEditor",
        "exportButton", "outlineTabs", "outlineView", "railView", "searchField", "sortButton", "inboxView",
    ]  # fmt: skip
    assert [name for name in dict.fromkeys(went) if name in wanted] == wanted


def test_the_ring_is_whole_when_another_paper_is_shown_and_chips_were_made_anew(window: Window, qtbot: QtBot) -> None:
    view = window.panes.inbox.view
    library = window.libraries.library
    assert library is not None
    with library.read() as reading:
        show(window, list(reading.listing.ids())[1], qtbot)
    chip = next(one for one in window.shell.findChildren(QPushButton, "tagChip") if one.isVisible())
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: window.is_settled)
    view.setFocus()
    went = round_of(window)
    assert set(went) == stops(window)
    at = names(went).index("tagChip")
    assert names(went)[at + 1] == "addTag"


def test_f6_comes_back_to_a_pane_whose_focused_part_is_gone(window: Window, qtbot: QtBot) -> None:
    chip = next(one for one in window.shell.findChildren(QPushButton, "tagChip") if one.isVisible())
    chip.setFocus()
    window.panes.inbox.view.setFocus()
    paper = window.panes.paper.paper
    assert paper is not None
    window.history.edit("Untag", lambda edit: edit.papers.untag([paper], "scaling"))
    qtbot.waitUntil(lambda: not isValid(chip))
    window.deck.focus_pane("paper")
    assert window.deck.place_of(focused()) == "paper"
