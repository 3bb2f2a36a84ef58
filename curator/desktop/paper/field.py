"""One Markdown field: plain text as typed, even lines, rounded grounds, and an undo of its own while one is in it."""

from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QKeyCombination, QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QToolTip, QWidget

from curator.desktop.paper import lists
from curator.desktop.paper.grounds import Grounds
from curator.desktop.paper.highlighter import Highlighter, units
from curator.desktop.paper.resting import plain_tip, words_at

if TYPE_CHECKING:
    from curator.desktop.theme import Theme

_ELSEWHERE = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_RETURNS = (QKeySequence.StandardKey.InsertParagraphSeparator, QKeySequence.StandardKey.InsertLineSeparator)
"""Qt's own ↵ in an empty paragraph takes away the height of its line and adds none; with Shift it puts in U+2028, which ends no line."""

_REDO = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)


class Completer(Protocol):
    """What is asked first about a key: an open list of completions."""

    def takes(self, event: QKeyEvent) -> bool: ...

    def wants(self, event: QKeyEvent) -> bool: ...


class Field(QTextEdit):
    """A text that one writes in.

    `typed` carries the text after each change that a person made (undo and redo too), `entered` and `left` part the visits,
    `paused` says that another window has the focus, `composed` that an input method is done, `passing` that Ctrl+Z goes on to the
    window, and `dropped` carries the mime data of pictures that were pasted or dropped.
    """

    typed = Signal(str)
    entered = Signal()
    left = Signal()
    paused = Signal()
    composed = Signal()
    passing = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    dropped = Signal(object)

    def __init__(
        self, name: str, title: str, hint: str, least: int, theme: "Theme", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self.completer: Completer | None = None
        self.takes_pictures: Callable[[QMimeData], bool] = lambda _: False
        self._hint, self._least, self._theme = hint, least, theme
        self._grounds = Grounds(self, theme)
        self._known: Callable[[str], bool] = lambda _: True
        self._explain: Callable[[str], str] = lambda _: ""
        self._loading = self._is_entered = self._was_composing = False
        self.is_stepping = False  # a step of the visit is being taken back, or brought back
        self._text = self._farthest = ""
        self._line = 0
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.highlighter = Highlighter(self.document(), theme, lambda key: self._known(key))
        self.set_theme(theme)
        self.document().contentsChange.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.cursorPositionChanged.connect(self._caret_moved)

    @property
    def text(self) -> str:
        """As typed. (`toPlainText` would turn every no-break space into a plain one.)"""
        return self.document().toRawText().replace("\u2029", "\n")

    @property
    def is_composing(self) -> bool:
        """Whether an input method is at work on letters that are not in the text yet."""
        layout = self.textCursor().block().layout()
        return layout is not None and bool(layout.preeditAreaText())

    @property
    def is_entered(self) -> bool:
        return self._is_entered

    @property
    def undone(self) -> str | None:
        """The text to which redo would lead in this visit; None if nothing waits to be done again."""
        return self._farthest if self.document().isRedoAvailable() else None

    def end_composing(self) -> None:
        """What a person is composing becomes text: the field is left, and nothing that was typed is lost."""
        if not self.is_composing:
            return
        method = QGuiApplication.inputMethod()
        method.commit()
        if self.is_composing:
            letters = QInputMethodEvent()
            letters.setCommitString(self.textCursor().block().layout().preeditAreaText())
            method.reset()
            self.inputMethodEvent(letters)

    def load(self, text: str) -> str:
        """Shows a text from the library, without a step of undo; the caret keeps its place. Returns the text as the field has it.

        Whoever calls has made sure that nothing typed is lost and nobody composes.
        """
        before, at = self.text, self.textCursor().position()
        self._loading = True
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(text)
        self._lay_lines()
        document.setUndoRedoEnabled(True)
        document.setModified(False)
        self._loading = False
        self._text = self.text
        caret = self.textCursor()
        caret.setPosition(min(_moved(before, self._text, at), document.characterCount() - 1))
        self.setTextCursor(caret)
        self._fit()
        return self._text

    def part_steps(self) -> None:
        """What is typed from here on is another step of the field's undo: Qt would join all typing into one."""
        self.document().setModified(False)

    def set_theme(self, theme: "Theme") -> None:
        """Colours, and the size of the text; a new size closes the visit's undo, since lines can't be set anew beside it."""
        self._theme = theme
        self._grounds.theme = theme
        self.highlighter.set_theme(theme)
        if theme.field_line() == self._line and self.font() == theme.field_font():
            return
        visiting = self._is_entered
        if visiting:
            self.leave()
        self._line = theme.field_line()
        self.setFont(theme.field_font())
        self._loading = True
        self.document().setUndoRedoEnabled(False)
        self._lay_lines()
        self.document().setUndoRedoEnabled(True)
        self._loading = False
        if visiting:
            self.enter()
        self._fit()

    def set_known(self, known: Callable[[str], bool], explain: Callable[[str], str]) -> None:
        """How the field learns whether a work has a key, and what is said of it where the pointer rests."""
        self._known, self._explain = known, explain

    def set_figures(self, names: Mapping[str, str]) -> None:
        """By src, the words shown where a figure is placed."""
        self._grounds.names = names
        self.viewport().update()

    # The visit, and its undo

    def enter(self) -> None:
        if not self._is_entered and not self.isReadOnly():
            self._is_entered = True
            self.entered.emit()

    def leave(self) -> None:
        """Ends the visit: what was typed is saved, and the field's own undo is empty."""
        if not self._is_entered:
            return
        self._is_entered = False
        self.left.emit()
        self.document().clearUndoRedoStacks()

    def undo_here(self) -> bool:
        """Takes back one step of this visit. False: there is none, the library may take back what came before; then what waited to be
        done again here waits there."""
        if self.is_composing:
            return True
        if self.document().isUndoAvailable():
            if not self.document().isRedoAvailable():
                self._farthest = self.text
            self._step(self.undo)
            return True
        self.passing.emit()
        self.document().clearUndoRedoStacks()
        return False

    def redo_here(self) -> bool:
        """Brings back one step of this visit. False: there is none."""
        if self.is_composing:
            return True
        if self.document().isRedoAvailable():
            self._step(self.redo)
            return True
        self.passing.emit()
        return False

    def _step(self, step: Callable[[], object]) -> None:
        self.is_stepping = True
        step()
        self.is_stepping = False

    # Events

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            words = self._words_at(self.viewport().mapFrom(self, event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                if self.completer is not None and self.completer.wants(event):
                    event.accept()
                    return True
                if _is_undo(event) or _is_redo(event):
                    # The window's action asks this field first: key, menu and status bar go one way.
                    event.ignore()
                    return False
            if event.type() == QEvent.Type.KeyPress and self.completer is not None and self.completer.takes(event):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_undo(event):
            self.undo_asked.emit()
        elif _is_redo(event):
            self.redo_asked.emit()
        elif any(event.matches(key) for key in _RETURNS) and not self.isReadOnly():
            caret, is_new = self.textCursor(), event.matches(QKeySequence.StandardKey.InsertParagraphSeparator)
            lists.break_line(caret, goes_on=is_new and not self.is_composing)
            self.setTextCursor(caret)
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        composing = self.is_composing
        if self._was_composing and not composing:
            self.composed.emit()
        self._was_composing = composing

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.highlighter.caret_in(self.textCursor().blockNumber())
        self.enter()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in _ELSEWHERE:
            self.paused.emit()
        else:
            self.highlighter.caret_in(-1)
            self.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu, has = QMenu(self), self.textCursor().hasSelection()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        can = not self.isReadOnly()
        for words, slot, is_on in (
            ("Undo", self.undo_asked.emit, can),
            ("Redo", self.redo_asked.emit, can),
            (None, None, False),
            ("Cut", self.cut, has and can),
            ("Copy", self.copy, has),
            ("Paste", self.paste, can and self.canPaste()),
            ("Select all", self.selectAll, not self.document().isEmpty()),
        ):
            if words is None or slot is None:
                menu.addSeparator()
                continue
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, slot=slot: slot())
            action.setEnabled(is_on)
        menu.popup(event.globalPos())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or self.takes_pictures(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.takes_pictures(source):
            self.dropped.emit(source)
        elif source.hasText():
            self.textCursor().insertText(source.text().replace("\u2029", "\n").replace("\u2028", "\n"))
            self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()
        mime.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return mime

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.u(160), self._line)

    def paintEvent(self, event: QPaintEvent) -> None:
        named = self._grounds.behind(QRectF(event.rect()))
        if self.document().isEmpty() and not self.is_composing:
            self._paint_hint()
        super().paintEvent(event)
        self._grounds.over(named)

    def _paint_hint(self) -> None:
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.faint)
        painter.setFont(self.font())
        above = self._line - self.fontMetrics().height()
        room = QRectF(0, above, self.viewport().width(), self._line * self._least)
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), self._hint)
        painter.end()

    def _words_at(self, place: QPoint) -> str:
        """What is said of the piece of text under the pointer; nothing beside the text."""
        caret = self.cursorForPosition(place)
        around = self.fontMetrics().averageCharWidth()
        if not self.cursorRect(caret).adjusted(-around, 0, around, 0).contains(place):
            return ""
        return words_at(caret, self._grounds.names, self._explain)

    # What follows from a change

    def _changed(self, _at: int, _gone: int, _came: int) -> None:
        if self._loading or self.highlighter.is_at_work or self.is_composing:
            return
        text = self.text
        if text == self._text:
            return
        self._text = text
        self.typed.emit(text)

    def _caret_moved(self) -> None:
        if self.hasFocus() and not self._loading:
            self.highlighter.caret_in(self.textCursor().blockNumber())

    def _lay_lines(self) -> None:
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        everything.mergeBlockFormat(self._lines())

    def _lines(self) -> QTextBlockFormat:
        lines = QTextBlockFormat()
        lines.setLineHeight(self._line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return lines

    def _fit(self, _: object = None) -> None:
        """As high as the text, and never less than the least number of lines."""
        around = self.height() - self.viewport().height()
        high = max(int(self.document().size().height()), self._least * self._line) + around
        if high != self.height() or high != self.minimumHeight():
            self.setFixedHeight(high)


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo)


def _is_redo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == _REDO


def _moved(before: str, after: str, at: int) -> int:
    """Where a caret (in UTF-16 units) belongs once a text has become another: in front of what changed, or behind it."""
    place = len(before.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore"))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    if place > same:
        place = min(len(after), max(same, len(after) - (len(before) - place)))
    return units(after)(place)
