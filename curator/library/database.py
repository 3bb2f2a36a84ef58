"""The one door to the library: how its file is opened, and its connections. Nothing else ever opens the file."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import Pool, QueuePool, StaticPool

from curator.domain.errors import LibraryFault, NotFound, ReadOnly
from curator.domain.progress import Cancelled
from curator.library import door, fitness, index, journal, lineage, migrations, schema
from curator.library.door import FROZEN, PRAGMAS, READ, WRITE, connect, look, nobody_writes, real
from curator.library.faults import cause, told
from curator.library.file import Identity, identity, must_be_one, probe
from curator.library.turns import FairLock, begin_writing, primary_code

WAL_LIMIT = 16 * 2**20
_CAN_ONLY_READ = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
)


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
        self._door_lock = threading.Lock()
        self._copies = 0
        self._is_calm = threading.Event()
        self._is_calm.set()
        self._closed = False
        self._unfit = fitness.unfit(self.path)
        with told(self.path):
            must_be_one(self.path)
            lineage.must_fit(self.path)
            probe(self.path)
            self._how, self._door = self._open(backups)
        self._frozen = look(self.path) if self._how == FROZEN else None
        self.readers = self._engine(self._reader, QueuePool, pool_size=6, max_overflow=4, pool_use_lifo=True)
        self.here = self._engine(self._main_reader, StaticPool)
        self.editor = self._engine(self._editor, StaticPool, begin_writing)
        self.intaker = self._engine(self._intaker, StaticPool, begin_writing)

    @property
    def notice(self) -> str | None:
        """A sentence on the place of the library, if that is one that is unfit for it."""
        return None if self._unfit is None else self._unfit.notice(self.path.name)

    def synchronous(self, wanted: str) -> str:
        """How far down a commit goes: with a rollback journal always to the folder, else what is finished could be rolled back."""
        return wanted if self._log is not None else "EXTRA"

    def may_read(self) -> None:
        """Raises LibraryFault if it was closed, or if one that was opened as one that nobody writes was written after all."""
        self._still_open()
        if self._frozen is not None and (identity(self.path) != self._identity or self._frozen != look(self.path)):
            raise LibraryFault(f"“{self.path.name}” was changed by another program. Open it again.")

    def may_write(self) -> None:
        """Raises ReadOnly, NotFound or LibraryFault unless the file, and its log, are those that were opened."""
        self._still_open()
        if self.only_reads is not None:
            raise ReadOnly(self.only_reads)
        self._must_be_there()

    def same_version(self, c: Connection) -> None:
        """Raises LibraryFault if another process has brought the schema to a newer version meanwhile."""
        if c.exec_driver_sql("PRAGMA user_version").scalar_one() != door.VERSION:
            raise LibraryFault(
                f"“{self.path.name}” was brought up to date by a newer Curator. Close this one and update it."
            )

    def apart(self) -> sqlite3.Connection:
        """A connection that can't write the library, for one who attaches another file to it. To be closed by whoever asked."""
        self.may_read()
        return self._connect(READ if self._how == WRITE else self._how)

    @contextlib.contextmanager
    def copying(self) -> Iterator[None]:
        """While the whole file is copied, intakes rest: the log can't begin anew before the copy has ended."""
        with self._door_lock:
            self._copies += 1
            self._is_calm.clear()
        try:
            yield
        finally:
            with self._door_lock:
                self._copies -= 1
                if not self._copies:
                    self._is_calm.set()

    def rest(self, seconds: float) -> None:
        """Waits until nobody copies the whole file, at most so long."""
        self._is_calm.wait(seconds)

    def log_bytes(self) -> int:
        """Size of the write-ahead log."""
        try:
            return self._log_path().stat().st_size
        except OSError:
            return 0

    def data_version(self) -> int:
        """A number that changes with each commit of any other connection, here or elsewhere. Raises NotFound or LibraryFault if the file, or its
        log, is not what was opened."""
        self._still_open()
        self._must_be_there()
        with self._door_lock:
            self._still_open()
            return int(self._door.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Nothing can be read or written any more: each way in raises LibraryFault. Waits for the edit or batch that is under way."""
        self._closed = True
        with self.lock:  # a connection that is closed while another thread writes with it crashes below Python
            for engine in (self.readers, self.here, self.editor, self.intaker):
                engine.dispose()
        self._save_what_is_apart("TRUNCATE")
        with self._door_lock:
            self._door.close()

    def _must_be_there(self) -> None:
        """Raises NotFound or LibraryFault unless the file, and its log, are those that were opened; what only the log holds is then put into the file."""
        self._save_what_is_apart()
        try:
            is_same = identity(self.path) == self._identity
        except NotFound as fault:
            raise NotFound(
                f"“{self.path.name}” is no longer where it was opened: it was moved, renamed or deleted, or its drive was taken out. "
                "What was saved is in the file, wherever it is; nothing more is written. Open it where it is now."
            ) from fault
        if not is_same:
            raise LibraryFault(
                f"“{self.path.name}” is no longer the file that was opened: something else was put in its place. "
                "Nothing more is written; look what it is, and open the library again."
            )
        if self._log is not None and self._log_identity() != self._log:
            raise LibraryFault(
                f"The file “{self.path.name}-wal” was taken away while the library was open. "
                "What was saved is in the library; nothing more is written. Open the library again."
            )

    def _save_what_is_apart(self, how: str = "PASSIVE") -> None:
        """Where the file or its log is no longer what was opened, what stands in the log alone goes into the file, under whatever name
        that is now: nobody who opens it would find the log. `how` TRUNCATE leaves nothing in a log that another file may lie beside."""
        if self._log is None or (self._log_identity() == self._log and self._is_there()):
            return
        with (
            self._door_lock,
            contextlib.suppress(sqlite3.Error),
        ):  # where it can't be done, what can't be written is told
            self._door.execute(f"PRAGMA wal_checkpoint({how})")

    def _is_there(self) -> bool:
        try:
            return identity(self.path) == self._identity
        except (NotFound, LibraryFault):
            return False

    def _still_open(self) -> None:
        if self._closed:
            raise LibraryFault(f"“{self.path.name}” was closed. Open it again.")

    def _open(self, backups: Path | None) -> tuple[str, sqlite3.Connection]:
        """How to open, and a first connection, which stays: while one is open, the log stays too."""
        try:
            c = self._connect(WRITE)
        except sqlite3.OperationalError as fault:
            if primary_code(fault) not in _CAN_ONLY_READ:
                raise
            return self._open_to_read(fault)
        try:
            version = schema.judge(c, self.path.name)
            if version > door.VERSION:
                self.only_reads = f"“{self.path.name}” was made by a newer Curator: it can be read here, not changed. Update Curator to write in it."
            else:
                _try_to_write(c)
                if version < door.VERSION:
                    migrations.bring_up_to_date(c, self.path, version, backups)
                self._begin_log(c)
                lineage.begin(c)
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
        return WRITE, c

    def _open_to_read(self, fault: sqlite3.Error) -> tuple[str, sqlite3.Connection]:
        self.only_reads = (
            f"“{self.path.name}” can't be written where it is ({cause(fault)}): it opens to read only. "
            "Make room there or copy it to another place, and open it again."
        )
        for how in (READ, FROZEN):
            if how == FROZEN and not nobody_writes(self.path):
                break
            try:
                c = self._connect(how)
            except sqlite3.OperationalError as again:
                fault = again
                continue
            try:
                if schema.judge(c, self.path.name) < door.VERSION:
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
        self._still_open()
        if identity(self.path) != self._identity:
            raise LibraryFault(f"“{self.path.name}” is no longer the file that was opened. Open the library again.")
        c = connect(self.path, how)
        try:
            for pragma in PRAGMAS:
                c.execute(f"PRAGMA {pragma}")
            if self._checked is not None and _schema_version(c) != self._checked:
                if schema.judge(c, self.path.name) < door.VERSION:
                    raise LibraryFault(f"“{self.path.name}” was put back to an older version. Open it again.")
                self._checked = _schema_version(c)
        except BaseException:
            c.close()
            raise
        return c

    def _begin_log(self, c: sqlite3.Connection) -> None:
        if self._unfit is not None:
            # One that another program has open with a log keeps the log until that program is gone.
            with contextlib.suppress(sqlite3.OperationalError):
                c.execute("PRAGMA journal_mode = DELETE")
            return
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
        c = self._connect(WRITE)
        self._begin_log(c)
        c.execute(f"PRAGMA synchronous = {self.synchronous(synchronous)}")
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


def _stop_if_asked(c: Connection, *_: object) -> None:
    # SQLite's own interrupt is lost when no statement runs: what asked for it is looked at before each.
    stopped = c.info.get("stopped")
    if stopped is not None and stopped.is_set():
        raise Cancelled


def _try_to_write(c: sqlite3.Connection) -> None:
    """Raises OperationalError where nothing can be written. One who writes at this moment shows that it can be done."""
    try:
        c.execute("BEGIN IMMEDIATE")
        try:
            # Of a file that only can be read BEGIN IMMEDIATE makes a reading, without a word: it is the writing that fails.
            c.execute(f"PRAGMA user_version = {c.execute('PRAGMA user_version').fetchone()[0]}")
        finally:
            if c.in_transaction:
                c.execute("ROLLBACK")
    except sqlite3.OperationalError as fault:
        if primary_code(fault) != sqlite3.SQLITE_BUSY:
            raise


def _schema_version(c: sqlite3.Connection) -> int:
    return int(c.execute("PRAGMA schema_version").fetchone()[0])
