"""Find and replace in a field."""

import pytest
from PySide6.QtCore import Qt

from curator.desktop.paper.box import FieldBox
from curator.domain.papers import Status
from tests.desktop.paper.conftest import Stage


@pytest.fixture
def box(stage: Stage) -> FieldBox:
    with stage.library.edit("Write") as edit:
        edit.writeups.save(stage.chinchilla, "insights", "One model, two models.\n\nA Model more.", None)
        edit.papers.decide([stage.kaplan], Status.READY)
    stage.pane.show_paper(stage.chinchilla)
    found = stage.pane.page.boxes["insights"]
    found.edit.setFocus()
    stage.qtbot.waitUntil(found.edit.hasFocus)
    assert stage.pane.find_here()
    stage.qtbot.waitUntil(found.find_bar.words.hasFocus)
    return found


def test_places_are_counted_and_gone_through(stage: Stage, box: FieldBox) -> None:
    bar = box.find_bar
    stage.qtbot.keyClicks(bar.words, "model")
    assert bar.count.text() == "1 of 3"
    places = []
    for _ in range(3):
        stage.qtbot.keyClick(bar.words, Qt.Key.Key_Return)
        places.append((box.edit.textCursor().selectionStart(), bar.count.text()))
    assert [said for _, said in places] == ["2 of 3", "3 of 3", "1 of 3"]
    assert bar.go(back=True) and bar.count.text() == "3 of 3"
    bar.words.setText("nowhere")
    assert bar.count.text() == "not there" and not bar.go()


def test_one_is_replaced_and_then_all_as_one_step(stage: Stage, box: FieldBox) -> None:
    bar = box.find_bar
    bar.words.setText("model")
    bar.instead.setText("work")
    bar.replace()
    assert box.edit.text == "One work, two models.\n\nA Model more."
    box.edit.part_steps()
    bar.replace_all()
    assert box.edit.text == "One work, two works.\n\nA work more."
    box.edit.undo_here()
    assert box.edit.text == "One work, two models.\n\nA Model more."


def test_what_is_replaced_is_saved(stage: Stage, box: FieldBox) -> None:
    box.find_bar.words.setText("model")
    box.find_bar.instead.setText("work")
    with stage.qtbot.waitSignal(box.saved):
        box.find_bar.replace_all()
    assert stage.saved(stage.chinchilla, "insights") == "One work, two works.\n\nA work more."


def test_escape_closes_it_and_goes_back_to_the_text(stage: Stage, box: FieldBox) -> None:
    stage.qtbot.keyClick(box.find_bar.words, Qt.Key.Key_Escape)
    assert not box.find_bar.isVisible() and box.edit.hasFocus()
    assert box.edit.extraSelections() == []


def test_without_a_field_there_is_nothing_to_find_in(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    assert not stage.pane.find_here()
