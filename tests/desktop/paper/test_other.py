"""Two wrote at once: nothing is overwritten, what differs is marked, and the two can be merged."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton

from curator.desktop.paper.box import FieldBox
from curator.library.library import open_library
from tests.desktop.paper.conftest import Clock, Stage
from tests.desktop.paper.test_saving import elsewhere, why
from tests.desktop.paper.test_timeline import formats

__all__ = ["why"]

BASE = "The old rule was wrong.\n\nModels were too large.\n\nIt costs a lot."


def by_command(stage: Stage, *words: str) -> None:
    """The command line itself, in a process of its own."""
    command = [sys.executable, "-m", "curator", "--library", str(stage.library.path), "edit", str(stage.chinchilla)]
    done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def begun_with(stage: Stage, why: FieldBox, clock: Clock, text: str) -> None:
    elsewhere(stage, clock, text)
    stage.qtbot.waitUntil(lambda: why.edit.text == text)
    stage.settle()


def replace(why: FieldBox, former: str, latter: str) -> None:
    """Types over a stretch of the field."""
    caret = why.edit.document().find(former)
    caret.insertText(latter)


def press(why: FieldBox, name: str) -> None:
    found = why.other.findChild(QPushButton, name)
    assert found is not None and found.isVisible()
    found.click()


def versions(stage: Stage) -> list[str | None]:
    with stage.library.read() as reading:
        return [one.text for one in reading.writeups.revisions(stage.chinchilla, "why")]


def test_what_the_command_line_writes_beside_typing_overwrites_nothing(
    stage: Stage, why: FieldBox, clock: Clock
) -> None:
    begun_with(stage, why, clock, BASE)
    replace(why, "old", "former")
    by_command(stage, "--why", BASE.replace("a lot", "too much"))
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other.text is not None)
    stage.settle()
    mine, theirs = BASE.replace("old", "former"), BASE.replace("a lot", "too much")
    assert stage.saved(stage.chinchilla) == mine == why.edit.text and why.other.text == theirs
    assert {BASE, mine, theirs} <= {*versions(stage)}
    press(why, "mergeBoth")
    stage.pane.leave()
    stage.settle()
    both = mine.replace("a lot", "too much")
    assert stage.saved(stage.chinchilla) == both == why.edit.text and why.other.text is None
    assert {BASE, theirs, both} <= {*versions(stage)}


def test_what_was_typed_in_the_minute_of_a_command_is_a_version_still(stage: Stage, tmp_path: Path) -> None:
    """Of each minute of typing one version is kept; a command in the same minute is no typing."""
    for text in ("Mine, typed just now.", "Theirs, by the command line."):
        if text.startswith("Mine"):
            window = open_library(stage.library.path, now=_this_minute)
            with window.edit("Type") as edit:
                edit.writeups.save(stage.chinchilla, "why", text, "")
            window.close()
        else:
            by_command(stage, "--why", text)
    assert versions(stage) == ["Theirs, by the command line.", "Mine, typed just now."]
    window = open_library(stage.library.path, now=_this_minute)
    with window.edit("Type") as edit:
        edit.writeups.save(stage.chinchilla, "why", "And on.", edit.writeups.get(stage.chinchilla, "why").sha)
    window.close()
    assert {*versions(stage)} == {"And on.", "Theirs, by the command line.", "Mine, typed just now."}


def test_each_text_is_underlined_where_the_other_is_not_the_same(stage: Stage, why: FieldBox, clock: Clock) -> None:
    stage.qtbot.keyClicks(why.edit, "the model wants twice the text")
    elsewhere(stage, clock, "the model wants better text")
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other._count.text() == "1 difference")
    marks = formats(why.other._view)
    assert marks["better"] == (False, True) and not any("twice" in words for words in marks)
    assert why.other._yours.text().startswith("Yours") and why.other._theirs.text() == "The command line"
    assert [one.cursor.selectedText() for one in why.edit.extraSelections()] == ["twice the"]
    assert why.other._view.accessibleDescription() == "1 difference"


def test_where_both_changed_the_same_both_stay(stage: Stage, why: FieldBox, clock: Clock) -> None:
    begun_with(stage, why, clock, BASE)
    replace(why, "old", "former")
    elsewhere(stage, clock, BASE.replace("old", "ancient"))
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other._merge_both.text() == "Merge (1 place keeps both wordings)")
    press(why, "mergeBoth")
    assert why.edit.text.startswith("The former rule was wrong.\n\nThe ancient rule was wrong.\n\nModels")


def test_a_merge_is_offered_only_where_it_gives_something_else(stage: Stage, why: FieldBox, clock: Clock) -> None:
    stage.qtbot.keyClicks(why.edit, "Budgets alone.")
    elsewhere(stage, clock, "Twice the text.")
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other._compared is not None)
    assert why.other._compared is not None and why.other._compared.joined is not None
    assert why.other._merge_both.isHidden() and why.other._keep_both.isVisible()


@pytest.mark.parametrize("name", ["keepYours", "keepOther", "keepBoth"])
def test_whatever_is_decided_both_texts_are_versions(stage: Stage, why: FieldBox, name: str) -> None:
    stage.qtbot.keyClicks(why.edit, "Mine, in this window.")
    by_command(stage, "--why", "Theirs, by the command line.")
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other.text is not None)
    press(why, name)
    stage.pane.leave()
    stage.settle()
    assert {"Mine, in this window.", "Theirs, by the command line."} <= {*versions(stage)}


def test_a_merge_takes_what_was_typed_since_it_was_offered(stage: Stage, why: FieldBox, clock: Clock) -> None:
    begun_with(stage, why, clock, BASE)
    replace(why, "old", "former")
    elsewhere(stage, clock, BASE.replace("a lot", "too much"))
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other._compared is not None)
    why.edit.moveCursor(QTextCursor.MoveOperation.Start)
    stage.qtbot.keyClicks(why.edit, "Now: ")
    press(why, "mergeBoth")
    stage.qtbot.waitUntil(lambda: why.other.text is None)
    assert why.edit.text == "Now: " + BASE.replace("old", "former").replace("a lot", "too much")


def test_undo_takes_a_merge_back(stage: Stage, why: FieldBox, clock: Clock) -> None:
    begun_with(stage, why, clock, BASE)
    replace(why, "old", "former")
    elsewhere(stage, clock, BASE.replace("a lot", "too much"))
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other._compared is not None)
    press(why, "mergeBoth")
    stage.history.undo()
    assert why.edit.text == BASE.replace("old", "former")


def test_where_it_is_not_known_what_both_were_made_of_nothing_is_merged(stage: Stage) -> None:
    box = stage.pane.page.boxes["why"]
    stage.rescue.mkdir()
    assert box.saving._rescue is not None
    box.saving._rescue.path(stage.chinchilla, "why").write_text("kept from before")
    stage.pane.show_paper(stage.chinchilla)
    assert box.other.text == "kept from before" and box.other._merge_both.isHidden()


@pytest.mark.parametrize(("name", "held"), [("keepYours", "Theirs"), ("keepOther", "Mine and more")])
def test_what_a_command_laid_over_a_saved_text_is_compared_with_it(
    stage: Stage, why: FieldBox, name: str, held: str
) -> None:
    stage.qtbot.keyClicks(why.edit, "Mine and more")
    with stage.qtbot.waitSignal(why.saved):
        why.saving.flush()
    by_command(stage, "--why", "Theirs")
    stage.qtbot.waitUntil(lambda: why.edit.text == "Theirs")
    stage.qtbot.waitUntil(lambda: bool(why.changed.words))
    next(one for one in why.changed.buttons if one.text() == "Compare").click()
    assert why.other.text == "Mine and more" and why.other._yours.text() == "Now, by the command line"
    press(why, name)
    stage.pane.leave()
    stage.settle()
    assert stage.saved(stage.chinchilla) == held and {"Theirs", "Mine and more"} <= {*versions(stage)}


def test_the_choices_are_reached_by_tab_and_have_names(stage: Stage, why: FieldBox, clock: Clock) -> None:
    stage.qtbot.keyClicks(why.edit, "mine")
    elsewhere(stage, clock, "theirs")
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other._compared is not None)
    for one in why.other._choices.findChildren(QPushButton):
        assert one.accessibleName() == one.text() and one.focusPolicy() & Qt.FocusPolicy.TabFocus


def _this_minute() -> datetime:
    return datetime.now(UTC)
