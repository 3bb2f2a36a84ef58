"""How papers come in by a paste or a drop: told from what they are named, waited for, and tried again while the window is open."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal

from curator.desktop import adding, mime
from curator.desktop.adding import Offer
from curator.desktop.news import News
from curator.desktop.tasks import Task, Tasks
from curator.domain.identifiers import almost

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.jobs.add import Added
    from curator.jobs.desk import Desk
    from curator.library.library import Library

AGAIN = (1, 5, 15)
"""Minutes after which what waits is asked for again; the last over and over."""

_NAME = 4096  # letters that the name of a file can have
_LOOKED_AT = 20_000  # letters of a text in which is looked for what was not taken: this is done while the window waits
_NAMED = 3  # problems that are told one by one


def named(data: QMimeData | None) -> list[str | Path]:
    """What a paste or a drop brings: files, and text with the addresses in it. Nothing, if it is our own papers or entries."""
    if data is None or data.hasFormat(mime.PAPERS) or data.hasFormat(mime.ENTRIES):
        return []
    what: list[str | Path] = list(mime.files_of(data))
    text = mime.text_of(data)
    return [*what, text] if text else what


class Arrivals(QObject):
    """`added` carries what came of it in words, and what to do about what failed ("" if nothing did); `failed` an error."""

    added = Signal(str, str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, news: News, parent: QObject, *, minute: int = 60_000) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._minute = minute
        self._library: Library | None = None
        self._desk: Desk | None = None
        self._tries = 0
        self._fetching: Task | None = None
        self._given: list[tuple[Task, str]] = []  # texts that are not in the library yet
        self.offer: Offer = lambda what, add: add(what)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._try_again)

    @property
    def tries_in(self) -> int | None:
        """Milliseconds until what waits is asked for again; None if it is not."""
        return self._timer.remainingTime() if self._timer.isActive() else None

    def show_library(self, library: "Library | None", desk: "Desk | None") -> None:
        """Nothing is asked for because a library was opened."""
        self._library, self._desk = library, desk
        self._timer.stop()
        self._tries = 0
        self._fetching = None

    def add(self, what: Sequence[str | Path]) -> None:
        """Puts in what these name; `offer` may ask first what is to be done with them."""
        self.offer(what, self._add)

    @property
    def has_lost(self) -> bool:
        """Whether a text was given that is not in, since that failed or was stopped."""
        return any(task.is_over for task, _ in self._given)

    def take_lost(self) -> str:
        """Such texts. Whoever asks has them from now on."""
        lost = [text for task, text in self._given if task.is_over]
        self._given = [one for one in self._given if not one[0].is_over]
        return "\n".join(lost)

    def _add(self, what: Sequence[str | Path]) -> None:
        if self._desk is None:
            return

        def done(added: "Added") -> None:
            self._given = [one for one in self._given if one[0] is not task]
            self._came(added, adding.outcome(added))

        task = adding.add(self._tasks, self._desk, what, done, self.failed.emit)
        if text := "\n".join(one for one in what if isinstance(one, str)):
            self._given.append((task, text))

    def fetch(self) -> None:
        """Asks for all that waits, now."""
        self._fetch(quiet=False)

    def _try_again(self) -> None:
        self._fetch(quiet=True)

    def _fetch(self, *, quiet: bool) -> None:
        desk = self._desk
        if desk is None or (self._fetching is not None and not self._fetching.is_over):
            return
        self._timer.stop()

        def job(progress: "Progress") -> "Added":
            from curator.jobs import add as jobs  # sources and the network: when something is asked of them

            return jobs.fetch_waiting(desk, progress)

        def done(added: "Added") -> None:
            self._fetching = None
            self._came(added, adding.fetched(added), quiet=quiet)

        def failed(error: Exception) -> None:
            self._fetching = None
            if not quiet:
                self.failed.emit(error)
            self._wait()

        self._fetching = self._tasks.work("Fetch what waits", job, done, failed, quiet=quiet)

    def _came(self, added: "Added", words: str, *, quiet: bool = False) -> None:
        if added.to_fetch > added.untitled:
            self._wait()
        else:
            self._timer.stop()
            self._tries = 0
        if not quiet or added.added or added.known:
            self.added.emit(words, problems(added))

    def _wait(self) -> None:
        self._timer.start(AGAIN[min(self._tries, len(AGAIN) - 1)] * self._minute)
        self._tries += 1


def problems(added: "Added") -> str:
    """What failed and why, by name, the first few."""
    told = [
        f"{_short(result.what)}: {result.message}"
        for result in added.results
        if result.state.value in ("failed", "nothing") and result.message
    ]
    # A file's name may look like anything; a text was typed.
    texts = [result.what for result in added.results if len(result.what) > _NAME or not Path(result.what).is_absolute()]
    told += [f"“{one}” is no arXiv id: it was not taken." for text in texts for one in almost(text[:_LOOKED_AT])]
    told += [f"{Path(line.what).name}, line {line.line}: {line.message}" for line in added.unread]
    more = len(told) - _NAMED
    return "\n".join([*told[:_NAMED], f"and {more:,} more"] if more > 0 else told)


def _short(what: str) -> str:
    words = " ".join(what.split())
    return words if len(words) <= 60 else words[:59] + "…"
