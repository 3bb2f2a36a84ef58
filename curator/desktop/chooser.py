"""A card with a field and a list under it, to choose one of many by a few letters: a tag, a section of an issue."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from curator.desktop.overlay import Overlay
from curator.desktop.palettedelegate import ROW, PaletteDelegate, Row
from curator.desktop.parts import IconLabel, label, line, row
from curator.desktop.theme import Look

_NONE = QModelIndex()
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
BEFORE = "Before the first section"
Rows = Callable[[str], Sequence[Row]]


class Chooser(QWidget):
    """`name` is its objectName. A row that is chosen is run, and the card closes; Escape closes it and runs nothing."""

    def __init__(self, look: Look, window: QWidget, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        u = look.theme.u
        self._rows: Rows = lambda typed: ()
        self._title = label(look, "", tone="dim", scale=0.92)
        self._words = QLineEdit()
        self._words.setObjectName(f"{name}Field")
        self._words.setProperty("kind", "flat")
        self._words.setFont(look.theme.font(1.08))
        self._words.textChanged.connect(self._typed)
        self._words.installEventFilter(self)
        self._model = _Rows(self)
        self._view = QListView()
        self._view.setObjectName(f"{name}View")
        self._view.setAccessibleName("Choices")
        self._view.setModel(self._model)
        self._view.setItemDelegate(PaletteDelegate(look, self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._run)
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        below.addLayout(row(self._title, margins=(u(16), u(10), u(14), 0)))
        below.addLayout(row(IconLabel(look, "search"), self._words, space=u(8), margins=(u(16), u(6), u(14), u(10))))
        below.addWidget(line())
        below.addWidget(self._view, 1)
        self._overlay = Overlay(look, window, self, width=420, height=340, top=96)

    def ask(self, title: str, hint: str, rows: Rows, first: str = "") -> None:
        """Opens it. `rows` gives what fits what is typed; the row `first` is the one to begin with."""
        self._rows = rows
        self._title.setText(title)
        self.setAccessibleName(title)
        self._words.setPlaceholderText(hint)
        self._words.setAccessibleName(title)
        self._words.clear()
        self._typed("")
        for at, one in enumerate(self._model.rows):
            if one.text == first and not one.heading:
                self._view.setCurrentIndex(self._model.index(at))
                break
        self._overlay.open(self._words)

    def rows(self) -> tuple[Row, ...]:
        """What is offered now."""
        return self._model.rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS:
                self._go(_STEPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self._view.currentIndex())
                return True
        return False

    def _typed(self, text: str) -> None:
        self._model.show(self._rows(text.strip()))
        self._view.setCurrentIndex(_NONE)
        self._go(1)

    def _go(self, by: int) -> None:
        """To the next row that can be chosen."""
        rows = self._model.rows
        ways = [at for at, one in enumerate(rows) if not one.heading and one.enabled]
        if not ways:
            return
        at = self._view.currentIndex().row()
        here = ways.index(at) if at in ways else (-1 if by > 0 else 0)
        self._view.setCurrentIndex(self._model.index(ways[min(len(ways) - 1, max(0, here + by))]))

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        one = self._model.rows[index.row()]
        if one.run is not None and not one.heading:
            self._overlay.dismiss()
            one.run()


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        one = self.rows[index.row()]
        if role == ROW:
            return one
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (one.text, one.group) if part)
        return one.text if role == Qt.ItemDataRole.DisplayRole else None


def tag_rows(
    tags: Sequence[tuple[str, int]], common: frozenset[str], typed: str, choose: Callable[[str, bool], object]
) -> list[Row]:
    """Tags that fit, with how many papers have each; those in `common` are taken away when they are chosen, and a new one may be made."""
    asked = typed.casefold()
    fitting = [(name, number) for name, number in tags if asked in name.casefold()]
    fitting.sort(key=lambda one: (one[0] not in common, not one[0].casefold().startswith(asked)))
    rows = [
        Row(
            "check" if name in common else "tag",
            name,
            marks=_marks(name, asked),
            group="take away" if name in common else f"{number:,}",
            run=partial(choose, name, name not in common),
        )
        for name, number in fitting
    ]
    if typed and all(name.casefold() != asked for name, _ in tags):
        rows.append(Row("plus", f"New tag “{typed}”", run=partial(choose, typed, True)))
    return rows


def section_rows(
    issues: Sequence[tuple[int, str, Sequence[tuple[int | None, str, int]]]],
    typed: str,
    choose: Callable[[int, int | None, str], object],
) -> list[Row]:
    """Sections that fit, (number, title, papers) each, under their issues. A section None: the issue has none yet."""
    asked = typed.casefold()
    rows: list[Row] = []
    for issue, name, sections in issues:
        fitting = [one for one in sections if asked in f"{name} {one[1] or BEFORE}".casefold()]
        if fitting:
            rows.append(Row("", name, heading=True))
        rows += [
            Row(
                "heading",
                title or BEFORE,
                marks=_marks(title, asked),
                group="" if section is None else "1 paper" if papers == 1 else f"{papers:,} papers",
                run=partial(choose, issue, section, title or name),
            )
            for section, title, papers in fitting
        ]
    return rows


def _marks(text: str, asked: str) -> tuple[tuple[int, int], ...]:
    at = text.casefold().find(asked) if asked else -1
    return ((at, at + len(asked)),) if at >= 0 else ()
