"""The shapes of the outline: how far a paper is, and how much a finding weighs; a shape says it where colour can't."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from curator.desktop.theme import Theme


def paint_shape(painter: QPainter, state: str, centre: QPointF, theme: Theme) -> None:
    """empty a ring, drafting half, ready full, blocks a triangle, warns a square, advises a small ring; nothing for ""."""
    size, x, y = 4 * theme.px / 13, centre.x(), centre.y()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == "blocks":
        _fill(painter, theme.bad)
        corners = ((x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    elif state == "warns":
        _fill(painter, theme.warn)
        painter.drawRect(QRectF(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7))
    elif state == "ready":
        _fill(painter, theme.good)
        painter.drawEllipse(centre, size, size)
    elif state:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.warn if state == "drafting" else theme.edge, 1.3))
        painter.drawEllipse(centre, size - 0.6, size - 0.6)
        if state == "drafting":
            _fill(painter, theme.warn)
            painter.drawPie(QRectF(x - size, y - size, 2 * size, 2 * size), 90 * 16, 180 * 16)
    painter.restore()


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
