"""What is in the window: menus, the deck of panes and the status bar put together, the library that is shown, and closing without losing anything."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout

from curator.desktop import clipboard, summons
from curator.desktop.able import Situation, enable
from curator.desktop.actions import Actions
from curator.desktop.census import Census, Numbers
from curator.desktop.deck import Deck
from curator.desktop.doors import Doors, Options
from curator.desktop.firstrows import FirstRows, one_by_one
from curator.desktop.fonts import interface_font
from curator.desktop.history import History
from curator.desktop.keeping import Keeping
from curator.desktop.libraries import Libraries, Taken
from curator.desktop.messages import sentence
from curator.desktop.news import News
from curator.desktop.panes import Panes, Parts
from curator.desktop.recall import Recall
from curator.desktop.ring import Ring
from curator.desktop.shell import Shell
from curator.desktop.soundness import Soundness
from curator.desktop.status import StatusBar
from curator.desktop.summons import Summons
from curator.desktop.tasks import Tasks
from curator.desktop.telling import Telling
from curator.desktop.theme import MODES

if TYPE_CHECKING:
    from curator.desktop.palette import Palette
    from curator.desktop.restore import Restore
    from curator.desktop.sheet import About, Sheet
    from curator.desktop.steps import Steps
    from curator.library.library import Library

SHOWN = {"show-rail": "rail", "show-inbox": "inbox", "show-outline": "outline"}
STEP = 1.1  # of the text in fields


class Window(QObject):
    """Made after the first paint, over a shell that shows frames alone; opens the library in the work pool.

    `ended`: nothing is left to be saved or kept, it closes now. `refused` carries a sentence: another window has the library that was asked
    for at the start, so this one ends.
    """

    refused = Signal(str)
    ended = Signal()

    def __init__(self, shell: Shell, doors: Doors, options: Options) -> None:
        super().__init__(shell)
        look = shell.look
        QApplication.setStyle("Fusion")
        look.lay(interface_font())
        self.shell, self.look, self._doors, self._options = shell, look, doors, options
        self.tasks = Tasks(self)
        self.news = News(self)
        self.history = History(self.tasks, self)
        self.actions_ = Actions(shell)
        self.libraries = Libraries(doors, self.tasks, shell)
        self._kept = shell.kept
        self.deck = Deck(look, self._kept)
        self.status = StatusBar(look, self.tasks, self.actions_)
        self.census = Census(self.tasks, self.news, self)
        self.soundness = Soundness(
            look, self.tasks, self.status, self.libraries, self._kept, shell, self.actions_["restore"].trigger
        )
        self.keeping = Keeping(self.tasks, self.news, self)
        parts = Parts(look, self.tasks, self.history, self.news, self.actions_, self.status, doors.settings)
        self.panes = Panes(parts, self.deck)
        self._palette: Palette | None = None
        self._sheet: Sheet | None = None
        self._steps: Steps | None = None
        self._about: About | None = None
        self._restore: Restore | None = None
        self._numbers = Numbers()
        self._closing = False
        self._done = False
        self._is_fresh = True
        self._menus = self.actions_.fill(shell.menuBar())
        self._recent = QMenu("Open recent", shell)
        self._recent.setObjectName("recentMenu")
        centre = Ring()
        below = QVBoxLayout(centre)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.deck, 1)
        below.addWidget(self.status)
        self._wire()
        self._enable()
        shell.hold(centre, self.may_close)
        self._is_whole = False
        first = FirstRows(self.tasks, self.panes.inbox, self)
        first.seen.connect(self._go_on)
        if options.sample:
            self._go_on()
        else:
            first.look(doors, self._kept, options.library)

    @property
    def is_settled(self) -> bool:
        """Nothing is on its way: what is seen stays as it is until somebody does something."""
        is_idle = not self.libraries.is_opening and not self.tasks.running and not self.tasks.edits_pending
        return self._is_whole and is_idle

    def rescue(self) -> None:
        """Something went wrong inside: what is typed goes to disk now."""
        self.panes.leave()

    def may_close(self) -> bool:
        """Leaves the fields. False while edits are under way: the window closes by itself when they are over. What could not be saved
        keeps it."""
        if self._done:
            return True
        if not self._closing:
            self.panes.leave()
        if self.tasks.edits_pending:
            self._closing = True
            return False
        self._closing = False
        if self.panes.has_unsaved:
            self._ask_to_lose(self.shell.close, self.end)
            return False
        if not self.keeping.may_go(self.shell.close):
            return False
        self._let_go()
        return True

    def _go_on(self) -> None:
        """The first rows are seen, or there are none: now the library, and the panes that were not needed for them."""
        if self._done:
            return
        if self._options.sample:
            self.libraries.open_sample()
        else:
            self.libraries.open(self._options.library, self._options.make)
        one_by_one([*self.panes.rest], self._be_whole, self)

    def _be_whole(self) -> None:
        self._is_whole = True

    def _wire(self) -> None:
        on, panes = self.actions_.on, self.panes
        self.libraries.before_change(panes.leave, self.keeping.may_go)
        self.libraries.ask_first(self._ask_to_leave)
        self.libraries.restored.connect(self._restored)
        self.keeping.failed.connect(lambda error, doing: self.status.fail(error, doing=doing))
        self.keeping.waits.connect(lambda: self.status.note("Keeping a copy of what you wrote…", icon=""))
        self.libraries.closing.connect(self._leave_library)
        self.libraries.opened.connect(self._show_library)
        self.libraries.failed.connect(self._not_opened)
        self.soundness.damaged.connect(self._met_damage)
        self.summons = Summons(self.tasks, self)
        self.summons.came.connect(lambda: summons.come_forward(self.shell))
        self.libraries.opened.connect(lambda library: self.summons.listen(library.path))
        self.libraries.settings_changed.connect(lambda settings: self.libraries.fill_recent(self._recent))
        menu = self._menus["Edit"]
        Telling(self.history, self.status, self.actions_, menu, lambda: panes.paper.paper, panes.choose_paper)
        clipboard.connect(self.actions_)
        self.recall = Recall(
            self.look, self.tasks, self.history, self.news, self.actions_, self.shell,
            status=self.status, library=lambda: self.libraries.library, leave=panes.leave,
            papers=panes.inbox.targets, show_paper=panes.choose_paper, show_kept=self._show_kept,
        )  # fmt: skip
        self.libraries.opened.connect(self.recall.begin)
        panes.waiting.connect(self.recall.still_wait)
        panes.inbox.arrivals.added.connect(lambda words, _: self.recall.arrived(words))
        self.news.failed.connect(self.status.fail)
        self.news.eased.connect(lambda error: self.status.take_back(sentence(error)))
        self.tasks.edits_idle.connect(self._edits_over)
        self.census.counted.connect(self._show_numbers)
        panes.chosen.connect(self._enable)
        self.deck.changed.connect(self._show_deck)
        for name, run in (
            ("undo", self.history.undo),
            ("redo", self.history.redo),
            ("history", self._open_history),
            ("new-library", self.libraries.ask_new),
            ("open-library", self.libraries.ask_open),
            ("restore", self._open_restore),
            ("quit", self.shell.close),
            ("palette", self._open_palette),
            ("shortcuts", self._open_sheet),
            ("about", self._open_about),
            ("next-pane", partial(self.deck.go, 1)),
            ("previous-pane", partial(self.deck.go, -1)),
            ("text-larger", lambda: self._write_at(self.look.writing * STEP)),
            ("text-smaller", lambda: self._write_at(self.look.writing / STEP)),
            ("text-normal", lambda: self._write_at(1.0)),
        ):
            on(name, run)
        for mode in MODES:
            on(f"theme-{mode}", partial(self._choose_mode, mode))
        self.actions_[f"theme-{self.look.mode}"].setChecked(True)
        self._show_deck()
        for name, place in SHOWN.items():
            self.actions_[name].toggled.connect(lambda shown, place=place: self.deck.set_shown(place, shown))
        file = self._menus["File"]
        after = file.actions()[file.actions().index(self.actions_["open-library"]) + 1]
        file.insertMenu(after, self._recent)
        self.libraries.fill_recent(self._recent)
        self.libraries.opened.connect(lambda _: self.libraries.fill_recent(self._recent))

    def _show_library(self, library: "Library") -> None:
        self._is_fresh = True
        self.shell.show_title(library.path)
        self.history.show_library(library)
        self.news.show_library(library)
        desk = self._doors.desk(library)
        self.panes.show_library(library, desk, self._kept.selection(library.path))
        if self._options.screenshot is None:
            self.keeping.show_library(desk)
        if self._palette is not None:
            self._palette.show_library(library)
        self.census.show_library(library)
        self._enable()
        if library.is_read_only:
            self.status.note(library.only_reads or "This library can only be read.", icon="lock")
        elif not self._options.screenshot:
            self.status.note("Ready", icon="")
        pane = self.panes.paper
        if pane.rescue is not None and not library.is_read_only:
            self.recall.offer_kept(pane.offer, pane.rescue, len(pane.rescued))
        if self._options.screenshot is None:
            self.soundness.show_library(desk)

    def _show_kept(self, paper: int) -> None:
        self.panes.choose_paper(paper)
        self.panes.paper.meet_kept()

    def _leave_library(self) -> None:
        """Nobody may use the library that is shown any more."""
        self.tasks.cancel_all()
        library = self.libraries.library
        if library is not None:
            self._kept.keep_selection(library.path, self.panes.selection())
        self.census.show_library(None)
        self.keeping.show_library(None)
        self.summons.listen(None)
        self.news.show_library(None)
        self.history.show_library(None)
        if library is not None:  # else rows that were looked at stay until the library that comes has its own
            self.panes.show_library(None, None, {})
        if self._palette is not None:
            self._palette.show_library(None)

    def _not_opened(self, doing: str, error: Exception) -> None:
        if isinstance(error, Taken) and self.libraries.library is None:
            self.refused.emit(str(error))
            return
        self.status.fail(error, doing=doing)
        if self.libraries.library is None:
            self.panes.show_fault(error, self.libraries)

    def _met_damage(self, error: Exception) -> None:
        """Where nothing can be shown of a library, what can be done stands in its place; never over what is not saved."""
        if self.panes.is_bare and not self.panes.has_unsaved:
            self.panes.show_fault(error, self.libraries)

    def _show_numbers(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self.status.count(numbers.papers)
        self.panes.show_empty(numbers.is_empty, self.libraries)
        self._enable()
        if self._is_fresh and not numbers.is_empty:
            self.panes.begin()
        self._is_fresh = False

    def _enable(self) -> None:
        library, panes = self.libraries.library, self.panes
        enable(
            self.actions_,
            Situation(
                library=library is not None,
                write=library is not None and not library.is_read_only,
                papers=panes.papers,
                issue=panes.issue is not None,
                entries=panes.entries,
                waiting=self._numbers.waiting,
            ),
        )

    def _show_deck(self) -> None:
        for name, place in SHOWN.items():
            self.actions_[name].setChecked(self.deck.is_shown(place))

    def _choose_mode(self, mode: str) -> None:
        self.look.set_mode(mode)
        self.libraries.change_settings(replace(self.libraries.settings, theme=mode))

    def _write_at(self, factor: float) -> None:
        self.look.set_writing(factor)
        self.libraries.change_settings(replace(self.libraries.settings, text_size=self.look.writing))

    def _open_palette(self) -> None:
        if self._palette is None:
            from curator.desktop.palette import Palette  # not before the first paint

            self._palette = Palette(self.look, self.tasks, self.actions_, self.shell)
            self._palette.show_library(self.libraries.library)
            self._palette.chosen_paper.connect(self.panes.choose_paper)
            self._palette.chosen_issue.connect(self.panes.choose_issue)
        self._palette.open()

    def _open_sheet(self) -> None:
        from curator.desktop.sheet import Sheet  # not before the first paint

        if self._sheet is None:
            self._sheet = Sheet(self.look, self.shell)
        self._sheet.open()

    def _open_history(self) -> None:
        from curator.desktop.steps import Steps  # not before the first paint

        if self._steps is None:
            self._steps = Steps(self.look, self.tasks, self.history, self.news, self.shell)
        if self.libraries.library is not None:
            self.panes.leave()
            self._steps.show_steps(self.libraries.library)

    def _open_restore(self) -> None:
        from curator.desktop.restore import Restore  # seldom

        if self._restore is None:
            self._restore = Restore(self.look, self.tasks, self.libraries, self._doors, self.shell)
        if self.panes.has_unsaved:
            self.status.note("What you wrote is not saved yet. Save it before you restore a backup.", tone="warn")
        elif self.libraries.place is not None:
            self.panes.leave()
            self._restore.show_backups(self.libraries.place)

    def _restored(self, words: str) -> None:
        self.status.came(words)

    def _open_about(self) -> None:
        from curator.desktop.sheet import About  # not before the first paint

        if self._about is None:
            self._about = About(self.look, self.shell)
        self._about.open()

    def _edits_over(self) -> None:
        if self._closing:
            self.shell.close()

    def _ask_to_leave(self, go: Callable[[], object], stay: Callable[[], object]) -> bool:
        """Before another library is shown: a text that is nowhere else goes only if that is said."""

        def again() -> None:
            self.panes.leave()
            self.libraries.when_left(go, stay)

        if not self.panes.has_unsaved:
            return True
        self._ask_to_lose(again, go, stay, "Go on")
        return False

    def _ask_to_lose(
        self,
        again: Callable[[], object],
        lose: Callable[[], object],
        stay: Callable[[], object] = lambda: None,
        doing: str = "Close",
    ) -> None:
        """Text that can't be saved: the safe button has the focus, the others say what they do."""
        from curator.desktop.losing import LosingBox  # hardly ever

        paper = self.panes.paper
        box = LosingBox(self.look, self.shell, self.tasks, lambda: paper.unsaved, again, lose, stay, doing)
        paper.told.connect(box.tell)
        box.open()

    def end(self) -> None:
        """Closes it, whatever is not saved."""
        if not self._done:
            self._let_go()
        self.shell.close()

    def _let_go(self) -> None:
        self._done = True
        if self._options.screenshot is None and self._options.size is None:
            self._kept.keep_geometry(self.shell.saveGeometry())
        self._leave_library()
        self.ended.emit()
        self.tasks.stop()
        self.libraries.close()
