"""Searching arXiv: words, author, category; pages of what it has, those marked that are here; some are taken, or all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedWidget, QTableView, QVBoxLayout, QWidget

from curator.desktop.inbox.delegate import ROW, RowDelegate
from curator.desktop.inbox.view import fit, set_heights, set_up
from curator.desktop.inbox.words import spoken
from curator.desktop.messages import EmptyState, Notice
from curator.desktop.overlay import Card, Overlay
from curator.desktop.parts import button, label, line, row
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look, Theme
from curator.domain.bylines import last_name
from curator.domain.papers import PaperRow, Record, Status
from curator.writing.latex import readable

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.jobs.desk import Desk
    from curator.jobs.find import Hit, HitPage, Taken

_NONE = QModelIndex()
_BEGIN = 400  # characters of an abstract that are shown at most
Index = QModelIndex | QPersistentModelIndex
Asked = tuple[str, str, str]


class FindPanel(Card):
    """A card over the window. `took` carries what was taken, in words."""

    took = Signal(str)

    def __init__(self, look: Look, tasks: Tasks, window: QWidget, today: Callable[[], date]) -> None:
        super().__init__()
        self._look, self._tasks = look, tasks
        self._desk: Desk | None = None
        self._asked: Asked | None = None
        self._task: Task | None = None
        self._is_asking = False
        self.setObjectName("findPanel")
        self.setAccessibleName("Search arXiv")
        self.words = self._field("findWords", "Words", 'Words, or "a phrase"')
        self.author = self._field("findAuthor", "Author", "Author")
        self.category = self._field("findCategory", "Category", "cs.CL")
        self.search = button("findSearch", "Search", self._search)
        self.model = HitList(today, self)
        self.view = HitView(look, self.model, today())
        self.notice = Notice(look, "findNotice")
        self._far = label(look, "", tone="dim", scale=0.92)
        self._far.setObjectName("findCount")
        self.cancel = button("findCancel", "Cancel", self._cancel, kind="link")
        self.more = button("findMore", "More", self._more)
        self.some = button("findTake", "Take", lambda: self._take(self.model.hits_at(self.view.rows())))
        self.every = button("findTakeAll", "Take all", lambda: self._take(self.model.absent()))
        self._stack = QStackedWidget()
        self._lay()
        self._overlay = Overlay(look, window, self, width=760, height=640, top=48)
        self._overlay.closed = self._closed
        self._overlay.may_close = self._may_close
        self.view.chosen.connect(self._show)
        self.view.taken.connect(self.some.click)
        self._show()

    def show_desk(self, desk: "Desk | None") -> None:
        """Another library: what was found is forgotten, since it says what is here."""
        self._cancel()
        self._desk = desk
        self._asked = None
        self.model.clear()
        self.notice.clear()
        self._show()

    def open(self) -> None:
        """Shows it, with what was found last."""
        self._overlay.open(self.words)
        self.words.selectAll()

    def _search(self) -> None:
        self._cancel()
        self._asked = (self.words.text().strip(), self.author.text().strip(), self.category.text().strip())
        self.model.clear()
        self.notice.clear()
        self._more()

    def _more(self) -> None:
        """The next page of what was asked for."""
        desk, asked, start = self._desk, self._asked, len(self.model.hits)
        if desk is None or asked is None or self._task is not None:
            return

        def job(progress: "Progress") -> "HitPage | None":
            from curator.jobs import find  # sources and the network: when something is asked of them

            return next(find.pages(desk, *asked, progress, start=start), None)

        def done(page: "HitPage | None") -> None:
            self._task = None
            if page is not None:
                self.model.add(page.hits, page.total)
                if page.hits:
                    self.view.go_to(start)
            if not self.model.hits:
                self.notice.say("arXiv has nothing that fits. Fewer words find more.", tone="dim")
            self._show()

        self._task = self._tasks.work("Search arXiv", job, done, self._failed)
        self._show()

    def _take(self, hits: "Sequence[Hit]") -> None:
        desk = self._desk
        if desk is None or not hits or self._task is not None:
            return
        self._is_asking = False

        def job(progress: "Progress") -> "Taken":
            from curator.jobs import find  # the library's merging: when something is put in

            return find.take(desk, hits, progress)

        def done(taken: "Taken") -> None:
            self._task = None
            self.model.mark(hits, taken.papers)
            here = f", {taken.known:,} here already" if taken.known else ""
            words = f"{taken.added:,} added{here}"
            self.notice.say(words, tone="good")
            self.took.emit(words)
            self._show()

        self._task = self._tasks.work("Take from arXiv", job, done, self._failed)
        self._show()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.notice.fail(error, ("Try again", self._again))
        self._show()

    def _again(self) -> None:
        self.notice.clear()
        self._more()

    def _cancel(self) -> None:
        """Lets go at once; what came stays."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._show()

    def _closed(self) -> None:
        self._cancel()
        if self._is_asking:
            self._is_asking = False
            self.notice.clear()

    def _may_close(self) -> bool:
        """Several that were chosen with some work are not given up by a key; one is chosen by itself."""
        if self._is_asking:
            self._keep_choosing()
            return False
        wanted = len(self._wanted())
        if wanted < 2 or self._task is not None:
            return True
        self._is_asking = True
        self.notice.say(
            f"{wanted:,} chosen papers are not taken yet.",
            (f"Take {wanted:,}", self.some.click),
            ("Close", self._overlay.dismiss),
            tone="warn",
        )
        self.notice.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _keep_choosing(self) -> None:
        self._is_asking = False
        self.notice.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wanted(self) -> "list[Hit]":
        return [hit for hit in self.model.hits_at(self.view.rows()) if hit.paper is None]

    def _show(self) -> None:
        busy = self._task is not None
        self._stack.setCurrentIndex(1 if self.model.hits or busy else 0)
        if busy and self.focusWidget() in (self.more, self.some, self.every, *self.notice.buttons):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would go to the top field
        found, total, chosen = len(self.model.hits), self.model.total, len(self.view.rows())
        parts = ["Asking arXiv…" if busy and not found else ""]
        if found:
            parts = [f"{found:,} of {total:,}", f"{chosen:,} chosen" if chosen > 1 else "", "…" if busy else ""]
        self._far.setText(" · ".join(one for one in parts if one))
        self.cancel.setVisible(busy)
        for one in (self.more, self.some, self.every):
            one.setVisible(bool(found))
        self.more.setEnabled(not busy and 0 < found < total)
        absent = self.model.absent()
        wanted = self._wanted()
        self.some.setText(f"Take {len(wanted):,}" if len(wanted) > 1 else "Take it")
        self.some.setEnabled(bool(wanted) and not busy)
        self.every.setText(f"Take all {len(absent):,}" if absent else "Take all")
        self.every.setEnabled(bool(absent) and not busy)

    def _field(self, name: str, spoken: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setPlaceholderText(hint)
        made.returnPressed.connect(self._search)
        return made

    def _lay(self) -> None:
        u = self._look.theme.u
        self.author.setMaximumWidth(u(170))
        self.category.setMaximumWidth(u(110))
        self.search.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)  # as high as the fields
        fields = row(self.words, self.author, self.category, self.search, space=u(8), margins=(u(16), 0, u(16), u(10)))
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        title = label(self._look, "Search arXiv", weight=600)
        hint = label(self._look, "Esc closes", tone="faint", scale=0.92)
        below.addLayout(row(title, None, hint, margins=(u(16), u(12), u(16), u(10))))
        below.addLayout(fields)
        below.addWidget(line())
        words = "Newest first, a hundred at a time. What the library has already is marked."
        self._stack.addWidget(EmptyState(self._look, "Words, an author, a category", words, name="findEmpty"))
        self._stack.addWidget(self.view)
        below.addWidget(self._stack, 1)
        below.addWidget(line())
        below.addLayout(row(self.notice, margins=(u(16), 0, u(16), 0)))
        below.addLayout(
            row(
                self._far, self.cancel, None, self.more, self.some, self.every,
                space=u(8), margins=(u(16), u(8), u(16), u(10)),
            )
        )  # fmt: skip


