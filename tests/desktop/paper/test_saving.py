"""When a text is saved, to which paper, and what becomes of it when it can't be."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.desktop.paper.box import FieldBox
from curator.domain.writeups import Text
from curator.library.library import open_library
from tests.desktop.paper.conftest import Clock, Stage


@pytest.fixture
def why(stage: Stage) -> FieldBox:
    stage.pane.show_paper(stage.chinchilla)
    box = stage.pane.page.boxes["why"]
    box.edit.setFocus()
    stage.qtbot.waitUntil(box.edit.hasFocus)
    return box


def elsewhere(stage: Stage, clock: Clock, text: str, field: str = "why") -> None:
    """Another program writes to the same library."""
    other = open_library(stage.library.path, now=clock, origin="command")
    try:
        with other.edit("Write elsewhere") as edit:
            edit.writeups.save(stage.chinchilla, field, text, None)
    finally:
        other.close()


@contextmanager
def held(stage: Stage) -> Iterator[None]:
    """The edit lane has something to do meanwhile, as while an import has the library."""
    over = threading.Event()
    stage.tasks.edit("Hold", lambda: over.wait(30))
    try:
        yield
    finally:
        over.set()


def move_away(stage: Stage) -> Path:
    """The library's file is no longer at its place: no save can be done."""
    away = stage.library.path.with_name("away.curator")
    stage.library.path.rename(away)
    return away


def test_a_text_is_saved_after_a_pause_and_the_foot_says_so_then(stage: Stage, why: FieldBox) -> None:
    words = stage.pane.foot().findChild(type(stage.pane.bottom.words), "savedAt")
    stage.qtbot.keyClicks(why.edit, "Budgets")
    assert words.text() == ""
    with stage.qtbot.waitSignal(why.saved):
        pass
    assert words.text() == "Saved 14:02"
    assert stage.saved(stage.chinchilla) == "Budgets"
    assert not stage.pane.has_unsaved


def test_typing_without_a_pause_is_saved_all_the_same(stage: Stage, why: FieldBox) -> None:
    """As if each key came before the pause were over."""
    why.saving._pause.setInterval(60_000)
    with stage.qtbot.waitSignal(why.saved, timeout=3000):
        stage.qtbot.keyClicks(why.edit, "Budgets")
    assert stage.saved(stage.chinchilla) == "Budgets"


def test_changing_the_paper_saves_first_and_to_the_paper_that_was_typed_in(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "of the first")
    stage.pane.show_paper(stage.kaplan)
    assert why.edit.text == ""
    stage.qtbot.keyClicks(why.edit, "of the second")
    stage.pane.leave()
    assert stage.saved(stage.chinchilla) == "of the first"
    assert stage.saved(stage.kaplan) == "of the second"


def test_a_paper_that_is_shown_again_before_its_text_is_in_shows_what_was_typed(stage: Stage, why: FieldBox) -> None:
    with held(stage):
        stage.qtbot.keyClicks(why.edit, "one")
        stage.pane.show_paper(stage.kaplan)
        stage.pane.show_paper(stage.chinchilla)
        assert why.edit.text == "one"
        why.edit.moveCursor(why.edit.textCursor().MoveOperation.End)
        stage.qtbot.keyClicks(why.edit, " two")
        stage.pane.leave()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "one two"
    assert why.other.text is None
    with stage.library.read() as reading:
        revisions = reading.writeups.revisions(stage.chinchilla, "why")
    assert {revision.origin for revision in revisions} == {"typed"}


def test_leaving_the_field_saves_at_once(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "Budgets")
    stage.pane.page.boxes["insights"].edit.setFocus()
    assert stage.tasks.edits_pending
    assert stage.saved(stage.chinchilla) == "Budgets"


def test_a_field_that_was_never_loaded_is_not_saved(stage: Stage) -> None:
    box = stage.pane.page.boxes["why"]
    stage.settle()
    box.edit.setReadOnly(False)
    stage.qtbot.keyClicks(box.edit, "nowhere")
    box.saving.finish()
    assert not stage.tasks.edits_pending and not stage.pane.has_unsaved


