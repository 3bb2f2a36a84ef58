"""Lets go of what nothing names any more: old things in the trash, pictures, revisions; seldom, and beside whoever writes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Delete, TextClause, bindparam, delete, text

from curator.domain.progress import Progress
from curator.domain.trash import KEPT_DAYS, TrashKind
from curator.library import journal
from curator.library import tables as t
from curator.library.database import Database
from curator.library.intake import Intake
from curator.library.many import among, listed
from curator.library.moments import as_text

_AT_ONCE = 20
"""So many things go between two looks at the clock."""

_SOURCE = re.compile(r"figures/[0-9a-f]{16}")

_OLD = text(
    "select id from trash where at <= :last and kind != :merged union all"
    " select id from trash where kind = :merged and paper not in (select id from merged)"
    " and paper not in (select row from trashed where tab = 'merged')"
    " and not exists (select 1 from journal where tab = 'merged' and row = trash.paper)"
)
"""What was there for long, and what it takes to part papers of which neither is to be had any more."""

_OF_NOBODY = text(
    "select id from revision where paper not in (select id from paper) and paper not in (select id from merged)"
    " and paper not in (select row from trashed where tab = 'paper')"
    " and paper not in (select row from journal where tab = 'paper')"
)
_MANY_A_MINUTE = text(
    "select id from (select id, at, origin, min(id) over whole as first, max(id) over whole as newest,"
    " max(id) over minute as last, first_value(id) over longest as most from revision"
    " window whole as (partition by paper, field), minute as (partition by paper, field, origin, substr(at, 1, 16)),"
    " longest as (partition by paper, field, origin, substr(at, 1, 16) order by length(text) desc, id desc))"
    " where origin = 'typed' and at <= :last and id not in (first, newest, last, most)"
)
"""Of what was typed within a minute, long ago, neither the last nor the longest; the first and newest of all stay."""

_NAMED = text("select src from figure union select cover_src from issue where cover_src is not null")
_NAMING = text(
    " union all ".join(
        f"select {column} from {table} where instr({column}, 'figures/')"
        for table, column in (
            ("journal", "before"),
            ("journal", "after"),
            ("trashed", "held"),
            ("trashed", "became"),
            ("writeup", "text"),
            ("revision", "text"),
            ("section", "text"),
            ("entry", "text"),
            ("issue", "lead"),
        )
    )
)
_NAMED_SINCE = text(
    "select coalesce(after, before) from journal where id > :last and instr(coalesce(after, before), 'figures/')"
)
_PICTURES = text("select src from picture order by src")
_LEFT = text("delete from arrival where id not in (select arrival from metadata where arrival is not null)")
_GO_TRASH = delete(t.trash).where(t.trash.c.id.in_(among("ids")))
_GO_REVISIONS = delete(t.revision).where(t.revision.c.id.in_(among("ids")))
_GO_PICTURE = delete(t.picture).where(t.picture.c.src == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Tidied:
    """How much went: things of the trash, revisions, pictures."""

    trash: int
    revisions: int
    pictures: int


def tidy(database: Database, work: Intake, now: datetime, progress: Progress) -> Tidied:
    """What is looked for is looked for in snapshots; what goes goes in short batches. Nothing that went can come to be named again."""
    last = as_text(now - timedelta(days=KEPT_DAYS))
    old = _ids(database, _OLD, last=last, merged=TrashKind.MERGED.value)
    _remove(work, _GO_TRASH, old, progress)
    revisions = [*_ids(database, _OF_NOBODY), *_ids(database, _MANY_A_MINUTE, last=last)]
    _remove(work, _GO_REVISIONS, revisions, progress)
    pictures = _pictures(database, work, progress)
    with work.batch() as batch:
        batch.c.execute(_LEFT)
    return Tidied(len(old), len(revisions), pictures)


def _ids(database: Database, question: TextClause, **values: str) -> list[int]:
    with database.readers.connect() as c:
        return [row[0] for row in c.execute(question, values)]


def _remove(work: Intake, statement: Delete, ids: Sequence[int], progress: Progress) -> None:
    at = 0
    while at < len(ids):
        progress.step(at, len(ids), "Tidying up")
        with work.batch() as batch:
            while at < len(ids):
                batch.c.execute(statement, {"ids": listed(ids[at : at + _AT_ONCE])})
                at += _AT_ONCE
                if not batch.has_time():
                    break


def _pictures(database: Database, work: Intake, progress: Progress) -> int:
    with database.readers.connect() as c:
        mark = journal.mark(c)
        there = list(c.execute(_PICTURES).scalars())
        named = _sources(c.execute(_NAMED).scalars())
        unnamed = [src for src in there if _stem(src) not in named]
        if unnamed:
            named |= _sources(c.execute(_NAMING).scalars())
    gone = 0
    for src in (src for src in unnamed if _stem(src) not in named):
        progress.step(gone, len(unnamed), "Tidying up")
        with work.batch() as batch:
            gone += _remove_picture(batch.c, src, mark)
    return gone


def _remove_picture(c: Connection, src: str, mark: int) -> int:
    """Not if somebody has put the same picture in since the snapshot."""
    since = _sources(c.execute(_NAMED).scalars()) | _sources(c.execute(_NAMED_SINCE, {"last": mark}).scalars())
    if _stem(src) in since:
        return 0
    return c.execute(_GO_PICTURE, {"which": src}).rowcount


def _sources(texts: Iterable[str | None]) -> set[str]:
    return {found for one in texts if one for found in _SOURCE.findall(one)}


def _stem(src: str) -> str:
    """The name of a picture without what kind it is."""
    return src.partition(".")[0]