class HitList(QAbstractTableModel):
    """What was found, as rows of papers; `key` of a row says whether it is here."""

    def __init__(self, today: Callable[[], date], parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: list[PaperRow | None] = []
        self.hits: list[Hit] = []
        self.total = 0

    def clear(self) -> None:
        self.beginResetModel()
        self.hits, self._rows, self.total = [], [], 0
        self.endResetModel()

    def add(self, hits: "Sequence[Hit]", total: int) -> None:
        """Another page."""
        self.total = total
        if hits:
            self.beginInsertRows(_NONE, len(self.hits), len(self.hits) + len(hits) - 1)
            self.hits += hits
            self._rows += [None] * len(hits)
            self.endInsertRows()

    def mark(self, hits: "Sequence[Hit]", papers: Sequence[int]) -> None:
        """These are here from now on, under these numbers."""
        numbers = {id(hit): paper for hit, paper in zip(hits, papers, strict=True)}
        for at, hit in enumerate(self.hits):
            if id(hit) in numbers:
                self.hits[at], self._rows[at] = replace(hit, paper=numbers[id(hit)]), None
        if self.hits:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.hits) - 1, 0))

    def absent(self) -> "list[Hit]":
        """Those that the library has not."""
        return [hit for hit in self.hits if hit.paper is None]

    def hits_at(self, rows: Sequence[int]) -> "list[Hit]":
        return [self.hits[at] for at in rows if at < len(self.hits)]

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        at = index.row()
        if not 0 <= at < len(self.hits):
            return None
        if role == ROW:
            return self._row(at)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self._row(at), "not in the library" if self.hits[at].paper is None else "here already")
        return self.hits[at].title if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return None

    def _row(self, at: int) -> PaperRow:
        row = self._rows[at]
        if row is None:
            hit = self.hits[at]
            row = self._rows[at] = shown(hit.record, hit.title, hit.paper, self._today())
        return row


