"""Which keys works have: asked of the library beside the window, and remembered until papers come or go."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from curator.desktop.paper.nearby import cited_in, nearby
from curator.desktop.tasks import Task, Tasks
from curator.domain.errors import CuratorError

if TYPE_CHECKING:
    from curator.library.library import Library, Reading
    from curator.library.search import Completion

Offered = tuple[Sequence["Completion"], Mapping[str, str]]
"""Works to cite, and by key where they are cited already, in words."""

AGAIN = 300
"""Milliseconds between news of papers and looking the keys up again: an import brings news many times a second."""

_SUGGESTED = 20
_BEGIN = 4
"""Letters of a key by which its like are looked for."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the library says of a key: whether a work has it, else one that resembles it; and what the work is."""

    is_there: bool
    like: str | None
    words: str


class Known(QObject):
    """Answers at once with what it knows; a key that it does not know yet counts as right until it is looked up.

    `changed` carries the keys of which something else is known now. `paper` is the one that is written about.
    """

    changed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self.paper: int | None = None
        self._has: dict[str, bool] = {}
        self._like: dict[str, str | None] = {}
        self._words: dict[str, str] = {}
        self._asked: set[str] = set()
        self._turn = 0
        self._completing: Task | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(lambda: self._look_up(list(self._has)))

    def show_library(self, library: "Library | None") -> None:
        self._library = library
        self._turn += 1
        self._has.clear()
        self._like.clear()
        self._words.clear()
        self._asked.clear()

    def refresh(self) -> None:
        """Papers came or went: what is known is looked up again, and holds until then."""
        if self._has and not self._again.isActive():
            self._again.start()

    def __call__(self, key: str) -> bool:
        return self._has.get(key, True)

    def like(self, key: str) -> str | None:
        """A key of a work that resembles this one, which no work has."""
        return self._like.get(key)

    def words(self, key: str) -> str:
        """What a citation of this key says when one rests on it: the work's title, who wrote it, when. "" while that is not known."""
        if not self(key):
            return "No work of this library has this key."
        return self._words.get(key, "")

    def look(self, keys: Iterable[str]) -> None:
        """Looks up those of these keys of which nothing is known."""
        self._look_up([key for key in dict.fromkeys(keys) if key not in self._has and key not in self._asked])

    def _look_up(self, keys: Sequence[str]) -> None:
        library, turn = self._library, self._turn
        if library is None or not keys:
            return
        self._asked.update(keys)

        def job(_: object) -> dict[str, _Answer]:
            with library.read() as reading:
                return {key: _answer(reading, key) for key in keys}

        def failed(_: Exception) -> None:
            self._asked.difference_update(keys)

        self._tasks.work("Look up keys", job, lambda found: self._came(turn, found), failed, quiet=True)

    def complete(self, words: str, done: "Callable[[Offered], None]") -> None:
        """Works whose title, author, id or key begins like these words; without any, those that are near to `paper`; and by key where the
        issue cites them already. A later question takes the place of the one before."""
        library, paper = self._library, self.paper
        if self._completing is not None:
            self._completing.cancel()
        if library is None:
            return

        def job(_: object) -> Offered:
            with library.read() as reading:
                works = reading.search.complete(words) if words.strip() else nearby(reading, paper)
                return works, cited_in(reading, paper) if works else {}

        self._completing = self._tasks.work("Look for works", job, done, lambda _: None, quiet=True)

    def _came(self, turn: int, found: dict[str, _Answer]) -> None:
        if turn != self._turn:
            return
        self._asked.difference_update(found)
        changed = frozenset(
            key for key, one in found.items() if self(key) != one.is_there or self._like.get(key) != one.like
        )
        for key, one in found.items():
            self._has[key], self._like[key], self._words[key] = one.is_there, one.like, one.words
        if changed:
            self.changed.emit(changed)


def _answer(reading: "Reading", key: str) -> _Answer:
    try:
        paper = reading.papers.get(reading.papers.find(key))
    except CuratorError:
        return _Answer(False, _near(reading, key), "")
    if paper.key != key:
        return _Answer(False, paper.key, "")
    named = paper.authors[:3]
    more = len(paper.authors) - len(named)
    about = [", ".join(named) + (f" +{more}" if more > 0 else ""), str(paper.published.year) if paper.published else ""]
    about.append(f"arXiv {paper.arxiv}" if paper.arxiv else "")
    return _Answer(True, None, "\n".join((paper.title, " · ".join(part for part in about if part))))


def _near(reading: "Reading", key: str) -> str | None:
    works = reading.search.complete(key[:_BEGIN], _SUGGESTED)
    near = get_close_matches(key, [work.key for work in works], 1, 0.5)
    return near[0] if near else None
