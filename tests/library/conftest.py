"""A new library in a folder whose name is hard, and a clock that ticks a second at each look."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curator.library.library import Library, create_library, open_library
from tests.library.shelf import Shelf, fill

Clock = Callable[[], datetime]


@pytest.fixture
def clock() -> Clock:
    moment = datetime(2022, 4, 6, 9, 30, tzinfo=UTC)

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    return now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "a b?c#d%41é"
    found.mkdir()
    return found


@pytest.fixture
def library(folder: Path, clock: Clock) -> Iterator[Library]:
    path = folder / "l ?#%20.curator"
    create_library(path)
    found = open_library(path, now=clock)
    yield found
    found.close()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Sixty papers to be searched and listed; not to be changed."""
    path = tmp_path_factory.mktemp("shelf") / "l.curator"
    create_library(path)
    library = open_library(path, now=lambda: datetime(2022, 4, 6, tzinfo=UTC))
    ids = fill(library)
    with library.read() as reading:
        papers = reading.papers.many(ids)
        order = reading.listing.ids()
    yield Shelf(library, [papers[paper] for paper in order])
    library.close()
