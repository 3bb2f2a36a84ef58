"""The search field: what its parts are is tinted as one types, values of a field are offered, Escape clears and then leaves."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QApplication, QLineEdit

from curator.desktop.actions import declaration
from curator.desktop.theme import Look
from curator.domain.query import FIELDS, VALUES, Facet, Query, SpanKind, parse

_BEGUN = re.compile(rf"(?:^|\s)-?(?P<field>{'|'.join(Facet)}):(?P<quote>\"?)(?P<value>[^\s\"]*)$", re.IGNORECASE)
_NAMED = re.compile(rf"(?:^|\s)-?(?P<field>{'|'.join(VALUES)}):\"?(?P<value>[^\s\"]+)", re.IGNORECASE)
_TINTED = (SpanKind.FIELD, SpanKind.OPERATOR, SpanKind.PHRASE)


@dataclass(frozen=True, slots=True)
class Begun:
    """A field whose value is being typed: where the value begins, and the query without it."""

    field: str
    value: str
    start: int
    rest: Query


def badge() -> str:
    """The key that comes here, as it is shown in the field and in the menu."""
    key = QKeySequence(declaration("search").keys[0])
    return key.toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")


def said_unread(query: Query) -> str:
    """What was searched as words since it could not be read, and which values there are; "" where all was read."""
    if not query.unread:
        return ""
    said = [f"Read as words: {', '.join(f'“{one}”' for one in query.unread)}"]
    for found in _NAMED.finditer(query.text):
        field = Facet(found["field"].lower())
        if found["value"].lower() not in VALUES[field]:
            said.append(f"{field.value}: takes {', '.join(VALUES[field])}")
    return ". ".join(dict.fromkeys(said))


class SearchField(QLineEdit):
    """`asked` carries the Query at each change; `left`: down into the list; `given_up`: Escape with nothing typed.
    `begun` carries the field (Begun) whose value is being typed, or None. Keys go to `before` first, if it is set."""

    asked = Signal(object)
    left = Signal()
    given_up = Signal()
    begun = Signal(object)
    key_first = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._composes = False
        self.query = Query()
        self.setObjectName("searchField")
        self.setAccessibleName("Search papers")
        self.setPlaceholderText("Search papers")
        self.setToolTip("Words, or " + ", ".join(f"{name}:" for name in FIELDS))
        self.setAcceptDrops(False)  # what is dropped on the list comes into the library, here too
        self._glass = self.addAction(look.theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._cross = self.addAction(look.theme.icon("x"), QLineEdit.ActionPosition.TrailingPosition)
        self._glass.setText("Search")
        self._cross.setText("Clear the search")
        self._cross.triggered.connect(self.clear)
        self._cross.setVisible(False)
        self.textChanged.connect(self._typed)
        self.cursorPositionChanged.connect(lambda before, now: self._tell_begun())
        look.changed.connect(self._paint_icons)

    def undo_here(self) -> bool:
        """Its own typing first; what it has not is the library's."""
        if self.isUndoAvailable():
            self.undo()
            return True
        return False

    def redo_here(self) -> bool:
        if self.isRedoAvailable():
            self.redo()
            return True
        return False

    def complete(self, begun: Begun, value: str) -> None:
        """Puts a value where one is being typed, in quotation marks if it needs them."""
        plain = value.replace('"', " ")
        written = f'"{plain}"' if re.search(r"\s", plain) else plain
        text, cursor = self.text(), self.cursorPosition()
        start = begun.start - (1 if text[begun.start - 1 : begun.start] == '"' else 0)
        self.setSelection(start, cursor - start)
        self.insert(written + ("" if text[cursor : cursor + 1] == " " else " "))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composes = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab takes what is offered; Qt would go on to the next widget before any key is pressed here."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            event.setAccepted(False)
            self.key_first.emit(event)
            if event.isAccepted():
                return True
            event.setAccepted(True)  # else Qt hands it on to the pane, which goes on once more
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(False)
        self.key_first.emit(event)
        if event.isAccepted():
            return
        event.setAccepted(True)
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.given_up.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ShortcutFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.begun.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setFont(theme.font(0.92))
        painter.setPen(theme.faint)
        box = QRect(0, 0, self.width() - theme.u(12), self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), badge())
        painter.end()

    def _typed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self.query = parse(text, as_typed=True)
        if not self._composes:
            self._tint()
        self.asked.emit(self.query)
        self._tell_begun()

    def _tint(self) -> None:
        """Formats of pieces, given as an input method gives them: text, caret and undo stay as they are."""
        theme, cursor = self._look.theme, self.cursorPosition()
        attributes = []
        for span in self.query.spans:
            if span.kind not in _TINTED and span.kind is not SpanKind.UNREAD:
                continue
            form = QTextCharFormat()
            if span.kind is SpanKind.FIELD:
                form.setForeground(theme.accent)
                form.setBackground(theme.chosen)
            elif span.kind is SpanKind.UNREAD:
                form.setForeground(theme.warn)
            else:
                form.setForeground(theme.accent)
            attributes.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat, span.start - cursor, span.end - span.start, form
                )
            )
        QApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def _tell_begun(self) -> None:
        cursor, text = self.cursorPosition(), self.text()
        match = _BEGUN.search(text[:cursor]) if self.hasFocus() else None
        if match is None:
            self.begun.emit(None)
            return
        rest = parse(text[: match.start()] + " " + text[cursor:])
        self.begun.emit(Begun(match["field"].lower(), match["value"], match.start("value"), rest))

    def _paint_icons(self, _theme: object = None) -> None:
        self._glass.setIcon(self._look.theme.icon("search"))
        self._cross.setIcon(self._look.theme.icon("x"))
        self._tint()
