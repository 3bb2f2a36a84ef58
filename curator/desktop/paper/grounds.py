"""Rounded grounds behind citations, and placed figures by a short name: painted around a field's text, never in it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from curator.desktop.paper.highlighter import FIGURE, GROUND

if TYPE_CHECKING:
    from curator.desktop.theme import Theme


class Grounds:
    """Paints for one field: `behind` before the text, `over` after it. `names` are the words shown for a figure, by src."""

    def __init__(self, edit: QTextEdit, theme: "Theme") -> None:
        self._edit = edit
        self.theme = theme
        self.names: Mapping[str, str] = {}

    def behind(self, shown: QRectF) -> list[tuple[QRectF, str]]:
        """Paints the grounds of all that is seen (`shown` in the viewport), and returns the figures whose names go over the text."""
        painter, down = self._painter()
        named: list[tuple[QRectF, str]] = []
        for block, place in self._blocks(shown.translated(0, down)):
            for start, end, src in _stretches(block):
                if src and not self._is_chosen(block):
                    rect = self._name_rect(block, place, src)
                    named.append((rect, src))
                    self._paint(painter, rect)
                else:
                    for rect in self._rects(block, place, start, end):
                        self._paint(painter, rect)
        painter.end()
        return named

    def over(self, named: list[tuple[QRectF, str]]) -> None:
        """Paints the names of figures where `behind` made room for them."""
        painter, _ = self._painter()
        painter.setFont(self._edit.font())
        theme = self.theme
        for rect, src in named:
            tone = "accent" if src in self.names else "bad"
            icon = "image" if src in self.names else "triangle-alert"
            picture = theme.pixmap(icon, tone, 14, self._edit.devicePixelRatioF())
            painter.drawPixmap(QPointF(rect.left() + theme.u(4), rect.center().y() - theme.u(7)), picture)
            painter.setPen(theme.colour(tone))
            room = rect.adjusted(theme.u(22), 0, 0, 0)
            words = self._edit.fontMetrics().elidedText(
                self._name(src), Qt.TextElideMode.ElideRight, int(room.width()) + 1
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()

    def _painter(self) -> tuple[QPainter, int]:
        down = self._edit.verticalScrollBar().value()
        painter = QPainter(self._edit.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -down)
        return painter, down

    def _blocks(self, shown: QRectF) -> Iterator[tuple[QTextBlock, QRectF]]:
        document = self._edit.document()
        layout = document.documentLayout()
        block = document.findBlock(max(0, layout.hitTest(shown.topLeft(), Qt.HitTestAccuracy.FuzzyHit)))
        while block.isValid():
            place = layout.blockBoundingRect(block)
            if place.top() > shown.bottom():
                return
            yield block, place
            block = block.next()

    def _rects(self, block: QTextBlock, place: QRectF, start: int, end: int) -> Iterator[QRectF]:
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
                yield self._rect(place.left() + left, place.top() + line.y() + line.height(), right - left)

    def _name_rect(self, block: QTextBlock, place: QRectF, src: str) -> QRectF:
        line = block.layout().lineAt(0)
        wide = QFontMetricsF(self._edit.font()).horizontalAdvance(self._name(src)) + self.theme.u(26)
        low = place.top() + line.y() + line.height()
        return self._rect(place.left() + 2, low, min(wide, self._edit.viewport().width() - 4))

    def _rect(self, left: float, low: float, wide: float) -> QRectF:
        """A ground of `wide` pixels whose line ends at `low`: as high as the letters, with the line's excess left above."""
        high = self._edit.fontMetrics().height()
        return QRectF(left - 2, low - high - 1, wide + 4, high + 1)

    def _name(self, src: str) -> str:
        return self.names.get(src) or "A figure that this paper does not have"

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.chosen)
        painter.drawRoundedRect(rect, self.theme.u(4), self.theme.u(4))

    def _is_chosen(self, block: QTextBlock) -> bool:
        caret = self._edit.textCursor()
        after = block.position() + block.length()
        return caret.hasSelection() and caret.selectionStart() < after and caret.selectionEnd() > block.position()


def _x(place: object) -> float:
    """`cursorToX` gives the place, or the place and the index that it moved to."""
    found = place[0] if isinstance(place, tuple) else place
    assert isinstance(found, int | float)
    return float(found)


def _stretches(block: QTextBlock) -> Iterator[tuple[int, int, str]]:
    """Stretches on a ground: start, end (UTF-16 units), and the src where a figure is shown by its name."""
    start = end = value = 0
    src = ""
    for one in block.layout().formats():
        piece = one.format
        here = int(piece.intProperty(GROUND))
        if value and (here != value or one.start != end):
            yield start, end, src
            value = 0
        if here and not value:
            start, value, src = one.start, here, str(piece.stringProperty(FIGURE))
        end = one.start + one.length
    if value:
        yield start, end, src
