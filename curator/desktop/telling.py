"""What the status bar and the Edit menu say of the history: which step, of which paper, and what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from curator.desktop.actions import Actions
from curator.desktop.history import History, shortened
from curator.desktop.messages import Choice
from curator.desktop.status import StatusBar
from curator.domain import texts

LONGEST, SHORTEST = 44, 12  # letters of a step in the menu, and of the title that it names


class Telling(QObject):
    """`menu` is the one of Edit, `shown` is the paper one looks at, `show` goes to another."""

    def __init__(
        self,
        history: History,
        status: StatusBar,
        actions: Actions,
        menu: QMenu,
        shown: Callable[[], int | None],
        show: Callable[[int], None],
    ) -> None:
        super().__init__(status)
        self._history, self._status, self._actions = history, status, actions
        self._shown, self._show = shown, show
        history.stepped.connect(self._stepped)
        history.refused.connect(self._refused)
        history.said.connect(status.fleeting)
        history.warned.connect(lambda words: status.came(words, "bad"))
        history.eased.connect(status.take_back)
        history.typed.connect(status.forget)
        history.changed.connect(self._name)
        self._closed: list[str] = []
        menu.aboutToShow.connect(self._close)
        menu.aboutToHide.connect(self._open)

    def _stepped(self, step: str, back: bool) -> None:
        subject = self._history.subject
        if subject is None:
            self._status.stepped(step, back)
            return
        about = "" if shortened(subject.title) in step else shortened(subject.title)
        paper = subject.paper
        choices: tuple[Choice, ...] = () if paper == self._shown() else (("Show", lambda: self._show(paper)),)
        self._status.stepped(step, back, about, *choices)

    def _refused(self, words: str) -> None:
        """Never a wall: the history shows what is in the way, and the same key goes on past it."""
        self._status.note(
            f"{words} Once more goes on past it.",
            ("Show history", self._actions["history"].trigger),
            icon="triangle-alert",
            tone="warn",
        )

    def _name(self) -> None:
        undo, redo = self._history.undo_label, self._history.redo_label
        self._actions.set_text("undo", f"Undo: {in_menu(undo)}" if undo else None)
        self._actions.set_text("redo", f"Redo: {in_menu(redo)}" if redo else None)

    def _close(self) -> None:
        """While the menu is open it shows what can be done. Else the keys are open: who has the focus, and what is in it, is asked then."""
        for name, back, why in (
            ("undo", True, "There is nothing to take back"),
            ("redo", False, "There is nothing to do again"),
        ):
            if self._history.is_here(back=back):
                self._actions.set_text(name, f"{name.capitalize()} typing")
            elif self._actions[name].isEnabled() and not self._history.can(back=back):
                self._actions.set_enabled(name, False, why)
                self._closed.append(name)

    def _open(self) -> None:
        self._name()
        while self._closed:
            self._actions.set_enabled(self._closed.pop(), True)


def in_menu(step: str) -> str:
    """A step in a menu that stays narrow: where it names a title, the title gives way."""
    start, end = step.find("“"), step.rfind("”")
    if len(step) <= LONGEST or start < 0 or end < start:
        return texts.shortened(step, LONGEST)
    room = max(SHORTEST, LONGEST - (len(step) - (end - start - 1)))
    return step[: start + 1] + texts.shortened(step[start + 1 : end], room) + step[end:]
