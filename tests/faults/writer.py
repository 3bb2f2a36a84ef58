"""A process that has a library open as a window has it, and does what it is told over a pipe."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from curator.domain.backups import BackupKind
from curator.domain.errors import CuratorError
from curator.library.library import Library, create_library, open_library

_CONTEXT = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
PATIENCE = 30.0


class Writer:
    """`saved` are the numbers of the edits that were acknowledged, `told` the sentences that came instead."""

    def __init__(self) -> None:
        if os.name == "posix":
            _CONTEXT.set_forkserver_preload(["tests.faults.writer"])
        self._end, theirs = _CONTEXT.Pipe()
        self._child = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        self._child.start()
        theirs.close()
        self.saved: list[int] = []
        self.told: list[str] = []

    def open(self, path: Path) -> bool:
        """True if it can be written."""
        return self._ask("open", str(path)) is True

    def edit(self, times: int = 1) -> None:
        """New papers, each called by its number."""
        for _ in range(times):
            number = len(self.saved) + len(self.told) + 1
            if self._ask("edit", number) is True:
                self.saved.append(number)

    def look(self) -> None:
        """What a window does a few times a second."""
        self._ask("look")

    def checkpoint(self) -> None:
        self._ask("checkpoint")

    def back_up(self, root: Path) -> Path:
        """A backup of everything, and where it is."""
        made = self._ask("back_up", str(root))
        assert isinstance(made, Path), made
        return made

    def jump(self, seconds: float) -> None:
        """Its clock goes on from elsewhere."""
        self._ask("jump", seconds)

    def pause(self) -> None:
        assert self._child.pid is not None
        os.kill(self._child.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._child.pid is not None
        os.kill(self._child.pid, signal.SIGCONT)

    def close(self) -> None:
        """The library is closed as by an editor."""
        self._ask("close")
        self.kill()

    def kill(self) -> None:
        if self._child.is_alive():
            self._child.kill()
        self._child.join(PATIENCE)
        self._end.close()

    def _ask(self, *what: Any) -> object:
        self._end.send(what)
        if not self._end.poll(PATIENCE):
            raise TimeoutError(f"the writer does not answer to {what}")
        answer = self._end.recv()
        if isinstance(answer, str):
            self.told.append(answer)
        elif isinstance(answer, BaseException):
            raise answer
        return answer


class _Served:
    def __init__(self) -> None:
        self._library: Library | None = None
        self._offset = timedelta()

    def open(self, path: str) -> object:
        place = Path(path)
        if self._library is not None:
            self._library.close()
        if not os.path.lexists(place):
            create_library(place)
        self._library = open_library(place, now=self._now)
        return self._library.only_reads or True

    def edit(self, number: int) -> object:
        with self._open().edit(f"Add {number}") as edit:
            paper = edit.papers.new(f"Edit {number}")
            edit.writeups.save(paper, "why", f"Text {number} " * 50, "")
        return True

    def look(self) -> object:
        self._open().news_from_elsewhere()
        return True

    def checkpoint(self) -> object:
        with self._open().read() as reading:
            reading.c.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").all()
        return True

    def back_up(self, root: str) -> object:
        return self._open().back_up(BackupKind.EVERYTHING, Path(root), "a test").path

    def jump(self, seconds: float) -> object:
        self._offset += timedelta(seconds=seconds)
        return True

    def close(self) -> object:
        self._open().close()
        return True

    def _open(self) -> Library:
        assert self._library is not None
        return self._library

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._offset


def _serve(end: Connection) -> None:
    served = _Served()
    while True:
        try:
            what, *more = end.recv()
        except EOFError:
            os._exit(0)
        do: Callable[..., object] = getattr(served, what)
        try:
            end.send(do(*more))
        except CuratorError as fault:
            end.send(str(fault))
        except Exception as fault:  # what no editor should see is raised where it is waited for
            end.send(AssertionError(f"{type(fault).__name__}: {fault}"))
