"""What came of adding papers, and what could not be listed: said under the head of the list, with the way back to a text that is not in."""

from collections.abc import Callable

from PySide6.QtCore import QObject, SignalInstance

from curator.desktop.inbox.arrivals import Arrivals
from curator.desktop.messages import Choice, Notice, sentence


class Outcome(QObject):
    """`said` is sent words and their tone, for the status bar; `bring_back` opens the place where papers are added by hand."""

    def __init__(
        self, notice: Notice, arrivals: Arrivals, said: SignalInstance, bring_back: Callable[[], object]
    ) -> None:
        super().__init__(notice)
        self._notice, self._arrivals, self._said, self._bring_back = notice, arrivals, said, bring_back
        arrivals.added.connect(self._added)
        arrivals.failed.connect(self.fail)

    def fail(self, error: Exception) -> None:
        """Why something is not there."""
        choices: tuple[Choice, ...] = (("Close", self._notice.clear),)
        if self._arrivals.has_lost:
            choices = (("Bring the text back", self._bring), *choices)
        self._notice.say(sentence(error), *choices)

    def _added(self, words: str, problems: str) -> None:
        self._said.emit(words, "warn" if problems else "good")
        if problems:
            self._notice.say(problems, ("Close", self._notice.clear), tone="warn")
        else:
            self._notice.clear()

    def _bring(self) -> None:
        self._notice.clear()
        self._bring_back()
