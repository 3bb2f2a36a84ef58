"""An editor types, chooses, moves, removes, puts back and undoes at random: every undone state is the one before, no text is elsewhere."""

import random
import time
from pathlib import Path

from curator import app
from curator.library import upkeep
from tests.faults.hands import Act, Hands
from tests.faults.ledger import Ledger
from tests.faults.realwindow import RealWindow, settings_in
from tests.faults.result import Figure, Result, at_most

PAPERS = 8
MOST = 30
LOOK_EVERY = 100
"""Acts between two looks at what the fields show."""


def run(n: int, seed: int, folder: Path) -> Result:
    """n acts in one window over one library."""
    settings = settings_in(folder)
    settings.library.parent.mkdir()
    library = app.open_library(settings.library, settings, make=True, origin="command")
    with library.edit("Begin") as edit:
        for number in range(PAPERS):
            edit.papers.new(f"Paper {number + 1}")
        edit.issues.add_section(edit.issues.new("Trends"), "Research")
    library.close()
    real = RealWindow(settings)
    chance = random.Random(seed)
    hands = Hands(real, chance, folder, MOST)
    ledger = Ledger(real.library)
    ledger.begin()
    began, faults, there_and_back = time.monotonic(), list[str](), 0
    acts = _acts(hands)
    try:
        for number in range(n):
            ways, weights = zip(*((act, weight) for weight, act in acts), strict=True)
            if chance.random() < 0.03:
                there_and_back += 1
                faults += _there_and_back(hands, ledger)
            else:
                act = chance.choices(ways, weights)[0]
                hands.does(act.__name__, act)
                if chance.random() < 0.7:
                    hands.settle()
                if act.__name__ in ("undo", "redo") and not _index_fits(hands):
                    faults.append(f"after act {number} the index does not fit what it is made of")
            if number % LOOK_EVERY == LOOK_EVERY - 1:
                faults += _look(hands)
        faults += _look(hands)
        faults += _all_of_it(hands, ledger)
        faults += [f"doctor: {one.message}" for one in real.library.doctor()]
    finally:
        ledger.end()
        real.window.end()
    faults += ledger.faults + hands.errors
    took = time.monotonic() - began
    return Result(
        "undo",
        (
            Figure(f"{n:,} acts, {ledger.steps:,} steps"),
            Figure(f"{ledger.undone:,} taken back", ledger.undone > 0),
            Figure(f"{ledger.redone:,} done again", ledger.redone > 0),
            at_most(len([one for one in ledger.faults if "letters" not in one]), 0, "not as before"),
            at_most(len([one for one in ledger.faults if "letters" in one]), 0, "texts in another paper"),
            at_most(len(hands.errors), 0, "refused or failed"),
            Figure(f"{there_and_back} times there and back"),
            Figure(f"{n / took:.0f} acts a second"),
        ),
        tuple(faults),
    )


def _acts(hands: Hands) -> tuple[tuple[int, Act], ...]:
    return (
        (14, hands.type),
        (3, hands.erase),
        (3, hands.pause),
        (4, hands.leave),
        (9, hands.choose),
        (2, hands.figure),
        (5, hands.decide),
        (2, hands.star),
        (3, hands.tag),
        (1, hands.link),
        (2, hands.title),
        (2, hands.add),
        (2, hands.remove),
        (4, hands.issue),
        (4, hands.section),
        (5, hands.put_in),
        (2, hands.take_out),
        (7, hands.move),
        (3, hands.put_back),
        (1, hands.throw_away),
        (14, hands.undo),
        (9, hands.redo),
    )


def _there_and_back(hands: Hands, ledger: Ledger) -> list[str]:
    """As many redos as undos bring everything back."""
    for box in hands.boxes.values():
        box.saving.flush()
    hands.settle()
    while hands.went(hands.redo):
        pass  # what was taken back before would come too, where there is less to take back than one asks for
    for box in hands.boxes.values():
        box.saving.flush()
    hands.settle()
    before, many = ledger.state(seen=True), hands.chance.randint(1, 8)
    for what in [hands.undo] * many + [hands.redo] * many:
        hands.went(what)
    for box in hands.boxes.values():
        box.saving.flush()
    hands.settle()
    after = ledger.state(seen=True)
    return [] if before == after else [f"there and back by {many}: {ledger.differences(before, after)}"]


def _all_of_it(hands: Hands, ledger: Ledger) -> list[str]:
    """All that the history reaches is taken back and done again."""
    hands.leave()
    hands.settle()
    while hands.went(hands.redo):
        pass
    before, many = ledger.state(seen=True), 0
    while many < 300 and hands.went(hands.undo):
        many += 1
    for _ in range(many):
        hands.went(hands.redo)
    after = ledger.state(seen=True)
    return [] if before == after else [f"all {many} steps: {ledger.differences(before, after)}"]


def _look(hands: Hands) -> list[str]:
    hands.leave()
    hands.settle()
    found = hands.shown_faults() + hands.unsaved_faults()
    if not _index_fits(hands):
        found.append("the index does not fit what it is made of")
    return found


def _index_fits(hands: Hands) -> bool:
    return upkeep.index_fits(hands.real.library._database)
