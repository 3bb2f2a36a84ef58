"""Undo in the window, over a real library."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.history import History, Subject
from curator.desktop.news import News
from curator.desktop.tasks import Tasks
from curator.domain.changes import Changes
from curator.domain.papers import Status
from curator.library.library import Library, create_library, open_library


def now() -> datetime:
    return datetime(2022, 4, 6, 9, 30, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    path = tmp_path / "a.curator"
    create_library(path)
    library = open_library(path, now=now)
    yield library
    library.close()


@pytest.fixture
def paper(library: Library) -> int:
    with library.edit("Make a paper") as edit:
        return edit.papers.new("A paper")


@pytest.fixture
def history(tasks: Tasks, library: Library, paper: int, qtbot: QtBot) -> Iterator[History]:
    history = History(tasks)
    with qtbot.waitSignal(tasks.edits_idle):
        history.show_library(library)
    yield history
    if tasks.edits_pending:
        with qtbot.waitSignal(tasks.edits_idle):
            pass


def status(library: Library, paper: int) -> Status:
    with library.read() as reading:
        return reading.papers.get(paper).status


def words(library: Library, paper: int) -> str | None:
    with library.read() as reading:
        return reading.writeups.get(paper, "why").text


def sha(library: Library, paper: int) -> str:
    with library.read() as reading:
        return reading.writeups.get(paper, "why").sha


def type_text(history: History, library: Library, paper: int, text: str, qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.edits_idle):
        history.save_text(paper, "why", text, sha(library, paper))


class Asked(QLineEdit):
    """A field that is asked first, as those of the paper are."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def undo_here(self) -> bool:
        self.asked.append("undo")
        able = self.isUndoAvailable()
        self.undo()
        return able

    def redo_here(self) -> bool:
        self.asked.append("redo")
        able = self.isRedoAvailable()
        self.redo()
        return able


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[Asked]:
    window = QWidget()
    qtbot.addWidget(window)
    field = Asked()
    QVBoxLayout(window).addWidget(field)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    yield field
    del window


