"""Moves in an outline, as functions from outline to outline. Positions count from 1; entries and sections are named by their numbers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from curator.domain.issues import Issue


@dataclass(frozen=True, slots=True)
class Part:
    """A section and its entries, in order. The one that is not titled stands first."""

    section: int
    entries: tuple[int, ...] = ()
    titled: bool = True


Outline = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an outline: what is put there becomes the `at`th entry of the section."""

    section: int
    at: int


def outline_of(issue: Issue) -> Outline:
    """The order of an issue, without its words."""
    return tuple(
        Part(section.id, tuple(entry.id for entry in section.entries), bool(section.title))
        for section in issue.sections
    )


def spot_of(outline: Outline, entry: int) -> Spot | None:
    """Where an entry stands."""
    for part in outline:
        if entry in part.entries:
            return Spot(part.section, part.entries.index(entry) + 1)
    return None


def put(items: Sequence[int], moved: Iterable[int], at: int | None) -> tuple[int, ...]:
    """The items with the moved ones together, the first of them at position `at`; at the end where it is None or too large.

    `at` is the position afterwards: it counts among those that are not moved.
    """
    block = tuple(dict.fromkeys(moved))
    rest = tuple(item for item in items if item not in set(block))
    start = len(rest) if at is None else min(max(at - 1, 0), len(rest))
    return rest[:start] + block + rest[start:]


def move(outline: Outline, entries: Sequence[int], spot: Spot) -> Outline:
    """The outline with these entries, in the order given, at a spot that counts without them. Entries that are not in it stay out."""
    there = {entry for part in outline for entry in part.entries}
    block = [entry for entry in dict.fromkeys(entries) if entry in there]
    if all(part.section != spot.section for part in outline):
        return outline
    without = (replace(part, entries=tuple(e for e in part.entries if e not in set(block))) for part in outline)
    return tuple(
        replace(part, entries=put(part.entries, block, spot.at)) if part.section == spot.section else part
        for part in without
    )


def move_section(outline: Outline, section: int, at: int) -> Outline:
    """The outline with a titled section at a position among the titled ones. The section without a title stays first."""
    untitled = tuple(part for part in outline if not part.titled)
    titled = {part.section: part for part in outline if part.titled}
    if section not in titled:
        return outline
    return untitled + tuple(titled[name] for name in put(tuple(titled), (section,), at))


def landing(outline: Outline, entries: Collection[int], target: int, *, after: bool) -> Spot | None:
    """The spot of a drop before or after an entry, as `move` counts it: without those that are dropped."""
    found = spot_of(outline, target)
    if found is None:
        return None
    part = next(part for part in outline if part.section == found.section)
    above = part.entries[: found.at if after else found.at - 1]
    return Spot(found.section, 1 + sum(entry not in entries for entry in above))


def landing_at_end(outline: Outline, entries: Collection[int], section: int | None = None) -> Spot | None:
    """The spot of a drop on a section, or (None) below all: the end of the last. None where there is no such section."""
    parts = [part for part in outline if section in (None, part.section)]
    if not parts:
        return None
    return Spot(parts[-1].section, 1 + sum(entry not in entries for entry in parts[-1].entries))


def step_up(outline: Outline, entries: Sequence[int]) -> Spot | None:
    """The spot one step above the first of these entries: also the end of the section before. None at the very top."""
    return _step(outline, entries, -1)


def step_down(outline: Outline, entries: Sequence[int]) -> Spot | None:
    """The spot one step below the last of these entries: also the beginning of the section after. None at the very end."""
    return _step(outline, entries, 1)


def _step(outline: Outline, entries: Sequence[int], by: int) -> Spot | None:
    chosen = set(entries)
    flat = [(index, entry) for index, part in enumerate(outline) for entry in part.entries]
    places = [place for place, (_, entry) in enumerate(flat) if entry in chosen]
    if not places:
        return None
    index, entry = flat[places[0] if by < 0 else places[-1]]
    part = outline[index]
    own = part.entries.index(entry)
    above = sum(other not in chosen for other in part.entries[:own])
    below = sum(other not in chosen for other in part.entries[own:])
    if by < 0 and above:
        return Spot(part.section, above)
    if by > 0 and below:
        return Spot(part.section, above + 2)
    if not 0 <= index + by < len(outline):
        return None
    beside = outline[index + by]
    return Spot(beside.section, 1 + sum(other not in chosen for other in beside.entries) if by < 0 else 1)
