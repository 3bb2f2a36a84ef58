"""A row of the list: title, authors, category and tags at the left; date, star and place in a column of their own at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from curator.desktop.inbox.words import QUIET, names_line, place_words, second_line, shown_date
from curator.desktop.theme import Look, Theme
from curator.domain.papers import PaperRow, Status

ROW = Qt.ItemDataRole.UserRole + 1
HEIGHT = 72  # units: three lines of 18 and 18 more
LINE = 18
LEFT = 30
RIGHT = 12
ASIDE = 62
ACTIONS = (("star", "star"), ("shortlist", "bookmark"), ("dismiss", "archive"))
"""What can be done to a row under the pointer: the action's name and its picture, from left to right."""

_BUTTON = 22
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Inks:
    """The colours of one row."""

    text: QColor
    dim: QColor
    faint: QColor


class RowDelegate(QStyledItemDelegate):
    """Paints a row from one tuple, a PaperRow; asks the model for nothing else. `today` is for dates without a year.

    `aside` gives what stands under the date, and the token of its colour. `acts`: there are actions under the pointer.
    """

    def __init__(
        self,
        look: Look,
        today: date,
        *,
        aside: Callable[[PaperRow], tuple[str, str]] = place_words,
        acts: bool = True,
    ) -> None:
        super().__init__()
        self._words, self._acts = aside, acts
        self._look = look
        self.today = today
        self.hovered = -1
        self.pressed: frozenset[int] = frozenset()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._look.theme.u(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._look.theme
        row = index.data(ROW)
        painter.save()
        painter.setClipRect(option.rect)
        self._ground(painter, option, theme, index.row())
        if isinstance(row, PaperRow):
            if row.id in self.pressed:
                painter.setOpacity(0.45)
            self._row(painter, option.rect, row, theme, hovered=index.row() == self.hovered)
            painter.setOpacity(1)
        else:
            _bars(painter, option.rect, theme)
        painter.fillRect(QRect(option.rect.bottomLeft(), QSize(option.rect.width(), 1)), theme.line)
        self._ring(painter, option, theme)
        painter.restore()

    def action_at(self, rect: QRect, point: QPointF) -> str | None:
        """The action whose picture is at a point of a row under the pointer."""
        for (name, _), box in zip(ACTIONS, self._boxes(rect), strict=True):
            if box.contains(point):
                return name
        return None

    def _boxes(self, rect: QRect) -> list[QRectF]:
        theme = self._look.theme
        size = theme.u(_BUTTON)
        right = rect.right() - theme.u(RIGHT) + theme.u(4)
        top = rect.top() + theme.u(6)
        return [QRectF(right - size * (len(ACTIONS) - at), top, size, size) for at in range(len(ACTIONS))]

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme, row: int) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        active = (
            bool(option.state & QStyle.StateFlag.State_Active)
            and option.palette.currentColorGroup() == QPalette.ColorGroup.Active
        )
        focused = active and option.widget is not None and option.widget.hasFocus()
        if chosen:
            painter.fillRect(option.rect, theme.chosen if focused else theme.idle)
            bar = QRect(option.rect.topLeft(), QSize(theme.u(3), option.rect.height()))
            painter.fillRect(bar, theme.accent if focused else theme.edge)
        elif row == self.hovered:
            painter.fillRect(option.rect, theme.ground)

    def _ring(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        """The keyboard's place, where it is not the choice."""
        has = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if has and not option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -2))

    def _row(self, painter: QPainter, rect: QRect, row: PaperRow, theme: Theme, *, hovered: bool) -> None:
        inks = _Inks(theme.text, theme.dim, theme.faint)
        top = rect.top() + theme.u(9)
        left = rect.left() + theme.u(LEFT)
        right = rect.right() - theme.u(RIGHT)
        line = theme.u(LINE)
        if row.unread and row.status not in QUIET:
            size = theme.u(7)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            painter.drawEllipse(QRectF(rect.left() + theme.u(12), top + (line - size) / 2, size, size))
        wide = right - left - theme.u(ASIDE)
        lines = self._title(painter, row, theme, QRectF(left, top, wide, 2 * line))
        if lines < 2:
            self._second(painter, row, theme, QRectF(left, top + line, wide, line))
        self._third(painter, row, theme, QRectF(left, top + 2 * line, right - left - theme.u(4), line), inks)
        aside = QRect(right - theme.u(ASIDE) + theme.u(4), top, theme.u(ASIDE) - theme.u(4), line)
        if hovered and self._acts:
            self._actions(painter, rect, row, theme)
        else:
            painter.setFont(theme.font(0.92, tabular=True))
            painter.setPen(theme.faint)
            painter.drawText(
                aside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown_date(row.date, self.today)
            )
        self._aside(painter, aside.translated(0, line), row, theme, hovered=hovered)

    def _title(self, painter: QPainter, row: PaperRow, theme: Theme, box: QRectF) -> int:
        """Paints up to two lines, and gives how many there are."""
        is_quiet = row.status in QUIET
        font = theme.font(1.0, 600 if row.unread and not is_quiet else 400)
        layout = QTextLayout(row.title, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(_marked(row.title_marks, theme))
        spans = _broken(layout, box.width(), 2)
        height = theme.u(LINE)
        painter.setPen(theme.dim if is_quiet else theme.text)
        metrics = QFontMetrics(font)
        ascent = (height - metrics.height()) / 2
        if len(spans) > 2 or (spans and spans[-1][1] < len(row.title)):
            layout = _elided(row, font, theme, box.width(), spans)
            spans = _broken(layout, box.width(), 2)
        for at in range(min(2, layout.lineCount())):
            layout.lineAt(at).setPosition(QPointF(0, at * height + ascent))
        layout.draw(painter, box.topLeft(), [], box)
        return min(2, layout.lineCount())

    def _second(self, painter: QPainter, row: PaperRow, theme: Theme, box: QRectF) -> None:
        text, marks, bad = second_line(row)
        if text:
            metrics = QFontMetrics(theme.font(0.92))
            text, marks = _around(text, marks, metrics, int(box.width()))
            _draw_line(painter, text, theme.font(0.92), theme.bad if bad else theme.dim, box, _marked(marks, theme))

    def _third(self, painter: QPainter, row: PaperRow, theme: Theme, box: QRectF, inks: _Inks) -> None:
        font = theme.font(0.92)
        metrics = QFontMetrics(font)
        chips = _chips(row.tags, metrics, box.width() * 0.45, theme)
        taken = sum(width for _, width in chips) + theme.u(6) * len(chips)
        room = int(box.width() - taken)

        def fits(words: str) -> bool:
            return metrics.horizontalAdvance(words) <= room

        text = names_line(row, fits)
        shown = text if fits(text) else metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(inks.dim)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        x = box.left() + metrics.horizontalAdvance(shown) + theme.u(6 if shown else 0)
        for words, width in chips:
            chip = QRectF(x, box.top() + theme.u(1), width, box.height() - theme.u(2))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.chip)
            painter.drawRoundedRect(chip, theme.u(4), theme.u(4))
            painter.setPen(inks.dim)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
            x += width + theme.u(6)

    def _aside(self, painter: QPainter, box: QRect, row: PaperRow, theme: Theme, *, hovered: bool) -> None:
        """Star and place in the issue, or what else there is to know, right-aligned."""
        words, token = self._words(row)
        painter.setFont(theme.font(0.92, tabular=True))
        painter.setPen(theme.colour(token))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, flags, words)
        if row.starred and not (hovered and self._acts):
            wide = QFontMetrics(painter.font()).horizontalAdvance(words)
            size = theme.u(14)
            x = box.right() - wide - size - (theme.u(4) if words else 0) + 1
            picture = theme.pixmap("star-full", "warn", 14, painter.device().devicePixelRatioF())
            painter.drawPixmap(QRect(x, box.top() + (box.height() - size) // 2, size, size), picture)

    def _actions(self, painter: QPainter, rect: QRect, row: PaperRow, theme: Theme) -> None:
        on = {
            "star": row.starred,
            "shortlist": row.status is Status.SHORTLISTED,
            "dismiss": row.status is Status.DISMISSED,
        }
        for (name, icon), box in zip(ACTIONS, self._boxes(rect), strict=True):
            size = theme.u(16)
            place = QRectF(box.center().x() - size / 2, box.center().y() - size / 2, size, size)
            picture = "star-full" if name == "star" and on[name] else icon
            token = "warn" if picture == "star-full" else "accent" if on[name] else "dim"
            painter.drawPixmap(place.toRect(), theme.pixmap(picture, token, 16, painter.device().devicePixelRatioF()))

    def helpEvent(self, event: object, view: object, option: QStyleOptionViewItem, index: Index) -> bool:
        """No tool tip: the whole title is in the paper pane."""
        return isinstance(event, QEvent)


def _marked(marks: Sequence[tuple[int, int]], theme: Theme) -> list[QTextLayout.FormatRange]:
    ranges = []
    for start, end in marks:
        one = QTextLayout.FormatRange()
        one.start, one.length = start, end - start
        one.format = QTextCharFormat()
        one.format.setBackground(theme.mark)
        one.format.setForeground(theme.text)
        ranges.append(one)
    return ranges


def _broken(layout: QTextLayout, width: float, most: int) -> list[tuple[int, int]]:
    """Breaks a text into lines; one more than `most` is tried, to know whether it goes on."""
    spans: list[tuple[int, int]] = []
    layout.beginLayout()
    while len(spans) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        spans.append((line.textStart(), line.textStart() + line.textLength()))
    layout.endLayout()
    return spans


def _elided(row: PaperRow, font: QFont, theme: Theme, width: float, spans: list[tuple[int, int]]) -> QTextLayout:
    """The first line as it is, the second cut by an ellipsis."""
    start = spans[1][0]
    second = _cut(
        QFontMetrics(font).elidedText(row.title[start : start + 300], Qt.TextElideMode.ElideRight, int(width))
    )
    text = row.title[:start] + second
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    kept = start + len(second) - 1
    layout.setFormats(_marked([(a, min(b, kept)) for a, b in row.title_marks if a < kept], theme))
    return layout


def _cut(elided: str) -> str:
    """Cut after a whole word, where that leaves most of the line."""
    words, _, rest = elided.rpartition(" ")
    if not rest.endswith("…") or len(words) < len(elided) // 2:
        return elided
    return words.rstrip(" ,;:–—-") + "…"


def _around(
    text: str, marks: tuple[tuple[int, int], ...], metrics: QFontMetrics, width: int
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text that begins late enough to show its first match; words before it go."""
    if not marks or metrics.horizontalAdvance(text[: marks[0][1]] + " …") <= width:
        return text, marks
    begin = marks[0][0]
    while (before := text.rfind(" ", 0, max(0, begin - 1))) > 0:
        if metrics.horizontalAdvance("… " + text[before + 1 : marks[0][1]]) > width * 0.6:
            break
        begin = before + 1
    moved = 2 - begin
    return "… " + text[begin:], tuple((start + moved, end + moved) for start, end in marks)


def _draw_line(
    painter: QPainter, text: str, font: QFont, colour: QColor, box: QRectF, marks: list[QTextLayout.FormatRange]
) -> None:
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    layout = QTextLayout(shown, font)
    layout.setFormats([one for one in marks if one.start < len(shown)])
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    painter.setPen(colour)
    layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - line.height()) / 2))


def _chips(tags: Sequence[str], metrics: QFontMetrics, room: float, theme: Theme) -> list[tuple[str, int]]:
    """Tags that fit, with their widths; what does not is counted in a last one."""
    chips: list[tuple[str, int]] = []
    left = room
    for at, tag in enumerate(tags):
        shown = metrics.elidedText(tag, Qt.TextElideMode.ElideRight, theme.u(110))
        width = metrics.horizontalAdvance(shown) + theme.u(12)
        if width > left and at:
            more = f"+{len(tags) - at}"
            return [*chips, (more, metrics.horizontalAdvance(more) + theme.u(12))]
        chips.append((shown, width))
        left -= width + theme.u(6)
    return chips


def _bars(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """A row that is not read yet keeps its place."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.line)
    wide = rect.width() - theme.u(LEFT + ASIDE + RIGHT)
    for at, share in enumerate((0.9, 0.55, 0.7)):
        box = QRectF(rect.left() + theme.u(LEFT), rect.top() + theme.u(14 + at * LINE), wide * share, theme.u(7))
        painter.drawRoundedRect(box, theme.u(3), theme.u(3))
