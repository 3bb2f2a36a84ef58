"""What a source and a reader of files are, and what they give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from curator.domain.identifiers import Identifier
from curator.domain.papers import Record
from curator.domain.progress import Progress


class Services(Protocol):
    """Where services are and how fast they may be asked; the settings of this machine have it."""

    @property
    def arxiv_url(self) -> str: ...

    @property
    def arxiv_delay(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of some identifiers: works as `records`, those the service does not know, and those it could not be asked about.

    `fault` says in a sentence why `waiting` waits; None where nothing does.
    """

    records: tuple[Record, ...] = ()
    missing: tuple[Identifier, ...] = ()
    waiting: tuple[Identifier, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what a search found: works from place `start` on (from 0), of `total`."""

    records: tuple[Record, ...]
    start: int
    total: int


class Source(Protocol):
    """A service that resolves identifiers."""

    @property
    def name(self) -> str:
        """For people."""
        ...

    def resolves(self, identifier: Identifier) -> bool:
        """Whether the service can know it."""
        ...

    def by_ids(self, identifiers: Sequence[Identifier], progress: Progress) -> Iterator[Batch]:
        """What it says of each, a batch for each question. Faults are said in the batches; raises Cancelled and nothing else."""
        ...


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that could not be read: its line, from 1, and why. `cost`: as how many it counts where there are too many."""

    line: int
    message: str
    cost: int = field(default=1, compare=False)


class Reader(Protocol):
    """Reads one form of file."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of such files end, in lower case."""
        ...

    def __call__(self, path: Path, progress: Progress) -> Iterator[Record | Unread]:
        """Works and what is no work, in the order of the file. Raises Unreadable where the file can't be opened at all."""
        ...
