"""What a backup holds that the library does not, and what the library holds that the backup does not."""

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from curator.domain.backups import BackupKind
from curator.domain.errors import Damaged, LibraryFault, reason
from curator.library import backups, excerpt, schema
from curator.library.database import Database
from curator.library.door import FROZEN, address, connect

SHOWN = 20
"""So many of a kind are named; all are counted."""

_TITLE = "coalesce((select title from {x}.own where paper = p.id), (select readable from {x}.metadata where paper = p.id), p.key)"
_ONLY_PAPERS = "from {x}.paper p where not exists (select 1 from {y}.paper q where q.key = p.key)"
_ONLY_TEXTS = """from {x}.writeup w join {x}.paper p on p.id = w.paper where not exists (select 1 from {y}.writeup v
 join {y}.paper q on q.id = v.paper where q.key = p.key and v.field = w.field)"""
_OTHER_TEXTS = """from main.writeup w join main.paper p on p.id = w.paper join other.paper q on q.key = p.key
 join other.writeup v on v.paper = q.id and v.field = w.field and v.sha != w.sha"""
_OTHER_STATUSES = "from main.paper p join other.paper q on q.key = p.key and q.status != p.status"
_ONLY_ISSUES = "from {x}.issue i where not exists (select 1 from {y}.issue j where j.slug = i.slug)"
_CONTENT = """select json_group_array(line) from (select json_array(s.id = lag(s.id) over (order by s.place, s.id, e.place, e.id),
 s.title, s.text, e.kind, p.key, e.title, e.url, e.text, e.byline, e.names) as line
 from {x}.section s left join {x}.entry e on e.section = s.id left join {x}.paper p on p.id = e.paper
 where s.issue = i.id order by s.place, s.id, e.place, e.id)"""
"""All that stands in an issue, in order; first of each line whether it is in the section of the line before."""


@dataclass(frozen=True, slots=True)
class Some:
    """How many, and the first of them by name."""

    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A backup against the library as it is. Papers are known by their keys, issues by their slugs.

    `only_here` is what the library alone has, `only_there` what the backup alone has; `differing` is in both, and not the same.
    `texts` are fields of write-ups, named by their papers.
    """

    kind: BackupKind
    papers_only_here: Some
    papers_only_there: Some
    texts_only_here: Some
    texts_only_there: Some
    texts_differing: Some
    statuses_differing: Some
    issues_only_here: Some
    issues_only_there: Some
    issues_differing: Some


def compare(database: Database, backup: Path) -> Comparison:
    """Compares an open library with a backup. Raises LibraryFault for what is none, Damaged, and sqlite3.Error of the library."""
    with contextlib.closing(database.apart()) as c:
        kind = _attach(c, backup)
        c.execute("BEGIN")  # one state of the library
        try:
            here, there = {"x": "main", "y": "other"}, {"x": "other", "y": "main"}
            return Comparison(
                kind,
                _papers(c, _ONLY_PAPERS, here),
                _papers(c, _ONLY_PAPERS, there),
                _papers(c, _ONLY_TEXTS, here),
                _papers(c, _ONLY_TEXTS, there),
                _papers(c, _OTHER_TEXTS, here),
                _papers(c, _OTHER_STATUSES, here),
                _issues(c, _ONLY_ISSUES, here),
                _issues(c, _ONLY_ISSUES, there),
                _differing(c),
            )
        except sqlite3.DatabaseError as fault:
            raise Damaged(f"“{backup.name}” can't be compared with the library: {fault}.") from fault
        finally:
            c.execute("ROLLBACK")


def _attach(c: sqlite3.Connection, backup: Path) -> BackupKind:
    try:
        with contextlib.closing(connect(backup, FROZEN)) as other:
            schema.judge(other, backup.name)
            kind = BackupKind.WRITING if excerpt.is_excerpt(other) else BackupKind.EVERYTHING
        c.execute("ATTACH ? AS other", (address(backup, FROZEN),))
    except sqlite3.Error as fault:
        told = backups.look_at(backup).fault or f"It can't be read: {fault}"
        raise Damaged(f"“{backup.name}” can't be compared with the library. {told}") from fault
    except OSError as fault:
        raise LibraryFault(f"“{backup.name}” can't be reached: {reason(fault)}.") from fault
    return kind


def _papers(c: sqlite3.Connection, which: str, sides: dict[str, str]) -> Some:
    which = which.format(**sides)
    title = _TITLE.format(**sides)
    return _some(c, which, f"select {title} {which} group by p.id order by p.id desc")


def _issues(c: sqlite3.Connection, which: str, sides: dict[str, str]) -> Some:
    which = which.format(**sides)
    return _some(c, which, f"select i.title || coalesce(' — ' || i.edition, '') {which} order by i.id desc")


def _differing(c: sqlite3.Connection) -> Some:
    same = ", ".join(
        f"i.{name} is not j.{name}"
        for name in ("title", "edition", "date", "lead", "cover_src", "authors", "tags", "names", "status")
    ).replace(", ", " or ")
    ours, theirs = _CONTENT.format(x="main"), _CONTENT.format(x="other").replace("= i.id", "= j.id")
    which = f"from main.issue i join other.issue j on j.slug = i.slug and ({same} or ({ours}) is not ({theirs}))"
    return _some(c, which, f"select i.title || coalesce(' — ' || i.edition, '') {which} order by i.id desc")


def _some(c: sqlite3.Connection, which: str, names: str) -> Some:
    count = int(c.execute(f"select count(*) {which}").fetchone()[0])
    return Some(count, tuple(row[0] for row in c.execute(f"{names} limit {SHOWN}")) if count else ())
