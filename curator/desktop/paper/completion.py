"""The works that a citation may name, while `[@` is open: nothing is put in but what is chosen."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QListView, QVBoxLayout, QWidget

from curator.desktop.paper.completionrow import CompletionRow
from curator.desktop.paper.highlighter import units
from curator.desktop.paper.known import Offered

if TYPE_CHECKING:
    from curator.desktop.paper.field import Field
    from curator.desktop.theme import Theme
    from curator.library.search import Completion

LONGEST = 80
"""Letters after `[@` beyond which nobody is looking for a work any more."""

WIDE, ROWS = 400, 6

_OPEN = re.compile(r"\[@(?:[a-z0-9]+; @)*([^\[\]\n;@]*)$")
_REST = re.compile(r"[A-Za-z0-9]*")

Ask = Callable[[str, Callable[[Offered], None]], None]
"""Looks for works by a few words, beside the window, and gives them to the second argument on the main thread."""

_Index = QModelIndex | QPersistentModelIndex


def asked(before: str) -> str | None:
    """The words that are looked for, where `before` is the line up to the caret; None where no citation is open."""
    found = _OPEN.search(before)
    if found is None or before[: found.start()].endswith("\\") or len(found[1]) > LONGEST or found[1].startswith(" "):
        return None
    return found[1]


class Works(QAbstractListModel):
    """The works found for what was typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: Sequence[Completion] = ()
        self.cited: Mapping[str, str] = {}
        self.words: tuple[str, ...] = ()

    def show(self, found: "Sequence[Completion]", typed: str, cited: Mapping[str, str] | None = None) -> None:
        self.beginResetModel()
        self.found, self.cited, self.words = found, cited or {}, tuple(typed.casefold().split())
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        work = self.found[index.row()]
        cited = self.cited.get(work.key, "")
        if role == Qt.ItemDataRole.UserRole:
            return work, self.words, cited
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (work.key, cited, work.title, names_of(work)) if part)
        return None


def names_of(work: "Completion") -> str:
    """Who wrote it and when, short: Kaplan, McCandlish, Henighan +7 · 2020."""
    more = work.author_count - len(work.names)
    names = ", ".join(work.names) + (f" +{more}" if more > 0 else "")
    return " · ".join(part for part in (names, str(work.year) if work.year else "") if part)


class CompletionList(QFrame):
    """The list under the caret. It never has the focus: the field hands it the keys."""

    def __init__(self, theme: "Theme", window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("citationList")
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = Works(self)
        self.view = QListView()
        self.view.setObjectName("citationView")
        self.view.setAccessibleName("Works to cite")
        self.view.setModel(self.model)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.row = CompletionRow(theme, self.view)
        self.view.setItemDelegate(self.row)
        self.foot = QLabel()
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        self.foot.setProperty("tone", "dim")
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self.view)
        box.addWidget(self.foot)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: "Theme") -> None:
        self.row.theme = theme
        self._theme = theme
        self.foot.setFont(theme.font(0.92))
        self.foot.setContentsMargins(theme.u(10), theme.u(4), theme.u(10), theme.u(5))

    def lay(self, at: QPoint, above: int, words: str) -> None:
        """Shows itself under `at` (in the window), or over it, `above` pixels higher, where there is no room below."""
        theme, room = self._theme, self._window.size()
        rows = min(self.model.rowCount(), ROWS)
        self.view.setVisible(rows > 0)
        self.view.setFixedHeight(rows * self.row.height)
        self.foot.setText(words)
        high = rows * self.row.height + self.foot.sizeHint().height() + 2
        size = QSize(min(theme.u(WIDE), room.width() - theme.u(8)), high)
        left = max(0, min(at.x(), room.width() - size.width() - theme.u(4)))
        top = at.y() if at.y() + high <= room.height() else max(0, at.y() - above - high)
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.raise_()


