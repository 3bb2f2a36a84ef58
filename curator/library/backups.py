"""Backups of one library: where they are, how one is made, which there are, and whether one is still as it was written."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from curator.disk import atomic_write, folder_to_disk
from curator.domain.backups import Backup, BackupKind, age, to_drop
from curator.domain.errors import CuratorError, Foreign, Refused, reason
from curator.domain.progress import Cancelled
from curator.library import copies, damage, excerpt, schema
from curator.library.door import FROZEN, connect, real
from curator.library.faults import cause, sentence
from curator.library.moments import as_moment, as_text
from curator.library.turns import primary_code

SUFFIX = ".curator"
BESIDE = ".json"
"""A backup's few facts stand beside it in a file of its name with this at the end; without it they are counted from the backup."""

_PARTIAL = ".partial"
_STALE = 3600.0  # seconds after which a partial file is one of a program that was killed
_NAME = re.compile(r"(everything|writing)-(\d{8}T\d{6}Z)(?:-\d+)?\.curator")
_STAMP = "%Y%m%dT%H%M%SZ"
_NOT_PLAIN = re.compile(r"[^\w-]+")
_SPARE = 16 * 2**20
"""Bytes that are left free on a disk: a full one keeps libraries from being opened."""

_COUNTS = (
    "select count(*) from paper",
    "select count(distinct paper) from writeup",
    "select count(*) from revision",
    "select count(*) from issue",
)


def house(root: Path, library: Path) -> Path:
    """The folder of a library's backups in the folder `root`: two libraries of one name have two. Nothing is made."""
    true = real(library)
    short = hashlib.sha256(os.fsencode(os.path.normcase(true))).hexdigest()[:12]
    return root / f"{_NOT_PLAIN.sub('-', true.stem)[:60].strip('-') or 'library'}-{short}"


def take_before_change(c: sqlite3.Connection, library: Path, root: Path, at: datetime, why: str) -> Backup:
    """A backup of everything of a library that is open in `c` alone, such as one of an older version. Raises as `take`."""
    folder = house(root, library)
    with refusing(library, folder):
        has_room(c, BackupKind.EVERYTHING, folder)
        return put_in(folder, BackupKind.EVERYTHING, at, why, library, lambda target: copies.whole(c, target))


def put_in(
    folder: Path,
    kind: BackupKind,
    at: datetime,
    why: str,
    library: Path,
    write: Callable[[Path], str],
    mark: str | None = None,
) -> Backup:
    """Lets `write` make a copy at a name that no listing shows, and gives it its own when it is whole and on the disk. `write` gives the
    SHA-256 of the copy.

    Raises sqlite3.Error and OSError; nothing is left then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    target = free_name(folder, f"{kind.value}-{at.astimezone(UTC).strftime(_STAMP)}")
    # A name of its own each time: what could not be removed from a disk that failed is not in the way of the next.
    partial = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}{_PARTIAL}")
    try:
        sha = write(partial)
        papers, writeups, revisions, issues = _count(partial)
        size = partial.stat().st_size
        moment = at.astimezone(UTC).replace(microsecond=0)
        made = Backup(target, kind, moment, papers, writeups, revisions, issues, size, why, mark=mark)
        _write_facts(made, library, sha)
        partial.rename(target)
    except BaseException:
        for left in (partial, partial.with_name(f"{partial.name}-journal")):
            with contextlib.suppress(OSError):  # what failed may have left nothing
                left.unlink()
        if not target.exists():
            with contextlib.suppress(OSError):
                _facts_of(target).unlink()
        raise
    folder_to_disk(folder)
    return made


def listing(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; none where there is no folder. Those that are visibly not whole say so."""
    try:
        names = [name for name in os.listdir(folder) if _NAME.fullmatch(name)]  # noqa: PTH208  names alone
    except OSError:
        return []
    found = [look_at(folder / name) for name in names]
    return sorted(found, key=age, reverse=True)


def look_at(path: Path) -> Backup:
    """What any file says of itself that is a backup, or a library that a person put somewhere. Its bytes are not compared: `verify` does."""
    facts = _facts(path)
    named = _NAME.fullmatch(path.name)
    try:
        size = path.stat().st_size
        if facts is not None:
            wrong = None if facts.bytes == size else "It is not as long as it was when it was made."
            return facts if wrong is None else _with_fault(facts, size, wrong)
        with contextlib.closing(connect(path, FROZEN)) as c:
            schema.judge(c, path.name)
            kind = BackupKind.WRITING if excerpt.is_excerpt(c) else BackupKind.EVERYTHING
            papers, writeups, revisions, issues = _numbers(c)
        at = datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC) if named else _written(path)
        return Backup(path, kind, at, papers, writeups, revisions, issues, size, "")
    except (OSError, sqlite3.Error, CuratorError, UnicodeDecodeError) as fault:
        at = datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC) if named else datetime.fromtimestamp(0, UTC)
        kind = BackupKind(named[1]) if named else BackupKind.EVERYTHING
        return Backup(path, kind, at, 0, 0, 0, 0, 0, "", why_not(fault, path.name))


