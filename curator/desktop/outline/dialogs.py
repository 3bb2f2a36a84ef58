"""The forms of an issue: the issue itself, a section, a text, a link, a mention, a paper's byline. They open, and report by a signal."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from curator.desktop.messages import Notice
from curator.desktop.parts import button, label, row
from curator.desktop.theme import Look
from curator.domain.issues import Issue

NAMES = (("1", "one author"), ("2", "two authors"), ("3", "three authors"), ("all", "all authors"))
Values = Mapping[str, str]


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
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._do = buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        self._do.setObjectName(f"{name}Accept")
        self._do.setProperty("kind", "filled")
        self._do.setDefault(True)
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
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        self._form.addRow(title, made)
        self._fields[name] = made.text
        return made

    def text(self, name: str, title: str, value: str | None = None, hint: str = "", lines: int = 5) -> QPlainTextEdit:
        """Several lines of Markdown."""
        made = TextBox(value or "")
        made.setObjectName(f"{self.objectName()}-{name}")
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        made.setTabChangesFocus(True)
        made.setMinimumHeight(self._look.theme.u(18 * lines + 14))
        made.accepted.connect(self._give)
        self._form.addRow(title, made)
        self._fields[name] = made.toPlainText
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
        return made

    def values(self) -> dict[str, str]:
        """What is typed now, by name."""
        return {name: read() for name, read in self._fields.items()}

    def fail(self, error: Exception) -> None:
        """Says under the form why it can't be done; what was typed stays."""
        self.notice.fail(error)

    def _give(self) -> None:
        self.notice.clear()
        self.given.emit(self.values())


class TextBox(QPlainTextEdit):
    """A text whose Ctrl+↵ accepts the form."""

    accepted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accepted.emit()
        else:
            super().keyPressEvent(event)


class IssueForm(Form):
    """Title, edition, date, lead, bylines, authors, tags, cover. `cover`: the file that was chosen, None: as it was; "" takes it away."""

    def __init__(self, look: Look, parent: QWidget, issue: Issue | None, start: Path, today: str) -> None:
        super().__init__(
            look, parent, "Edit issue" if issue else "New issue", "issueForm", "Save" if issue else "Make the issue"
        )
        self.cover: str | None = None
        self._start = start
        cover = issue.cover if issue else None
        self.line("title", "Title", issue.title if issue else "", "Trends in AI")
        self.line("edition", "Edition", issue.edition if issue else "", "April 2022")
        self.line("date", "Date", issue.date if issue else today, "YYYY-MM-DD")
        self.text("lead", "Lead", issue.lead if issue else "", "What this issue is about, in two sentences", lines=3)
        self.choice("names", "Bylines name", NAMES, issue.names if issue else "3")
        self.line("authors", "Authors", "; ".join(issue.authors) if issue else "", "parted by ;")
        self.line("tags", "Tags", "; ".join(issue.tags) if issue else "", "parted by ;")
        self._picture = label(look, cover.src if cover else "none", tone="dim")
        choose = button("chooseCover", "Choose…", self._choose)
        take = button("removeCover", "Remove", self._remove, kind="flat")
        holder = QWidget()
        holder.setLayout(row(self._picture, None, choose, take, space=look.theme.u(8)))
        self._form.addRow("Cover", holder)
        self.line("alt", "Cover: alt text", cover.alt if cover else "", "What one sees, for those who don't")
        self.line("caption", "Cover: caption", cover.caption if cover else "")
        self.line("credit", "Cover: credit", cover.credit if cover else "", "Image by …")
        self.setMinimumWidth(look.theme.u(560))

    def take_cover(self, path: str) -> None:
        """The picture that shall be the cover."""
        self.cover = path
        self._picture.setText(Path(path).name)

    def _choose(self) -> None:
        dialog = QFileDialog(
            self, "Choose a cover", str(self._start), "Pictures (*.png *.jpg *.jpeg *.gif *.webp *.svg)"
        )
        dialog.setObjectName("coverDialog")
        dialog.fileSelected.connect(self.take_cover)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self) -> None:
        self.cover = ""
        self._picture.setText("none")


def section_form(look: Look, parent: QWidget, title: str = "", text: str | None = None, *, new: bool) -> Form:
    """A section's name and its own words."""
    form = Form(look, parent, "Add section" if new else "Edit section", "sectionForm", "Add" if new else "Save")
    form.line("title", "Name", title, "🔬 Research")
    form.text("text", "Words", text, "We chose {{papers:words}} papers.", lines=4)
    return form


def text_form(look: Look, parent: QWidget, text: str | None = None, *, name: str = "text", new: bool) -> Form:
    """A block of words: a text, a mention's words, the lead."""
    titles = {"text": "text", "mention": "mention", "lead": "lead", "intro": "words of the section"}
    form = Form(look, parent, f"{'Add' if new else 'Edit'} {titles[name]}", f"{name}Form", "Add" if new else "Save")
    form.text("text", "Text", text, "Markdown; [@key] cites a work", lines=8)
    return form


def link_form(
    look: Look, parent: QWidget, title: str = "", url: str = "", text: str | None = None, *, new: bool
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
    form.choice("names", "It names", (("", "as the issue says"), *NAMES), names or "")
    form.line("byline", "Or these words", byline, "By A, B, and C.")
    return form
