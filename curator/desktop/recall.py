"""What brings back: the cards of the trash, of papers made one and parted, of what arrived; each made when it is first asked for."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History, shortened
from curator.desktop.messages import Notice
from curator.desktop.moments import moment
from curator.desktop.news import News
from curator.desktop.parts import button
from curator.desktop.status import StatusBar
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look

if TYPE_CHECKING:
    from curator.desktop.brought import BroughtCard
    from curator.desktop.kepttexts import KeptTexts
    from curator.desktop.listcard import ListCard
    from curator.desktop.merging import MergeCard
    from curator.desktop.paper.rescue import Rescue
    from curator.desktop.trash import TrashCard
    from curator.domain.trash import Merged
    from curator.library.library import Library


class Recall(QObject):
    """`library` gives the one that is open, `papers` those that an action is about, `leave` saves what is typed, `show_paper` goes to a paper, `show_kept` to
    one beside whose text a kept one is to stand."""

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        history: History,
        news: News,
        actions: Actions,
        window: QWidget,
        *,
        status: StatusBar,
        library: "Callable[[], Library | None]",
        leave: Callable[[], object],
        papers: Callable[[], Sequence[int]],
        show_paper: Callable[[int], object],
        show_kept: Callable[[int], object],
    ) -> None:
        super().__init__(window)
        self._look, self._tasks, self._history, self._news, self._window = look, tasks, history, news, window
        self._status, self._papers = status, papers
        self._library, self._leave, self._show_paper, self._show_kept = library, leave, show_paper, show_kept
        self.trash: TrashCard | None = None
        self.kept: KeptTexts | None = None
        self._rescue: Rescue | None = None
        self._notice: Notice | None = None
        self.merging: MergeCard | None = None
        self.parting: ListCard | None = None
        self._taken_in: Sequence[Merged] = ()
        self.brought: BroughtCard | None = None
        self._last = 0
        for name, run in (
            ("trash", self.open_trash),
            ("merge-papers", self.open_merge),
            ("part-paper", self.open_part),
            ("take-back", self.open_brought),
        ):
            actions.on(name, run)

    def open_trash(self) -> None:
        """What was removed."""
        from curator.desktop.trash import TrashCard  # not before it is wanted

        if (library := self._library()) is None:
            return
        if self.trash is None:
            self.trash = TrashCard(self._look, self._tasks, self._history, self._news, self._window)
            self.trash.show_paper.connect(self._show_paper)
        self._leave()
        self.trash.open(library)

    def open_merge(self) -> None:
        """The two papers that are chosen, side by side."""
        from curator.desktop.merging import MergeCard  # not before it is wanted

        library, papers = self._library(), self._papers()
        if library is None or len(papers) != 2:
            return
        if self.merging is None:
            self.merging = MergeCard(self._look, self._tasks, self._history, self._window)
            self.merging.show_paper.connect(self._show_paper)
        self._leave()
        self.merging.open(library, papers)

    def open_part(self) -> None:
        """The papers that the chosen one took in."""
        library, papers = self._library(), self._papers()
        if library is None or len(papers) != 1:
            return

        def job(_: object) -> "Sequence[Merged]":
            with library.read() as reading:
                return reading.merging.merged_into(papers[0])

        self._leave()
        self._tasks.work("Read what was taken in", job, self._show_taken_in, quiet=True)

    def _show_taken_in(self, found: "Sequence[Merged]") -> None:
        from curator.desktop.listcard import ListCard  # not before it is wanted
        from curator.desktop.palettedelegate import Row

        if not found:
            self._status.came("No other paper was taken into this one", "dim")
            return
        if self.parting is None:
            about = "The chosen one becomes a paper again, with its key, its words and its places as they were. What was done since stays here."
            self.parting = ListCard(
                self._look, self._window, "part", "Part again", "Papers that were taken in", about=about
            )
            self.parting.put(None, button("partDo", "Part again", self._part))
            self.parting.wanted.connect(self._part)
        self._taken_in = found
        self.parting.notice.clear()
        self.parting.show_rows(
            [
                Row("file-text", one.title, (), one.key, moment(one.at) if one.at else "can't be parted")
                for one in found
            ],
            "",
        )
        self.parting.open()

    def _part(self) -> None:
        card = self.parting
        if card is None or not card.places:
            return
        one = self._taken_in[card.places[0]]

        def done(paper: int) -> None:
            card.overlay.dismiss()
            self._show_paper(paper)

        label = f"Part “{shortened(one.title)}” again"
        self._history.edit(label, lambda edit: edit.merging.part(one.id), done, card.notice.fail)

    def open_brought(self) -> None:
        """What came in by the hundred."""
        from curator.desktop.brought import BroughtCard  # not before it is wanted

        if (library := self._library()) is None:
            return
        if self.brought is None:
            self.brought = BroughtCard(self._look, self._tasks, self._news, self._window)
            self.brought.said.connect(lambda words: self._status.came(words, "good"))
        self._leave()
        self.brought.open(library)

    def begin(self, library: "Library") -> None:
        """Another library: what came into it so far is nothing new."""
        self._look_what_came(library, "")

    def arrived(self, words: str) -> None:
        """Something was added: where that was a hundred and more, it can be taken back as a whole."""
        if (library := self._library()) is not None:
            self._look_what_came(library, words)

    def _look_what_came(self, library: "Library", words: str) -> None:
        def done(last: int) -> None:
            is_new, self._last = last > self._last, last
            if words and is_new:
                self._status.note(words, ("Take back…", self.open_brought), icon="check", tone="dim")

        self._tasks.work(
            "Read what came in",
            lambda _: max((one.id for one in library.arrivals(1)), default=0),
            done,
            lambda _: None,
            quiet=True,
        )

    def offer_kept(self, notice: Notice, rescue: "Rescue", count: int) -> None:
        """Texts that an earlier run could not save wait: `notice` says so until one went to them, or put it off."""
        self._notice, self._rescue = notice, rescue
        if count < 1:
            notice.clear()
            return
        if count == 1:
            words = "A text that could not be saved is kept and waits beside its paper."
        else:
            words = f"{count:,} texts that could not be saved are kept and wait beside their papers."
        notice.say(words, ("Show", lambda: self.open_kept(rescue)), ("Later", notice.clear), tone="warn")

    def open_kept(self, rescue: "Rescue") -> None:
        """The list of them; the only one is shown at once."""
        from curator.desktop.kepttexts import KeptTexts  # hardly ever

        if (library := self._library()) is None:
            return
        if self.kept is None:
            self.kept = KeptTexts(self._look, self._tasks, self._history, self._window)
            self.kept.show_paper.connect(self._show_kept)
            self.kept.left.connect(self._offer_rest)
        self._rescue = rescue
        self._leave()
        self.kept.open(library, rescue)

    def still_wait(self, count: int) -> None:
        """So many by now; who put it off is not asked again."""
        if self._rescue is not None and self._notice is not None and self._notice.words:
            self.offer_kept(self._notice, self._rescue, count)

    def _offer_rest(self, count: int) -> None:
        if self._rescue is not None and self._notice is not None:
            self.offer_kept(self._notice, self._rescue, count)
