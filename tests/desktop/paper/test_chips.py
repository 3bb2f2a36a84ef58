"""Tags and links."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from curator.desktop.paper.chips import Chips
from curator.domain.papers import Link, Paper
from tests.desktop.paper.conftest import Stage


@pytest.fixture
def chips(stage: Stage) -> Chips:
    stage.pane.show_paper(stage.chinchilla)
    return stage.pane.page.chips


@pytest.fixture
def paper(stage: Stage) -> Callable[[], Paper]:
    def read() -> Paper:
        stage.settle()
        with stage.library.read() as reading:
            return reading.papers.get(stage.chinchilla)

    return read


def shown(chips: Chips, name: str) -> list[QPushButton]:
    return [one for one in chips.findChildren(QPushButton, name) if one.isVisible()]


def test_tags_are_added_by_keyboard(stage: Stage, chips: Chips, paper: Callable[[], Paper]) -> None:
    stage.pane.ask_tag()
    stage.qtbot.keyClicks(chips._new_tag, "scaling, training")
    stage.qtbot.keyClick(chips._new_tag, Qt.Key.Key_Return)
    assert paper().tags == ("scaling", "training")
    assert [chip.text() for chip in shown(chips, "tagChip")] == ["scaling", "training"]
    assert chips._new_tag.isVisible()
    stage.qtbot.keyClick(chips._new_tag, Qt.Key.Key_Escape)
    assert not chips._new_tag.isVisible() and chips._add.hasFocus()
    assert stage.history.undo_label == "Tag “scaling”"


def test_tags_of_the_library_are_offered(stage: Stage, chips: Chips) -> None:
    with stage.library.edit("Tag") as edit:
        edit.papers.tag([stage.kaplan], "scaling")
    stage.pane.ask_tag()
    stage.qtbot.waitUntil(lambda: chips._known.stringList() == ["scaling"])


def test_delete_takes_a_tag_away(stage: Stage, chips: Chips, paper: Callable[[], Paper]) -> None:
    with stage.library.edit("Tag") as edit:
        edit.papers.tag([stage.chinchilla], "scaling")
    stage.qtbot.waitUntil(lambda: len(shown(chips, "tagChip")) == 1)
    stage.qtbot.keyClick(shown(chips, "tagChip")[0], Qt.Key.Key_Delete)
    assert paper().tags == ()
    assert shown(chips, "tagChip") == []


def test_links_are_added_changed_opened_and_taken_away(stage: Stage, chips: Chips, paper: Callable[[], Paper]) -> None:
    chips.ask_link()
    stage.qtbot.keyClicks(chips._title, "Code")
    stage.qtbot.keyClicks(chips._address, "example.org")
    stage.qtbot.keyClick(chips._address, Qt.Key.Key_Return)
    assert chips.notice.words.startswith("This is no web address.") and paper().links == ()
    chips._address.setText("https://example.org/a b")
    stage.qtbot.keyClick(chips._address, Qt.Key.Key_Return)
    assert paper().links == (Link("Code", "https://example.org/a%20b"),)
    assert not chips._form.isVisible() and chips.notice.words == ""
    with stage.qtbot.waitSignal(stage.pane.open_address) as asked:
        stage.qtbot.mouseClick(shown(chips, "paperLink")[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["https://example.org/a%20b"]
    chips.ask_link(0)
    chips._title.setText("Demo")
    stage.qtbot.keyClick(chips._title, Qt.Key.Key_Return)
    assert paper().links == (Link("Demo", "https://example.org/a%20b"),)
    stage.qtbot.keyClick(shown(chips, "paperLink")[0], Qt.Key.Key_Delete)
    assert paper().links == ()


def test_a_tag_is_shown_as_it_is(stage: Stage, chips: Chips) -> None:
    with stage.library.edit("Tag") as edit:
        edit.papers.tag([stage.chinchilla], "<b>a & b</b>")
    stage.qtbot.waitUntil(lambda: len(shown(chips, "tagChip")) == 1)
    chip = shown(chips, "tagChip")[0]
    assert chip.accessibleName() == "Tag <b>a & b</b>" and chip.text() == "<b>a && b</b>"


def test_copying_the_citation(stage: Stage, chips: Chips) -> None:
    stage.pane.copy_citation()
    assert QGuiApplication.clipboard().text() == "[@hoffmann2022training]"
