"""The power goes: of what was not brought to disk any sector may be there or not. What was acknowledged is there, and all is whole."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from curator.disk import atomic_write
from curator.domain.errors import CuratorError
from curator.library.library import create_library, open_library
from tests.faults.editor import Editor, now
from tests.faults.image import Image, Replay
from tests.faults.result import Figure, Result, at_most
from tests.faults.shim import Disk, behind, build, deeds
from tests.faults.state import fingerprint

LOSSES_A_RUN = 25
"""So many losses are tried on what was noted of one run."""

ACTS = 60
"""Edits in a run."""


@dataclass(slots=True)
class Story:
    """What a run did, by mark: which state of the library, or of another file, was begun or acknowledged there.

    `states` are fingerprints of the library after each commit; `marks[number]` is (what, begun or done, number of the state).
    """

    states: list[str] = field(default_factory=list)
    marks: list[tuple[str, bool, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    losses: int = 0
    lost: int = 0
    damaged: int = 0
    edits: int = 0
    unsynced: int = 0
    faults: list[str] = field(default_factory=list)


def run(n: int, seed: int, folder: Path) -> Result:
    """n losses of power at random moments, of runs of the real library that edits, takes in, closes and opens."""
    shim = build(folder)
    found = _Found()
    runs = 0
    while found.losses < n:
        place = folder / str(runs)
        place.mkdir()
        chance = random.Random(f"{seed}-{runs}")
        with behind(shim, _work, str(place), seed * 1000 + runs) as (end, _):
            story: Story = end.recv()
        _lose(place, story, chance, min(LOSSES_A_RUN, n - found.losses), found)
        runs += 1
    figures = (
        Figure(f"{found.losses} losses of power in {runs} runs of {found.edits} commits"),
        Figure(f"{found.unsynced} with bytes not on disk", found.unsynced > 0),
        at_most(found.lost, 0, "acknowledged edits lost"),
        at_most(found.damaged, 0, "damaged"),
    )
    return Result("power", figures, tuple(found.faults))


def _work(end: Connection, folder: str, seed: int) -> None:
    """The process that is noted: everything that it acknowledges it marks."""
    place = Path(folder)
    disk = Disk(place / "disk")
    disk.log(place / "log")
    chance = random.Random(seed)
    end.send(_Run(place / "disk", disk, chance).story)


class _Run:
    def __init__(self, folder: Path, disk: Disk, chance: random.Random) -> None:
        self.story = Story()
        self._disk, self._chance, self._folder = disk, chance, folder
        self._settings = 0
        folder.mkdir()
        path = folder / "l.curator"
        create_library(path, state=folder / "state")
        self._library = open_library(path, now=now, state=folder / "state")
        self._commit()
        self._editor = Editor(self._library, chance)
        self._editor.begin()
        self._commit()
        for _ in range(ACTS):
            self._act(path)
        self._library.close()

    def _act(self, path: Path) -> None:
        what = self._chance.random()
        if what < 0.06:
            self._library.close()
            self._library = self._editor.library = open_library(path, now=now, state=self._folder / "state")
        elif what < 0.16:
            self._take_in()
        elif what < 0.26:
            self._settings += 1
            self._mark("settings", False, self._settings)
            atomic_write(self._folder / "settings.toml", settings(self._settings))
            self._mark("settings", True, self._settings)
        else:
            self._mark("library", False, len(self.story.states))
            self._editor.act()
            self._commit()

    def _take_in(self) -> None:
        """Batches are in when they are told, and on disk when the intake has ended."""
        stop = self._library.listen(lambda changes: self._commit(done=False))
        try:
            self._editor.arrive(self._chance.randint(20, 200))
        finally:
            stop()
        self._commit()

    def _commit(self, done: bool = True) -> None:
        """What the library holds now is a state of its own; `done`: it was acknowledged."""
        self.story.states.append(fingerprint(self._library))
        self._mark("library", done, len(self.story.states) - 1)

    def _mark(self, what: str, done: bool, number: int) -> None:
        self._disk.mark(len(self.story.marks))
        self.story.marks.append((what, done, number))


def settings(number: int) -> bytes:
    """A file of settings, several sectors long, that says its number at both ends."""
    return f"# {number}\n{'name = 1 # a setting' * 200}\n# {number}\n".encode()


def _lose(place: Path, story: Story, chance: random.Random, number: int, found: _Found) -> None:
    noted = list(deeds(place / "log"))
    found.edits += len(story.states)
    moments = sorted(chance.sample(range(1, len(noted)), min(number, len(noted) - 1)))
    replay = Replay(place / "disk")
    known: dict[tuple[str, bool], int] = {}
    done = 0
    for moment in moments:
        for deed in noted[done:moment]:
            if deed.kind == "m":
                what, acknowledged, state = story.marks[deed.at]
                known[what, acknowledged] = state
            else:
                replay.do(deed)
        done = moment
        image = replay.lose_power(chance)
        found.losses += 1
        found.unsynced += image.unsynced > 0
        where = place / f"image-{moment}"
        for kind, fault in _faults(image, where, story, known):
            found.faults.append(f"run {place.name}, at deed {moment} ({image.how}): {fault}")
            if kind == "lost":
                found.lost += 1
            else:
                found.damaged += 1


def _faults(image: Image, where: Path, story: Story, known: dict[tuple[str, bool], int]) -> Iterator[tuple[str, str]]:
    """What an editor would miss or find broken after this loss."""
    image.write(where)
    acknowledged = known.get(("settings", True), 0)
    try:
        held: bytes | None = (where / "settings.toml").read_bytes()
    except FileNotFoundError:
        held = None
    may_be = [settings(number) for number in range(max(acknowledged, 1), known.get(("settings", False), 0) + 1)]
    if held is None and acknowledged:
        yield "lost", "the settings are gone"
    if held is not None and held not in may_be:
        yield "damaged", "the settings are neither the old ones nor the new ones"
    acknowledged = known.get(("library", True), -1)
    path = where / "l.curator"
    if not path.exists():
        if acknowledged >= 0:
            yield "lost", "there is no library"
        return
    begun = max(known.get(("library", False), -1), acknowledged)
    try:
        library = open_library(path, now=now)
    except CuratorError as fault:
        yield "damaged", f"it does not open: {fault}"
        return
    try:
        if library.is_read_only:
            yield "damaged", f"{library.only_reads}"
        yield from (("damaged", f"doctor: {fault.message}") for fault in library.doctor())
        held_state = fingerprint(library)
        # What follows the last mark may be in, as far as it was begun: an intake tells of a batch after its commit.
        allowed: list[Any] = story.states[max(acknowledged, 0) : begun + 3]
        if acknowledged >= 0 and held_state not in allowed:
            known_state = story.states.index(held_state) if held_state in story.states else None
            yield "lost", f"acknowledged is state {acknowledged}, there is {known_state}"
    finally:
        library.close()
