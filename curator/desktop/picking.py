"""The inside of a card in which one of many is picked: a line of words, and under it the rows that fit; the keys of the line go to both."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView

from curator.desktop.palettedelegate import PaletteDelegate, Row, Rows
from curator.desktop.theme import Look

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class Picking(QObject):
    """`words` and `view` are put into the card, whose objectNames begin with `name`. Arrows go from row to row while the line has the focus.

    ↵ or a click runs a row; `picked` is called first, so that the card can close. A heading can't be picked, nor what is not enabled; the
    choice stands on what is not enabled, too, so that one can read why.
    """

    def __init__(self, look: Look, name: str, scale: float, picked: Callable[[], object]) -> None:
        super().__init__()
        self._picked = picked
        self.words = QLineEdit()
        self.words.setObjectName(f"{name}Field")
        self.words.setProperty("kind", "flat")
        self.words.setFont(look.theme.font(scale))
        self.words.installEventFilter(self)
        self._model = Rows(self)
        self.view = QListView()
        self.view.setObjectName(f"{name}View")
        self.view.setModel(self._model)
        self.view.setItemDelegate(PaletteDelegate(look, self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._run)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is listed now."""
        return self._model.rows

    def show_rows(self, rows: Sequence[Row], first: str = "") -> None:
        """Other rows; the one called `first` is chosen, else the first that is no heading."""
        self._model.show_rows(rows)
        ways = self._ways()
        named = (at for at in ways if first and rows[at].name == first)
        at = next(named, ways[0] if ways else None)
        self.view.setCurrentIndex(self._model.index(at) if at is not None else QModelIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS:
                self._go(_STEPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.view.currentIndex())
                return True
        return False

    def _ways(self) -> list[int]:
        return [at for at, one in enumerate(self._model.rows) if not one.heading]

    def _go(self, by: int) -> None:
        """To another row; headings are passed."""
        ways = self._ways()
        if ways:
            now = self.view.currentIndex().row()
            at = ways.index(now) if now in ways else 0
            self.view.setCurrentIndex(self._model.index(ways[max(0, min(len(ways) - 1, at + by))]))

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self._model.rows[index.row()]
        if row.run is not None and row.enabled and not row.heading:
            self._picked()
            row.run()
