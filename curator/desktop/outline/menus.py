"""The menus of the outline: the issues there are, what can be done to a row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from curator.desktop.actions import Actions
from curator.desktop.outline.asking import Asking
from curator.desktop.outline.deeds import Deeds
from curator.desktop.outline.sheet import Row, Sheet
from curator.domain.issues import IssueRow

ROW_MENU = ("edit-entry", "move-up", "move-down", "move-to-section", "remove-entry")
ADD_MENU = ("add-section", "add-text", "add-link", "add-mention")
ISSUE_MENU = ("new-issue", "edit-issue", "publish-issue", "remove-issue")
CLIPBOARD = (("Cut", QKeySequence.StandardKey.Cut), ("Copy", QKeySequence.StandardKey.Copy), ("Paste", QKeySequence.StandardKey.Paste))  # fmt: skip
Choice = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Ways:
    """What a row's menu asks of others: to write a paper's field, to open an address, to cut, copy or paste."""

    write: Callable[[int, str], object]
    open_address: Callable[[str], object]
    clipboard: Callable[[str], object]


class Menus:
    """Each opens at a place of the screen and is gone when it closes."""

    def __init__(self, parent: QWidget, actions: Actions, deeds: Deeds, asking: Asking, ways: Ways) -> None:
        self._parent, self._actions, self._deeds, self._asking, self._ways = parent, actions, deeds, asking, ways

    def open_issues(
        self, issues: Sequence[IssueRow], shown: int | None, show: Callable[[int], object], at: QPoint
    ) -> None:
        """Every issue, the one that is shown checked; and what can be done to it."""
        menu = self._made("issues")
        for one in issues:
            words = " — ".join(filter(None, (one.edition, one.title)))
            entry = menu.addAction(as_shown(words), partial(show, one.id))
            entry.setCheckable(True)
            entry.setChecked(one.id == shown)
        menu.addSeparator()
        for name in ISSUE_MENU:
            menu.addAction(self._actions[name])
        menu.popup(at)

    def open_row(self, sheet: Sheet, row: Row | None, at: QPoint, *, can_write: bool) -> None:
        """What can be done to a row, or (None) to the whole."""
        menu = self._made("entryMenu")
        for words, run in self._of_its_kind(sheet, row, can_write=can_write):
            menu.addAction(words, run)
        if row is not None and row.kind != "hint":
            for name in ROW_MENU:
                menu.addAction(self._actions[name])
        menu.addSeparator()
        for words, key in CLIPBOARD:
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            entry = menu.addAction(f"{words}\t{shown}", partial(self._ways.clipboard, words.lower()))
            entry.setEnabled(
                (can_write or words == "Copy") and (words == "Paste" or (row is not None and row.is_entry))
            )
        menu.addSeparator()
        for name in ADD_MENU:
            menu.addAction(self._actions[name])
        menu.popup(at)

    def _of_its_kind(self, sheet: Sheet, row: Row | None, *, can_write: bool) -> list[Choice]:
        found: list[Choice] = []
        address = sheet.entry(row.id).url if row is not None and row.is_entry else None
        if row is not None and row.kind == "paper" and row.paper is not None:
            found.append(("Write it", partial(self._ways.write, row.paper, "why")))
        if address:
            found.append(("Open its page", partial(self._ways.open_address, address)))
        if can_write and row is not None and row.kind in ("section", "hint"):
            found.append(("Name and words…", partial(self._asking.edit_words, sheet, row.id)))
        if can_write and row is not None and row.kind == "paper":
            found.append(("Byline…", partial(self._asking.edit_byline, sheet, row)))
        if can_write and row is None and not sheet.issue.lead:
            found.append(("Write a lead…", partial(self._asking.edit_lead, sheet)))
        return found

    def _made(self, name: str) -> QMenu:
        menu = QMenu(self._parent)
        menu.setObjectName(name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


def as_shown(words: str) -> str:
    """As a menu or button shows it: an ampersand would underline the letter behind it."""
    return words.replace("&", "&&")
