"""How a list becomes another: what leaves and what comes, as few runs of rows, so that a view keeps its place and its choice."""

from array import array
from collections.abc import Collection
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
    if shown == wanted:
        return Splice(wanted, (), frozenset())
    fits = set(wanted)
    stale = [paper for paper in shown if paper not in fits and paper in kept] if kept else []
    target = _with(shown, wanted, fits, set(stale)) if stale else wanted
    return Splice(target, _steps(shown, target), frozenset(stale))


def _with(shown: "array[int]", wanted: "array[int]", fits: set[int], stale: set[int]) -> "array[int]":
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


def _steps(shown: "array[int]", target: "array[int]") -> tuple[Step, ...] | None:
    before, after = set(shown), set(target)
    staying = array("q", (paper for paper in shown if paper in after))
    if staying != array("q", (paper for paper in target if paper in before)):
        return None  # some changed places
    gone = _runs([at for at, paper in enumerate(shown) if paper not in after])
    came = _runs([at for at, paper in enumerate(target) if paper not in before])
    if len(gone) + len(came) > MOST:
        return None
    steps: list[Step] = [Gone(at, count) for at, count in reversed(gone)]
    steps += [Came(at, target[at : at + count]) for at, count in came]
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
