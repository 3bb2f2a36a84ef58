"""Texts that could not be saved, each in a file of its own in the data folder until it is in the library."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from curator.desktop.tasks import Tasks
from curator.disk import atomic_write

_Place = tuple[int, str]


class Rescue:
    """Keeps texts of one library's papers beside it. Files hold the text alone, so that any editor opens them."""

    def __init__(self, folder: Path, library: Path, tasks: Tasks) -> None:
        self._folder, self._tasks = folder, tasks
        self._prefix = (
            f"{library.stem}-{hashlib.sha256(str(library).encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
        )
        self._lock = threading.Lock()
        self._wanted: dict[_Place, str | None] = {}

    def path(self, paper: int, field: str) -> Path:
        """Where the text of this field is kept."""
        return self._folder / f"{self._prefix}-{paper}-{field}.md"

    def keep(
        self,
        paper: int,
        field: str,
        text: str,
        done: Callable[[Path], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Writes the text beside the library. `done` gets the file's path on the main thread."""
        self._wanted[paper, field] = text
        self._tasks.work("Keep a text", lambda _: self._settle(paper, field), done, failed, quiet=True)

    def drop(self, paper: int, field: str) -> None:
        """The text is in the library: its file goes."""
        if self._wanted.get((paper, field), None) is not None or self.path(paper, field).exists():
            self._wanted[paper, field] = None
            self._tasks.work(
                "Drop a kept text", lambda _: self._settle(paper, field), failed=lambda _: None, quiet=True
            )

    def find(self, paper: int, field: str) -> str | None:
        """A text that was kept and never saved."""
        try:
            return self.path(paper, field).read_bytes().decode("utf-8", "replace")
        except OSError:
            return None

    def _settle(self, paper: int, field: str) -> Path:
        """Does what is wanted last: tasks of the pool may overtake each other."""
        path = self.path(paper, field)
        with self._lock:
            text = self._wanted.get((paper, field))
            if text is None:
                path.unlink(missing_ok=True)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                atomic_write(path, text.encode("utf-8", "replace"))
        return path