def test_a_step_is_taken_back_and_done_again(
    history: History, library: Library, paper: int, tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(history.stepped) as heard:
        history.edit("Dismiss 1 paper", lambda edit: edit.papers.decide([paper], Status.DISMISSED))
    assert heard.args == ["Dismiss 1 paper", False]
    assert history.undo_label == "Dismiss 1 paper"
    with qtbot.waitSignal(history.stepped) as heard:
        history.undo()
    assert heard.args == ["Dismiss 1 paper", True]
    assert status(library, paper) is Status.INBOX
    assert history.redo_label == "Dismiss 1 paper"
    with qtbot.waitSignal(history.stepped):
        history.redo()
    assert status(library, paper) is Status.DISMISSED


def test_an_edit_that_changes_nothing_is_no_step(
    history: History, library: Library, paper: int, tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(history.stepped), qtbot.waitSignal(tasks.edits_idle):
        history.edit("Do nothing", lambda edit: None)
    assert history.undo_label == "Make a paper"


def test_the_history_of_an_earlier_run_is_there(history: History) -> None:
    assert history.undo_label == "Make a paper"


def test_a_refused_edit_says_so_and_leaves_the_library(
    history: History, library: Library, paper: int, tasks: Tasks, qtbot: QtBot
) -> None:
    came: list[Exception] = []
    with qtbot.waitSignal(tasks.edits_idle):
        history.edit("Break", lambda edit: (edit.papers.decide([paper], Status.READY), 1 // 0), failed=came.append)
    assert isinstance(came[0], ZeroDivisionError)
    assert status(library, paper) is Status.INBOX


def test_typing_of_a_visit_is_one_step(
    history: History, library: Library, paper: int, tasks: Tasks, qtbot: QtBot
) -> None:
    history.begin_typing(paper, "why")
    for text in ("On", "One t", "One two"):
        type_text(history, library, paper, text, qtbot, tasks)
    with qtbot.waitSignal(tasks.edits_idle):
        history.end_typing()
    assert history.undo_label == "Type in Why of “A paper”"
    with qtbot.waitSignal(history.stepped):
        history.undo()
    assert words(library, paper) is None
    assert history.undo_label == "Make a paper"


def test_typing_that_ends_as_it_began_is_no_step(
    history: History, library: Library, paper: int, tasks: Tasks, qtbot: QtBot
) -> None:
    type_text(history, library, paper, "Before", qtbot, tasks)
    before = len(library.steps())
    history.begin_typing(paper, "why")
    type_text(history, library, paper, "Before and after", qtbot, tasks)
    type_text(history, library, paper, "Before", qtbot, tasks)
    with qtbot.waitSignal(tasks.edits_idle):
        history.end_typing()
    assert len(library.steps()) == before


def test_undo_during_a_visit_takes_back_what_was_before_it(
    history: History, library: Library, paper: int, field: Asked, tasks: Tasks, qtbot: QtBot
) -> None:
    type_text(history, library, paper, "Before", qtbot, tasks)
    with qtbot.waitSignal(history.stepped):
        history.edit("Star 1 paper", lambda edit: edit.papers.star([paper], True))
    history.begin_typing(paper, "why")
    type_text(history, library, paper, "Before and after", qtbot, tasks)
    type_text(history, library, paper, "Before", qtbot, tasks)  # the field's own undo took it back, and that was saved
    with qtbot.waitSignal(history.stepped) as heard:
        history.undo()
    assert heard.args == ["Star 1 paper", True]
    assert field.asked == ["undo"]


def test_the_focused_field_is_asked_first(
    history: History, library: Library, paper: int, field: Asked, tasks: Tasks, qtbot: QtBot
) -> None:
    qtbot.keyClicks(field, "abc")
    with qtbot.assertNotEmitted(tasks.started):
        history.undo()
    assert field.text() == ""
    with qtbot.assertNotEmitted(tasks.started):
        history.redo()
    assert field.text() == "abc"


def test_what_undo_passed_to_the_library_redo_takes_from_there_first(
    history: History, library: Library, paper: int, field: Asked, tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(history.stepped):
        history.edit("Star 1 paper", lambda edit: edit.papers.star([paper], True))
    qtbot.keyClicks(field, "abc")
    history.undo()
    with qtbot.waitSignal(history.stepped):
        history.undo()
    field.setModified(False)
    with qtbot.waitSignal(history.stepped) as heard:
        history.redo()
    assert heard.args == ["Star 1 paper", False]
    assert field.text() == ""
    history.redo()
    assert field.text() == "abc"


def test_after_new_typing_redo_takes_nothing_from_the_library(
    history: History, library: Library, paper: int, field: Asked, tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(history.stepped):
        history.edit("Star 1 paper", lambda edit: edit.papers.star([paper], True))
    with qtbot.waitSignal(history.stepped):
        history.undo()
    qtbot.keyClicks(field, "x")
    field.asked.clear()
    with qtbot.waitSignal(tasks.edits_idle):
        history.redo()
    assert field.asked == ["redo"]


def test_nothing_to_take_back_is_said(history: History, library: Library, tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(history.stepped):
        history.undo()
    with qtbot.waitSignal(history.said) as heard:
        history.undo()
    assert "nothing" in heard.args[0]


def test_news_come_on_the_main_thread_before_the_edit_is_reported(
    history: History, library: Library, paper: int, news: News, tasks: Tasks, qtbot: QtBot
) -> None:
    order: list[str] = []
    news.show_library(library)
    news.changed.connect(lambda changes: order.append("news" if changes.ids("paper") == {paper} else "other"))
    history.stepped.connect(lambda label, back: order.append("stepped"))
    with qtbot.waitSignal(history.stepped):
        history.edit("Star 1 paper", lambda edit: edit.papers.star([paper], True))
    assert order == ["news", "stepped"]


def test_what_another_process_changed_is_news(library: Library, paper: int, news: News, qtbot: QtBot) -> None:
    news.show_library(library)
    other = open_library(library.path, now=now, origin="command")
    try:
        with qtbot.waitSignal(news.changed) as heard, other.edit("Dismiss 1 paper") as edit:
            edit.papers.decide([paper], Status.DISMISSED)
        changes = heard.args[0]
        assert isinstance(changes, Changes)
        assert changes.touches("paper")
    finally:
        other.close()


def test_news_of_a_burst_come_joined(library: Library, paper: int, news: News, qtbot: QtBot) -> None:
    heard: list[Changes] = []
    news.show_library(library)
    news.changed.connect(heard.append)
    with qtbot.waitSignal(news.changed):
        for star in (True, False) * 10:
            with library.edit("Star") as edit:
                edit.papers.star([paper], star)
    assert len(heard) == 1


def test_a_library_that_is_no_longer_shown_is_not_heard(library: Library, paper: int, news: News, qtbot: QtBot) -> None:
    news.show_library(library)
    news.show_library(None)
    with qtbot.assertNotEmitted(news.changed, wait=50), library.edit("Star") as edit:
        edit.papers.star([paper], True)


def test_a_step_that_cannot_be_taken_back_says_what_is_in_its_way_and_the_next_undo_goes_on_past_it(
    history: History, library: Library, paper: int, tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(history.stepped):
        history.edit("Star 1 paper", lambda edit: edit.papers.star([paper], True))
    type_text(history, library, paper, "Mine", qtbot, tasks)
    other = open_library(library.path, now=now, origin="command")
    with other.edit("Edit a paper") as edit:
        edit.writeups.save(paper, "why", "Theirs", None)
    other.close()
    with qtbot.waitSignal(history.refused) as heard:
        history.undo()
    assert "“Edit a paper” of the command line" in heard.args[0]
    assert words(library, paper) == "Theirs"
    with qtbot.waitSignal(history.stepped) as heard:
        history.undo()
    assert heard.args == ["Star 1 paper", True]
    with qtbot.waitSignal(history.stepped) as heard:
        history.redo()
    assert heard.args == ["Star 1 paper", False]


def test_after_something_new_a_step_that_was_refused_is_tried_again(
    history: History, library: Library, paper: int, tasks: Tasks, qtbot: QtBot
) -> None:
    type_text(history, library, paper, "Mine", qtbot, tasks)
    other = open_library(library.path, now=now, origin="command")
    with other.edit("Edit a paper") as edit:
        edit.writeups.save(paper, "why", "Theirs", None)
    other.close()
    with qtbot.waitSignal(history.refused):
        history.undo()
    with qtbot.waitSignal(history.stepped):
        history.edit("Star 1 paper", lambda edit: edit.papers.star([paper], True))
    with qtbot.waitSignal(history.stepped):
        history.undo()
    with qtbot.waitSignal(history.refused):
        history.undo()


def test_a_step_is_told_with_the_one_paper_that_it_is_about(
    history: History, library: Library, paper: int, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(history.stepped):
        history.edit("Star 1 paper", lambda edit: edit.papers.star([paper], True))
    with qtbot.waitSignal(history.stepped):
        history.undo()
    assert history.subject == Subject(paper, "A paper")