class HitView(QTableView):
    """`chosen`: the choice is another; `taken`: Enter."""

    chosen = Signal()
    taken = Signal()

    def __init__(self, look: Look, model: HitList, today: date) -> None:
        super().__init__()
        self.setObjectName("findView")
        self.setAccessibleName("Found on arXiv")
        self.setModel(model)
        self._delegate = RowDelegate(look, today, aside=_here, acts=False)
        self.setItemDelegate(self._delegate)
        set_up(self)
        self._lay(look.theme)
        look.changed.connect(self._lay)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        model.modelReset.connect(self.chosen)

    def rows(self) -> list[int]:
        """Rows that are chosen, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def go_to(self, row: int) -> None:
        """Goes on at this row; what is chosen stays so, and the first row of all is chosen."""
        self.setFocus()
        if row == 0:
            self.selectRow(0)
        else:
            index = self.model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are for the fields."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit(self)

    def _lay(self, theme: Theme) -> None:
        set_heights(self, theme)


def shown(record: Record, title: str, paper: int | None, today: date) -> PaperRow:
    """A work as a row; its number is that in the library, 0 where it is not there."""
    return PaperRow(
        id=paper or 0,
        key="",
        title=title,
        names=tuple(last_name(name) for name in record.authors[:3]),
        author_count=len(record.authors),
        date=record.published or today,
        categories=record.categories,
        tags=(),
        status=Status.INBOX,
        starred=False,
        unread=paper is None,
        to_fetch=False,
        arxiv=record.arxiv,
        doi=record.doi,
        begin=readable(record.abstract)[:_BEGIN],
    )


def _here(row: PaperRow) -> tuple[str, str]:
    return ("here", "good") if row.id else ("", "faint")
