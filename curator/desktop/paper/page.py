"""One paper from its title to its figures, in a column that scrolls and follows the caret."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.paper import pictures
from curator.desktop.paper.abstract import Abstract
from curator.desktop.paper.box import FieldBox
from curator.desktop.paper.chips import Chips
from curator.desktop.paper.figures import Figures
from curator.desktop.paper.header import PaperHeader
from curator.desktop.paper.known import Known
from curator.desktop.paper.rescue import Rescue
from curator.desktop.paper.unsaved import Unsaved
from curator.desktop.parts import line
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.papers import Paper, Place
from curator.domain.writeups import FIELDS, INSIGHTS, WHY, Text

if TYPE_CHECKING:
    from curator.library.library import Library, Reading

WIDEST = 760
"""Units beyond which lines would be too long to read."""

LEAST = {WHY.name: 2, INSIGHTS.name: 4}
"""Lines that a field has even if it is empty."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that is shown of a paper, from one snapshot. `texts` are by field; `took_in`: another paper was found to be this one."""

    paper: Paper
    places: Sequence[Place]
    texts: dict[str, Text]
    took_in: bool = False


def read(reading: "Reading", paper: int) -> Found:
    """Reads what is shown; the number of a merged paper leads to the one that stayed. Raises NotFound."""
    found = reading.papers.get(paper)
    places = reading.issues.places([found.id]).get(found.id, ())
    texts = {part.name: reading.writeups.get(found.id, part.name) for part in FIELDS}
    return Found(found, places, texts, bool(reading.merging.merged_into(found.id)))


