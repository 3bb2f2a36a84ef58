"""Undo and redo: steps of the journal with their labels, and the typing of a visit to a field as one of them.

Key, menu and status bar go one way: the focused widget is asked first, if it has `undo_here()` and `redo_here()` (True: it took it),
then the library. What a widget passed on to the library by undo, redo takes from the library first.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from curator.desktop.tasks import Task, Tasks
from curator.domain.changes import Changes
from curator.domain.errors import LibraryFault, Refused
from curator.domain.texts import digest
from curator.domain.writeups import FIELDS, Saved

if TYPE_CHECKING:
    from curator.library.library import Edit, Library

T = TypeVar("T")
Failed = Callable[[Exception], None]

NAMED = 48
"""Letters of a paper's title in the name of a step."""


@dataclass(slots=True)
class _Visit:
    """The time from entering a field to leaving it. `step`, and `began`, the hash of the text before it, are of the edit lane alone."""

    paper: int
    field: str
    step: int | None = None
    began: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The one paper that a step is about."""

    paper: int
    title: str


@dataclass(frozen=True, slots=True)
class _Labels:
    undo: str | None
    redo: str | None


@dataclass(frozen=True, slots=True)
class _Came:
    """What an undo or a redo came to: the label of the step, None if there was none; why it could not be, if so."""

    label: str | None
    subject: Subject | None
    refusal: Refused | None
    labels: _Labels


class History(QObject):
    """The one way in which the window changes the library.

    `stepped(label, back)`: a step was done (False) or taken back (True). `changed`: what can be taken back is another.
    `said(words)`: something to tell that is no step. `refused(words)`: a step can't be taken back now; the next undo goes on past it.
    `warned(words)`: what was done is not on disk; `eased(words)`: what one was warned of is over.
    `typed`: what was typed is a step, so that nothing waits to be done again.
    `stepping`: a step that is no typing is about to be asked for: what was typed before it is a step of its own.
    """

    stepped = Signal(str, bool)
    changed = Signal()
    said = Signal(str)
    refused = Signal(str)
    warned = Signal(str)
    eased = Signal(str)
    typed = Signal()
    stepping = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._visit: _Visit | None = None
        self._labels = _Labels(None, None)
        self._passed: list[QWidget] = []
        self._past: set[int] = set()  # steps that were refused since the last new one; of the edit lane alone
        self.subject: Subject | None = None
        """What the step that `stepped` tells of is about."""

    @property
    def undo_label(self) -> str | None:
        """What the library would take back; None if there is nothing."""
        return self._labels.undo

    @property
    def redo_label(self) -> str | None:
        return self._labels.redo

    def show_library(self, library: "Library | None") -> None:
        """Steps of this library from now on. The edits of the one before must be over."""
        self._library, self._visit, self._labels = library, None, _Labels(None, None)
        self._passed.clear()
        self._past.clear()
        self.changed.emit()
        if library is not None:
            self._tasks.edit("Read the history", lambda: self._ahead(library), self._show_labels)

    def edit(
        self,
        label: str,
        job: "Callable[[Edit], T]",
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> Task:
        """One step of the journal under this label ("Dismiss 3 papers"); none if nothing changed. `done` is called when it is on disk."""
        self.stepping.emit()
        self._passed.clear()

        def run() -> tuple[T, bool, _Labels]:
            library = self._needed()
            with library.edit(label) as edit:
                result = job(edit)
            self._past.clear()
            return result, edit.step != 0, self._ahead(library)

        def over(came: tuple[T, bool, _Labels]) -> None:
            result, changed, labels = came
            self._show_labels(labels)
            if changed:
                self.subject = None
                self.stepped.emit(label, False)
            if done is not None:
                done(result)

        return self._tasks.edit(label, run, over, failed)

    def begin_typing(self, paper: int, field: str) -> None:
        """The caret came into a field: its typing until `end_typing` is one step."""
        self.end_typing()
        self._visit = _Visit(paper, field)

    def save_text(
        self,
        paper: int,
        field: str,
        text: str | None,
        base_sha: str | None,
        done: Callable[[Saved], None] | None = None,
        failed: Failed | None = None,
    ) -> Task:
        """Saves a field's text against the text it was made from. It belongs to the paper that is named here, whatever is shown by now."""
        self._passed.clear()
        visit = self._visit
        if visit is None or (visit.paper, visit.field) != (paper, field):
            visit = None

        def run() -> tuple[Saved, bool, _Labels]:
            library = self._needed()
            label = _typing_in(library, paper, field)
            with library.edit(label, open_step=visit.step if visit else None) as edit:
                began = edit.writeups.get(paper, field).sha
                # An undo of this window that came between is no other's text.
                met = base_sha is not None and base_sha != began and not edit.writeups.was_undone(paper, field)
                saved = edit.writeups.save(paper, field, text, base_sha if met else began)
            if edit.step and visit is None:
                library.close_step(edit.step)
            elif edit.step and visit is not None and visit.step != edit.step:
                visit.step, visit.began = edit.step, began
            if edit.step:
                self._past.clear()
            return saved, edit.step != 0, self._ahead(library)

        def over(came: tuple[Saved, bool, _Labels]) -> None:
            saved, changed, labels = came
            self._show_labels(labels)
            if changed:
                self.typed.emit()
            if done is not None:
                done(saved)

        return self._tasks.edit("Save " + field, run, over, failed)

    def keep_undone(self, paper: int, field: str, text: str | None, failed: Failed) -> None:
        """What was typed in a field and taken back there becomes a step that is taken back: redo brings it once the field can't."""
        visit = self._visit
        if visit is not None:
            self._visit = _Visit(visit.paper, visit.field)

        def run() -> _Labels:
            library = self._needed()
            with library.read() as reading:
                now = reading.writeups.get(paper, field).sha
            # Taken back to its beginning the visit is one step, with all that its first words did; else what is left of it is a step too.
            whole = visit.step if visit is not None and visit.began == now else None
            first = visit.step if visit is not None and visit.began == digest(text) else None
            if visit is not None and whole is None:
                self._close(visit)
            label = _typing_in(library, paper, field)
            if first is None or whole is not None:
                library.keep_undone(label, lambda edit: edit.writeups.save(paper, field, text, now), open_step=whole)
            else:  # redo ends where the visit began: that takes back all that its first words did
                library.keep_undone(label, lambda edit: edit.take_back(first))
            return self._ahead(library)

        self._tasks.edit("Keep what was taken back", run, self._show_labels, failed)

    def part_typing(self) -> None:
        """What is typed from here on, in the same visit, is another step."""
        visit = self._visit
        if visit is not None:
            self._visit = _Visit(visit.paper, visit.field)
            self._tasks.edit("Close a step", lambda: self._close(visit), self._show_labels)

    def end_typing(self) -> None:
        """The caret left the field: the step is closed, and dropped if the text is again what it was."""
        self._passed.clear()
        visit, self._visit = self._visit, None
        if visit is not None:
            self._tasks.edit("Close a step", lambda: self._close(visit), self._show_labels)

    def undo(self) -> None:
        """Takes back what was done last, here or in the library."""
        widget = _asked()
        if widget is not None and _answer(widget, "undo_here"):
            self._passed.clear()
            return
        self._step(back=True)
        if widget is not None:
            self._passed.append(widget)

    def redo(self) -> None:
        """Does again what was taken back last."""
        widget = _asked()
        if self._passed and (self._passed[-1] is not widget or widget is None or _is_modified(widget)):
            self._passed.clear()
        if self._passed:
            self._passed.pop()
            self._step(back=False, otherwise=lambda: widget is not None and _answer(widget, "redo_here"))
        elif widget is None or not _answer(widget, "redo_here"):
            self._step(back=False)

    def can(self, *, back: bool) -> bool:
        """Whether there is something to take back, or to do again: here or in the library."""
        return self.is_here(back=back) or (self.undo_label if back else self.redo_label) is not None

    def is_here(self, *, back: bool) -> bool:
        """Whether the focused widget has typing of its own to take back, or to do again."""
        widget: Any = _asked()
        if widget is None:
            return False
        text = widget.document() if hasattr(widget, "document") else widget
        return bool(text.isUndoAvailable() if back else text.isRedoAvailable())

    def take_back(self, step: int, label: str, *, back: bool, failed: Failed | None = None) -> None:
        """Takes one step of the list back, whoever took it; with `back` False it is an undo that is taken back, so that it is done again."""
        self.end_typing()

        def run() -> _Came:
            library = self._needed()
            self._past.clear()
            undone = library.undo(step)
            return _Came(label, _subject(library, undone.changes), None, self._ahead(library))

        def over(came: _Came) -> None:
            self._tell(came, back=back)

        self._tasks.edit("Undo" if back else "Redo", run, over, failed)

    def _step(self, *, back: bool, otherwise: Callable[[], bool] = lambda: False) -> None:
        """`otherwise` is asked where the library has nothing: True if it did something instead."""
        visit = self._visit
        after = _Visit(visit.paper, visit.field) if visit is not None else None
        self._visit = after

        def run() -> _Came:
            library = self._needed()
            open_step = visit.step if visit is not None else None
            if visit is not None:  # its typing is a step of its own; what is typed after this begins another
                self._close(visit)
            ahead = library.ahead(self._past)
            step = ahead.undo if back else ahead.redo
            if (
                step is None and visit is not None and after is not None
            ):  # nothing was done: the visit goes on as it was
                after.step, after.began = open_step, visit.began
            if step is None:
                return _Came(None, None, None, self._ahead(library))
            try:
                undone = library.undo(step.id)
            except Refused as refusal:
                self._past.add(step.id)
                return _Came(step.label, None, refusal, self._ahead(library))
            return _Came(step.label, _subject(library, undone.changes), None, self._ahead(library))

        def over(came: _Came) -> None:
            if came.label is not None or not otherwise():
                self._tell(came, back=back)

        self._tasks.edit("Undo" if back else "Redo", run, over)

    def _tell(self, came: _Came, *, back: bool) -> None:
        self._show_labels(came.labels)
        if came.refusal is not None:
            self.refused.emit(str(came.refusal))
        elif came.label is None:
            self.said.emit("There is nothing to take back" if back else "There is nothing to do again")
        else:
            self.subject = came.subject
            self.stepped.emit(came.label, back)

    def _close(self, visit: _Visit) -> _Labels:
        library = self._needed()
        if visit.step is not None:
            library.close_step(visit.step)
            visit.step = None
        return self._ahead(library)

    def _ahead(self, library: "Library") -> _Labels:
        ahead = library.ahead(self._past)
        return _Labels(ahead.undo.label if ahead.undo else None, ahead.redo.label if ahead.redo else None)

    def _needed(self) -> "Library":
        if self._library is None:
            raise LibraryFault("No library is open, so nothing was changed.")
        return self._library

    def _show_labels(self, labels: _Labels) -> None:
        if labels != self._labels:
            self._labels = labels
            self.changed.emit()


