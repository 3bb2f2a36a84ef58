"""Whether the library is sound and well placed: a quick look after a window that did not close, what to do about a damaged one, recovery."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from curator.desktop.kept import Kept
from curator.desktop.libraries import Libraries
from curator.desktop.messages import Choice
from curator.desktop.parts import button, column, label, row
from curator.desktop.status import StatusBar
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.backups import BackupKind
from curator.domain.errors import Damaged
from curator.domain.progress import Progress
from curator.jobs import backups, doctor

if TYPE_CHECKING:
    from curator.jobs.desk import Desk
    from curator.jobs.recover import Recovered
    from curator.library.ailments import Ailment

ALL_WELL = "The window before was not closed. The library was looked over: it is sound"
DAMAGED = "The file of this library is damaged"


class Soundness(QObject):
    """Says what it found in the status bar, and on request in a box, where it can be mended.

    `damaged` carries an error each time that something of the open library could not be read or written because its file is damaged;
    from the first on, what can be done stands in the status bar until the library is closed. `restore` opens the backups.
    """

    damaged = Signal(object)

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        status: StatusBar,
        libraries: Libraries,
        kept: Kept,
        window: QWidget,
        restore: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._look, self._tasks, self._status, self._libraries = look, tasks, status, libraries
        self._kept, self._window = kept, window
        self._restore = restore
        self._box: ToldBox | None = None
        self._found: Sequence[Ailment] = ()
        self._desk: Desk | None = None
        libraries.recovered.connect(self._recovered)
        libraries.closing.connect(self._forget)
        tasks.went_wrong.connect(self.met)
        status.answers = self.met

    @property
    def box(self) -> "ToldBox | None":
        """The box that was opened last."""
        return self._box

    def show_library(self, desk: "Desk") -> None:
        """A library was opened: what is to be said of its place is said once on this machine; after a window that did not close it is
        looked over in the background."""
        library = desk.library
        notice = library.notice
        if notice is not None and not library.is_read_only and not self._kept.was_told(library.path, notice):
            self._status.note(notice)
            self._kept.keep_told(library.path, notice)
        self._desk = desk
        if library.was_left_open or self._found:  # or damage was met while its panes were filled
            self._look_over(desk)

    def met(self, error: BaseException) -> bool:
        """Whether an error says that the file of the library that is open is damaged. Then what can be done is offered here."""
        library = self._libraries.library
        if library is None or not isinstance(error, Damaged) or error.file != library.path:
            return False
        if not self._found:
            self._hold((doctor.why_not(error),))
            if self._desk is not None:
                self._look_over(self._desk)
        self.damaged.emit(error)
        return True

    def _look_over(self, desk: "Desk") -> None:
        self._tasks.work(
            "Look the library over",
            lambda progress: doctor.examine(desk.library, desk.settings, quick=True, first=lambda: None),
            lambda found: self._looked(desk, found),
            lambda error: self._failed(desk, error),
            quiet=True,
        )

    def _hold(self, found: "Sequence[Ailment]") -> None:
        self._found = found
        self._status.hold(DAMAGED, ("Show…", self._show_damage), ("Recover what is left…", self._libraries.recover))

    def _show_damage(self) -> None:
        self._tell("What was found in this library", _lines(self._found), *self._ways_out)

    @property
    def _ways_out(self) -> tuple[Choice, ...]:
        return ("Recover what is left…", self._libraries.recover), ("Restore a backup…", self._restore)

    def _forget(self) -> None:
        self._found, self._desk = (), None
        self._status.let_go(DAMAGED)

    def _is_open(self, desk: "Desk") -> bool:
        return self._libraries.library is desk.library

    def _looked(self, desk: "Desk", found: "Sequence[Ailment]") -> None:
        if not self._is_open(desk):
            return
        if any(one.check == "integrity" for one in found):
            self._hold(found)
            return
        if not found:
            if not self._status.held:  # beside what went wrong it is no news
                self._status.fleeting(ALL_WELL)
            return
        many = "1 thing" if len(found) == 1 else f"{len(found):,} things"
        words = f"The library was looked over: {many} to look at"
        self._status.note(words, ("Show…", lambda: self._show(desk, found)), icon="triangle-alert", tone="warn")

    def _failed(self, desk: "Desk", error: Exception) -> None:
        if self._is_open(desk):
            self._status.fail(error, doing="Look the library over")

    def _show(self, desk: "Desk", found: "Sequence[Ailment]") -> None:
        ways: list[Choice] = []
        if any(one.check == "integrity" for one in found):
            ways += self._ways_out
        elif any(one.can_mend and not one.fixed for one in found) and not desk.library.is_read_only:
            ways.append(("Mend what can be mended", lambda: self._mend(desk)))
        self._tell("What was found in this library", _lines(found), *ways)

    def _mend(self, desk: "Desk") -> None:
        """Everything is backed up first; then all of the library is looked at, and not only what is quick."""

        def job(progress: Progress) -> "list[Ailment]":
            def first() -> None:
                backups.back_up(desk, BackupKind.EVERYTHING, backups.BEFORE_MENDING, progress)

            return doctor.examine(desk.library, desk.settings, fix=True, first=first)

        def done(found: "list[Ailment]") -> None:
            if not self._is_open(desk):
                return
            left = sum(not one.fixed for one in found)
            words = f"Mended: {len(found) - left:,}, left: {left:,}"
            self._status.note(words, ("Show…", lambda: self._show(desk, found)), icon="check")

        self._tasks.work("Mend the library", job, done, lambda error: self._failed(desk, error))

    def _recovered(self, made: "Recovered") -> None:
        self._status.note(
            made.words, ("Show report…", lambda: self._tell("What was recovered", made.report)), icon="check"
        )

    def _tell(self, title: str, words: str, *ways: Choice) -> None:
        self._box = ToldBox(self._look, self._window, title, words, ways)
        self._box.open()


def _lines(found: "Sequence[Ailment]") -> str:
    return "\n\n".join(("Mended: " if one.fixed else "") + one.message for one in found)


class ToldBox(QDialog):
    """A title, a text to read and copy, and what can be done; Close does nothing."""

    def __init__(self, look: Look, parent: QWidget, title: str, words: str, ways: Sequence[Choice]) -> None:
        super().__init__(parent)
        u = look.theme.u
        self.setObjectName("soundnessBox")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.words = QPlainTextEdit(words)
        self.words.setObjectName("soundnessWords")
        self.words.setAccessibleName(title)
        self.words.setReadOnly(True)
        self.words.setMinimumSize(u(520), u(260))
        close = button("soundnessClose", "Close", self.reject, kind="filled" if not ways else "box")
        doing = [
            button(f"soundnessWay{number}", text, partial(self._leave, run))
            for number, (text, run) in enumerate(ways, 1)
        ]
        below = column(label(look, title, weight=600), self.words, space=u(12), margins=(u(20), u(20), u(20), u(16)))
        below.addLayout(row(None, *doing, close, space=u(8)))
        self.setLayout(below)
        self.finished.connect(self.deleteLater)

    def _leave(self, run: Callable[[], object]) -> None:
        self.reject()
        run()
