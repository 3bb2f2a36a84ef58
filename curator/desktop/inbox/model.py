"""The list as a model: all ids in one array, the rows near to what is seen in a cache with a bound."""

from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from curator.desktop import mime
from curator.desktop.inbox.delegate import ROW
from curator.desktop.inbox.splice import Came, Gone, Splice
from curator.desktop.inbox.words import spoken
from curator.desktop.tasks import Task, Tasks
from curator.domain.errors import Busy, CuratorError
from curator.domain.papers import PaperRow
from curator.domain.query import EVERYTHING, Query

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Library

PAGE = 24
KEPT = 480
"""Rows that are remembered at most."""

_NONE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class PaperList(QAbstractTableModel):
    """One column of papers. `failed` carries an error: rows could not be read."""

    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._ids: array[int] = array("q")
        self._query = EVERYTHING
        self._rows: OrderedDict[int, PaperRow] = OrderedDict()
        self._stale: set[int] = set()
        self._beside: Task | None = None
        self._is_glance = False
        self._has_failed = False
        self.version = 0
        self.goes_on = False
        """Whether the list that was begun anew is still the same one: as it is by now."""

    @property
    def ids(self) -> "array[int]":
        """All papers of the list, in order. Not to be changed."""
        return self._ids

    def show_glance(self, rows: Sequence[PaperRow]) -> None:
        """Rows that were read before the library is open: they stand until it has its own."""
        self.show(array("q", (row.id for row in rows)), EVERYTHING)
        self._remember(self._ids, rows)
        self._is_glance = True

    def show_library(self, library: "Library | None") -> None:
        """Forgets all rows, but for those of a look before the library was open."""
        if self._is_glance and library is not None:
            self._library = library
            return
        self._forget_task()
        self._library = library
        self.show(array("q"), EVERYTHING)

    def show(self, ids: "array[int]", query: Query) -> None:
        """Another list, whose matches of `query` are marked."""
        if self._is_glance:
            self._is_glance = False
            self._stale.update(self._rows)
            if ids == self._ids and not query.terms:
                self._query = query
                self._tell()  # the same rows, read anew: nothing moves
                return
        self._begin_anew(ids, query, goes_on=False)

    def take(self, splice: Splice) -> None:
        """The same list as it is by now."""
        if self._is_glance:
            self._is_glance = False
            self._stale.update(self._rows)
        if splice.steps is None:
            self._begin_anew(splice.ids, self._query, goes_on=True)
            return
        for step in splice.steps:
            match step:
                case Gone(at, count):
                    self._remove(at, count)
                case Came(at, ids):
                    self.beginInsertRows(_NONE, at, at + len(ids) - 1)
                    self._ids[at:at] = ids
                    self.version += 1
                    self.endInsertRows()

    def let_go(self, papers: Collection[int]) -> None:
        """Takes a few papers out of the list."""
        places = sorted((at for paper in papers if (at := self.place(paper)) is not None), reverse=True)
        for at in places:
            self._remove(at, 1)

    def renew(self, papers: Iterable[int] | None) -> None:
        """Rows of these papers (None: of all) are read again when they are next seen."""
        self._stale.update(self._rows if papers is None else self._rows.keys() & set(papers))
        if self._stale and self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def place(self, paper: int) -> int | None:
        """The row of a paper."""
        try:
            return self._ids.index(paper)
        except ValueError:
            return None

    def row(self, at: int) -> PaperRow | None:
        """What is known of a row; None if it can't be read just now, or the paper is gone."""
        paper = self._ids[at]
        row = self._rows.get(paper)
        if row is None or paper in self._stale:
            self._read(at)
            row = self._rows.get(paper)
        return row

    def known(self, paper: int) -> PaperRow | None:
        """The row of a paper, if it is remembered."""
        return self._rows.get(paper)

    @property
    def is_lost(self) -> bool:
        """Rows were to be read, and none could be."""
        return self._has_failed and not self._rows

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        at = index.row()
        if not 0 <= at < len(self._ids):
            return None
        if role == ROW:
            return self.row(at)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(at)
            if row is None:
                return ""
            return row.title if role == Qt.ItemDataRole.DisplayRole else spoken(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [mime.PAPERS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.mime_of([self._ids[one.row()] for one in indexes])

    def mime_of(self, papers: Sequence[int]) -> QMimeData:
        """Papers on their way to somewhere."""
        return mime.papers_mime(papers, self._library.path) if self._library is not None else QMimeData()

    def _begin_anew(self, ids: "array[int]", query: Query, *, goes_on: bool) -> None:
        self.goes_on = goes_on
        self.beginResetModel()
        self.version += 1
        if query.terms != self._query.terms:
            self._rows.clear()
        self._ids, self._query = ids, query
        self.endResetModel()

    def _remove(self, at: int, count: int) -> None:
        self.beginRemoveRows(_NONE, at, at + count - 1)
        del self._ids[at : at + count]
        self.version += 1
        self.endRemoveRows()

    def _read(self, at: int) -> None:
        """The page around a row, here, or by a task where the library can't be read at once."""
        library = self._library
        if library is None or self._beside is not None:
            return
        begin = at - at % PAGE
        wanted = self._ids[begin : begin + PAGE].tolist()
        wanted = [paper for paper in wanted if paper not in self._rows or paper in self._stale]
        query = self._query
        try:
            with library.read_here() as reading:
                self._remember(wanted, reading.listing.rows(wanted, query))
        except Busy:
            self._read_beside(library, wanted, query)
        except CuratorError as error:
            self._remember(wanted, [])
            self._has_failed = True
            self.failed.emit(error)

    def _read_beside(self, library: "Library", wanted: list[int], query: Query) -> None:
        def job(progress: "Progress") -> list[PaperRow]:
            with library.read() as reading, progress.closing(reading.interrupt):
                return reading.listing.rows(wanted, query)

        def done(rows: list[PaperRow]) -> None:
            self._beside = None
            if query == self._query:
                self._remember(wanted, rows)
            self._tell()

        def failed(error: Exception) -> None:
            self._beside = None
            self.failed.emit(error)

        self._beside = self._tasks.work("Read rows", job, done, failed, quiet=True)

    def _remember(self, wanted: Sequence[int], rows: Sequence[PaperRow]) -> None:
        self._stale.difference_update(wanted)
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
        while len(self._rows) > KEPT:
            self._stale.discard(self._rows.popitem(last=False)[0])

    def _tell(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def _forget_task(self) -> None:
        if self._beside is not None:
            self._beside.cancel()
            self._beside = None
        self._rows.clear()
        self._stale.clear()
        self._has_failed = False
