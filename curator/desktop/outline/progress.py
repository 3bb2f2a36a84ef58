"""The line above the outline: how many papers are ready, how many words there are, and a segment for each paper."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from curator.desktop.outline.sheet import Sheet
from curator.desktop.parts import label, row
from curator.desktop.theme import Look
from curator.domain.issues import IssueStatus

TOKENS = {"ready": "good", "drafting": "warn"}


class ProgressLine(QWidget):
    """Hidden while the issue has no papers."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        theme = look.theme
        self.setObjectName("issueProgress")
        self._left = label(look, weight=600)
        self._right = label(look, tone="dim", scale=0.92)
        self._segments = Segments(look)
        below = QVBoxLayout(self)
        below.setContentsMargins(theme.u(16), theme.u(8), theme.u(14), theme.u(8))
        below.setSpacing(theme.u(6))
        below.addLayout(row(self._left, None, self._right))
        below.addWidget(self._segments)

    def show_sheet(self, sheet: Sheet) -> None:
        papers = len(sheet.states)
        self._left.setText(
            f"{sheet.ready} of {papers} papers ready" if papers != 1 else f"{sheet.ready} of 1 paper ready"
        )
        published = "Published · " if sheet.issue.status is IssueStatus.PUBLISHED else ""
        self._right.setText(f"{published}{sheet.words:,} words · {sheet.minutes} min")
        self._segments.show_states(sheet.states)
        self.setVisible(bool(papers))
        self.setAccessibleName(f"{self._left.text()}, {self._right.text()}")


class Segments(QWidget):
    """A bar for each paper, in the colour of its state; half of it for one that is being written."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._states: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(lambda theme: self.update())

    def show_states(self, states: tuple[str, ...]) -> None:
        self._states = states
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.u(60), self._look.theme.u(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = theme.u(4) if len(self._states) <= 40 else 1
        wide = (self.width() - gap * (len(self._states) - 1)) / max(1, len(self._states))
        for number, state in enumerate(self._states):
            box = QRectF(number * (wide + gap), 0, max(1.0, wide), self.height())
            painter.setBrush(theme.line)
            painter.drawRoundedRect(box, 2, 2)
            if state in TOKENS:
                painter.setBrush(theme.colour(TOKENS[state]))
                box.setWidth(box.width() * (0.5 if state == "drafting" else 1))
                painter.drawRoundedRect(box, 2, 2)
        painter.end()
