"""A damaged library read into a new one: what the file still holds, what backups and the mirror hold, and a report of what came from where."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from curator.disk import atomic_write
from curator.domain.errors import CuratorError, NotFound, Refused
from curator.domain.mirrored import Mirrored
from curator.domain.papers import Record
from curator.domain.progress import Progress
from curator.domain.writeups import FIELDS
from curator.jobs import backups
from curator.jobs.desk import now
from curator.settings import Settings

if TYPE_CHECKING:
    from curator.library.ailments import Ailment
    from curator.library.library import Library, Reading
    from curator.library.mirror import File
    from curator.library.salvage import Salvaged

MIRROR = "the Markdown copies"

_SHOWN = (
    ("writeup", "texts of write-ups"),
    ("revision", "earlier texts"),
    ("paper", "papers"),
    ("issue", "issues"),
    ("section", "sections"),
    ("entry", "entries"),
    ("figure", "figures"),
    ("picture", "pictures"),
    ("tag", "tags"),
)
_TITLES = {field.name: field.title for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Recovered:
    """The new library, the report as Markdown and where it stands (None: it could not be written), and its first lines as one sentence.

    `elsewhere` counts the texts that had to be taken from elsewhere, by source; `lost` names those that nobody has whole.
    """

    library: Path
    report: str
    report_file: Path | None
    words: str
    elsewhere: dict[str, int]
    lost: tuple[str, ...]


def place_for(path: Path, settings: Settings) -> Path:
    """Where the new library is made: beside the damaged one, or in the data folder where nothing can be written there."""
    folder = path.parent if os.access(path.parent, os.W_OK) else settings.data
    number = 1
    while True:
        target = folder / f"{path.stem}-recovered{'' if number == 1 else f'-{number}'}{path.suffix or '.curator'}"
        if not os.path.lexists(target):
            return target
        number += 1


def recover(
    settings: Settings, path: Path, progress: Progress, *, clock: Callable[[], datetime] = now, origin: str = "window"
) -> Recovered:
    """Makes `<name>-recovered` of a library that is damaged, while nobody has it open; the damaged file is only read.

    Raises NotFound, Refused where nothing is found or nothing can be written, Cancelled.
    """
    from curator.library import backups as held  # SQLAlchemy: with the library alone
    from curator.library import mirror
    from curator.library.library import open_library
    from curator.library.salvage import salvage

    true = Path(os.path.realpath(path))
    if not true.is_file():
        raise NotFound(f"There is no library at “{path}”.")
    _must_be_closed(true)
    house = held.house(backups.root(settings), true)
    sound = [one for one in held.listing(house) if one.fault is None]
    target = place_for(true, settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    progress.step(0, 3, "Reading what is left")
    found = salvage(true, target, [one.path for one in sound])
    progress.step(1, 3, "Looking it over")
    library = open_library(target, now=clock, origin=origin, state=settings.state, backups=settings.data / "backups")
    try:
        mended = library.doctor(fix=True)
        progress.step(2, 3, "Looking at the Markdown copies")
        if found.has_holes:
            _from_mirror(library, mirror.contents(mirror.folder_of(house)).files, found)
        names = _named(library, [*found.texts, *found.lost])
    finally:
        library.close()
    report = _report(true, found, names, [one for one in mended if not one.fixed], clock())
    return Recovered(
        target,
        report,
        _written(target.with_suffix(".md"), report),
        _sentence(found, target),
        dict(Counter(found.texts.values())),
        tuple(names[place] for place in found.lost),
    )


def _must_be_closed(path: Path) -> None:
    """Raises Refused if a window, here or in another process, has it open: what is half written would be read."""
    from curator.library.claim import Claim  # with the library alone

    if path.with_name(path.name + ".lock").exists():
        claim = Claim(path)
        if not claim.take():
            raise Refused(f"{path.name} is open in a window of Curator. Close it first, or recover it from there.")
        claim.give_back()


def _from_mirror(library: "Library", files: Iterable["File"], found: "Salvaged") -> None:
    """Texts that the damaged file does not hold whole, where the copy is newer than what stands in their place by now."""
    for file in files:
        texts = [(field, text.text) for field, text in file.holds.texts if text.text is not None and text.is_whole]
        if not texts:
            continue
        paper = _paper(library, file.holds)
        for field, words in texts:
            with library.read() as reading:
                there = reading.writeups.get(paper, field)
                former = reading.writeups.revisions(paper, field)
            stands = there.text is not None and (paper, field) not in found.texts
            if stands or there.text == words or (former and former[0].at > file.at):
                continue
            with library.edit("Recover a text") as edit:
                edit.writeups.save(paper, field, words, None, "other")
            found.texts[paper, field] = MIRROR
            if (paper, field) in found.lost:
                found.lost.remove((paper, field))


def _paper(library: "Library", one: Mirrored) -> int:
    """The paper of a copy: by its key, else by its number; made again where it is lost."""
    from curator.library.merging import prepare  # SQLAlchemy: with the library alone

    with library.read() as reading:
        number = _found(reading, one.key) or _found(reading, f"{one.paper}")
        is_bare = number is not None and reading.papers.get(number).title == f"Paper {number}"
    if number is not None and not is_bare:
        return number
    with library.edit("Recover a paper") as edit:
        if number is not None:  # one that stands in for it, and knows no more than the number
            edit.papers.override(number, title=one.title, authors=one.authors)
            return number
        record = Record(one.title, one.authors, arxiv=one.arxiv, doi=one.doi, url=one.url, source="file", plain=True)
        return edit.merging.put_in([prepare(record, one.key)])[0].paper


def _found(reading: "Reading", name: str) -> int | None:
    try:
        return reading.papers.find(name)
    except NotFound:
        return None


def _named(library: "Library", places: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    with library.read() as reading:
        found: dict[tuple[int, str], str] = {}
        for paper, field in places:
            try:
                title = f"“{reading.papers.get(paper).title}”"
            except NotFound:
                title = f"paper {paper}"
            found[paper, field] = f"{_TITLES.get(field, field)} of {title}"
    return found


def _sentence(found: "Salvaged", target: Path) -> str:
    taken = len(found.texts)
    words = f"What is left is in “{target.name}”."
    if taken:
        words += f" {taken:,} text{'s were' if taken > 1 else ' was'} taken from elsewhere."
    if found.lost:
        words += f" {len(found.lost):,} could not be had whole."
    return words


def _report(
    path: Path, found: "Salvaged", names: dict[tuple[int, str], str], left: Iterable["Ailment"], at: datetime
) -> str:
    lines = [
        f"# What was recovered from {path.name}",
        "",
        f"Made on {at:%d %B %Y at %H:%M} UTC. The damaged file was only read and is as it was: {path}",
        "The history of undo does not come along.",
        "",
        "## What came from where",
        "",
    ]
    for source, counts in found.sources.items():
        told = [f"{counts[table]:,} {words}" for table, words in _SHOWN if counts.get(table)]
        if told:
            lines.append(f"- From {source}: {', '.join(told)}")
    for source, number in Counter(found.texts.values()).items():
        lines.append(f"- Texts that the file did not hold whole, from {source}: {number:,}")
    if found.texts:
        lines += ["", "## Texts that were taken from elsewhere", ""]
        lines += [
            f"- {names.get(place, place)}: from {source}"
            for place, source in sorted(found.texts.items())
            if place in names
        ]
    lines += ["", "## Texts that could not be had whole", ""]
    lines += [f"- {names[place]}: what stood there is its oldest revision" for place in found.lost] or ["None."]
    told = [f"- {one.message}" for one in left]
    if told:
        lines += ["", "## What is still to be looked at", "", *told]
    return "\n".join([*lines, ""])


def _written(path: Path, report: str) -> Path | None:
    if os.path.lexists(path):
        path = path.with_name(f"{path.stem}-report{path.suffix}")
    try:
        atomic_write(path, report.encode())
    except CuratorError:  # the library is there, and the report is shown all the same
        return None
    return path
