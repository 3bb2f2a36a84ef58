"""The title of the paper pane: whole words where they fit, broken anywhere where they don't, four lines until one asks for all."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from curator.desktop.theme import Look

LINES = 4


class Title(QLabel):
    """`text()` is the whole title. `twice`: it was clicked twice. `cut`: whether there is more of it than four lines."""

    twice = Signal()
    cut = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.is_open = False
        self.setObjectName("paperTitle")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(lambda _: self._set())

    def show_title(self, text: str) -> None:
        """Another title, or the same again: then it stays folded or open."""
        if text != self.text():
            self.is_open = False
            self.setText(text)
            self.setAccessibleName(text)
            self._set()

    def turn(self) -> None:
        """Shows all of it, or four lines again."""
        self.is_open = not self.is_open
        self._set()

    def heightForWidth(self, width: int) -> int:
        return self._shown(width)[1] * self._line()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.u(200), self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self._line())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.twice.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._look.theme.text)
        layout, rows = self._shown(self.width())
        high = self._line()
        rise = (high - QFontMetrics(self._font()).height()) / 2
        for number in range(rows):
            layout.lineAt(number).setPosition(QPointF(0, number * high + rise))
        layout.draw(painter, QPointF(0, 0), [], QRectF(event.rect()))
        painter.end()

    def _set(self) -> None:
        self.updateGeometry()
        self.update()
        self.cut.emit(_broken(self.text(), self._font(), self.width()).lineCount() > LINES)

    def _font(self) -> QFont:
        theme = self._look.theme
        return theme.font(1.5 * theme.writing, 600)

    def _line(self) -> int:
        return round(self._font().pixelSize() * 1.3)

    def _shown(self, width: int) -> tuple[QTextLayout, int]:
        """The lines as they are painted, and how many there are."""
        font = self._font()
        whole = _broken(self.text(), font, width)
        if self.is_open or whole.lineCount() <= LINES:
            return whole, max(1, whole.lineCount())
        begin = whole.lineAt(LINES - 1).textStart()
        units = self.text().encode("utf-16-le", "surrogatepass")
        before = units[: 2 * begin].decode("utf-16-le", "replace")
        rest = units[2 * begin : 2 * begin + 600].decode("utf-16-le", "replace")
        last = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, max(1, width - 1))
        words, _, cut = last.rpartition(" ")
        if cut.endswith("…") and len(words) > len(last) // 2:
            last = words.rstrip(" ,;:–—-") + "…"
        return _broken(before + last, font, width), LINES


def _broken(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
    layout.endLayout()
    return layout
