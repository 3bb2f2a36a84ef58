"""The view of the outline: folding, keys, and what a drag over it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from curator.desktop.mime import drag_pixmap, entries_of, files_of, papers_of, text_of
from curator.desktop.outline.delegate import SECTION_HEIGHT, EntryDelegate
from curator.desktop.outline.model import SECTION, OutlineModel
from curator.desktop.outline.sheet import Row, Sheet
from curator.desktop.theme import Look
from curator.domain.outline import Spot

REST = 600  # milliseconds over a folded section, until it opens
ARROW = 28  # units: the part of a heading that folds it
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a drag would drop: the spot, the height of its line in the viewport (None: the section is tinted alone), and words."""

    spot: Spot
    line: int | None
    words: str


class OutlineView(QTreeView):
    """`dropped(mime, spot)`: something was let go. `hint(words)`: what a drop would do, "" when the drag is over.

    `chosen()`: the choice is another. `opened(row)`: ↵ or a double click on a row.
    """

    dropped = Signal(object, object)
    section_dropped = Signal(int, int)
    hint = Signal(str)
    chosen = Signal()
    opened = Signal(object)

    def __init__(self, look: Look, model: OutlineModel) -> None:
        super().__init__()
        self._look, self._rows = look, model
        self._aim: Aim | None = None
        self._hand: tuple[QPoint, QMimeData] | None = None
        self._opened_by_drag: Key | None = None
        self._folded: set[Key] = set()
        self._delegate = EntryDelegate(look)
        self.setObjectName("outlineView")
        self.setAccessibleName("Outline")
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.collapsed.connect(lambda index: self._fold(index, True))
        self.expanded.connect(lambda index: self._fold(index, False))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._open_folded)
        self._resize(None)
        look.changed.connect(self._resize)
        selection = self.selectionModel()
        selection.selectionChanged.connect(lambda new, old: self.chosen.emit())
        selection.currentChanged.connect(lambda new, old: self.chosen.emit())

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Another state of the issue; fold, choice and scrolling stay."""
        before = self._rows.sheet
        same_issue = before is not None and sheet is not None and before.issue.id == sheet.issue.id
        keys, current, scroll = self.chosen_keys(), self._current_key(), self.verticalScrollBar().value()
        if not same_issue:
            self._folded = set()
            keys, current, scroll = [], None, 0
        if not self._rows.show(sheet):
            return
        folded = set(self._folded)
        self.expandAll()
        for key in folded:
            index = self._rows.index_of(key)
            if index.isValid():
                self.collapse(index)
        self.choose(keys, current)
        self.verticalScrollBar().setValue(scroll)
        if self._hand is not None:
            self._take_aim()

    def chosen_rows(self) -> list[Row]:
        """What is chosen, from top to bottom."""
        chosen = {row.key: row for index in self.selectedIndexes() if (row := self._rows.row_at(index)) is not None}
        return [chosen[key] for key in self._rows.every_key() if key in chosen]

    def chosen_keys(self) -> list[Key]:
        return [row.key for row in self.chosen_rows()]

    def current_row(self) -> Row | None:
        return self._rows.row_at(self.currentIndex())

    def choose(self, keys: Sequence[Key], current: Key | None = None) -> None:
        """Chooses these rows, those that are here; the current one is scrolled to by whoever wants it."""
        model = self.selectionModel()
        model.clearSelection()
        for key in keys:
            index = self._rows.index_of(key)
            if index.isValid():
                model.select(index, QItemSelectionModel.SelectionFlag.Select)
        place = self._rows.index_of(current) if current else QModelIndex()
        if place.isValid():
            model.setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)

    def go_to(self, key: Key) -> None:
        """Chooses a row alone, and brings it into view."""
        index = self._rows.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def startDrag(self, actions: Qt.DropAction) -> None:
        rows = [row for row in self.chosen_rows() if row.is_entry] or [
            row for row in self.chosen_rows() if row.kind == "section"
        ][:1]
        if not rows:
            return
        mime = self._rows.mimeData([self._rows.index_of(row.key) for row in rows])
        drag = QDrag(self)
        drag.setMimeData(mime)
        ratio = self.devicePixelRatioF()
        drag.setPixmap(drag_pixmap(self._look.theme, rows[0].title, len(rows), ratio))
        drag.setHotSpot(QPoint(-self._look.theme.u(12), -self._look.theme.u(12)))
        drag.exec(Qt.DropAction.MoveAction)
        self._end(keep=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._rows.sheet is not None and self._means(event.mimeData()):
            self.setState(QAbstractItemView.State.DraggingState)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls at the edges
        self._hand = (event.position().toPoint(), event.mimeData())
        self._take_aim()
        inside = bool(entries_of(event.mimeData(), self._rows.library)) or event.mimeData().hasFormat(SECTION)
        event.setDropAction(Qt.DropAction.MoveAction if inside else Qt.DropAction.CopyAction)
        if self._aim is not None:
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._end(keep=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hand = (event.position().toPoint(), event.mimeData())
        self._take_aim()
        aim, mime = self._aim, event.mimeData()
        self.stopAutoScroll()
        self._end(keep=aim is not None)
        if aim is None:
            event.ignore()
            return
        event.accept()
        if mime.hasFormat(SECTION):
            self.section_dropped.emit(int(bytes(mime.data(SECTION).data()).decode()), aim.spot.at)
        else:
            self.dropped.emit(mime, aim.spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and row is not None:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self._rows.row_at(index)
        if row is not None and row.kind == "section" and event.position().x() < self._look.theme.u(ARROW):
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._rows.row_at(self.indexAt(event.position().toPoint()))
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(row)
        else:
            super().mouseDoubleClickEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._aim is None or self._aim.line is None:
            return
        theme = self._look.theme
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent, 2))
        painter.setBrush(theme.pane)
        left, knob = theme.u(40), theme.u(3.5)
        y = self._aim.line + 0.5
        painter.drawLine(QPointF(left + knob, y), QPointF(self.viewport().width() - theme.u(12), y))
        painter.drawEllipse(QPointF(left, y), knob, knob)
        painter.end()

    def _means(self, mime: QMimeData) -> bool:
        """Whether a drag holds anything for an issue."""
        return bool(
            papers_of(mime, self._rows.library)
            or entries_of(mime, self._rows.library)
            or mime.hasFormat(SECTION)
            or files_of(mime)
            or text_of(mime)
        )

    def _take_aim(self) -> None:
        if self._hand is None:
            return
        position, mime = self._hand
        before = self._aim
        self._aim = self._aim_of_section(position) if mime.hasFormat(SECTION) else self._aim_of_entries(position, mime)
        target = ("section", self._aim.spot.section) if self._aim and not mime.hasFormat(SECTION) else None
        if self._opened_by_drag is not None and target != self._opened_by_drag:
            self.collapse(self._rows.index_of(self._opened_by_drag))
            self._opened_by_drag = None
        if self._aim != before:
            self._delegate.tinted = target
            self.viewport().update()
            self._rest.start()
            self.hint.emit(self._aim.words if self._aim else "It can't be dropped here")

    def _aim_of_entries(self, position: QPoint, mime: QMimeData) -> Aim | None:
        index = self.indexAt(position)
        row = self._rows.row_at(index)
        rect = self.visualRect(index)
        after = bool(index.isValid()) and position.y() > rect.center().y()
        dragged = entries_of(mime, self._rows.library)
        spot = self._rows.landing(row, dragged, after=after)
        if spot is None:
            return None
        line: int | None = None
        if row is not None and row.is_entry:
            line = rect.bottom() if after else max(0, rect.top() - 1)
        elif row is not None and row.kind in ("intro", "lead"):
            line = rect.bottom()
        count = len(dragged) or len(papers_of(mime, self._rows.library))
        return Aim(spot, line, self._words(spot, count, dragged))

    def _aim_of_section(self, position: QPoint) -> Aim | None:
        """Sections move among sections: before or after the one under the pointer, by the half of the whole of it."""
        sheet = self._rows.sheet
        if sheet is None or not sheet.groups:
            return None
        at, line = len(sheet.groups), None
        for number, group in enumerate(sheet.groups, 1):
            rect = self.visualRect(self._rows.index_of(group.row.key))
            if position.y() < rect.center().y():
                at, line = number, max(0, rect.top() - 1)
                break
        return Aim(Spot(0, at), line, "Drop to move the section here")

    def _words(self, spot: Spot, count: int, dragged: Sequence[int]) -> str:
        sheet = self._rows.sheet
        name, before = "", ""
        for part in sheet.order if sheet else ():
            if part.section == spot.section:
                stay = [entry for entry in part.entries if entry not in dragged]
                if spot.at > 1 and stay:
                    row = self._rows.row_at(self._rows.index_of(("entry", stay[min(spot.at - 2, len(stay) - 1)])))
                    before = _called(row) if row else ""
        for group in sheet.groups if sheet else ():
            if group.row.id == spot.section:
                name = group.row.title
        what = (
            ("it" if not count else "this" if count == 1 else f"{count} papers")
            if not dragged
            else _moved(len(dragged))
        )
        verb = "move" if dragged else "put"
        where = f"after {before}" if before else "at the beginning"
        inside = f"into {name or 'the part before the first section'}"
        return f"Drop to {verb} {what} {inside} {where}"

    def _scrolled(self) -> None:
        """The view moves under a resting pointer, and no event comes: aim again."""
        if self._hand is not None:
            self._take_aim()

    def _open_folded(self) -> None:
        if self._aim is None or self._hand is None:
            return
        key = ("section", self._aim.spot.section)
        index = self._rows.index_of(key)
        if index.isValid() and not self.isExpanded(index):
            self._opened_by_drag = key
            self.expand(index)
            self.viewport().update()

    def _end(self, *, keep: bool) -> None:
        """The drag is over; `keep`: what it opened stays open."""
        self._rest.stop()
        if self._opened_by_drag is not None and not keep:
            self.collapse(self._rows.index_of(self._opened_by_drag))
        was, self._aim, self._hand, self._opened_by_drag = self._aim, None, None, None
        self._delegate.tinted = None
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()
        if was is not None:
            self.hint.emit("")

    def _fold(self, index: QModelIndex, folded: bool) -> None:
        row = self._rows.row_at(index)
        if row is None or row.key == self._opened_by_drag:
            return
        if folded:
            self._folded.add(row.key)
        else:
            self._folded.discard(row.key)

    def _current_key(self) -> Key | None:
        row = self.current_row()
        return row.key if row is not None else None

    def _resize(self, _theme: object) -> None:
        self.setAutoScrollMargin(self._look.theme.u(SECTION_HEIGHT))
        self.scheduleDelayedItemsLayout()


def _called(row: Row) -> str:
    number = f"№ {row.number}, " if row.number is not None else ""
    title = row.title if len(row.title) <= 40 else row.title[:39] + "…"
    return f"{number}“{title}”"


def _moved(count: int) -> str:
    return "this" if count == 1 else f"{count} entries"
