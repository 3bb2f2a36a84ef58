"""A row of the outline: grip, number or kind, title, words, and its state as a shape."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from curator.desktop.outline.model import ROW
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
    """`tinted` is the key of the section that a drag would drop into."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.tinted: tuple[str, int] | None = None

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
        else:
            under = bool(option.state & QStyle.StateFlag.State_MouseOver)
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._entry(painter, row, box, theme, grip=row.is_entry and (under or (chosen and view.hasFocus())))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("sectionName")
        editor.setAccessibleName("Name of the section")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        u = self._look.theme.u
        editor.setGeometry(QRect(u(28), option.rect.y(), option.rect.right() - u(28 + RIGHT), option.rect.height()))

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, box: QRect, theme: Theme, view: QTreeView
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = view.hasFocus()
        if row.key == self.tinted or (chosen and focused):
            painter.fillRect(box, theme.chosen)
        elif chosen:
            painter.fillRect(box, theme.idle)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.ground)
        if chosen:
            painter.fillRect(QRect(0, box.y(), theme.u(3), box.height()), theme.accent if focused else theme.edge)
        if focused and option.state & QStyle.StateFlag.State_HasFocus and not chosen:
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def _section(self, painter: QPainter, row: Row, box: QRect, theme: Theme, *, is_open: bool) -> None:
        u = theme.u
        arrow = "chevron-down" if is_open else "chevron-right"
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            QRect(u(9), box.center().y() - u(6) + 1, u(12), u(12)), theme.pixmap(arrow, "dim", 12, ratio)
        )
        right = box.right() - u(RIGHT)
        meta = theme.font(0.92, tabular=True)
        words = row.note
        painter.setFont(meta)
        painter.setPen(theme.dim)
        painter.drawText(QRect(0, box.y(), right, box.height()), _RIGHT, words)
        taken = QFontMetrics(meta).horizontalAdvance(words) + u(8)
        if not is_open and row.finding:
            _shape(painter, "finding", QPointF(right - taken - u(2), box.center().y() + 0.5), theme)
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
        u = theme.u
        right = box.right() - u(RIGHT)
        middle = box.center().y() + 0.5
        ratio = painter.device().devicePixelRatioF()
        if grip:
            painter.drawPixmap(
                QRect(u(10), int(middle) - u(7), u(14), u(14)), theme.pixmap("grip-vertical", "edge", 14, ratio)
            )
        meta = theme.font(0.92, tabular=True)
        painter.setFont(meta)
        painter.setPen(theme.faint)
        if row.number is not None:
            painter.drawText(QRect(0, box.y(), u(50), box.height()), _RIGHT, str(row.number))
        elif row.kind in ICONS:
            painter.drawPixmap(
                QRect(u(38), int(middle) - u(6), u(12), u(12)), theme.pixmap(ICONS[row.kind], "faint", 12, ratio)
            )
        painter.drawText(QRect(0, box.y(), right - u(16), box.height()), _RIGHT, f"{row.words:,}")
        font = theme.font()
        left = u(58)
        wide = right - u(20) - QFontMetrics(meta).horizontalAdvance("0000") - left
        painter.setFont(font)
        painter.setPen(theme.dim if row.kind in ("mention", "intro") else theme.text)
        painter.drawText(QRect(left, box.y(), wide, box.height()), _LEFT, _cut(font, row.title, wide))
        state = "finding" if row.finding and row.blocks else row.state
        _shape(painter, state, QPointF(right - u(4), middle), theme)


def paint_state(painter: QPainter, state: str, centre: QPointF, theme: Theme) -> None:
    """The shape of a state: ring (empty), half (drafting), full (ready), triangle (finding); nothing for ""."""
    _shape(painter, state, centre, theme)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _shape(painter: QPainter, state: str, centre: QPointF, theme: Theme) -> None:
    size = 4 * theme.px / 13
    if state == "finding":
        _filled(painter, theme.bad)
        x, y = centre.x(), centre.y()
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - size), QPointF(x + size, y + size * 0.8), QPointF(x - size, y + size * 0.8)])
        )
    elif state in ("ready", "published"):
        _filled(painter, theme.good)
        painter.drawEllipse(centre, size, size)
    elif state in ("empty", "drafting"):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.warn if state == "drafting" else theme.edge, 1.3))
        painter.drawEllipse(centre, size - 0.6, size - 0.6)
        if state == "drafting":
            _filled(painter, theme.warn)
            painter.drawPie(QRectF(centre.x() - size, centre.y() - size, 2 * size, 2 * size), 90 * 16, 180 * 16)


def _filled(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _cut(font: QFont, text: str, wide: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, wide)


def _plain(index: Index) -> QModelIndex:
    return index if isinstance(index, QModelIndex) else index.model().index(index.row(), 0, index.parent())
