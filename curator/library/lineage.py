"""Whether the log beside a library is the log of this very file, or of one that stood in its place before."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from curator.domain.errors import LibraryFault
from curator.library.door import FROZEN, READ, connect, has_bytes

_COUNT = 3  # the row of `settled` that counts edits and batches
_COUNT_ON = text(f"insert into settled(id, at) values ({_COUNT}, 1) on conflict(id) do update set at = at + 1")
_COUNTED = f"select coalesce((select at from settled where id = {_COUNT}), 0)"
_LAST = "select id, token, changes from announcement order by id desc limit 1"
_SAME = "select (select min(id) from announcement), (select token || changes from announcement where id = ?)"

# https://www.sqlite.org/fileformat2.html#the_write_ahead_log
_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")


def count(c: Connection) -> None:
    """One more transaction, in the transaction itself."""
    c.execute(_COUNT_ON)


def must_fit(path: Path) -> None:
    """Raises LibraryFault if a log lies beside the file that was not begun on it: SQLite would mix the two.

    It can be told where the file has been another one: a transaction is counted in the log that the file lacks, or the file has one that
    is unknown to the log. Nothing is said while another program writes. Changes nothing.
    """
    if not has_bytes(path, "-wal"):
        return
    try:
        with closing(connect(path, FROZEN)) as alone, closing(connect(path, READ)) as both:
            salts, commits = _commits(path)
            counted = alone.execute(_COUNTED).fetchone()[0]
            last = alone.execute(_LAST).fetchone()
            both.execute("BEGIN")
            ahead = both.execute(_COUNTED).fetchone()[0] - counted
            is_known = last is None or _knows(both, last)
            is_still = _commits(path) == (salts, commits) and alone.execute(_COUNTED).fetchone()[0] == counted
    except (
        sqlite3.Error,
        OSError,
        UnicodeDecodeError,
    ):  # what can't be read says nothing, and is told where it is opened
        return
    if is_still and (ahead > commits or ahead < 0 or not is_known):
        raise LibraryFault(
            f"“{path.name}” is not the file that “{path.name}-wal” beside it was written for: one of them was put there later. Nothing was "
            f"changed. To open “{path.name}” as it is, move “{path.name}-wal” elsewhere and keep it: it holds what was saved last."
        )


def _knows(both: sqlite3.Connection, last: tuple[int, str, str]) -> bool:
    oldest, same = both.execute(_SAME, (last[0],)).fetchone()
    return oldest is None or last[0] < oldest or same == last[1] + last[2]


def _commits(path: Path) -> tuple[bytes, int]:
    """What marks the log's present round, and how many transactions it has at most. The log may be read by anyone: it has no locks."""
    with Path(f"{path}-wal").open("rb") as log:
        header = log.read(_HEADER.size)
        size = _HEADER.unpack(header)[2] if len(header) == _HEADER.size else 0
        salts, number = header[16:24], 0
        while len(frame := log.read(_FRAME.size)) == _FRAME.size and frame[8:16] == salts:
            number += _FRAME.unpack(frame)[1] != 0
            log.seek(size, 1)
    return salts, number
