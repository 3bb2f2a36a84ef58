"""What arrives in bulk: in short batches, found at once, on disk at the end."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from sqlalchemy import text

from curator.domain.changes import Changes
from curator.library import intake
from curator.library.intake import Batch
from curator.library.library import Library, open_library
from curator.library.turns import raw_connection
from tests.library.bare import add_paper, column, found, write_text


def _put(batch: Batch, titles: Sequence[str]) -> list[int]:
    return [add_paper(batch.c, title) for title in titles]


def test_all_of_it_comes_in_and_is_told(library: Library) -> None:
    heard: list[Changes] = []
    library.listen(heard.append)
    with library.intake() as work:
        numbers = [number for results in work.each([f"Training {n}" for n in range(500)], _put) for number in results]
    assert numbers == list(range(1, 501))
    assert len(found(library, "training")) == 500
    assert Changes.joined(heard).rows == {(kind, number) for number in numbers for kind in ("paper", "metadata")}
    assert library.steps() == []
    assert column(library, "select count(*) from journal") == [0]
    assert library.doctor() == []


def test_batches_end_when_their_time_is_over(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_WORK_FOR", 0)
    with library.intake() as work:
        sizes = [len(results) for results in work.each([f"{n}" for n in range(120)], _put)]
    assert sizes == [50, 50, 20]


def test_batches_that_are_in_stay_in_when_it_is_broken_off(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_WORK_FOR", 0)

    def put(batch: Batch, titles: Sequence[str]) -> list[int]:
        if "60" in titles:
            raise ZeroDivisionError
        return _put(batch, titles)

    with pytest.raises(ZeroDivisionError), library.intake() as work:
        for _ in work.each([f"{n}" for n in range(120)], put):
            pass
    assert column(library, "select count(*) from paper") == [50]
    assert column(library, "select at from settled where id = 1") == [1]
    assert library.doctor() == []


def test_the_last_transaction_goes_down_to_the_disk(library: Library) -> None:
    with library.intake() as work:
        for _ in work.each(["a"], _put):
            pass
        with library._database.intaker.connect() as c:
            assert raw_connection(c).execute("PRAGMA synchronous").fetchone() == (1,)
    with library._database.intaker.connect() as c:
        assert raw_connection(c).execute("PRAGMA synchronous").fetchone() == (2,)
    assert column(library, "select at from settled where id = 1") == [1]
    with library.intake():
        pass
    assert column(library, "select at from settled where id = 1") == [1]


def test_an_intake_names_all_that_it_touched(library: Library) -> None:
    heard: list[Changes] = []
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    library.listen(heard.append)
    with library.intake() as work, work.batch() as batch:
        write_text(batch.c, paper, "imported")
        batch.c.execute(text("insert into issue(slug, title) values ('a', 'A')"))
    assert Changes.joined(heard).rows == {("paper", paper), ("metadata", paper), ("writeup", 1), ("issue", 1)}


def test_it_rests_while_a_reader_keeps_the_log_from_beginning_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 2 * 2**20
    monkeypatch.setattr(intake, "WAL_LIMIT", limit)
    begun, let_go, sleep = threading.Event(), threading.Event(), time.sleep
    rests, sizes = list[int](), list[int]()

    def look() -> None:
        with library.read() as reading:
            reading.c.execute(text("select count(*) from paper")).scalar_one()
            begun.set()
            assert let_go.wait(60)

    def rest(seconds: float) -> None:
        if seconds == intake._REST:
            rests.append(library._database.log_bytes())
            let_go.set()
        sleep(seconds)

    monkeypatch.setattr(intake.time, "sleep", rest)
    reader = threading.Thread(target=look)
    reader.start()
    assert begun.wait(60)
    try:
        with library.intake() as work:
            for _ in work.each([f"{n} " + "word " * 900 for n in range(1500)], _put):
                sizes.append(library._database.log_bytes())
    finally:
        let_go.set()
        reader.join(60)
    assert rests and min(rests) > limit
    assert max(sizes) < 5 * limit
    assert column(library, "select count(*) from paper") == [1500]


def test_an_intake_beside_another_of_the_same_library(library: Library, clock: Callable[[], datetime]) -> None:
    other = open_library(library.path, now=clock)

    def take(which: Library, word: str) -> None:
        with which.intake() as work:
            for _ in work.each([word] * 200, _put):
                pass

    threads = [
        threading.Thread(target=take, args=one) for one in ((library, "first"), (library, "second"), (other, "third"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [len(found(library, word)) for word in ("first", "second", "third")] == [200, 200, 200]
    other.close()
    assert library.doctor() == []
