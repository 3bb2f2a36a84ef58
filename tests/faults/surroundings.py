"""What happens around a library that is open: no edit that was acknowledged is lost without a word."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import happenings
from tests.faults.happenings import NotPossible, Round
from tests.faults.result import Figure, Result, at_most
from tests.faults.sentences import unclear
from tests.faults.writer import Writer

HAPPENINGS: tuple[tuple[str, Callable[[Round], None]], ...] = (
    ("renamed", happenings.renamed),
    ("replaced", happenings.replaced),
    ("deleted", happenings.deleted),
    ("log deleted", happenings.log_deleted),
    ("unmounted", happenings.unmounted),
    ("read-only", happenings.read_only),
    ("copied", happenings.copied),
    ("linked", happenings.linked),
    ("stale log", happenings.restored_beside_a_stale_log),
    ("sleep", happenings.asleep),
    ("clock", happenings.clock_jumps),
    ("folder moved", happenings.folder_moved),
)


@dataclass(slots=True)
class _Found:
    edits: int = 0
    told: int = 0
    silent: int = 0
    skipped: dict[str, str] = field(default_factory=dict)
    tried: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def run(n: int, seed: int, folder: Path) -> Result:
    """Each of the twelve n times, the writer then closed or killed."""
    found, chance = _Found(), random.Random(seed)
    for name, happen in HAPPENINGS:
        for number in range(n):
            place = folder / f"{name}-{number}"
            place.mkdir()
            one = Round(place, Writer(), chance)
            try:
                happen(one)
                _look(one, f"{name} {number} ({one.ending})", found)
                found.tried[name] = found.tried.get(name, 0) + 1
            except NotPossible as reason:
                found.skipped[name] = str(reason)
                break
            except Exception as fault:  # one that breaks is a line among the faults
                found.faults.append(f"{name} {number}: {type(fault).__name__}: {fault}")
            finally:
                one.tidy()
                shutil.rmtree(place, ignore_errors=True)
    missed = "".join(f", {name} not ({why})" for name, why in found.skipped.items())
    figures = (
        Figure(
            f"{sum(found.tried.values())} times, {len(found.tried)} of {len(HAPPENINGS)} kinds{missed}",
            bool(found.tried),
        ),
        Figure(f"{found.edits} edits acknowledged"),
        Figure(f"{found.told} times it was told in words"),
        at_most(found.silent, 0, "silent losses"),
    )
    return Result("surroundings", figures, tuple(found.faults))


def _look(one: Round, where: str, found: _Found) -> None:
    """What was acknowledged is in the file that is opened next, or else it was said, when it could be, what became of it."""
    held = one.held_next()
    found.edits += len(one.writer.saved)
    found.told += len(one.writer.told)
    for told in one.writer.told:
        if why := unclear(told):
            found.faults.append(f"{where}: {why}")
    missing = [edit for edit in one.writer.saved if edit not in held]
    found.faults += [f"{where}: {wrong}" for wrong in one.wrong]
    if missing and not (one.may_be_gone and one.writer.told):
        found.silent += 1
        found.faults.append(f"{where}: {missing} of {one.writer.saved} are not there; told was {one.writer.told}")
