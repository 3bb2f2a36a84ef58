"""What a command is given: how to get at the library and the rest, and where a text comes from."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator.cli import output
from curator.domain.changes import Changes
from curator.domain.errors import CuratorError, NotFound, Refused, Unreadable
from curator.domain.pictures import LARGEST as LARGEST_PICTURE
from curator.domain.progress import Progress
from curator.domain.texts import keepable
from curator.jobs import backups
from curator.jobs.desk import Desk
from curator.jobs.ownfiles import belongs_to
from curator.settings import Settings

if TYPE_CHECKING:
    from curator.library.library import Library

LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Context:
    """`open(create)` opens the library at `path`, which the command line names; only some commands may make one.

    `desk(library)` puts the parts together that a job needs. `progress` is cancelled by Ctrl+C. `passing`: the library is gone when the
    command ends, so no copies of it are kept.
    """

    settings: Settings
    path: Path
    json: bool
    open: Callable[[bool], "Library"]
    desk: Callable[["Library"], Desk]
    progress: Progress
    passing: bool = False

    @contextmanager
    def library(self, *, create: bool = False) -> Iterator["Library"]:
        """The library, closed afterwards; the Markdown files of write-ups that were changed are then up to date."""
        library = self.open(create)
        written: set[int] = set()

        def hear(changes: Changes) -> None:
            if changes.touches("writeup"):
                written.update(changes.ids("paper"))

        library.listen(hear)
        try:
            yield library
        finally:
            if written:
                self.mirror(library, written)
            library.close()

    def before(self, library: "Library", why: str) -> None:
        """A backup of everything before a command that changes much. Raises Refused where it can't be made."""
        if not self.passing:
            backups.before(self.desk(library), why, self.progress)

    def mirror(self, library: "Library", papers: set[int] | None = None) -> None:
        """Brings the Markdown files of these papers' write-ups up to date, or of all. What can't be written there costs nothing but that: the
        texts are in the library."""
        if not self.passing:
            try:
                backups.mirror(self.desk(library), papers)
            except CuratorError as error:
                output.print_error(str(error))

    def picture(self, name: str) -> bytes:
        """The bytes of a file that is to be a figure. Raises NotFound, and Refused for the library's own files, which it does not open."""
        path = Path(name)
        if not path.is_file():
            raise NotFound(f"There is no file {name}.")
        if belongs_to(self.path.resolve(), path):
            raise Refused(f"{path} is the library itself.")
        with path.open("rb") as file:
            return file.read(LARGEST_PICTURE + 1)  # enough to be refused as too large

    def say(self, value: output.Json, lines: list[str]) -> None:
        """One JSON object, or lines for people."""
        if self.json:
            output.print_json(value)
        else:
            output.print_lines(lines)


def words_of(value: str) -> str:
    """What was typed, taken literally. What a shell passes that is no text (bytes that are no UTF-8, half of a pair) becomes U+FFFD."""
    return keepable(value)


def text_of(value: str | None) -> str | None:
    """The text of an option that takes TEXT; `-` is standard input."""
    if value != "-":
        return words_of(value) if value is not None else None
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable("Standard input is longer than 64 MB; that is no text to write up.")
    return data.decode("utf-8", "replace")
