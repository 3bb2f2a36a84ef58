"""The tree of an issue for its view: rows before the first section, sections, and what stands in each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from curator.desktop.mime import ENTRIES, PAPERS, entries_mime
from curator.desktop.outline.sheet import Row, Sheet
from curator.domain.outline import Spot, landing, landing_at_end

ROW = Qt.ItemDataRole.UserRole + 1
SECTION = "application/x-curator-section"
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(eq=False, slots=True)
class Node:
    """A row at its place in the tree."""

    row: Row | None = None
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)

    def add(self, row: Row) -> "Node":
        made = Node(row, self)
        self.children.append(made)
        return made


class OutlineModel(QAbstractItemModel):
    """Shows one Sheet. What moves in the library is moved here when the news of it came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.library: Path | None = None
        self._root = Node()
        self._by_key: dict[tuple[str, int], Node] = {}

    def show(self, sheet: Sheet | None) -> bool:
        """Shows another state of the issue. True if rows came, went or moved: then fold and choice are to be set again."""
        root, by_key = _tree(sheet)
        same = _shape(root) == _shape(self._root)
        self.sheet = sheet
        if same:
            for key, node in by_key.items():
                mine = self._by_key[key]
                if mine.row != node.row:
                    mine.row = node.row
                    index = self.index_of(key)
                    self.dataChanged.emit(index, index)
            return False
        self.beginResetModel()
        self._root, self._by_key = root, by_key
        self.endResetModel()
        return True

    def row_at(self, index: Index) -> Row | None:
        """The row at an index, None for the root."""
        return self._node(index).row

    def index_of(self, key: tuple[str, int]) -> QModelIndex:
        """Where a row stands now; an invalid index if it is not here."""
        node = self._by_key.get(key)
        return self._index(node) if node is not None else QModelIndex()

    def every_key(self) -> list[tuple[str, int]]:
        """Every row, from top to bottom."""
        return list(self._by_key)

    def landing(self, target: Row | None, dragged: Sequence[int], *, after: bool) -> Spot | None:
        """Where a drop on a row falls: by an entry before or after it, on a section at its end, below all at the end of the last."""
        if self.sheet is None or not self.sheet.order:
            return None
        order = self.sheet.order
        if target is None:
            return landing_at_end(order, dragged)
        if target.is_entry:
            return landing(order, dragged, target.id, after=after)
        if target.kind == "intro" and target.section is not None:
            return Spot(target.section, 1)
        if target.kind == "section":
            return landing_at_end(order, dragged, target.id)
        return Spot(order[0].section, 1)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        children = self._node(parent).children
        return self.createIndex(row, 0, children[row]) if column == 0 and 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]
        node = self._node(index) if index is not None else self._root
        return self._index(node.parent) if node.parent is not None else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._node(parent).children)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._node(index).row
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return f"{row.emoji} {row.title}".strip() if row.kind == "section" else row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self._node(index).row
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        if row.kind == "section":
            return usual | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable
        fixed = usual | Qt.ItemFlag.ItemNeverHasChildren
        return fixed | Qt.ItemFlag.ItemIsDragEnabled if row.is_entry else fixed

    def mimeTypes(self) -> list[str]:
        return [ENTRIES, PAPERS, SECTION, "text/uri-list", "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Entries in the order of the outline; a section alone if no entry is among them."""
        rows = [row for row in (self.row_at(index) for index in indexes) if row is not None]
        chosen = {row.key for row in rows}
        entries = [key[1] for key in self._by_key if key in chosen and key[0] == "entry"]
        if entries:
            return entries_mime(entries, self.library)
        made = QMimeData()
        sections = [row.id for row in rows if row.kind == "section"]
        if sections:
            made.setData(SECTION, str(sections[0]).encode())
        return made

    def _node(self, index: Index) -> Node:
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else self._root

    def _index(self, node: Node | None) -> QModelIndex:
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node)


def spoken(row: Row) -> str:
    """A row for who listens: the title first."""
    kinds = {"lead": "lead of the issue", "intro": "words of the section", "section": "section"}
    kind = kinds.get(row.kind, f"{row.kind} {row.number}" if row.number else row.kind)
    state = {"empty": "no words yet", "drafting": "drafting", "ready": "ready"}.get(row.state, "")
    return ", ".join(part for part in (row.title, kind, f"{row.words} words", state, row.finding) if part)


def _tree(sheet: Sheet | None) -> tuple[Node, dict[tuple[str, int], Node]]:
    root = Node()
    by_key: dict[tuple[str, int], Node] = {}
    if sheet is None:
        return root, by_key
    for row in sheet.top:
        by_key[row.key] = root.add(row)
    for group in sheet.groups:
        node = by_key[group.row.key] = root.add(group.row)
        for row in group.rows:
            by_key[row.key] = node.add(row)
    return root, by_key


def _shape(node: Node) -> list[object]:
    return [(child.row.key if child.row else None, _shape(child)) for child in node.children]
