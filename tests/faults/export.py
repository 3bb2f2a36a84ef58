"""An export is killed, or its disk is full: what stands at the target is the old file or the new one, each whole."""

import errno
import os
import random
import shutil
import signal
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from curator.domain.errors import CuratorError
from curator.domain.issues import Kind, NewEntry
from curator.export import FORMATS
from curator.jobs.desk import Desk
from curator.jobs.export import export
from curator.library.library import Edit, create_library, open_library
from curator.net import Net
from curator.settings import Settings
from tests.faults.editor import now
from tests.faults.result import Figure, Result, at_most
from tests.faults.sentences import unclear
from tests.faults.shim import KILL, KILL_HALF, Deed, Disk, behind, build, deeds

ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)


@dataclass(slots=True)
class _Found:
    killed: int = 0
    failed: int = 0
    half: int = 0
    wrong_order: int = 0
    faults: list[str] = field(default_factory=list)


def run(n: int, seed: int, folder: Path) -> Result:
    """n exports over an older one, in every format: one half is killed in the midst of a deed on the disk, of the other one fails."""
    shim = build(folder)
    with behind(shim, _work, str(folder), n, seed) as (end, _):
        found: _Found = end.recv()
    figures = (
        Figure(f"{found.killed + found.failed} exports, {found.killed} killed and {found.failed} refused by the disk"),
        at_most(found.half, 0, "that left a file neither old nor new"),
        at_most(found.wrong_order, 0, "files not written, synced, renamed, and their folder synced, in this order"),
    )
    return Result("export", figures, tuple(found.faults))


def _work(end: Connection, folder: str, n: int, seed: int) -> None:
    end.send(_Trial(Path(folder), seed).run(n))


