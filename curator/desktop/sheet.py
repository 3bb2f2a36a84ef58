"""The sheet of shortcuts, and what Curator says about itself."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QVBoxLayout, QWidget

import curator
from curator.desktop.actions import DECLARED, MENUS
from curator.desktop.overlay import Card, Overlay
from curator.desktop.parts import button, fill, label, line, row
from curator.desktop.theme import Look

SCOPES = {"inbox": "(in the list)", "outline": "(in the outline)"}
OTHERS = (
    ("Everywhere", "Tab", "Next field or button"),
    ("Everywhere", "Esc", "Close the innermost thing"),
    ("Lists", "↑ ↓", "Choose"),
    ("Lists", "↵", "Open"),
    ("Lists", "Shift+↑ ↓", "Choose several"),
    ("Lists", "Ctrl+A", "Choose all of the list"),
    ("Fields", "[@", "Cite a work of the library"),
)
COLUMN = 340  # units, the least that a column of keys takes
LICENCES = (
    "Curator is free software under the MIT licence.",
    "Letters: Inter, SIL Open Font License 1.1. Icons: Lucide, ISC licence. Windows: Qt for Python, LGPL 3.",
)


class Sheet(Card):
    """Every key in one sheet, by menu, in two columns."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("shortcutSheet")
        self.setAccessibleName("Shortcuts")
        u = look.theme.u
        self._overlay = Overlay(look, window, self, width=760, height=800, top=32)
        self._close = button("closeShortcuts", "Close", self._overlay.dismiss)
        inside = _Columns(u(COLUMN))
        across = inside.across
        across.setContentsMargins(u(24), u(12), u(24), u(16))
        across.setSpacing(u(32))
        groups = [(menu, _keys(menu)) for menu in MENUS] + [
            (name, _others(name)) for name in ("Lists", "Fields", "Everywhere")
        ]
        groups = [(name, keys) for name, keys in groups if keys]
        half = sum(len(keys) + 2 for _, keys in groups) / 2
        used = 0
        columns = (QVBoxLayout(), QVBoxLayout())
        for name, keys in groups:
            columns[used >= half].addLayout(_group(look, name, keys))
            used += len(keys) + 2
        for below in columns:
            below.setSpacing(u(12))
            below.addStretch(1)
            across.addLayout(below, 1)
        view = QScrollArea()
        view.setWidget(inside)
        view.setWidgetResizable(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName("Keys by menu")
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        below.addLayout(
            row(
                label(look, "Shortcuts", scale=1.15, weight=600),
                None,
                self._close,
                margins=(u(24), u(12), u(16), u(12)),
            )
        )
        fill(below, line())
        below.addWidget(view, 1)

    def open(self) -> None:
        self._overlay.open(self._close)


class About(Card):
    """Version and licences."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("about")
        self.setAccessibleName("About Curator")
        u = look.theme.u
        self._overlay = Overlay(look, window, self, width=420, height=220, top=160)
        self._close = button("closeAbout", "Close", self._overlay.dismiss)
        below = QVBoxLayout(self)
        below.setContentsMargins(u(24), u(20), u(24), u(16))
        below.setSpacing(u(8))
        fill(
            below,
            label(look, "Curator", scale=1.5, weight=600),
            label(look, f"Version {curator.__version__}", tone="dim"),
        )
        fill(below, *(label(look, words, wrap=True) for words in LICENCES), None)
        below.addLayout(row(None, self._close))

    def open(self) -> None:
        self._overlay.open(self._close)


class _Columns(QWidget):
    """Columns beside each other; where they have no room, each of `least` pixels, below each other."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = least
        self.setObjectName("shortcutColumns")
        self.setProperty("kind", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= self._least * self.across.count()
        self.across.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


Key = tuple[str, str]


def _keys(menu: str) -> list[Key]:
    """(what, keys) of the actions of a menu that have any."""
    found = []
    for one in DECLARED:
        if one.menu == menu and one.keys:
            keys = ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in one.keys)
            found.append((" ".join(part for part in (one.text.rstrip("…"), SCOPES.get(one.scope, "")) if part), keys))
    return found


def _others(group: str) -> list[Key]:
    return [(what, key) for name, key, what in OTHERS if name == group]


def _group(look: Look, name: str, keys: list[Key]) -> QGridLayout:
    u = look.theme.u
    grid = QGridLayout()
    grid.setHorizontalSpacing(u(12))
    grid.setVerticalSpacing(u(4))
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(look, name, tone="dim", scale=0.92, weight=600), 0, 0, 1, 2)
    for place, (what, key) in enumerate(keys, 1):
        grid.addWidget(label(look, what), place, 0)
        grid.addWidget(label(look, key, tone="dim"), place, 1, Qt.AlignmentFlag.AlignRight)
    return grid
