"""The library: the three ways in, undo, and the news of what was changed."""

import logging
import threading
from collections.abc import Callable, Collection, Container, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from traceback import format_tb

from sqlalchemy import Connection, Engine

from curator.domain.backups import Backup, BackupKind
from curator.domain.changes import Changes
from curator.domain.errors import ReadOnly
from curator.domain.progress import Progress
from curator.library import (
    announcements,
    arrivals,
    backups,
    comparing,
    history,
    index,
    journal,
    lineage,
    mending,
    mirror,
    opened,
    taking,
    tidying,
    undoing,
    upkeep,
)
from curator.library import file as files
from curator.library.ailments import Ailment
from curator.library.arrivals import Brought, TakenBack
from curator.library.claim import Claim
from curator.library.comparing import Comparison
from curator.library.database import Database
from curator.library.faults import told
from curator.library.history import Ahead, Step
from curator.library.intake import Intake
from curator.library.moments import as_text
from curator.library.reading import Edit, Now, Reading
from curator.library.tidying import Tidied
from curator.library.undoing import Undone

__all__ = ["Ahead", "Edit", "Intake", "Library", "Reading", "Step", "Undone", "create_library", "open_library"]

Listener = Callable[[Changes], None]
_log = logging.getLogger(__name__)


def open_library(
    path: Path, *, now: Now, origin: str = "window", state: Path | None = None, backups: Path | None = None
) -> "Library":
    """Opens the library at `path`. `origin` is window or command: whose steps the edits are.

    `state` is the folder where this machine remembers which libraries it opened, `backups` where a copy goes before an older version
    is brought up to date. Raises NotFound where nothing is, LibraryFault for what is no library of ours; nothing is changed then.
    """
    database = Database(path, backups)
    if state is not None:
        opened.remember(state, database.path)
    return Library(database, now, origin)


def create_library(path: Path, *, state: Path | None = None) -> None:
    """Makes an empty library where nothing is. Raises Refused where something is, or was when this machine (`state`) last looked."""
    files.create(path, state)


