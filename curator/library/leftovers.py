"""What lies around a library and is none of its own any more: files of programs that were killed, backups and rescued texts that say nothing."""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from curator.domain.backups import BackupKind
from curator.domain.rescued import place_of
from curator.library import backups
from curator.library.ailments import Ailment

STALE = 3600.0
"""Seconds after which a file that was to be renamed is one of a program that is gone."""

_READ_WHOLE = 2  # of each kind of backup; of the others it is seen whether they are as long as they were

Text = Callable[[int, str], "str | None"]


@dataclass(frozen=True, slots=True)
class Leftover:
    """An ailment of a file; `path` is what goes away when it is mended, None where nothing may."""

    ailment: Ailment
    path: Path | None = None


def around(library: Path, house: Path, rescue: Iterable[Path], text: Text, quick: bool = False) -> Iterator[Leftover]:
    """Looks at the folder of the library, at that of its backups (`house`) and at those of rescued texts.

    `text(paper, field)` gives what the library has; raises KeyError for a paper that it has not. `quick` reads no backup.
    """
    yield from _unfinished(library, house)
    if not quick:
        yield from _backups(house)
    for folder in rescue:
        yield from _rescued(library, folder, text)


def clear(found: Iterable[Leftover]) -> list[Ailment]:
    """Removes what may go."""
    told = []
    for one in found:
        fixed = False
        if one.path is not None:
            with contextlib.suppress(OSError):  # it stays, and is told as it is
                one.path.unlink(missing_ok=True)
                fixed = True
        told.append(Ailment(one.ailment.check, one.ailment.message, fixed, one.ailment.can_mend))
    return told


def _unfinished(library: Path, house: Path) -> Iterator[Leftover]:
    patterns = (
        (library.parent, f".{_literal(library.name)}.*.new"),
        (library.parent, f".{_literal(library.stem)}*.partial"),
        (house, ".*.partial"),
        (house, "*.partial"),
        (house.parent, f"{_literal(library.stem)}-*.partial"),
    )
    seen: set[Path] = set()
    for folder, pattern in patterns:
        for path in sorted(folder.glob(pattern)) if folder.is_dir() else ():
            with contextlib.suppress(OSError):  # it went while we looked
                if path not in seen and path.is_file() and abs(time.time() - path.stat().st_mtime) > STALE:
                    seen.add(path)
                    message = f"“{path}” was left by a program that ended in the middle; it is nothing whole."
                    yield Leftover(Ailment("leftovers", message, can_mend=True), path)


def _backups(house: Path) -> Iterator[Leftover]:
    held = backups.listing(house)
    newest = {one.path for kind in BackupKind for one in islice((one for one in held if one.kind is kind), _READ_WHOLE)}
    for one in held:
        fault = one.fault or (backups.verify(one.path) if one.path in newest else None)
        if fault is not None:
            yield Leftover(
                Ailment("backups", f"The backup “{one.path}” is of no use: {fault} Make another with `curator backup`.")
            )


def _rescued(library: Path, folder: Path, text: Text) -> Iterator[Leftover]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return
    for name in names:
        place = place_of(library, name)
        if place is None:
            continue
        path = folder / name
        try:
            words = path.read_bytes().decode("utf-8", "replace")
            there = text(*place)
        except KeyError:
            message = (
                f"“{path}” keeps a text of paper {place[0]}, which is not in this library. Open it with any editor."
            )
            yield Leftover(Ailment("rescue", message))
        except OSError as fault:
            yield Leftover(Ailment("rescue", f"“{path}” keeps a text and can't be read: {fault.strerror or fault}."))
        else:
            if words == there:
                message = f"“{path}” keeps a text that is in the library by now."
                yield Leftover(Ailment("rescue", message, can_mend=True), path)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in name)
