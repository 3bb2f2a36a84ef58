"""The tree of an issue for its view: rows before the first section, sections, and what stands in each."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from curator.desktop.mime import ENTRIES, PAPERS, entries_mime
from curator.desktop.outline.sheet import Row, Sheet
from curator.desktop.outline.staying import staying
from curator.domain.outline import Spot, landing, landing_at_end

ROW = Qt.ItemDataRole.UserRole + 1
SECTION = "application/x-curator-section"
UNTITLED = 0
"""In a Spot: the section without a title, which is made where it is not there yet."""
Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, int]
_NOWHERE = QModelIndex()
_ROOT = 0
KIND_WORDS = {"lead": "lead of the issue", "intro": "words of the section", "hint": "empty section"}
STATE_WORDS = {"empty": "no words yet", "drafting": "drafting", "ready": "ready"}


class OutlineModel(QAbstractItemModel):
    """Shows one Sheet. What moves in the library is moved here, row by row, when the news of it came: fold, choice and focus stay.

    `renamed(section, title)`: a section's name was typed in its place.
    """

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.library: Path | None = None
        self.can_write = True
        self._numbers = count(
            1
        )  # an index holds a number, never an object: Qt may ask by an index of a row that is gone
        self._rows: dict[int, Row] = {}
        self._parents: dict[int, int] = {}
        self._children: dict[int, list[int]] = {_ROOT: []}
        self._by_key: dict[Key, int] = {}

    def show(self, sheet: Sheet | None) -> None:
        """Shows another issue, or another state of this one."""
        before, self.sheet = self.sheet, sheet
        if sheet is None or before is None or sheet.issue.id != before.issue.id:
            self.beginResetModel()
            self._rows, self._parents, self._children, self._by_key = {}, {}, {_ROOT: []}, {}
            for parent, rows in _wanted(sheet):
                for row in rows:
                    self._make(row, parent, len(self._children[self._number(parent)]))
            self.endResetModel()
            return
        wanted = _wanted(sheet)
        self._lay(None, wanted[0][1])
        for parent, rows in wanted[1:]:
            self._lay(parent, rows)
        self._remove_all_but({row.key for row in sheet.rows()})

    def row_at(self, index: Index) -> Row | None:
        """The row at an index, None for the root."""
        return self._rows.get(index.internalId()) if index.isValid() else None

    def index_of(self, key: Key) -> QModelIndex:
        """Where a row stands now; an invalid index if it is not here."""
        number = self._by_key.get(key)
        return self._index(number) if number is not None else QModelIndex()

    def every_key(self) -> list[Key]:
        """Every row, from top to bottom."""
        return [row.key for row in self.sheet.rows()] if self.sheet is not None else []

    def landing(self, target: Row | None, dragged: Sequence[int], *, after: bool) -> Spot | None:
        """Where a drop on a row falls: by an entry before or after it, on a section at its end, below all at the end of the last.

        What is dropped on the lead stands before the first section.
        """
        if self.sheet is None:
            return None
        order = self.sheet.order
        first = next((part.section for part in order if not part.titled), UNTITLED)
        if target is None:
            return landing_at_end(order, dragged) or Spot(UNTITLED, 1)
        if target.is_entry:
            return landing(order, dragged, target.id, after=after)
        if target.kind == "intro" and target.section is not None:
            return Spot(target.section, 1)
        if target.section is not None:
            return landing_at_end(order, dragged, target.section)
        return Spot(first, 1)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        children = self._children_of(parent)
        return self.createIndex(row, 0, children[row]) if column == 0 and 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]
        if index is None or not index.isValid():
            return QModelIndex()
        return self._index(self._parents.get(index.internalId(), _ROOT))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._children_of(parent))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return f"{row.emoji} {row.title}".strip() if row.kind == "section" else row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        if row is None or row.kind != "section" or role != Qt.ItemDataRole.EditRole:
            return False
        if str(value).strip() not in ("", self.data(index)):
            self.renamed.emit(row.id, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled
        if row.kind != "hint":
            found |= Qt.ItemFlag.ItemIsSelectable
        if row.kind != "section":
            found |= Qt.ItemFlag.ItemNeverHasChildren
        if self.can_write and (row.is_entry or row.kind == "section"):
            found |= Qt.ItemFlag.ItemIsDragEnabled
        if self.can_write and row.kind == "section":
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def mimeTypes(self) -> list[str]:
        return [ENTRIES, PAPERS, SECTION, "text/uri-list", "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Entries in the order of the outline; a section alone if no entry is among them."""
        rows = [row for row in (self.row_at(index) for index in indexes) if row is not None]
        chosen = {row.key for row in rows}
        entries = [key[1] for key in self.every_key() if key in chosen and key[0] == "entry"]
        if entries:
            return entries_mime(entries, self.library)
        made = QMimeData()
        sections = [row.id for row in rows if row.kind == "section"]
        if sections:
            made.setData(SECTION, str(sections[0]).encode())
        return made

    def _lay(self, parent: Key | None, rows: Sequence[Row]) -> None:
        """Brings the children of a parent into their new order, with the fewest moves; what is not wanted there stays behind them."""
        home = self._number(parent)
        stay = staying([self._rows[child].key for child in self._children[home]], [row.key for row in rows])
        for at, row in enumerate(rows):
            number = self._by_key.get(row.key)
            if number is None:
                self._insert(row, parent, at)
                continue
            if row.key in stay:
                self._clear_way(home, number, at)
            else:
                self._move(number, home, at)
            if self._rows[number] != row:
                self._rows[number] = row
                index = self._index(number)
                self.dataChanged.emit(index, index)

    def _clear_way(self, home: int, number: int, at: int) -> None:
        """What stands before a row that stays, and does not belong there, goes to the end for now."""
        children = self._children[home]
        while children[at] != number:
            self._move(children[at], home, len(children) - 1)

    def _insert(self, row: Row, parent: Key | None, at: int) -> None:
        self.beginInsertRows(self._index(self._number(parent)), at, at)
        self._make(row, parent, at)
        self.endInsertRows()

    def _make(self, row: Row, parent: Key | None, at: int) -> None:
        number = next(self._numbers)
        home = self._number(parent)
        self._rows[number], self._parents[number], self._by_key[row.key] = row, home, number
        self._children[number] = []
        self._children[home].insert(at, number)

    def _move(self, number: int, home: int, at: int) -> None:
        """Makes a row the `at`th child of a parent, counted afterwards."""
        old = self._parents[number]
        was = self._children[old].index(number)
        if old == home and was == at:
            return
        # Qt counts in front of which row it goes, as they stand before it is taken out
        before = at + 1 if old == home and at > was else at
        self.beginMoveRows(self._index(old), was, was, self._index(home), before)
        self._children[old].remove(number)
        self._children[home].insert(at, number)
        self._parents[number] = home
        self.endMoveRows()

    def _remove_all_but(self, keys: set[Key]) -> None:
        gone = [number for key, number in self._by_key.items() if key not in keys]
        for number in sorted(gone, key=lambda number: self._parents[number] == _ROOT):  # entries before their sections
            home = self._parents[number]
            at = self._children[home].index(number)
            self.beginRemoveRows(self._index(home), at, at)
            self._children[home].remove(number)
            del self._by_key[self._rows.pop(number).key], self._parents[number], self._children[number]
            self.endRemoveRows()

    def _children_of(self, index: Index) -> list[int]:
        return self._children.get(index.internalId() if index.isValid() else _ROOT, [])

    def _number(self, key: Key | None) -> int:
        return _ROOT if key is None else self._by_key[key]

    def _index(self, number: int) -> QModelIndex:
        home = self._parents.get(number)
        return self.createIndex(self._children[home].index(number), 0, number) if home is not None else QModelIndex()


def spoken(row: Row) -> str:
    """A row for who listens: the title first."""
    kind = KIND_WORDS.get(row.kind, f"{row.kind} {row.number}" if row.number else row.kind)
    words = f"{row.words} words" if row.kind not in ("hint", "section") else row.note
    return ", ".join(part for part in (row.title, kind, words, STATE_WORDS.get(row.state, ""), row.finding) if part)


def _wanted(sheet: Sheet | None) -> list[tuple[Key | None, list[Row]]]:
    """The rows below each parent; the root first, whose sections then have theirs."""
    if sheet is None:
        return []
    root: list[Row] = [*sheet.top, *(group.row for group in sheet.groups)]
    return [(None, root), *((group.row.key, list(group.rows)) for group in sheet.groups)]