class PaperPage(QScrollArea):
    """`typed` carries paper, field and text after each change, `caret` paper and field when one is entered, `open_address` what a browser
    is to show, `saved` the time of a COMMIT, `lost` the paper and the error of a save that failed, `versions_asked` a field; `unheld` asks
    for the paper to be read again, since something could not be shown when it was."""

    typed = Signal(int, str, str)
    caret = Signal(int, str)
    open_address = Signal(str)
    saved = Signal(object)
    lost = Signal(int, object)
    versions_asked = Signal(str)
    unheld = Signal()

    def __init__(
        self, look: Look, tasks: Tasks, history: History, actions: Actions, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._look, self._tasks, self._actions = look, tasks, actions
        self._library: Library | None = None
        self._paper: int | None = None
        self._is_stale = False
        self.known = Known(tasks, self)
        self.header = PaperHeader(look, history, actions)
        self.chips = Chips(look, history)
        self.abstract = Abstract(look)
        self.boxes = {
            part.name: FieldBox(look, part, LEAST[part.name], self.known, tasks, history, now) for part in FIELDS
        }
        self.figures = Figures(look, tasks, history)
        self._last = self.boxes[INSIGHTS.name]
        self._followed: FieldBox | None = None
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(0)
        self._following.timeout.connect(self._keep_in_sight)
        self._body = self._made_body()
        scrolls(self, self._body, "paperScroll")
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._grew)
        bar.actionTriggered.connect(self._let_go)
        self.chips.open_address.connect(self.open_address)
        self.chips.tags_wanted.connect(self._offer_tags)
        self.figures.place_asked.connect(lambda src: self._last.place_figure(src))
        for box in self.boxes.values():
            self._connect(box)

    def show_library(self, library: "Library | None", rescue: Rescue | None) -> None:
        """Papers of this library from now on; `rescue` keeps texts that can't be saved in it."""
        self._library = library
        self.known.show_library(library)
        self.figures.show_library(library)
        for box in self.boxes.values():
            box.saving.keep_in(rescue)
        for part in (self.header, self.chips, self.figures):
            part.set_read_only(library is not None and library.is_read_only)

    def show_found(self, found: Found, *, is_new: bool, is_merged: bool) -> None:
        """Another paper (`is_new`), or the same one as it is by now; `is_merged`: the one that was shown is this one."""
        paper = found.paper
        self._paper = self.known.paper = paper.id
        self.header.show_paper(paper)
        self.chips.show_paper(paper)
        self.abstract.show_text(paper.abstract)
        names = {figure.src: figure.caption or f"Figure {n}" for n, figure in enumerate(paper.figures, 1)}
        self._is_stale = False
        for name, box in self.boxes.items():
            box.edit.set_figures(names)
            if is_merged:
                box.saving.move_to(paper.id)
            if is_new:
                box.show_text(
                    paper.id, found.texts[name], read_only=self._library is None or self._library.is_read_only
                )
                if box.edit.hasFocus():
                    box.edit.enter()
            else:
                before = box.edit.text
                self._is_stale |= not box.take_news(found.texts[name])
                if box.edit.text != before:
                    self._ask_origin(paper.id, box, before)
        self.figures.show_paper(paper)
        if is_new:
            self.verticalScrollBar().setValue(0)

    def show_none(self) -> None:
        """No paper: nothing can be typed."""
        self._paper = None
        for box in self.boxes.values():
            box.saving.show_none()
            box.edit.setReadOnly(True)

    def leave(self) -> None:
        """Sends all that is typed and not saved, and closes the step of the field one is in."""
        for box in self.boxes.values():
            box.edit.leave()
            box.saving.finish()

    def save_again(self) -> None:
        """Tries once more to save what could not be saved, also of papers shown before."""
        for box in self.boxes.values():
            box.saving.finish()

    @property
    def has_unsaved(self) -> bool:
        return any(box.saving.has_unsaved for box in self.boxes.values())

    @property
    def unsaved(self) -> list[Unsaved]:
        """The texts that could not be saved, also of papers shown before."""
        return [one for box in self.boxes.values() for one in box.saving.unsaved]

    @property
    def last_field(self) -> str:
        """The field that one wrote in last."""
        return self._last.part.name

    @property
    def has_failed(self) -> bool:
        return any(box.saving.has_failed for box in self.boxes.values())

    def find_here(self) -> bool:
        """Opens the search in the field that has the caret. False: none has it."""
        for box in self.boxes.values():
            if box.edit.hasFocus() or box.find_bar.isAncestorOf(self.focusWidget() or self):
                box.open_find()
                return True
        return False

    @property
    def caret_place(self) -> tuple[str, int] | None:
        """The field that has the caret, and where in it; None where none has it. True also of a window that is not in front."""
        window = self.window()
        here = next((box for box in self.boxes.values() if box.edit is window.focusWidget()), None)
        return (here.part.name, here.edit.textCursor().position()) if here is not None else None

    def focus_field(self, field: str, at: int | None = None) -> None:
        """Puts the caret into a field, and the field into sight. `at`: where in it, else where it was."""
        box = self.boxes[field]
        if at is not None:
            caret = box.edit.textCursor()
            caret.setPosition(min(at, box.edit.document().characterCount() - 1))
            box.edit.setTextCursor(caret)
        box.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(box)

    def _connect(self, box: FieldBox) -> None:
        edit = box.edit
        edit.takes_pictures = pictures.is_no_text
        edit.dropped.connect(lambda mime: self._take_pictures(box, mime))
        edit.entered.connect(lambda: self._entered(box))
        edit.composed.connect(self._look_again)
        edit.cursorPositionChanged.connect(lambda: self._caret_moved(box))
        box.typed.connect(self._typed)
        box.saved.connect(self.saved)
        box.lost.connect(self.lost)
        box.versions_asked.connect(self.versions_asked)
        box.saving.settled.connect(self._look_again)

    def _typed(self, field: str, text: str) -> None:
        if self._paper is not None:
            self.typed.emit(self._paper, field, text)

    def _entered(self, box: FieldBox) -> None:
        self._last = box
        if self._paper is not None:
            self.caret.emit(self._paper, box.part.name)

    def _look_again(self) -> None:
        if self._is_stale:
            self.unheld.emit()

    def _caret_moved(self, box: FieldBox) -> None:
        """Follows the caret, also when the field grows to hold it, until a person scrolls."""
        self._followed = box
        self._following.start()

    def _grew(self) -> None:
        if self._followed is not None:
            self._following.start()

    def _let_go(self) -> None:
        self._followed = None

    def _keep_in_sight(self) -> None:
        if self._followed is not None and self._followed.edit.hasFocus():
            edit = self._followed.edit
            at = edit.viewport().mapTo(self._body, edit.cursorRect().center())
            self.ensureVisible(at.x(), at.y(), 0, 3 * self._look.theme.field_line())

    def _take_pictures(self, box: FieldBox, mime: QMimeData) -> None:
        paper = self._paper

        def placed(src: str) -> None:
            if self._paper == paper:
                box.place_figure(src)

        if words := pictures.refused(mime):
            box.changed.say(words, ("Close", box.changed.clear), tone="warn")
        self.figures.add(pictures.sources_of(mime), placed)

    def _ask_origin(self, paper: int, box: FieldBox, before: str) -> None:
        """A text that changed under one's eyes says so, unless it was this window's undo."""
        library, text = self._library, box.edit.text
        if library is None:
            return
        box.changed.clear()

        def job(_: object) -> str | None:
            with library.read() as reading:
                return reading.writeups.origin(paper, box.part.name)

        def done(origin: str | None) -> None:
            if origin == "command" and self._paper == paper and box.edit.text == text:
                box.say_changed(before, self._actions["history"].trigger)

        self._tasks.work("Read who changed a text", job, done, lambda _: None, quiet=True)

    def _offer_tags(self) -> None:
        library = self._library
        if library is None:
            return

        def job(_: object) -> list[str]:
            with library.read() as reading:
                return list(reading.listing.counts().by_tag)

        self._tasks.work("Read the tags", job, self.chips.show_known, lambda _: None, quiet=True)

    def _made_body(self) -> QWidget:
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


def scrolls(area: QScrollArea, widget: QWidget, name: str) -> QScrollArea:
    """Puts a widget into an area that scrolls up and down alone, on the ground of a pane."""
    area.setObjectName(name)
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for one in (widget, area.viewport()):
        one.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        one.setProperty("kind", "pane")
    # Always there, so that no line breaks anew when a text outgrows the pane; without a way to go it is not seen.
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.verticalScrollBar().setEnabled(False)
    # Asked for each time: Qt may take another when the window is made anew for a web view.
    area.verticalScrollBar().rangeChanged.connect(lambda low, high: area.verticalScrollBar().setEnabled(high > low))
    return area
