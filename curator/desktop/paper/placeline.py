"""Where a paper stands in an issue, in the head of its pane: as many words as there is room for, and always the number."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from curator.desktop.theme import Look
from curator.domain.papers import Place

SCALE = 0.96
LEAST = 12  # letters that a paper without a number has room for


class PlaceLine(QLabel):
    """`text()` is the whole sentence; what is painted may be shorter."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._forms: tuple[str, ...] = ("",)
        self.setObjectName("paperPlace")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        look.changed.connect(lambda _: self._set())
        self._set()

    def show_places(self, places: Sequence[Place]) -> None:
        self._forms = forms(places)
        self.setText(self._forms[0])
        self.setToolTip(self._forms[0])
        self.setAccessibleName(self._forms[0])
        self._set()

    @property
    def shown(self) -> str:
        """What fits: the longest form that does, else the shortest with an ellipsis."""
        metrics, room = self.fontMetrics(), self.width()
        fits = next((one for one in self._forms if metrics.horizontalAdvance(one) <= room), None)
        return fits if fits is not None else metrics.elidedText(self._forms[-1], Qt.TextElideMode.ElideRight, room)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._forms[0]), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the number, or for the beginning of what is only words."""
        metrics = self.fontMetrics()
        wide = min(metrics.horizontalAdvance(self._forms[-1]), metrics.averageCharWidth() * LEAST)
        return QSize(wide, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._look.theme.dim)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.shown)
        painter.end()

    def _set(self) -> None:
        self.setFont(self._look.theme.font(SCALE))
        self.updateGeometry()
        self.update()


def forms(places: Sequence[Place]) -> tuple[str, ...]:
    """The same said in ever fewer words: “In April 2022 as № 5”, “April 2022, № 5”, “№ 5”. With several issues the first stays longest."""
    if not places:
        return ("",)
    first, more = places[0], len(places) - 1
    rest = f" +{more}" if more else ""
    if first.number is None:
        short = [f"Mentioned in {first.edition}{rest}", f"Mentioned{rest}"]
    else:
        short = [f"In {first.edition} as № {first.number}{rest}", f"{first.edition}, № {first.number}{rest}"]
        short.append(f"№ {first.number}{rest}")
    return tuple(dict.fromkeys((said_places(places), *short)))


def said_places(places: Sequence[Place]) -> str:
    """In April 2022 as № 5, mentioned in March 2022."""
    said = [f"In {one.edition} as № {one.number}" if one.number else f"Mentioned in {one.edition}" for one in places]
    return ", ".join([said[0], *(one[0].lower() + one[1:] for one in said[1:])]) if said else ""
