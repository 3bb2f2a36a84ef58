"""The list on screen: choice, keys, the pointer's actions, dragging out; it keeps its place whatever comes and goes."""

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from curator.desktop.inbox.delegate import HEIGHT, RowDelegate
from curator.desktop.inbox.model import PaperList
from curator.desktop.mime import drag_pixmap
from curator.desktop.theme import Look, Theme

_FLAG = QItemSelectionModel.SelectionFlag
_CLEAR = _FLAG.ClearAndSelect | _FLAG.Rows
_FEW = 8
_MOST = 5_000
"""So many chosen papers are found again after the list is begun anew."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one is in the list: what is chosen, the current paper, the topmost with how far it is scrolled out (None: at the top)."""

    chosen: tuple[int, ...]
    is_all: bool
    current: int | None
    top: tuple[int, int] | None


class InboxView(QTableView):
    """`chosen`: the choice is another. `acted(name, paper)`: an action under the pointer. `opened`: Enter or a double click.
    `menu_asked` carries the place on screen, `pasted` and `escaped` nothing."""

    chosen = Signal()
    acted = Signal(str, int)
    opened = Signal()
    menu_asked = Signal(QPoint)
    pasted = Signal()
    escaped = Signal()

    def __init__(self, look: Look, model: PaperList, today: Callable[[], date]) -> None:
        super().__init__()
        self._look, self._list, self._today = look, model, today
        self._delegate = RowDelegate(look, today())
        self._kept: _Place | None = None
        self._quiet = self._took_all = False
        self._press: tuple[str, int] | None = None
        self._teller = QTimer(self)
        self._teller.setSingleShot(True)
        self._teller.timeout.connect(self.chosen)
        self.setObjectName("inboxView")
        self.setAccessibleName("Papers")
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        set_up(self)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.verticalScrollBar().valueChanged.connect(self._aim)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.rowsInserted.connect(self._came)
        model.rowsAboutToBeRemoved.connect(self._going)
        look.changed.connect(self._lay)
        self._lay(look.theme)

    # Choice

    @property
    def is_all(self) -> bool:
        """All of the list was chosen at once, however long it is; one row that was chosen by itself is not all."""
        return self._took_all and self._chosen_count() == len(self._list.ids)

    def chosen_ids(self) -> list[int]:
        """Numbers of the chosen papers, in the order of the list; read as ranges, never row by row."""
        ids = self._list.ids
        found: array[int] = array("q")
        for first, last in self._ranges():
            found += ids[first : last + 1]
        return found.tolist()

    @property
    def chosen_count(self) -> int:
        return self._chosen_count()

    @property
    def current_paper(self) -> int | None:
        """The paper that the keyboard is at."""
        at = self.currentIndex().row()
        return self._list.ids[at] if 0 <= at < len(self._list.ids) else None

    def choose(self, papers: Sequence[int], *, show: bool = True) -> bool:
        """Chooses these papers alone, the first becomes current. False if none of them is in the list."""
        places = self._places(papers)
        if not places:
            return False
        self._select(places)
        index = self._list.index(places[0], 0)
        self.selectionModel().setCurrentIndex(index, _FLAG.NoUpdate)
        if show:
            self.scrollTo(index)
        return True

    def go(self, by: int) -> None:
        """To the paper `by` rows further, and chooses it."""
        count = len(self._list.ids)
        if count:
            at = self.currentIndex().row()
            at = 0 if at < 0 else min(count - 1, max(0, at + by))
            self.go_to(at)

    def go_to(self, at: int) -> None:
        """Chooses the paper at this row, and shows it."""
        if 0 <= at < len(self._list.ids):
            index = self._list.index(at, 0)
            self.selectionModel().setCurrentIndex(index, _CLEAR)
            self.scrollTo(index)

    def behind(self, left: Collection[int]) -> int | None:
        """The paper to go on with when the chosen ones are decided: the next after them, else the last before; none of those that are left."""
        ranges = self._ranges()
        if not ranges:
            return None
        ids = self._list.ids
        after, before = range(ranges[-1][1] + 1, len(ids)), range(ranges[0][0] - 1, -1, -1)
        return next((ids[at] for way in (after, before) for at in way if ids[at] not in left), None)

    # Qt

    def selectAll(self) -> None:
        super().selectAll()
        self._took_all = bool(self._list.ids)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._took_all = False
        if not self._quiet:
            self._teller.start(0)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of actions here; the search field searches."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        move = QAbstractItemView.CursorAction
        last = len(self._list.ids) - 1
        if action == move.MoveHome:
            return self._list.index(0, 0)
        if action == move.MoveEnd:
            return self._list.index(last, 0)
        if action in (move.MovePageUp, move.MovePageDown) and last >= 0:
            by = max(1, self.viewport().height() // self.rowHeight(0) - 1)
            at = self.currentIndex().row() + (by if action == move.MovePageDown else -by)
            return self._list.index(min(last, max(0, at)), 0)
        return super().moveCursor(action, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(event.globalPos())
        elif self.currentIndex().isValid():
            box = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(box.center()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = self._hit(event)
        if self._press is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if press is None:
            super().mouseReleaseEvent(event)
        elif press == self._hit(event):
            self.acted.emit(*press)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._hit(event) is not None:
            self.mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        if self._press is None:
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._list.ids:
            self.selectionModel().setCurrentIndex(self._list.index(0, 0), _FLAG.NoUpdate)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit(self)

    def startDrag(self, actions: Qt.DropAction) -> None:
        papers = self.chosen_ids()
        if not papers:
            return
        theme = self._look.theme
        row = self._list.known(papers[0])
        drag = QDrag(self)
        drag.setMimeData(self._list.mime_of(papers))
        drag.setPixmap(drag_pixmap(theme, row.title if row else "", len(papers), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(-theme.u(12), -theme.u(10)))
        self._delegate.pressed = frozenset(papers)
        self.viewport().update()
        drag.exec(Qt.DropAction.CopyAction)
        self._delegate.pressed = frozenset()
        self.viewport().update()

    # Place

    def _remember(self) -> None:
        ids, bar = self._list.ids, self.verticalScrollBar()
        top = self.rowAt(0)
        is_all = self.is_all and self._list.goes_on
        self._kept = _Place(
            () if is_all or self._chosen_count() > _MOST else tuple(self.chosen_ids()),
            is_all,
            self.current_paper,
            (ids[top], bar.value() - top * self.rowHeight(0)) if bar.value() and 0 <= top < len(ids) else None,
        )
        self._quiet = True

    def _restore(self) -> None:
        """After a new beginning what is still there is chosen again; nobody is told if that is the same as before."""
        kept, self._kept = self._kept, None
        self._hover(-1)
        if kept is not None:
            places = self._places(kept.chosen)
            if kept.is_all and len(self._list.ids):
                self.selectAll()
            elif places:
                self._select(places)
            current = self._places([kept.current]) if kept.current is not None else []
            if current:
                self.selectionModel().setCurrentIndex(self._list.index(current[0], 0), _FLAG.NoUpdate)
            top = self._places([kept.top[0]]) if kept.top is not None else []
            self.updateGeometries()
            self.verticalScrollBar().setValue(top[0] * self.rowHeight(0) + kept.top[1] if top and kept.top else 0)
        self._quiet = False
        if kept is not None and (kept.is_all or len(self._places(kept.chosen)) != len(kept.chosen)):
            self._teller.start(0)

    def _came(self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int) -> None:
        bar, height = self.verticalScrollBar(), self.rowHeight(first)
        if bar.value() and first * height <= bar.value():
            value = bar.value()
            self.updateGeometries()
            bar.setValue(value + (last - first + 1) * height)

    def _going(self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int) -> None:
        bar, height = self.verticalScrollBar(), self.rowHeight(first)
        above = min(last + 1, bar.value() // max(1, height)) - first
        if above > 0:
            bar.setValue(bar.value() - above * height)

    # Parts

    def _lay(self, theme: Theme) -> None:
        self._delegate.today = self._today()
        set_heights(self, theme)
        self.viewport().update()

    def _hit(self, event: QMouseEvent) -> tuple[str, int] | None:
        """The action and the paper that the pointer is at."""
        at = self.rowAt(event.position().toPoint().y())
        if event.button() != Qt.MouseButton.LeftButton or at < 0 or at != self._delegate.hovered:
            return None
        name = self._delegate.action_at(self.visualRect(self._list.index(at, 0)), event.position())
        return (name, self._list.ids[at]) if name else None

    def _aim(self) -> None:
        """The rows have moved under a resting pointer: no event says so."""
        if self.viewport().underMouse():
            self._hover(self.rowAt(self.viewport().mapFromGlobal(QCursor.pos()).y()))

    def _hover(self, at: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, at
        if before != at:
            for row in (before, at):
                if 0 <= row < len(self._list.ids):
                    self.viewport().update(self.visualRect(self._list.index(row, 0)))

    def _ranges(self) -> list[tuple[int, int]]:
        """Chosen rows as (first, last), in order."""
        model = self.selectionModel()
        if model is None:
            return []
        ranges = model.selection()
        found = sorted((ranges.at(at).top(), ranges.at(at).bottom()) for at in range(ranges.count()))
        return [(first, last) for first, last in found if first >= 0]

    def _chosen_count(self) -> int:
        return sum(last - first + 1 for first, last in self._ranges())

    def _places(self, papers: Sequence[int]) -> list[int]:
        if len(papers) <= _FEW:
            return [at for paper in papers if (at := self._list.place(paper)) is not None]
        where = {paper: at for at, paper in enumerate(self._list.ids)}
        return [where[paper] for paper in papers if paper in where]

    def _select(self, places: Sequence[int]) -> None:
        chosen = QItemSelection()
        ordered = sorted(places)
        first = last = ordered[0]
        for at in [*ordered[1:], -1]:
            if at != last + 1:
                chosen.select(self._list.index(first, 0), self._list.index(last, 0))
                first = at
            last = at
        self.selectionModel().select(chosen, _CLEAR)


def set_up(view: QTableView) -> None:
    """One column of rows of one height, read by whole rows: whatever grows with the number of rows is switched off."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    view.setShowGrid(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    for header in (view.horizontalHeader(), view.verticalHeader()):
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        header.hide()


def set_heights(view: QTableView, theme: Theme) -> None:
    """Rows of three lines."""
    view.verticalHeader().setDefaultSectionSize(theme.u(HEIGHT))
    view.verticalScrollBar().setSingleStep(theme.u(HEIGHT) // 2)


def fit(view: QTableView) -> None:
    """The column as wide as what is seen."""
    view.horizontalHeader().setDefaultSectionSize(max(1, view.viewport().width()))
