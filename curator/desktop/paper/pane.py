"""The paper pane: one paper with the fields in which one writes about it, or the list of several."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.messages import EmptyState, Notice, sentence
from curator.desktop.news import News
from curator.desktop.paper.foot import Foot
from curator.desktop.paper.head import PaperHead, decision
from curator.desktop.paper.many import SHOWN, Many
from curator.desktop.paper.page import Found, PaperPage, read, scrolls
from curator.desktop.paper.rescue import Rescue
from curator.desktop.paper.rescuebar import RescueBar
from curator.desktop.paper.unsaved import Unsaved
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.errors import Busy, CuratorError, LibraryFault, NotFound
from curator.domain.papers import Paper, Status

if TYPE_CHECKING:
    from curator.desktop.paper.timeline import Timeline
    from curator.library.library import Library

_PLACING = ("issue", "section", "entry", "merged")
"""What can change where a paper stands without touching the paper."""


class PaperPane(QWidget):
    """`typed` carries paper, field and text after each change, `caret` paper and field when one is entered, `open_address` what a
    browser is to show; `clear_asked` asks the list to choose nothing, `told`: it is known whether a text that can't be saved is kept, or saved by now,
    `waiting` says how many texts of earlier runs still wait once one was decided about."""

    typed = Signal(int, str, str)
    caret = Signal(int, str)
    open_address = Signal(str)
    clear_asked = Signal()
    told = Signal()
    failed = Signal(object)  # why a paper could not be read
    waiting = Signal(int)

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        history: History,
        news: News,
        actions: Actions,
        *,
        rescue: Sequence[Path] = (),
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        """`rescue` are the folders where texts go that can't be saved; `now` gives the time of the wall."""
        super().__init__()
        self.setObjectName("paperPane")
        self.setAccessibleName("Paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "pane")
        self._look, self._tasks, self._history, self._news, self._folders = look, tasks, history, news, rescue
        self._timeline: Timeline | None = None
        self._library: Library | None = None
        self._wanted: int | None = None
        self._many: Sequence[int] = ()
        self.rescue: Rescue | None = None
        self.rescued: tuple[tuple[int, str], ...] = ()
        """Papers and fields of which an earlier run could not save a text, and kept it."""
        self._found: Found | None = None
        self._warned = ""
        self.top = PaperHead(look, actions, self)
        self.page = PaperPage(look, tasks, history, actions, now)
        self.many = Many(look, history, actions)
        self.bottom = Foot(look)
        self.offer = Notice(look, "keptOffer")
        self.offer.setProperty("kind", "ground")
        self.offer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.offer.setContentsMargins(look.theme.u(24), look.theme.u(4), look.theme.u(16), look.theme.u(4))
        self.bar = RescueBar(look, tasks, lambda: self.page.unsaved)
        empty = EmptyState(look, "No paper chosen", "↑ and ↓ go through the list, ↵ opens one.", name="noPaper")
        self._stack = QStackedWidget()
        for part in (empty, self.page, scrolls(QScrollArea(), self.many, "manyScroll")):
            self._stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top.widget)
        whole.addWidget(self.offer)
        whole.addWidget(self.bar)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.bottom)
        self._connect()
        news.changed.connect(self._hear)
        self._show_nothing()

    # What the window asks

    def show_library(self, library: "Library | None") -> None:
        """Papers of this library from now on. What was typed in the one before has been saved."""
        self._library = library
        rescue = Rescue(self._folders, library.path, self._tasks) if self._folders and library else None
        self.page.show_library(library, rescue)
        self.offer.clear()
        self.rescue = rescue
        self.rescued = rescue.waiting() if rescue else ()
        self.top.set_read_only(library is not None and library.is_read_only)
        self.show_paper(None)

    def show_paper(self, paper: int | None) -> None:
        """Shows a paper; what was typed in the one before is saved first."""
        if paper is None or paper != self._wanted or self._found is None:
            self.leave()
            self._many = ()
            self._wanted = paper
        self._refresh()

    def show_many(self, papers: Sequence[int]) -> None:
        """Shows what can be done to several papers."""
        if len(papers) < 2:
            self.show_paper(papers[0] if papers else None)
            return
        self.leave()
        self._show_nothing()
        self._many = papers
        self.top.show_many(len(papers))
        self._stack.setCurrentIndex(2)
        self._list_many()

    def leave(self) -> None:
        """Sends all that is typed and not saved, and closes the step of the field one is in."""
        self.page.leave()

    @property
    def has_unsaved(self) -> bool:
        """Whether anything that was typed is not in the library yet: being saved, or could not be."""
        return self.page.has_unsaved

    @property
    def unsaved(self) -> list[Unsaved]:
        """The texts that could not be saved, and where they are kept."""
        return self.page.unsaved

    @property
    def paper(self) -> int | None:
        """The number of the paper that is shown."""
        return self._found.paper.id if self._found else None

    def head(self) -> QWidget:
        return self.top.widget

    def foot(self) -> QWidget:
        return self.bottom

    def find_here(self) -> bool:
        """Opens the search in the field that has the caret. False: none has it."""
        return self.page.find_here()

    def focus_field(self, field: str, at: int | None = None) -> None:
        """Puts the caret into a field, and the field into sight. `at`: where in it, else where it was."""
        self.page.focus_field(field, at)

    def ask_tag(self) -> None:
        """Shows the place where a tag is typed."""
        if self._found is not None:
            self.page.chips.ask_tag()

    def open_page(self) -> None:
        """Asks for the page of the abstract."""
        if self._found is not None and self._found.paper.address is not None:
            self.open_address.emit(self._found.paper.address)

    def open_pdf(self) -> None:
        if self._found is not None and self._found.paper.arxiv is not None:
            self.open_address.emit(f"https://arxiv.org/pdf/{self._found.paper.arxiv}")

    def meet_kept(self) -> None:
        """Looks again whether a text that an earlier run could not save waits beside what is shown."""
        for box in self.page.boxes.values():
            box.saving.meet_kept(again=True)

    def copy_citation(self) -> None:
        """Puts the citation on the clipboard as it is typed in a text."""
        if self._found is not None:
            QGuiApplication.clipboard().setText(f"[@{self._found.paper.key}]")

    def open_versions(self, field: str = "") -> None:
        """Shows the versions of a field; "": of the one that was written in last."""
        if self._found is None or self._library is None:
            return
        if self._timeline is None:
            from curator.desktop.paper.timeline import Timeline  # not before it is wanted

            self._timeline = Timeline(self._look, self._tasks, self._history, self._news, self.window())
        self.leave()
        paper = self._found.paper
        self._timeline.show_versions(self._library, paper.id, paper.title, field or self.page.last_field)

    # Reading

    def _refresh(self) -> None:
        """Reads the paper at once, or beside the window while another program has the library."""
        library, wanted = self._library, self._wanted
        if library is None or wanted is None:
            self._show_nothing()
            return
        try:
            with library.read_here() as reading:
                found = read(reading, wanted)
        except Busy:
            self._read_beside(library, wanted)
        except NotFound:
            self._gone()
        except LibraryFault as error:
            if self.paper != wanted:  # what is shown stays, with what is typed in it
                self._gone()
            self.failed.emit(error)
        else:
            self._show(found)

    def _read_beside(self, library: "Library", wanted: int) -> None:
        def job(_: object) -> Found:
            with library.read() as reading:
                return read(reading, wanted)

        def done(found: Found) -> None:
            if self._wanted == wanted:
                self._show(found)

        def failed(error: Exception) -> None:
            if self._wanted == wanted and isinstance(error, CuratorError):
                self._gone()

        if self.paper != wanted:
            self._show_nothing(wanted)
        self._tasks.work("Read a paper", job, done, failed, quiet=True)

    def _gone(self) -> None:
        """The paper is no longer in the library: its coming was undone. What is typed is sent all the same, and kept in a file then."""
        self.leave()
        self._show_nothing()

    def _list_many(self) -> None:
        library, papers = self._library, self._many
        if library is None:
            return

        def job(_: object) -> list[Paper]:
            with library.read() as reading:
                return list(reading.papers.many(papers[:SHOWN]).values())

        def done(found: list[Paper]) -> None:
            if self._many is papers:
                self.many.show_papers(found, papers)

        self._tasks.work("List papers", job, done, quiet=True)

    def _hear(self, changes: Changes) -> None:
        if changes.touches("paper", "merged"):
            self.page.known.refresh()
        if self._many and changes.touches("paper", "own", "metadata", *_PLACING):
            self._list_many()
        shown = self.paper
        if shown is not None and (shown in changes.ids("paper", "own", "metadata") or changes.touches(*_PLACING)):
            self._refresh()

    # Showing

    def _show(self, found: Found) -> None:
        before, self._found = self._found, found
        paper = found.paper
        is_merged = before is not None and before.paper.id == self._wanted != paper.id
        is_new = not is_merged and (before is None or before.paper.id != paper.id)
        self._wanted = paper.id
        self.top.show_paper(paper, found.places)
        self.top.took_in = found.took_in
        self.page.show_found(found, is_new=is_new, is_merged=is_merged)
        self._stack.setCurrentIndex(1)
        self.bottom.show()
        if is_new:
            self.bottom.show_saved(None)
            self._tell()

    def _show_nothing(self, wanted: int | None = None) -> None:
        self._wanted, self._found, self._many = wanted, None, ()
        self.top.show_paper(None, ())
        self.page.show_none()
        self._stack.setCurrentIndex(0)
        self.bottom.hide()
        self._tell()

    # Doing

    def _connect(self) -> None:
        top, page = self.top, self.page
        top.status_chosen.connect(self._decide)
        top.star_asked.connect(self._star)
        top.page_asked.connect(self.open_page)
        top.pdf_asked.connect(self.open_pdf)
        top.details_asked.connect(page.header.edit)
        top.figure_asked.connect(page.figures.choose)
        top.clear_asked.connect(self.clear_asked)
        page.typed.connect(self.typed)
        page.caret.connect(self.caret)
        page.open_address.connect(self.open_address)
        page.unheld.connect(self._refresh)
        page.versions_asked.connect(self.open_versions)
        page.saved.connect(self._was_saved)
        page.lost.connect(self._was_lost)
        for box in page.boxes.values():
            box.saving.told.connect(self.told)
            box.saving.settled.connect(self._tell)
            box.saving.let_go.connect(partial(self._let_go, box.part.name))
        self.told.connect(self._tell)
        self.bar.again.connect(page.save_again)
        self.bar.show_paper.connect(self.show_paper)

    def _let_go(self, field: str, paper: int, _: str) -> None:
        """A text of an earlier run is in the library; its file may not be gone yet."""
        if self.rescue is not None:
            self.waiting.emit(sum(place != (paper, field) for place in self.rescue.waiting()))

    def _tell(self) -> None:
        """What is not saved, once it is known; what is over goes."""
        self.bar.tell(self.paper)

    def _was_saved(self, when: datetime) -> None:
        """One field is on disk; the foot says so unless another could not be saved."""
        if not self.page.has_failed:
            self.bottom.show_saved(when)
            self._history.eased.emit(self._warned)
            self._warned = ""
        self.told.emit()

    def _was_lost(self, paper: int, error: Exception) -> None:
        self.bottom.show_unsaved()
        self._tell()
        if paper != self.paper:
            words = f"A text of another paper is not saved. {sentence(error)}"
            if words != self._warned:  # it is tried again every few seconds
                self._warned = words
                self._history.warned.emit(words)

    def _decide(self, status: Status) -> None:
        if (paper := self.paper) is not None:
            self._history.edit(decision(status), lambda edit: edit.papers.decide([paper], status))

    def _star(self) -> None:
        if self._found is not None:
            paper, wanted = self._found.paper.id, not self._found.paper.starred
            label = "Star" if wanted else "Take the star away"
            self._history.edit(label, lambda edit: edit.papers.star([paper], wanted))
