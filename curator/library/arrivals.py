"""What an intake brought, as a whole: listed, and taken back but for what was touched since."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from curator.domain.errors import NotFound
from curator.library import tables as t
from curator.library.many import among, listed
from curator.library.moments import as_moment, as_text
from curator.writing.citations import keys

PORTION = 50
"""So many papers are looked at between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Brought:
    """An intake: what it was called, when it began (UTC), from where (window or command), and how many of its papers are still there."""

    id: int
    label: str
    at: datetime
    origin: str
    papers: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many papers of an intake went again, and how many stayed, since somebody had touched them."""

    taken: int
    kept: int


_BEGIN = insert(t.arrival).returning(t.arrival.c.id)
_COUNT = select(func.count()).where(t.fetched.c.arrival == t.arrival.c.id).scalar_subquery()
_LISTING = (
    select(t.arrival.c.id, t.arrival.c.label, t.arrival.c.at, t.arrival.c.origin, _COUNT)
    .order_by(t.arrival.c.id.desc())
    .limit(bindparam("most"))
)
_COUNT_ONE = select(func.count()).where(t.fetched.c.arrival == bindparam("which"))
_THERE = select(t.arrival.c.id).where(t.arrival.c.id == bindparam("which"))
_DROP = delete(t.arrival).where(
    t.arrival.c.id == bindparam("which"),
    ~select(t.fetched.c.paper).where(t.fetched.c.arrival == t.arrival.c.id).exists(),
)
_NEXT = (
    select(t.fetched.c.paper)
    .where(t.fetched.c.arrival == bindparam("which"), t.fetched.c.paper > bindparam("after"))
    .order_by(t.fetched.c.paper)
    .limit(PORTION)
)
_UNTOUCHED = text(
    "select p.id, p.key from paper p join metadata m on m.paper = p.id"
    " where p.id in (select value from json_each(:ids)) and p.status = m.came_as and p.starred = 0"
    + "".join(
        f' and not exists (select 1 from "{table}" x where x."{column}" = p.id)'
        for table, column in (
            ("own", "paper"),
            ("tag", "paper"),
            ("link", "paper"),
            ("figure", "paper"),
            ("writeup", "paper"),
            ("revision", "paper"),
            ("entry", "paper"),
            ("definition", "paper"),
            ("merged", "into"),
            ("parted", "one"),
            ("parted", "other"),
            ("trash", "paper"),
        )
    )
)
"""What nobody has touched, of some papers: neither words nor decisions, and in no issue, not even one in the trash."""

_REMOVE = delete(t.paper).where(t.paper.c.id.in_(among("ids")))
_TEXTS = text(
    " union all ".join(
        f"select {column} from {table} where instr({column}, '[@')"
        for table, column in (
            ("writeup", "text"),
            ("section", "text"),
            ("entry", "text"),
            ("issue", "lead"),
            ("trashed", "held"),
        )
    )
)


def begin(c: Connection, label: str, origin: str, now: datetime) -> int:
    """The number of a new intake, which its papers name."""
    return c.execute(_BEGIN, {"label": label, "at": as_text(now), "origin": origin}).scalar_one()


def drop_if_nothing(c: Connection, arrival: int) -> None:
    """Forgets an intake that brought nothing, or of which nothing is left."""
    c.execute(_DROP, {"which": arrival})


def listing(c: Connection, limit: int) -> tuple[Brought, ...]:
    """The last intakes, newest first."""
    return tuple(
        Brought(number, label, as_moment(at), origin, count)
        for number, label, at, origin, count in c.execute(_LISTING, {"most": limit})
    )


def count(c: Connection, arrival: int) -> int:
    """How many papers of an intake are there. Raises NotFound where it is not known."""
    if c.execute(_THERE, {"which": arrival}).first() is None:
        raise NotFound("Nothing is left of this, so there is nothing to take back.")
    return c.execute(_COUNT_ONE, {"which": arrival}).scalar_one()


def cited(c: Connection) -> frozenset[str]:
    """The citation keys that texts name."""
    return frozenset(keys(c.execute(_TEXTS).scalars()))


def remove_some(
    c: Connection, arrival: int, after: int, named: Collection[str], has_time: Callable[[], bool]
) -> tuple[Sequence[int], int]:
    """Removes of an intake's papers above the number `after` those that nobody touched and no text cites, while there is time.

    `named` are the keys that texts name. Gives the papers that were looked at, none when there are no more, and how many went.
    """
    seen: list[int] = []
    taken = 0
    while papers := c.execute(_NEXT, {"which": arrival, "after": seen[-1] if seen else after}).scalars().all():
        gone = [number for number, key in c.execute(_UNTOUCHED, {"ids": listed(papers)}) if key not in named]
        if gone:
            c.execute(_REMOVE, {"ids": listed(gone)})
        seen += papers
        taken += len(gone)
        if not has_time():
            break
    if not seen:
        drop_if_nothing(c, arrival)
    return seen, taken
