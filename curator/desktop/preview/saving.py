"""What is typed goes to disk before an issue leaves the window."""

from collections.abc import Callable
from dataclasses import dataclass

from curator.desktop.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Saving:
    """`leave` sends what is typed, `has_unsaved` says whether something could not be saved."""

    tasks: Tasks
    leave: Callable[[], None]
    has_unsaved: Callable[[], bool]

    def then(self, go: Callable[[], object]) -> None:
        """Saves, and goes on when every edit that was asked for by then is over."""

        def over(_: None) -> None:
            go()

        self.leave()
        self.tasks.edit("Wait for what is being saved", lambda: None, over)