class Exports:
    """An issue whose exports are in `old`; changed since, in `new`; and `out`, where an export is tried over the old one."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.out = folder / "out"
        self._folder, self._chance = folder, chance
        self._library = folder / "l.curator"

    def begin(self) -> None:
        """Makes the issue, and both exports in every format."""
        _make_issue(self._library)
        self._export_all(self._folder / "old")
        _change_issue(self._library)
        self._export_all(self._folder / "new")

    def reset(self) -> None:
        """The older export stands at the target."""
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.copytree(self._folder / "old", self.out)

    def export(self, format: str, target: Path) -> None:
        """The real job, in one format."""
        library = open_library(self._library, now=now)
        settings = Settings(library=self._library, data=target, state=target, config=target)
        try:
            export(Desk(library, Net(), settings, now), 1, format, target)
        finally:
            library.close()

    def look(self) -> list[str]:
        """What is neither as it was nor as it should be, or is referred to and not there."""
        found = []
        for path in self.out.rglob("*"):
            if path.is_dir() or path.suffix == ".part":
                continue
            name = path.relative_to(self.out)
            known = [self._folder / one / name for one in ("old", "new")]
            if path.read_bytes() not in [one.read_bytes() for one in known if one.exists()]:
                found.append(f"{name} is neither old nor new")
        for path in (self._folder / "old").rglob("*"):
            if not (self.out / path.relative_to(self._folder / "old")).exists():
                found.append(f"{path.name} is gone")
        for path in self.out.glob("*.md"):
            missing = [src for src in _figures(path.read_text("utf-8")) if not (self.out / src).exists()]
            found += [f"the text refers to {src}, which is not there" for src in missing]
        return found

    def _export_all(self, target: Path) -> None:
        target.mkdir()
        for one in FORMATS:
            self.export(one.name, target)


class _Trial:
    """In a process behind the shim."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._chance = random.Random(seed)
        self._exports = Exports(folder, self._chance)
        self._disk = Disk(self._exports.out)
        self._log = folder / "log"
        self._found = _Found()
        self._deeds: dict[str, int] = {}

    def run(self, n: int) -> _Found:
        self._exports.begin()
        self._look_at_order()
        for number in range(n):
            self._disk.count()
            self._exports.reset()
            format = FORMATS[number // 2 % len(FORMATS)].name
            if number % 2:
                self._kill(format)
            else:
                self._fail(format)
        return self._found

    def _look_at_order(self) -> None:
        """What is noted of one export of each format into an empty folder."""
        self._exports.out.mkdir()
        self._disk.log(self._log)
        for one in FORMATS:
            self._disk.count()
            self._exports.export(one.name, self._exports.out)
            self._deeds[one.name] = self._disk.deeds
        noted = list(deeds(self._log))
        wrong = [why for place, deed in enumerate(noted) if deed.kind == "r" and (why := _out_of_order(noted, place))]
        if not any(deed.kind == "r" for deed in noted):
            wrong.append("nothing was renamed")
        self._found.wrong_order += len(wrong)
        self._found.faults += wrong

    def _kill(self, format: str) -> None:
        at = self._chance.randint(1, self._deeds[format])
        how = self._chance.choice((KILL, KILL_HALF))
        child = os.fork()
        if not child:
            self._disk.strike(at, how=how)
            self._exports.export(format, self._exports.out)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        self._found.killed += 1
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            self._found.faults.append(f"{format}: nothing was killed at deed {at}")
        self._look(f"{format} killed at deed {at}")

    def _fail(self, format: str) -> None:
        at = self._chance.randint(1, self._deeds[format])
        error = self._chance.choice(ERRORS)
        where = f"{format}, {errno.errorcode[error]} at deed {at}"
        self._disk.strike(at, error, times=self._chance.choice((1, -1)), after_half=self._chance.random() < 0.5)
        self._found.failed += 1
        try:
            self._exports.export(format, self._exports.out)
        except CuratorError as fault:
            if why := unclear(fault):
                self._found.faults.append(f"{where}: {why}")
        except Exception as fault:  # whatever else comes is what must not come
            self._found.faults.append(f"{where}: {type(fault).__name__}: {fault}")
        self._disk.count()
        self._look(where)
        left = [path.name for path in self._exports.out.rglob("*.part")]
        if left and error not in (errno.EIO, errno.EROFS):  # from such a disk nothing can be removed
            self._found.faults.append(f"{where}: left {left}")
        self._exports.export(format, self._exports.out)
        self._look(f"{where}, and again")

    def _look(self, where: str) -> None:
        found = self._exports.look()
        self._found.half += len(found)
        self._found.faults += [f"{where}: {what}" for what in found]


def _out_of_order(noted: list[Deed], place: int) -> str | None:
    """Why the file that is renamed there was not made, written and synced before, or its folder not synced after."""
    renamed = noted[place]
    made = next((one for one in noted[:place] if one.kind == "c" and one.name == renamed.name), None)
    name = Path(renamed.other).name
    if made is None:
        return f"{name} was not made beside its place"
    before = "".join(one.kind for one in noted[:place] if one.kind in "cwts" and one.file == made.file)
    if not before.startswith("cw") or not before.endswith("s"):
        return f"{name} was renamed after {before}"
    after = next((one for one in noted[place + 1 :] if one.kind != "m"), None)
    if after is None or (after.kind, after.name) != ("s", str(Path(renamed.other).parent)):
        return f"the folder was not synced after {name} was renamed"
    return None


def _figures(text: str) -> list[str]:
    return [part.split(")")[0].split(" ")[0] for part in text.split("](figures/")[1:] for part in (f"figures/{part}",)]


def _make_issue(path: Path) -> None:
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Make") as edit:
        papers = [edit.papers.new(f"Paper {number + 1}") for number in range(5)]
        issue = edit.issues.new("Trends", edition="April 2022")
        section = edit.issues.add_section(issue, "Research", "Five papers.")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper) for paper in papers])
        for paper in papers:
            _write(edit, paper, "old")
    library.close()


def _change_issue(path: Path) -> None:
    library = open_library(path, now=now)
    with library.edit("Change") as edit:
        for paper in range(1, 6):
            _write(edit, paper, "new")
    library.close()


def _write(edit: Edit, paper: int, word: str) -> None:
    src = edit.figures.put(b"\x89PNG\r\n\x1a\n" + f"{word} {paper}".encode() * 3000)
    edit.papers.add_figure(paper, src)
    text = f"The {word} text of {paper}. " + f"{word} " * 2000 + f"\n\n![]({src})"
    edit.writeups.save(paper, "why", text, edit.writeups.get(paper, "why").sha)