class Library:
    """An open library. Safe to use from any thread, but for `read_here` (the main one) and `news_from_elsewhere` (one, always the same)."""

    def __init__(self, database: Database, now: Now, origin: str) -> None:
        self._database = database
        self._now = now
        self._origin = origin
        self._token = announcements.new_token()
        self._claim = Claim(database.path)
        self._listeners: list[Listener] = []
        self._running: set[Reading] = set()
        self._mutex = threading.Lock()
        self._version = database.data_version()
        with self.read() as reading:
            self._heard = announcements.last(reading.c)

    @property
    def path(self) -> Path:
        """The true file, every link followed."""
        return self._database.path

    @property
    def is_read_only(self) -> bool:
        return self._database.only_reads is not None

    @property
    def notice(self) -> str | None:
        """A calm sentence where the library is in a place that is unfit for it: a cloud's folder, a network drive, FAT."""
        return self._database.notice

    @property
    def only_reads(self) -> str | None:
        """A sentence that says why nothing can be written; None if it can."""
        return self._database.only_reads

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """One snapshot, at most a second long; what takes longer reads by key in several."""
        with self._reading(self._database.readers) as reading:
            with self._mutex:
                self._running.add(reading)
            try:
                yield reading
            finally:
                with self._mutex:
                    self._running.discard(reading)

    @contextmanager
    def read_here(self) -> Iterator[Reading]:
        """The main thread's own snapshot. Never waits: raises Busy instead. Not one within another."""
        with self._reading(self._database.here) as reading:
            yield reading

    @contextmanager
    def edit(self, label: str, *, open_step: int | None = None) -> Iterator[Edit]:
        """One short transaction in the history under this label; on disk when it returns. Nothing of it is, if it raises.

        `open_step`: the step of an earlier edit that this one adds to, as typing does, if that still can be; else it is a new one.
        """
        with self._edit(label, open_step=open_step) as edit:
            yield edit

    @contextmanager
    def intake(self, label: str | None = None) -> Iterator[Intake]:
        """What arrives in bulk: many transactions, not in the history. All that it wrote is on disk when it ends, also by an error.

        With a label the papers that it brings can be taken back as a whole: see `arrivals` and `take_back`.
        """
        named = None if label is None else (label, self._origin)
        work = Intake(self._database, self._now, self._finish_batch, self._tell, named)
        try:
            yield work
        finally:
            work.settle()

    def arrivals(self, limit: int = 20) -> tuple[Brought, ...]:
        """The last intakes that brought papers of which some are there, newest first."""
        with self.read() as reading:
            return arrivals.listing(reading.c, limit)

    def take_back(self, arrival: int, progress: Progress | None = None) -> TakenBack:
        """Removes what an intake brought and nobody touched since: without words, decisions, tags, figures, a place in an issue, or a
        citation. Not in the history, nor in the trash. Raises NotFound; Cancelled, and whole batches are done then."""
        progress = progress or Progress()
        with self.read() as reading:
            total, named = arrivals.count(reading.c, arrival), arrivals.cited(reading.c)
        seen, taken, after = 0, 0, 0
        with self.intake() as work:
            while True:
                progress.step(seen, total, "Taking back papers")
                with work.batch() as batch:
                    papers, gone = arrivals.remove_some(batch.c, arrival, after, named, batch.has_time)
                if not papers:
                    break
                seen, taken, after = seen + len(papers), taken + gone, papers[-1]
        return TakenBack(taken, seen - taken)

    def tidy(self, progress: Progress | None = None) -> Tidied:
        """Lets go of what was in the trash for 30 days, of pictures and revisions that nothing names, and of what was typed between two
        minutes long ago. To be called seldom, once a day is enough; beside others. Not in the history. Raises Cancelled."""
        with told(self.path), self.intake() as work:
            return tidying.tidy(self._database, work, self._now(), progress or Progress())

    def undo(self, step: int) -> Undone:
        """Takes a step back, as a step of its own; that one taken back is the redo.

        Raises Refused, with nothing changed, if what it changed was changed since; NotFound if it is no longer kept.
        """
        with self.read() as reading:
            label = undoing.label_of(reading.c, step)
        with self._edit(label, undoes=step) as edit:
            undoing.undo(edit.c, step, edit.step, as_text(self._now()))
        return Undone(edit.step, label, edit.changes)

    def keep_undone(self, label: str, job: Callable[[Edit], object], *, open_step: int | None = None) -> None:
        """A step that was taken back before it came here, in one transaction: redo does what `job` did, and the library stays as it is
        (with `open_step`, as it was before that one, which `job` adds to)."""
        with self._edit(label, open_step=open_step) as edit:
            since = journal.mark(edit.c)
            job(edit)
            if journal.mark(edit.c) != since:
                at = self._now()
                undo = journal.begin(edit.c, label, self._origin, at, edit.step)
                undoing.undo(edit.c, edit.step, undo, as_text(at))

    def close_step(self, step: int) -> None:
        """Nothing more is added to an open step; it leaves the history if it ended as it began."""
        with told(self.path), self._database.lock:
            self._database.may_write()
            with self._database.editor.begin() as c:
                journal.drop_if_nothing(c, step)

    def steps(self, limit: int = 100) -> list[Step]:
        """The history, newest first."""
        with self.read() as reading:
            return history.steps(reading.c, limit)

    def ahead(self, past: Container[int] = ()) -> Ahead:
        """What Ctrl+Z and redo take back by `undo(step.id)`: windows' steps only, also of an earlier run; not those in `past`."""
        with self.read() as reading:
            return history.ahead(reading.c, past)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` after each commit of this library, in the thread that wrote. Returns what stops it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def news_from_elsewhere(self) -> Changes:
        """What other processes changed since the last call. Cheap when nothing was; ask a few times a second, from one thread."""
        with told(self.path):
            version = self._database.data_version()
        if version == self._version:
            return Changes()
        with self.read() as reading:
            self._heard, changes = announcements.since(reading.c, self._heard, self._token)
        self._version = version
        return changes

    def mark(self) -> str:
        """Another one after each change of what the library holds, by whomever: a backup that has the same holds the same."""
        with self.read() as reading:
            return announcements.mark(reading.c)

    def doctor(
        self, fix: bool = False, *, quick: bool = False, first: Callable[[], object] = lambda: None
    ) -> list[Ailment]:
        """What is wrong with the library, an empty list if nothing is. `quick` looks at what can be looked at within a second.

        `fix` mends what can be mended, in one step of the history, after `first`, which puts a copy aside; what it mended is given as
        `fixed`. A file that is itself damaged is left as it is. Raises ReadOnly.
        """
        if fix and self._database.only_reads is not None:
            raise ReadOnly(self._database.only_reads)
        with told(self.path):
            found = upkeep.examine(self._database, quick)
        if not fix or not any(one.can_mend for one in found) or any(one.check == "integrity" for one in found):
            return found
        first()
        with told(self.path):
            pictures = list(upkeep.odd_pictures(self._database))
        with self._edit("Mend the library") as edit:
            mending.mend(edit.c, self._now(), pictures)
        with told(self.path):
            left = upkeep.examine(self._database)
        return [one if one in left else replace(one, fixed=True) for one in found] + [
            one for one in left if one not in found
        ]

    def back_up(
        self, kind: BackupKind, root: Path, why: str, progress: Progress | None = None, *, spare: Path | None = None
    ) -> Backup:
        """Makes a backup in this library's folder below `root`, and lets older ones go, but for `spare`. `why`: a few words for the listing.

        Others may write meanwhile. Raises Refused where it can't be made, ReadOnly for the writing of what only can be read, Damaged.
        """
        mark = self.mark()
        return taking.take(self._database, kind, root, self._now(), why, mark, progress or Progress(), spare)

    def copy_to(self, target: Path, progress: Progress | None = None) -> Backup:
        """A copy of everything where a person wants it: a file where nothing is, or a folder. Raises Refused, Damaged, Cancelled."""
        return taking.copy_to(self._database, target, self._now(), progress or Progress())

    def compare(self, backup: Path) -> Comparison:
        """What would be lost and won if a backup were restored over this library now. Raises LibraryFault."""
        with told(self.path):
            return comparing.compare(self._database, backup)

    def mirror(self, root: Path, papers: Collection[int] | None = None, progress: Progress | None = None) -> int:
        """Brings the Markdown files of these papers' write-ups up to date, or of all; gives how many were written or moved aside.

        They are in the folder `mirror` beside this library's backups below `root`. Raises Refused where they can't be written.
        """
        folder = mirror.folder_of(backups.house(root, self.path))
        step = progress.step if progress is not None else None
        return mirror.bring_up_to_date(self.read, folder, papers, self._now(), step)

    def claim_window(self) -> bool:
        """False if another window, here or in another process, has this library open. Held until `close`."""
        return self._claim.take()

    @property
    def was_left_open(self) -> bool:
        """Whether the window before, whose place this one took, ended without closing the library."""
        return self._claim.was_left

    def interrupt(self) -> None:
        """Stops every reading under way but those of the main thread: they raise Cancelled."""
        with self._mutex:
            for reading in self._running:
                reading.interrupt()

    def close(self) -> None:
        self._database.close()
        self._claim.give_back()

    @contextmanager
    def _reading(self, engine: Engine) -> Iterator[Reading]:
        self._database.may_read()
        with told(self.path), engine.connect() as c:
            reading = Reading(c, self._now)
            try:
                yield reading
            finally:
                reading.end()

    @contextmanager
    def _edit(self, label: str, *, open_step: int | None = None, undoes: int | None = None) -> Iterator[Edit]:
        with told(self.path), self._database.lock:
            self._database.may_write()
            with self._database.editor.begin() as c:
                self._database.same_version(c)
                since = journal.mark(c)
                goes_on = open_step is not None and journal.reopen(c, open_step)
                step = (
                    open_step
                    if goes_on and open_step is not None
                    else journal.begin(c, label, self._origin, self._now(), undoes)
                )
                edit = Edit(c, self._now, step)
                yield edit
                index.write(c)
                changes = journal.changes(c, step, since)
                self._note(c, changes)
                if goes_on:
                    journal.squeeze(c, step)
                elif undoes is None and journal.drop_if_nothing(c, step):
                    edit.step = 0
            edit.changes = changes
        self._tell(changes)

    def _finish_batch(self, c: Connection, papers: set[int]) -> Changes:
        rows = journal.noted(c) | {(kind, paper) for paper in papers for kind in ("paper", "metadata")}
        changes = Changes(frozenset(rows))
        self._note(c, changes)
        return changes

    def _note(self, c: Connection, changes: Changes) -> None:
        """In the transaction that made the changes: for other processes, and for whoever finds its log beside another file."""
        if changes.rows:
            announcements.write(c, self._token, changes)
            lineage.count(c)

    def _tell(self, changes: Changes) -> None:
        if not changes.rows:
            return
        for listener in list(self._listeners):
            try:
                listener(changes)
            except Exception as error:  # what is written is written: a listener that fails changes nothing of that
                # Where it was and of what kind; its words may be an editor's.
                _log.error("a listener failed: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
