"""The pane of an issue: which one, how far it is, its outline or its preview, and everything one does to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.adding import Offer
from curator.desktop.history import History
from curator.desktop.messages import sentence
from curator.desktop.news import News
from curator.desktop.outline.asking import Asking
from curator.desktop.outline.beginning import Beginning
from curator.desktop.outline.clip import Clip
from curator.desktop.outline.deeds import Deeds
from curator.desktop.outline.findings import FindingsView
from curator.desktop.outline.issuename import IssueName
from curator.desktop.outline.menus import Menus, Ways
from curator.desktop.outline.model import Key, OutlineModel
from curator.desktop.outline.noissue import NO_ISSUE, NoIssue
from curator.desktop.outline.progress import ProgressLine
from curator.desktop.outline.reader import Reader
from curator.desktop.outline.sheet import Row, Sheet, name_of
from curator.desktop.outline.strip import OutlineStrip
from curator.desktop.outline.view import OutlineView
from curator.desktop.parts import button, head, line, row, surface
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.findings import Finding
from curator.domain.issues import IssueRow, IssueStatus
from curator.domain.outline import Spot

if TYPE_CHECKING:
    from curator.jobs.desk import Desk
    from curator.library.library import Library


class OutlinePane(QWidget):
    """`entry_chosen(row)`: a row was chosen here; `choice_changed`: also by another pane. `issue_shown(number)`: an int or None.

    `write(paper, field)`: one wants to write. `open_address`: a link's page. `hint(words)`: what a drop would do; `said(words, undo)`: what was done. `preview_wanted(shown)`:
    the preview is seen, or no longer.
    """

    entry_chosen = Signal(object)
    choice_changed = Signal()
    issue_shown = Signal(object)
    write = Signal(int, str)
    open_address = Signal(str)
    hint = Signal(str)
    said = Signal(str, bool)
    preview_wanted = Signal(bool)

    def __init__(self, look: Look, tasks: Tasks, history: History, news: News, actions: Actions) -> None:
        super().__init__()
        self._look, self._actions = look, actions
        self._desk: Desk | None = None
        self._show_after: list[Key] = []
        self._about: int | None = None
        self._preview: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "pane")
        self.setAccessibleName("Issue")
        self.model = OutlineModel(self)
        self.view = OutlineView(look, self.model)
        self._beginning = Beginning(look, self.view, actions)
        self.strip = OutlineStrip(look, self.model, self.isVisible)
        self._reader = Reader(tasks, news, self)
        self._deeds = Deeds(history, tasks, self)
        self._asking = Asking(look, history, tasks, self._deeds, self)
        self._clip = Clip(self._deeds, self.view.set_cut, self)
        ways = Ways(self.write.emit, self.open_address.emit, self._use_clipboard)
        self._menus = Menus(self, actions, self._deeds, self._asking, ways)
        self._name = IssueName(look, self._open_issues)
        self._export = button("exportButton", "Export…", actions["export"].trigger, kind="filled")
        self._head = head(look, self._name, None, self._export, name="outlineHead")
        if (across := self._head.layout()) is not None:  # the name stands where the outline begins, not its button
            across.setContentsMargins(look.theme.u(9), 0, look.theme.u(12), 0)
        self._tabs = QTabBar()
        self._tabs.setObjectName("outlineTabs")
        self._tabs.setAccessibleName("Outline or preview")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        for name in ("Outline", "Preview"):
            self._tabs.addTab(name)
        self._progress = ProgressLine(look)
        self._findings = FindingsView(look)
        self._empty = NoIssue(look, self.model)
        self._outline = self._made_outline()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._outline)
        self._stack.addWidget(self._empty)
        u = look.theme.u
        self._tab_row = surface("pane", "outlineTabRow")
        self._tab_row.setLayout(row(self._tabs, None, margins=(u(8), 0, 0, 0)))
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._head)
        self._tab_line = line()
        below.addWidget(self._tab_row)
        below.addWidget(self._tab_line)
        below.addWidget(self._stack, 1)
        self._connect()
        self._show(None)

    @property
    def issue(self) -> int | None:
        """The issue that is shown."""
        return self._reader.issue

    @property
    def issues(self) -> tuple[IssueRow, ...]:
        """The issues of the library, newest first."""
        return self._reader.issues

    @property
    def sheet(self) -> Sheet | None:
        return self.model.sheet

    @property
    def is_preview_shown(self) -> bool:
        return self._stack.currentWidget() is self._preview

    def head(self) -> QWidget:
        return self._head

    def set_offer(self, offer: Offer) -> None:
        """What is asked before texts and files that are dropped or pasted here become entries."""
        self._deeds.offer = offer

    def set_preview(self, preview: QWidget) -> None:
        """What the second tab shows."""
        self._preview = preview
        self._stack.addWidget(preview)
        self._show_tab()

    def show_preview(self, shown: bool = True) -> None:
        """Goes to the second tab, or back to the first."""
        self._tabs.setCurrentIndex(1 if shown else 0)

    def show_library(
        self, library: "Library | None", desk: "Desk | None" = None, issue: int | None = None
    ) -> None:  # fmt: skip
        """Another library, or none, and in it this issue, else the one that was changed last."""
        self._desk = desk
        self.model.library = library.path if library is not None else None
        self.model.can_write = library is not None and not library.is_read_only
        self._clip.forget()
        self._asking.show_library(library)
        self._reader.show_library(library, issue)

    def show_issue(self, issue: int | None) -> None:
        """Another issue of this library."""
        self._reader.show_issue(issue)

    def choose_paper(self, paper: int | None) -> None:
        """Shows where a paper stands in this issue, in grey: the focus stays where it is, and nobody else is told."""
        self._about = paper
        self.strip.show_paper(paper)
        rows = self.sheet.rows() if self.sheet is not None else ()
        key = next((row.key for row in rows if paper is not None and row.paper == paper), None)
        chosen = self.view.chosen_keys()
        if key is not None and chosen != [key] and (key not in chosen or not self.view.hasFocus()):
            self.view.choose([key], quiet=True)
        elif key is None and any(row.paper is not None for row in self.view.chosen_rows()):
            self.view.choose([], quiet=True)
        self.choice_changed.emit()

    def _made_outline(self) -> QWidget:
        made = surface("pane")
        below = QVBoxLayout(made)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        self._progress_line, self._findings_line = line(), line()
        for part in (self._progress, self._progress_line):
            below.addWidget(part)
        below.addSpacing(self._look.theme.u(4))
        below.addWidget(self.view, 1)
        for part in (self._findings_line, self._findings):
            below.addWidget(part)
        return made

    def _connect(self) -> None:
        reader, deeds, asking, view = self._reader, self._deeds, self._asking, self.view
        reader.read.connect(self._show)
        reader.issue_shown.connect(self._issue_shown)
        reader.failed.connect(self._show_fault)
        self._tabs.currentChanged.connect(self._show_tab)
        view.hint.connect(self.hint)
        view.chosen.connect(self._chosen)
        view.opened.connect(self._open)
        view.clipboard.connect(self._use_clipboard)
        view.dropped.connect(deeds.drop)
        view.section_dropped.connect(deeds.move_section)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_context)
        self.model.renamed.connect(deeds.rename)
        self.strip.dropped.connect(self._drop_anywhere)
        self._empty.dropped.connect(self._drop_anywhere)
        for one in (self.strip, self._empty):
            one.hint.connect(self.hint)
        self._findings.asked.connect(self.go_to)
        deeds.said.connect(self.said)
        deeds.placed.connect(self._show_when_read)
        deeds.moving.connect(view.follow)
        asking.made.connect(self.show_issue)
        self._actions.give(view, "outline")
        for name, run in (
            ("new-issue", lambda: asking.new_issue()),
            ("edit-issue", self._edit_issue),
            ("publish-issue", self._publish),
            ("remove-issue", self._remove_issue),
            ("add-section", self._add_section),
            ("add-text", lambda: asking.add_text(self._spot())),
            ("add-link", lambda: asking.add_link(self._spot())),
            ("add-mention", lambda: asking.add_mention(self._spot())),
            ("edit-entry", self._edit),
            ("remove-entry", lambda: deeds.remove(view.chosen_rows())),
            ("move-up", lambda: deeds.step(view.chosen_rows(), up=True)),
            ("move-down", lambda: deeds.step(view.chosen_rows(), up=False)),
            ("move-to-section", self._ask_section),
        ):
            self._actions.on(name, run)

    def _show(self, sheet: Sheet | None) -> None:
        before = self.sheet
        is_other = before is None or sheet is None or before.issue.id != sheet.issue.id
        was_there = not is_other and self._is_about_in(before)
        self.view.show_sheet(sheet)
        self.strip.show_sheet(sheet)
        empty = sheet is not None and not (sheet.top or sheet.groups)
        self._beginning.show_for(empty=empty, can_write=self.model.can_write)
        self._deeds.order = sheet.order if sheet is not None else ()
        self._name.show_name(name_of(sheet.issue) if sheet else "")
        self._name.setVisible(sheet is not None)
        self._export.setEnabled(sheet is not None)
        is_out = sheet is not None and sheet.issue.status is IssueStatus.PUBLISHED
        self._actions.set_text("publish-issue", "Make a draft again…" if is_out else None)
        self._tab_row.setVisible(sheet is not None)
        self._tab_line.setVisible(sheet is not None)
        findings = sheet.findings if sheet is not None else ()
        self._findings.show_findings(findings)
        self._findings_line.setVisible(bool(findings))
        if sheet is not None:
            self._progress.show_sheet(sheet)
            self._progress_line.setVisible(bool(sheet.states))
        elif self._is_without_issue:
            self._empty.say("No issue yet", NO_ISSUE, ("New issue…", self._actions["new-issue"].trigger))
        else:
            self._empty.say("")
        self._empty.setAcceptDrops(sheet is None and self._is_without_issue)
        self._show_tab()
        self._choose_placed()
        if self._is_about_in(sheet) and not was_there and not self.view.chosen_keys():
            self.choose_paper(self._about)  # it was chosen before the issue was read, or has come in since
        else:
            self.choice_changed.emit()

    @property
    def _is_without_issue(self) -> bool:
        """A library is there, and no issue in it."""
        return self._desk is not None and not self._reader.issue

    def _drop_anywhere(self, mime: QMimeData) -> None:
        """Let go where no place can be aimed at: it comes to the end of the issue, or into one that is made for it."""
        if self.sheet is not None:
            self._deeds.drop(mime, None)
        elif self._is_without_issue:
            self._asking.new_issue(*self._deeds.bring(mime))

    def _is_about_in(self, sheet: Sheet | None) -> bool:
        """Whether the paper that one works on stands in what the outline shows."""
        return sheet is not None and any(row.paper == self._about is not None for row in sheet.rows())

    def _show_fault(self, error: Exception) -> None:
        """The issue can't be read: why, in its place."""
        self.view.show_sheet(None)
        self._show(None)
        self._empty.say("This issue can't be shown", sentence(error))

    def _issue_shown(self, issue: int | None) -> None:
        self._deeds.show(self._desk, issue)
        self.issue_shown.emit(issue)

    def _show_when_read(self, keys: list[Key]) -> None:
        """Chooses what was put in, as soon as the outline shows it."""
        self._show_after = keys
        self._choose_placed()

    def _choose_placed(self) -> None:
        if self._show_after and all(self.model.index_of(key).isValid() for key in self._show_after):
            keys, self._show_after = self._show_after, []
            self.view.choose(keys, quiet=True)
            self.choice_changed.emit()

    def _show_tab(self, _at: int = 0) -> None:
        shown: QWidget = self._outline
        if self.sheet is None:
            shown = self._empty
        elif self._tabs.currentIndex() == 1 and self._preview is not None:
            shown = self._preview
        if shown is not self._stack.currentWidget():
            self._stack.setCurrentWidget(shown)
            self.preview_wanted.emit(shown is self._preview)

    def _chosen(self) -> None:
        row = self.view.current_row()
        if row is not None and row.kind == "paper":
            self._about = row.paper
            self.strip.show_paper(row.paper)
        self.entry_chosen.emit(self.view.current_row() if self.view.chosen_keys() else None)
        self.choice_changed.emit()

    def _open(self, row: Row) -> None:
        """↵ or a double click: a paper is written, a section folded, all else edited."""
        if row.kind == "paper" and row.paper is not None:
            self.write.emit(row.paper, "why")
        elif row.kind == "section":
            index = self.model.index_of(row.key)
            self.view.setExpanded(index, not self.view.isExpanded(index))
        elif self.sheet is not None and self.model.can_write:
            self._asking.edit(self.sheet, row)

    def _edit_issue(self) -> None:
        if self.sheet is not None:
            self._asking.edit_issue(self.sheet.issue)

    def _publish(self) -> None:
        if self.sheet is not None:
            self._asking.publish(self.sheet)

    def _remove_issue(self) -> None:
        if self.sheet is not None:
            self._asking.remove_issue(self.sheet)

    def _add_section(self) -> None:
        if self.issue is not None:
            self._asking.add_section(self.issue)

    def _edit(self) -> None:
        row = self.view.current_row()
        if row is not None and row.kind == "section":
            self.view.rename(row.key)
        elif row is not None and self.sheet is not None:
            self._asking.edit(self.sheet, row)

    def go_to(self, finding: Finding) -> None:
        """Where a finding can be mended."""
        sheet = self.sheet
        if sheet is None:
            return
        if finding.paper is not None and finding.field is not None:
            self.write.emit(finding.paper, finding.field)
            return
        row = next((row for row in sheet.rows() if row.finding == finding.message and row.kind != "section"), None)
        if row is not None:
            self.view.choose([row.key])
            if self.model.can_write:
                self._asking.edit(sheet, row)

    def _use_clipboard(self, name: str) -> None:
        if self.sheet is None:
            return
        if name == "paste":
            if self.model.can_write:
                self._clip.paste(self.sheet, self._spot)
        else:
            self._clip.take(self.sheet, self.view.chosen_rows(), cut=name == "cut" and self.model.can_write)

    def _spot(self, moved: Sequence[int] = ()) -> Spot | None:
        """Behind what is chosen, counted without what is moved there; None: at the end."""
        rows = self.view.chosen_rows()
        return self.model.landing(rows[-1], moved, after=True) if rows else None

    def _open_issues(self) -> None:
        at = self._name.mapToGlobal(QPoint(0, self._name.height()))
        self._menus.open_issues(self.issues, self.issue, self.show_issue, at)

    def _ask_section(self) -> None:
        """Which section the chosen entries go to."""
        rows = [row for row in self.view.chosen_rows() if row.is_entry]
        if self.sheet is not None and rows:
            self._asking.move_to_section(self.sheet, rows)

    def _open_context(self, at: QPoint) -> None:
        if self.sheet is not None:
            row, place = self.model.row_at(self.view.indexAt(at)), self.view.viewport().mapToGlobal(at)
            self._menus.open_row(self.sheet, row, place, can_write=self.model.can_write)
