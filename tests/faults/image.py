"""What a disk may hold after a loss of power: what was synced, and of the rest any sectors and any names."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.shim import Deed

SECTOR = 512


@dataclass(slots=True)
class _File:
    """A file's bytes on disk, and what was done to it since the last sync: (place, bytes), or (size, None) for a cut."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)


_Names = dict[str, _File]


@dataclass(frozen=True, slots=True)
class Image:
    """Files by their path below the folder. `unsynced` counts what had not been brought to disk, `how` says what was kept of it."""

    files: dict[str, bytes]
    unsynced: int
    how: str

    def write(self, folder: Path) -> None:
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


class Replay:
    """Does what was noted again, in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[int, _File] = {}
        self._now: _Names = {}
        self._durable: _Names = {}
        self._pending: list[tuple[str, Callable[[_Names], None]]] = []

    def do(self, deed: Deed) -> None:
        """One deed. Names count as on disk when their folder was synced, bytes when their file was."""
        if deed.kind == "c":
            made = self._files[deed.file] = _File()
            self._rename(deed.name, lambda names: names.update({deed.name: made}))
        elif deed.kind in "wt":
            file = self._files.setdefault(deed.file, _File())
            file.pending.append((deed.at, deed.data if deed.kind == "w" else None))
        elif deed.kind == "s":
            if deed.file in self._files:
                file = self._files[deed.file]
                for at, data in file.pending:
                    _apply(file.durable, at, data)
                file.pending.clear()
            else:
                self._sync_names(deed.name)
        elif deed.kind == "u":
            self._rename(deed.name, lambda names: names.pop(deed.name, None))
        elif deed.kind in "rl" and deed.name in self._now:
            moved = self._now[deed.name]

            def move(names: _Names) -> None:
                if deed.kind == "r":
                    names.pop(deed.name, None)
                names[deed.other] = moved

            self._rename(deed.other, move)

    def lose_power(self, chance: random.Random) -> Image:
        """One of the ways in which this moment may look on disk."""
        keeps = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        in_order = chance.random() < 0.5
        names = dict(self._durable)
        cut = chance.randint(0, len(self._pending))
        for number, (_, change) in enumerate(self._pending):
            if number < cut if in_order else chance.random() < keeps:
                change(names)
        unsynced = len(self._pending)
        files: dict[str, bytes] = {}
        for name, file in names.items():
            if name.endswith("-shm"):  # memory, not disk: whatever stood there once
                if chance.random() < 0.3:
                    files[self._below(name)] = chance.randbytes(32_768)
                continue
            unsynced += len(file.pending)
            files[self._below(name)] = _after(file, keeps, chance)
        how = f"each unsynced sector stays with {keeps}, names {'in order' if in_order else 'in any order'}"
        return Image(files, unsynced, how)

    def _below(self, name: str) -> str:
        return str(Path(name).relative_to(self._folder))

    def _rename(self, name: str, change: Callable[[_Names], None]) -> None:
        change(self._now)
        self._pending.append((str(Path(name).parent), change))

    def _sync_names(self, folder: str) -> None:
        left = []
        for parent, change in self._pending:
            if parent == folder:
                change(self._durable)
            else:
                left.append((parent, change))
        self._pending = left


def _apply(data: bytearray, at: int, new: bytes | None) -> None:
    if new is None:
        del data[at:]
        data.extend(bytes(at - len(data)))
        return
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    data[at : at + len(new)] = new


def _after(file: _File, keeps: float, chance: random.Random) -> bytes:
    data = bytearray(file.durable)
    for at, new in file.pending:
        if new is None:
            if chance.random() < keeps:
                _apply(data, at, None)
            continue
        place = 0
        while place < len(new):
            end = min(len(new), (at + place) // SECTOR * SECTOR + SECTOR - at)
            if chance.random() < keeps:
                _apply(data, at + place, new[place:end])
            place = end
    return bytes(data)
