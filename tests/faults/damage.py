"""Files are damaged: a bit flipped, a page zeroed or filled with noise, the end cut off. Each text that changed is noticed, and comes back."""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from curator.domain.backups import BackupKind
from curator.domain.errors import LibraryFault
from curator.domain.papers import Record
from curator.domain.progress import Progress
from curator.jobs import backups, recover
from curator.library import carving
from curator.library.library import create_library, open_library
from curator.library.merging import prepare
from curator.settings import Settings
from tests.faults.result import Figure, Result, all_of
from tests.faults.stocked import ticking

PAPERS = 1500
LATE = 60  # papers that are written up after the last backup
BACK = 0.999  # of write-ups, from a file with one bad page

Texts = dict[tuple[int, str], str]
_WORDS = (
    "we",
    "train",
    "models",
    "that",
    "follow",
    "what",
    "the",
    "data",
    "say",
    "and",
    "show",
    "how",
    "far",
    "a",
    "law",
    "holds",
)


@dataclass
class Tally:
    """What came of all rounds."""

    changed: int = 0
    noticed: int = 0
    pages: int = 0
    wanted: int = 0
    back: int = 0
    cuts: int = 0
    kept: int = 0
    faults: list[str] = field(default_factory=list)


def run(n: int, seed: int, folder: Path) -> Result:
    """Damages a copy n times, and looks each time what doctor says and what is recovered."""
    chance = random.Random(seed)
    settings = Settings(folder / "l.curator", folder / "data", folder / "state", folder / "config")
    saved, backed = _write(settings, chance)
    sound = settings.library.read_bytes()
    _sound.clear()
    assert _is_as_it_was(settings.library)
    places = _pages_of_words(settings.library)
    house = backups.root(settings)
    aside = house.with_name("aside")
    tally = Tally()
    for number in range(n):
        way = ("flip", "zero", "noise", "cut")[number % 4]
        settings.library.write_bytes(_damaged(sound, way, places, chance))
        name = f"round {number} ({way})"
        _look(settings, saved, name, tally)
        if way == "cut":
            with _without(house / "x" if number % 8 < 4 else next(house.glob("*/mirror")), aside):
                found = _recovered(settings, name, tally)
            # With the copies nothing is lost; without them what was in the backup is there, or what came after it.
            wanted = saved if number % 8 < 4 else backed
            tally.cuts += 1
            missing = [at for at, words in wanted.items() if found.get(at) not in (words, saved[at])]
            tally.kept += not missing
            tally.faults += [f"{name}: {len(missing)} texts are gone that a copy has"] if missing else []
        else:
            with _without(house, aside):
                found = _recovered(settings, name, tally)
            back = sum(found.get(at) == words for at, words in saved.items())
            tally.pages += 1
            tally.wanted += len(saved)
            tally.back += back
            if any(found.get(at) not in (words, None) for at, words in saved.items()):
                tally.faults.append(f"{name}: a text that was recovered is not the one that was saved")
    share = tally.back / max(1, tally.wanted)
    return Result(
        "damage",
        (
            all_of(tally.noticed, tally.changed, "files with a changed text or revision noticed"),
            Figure(
                f"{100 * share:.3f} % of {len(saved):,} write-ups back from one bad page, {tally.pages} times",
                share >= BACK,
            ),
            all_of(tally.kept, tally.cuts, "cut files recovered with all that a backup or the mirror had"),
        ),
        tuple(tally.faults),
    )


