"""From the frames to the whole window: rows before the library is open, the other panes after them, and no jump when the library answers."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.desktop.doors import Doors
from curator.desktop.window import Window
from curator.domain.errors import LibraryFault
from curator.library.library import Library, create_library, open_library
from tests.desktop.conftest import doors, now

Open = Callable[..., Window]
TITLES = [f"Paper {number}" for number in range(60)]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A library with more papers than the first page has."""
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make papers") as edit:
        for title in TITLES:
            edit.papers.new(title)
    library.close()
    return path


class Gate:
    """Opens a library only when it is let."""

    def __init__(self, machine: Doors) -> None:
        self._machine, self.go = machine, threading.Event()
        self.fails = False

    def open(self, path: Path, make: bool) -> Library:
        assert self.go.wait(20)
        if self.fails:
            raise LibraryFault("It can't be opened.")
        return self._machine.open(path, make)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    found = Gate(doors(tmp_path))
    yield found
    found.go.set()


def test_rows_are_seen_before_the_library_is_open_and_cant_be_acted_on(
    open_window: Open, filled: Path, gate: Gate, qtbot: QtBot
) -> None:
    window = open_window(library=filled, settle=False, open=gate.open)
    inbox = window.panes.inbox
    qtbot.waitUntil(lambda: len(inbox.model.ids) == 50)
    assert window.libraries.library is None and not inbox.view.isEnabled() and not window.is_settled
    seen = list(inbox.model.ids)
    row = inbox.model.row(0)
    assert row is not None and row.title == TITLES[-1]
    resets: list[bool] = []
    inbox.model.modelReset.connect(lambda: resets.append(True))
    gate.go.set()
    qtbot.waitUntil(lambda: window.is_settled and inbox.feed.is_idle)
    assert list(inbox.model.ids)[:50] == seen and len(inbox.model.ids) == 60 and not resets
    assert inbox.view.isEnabled() and inbox.view.chosen_ids() == seen[:1]
    assert window.panes.paper.paper == seen[0]


def test_the_other_panes_come_after_the_first_rows(open_window: Open, filled: Path, gate: Gate, qtbot: QtBot) -> None:
    window = open_window(library=filled, settle=False, open=gate.open)
    qtbot.waitUntil(lambda: window.panes._ways is not None)
    assert len(window.panes.inbox.model.ids) == 50 and window.libraries.library is None


def test_a_window_can_be_closed_before_its_library_is_open(
    open_window: Open, filled: Path, gate: Gate, qtbot: QtBot
) -> None:
    window = open_window(library=filled, settle=False, open=gate.open)
    assert window.may_close()


def test_rows_of_a_library_that_cant_be_opened_go(open_window: Open, filled: Path, gate: Gate, qtbot: QtBot) -> None:
    gate.fails = True
    window = open_window(library=filled, settle=False, open=gate.open)
    qtbot.waitUntil(lambda: len(window.panes.inbox.model.ids) == 50)
    gate.go.set()
    qtbot.waitUntil(lambda: window.is_settled)
    assert not window.panes.inbox.model.ids and window.libraries.library is None


def test_what_was_changed_between_the_look_and_the_opening_is_shown(
    open_window: Open, filled: Path, gate: Gate, qtbot: QtBot
) -> None:
    window = open_window(library=filled, settle=False, open=gate.open)
    inbox = window.panes.inbox
    qtbot.waitUntil(lambda: len(inbox.model.ids) == 50)
    other = open_library(filled, now=now, origin="command")
    with other.edit("Type over") as edit:
        edit.papers.override(inbox.model.ids[0], title="Typed over")
        new = edit.papers.new("One more")
    other.close()
    gate.go.set()
    qtbot.waitUntil(lambda: window.is_settled and inbox.feed.is_idle)
    rows = [inbox.model.row(at) for at in range(2)]
    assert [row.title for row in rows if row is not None] == ["One more", "Typed over"] and inbox.model.ids[0] == new
