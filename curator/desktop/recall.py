"""What brings back: the cards of the trash, of papers made one and parted, of what arrived; each made when it is first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.news import News
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look

if TYPE_CHECKING:
    from curator.desktop.trash import TrashCard
    from curator.library.library import Library


class Recall(QObject):
    """`library` gives the one that is open, `leave` saves what is typed, `show_paper` goes to a paper."""

    def __init__(
        self,
        look: Look,
        tasks: Tasks,
        history: History,
        news: News,
        actions: Actions,
        window: QWidget,
        *,
        library: "Callable[[], Library | None]",
        leave: Callable[[], object],
        show_paper: Callable[[int], object],
    ) -> None:
        super().__init__(window)
        self._look, self._tasks, self._history, self._news, self._window = look, tasks, history, news, window
        self._library, self._leave, self._show_paper = library, leave, show_paper
        self.trash: TrashCard | None = None
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
