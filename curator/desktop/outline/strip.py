"""The outline in a narrow window: numbers and shapes, how far the issue is, and the way to the whole of it."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from curator.desktop.outline.aim import means_anything
from curator.desktop.outline.model import OutlineModel
from curator.desktop.outline.noissue import MAKES_ONE
from curator.desktop.outline.shapes import paint_shape
from curator.desktop.outline.sheet import Row, Sheet, name_of
from curator.desktop.parts import IconButton, head
from curator.desktop.theme import Look
from curator.domain.issues import Kind

REST = 600  # milliseconds that a drag rests on it before it opens
HEIGHT = 26  # units of a number


class OutlineStrip(QWidget):
    """`asked`: a click, or a drag that rests on it, wants the outline. `dropped(mime)`: something was let go here, for the end of the issue.

    `is_open` says whether the outline is seen already: a drag must not close it.
    """

    asked = Signal()
    dropped = Signal(object)
    hint = Signal(str)

    def __init__(self, look: Look, model: OutlineModel, is_open: Callable[[], bool]) -> None:
        super().__init__()
        self._model, self._is_open = model, is_open
        self.setObjectName("outlineStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "pane")
        self.setAcceptDrops(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._rested)
        self._open = IconButton(look, "openOutline", "panel-right", "Outline", self.asked.emit)
        above = head(look, None, self._open, None, name="stripHead")
        layout = above.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self._numbers = _Numbers(look)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(above)
        below.addWidget(self._numbers, 1)

    def show_sheet(self, sheet: Sheet | None) -> None:
        self._numbers.show_sheet(sheet)
        self._open.setAccessibleName(f"Outline: {_progress(sheet)}" if sheet is not None else "Outline")

    def show_paper(self, paper: int | None) -> None:
        """The paper that one works on is bold."""
        self._numbers.show_paper(paper)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._model.can_write and means_anything(event.mimeData(), self._model):
            self._rest.start()
            event.acceptProposedAction()
            has_issue = self._model.sheet is not None
            self.hint.emit(
                "Drop to put this at the end of the issue, or wait for the outline" if has_issue else MAKES_ONE
            )

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._rest.stop()
        self.hint.emit("")

    def dropEvent(self, event: QDropEvent) -> None:
        self._rest.stop()
        self.hint.emit("")
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def _rested(self) -> None:
        if not self._is_open():
            self.asked.emit()


class _Numbers(QWidget):
    """A number and a shape for each paper, and along the edge which issue it is; as many as there is room for."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._papers: tuple[Row, ...] = ()
        self._words = ""
        self._found: tuple[tuple[str, int], ...] = ()
        self._paper: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(lambda theme: self.update())

    def show_sheet(self, sheet: Sheet | None) -> None:
        self._papers = tuple(row for row in sheet.rows() if row.kind == Kind.PAPER) if sheet is not None else ()
        self._words = _progress(sheet) if sheet is not None else ""
        severities = [finding.severity.value for finding in sheet.findings] if sheet is not None else []
        self._found = tuple((kind, severities.count(kind)) for kind in ("blocks", "warns") if kind in severities)
        self.update()

    def show_paper(self, paper: int | None) -> None:
        if paper != self._paper:
            self._paper = paper
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.u(48), self._look.theme.u(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, u = self._look.theme, self._look.theme.u
        painter = QPainter(self)
        painter.setPen(theme.text)
        y, bottom = u(6), self.height() - u(8)
        for kind, count in reversed(self._found):
            bottom -= u(22)
            paint_shape(painter, kind, QPointF(u(18), bottom + u(11)), theme)
            painter.setFont(theme.font(0.92, tabular=True))
            painter.setPen(theme.text)
            painter.drawText(QRect(u(28), bottom, u(20), u(22)), _LEFT, str(count))
        fit = max(0, (bottom - y) // u(HEIGHT))
        shown = self._papers if len(self._papers) <= fit else self._papers[: max(0, fit - 1)]
        for row in shown:
            here = row.paper is not None and row.paper == self._paper
            painter.setFont(theme.font(0.92, 600 if here else 400, tabular=True))
            painter.setPen(theme.text if here else theme.faint)
            painter.drawText(QRect(0, y, u(26), u(HEIGHT)), _RIGHT, str(row.number))
            paint_shape(painter, row.state, QPointF(u(36), y + u(HEIGHT) / 2), theme)
            y += u(HEIGHT)
        painter.setFont(theme.font(0.92))
        painter.setPen(theme.dim)
        if len(shown) < len(self._papers):
            painter.drawText(QRect(0, y, self.width(), u(HEIGHT)), _CENTRE, f"+{len(self._papers) - len(shown)}")
        elif bottom - y > u(60):
            painter.translate(self.width() / 2, y + u(12))
            painter.rotate(90)
            place = QRect(0, -u(9), bottom - y - u(20), u(18))
            painter.drawText(place, _LEFT, painter.fontMetrics().elidedText(self._words, _ELIDE, place.width()))
        painter.end()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_ELIDE = Qt.TextElideMode.ElideRight


def _progress(sheet: Sheet) -> str:
    ready = f" · {sheet.ready} of {len(sheet.states)} ready" if sheet.states else ""
    return f"{name_of(sheet.issue)}{ready}"
