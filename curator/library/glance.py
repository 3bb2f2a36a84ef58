"""A look at a library before it is opened: the first page of its list, and nothing else.

To open a library takes a fifth of a second, most of it the import of SQLAlchemy; the editor looks at the window meanwhile. So the
window looks at the file before: a bare connection through the one door, told what every connection is told, which takes no lock,
leaves no file, can't write and is closed at once; it imports nothing heavy. This is no fourth way into the library: the three ways in
are for a library that is open, and this ends before it is. Nothing can be done to what is seen, and the library replaces it as soon as it
answers for itself. Wherever anything is unusual, nothing is seen, and the window waits: the library then says what it is.
"""

import json
import sqlite3
from pathlib import Path
from types import SimpleNamespace

from curator.domain.papers import PaperRow, Status
from curator.library.door import APPLICATION, FROZEN, PRAGMAS, VERSION, connect, look, nobody_writes, real
from curator.library.listed import SHOWN, row_of

ROWS = 50
WALKED = 5_000
"""Papers that are looked through, newest first, for those of a status: few enough to cost nothing that one would notice."""

ALL = ("all", "")

_TABLES = ("metadata", "own", "paper", "tag")
_PLAIN = f"""select count(*) from sqlite_schema where type = 'table' and name in {_TABLES}
 and sql not like 'create virtual%'"""
_NEWEST = "select paper from metadata order by position desc limit ?"
_OF_STATUS = """select p.id from (select paper, position from metadata order by position desc limit ?) as m
 join paper p on p.id = m.paper where p.status = ? order by m.position desc limit ?"""
_ROWS = f"""select p.id, p.key, p.status, p.starred, m.names, m.author_count, m.categories, m.arxiv, m.doi, m.seen, m.to_fetch,
 m.newer, m.fault, o.authors as own_authors, coalesce(o.title, m.readable) as shown, o.title is not null as is_titled,
 coalesce(o.published, m.published, substr(p.added, 1, 10)) as date, substr(m.abstract, 1, {2 * SHOWN}) as abstract
 from paper p join metadata m on m.paper = p.id left join own o on o.paper = p.id
 where p.id in (select value from json_each(?))"""
_TAGS = "select paper, name from tag where paper in (select value from json_each(?)) order by name"


def glance(path: Path, place: tuple[str, str] | None) -> tuple[PaperRow, ...]:
    """The newest 50 papers of a place (`("all", "")`, `("status", "inbox")`; None: the inbox, or all where that is empty), newest first.

    The same as the list will show, but without their places in issues. Nothing where there is no library that is wholly usual: absent,
    of another version, in use, a place of another kind, or one of whose papers too few are among the newest to be sure.
    """
    try:
        file = real(path)
        if not file.is_file() or not nobody_writes(file):
            return ()
        before = look(file)
        c = connect(file, FROZEN)
        try:
            rows = _rows(c, place)
        finally:
            c.close()
        return rows if look(file) == before and nobody_writes(file) else ()
    except Exception:  # whatever is the matter with it: to say so is up to the library, which is opened next
        return ()


def _rows(c: sqlite3.Connection, place: tuple[str, str] | None) -> tuple[PaperRow, ...]:
    for pragma in (*PRAGMAS, "query_only = ON"):
        c.execute(f"PRAGMA {pragma}")
    if not _is_usual(c):
        return ()
    ids = _first(c, place)
    if not ids:
        return ()
    wanted = (json.dumps(ids),)
    tags: dict[int, list[str]] = {}
    for paper, name in c.execute(_TAGS, wanted):
        tags.setdefault(paper, []).append(name)
    found = c.execute(_ROWS, wanted)
    names = [column[0] for column in found.description]
    read = (SimpleNamespace(**dict(zip(names, row, strict=True))) for row in found)
    rows = {row.id: row_of(row, tuple(tags.get(row.id, ()))) for row in read}
    return tuple(rows[paper] for paper in ids)


def _is_usual(c: sqlite3.Connection) -> bool:
    """Ours, of this very version, and plain tables where tables are read."""
    numbers = [c.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    return numbers == [APPLICATION, VERSION] and c.execute(_PLAIN).fetchone()[0] == len(_TABLES)


def _first(c: sqlite3.Connection, place: tuple[str, str] | None) -> list[int]:
    if place is None:
        ids, is_sure = _of_status(c, Status.INBOX)
        return ids if is_sure and ids else _newest(c) if is_sure else []
    if place == ALL:
        return _newest(c)
    kind, value = place
    if kind != "status":
        return []
    ids, is_sure = _of_status(c, Status(value))
    return ids if is_sure else []


def _newest(c: sqlite3.Connection) -> list[int]:
    return [paper for (paper,) in c.execute(_NEWEST, (ROWS,))]


def _of_status(c: sqlite3.Connection, status: Status) -> tuple[list[int], bool]:
    """The newest papers of a status, and whether there can be no others among the first."""
    ids = [paper for (paper,) in c.execute(_OF_STATUS, (WALKED, status.value, ROWS))]
    is_sure = len(ids) == ROWS or c.execute(f"{_NEWEST} offset ?", (1, WALKED)).fetchone() is None
    return ids, is_sure
