"""How many words a field has against how many it should have: a number, a bar, a range."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from curator.desktop.parts import label, set_tone
from curator.desktop.theme import Look

WIDE, HIGH = 40, 4


class _Bar(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.share, self.token = 0.0, "good"
        self.setFixedSize(look.theme.u(WIDE), look.theme.u(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        high = theme.u(HIGH)
        track = QRectF(0, (self.height() - high) / 2, self.width(), high)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.line)
        painter.drawRoundedRect(track, high / 2, high / 2)
        if self.share:
            painter.setBrush(theme.colour(self.token))
            track.setWidth(max(high, track.width() * self.share))
            painter.drawRoundedRect(track, high / 2, high / 2)
        painter.end()


class Target(QWidget):
    """A count of words against a range. Over it the count says by how much, in words, not by colour alone."""

    def __init__(self, look: Look, low: int, high: int) -> None:
        super().__init__()
        self._low, self._high = low, high
        self.words = label(look, tone="dim", scale=0.92)
        self._bar = _Bar(look)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.theme.u(8))
        across.addWidget(self.words)
        across.addWidget(self._bar)
        across.addWidget(label(look, f"{low}–{high}", tone="dim", scale=0.92))
        self.show_count(0)

    def show_count(self, count: int) -> None:
        over = count - self._high
        words = f"{count} word{'' if count == 1 else 's'}"
        self.words.setText(f"{words}, {over} over" if over > 0 else words)
        set_tone(self.words, "warn" if over > 0 else "dim")
        self._bar.share = min(1.0, count / self._high)
        self._bar.token = "warn" if over > 0 else "good"
        self._bar.update()
        self.setAccessibleName(f"{self.words.text()}, {self._low} to {self._high} wanted")
