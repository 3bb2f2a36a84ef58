"""The rail as a view: its lines, picking and dropping, and how they are painted."""

from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QListView, QWidget

from curator.desktop import mime
from curator.desktop.inbox.arrivals import named
from curator.desktop.inbox.raildelegate import ROW, RailDelegate
from curator.desktop.inbox.shelves import Shelf
from curator.desktop.theme import Look

_NONE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Line = Shelf | str
"""A place, or the words of a heading ("" is a line between places)."""


class RailModel(QAbstractListModel):
    """The lines of the rail. Changed lines are told as such, so that a choice and a focus stay."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: list[Line]) -> None:
        """Other lines, or the same with other numbers."""
        if [_key(one) for one in lines] == [_key(one) for one in self.lines]:
            self.lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == ROW:
            return line
        if isinstance(line, str):
            return line if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{line.name}, {line.count:,}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if 0 <= index.row() < len(self.lines) and isinstance(self.lines[index.row()], Shelf):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class RailView(QListView):
    """`picked` carries a Shelf; `grouped` one that stands for many, and where their menu is to open; `menu_asked` one, and where."""

    picked = Signal(object)
    grouped = Signal(object, QPoint)
    menu_asked = Signal(object, QPoint)
    dropped = Signal(object, list)
    brought = Signal(object)
    pasted = Signal()

    def __init__(self, look: Look, model: RailModel) -> None:
        super().__init__()
        self._look, self._rail = look, model
        self.setObjectName("railView")
        self.setAccessibleName("Where papers are")
        self.setModel(model)
        self._delegate = RailDelegate(look)
        self.setItemDelegate(self._delegate)
        self.library: Path | None = None
        self.setAcceptDrops(True)
        self.setDragDropMode(QListView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)

    def narrow(self, narrow: bool) -> None:
        self._delegate.is_narrow = narrow
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)  # it would push the icons out of the middle
        self.scheduleDelayedItemsLayout()

    def mark(self, shelf: Shelf) -> None:
        """Shows this place, or the icon it stands behind, as the chosen one."""
        for at, line in enumerate(self._rail.lines):
            if isinstance(line, Shelf) and (line.key == shelf.key or line.key == (f"{shelf.kind}s", "")):
                self.selectionModel().setCurrentIndex(
                    self._rail.index(at), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                return
        self.clearSelection()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Only the left button chooses: a menu is about the place under the pointer, and leaves the list as it is."""
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        else:
            event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_mouse else self.currentIndex()
        line = self._rail.lines[index.row()] if index.isValid() else None
        if isinstance(line, Shelf):
            place = event.pos() if is_mouse else self.visualRect(index).center()
            self.menu_asked.emit(line, self.viewport().mapToGlobal(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._open(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows choose at once; a place with a menu of its own waits for Enter."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
            return
        super().keyPressEvent(event)
        index = self.currentIndex()
        if not index.isValid():
            return
        line = self._rail.lines[index.row()]
        is_move = event.key() in (
            Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        )  # fmt: skip
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if isinstance(line, Shelf) and (is_enter or (is_move and not is_group(line))):
            self._open(index)

    def keyboardSearch(self, search: str) -> None:
        """Letters are for fields."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._aim(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._point_at(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        shelf = self._aim(event)
        self._point_at(-1)
        papers = mime.papers_of(event.mimeData(), self.library)
        if papers and shelf is not None:
            self.dropped.emit(shelf, [*papers])
        elif not papers and event.isAccepted():
            self.brought.emit(event.mimeData())

    def _aim(self, event: QDropEvent) -> Shelf | None:
        """The place under a drag, if papers can fall on it. What names new ones may fall anywhere."""
        event.setDropAction(Qt.DropAction.CopyAction)
        if not mime.papers_of(event.mimeData(), self.library):
            event.setAccepted(bool(named(event.mimeData())))
            return None
        index = self.indexAt(event.position().toPoint())
        line = self._rail.lines[index.row()] if index.isValid() else None
        takes = isinstance(line, Shelf) and line.takes_papers
        self._point_at(index.row() if takes else -1)
        event.setAccepted(takes)
        return line if isinstance(line, Shelf) and takes else None

    def _point_at(self, row: int) -> None:
        if row != self._delegate.target:
            self._delegate.target = row
            self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        line = self._rail.lines[index.row()]
        if not isinstance(line, Shelf):
            return
        if is_group(line):
            box = self.visualRect(index)
            self.grouped.emit(line, self.viewport().mapToGlobal(box.topRight()))
        else:
            self.picked.emit(line)


def _key(line: Line) -> object:
    return line if isinstance(line, str) else line.key


def is_group(shelf: Shelf) -> bool:
    """Whether a place is the icon behind which all issues or tags stand in a narrow rail."""
    return shelf.kind in ("issues", "tags")
