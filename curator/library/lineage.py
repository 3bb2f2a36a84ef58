"""Whether the log beside a library is the log of this very file, or of one that stood in its place before."""

import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from curator.domain.errors import LibraryFault
from curator.library.door import FROZEN, READ, WRITE, connect, has_bytes
from curator.library.turns import primary_code

_COUNT = 3  # the row of `settled` that counts edits and batches
_BRANCH = 1 << 40  # more of them than any library has
_COPY = 4  # the row that a copy has until it is opened
_COUNT_ON = f"insert into settled(id, at) values ({_COUNT}, :by) on conflict(id) do update set at = at + excluded.at"
_IS_COPY = f"select 1 from settled where id = {_COPY}"
_COUNTED = f"select coalesce((select at from settled where id = {_COUNT}), 0)"
_OURS = """select count(*) from sqlite_schema where name in ('settled', 'announcement')
 and type = 'table' and sql like 'create table%'"""
_TOKEN = re.compile("[0-9a-f]{32}")  # as of announcements.new_token
_LAST = "select id, token, changes from announcement order by id desc limit 1"
_SAME = "select (select min(id) from announcement), (select token || changes from announcement where id = ?)"

# https://www.sqlite.org/fileformat2.html#the_write_ahead_log
_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")


def count(c: Connection) -> None:
    """One more transaction, in the transaction itself."""
    c.execute(text(_COUNT_ON), {"by": 1})


def branch(copy: Path) -> None:
    """Marks a copy of a library, which nobody has open: a log that lies where it is put one day is none of its own. Raises sqlite3.Error."""
    with closing(connect(copy, WRITE)) as c:
        c.execute("BEGIN")
        c.execute(_COUNT_ON, {"by": _BRANCH})
        c.execute(f"insert or ignore into settled(id, at) values ({_COPY}, 1)")
        c.execute("COMMIT")


def begin(c: sqlite3.Connection) -> None:
    """The library is opened to write. If it was a copy until now, its log begins with that: one that does not is none of its own."""
    if _is_copy(c):
        c.execute(f"delete from settled where id = {_COPY}")


def must_fit(path: Path) -> None:
    """Raises LibraryFault if a log lies beside the file that was not begun on it: SQLite would mix the two.

    It can be told where the file has been another one: the log counts transactions that neither of them has, or the file has one that is
    unknown to the log. Nothing is said while another program writes. Changes nothing.
    """
    if not has_bytes(path, "-wal"):
        return
    try:
        fits = _fits(path)
    except (sqlite3.Error, OSError, UnicodeDecodeError):
        return  # what can't be read is told where it is opened
    if not fits:
        raise LibraryFault(
            f"“{path.name}” is not the file that “{path.name}-wal” beside it was written for: one of them was put there later. Nothing was "
            f"changed. To open “{path.name}” as it is, move “{path.name}-wal” elsewhere and keep it: it holds what was saved last."
        )


def _fits(path: Path) -> bool:
    with closing(connect(path, FROZEN)) as alone, closing(connect(path, READ)) as both:
        salts, commits = _commits(path)
        if alone.execute(_OURS).fetchone()[0] != 2:
            return True
        counted = alone.execute(_COUNTED).fetchone()[0]
        last = alone.execute(_LAST).fetchone()
        try:
            both.execute("BEGIN")
            ahead = both.execute(_COUNTED).fetchone()[0] - counted
            fits = 0 <= ahead <= commits and (last is None or _knows(both, last)) and not _is_copy(both)
        except sqlite3.DatabaseError as fault:
            if primary_code(fault) != sqlite3.SQLITE_CORRUPT:
                raise
            fits = False  # alone it can be read, together they can't
        is_still = _commits(path) == (salts, commits) and alone.execute(_COUNTED).fetchone()[0] == counted
    return fits or not is_still


def _is_copy(c: sqlite3.Connection) -> bool:
    return c.execute(_IS_COPY).fetchone() is not None


def _knows(both: sqlite3.Connection, last: tuple[object, object, object]) -> bool:
    """Whether an announcement of the file alone is one of the two together. What is none is what a checkpoint left that was killed in its
    midst: pages of several states."""
    number, token, changes = last
    if not isinstance(number, int) or not isinstance(token, str) or not isinstance(changes, str):
        return True
    if not _TOKEN.fullmatch(token) or not changes.startswith("{"):
        return True
    oldest, same = both.execute(_SAME, (number,)).fetchone()
    return oldest is None or number < oldest or same == token + changes


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
