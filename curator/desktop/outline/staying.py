"""Which rows need not move when a list comes in another order."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def staying(before: Sequence[T], after: Sequence[T]) -> set[T]:
    """The largest set of items that are in both, in the same order: when all others move or go, these are where they shall be."""
    places = {item: place for place, item in enumerate(after)}
    common = [(places[item], item) for item in before if item in places]
    ends: list[int] = []  # the smallest last place of a rising row of each length
    rows: list[int] = []  # which of the common items is that last one
    previous: list[int | None] = []
    for number, (place, _) in enumerate(common):
        length = bisect_left(ends, place)
        previous.append(rows[length - 1] if length else None)
        ends[length : length + 1] = [place]
        rows[length : length + 1] = [number]
    stay: set[T] = set()
    at: int | None = rows[-1] if rows else None
    while at is not None:
        stay.add(common[at][1])
        at = previous[at]
    return stay