def verify(path: Path) -> str | None:
    """A sentence if a backup is not, byte by byte, what was written, or is no sound library; None if all is well. Reads all of it.

    `path` is of a backup, never of a library that is open.
    """
    told = look_at(path).fault
    if told is not None:
        return told
    sha = _read_facts(path).get("sha")
    try:
        if isinstance(sha, str) and copies.file_hash(path) != sha:
            return "Its bytes are not those that were written: the file was changed or damaged."
        copies.check(path)
    except (OSError, sqlite3.Error, UnicodeDecodeError) as fault:
        return why_not(fault, path.name)
    return None


def why_not(fault: Exception, name: str) -> str:
    """What keeps the backup called `name` from being read, in a sentence about it; what to do about that is said by whoever wanted it."""
    if isinstance(fault, CuratorError):
        words = str(fault).replace(f"“{name}”", "It", 1).partition(". ")[0].rstrip(".")
        return f"{words.partition(':')[0] if isinstance(fault, Foreign) else words}."
    if isinstance(fault, OSError):
        return f"It can't be read: {reason(fault)}."
    # What SQLite raises has a code; without one it is what this program found, in words.
    return f"{damage.told([str(fault)]) if hasattr(fault, 'sqlite_errorcode') else fault}."


def drop_old(folder: Path, now: datetime, spare: Path | None = None) -> list[Backup]:
    """Lets go of what need no longer be kept, but for `spare`, and gives it. A file that can't be removed stays, and costs nothing but room."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return []
    gone = [one for one in to_drop(listing(folder), now, free) if one.path != spare]
    for one in gone:
        with contextlib.suppress(OSError):  # it stays, and is tried again at the next time
            one.path.unlink()
            _facts_of(one.path).unlink(missing_ok=True)
    return gone


@contextmanager
def refusing(library: Path, folder: Path) -> Iterator[None]:
    """Raises a sentence on the backup in place of what the disk or SQLite says."""
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        if isinstance(fault, sqlite3.Error):
            told = sentence(fault, library)
            if isinstance(told, Cancelled):
                raise told from fault
            if primary_code(fault) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise told from fault
        why = cause(fault) if isinstance(fault, sqlite3.Error) else reason(fault)
        raise Refused(
            f"No backup of “{library.name}” could be made in “{folder}”: {why}. The library is as it was; make room there, or look "
            "whether it can be written."
        ) from fault


def has_room(c: sqlite3.Connection, kind: BackupKind, folder: Path) -> None:
    """Raises OSError before a copy is begun for which there surely is no room."""
    pages, size = (int(c.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    unused = int(c.execute("PRAGMA freelist_count").fetchone()[0])
    needed = (pages - unused) * size if kind is BackupKind.EVERYTHING else 0
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < needed + _SPARE:
        raise OSError(f"there are not the {(needed + _SPARE) // 2**20:,} MB free that it needs")


def free_name(folder: Path, stem: str, ending: str = SUFFIX) -> Path:
    """A path in a folder at which nothing is: the name itself, or with the smallest number from 2."""
    number = 1
    while True:
        target = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        if not os.path.lexists(target):
            return target
        number += 1


def _sweep(folder: Path) -> None:
    """Removes what a program that was killed left; never what one may be writing at this moment."""
    alone = (path for path in folder.glob(f"*{SUFFIX}{BESIDE}") if not path.with_suffix("").exists())
    for left in (*folder.glob(f".*{_PARTIAL}*"), *alone):
        with contextlib.suppress(OSError):  # another one removed it
            if abs(time.time() - left.stat().st_mtime) > _STALE:
                left.unlink()


def _count(path: Path) -> tuple[int, int, int, int]:
    with contextlib.closing(connect(path, FROZEN)) as c:
        return _numbers(c)


def _numbers(c: sqlite3.Connection) -> tuple[int, int, int, int]:
    """Papers, papers with words, revisions, issues."""
    papers, writeups, revisions, issues = (int(c.execute(question).fetchone()[0]) for question in _COUNTS)
    return papers, writeups, revisions, issues


def _facts_of(path: Path) -> Path:
    return path.with_name(path.name + BESIDE)


def _write_facts(one: Backup, library: Path, sha: str) -> None:
    facts = {
        "kind": one.kind.value,
        "at": as_text(one.at),
        "why": one.why,
        "library": str(library),
        "papers": one.papers,
        "writeups": one.writeups,
        "revisions": one.revisions,
        "issues": one.issues,
        "bytes": one.bytes,
        "sha": sha,
        "mark": one.mark,
    }
    atomic_write(_facts_of(one.path), json.dumps(facts, indent=1).encode())


def _read_facts(path: Path) -> dict[str, object]:
    try:
        found = json.loads(_facts_of(path).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _facts(path: Path) -> Backup | None:
    """What stands beside a backup; None where that is not there, or is not what we write."""
    f = _read_facts(path)
    try:
        numbers = [f[name] for name in ("papers", "writeups", "revisions", "issues", "bytes")]
        papers, writeups, revisions, issues, size = (one for one in numbers if isinstance(one, int))
        return Backup(
            path,
            BackupKind(str(f["kind"])),
            as_moment(str(f["at"])).astimezone(UTC),
            papers,
            writeups,
            revisions,
            issues,
            size,
            str(f.get("why", "")),
            mark=mark if isinstance(mark := f.get("mark"), str) else None,
        )
    except (KeyError, ValueError):
        return None


def _with_fault(one: Backup, size: int, fault: str) -> Backup:
    return replace(one, bytes=size, fault=fault)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
