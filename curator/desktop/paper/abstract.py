"""The abstract: three lines of it, or all."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from curator.desktop.parts import button
from curator.desktop.theme import Look

LINES = 3


class Abstract(QWidget):
    """Paints the text with a line at its left; the link at the end of the third line unfolds it, the one below folds it again."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("abstract")
        self._look = look
        self._text = ""
        self._is_open = False
        self._layout: QTextLayout | None = None
        self._shown: list[str] = []
        self._more = button("abstractMore", "Show all", self.turn, kind="link", spoken="Show all of the abstract")
        self._more.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        look.changed.connect(lambda _: self._set())
        self.hide()

    def show_text(self, text: str) -> None:
        """The readable abstract, folded if it is another than before."""
        if text == self._text:
            return
        self._text, self._is_open = text, False
        self.setAccessibleName(f"Abstract: {text}")
        self.setVisible(bool(text))
        self._set()

    def turn(self) -> None:
        """Unfolds or folds it."""
        self._is_open = not self._is_open
        self._set()

    @property
    def is_open(self) -> bool:
        return self._is_open

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.u(200), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, theme.u(2), self.height()), theme.line)
        painter.setPen(theme.dim)
        painter.setFont(self._font())
        high = self._line_height()
        rise = (high - QFontMetrics(painter.font()).height()) / 2 + QFontMetrics(painter.font()).ascent()
        for number, line in enumerate(self._shown):
            low = number * high + rise
            if low + high >= event.rect().top() and low - 2 * high <= event.rect().bottom():
                painter.drawText(QPointF(self._left(), low), line)
        painter.end()

    def _left(self) -> int:
        return self._look.theme.u(14)

    def _line_height(self) -> int:
        return self._look.theme.u(19 * self._look.theme.writing)

    def _font(self) -> QFont:
        theme = self._look.theme
        return theme.font(0.96 * theme.writing)

    def _set(self) -> None:
        """Breaks the text into lines and puts the link where they end."""
        theme, high = self._look.theme, self._line_height()
        room = max(theme.u(80), self.width() - self._left())
        metrics = QFontMetrics(self._font())
        lines = self._broken(room)
        link = self._more.sizeHint()
        fits = len(lines) <= LINES
        self._more.setText("Show less" if self._is_open else "Show all")
        self._more.setVisible(not fits)
        link = self._more.sizeHint()
        if fits:
            self._shown, rows = lines, len(lines)
        elif self._is_open:
            self._shown = lines
            beside = metrics.horizontalAdvance(lines[-1]) + theme.u(8) + link.width() <= room
            rows = len(lines) + (0 if beside else 1)
            left = self._left() + (metrics.horizontalAdvance(lines[-1]) + theme.u(6) if beside else 0)
            self._more.setGeometry(left, (rows - 1) * high + (high - link.height()) // 2, link.width(), link.height())
        else:
            rest = " ".join(lines[LINES - 1 : LINES + 1])
            last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room - link.width() - theme.u(6))
            whole_words = last.removesuffix("…").rsplit(" ", 1)[0]
            last = f"{whole_words.rstrip(' ,;:')} …"
            self._shown, rows = [*lines[: LINES - 1], last], LINES
            left = self._left() + metrics.horizontalAdvance(last) + theme.u(4)
            self._more.setGeometry(left, (rows - 1) * high + (high - link.height()) // 2, link.width(), link.height())
        self.setFixedHeight(max(1, rows * high))
        self.update()

    def _broken(self, room: int) -> list[str]:
        layout = QTextLayout(self._text, self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        places: list[tuple[int, int]] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            places.append((line.textStart(), line.textStart() + line.textLength()))
        layout.endLayout()
        units = self._text.encode("utf-16-le", "surrogatepass")
        return [units[2 * start : 2 * end].decode("utf-16-le", "replace").rstrip() for start, end in places]
