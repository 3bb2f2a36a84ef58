"""The paper pane: one paper with the fields in which one writes about it, or the list of several."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.messages import EmptyState, sentence
from curator.desktop.news import News
from curator.desktop.paper import pictures
from curator.desktop.paper.abstract import Abstract
from curator.desktop.paper.box import FieldBox
from curator.desktop.paper.chips import Chips
from curator.desktop.paper.figures import Figures
from curator.desktop.paper.foot import Foot
from curator.desktop.paper.head import PaperHead, decision
from curator.desktop.paper.header import PaperHeader
from curator.desktop.paper.known import Known
from curator.desktop.paper.many import SHOWN, Many
from curator.desktop.paper.rescue import Rescue
from curator.desktop.parts import line
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.errors import Busy, CuratorError, NotFound
from curator.domain.papers import Paper, Place, Status
from curator.domain.writeups import FIELDS, INSIGHTS, WHY, Text

if TYPE_CHECKING:
    from curator.library.library import Library, Reading

WIDEST = 760
"""Units beyond which lines would be too long to read."""

LEAST = {WHY.name: 2, INSIGHTS.name: 4}
"""Lines that a field has even if it is empty."""

_PLACING = ("issue", "section", "entry", "merged")
"""What can change where a paper stands without touching the paper."""


@dataclass(frozen=True, slots=True)
class _Found:
    """All that is shown of a paper, from one snapshot."""

    paper: Paper
    places: Sequence[Place]
    texts: dict[str, Text]


class PaperPane(QWidget):
    """`typed` carries paper, field and text after each change, `caret` paper and field when one is entered, `open_address` what a
    browser is to show; `clear_asked` asks the list to choose nothing."""

    typed = Signal(int, str, str)
    caret = Signal(int, str)
    open_address = Signal(str)
    clear_asked = Signal()

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        history: History,
        news: News,
        actions: Actions,
        *,
        rescue: Path | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        """`rescue` is the folder where texts go that can't be saved; `now` gives the time of the wall."""
        super().__init__()
        self.setObjectName("paperPane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "pane")
        self._look, self._tasks, self._history = look, tasks, history
        self._rescue = rescue
        self._library: Library | None = None
        self._wanted: int | None = None
        self._many: Sequence[int] = ()
        self._found: _Found | None = None
        self._stale = False
        self.known = Known(tasks, self)
        self._head = PaperHead(look, actions, self)
        self.header = PaperHeader(look, history, actions)
        self.chips = Chips(look, history)
        self.abstract = Abstract(look)
        self.boxes = {part.name: FieldBox(look, part, LEAST[part.name], self.known, history, now) for part in FIELDS}
        self._last = self.boxes[INSIGHTS.name]
        self.figures = Figures(look, tasks, history)
        self.many = Many(look, history, actions)
        self._foot = Foot(look)
        self._empty = EmptyState(look, "No paper chosen", "↑ and ↓ go through the list, ↵ opens one.", name="noPaper")
        self._page = self._body()
        self._scroll = _scrolling(self._page, "paperScroll")
        self._stack = QStackedWidget()
        for page in (self._empty, self._scroll, _scrolling(self.many, "manyScroll")):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head.widget)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)
        self._connect(news)
        self._show_nothing()

    # What the window asks

    def show_library(self, library: "Library | None") -> None:
        """Papers of this library from now on. What was typed in the one before has been saved."""
        self._library = library
        rescue = Rescue(self._rescue, library.path, self._tasks) if self._rescue and library else None
        self.known.show_library(library)
        self.figures.show_library(library)
        for box in self.boxes.values():
            box.saving.keep_in(rescue)
        self.show_paper(None)

    def show_paper(self, paper: int | None) -> None:
        """Shows a paper; what was typed in the one before is saved first."""
        if paper is not None and paper == self._wanted and self._found is not None:
            self._refresh()
            return
        self.leave()
        self._many = ()
        self._wanted = paper
        if paper is None:
            self._show_nothing()
        else:
            self._refresh()

    def show_many(self, papers: Sequence[int]) -> None:
        """Shows what can be done to several papers."""
        if len(papers) < 2:
            self.show_paper(papers[0] if papers else None)
            return
        self.leave()
        self._show_nothing()
        self._wanted, self._many = None, papers
        self._head.show_many(len(papers))
        self._stack.setCurrentIndex(2)
        self._list_many()

    def leave(self) -> None:
        """Sends all that is typed and not saved, and closes the step of the field one is in."""
        for box in self.boxes.values():
            box.edit.leave()
            box.saving.finish()

    @property
    def has_unsaved(self) -> bool:
        """Whether anything that was typed is not in the library yet: being saved, or could not be."""
        return any(box.saving.has_unsaved for box in self.boxes.values())

    @property
    def paper(self) -> int | None:
        """The number of the paper that is shown."""
        return self._found.paper.id if self._found else None

    def head(self) -> QWidget:
        return self._head.widget

    def foot(self) -> QWidget:
        return self._foot

    def find_here(self) -> bool:
        """Opens the search in the field that has the caret. False: none has it."""
        for box in self.boxes.values():
            if box.edit.hasFocus() or box.find_bar.isAncestorOf(self.focusWidget() or self):
                box.open_find()
                return True
        return False

    def focus_field(self, field: str) -> None:
        """Puts the caret into a field, and the field into sight."""
        box = self.boxes[field]
        box.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(box)

    def ask_tag(self) -> None:
        """Shows the place where a tag is typed."""
        if self._found is not None:
            self.chips.ask_tag()

    def open_page(self) -> None:
        """Asks for the page of the abstract."""
        if self._found is not None and self._found.paper.address is not None:
            self.open_address.emit(self._found.paper.address)

    def open_pdf(self) -> None:
        if self._found is not None and self._found.paper.arxiv is not None:
            self.open_address.emit(f"https://arxiv.org/pdf/{self._found.paper.arxiv}")

    def copy_citation(self) -> None:
        """Puts the citation on the clipboard as it is typed in a text."""
        if self._found is not None:
            QGuiApplication.clipboard().setText(f"[@{self._found.paper.key}]")

    # Reading

    def _refresh(self) -> None:
        """Reads the paper at once, or beside the window while another program writes."""
        library, wanted = self._library, self._wanted
        if library is None or wanted is None:
            self._show_nothing()
            return
        try:
            with library.read_here() as reading:
                found = _read(reading, wanted)
        except Busy:
            self._read_beside(library, wanted)
            return
        except NotFound:
            self._gone()
            return
        self._show(found)

    def _read_beside(self, library: "Library", wanted: int) -> None:
        def job(_: object) -> _Found:
            with library.read() as reading:
                return _read(reading, wanted)

        def done(found: _Found) -> None:
            if self._wanted == wanted:
                self._show(found)

        def failed(error: Exception) -> None:
            if self._wanted == wanted and isinstance(error, CuratorError):
                self._gone()

        if self._found is None or self._found.paper.id != wanted:
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
            self.known.refresh()
        if self._many and changes.touches("paper", "own", "metadata", *_PLACING):
            self._list_many()
        shown = self.paper
        if shown is None:
            return
        if shown in changes.ids("paper", "own", "metadata") or changes.touches(*_PLACING):
            self._refresh()

    # Showing

    def _show(self, found: _Found) -> None:
        before, self._found = self._found, found
        paper = found.paper
        is_merged = before is not None and before.paper.id == self._wanted != paper.id
        is_new = not is_merged and (before is None or before.paper.id != paper.id)
        self._wanted = paper.id
        self._head.show_paper(paper, found.places)
        self.header.show_paper(paper)
        self.chips.show_paper(paper)
        self.abstract.show_text(paper.abstract)
        names = {figure.src: figure.caption or f"Figure {n}" for n, figure in enumerate(paper.figures, 1)}
        self._stale = False
        for name, box in self.boxes.items():
            box.edit.set_figures(names)
            if is_merged:
                box.saving.move_to(paper.id)
            if is_new:
                box.show_text(paper.id, found.texts[name], read_only=self._is_read_only)
                if box.edit.hasFocus():
                    box.edit.enter()
            elif not box.take_news(found.texts[name]):
                self._stale = True
        self.figures.show_paper(paper)
        self._stack.setCurrentIndex(1)
        self._foot.setVisible(True)
        if is_new:
            self._foot.show_saved(None)
            self._scroll.verticalScrollBar().setValue(0)

    def _show_nothing(self, wanted: int | None = None) -> None:
        self._wanted, self._found = wanted, None
        self._many = ()
        self._head.show_paper(None, ())
        for box in self.boxes.values():
            box.saving.show_none()
            box.edit.setReadOnly(True)
        self._stack.setCurrentIndex(0)
        self._foot.setVisible(False)

    @property
    def _is_read_only(self) -> bool:
        return self._library is None or self._library.is_read_only

    # Doing

    def _connect(self, news: News) -> None:
        head = self._head
        head.status_chosen.connect(self._decide)
        head.star_asked.connect(self._star)
        head.page_asked.connect(self.open_page)
        head.pdf_asked.connect(self.open_pdf)
        head.details_asked.connect(self.header.edit)
        head.figure_asked.connect(self.figures.choose)
        head.clear_asked.connect(self.clear_asked)
        self.chips.open_address.connect(self.open_address)
        self.chips.tags_wanted.connect(self._offer_tags)
        self.figures.place_asked.connect(lambda src: self._last.place_figure(src))
        for box in self.boxes.values():
            self._connect_box(box)
        news.changed.connect(self._hear)

    def _connect_box(self, box: FieldBox) -> None:
        edit = box.edit
        edit.takes_pictures = pictures.has_picture
        edit.dropped.connect(lambda mime: self._take_pictures(box, mime))
        edit.entered.connect(lambda: self._entered(box))
        edit.composed.connect(self._look_again)
        edit.cursorPositionChanged.connect(lambda: self._keep_in_sight(box))
        box.typed.connect(self._typed)
        box.saved.connect(self._was_saved)
        box.lost.connect(self._was_lost)
        box.saving.settled.connect(self._look_again)

    def _typed(self, field: str, text: str) -> None:
        if (paper := self.paper) is not None:
            self.typed.emit(paper, field, text)

    def _was_saved(self, when: datetime) -> None:
        """One field is on disk; the foot says so unless another could not be saved."""
        if not any(box.saving.has_failed for box in self.boxes.values()):
            self._foot.show_saved(when)

    def _was_lost(self, paper: int, error: Exception) -> None:
        self._foot.show_unsaved()
        if paper != self.paper:
            self._history.said.emit(f"A text of another paper is not saved. {sentence(error)}")

    def _entered(self, box: FieldBox) -> None:
        self._last = box
        if (paper := self.paper) is not None:
            self.caret.emit(paper, box.part.name)

    def _look_again(self) -> None:
        if self._stale:
            self._refresh()

    def _keep_in_sight(self, box: FieldBox) -> None:
        edit = box.edit
        if edit.hasFocus():
            at = edit.viewport().mapTo(self._page, edit.cursorRect().center())
            self._scroll.ensureVisible(at.x(), at.y(), 0, 3 * self._look.theme.field_line())

    def _take_pictures(self, box: FieldBox, mime: QMimeData) -> None:
        paper = self.paper

        def placed(src: str) -> None:
            if self.paper == paper:
                box.place_figure(src)

        self.figures.add(pictures.sources_of(mime), placed)

    def _decide(self, status: Status) -> None:
        if (paper := self.paper) is not None:
            self._history.edit(decision(status), lambda edit: edit.papers.decide([paper], status))

    def _star(self) -> None:
        if self._found is not None:
            paper, wanted = self._found.paper.id, not self._found.paper.starred
            label = "Star" if wanted else "Take the star away"
            self._history.edit(label, lambda edit: edit.papers.star([paper], wanted))

    def _offer_tags(self) -> None:
        library = self._library
        if library is None:
            return

        def job(_: object) -> list[str]:
            with library.read() as reading:
                return list(reading.listing.counts().by_tag)

        self._tasks.work("Read the tags", job, self.chips.show_known, lambda _: None, quiet=True)

    def _body(self) -> QWidget:
        u = self._look.theme.u
        body = QWidget()
        below = QVBoxLayout()
        below.setContentsMargins(u(24), u(18), u(24), u(24))
        below.setSpacing(0)
        parts: list[tuple[QWidget, int]] = [(self.header, 10), (self.chips, 12), (self.abstract, 16)]
        parts += [(box, 14) for box in self.boxes.values()]
        for part, after in parts:
            below.addWidget(part)
            below.addSpacing(u(after))
        below.addWidget(line())
        below.addSpacing(u(12))
        below.addWidget(self.figures)
        below.addStretch(1)
        column = QWidget()
        column.setLayout(below)
        column.setMaximumWidth(u(WIDEST))
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        return body


def _read(reading: "Reading", paper: int) -> _Found:
    found = reading.papers.get(paper)
    places = reading.issues.places([found.id]).get(found.id, ())
    return _Found(found, places, {part.name: reading.writeups.get(found.id, part.name) for part in FIELDS})


def _scrolling(widget: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setProperty("kind", "pane")
    # Always there, so that no line breaks anew when a text outgrows the pane; without a way to go it is not seen.
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar = area.verticalScrollBar()
    bar.setEnabled(False)
    bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
    return area
