"""Which issue is shown, and its sheet: read beside the window, and again whenever news touches it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from curator.desktop.news import News
from curator.desktop.outline.sheet import Sheet, read_sheet
from curator.desktop.tasks import Task, Tasks
from curator.domain.changes import Changes
from curator.domain.errors import NotFound
from curator.domain.issues import IssueRow

if TYPE_CHECKING:
    from curator.library.library import Library

Found = tuple[tuple[IssueRow, ...], int | None]


class Reader(QObject):
    """`read(sheet)`: a Sheet, or None where no issue is shown. `issue_shown(number)`: another one, its sheet is on its way.

    `failed(error)`: an issue can't be read.
    """

    read = Signal(object)
    issue_shown = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, news: News, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._wanted: int | None = None
        self._reading: Task | None = None
        self._again = False
        self._sheet: Sheet | None = None
        self.issue: int | None = None
        self.issues: tuple[IssueRow, ...] = ()
        news.changed.connect(self._hear)

    def show_library(self, library: "Library | None", issue: int | None) -> None:
        """Another library, or none, and in it this issue if it is there, else the one that was changed last."""
        self._library, self._wanted, self.issues = library, issue, ()
        self._reading, self._again = None, False
        self._show(None)
        self._read_issues()

    def show_issue(self, issue: int | None) -> None:
        """Another issue of this library."""
        if issue != self.issue:
            self._show(issue)
            self._read()

    def _show(self, issue: int | None) -> None:
        changed, self.issue, self._sheet = issue != self.issue, issue, None
        if issue is None:
            self.read.emit(None)
        if changed:
            self.issue_shown.emit(issue)

    def _hear(self, changes: Changes) -> None:
        if changes.touches("issue", "section", "entry", "definition"):
            self._read_issues()
            self._read()
        elif self._sheet is not None and self._is_touched(self._sheet, changes):
            self._read()

    @staticmethod
    def _is_touched(sheet: Sheet, changes: Changes) -> bool:
        """Whether news of papers is news of this issue: they are in it, or may be what one of its citations misses."""
        papers = changes.ids("paper", "metadata", "own")
        misses = any(finding.check == "citation-without-work" for finding in sheet.findings)
        return bool(papers & sheet.papers) or (misses and bool(papers))

    def _read_issues(self) -> None:
        """Reads which issues there are; if the one that is shown is gone, or none was yet, another is shown."""
        library = self._library
        if library is None:
            return

        def job(_: object) -> Found:
            with library.read() as reading:
                return reading.issues.list(), reading.issues.last_changed()

        def done(found: Found) -> None:
            if library is self._library:
                self.issues, last = found
                there = {one.id for one in self.issues}
                ways = (self.issue, self._wanted, last, *(one.id for one in self.issues))
                self._wanted = None
                self.show_issue(next((one for one in ways if one in there), None))

        self._tasks.work("Read the issues", job, done, self.failed.emit, quiet=True)

    def _read(self) -> None:
        """Reads the issue; what comes while it is being read is read once more after it."""
        library, issue = self._library, self.issue
        if library is None or issue is None:
            return
        if self._reading is not None and not self._reading.is_over:
            self._again = True
            return
        self._again = False

        def done(sheet: Sheet) -> None:
            if self._is_over(library, issue):
                self._sheet = sheet
                self.read.emit(sheet)

        def failed(error: Exception) -> None:
            if not self._is_over(library, issue):
                return
            if isinstance(error, NotFound):
                self._read_issues()
            else:
                self.failed.emit(error)

        self._reading = self._tasks.work(
            "Read the issue", lambda _: read_sheet(library, issue), done, failed, quiet=True
        )  # fmt: skip

    def _is_over(self, library: "Library", issue: int) -> bool:
        """A reading came back: whether it is of what is shown now; what was asked for meanwhile is begun."""
        if library is not self._library:
            return False
        self._reading = None
        if self._again or issue != self.issue:
            self._read()
        return issue == self.issue