class Citing(QObject):
    """Watches one field: `[@` opens the list, typing narrows it, ↵ or Tab puts the key in, Escape closes it until the next `[@`."""

    def __init__(self, field: "Field", theme: "Theme", ask: Ask) -> None:
        super().__init__(field)
        self._field, self._ask, self._theme = field, ask, theme
        self._list: CompletionList | None = None
        self._asked: str | None = None
        self._closed_at = -1
        self._turn = 0
        field.completer = self
        field.typed.connect(self._look)
        field.cursorPositionChanged.connect(self._caret_moved)
        field.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def set_theme(self, theme: "Theme") -> None:
        self._theme = theme
        if self._list is not None:
            self._list.set_theme(theme)

    def wants(self, event: QKeyEvent) -> bool:
        """Keys that must not go to the window while the list is open."""
        return self.is_open and event.key() in (
            Qt.Key.Key_Escape,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
        )

    def takes(self, event: QKeyEvent) -> bool:
        if not self.wants(event) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match event.key():
            case Qt.Key.Key_Escape:
                self._closed_at = self._field.textCursor().block().position() + self._start()
                self.close()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
            case _:
                return self._choose()
        return True

    def close(self) -> None:
        self._turn += 1
        self._asked = None
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close()
        return False

    def _look(self, _text: str) -> None:
        words = asked(self._before())
        if words is None or self._field.isReadOnly():
            self._closed_at = -1
            self.close()
            return
        if self._field.is_stepping:  # who takes a citation back asks for none
            self.close()
            return
        if self._field.textCursor().block().position() + self._start() == self._closed_at:
            return
        self._closed_at = -1
        self._asked = words
        self._turn += 1
        turn = self._turn
        self._ask(words, lambda found: self._came(turn, words, found))

    def _came(self, turn: int, words: str, offered: Offered) -> None:
        if turn != self._turn or not self._field.hasFocus():
            return
        if self._list is None:
            self._list = CompletionList(self._theme, self._field.window())
            self._list.view.clicked.connect(lambda _: self._choose())
        shown = self._list
        found, cited = offered
        shown.model.show(found, words, cited)
        if found:
            shown.view.setCurrentIndex(shown.model.index(0))
        foot = "↵ cite · Esc closes" if found else "No work of this library"
        if not words:
            foot = foot if found else "Type a title, an author or an id"
        caret = self._field.cursorRect()
        at = self._field.viewport().mapTo(self._field.window(), caret.bottomLeft())
        shown.lay(at + QPoint(-self._theme.u(60), self._theme.u(6)), caret.height() + self._theme.u(10), foot)

    def _caret_moved(self) -> None:
        if self._asked is not None and asked(self._before()) != self._asked:
            self.close()

    def _step(self, by: int) -> None:
        assert self._list is not None
        view, count = self._list.view, self._list.model.rowCount()
        if count:
            view.setCurrentIndex(self._list.model.index((view.currentIndex().row() + by) % count))

    def _choose(self) -> bool:
        """Puts the chosen key where the words stand, and closes the bracket that is open."""
        assert self._list is not None
        index = self._list.view.currentIndex()
        if not index.isValid() or self._field.is_composing:
            self.close()
            return False
        work = self._list.model.found[index.row()]
        caret = self._field.textCursor()
        line, at = caret.block().text(), caret.block().position()
        start = self._start()
        end = len(self._before())
        rest = _REST.match(line, end)
        if rest is not None and line[rest.end() : rest.end() + 1] in ("]", ";"):
            end = rest.end()
        is_closed = line[end : end + 1] in ("]", ";")
        to = units(line)
        caret.setPosition(at + to(start))
        caret.setPosition(at + to(end), QTextCursor.MoveMode.KeepAnchor)
        self.close()
        caret.insertText(work.key if is_closed else work.key + "]")
        if is_closed:
            caret.movePosition(QTextCursor.MoveOperation.Right)
        self._field.setTextCursor(caret)
        return True

    def _before(self) -> str:
        caret = self._field.textCursor()
        within = caret.positionInBlock()
        return caret.block().text().encode("utf-16-le", "surrogatepass")[: 2 * within].decode("utf-16-le", "replace")

    def _start(self) -> int:
        """Where in the line the words begin that are looked for."""
        before = self._before()
        return len(before) - len(asked(before) or "")
