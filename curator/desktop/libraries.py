"""Opening, making and changing libraries: one at a time, in the work pool; the one before is closed when the next is there."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from curator.desktop import summons
from curator.desktop.doors import Doors
from curator.desktop.tasks import Tasks
from curator.domain.errors import CuratorError, Damaged, Foreign, Refused
from curator.domain.progress import Progress
from curator.jobs import backups, recover
from curator.settings import Settings

if TYPE_CHECKING:
    from curator.jobs.recover import Recovered
    from curator.library.library import Library
    from curator.library.restoring import Restored

SUFFIX = "curator"
Ask = Callable[[Callable[[], object], Callable[[], object]], bool]


class Taken(Refused):
    """Another window has this library open."""


class Libraries(QObject):
    """`opened` carries the library that is open from now on, after everyone has let go of the one before (`closing`).

    `failed` carries what was tried and the error; the library before stays open. `settings_changed`: recent libraries, theme, text size.
    """

    opened = Signal(object)
    closing = Signal()
    failed = Signal(str, object)
    settings_changed = Signal(object)
    restored = Signal(str)  # what was done, in words
    recovered = Signal(object)  # a Recovered, whose library is opened

    def __init__(self, doors: Doors, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._doors, self._tasks, self._window = doors, tasks, parent
        self._library: Library | None = None
        self._opening = False
        self._place: Path | None = None
        self._kept_before: Callable[[], None] = lambda: None
        self._may_go: Callable[[Callable[[], object]], bool] = lambda then: True
        self._ask: Ask = lambda go, stay: True
        self.settings: Settings = doors.settings

    @property
    def library(self) -> "Library | None":
        return self._library

    @property
    def is_opening(self) -> bool:
        return self._opening

    @property
    def place(self) -> Path | None:
        """The library that is open, or the one that was to be opened last."""
        return self._library.path if self._library is not None else self._place

    def before_change(self, leave: Callable[[], None], may_go: Callable[[Callable[[], object]], bool]) -> None:
        """`leave` saves what is typed, before another library is shown; `may_go` is False while something is still to be done for the one
        before, and calls what it is given when that is done."""
        self._kept_before, self._may_go = leave, may_go

    def ask_first(self, ask: Ask) -> None:
        """`ask(go, stay)`: True if nothing that was typed would be lost; else it asks, and calls the one or the other."""
        self._ask = ask

    def open(self, path: Path, make: bool = False) -> None:
        """Opens it, and makes it first where that is asked for."""
        if self._library is None:
            self._place = path
        self._begin(f"Open {path.name}", lambda progress: self._claimed(path, make))

    def open_sample(self) -> None:
        """Opens the sample library, made where it is not there."""
        self._begin("Open the sample", lambda progress: self._claimed(self._doors.sample(), False))

    def restore(self, backup: Path) -> None:
        """Puts a backup in the place of the library, which is closed meanwhile and opened again, whatever came of it."""
        place = self.place
        if place is None or self._opening:
            return
        self._opening = True
        self._kept_before()
        self.when_left(lambda: self._put_back(backup, place), self._stay)

    def can_recover(self, error: Exception) -> bool:
        """Whether an error says that the file at `place` is damaged: or that it is no library any more, though it was open here before."""
        return isinstance(error, Damaged) or (isinstance(error, Foreign) and self.was_here)

    @property
    def was_here(self) -> bool:
        """Whether the library at `place` was open on this machine before, so that there may be backups of it."""
        return self._place in self.settings.recent

    def recover(self) -> None:
        """Reads what is left of the library, which is closed meanwhile, into a new one, and opens that."""
        place = self.place
        if place is None or self._opening:
            return
        self._opening = True
        self._kept_before()
        self.when_left(lambda: self._read_anew(place), self._stay)

    def ask_new(self) -> None:
        """Asks where; a file that is there is never replaced."""
        dialog = self._dialog("New library", QFileDialog.AcceptMode.AcceptSave, QFileDialog.FileMode.AnyFile)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(f"newsletter.{SUFFIX}")
        dialog.fileSelected.connect(lambda name: self._make(Path(name)))
        dialog.open()

    def ask_open(self) -> None:
        dialog = self._dialog("Open library", QFileDialog.AcceptMode.AcceptOpen, QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def fill_recent(self, menu: QMenu) -> None:
        """The libraries that were open before, the last one first."""
        menu.clear()
        here = self._library.path if self._library else None
        others = [path for path in self.settings.recent if path != here]
        for path in others:
            menu.addAction(f"{path.stem} — {path.parent}").triggered.connect(partial(self._open_again, path))
        if not others:
            menu.addAction("No other yet").setEnabled(False)

    def _open_again(self, path: Path, checked: bool = False) -> None:
        self.open(path)

    def change_settings(self, settings: Settings) -> None:
        """Keeps settings of this machine, in the work pool: that they can't be written is said and costs nothing else."""
        if settings != self.settings:
            self.settings = settings
            self._tasks.work("Keep the settings", lambda progress: self._doors.keep(settings), quiet=True)
            self.settings_changed.emit(settings)

    def close(self) -> None:
        """Closes the library; nobody may use it any more."""
        library, self._library = self._library, None
        if library is not None:
            library.interrupt()  # what still reads for nobody
            library.close()

    def _make(self, path: Path) -> None:
        path = path if path.suffix else path.with_suffix(f".{SUFFIX}")
        if path.exists():
            self.failed.emit(
                f"Make {path.name}", Refused(f"There is a file {path.name} already. Choose another name, or open it.")
            )
        else:
            self.open(path, make=True)

    def _begin(self, name: str, job: "Callable[[Progress], Library]") -> None:
        if self._opening:
            return
        self._opening = True
        self._kept_before()
        self._tasks.work(name, job, self._came, lambda error: self._not_opened(name, error))

    def _claimed(self, path: Path, make: bool) -> "Library":
        """In the work pool: opens it and takes the one window's place at it."""
        if self._library is not None and path.resolve() == self._library.path:
            raise Refused(f"{path.name} is open already.")
        library = self._doors.open(path, make)
        if not library.claim_window():
            true = library.path
            library.close()
            raise Taken(summons.said(path, summons.call(true)))
        return library

    def _put_back(self, backup: Path, place: Path) -> None:
        self.closing.emit()
        self.close()

        def job(progress: Progress) -> "tuple[Library, Restored | CuratorError]":
            done: Restored | CuratorError
            try:
                done = backups.restore(self._doors.settings, place, backup, progress, origin="window")
            except CuratorError as error:
                done = error
            try:
                return self._claimed(place, False), done
            except CuratorError as error:
                raise done if isinstance(done, CuratorError) else error from error

        def came(found: "tuple[Library, Restored | CuratorError]") -> None:
            library, done = found
            self._change(library)
            if isinstance(done, CuratorError):
                self.failed.emit("Restore the backup", done)
            else:
                self.restored.emit(_words_of(done))

        self._tasks.work("Restore the backup", job, came, lambda error: self._not_opened("Restore the backup", error))

    def _read_anew(self, place: Path) -> None:
        self.closing.emit()
        self.close()

        def job(progress: Progress) -> "tuple[Library, Recovered]":
            made = recover.recover(self._doors.settings, place, progress)
            return self._claimed(made.library, False), made

        def came(found: "tuple[Library, Recovered]") -> None:
            library, made = found
            self._change(library)
            self.recovered.emit(made)

        name = f"Recover {place.name}"
        self._tasks.work(name, job, came, lambda error: self._not_opened(name, error))

    def _came(self, library: "Library") -> None:
        def stay() -> None:
            self._stay()
            library.close()

        self.when_left(lambda: self._change(library), stay)

    def when_left(self, go: Callable[[], object], stay: Callable[[], object]) -> None:
        """Goes on once what was typed is in the library that it was typed in, or an editor gave it up; else one stays."""
        if self._tasks.edits_pending:
            self._tasks.edits_idle.connect(lambda: self.when_left(go, stay), Qt.ConnectionType.SingleShotConnection)
        elif self._library is None or self._ask(go, stay):
            go()

    def _stay(self) -> None:
        self._opening = False

    def _change(self, library: "Library") -> None:
        if self._library is not library and not self._may_go(lambda: self._change(library)):
            return
        self._opening = False
        if self._library is library:
            return
        self.closing.emit()
        self.close()
        self._library = library
        self._place = library.path
        self.change_settings(self.settings.opened(library.path))
        self.opened.emit(library)

    def _not_opened(self, name: str, error: Exception) -> None:
        self._opening = False
        self.failed.emit(name, error)

    def _dialog(self, title: str, accept: QFileDialog.AcceptMode, mode: QFileDialog.FileMode) -> QFileDialog:
        start = self._library.path.parent if self._library else self.settings.data
        dialog = QFileDialog(self._window, title, str(start), f"Libraries (*.{SUFFIX});;All files (*)")
        dialog.setObjectName("libraryDialog")
        dialog.setAcceptMode(accept)
        dialog.setFileMode(mode)
        dialog.setDefaultSuffix(SUFFIX)
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def _words_of(done: "Restored") -> str:
    """What a restore did."""
    brought = done.brought
    if brought is not None:
        counts = (
            (brought.texts, "text", "texts"),
            (brought.statuses, "status", "statuses"),
            (brought.papers, "paper", "papers"),
            (len(brought.issues), "issue", "issues"),
        )
        words = ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)
        return f"Brought in: {words or 'nothing that was not here'}. Nothing was taken away; what was there is backed up too."
    if done.aside is not None:
        return f"Restored. What could not be read is kept as {done.aside.name}."
    return "Restored. What was there before is the newest backup." if done.before is not None else "Restored."
