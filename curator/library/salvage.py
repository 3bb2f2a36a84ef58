"""A damaged library read into a new one: what its bytes still hold, then what its backups hold. The damaged file stays as it is."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import LargeBinary, Table

from curator.domain.errors import Refused
from curator.library import door, remains, schema
from curator.library import tables as t
from curator.library.carving import Value
from curator.library.door import FROZEN, WRITE, connect
from curator.library.faults import told
from curator.library.file import put_in_place
from curator.library.remains import Remains
from curator.library.shapes import KEPT, Named, has_whole_text
from curator.library.wholeness import sum_of

FILE, REVISIONS = "the damaged file", "earlier texts in it"


@dataclass(slots=True)
class Salvaged:
    """What came from where: `sources` has, by source, how many rows of each table it gave; a backup goes by its file's name.

    `texts` are (paper, field) of write-ups that had to be taken from elsewhere, with the source; `lost` those that nobody has whole: what
    stood in their place is a revision now. `has_holes`: some write-ups of the file could not be read.
    """

    target: Path
    sources: dict[str, dict[str, int]] = field(default_factory=dict)
    texts: dict[tuple[int, str], str] = field(default_factory=dict)
    lost: list[tuple[int, str]] = field(default_factory=list)
    has_holes: bool = False

    def note(self, source: str, table: str, rows: int) -> None:
        if rows:
            counts = self.sources.setdefault(source, {})
            counts[table] = counts.get(table, 0) + rows


def salvage(path: Path, target: Path, backups: Sequence[Path]) -> Salvaged:
    """Makes a new library at `target`, where nothing is, of what is left at `path` and of its backups, the newest first.

    Rows may still lack what they belong to: `doctor(fix=True)` of the opened library puts that right. Raises Refused where nothing of
    ours is found, or nothing can be written; nothing is at `target` then.
    """
    if os.path.lexists(target):
        raise Refused(f"There is already something at “{target}”. Move it away first.")
    with told(path), tempfile.TemporaryDirectory(prefix=".curator-", dir=target.parent) as folder:
        work = Path(folder)
        found = remains.read(path, work)
        if not found.is_ours and not backups:
            raise Refused(f"Nothing of a library was found in “{path.name}”, and there is no backup of it.")
        made = work / "recovered"
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        with contextlib.closing(connect(made, WRITE)) as c:
            schema.make(c)
            result = _fill(c, target, found, backups)
        put_in_place(made, target)
    return result


def _fill(c: sqlite3.Connection, target: Path, found: Remains, backups: Sequence[Path]) -> Salvaged:
    result = Salvaged(target, has_holes=t.writeup.name in found.holed)
    c.execute("PRAGMA foreign_keys = OFF")
    c.execute("BEGIN")
    for table in KEPT:
        result.note(FILE, table.name, _put_in(c, table.name, found.rows[table.name].values()))
    origin = dict.fromkeys(found.rows["revision"], REVISIONS)
    for backup in backups:
        for table in KEPT:
            if table.name in found.holed and table is not t.writeup:
                rows = _missing(c, table, backup)
                result.note(backup.name, table.name, _put_in(c, table.name, rows))
                if table is t.revision:
                    origin |= dict.fromkeys((row["id"] for row in rows if isinstance(row["id"], int)), backup.name)
    _texts(c, found, origin, result)
    for backup in backups if t.writeup.name in found.holed else ():
        _texts_of(c, backup, result)
    _keep_odd(c, found, result)
    _count_on(c, found)
    c.execute("insert into words(words) values ('rebuild')")
    c.execute("COMMIT")
    return result


def _put_in(c: sqlite3.Connection, table: str, rows: Iterable[Named]) -> int:
    """Rows that are not there yet, and fit beside those that are. How many came in."""
    blobs = {column.name for column in t.metadata.tables[table].columns if isinstance(column.type, LargeBinary)}
    given = 0
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        values = [value if name in blobs else _as_text(value) for name, value in row.items()]
        put = f'insert or ignore into "{table}"({names}) values ({", ".join("?" * len(row))})'
        given += c.execute(put, values).rowcount
    return given


def _missing(c: sqlite3.Connection, table: Table, backup: Path) -> list[Named]:
    """Rows of a backup that are neither in the file nor in a newer backup; texts only if they are whole. One that can't be read has none."""
    key = next(iter(table.primary_key.columns)).name
    had = {row[0] for row in c.execute(f'select "{key}" from "{table.name}"')}
    try:
        with contextlib.closing(connect(backup, FROZEN)) as other:
            if other.execute("PRAGMA application_id").fetchone()[0] != door.APPLICATION:
                return []
            other.text_factory = bytes
            there = {_decoded(row[1]) for row in other.execute(f'PRAGMA table_info("{table.name}")')}
            names = [column.name for column in table.columns if column.name in there]
            wanted = ", ".join(f'"{name}"' for name in names)
            rows = other.execute(f'select {wanted} from "{table.name}"') if names else ()
            found = [dict(zip(names, row, strict=True)) for row in rows]
    except (sqlite3.Error, OSError):
        return []
    is_worded = table in (t.writeup, t.revision)
    return [row for row in found if _as_text(row[key]) not in had and (not is_worded or has_whole_text(row))]


