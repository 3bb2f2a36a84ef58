"""The forms of what stands in an issue: a section, a text, a link, a mention, a paper's byline. They open, and report by a signal."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from curator.desktop.messages import Notice
from curator.desktop.theme import Look

NAMES = (("1", "one author"), ("2", "two authors"), ("3", "three authors"), ("all", "all authors"))
Values = Mapping[str, str]
NAMES_IN_ISSUE = (("", "as the issue says"), *NAMES)


class Form(QDialog):
    """Lines and texts with names. `given(values)`: what was typed, by name; the dialog stays until it is told to close."""

    given = Signal(object)

    def __init__(self, look: Look, parent: QWidget, title: str, name: str, do: str) -> None:
        super().__init__(parent)
        self._look = look
        self._fields: dict[str, Callable[[], str]] = {}
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
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._do = buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        self._do.setObjectName(f"{name}Accept")
        self._do.setProperty("kind", "filled")
        self._do.setDefault(True)
        self._buttons = (buttons.button(QDialogButtonBox.StandardButton.Cancel), self._do)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        below = QVBoxLayout(self)
        below.setContentsMargins(theme.u(20), theme.u(16), theme.u(20), theme.u(16))
        below.setSpacing(theme.u(12))
        below.addLayout(self._form)
        below.addWidget(self.notice)
        below.addWidget(buttons)

    def line(self, name: str, title: str, value: str | None = None, hint: str = "") -> QLineEdit:
        """A line of plain text."""
        made = QLineEdit(value or "")
        made.setCursorPosition(0)  # the beginning is seen
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        self._form.addRow(title, made)
        self._fields[name] = made.text
        self._before_buttons(made)
        return made

    def text(self, name: str, title: str, value: str | None = None, hint: str = "", lines: int = 5) -> QPlainTextEdit:
        """Several lines of Markdown."""
        made = TextBox(value or "", self._look.theme.u(18 * lines + 14))
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        made.setTabChangesFocus(True)
        made.accepted.connect(self._give)
        self._form.addRow(title, made)
        self._fields[name] = made.toPlainText
        self._before_buttons(made)
        return made

    def choice(self, name: str, title: str, choices: tuple[tuple[str, str], ...], value: str) -> QComboBox:
        """One of several."""
        made = QComboBox()
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        for key, words in choices:
            made.addItem(words, key)
        made.setCurrentIndex(max(0, made.findData(value)))
        self._form.addRow(title, made)
        self._fields[name] = lambda: str(made.currentData())
        self._before_buttons(made)
        return made

    def values(self) -> dict[str, str]:
        """What is typed now, by name."""
        return {name: read() for name, read in self._fields.items()}

    def wait(self) -> None:
        """What was typed is on its way: it can't be given twice."""
        self._do.setEnabled(False)

    def fail(self, error: Exception) -> None:
        """Says under the form why it can't be done; what was typed stays."""
        self._do.setEnabled(True)
        self.notice.fail(error)

    def _before_buttons(self, made: QWidget) -> None:
        """Tab comes to the buttons last, and the form begins in its first field."""
        for one in self._buttons:
            self.setTabOrder(made, one)
        if len(self._fields) == 1:
            made.setFocus()

    def _give(self) -> None:
        if self._do.isEnabled():
            self.notice.clear()
            self.given.emit(self.values())

    def _over(self) -> None:
        self.is_open = False


class TextBox(QPlainTextEdit):
    """A text of `height` pixels at first, which grows with its form. Ctrl+↵ accepts the form."""

    accepted = Signal()

    def __init__(self, text: str, height: int) -> None:
        super().__init__(text)
        self._height = height
        self.setMinimumHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accepted.emit()
        else:
            super().keyPressEvent(event)


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


def mention_form(look: Look, parent: QWidget) -> Form:
    """A work that is named without a write-up."""
    form = Form(look, parent, "Add mention", "mentionForm", "Add")
    form.line("what", "Work", "", "arXiv id, DOI, address or citation key")
    form.text("text", "Words", "", "Left empty, it begins as the work's title with its link", lines=4)
    return form


def byline_form(look: Look, parent: QWidget, title: str, byline: str | None, names: str | None) -> Form:
    """How a paper's authors are named in this issue."""
    form = Form(look, parent, f"Byline of “{title[:60]}”", "bylineForm", "Save")
    form.choice("names", "It names", NAMES_IN_ISSUE, names or "")
    form.line("byline", "Or these words", byline, "By A, B, and C.")
    return form
