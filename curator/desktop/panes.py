"""The panes of a window, made after the first paint and wired to each other: what is chosen in one is shown by the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QTextEdit

from curator.desktop import adding, faultpane, issuefiles
from curator.desktop.actions import Actions
from curator.desktop.deck import Deck
from curator.desktop.firststart import FirstStart
from curator.desktop.history import History
from curator.desktop.inbox.pane import InboxPane
from curator.desktop.inbox.shelves import Shelf
from curator.desktop.inbox.sidebar import Sidebar
from curator.desktop.libraries import Libraries
from curator.desktop.news import News
from curator.desktop.returning import Whence, give_focus, go_back, whence_of
from curator.desktop.status import StatusBar
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.settings import Settings

if TYPE_CHECKING:
    from curator.desktop.outline.pane import OutlinePane
    from curator.desktop.outline.sheet import Row
    from curator.desktop.paper.pane import PaperPane
    from curator.desktop.preview.ways import Ways
    from curator.jobs.add import Added
    from curator.jobs.desk import Desk
    from curator.jobs.earlier import Imported
    from curator.library.library import Library


@dataclass(frozen=True, slots=True)
class Parts:
    """What every pane is given."""

    look: Look
    tasks: Tasks
    history: History
    news: News
    actions: Actions
    status: StatusBar
    settings: Settings


class Panes(QObject):
    """`chosen`: the papers or entries that are chosen, or the issue, are others; `moved`: one is in another field, or at the other tab of
    the issue; `waiting`: so many kept texts still wait. `papers` and `entries` are how many.

    Rail and list are there from the start; frames stand where the others will be, each of which is made when it is first asked for,
    at the latest when there is a library to show.
    """

    chosen = Signal()
    moved = Signal()
    waiting = Signal(int)

    def __init__(self, parts: Parts, deck: Deck) -> None:
        super().__init__(deck)
        self._parts, self._deck = parts, deck
        look, tasks, history, news, actions = parts.look, parts.tasks, parts.history, parts.news, parts.actions
        self._library: Library | None = None
        self._desk: Desk | None = None
        self._first: FirstStart | None = None
        self._about: tuple[int, ...] = ()
        self._then: tuple[str, int] | None = None
        self._whence = Whence()
        self.rail = Sidebar(look, tasks, news, actions)
        deck.put("rail", self.rail)
        deck.narrowed = self.rail.narrow
        self.inbox = InboxPane(look, tasks, history, news, actions)
        deck.put("inbox", self.inbox)
        self._wire_list(parts.status)
        self.inbox.targets = lambda: [*self._about]
        self.inbox.issue = lambda: self.issue
        self.inbox.arrivals.offer = self._offer
        self._paper: PaperPane | None = None
        self._outline: OutlinePane | None = None
        self._ways: Ways | None = None
        for name, run in (
            ("find", self._find),
            ("import-issue", self._import),
            ("open-abstract", lambda: self.paper.open_page()),
            ("open-pdf", lambda: self.paper.open_pdf()),
            ("versions", lambda: self.paper.open_versions()),
            ("edit-details", self._edit_details),
            ("copy-citation", lambda: self.paper.copy_citation()),
        ):
            actions.on(name, run)

    @property
    def paper(self) -> "PaperPane":
        """The pane of a paper."""
        if self._paper is None:
            from curator.desktop.paper.pane import PaperPane  # not before the first rows
            from curator.desktop.paper.rescue import places  # not before the first rows

            look, tasks, history, news, actions = self._given
            self._paper = pane = PaperPane(look, tasks, history, news, actions, rescue=places(self._parts.settings))
            self._deck.put("paper", pane)
            if (why := pane.findChild(QTextEdit, "whyEditor")) is not None:
                pane.setFocusProxy(why)
            pane.open_address.connect(self._open_address)
            pane.caret.connect(lambda *_: self.moved.emit())
            pane.failed.connect(self._parts.status.fail)
            pane.waiting.connect(self.waiting)
        return self._paper

    @property
    def outline(self) -> "OutlinePane":
        """The pane of an issue."""
        if self._outline is None:
            from curator.desktop.outline.pane import OutlinePane  # not before the first rows

            self._outline = pane = OutlinePane(*self._given)
            self._deck.put("outline", pane)
            pane.setFocusProxy(pane.view)
            self._wire_outline(pane, self._parts.status)
            pane.set_offer(self._offer)
        return self._outline

    @property
    def ways(self) -> "Ways":
        """Preview, export and clipboard of the issue."""
        if self._ways is None:
            from curator.desktop.preview.ways import Ways  # not before the first rows

            look, tasks, _, news, actions = self._given
            self._ways = ways = Ways(
                look,
                tasks,
                news,
                actions,
                self._parts.status,
                self.outline,
                self.paper,
                lambda: self._deck.show_pane("outline"),
            )
            ways.go_to.connect(self.outline.go_to)
        return self._ways

    @property
    def rest(self) -> tuple[Callable[[], object], ...]:
        """What makes the panes that are not there from the start, one after the other."""
        return (lambda: self.paper), (lambda: self.outline), (lambda: self.ways)

    @property
    def _given(self) -> tuple[Look, Tasks, History, News, Actions]:
        parts = self._parts
        return parts.look, parts.tasks, parts.history, parts.news, parts.actions

    @property
    def issue(self) -> int | None:
        """The issue that the outline shows."""
        return None if self._outline is None else self._outline.issue

    @property
    def papers(self) -> int:
        """How many papers an action is about: those chosen last, in the list or in the outline."""
        return len(self._about)

    @property
    def entries(self) -> int:
        """How many rows are chosen in the outline."""
        return 0 if self._outline is None else len(self._outline.view.chosen_keys())

    @property
    def has_unsaved(self) -> bool:
        """Something that was typed is not on disk."""
        return self._paper is not None and self._paper.has_unsaved

    def leave(self) -> None:
        """Saves what is typed."""
        if self._paper is not None:
            self._paper.leave()

    def show_library(self, library: "Library | None", desk: "Desk | None", selection: Mapping[str, object]) -> None:
        """Shows another library, or none, and in it what was chosen last."""
        self._library, self._desk, self._about, self._then = library, desk, (), None
        self._deck.show_first(None)
        self._first = None
        self.inbox.view.setEnabled(True)
        self.inbox.show_library(library, desk, selection)
        self.rail.show_library(library, selection)
        if library is None and self._ways is None:
            return  # it is closed before all panes are there
        self.paper.show_library(library)
        self.ways.show_library(desk, selection)
        issue = selection.get("issue")
        self.outline.show_library(library, desk, issue if isinstance(issue, int) else None)
        self._whence = Whence.kept(selection)
        if library is not None and go_back(self._whence, self.inbox, self.paper, self.outline):
            self._about = (self.paper.paper,) if self.paper.paper is not None else ()

    def begin(self) -> None:
        """Gives the focus where it was when the library was closed."""
        whence, self._whence = self._whence, Whence()
        give_focus(whence, self.paper, self._deck)

    def selection(self) -> dict[str, object]:
        """What is chosen and where one is, to be gone back to."""
        whence = whence_of(self.paper, self.outline)
        return {"issue": self.outline.issue, **self.inbox.selection(), **self.ways.selection(), **whence.to_keep()}

    def choose_paper(self, paper: int) -> None:
        """Shows a paper in the list and the paper pane."""
        self._about = (paper,)
        self.inbox.choose(paper)
        self.paper.show_paper(paper)
        self._deck.show_pane("paper")

    def choose_issue(self, issue: int) -> None:
        """Shows an issue in the outline."""
        self.outline.show_issue(issue)
        self._deck.show_pane("outline")

    def show_empty(self, empty: bool, libraries: Libraries) -> None:
        """Three ways in, as long as the library has nothing."""
        if empty and self._first is None and libraries.library is not None:
            self._first = FirstStart(
                self._parts.look,
                libraries.library.path.name,
                add=self._add,
                search=self._parts.actions["find-on-arxiv"].trigger,
                sample=libraries.open_sample,
                other=libraries.ask_open,
            )
            self._deck.show_first(self._first)
            self._first.field.setFocus()
        elif not empty and self._first is not None:
            self._first = None
            self._deck.show_first(None)
            self._deck.focus_pane("inbox")

    @property
    def is_bare(self) -> bool:
        """Neither a paper nor a row of the list could be read."""
        feed, has_paper = self.inbox.feed, self._paper is not None and self._paper.paper is not None
        return not has_paper and feed.is_idle and (not feed.count or self.inbox.model.is_lost)

    def show_fault(self, error: Exception, libraries: Libraries) -> None:
        """Nothing can be shown: why, and what can be done; of a library that is damaged, to recover what is left."""
        if libraries.library is None:
            self.inbox.feed.show_library(None)
        parts = self._parts
        restore = parts.actions["restore"].trigger
        self._deck.show_first(faultpane.made(parts.look, parts.tasks, parts.settings, libraries, error, restore))

    def _wire_list(self, status: StatusBar) -> None:
        rail, inbox = self.rail, self.inbox
        rail.picked.connect(self._picked)
        rail.asked.connect(self._asked_of)
        rail.dropped.connect(inbox.put_on)
        rail.brought.connect(inbox.bring)
        rail.pasted.connect(inbox.paste)
        rail.failed.connect(status.fail)
        inbox.shelf_asked.connect(self._show_shelf)
        inbox.chosen.connect(self._papers_chosen)
        inbox.opened.connect(self._open_paper)
        inbox.said.connect(status.came)
        inbox.failed.connect(status.fail)

    def _picked(self, shelf: Shelf) -> None:
        """A place of the rail: its papers, and the issue itself if it is one."""
        self.inbox.show_shelf(shelf)
        if shelf.issue is not None:
            self.outline.show_issue(shelf.issue)

    def _asked_of(self, name: str, shelf: Shelf) -> None:
        """The menu of a place of the rail. What is done to an issue is done in the outline, once it shows that one."""
        if shelf.kind == "tag":
            if name == "rename":
                self.inbox.asking.rename_tag(shelf.value)
            else:
                self.inbox.deeds.remove_tag(shelf.value)
        elif shelf.issue is not None:
            self._then = (name, shelf.issue)
            self.outline.show_issue(shelf.issue)
            self._go_on()

    def _go_on(self) -> None:
        sheet, then = self.outline.sheet, self._then
        if then is not None and sheet is not None and sheet.issue.id == then[1]:
            self._then = None
            self._parts.actions[then[0]].trigger()

    def _show_shelf(self, shelf: Shelf) -> None:
        self.rail.choose(shelf)
        self.inbox.show_shelf(shelf)

    def _papers_chosen(self, papers: list[int]) -> None:
        """What one works on stays when another list has it not: only a choice shows another paper."""
        if papers:
            self._about = tuple(papers)
        if papers or (self._paper is not None and self._paper.paper is None):
            self.paper.show_many(papers)
        if papers:
            self.outline.choose_paper(papers[0] if len(papers) == 1 else None)
        self.chosen.emit()

    def _open_paper(self) -> None:
        """↵ in the list: its text."""
        self._deck.show_pane("paper")
        if self.paper.paper is not None:
            self.paper.focus_field("why")

    def _edit_details(self) -> None:
        """F2 in the list: its title."""
        self._deck.show_pane("paper")
        self.paper.page.header.edit()

    def _wire_outline(self, outline: "OutlinePane", status: StatusBar) -> None:
        outline.entry_chosen.connect(self._entry_chosen)
        outline.issue_shown.connect(lambda issue: self.chosen.emit())
        outline.write.connect(self._write)
        outline.open_address.connect(self._open_address)
        outline.hint.connect(lambda words: status.hint(words or None))
        outline.said.connect(lambda words, undo: status.said(words) if undo else status.came(words, "dim"))
        outline.choice_changed.connect(self.chosen)
        outline.choice_changed.connect(self._go_on)
        outline.preview_wanted.connect(self._deck.halve)
        outline.preview_wanted.connect(lambda _: self.moved.emit())
        self._deck.put_strip(outline.strip)

    def _entry_chosen(self, row: "Row | None") -> None:
        if row is not None and row.kind == "paper" and row.paper is not None:
            self._about = (row.paper,)
            if not self.inbox.view.choose([row.paper]):
                self.inbox.view.clearSelection()
            self.paper.show_paper(row.paper)

    def _write(self, paper: int, field: str) -> None:
        """↵ on a paper of the issue, or a finding in one: its text."""
        self.paper.show_paper(paper)
        self._deck.show_pane("paper")
        self.paper.focus_field(field)

    def _add(self, what: list[str | Path]) -> None:
        """What was pasted or dropped at the first start: what comes of it is said under the field."""
        first, desk = self._first, self._desk
        if first is not None and desk is not None:
            first.notice.say("On its way…", tone="dim")
            adding.add(self._parts.tasks, desk, what, self._added, self._not_added)

    def _added(self, added: "Added") -> None:
        words = adding.outcome(added)
        if self._first is not None and not (added.added or added.to_fetch):
            self._first.notice.say(words, tone="warn")
        else:
            self._parts.status.came(words, "warn" if added.failed or added.unread else "good")

    def _not_added(self, error: Exception) -> None:
        if self._first is not None:
            self._first.notice.fail(error)
        else:
            self._parts.status.fail(error, doing="Add papers")

    def _import(self) -> None:
        """An issue from a Markdown file."""
        if self._desk is not None:
            adding.ask_import(self._deck.window(), self._parts.tasks, self._desk, self._imported)

    def _offer(self, what: adding.What, add: adding.Add) -> None:
        """What was dropped or pasted is added, or imported where it is an issue."""
        tasks, desk = self._parts.tasks, self._desk
        if desk is not None:
            issuefiles.offer(
                self._parts.look, tasks, self._deck.window(), desk, what, add,
                lambda path: adding.import_issue(tasks, desk, path, self._imported),
            )  # fmt: skip

    def _imported(self, imported: "Imported") -> None:
        if imported.was_there:
            self._parts.status.came("This issue is here already: nothing was changed", "dim")
        else:
            found = f", {len(imported.findings)} to look at" if imported.findings else ""
            words = f"Imported an issue: {imported.added} papers added, {imported.known} here already{found}"
            self._parts.status.said(words, undo=False)
        self.choose_issue(imported.issue)

    def _find(self) -> None:
        """In the field that has the caret, else among the papers."""
        if not self.paper.find_here():
            self._parts.actions["search"].trigger()

    def _open_address(self, address: str) -> None:
        """In the browser: the library lets in http and https alone, and this looks again."""
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        if url.scheme() not in ("http", "https") or not QDesktopServices.openUrl(url):
            self._parts.status.note(f"No browser could be opened for {address}", icon="triangle-alert", tone="warn")
