"""The rail: where papers stand, with numbers that are counted anew whenever something changed; wide with words, narrow with icons."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from curator.desktop import mime
from curator.desktop.actions import Actions
from curator.desktop.inbox.again import Again
from curator.desktop.inbox.arrivals import named
from curator.desktop.inbox.shelves import EVERY, Shelf, Shelves, count
from curator.desktop.news import News
from curator.desktop.parts import IconButton, label
from curator.desktop.sizes import HEAD
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.papers import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from curator.domain.progress import Progress
    from curator.library.library import Library

ROW = int(Qt.ItemDataRole.UserRole) + 1
HEIGHT, HEADING, NARROW, GAP = 25, 32, 33, 13  # units
ADDING = ("add-papers", "find-on-arxiv", "new-paper", "", "new-issue", "import-issue")
_GROUPED = {"issue": ("Issues", "file-text"), "tag": ("Tags", "tag")}
_NONE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Line = Shelf | str
"""A place, or the words of a heading ("" is a line between places)."""


class Sidebar(QWidget):
    """`picked` carries the Shelf that was chosen. `shelves` are those of the last count.

    `dropped(shelf, papers)`: papers of this library were let fall on a place. `brought`: data that may name new ones; `pasted`: Ctrl+V.
    """

    picked = Signal(object)
    dropped = Signal(object, list)
    brought = Signal(object)
    pasted = Signal()
    counted = Signal(object)
    failed = Signal(object)

    def __init__(self, look: Look, tasks: Tasks, news: News, actions: Actions) -> None:
        super().__init__()
        self._look = look
        self._library: Library | None = None
        self._is_narrow = False
        self._is_first = False
        self._kept: tuple[str, str] | None = None
        self.shelf = EVERY
        self.shelves = Shelves()
        self.setObjectName("rail")
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = Again(tasks, "Count", self._job, self._counted, self.failed.emit, self)
        self._name = label(look, "", weight=600)
        self._name.setMinimumWidth(1)
        self._plus = IconButton(look, "railAdd", "plus", "Add papers or an issue", self._offer)
        self._plus.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._adding = QMenu(self)
        self._adding.setObjectName("addMenu")
        for name in ADDING:
            if name:
                self._adding.addAction(actions[name])
            else:
                self._adding.addSeparator()
        self._head = QWidget()
        self._across = QHBoxLayout(self._head)
        self._across.setSpacing(0)
        self._across.addWidget(self._name, 1)
        self._across.addWidget(self._plus)
        self._model = RailModel(self)
        self._view = RailView(look, self._model)
        self._view.picked.connect(self._pick)
        self._view.grouped.connect(self._open_group)
        self._view.dropped.connect(self.dropped)
        self._view.brought.connect(self.brought)
        self._view.pasted.connect(self.pasted)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._head)
        below.addWidget(self._view, 1)
        self.setFocusProxy(self._view)
        news.changed.connect(self._heard)
        look.changed.connect(self._lay)
        self._lay()

    def show_library(self, library: "Library | None", selection: Mapping[str, object] | None = None) -> None:
        """Another library, or none; in it the place that was shown last is picked, else the inbox, or all if that is empty."""
        self._count.stop()
        self._library = library
        self.shelf, self.shelves = EVERY, Shelves()
        self._view.library = library.path if library is not None else None
        self._kept = _kept(selection or {})
        self._is_first = True
        self._name.setText(library.path.stem if library is not None else "")
        self._show()
        self._count.ask()

    @property
    def is_idle(self) -> bool:
        """The numbers are true: nothing is being counted."""
        return self._count.is_idle

    def narrow(self, narrow: bool) -> None:
        """Icons alone, or words."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._lay()

    def choose(self, shelf: Shelf) -> None:
        """Marks a place as the one that is shown; nobody is told."""
        self.shelf = shelf
        self._view.mark(shelf)

    def _job(self) -> "Callable[[Progress], Shelves] | None":
        library = self._library
        return None if library is None else lambda progress: count(library, progress)

    def _counted(self, shelves: Shelves) -> None:
        if shelves != self.shelves:
            self.shelves = shelves
            self._show()
        if self._is_first:
            self._is_first = False
            self.choose(self._begin(shelves))
            self.picked.emit(self.shelf)
        self.counted.emit(shelves)

    def _begin(self, shelves: Shelves) -> Shelf:
        if self._kept is not None:
            return shelves.find(*self._kept) or EVERY
        inbox = shelves.find("status", Status.INBOX.value)
        return inbox if inbox is not None and inbox.count else EVERY

    def _heard(self, changes: Changes) -> None:
        if changes.touches("paper", "metadata", "issue"):
            self._count.ask()

    def _show(self) -> None:
        lines: list[Line] = []
        for heading, shelves in self.shelves.groups():
            kind = shelves[0].kind
            if self._is_narrow and kind in _GROUPED:
                name, icon = _GROUPED[kind]
                lines += ["", Shelf(f"{kind}s", "", name, icon, len(shelves))]
            else:
                lines += [*([] if self._is_narrow else [heading]), *shelves]
        self._model.show(lines)
        self._view.mark(self.shelf)

    def _pick(self, shelf: Shelf) -> None:
        if shelf.key != self.shelf.key:
            self.shelf = shelf
            self.picked.emit(shelf)
        self._view.mark(shelf)

    def _open_group(self, group: Shelf, place: QPoint) -> None:
        """The issues or tags behind one icon."""
        menu = QMenu(self)
        menu.setObjectName(f"{group.kind}Menu")
        for shelf in self.shelves.issues if group.kind == "issues" else self.shelves.tags:
            action = QAction(f"{shelf.name}\t{shelf.count:,}".replace("&", "&&"), menu)
            action.triggered.connect(lambda checked=False, shelf=shelf: self._pick(shelf))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _offer(self) -> None:
        self._adding.popup(self._plus.mapToGlobal(QPoint(0, self._plus.height())))

    def _lay(self, _theme: object = None) -> None:
        u = self._look.theme.u
        self._head.setFixedHeight(u(HEAD) - 1)
        self._name.setVisible(not self._is_narrow)
        self._name.setFont(self._look.theme.font(1.0, 600))
        self._across.setContentsMargins(u(12) if not self._is_narrow else u(8), 0, u(8), 0)
        self._view.narrow(self._is_narrow)
        self._show()


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
    """`picked` carries a Shelf; `grouped` one that stands for many, and where their menu is to open."""

    picked = Signal(object)
    grouped = Signal(object, QPoint)
    dropped = Signal(object, list)
    brought = Signal(object)
    pasted = Signal()

    def __init__(self, look: Look, model: RailModel) -> None:
        super().__init__()
        self._look, self._rail = look, model
        self.setObjectName("railView")
        self.setAccessibleName("Where papers are")
        self.setModel(model)
        self._delegate = _RailDelegate(look)
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
        if isinstance(line, Shelf) and (is_enter or (is_move and not _is_group(line))):
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
        if _is_group(line):
            box = self.visualRect(index)
            self.grouped.emit(line, self.viewport().mapToGlobal(box.topRight()))
        else:
            self.picked.emit(line)


