"""What is said of a text that can't be saved, and the ways out of it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from curator.desktop.paper.box import FieldBox
from curator.domain.errors import LibraryFault
from tests.desktop.paper.conftest import Stage
from tests.desktop.paper.test_saving import move_away, why

__all__ = ["why"]


def press(stage: Stage, name: str) -> None:
    """A button of the bar."""
    found = stage.pane.bar.findChild(QPushButton, name)
    assert found is not None and found.isVisible()
    stage.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_text_that_cannot_be_saved_stays_and_says_so(stage: Stage, why: FieldBox) -> None:
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    kept = stage.qtbot.waitSignal(why.saving.kept)
    with kept:
        why.saving.flush()
    assert stage.pane.has_unsaved and why.edit.text == "Budgets"
    bar = stage.pane.bar
    stage.qtbot.waitUntil(lambda: "rescue/" in bar.said)
    assert bar.said.startswith("Not saved: Why.") and why.not_saved.isVisible() and bar.isVisible()
    assert stage.pane.bottom.words.text() == "Not saved"
    assert [path.read_text() for path in stage.rescue.iterdir()] == ["Budgets"]
    press(stage, "rescueCopyText")
    assert QGuiApplication.clipboard().text() == "Budgets"
    away.rename(stage.library.path)
    with stage.qtbot.waitSignal(why.saved):
        press(stage, "rescueAgain")
    stage.settle()
    assert not stage.pane.has_unsaved and bar.said == "" and why.not_saved.isHidden()
    assert stage.saved(stage.chinchilla) == "Budgets"
    assert list(stage.rescue.iterdir()) == [] and why.other.text is None


def test_a_text_that_no_file_could_be_written_for_says_so_and_can_be_copied_elsewhere(
    stage: Stage, why: FieldBox, tmp_path: Path
) -> None:
    stage.rescue.write_text("no folder")
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    with stage.qtbot.waitSignal(why.saving.unkept):
        why.saving.flush()
    bar = stage.pane.bar
    stage.qtbot.waitUntil(lambda: "in this window alone" in bar.said)
    assert "kept in" not in bar.said
    assert [(one.text, one.kept, one.is_known) for one in why.saving.unsaved] == [("Budgets", None, True)]
    press(stage, "rescueCopy")
    dialog = stage.window.findChild(QFileDialog, "copyDialog")
    dialog.fileSelected.emit(str(tmp_path / "mine.md"))
    dialog.reject()
    stage.qtbot.waitUntil((tmp_path / "mine.md").exists)
    stage.settle()
    assert (tmp_path / "mine.md").read_text() == "Budgets" and "mine.md" in bar.said
    away.rename(stage.library.path)
    why.saving.flush()
    stage.settle()
    assert why.saving.unsaved == []


def test_a_text_of_another_paper_is_told_with_the_way_to_it(stage: Stage, why: FieldBox) -> None:
    stage.pane.show_paper(stage.kaplan)
    stage.pane.show_paper(stage.chinchilla)
    why.edit.setFocus()
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    with stage.qtbot.waitSignal(why.saving.failed):
        why.saving.flush()
    away.rename(stage.library.path)
    held = stage.library.edit
    stage.library.edit = _refused  # type: ignore[method-assign]
    stage.pane.show_paper(stage.kaplan)
    stage.settle()
    assert stage.pane.bar.said.startswith("Not saved: Why of another paper.")
    stage.library.edit = held  # type: ignore[method-assign]
    press(stage, "rescueShow")
    assert stage.pane.paper == stage.chinchilla and why.edit.text == "Budgets"
    stage.settle()
    assert stage.saved(stage.chinchilla) == "Budgets" and stage.pane.bar.said == ""


def test_one_try_saves_all_that_is_not_saved(stage: Stage, why: FieldBox) -> None:
    insights = stage.pane.page.boxes["insights"]
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    insights.edit.setFocus()
    stage.qtbot.keyClicks(insights.edit, "Twice the text")
    for box in (why, insights):
        box.saving.flush()
    stage.qtbot.waitUntil(lambda: stage.pane.bar.said.startswith("Not saved: Why and Key insights."))
    press(stage, "rescueCopyText")
    assert "Budgets" in QGuiApplication.clipboard().text() and "Twice the text" in QGuiApplication.clipboard().text()
    away.rename(stage.library.path)
    press(stage, "rescueAgain")
    stage.settle()
    assert stage.saved(stage.chinchilla) == "Budgets" and stage.saved(stage.chinchilla, "insights") == "Twice the text"
    assert stage.pane.bar.said == ""


def test_what_could_not_be_saved_is_tried_again_by_itself(stage: Stage, why: FieldBox) -> None:
    why.saving._again.setInterval(50)
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    with stage.qtbot.waitSignal(why.saving.failed):
        why.saving.flush()
    with stage.qtbot.waitSignal(why.saving.failed):  # once more in vain
        pass
    away.rename(stage.library.path)
    stage.qtbot.waitUntil(lambda: not stage.pane.has_unsaved and stage.pane.bar.said == "")
    stage.settle()
    assert stage.saved(stage.chinchilla) == "Budgets" and not why.saving._again.isActive()


def test_a_text_that_is_in_a_file_is_not_written_anew_at_each_try(stage: Stage, why: FieldBox) -> None:
    why.saving._again.setInterval(50)
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    with stage.qtbot.waitSignal(why.saving.kept):
        why.saving.flush()
    (file,) = stage.rescue.iterdir()
    first = file.stat().st_ino
    for _ in range(2):
        with stage.qtbot.waitSignal(why.saving.kept):
            pass
    assert file.stat().st_ino == first
    file.unlink()  # somebody tidied up there
    with stage.qtbot.waitSignal(why.saving.failed):
        pass
    stage.qtbot.waitUntil(file.exists)
    away.rename(stage.library.path)
    stage.qtbot.waitUntil(lambda: not stage.pane.has_unsaved)


def _refused(*_: object, **__: object) -> None:
    raise LibraryFault("The disk is full. Make room, then try again.")