def _write(settings: Settings, chance: random.Random) -> tuple[Texts, Texts]:
    """Writes papers up, backs them up, writes more; gives all texts, and those of the backup."""
    clock = ticking()
    create_library(settings.library)
    library = open_library(settings.library, now=clock)
    root = backups.root(settings)
    with library.intake() as work, work.batch() as batch:
        records = [
            Record(f"Study {number} of laws", ("Ada King",), arxiv=f"2203.{number:05}")
            for number in range(1, PAPERS + 1)
        ]
        ids = [one.paper for one in batch.merging.put_in([prepare(record) for record in records])]
    saved: Texts = {}

    def write(papers: list[int]) -> None:
        with library.edit("Write") as edit:
            for paper in papers:
                for name, length in (("why", 40), ("insights", 140)):
                    for end in range(chance.choice((1, 1, 2))):
                        words = " ".join(chance.choices(_WORDS, k=length + end))
                        edit.writeups.save(paper, name, words, None)
                        saved[paper, name] = words

    for start in range(0, PAPERS - LATE, 100):
        write(ids[start : min(start + 100, PAPERS - LATE)])
    library.back_up(BackupKind.EVERYTHING, root, "", Progress())
    library.back_up(BackupKind.WRITING, root, "", Progress())
    backed = dict(saved)
    write(ids[PAPERS - LATE :] + ids[:LATE])
    library.mirror(root, None, Progress())
    library.close()
    return saved, backed


def _damaged(sound: bytes, way: str, places: list[int], chance: random.Random) -> bytes:
    size = int.from_bytes(sound[16:18], "big")
    # Every other time where the words are.
    page = chance.choice(places) if chance.random() < 0.6 else chance.randrange(len(sound) // size)
    at = page * size
    if way == "flip":
        at += chance.randrange(size)
        return sound[:at] + bytes([sound[at] ^ 1 << chance.randrange(8)]) + sound[at + 1 :]
    if way == "cut":
        return sound[: chance.choice((len(sound) // 2, chance.randrange(1, len(sound))))]
    return sound[:at] + (bytes(size) if way == "zero" else chance.randbytes(size)) + sound[at + size :]


def _pages_of_words(path: Path) -> list[int]:
    """The pages, from 0, that hold anything of write-ups and revisions."""
    view = memoryview(path.read_bytes())
    size = carving.page_size(view)
    roots = carving.roots(view, size)
    return sorted(page - 1 for name in ("writeup", "revision") for page in carving.leaves(view, size, roots[name])[0])


def _look(settings: Settings, saved: Texts, name: str, tally: Tally) -> None:
    """Is any text another one, and does doctor say that something is wrong?"""
    was_changed = not _is_as_it_was(settings.library)
    try:
        library = open_library(settings.library, now=lambda: datetime.now(UTC))
    except LibraryFault:
        is_noticed = True
    else:
        try:
            is_noticed = bool(library.doctor())
        except LibraryFault:
            is_noticed = True
        finally:
            library.close()
    if was_changed:
        tally.changed += 1
        tally.noticed += is_noticed
        if not is_noticed:
            tally.faults.append(f"{name}: a text or revision is another one, and nobody noticed")


_ROWS = (
    "select paper, field, text from writeup order by paper, field",
    "select id, paper, field, text from revision order by id",
)
_sound: dict[Path, list[object]] = {}


def _is_as_it_was(path: Path) -> bool:
    """Whether each write-up and revision reads as it did when the file was sound. The first call is told what that is."""
    found: list[object] = []
    copy = path.with_name("looked-at")
    shutil.copyfile(path, copy)
    try:
        with contextlib.closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as c:
            for question in _ROWS:
                found.append(c.execute(question).fetchall())
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    finally:
        copy.unlink()
    return found == _sound.setdefault(path, found)


def _recovered(settings: Settings, name: str, tally: Tally) -> Texts:
    try:
        made = recover.recover(settings, settings.library, Progress())
    except LibraryFault as fault:
        tally.faults.append(f"{name}: {fault}")
        return {}
    library = open_library(made.library, now=lambda: datetime.now(UTC))
    left = [one.check for one in library.doctor()]
    with library.read() as reading:
        found = {(paper, field): words for paper, field, words in reading.c.exec_driver_sql(_ROWS[0])}
    library.close()
    if left:
        tally.faults.append(f"{name}: what was recovered is not sound: {', '.join(sorted(set(left)))}")
    for path in settings.library.parent.glob("l-recovered*"):
        path.unlink()
    return found


@contextlib.contextmanager
def _without(path: Path, aside: Path) -> Iterator[None]:
    """While a folder is not there."""
    if not path.exists():
        yield
        return
    path.rename(aside)
    try:
        yield
    finally:
        aside.rename(path)
