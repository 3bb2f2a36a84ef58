"""The foot of the outline: what the rules say of the issue, each with the way to where it can be mended."""

import html
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from curator.desktop.outline.shapes import paint_shape
from curator.desktop.theme import Look
from curator.domain.findings import Finding

SHOWN = 3  # rows; what is more is scrolled to
HEIGHT, PADDING = 24, 6  # units
NAMED = 8  # letters that are left of a name, however little room there is
FINDING = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FindingsView(QListView):
    """Takes no room while there is nothing to say. `asked(finding)`: a click, or ↵, on one of them."""

    asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._findings = _Findings(self)
        self.setObjectName("checksView")
        self.setAccessibleName("What stands in the way")
        self.setModel(self._findings)
        self.setItemDelegate(_FindingDelegate(look, self))
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.changed.connect(self._resize)
        self._resize()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What blocks publishing first."""
        self._findings.show(findings)
        self._resize()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.asked.emit(index.data(FINDING))
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.asked.emit(self.currentIndex().data(FINDING))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and not self.currentIndex().isValid():
            self.setCurrentIndex(self._findings.index(0))
        return super().event(event)

    def _resize(self, _theme: object = None) -> None:
        rows, u = self._findings.rowCount(), self._look.theme.u
        self.setViewportMargins(0, u(PADDING), 0, u(PADDING))
        self.setFixedHeight(u(HEIGHT) * min(SHOWN, rows) + 2 * u(PADDING))
        self.setVisible(rows > 0)


class _Findings(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()

    def show(self, findings: Sequence[Finding]) -> None:
        if tuple(findings) != self._findings:
            self.beginResetModel()
            self._findings = tuple(findings)
            self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        if role == FINDING:
            return finding
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{finding.message} {finding.severity}"
        if role == Qt.ItemDataRole.ToolTipRole:  # a tool tip guesses whether it is HTML: a title must not decide that
            return f"<p>{html.escape(finding.message)}</p>"
        return None


class _FindingDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._look.theme.u(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding, theme, box = index.data(FINDING), self._look.theme, option.rect
        u = theme.u
        painter.save()
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.ground)
        paint_shape(painter, finding.severity.value, QPointF(u(18), box.center().y() + 0.5), theme)
        font = theme.font(0.92)
        link = QFont(font)
        link.setUnderline(True)
        what = _remedy(finding)
        wide = QFontMetrics(link).horizontalAdvance(what)
        painter.setPen(theme.accent)
        painter.setFont(link)
        painter.drawText(box.adjusted(0, 0, -u(14), 0), _RIGHT, what)
        painter.setPen(theme.text)
        left, room = u(30), box.width() - u(30 + 14 + 10) - wide
        fonts = (font, theme.font(0.92, 600), font)
        for words, one in zip(fitted(finding.message, [QFontMetrics(one) for one in fonts], room), fonts, strict=True):
            painter.setFont(one)
            painter.drawText(QRect(left, box.y(), box.right() - left, box.height()), _LEFT, words)
            left += QFontMetrics(one).horizontalAdvance(words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def fitted(message: str, metrics: Sequence[QFontMetrics], room: int) -> tuple[str, str, str]:
    """What a row of so many pixels says of a finding: the words in front of a name, the name, what is amiss with it.

    The name is cut before the verdict is. What to do about it is left to the tool tip and the remedy. `metrics` are those of the three.
    """
    start, end = message.find("“"), message.rfind("”")
    if start < 0 or end < start:
        verdict = message.partition(". ")[0].removesuffix(".")
        return "", "", metrics[2].elidedText(verdict, Qt.TextElideMode.ElideRight, room)
    before, name = message[:start], message[start + 1 : end]
    after = message[end + 1 :].partition(". ")[0].removesuffix(".")
    left = room - metrics[0].horizontalAdvance(before) - metrics[2].horizontalAdvance(after)
    least = min(metrics[1].horizontalAdvance(name), metrics[1].averageCharWidth() * NAMED)
    name = metrics[1].elidedText(name, Qt.TextElideMode.ElideRight, max(left, least))
    left = room - metrics[0].horizontalAdvance(before) - metrics[1].horizontalAdvance(name)
    return before, name, metrics[2].elidedText(after, Qt.TextElideMode.ElideRight, max(0, left))


def _remedy(finding: Finding) -> str:
    return "Write it" if finding.check == "paper-without-why" else "Show"
