"""Find and replace in one field."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from curator.desktop.paper.field import Field
from curator.desktop.parts import IconButton, button, column, label, row
from curator.desktop.theme import Look

SHOWN = 500
"""Places that are marked at once; a text with more of them is hardly being read."""


class FindBar(QWidget):
    """Stands under a field while one looks for words in it. `closed` when it went, by Escape or its button."""

    closed = Signal()

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self._look, self._field = look, field
        name = field.objectName()
        self.words = QLineEdit()
        self.words.setObjectName(f"{name}Find")
        self.words.setAccessibleName("Find in this field")
        self.words.setPlaceholderText("Find")
        self.instead = QLineEdit()
        self.instead.setObjectName(f"{name}Replace")
        self.instead.setAccessibleName("Replace by")
        self.instead.setPlaceholderText("Replace by")
        self.count = label(look, tone="dim", scale=0.92)
        u = look.theme.u
        first = row(
            self.words,
            self.count,
            IconButton(look, f"{name}FindPrevious", "arrow-up", "Previous place", lambda: self.go(back=True)),
            IconButton(look, f"{name}FindNext", "arrow-down", "Next place", self.go),
            IconButton(look, f"{name}FindClose", "x", "Close the search", self.close_bar),
            space=u(6),
        )
        second = row(
            self.instead,
            button(f"{name}ReplaceOne", "Replace", self.replace),
            button(f"{name}ReplaceAll", "Replace all", self.replace_all),
            space=u(6),
        )
        first.setStretch(0, 1)
        second.setStretch(0, 1)
        whole = column(space=u(6), margins=(0, u(6), 0, 0))
        whole.addLayout(first)
        whole.addLayout(second)
        self.setLayout(whole)
        self.words.textChanged.connect(lambda _: self._mark(go=True))
        self.words.returnPressed.connect(self.go)
        self.instead.returnPressed.connect(self.replace)
        for one in (self.words, self.instead):
            one.installEventFilter(self)
        field.typed.connect(lambda _: self._mark())
        look.changed.connect(lambda _: self._mark())
        self.hide()

    def open(self) -> None:
        """Looks for what is chosen in the field, or for what was looked for last."""
        chosen = self._field.textCursor().selectedText()
        self.show()
        if chosen and "\u2029" not in chosen:
            self.words.setText(chosen)
        self.instead.setEnabled(not self._field.isReadOnly())
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._mark()

    def close_bar(self) -> None:
        self.hide()
        self._field.setExtraSelections([])
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def go(self, *, back: bool = False) -> bool:
        """Chooses the next place, from the caret on and round again. False: there is none."""
        words = self.words.text()
        if not words:
            return False
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        document = self._field.document()
        found = document.find(words, self._field.textCursor(), flags)
        if found.isNull():
            edge = QTextCursor(document)
            if back:
                edge.movePosition(QTextCursor.MoveOperation.End)
            found = document.find(words, edge, flags)
        if found.isNull():
            return False
        self._field.setTextCursor(found)
        self._mark()
        return True

    def replace(self) -> None:
        """Replaces the chosen place and goes to the next; chooses one first where none is chosen."""
        caret = self._field.textCursor()
        if self._field.isReadOnly() or not self.words.text():
            return
        if caret.selectedText().casefold() == self.words.text().casefold():
            caret.insertText(self.instead.text())
        self.go()

    def replace_all(self) -> None:
        """Replaces every place, as one step of undo."""
        if self._field.isReadOnly():
            return
        edit = QTextCursor(self._field.document())
        edit.beginEditBlock()
        for place in reversed(self._places()):
            place.insertText(self.instead.text())
        edit.endEditBlock()
        self._mark()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.close_bar()
                return True
        return False

    def _places(self) -> list[QTextCursor]:
        places: list[QTextCursor] = []
        words, document = self.words.text(), self._field.document()
        found = document.find(words) if words else QTextCursor()
        while not found.isNull():
            places.append(found)
            found = document.find(words, found)
        return places

    def _mark(self, *, go: bool = False) -> None:
        if self.isHidden():
            return
        places = self._places()
        shown = []
        for place in places[:SHOWN]:
            one = QTextEdit.ExtraSelection()
            ground = QTextCharFormat()
            ground.setBackground(QColor(self._look.theme.mark))
            one.cursor, one.format = place, ground
            shown.append(one)
        self._field.setExtraSelections(shown)
        if go and places:
            at = self._field.textCursor().selectionStart()
            self._field.setTextCursor(next((one for one in places if one.selectionStart() >= at), places[0]))
        here = self._field.textCursor().selectionStart()
        number = next((n for n, one in enumerate(places, 1) if one.selectionStart() == here), 0)
        if not self.words.text():
            self.count.setText("")
        elif not places:
            self.count.setText("not there")
        else:
            self.count.setText(f"{number} of {len(places)}" if number else f"{len(places)} places")
