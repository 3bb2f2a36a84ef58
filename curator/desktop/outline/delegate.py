"""A row of the outline: grip, number or kind, title, words, and its state as a shape."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from curator.desktop.outline.model import ROW, Key
from curator.desktop.outline.shapes import paint_shape
from curator.desktop.outline.sheet import Row
from curator.desktop.theme import Look, Theme

ENTRY_HEIGHT = 26
SECTION_HEIGHT = 28
RIGHT = 14
ICONS = {
    "link": "link",
    "mention": "corner-down-right",
    "text": "text-align-start",
    "lead": "text-align-start",
    "intro": "text-align-start",
}
Index = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """`tinted` is the key of the section that a drag would drop into, `cut` are those of rows that wait to be pasted."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.tinted: Key | None = None
        self.cut: frozenset[Key] = frozenset()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        section = isinstance(row, Row) and row.kind == "section"
        return QSize(100, self._look.theme.u(SECTION_HEIGHT if section else ENTRY_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, view, theme = index.data(ROW), option.widget, self._look.theme
        if not isinstance(row, Row) or not isinstance(view, QTreeView):
            return
        box = QRect(0, option.rect.y(), view.viewport().width(), option.rect.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, row, box, theme, view)
        if row.kind == "section":
            self._section(painter, row, box, theme, is_open=view.isExpanded(_plain(index)))
        elif row.kind == "hint":
            painter.setFont(theme.font())
            painter.setPen(theme.faint)
            painter.drawText(box.adjusted(theme.u(58), 0, -theme.u(RIGHT), 0), _LEFT, row.title)
        else:
            under = bool(option.state & QStyle.StateFlag.State_MouseOver)
            current = bool(option.state & QStyle.StateFlag.State_HasFocus) and view.hasFocus()
            self._entry(painter, row, box, theme, grip=row.is_entry and (under or current))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("sectionName")
        editor.setAccessibleName("Name of the section")
        editor.setFont(self._look.theme.font(1.0, 600))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        u = self._look.theme.u
        rect = option.rect
        editor.setGeometry(QRect(u(26), rect.y() + 1, rect.right() - u(26 + RIGHT), rect.height() - 2))

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, box: QRect, theme: Theme, view: QTreeView
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = view.hasFocus()
        if row.key == self.tinted or (chosen and focused):
            painter.fillRect(box, theme.chosen)
        elif chosen:
            painter.fillRect(box, theme.idle)
        elif option.state & QStyle.StateFlag.State_MouseOver and row.kind != "hint":
            painter.fillRect(box, theme.ground)
        if chosen:
            painter.fillRect(QRect(0, box.y(), theme.u(3), box.height()), theme.accent if focused else theme.edge)
        if focused and option.state & QStyle.StateFlag.State_HasFocus and not chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def _section(self, painter: QPainter, row: Row, box: QRect, theme: Theme, *, is_open: bool) -> None:
        u, ratio = theme.u, painter.device().devicePixelRatioF()
        arrow = theme.pixmap("chevron-down" if is_open else "chevron-right", "dim", 12, ratio)
        painter.drawPixmap(QRect(u(9), box.center().y() - u(6) + 1, u(12), u(12)), arrow)
        right = box.right() - u(RIGHT)
        meta = theme.font(0.92, tabular=True)
        painter.setFont(meta)
        painter.setPen(theme.dim)
        painter.drawText(QRect(0, box.y(), right, box.height()), _RIGHT, row.note)
        taken = QFontMetrics(meta).horizontalAdvance(row.note) + u(8)
        if not is_open and row.state:
            paint_shape(painter, row.state, QPointF(right - taken - u(2), box.center().y() + 0.5), theme)
            taken += u(14)
        left = u(28)
        if row.emoji:
            painter.setFont(theme.font(1.25))
            painter.setPen(theme.text)
            painter.drawText(QRect(left, box.y(), u(22), box.height()), _LEFT, row.emoji)
            left += u(25)
        font = theme.font(1.0, 600)
        painter.setFont(font)
        painter.setPen(theme.text)
        wide = right - taken - left
        painter.drawText(QRect(left, box.y(), wide, box.height()), _LEFT, _cut(font, row.title, wide))

    def _entry(self, painter: QPainter, row: Row, box: QRect, theme: Theme, *, grip: bool) -> None:
        u, ratio = theme.u, painter.device().devicePixelRatioF()
        right, middle = box.right() - u(RIGHT), box.center().y() + 0.5
        if row.key in self.cut:
            painter.setOpacity(0.5)
        if grip:
            top = int(middle) - u(7)
            painter.drawPixmap(QRect(u(12), top, u(14), u(14)), theme.pixmap("grip-vertical", "edge", 14, ratio))
        meta = theme.font(0.92, tabular=True)
        painter.setFont(meta)
        painter.setPen(theme.faint)
        if row.number is not None:
            painter.drawText(QRect(0, box.y(), u(50), box.height()), _RIGHT, str(row.number))
        elif row.kind in ICONS:
            top = int(middle) - u(6)
            painter.drawPixmap(QRect(u(38), top, u(12), u(12)), theme.pixmap(ICONS[row.kind], "faint", 12, ratio))
        words = f"{row.words:,}"
        painter.drawText(QRect(0, box.y(), right - u(16), box.height()), _RIGHT, words)
        font, left = theme.font(), u(58)
        wide = right - u(24) - max(QFontMetrics(meta).horizontalAdvance(text) for text in ("000", words)) - left
        painter.setFont(font)
        painter.setPen(theme.dim if row.kind == "mention" else theme.text)
        painter.drawText(QRect(left, box.y(), wide, box.height()), _LEFT, _cut(font, row.title, wide))
        paint_shape(painter, row.state, QPointF(right - u(4), middle), theme)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _cut(font: QFont, text: str, wide: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, wide)


def _plain(index: Index) -> QModelIndex:
    return index if isinstance(index, QModelIndex) else index.model().index(index.row(), 0, index.parent())
