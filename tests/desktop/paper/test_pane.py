"""The paper pane as a whole."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from curator.desktop.parts import HEAD
from curator.domain.errors import Busy
from curator.domain.issues import Kind, NewEntry
from curator.library.library import open_library
from tests.desktop.paper.conftest import Clock, Stage


@contextmanager
def windows_shown() -> Iterator[list[str]]:
    """What becomes a window of its own meanwhile."""

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(f"{type(watched).__name__} {watched.objectName()}")
            return False

    seen: list[str] = []
    watch, app = Watch(), QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    try:
        yield seen
    finally:
        app.removeEventFilter(watch)


def test_a_paper_is_shown_with_all_that_is_known_of_it(stage: Stage) -> None:
    with stage.library.edit("Make an issue") as edit:
        issue = edit.issues.new("Trends", "April 2022")
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(
            section, [NewEntry(Kind.PAPER, paper=stage.kaplan), NewEntry(Kind.PAPER, paper=stage.chinchilla)]
        )
        edit.papers.tag([stage.chinchilla], "scaling")
        edit.writeups.save(stage.chinchilla, "why", "Because.", None)
    with windows_shown() as windows:
        stage.pane.show_paper(stage.chinchilla)
        stage.settle()
    pane = stage.pane
    assert windows == []
    assert pane.page.header.title.text() == "Training Compute-Optimal Large Language Models"
    assert pane.page.header.meta.text() == "arXiv 2203.15556 v1 · cs.CL, cs.LG · 29 March 2022"
    assert pane.top.place.text() == "In April 2022 as № 2"
    assert pane.top.status.text().strip().startswith("Drafting")
    assert pane.page.boxes["why"].edit.text == "Because." and pane.page.boxes["insights"].edit.text == ""
    assert pane.page.boxes["why"].target.words.text() == "1 word"
    assert pane.head().height() == pane.page._look.theme.u(HEAD)


def test_nothing_chosen_says_what_to_do(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.show_paper(None)
    said = [one.text() for one in stage.pane.findChildren(QLabel) if one.isVisible()]
    assert "No paper chosen" in said
    assert not stage.pane.top.status.isVisible() and not stage.pane.foot().isVisible()


def test_counts_stand_against_the_target(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    box = stage.pane.page.boxes["why"]
    box.edit.insertPlainText("word " * 74)
    stage.qtbot.waitUntil(lambda: box.target.words.text() == "74 words, 14 over")
    assert box.target.words.property("tone") == "warn"
    assert box.target.accessibleName() == "74 words, 14 over, 25 to 60 wanted"


def test_typing_is_told_with_its_paper_and_field(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    box = stage.pane.page.boxes["insights"]
    with stage.qtbot.waitSignal(stage.pane.caret) as entered:
        box.edit.setFocus()
    assert entered.args == [stage.chinchilla, "insights"]
    with stage.qtbot.waitSignal(stage.pane.typed) as typed:
        stage.qtbot.keyClicks(box.edit, "a")
    assert typed.args == [stage.chinchilla, "insights", "a"]


def test_tab_goes_from_why_to_key_insights(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.focus_field("why")
    stage.qtbot.keyClick(stage.pane.page.boxes["why"].edit, Qt.Key.Key_Tab)
    assert stage.pane.page.boxes["insights"].edit.hasFocus()
    assert stage.pane.page.boxes["why"].edit.text == ""


def test_a_change_from_elsewhere_is_shown(stage: Stage, clock: Clock) -> None:
    stage.pane.show_paper(stage.chinchilla)
    other = open_library(stage.library.path, now=clock, origin="command")
    with other.edit("Change") as edit:
        edit.papers.override(stage.chinchilla, title="Another title")
        edit.papers.tag([stage.chinchilla], "new")
    other.close()
    stage.qtbot.waitUntil(lambda: stage.pane.page.header.title.text() == "Another title")
    chips = [one.text() for one in stage.pane.page.chips.findChildren(QPushButton, "tagChip")]
    assert chips == ["new"]


def test_a_paper_whose_coming_is_undone_leaves_the_pane_and_its_text_is_kept(stage: Stage) -> None:
    made: list[int] = []
    stage.history.edit("New paper", lambda edit: edit.papers.new("By hand"), made.append)
    stage.settle()
    stage.pane.show_paper(made[0])
    assert stage.pane.page.header.title.text() == "By hand"
    stage.history.undo()
    stage.qtbot.keyClicks(stage.pane.page.boxes["why"].edit, "typed too late")
    stage.qtbot.waitUntil(lambda: stage.pane.paper is None)
    stage.settle()
    assert stage.pane.has_unsaved
    assert [path.read_text() for path in stage.rescue.iterdir()] == ["typed too late"]
    stage.history.redo()
    stage.settle()
    stage.pane.show_paper(made[0])
    assert stage.pane.page.boxes["why"].edit.text == "typed too late"
    stage.pane.leave()
    assert stage.saved(made[0]) == "typed too late"


def test_papers_that_are_found_to_be_one_go_on_being_written(stage: Stage) -> None:
    stage.pane.show_paper(stage.kaplan)
    box = stage.pane.page.boxes["why"]
    box.edit.setFocus()
    stage.qtbot.waitUntil(box.edit.hasFocus)
    with stage.library.edit("Merge") as edit:
        edit.merging.merge(stage.chinchilla, stage.kaplan)
    stage.qtbot.waitUntil(lambda: stage.pane.paper == stage.chinchilla)
    stage.qtbot.keyClicks(box.edit, "goes on")
    stage.pane.leave()
    assert stage.saved(stage.chinchilla) == "goes on"
    assert not stage.pane.has_unsaved


def test_a_paper_is_shown_while_another_program_writes(stage: Stage) -> None:
    holder = sqlite3.connect(stage.library.path, isolation_level=None)
    holder.execute("begin immediate")
    stage.pane.show_paper(stage.kaplan)
    assert stage.pane.paper == stage.kaplan
    holder.execute("rollback")
    holder.close()


def test_what_cannot_be_read_at_once_is_read_beside_the_window(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def busy() -> Iterator[None]:
        raise Busy("Another program is writing.")
        yield

    stage.pane.show_paper(stage.chinchilla)
    monkeypatch.setattr(stage.library, "read_here", busy)
    stage.pane.show_paper(stage.kaplan)
    assert stage.pane.paper is None and stage.pane.page.boxes["why"].edit.isReadOnly()
    stage.qtbot.waitUntil(lambda: stage.pane.paper == stage.kaplan)
    assert not stage.pane.page.boxes["why"].edit.isReadOnly()


def test_a_library_that_can_only_be_read_shows_all_and_takes_nothing(stage: Stage, clock: Clock) -> None:
    with stage.library.edit("Write") as edit:
        edit.writeups.save(stage.chinchilla, "why", "As it was.", None)
        edit.papers.tag([stage.chinchilla], "scaling")
    newer = stage.library.path.with_name("newer.curator")
    with contextlib.closing(sqlite3.connect(stage.library.path)) as c:
        c.execute("vacuum into ?", (str(newer),))
    with contextlib.closing(sqlite3.connect(newer)) as c:
        c.execute("pragma user_version = 99")
    library = open_library(newer, now=clock)
    assert library.is_read_only
    stage.show_library(library)
    stage.pane.show_paper(stage.chinchilla)
    box = stage.pane.page.boxes["why"]
    stage.qtbot.keyClicks(box.edit, "x")
    assert box.edit.text == "As it was." and box._locked.isVisible() and not box.target.isVisible()
    names = ("addTag", "addLink", "addFigure", "editDetailsButton")
    assert not any(one.isVisible() for name in names for one in stage.pane.findChildren(QWidget, name))
    assert not stage.pane.top.status.isEnabled() and not stage.pane.has_unsaved
    stage.pane.show_library(None)
    stage.news.show_library(None)
    stage.settle()
    library.close()


def test_another_library_has_other_papers(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.page.boxes["why"].edit.insertPlainText("of the one")
    stage.pane.leave()
    stage.settle()
    stage.pane.show_library(None)
    assert stage.pane.paper is None and stage.pane.page.boxes["why"].edit.text == ""
    assert stage.pane.page.boxes["why"].edit.isReadOnly()
    stage.pane.show_library(stage.library)
    stage.pane.show_paper(stage.chinchilla)
    assert stage.pane.page.boxes["why"].edit.text == "of the one"


def test_the_windows_action_is_asked_where_a_field_has_the_caret(stage: Stage) -> None:
    """Key, menu and status bar go one way."""
    action = QAction("Undo", stage.window)
    action.setShortcut("Ctrl+Z")
    action.triggered.connect(stage.history.undo)
    stage.window.addAction(action)
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.focus_field("why")
    edit = stage.pane.page.boxes["why"].edit
    stage.qtbot.keyClicks(edit, "abc")
    with stage.qtbot.waitSignal(action.triggered):
        stage.qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text == ""


def test_the_caret_stays_in_sight(stage: Stage) -> None:
    stage.window.resize(520, 420)
    stage.pane.show_paper(stage.chinchilla)
    edit = stage.pane.page.boxes["insights"].edit
    edit.setFocus()
    stage.qtbot.waitUntil(edit.hasFocus)
    for _ in range(40):
        stage.qtbot.keyClick(edit, Qt.Key.Key_Return)
    view = stage.pane.page.viewport()

    def in_sight() -> bool:
        return view.rect().contains(edit.viewport().mapTo(view, edit.cursorRect().center()))

    stage.qtbot.waitUntil(in_sight)
    stage.pane.page.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMinimum)
    edit.insertPlainText("\n")
    stage.settle()
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    stage.qtbot.waitUntil(in_sight)


def test_everything_one_can_act_on_has_a_name(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.page.header.edit()
    stage.pane.page.chips.ask_link()
    kinds = (QPushButton, QToolButton, QLineEdit, QPlainTextEdit, QTextEdit)
    for one in stage.pane.findChildren(QWidget):
        if isinstance(one, kinds) and one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus:
            told = QAccessible.queryAccessibleInterface(one)
            assert one.objectName(), one
            assert told.text(QAccessible.Text.Name), one.objectName()


def test_focus_is_seen(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    stage.settle()
    kinds = (QPushButton, QToolButton, QTextEdit)
    seen = [one for one in stage.pane.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    seen = [one for one in seen if one.isEnabled() and one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(seen) > 8
    for one in seen:
        other = stage.pane.page.boxes["why"].edit
        if one is other:
            other = stage.pane.page.boxes["insights"].edit
        other.setFocus()
        before = one.grab().toImage()
        one.setFocus(Qt.FocusReason.TabFocusReason)
        assert one.grab().toImage() != before, one.objectName()


def test_no_label_guesses_a_format(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.show_many([stage.chinchilla, stage.kaplan])
    stage.settle()
    for one in stage.pane.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText or not one.text(), one.text()


def test_light_and_dark_and_other_sizes(stage: Stage) -> None:
    stage.pane.show_paper(stage.chinchilla)
    stage.settle()
    look = stage.pane.page._look
    light = stage.pane.grab().toImage()
    look.set_mode("dark")
    stage.settle()
    dark = stage.pane.grab().toImage()
    assert light.pixelColor(5, 200).lightness() > 200 > 60 > dark.pixelColor(5, 200).lightness()
    before = stage.pane.page.boxes["why"].edit.height()
    look.set_writing(2.0)
    stage.qtbot.waitUntil(lambda: stage.pane.page.boxes["why"].edit.height() > before * 1.5)


def test_a_save_of_ones_own_is_read_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The news of it come before its outcome: what the library holds then is what was sent, and there is nothing to look at again."""
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.focus_field("why")
    why = stage.pane.page.boxes["why"]
    stage.settle()
    reads: list[None] = []
    read_here = stage.library.read_here

    def counted() -> object:
        reads.append(None)
        return read_here()

    monkeypatch.setattr(stage.library, "read_here", counted)
    stage.qtbot.keyClicks(why.edit, "Words")
    why.saving.flush()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "Words"
    assert len(reads) == 1
