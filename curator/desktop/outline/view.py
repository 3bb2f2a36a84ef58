"""The view of the outline: folding, keys, dragging out of it and over it."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from curator.desktop.mime import drag_pixmap, entries_of
from curator.desktop.outline.aim import Aim, aim_at, means_anything
from curator.desktop.outline.delegate import SECTION_HEIGHT, EntryDelegate
from curator.desktop.outline.model import SECTION, Key, OutlineModel
from curator.desktop.outline.noissue import paint_place
from curator.desktop.outline.sheet import Row, Sheet
from curator.desktop.theme import Look

REST = 600  # milliseconds over a folded section, until it opens
ARROW = 28  # units: the part of a heading that folds it
CLIPBOARD = (
    (QKeySequence.StandardKey.Cut, "cut"),
    (QKeySequence.StandardKey.Copy, "copy"),
    (QKeySequence.StandardKey.Paste, "paste"),
)


class OutlineView(QTreeView):
    """`dropped(mime, spot)`: something was let go, `section_dropped(section, at)`: a section. `hint(words)`: what a drop would do, "" when
    the drag is over. `chosen()`: the choice is another. `opened(row)`: ↵ or a double click. `clipboard(name)`: cut, copy or paste."""

    dropped = Signal(object, object)
    section_dropped = Signal(int, int)
    hint = Signal(str)
    chosen = Signal()
    opened = Signal(object)
    clipboard = Signal(str)

    def __init__(self, look: Look, model: OutlineModel) -> None:
        super().__init__()
        self._look, self._rows = look, model
        self._aim: Aim | None = None
        self._hand: tuple[QPoint, QMimeData] | None = None
        self._opened_by_drag: Key | None = None
        self._folded: set[Key] = set()
        self._quiet = self._follows = False
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
        selection.selectionChanged.connect(lambda new, old: self._tell())
        selection.currentChanged.connect(lambda new, old: self._tell())

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Another issue, or another state of this one; fold, choice and scrolling stay. Of a choice that is gone its neighbour is left."""
        before, chosen = self._rows.sheet, self.chosen_rows()
        self._rows.show(sheet)
        for group in sheet.groups if sheet is not None else ():
            index, is_open = self._rows.index_of(group.row.key), group.row.key not in self._folded
            if self.isExpanded(index) != is_open and group.row.key != self._opened_by_drag:
                self.setExpanded(index, is_open)
        if before is not None and sheet is not None and chosen and sheet.issue.id == before.issue.id:
            there = {row.key for row in sheet.rows()}
            if not any(row.key in there for row in chosen) and (key := neighbour(before, chosen, there)) is not None:
                self.choose([key], quiet=not self.hasFocus())
        if self._follows and self._has_moved(before):
            self._follows = False
            if self._is_unfolded(self.currentIndex()):
                self.scrollTo(self.currentIndex())
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

    def choose(self, keys: Sequence[Key], *, quiet: bool = False) -> None:
        """Chooses those of these rows that are here, the first of them in sight. `quiet`: nobody is told, and what is folded stays so."""
        indexes = [index for key in keys if (index := self._rows.index_of(key)).isValid()]
        self._quiet = quiet
        model = self.selectionModel()
        model.clearSelection()
        for index in indexes:
            model.select(index, QItemSelectionModel.SelectionFlag.Select)
        seen = [index for index in indexes if not quiet or self._is_unfolded(index)]
        if seen:
            model.setCurrentIndex(seen[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(seen[-1])
            self.scrollTo(seen[0])  # both unfold what they are in
        self._quiet = False

    def rename(self, key: Key) -> None:
        """Lets the name of a section be typed in its place."""
        index = self._rows.index_of(key)
        if index.isValid():
            self.scrollTo(index)
            self.edit(index)

    def follow(self) -> None:
        """What is chosen is about to be moved from here: it is to be in sight where it comes to stand."""
        self._follows = True

    def set_cut(self, keys: frozenset[Key]) -> None:
        """Rows that are cut and will move when they are pasted: fainter until then."""
        if keys != self._delegate.cut:
            self._delegate.cut = keys
            self.viewport().update()

    def startDrag(self, actions: Qt.DropAction) -> None:
        chosen = self.chosen_rows()
        rows = [row for row in chosen if row.is_entry] or [row for row in chosen if row.kind == "section"][:1]
        if not rows or not self._rows.can_write:
            return
        drag = QDrag(self)
        drag.setMimeData(self._rows.mimeData([self._rows.index_of(row.key) for row in rows]))
        drag.setPixmap(drag_pixmap(self._look.theme, rows[0].title, len(rows), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(-self._look.theme.u(12), -self._look.theme.u(12)))
        drag.exec(Qt.DropAction.MoveAction)
        self._end(keep=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._rows.sheet is not None and self._rows.can_write and means_anything(event.mimeData(), self._rows):
            self.setState(QAbstractItemView.State.DraggingState)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls at the edges
        mime = event.mimeData()
        self._hand = (event.position().toPoint(), mime)
        self._take_aim()
        inside = bool(entries_of(mime, self._rows.library)) or mime.hasFormat(SECTION)
        event.setDropAction(Qt.DropAction.MoveAction if inside else Qt.DropAction.CopyAction)
        if self._aim is not None:
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._end(keep=False)

    def dropEvent(self, event: QDropEvent) -> None:
        mime = event.mimeData()
        self._hand = (event.position().toPoint(), mime)
        self._take_aim()
        aim = self._aim
        self.stopAutoScroll()
        self._end(keep=aim is not None)
        if aim is None or not self._rows.can_write:
            event.ignore()
            return
        inside = bool(entries_of(mime, self._rows.library)) or aim.is_section
        event.setDropAction(Qt.DropAction.MoveAction if inside else Qt.DropAction.CopyAction)
        event.accept()
        if aim.is_section:
            self.section_dropped.emit(_number(bytes(mime.data(SECTION).data())), aim.spot.at)
        else:
            self.dropped.emit(mime, aim.spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # Enter ends a name that is typed in its place, and comes here too
        row = self.current_row()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        name = next((name for key, name in CLIPBOARD if event.matches(key)), None)
        if name is not None:
            self.clipboard.emit(name)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and row is not None:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Escape and plain and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self._rows.row_at(index)
        on_arrow = event.position().x() < self._look.theme.u(ARROW) and event.button() == Qt.MouseButton.LeftButton
        if row is not None and row.kind == "section" and on_arrow:
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
        if self._aim is not None and not self._rows.rowCount():
            paint_place(self.viewport(), self._look)  # an issue without a row is one place
        if self._aim is None or self._aim.line is None:
            return
        theme = self._look.theme
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent, 2))
        painter.setBrush(theme.pane)
        knob = theme.u(3.5)
        left = theme.u(14 if self._aim.is_section else 40)
        y = max(float(knob), self._aim.line + 0.5)
        painter.drawLine(QPointF(left + knob, y), QPointF(self.viewport().width() - theme.u(12), y))
        painter.drawEllipse(QPointF(left, y), knob, knob)
        painter.end()

    def _take_aim(self) -> None:
        if self._hand is None:
            return
        before, self._aim = self._aim, aim_at(self, self._rows, *self._hand)
        tinted = self._aim.tinted if self._aim is not None else None
        if self._opened_by_drag is not None and tinted != self._opened_by_drag:
            opened, self._opened_by_drag = self._opened_by_drag, None
            self.collapse(self._rows.index_of(opened))
            self._aim = aim_at(self, self._rows, *self._hand)  # what lies under the pointer is another row now
            tinted = self._aim.tinted if self._aim is not None else None
        if self._aim != before:
            self._delegate.tinted = tinted
            self.viewport().update()
            self._rest.start()
            self.hint.emit(self._aim.words if self._aim else "It can't be dropped here")

    def _scrolled(self) -> None:
        """The view moves under a resting pointer, and no event comes: aim again."""
        if self._hand is not None:
            self._take_aim()

    def _open_folded(self) -> None:
        key = self._aim.tinted if self._aim is not None else None
        index = self._rows.index_of(key) if key is not None else QModelIndex()
        if index.isValid() and not self.isExpanded(index):
            self._opened_by_drag = key
            self.expand(index)
            self.viewport().update()

    def _end(self, *, keep: bool) -> None:
        """The drag is over; `keep`: what it opened stays open."""
        self._rest.stop()
        opened, self._opened_by_drag = self._opened_by_drag, None
        if opened is not None and keep:
            self._folded.discard(opened)
        elif opened is not None:
            self.collapse(self._rows.index_of(opened))
        was, self._aim, self._hand = self._aim, None, None
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

    def _has_moved(self, before: Sheet | None) -> bool:
        """Whether the current row stands elsewhere among the rows that were there before."""
        row, sheet = self.current_row(), self._rows.sheet
        if row is None or sheet is None or before is None:
            return False
        was, now = [one.key for one in before.rows()], [one.key for one in sheet.rows()]
        stay = set(was).intersection(now)
        was, now = [key for key in was if key in stay], [key for key in now if key in stay]
        return row.key in stay and was.index(row.key) != now.index(row.key)

    def _is_unfolded(self, index: QModelIndex) -> bool:
        return not index.parent().isValid() or self.isExpanded(index.parent())

    def _tell(self) -> None:
        if not self._quiet:
            self.chosen.emit()

    def _resize(self, _theme: object) -> None:
        self.setAutoScrollMargin(self._look.theme.u(SECTION_HEIGHT))
        self.scheduleDelayedItemsLayout()


def neighbour(before: Sheet, gone: Sequence[Row], there: Collection[Key]) -> Key | None:
    """What stood nearest to rows that are gone and is still there: below them before above them, in their section before elsewhere."""
    rows, keys = list(before.rows()), {row.key for row in gone}
    places = [at for at, row in enumerate(rows) if row.key in keys]
    section = rows[places[-1]].section
    near = [*rows[places[-1] + 1 :], *reversed(rows[: places[0]])]
    left = [row for row in near if row.key in there and row.kind not in ("hint", "section")]
    same = (row.key for row in left if row.section == section)
    return next(same, None) or next((row.key for row in left), None)


def _number(data: bytes) -> int:
    """The number of a section that is dragged; 0, which none has, if another program put something else under our name."""
    text = data.decode("ascii", "replace")
    return int(text) if text.isdigit() and len(text) < 19 else 0
