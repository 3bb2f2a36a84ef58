"""A work in the list of completions: its key, where it is cited, its title, who and when, with the letters that were typed marked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from curator.desktop.theme import Theme


class CompletionRow(QStyledItemDelegate):
    """Paints two lines a work."""

    def __init__(self, theme: "Theme", parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    @property
    def height(self) -> int:
        return self.theme.u(44)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        work, words, cited = index.data(Qt.ItemDataRole.UserRole)
        theme, u = self.theme, self.theme.u
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.chosen)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.idle)
        room = rect.adjusted(u(10), u(5), -u(10), -u(5))
        first = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        second = first.translated(0, room.height() // 2)
        bold, small = theme.font(1.0, 600), theme.font(0.92)
        aside = QFontMetrics(small).horizontalAdvance(cited) + u(8) if cited else 0
        key = QFontMetrics(bold).elidedText(work.key, Qt.TextElideMode.ElideRight, first.width() - aside)
        self._line(painter, first, key, words, bold, "text")
        self._line(
            painter, first.adjusted(QFontMetrics(bold).horizontalAdvance(key) + u(8), 0, 0, 0), cited, (), small, "dim"
        )
        more = work.author_count - len(work.names)
        who = ", ".join(work.names) + (f" +{more}" if more > 0 else "")
        tail = "".join(f" · {part}" for part in (who, work.year) if part)
        metrics = QFontMetrics(small)
        left = max(u(120), second.width() - metrics.horizontalAdvance(tail))
        title = metrics.elidedText(work.title, Qt.TextElideMode.ElideRight, left)
        self._line(painter, second, title + tail, words, small, "dim")

    def _line(self, painter: QPainter, rect: QRect, text: str, words: tuple[str, ...], font: QFont, tone: str) -> None:
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(font)
        folded = shown.casefold()
        for word in words:
            at = folded.find(word)
            if at >= 0 and len(folded) == len(shown):
                left = rect.left() + metrics.horizontalAdvance(shown[:at])
                wide = metrics.horizontalAdvance(shown[at : at + len(word)])
                middle = rect.top() + (rect.height() - metrics.height()) // 2
                painter.fillRect(QRect(left, middle, wide, metrics.height()), self.theme.mark)
        painter.setPen(self.theme.colour(tone))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
