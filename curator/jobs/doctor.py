"""Looks a library over with all that is around it, and mends what can be mended."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from curator.domain.errors import CuratorError, Damaged, Foreign, LibraryFault, NotFound
from curator.jobs import backups
from curator.settings import Settings

if TYPE_CHECKING:
    from curator.library.ailments import Ailment
    from curator.library.library import Library


def examine(
    library: "Library", settings: Settings, *, fix: bool = False, quick: bool = False, first: Callable[[], object]
) -> "list[Ailment]":
    """All that is wrong with a library and around it. With `fix` what can be mended is, after `first`, which backs everything up.

    `quick` takes about a second: what the window does after it was not closed well. Raises ReadOnly, Damaged.
    """
    from curator.library import backups as held  # SQLAlchemy: with the library alone
    from curator.library import leftovers

    found = library.doctor(fix, quick=quick, first=first)

    def text(paper: int, field: str) -> str | None:
        with library.read() as reading:
            try:
                reading.papers.get(paper)
            except NotFound:
                raise KeyError(paper) from None
            return reading.writeups.get(paper, field).text

    house = held.house(backups.root(settings), library.path)
    try:
        around = list(leftovers.around(library.path, house, rescue_folders(settings), text, quick))
    except LibraryFault:  # the library itself can't be read, which is told already
        if not found:
            raise
        return found
    return found + (leftovers.clear(around) if fix else [one.ailment for one in around])


def rescue_folders(settings: Settings) -> tuple[Path, ...]:
    """The folders of texts that could not be saved, but for those in places for all."""
    return settings.data / "rescue", settings.state / "rescue"


def why_not(error: CuratorError) -> "Ailment":
    """What keeps a library from being opened, as an ailment."""
    from curator.library.ailments import Ailment  # SQLAlchemy: with the library alone
    from curator.library.upkeep import damaged

    if isinstance(error, Damaged):
        return damaged(str(error.__cause__ or error))
    return Ailment("form" if isinstance(error, Foreign) else "opening", str(error))
