"""The row of a list as a value, made of what a statement read; without SQLAlchemy, for `glance.py` makes them too."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from curator.domain.bylines import last_name
from curator.domain.papers import PaperRow, Place, Status
from curator.writing.latex import readable

if TYPE_CHECKING:
    from curator.domain.marks import Marks

SHOWN = 300
"""Characters of an abstract that a row can show at most."""


def row_of(
    row: Any,
    tags: tuple[str, ...],
    places: tuple[Place, ...] = (),
    title_marks: "Marks" = (),
    part: str | None = None,
    part_marks: "Marks" = (),
) -> PaperRow:
    """`row` has what `pages.py` and `glance.py` select, by name: `shown` is the title, `date` what the list sorts by."""
    names, author_count = last_names(row)
    return PaperRow(
        id=row.id,
        key=row.key,
        title=row.shown,
        names=names,
        author_count=author_count,
        date=date.fromisoformat(row.date),
        categories=tuple(row.categories.split()),
        tags=tags,
        status=Status(row.status),
        starred=bool(row.starred),
        unread=not row.seen,
        to_fetch=bool(row.to_fetch),
        arxiv=row.arxiv,
        doi=row.doi,
        begin=_cut(readable(row.abstract[: 2 * SHOWN])),
        places=places,
        newer=row.newer,
        fault=row.fault,
        title_marks=title_marks,
        part=part,
        part_marks=part_marks,
        is_titled=bool(row.is_titled),
    )


def last_names(row: Any) -> tuple[tuple[str, ...], int]:
    """The last names of the first three authors, and how many authors there are: the editor's where typed.

    Of a row with `own_authors`, `names` and `author_count`.
    """
    if row.own_authors is None:
        return tuple(row.names.split("\n") if row.names else ()), row.author_count
    own = json.loads(row.own_authors)
    return tuple(map(last_name, own[:3])), len(own)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rpartition(" ")[0] or text[:SHOWN]
