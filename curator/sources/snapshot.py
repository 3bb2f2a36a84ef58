"""arXiv's metadata as lines of JSON, plain or packed by gzip, read in constant memory."""

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

from curator.domain import categories
from curator.domain.errors import Unreadable
from curator.domain.identifiers import Kind, parse
from curator.domain.papers import Record
from curator.domain.progress import Progress
from curator.sources.source import Unread

SOURCE = "file"
LONGEST = 4 * 2**20  # bytes of a line
PATIENCE = 64 * 2**20  # bytes of a line that is passed over as too long
MOST_UNREAD = 10_000  # lines that are no work, or empty ones in a row; then it is not this form of file
_DEEP = 10  # other lines that one with brackets in brackets is as bad as: to find out takes that long
_STEP = 500  # lines between two looks at whether the reading should stop


class _Stream(Protocol):
    def readline(self, size: int = ..., /) -> bytes: ...


class _Snapshot:
    """The reader of `.jsonl` and `.jsonl.gz`: a work a line, `{id, title, authors, abstract, categories, comment, published}`.

    Only the title must be there. Texts stay as received.
    """

    suffixes = (".jsonl", ".jsonl.gz")

    def __call__(self, path: Path, progress: Progress) -> Iterator[Record | Unread]:
        try:
            file = path.open("rb")
        except OSError as error:
            raise Unreadable(f"{path} can't be opened: {error.strerror or error}.") from error
        with file:
            stream: _Stream = file
            if path.name.lower().endswith(".gz"):
                stream = gzip.GzipFile(fileobj=file)  # read line by line it gives what stands before a fault
            yield from read_lines(stream, progress)


SNAPSHOT = _Snapshot()


def read_lines(stream: _Stream, progress: Progress) -> Iterator[Record | Unread]:
    """Works, and the lines that hold none with their numbers. A file that breaks off gives what came before."""
    number = unread = empty = 0
    while True:
        number += 1
        if number % _STEP == 0:
            progress.step(number, None, "Reading")
        try:
            line = stream.readline(LONGEST + 1)
            is_long = len(line) > LONGEST
            ended = not is_long or _passed_over(stream)
        except (OSError, EOFError, zlib.error) as error:
            yield Unread(number, f"the file breaks off here ({error})")
            return
        if not line:
            return
        read = Unread(number, f"longer than {LONGEST // 2**20} MB") if is_long else _read(line, number)
        empty = empty + 1 if read is None else 0
        unread += read.cost if isinstance(read, Unread) else 0
        if read is not None:
            yield read
        if not ended or max(unread, empty) >= MOST_UNREAD:
            yield Unread(number + 1, "this and what follows was not read: there is too much that is no work")
            return


def _passed_over(stream: _Stream) -> bool:
    """Reads to the end of a line that is too long; False where it does not end within reason."""
    passed = 0
    while passed < PATIENCE:
        piece = stream.readline(LONGEST)
        passed += len(piece)
        if not piece or piece.endswith(b"\n"):
            return True
    return False


def _read(line: bytes, number: int) -> Record | Unread | None:
    """The work of a line; None for an empty line."""
    if not line.strip():
        return None
    try:
        found = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return Unread(number, "not UTF-8")
    except RecursionError:
        return Unread(number, "no JSON", cost=_DEEP)
    except ValueError:
        return Unread(number, "no JSON")
    if not isinstance(found, dict):
        return Unread(number, "no JSON object")
    try:
        return _record(found)
    except ValueError as error:
        return Unread(number, str(error))


def _record(found: dict[str, object]) -> Record:
    """Raises ValueError with words for what is not of the form."""
    title = _text(found, "title")
    if not title or not title.strip():
        raise ValueError("no title")
    name = parse(_text(found, "id") or "")
    return Record(
        title=title,
        authors=_texts(found, "authors"),
        abstract=_text(found, "abstract") or "",
        categories=categories.kept(_texts(found, "categories")),
        comment=_text(found, "comment"),
        published=_day(found, "published"),
        arxiv=name.id if name and name.kind is Kind.ARXIV else None,
        version=name.version if name else None,
        doi=name.id if name and name.kind is Kind.DOI else None,
        url=name.id if name and name.kind is Kind.URL else None,
        source=SOURCE,
    )


def _text(found: dict[str, object], key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} is no text")
    return value


def _texts(found: dict[str, object], key: str) -> tuple[str, ...]:
    value = found.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{key} is no list of texts")
    return tuple(value)


def _day(found: dict[str, object], key: str) -> date | None:
    value = _text(found, key)
    if not value:
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        raise ValueError(f"{key} is no date of the form YYYY-MM-DD") from None
