"""Values that are offered under the search field while one is typed, with how many papers each would leave."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from curator.desktop.inbox.search import Begun, SearchField
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.categories import long_name
from curator.domain.query import EVERYTHING, Facet, both

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Library

ROW = int(Qt.ItemDataRole.UserRole) + 1
HEIGHT = 26  # units
_NONE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Offer = tuple[str, int]
"""A value, and a number of papers."""


class Offers(QWidget):
    """A card under the field, a child of the pane. Open only while a value is being typed and there is one to offer."""

    def __init__(self, look: Look, tasks: Tasks, field: SearchField, pane: QWidget) -> None:
        super().__init__(pane)
        self._look, self._tasks, self._field, self._pane = look, tasks, field, pane
        self._library: Library | None = None
        self._begun: Begun | None = None
        self._done: Begun | None = None
        self._task: Task | None = None
        self.base = EVERYTHING
        self.setObjectName("searchOffers")
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = _Values(self)
        self._view = QListView()
        self._view.setObjectName("searchOffersView")
        self._view.setAccessibleName("Values")
        self._view.setModel(self._model)
        self._view.setItemDelegate(_OfferDelegate(look, self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(lambda index: self._take())
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.addWidget(self._view)
        field.begun.connect(self._ask)
        field.key_first.connect(self._key)
        self.hide()

    @property
    def offered(self) -> tuple[Offer, ...]:
        """What is offered now; () while it is closed."""
        return self._model.offers if not self.isHidden() else ()

    def show_library(self, library: "Library | None") -> None:
        self._library = library
        self._ask(None)

    def _ask(self, begun: Begun | None) -> None:
        if begun is not None and begun == self._begun:
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._begun = begun
        library, base = self._library, self.base
        if begun is None or library is None or begun == self._done:
            self.hide()
            return

        def job(progress: "Progress") -> list[Offer]:
            with library.read() as reading, progress.closing(reading.interrupt):
                values = reading.search.field_values(begun.field, begun.value, both(base, begun.rest))
                return [(one.text, one.count) for one in values]

        self._task = self._tasks.work("Values", job, self._came, lambda _: self.hide(), quiet=True)

    def _came(self, offers: list[Offer]) -> None:
        self._task = None
        begun = self._begun
        if not offers or (begun is not None and [one for one, _ in offers] == [begun.value]):
            self.hide()
            return
        self._model.show(offers, begun is not None and begun.field == Facet.CATEGORY)
        self._view.setCurrentIndex(self._model.index(0))
        u, field = self._look.theme.u, self._field
        below = field.mapTo(self._pane, field.rect().bottomLeft())
        self.setGeometry(QRect(below.x(), below.y() + 2, field.width(), u(HEIGHT) * len(offers) + 4))
        self.show()
        self.raise_()

    def _key(self, event: QKeyEvent) -> None:
        if self.isHidden():
            return
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            count = self._model.rowCount()
            at = self._view.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self._view.setCurrentIndex(self._model.index(at % count))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self._done = self._begun
            self.hide()
        else:
            return
        event.setAccepted(True)

    def _take(self) -> None:
        index, begun = self._view.currentIndex(), self._begun
        self.hide()
        if index.isValid() and begun is not None:
            self._field.complete(begun, self._model.offers[index.row()][0])
            self._field.setFocus()


class _Values(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()
        self.is_category = False

    def show(self, offers: list[Offer], is_category: bool) -> None:
        """`is_category`: they are arXiv categories, and are shown with their names."""
        self.beginResetModel()
        self.is_category = is_category
        self.offers = tuple(offers)
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.offers):
            return None
        value, count = self.offers[index.row()]
        about = long_name(value) if self.is_category else None
        if role == ROW:
            return value, count, about or ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (value, about, f"{count:,} papers") if part)
        return value if role == Qt.ItemDataRole.DisplayRole else None


class _OfferDelegate(QStyledItemDelegate):
    """A value at the left, its number at the right."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._look.theme.u(100), self._look.theme.u(HEIGHT))

    def _widest(self, index: Index) -> int:
        """Names of values begin on one line: as far to the right as the longest value wants it, where there are names at all."""
        model, metrics = index.model(), QFontMetrics(self._look.theme.font())
        offers = [model.index(at, 0).data(ROW) for at in range(model.rowCount())]
        return max((metrics.horizontalAdvance(one[0]) for one in offers if one[2]), default=0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer = index.data(ROW)
        if not isinstance(offer, (tuple, list)):
            return
        theme, u = self._look.theme, self._look.theme.u
        painter.save()
        chosen = option.state & QStyle.StateFlag.State_Selected
        painter.fillRect(option.rect, theme.chosen if chosen else theme.pane)
        middle = Qt.AlignmentFlag.AlignVCenter
        box = option.rect.adjusted(u(10), 0, -u(10), 0)
        painter.setFont(theme.font(0.92, tabular=True))
        painter.setPen(theme.faint)
        number = f"{offer[1]:,}"
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, number)
        painter.setFont(theme.font())
        painter.setPen(theme.text)
        wide = box.width() - QFontMetrics(theme.font()).horizontalAdvance(number) - u(8)
        words = QFontMetrics(theme.font()).elidedText(offer[0], Qt.TextElideMode.ElideRight, wide)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, words)
        left = max(QFontMetrics(theme.font()).horizontalAdvance(words), self._widest(index)) + u(10)
        room = wide - left
        if offer[2] and room > u(40):
            painter.setFont(theme.font(0.92))
            painter.setPen(theme.dim)
            about = QFontMetrics(painter.font()).elidedText(offer[2], Qt.TextElideMode.ElideRight, room)
            painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | middle, about)
        painter.restore()