def test_a_visit_is_one_step_of_undo(stage: Stage, why: FieldBox) -> None:
    for part in ("one ", "two ", "three"):
        with stage.qtbot.waitSignal(why.saved):
            stage.qtbot.keyClicks(why.edit, part)
    stage.pane.leave()
    stage.settle()
    stage.pane.setFocus()
    stage.history.undo()
    stage.settle()
    assert stage.saved(stage.chinchilla) is None and why.edit.text == ""
    stage.history.redo()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "one two three" and why.edit.text == "one two three"


def test_undo_in_a_field_goes_on_to_what_came_before(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "first")
    insights = stage.pane.page.boxes["insights"]
    insights.edit.setFocus()
    stage.qtbot.waitUntil(insights.edit.hasFocus)
    with stage.qtbot.waitSignal(insights.saved):
        stage.qtbot.keyClicks(insights.edit, "second")
    stage.history.undo()
    assert insights.edit.text == ""
    stage.history.undo()
    stage.settle()
    assert why.edit.text == "" and stage.saved(stage.chinchilla) is None
    stage.history.redo()
    stage.settle()
    assert why.edit.text == "first"


def test_nothing_is_saved_or_loaded_while_a_person_composes(stage: Stage, why: FieldBox, clock: Clock) -> None:
    stage.qtbot.keyClicks(why.edit, "a")
    QApplication.sendEvent(why.edit, QInputMethodEvent("kan", []))
    elsewhere(stage, clock, "from elsewhere")
    why.saving.flush()
    assert not stage.tasks.edits_pending
    assert not why.saving.take_news(Text("from elsewhere", "another"))
    stage.qtbot.waitUntil(lambda: stage.pane.page._is_stale)
    assert why.edit.text == "a" and why.edit.is_composing and not stage.tasks.edits_pending
    done = QInputMethodEvent("", [])
    done.setCommitString("漢")
    QApplication.sendEvent(why.edit, done)
    stage.qtbot.waitUntil(lambda: why.other.text == "from elsewhere")
    assert stage.saved(stage.chinchilla) == "a漢"


def test_what_another_wrote_is_shown_where_nothing_is_unsaved(stage: Stage, why: FieldBox, clock: Clock) -> None:
    elsewhere(stage, clock, "from elsewhere")
    stage.qtbot.waitUntil(lambda: why.edit.text == "from elsewhere")
    stage.qtbot.keyClicks(why.edit, "so ")
    stage.pane.leave()
    stage.settle()
    assert why.other.text is None


def test_two_texts_are_both_kept_and_shown(stage: Stage, why: FieldBox, clock: Clock) -> None:
    stage.qtbot.keyClicks(why.edit, "mine here")
    elsewhere(stage, clock, "theirs here")
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other.text == "theirs here")
    assert stage.saved(stage.chinchilla) == "mine here"
    with stage.library.read() as reading:
        kept = {revision.text for revision in reading.writeups.revisions(stage.chinchilla, "why")}
    assert {"mine here", "theirs here"} <= kept


@pytest.mark.parametrize(
    ("name", "held"),
    [("keepYours", "mine"), ("keepOther", "theirs"), ("keepBoth", "mine\n\ntheirs")],
)
def test_the_choice_between_two_texts(stage: Stage, why: FieldBox, clock: Clock, name: str, held: str) -> None:
    stage.qtbot.keyClicks(why.edit, "mine")
    elsewhere(stage, clock, "theirs")
    why.saving.flush()
    stage.qtbot.waitUntil(lambda: why.other.text is not None)
    button = next(one for one in why.other.findChildren(type(why.other._keep_yours)) if one.objectName() == name)
    stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.pane.leave()
    stage.settle()
    assert stage.saved(stage.chinchilla) == held
    assert why.edit.text == held and why.other.text is None


