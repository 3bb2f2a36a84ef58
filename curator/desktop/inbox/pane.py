"""The list's pane: search over it, how many and in which order, the papers; and what keys and menus do to those that are chosen."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.inbox.acting import Acting
from curator.desktop.inbox.arrivals import Arrivals, named
from curator.desktop.inbox.asking import Asking
from curator.desktop.inbox.deeds import Deeds
from curator.desktop.inbox.emptiness import Emptiness, EmptyPlace
from curator.desktop.inbox.feed import Feed, Order
from curator.desktop.inbox.model import PaperList
from curator.desktop.inbox.offers import Offers
from curator.desktop.inbox.order import OrderButton
from curator.desktop.inbox.outcome import Outcome
from curator.desktop.inbox.search import SearchField, said_unread
from curator.desktop.inbox.shelves import EVERY, Shelf
from curator.desktop.inbox.view import InboxView
from curator.desktop.messages import Notice
from curator.desktop.news import News
from curator.desktop.parts import head, label, surface
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.query import EVERYTHING, Query

if TYPE_CHECKING:
    from curator.desktop.inbox.find import FindPanel
    from curator.jobs.desk import Desk
    from curator.library.library import Library

_BAR = 28  # units


def _today() -> date:
    return datetime.now().astimezone().date()


class InboxPane(QWidget):
    """`chosen` carries the numbers of the chosen papers, in order. `opened`: one wants to write about the current one.
    `targets` are the papers that an action of the whole window is about, `issue` the issue that is shown: the window may say otherwise.
    `shelf_asked`: another place, that the rail is to show. `said` (words, tone) and `failed` (an error) are for the status bar."""

    chosen = Signal(list)
    opened = Signal()
    shelf_asked = Signal(object)
    said = Signal(str, str)
    failed = Signal(object)

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        history: History,
        news: News,
        actions: Actions,
        *,
        today: Callable[[], date] = _today,
    ) -> None:
        super().__init__()
        self._look, self._tasks, self._actions, self._today = look, tasks, actions, today
        self._library: Library | None = None
        self._desk: Desk | None = None
        self._find: FindPanel | None = None
        self._shelf = EVERY
        self._order: Order = "date"
        self._issue_order: Order = "issue"
        self._wanted: tuple[int, ...] = ()
        self._first = False
        self._is_given = False
        self._is_new = False
        self.setObjectName("inbox")
        self.setAccessibleName("Papers")
        self.setProperty("kind", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.model = PaperList(tasks, self)
        self.feed = Feed(tasks, news, self.model, self)
        self.view = InboxView(look, self.model, today)
        self.field = SearchField(look)
        self.deeds = Deeds(history)
        self.put_on = self.deeds.put_on
        self.targets: Callable[[], list[int]] = self.view.chosen_ids
        self.issue: Callable[[], int | None] = lambda: None
        self.asking = Asking(look, tasks, history, self.deeds, self.window)
        self.arrivals = Arrivals(tasks, news, self)
        self.notice = Notice(look, "inboxNotice")
        self._outcome = Outcome(self.notice, self.arrivals, self.said, self._add)
        self._unread = label(look, tone="dim", scale=0.92, wrap=True)
        self._unread.setObjectName("searchUnread")
        self._count = label(look, tone="dim", scale=0.92)
        self._count.setObjectName("inboxCount")
        self._sort = OrderButton(look)
        self._empty = EmptyPlace(look, "inboxEmpty")
        self._emptiness = Emptiness(
            self._empty,
            tasks,
            everywhere=lambda: self.shelf_asked.emit(EVERY),
            search=self.field.setText,
            arxiv=actions["find-on-arxiv"].trigger,
        )
        self._stack = QStackedWidget()
        self._acting = Acting(self.view, self.model, self.feed, self.deeds, tasks, actions, self.failed.emit)
        self._lay()
        self.offers = Offers(look, tasks, self.field, self)
        self._wire()

    # What the window asks

    @property
    def current_paper(self) -> int | None:
        """The paper that the keyboard is at."""
        return self.view.current_paper

    @property
    def shelf(self) -> Shelf:
        """The place whose papers are listed."""
        return self._shelf

    def show_library(
        self, library: "Library | None", desk: "Desk | None" = None, selection: Mapping[str, object] | None = None
    ) -> None:
        """Another library, or none; what was chosen in it last is chosen again, if it is still there."""
        self._acting.show_library(library)
        self._emptiness.forget()
        self._library = library
        self._desk = desk
        self.arrivals.show_library(library, desk)
        self.asking.show_library(library)
        if self._find is not None:
            self._find.show_desk(desk)
        self.notice.clear()
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.field.query = EVERYTHING
        self._unread.hide()
        self.feed.show_library(library)
        self.offers.show_library(library)
        self._stack.setCurrentIndex(0)
        self._wanted = _papers(selection or {})
        self._first = True
        self._show_count()

    def show_shelf(self, shelf: Shelf) -> None:
        """The papers of a place of the rail, in which is searched from now on."""
        self._shelf = shelf
        self.offers.base = shelf.query
        self._ask()

    def choose(self, paper: int) -> None:
        """Chooses a paper; where the list has it not, the whole library is listed first."""
        if not self.view.choose([paper]):
            self._wanted = (paper,)
            self.field.clear()
            self.shelf_asked.emit(EVERY)

    def keep_to(self, paper: int) -> None:
        """This paper is shown already: it is chosen in the list if it is there, and no other in its place."""
        self._wanted, self._first = (paper,), False

    def selection(self) -> dict[str, object]:
        """What is chosen, for the next time."""
        return {"papers": self.view.chosen_ids()[:1], "shelf": [*self._shelf.key]}

    def search_here(self) -> None:
        """Goes to the search field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Drops and pastes

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._library is not None and named(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        what = named(event.mimeData())
        if what:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.arrivals.add(what)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Escape and self._empty.has_focus:
            self._escape()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Adds what the clipboard names."""
        what = named(QGuiApplication.clipboard().mimeData())
        if what:
            self.arrivals.add(what)
        else:
            self.said.emit("There is nothing to add on the clipboard", "dim")

    def bring(self, data: QMimeData) -> None:
        """Adds what something that was dropped elsewhere names."""
        if what := named(data):
            self.arrivals.add(what)

    # Listing

    def _ask(self) -> None:
        self._acting.rest.stop()
        self._is_new = True
        is_issue, has_words = self._shelf.kind == "issue", bool(self.field.query.terms)
        order = self._issue_order if is_issue else self._order
        if order == "relevance" and not has_words:
            order = "issue" if is_issue else "date"
        self.feed.ask(self._shelf.query, self.field.query, order)
        self._sort.show_order(order, has_words, is_issue)

    def _searched(self, query: Query) -> None:
        words = said_unread(query)
        self._unread.setText(words)
        self._unread.setVisible(bool(words))
        self._ask()

    def _shown(self) -> None:
        """The first papers of another list are there."""
        chosen = self.view.choose(self._wanted) if self._wanted else False
        if chosen:
            self._wanted = ()
        elif self._first and not self._wanted:
            self._begin()
        self._choose_shown()
        if not self.view.chosen_count:
            self.view.scrollToTop()
        self._show_count()

    def _counted(self) -> None:
        """All of the list is there, or it is another by now."""
        if self._wanted:
            wanted, self._wanted = self._wanted, ()
            if not self.view.choose(wanted) and self._first:
                self._begin()
        self._choose_shown()
        self._first = self._is_new = False
        self._show_count()

    def _choose_shown(self) -> None:
        """In another list, too, the paper one sees is the one that is chosen, if the list has it."""
        if self._is_new and not self._wanted and not self.view.chosen_count:
            self.view.choose(self.targets(), show=not self.field.text())

    def _begin(self) -> None:
        """With the first paper, so that there is one to see. Nobody chose it: it stays unread."""
        self._is_given = self.view.choose(self.model.ids[:1])

    def _show_count(self) -> None:
        count, total, chosen = self.feed.count, self.feed.total, self.view.chosen_count
        whole = self.feed.is_whole
        if chosen > 1:
            words = f"{chosen:,} of {count:,} chosen"
        elif not whole:
            words = (
                self._count.text() if self._library is not None else ""
            )  # the numbers before, until they are counted
        elif self.field.query.node is not None:
            words = f"{count:,} of {total:,}"
        else:
            words = "1 paper" if count == 1 else f"{count:,} papers"
        self._count.setText(words)
        is_empty = whole and not count and self._library is not None
        if is_empty and self._library is not None:
            self._emptiness.show(self._library, self._shelf, self.field.query)
        self._show_rows(not is_empty)

    def _show_rows(self, rows: bool) -> None:
        """The list, or what is said where it would be: whichever is seen has the focus that the other had."""
        seen = self.view if rows else self._empty
        had = self._empty.has_focus if rows else self.view.hasFocus()
        self._stack.setCurrentWidget(seen)
        self.setFocusProxy(seen)
        if had:
            seen.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_order(self, order: Order) -> None:
        """Another order, of issues or of all other places. The best match first is for words: without any it is as it would be."""
        if self._shelf.kind == "issue":
            self._issue_order = order
        else:
            self._order = order
        self._ask()

    # Choosing and deciding

    def _choice_moved(self) -> None:
        chosen = self.view.chosen_ids()
        self.feed.choice_moved(set(chosen))
        self.feed.come_back(set(chosen))
        self._show_count()
        if self.view.hasFocus() and chosen and not self._is_given:
            self._acting.rest.start()
        else:
            self._acting.rest.stop()
        self._is_given = False
        self.chosen.emit(chosen)

    def _escape(self) -> None:
        """The innermost thing first: the choice of several, then the search."""
        if self.view.chosen_count > 1 and self.view.current_paper is not None:
            self.view.choose([self.view.current_paper])
        elif self.field.text():
            self.field.clear()

    def _to_list(self) -> None:
        (self._empty if self._stack.currentIndex() else self.view).setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.chosen_count:
            self.view.go_to(max(0, self.view.currentIndex().row()))

    def _add(self) -> None:
        self.asking.add(self.arrivals.add, self.arrivals.take_lost())

    def _open_find(self) -> None:
        if self._find is None:
            from curator.desktop.inbox.find import FindPanel  # not before it is wanted

            self._find = FindPanel(self._look, self._tasks, self.window(), self._today)
            self._find.took.connect(lambda words: self.said.emit(words, "good"))
            self._find.show_desk(self._desk)
        self._find.open()

    # Parts

    def _wire(self) -> None:
        self.field.asked.connect(self._searched)
        self._sort.ordered.connect(self.set_order)
        self.field.left.connect(self._to_list)
        self.field.given_up.connect(self._to_list)
        self.feed.shown.connect(self._shown)
        self.feed.counted.connect(self._counted)
        self.feed.failed.connect(self._outcome.fail)
        self.model.failed.connect(self._outcome.fail)
        self.view.chosen.connect(self._choice_moved)
        self.view.opened.connect(self.opened)
        self.view.pasted.connect(self.paste)
        self.view.escaped.connect(self._escape)
        on = self._actions.on
        on("search", self.search_here)
        on("fetch-waiting", self.arrivals.fetch)
        on("tag", lambda: self.asking.tag(self.targets()))
        on("add-to-issue", lambda: self.asking.put_into(self.targets(), self.issue()))
        on("add-papers", self._add)
        on("new-paper", lambda: self.asking.new_paper(self.choose))
        on("find-on-arxiv", self._open_find)

    def _lay(self) -> None:
        u = self._look.theme.u
        top = head(self._look, self.field)
        if (across := top.layout()) is not None:
            across.setContentsMargins(u(10), 0, u(10), 0)
        self._unread.setContentsMargins(u(16), u(6), u(10), u(2))
        self._unread.hide()
        bar = surface("head", "inboxBar")
        bar.setFixedHeight(u(_BAR))
        beside = QHBoxLayout(bar)
        beside.setContentsMargins(u(30), 0, u(8), 0)
        beside.addWidget(self._count, 1)
        beside.addWidget(self._sort)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(u(30), 0, u(8), 0)
        inside.addWidget(self.notice)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(top)
        below.addWidget(self._unread)
        below.addWidget(bar)
        below.addWidget(holder)
        below.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)


def _papers(selection: Mapping[str, object]) -> tuple[int, ...]:
    held = selection.get("papers")
    return tuple(one for one in held if type(one) is int) if isinstance(held, list) else ()
