"""A line that names a work: while one types, the works of the library that it may mean are listed under it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from curator.desktop.paper.completion import ROWS, WIDE, Works
from curator.desktop.paper.completionrow import CompletionRow
from curator.desktop.theme import Look

if TYPE_CHECKING:
    from curator.library.search import Completion

Ask = Callable[[str, "Callable[[Sequence[Completion]], None]"], None]
"""Looks for works by a few words, beside the window, and gives them to the second argument on the main thread."""


class WorkCompleter(QCompleter):
    """Lists what `ask` finds for what is typed in `field`; the chosen work's key becomes the text of the field."""

    def __init__(self, look: Look, field: QLineEdit, ask: Ask) -> None:
        super().__init__(field)
        self._field, self._ask = field, ask
        self.works = Works(self)
        self.setModel(self.works)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(ROWS)
        self.setWidget(field)
        self._list = view = QListView()
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        self.setPopup(view)
        view.setObjectName("workList")
        view.setAccessibleName("Works of this library")
        view.setProperty("kind", "card")
        view.setItemDelegate(CompletionRow(look.theme, view))
        view.setMinimumWidth(look.theme.u(WIDE))
        field.textEdited.connect(self._look)
        self.activated.connect(field.setText)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return self.works.found[index.row()].key if index.isValid() else ""

    def _look(self, typed: str) -> None:
        words = typed.strip()
        if not words:
            self._list.hide()
            return
        self._ask(words, lambda found: self._came(typed, found))

    def _came(self, typed: str, found: "Sequence[Completion]") -> None:
        if self._field.text() != typed or not self._field.hasFocus():
            return
        self.works.show(found, typed)
        if found:
            self.complete()
        else:
            self._list.hide()
