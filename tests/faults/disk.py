"""The disk fails at any deed: nothing that was saved is lost, a clear sentence says so, the text is kept, and all goes on when it is well."""

import errno
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from curator.domain.errors import CuratorError
from tests.faults.result import Figure, Result, at_most
from tests.faults.scenes import Beginning, Edits, Export, MakeBackup, Opening, Scene, Settings, TakeIn
from tests.faults.sentences import unclear
from tests.faults.shim import Disk, behind, build
from tests.faults.typist import Typing

ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS)
SCENES: tuple[tuple[Callable[[Path, random.Random], Scene], int], ...] = (
    (Edits, 6),
    (TakeIn, 3),
    (Opening, 2),
    (Beginning, 1),
    (MakeBackup, 3),
    (Settings, 2),
    (Export, 3),
    (Typing, 5),
)
"""What is going on when the disk fails, and how often of 25."""

MISSES = 200
"""So often in a row a scene may end before the deed that was to fail."""


@dataclass(slots=True)
class _Found:
    struck: int = 0
    points: set[tuple[str, str, int, int]] = field(default_factory=set)
    told: int = 0
    unclear: int = 0
    lost: int = 0
    stuck: int = 0
    scenes: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def run(n: int, seed: int, folder: Path) -> Result:
    """At n deeds of the library, exports, backups, settings and the window one of four errors comes, once or from there on."""
    shim = build(folder)
    with behind(shim, _work, str(folder), n, seed) as (end, _):
        found: _Found = end.recv()
    scenes = ", ".join(f"{name} {count}" for name, count in found.scenes.items())
    figures = (
        Figure(f"{found.struck} deeds failed at {len(found.points)} points ({scenes})", found.struck == n),
        Figure(f"{found.told} refused in words, {found.struck - found.told} done all the same"),
        at_most(found.unclear, 0, "unclear"),
        at_most(found.lost, 0, "lost"),
        at_most(found.stuck, 0, "that did not work again afterwards"),
    )
    return Result("disk", figures, tuple(found.faults))


def _work(end: Connection, folder: str, n: int, seed: int) -> None:
    place = Path(folder)
    for name in ("HOME", "TMPDIR"):
        (place / name.lower()).mkdir()
        os.environ[name] = str(place / name.lower())
    disk, found, chance = Disk(place / "nowhere"), _Found(), random.Random(seed)
    weights = [weight for _, weight in SCENES]
    wanted = [round(n * sum(weights[: place + 1]) / sum(weights)) for place in range(len(weights))]
    for (make, _), until in zip(SCENES, wanted, strict=True):
        if until == found.struck:
            continue
        scene = make(place / make.__name__.lower(), chance)
        before = found.struck
        _try_often(scene, disk, chance, until, found)
        scene.end()
        found.scenes[make.__name__.lower()] = found.struck - before
    end.send(found)


def _try_often(scene: Scene, disk: Disk, chance: random.Random, until: int, found: _Found) -> None:
    scene.prepare()
    disk.watch(scene.folder)
    disk.count()
    scene.act()
    reach = max(disk.deeds, 1)
    scene.check(told=None)
    misses = 0
    while found.struck < until and misses < MISSES:
        scene.prepare()
        at = chance.randint(1, reach)
        error = chance.choice(ERRORS)
        times = chance.choice((1, -1))
        disk.watch(scene.folder)
        disk.strike(at, error, times=times, after_half=chance.random() < 0.5)
        told, wrong = _act(scene)
        struck, deed, reach = disk.struck, disk.first_struck, max(reach, disk.deeds if times == 1 else 0)
        disk.count()
        lost, stuck = _looked(partial(scene.check, told)), _looked(scene.again)
        misses = 0 if struck else misses + 1
        found.struck += struck > 0
        where = f"{type(scene).__name__}, {errno.errorcode[error]} {'once' if times == 1 else 'from then on'} at {at} ({deed})"
        vague = [why for why in [told and unclear(told), wrong] if why]
        found.told += bool(struck and told)
        if struck:
            found.points.add((type(scene).__name__, deed.split(" ")[0], at, error))
        found.unclear += len(vague)
        found.lost += len(lost)
        found.stuck += len(stuck)
        found.faults += [f"{where}: {what}" for what in (*vague, *lost, *stuck)]


def _act(scene: Scene) -> tuple[str | None, str | None]:
    """What an editor was told, and what else came of it that no editor should see."""
    try:
        return scene.act(), None
    except CuratorError as fault:
        return str(fault), None
    except Exception as fault:  # a crash is what this looks for
        return None, f"{type(fault).__name__}: {fault}"


def _looked(look: Callable[[], list[str]]) -> list[str]:
    try:
        return look()
    except Exception as fault:  # the same: one line of it among the faults, and on with the next
        return [f"{type(fault).__name__}: {fault}"]
