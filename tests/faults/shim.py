"""A disk that fails when it is told to, and that notes what was done to it: for processes that tests start."""

import ctypes
import multiprocessing
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.faults.result import NotHere

SOURCE = Path(__file__).with_name("shim.c")
FAIL, KILL, KILL_HALF = 0, 1, 2
"""How a deed is struck: it fails; it is never done and the process is gone; half of a write is done and the process is gone."""

_NUMBERS = struct.Struct("=5Q")


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done. `kind` is one letter: c made, w written, t cut to `at` bytes, s brought to disk, r renamed, l linked, u removed,
    x folder removed, d folder made, m a mark with the number `at`. `file` is the inode where there is one."""

    kind: str
    file: int
    at: int
    name: str
    other: str
    data: bytes


def deeds(log: Path) -> Iterator[Deed]:
    """What was noted, in order."""
    data = memoryview(log.read_bytes())
    place = 0
    while place < len(data):
        kind = chr(data[place])
        file, at, first, second, length = _NUMBERS.unpack_from(data, place + 1)
        place += 1 + _NUMBERS.size
        name = os.fsdecode(bytes(data[place : place + first]))
        other = os.fsdecode(bytes(data[place + first : place + first + second]))
        place += first + second
        yield Deed(kind, file, at, name, other, bytes(data[place : place + length]))
        place += length


class Disk:
    """In a process that was started behind the shim: what it does to the files of `folder` is noted, counted and made to fail."""

    def __init__(self, folder: Path) -> None:
        self._shim = ctypes.CDLL(None)
        self._shim.faults_struck_deed.restype = ctypes.c_char_p
        self._shim.faults_struck_name.restype = ctypes.c_char_p
        for name in ("deeds", "struck"):
            getattr(self._shim, f"faults_{name}").restype = ctypes.c_long
        self.watch(folder)

    def watch(self, folder: Path) -> None:
        self._shim.faults_in(os.fsencode(folder))

    def log(self, path: Path) -> None:
        self._shim.faults_log(os.fsencode(path))

    def mark(self, number: int) -> None:
        self._shim.faults_mark(ctypes.c_long(number))

    def count(self) -> None:
        """From here on deeds are counted, and none fails."""
        self.strike(0)

    def strike(self, at: int, error: int = 0, how: int = FAIL, times: int = -1, after_half: bool = False) -> None:
        """The deed number `at` from here on fails, `times` in a row; -1: all after it too."""
        self._shim.faults_strike(ctypes.c_long(at), error, how, ctypes.c_long(times), int(after_half))

    @property
    def deeds(self) -> int:
        return int(self._shim.faults_deeds())

    @property
    def struck(self) -> int:
        """How many deeds have failed."""
        return int(self._shim.faults_struck())

    @property
    def first_struck(self) -> str:
        """Which deed was the first, on which file."""
        name = os.fsdecode(self._shim.faults_struck_name())
        return f"{self._shim.faults_struck_deed().decode()} {Path(name).name}"


def build(folder: Path) -> Path:
    """The shim, compiled. Raises NotHere."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux") or compiler is None:
        raise NotHere("it needs Linux and a C compiler")
    shim = folder / "shim.so"
    made = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(shim), str(SOURCE), "-ldl", "-lpthread"],
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise NotHere(f"the C compiler did not compile shim.c: {made.stderr[-300:]}")
    return shim


@contextmanager
def behind(shim: Path, target: Callable[..., None], *arguments: Any) -> Iterator[tuple[Connection, BaseProcess]]:
    """A process that runs `target(end, *arguments)` behind the shim, and our end of its pipe."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=target, args=(theirs, *arguments), daemon=False)
    was = os.environ.get("LD_PRELOAD")
    os.environ["LD_PRELOAD"] = str(shim)
    try:
        child.start()
    finally:
        if was is None:
            del os.environ["LD_PRELOAD"]
        else:
            os.environ["LD_PRELOAD"] = was
    theirs.close()
    try:
        yield ours, child
    finally:
        ours.close()
        child.join(30)
        if child.is_alive():
            child.kill()
            child.join()
