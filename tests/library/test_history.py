"""Which step Ctrl+Z and redo take, over restarts, beside the command line."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import text

from curator.library.history import Step
from curator.library.library import Library, open_library
from tests.library.bare import add_paper, everything


def _star(library: Library, label: str) -> int:
    with library.edit(label) as edit:
        edit.c.execute(text("update paper set starred = starred + 1"))
    return edit.step


def _next(library: Library) -> tuple[str | None, str | None]:
    undoable, redoable = library.ahead().undo, library.ahead().redo
    return (undoable.label if undoable else None), (redoable.label if redoable else None)


def _undo(library: Library) -> None:
    step = library.ahead().undo
    assert step is not None
    library.undo(step.id)


def _redo(library: Library) -> None:
    step = library.ahead().redo
    assert step is not None
    library.undo(step.id)


@pytest.fixture
def starred(library: Library) -> Library:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    return library


def test_undo_and_redo_go_through_the_steps_and_back(starred: Library) -> None:
    for label in ("a", "b", "c"):
        _star(starred, label)
    assert _next(starred) == ("c", None)
    _undo(starred)
    assert _next(starred) == ("b", "c")
    _undo(starred)
    assert _next(starred) == ("a", "b")
    _redo(starred)
    assert _next(starred) == ("b", "c")
    _redo(starred)
    assert _next(starred) == ("c", None)
    _undo(starred)
    assert _next(starred) == ("b", "c")


def test_a_new_edit_ends_redo(starred: Library) -> None:
    for label in ("a", "b"):
        _star(starred, label)
    _undo(starred)
    _star(starred, "c")
    assert _next(starred) == ("c", None)
    _undo(starred)
    assert _next(starred) == ("a", "c")


def test_a_step_that_is_open_and_as_it_began_is_undone_once(starred: Library) -> None:
    with starred.edit("Open") as edit:
        edit.c.execute(text("update paper set starred = 1"))
    with starred.edit("Open", open_step=edit.step) as edit:
        edit.c.execute(text("update paper set starred = 0"))
    _undo(starred)
    assert _next(starred) == ("Add", "Open")


def test_what_was_done_before_a_restart_is_undone_after_it(starred: Library, clock: Callable[[], datetime]) -> None:
    for label in ("a", "b"):
        _star(starred, label)
    _undo(starred)
    starred.close()
    again = open_library(starred.path, now=clock)
    assert _next(again) == ("a", "b")
    _redo(again)
    _undo(again)
    _undo(again)
    assert _next(again) == ("Add", "a")
    again.close()


@contextmanager
def _command(library: Library, clock: Callable[[], datetime]) -> Iterator[Library]:
    command = open_library(library.path, now=clock, origin="command")
    yield command
    command.close()


def test_steps_of_the_command_line_are_listed_and_not_undone(starred: Library, clock: Callable[[], datetime]) -> None:
    _star(starred, "a")
    with _command(starred, clock) as command:
        with command.edit("by command") as edit:
            edit.c.execute(text("update paper set status = 'ready'"))
        assert command.ahead().undo == starred.ahead().undo
    assert _next(starred) == ("a", None)
    assert [(step.label, step.origin) for step in starred.steps()][:2] == [("by command", "command"), ("a", "window")]
    _undo(starred)
    assert _next(starred) == ("Add", "a")


def test_a_commands_step_taken_back_from_the_list_can_be_redone(
    starred: Library, clock: Callable[[], datetime]
) -> None:
    with _command(starred, clock) as command, command.edit("by command") as edit:
        edit.c.execute(text("update paper set status = 'ready'"))
    starred.undo(edit.step)
    assert _next(starred) == ("by command", None)
    _undo(starred)
    assert _next(starred) == ("Add", "by command")


def test_a_command_between_does_not_end_redo(starred: Library, clock: Callable[[], datetime]) -> None:
    _star(starred, "a")
    _undo(starred)
    with _command(starred, clock) as command, command.edit("by command") as edit:
        edit.c.execute(text("update paper set status = 'ready'"))
    assert _next(starred) == ("Add", "a")


def test_the_list_says_what_took_back_what(starred: Library) -> None:
    number = _star(starred, "a")
    undone = starred.undo(number)
    redone = starred.undo(undone.step)
    found = starred.steps(3)
    assert found[0] == Step(redone.step, "a", undone.step, "window", found[0].at, is_redo=True)
    assert (found[1].undoes, found[1].is_redo, found[2].undoes) == (number, False, None)
    assert found[0].at.endswith("Z")


@pytest.mark.parametrize("seed", range(3))
def test_undo_redo_and_edits_behave_as_a_stack(starred: Library, seed: int) -> None:
    rng = random.Random(seed)
    done: list[tuple[str, object]] = [("Add", everything(starred))]
    undone: list[tuple[str, object]] = []
    for number in range(60):
        choice = rng.random()
        if choice < 0.4:
            _star(starred, f"{number}")
            done.append((f"{number}", everything(starred)))
            undone.clear()
        elif choice < 0.75 and len(done) > 1:
            _undo(starred)
            undone.append(done.pop())
        elif undone:
            _redo(starred)
            done.append(undone.pop())
        assert _next(starred) == (done[-1][0], undone[-1][0] if undone else None)
        assert everything(starred) == done[-1][1]
