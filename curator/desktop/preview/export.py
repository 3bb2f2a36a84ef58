"""The export dialog: as what, where to, what is missing; and then the way to what was written."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QLayout,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from curator.desktop.messages import Notice
from curator.desktop.outline.dialogs import accepts
from curator.desktop.parts import button, column, label, line, row
from curator.desktop.preview import opening
from curator.desktop.preview.destination import OFFERS, Destination, Offer, Seen, make_folder, what_is_there
from curator.desktop.preview.missing import Missing
from curator.desktop.preview.saving import Saving
from curator.desktop.preview.undone import undone
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.findings import Finding

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.jobs.desk import Desk
    from curator.jobs.export import Exported

LINES = 2  # of what is said when an export is over, for which there is room from the start
T = TypeVar("T")
Found = tuple[str, str, tuple[Finding, ...], tuple[Finding, ...]]


class ExportDialog(QDialog):
    """`go_to(finding)`: what is missing is to be shown. `exported(path)`: a file is there. `chosen`: a Destination, to be kept."""

    go_to = Signal(object)
    exported = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        desk: "Desk",
        issue: int,
        saving: Saving,
        destination: Destination,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._look, self._tasks, self._desk, self._issue, self._saving = look, tasks, desk, issue, saving
        self._folder = destination.folder
        self._slug = ""
        self._running: list[Task] = []
        self._exporting = self._is_gone = False
        self.setObjectName("exportDialog")
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        u = look.theme.u
        self.setMinimumWidth(u(560))
        self._title = label(look, "Export", scale=1.25, weight=600)
        self._group = QButtonGroup(self)
        ways = [part for number, offer in enumerate(OFFERS) for part in self._way(number, offer, destination.format)]
        self.place = QLineEdit()
        self.place.setObjectName("exportPlace")
        self.place.setAccessibleName("Where to")
        self.place.textChanged.connect(self._place_changed)
        where = label(look, "Where to", weight=600)
        where.setBuddy(self.place)
        self._choose = button("exportChoose", "Choose…", self._ask_place)
        self.there = label(look, tone="dim", scale=0.92, wrap=True)
        self.there.hide()
        self.there.setObjectName("exportThere")
        self._make = button("exportMakeFolder", "Make the folder", self._make_folder, kind="link")
        self._make.hide()
        self._absent: Path | None = None
        self.missing = Missing(look)
        self.missing.chosen.connect(self._go)
        self.notice = Notice(look, "exportNotice")
        self._told = _holder(column(self.notice, None))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(u(4))
        self._bar.setAccessibleName("How far the export is")
        self._close = button("exportClose", "Close", self.reject)
        self._run = button("exportRun", "Export", self.run, kind="filled")
        self._run.setDefault(True)
        self.setLayout(
            column(
                self._title,
                *ways,
                where,
                _holder(row(self.place, self._choose, space=u(8))),
                _holder(self._beside(self.there, self._make)),
                line(),
                self.missing,
                None,
                self._bar,
                self._told,
                _holder(row(None, self._close, self._run, space=u(8))),
                space=u(8),
                margins=(u(20), u(16), u(20), u(16)),
            )
        )
        self._group.idClicked.connect(self._format_chosen)
        self.finished.connect(self._let_go)
        self._bar.hide()
        self._reserve()
        self._enable()
        self._save_then(self._read)

    @property
    def format(self) -> Offer:
        """What is chosen."""
        return OFFERS[max(0, self._group.checkedId())]

    @property
    def path(self) -> Path:
        """The file that would be written; a name alone is one in the folder that was chosen last."""
        typed = Path(self.place.text().strip()).expanduser()
        return typed if typed.is_absolute() else self._folder / typed

    def run(self) -> None:
        """Saves what is typed, then exports."""
        if self._exporting or not self._slug or not self.place.text().strip():
            return
        self._exporting = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # a button that is switched off would hand it to its neighbour
        self._enable()
        self.notice.say("Saving what you wrote…", tone="dim")
        self._save_then(self._export)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if accepts(event):
            self.run()
        else:
            super().keyPressEvent(event)

    # Parts

    def _reserve(self) -> None:
        """Room for what comes and goes while one exports, so that no button moves away from under the pointer."""
        words = self.there.fontMetrics().lineSpacing()
        self.there.setMinimumHeight(words)
        self._told.setMinimumHeight(LINES * self.fontMetrics().lineSpacing() + 2 * self._look.theme.u(4))
        for one in (self.there, self._bar):
            policy = one.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            one.setSizePolicy(policy)

    def _way(self, number: int, offer: Offer, chosen: str) -> tuple[QWidget, QWidget]:
        """A format to choose, and what it is."""
        choice = QRadioButton(offer.title)
        choice.setObjectName(f"exportAs-{offer.name}")
        choice.setAccessibleName(offer.title)
        choice.setAccessibleDescription(offer.words)
        choice.setChecked(offer.name == chosen)
        choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group.addButton(choice, number)
        words = label(self._look, offer.words, tone="dim", scale=0.92, wrap=True)
        words.setIndent(self._look.theme.u(24))
        return choice, words

    def _beside(self, words: QWidget, link: QWidget) -> QLayout:
        """Words that may break, as wide as there is room, and what can be done about them."""
        across = row(words, link, space=self._look.theme.u(8))
        across.setStretch(0, 1)
        across.setAlignment(link, Qt.AlignmentFlag.AlignTop)
        return across

    def _fit(self) -> None:
        """Higher where more is to be seen; never lower: nothing moves away under the pointer."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            high = (
                layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
            )
            self.resize(self.width(), max(self.height(), high))

    def _enable(self) -> None:
        ready = bool(self._slug) and bool(self.place.text().strip()) and not self._exporting
        self._run.setEnabled(ready)
        for one in (self.place, self._choose, *self._group.buttons()):
            one.setEnabled(not self._exporting)

    # What is there

    def _read(self) -> None:
        """Reads how the issue is called and what is missing in it."""
        library, issue = self._desk.library, self._issue

        def job(_: object) -> Found:
            from curator.jobs.compose import compose  # the library's work
            from curator.jobs.review import review

            document = compose(library, issue)
            shown = [entry.paper for section in document.sections for entry in section.entries]
            with library.read() as reading:
                papers = reading.papers.many([paper for paper in shown if paper is not None])
            name = document.edition or document.title
            return name, document.slug, review(document), undone(document, papers)

        def done(found: Found) -> None:
            name, self._slug, findings, open_ = found
            self.setWindowTitle(f"Export {name}")
            self._title.setText(f"Export {name}")
            if not self.place.text():
                self.place.setText(str(self._folder / f"{self._slug}{self.format.suffix}"))
            self.missing.show_findings(findings, open_)
            self._fit()
            self._enable()

        self._start("Read the issue", job, done)

    def _format_chosen(self, number: int) -> None:
        """The name's ending follows the format, where it was that of another."""
        if not self.place.text().strip():
            return
        path = Path(self.place.text().strip())
        if any(path.suffix.lower() == offer.suffix for offer in OFFERS):
            self.place.setText(str(path.with_suffix(OFFERS[number].suffix)))

    def _place_changed(self) -> None:
        self.notice.clear()
        self._enable()
        self._look_there()

    def _look_there(self) -> None:
        """Says what is at the place, and offers to make its folder where there is none."""
        typed, path = self.place.text(), self.path

        def looked(seen: Seen) -> None:
            if typed == self.place.text():
                self.there.setText(seen.words)
                self.there.setVisible(bool(seen.words))
                self._absent = seen.absent
                self._make.setVisible(seen.absent is not None)
                self._fit()

        self._start("Look what is there", lambda _: what_is_there(path), looked)

    def _make_folder(self) -> None:
        folder = self._absent
        if folder is not None:
            self.notice.clear()
            self._start("Make the folder", lambda _: make_folder(folder), lambda _: self._look_there())

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, "Where to", str(self.path.parent), f"{self.format.title} (*{self.format.suffix})")
        dialog.setObjectName("exportPlaceDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the line under the place says so
        dialog.setDefaultSuffix(self.format.suffix.removeprefix("."))
        dialog.selectFile(self.path.name)
        dialog.fileSelected.connect(self.place.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Exporting

    def _export(self) -> None:
        desk, issue, format, target = self._desk, self._issue, self.format.name, self.path
        self.notice.say("Exporting…", tone="dim")
        self._bar.setRange(0, 0)
        self._bar.show()

        def job(progress: "Progress") -> "Exported":
            from curator.jobs.export import export  # the formats: when something is exported

            return export(desk, issue, format, target, progress)

        self._start("Export the issue", job, self._written)

    def _written(self, exported: "Exported") -> None:
        self._over()
        path = exported.path
        figures = len(exported.files)
        beside = f" and {figures} {'figure' if figures == 1 else 'figures'}" if figures else ""
        but = ", but for what you wrote last: it could not be saved" if self._saving.has_unsaved() else ""
        self.notice.say(
            f"Exported {path.name}{beside}{but}.",
            ("Open", partial(self._open, path)),
            ("Reveal", partial(self._reveal, path)),
            tone="warn" if but else "good",
        )
        self._fit()
        if self.focusWidget() is self:
            self.notice.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._folder = path.parent
        self.there.hide()
        self.chosen.emit(Destination(self.format.name, path.parent))
        self.exported.emit(path)

    def _failed(self, error: Exception) -> None:
        self._over()
        self.notice.fail(error)
        self._fit()
        self.place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _over(self) -> None:
        self._exporting = False
        self._bar.hide()
        self._enable()

    def _open(self, path: Path) -> None:
        if not opening.open_file(path):
            self.notice.say(f"The system has no program that opens {path.name}. It is in {path.parent}.", tone="warn")

    def _reveal(self, path: Path) -> None:
        if not opening.reveal(path):
            self.notice.say(f"The folder could not be opened: {path.parent}", tone="warn")

    def _go(self, finding: Finding) -> None:
        self.accept()
        self.go_to.emit(finding)

    # Tasks

    def _start(self, name: str, job: "Callable[[Progress], T]", done: Callable[[T], None]) -> None:
        """Beside the window; a dialog that is closed hears of nothing any more."""
        self._running = [task for task in self._running if not task.is_over]
        self._running.append(self._tasks.work(name, job, done, self._failed, quiet=True))

    def _save_then(self, go: Callable[[], None]) -> None:
        self._saving.then(lambda: None if self._is_gone else go())

    def _let_go(self) -> None:
        self._is_gone = True
        for task in self._running:
            task.cancel()


def _holder(layout: QLayout) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made
