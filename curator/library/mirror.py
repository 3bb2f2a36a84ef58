"""The mirror: every write-up as a Markdown file beside the backups, so that the writing survives without SQLite."""

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import bindparam, func, select, union_all

from curator.disk import atomic_write, folder_to_disk
from curator.domain.errors import Refused, Unreadable, reason
from curator.domain.mirrored import Mirrored
from curator.domain.texts import digest
from curator.domain.writeups import FIELDS, Text
from curator.library import tables as t
from curator.library.many import among, listed
from curator.library.reading import Reading
from curator.writing.latex import readable_name
from curator.writing.mirrorform import as_file, from_file

NAME, REMOVED = "mirror", "removed"
ENDING = ".md"
PAGE = 200
"""Papers that are read in one snapshot."""

_NUMBER = re.compile(rb"^paper: (\d{1,18})$", re.MULTILINE)
_FRONT = 2_000  # bytes in which the number stands
_PLAIN_KEY = re.compile("[a-z0-9]{1,100}")
_ORDER = {field.name: place for place, field in enumerate(FIELDS)}
_p, _m, _o, _w = t.paper.c, t.fetched.c, t.own.c, t.writeup.c
_ROWS = (
    select(
        _p.id, _p.key, func.coalesce(_o.title, _m.readable), _o.authors, _m.authors, _m.plain, _m.arxiv, _m.doi,
        func.coalesce(_o.url, _m.url), _w.field, _w.text, _w.sha,
    )
    .join(t.paper, _p.id == _w.paper)
    .join(t.fetched, _m.paper == _p.id)
    .outerjoin(t.own, _o.paper == _p.id)
    .where(_w.paper.in_(among("ids")))
    .order_by(_p.id)
)  # fmt: skip
_WITH_WORDS = select(_w.paper).where(_w.paper > bindparam("last")).distinct().order_by(_w.paper).limit(PAGE)
_KEYS = union_all(
    select(_p.id, _p.key).where(_p.id.in_(among("ids"))),
    select(t.merged.c.id, t.merged.c.key).where(t.merged.c.id.in_(among("ids"))),
)

Read = Callable[[], AbstractContextManager[Reading]]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the mirror, when it was written (UTC), and what it holds."""

    path: Path
    at: datetime
    holds: Mirrored


@dataclass(frozen=True, slots=True)
class Contents:
    """What a mirror gives back, by name; `unreadable` are files that are none of ours, each with a sentence."""

    files: tuple[File, ...]
    unreadable: tuple[tuple[Path, str], ...]


def folder_of(house: Path) -> Path:
    """Where the mirror is in the folder of a library's backups."""
    return house / NAME


def bring_up_to_date(
    read: Read, folder: Path, papers: Collection[int] | None, now: datetime, step: Callable[[], object] | None = None
) -> int:
    """Brings the files of these papers up to date, or of all, and gives how many were written or moved aside. Raises Refused."""
    try:
        if papers is not None:
            return update(read, folder, papers, now)
        return update_all(read, folder, now, step or (lambda: None))
    except OSError as fault:
        raise Refused(
            f"The Markdown copies of write-ups in “{folder}” could not be written: {reason(fault)}. "
            "The library is as it was; make room there, or look whether the folder can be written."
        ) from fault


def update(read: Read, folder: Path, papers: Collection[int], now: datetime) -> int:
    """Brings the files of these papers up to date, and gives how many were written or moved. Those of papers that lost their words or went
    are moved aside. A text that is damaged in the library is never written over one that is whole. Raises OSError, Refused."""
    changed = 0
    wanted = sorted(papers)
    there = {path.name for path in _paths(folder)}
    for start in range(0, len(wanted), PAGE):
        part = wanted[start : start + PAGE]
        with read() as reading:
            found = _write_ups(reading, part)
            keys = {row[0]: row[1] for row in reading.c.execute(_KEYS, {"ids": listed(part)})}
        changed += sum(_write(folder, one) for one in found)
        emptied = set(part) - {one.paper for one in found}
        paths = {path for paper in emptied if paper in keys and (path := folder / name_of(keys[paper])).name in there}
        if unknown := emptied - keys.keys():
            paths |= {path for paper, path in _numbers(folder) if paper in unknown}
        changed += sum(_move_aside(path, now) for path in paths)
    return changed


