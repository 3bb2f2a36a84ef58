import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.messages import Notice
from curator.desktop.window import Window
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Status
from curator.jobs.desk import Desk
from curator.library.library import Edit, Library, create_library, open_library
from curator.net import Net
from tests.desktop.conftest import doors, now, why_of

Open = Callable[..., Window]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A library with a paper."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make a paper") as edit:
        edit.papers.new("Training Compute-Optimal Large Language Models")
    library.close()
    return path


def held(window: Window) -> Library:
    library = window.libraries.library
    assert library is not None
    return library


def test_the_title_names_the_library(open_window: Open, filled: Path) -> None:
    window = open_window(library=filled)
    assert window.shell.windowTitle() == "trends — Curator"
    assert window.status.words == "Ready"


def test_an_empty_library_shows_three_ways_in_until_a_paper_comes(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    field = window.shell.findChild(QPlainTextEdit, "firstField")
    assert field is not None and field.isVisible() and field.hasFocus()
    for name in ("firstAdd", "firstSearch", "firstSample"):
        assert window.shell.findChild(QPushButton, name).isVisible()
    window.history.edit("Make a paper", lambda edit: edit.papers.new("A paper"))
    qtbot.waitUntil(lambda: not window.deck._places["first"].isVisible())
    qtbot.waitUntil(lambda: window.panes.inbox.view.hasFocus())


def test_the_sample_opens_beside_the_library_and_that_one_stays_as_it_was(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    with qtbot.waitSignal(window.libraries.opened):
        qtbot.mouseClick(window.shell.findChild(QPushButton, "firstSample"), Qt.MouseButton.LeftButton)
    assert window.shell.windowTitle() == "sample — Curator"
    qtbot.waitUntil(lambda: window.is_settled)
    assert [path.name for path in window.libraries.settings.recent] == ["sample.curator", "a.curator"]
    assert recent(window) == ["a"]
    window.libraries.open(window.libraries.settings.recent[1])
    qtbot.waitUntil(lambda: window.shell.windowTitle() == "a — Curator" and window.is_settled)
    assert recent(window) == ["sample"]


def recent(window: Window) -> list[str]:
    """The libraries that the menu offers to open again."""
    menu = window.shell.findChild(QMenu, "recentMenu")
    assert menu is not None
    return [one.text().split(" — ")[0] for one in menu.actions()]


def test_the_library_that_is_open_is_not_offered_to_be_opened_again(
    open_window: Open, filled: Path, qtbot: QtBot
) -> None:
    window = open_window(library=filled)
    assert recent(window) == ["No other yet"]
    assert window.libraries.settings.recent == (filled,)
    window.end()
    again = open_window(library=filled)
    assert recent(again) == ["No other yet"]


def test_a_second_window_on_the_same_library_says_so_and_ends(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    open_window(library=filled)
    second = open_window(library=filled, settle=False)
    with qtbot.waitSignal(second.refused) as heard:
        pass
    assert "is open already; its window was brought to the front" in heard.args[0]


def test_another_library_that_is_open_elsewhere_is_refused_and_this_one_stays(
    open_window: Open, filled: Path, qtbot: QtBot
) -> None:
    other = open_window(library=filled)
    window = open_window()
    with qtbot.waitSignal(window.libraries.failed):
        window.libraries.open(held(other).path)
    assert "is open already; its window was brought to the front" in window.status.words
    assert held(window).path.name == "a.curator"


def test_a_library_that_can_not_be_opened_is_said_where_it_would_be(open_window: Open, tmp_path: Path) -> None:
    (tmp_path / "note.curator").write_text("not a library")
    window = open_window(library=tmp_path / "note.curator")
    assert window.libraries.library is None
    words = " ".join(label.text() for label in window.shell.findChildren(QLabel) if label.isVisible())
    assert "No library is open" in words
    assert not window.actions_["new-paper"].isEnabled()
    assert window.actions_.reason("new-paper") == "No library is open"


def test_what_was_done_is_said_with_undo_by_key_menu_and_status_bar(
    open_window: Open, filled: Path, qtbot: QtBot
) -> None:
    window = open_window(library=filled)
    for way in ("key", "menu", "bar"):
        with qtbot.waitSignal(window.history.stepped):
            window.history.edit("Dismiss 1 paper", lambda edit: edit.papers.decide([1], Status.DISMISSED))
        assert window.status.words == "Dismissed 1 paper"
        assert window.actions_["undo"].text() == "Undo: Dismiss 1 paper"
        with qtbot.waitSignal(window.history.stepped) as heard:
            if way == "key":
                qtbot.keyClick(window.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            elif way == "menu":
                window.actions_["undo"].trigger()
            else:
                qtbot.mouseClick(window.shell.findChild(QPushButton, "statusUndo"), Qt.MouseButton.LeftButton)
        assert heard.args == ["Dismiss 1 paper", True]
        with held(window).read() as reading:
            assert reading.papers.get(1).status is Status.INBOX
        with qtbot.waitSignal(window.history.stepped):
            qtbot.keyClick(window.shell, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        with qtbot.waitSignal(window.history.stepped):
            window.history.undo()


def test_closing_waits_for_what_is_being_written(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    gate = threading.Event()
    window.history.edit("Wait", lambda edit: (gate.wait(10), edit.papers.star([1], True)))
    assert not window.shell.close()
    assert window.shell.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not window.shell.isVisible())
    again = open_library(filled, now=now)
    with again.read() as reading:
        assert reading.papers.get(1).starred
    again.close()


def test_closing_saves_what_was_just_typed(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    window.panes.choose_paper(1)
    why = why_of(window)
    qtbot.waitUntil(why.isVisible)
    why.setFocus()
    qtbot.keyClicks(why, "Budgets")
    window.shell.close()
    qtbot.waitUntil(lambda: not window.shell.isVisible())
    again = open_library(filled, now=now)
    with again.read() as reading:
        assert reading.writeups.get(1, "why").text == "Budgets"
    again.close()


def test_a_read_only_library_says_so_and_offers_no_edit(open_window: Open, filled: Path) -> None:
    def read_only(path: Path, make: bool) -> Library:
        library = open_library(path, now=now)
        library._database.only_reads = "This library was made by a newer Curator; it can be read."
        return library

    window = open_window(library=filled, open=read_only)
    assert "newer Curator" in window.status.words
    assert window.actions_.reason("new-paper") == "This library can only be read"
    assert (
        window.actions_["copy-markdown"].isEnabled()
        or window.actions_.reason("copy-markdown") == "There is no issue yet"
    )


def test_the_theme_and_the_size_of_text_are_kept(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    kept: list[object] = []
    window = open_window(library=filled, keep=kept.append)
    window.actions_["theme-dark"].trigger()
    window.actions_["text-larger"].trigger()
    qtbot.waitUntil(lambda: window.is_settled)
    assert window.look.theme.dark
    assert (window.libraries.settings.theme, window.libraries.settings.text_size) == ("dark", 1.1)
    assert kept[-1] == window.libraries.settings
    window.actions_["text-normal"].trigger()
    assert window.libraries.settings.text_size == 1.0


def test_panes_are_hidden_by_key_and_the_menu_shows_it(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    qtbot.keyClick(window.shell, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert not window.deck.is_shown("outline")
    assert not window.actions_["show-outline"].isChecked()
    window.actions_["show-outline"].trigger()
    assert window.deck.is_shown("outline")


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700), (700, 600)])
def test_heads_are_on_one_line(open_window: Open, filled: Path, size: tuple[int, int]) -> None:
    window = open_window(size=size, library=filled)
    heads = [
        head
        for head in window.shell.findChildren(object)
        if getattr(head, "property", lambda _: None)("kind") == "head"
    ]
    ends = {
        head.mapTo(window.shell, head.rect().bottomLeft()).y()
        for head in heads
        if head.isVisible() and head.height() == 44
    }
    assert len(ends) == 1
    assert window.shell.size().toTuple() == size


def test_no_library_is_kept_open_by_a_closed_window(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    window.shell.close()
    qtbot.waitUntil(lambda: not window.shell.isVisible())
    assert window.libraries.library is None
    again = open_library(filled, now=now)
    assert again.claim_window()
    again.close()


def test_no_key_of_the_window_has_two_actions(open_window: Open, filled: Path) -> None:
    window = open_window(library=filled)
    by_key: dict[str, set[str]] = {}
    for action in window.shell.findChildren(QAction):
        for key in action.shortcuts():
            if action.shortcutContext() == Qt.ShortcutContext.WindowShortcut:
                by_key.setdefault(key.toString(), set()).add(action.objectName())
    assert {key: names for key, names in by_key.items() if len(names) > 1} == {}


def test_what_is_pasted_at_the_first_start_waits_where_there_is_no_network(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    settings = replace(doors(tmp_path).settings, arxiv_url=f"http://127.0.0.1:{port}/query", arxiv_delay=0.0)
    settings = replace(settings, named_hosts=frozenset({f"127.0.0.1:{port}"}))
    window = open_window(desk=lambda library: Desk(library, Net(settings.named_hosts), settings, now))
    field, button = (
        window.shell.findChild(QPlainTextEdit, "firstField"),
        window.shell.findChild(QPushButton, "firstAdd"),
    )
    assert not button.isEnabled()
    qtbot.keyClicks(field, "see arXiv:2203.15556v1 and more")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.status.words.startswith("1 waiting for the network"), timeout=20000)
    qtbot.waitUntil(lambda: not window.deck._places["first"].isVisible())
    with held(window).read() as reading:
        assert [one.paper for one in reading.papers.waiting()] == [1]
    qtbot.waitUntil(lambda: window.actions_["fetch-waiting"].isEnabled())


def test_what_names_nothing_is_said_under_the_field(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    field = window.shell.findChild(QPlainTextEdit, "firstField")
    qtbot.keyClicks(field, "nothing of the kind")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    notice = window.shell.findChild(Notice, "firstNotice")
    qtbot.waitUntil(lambda: notice.words not in ("", "On its way…"))
    assert field.toPlainText() == "nothing of the kind"


def test_an_issue_is_imported_from_a_file(open_window: Open, filled: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    file = tmp_path / "april.md"
    file.write_text("---\ntitle: Trends in AI\nedition: April 2022\n---\n## Research\n\nWe chose none.\n", "utf-8")
    window.actions_["import-issue"].trigger()
    dialog = window.shell.findChild(QFileDialog, "importDialog")
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    qtbot.waitUntil(lambda: window.status.words.startswith("Imported an issue"))
    with held(window).read() as reading:
        assert [one.edition for one in reading.issues.list()] == ["April 2022"]


def test_the_keyboard_begins_in_the_list(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    qtbot.waitUntil(window.panes.inbox.view.hasFocus)
    assert window.panes.paper.paper == 1


def test_every_pane_is_shown_what_is_chosen_in_another(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    panes = window.panes

    def fill(edit: Edit) -> int:
        issue = edit.issues.new("Trends in AI", edition="April 2022")
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, 1)])
        return issue

    with qtbot.waitSignal(window.history.stepped):
        window.history.edit("Make an issue", fill)
    qtbot.waitUntil(lambda: panes.issue is not None and window.is_settled)
    assert window.actions_["add-section"].isEnabled()
    qtbot.waitUntil(lambda: any(shelf.issue == panes.issue for shelf in panes.rail.shelves.issues))
    panes.rail.picked.emit(panes.rail.shelves.issues[0])
    qtbot.waitUntil(lambda: window.is_settled)
    panes.inbox.choose(1)
    qtbot.waitUntil(lambda: panes.paper.paper == 1)
    assert window.actions_["shortlist"].isEnabled()


def test_what_was_chosen_last_is_chosen_in_the_next_run(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "many.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Fill") as edit:
        for number in range(5):
            edit.papers.new(f"Paper {number}")
        edit.issues.new("One", edition="March 2022")
        edit.issues.new("Two", edition="April 2022")
        first = edit.issues.find("March 2022")
    library.close()
    window = open_window(library=path)
    qtbot.waitUntil(lambda: window.panes.paper.paper is not None)
    window.panes.choose_paper(3)
    window.panes.choose_issue(first)
    qtbot.waitUntil(lambda: window.panes.inbox.current_paper == 3 and window.is_settled)
    window.shell.close()
    qtbot.waitUntil(lambda: not window.shell.isVisible())
    again = open_window(library=path)
    qtbot.waitUntil(lambda: again.panes.paper.paper == 3)
    qtbot.waitUntil(lambda: again.panes.issue == first)


def test_f6_goes_to_what_matters_in_each_pane(open_window: Open, filled: Path, qtbot: QtBot) -> None:
    window = open_window(library=filled)
    qtbot.waitUntil(window.panes.inbox.view.hasFocus)
    with qtbot.waitSignal(window.history.stepped):
        window.history.edit("Make an issue", lambda edit: edit.issues.new("Trends in AI", edition="April 2022"))
    qtbot.waitUntil(window.panes.outline.view.isVisible)
    went = []
    for _ in range(4):
        qtbot.keyClick(window.shell.focusWidget(), Qt.Key.Key_F6)
        went.append(window.shell.focusWidget().objectName())
    assert went == ["whyEditor", "outlineView", "railView", "inboxView"]
    qtbot.keyClick(window.shell.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.shell.focusWidget().objectName() == "railView"