def test_two_texts_wait_until_one_has_chosen(stage: Stage, why: FieldBox, clock: Clock) -> None:
    stage.qtbot.keyClicks(why.edit, "mine")
    elsewhere(stage, clock, "theirs")
    stage.pane.show_paper(stage.kaplan)
    stage.settle()
    assert why.other.text is None
    stage.pane.show_paper(stage.chinchilla)
    assert why.other.text == "theirs"


def test_a_text_that_could_not_be_saved_is_there_again_with_its_paper(stage: Stage, why: FieldBox) -> None:
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    with stage.qtbot.waitSignal(why.lost):
        why.saving.flush()
    away.rename(stage.library.path)
    with stage.library.read() as reading:
        text = reading.writeups.get(stage.kaplan, "why")
    away = move_away(stage)
    why.show_text(stage.kaplan, text, read_only=False)
    assert why.edit.text == "" and stage.pane.has_unsaved
    away.rename(stage.library.path)
    why.show_text(stage.chinchilla, Text(None, ""), read_only=False)
    assert why.edit.text == "Budgets" and stage.pane.bar.said and not why.not_saved.isHidden()
    stage.pane.leave()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "Budgets" and stage.saved(stage.kaplan) is None
    assert not stage.pane.has_unsaved


def test_saves_after_one_that_failed_are_no_conflict(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "one")
    with stage.qtbot.waitSignal(why.saved):
        why.saving.flush()
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, " two")
    with stage.qtbot.waitSignal(why.lost):
        why.saving.flush()
    away.rename(stage.library.path)
    stage.qtbot.keyClicks(why.edit, " three")
    with stage.qtbot.waitSignal(why.saved):
        why.saving.flush()
    assert why.other.text is None and stage.saved(stage.chinchilla) == "one two three"


def test_a_text_of_an_earlier_run_is_shown_beside_the_one_that_is_saved(stage: Stage, qtbot: QtBot) -> None:
    box = stage.pane.page.boxes["why"]
    rescue = box.saving._rescue
    assert rescue is not None
    stage.rescue.mkdir()
    rescue.path(stage.chinchilla, "why").write_text("kept from before")
    stage.pane.show_paper(stage.chinchilla)
    assert box.other.text == "kept from before"
    qtbot.mouseClick(box.other._keep_other, Qt.MouseButton.LeftButton)
    stage.pane.leave()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "kept from before"
    assert list(stage.rescue.iterdir()) == []


def test_a_text_that_could_not_be_saved_goes_to_its_own_paper_later(stage: Stage, why: FieldBox) -> None:
    with stage.library.read() as reading:
        other = reading.writeups.get(stage.kaplan, "why")
    away = move_away(stage)
    stage.qtbot.keyClicks(why.edit, "Budgets")
    with stage.qtbot.waitSignal(why.lost):
        why.saving.flush()
    why.show_text(stage.kaplan, other, read_only=False)
    away.rename(stage.library.path)
    stage.pane.leave()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "Budgets" and stage.saved(stage.kaplan) is None
    assert not stage.pane.has_unsaved


def test_of_two_saves_on_their_way_the_first_may_fail(stage: Stage, why: FieldBox) -> None:
    with stage.qtbot.waitSignal(why.saved):
        stage.qtbot.keyClicks(why.edit, "none ")
    with held(stage):
        away = move_away(stage)
        stage.qtbot.keyClicks(why.edit, "one")
        why.saving.flush()
        stage.tasks.edit("Bring it back", lambda: away.rename(stage.library.path))
        stage.qtbot.keyClicks(why.edit, " two")
        why.saving.flush()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "none one two"
    assert why.other.text is None and stage.pane.bar.said == "" and not stage.pane.has_unsaved