def update_all(read: Read, folder: Path, now: datetime, step: Callable[[], object] = lambda: None) -> int:
    """Brings the whole mirror up to date. A file that holds other words than the library is moved aside before it is written anew.

    `step` is called after each portion, and may raise. Raises OSError, Refused.
    """
    changed, last = 0, 0
    names: set[str] = set()
    while True:
        with read() as reading:
            part = list(reading.c.execute(_WITH_WORDS, {"last": last}).scalars())
            found = _write_ups(reading, part)
        for one in found:
            path = folder / name_of(one.key)
            names.add(path.name)
            if is_whole(one) and _holds_other_words(path, one):
                _move_aside(path, now)
            changed += _write(folder, one)
        step()
        if len(part) < PAGE:
            break
        last = part[-1]
    return changed + sum(_move_aside(path, now) for path in _paths(folder) if path.name not in names)


def contents(folder: Path) -> Contents:
    """All texts that the mirror has. For a library that is damaged or gone; nothing of SQLite is needed."""
    files: list[File] = []
    unreadable: list[tuple[Path, str]] = []
    for path in _paths(folder):
        try:
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
            files.append(File(path, at, from_file(path.read_bytes())))
        except (OSError, OverflowError) as fault:
            unreadable.append((path, f"It can't be read: {fault}."))
        except Unreadable as fault:
            unreadable.append((path, str(fault)))
    return Contents(tuple(files), tuple(unreadable))


def is_whole(one: Mirrored) -> bool:
    """Whether each of its texts is the one that was saved."""
    return all(text.is_whole for _, text in one.texts)


def name_of(key: str) -> str:
    """The file's name of a citation key: the key itself, where every system takes that."""
    if _PLAIN_KEY.fullmatch(key):
        return key + ENDING
    plain = re.sub("[^a-z0-9]+", "-", key.lower())[:60].strip("-")
    return f"{plain or 'paper'}-{hashlib.sha256(key.encode()).hexdigest()[:12]}{ENDING}"


def _write_ups(reading: Reading, papers: Collection[int]) -> list[Mirrored]:
    rows = reading.c.execute(_ROWS, {"ids": listed(papers)}).all()
    found = []
    for paper, of_one in groupby(rows, key=lambda row: row[0]):
        mine = sorted(of_one, key=lambda row: _ORDER.get(row[9], len(_ORDER)))
        _, key, title, own_authors, authors, plain, arxiv, doi, url, *_ = mine[0]
        named = json.loads(own_authors if own_authors is not None else authors)
        names = named if plain or own_authors is not None else map(readable_name, named)
        texts = tuple((row[9], Text(row[10], row[11], digest(row[10]) == row[11])) for row in mine)
        found.append(Mirrored(paper, key, str(title), tuple(names), arxiv, doi, url, texts))
    return found


def _write(folder: Path, one: Mirrored) -> bool:
    """True if the file had to be written."""
    if not is_whole(one):
        return False
    path, data = folder / name_of(one.key), as_file(one)
    if _bytes(path) == data:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write(path, data)
    return True


def _holds_other_words(path: Path, one: Mirrored) -> bool:
    data = _bytes(path)
    if data is None:
        return False
    try:
        there = {name: text.text for name, text in from_file(data).texts}
    except Unreadable:
        return True
    return any(all(text.text != words for name, text in one.texts if name == field) for field, words in there.items())


def _move_aside(path: Path, now: datetime) -> bool:
    """Into a folder beside, under a name that is free."""
    aside = path.parent / REMOVED
    stem = f"{path.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    with contextlib.suppress(FileNotFoundError):
        if path.is_file():
            aside.mkdir(exist_ok=True)
            number = 1
            while (target := aside / f"{stem}{'' if number == 1 else f'-{number}'}{ENDING}").exists():
                number += 1
            path.rename(target)
            folder_to_disk(aside)
            return True
    return False


def _paths(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ENDING and path.is_file())
    except OSError:
        return []


def _numbers(folder: Path) -> Iterator[tuple[int, Path]]:
    """The papers that files are of, as they say in front: a paper that went has no key any more."""
    for path in _paths(folder):
        with contextlib.suppress(OSError), path.open("rb") as file:
            if found := _NUMBER.search(file.read(_FRONT)):
                yield int(found[1]), path


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
