"""Writers come in in the order in which they asked, in this process and beside others."""

import multiprocessing
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import text

from curator.library.library import Library, open_library
from curator.library.turns import FairLock
from tests.library.bare import add_paper, column, write_text


def test_turns_are_taken_in_order() -> None:
    lock, order = FairLock(), list[int]()
    threads = []

    def take(number: int) -> None:
        with lock:
            order.append(number)

    with lock:
        for number in range(20):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while len(lock._queue) <= number:
                time.sleep(0.0005)
    for thread in threads:
        thread.join(10)
    assert order == list(range(20))


def test_one_who_asks_again_comes_after_those_who_wait() -> None:
    lock, order, held = FairLock(), list[str](), threading.Event()

    def greedy() -> None:
        with lock:
            held.set()
            while not lock._queue:
                time.sleep(0.0005)
        with lock:
            order.append("greedy")

    thread = threading.Thread(target=greedy)
    thread.start()
    assert held.wait(10)
    with lock:
        order.append("calm")
        while not lock._queue:
            time.sleep(0.0005)
    thread.join(10)
    assert order == ["calm", "greedy"]


def test_a_turn_is_passed_on_by_one_who_no_longer_waits() -> None:
    class Gone(Exception):
        pass

    class Impatient(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise Gone

    lock = FairLock()
    with lock:
        thread_done = threading.Event()

        def impatient() -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("curator.library.turns.threading.Event", Impatient)
                try:
                    with lock:
                        raise AssertionError
                except Gone:
                    thread_done.set()

        thread = threading.Thread(target=impatient)
        thread.start()
        thread.join(10)
        assert thread_done.is_set()
        assert not lock._queue
    with lock:
        pass


def _edit_many(path: str, name: str, ready: Event, go: Event) -> None:
    library = open_library(Path(path), now=lambda: datetime.now(UTC), origin="command")
    ready.set()
    go.wait(60)
    for number in range(200):
        with library.edit(f"{name} {number}") as edit:
            edit.c.execute(
                text("insert into tag(paper, name) values (:paper, :name)"),
                {"paper": number % 3 + 1, "name": f"{name}-{number}"},
            )
    library.close()


def test_three_processes_make_two_hundred_edits_each(library: Library) -> None:
    with library.edit("Add") as edit:
        for _ in range(3):
            add_paper(edit.c)
    context = multiprocessing.get_context("spawn")
    go = context.Event()
    ready = [context.Event() for _ in range(3)]
    children = [
        context.Process(target=_edit_many, args=(str(library.path), f"writer{number}", ready[number], go))
        for number in range(3)
    ]
    for child in children:
        child.start()
    for one in ready:
        assert one.wait(60)
    go.set()
    for child in children:
        child.join(100)
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert column(library, "select count(*) from tag") == [600]
    assert column(library, "select count(*) from step where origin = 'command'") == [600]
    assert library.doctor() == []


def _take_in(path: str, ready: Event, stop: Event) -> None:
    library = open_library(Path(path), now=lambda: datetime.now(UTC), origin="command")
    ready.set()
    with library.intake() as work:
        while not stop.is_set():
            with work.batch() as batch:
                for _ in range(50):
                    add_paper(batch.c, abstract="word " * 150)
                    if not batch.has_time():
                        break
    library.close()


@pytest.mark.slow
@pytest.mark.alone
def test_texts_are_saved_beside_another_process_that_imports(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    context = multiprocessing.get_context("spawn")
    ready, stop = context.Event(), context.Event()
    child = context.Process(target=_take_in, args=(str(library.path), ready, stop))
    child.start()
    assert ready.wait(60)
    took = _save_for(library, paper, 60)
    stop.set()
    child.join(60)
    assert child.exitcode == 0
    assert took[len(took) // 2] < 0.5
    assert library.doctor() == []


@pytest.mark.slow
@pytest.mark.alone
def test_texts_are_saved_beside_an_import_in_this_process(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    stop = threading.Event()

    def take_in() -> None:
        with library.intake() as work:
            while not stop.is_set():
                with work.batch() as batch:
                    for _ in range(50):
                        add_paper(batch.c, abstract="word " * 150)
                        if not batch.has_time():
                            break

    thread = threading.Thread(target=take_in)
    thread.start()
    took = _save_for(library, paper, 60)
    stop.set()
    thread.join(60)
    assert took[len(took) // 2] < 0.5
    assert library.doctor() == []


def _save_for(library: Library, paper: int, times: int) -> list[float]:
    took = []
    for number in range(times):
        began = time.perf_counter()
        with library.edit("Write Why") as edit:
            write_text(edit.c, paper, f"{number} " + "word " * 40)
        took.append(time.perf_counter() - began)
    assert column(library, "select count(*) from revision") == [times]
    return sorted(took)


def test_threads_that_write_at_once_all_do(library: Library, clock: Callable[[], datetime]) -> None:
    def add() -> None:
        for _ in range(10):
            with library.edit("Add") as edit:
                add_paper(edit.c)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert column(library, "select count(*) from paper") == [80]
    assert len(library.steps()) == 80
