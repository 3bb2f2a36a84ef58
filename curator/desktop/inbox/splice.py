"""How a list becomes another: what leaves and what comes, as few runs of rows, so that a view keeps its place and its choice."""

from array import array
from collections.abc import Callable, Collection
from dataclasses import dataclass

MOST = 64
"""More runs than these cost a view more than to begin anew."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Rows that leave, counted from `at` of the list as it is when this step's turn comes."""

    at: int
    count: int


@dataclass(frozen=True, slots=True)
class Came:
    """Rows that come before the row `at`."""

    at: int
    ids: "array[int]"


Step = Gone | Came


@dataclass(frozen=True, slots=True)
class Splice:
    """The list as it will be. `steps` lead there, in order; None: begin anew. `stale` are those that are kept though they no longer fit."""

    ids: "array[int]"
    steps: tuple[Step, ...] | None
    stale: frozenset[int]


def splice(shown: "array[int]", wanted: "array[int]", kept: Collection[int] = ()) -> Splice:
    """From what is shown to what is wanted; those of `kept` that are not wanted stay behind the row that they stood behind."""
    begin, end = _alike(shown, wanted)
    before, after = shown[begin : len(shown) - end], wanted[begin : len(wanted) - end]
    if not before and not after:
        return Splice(wanted, (), frozenset())
    fits = set(after)
    stale = frozenset(paper for paper in before if paper not in fits and paper in kept) if kept else frozenset()
    if stale:
        after = _with(before, after, fits, stale)
        wanted = wanted[:begin] + after + wanted[len(wanted) - end :]
    return Splice(wanted, _steps(before, after, begin), stale)


def lost(shown: "array[int]", wanted: "array[int]") -> set[int]:
    """What is shown and not wanted."""
    begin, end = _alike(shown, wanted)
    return set(shown[begin : len(shown) - end]).difference(wanted[begin : len(wanted) - end])


def _alike(one: "array[int]", other: "array[int]") -> tuple[int, int]:
    """How many are the same at the beginning, and how many more at the end: of a long list that hardly changed nearly all."""
    most = min(len(one), len(other))
    begin = _longest(most, lambda low, high: one[low:high] == other[low:high])
    a, b = len(one), len(other)
    end = _longest(most - begin, lambda low, high: one[a - high : a - low] == other[b - high : b - low])
    return begin, end


def _longest(most: int, is_same: Callable[[int, int], bool]) -> int:
    """The greatest length up to which all is the same; each half is compared in one go."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _with(shown: "array[int]", wanted: "array[int]", fits: set[int], stale: frozenset[int]) -> "array[int]":
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for paper in shown:
        if paper in stale:
            behind.setdefault(last, []).append(paper)
        elif paper in fits:
            last = paper
    target = array("q", behind.get(None, ()))
    for paper in wanted:
        target.append(paper)
        if paper in behind:
            target.extend(behind[paper])
    return target


def _steps(shown: "array[int]", target: "array[int]", first: int) -> tuple[Step, ...] | None:
    """`first`: the row that both begin at."""
    before, after = set(shown), set(target)
    staying = array("q", (paper for paper in shown if paper in after))
    if staying != array("q", (paper for paper in target if paper in before)):
        return None  # some changed places
    gone = _runs([at for at, paper in enumerate(shown) if paper not in after])
    came = _runs([at for at, paper in enumerate(target) if paper not in before])
    if len(gone) + len(came) > MOST:
        return None
    steps: list[Step] = [Gone(first + at, count) for at, count in reversed(gone)]
    steps += [Came(first + at, target[at : at + count]) for at, count in came]
    return tuple(steps)


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Places that follow each other, as (first, how many)."""
    runs: list[tuple[int, int]] = []
    for at in places:
        if runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((at, 1))
    return runs
