"""The trash as a list: what was removed in the last days, to be put back or thrown away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from curator.desktop.history import History, shortened
from curator.desktop.listcard import ListCard
from curator.desktop.messages import Choice
from curator.desktop.moments import moment
from curator.desktop.news import News
from curator.desktop.palettedelegate import Row
from curator.desktop.parts import button
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes
from curator.domain.trash import KEPT_DAYS, Restored, Trashed, TrashKind

if TYPE_CHECKING:
    from curator.library.library import Edit, Library

MOST = 2000
"""So many are listed, the newest; the others come as these go."""

ICONS = {
    TrashKind.PAPER: "file-text",
    TrashKind.ISSUE: "newspaper",
    TrashKind.SECTION: "heading",
    TrashKind.ENTRY: "text-align-start",
    TrashKind.FIGURE: "image",
}


class TrashCard(QObject):
    """`show_paper` asks for a paper that was put back."""

    show_paper = Signal(int)

    def __init__(self, look: Look, tasks: Tasks, history: History, news: News, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._history = tasks, history
        self._library: Library | None = None
        self._things: Sequence[Trashed] = ()
        about = f"What was removed is kept for {KEPT_DAYS} days. Whatever is done here can be undone as any step."
        self.card = ListCard(
            look, window, "trash", "Trash", "What was removed, the last first", about=about, several=True
        )
        self._restore = button("trashRestore", "Put back", self.put_back)
        self._throw = button("trashThrow", "Throw away", self.throw_away)
        self._empty = button("trashEmpty", "Empty the trash…", self.ask_empty)
        self.card.put(self._empty, None, self._throw, self._restore)
        self.card.overlay.closed = self._over
        self.card.chosen.connect(self._enable)
        self.card.wanted.connect(self.put_back)
        self.card.unwanted.connect(self.throw_away)
        news.changed.connect(self._heard)

    def open(self, library: "Library") -> None:
        """Shows what is in the trash of this library."""
        self._library = library
        self.card.notice.clear()
        self.card.show_rows((), "")
        self._read()
        self.card.open()

    def put_back(self) -> None:
        """What is chosen goes where it was; what is not as it was is said."""
        things = self._chosen
        if not self._can(things):
            return

        def job(edit: "Edit") -> list[Restored]:
            # Oldest first: an entry comes into its section, that came with its issue.
            return [edit.trash.restore(one.id) for one in sorted(things, key=lambda one: (one.at, one.id))]

        def done(came: list[Restored]) -> None:
            notes = list(dict.fromkeys(one.note for one in came if one.note))
            papers = [one.id for one in came if one.kind in (TrashKind.PAPER, TrashKind.FIGURE)]
            show: tuple[Choice, ...] = (("Show", lambda: self._show(papers[0])),) if len(papers) == 1 else ()
            words = f"{_named(things)} {'is' if len(things) == 1 else 'are'} back. "
            self.card.notice.say(words + " ".join(notes), *show, tone="warn" if notes else "good")

        self._history.edit(f"Put back {_said(things)} from the trash", job, done, self.card.notice.fail)

    def throw_away(self) -> None:
        """What is chosen goes for good, as far as the history does not bring it back."""
        self._let_go(self._chosen)

    def ask_empty(self) -> None:
        """Asks first: it is the one thing here that is about what is not seen, too."""
        things = self._things
        if not self._can(things):
            return
        many = "everything" if len(things) == MOST else _said(things)
        words = f"Throw away {many}? As long as the history reaches back, Undo brings it again."
        self.card.notice.say(
            words, ("Keep it", self.card.notice.clear), (f"Throw away {many}", self._let_all_go), tone="warn"
        )
        if self.card.notice.buttons:
            self.card.notice.buttons[0].setFocus()

    def _let_all_go(self) -> None:
        self.card.notice.clear()
        self.card.view.setFocus()
        self._history.edit(
            "Empty the trash", lambda edit: edit.trash.empty_older(0), lambda _: None, self.card.notice.fail
        )

    def _let_go(self, things: Sequence[Trashed]) -> None:
        if not self._can(things):
            return

        def job(edit: "Edit") -> None:
            for one in things:
                edit.trash.throw_away(one.id)

        self.card.notice.clear()
        self._history.edit(f"Throw away {_said(things)}", job, failed=self.card.notice.fail)

    @property
    def _chosen(self) -> list[Trashed]:
        return [self._things[at] for at in self.card.places if at < len(self._things)]

    def _can(self, things: Sequence[Trashed]) -> bool:
        return bool(things) and self._library is not None and not self._library.is_read_only

    def _show(self, paper: int) -> None:
        self.card.overlay.dismiss()
        self.show_paper.emit(paper)

    def _over(self) -> None:
        """Hidden it asks for nothing."""
        self._library, self._things = None, ()
        self.card.notice.clear()

    def _heard(self, changes: Changes) -> None:
        if changes.touches("trash"):
            self._read()

    def _read(self) -> None:
        library = self._library
        if library is None:
            return

        def job(_: object) -> Sequence[Trashed]:
            with library.read() as reading:
                return reading.trash.listing(MOST)

        def done(things: Sequence[Trashed]) -> None:
            if self._library is library:
                self._things = things
                count = "" if not things else f"{MOST:,} newest" if len(things) == MOST else f"{len(things):,}"
                self.card.show_rows([_row(one) for one in things], "Nothing was removed", count)

        self._tasks.work("Read the trash", job, done, self.card.notice.fail, quiet=True)

    def _enable(self) -> None:
        chosen = self._can(self._chosen)
        for one in (self._restore, self._throw):
            one.setEnabled(chosen)
        self._empty.setEnabled(self._can(self._things))


def _row(one: Trashed) -> Row:
    left = "last day" if one.days_left < 1 else "1 day left" if one.days_left == 1 else f"{one.days_left} days left"
    words = " · ".join(filter(None, (one.kind.value, one.place, moment(one.at))))
    return Row(ICONS.get(one.kind, "trash-2"), one.title, (), words, left)


def _named(things: Sequence[Trashed]) -> str:
    return f"“{shortened(things[0].title)}”" if len(things) == 1 else f"{len(things):,} things"


def _said(things: Sequence[Trashed]) -> str:
    return f"{things[0].kind.value} “{shortened(things[0].title)}”" if len(things) == 1 else f"{len(things):,} things"
