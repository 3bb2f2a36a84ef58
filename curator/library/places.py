"""An order kept with gaps, so that a move changes one row."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, bindparam, update

GAP = 1 << 20
"""Between two neighbours when there is nothing in between: halved twenty times before all are given new places."""

NEW = 0
"""Stands for the number of what is still to be put in; further ones have the numbers below."""


def places_for(others: Sequence[tuple[int, int]], at: int | None, moved: Sequence[int]) -> dict[int, int]:
    """New places by number, for what is put at position `at` (from 1; None: the end) among `others`, which are (number, place) in order.

    Only the moved have new places, unless there is no room between the neighbours: then all have.
    """
    start = len(others) if at is None else min(max(at - 1, 0), len(others))
    before = others[start - 1][1] if start else None
    after = others[start][1] if start < len(others) else None
    room = _between(before, after, len(moved))
    if room is not None:
        return dict(zip(moved, room, strict=True))
    everything = [number for number, _ in others[:start]] + list(moved) + [number for number, _ in others[start:]]
    return {number: (index + 1) * GAP for index, number in enumerate(everything)}


def write_places(c: Connection, table: Table, places: Mapping[int, int]) -> None:
    """Gives rows of a table their new places, by number."""
    if places:
        move = update(table).where(table.c.id == bindparam("which")).values(place=bindparam("wanted"))
        c.execute(move, [{"which": number, "wanted": place} for number, place in places.items()])


def _between(before: int | None, after: int | None, count: int) -> list[int] | None:
    """Places for `count` things, evenly between the neighbours; None where there is no room."""
    if before is None and after is None:
        return [(index + 1) * GAP for index in range(count)]
    if after is None:
        return [(before or 0) + (index + 1) * GAP for index in range(count)]
    if before is None:
        return [after - (count - index) * GAP for index in range(count)]
    if after - before <= count:
        return None
    return [before + (after - before) * (index + 1) // (count + 1) for index in range(count)]
