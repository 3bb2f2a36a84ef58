"""The one door to the library file: what it is, how it is opened, its connections. Nothing else ever opens the file."""

import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import Pool, QueuePool, StaticPool

from curator.domain.errors import LibraryFault, NotFound, ReadOnly, Refused
from curator.domain.progress import Cancelled
from curator.library import index, journal, migrations, opened, schema
from curator.library import tables as t
from curator.library.faults import told
from curator.library.turns import FairLock, begin_writing, primary_code

WAL_LIMIT = 16 * 2**20
_PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "temp_store = MEMORY",
    *(("fullfsync = ON", "checkpoint_fullfsync = ON") if sys.platform == "darwin" else ()),
)
_CAN_ONLY_READ = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
)
_WRITE, _READ, _FROZEN = "mode=rw", "mode=ro", "mode=ro&immutable=1"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file it is, whatever its name."""

    device: int
    inode: int


class Database:
    """The open file. Readers from `readers`, the main thread's own from `here`; under `lock` alone: `editor`, `intaker`.

    Raises NotFound or LibraryFault, with the file left as it was, unless it is a library of ours. One of an older version is brought up
    to date, after a copy in the folder `backups`. What can't be written, or is newer, opens to read: `only_reads` says why.
    """

    def __init__(self, path: Path, backups: Path | None) -> None:
        self.path = real(path)
        self.lock = FairLock()
        self.only_reads: str | None = None
        self._identity = identity(self.path)
        self._log: Identity | None = None
        self._checked: int | None = None
        _probe(self.path)
        with told(self.path):
            self._how, self._door = self._open(backups)
        self._frozen = _look(self.path) if self._how == _FROZEN else None
        self.readers = self._engine(self._reader, QueuePool, pool_size=6, max_overflow=4, pool_use_lifo=True)
        self.here = self._engine(self._main_reader, StaticPool)
        self.editor = self._engine(self._editor, StaticPool, begin_writing)
        self.intaker = self._engine(self._intaker, StaticPool, begin_writing)
        self._others = threading.Lock()

    def may_read(self) -> None:
        """Raises LibraryFault if a library that was opened as one that nobody writes was written after all."""
        if self._frozen is not None and self._frozen != _look(self.path):
            raise LibraryFault(f"“{self.path.name}” was changed by another program. Open it again.")

    def may_write(self) -> None:
        """Raises ReadOnly or LibraryFault unless the file, and its log, are those that were opened."""
        if self.only_reads is not None:
            raise ReadOnly(self.only_reads)
        if identity(self.path) != self._identity:
            raise LibraryFault(
                f"“{self.path.name}” is no longer the file that was opened: something else was put in its place. "
                "Nothing was written; open the library again."
            )
        if self._log is not None and self._log_identity() != self._log:
            raise LibraryFault(
                f"The file “{self.path.name}-wal” was taken away while the library was open. Nothing was written; open the library again."
            )

    def same_version(self, c: Connection) -> None:
        """Raises LibraryFault if another process has brought the schema to a newer version meanwhile."""
        if c.exec_driver_sql("PRAGMA user_version").scalar_one() != t.VERSION:
            raise LibraryFault(
                f"“{self.path.name}” was brought up to date by a newer Curator. Close this one and update it."
            )

    def log_bytes(self) -> int:
        """Size of the write-ahead log."""
        try:
            return self._log_path().stat().st_size
        except OSError:
            return 0

    def data_version(self) -> int:
        """A number that changes with each commit of any other connection, here or elsewhere."""
        with self._others:
            return int(self._door.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        for engine in (self.readers, self.here, self.editor, self.intaker):
            engine.dispose()
        self._door.close()

    def _open(self, backups: Path | None) -> tuple[str, sqlite3.Connection]:
        """How to open, and a first connection, which stays: while one is open, the log stays too."""
        try:
            c = self._connect(_WRITE)
        except sqlite3.OperationalError as fault:
            if primary_code(fault) not in _CAN_ONLY_READ:
                raise
            return self._open_to_read(fault)
        try:
            version = schema.judge(c, self.path.name)
            if version > t.VERSION:
                self.only_reads = f"“{self.path.name}” was made by a newer Curator: it can be read here, not changed. Update Curator to write in it."
            else:
                _try_to_write(c)
                if version < t.VERSION:
                    migrations.bring_up_to_date(c, self.path, version, backups)
                self._begin_log(c)
                c.execute("select count(*) from sqlite_schema").fetchone()
                self._log = self._log_identity()
        except sqlite3.OperationalError as fault:
            c.close()
            if primary_code(fault) not in _CAN_ONLY_READ:
                raise
            return self._open_to_read(fault)
        except BaseException:
            c.close()
            raise
        self._checked = _schema_version(c)
        return _WRITE, c

    def _open_to_read(self, fault: sqlite3.Error) -> tuple[str, sqlite3.Connection]:
        self.only_reads = f"“{self.path.name}” can't be written where it is ({fault}): it opens to read only."
        for how in (_READ, _FROZEN):
            if how == _FROZEN and not _nobody_writes(self.path):
                break
            try:
                c = self._connect(how)
            except sqlite3.OperationalError as again:
                fault = again
                continue
            try:
                if schema.judge(c, self.path.name) < t.VERSION:
                    raise LibraryFault(
                        f"“{self.path.name}” was made by an older Curator and has to be brought up to date, "
                        "but can't be written where it is. Copy it to a place that can be written."
                    )
                self._checked = _schema_version(c)
                return how, c
            except sqlite3.OperationalError as again:
                fault = again
                c.close()
            except BaseException:
                c.close()
                raise
        raise fault

    def _connect(self, how: str) -> sqlite3.Connection:
        if identity(self.path) != self._identity:
            raise LibraryFault(f"“{self.path.name}” is no longer the file that was opened. Open the library again.")
        c = connect(self.path, how)
        try:
            for pragma in _PRAGMAS:
                c.execute(f"PRAGMA {pragma}")
            if self._checked is not None and _schema_version(c) != self._checked:
                if schema.judge(c, self.path.name) < t.VERSION:
                    raise LibraryFault(f"“{self.path.name}” was put back to an older version. Open it again.")
                self._checked = _schema_version(c)
        except BaseException:
            c.close()
            raise
        return c

    def _begin_log(self, c: sqlite3.Connection) -> None:
        # The answer is another mode where the file system has no shared memory: a rollback journal then.
        c.execute("PRAGMA journal_mode = WAL")
        c.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT}")

    def _reader(self) -> sqlite3.Connection:
        c = self._connect(self._how)
        index.lend_terms(c)
        c.execute("PRAGMA query_only = ON")
        return c

    def _main_reader(self) -> sqlite3.Connection:
        c = self._reader()
        c.execute("PRAGMA busy_timeout = 0")
        return c

    def _writer(self, synchronous: str) -> sqlite3.Connection:
        c = self._connect(_WRITE)
        self._begin_log(c)
        c.execute(f"PRAGMA synchronous = {synchronous}")
        if self._log is not None:
            c.execute("PRAGMA busy_timeout = 0")
        index.watch(c)
        return c

    def _editor(self) -> sqlite3.Connection:
        c = self._writer("FULL")
        journal.watch(c)
        return c

    def _intaker(self) -> sqlite3.Connection:
        c = self._writer("NORMAL")
        journal.watch_arrivals(c)
        return c

    def _engine(
        self,
        creator: Callable[[], sqlite3.Connection],
        pool: type[Pool],
        begin: Callable[[Connection], object] = lambda c: c.exec_driver_sql("BEGIN"),
        **more: Any,
    ) -> Engine:
        engine = create_engine("sqlite://", creator=creator, poolclass=pool, **more)
        event.listen(engine, "begin", begin)
        event.listen(engine, "before_cursor_execute", _stop_if_asked)
        return engine

    def _log_path(self) -> Path:
        return self.path.with_name(self.path.name + "-wal")

    def _log_identity(self) -> Identity | None:
        try:
            found = self._log_path().stat()
        except OSError:
            return None
        return Identity(found.st_dev, found.st_ino)


def create(path: Path, state: Path | None = None) -> None:
    """Makes an empty library where nothing is, and where none was that `state` (the state folder) remembers.

    Raises Refused. It is made beside, and put in its place by a link, which never replaces anything.
    """
    path = real(path)
    if not path.parent.is_dir():
        raise Refused(f"The folder “{path.parent}” is not there. Make it first, or choose another.")
    if os.path.lexists(path):
        raise Refused(f"There is already something at “{path}”. Open it, or choose another name.")
    if state is not None and opened.was_opened(state, path):
        raise Refused(
            f"The library “{path}” was opened here before and is not there now. Connect its drive, or look where it was moved to; "
            "an empty one is not put in its place."
        )
    for ending in ("-wal", "-journal"):
        if os.path.lexists(f"{path}{ending}"):
            raise Refused(
                f"Beside “{path}” there is what is left of another library (“{path.name}{ending}”). Choose another name."
            )
    beside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        with told(path):
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
            c = connect(beside, _WRITE)
            try:
                schema.make(c)
            finally:
                c.close()
        _put_in_place(beside, path)
    except FileExistsError as fault:
        raise Refused(f"There is already something at “{path}”. Open it, or choose another name.") from fault
    except OSError as fault:
        raise Refused(
            f"No library can be made at “{path}”: {fault.strerror or fault}. Choose another place."
        ) from fault
    finally:
        beside.unlink(missing_ok=True)


def real(path: Path) -> Path:
    """The path with every link followed: SQLite keeps its own files beside the true file."""
    return Path(os.path.realpath(path))


def identity(path: Path) -> Identity:
    """Raises NotFound, or LibraryFault if it is no regular file."""
    try:
        found = path.stat()
    except FileNotFoundError as fault:
        raise NotFound(f"There is no library at “{path}”.") from fault
    except OSError as fault:
        raise LibraryFault(f"“{path}” can't be reached: {fault.strerror or fault}.") from fault
    if not path.is_file():
        raise LibraryFault(f"“{path}” is no file, so no library of Curator. Choose another.")
    return Identity(found.st_dev, found.st_ino)


def connect(path: Path, how: str) -> sqlite3.Connection:
    """A bare connection to a file that is there; `how` is the query of an SQLite address."""
    posix = path.as_posix()
    address = "file://" + ("" if posix.startswith("/") else "/") + quote(os.fsencode(posix), safe="/:")
    return sqlite3.connect(
        f"{address}?{how}", uri=True, isolation_level=None, check_same_thread=False, timeout=5.0, cached_statements=256
    )


def _stop_if_asked(c: Connection, *_: object) -> None:
    # SQLite's own interrupt is lost when no statement runs: what asked for it is looked at before each.
    stopped = c.info.get("stopped")
    if stopped is not None and stopped.is_set():
        raise Cancelled


def _probe(path: Path) -> None:
    """Raises LibraryFault for a file that is not ours, without a lock, and without making or changing any file."""
    alone = not (_has_bytes(path, "-wal") or _has_bytes(path, "-journal"))
    for how in (_FROZEN, _READ):
        c = connect(path, how)
        try:
            if how == _READ or alone:
                schema.judge(c, path.name)
                return
            schema.whose(c, path.name)
        except sqlite3.DatabaseError:
            # A log that is not all in the file yet, or one to roll back: what it is will be seen by whoever may do that.
            continue
        finally:
            c.close()


def _try_to_write(c: sqlite3.Connection) -> None:
    """Raises OperationalError where nothing can be written. One who writes at this moment shows that it can be done."""
    try:
        c.execute("BEGIN IMMEDIATE")
        c.execute("ROLLBACK")
    except sqlite3.OperationalError as fault:
        if primary_code(fault) != sqlite3.SQLITE_BUSY:
            raise


def _nobody_writes(path: Path) -> bool:
    """True if no program can be writing: nothing of SQLite's is left beside, as it is while a library is open anywhere."""
    return not any(_has_bytes(path, ending) for ending in ("-wal", "-journal", "-shm"))


def _look(path: Path) -> tuple[int, int, int, bool]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, _has_bytes(path, "-wal")


def _has_bytes(path: Path, ending: str) -> bool:
    try:
        return Path(f"{path}{ending}").stat().st_size > 0
    except OSError:
        return False


def _schema_version(c: sqlite3.Connection) -> int:
    return int(c.execute("PRAGMA schema_version").fetchone()[0])


def _put_in_place(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # No links on this file system: the name is claimed with an empty file, which then is replaced.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        beside.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