class _RailDelegate(QStyledItemDelegate):
    """Paints a place, a heading, or a line between."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.is_narrow = False
        self.target = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line, u = index.data(ROW), self._look.theme.u
        if isinstance(line, Shelf):
            height = NARROW if self.is_narrow else HEIGHT
        else:
            height = HEADING if line else GAP
        return QSize(u(40), u(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Shelf):
            self._shelf(painter, option, line, is_target=index.row() == self.target)
        else:
            self._heading(painter, option.rect, str(line or ""))
        painter.restore()

    def _heading(self, painter: QPainter, box: QRect, words: str) -> None:
        theme, u = self._look.theme, self._look.theme.u
        if words:
            painter.setFont(theme.font(0.92, 600))
            painter.setPen(theme.dim)
            painter.drawText(
                box.adjusted(u(16), u(6), -u(12), 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words
            )
        else:
            painter.setPen(theme.line)
            painter.drawLine(box.left() + u(12), box.center().y(), box.right() - u(12), box.center().y())

    def _shelf(self, painter: QPainter, option: QStyleOptionViewItem, shelf: Shelf, *, is_target: bool) -> None:
        theme, u, box = self._look.theme, self._look.theme.u, option.rect
        ground = QRectF(box).adjusted(u(6), 0, -u(6), 0)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = option.widget is not None and option.widget.hasFocus()
        active = option.palette.currentColorGroup() != QPalette.ColorGroup.Inactive
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(theme.chosen if focused and active else theme.idle)
            painter.drawRoundedRect(ground, u(6), u(6))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.chip)
            painter.drawRoundedRect(ground, u(6), u(6))
        if is_target or (state & QStyle.StateFlag.State_HasFocus and focused):
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), u(6), u(6))
        ratio = painter.device().devicePixelRatioF()
        token = "text" if chosen else "dim"
        size = u(16)
        left = box.center().x() - size // 2 if self.is_narrow else box.left() + u(16)
        painter.drawPixmap(
            QRect(left, box.center().y() - size // 2 + 1, size, size), theme.pixmap(shelf.icon, token, 16, ratio)
        )
        if self.is_narrow:
            return
        painter.setFont(theme.font(0.92, tabular=True))
        number = f"{shelf.count:,}"
        wide = QFontMetrics(painter.font()).horizontalAdvance(number)
        painter.setPen(theme.dim if chosen else theme.faint)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(0, 0, -u(16), 0), Qt.AlignmentFlag.AlignRight | middle, number)
        font = theme.font(1.0, 600 if chosen else 400)
        painter.setFont(font)
        painter.setPen(theme.text)
        words = box.adjusted(u(41), 0, -u(24) - wide, 0)
        name = QFontMetrics(font).elidedText(shelf.name, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, name)


def _kept(selection: Mapping[str, object]) -> tuple[str, str] | None:
    """Kind and value of the place that was shown last."""
    held = selection.get("shelf")
    if isinstance(held, list) and len(held) == 2 and all(isinstance(one, str) for one in held):
        return held[0], held[1]
    return None


def _key(line: Line) -> object:
    return line if isinstance(line, str) else line.key


def _is_group(shelf: Shelf) -> bool:
    return shelf.kind in ("issues", "tags")
