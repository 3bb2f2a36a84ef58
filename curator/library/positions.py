"""Where a paper stands in the order of date: day << 20 | running number, one for each paper."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, bindparam, func, select, update

from curator.library import tables as t
from curator.library.many import among, listed

_BITS = 20

_days = func.json_each(bindparam("days")).table_valued("value", name="day")
_ENDS = select(
    _days.c.value,
    select(func.max(t.fetched.c.position))
    .where(t.fetched.c.position.between(_days.c.value * (1 << _BITS), _days.c.value * (1 << _BITS) + (1 << _BITS) - 1))
    .scalar_subquery(),
)
_DATES = (
    select(
        t.paper.c.id,
        t.fetched.c.position,
        func.coalesce(t.own.c.published, t.fetched.c.published, func.substr(t.paper.c.added, 1, 10)),
    )
    .join(t.fetched, t.fetched.c.paper == t.paper.c.id)
    .outerjoin(t.own, t.own.c.paper == t.paper.c.id)
    .where(t.paper.c.id.in_(among("ids")))
    .order_by(t.fetched.c.position)
)
_AT = select(t.fetched.c.paper).where(t.fetched.c.position == bindparam("wanted"))
_MOVE = update(t.fetched).where(t.fetched.c.paper == bindparam("which")).values(position=bindparam("wanted"))


def beginning(day: date) -> int:
    """Below every position of this day, above all of earlier days."""
    return day.toordinal() << _BITS


def day_of(position: int) -> date:
    return date.fromordinal(position >> _BITS)


def new_positions(c: Connection, dates: Iterable[date]) -> list[int]:
    """A free position for each of these dates, in the order given: after all that the day has."""
    days = [one.toordinal() for one in dates]
    ends = {day: last or day << _BITS for day, last in c.execute(_ENDS, {"days": listed(sorted(set(days)))})}
    found = []
    for day in days:
        ends[day] += 1
        found.append(ends[day])
    return found


def free_position(c: Connection, wanted: int) -> int:
    """This position, or where it was given away meanwhile another of its day."""
    if c.execute(_AT, {"wanted": wanted}).first() is None:
        return wanted
    return new_positions(c, [day_of(wanted)])[0]


def settle(c: Connection, papers: Iterable[int]) -> None:
    """Gives those of these papers a new position whose date is no longer that of their position."""
    stray = [
        (number, date.fromisoformat(str(day)))
        for number, position, day in c.execute(_DATES, {"ids": listed(papers)})
        if position >> _BITS != date.fromisoformat(str(day)).toordinal()
    ]
    if stray:
        wanted = new_positions(c, [day for _, day in stray])
        c.execute(_MOVE, [{"which": number, "wanted": p} for (number, _), p in zip(stray, wanted, strict=True)])
