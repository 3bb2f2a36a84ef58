"""The preview: the page of the issue as it will be, a moment after each pause, with a mark at what one works on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.desktop.messages import EmptyState, Notice, sentence
from curator.desktop.news import News
from curator.desktop.preview import able
from curator.desktop.preview.page import Page, Place, make
from curator.desktop.preview.plainview import PlainView
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.errors import NotFound

if TYPE_CHECKING:
    from curator.desktop.preview.webview import WebView
    from curator.library.library import Library

PAUSE = 500
"""Milliseconds of quiet after which the page is made anew."""

SHOWN = ("issue", "section", "entry", "paper", "own", "metadata", "writeup", "definition", "figure", "link", "merged")
"""What a page is made of: tables of the library."""


class PreviewPane(QWidget):
    """`open_address` carries what was clicked on and lies outside of the page; `shown` the page, each time that another is there.

    Made with the window; its view is made when it is first seen.
    """

    open_address = Signal(str)
    shown = Signal(object)

    def __init__(
        self, look: Look, tasks: Tasks, news: News, *, why_not: Callable[[], str | None] = able.why_not
    ) -> None:
        """`why_not` says, away from the window's thread, why no web view can be had; None: it can."""
        super().__init__()
        self.setObjectName("previewPane")
        self._look, self._tasks, self._why_not = look, tasks, why_not
        self._library: Library | None = None
        self._issue: int | None = None
        self._unsaved: dict[tuple[int, str], str | None] = {}
        self._place: Place | None = None
        self._paper: tuple[int, str] | None = None
        self._page: Page | None = None
        self._making: Task | None = None
        self._again = False
        self._stale = True
        self._view: WebView | PlainView | None = None
        self._preparing: Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._make)
        self.notice = Notice(look, "previewNotice")
        self._wait = EmptyState(look, "", name="previewWaits")
        self._below = QVBoxLayout(self)
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.setSpacing(0)
        margin = look.theme.u(16)
        holder = QVBoxLayout()
        holder.setContentsMargins(margin, 0, margin, 0)
        holder.addWidget(self.notice)
        self._below.addLayout(holder)
        self._below.addWidget(self._wait, 1)
        news.changed.connect(self._hear)

    @property
    def view(self) -> "WebView | PlainView | None":
        """What shows the page; None until it is first seen."""
        return self._view

    @property
    def page(self) -> Page | None:
        """What is shown."""
        return self._page

    @property
    def place(self) -> Place | None:
        """What is followed; None: nothing, or a paper that the issue does not have."""
        if self._paper is None:
            return self._place
        entry = self._page.entries.get(self._paper[0]) if self._page is not None else None
        return Place(entry=entry, field=self._paper[1]) if entry is not None else None

    def show_library(self, library: "Library | None") -> None:
        """Issues of this library from now on."""
        self._library = library
        self._unsaved.clear()
        self._paper = None
        self.show_issue(None)

    def show_issue(self, issue: int | None) -> None:
        """Another issue."""
        if issue != self._issue:
            self._issue, self._place = issue, None
        self._renew()

    def lay(self, paper: int, field: str, text: str) -> None:
        """What is typed lies over what is saved, until it is saved."""
        self._unsaved[paper, field] = text
        self._follow_paper((paper, field))
        if self._page is None or paper in self._page.entries:
            self._stale = True
            self._pause.start()

    def follow(self, place: Place | None) -> None:
        """Marks what one works on, and brings it into sight where it is not. The field one writes in stays marked in its entry."""
        here = self.place
        if place is not None and self._paper is not None and here is not None and place == Place(entry=here.entry):
            return
        self._paper, self._place = None, place
        self._show_place(moves=True)

    def follow_paper(self, paper: int, field: str) -> None:
        """Marks a field of a paper, if the issue has it."""
        self._paper = None
        self._follow_paper((paper, field))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._view is None and (self._preparing is None or self._preparing.is_over):
            self._wait.say("", "Preparing the preview…")
            self._preparing = self._tasks.work(
                "Prepare the preview", lambda _: self._why_not(), self._make_view, self._no_view, quiet=True
            )
        if self._stale:
            self._make()

    # The page

    def _hear(self, changes: Changes) -> None:
        if not changes.touches(*SHOWN):
            return
        if changes.touches("writeup"):  # what was typed is saved, or something newer is
            self._unsaved.clear()
        self._stale = True
        self._pause.start()

    def _renew(self) -> None:
        """At once: another issue, or none."""
        self._pause.stop()
        self._stale = True
        self._page = None
        self._make()

    def _make(self) -> None:
        """Makes the page if somebody sees it. What comes meanwhile makes one more after it."""
        library, issue = self._library, self._issue
        if library is None or issue is None or not self.isVisible() or self._view is None:
            return
        if self._making is not None and not self._making.is_over:
            self._again = True
            return
        self._again = self._stale = False
        unsaved = dict(self._unsaved)
        self._making = self._tasks.work(
            "Make the preview",
            lambda _: make(library, issue, unsaved),
            lambda page: self._made(library, page),
            lambda error: self._not_made(library, issue, error),
            quiet=True,
        )

    def _made(self, library: "Library", page: Page) -> None:
        if library is self._library and page.issue == self._issue and self._view is not None:
            first, self._page = self._page is None, page
            self._view.show_page(page)
            self._show_place(moves=first)
            self.shown.emit(page)
        self._go_on()

    def _not_made(self, library: "Library", issue: int, error: Exception) -> None:
        if library is self._library and issue == self._issue and not isinstance(error, NotFound):
            self.notice.fail(error, ("Try again", self._try_again))
        self._go_on()

    def _try_again(self) -> None:
        self.notice.clear()
        self._make()

    def _go_on(self) -> None:
        self._making = None
        if self._again or self._stale:
            self._pause.start()

    # The place

    def _follow_paper(self, paper: tuple[int, str]) -> None:
        if paper != self._paper:
            self._paper = paper
            self._show_place(moves=True)

    def _show_place(self, *, moves: bool) -> None:
        if self._view is None or self._page is None:
            return
        place = self.place
        self._view.follow(place.selectors if place is not None else (), moves=moves)

    # The view

    def _no_view(self, error: Exception) -> None:
        self._make_view(sentence(error))

    def _make_view(self, why_not: str | None) -> None:
        """The web view, or Qt's own browser where there is a reason against it."""
        view: WebView | PlainView | None = None
        if why_not is None:
            try:
                view = self._web_view()
            except ImportError as missing:
                why_not = f"The web view can't be loaded ({missing.name or missing})."
        if view is None:
            view = PlainView(self._look)
            words = "This shows the words alone: the exported page has its own type, and formulas."
            self.notice.say(f"{why_not} {words}", tone="dim")
        self._view = view
        view.open_address.connect(self.open_address)
        self._wait.hide()
        self._below.addWidget(view, 1)
        self.setFocusProxy(view)
        view.show()
        self._make()

    def _web_view(self) -> "WebView":
        from curator.desktop.preview.webview import WebView  # a whole browser: when it is first seen

        view = WebView(self._look)

        def revive() -> None:
            self.notice.clear()
            view.again()
            self._show_place(moves=True)

        view.died.connect(
            lambda: self.notice.say(
                "The preview's own process ended. Nothing else is touched.", ("Show it again", revive)
            )
        )
        return view
