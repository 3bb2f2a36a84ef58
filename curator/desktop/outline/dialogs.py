"""The forms of what stands in an issue: a section, a text, a link, a mention, a paper's byline. They open, and report by a signal."""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from curator.desktop.messages import Notice
from curator.desktop.outline.workline import Ask, WorkCompleter
from curator.desktop.parts import button, label, row, surface
from curator.desktop.ring import places
from curator.desktop.tasks import Task
from curator.desktop.theme import Look
from curator.domain.errors import Refused
from curator.domain.texts import shortened

NAMES = (("1", "one author"), ("2", "two authors"), ("3", "three authors"), ("all", "all authors"))
Values = Mapping[str, str]
AROUND = 5  # units between the edge of a text's box and its words, as the style sheet has it
FRAME = 40  # units that a window's own frame may take of the screen
NAMES_IN_ISSUE = (("", "as the issue says"), *NAMES)


class Form(QDialog):
    """Lines and texts with names. `given(values)`: what was typed, by name; the dialog stays until it is told to close.

    Escape and Cancel ask inside of it before what was typed is thrown away.
    """

    given = Signal(object)

    def __init__(self, look: Look, parent: QWidget, title: str, name: str, do: str) -> None:
        super().__init__(parent)
        self._look = look
        self._fields: dict[str, Callable[[], str]] = {}
        self._inputs: dict[str, QWidget] = {}
        self._first: dict[str, str] = {}
        self._task: Task | None = None
        self._is_asking = False
        self._is_scrolled = False
        self._last: QWidget | None = None
        self.setWindowTitle(title)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme = look.theme
        self.setMinimumWidth(theme.u(460))
        self._form = QFormLayout()
        self._form.setSpacing(theme.u(8))
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.notice = Notice(look, f"{name}Notice")
        self.is_open = True
        self.finished.connect(self._over)
        cancel = button(f"{name}Cancel", "Cancel", self.reject)
        self._do = button(f"{name}Accept", do, self._give, kind="filled")
        self._do.setDefault(True)
        self._written: QWidget = self._do
        self._buttons = (cancel, self._do)
        self._below = below = QVBoxLayout(self)
        below.setContentsMargins(theme.u(20), theme.u(16), theme.u(20), theme.u(16))
        below.setSpacing(theme.u(12))
        below.addLayout(self._form)
        below.addWidget(self.notice)
        below.addLayout(row(None, cancel, self._do, space=theme.u(8)))

    def line(self, name: str, title: str, value: str | None = None, hint: str = "") -> QLineEdit:
        """A line of plain text."""
        made = QLineEdit(value or "")
        made.setCursorPosition(0)  # the beginning is seen
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        self._form.addRow(title, made)
        self._keep(name, made, made.text)
        made.textChanged.connect(self._answered)
        return made

    def text(self, name: str, title: str, value: str | None = None, hint: str = "", lines: int = 5) -> QPlainTextEdit:
        """Several lines of Markdown."""
        line = QFontMetrics(self._look.theme.font()).lineSpacing()
        made = TextBox(value or "", line * lines + 2 * self._look.theme.u(AROUND) + 2)
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        made.setTabChangesFocus(True)
        made.accepted.connect(self._give)
        self._form.addRow(title, made)
        self._keep(name, made, made.toPlainText)
        made.textChanged.connect(self._answered)
        return made

    def choice(self, name: str, title: str, choices: tuple[tuple[str, str], ...], value: str) -> QComboBox:
        """One of several."""
        made = QComboBox()
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        made.setAccessibleDescription(title)  # on Linux its name is what is chosen
        for key, words in choices:
            made.addItem(words, key)
        made.setCurrentIndex(max(0, made.findData(value)))
        self._form.addRow(title, made)
        self._keep(name, made, lambda: str(made.currentData()))
        return made

    def say(self, words: str, tone: str = "") -> None:
        """A sentence that is to be read before one agrees."""
        self._form.addRow(label(self._look, words, tone=tone, wrap=True))

    def values(self) -> dict[str, str]:
        """What is typed now, by name."""
        return {name: read() for name, read in self._fields.items()}

    @property
    def is_changed(self) -> bool:
        """Something is typed that was not there when the form was opened."""
        return any(read().strip() != self._first[name].strip() for name, read in self._fields.items())

    def wait(self, task: Task | None = None) -> None:
        """What was typed is on its way: it can't be given twice. `task`: what Cancel would stop; without one the form stays for it."""
        if self._do.hasFocus():
            self._written.setFocus(
                Qt.FocusReason.OtherFocusReason
            )  # a button that is switched off hands it to its neighbour
        self._do.setEnabled(False)
        self._task = task
        if task is not None:
            self.notice.say("Looking it up…", tone="dim")

    def fail(self, error: Exception) -> None:
        """Says under the form why it can't be done; what was typed stays, and what can't stand has the focus."""
        self._go_on()
        self.notice.fail(error)
        self._go_to(error.about if isinstance(error, Refused) else "")

    def refuse(self, words: str, name: str, tone: str = "warn") -> None:
        """Says what is amiss with one of the inputs, and goes there."""
        self.notice.say(words, tone=tone)
        self._go_to(name)

    def _go_to(self, name: str) -> None:
        """To the input of this name; to the one that was written in last, where there is none."""
        found = self._inputs.get(name, self._written)
        if isinstance(found, QLineEdit) and name in self._inputs:
            found.selectAll()
        found.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """What does not fit on the screen scrolls; the buttons stay in sight."""
        most = self.screen().availableGeometry().height() - self._look.theme.u(FRAME)
        if self._is_scrolled or self.minimumSizeHint().height() <= most:
            return
        self._is_scrolled = True
        writing, order = self.focusWidget(), [*places(self)]
        self._below.removeItem(self._form)
        self._form.setParent(None)
        inside, scrolled = surface("pane"), QScrollArea()
        inside.setLayout(self._form)
        self._form.setContentsMargins(0, 0, self._look.theme.u(8), 0)
        scrolled.setObjectName(f"{self.objectName()}Fields")
        scrolled.setWidgetResizable(True)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setMinimumWidth(inside.minimumSizeHint().width() + scrolled.verticalScrollBar().sizeHint().width())
        scrolled.setWidget(inside)
        self._below.insertWidget(0, scrolled, 1)
        scrolled.show()
        self._below.activate()  # else the least height that it had holds
        self.resize(self.width(), most)
        for before, after in pairwise(order):  # the fields left the window for a moment
            self.setTabOrder(before, after)
        if writing is not None:
            writing.setFocus()

    def reject(self) -> None:
        """Closes it; asks first where something is typed, and while it is asked goes on with the form."""
        if self._task is not None and not self._task.is_over:
            self._task.cancel()
            self._go_on()
            self.notice.say("Stopped: nothing was put in.", tone="dim")
        elif self._is_asking:
            self.keep_writing()
        elif not self._do.isEnabled():
            return  # an edit is on its way: it closes the form, or says here why not
        elif self.is_changed:
            self._ask()
        else:
            super().reject()

    def throw_away(self) -> None:
        """Closes it, and what was typed is gone."""
        self._is_asking = False
        super().reject()

    def keep_writing(self) -> None:
        """Takes the question away, and gives the focus back to where one wrote."""
        self._answered()
        if self._last is not None:
            self._last.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        """Whether what was typed is to be thrown away: the answer that loses nothing has the focus."""
        writing = self.focusWidget()
        self._last = writing if writing not in self._buttons else None
        self._is_asking = True
        self.notice.say(
            "What you wrote is not kept yet.",
            ("Keep writing", self.keep_writing),
            ("Throw away", self.throw_away),
            tone="warn",
        )
        self.notice.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self) -> None:
        if self._is_asking:
            self._is_asking = False
            self.notice.clear()

    def _go_on(self) -> None:
        self._task = None
        self._do.setEnabled(True)

    def _keep(self, name: str, made: QWidget, read: Callable[[], str]) -> None:
        self._fields[name] = read
        if not self._inputs:
            self._written = made  # until one goes into another
        self._inputs[name] = made
        made.installEventFilter(self)
        self._first[name] = read()
        self._before_buttons(made)

    def _before_buttons(self, made: QWidget) -> None:
        """Tab comes to the buttons last, and the form begins in its first field."""
        for one in self._buttons:
            self.setTabOrder(made, one)
        if len(self._fields) == 1:
            made.setFocus()

    def _give(self) -> None:
        if self._do.isEnabled():
            self._is_asking = False
            self.notice.clear()
            self.given.emit(self.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if accepts(event):
            self._give()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._written = watched
        return False

    def _over(self) -> None:
        self.is_open = False


class TextBox(QPlainTextEdit):
    """A text whose lines and edges are `height` pixels at first, which grows with its form. Ctrl+↵ accepts the form."""

    accepted = Signal()

    def __init__(self, text: str, height: int) -> None:
        super().__init__(text)
        self._height = height + math.ceil(2 * self.document().documentMargin())
        self.setMinimumHeight(self._height)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if accepts(event):
            self.accepted.emit()
        else:
            super().keyPressEvent(event)


def accepts(event: QKeyEvent) -> bool:
    """Ctrl+↵: what is typed is done, wherever in a form the caret is."""
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def section_form(look: Look, parent: QWidget, title: str = "", text: str | None = None, *, new: bool) -> Form:
    """A section's name and its own words."""
    form = Form(look, parent, "Add section" if new else "Edit section", "sectionForm", "Add" if new else "Save")
    form.line("title", "Name", title, "🔬 Research")
    form.text("text", "Words", text, "We chose {{papers:words}} papers.", lines=4)
    return form


def text_form(look: Look, parent: QWidget, text: str | None = None, *, name: str, new: bool) -> Form:
    """A block of words. `name`: text, mention, lead, or intro for what stands before the first section."""
    titles = {"text": "text", "mention": "mention", "lead": "lead", "intro": "first words"}
    form = Form(look, parent, f"{'Add' if new else 'Edit'} {titles[name]}", f"{name}Form", "Add" if new else "Save")
    form.text("text", "Text", text, "Markdown; [@key] cites a work", lines=8)
    return form


def link_form(
    look: Look,
    parent: QWidget,
    title: str | None = None,
    url: str | None = None,
    text: str | None = None,
    *,
    new: bool,
) -> Form:
    """A news item."""
    form = Form(look, parent, "Add link" if new else "Edit link", "linkForm", "Add" if new else "Save")
    form.line("url", "Address", url, "https://…")
    form.line("title", "Title", title)
    form.line("text", "A line about it", text)
    return form


def mention_form(look: Look, parent: QWidget, ask: Ask) -> Form:
    """A work that is named without a write-up. `ask` finds those of the library that are meant."""
    form = Form(look, parent, "Add mention", "mentionForm", "Add")
    WorkCompleter(look, form.line("what", "Work", "", "Title, author, key, arXiv id, DOI or address"), ask)
    form.text("text", "Words", "", "Left empty, it begins as the work's title with its link", lines=4)
    return form


def byline_form(look: Look, parent: QWidget, title: str, byline: str | None, names: str | None) -> Form:
    """How a paper's authors are named in this issue."""
    form = Form(look, parent, f"Byline of “{shortened(title, 60)}”", "bylineForm", "Save")
    form.choice("names", "It names", NAMES_IN_ISSUE, names or "")
    form.line("byline", "Or these words", byline, "By A, B, and C.")
    return form
