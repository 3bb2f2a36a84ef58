"""A card over the window that is a list with something to do to what is chosen: its head, its rows, its foot."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QPushButton, QVBoxLayout, QWidget

from curator.desktop.messages import Notice
from curator.desktop.overlay import Card, Overlay
from curator.desktop.palettedelegate import PaletteDelegate, Row, Rows
from curator.desktop.parts import button, fill, label, line, row
from curator.desktop.theme import Look


class ListCard(Card):
    """`name` begins the names of its parts. `chosen`: other rows are chosen. `wanted`: ↵ or two clicks; `unwanted`: the Delete key."""

    chosen = Signal()
    wanted = Signal()
    unwanted = Signal()

    def __init__(
        self, look: Look, window: QWidget, name: str, title: str, rows: str, *, about: str = "", several: bool = False
    ) -> None:
        """`rows` is how the list is called for who listens, `about` a sentence under the title; `several`: many rows can be chosen."""
        super().__init__()
        self.setObjectName(f"{name}Sheet")
        self.setAccessibleName(title)
        u = look.theme.u
        self.overlay = Overlay(look, window, self, width=760, height=520)
        self._model = Rows(self)
        self.view = _View(self)
        self.view.setObjectName(f"{name}View")
        self.view.setAccessibleName(rows)
        self.view.setModel(self._model)
        self.view.setItemDelegate(PaletteDelegate(look, self.view))
        if several:
            self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.doubleClicked.connect(lambda _: self.wanted.emit())
        self.view.selectionModel().selectionChanged.connect(self._selected)
        self.notice = Notice(look, f"{name}Notice")
        self._count = label(look, tone="dim", scale=0.92)
        self.foot = row(space=u(8))
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        close = button(f"{name}Close", "Close", self.overlay.dismiss)
        heading = label(look, title, scale=1.15, weight=600)
        top = row(heading, self._count, None, close, space=u(10), margins=(u(16), u(12), u(14), u(12)))
        below.addLayout(top)
        if about:
            below.addLayout(row(label(look, about, tone="dim", wrap=True), margins=(u(16), 0, u(14), u(12))))
        fill(below, line())
        below.addWidget(self.view, 1)
        fill(below, line())
        below.addLayout(row(self.notice, margins=(u(16), u(4), u(14), 0)))
        holder = row(margins=(u(16), u(8), u(14), u(8)))
        holder.addLayout(self.foot)
        below.addLayout(holder)

    def put(self, *buttons: QPushButton | None) -> None:
        """What stands in the foot; None is a space that grows."""
        fill(self.foot, *buttons)

    def open(self) -> None:
        self.overlay.open(self.view)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._model.rows

    @property
    def places(self) -> list[int]:
        """Where the chosen rows are, from above to below."""
        found = sorted(one.row() for one in self.view.selectionModel().selectedRows())
        return [at for at in found if not self._model.rows[at].heading]

    def show_rows(self, rows: Sequence[Row], empty: str, count: str = "") -> None:
        """Other rows; `empty` is said where there are none. Who stood at a place stands there again."""
        at = max(0, self.view.currentIndex().row())
        self._model.show_rows(rows or [Row("", empty, heading=True)])
        self._count.setText(count)
        self.view.setCurrentIndex(self._model.index(min(at, max(0, len(rows) - 1))))
        self.chosen.emit()

    def choose(self, places: Sequence[int]) -> None:
        """Chooses these rows."""
        selection = QItemSelection()
        for at in places:
            selection.select(self._model.index(at), self._model.index(at))
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.chosen.emit()


class _View(QListView):
    """A list in which ↵ does what the first button does, and Delete the second."""

    def __init__(self, card: ListCard) -> None:
        super().__init__()
        self._card = card
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._card.wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self._card.unwanted.emit()
        else:
            super().keyPressEvent(event)