def _texts(c: sqlite3.Connection, found: Remains, origin: dict[int, str], result: Salvaged) -> None:
    """Write-ups that the file does not hold whole: from the newest text that file or backups have, by number: a clock can go back."""
    if t.writeup.name not in found.holed:
        return
    there = _pairs(c, "writeup")
    newest = (
        "select id, paper, field, text, sha from revision r where not exists (select 1 from revision n"
        " where n.paper = r.paper and n.field = r.field and n.id > r.id)"
    )
    known = {
        number
        for (number,) in c.execute(
            "select id from paper union select paper from metadata union select paper from entry"
        )
    }
    gone = {
        number for (number,) in c.execute("select id from merged union select paper from trash where kind = 'paper'")
    }
    for number, paper, name, words, sha in c.execute(newest).fetchall():
        may_be_lost = paper in known or t.paper.name in found.holed
        if words is not None and (paper, name) not in there and paper not in gone and may_be_lost:
            c.execute("insert into writeup(paper, field, text, sha) values (?, ?, ?, ?)", (paper, name, words, sha))
            result.texts[paper, name] = origin.get(number, REVISIONS)


def _texts_of(c: sqlite3.Connection, backup: Path, result: Salvaged) -> None:
    """Texts of which not even a revision is left: the backup's own."""
    had = _pairs(c, "writeup") | _pairs(c, "revision")
    for row in _missing(c, t.writeup, backup):
        place = (row["paper"], _decoded(row["field"]))
        if isinstance(place[0], int) and place not in had and _put_in(c, "writeup", [row]):
            result.texts[place[0], place[1]] = backup.name


def _keep_odd(c: sqlite3.Connection, found: Remains, result: Salvaged) -> None:
    """What stood in the place of a text, and is not whole, becomes a revision, the oldest."""
    there = _pairs(c, "writeup")
    for row in found.odd["writeup"].values():
        paper, name, data = row["paper"], _decoded(row["field"]), row["text"]
        if not isinstance(paper, int) or not isinstance(data, bytes):
            continue
        words = data.decode("utf-8", "replace")
        first = "select coalesce(min(at), '1970-01-01T00:00:00Z') from revision where paper = ?"
        at = c.execute(first, (paper,)).fetchone()[0]
        values = (paper, name, words, sum_of(words.encode()), at)
        c.execute("insert into revision(paper, field, text, sha, at, origin) values (?, ?, ?, ?, ?, 'other')", values)
        if (paper, name) not in there:
            result.lost.append((paper, name))


def _count_on(c: sqlite3.Connection, found: Remains) -> None:
    """No number is given twice, also those that rows had which are gone."""
    for table, last in found.last.items():
        if c.execute("update sqlite_sequence set seq = max(seq, ?) where name = ?", (last, table)).rowcount == 0:
            c.execute("insert into sqlite_sequence(name, seq) values (?, ?)", (table, last))


def _pairs(c: sqlite3.Connection, table: str) -> set[tuple[int, str]]:
    return {(paper, name) for paper, name in c.execute(f"select paper, field from {table}")}


def _as_text(value: Value) -> Value:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _decoded(value: Value) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
