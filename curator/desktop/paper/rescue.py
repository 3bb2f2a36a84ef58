"""Texts that could not be saved, each in a file of its own until it is in the library."""

import os
import stat
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QDir

from curator.desktop.tasks import Tasks
from curator.disk import atomic_write
from curator.domain.errors import Refused
from curator.domain.rescued import prefix
from curator.domain.writeups import FIELDS
from curator.settings import Settings

_Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that an earlier run could not save, as it is in its file; `at` is when it was written (UTC)."""

    paper: int
    field: str
    text: str
    at: datetime


def places(settings: Settings) -> tuple[Path, ...]:
    """The folders for such texts, the first that can be written is taken. They may be on disks of their own, so that one has room."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return (
        settings.data / "rescue",
        settings.state / "rescue",
        Path(QDir.tempPath()) / f"curator-rescue-{user}",
        Path(QDir.homePath()) / "curator-rescue",
    )


class Rescue:
    """Keeps texts of one library's papers. Files hold the text alone, so that any editor opens them; nobody else can read them.

    A folder that is another user's, or leads elsewhere, is passed over: in a place for all it may have been laid there for us.
    """

    def __init__(self, folders: Sequence[Path], library: Path, tasks: Tasks) -> None:
        self._folders, self._tasks = tuple(folders), tasks
        self._prefix = prefix(library)
        self._lock = threading.Lock()
        self._wanted: dict[_Place, str | None] = {}

    def path(self, paper: int, field: str) -> Path:
        """Where the text of this field is kept if its first folder can be written."""
        return self._folders[0] / self._name(paper, field)

    def keep(
        self,
        paper: int,
        field: str,
        text: str,
        done: Callable[[Path], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Writes the text. On the main thread `done` gets the file's path, `failed` why no folder could be written."""
        self._wanted[paper, field] = text
        self._tasks.work("Keep a text", lambda _: self._settle(paper, field), done, failed, quiet=True)

    def drop(self, paper: int, field: str) -> None:
        """The text is in the library: its file goes."""
        if self._wanted.get((paper, field), None) is not None or self._found(paper, field):
            self._wanted[paper, field] = None
            self._tasks.work(
                "Drop a kept text", lambda _: self._settle(paper, field), failed=lambda _: None, quiet=True
            )

    def find(self, paper: int, field: str) -> KeptText | None:
        """A text that was kept and never saved; not one whose file is on its way out."""
        if (paper, field) in self._wanted and self._wanted[paper, field] is None:
            return None
        for path in self._found(paper, field):
            try:
                text, at = path.read_bytes().decode("utf-8", "replace"), path.stat().st_mtime
            except OSError:
                continue
            return KeptText(paper, field, text, datetime.fromtimestamp(at, UTC))
        return None

    def kept_texts(self) -> list[KeptText]:
        """All of them with their words, the newest first. It reads files: not on the main thread."""
        found = [self.find(paper, field) for paper, field in self.waiting()]
        return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)

    def waiting(self) -> tuple[_Place, ...]:
        """Papers and fields of which a text was kept and never saved."""
        found: set[_Place] = set()
        for folder in filter(_is_own, self._folders):
            try:
                names = [path.name for path in folder.iterdir()]
            except OSError:
                continue
            start = f"{self._prefix}-"
            for name in names:
                number, _, field = name.removeprefix(start).removesuffix(".md").partition("-")
                if name.startswith(start) and number.isdecimal() and name == self._name(int(number), field):
                    found.add((int(number), field))
        fields = [field.name for field in FIELDS]
        return tuple(sorted(place for place in found if place[1] in fields))

    def _name(self, paper: int, field: str) -> str:
        return f"{self._prefix}-{paper}-{field}.md"

    def _found(self, paper: int, field: str) -> list[Path]:
        """Its files, the newest first."""
        dated: list[tuple[float, Path]] = []
        for folder in filter(_is_own, self._folders):
            path = folder / self._name(paper, field)
            try:
                dated.append((-path.stat().st_mtime, path))
            except OSError:
                continue
        return [path for _, path in sorted(dated)]

    def _settle(self, paper: int, field: str) -> Path:
        """Does what is wanted last: tasks of the pool may overtake each other."""
        with self._lock:
            text = self._wanted.get((paper, field))
            kept = None if text is None else self._write(self._name(paper, field), text)
            for path in self._found(paper, field):
                if path != kept:
                    path.unlink(missing_ok=True)
        return kept or self.path(paper, field)

    def _write(self, name: str, text: str) -> Path:
        fault: Exception = Refused("There is no place for it.")
        for folder in self._folders:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if _is_own(folder):
                    atomic_write(folder / name, text.encode("utf-8", "replace"))
                    return folder / name
            except (OSError, Refused) as error:
                fault = error
        raise fault


def _is_own(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and (not hasattr(os, "getuid") or found.st_uid == os.getuid())
