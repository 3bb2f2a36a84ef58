"""A second window on the same library is noticed; the command line is none."""

import multiprocessing
import os
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from curator.library.library import Library, open_library
from tests.library.bare import add_paper, column


def test_the_second_claim_is_refused_until_the_first_is_given_back(
    library: Library, clock: Callable[[], datetime]
) -> None:
    second = open_library(library.path, now=clock)
    assert library.claim_window()
    assert library.claim_window()
    assert not second.claim_window()
    with second.edit("Add") as edit:
        add_paper(edit.c)
    library.close()
    assert second.claim_window()
    second.close()


def test_only_the_lock_stands_beside_the_library(library: Library) -> None:
    assert library.claim_window()
    library.close()
    assert sorted(path.name for path in library.path.parent.iterdir()) == sorted(
        [library.path.name, f"{library.path.name}.lock"]
    )


def _hold(path: str, ready: Event) -> None:
    library = open_library(Path(path), now=lambda: datetime.now(UTC))
    if not library.claim_window():
        os._exit(1)
    ready.set()
    multiprocessing.get_context("spawn").Event().wait(60)


def test_a_window_that_was_killed_holds_nothing(library: Library) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    child = context.Process(target=_hold, args=(str(library.path), ready))
    child.start()
    assert ready.wait(60)
    assert not library.claim_window()
    child.kill()
    child.join(60)
    assert library.claim_window()
    assert column(library, "select count(*) from paper") == [0]


def _claim_and_die(path: str) -> None:
    library = open_library(Path(path), now=lambda: datetime.now(UTC))
    assert library.claim_window()
    os._exit(0)


def test_who_comes_after_a_window_that_died_knows_it_once(library: Library, clock: Callable[[], datetime]) -> None:
    library.close()
    child = multiprocessing.get_context("spawn").Process(target=_claim_and_die, args=(str(library.path),))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    for was_left in (True, False):
        after = open_library(library.path, now=clock)
        assert not after.was_left_open  # nobody took its place yet
        assert after.claim_window() and after.was_left_open is was_left
        after.close()
