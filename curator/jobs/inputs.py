"""What is given to be added: a text, a file or standard input, and the identifiers that it names."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from curator.domain.identifiers import Identifier, find
from curator.jobs.ownfiles import belongs_to
from curator.sources import reader_of
from curator.sources.source import Reader

LARGEST = 64 * 2**20
"""Bytes of a text that is searched for identifiers."""

_LOOK = 8192


@dataclass(frozen=True, slots=True)
class Input:
    """One WHAT. `file` and `reader` where it is a file of works; else `identifiers`. `fault`: why it can't be read, as a sentence."""

    what: str
    identifiers: tuple[Identifier, ...] = ()
    file: Path | None = None
    reader: Reader | None = None
    fault: str | None = None


def input_of(
    what: str | Path, *, library: Path | None, standard_input: BinaryIO | None = None, names_files: bool = True
) -> Input:
    """What one WHAT is. A Path is a file. A text is one too if it is the path of a regular file and `names_files`; `-` is `standard_input`.

    The file at `library`, and those that SQLite has beside it, are refused unopened.
    """
    if isinstance(what, str) and what == "-" and standard_input is not None:
        return _text(what, standard_input)
    if isinstance(what, Path) or (names_files and _is_file(Path(what))):
        return _file(str(what), Path(what), library)
    return Input(what, find(what))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False  # too long for a name, or with a NUL: it is a text


def _file(what: str, path: Path, library: Path | None) -> Input:
    if library is not None and belongs_to(library, path):
        return Input(what, fault=f"{what} is the library itself. Name a file with papers.")
    if not _is_file(path):
        return Input(what, fault=f"{what} is no file that can be read. Check its name.")
    reader = reader_of(path)
    if reader is not None:
        return Input(what, file=path, reader=reader)
    try:
        with path.open("rb") as stream:
            return _text(what, stream)
    except OSError as error:
        return Input(what, fault=f"{what} can't be opened: {error.strerror or error}. Check who may read it.")


def _text(what: str, stream: BinaryIO) -> Input:
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        return Input(
            what, fault=f"{what} is longer than {LARGEST // 2**20} MB. Name a text with the ids, or a .jsonl file."
        )
    if b"\0" in data[:_LOOK]:
        return Input(what, fault=f"{what} is no text. Name a text, or a .jsonl file.")
    return Input(what, find(data.decode("utf-8-sig", "replace")))
