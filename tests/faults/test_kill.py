"""A process that writes is killed: every edit that it was told is saved is there afterwards."""

import multiprocessing
import random
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from curator.library.library import create_library, open_library
from tests.library.bare import add_paper, column, write_text


def _write(path: str, acknowledged: Connection) -> None:
    library = open_library(Path(path), now=lambda: datetime.now(UTC))
    with library.read() as reading:
        number = reading.c.exec_driver_sql("select coalesce(max(id), 0) from revision").scalar_one()
    while True:
        number += 1
        with library.edit("Write Why") as edit:
            write_text(edit.c, 1, f"{number} " + "word " * 200)
        acknowledged.send(number)
        if number % 7 == 0:
            with library.intake() as work, work.batch() as batch:
                add_paper(batch.c, f"Arrived {number}")


@pytest.mark.slow
def test_every_acknowledged_edit_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "l.curator"
    create_library(path)
    library = open_library(path, now=lambda: datetime.now(UTC))
    with library.edit("Add") as edit:
        add_paper(edit.c)
    library.close()
    context, rng = multiprocessing.get_context("spawn"), random.Random(1)
    for _ in range(10):
        _one_round(path, context.Process, context.Pipe, rng)


def _one_round(
    path: Path,
    process: Callable[..., multiprocessing.Process],
    pipe: Callable[..., tuple[Connection, Connection]],
    rng: random.Random,
) -> None:
    ours, theirs = pipe(duplex=False)
    child = process(target=_write, args=(str(path), theirs))
    child.start()
    theirs.close()
    last = 0
    for _ in range(rng.randint(1, 60)):
        assert ours.poll(60)
        last = ours.recv()
    child.kill()
    child.join(30)
    while ours.poll():
        try:
            last = ours.recv()
        except (EOFError, OSError):
            break
    library = open_library(path, now=lambda: datetime.now(UTC))
    try:
        there = column(library, "select max(id) from revision")[0]
        assert last <= there <= last + 1
        assert column(library, "select text from writeup")[0].startswith(f"{there} ")
        assert library.doctor() == []
    finally:
        library.close()
