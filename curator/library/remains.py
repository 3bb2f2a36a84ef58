"""What is left of a damaged library: its rows, by table, from a copy of the file's bytes. The file itself is only read."""

import contextlib
import mmap
import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curator.domain.errors import LibraryFault
from curator.library import carving, shapes
from curator.library import tables as t
from curator.library.door import WRITE, connect
from curator.library.shapes import KEPT, Named

_BLOCK = 4096
_WAL_HEAD, _FRAME_HEAD = 32, 24
_ENDINGS = ("-wal", "-journal")


@dataclass(slots=True)
class Remains:
    """Rows by table and rowid; those of writeup and revision that are not whole stand in `odd`.

    `holed` are the tables of which something could not be read: what is missing in others was removed. `last`: the highest number that
    each table ever gave. `is_ours`: anything of a library was found.
    """

    rows: dict[str, dict[int, Named]] = field(default_factory=lambda: {table.name: {} for table in KEPT})
    odd: dict[str, dict[int, Named]] = field(default_factory=lambda: {"writeup": {}, "revision": {}})
    holed: set[str] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)
    is_ours: bool = False


def read(path: Path, work: Path) -> Remains:
    """Reads what is left of the file at `path`; `work` is a folder that this may fill. Raises LibraryFault where it is open in this process.

    SQLite first brings in its log, in the copy; where it can't, the pages of the log are laid over those of the file.
    """
    if is_open_here(path):
        raise LibraryFault(f"“{path.name}” is still open here. Close it first.")
    copy = work / "copy"
    _copy(path, copy)
    for ending in _ENDINGS:
        with contextlib.suppress(FileNotFoundError):
            _copy(Path(f"{path}{ending}"), Path(f"{copy}{ending}"))
    _bring_in_log(copy)
    if copy.stat().st_size < 512:
        return Remains()
    with copy.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as bytes_:
        view = memoryview(bytes_)
        try:
            return _rows(view)
        finally:
            view.release()


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open: to close another handle to it would drop SQLite's locks. Windows has no such locks."""
    if sys.platform == "win32":
        return False
    found = path.stat()
    for number in range(_handles()):
        try:
            other = os.fstat(number)
        except OSError:
            continue
        if stat.S_ISREG(other.st_mode) and os.path.samestat(found, other):
            return True
    return False


def _handles() -> int:
    import resource  # POSIX alone

    return min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 16)


def _copy(path: Path, target: Path) -> None:
    """Byte for byte; what a disk no longer gives becomes zeros, so that all after it stays in its place."""
    with path.open("rb", buffering=0) as file, target.open("wb") as copy:
        size = os.fstat(file.fileno()).st_size
        at = 0
        while at < size:
            try:
                file.seek(at)
                block = file.read(min(1 << 20, size - at))
            except OSError:
                block = _piece(file.fileno(), at, min(1 << 20, size - at))
            if not block:
                break
            copy.write(block)
            at += len(block)


def _piece(file: int, at: int, length: int) -> bytes:
    found = b""
    for start in range(at, at + length, _BLOCK):
        wanted = min(_BLOCK, at + length - start)
        try:
            os.lseek(file, start, os.SEEK_SET)
            found += os.read(file, wanted).ljust(wanted, b"\0")
        except OSError:
            found += bytes(wanted)
    return found


def _bring_in_log(copy: Path) -> None:
    if not any(Path(f"{copy}{ending}").exists() for ending in _ENDINGS):
        return
    try:
        with contextlib.closing(connect(copy, WRITE)) as c:
            c.execute("select count(*) from sqlite_schema").fetchone()
            c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        _lay_over(copy, Path(f"{copy}-wal"))


def _lay_over(copy: Path, log: Path) -> None:
    """The last committed form of each page that stands in the log, laid over the file."""
    if not log.exists():
        return
    data = log.read_bytes()
    size = int.from_bytes(data[8:12], "big")
    if len(data) < _WAL_HEAD or size not in (1 << power for power in range(9, 17)):
        return
    salts = data[16:24]
    waiting: dict[int, bytes] = {}
    pages: dict[int, bytes] = {}
    for at in range(_WAL_HEAD, len(data) - _FRAME_HEAD - size + 1, _FRAME_HEAD + size):
        if data[at + 8 : at + 16] != salts:
            break
        waiting[int.from_bytes(data[at : at + 4], "big")] = data[at + _FRAME_HEAD : at + _FRAME_HEAD + size]
        if int.from_bytes(data[at + 4 : at + 8], "big"):
            pages |= waiting
            waiting = {}
    with copy.open("r+b") as file:
        for number, page in pages.items():
            file.seek((number - 1) * size)
            file.write(page)


def _rows(view: memoryview) -> Remains:
    found = Remains()
    size = carving.page_size(view)
    roots = carving.roots(view, size)
    found.is_ours = {"paper", "writeup", "revision"} <= roots.keys()
    names = {table.name: _columns(view, size, table.name) for table in t.metadata.sorted_tables}
    owners: dict[int, str] = {}
    for name in (*(table.name for table in KEPT), "sqlite_sequence"):
        pages, is_whole = carving.leaves(view, size, roots[name]) if name in roots else (frozenset(), False)
        owners |= dict.fromkeys(pages, name)
        if not is_whole:
            found.holed.add(name)
    for name in roots.keys() - {*owners.values()}:
        owners |= dict.fromkeys(carving.leaves(view, size, roots[name])[0], name)
    known = {table.name: table for table in KEPT}
    for row, page in carving.rows(view, size):
        owner = owners.get(page)
        if owner in known:
            values = shapes.named(known[owner], names[owner], row.rowid, row.values)
            told = None if values is None else (known[owner], values)
            if values is None:
                found.holed.add(owner)
        elif owner is None:
            told = shapes.table_of(names, row.rowid, row.values)
        else:
            if owner == "sqlite_sequence" and len(row.values) == 2 and isinstance(row.values[1], int):
                found.last[str(row.values[0], "utf-8", "replace") if isinstance(row.values[0], bytes) else ""] = (
                    row.values[1]
                )
            continue
        if told is not None:
            _keep(found, told[0].name, row.rowid, told[1])
    found.is_ours = found.is_ours or bool(found.rows["paper"] or found.rows["writeup"] or found.rows["revision"])
    return found


def _keep(found: Remains, table: str, rowid: int, row: Named) -> None:
    if table in found.odd and not shapes.has_whole_text(row):
        found.odd[table].setdefault(rowid, row)
        found.holed.add(table)
    else:
        found.rows[table].setdefault(rowid, row)


def _columns(view: memoryview, size: int, name: str) -> list[str]:
    """In the order of the file: a column that a newer version added stands last. As the file's own statement says, where it can be read."""
    for sql in _statements(view, size, name):
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(":memory:")) as c:
            c.execute(sql)
            return [str(row[1]) for row in c.execute(f'PRAGMA table_info("{name}")')]
    return shapes.columns_of(t.metadata.tables[name])


def _statements(view: memoryview, size: int, name: str) -> Iterator[str]:
    for page in carving.leaves(view, size, 1)[0]:
        for row in carving.on_page(view, page, size):
            if (
                len(row.values) == 5
                and row.values[:2] == (b"table", name.encode())
                and isinstance(row.values[4], bytes)
            ):
                sql = row.values[4].decode("utf-8", "replace")
                if (
                    sql.upper().startswith("CREATE TABLE") and "SELECT" not in sql.upper()
                ):  # nothing of a stranger's is run
                    yield sql
