"""What keys, menus and the pointer do to the chosen papers; and what was looked at for a second is no longer unread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QTextEdit

from curator.desktop.actions import Actions
from curator.desktop.inbox.deeds import Deeds
from curator.desktop.inbox.feed import Feed
from curator.desktop.inbox.model import PaperList
from curator.desktop.inbox.view import InboxView
from curator.desktop.tasks import Tasks
from curator.domain.papers import Status

if TYPE_CHECKING:
    from curator.library.library import Library

REST = 1000  # milliseconds on a paper until it counts as read
Done = Callable[[object], None]
Failed = Callable[[Exception], None]
_KEPT = 50  # steps that can be taken back with their choice
MENU = (
    "shortlist", "dismiss", "ready", "inbox-again", "", "star", "tag", "add-to-issue", "edit-details", "",
    "open-abstract", "open-pdf", "copy-citation", "", "merge-papers", "part-paper", "remove-papers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Move:
    """A step after which the choice went on: its name, the papers, and the one that was chosen then."""

    step: str
    papers: tuple[int, ...]
    behind: int | None


class Acting(QObject):
    """`failed` is called with an error of what nobody asked for."""

    def __init__(
        self,
        view: InboxView,
        model: PaperList,
        feed: Feed,
        deeds: Deeds,
        tasks: Tasks,
        actions: Actions,
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(view)
        self.view, self.model, self.feed, self.deeds = view, model, feed, deeds
        self._tasks, self._actions, self._failed = tasks, actions, failed
        self._library: Library | None = None
        self._moves: list[_Move] = []
        self._undone: list[_Move] = []
        self._wanted: tuple[int, ...] = ()
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(REST)
        self.rest.timeout.connect(self._rested)
        view.acted.connect(self._act)
        view.menu_asked.connect(self._open_menu)
        view.chosen.connect(self._forget)
        feed.counted.connect(self._choose_again)
        deeds.history.stepped.connect(self._stepped)
        for name, run in (
            ("next", lambda: view.go(1)),
            ("previous", lambda: view.go(-1)),
            ("shortlist", lambda: self._decide(Status.SHORTLISTED, moves_on=True)),
            ("dismiss", lambda: self._decide(Status.DISMISSED, moves_on=True)),
            ("ready", lambda: self._decide(Status.READY, moves_on=False)),
            ("inbox-again", lambda: self._decide(Status.INBOX, moves_on=False)),
            ("star", self._star),
            ("remove-papers", self._remove),
        ):
            actions.on(name, run)
        actions.give(view, "inbox")

    def show_library(self, library: "Library | None") -> None:
        self.rest.stop()
        self._library, self._wanted = library, ()
        self._moves.clear()
        self._undone.clear()

    def _rested(self) -> None:
        """A second on one paper: it was looked at."""
        library, paper = self._library, self.view.current_paper
        if library is None or library.is_read_only or paper is None or self.view.chosen_ids() != [paper]:
            return
        row = self.model.known(paper)
        if row is not None and row.unread:
            self._tasks.work("Note what was read", lambda _: _mark_seen(library, paper), None, self._failed, quiet=True)

    def _about(self) -> list[int]:
        """The chosen papers; where none is, the one with the frame, unless it was just left behind."""
        framed = self.view.current_paper
        if not self.view.chosen_count and framed is not None and framed not in self.feed.leaving:
            self.view.choose([framed])
        return self.view.chosen_ids()

    def _decide(self, status: Status, *, moves_on: bool) -> None:
        papers = self._about()
        if not papers:
            return
        if moves_on:
            self._go_on_from(papers, lambda done, failed: self.deeds.decide(papers, status, done, failed))
        else:
            self.deeds.decide(papers, status)

    def _remove(self) -> None:
        """Asks nothing: Undo brings them back, and so does the trash."""
        papers = self._about()
        if papers:
            self._go_on_from(papers, lambda done, failed: self.deeds.remove(papers, done, failed))

    def _go_on_from(self, papers: list[int], begin: Callable[[Done, Failed], str]) -> None:
        """Does something after which these papers leave the list, and chooses what comes behind them. `begin` gives the step's name."""
        self._undone.clear()
        behind = self._leave(papers)
        move: list[_Move] = []

        def failed(error: Exception) -> None:
            if move[0] in self._moves:
                self._moves.remove(move[0])
            self._go_back(move[0])
            self._failed(error)

        step = begin(lambda _: self.feed.landed(papers), failed)
        move.append(_Move(step, tuple(papers), behind))
        self._moves = [*self._moves[-_KEPT:], move[0]]

    def _leave(self, papers: list[int]) -> int | None:
        """Chooses what comes behind these, and gives it."""
        self.feed.leave(papers)
        behind = self.view.behind(self.feed.leaving)
        if behind is not None:
            self.view.choose([behind])
        else:
            self.view.clearSelection()
        return behind

    def _stepped(self, step: str, back: bool) -> None:
        """What is taken back is in the list again, and chosen again; not where somebody writes, whose text would be another's."""
        if not back:
            self._did_again(step)
            return
        if not self._moves or self._moves[-1].step != step:
            return
        move = self._moves.pop()
        self._undone = [*self._undone[-_KEPT:], move]
        if isinstance(QApplication.focusWidget(), QTextEdit):
            self.feed.come_back({*move.papers})
        else:
            self._go_back(move)

    def _did_again(self, step: str) -> None:
        """What is done again goes on as it did at first, if its papers are still those that are chosen."""
        if not self._undone or self._undone[-1].step != step:
            self._undone.clear()  # something new was done
            return
        move = self._undone.pop()
        self._moves = [*self._moves[-_KEPT:], move]
        if {*self.view.chosen_ids()} == {*move.papers}:
            self._leave([*move.papers])
            self.feed.landed([*move.papers])

    def _go_back(self, move: _Move) -> None:
        """Unless something else was chosen since."""
        self.feed.come_back({*move.papers})
        if self.view.chosen_ids() == ([] if move.behind is None else [move.behind]):
            self._wanted = move.papers
            self._choose_again()

    def _choose_again(self) -> None:
        if self._wanted and all(self.model.place(paper) is not None for paper in self._wanted):
            wanted, self._wanted = self._wanted, ()
            self.view.choose(wanted)

    def _forget(self) -> None:
        """The choice is another, as it was wanted or as somebody made it."""
        self._wanted = ()

    def _star(self) -> None:
        """All get a star, unless all that are known have one."""
        papers = self._about()
        rows = [row for paper in papers if (row := self.model.known(paper)) is not None]
        if papers:
            self.deeds.star(papers, not rows or not all(row.starred for row in rows))

    def _act(self, name: str, paper: int) -> None:
        """An action under the pointer: it is this row's alone, and nothing moves."""
        row = self.model.known(paper)
        if row is None or self._library is None or self._library.is_read_only:
            return
        if name == "star":
            self.deeds.star([paper], not row.starred)
        else:
            wanted = Status.SHORTLISTED if name == "shortlist" else Status.DISMISSED
            self.deeds.decide([paper], Status.INBOX if row.status is wanted else wanted)

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self.view)
        menu.setObjectName("paperMenu")
        for name in MENU:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def _mark_seen(library: "Library", paper: int) -> None:
    with library.intake() as intake, intake.batch() as batch:
        batch.papers.mark_seen([paper])
