"""The card of backups: when each was made, what it holds, and what would be lost and won if it were restored."""

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QListView, QScrollArea, QVBoxLayout, QWidget

from curator.desktop.doors import Doors
from curator.desktop.libraries import SUFFIX, Libraries
from curator.desktop.messages import Notice
from curator.desktop.overlay import Card, Overlay
from curator.desktop.palettedelegate import ROW, PaletteDelegate, Row, Rows
from curator.desktop.parts import button, fill, label, line, row, surface
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.backups import Backup, BackupKind
from curator.domain.errors import Damaged
from curator.domain.progress import Progress
from curator.jobs import backups

if TYPE_CHECKING:
    from curator.library.comparing import Comparison, Some

NAMED = 4
"""So many names stand in a line; the rest are counted."""


INTO_DAMAGED = "The library is damaged: nothing can be brought into it. Choose a backup of everything, or recover what is left first."


@dataclass(frozen=True, slots=True)
class Compared:
    """`fault`: why it can't be restored. `comparison` is None where the library could not be read; `is_there`: there is a file of one."""

    fault: str | None
    comparison: "Comparison | None"
    is_there: bool


class Restore(Card):
    """Lists the backups of one library, newest first. The chosen one is read whole and compared before it can be restored."""

    def __init__(self, look: Look, tasks: Tasks, libraries: Libraries, doors: Doors, window: QWidget) -> None:
        super().__init__()
        self._look, self._tasks, self._libraries, self._doors = look, tasks, libraries, doors
        self._window = window
        self._place: Path | None = None
        self._backups: tuple[Backup, ...] = ()
        self._asked: Task | None = None
        self.setObjectName("restoreSheet")
        self.setAccessibleName("Restore a backup")
        u = look.theme.u
        self._overlay = Overlay(look, window, self, width=680, height=640)
        self._overlay.closed = self._close
        self._model = Rows(self)
        self.view = QListView()
        self.view.setObjectName("backupsView")
        self.view.setAccessibleName("Backups, the newest first")
        self.view.setModel(self._model)
        self.view.setItemDelegate(PaletteDelegate(look, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(lambda now, before: self._chosen(now))
        self._what = QVBoxLayout()
        self._what.setSpacing(u(10))
        self._what.setContentsMargins(u(16), u(12), u(16), u(12))
        inside = surface("pane", "backupHolds")
        inside.setLayout(self._what)
        self._room = QScrollArea()
        self._room.setWidget(inside)
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QScrollArea.Shape.NoFrame)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setMinimumHeight(u(220))
        self.do = button("restoreDo", "Restore", self._restore, kind="filled")
        self.notice = Notice(look, "restoreNotice")
        other = button("restoreFile", "From a file…", self._ask_file)
        close = button("closeRestore", "Close", self._overlay.dismiss)
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        title = label(look, "Restore a backup", scale=1.15, weight=600)
        below.addLayout(row(title, None, other, close, space=u(8), margins=(u(16), u(12), u(14), u(12))))
        fill(below, line())
        below.addWidget(self.view, 1)
        fill(below, line())
        below.addWidget(self._room, 1)
        fill(below, line())
        below.addLayout(row(self.notice, None, self.do, space=u(8), margins=(u(16), u(8), u(14), u(8))))

    def show_backups(self, place: Path) -> None:
        """Opens it over the backups of the library at this path."""
        self._place = place
        self._backups = ()
        self._model.show_rows([Row("", "Looking for backups…", heading=True)])
        self._say()
        self.do.setEnabled(False)
        settings = self._doors.settings
        self._tasks.work("List backups", lambda progress: backups.listing(settings, place), self._list, self._failed)
        self._overlay.open(self.view)

    def _close(self) -> None:
        self._place = None
        self.notice.clear()
        self._let_go()

    def _list(self, found: Sequence[Backup]) -> None:
        if self._place is None:
            return
        self._backups = tuple(found)
        rows = [row_of(one) for one in found]
        none = Row("", "There is no backup of this library yet; choose a file, if you have one", heading=True)
        self._model.show_rows(rows or [none])
        if rows:
            self.view.setCurrentIndex(self._model.index(0))

    def _chosen(self, index: QModelIndex) -> None:
        """Reads the whole backup and compares it; until that is done it can't be restored."""
        self._let_go()
        self.notice.clear()
        self.do.setEnabled(False)
        if not index.isValid() or index.row() >= len(self._backups) or index.data(ROW) is None:
            self._say()
            return
        one = self._backups[index.row()]
        self._say((holds(one), "Looking what restoring it would change…"))
        library = self._libraries.library
        desk = self._doors.desk(library) if library is not None else None

        place = self._place

        def job(progress: Progress) -> "Compared":
            fault = backups.verify(one.path)
            if fault is None and desk is not None:
                with contextlib.suppress(Damaged):  # the library is, for the backup is sound
                    return Compared(None, backups.compare(desk, one.path), is_there=True)
                if one.kind is BackupKind.WRITING:
                    fault = INTO_DAMAGED
            return Compared(fault, None, is_there=place is not None and os.path.lexists(place))

        self._asked = self._tasks.work("Compare a backup", job, partial(self._compared, one), self._failed)

    def _compared(self, one: Backup, found: "Compared") -> None:
        self._asked = None
        if found.fault is not None:
            self._say((holds(one), found.fault))
            return
        if found.comparison is not None:
            lines = told(found.comparison)
        elif found.is_there:
            lines = [("The library can't be read.", "This backup takes its place; the file is kept beside it.")]
        else:
            lines = [("The library is gone.", "There is no file at its place: this backup becomes the library.")]
        self._say((holds(one), rule(one.kind) if found.comparison is not None else ""), *lines)
        self.do.setEnabled(True)

    def _restore(self) -> None:
        at = self.view.currentIndex().row()
        if 0 <= at < len(self._backups):
            one = self._backups[at]
            self._overlay.dismiss()
            self._libraries.restore(one.path)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._window, "Restore a backup", str(self._doors.settings.data))
        dialog.setObjectName("restoreDialog")
        dialog.setNameFilter(f"Libraries (*.{SUFFIX});;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.add_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_file(self, path: Path) -> None:
        """Puts a file that a person chose on top of the list."""

        def came(one: Backup) -> None:
            if self._place is not None:
                self._list([one, *(other for other in self._backups if other.path != path)])

        self._tasks.work("Look at the file", lambda progress: backups.look_at(path), came, self._failed)

    def _failed(self, error: Exception) -> None:
        self._asked = None
        self.notice.fail(error)

    def _let_go(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _say(self, *parts: tuple[str, str]) -> None:
        """Headings with words under them."""
        while (item := self._what.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for heading, words in parts:
            said = surface("pane")
            together = QVBoxLayout(said)
            together.setContentsMargins(0, 0, 0, 0)
            together.setSpacing(self._look.theme.u(3))
            together.addWidget(self._words(heading, weight=600))
            if words:
                together.addWidget(self._words(words))
            self._what.addWidget(said)
        self._what.addStretch(1)

    def _words(self, words: str, weight: int = 400) -> QLabel:
        made = label(self._look, words, weight=weight, tone="" if weight > 400 else "dim", wrap=True)
        made.setMinimumSize(QSize(0, 0))
        return made


def row_of(one: Backup) -> Row:
    """A backup in the list."""
    at = one.at.astimezone()
    kind = "everything" if one.kind is BackupKind.EVERYTHING else "the writing"
    counts = f"{_counted(one.writeups, 'write-up', 'write-ups')}, {_counted(one.issues, 'issue', 'issues')}"
    about = "damaged" if one.fault is not None else counts
    text = f"{at.day} {at:%B %Y, %H:%M}" + (f" — {one.why}" if one.why else "")
    return Row(
        "triangle-alert" if one.fault else "library-big" if kind == "everything" else "file-text", text, (), about, kind
    )


def holds(one: Backup) -> str:
    """What a backup holds, in one line."""
    if one.fault is not None:
        return "This backup is damaged."
    counts = (
        (one.papers, "paper", "papers"),
        (one.writeups, "write-up", "write-ups"),
        (one.revisions, "revision", "revisions"),
        (one.issues, "issue", "issues"),
    )
    return " · ".join(_counted(*count) for count in counts) + f" · {one.bytes / 2**20:,.1f} MB"


def rule(kind: BackupKind) -> str:
    """What restoring does."""
    if kind is BackupKind.EVERYTHING:
        return "Takes the place of the library. What is there now is kept as a backup first."
    return (
        "Is brought into the library: nothing is taken away. Where a text differs, that of the backup becomes the current one, and "
        "yours one of its revisions; an issue that differs comes in beside yours."
    )


def told(found: "Comparison") -> list[tuple[str, str]]:
    """What restoring would change, as headings with words; one line where nothing would."""
    whole = found.kind is BackupKind.EVERYTHING
    lost = (
        (found.papers_only_here, "paper", "papers"),
        (found.texts_only_here, "text of", "texts of"),
        (found.issues_only_here, "issue", "issues"),
    )
    won = (
        (found.papers_only_there, "paper", "papers"),
        (found.texts_only_there, "text of", "texts of"),
        (found.issues_only_there, "issue", "issues"),
    )
    other = (
        (found.texts_differing, "text of", "texts of"),
        (found.statuses_differing, "status of", "statuses of"),
        (found.issues_differing, "issue", "issues"),
    )
    groups = [
        ("Would be gone from the library", lost if whole else ()),
        ("Would come back", won),
        ("Would be as they were then" if whole else "Would come in as they were then", other),
    ]
    lines = [(heading, "\n".join(_named(*one) for one in some if one[0].count)) for heading, some in groups]
    lines = [(heading, words) for heading, words in lines if words]
    return lines or [("Nothing would change", "The library has all that this backup has, as it has it.")]


def _named(some: "Some", one: str, many: str) -> str:
    names = [f"“{name}”" for name in some.names[:NAMED]]
    rest = some.count - len(names)
    if rest:
        names.append(f"{rest:,} more")
    return f"{_counted(some.count, one, many)}: {', '.join(names)}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
