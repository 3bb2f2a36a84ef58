"""What brings back: the cards of the trash, of papers made one and parted, of what arrived; each made when it is first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.news import News
from curator.desktop.status import StatusBar
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look

if TYPE_CHECKING:
    from curator.desktop.kepttexts import KeptTexts
    from curator.desktop.paper.rescue import Rescue
    from curator.desktop.trash import TrashCard
    from curator.library.library import Library


class Recall(QObject):
    """`library` gives the one that is open, `leave` saves what is typed, `show_paper` goes to a paper, `show_kept` to
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
        show_paper: Callable[[int], object],
        show_kept: Callable[[int], object],
    ) -> None:
        super().__init__(window)
        self._look, self._tasks, self._history, self._news, self._window = look, tasks, history, news, window
        self._status = status
        self._library, self._leave, self._show_paper, self._show_kept = library, leave, show_paper, show_kept
        self.trash: TrashCard | None = None
        self.kept: KeptTexts | None = None
        self._rescue: Rescue | None = None
        self._told = ""
        actions.on("trash", self.open_trash)

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

    def offer_kept(self, rescue: "Rescue", count: int) -> None:
        """Texts that an earlier run could not save wait: said in the status bar, with the way to them."""
        if count < 1:
            return
        if count == 1:
            words = "A text that could not be saved is kept and waits beside its paper"
        else:
            words = f"{count:,} texts that could not be saved are kept and wait beside their papers"
        self._told = words
        self._status.note(words, ("Show", lambda: self.open_kept(rescue)), icon="triangle-alert", tone="warn")

    def open_kept(self, rescue: "Rescue") -> None:
        """The list of them; the only one is shown at once."""
        from curator.desktop.kepttexts import KeptTexts  # hardly ever

        if (library := self._library()) is None:
            return
        if self.kept is None:
            self.kept = KeptTexts(self._look, self._tasks, self._history, self._window)
            self.kept.show_paper.connect(self._show_kept)
            self.kept.show_paper.connect(lambda _: self._status.take_back(self._told))
            self.kept.left.connect(self._offer_rest)
        self._rescue = rescue
        self._leave()
        self.kept.open(library, rescue)

    def _offer_rest(self, count: int) -> None:
        if self._rescue is not None:
            self.offer_kept(self._rescue, count)
