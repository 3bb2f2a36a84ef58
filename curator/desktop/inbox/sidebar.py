"""The rail: where papers stand, with numbers that are counted anew whenever something changed; wide with words, narrow with icons."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from curator.desktop.actions import Actions
from curator.desktop.inbox.again import Again
from curator.desktop.inbox.rail import Line, RailModel, RailView, is_group
from curator.desktop.inbox.shelves import EVERY, Shelf, Shelves, count
from curator.desktop.news import News
from curator.desktop.parts import IconButton, label
from curator.desktop.sizes import HEAD
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.papers import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from curator.domain.progress import Progress
    from curator.library.library import Library

ADDING = ("add-papers", "find-on-arxiv", "new-paper", "", "new-issue", "import-issue")
MENUS = {
    "issue": (("edit-issue", "Edit…"), ("export", "Export…"), ("remove-issue", "Remove…")),
    "tag": (("rename", "Rename…"), ("remove", "Remove from all papers")),
}
"""What can be done to a place, by its kind."""

_GROUPED = {"issue": ("Issues", "file-text"), "tag": ("Tags", "tag")}


class Sidebar(QWidget):
    """`picked` carries the Shelf that was chosen. `shelves` are those of the last count.

    `asked(name, shelf)`: its menu: `edit-issue`, `export`, `remove-issue` of an issue, `rename`, `remove` of a tag.
    `dropped(shelf, papers)`: papers of this library were let fall on a place. `brought`: data that may name new ones; `pasted`: Ctrl+V.
    """

    picked = Signal(object)
    asked = Signal(str, object)
    dropped = Signal(object, list)
    brought = Signal(object)
    pasted = Signal()
    counted = Signal(object)
    failed = Signal(object)

    def __init__(self, look: Look, tasks: Tasks, news: News, actions: Actions) -> None:
        super().__init__()
        self._look = look
        self._library: Library | None = None
        self._is_narrow = False
        self._is_first = False
        self._kept: tuple[str, str] | None = None
        self.shelf = EVERY
        self.shelves = Shelves()
        self.setObjectName("rail")
        self.setAccessibleName("Library")
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = Again(tasks, "Count", self._job, self._counted, self.failed.emit, self)
        self._name = label(look, "", weight=600)
        self._name.setMinimumWidth(1)
        self._plus = IconButton(look, "railAdd", "plus", "Add papers or an issue", self._offer)
        self._plus.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._adding = QMenu(self)
        self._adding.setObjectName("addMenu")
        for name in ADDING:
            if name:
                self._adding.addAction(actions[name])
            else:
                self._adding.addSeparator()
        self._head = QWidget()
        self._across = QHBoxLayout(self._head)
        self._across.setSpacing(0)
        self._across.addWidget(self._name, 1)
        self._across.addWidget(self._plus)
        self._model = RailModel(self)
        self._view = RailView(look, self._model)
        self._view.picked.connect(self._pick)
        self._view.grouped.connect(self._open_group)
        self._view.menu_asked.connect(self._open_menu)
        self._view.dropped.connect(self.dropped)
        self._view.brought.connect(self.brought)
        self._view.pasted.connect(self.pasted)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._head)
        below.addWidget(self._view, 1)
        self.setFocusProxy(self._view)
        news.changed.connect(self._heard)
        look.changed.connect(self._lay)
        self._lay()

    def show_library(self, library: "Library | None", selection: Mapping[str, object] | None = None) -> None:
        """Another library, or none; in it the place that was shown last is picked, else the inbox, or all if that is empty."""
        self._count.stop()
        self._library = library
        self.shelf, self.shelves = EVERY, Shelves()
        self._view.library = library.path if library is not None else None
        self._kept = kept_place(selection or {})
        self._is_first = True
        self._name.setText(library.path.stem if library is not None else "")
        self._show()
        self._count.ask()

    @property
    def is_idle(self) -> bool:
        """The numbers are true: nothing is being counted."""
        return self._count.is_idle

    def narrow(self, narrow: bool) -> None:
        """Icons alone, or words."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._lay()

    def choose(self, shelf: Shelf) -> None:
        """Marks a place as the one that is shown; nobody is told."""
        self.shelf = shelf
        self._view.mark(shelf)

    def _job(self) -> "Callable[[Progress], Shelves] | None":
        library = self._library
        return None if library is None else lambda progress: count(library, progress)

    def _counted(self, shelves: Shelves) -> None:
        if shelves != self.shelves:
            self.shelves = shelves
            self._show()
        if self._is_first:
            self._is_first = False
            self.choose(self._begin(shelves))
            self.picked.emit(self.shelf)
        elif self.shelf.kind in MENUS and shelves.find(*self.shelf.key) is None:
            self._pick(shelves.renamed(self.shelf) or EVERY)
        self.counted.emit(shelves)

    def _begin(self, shelves: Shelves) -> Shelf:
        if self._kept is not None:
            return shelves.find(*self._kept) or EVERY
        inbox = shelves.find("status", Status.INBOX.value)
        return inbox if inbox is not None and inbox.count else EVERY

    def _heard(self, changes: Changes) -> None:
        if changes.touches("paper", "metadata", "issue"):
            self._count.ask()

    def _show(self) -> None:
        lines: list[Line] = []
        for heading, shelves in self.shelves.groups():
            kind = shelves[0].kind
            if self._is_narrow and kind in _GROUPED:
                name, icon = _GROUPED[kind]
                lines += ["", Shelf(f"{kind}s", "", name, icon, len(shelves))]
            else:
                lines += [*([] if self._is_narrow else [heading]), *shelves]
        self._model.show(lines)
        self._view.mark(self.shelf)

    def _pick(self, shelf: Shelf) -> None:
        if shelf.key != self.shelf.key:
            self.shelf = shelf
            self.picked.emit(shelf)
        self._view.mark(shelf)

    def _open_menu(self, shelf: Shelf, place: QPoint) -> None:
        """What can be done to an issue or a tag, or to each of those behind one icon. Other places can be shown, and that a click does."""
        if self._library is None or not (shelf.kind in MENUS or is_group(shelf)):
            return
        menu = QMenu(self)
        menu.setObjectName("shelfMenu")
        if is_group(shelf):
            for one in self._behind(shelf):
                self._offer_deeds(menu.addMenu(one.name.replace("&", "&&")), one)
        else:
            self._offer_deeds(menu, shelf)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _offer_deeds(self, menu: QMenu, shelf: Shelf) -> None:
        menu.addAction("Show", lambda: self._pick(shelf))
        menu.addSeparator()
        for name, words in MENUS[shelf.kind]:
            action = menu.addAction(words)
            action.triggered.connect(lambda checked=False, name=name: self.asked.emit(name, shelf))
            action.setEnabled(name == "export" or (self._library is not None and not self._library.is_read_only))

    def _behind(self, group: Shelf) -> tuple[Shelf, ...]:
        return self.shelves.issues if group.kind == "issues" else self.shelves.tags

    def _open_group(self, group: Shelf, place: QPoint) -> None:
        """The issues or tags behind one icon."""
        menu = QMenu(self)
        menu.setObjectName(f"{group.kind}Menu")
        for shelf in self._behind(group):
            action = QAction(f"{shelf.name}\t{shelf.count:,}".replace("&", "&&"), menu)
            action.triggered.connect(lambda checked=False, shelf=shelf: self._pick(shelf))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _offer(self) -> None:
        self._adding.popup(self._plus.mapToGlobal(QPoint(0, self._plus.height())))

    def _lay(self, _theme: object = None) -> None:
        u = self._look.theme.u
        self._head.setFixedHeight(u(HEAD) - 1)
        self._name.setVisible(not self._is_narrow)
        self._name.setFont(self._look.theme.font(1.0, 600))
        self._across.setContentsMargins(u(12) if not self._is_narrow else u(8), 0, u(8), 0)
        self._view.narrow(self._is_narrow)
        self._show()


def kept_place(selection: Mapping[str, object]) -> tuple[str, str] | None:
    """Kind and value of the place that was shown last; None: none was."""
    held = selection.get("shelf")
    if isinstance(held, list) and len(held) == 2 and all(isinstance(one, str) for one in held):
        return held[0], held[1]
    return None
