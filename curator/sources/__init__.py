"""Where things come from: services that resolve identifiers, and forms of files. One line each."""

from collections.abc import Callable
from pathlib import Path

from curator.net import Net
from curator.sources.arxiv import Arxiv
from curator.sources.snapshot import SNAPSHOT
from curator.sources.source import Reader, Services, Source

SOURCES: tuple[Callable[[Net, Services], Source], ...] = (Arxiv,)
READERS: tuple[Reader, ...] = (SNAPSHOT,)


def reader_of(path: Path) -> Reader | None:
    """What reads a file of this name; None where nothing does."""
    name = path.name.lower()
    return next((reader for reader in READERS if name.endswith(reader.suffixes)), None)
