"""Closing a library while others still use it."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.domain.errors import LibraryFault
from curator.library.library import create_library, open_library


def now() -> datetime:
    return datetime(2022, 4, 6, 9, 30, tzinfo=UTC)


def test_closing_waits_for_the_edit_that_is_under_way(tmp_path: Path) -> None:
    path = tmp_path / "a.curator"
    create_library(path)
    library = open_library(path, now=now)
    inside, closing, gate = threading.Event(), threading.Event(), threading.Event()

    def write() -> None:
        with library.edit("Make a paper") as edit:
            inside.set()
            gate.wait(10)
            edit.papers.new("A paper")

    def close() -> None:
        closing.set()
        library.close()

    writer, closer = threading.Thread(target=write), threading.Thread(target=close)
    writer.start()
    assert inside.wait(10)
    closer.start()
    assert closing.wait(10)
    gate.set()
    writer.join(10)
    closer.join(10)
    with pytest.raises(LibraryFault), library.edit("Too late"):
        pass
    again = open_library(path, now=now)
    with again.read() as reading:
        assert reading.papers.get(1).title == "A paper"
    again.close()
