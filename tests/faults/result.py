"""What a kind of fault found: figures in one line, and whether each holds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class NotHere(Exception):
    """This machine can't do what is to be shown; says why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words, and whether it is what it should be."""

    words: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What `kind` found. `faults` are sentences on what did not hold, for whoever has to mend it."""

    kind: str
    figures: tuple[Figure, ...]
    faults: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults and all(figure.holds for figure in self.figures)

    @property
    def line(self) -> str:
        """All figures, and whether they hold."""
        said = "; ".join(figure.words if figure.holds else f"{figure.words} (!)" for figure in self.figures)
        return f"{self.kind}: {said} — {'holds' if self.holds else 'DOES NOT HOLD'}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault. `full` and `small` are counts for `make soak` and `make test`; `seconds` is the most that the full count may take.

    `run(n, seed, folder)` does it n times in an empty folder. `alone`: it measures time, so nothing may run beside it.
    """

    name: str
    about: str
    full: int
    small: int
    seconds: int
    run: Callable[[int, int, Path], Result]
    alone: bool = False


def at_most(value: float, limit: float, words: str) -> Figure:
    """A figure with a limit; a fraction is given to the hundredth."""
    shown = f"{value:.2f}" if isinstance(value, float) else str(value)
    return Figure(f"{shown} {words}" + (f" (at most {limit:g})" if limit else ""), value <= limit)


def all_of(value: int, number: int, words: str) -> Figure:
    """A count that should be complete."""
    return Figure(f"{value} of {number} {words}", value == number)
