"""The shape that stands for a status, and its words: a shape says it where colour can't."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap

from curator.desktop.theme import Theme
from curator.domain.papers import Status

CHOICES = (Status.INBOX, Status.SHORTLISTED, Status.DRAFTING, Status.READY, Status.DISMISSED)
"""What an editor can decide; publishing an issue makes papers published, citing makes them known."""

SIZE = 14  # units

_TOKENS = {
    Status.INBOX: "accent",
    Status.SHORTLISTED: "edge",
    Status.DRAFTING: "warn",
    Status.READY: "good",
    Status.PUBLISHED: "good",
    Status.DISMISSED: "edge",
    Status.KNOWN: "edge",
}


def words(status: Status) -> str:
    """Shortlisted, Drafting …"""
    return status.value.capitalize()


def icon(theme: Theme, status: Status) -> QIcon:
    """Inbox a dot, shortlisted a ring, drafting half, ready full, published full in a ring, dismissed a bar, known a dotted ring."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_pixmap(theme, status, ratio))
    return made


def _pixmap(theme: Theme, status: Status, ratio: float) -> QPixmap:
    size = theme.u(SIZE)
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    colour = theme.colour(_TOKENS[status])
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, radius = QPointF(size / 2, size / 2), size * 0.32
    circle = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    pen = QPen(colour, max(1.4, size / 10))
    if status is Status.KNOWN:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    if status in (Status.SHORTLISTED, Status.DRAFTING, Status.KNOWN, Status.READY, Status.PUBLISHED):
        painter.drawEllipse(circle)
    painter.setBrush(colour)
    if status is Status.DRAFTING:
        painter.drawPie(circle, 90 * 16, 180 * 16)
    elif status is Status.READY:
        painter.drawEllipse(circle)
    elif status is Status.PUBLISHED:
        painter.drawEllipse(middle, radius * 0.5, radius * 0.5)
    elif status is Status.INBOX:
        painter.drawEllipse(middle, radius * 0.75, radius * 0.75)
    elif status is Status.DISMISSED:
        painter.drawLine(QPointF(circle.left(), middle.y()), QPointF(circle.right(), middle.y()))
    painter.end()
    return pixmap
