"""A line of the rail: a place with its number, a heading, or a line between."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from curator.desktop.inbox.shelves import Shelf
from curator.desktop.theme import Look

ROW = int(Qt.ItemDataRole.UserRole) + 1
HEIGHT, HEADING, NARROW, GAP = 25, 32, 33, 13  # units
Index = QModelIndex | QPersistentModelIndex


class RailDelegate(QStyledItemDelegate):
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
        number = f"{shelf.count:,}" if shelf.count else ""
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
