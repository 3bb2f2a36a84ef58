"""The pane of an issue: which one, how far it is, its outline or its preview, and everything one does to it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.messages import EmptyState
from curator.desktop.news import News
from curator.desktop.outline.editing import Editing
from curator.desktop.outline.model import OutlineModel
from curator.desktop.outline.progress import ProgressLine
from curator.desktop.outline.sheet import Row, Sheet, name_of, read_sheet
from curator.desktop.outline.view import OutlineView
from curator.desktop.parts import button, head, line, surface
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.issues import IssueRow

if TYPE_CHECKING:
    from curator.jobs.desk import Desk
    from curator.library.library import Library

KINDS = ("issue", "section", "entry", "paper", "own", "metadata", "writeup", "definition", "figure", "link")


class OutlinePane(QWidget):
    """`entry_chosen(row)`: a Row, or None; `issue_shown(number)`: an int or None; `write(paper)`: ↵ on a paper.

    `hint(words)`: what a drop would do; `said(words)`: what was done. `preview_wanted(shown)`: the tab was changed.
    """

    entry_chosen = Signal(object)
    issue_shown = Signal(object)
    write = Signal(int)
    hint = Signal(str)
    said = Signal(str)
    preview_wanted = Signal(bool)

    def __init__(self, look: Look, tasks: Tasks, history: History, news: News, actions: Actions) -> None:
        super().__init__()
        self._look, self._tasks, self._actions = look, tasks, actions
        self._library: Library | None = None
        self._issue: int | None = None
        self._issues: tuple[IssueRow, ...] = ()
        self._wanted: int | None = None
        self._reading: Task | None = None
        self._again = False
        self._ask_after: int | None = None
        self.model = OutlineModel(self)
        self.view = OutlineView(look, self.model)
        self._menu_button = button("issueMenu", "No issue yet", self._open_menu, kind="flat", spoken="Issue")
        self._export = button("exportButton", "Export…", actions["export"].trigger, kind="filled")
        self._head = head(look, self._menu_button, None, self._export, name="outlineHead")
        self._tabs = QTabBar()
        self._tabs.setObjectName("outlineTabs")
        self._tabs.setAccessibleName("Outline or preview")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        for name in ("Outline", "Preview"):
            self._tabs.addTab(name)
        self._tabs.currentChanged.connect(self._show_tab)
        self._progress = ProgressLine(look)
        self._empty = EmptyState(
            look,
            "",
            "An issue is a list you put in order. Papers are dragged into it.",
            ("New issue…", actions["new-issue"].trigger),
            name="noIssue",
        )
        self._editing = Editing(look, history, tasks, self)
        self._stack = QStackedWidget()
        self._tree = self._outline()
        self._stack.addWidget(self._tree)
        self._stack.addWidget(self._empty)
        self._preview: QWidget | None = None
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        for part in (self._head, self._tabs, line(), self._stack):
            below.addWidget(part)
        below.setStretch(3, 1)
        news.changed.connect(self._hear)
        self._connect(actions)
        self._show(None)

    @property
    def issue(self) -> int | None:
        """The issue that is shown."""
        return self._issue

    @property
    def sheet(self) -> Sheet | None:
        return self.model.sheet

    def head(self) -> QWidget:
        return self._head

    def set_preview(self, preview: QWidget) -> None:
        """What the second tab shows."""
        self._preview = preview
        self._stack.addWidget(preview)

    def show_preview(self, shown: bool = True) -> None:
        """Goes to the second tab, or back to the first."""
        self._tabs.setCurrentIndex(1 if shown else 0)

    @property
    def is_preview_shown(self) -> bool:
        return self._tabs.currentIndex() == 1 and self._issue is not None

    def show_library(
        self, library: "Library | None", desk: "Desk | None" = None, issue: int | None = None
    ) -> None:
        """Another library, or none, and in it this issue, else the one that was changed last."""
        self._library, self._issue, self._wanted = library, None, issue
        self._reading, self._again = None, False
        self._editing.show_library(library, desk)
        self.model.library = library.path if library is not None else None
        self._show(None)
        self._issues = ()
        if library is not None:
            self._read_issues()

    def show_issue(self, issue: int | None) -> None:
        """Another issue of this library."""
        if issue == self._issue:
            return
        self._issue = issue
        if issue is None:
            self._show(None)
        self.issue_shown.emit(issue)
        self._read()

    def choose_paper(self, paper: int | None) -> None:
        """Shows where a paper stands in this issue, in grey: the focus stays where it is."""
        if self.sheet is None:
            return
        rows = [*self.sheet.top] + [row for group in self.sheet.groups for row in group.rows]
        key = next((row.key for row in rows if row.paper == paper and paper is not None), None)
        if key is None:
            if any(row.paper is not None for row in self.view.chosen_rows()):
                self.view.clearSelection()
        elif key not in self.view.chosen_keys():
            blocked = self.view.blockSignals(True)
            self.view.go_to(key)
            self.view.blockSignals(blocked)

    def _outline(self) -> QWidget:
        made = surface("pane")
        below = QVBoxLayout(made)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._progress)
        below.addWidget(line())
        below.addWidget(self.view, 1)
        return made

    def _connect(self, actions: Actions) -> None:
        editing, view = self._editing, self.view
        actions.give(view, "outline")
        view.hint.connect(self.hint)
        view.chosen.connect(lambda: self.entry_chosen.emit(self.view.current_row()))
        view.opened.connect(self._open)
        view.dropped.connect(editing.drop)
        view.section_dropped.connect(editing.move_section)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_context)
        editing.said.connect(self.said)
        editing.made.connect(self.show_issue)
        editing.placed.connect(self._go_when_read)
        for name, run in (
            ("new-issue", editing.new_issue),
            ("edit-issue", editing.edit_issue),
            ("publish-issue", editing.publish),
            ("add-section", editing.add_section),
            ("add-text", editing.add_text),
            ("add-link", editing.add_link),
            ("add-mention", editing.add_mention),
            ("edit-entry", lambda: self._edit(view.current_row())),
            ("remove-entry", editing.remove),
            ("move-up", lambda: editing.step(up=True)),
            ("move-down", lambda: editing.step(up=False)),
            ("move-to-section", self._ask_section),
        ):
            actions.on(name, run)

    def _open(self, row: Row) -> None:
        if row.paper is not None and row.kind == "paper":
            self.write.emit(row.paper)
        elif row.kind == "section":
            index = self.model.index_of(row.key)
            self.view.setExpanded(index, not self.view.isExpanded(index))
        else:
            self._editing.edit(row)

    def _edit(self, row: Row | None) -> None:
        if row is not None:
            self._editing.edit(row)

    def _hear(self, changes: Changes) -> None:
        if self._library is None or not changes.touches(*KINDS):
            return
        if changes.everything or changes.touches("issue", "section", "entry"):
            self._read_issues()
        self._read()

    def _read_issues(self) -> None:
        """Reads which issues there are; if the one that is shown is gone, or none was yet, another is shown."""
        library = self._library
        if library is None:
            return

        def job(_: object) -> tuple[tuple[IssueRow, ...], int | None]:
            with library.read() as reading:
                return reading.issues.list(), reading.issues.last_changed()

        def done(found: tuple[tuple[IssueRow, ...], int | None]) -> None:
            if library is not self._library:
                return
            self._issues, last = found
            there = [one.id for one in self._issues]
            ways = (self._issue, self._wanted, last, *there)
            self._wanted = None
            self.show_issue(next((one for one in ways if one is not None and one in there), None))

        self._tasks.work("Read the issues", job, done, quiet=True)

    def _read(self) -> None:
        """Reads the issue again; what comes while it is being read is read once more after it."""
        library, issue = self._library, self._issue
        if library is None or issue is None:
            return
        if self._reading is not None and not self._reading.is_over:
            self._again = True
            return
        self._again = False

        def done(sheet: Sheet) -> None:
            if library is self._library and issue == self._issue:
                self._show(sheet)
            if self._again or issue != self._issue:
                self._reading = None
                self._read()

        def failed(error: Exception) -> None:
            self._reading = None
            if library is self._library and issue == self._issue:
                self._read_issues()

        self._reading = self._tasks.work(
            "Read the issue", lambda _: read_sheet(library, issue), done, failed, quiet=True
        )

    def _show(self, sheet: Sheet | None) -> None:
        self.view.show_sheet(sheet)
        self._editing.sheet = sheet
        has = sheet is not None
        self._menu_button.setText(f"{name_of(sheet.issue)} ▾" if sheet else "No issue yet")
        self._export.setEnabled(has)
        self._tabs.setVisible(has)
        if sheet is not None:
            self._progress.show_sheet(sheet)
        self._show_tab()
        if self._ask_after is not None and sheet is not None:
            key = ("entry", self._ask_after)
            if self.model.index_of(key).isValid():
                self._ask_after = None
                self.view.go_to(key)

    def _go_when_read(self, entry: int) -> None:
        """Chooses an entry that was just put in, as soon as the outline shows it."""
        self._ask_after = entry

    def _show_tab(self, _at: int = 0) -> None:
        preview = self._tabs.currentIndex() == 1 and self._preview is not None
        if self.model.sheet is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentWidget(self._preview if preview and self._preview is not None else self._tree)
        self.preview_wanted.emit(preview and self.model.sheet is not None)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("issues")
        for one in self._issues:
            entry = menu.addAction(" — ".join(filter(None, (one.edition, one.title))))
            entry.setCheckable(True)
            entry.setChecked(one.id == self._issue)
            entry.triggered.connect(lambda checked=False, number=one.id: self.show_issue(number))
        menu.addSeparator()
        for name in ("new-issue", "edit-issue", "publish-issue"):
            menu.addAction(self._actions[name])
        menu.popup(self._menu_button.mapToGlobal(QPoint(0, self._menu_button.height())))

    def _ask_section(self) -> None:
        """Which section the chosen entries go to."""
        if self.sheet is None:
            return
        menu = QMenu(self)
        menu.setObjectName("sections")
        for group in self.sheet.groups:
            go = self._to_section(group.row.id)
            menu.addAction(f"{group.row.emoji} {group.row.title}".strip(), go)
        rect = self.view.visualRect(self.view.currentIndex())
        menu.popup(self.view.viewport().mapToGlobal(rect.bottomLeft()))

    def _to_section(self, section: int) -> Callable[[], None]:
        return lambda: self._editing.to_section(section)

    def _open_context(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("entryMenu")
        row = self.model.row_at(self.view.indexAt(at))
        for name in ("edit-entry", "move-up", "move-down", "move-to-section", "remove-entry"):
            menu.addAction(self._actions[name])
        if row is not None and row.kind == "paper":
            menu.addAction("Byline…", lambda: self._editing.edit_byline(row))
        menu.addSeparator()
        for name in ("add-section", "add-text", "add-link", "add-mention"):
            menu.addAction(self._actions[name])
        menu.popup(self.view.viewport().mapToGlobal(at))