def test_saved_is_said_after_commit_and_not_before(stage: Stage, why: FieldBox) -> None:
    with held(stage):
        stage.qtbot.keyClicks(why.edit, "Budgets")
        why.saving.flush()
        assert stage.pane.bottom.words.text() == "" and stage.pane.has_unsaved
    stage.settle()
    assert stage.pane.bottom.words.text() == "Saved 14:02"


def test_a_save_that_waits_long_is_kept_in_a_file_until_it_is_done(stage: Stage, why: FieldBox) -> None:
    why.saving._patience.setInterval(1)
    with held(stage):
        stage.qtbot.keyClicks(why.edit, "Budgets")
        why.saving.flush()
        stage.qtbot.waitUntil(lambda: [path.read_text() for path in stage.rescue.glob("*.md")] == ["Budgets"])
    stage.settle()
    assert list(stage.rescue.iterdir()) == [] and stage.saved(stage.chinchilla) == "Budgets"


def retype(stage: Stage, why: FieldBox, words: str) -> None:
    """Types at the end and waits until it is saved."""
    why.edit.moveCursor(QTextCursor.MoveOperation.End)
    with stage.qtbot.waitSignal(why.saved):
        stage.qtbot.keyClicks(why.edit, words)
    stage.settle()


def test_what_a_field_took_back_comes_again_after_what_the_library_took_back(stage: Stage, why: FieldBox) -> None:
    retype(stage, why, "ONE")
    stage.pane.show_paper(stage.kaplan)
    stage.pane.show_paper(stage.chinchilla)
    stage.settle()
    retype(stage, why, " TWO")
    for _ in range(2):
        stage.history.undo()
        stage.settle()
    assert stage.saved(stage.chinchilla) is None
    for text in ("ONE", "ONE TWO", "ONE TWO"):
        stage.history.redo()
        stage.settle()
        assert why.edit.text == text
    assert stage.saved(stage.chinchilla) == "ONE TWO"


def test_what_a_field_took_back_comes_again_after_it_was_left(stage: Stage, why: FieldBox) -> None:
    retype(stage, why, "ONE")
    retype(stage, why, " TWO")
    stage.history.undo()
    stage.settle()
    stage.pane.show_paper(stage.kaplan)
    stage.settle()
    assert stage.saved(stage.chinchilla) == "ONE"
    assert stage.history.redo_label == stage.history.undo_label
    stage.history.redo()
    assert stage.saved(stage.chinchilla) == "ONE TWO"


def test_undo_that_finds_nothing_does_not_keep_redo_from_what_is_there(stage: Stage, why: FieldBox) -> None:
    retype(stage, why, "ONE")
    for _ in range(2):
        stage.history.undo()
        stage.settle()
    stage.history.redo()
    stage.settle()
    assert why.edit.text == "ONE" == stage.saved(stage.chinchilla)


def test_a_text_that_another_program_changed_says_so_until_one_types(stage: Stage, why: FieldBox, clock: Clock) -> None:
    retype(stage, why, "Mine")
    elsewhere(stage, clock, "Theirs")
    stage.qtbot.waitUntil(lambda: why.edit.text == "Theirs")
    stage.settle()
    assert why.changed.words.startswith("Changed by the command line")
    retype(stage, why, " and mine")
    assert why.changed.words == ""


def test_what_is_taken_back_in_this_window_needs_no_word(stage: Stage, why: FieldBox) -> None:
    retype(stage, why, "Mine")
    stage.pane.leave()
    stage.settle()
    stage.history.undo()
    stage.settle()
    assert why.edit.text == "" == why.changed.words


def test_typing_after_anothers_change_is_a_step_of_its_own(stage: Stage, why: FieldBox, clock: Clock) -> None:
    retype(stage, why, "Mine")
    elsewhere(stage, clock, "Theirs")
    stage.qtbot.waitUntil(lambda: why.edit.text == "Theirs")
    retype(stage, why, " and mine")
    stage.pane.leave()
    stage.settle()
    stage.history.undo()
    assert stage.saved(stage.chinchilla) == "Theirs"
