"""The rows of a card over the window: what they hold, and how they are painted: picture, words with what was typed marked, group, key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from curator.desktop.theme import Look, Theme

ROW = int(Qt.ItemDataRole.UserRole) + 1
HEIGHT = 32  # units
KEY = 96  # units, the column of shortcuts
EMOJI = 1.25  # of the size of words
_TOP = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """A line. `marks` are (start, end) in `text`. An `emoji` stands where the icon would. A heading can't be chosen; what is not `enabled` says in `group` why."""

    icon: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    group: str = ""
    key: str = ""
    enabled: bool = True
    run: Callable[[], object] | None = None
    heading: bool = False
    emoji: str = ""

    @property
    def name(self) -> str:
        """Its words with their emoji."""
        return f"{self.emoji} {self.text}" if self.emoji else self.text


class Rows(QAbstractListModel):
    """Few rows, changed all at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self.rows[index.row()]
        if role == ROW:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return one.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (one.name, one.group, one.key) if part)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        one = self.rows[index.row()]
        if one.heading or not one.enabled:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class PaletteDelegate(QStyledItemDelegate):
    """Paints a Row."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.theme.u(200), self._look.theme.u(HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        one = index.data(ROW)
        if not isinstance(one, Row):
            return
        theme, u = self._look.theme, self._look.theme.u
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.fillRect(box, theme.chosen if state & QStyle.StateFlag.State_Selected else theme.pane)
        middle = Qt.AlignmentFlag.AlignVCenter
        if one.heading:
            painter.setFont(theme.font(0.92, 600))
            painter.setPen(theme.dim)
            painter.drawText(box.adjusted(u(14), 0, -u(14), 0), middle, one.text)
            painter.restore()
            return
        if one.emoji:
            painter.setFont(theme.font(EMOJI))
            painter.drawText(QRect(box.x(), box.y(), u(46), box.height()), Qt.AlignmentFlag.AlignCenter, one.emoji)
        else:
            icon = theme.pixmap(one.icon, "dim" if one.enabled else "edge", 16, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(box.x() + u(15), box.y() + (box.height() - u(16)) / 2), icon)
        small = theme.font(0.92)
        painter.setFont(small)
        painter.setPen(theme.faint)
        key = QRect(box.right() - u(14) - u(KEY), box.y(), u(KEY), box.height())
        painter.drawText(key, Qt.AlignmentFlag.AlignRight | middle, one.key)
        end = key.left() - u(8) if one.key else box.right() - u(14)
        room = box.width() // 3
        group = QFontMetrics(small).elidedText(one.group, Qt.TextElideMode.ElideRight, room)
        width = QFontMetrics(small).horizontalAdvance(group)
        painter.drawText(QRect(end - width, box.y(), width + 1, box.height()), middle, group)
        _words(painter, theme, one, QRect(box.x() + u(40), box.y(), end - width - u(52) - box.x(), box.height()))
        painter.restore()


def _words(painter: QPainter, theme: Theme, one: Row, box: QRect) -> None:
    font = theme.font()
    text = QFontMetrics(font).elidedText(one.text, Qt.TextElideMode.ElideRight, box.width())
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width() * 2)
    layout.endLayout()
    formats = []
    for start, end in one.marks:
        end = min(end, len(text))
        if start < end:
            marked = QTextLayout.FormatRange()
            marked.start, marked.length = start, end - start
            form = QTextCharFormat()
            form.setBackground(theme.mark)
            form.setForeground(theme.text)
            marked.format = form
            formats.append(marked)
    painter.setPen(theme.text if one.enabled else theme.faint)
    top = box.y() + (box.height() - line.height()) / 2
    layout.draw(painter, QPointF(box.x(), top), formats, QRectF())
