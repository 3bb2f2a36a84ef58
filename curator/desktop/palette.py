"""The command palette: commands, papers and issues in one list, found as one types; what can't be done now says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.desktop.actions import DECLARED, Actions
from curator.desktop.overlay import Card, Overlay
from curator.desktop.palettedelegate import Row
from curator.desktop.parts import IconLabel, label, line, row
from curator.desktop.picking import Picking
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain import query
from curator.domain.papers import Place

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Library

PAPERS = 8  # shown at most


@dataclass(frozen=True, slots=True)
class Found:
    """What the library has for some words: (number, title, where it stands) of papers, (number, name, status) of issues."""

    papers: tuple[tuple[int, str, str], ...] = ()
    issues: tuple[tuple[int, str, str], ...] = ()


class Palette(Card):
    """The card of the palette. `chosen_paper` and `chosen_issue` carry numbers; a command runs its action."""

    chosen_paper = Signal(int)
    chosen_issue = Signal(int)

    def __init__(self, look: Look, tasks: Tasks, actions: Actions, window: QWidget) -> None:
        super().__init__()
        self._look, self._tasks, self._actions = look, tasks, actions
        self._library: Library | None = None
        self._asked: Task | None = None
        self._found = Found()
        self.setObjectName("commandPalette")
        self.setAccessibleName("Commands, papers and issues")
        u = look.theme.u
        self._picking = Picking(look, "palette", 1.15, lambda: self._overlay.dismiss())
        self._picking.view.setAccessibleName("Found")
        self._words = self._picking.words
        self._words.setAccessibleName("What to do or where to go")
        self._words.setPlaceholderText("Commands, papers, issues")
        self._words.textChanged.connect(self._typed)
        self._count = label(look, tone="faint", scale=0.92)
        hints = [
            label(look, words, tone="faint", scale=0.92)
            for words in ("↑↓ choose", "↵ run", "> commands only", "# papers only", "Esc closes")
        ]
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        below.addLayout(
            row(IconLabel(look, "search"), self._words, self._count, space=u(8), margins=(u(16), u(12), u(14), u(12)))
        )
        below.addWidget(line())
        below.addWidget(self._picking.view, 1)
        below.addWidget(line())
        below.addLayout(row(*hints[:-1], None, hints[-1], space=u(16), margins=(u(16), u(7), u(14), u(7))))
        self._overlay = Overlay(look, window, self, width=620, height=416)

    def show_library(self, library: "Library | None") -> None:
        self._library = library
        self._found = Found()

    def open(self) -> None:
        """Shows it, with nothing typed."""
        self._words.clear()
        self._found = Found()
        self._typed("")
        self._overlay.open(self._words)

    def rows(self) -> tuple[Row, ...]:
        """What is listed now."""
        return self._picking.rows

    def _typed(self, text: str) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        words = text.lstrip(">#").strip()
        library = self._library
        if library is None or text.startswith(">") or (not words and not text.startswith("#")):
            self._found = Found()
        else:
            self._asked = self._tasks.work(
                "Look for papers",
                lambda progress: _look_up(library, words, progress),
                self._came,
                self._not_found,
                quiet=True,
            )
        self._fill()

    def _came(self, found: Found) -> None:
        self._asked = None
        self._found = found
        self._fill()

    def _not_found(self, error: Exception) -> None:
        """The list of commands stays of use: the library's faults are told where they are looked into."""
        self._came(Found())

    def _fill(self) -> None:
        text = self._words.text()
        words = text.lstrip(">#").strip()
        commands = [] if text.startswith("#") else self._commands(words)
        rows: list[Row] = list(commands)
        if self._found.papers:
            rows.append(Row("", "Papers", heading=True))
            rows += [self._paper(number, title, place, words) for number, title, place in self._found.papers]
        if self._found.issues and not text.startswith("#"):
            rows.append(Row("", "Issues", heading=True))
            rows += [self._issue(number, name, status, words) for number, name, status in self._found.issues]
        if not rows and self._asked is None:
            rows.append(Row("", "Nothing has these words", heading=True))
        self._picking.show_rows(rows)
        self._count.setText(f"{len(commands)} of {len(DECLARED)}" if words and commands else "")

    def _commands(self, words: str) -> list[Row]:
        found: list[tuple[int, int, Row]] = []
        for place, declared in enumerate(DECLARED):
            if declared.name == "palette":
                continue
            action = self._actions[declared.name]
            text = action.text()
            marks = matches(words, text)
            if marks is None:
                continue
            reason = self._actions.reason(declared.name)
            rank = (0 if marks and marks[0][0] == 0 else 1) + (0 if action.isEnabled() else 4)
            key = action.shortcut().toString() if action.shortcut() else ""
            group = declared.menu if action.isEnabled() else reason or declared.menu
            found.append((rank, place, Row(declared.icon, text, marks, group, key, action.isEnabled(), action.trigger)))
        return [one for _, _, one in sorted(found, key=lambda each: each[:2])]

    def _paper(self, number: int, title: str, place: str, words: str) -> Row:
        return Row("file", title, matches(words, title) or (), place, run=lambda: self.chosen_paper.emit(number))

    def _issue(self, number: int, name: str, status: str, words: str) -> Row:
        return Row("file-text", name, matches(words, name) or (), status, run=lambda: self.chosen_issue.emit(number))


def matches(words: str, text: str) -> tuple[tuple[int, int], ...] | None:
    """Where each of the words stands in the text, in any order and case; None if one does not."""
    folded, origin = "", []
    for at, letter in enumerate(text):
        as_folded = letter.casefold()  # one letter may fold to two
        folded += as_folded
        origin += [at] * len(as_folded)
    found = []
    for word in words.casefold().split():
        at = folded.find(word)
        if at < 0:
            return None
        found.append((origin[at], origin[at + len(word) - 1] + 1))
    return tuple(sorted(found))


def _look_up(library: "Library", words: str, progress: "Progress") -> Found:
    with library.read() as reading:
        progress.step()
        ids = reading.listing.first(query.parse(words), limit=PAPERS)
        progress.step()
        papers = [(one.id, one.title, _place(one.places, one.status.value)) for one in reading.listing.rows(ids)]
        progress.step()
        named = [(one.id, one.edition or one.title, one.title, one.status.value) for one in reading.issues.list()]
    issues = [
        (number, name, status.capitalize())
        for number, name, title, status in named
        if matches(words, f"{name} {title}") is not None
    ]
    return Found(tuple(papers), tuple(issues[:PAPERS]))


def _place(places: Sequence[Place], status: str) -> str:
    return (places[-1].edition if places else "") or status.capitalize()
