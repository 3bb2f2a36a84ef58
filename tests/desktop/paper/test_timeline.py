"""The versions of a text: what is listed, what is marked, and the way back to one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolButton

from curator.desktop.palettedelegate import ROW
from curator.desktop.paper.timeline import Timeline
from curator.library.library import open_library
from tests.desktop.paper.conftest import Clock, Stage

OLD = "Most models were made too large."
NEW = "Most models were trained on too few words."


def written(stage: Stage, clock: Clock) -> None:
    """Two versions of Why, minutes apart, as a command writes them."""
    command = open_library(stage.library.path, now=clock, origin="command")
    for text in (OLD, NEW):
        with command.edit("Write") as edit:
            edit.writeups.save(stage.chinchilla, "why", text, None, "imported")
    command.close()


@pytest.fixture
def timeline(stage: Stage, clock: Clock) -> Timeline:
    written(stage, clock)
    stage.pane.show_paper(stage.chinchilla)
    return opened(stage, "why")


def opened(stage: Stage, field: str) -> Timeline:
    stage.pane.open_versions(field)
    stage.settle()
    found = stage.window.findChild(Timeline)
    assert isinstance(found, Timeline)
    return found


def rows(timeline: Timeline) -> list[tuple[str, str]]:
    model = timeline.view.model()
    found = [model.index(at, 0).data(ROW) for at in range(model.rowCount())]
    return [(one.group, one.key) for one in found if not one.heading]


def formats(view: QTextEdit) -> dict[str, tuple[bool, bool]]:
    """Each stretch with whether it is struck and whether it is underlined."""
    found = {}
    block = view.document().begin()
    while block.isValid():
        it = block.begin()
        while not it.atEnd():
            piece = it.fragment()
            form = piece.charFormat()
            found[piece.text().strip()] = (form.fontStrikeOut(), form.fontUnderline())
            it += 1
        block = block.next()
    return found


def test_versions_are_listed_newest_first_and_the_last_but_the_present_one_is_shown(timeline: Timeline) -> None:
    assert rows(timeline) == [("as it is now", "8 words"), ("imported", "6 words")]
    assert timeline.view.currentIndex().row() == 1 and timeline.view.hasFocus()


def test_what_is_gone_is_struck_and_what_is_new_is_underlined(timeline: Timeline) -> None:
    marks = formats(timeline.text)
    assert marks["Most models were"] == (False, False)
    assert any(struck and not under for words, (struck, under) in marks.items() if "made" in words)
    assert any(under and not struck for words, (struck, under) in marks.items() if "trained" in words)
    assert "difference" in timeline.text.accessibleDescription()
    timeline._marks.click()
    assert timeline.text.toPlainText() == OLD


def test_a_version_is_put_back_as_a_step_that_undo_takes_back(stage: Stage, timeline: Timeline) -> None:
    stage.qtbot.keyClick(timeline, Qt.Key.Key_Tab)
    timeline._restore.click()
    stage.settle()
    assert stage.saved(stage.chinchilla) == OLD and stage.pane.page.boxes["why"].edit.text == OLD
    assert "Put back Why of “Training Compute-Optimal" in (stage.history.undo_label or "")
    assert rows(timeline) == [("as it is now", "6 words"), ("imported", "8 words"), ("imported", "6 words")]
    stage.history.undo()
    stage.settle()
    assert stage.saved(stage.chinchilla) == NEW and stage.pane.page.boxes["why"].edit.text == NEW


def test_what_was_put_back_is_said_until_it_is_taken_back(stage: Stage, timeline: Timeline) -> None:
    timeline._restore.click()
    stage.settle()
    assert timeline.notice.words.startswith("It is again as of")
    (undo,) = timeline.notice.buttons
    undo.click()
    stage.settle()
    assert stage.saved(stage.chinchilla) == NEW and timeline.notice.words == ""


@pytest.mark.parametrize("keys", ["Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"])
def test_the_keys_of_undo_and_redo_do_not_reach_behind_the_card(stage: Stage, timeline: Timeline, keys: str) -> None:
    pressed: list[bool] = []
    shortcut = QShortcut(QKeySequence(keys), stage.window)
    shortcut.activated.connect(lambda: pressed.append(True))
    modifiers = Qt.KeyboardModifier.ControlModifier
    if "Shift" in keys:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    key = Qt.Key.Key_Y if keys.endswith("Y") else Qt.Key.Key_Z
    stage.qtbot.keyClick(timeline.view, key, modifiers)
    assert pressed == []
    timeline._overlay.dismiss()
    stage.qtbot.keyClick(stage.window, key, modifiers)
    assert pressed == [True], "else this test shows nothing"


def test_what_came_between_is_kept_when_a_version_is_put_back(stage: Stage, timeline: Timeline, clock: Clock) -> None:
    """The command line wrote after the list was read and before the button was pressed."""
    command = open_library(stage.library.path, now=clock, origin="command")
    with command.edit("Write") as edit:
        edit.writeups.save(stage.chinchilla, "why", "From elsewhere.", None)
    command.close()
    timeline._restore.click()
    stage.settle()
    assert stage.saved(stage.chinchilla) == OLD
    with stage.library.read() as reading:
        texts = [one.text for one in reading.writeups.revisions(stage.chinchilla, "why")]
    assert "From elsewhere." in texts and "came in meanwhile" in timeline.notice.words


def test_what_is_being_typed_is_a_version_too(stage: Stage, timeline: Timeline) -> None:
    timeline._overlay.dismiss()
    edit = stage.pane.page.boxes["why"].edit
    edit.setFocus()
    stage.qtbot.waitUntil(edit.hasFocus)
    edit.moveCursor(QTextCursor.MoveOperation.End)
    stage.qtbot.keyClicks(edit, " And more")
    again = opened(stage, "why")
    assert rows(again)[0] == ("as it is now", "10 words") and stage.saved(stage.chinchilla) == f"{NEW} And more"


def test_a_version_is_copied_as_it_was(timeline: Timeline) -> None:
    timeline._copy.click()
    assert QGuiApplication.clipboard().text() == OLD


def test_a_field_without_versions_says_so_and_the_other_field_is_a_click_away(stage: Stage, timeline: Timeline) -> None:
    timeline._fields["insights"].click()
    stage.settle()
    assert rows(timeline) == [] and timeline.view.model().index(0, 0).data() == "Nothing was written here yet"
    assert not timeline._restore.isEnabled() and not timeline._copy.isEnabled()
    assert timeline.accessibleName() == "Versions of Key insights of Training Compute-Optimal Large Language Models"
    timeline._fields["why"].click()
    stage.settle()
    assert len(rows(timeline)) == 2


def test_the_button_over_a_field_opens_its_versions_and_is_no_stop_of_tab(stage: Stage, clock: Clock) -> None:
    written(stage, clock)
    stage.pane.show_paper(stage.chinchilla)
    found = stage.pane.page.boxes["why"].findChild(QToolButton, "whyVersions")
    assert found is not None
    assert found.accessibleName() == "Versions of Why"
    assert not found.focusPolicy() & Qt.FocusPolicy.TabFocus
    found.click()
    stage.settle()
    timeline = stage.window.findChild(Timeline)
    assert timeline is not None and rows(timeline)[0][0] == "as it is now"


def test_it_keeps_no_texts_when_it_is_closed(timeline: Timeline) -> None:
    timeline._overlay.dismiss()
    assert timeline._read is None and timeline.text.toPlainText() == ""
