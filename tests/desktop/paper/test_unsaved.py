"""What is said of a text that can't be saved, and the ways out of it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from curator.desktop.paper.box import FieldBox
from tests.desktop.paper.conftest import Stage
from tests.desktop.paper.test_saving import move_away, why

__all__ = ["why"]


def test_a_text_that_cannot_be_saved_stays_and_says_so(stage: Stage, why: FieldBox) -> None:
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    kept = stage.qtbot.waitSignal(why.saving.kept)
    with kept:
        why.saving.flush()
    assert stage.pane.has_unsaved and why.edit.text == "Budgets"
    assert why.unsaved.words.startswith("Not saved. ") and "rescue/" in why.unsaved.words
    assert stage.pane.bottom.words.text() == "Not saved"
    assert [path.read_text() for path in stage.rescue.iterdir()] == ["Budgets"]
    why._copy()
    assert QGuiApplication.clipboard().text() == "Budgets"
    away.rename(stage.library.path)
    with stage.qtbot.waitSignal(why.saved):
        stage.qtbot.mouseClick(why.unsaved.findChildren(type(why.other._keep_yours))[0], Qt.MouseButton.LeftButton)
    stage.settle()
    assert not stage.pane.has_unsaved and why.unsaved.words == ""
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
    assert "in this window alone" in why.unsaved.words and "kept in" not in why.unsaved.words.replace("be kept in", "")
    assert [(one.text, one.kept, one.is_known) for one in why.saving.unsaved] == [("Budgets", None, True)]
    next(one for one in why.unsaved.buttons if one.text() == "Save a copy…").click()
    dialog = stage.window.findChild(QFileDialog, "copyDialog")
    dialog.fileSelected.emit(str(tmp_path / "mine.md"))
    dialog.reject()
    stage.qtbot.waitUntil((tmp_path / "mine.md").exists)
    stage.settle()
    assert (tmp_path / "mine.md").read_text() == "Budgets" and "mine.md" in why.unsaved.words
    away.rename(stage.library.path)
    why.saving.flush()
    stage.settle()
    assert why.saving.unsaved == []
