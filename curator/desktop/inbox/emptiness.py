"""What the list says when it has nothing to list: what was looked for and how to widen it, or what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from curator.desktop.inbox.shelves import Shelf
from curator.desktop.messages import Choice, EmptyState
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.query import Query

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Library

_NOTHING = {
    "inbox": ("Nothing waits", "Every paper is decided. Paste or drop ids, DOIs and addresses here, or look on arXiv."),
    "shortlisted": ("Nothing is shortlisted", "S keeps a paper of the inbox for later."),
    "drafting": ("Nothing is being written", "The first words about a paper bring it here."),
    "ready": ("Nothing is ready", "R says that a write-up is done."),
    "published": ("Nothing is published yet", "Marking an issue as published brings its papers here."),
    "dismissed": ("Nothing is dismissed", "D puts a paper aside; it stays in the library."),
    "known": ("Nothing here", "Papers that are cited or mentioned come here."),
}


class EmptyPlace(EmptyState):
    """What stands where rows would, as a place that one can go to: keys that the list takes, it takes too. ↓ goes to what can be done, ↵
    does it."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, "", name=name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Papers")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self._look.theme.accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()

    def say(self, title: str, words: str = "", *choices: Choice) -> None:
        if any(one.hasFocus() for one in self._buttons()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else it falls out of the list with the button
        super().say(title, words, *choices)

    @property
    def has_focus(self) -> bool:
        """It has the focus, or what can be done in it."""
        return self.hasFocus() or any(one.hasFocus() for one in self._buttons())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a button has no use for comes here, too."""
        buttons, key = self._buttons(), event.key()
        at = next((n for n, one in enumerate(buttons) if one.hasFocus()), -1)
        if buttons and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            to = min(at + 1, len(buttons) - 1) if key == Qt.Key.Key_Down else at - 1
            (buttons[to] if to >= 0 else self).setFocus(Qt.FocusReason.OtherFocusReason)
        elif buttons and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            buttons[max(0, at)].click()
        else:
            super().keyPressEvent(event)

    def _buttons(self) -> list[QPushButton]:
        return [one for one in self.findChildren(QPushButton) if not one.isHidden()]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the whole library has for a search, and a word that was perhaps meant: (as typed, as it is spelt there)."""

    count: int
    perhaps: tuple[str, str] | None


class Emptiness:
    """Words for an EmptyState. `everywhere` searches the whole library, `search` for other words, `arxiv` opens the search there."""

    def __init__(
        self,
        state: EmptyState,
        tasks: Tasks,
        *,
        everywhere: Callable[[], object],
        search: Callable[[str], object],
        arxiv: Callable[[], object],
    ) -> None:
        self._state, self._tasks = state, tasks
        self._everywhere, self._search, self._arxiv = everywhere, search, arxiv
        self._task: Task | None = None

    def show(self, library: "Library", shelf: Shelf, typed: Query) -> None:
        """Says what there is to say about this place and this search."""
        self.forget()
        if typed.node is None:
            self._say_nothing(shelf)
            return
        title = f"No paper {_where(shelf)}has {_quoted(typed)}"
        self._state.say(title)

        def job(progress: "Progress") -> Elsewhere:
            with library.read() as reading, progress.closing(reading.interrupt):
                near: tuple[str, str] | None = None
                for term in typed.terms:
                    if (word := reading.search.perhaps(term.text)) is not None:
                        near = near or (term.text, word)
                return Elsewhere(reading.listing.count(typed), near)

        def done(found: Elsewhere) -> None:
            self._task = None
            self._say_found(title, shelf, typed, found)

        self._task = self._tasks.work("Look elsewhere", job, done, lambda _: None, quiet=True)

    def forget(self) -> None:
        """What is still being looked for is no longer wanted."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _say_nothing(self, shelf: Shelf) -> None:
        key = shelf.value if shelf.kind == "status" else shelf.kind
        title, words = _NOTHING.get(
            key, ("No papers here", "Paste or drop ids, DOIs and addresses here, or look on arXiv.")
        )
        if shelf.kind == "issue":
            title, words = f"{shelf.name} has no papers yet", "Drag some from a list onto its outline."
        choices: tuple[Choice, ...] = (("Search arXiv…", self._arxiv),) if key in ("inbox", "all") else ()
        self._state.say(title, words, *choices)

    def _say_found(self, title: str, shelf: Shelf, typed: Query, found: Elsewhere) -> None:
        words, choices = [], list[Choice]()
        if shelf.kind != "all":
            words.append(f"{found.count:,} in the whole library." if found.count else "None in the whole library.")
            if found.count:
                choices.append(("Search everywhere", self._everywhere))
        if found.perhaps is not None:
            before, after = found.perhaps
            words.append(f"Did you mean {after}?")
            choices.append((f"Use {after}", lambda: self._search(typed.text.replace(before, after))))
        if not choices:
            words.append("Fewer words find more.")
        self._state.say(title, " ".join(words), *choices)


def _where(shelf: Shelf) -> str:
    if shelf.kind == "all":
        return ""
    return f"in {shelf.name} " if shelf.kind in ("issue", "tag") else f"in {shelf.name.lower()} "


def _quoted(typed: Query) -> str:
    text = " ".join(typed.text.split())
    return f"“{text if len(text) <= 60 else text[:60] + '…'}”"
