"""The form in which title, authors, date and address are typed over what was fetched; each has a way back."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from curator.desktop.history import History
from curator.desktop.messages import Notice
from curator.desktop.parts import button, label, row
from curator.desktop.theme import Look
from curator.domain.errors import Refused
from curator.domain.identifiers import clean_address
from curator.domain.papers import Paper

if TYPE_CHECKING:
    from curator.library.library import Edit

NAMES = {"title": "title", "authors": "authors", "published": "date", "url": "address"}
"""What may be typed over, by its name in a Paper, and how it is called."""

_LINES = {"title": 2, "authors": 4}

Input = QLineEdit | QPlainTextEdit


class Details(QWidget):
    """Hidden until it is opened. `closed` when it was kept or given up."""

    closed = Signal()

    def __init__(self, look: Look, history: History) -> None:
        super().__init__()
        self._history = history
        self._paper: Paper | None = None
        self._inputs: dict[str, Input] = {}
        self._backs: dict[str, QPushButton] = {}
        u = look.theme.u
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(u(10))
        grid.setVerticalSpacing(u(8))
        hints = {"authors": "One name a line", "published": "2022-03-29", "url": "https://…"}
        for line, (field, name) in enumerate(NAMES.items()):
            made: Input = QPlainTextEdit() if field in _LINES else QLineEdit()
            made.setObjectName(f"{field}Input")
            made.setAccessibleName(name.capitalize())
            made.setPlaceholderText(hints.get(field, ""))
            if isinstance(made, QPlainTextEdit):
                made.setTabChangesFocus(True)
                made.setFixedHeight(u(20) * _LINES[field] + u(14))
            made.installEventFilter(self)
            self._inputs[field] = made
            back = button(f"{field}Back", "Take back", self._taking_back(field), kind="link")
            back.setAccessibleName(f"Take back your {name}")
            back.setToolTip("As it was fetched")
            self._backs[field] = back
            grid.addWidget(label(look, name.capitalize(), tone="dim", scale=0.92), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(made, line, 1)
            grid.addWidget(back, line, 2, Qt.AlignmentFlag.AlignTop)
        self.notice = Notice(look, "detailsNotice")
        grid.addWidget(self.notice, len(NAMES), 1)
        grid.addLayout(
            row(
                button("keepDetails", "Keep", self.keep),
                button("leaveDetails", "Cancel", self.close_form, kind="flat"),
                None,
                space=u(6),
            ),
            len(NAMES) + 1,
            1,
        )
        grid.setColumnStretch(1, 1)
        self.hide()

    def open(self, paper: Paper, *, takes_focus: bool = True) -> None:
        self._paper = paper
        self.notice.clear()
        for field, made in self._inputs.items():
            _fill(made, _shown(paper, field))
            self._backs[field].setVisible(field in paper.edited)
        if paper.address is not None:
            self._inputs["url"].setPlaceholderText(paper.address)
        self.show()
        title = self._inputs["title"]
        if takes_focus:
            title.setFocus(Qt.FocusReason.OtherFocusReason)
        title.selectAll()

    def close_form(self) -> None:
        """Nothing that was typed here is kept."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def take_back_changed(self, paper: Paper) -> None:
        """The paper that is being edited changed: what a person has not touched here follows."""
        if self.isHidden() or self._paper is None or self._paper.id != paper.id:
            return
        for field, made in self._inputs.items():
            if _text(made) == _shown(self._paper, field):
                _fill(made, _shown(paper, field))
            self._backs[field].setVisible(field in paper.edited)
        self._paper = paper

    def keep(self) -> None:
        """Lays what was changed over the metadata, as one step; says what is no date or no address."""
        paper = self._paper
        if paper is None:
            return
        typed = {
            field: _text(made).strip()
            for field, made in self._inputs.items()
            if _text(made).strip() != _shown(paper, field)
        }
        wrong = _wrong(typed)
        if wrong is not None:
            self._refused(wrong)
            return
        if typed:
            job = _over(paper.id, typed)
            label = f"Edit {', '.join(NAMES[field] for field in typed)}"
            self._history.edit(label, job, lambda _: self.close_form(), self._refused)
        else:
            self.close_form()

    def _refused(self, error: Exception) -> None:
        """Says why it can't be kept, and goes to what can't stand."""
        self.notice.fail(error)
        if isinstance(error, Refused) and error.about in self._inputs:
            self._inputs[error.about].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        returns = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        keeps = returns and (
            watched is not self._inputs["authors"] or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if not keeps and event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if keeps:
                self.keep()
            else:
                self.close_form()
            return True
        return False

    def _taking_back(self, field: str) -> Callable[[], None]:
        def take_back() -> None:
            paper = self._paper
            if paper is not None:
                label = f"Take back your {NAMES[field]}"
                self._history.edit(label, _over(paper.id, {field: None}), failed=self.notice.fail)

        return take_back


def _over(paper: int, typed: "dict[str, str] | dict[str, None]") -> "Callable[[Edit], None]":
    """The edit that lays these texts over the metadata; an empty one takes the editor's away."""
    values: dict[str, object] = {}
    for field, text in typed.items():
        if not text:
            values[field] = None
        elif field == "authors":
            values[field] = tuple(name.strip() for name in text.splitlines() if name.strip())
        elif field == "published":
            values[field] = date.fromisoformat(text)
        else:
            values[field] = clean_address(text) if field == "url" else text

    def job(edit: "Edit") -> None:
        edit.papers.override(paper, **values)  # type: ignore[arg-type]

    return job


def _wrong(typed: dict[str, str]) -> Refused | None:
    """The first text that can't stand, and why."""
    if "title" in typed and not typed["title"]:
        return Refused("A paper needs a title. “Take back” brings back the one that was fetched.", about="title")
    if typed.get("published"):
        try:
            date.fromisoformat(typed["published"])
        except ValueError:
            return Refused("This is no date. Write it as year, month, day: 2022-03-29.", about="published")
    if typed.get("url") and clean_address(typed["url"]) is None:
        return Refused("This is no web address. It begins with https:// and names a host.", about="url")
    return None


def _shown(paper: Paper, field: str) -> str:
    value = getattr(paper, field)
    if field == "authors":
        return "\n".join(value)
    return "" if value is None else str(value)


def _text(made: Input) -> str:
    return made.toPlainText() if isinstance(made, QPlainTextEdit) else made.text()


def _fill(made: Input, text: str) -> None:
    if isinstance(made, QPlainTextEdit):
        made.setPlainText(text)
    else:
        made.setText(text)