def typing_label(field: str, title: str) -> str:
    """How a visit to a field of a paper is called in the history."""
    titles = {one.name: one.title for one in FIELDS}
    return f"Type in {titles.get(field, field)} of “{shortened(title)}”"


def shortened(title: str) -> str:
    """A title in a sentence or a menu."""
    return textwrap.shorten(title, NAMED, placeholder="…") if " " in title else title[:NAMED]


def _typing_in(library: "Library", paper: int, field: str) -> str:
    with library.read() as reading:
        found = reading.papers.many([paper]).get(paper)
    return typing_label(field, found.title if found else "a paper that is gone")


def _subject(library: "Library", changes: Changes) -> Subject | None:
    """The one paper that was touched; None where there are several, or where an issue was changed."""
    papers = changes.ids("paper")
    if len(papers) != 1 or changes.touches("issue", "section", "entry"):
        return None
    with library.read() as reading:
        found = reading.papers.many(list(papers))
    return next((Subject(one.id, one.title) for one in found.values()), None)


def _asked() -> QWidget | None:
    """The focused widget, if it wants to be asked."""
    widget = QApplication.focusWidget()
    return widget if hasattr(widget, "undo_here") and hasattr(widget, "redo_here") else None


def _answer(widget: Any, question: str) -> bool:
    return bool(getattr(widget, question)())


def _is_modified(widget: Any) -> bool:
    """Something was typed since the last save: then nothing waits to be done again."""
    if hasattr(widget, "document"):
        return bool(widget.document().isModified())
    return bool(widget.isModified()) if hasattr(widget, "isModified") else False
