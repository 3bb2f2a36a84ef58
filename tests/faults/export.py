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
from curator.library.library import create_library, open_library
from curator.net import Net
from curator.settings import Settings
from tests.faults.editor import now
from tests.faults.result import Figure, Result, at_most
from tests.faults.sentences import unclear
from tests.faults.shim import KILL, KILL_HALF, Disk, behind, build, deeds

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
    end.send(_Exports(Path(folder), seed).run(n))


class _Exports:
    """In a process behind the shim. `old` and `new` are folders with whole exports, `out` is where each one is tried."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._out = folder, folder / "out"
        self._disk = Disk(self._out)
        self._chance = random.Random(seed)
        self._found = _Found()
        self._library = folder / "l.curator"
        _make_issue(self._library)
        self._number = {one.name: 0 for one in FORMATS}

    def run(self, n: int) -> _Found:
        self._export_all(self._folder / "old")
        _change_issue(self._library)
        self._export_all(self._folder / "new")
        self._look_at_order()
        for number in range(n):
            self._reset()
            if number % 2:
                self._kill(FORMATS[number // 2 % len(FORMATS)].name)
            else:
                self._fail(FORMATS[number // 2 % len(FORMATS)].name)
        return self._found

    def _export_all(self, target: Path) -> None:
        target.mkdir()
        for one in FORMATS:
            self._export(one.name, target)

    def _export(self, format: str, target: Path) -> None:
        library = open_library(self._library, now=now)
        settings = Settings(library=self._library, data=target, state=target, config=target)
        try:
            export(Desk(library, Net(settings), settings, now), 1, format, target)
        finally:
            library.close()

    def _look_at_order(self) -> None:
        """What is noted of one export of each format into an empty folder."""
        self._out.mkdir()
        log = self._folder / "log"
        self._disk.log(log)
        for one in FORMATS:
            self._disk.count()
            self._export(one.name, self._out)
            self._number[one.name] = self._disk.deeds
        noted = list(deeds(log))
        for place, deed in enumerate(noted):
            if deed.kind != "r":
                continue
            before = [one.kind for one in noted[:place] if one.name == deed.name or _is_of(one.file, deed.name, noted)]
            folder = str(Path(deed.other).parent)
            after = next((one for one in noted[place + 1 :] if one.kind != "m"), None)
            if before[:1] != ["c"] or before[-1:] != ["s"] or "w" not in before:
                self._wrong(f"{Path(deed.other).name} was renamed after {''.join(before)}")
            elif after is None or (after.kind, after.name) != ("s", folder):
                self._wrong(f"the folder was not synced after {Path(deed.other).name} was renamed")
        if not any(deed.kind == "r" for deed in noted):
            self._wrong("nothing was renamed")

    def _kill(self, format: str) -> None:
        at = self._chance.randint(1, self._number[format])
        how = self._chance.choice((KILL, KILL_HALF))
        child = os.fork()
        if not child:
            self._disk.strike(at, how=how)
            self._export(format, self._out)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        self._found.killed += 1
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            self._found.faults.append(f"{format}: nothing was killed at deed {at}")
        self._look(f"{format} killed at deed {at}")

    def _fail(self, format: str) -> None:
        at = self._chance.randint(1, self._number[format])
        error = self._chance.choice(ERRORS)
        where = f"{format}, {errno.errorcode[error]} at deed {at}"
        self._disk.strike(at, error, times=self._chance.choice((1, -1)), after_half=self._chance.random() < 0.5)
        self._found.failed += 1
        try:
            self._export(format, self._out)
        except CuratorError as fault:
            if why := unclear(fault):
                self._found.faults.append(f"{where}: {why}")
        except Exception as fault:  # whatever else comes is what must not come
            self._found.faults.append(f"{where}: {type(fault).__name__}: {fault}")
        self._disk.count()
        self._look(where)
        left = [path.name for path in self._out.rglob("*.part")]
        if left and not self._disk_kept_it(error):
            self._found.faults.append(f"{where}: left {left}")
        self._export(format, self._out)
        self._look(f"{where}, and again")

    def _disk_kept_it(self, error: int) -> bool:
        """What can't be removed from a disk that takes nothing stays there."""
        return error in (errno.EIO, errno.EROFS)

    def _reset(self) -> None:
        self._disk.count()
        shutil.rmtree(self._out)
        shutil.copytree(self._folder / "old", self._out)

    def _look(self, where: str) -> None:
        """Every file is as it was or as it should be, and what a text refers to is there."""
        for path in self._out.rglob("*"):
            if path.is_dir() or path.suffix == ".part":
                continue
            name = path.relative_to(self._out)
            known = [
                (self._folder / one / name).read_bytes()
                for one in ("old", "new")
                if (self._folder / one / name).exists()
            ]
            if path.read_bytes() not in known:
                self._found.half += 1
                self._found.faults.append(f"{where}: {name} is neither old nor new")
        for path in (self._folder / "old").rglob("*"):
            if not (self._out / path.relative_to(self._folder / "old")).exists():
                self._found.half += 1
                self._found.faults.append(f"{where}: {path.name} is gone")
        for path in self._out.glob("*.md"):
            text = path.read_text("utf-8")
            missing = [src for src in _figures(text) if not (self._out / src).exists()]
            if missing:
                self._found.half += 1
                self._found.faults.append(f"{where}: the text refers to {missing}, which is not there")

    def _wrong(self, what: str) -> None:
        self._found.wrong_order += 1
        self._found.faults.append(what)


def _is_of(file: int, name: str, noted: list) -> bool:  # type: ignore[type-arg]
    return file != 0 and any(one.kind == "c" and one.file == file and one.name == name for one in noted)


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


def _write(edit, paper: int, word: str) -> None:  # type: ignore[no-untyped-def]
    src = edit.figures.put(b"\x89PNG\r\n\x1a\n" + f"{word} {paper}".encode() * 3000)
    edit.papers.add_figure(paper, src)
    text = f"The {word} text of {paper}. " + f"{word} " * 2000 + f"\n\n![]({src})"
    edit.writeups.save(paper, "why", text, edit.writeups.get(paper, "why").sha)
