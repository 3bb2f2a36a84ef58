"""Makes one paper of two by hand: both side by side, and which of them stays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from curator.desktop.history import History
from curator.desktop.messages import Notice
from curator.desktop.overlay import Card, Overlay
from curator.desktop.parts import button, fill, label, line, row, surface
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.papers import Paper
from curator.writing import markdown

if TYPE_CHECKING:
    from curator.library.library import Library

NAMED = 6
"""Authors that are named; of more it is said how many."""


class MergeCard(QObject):
    """`show_paper` goes to the one that stayed."""

    show_paper = Signal(int)

    def __init__(self, look: Look, tasks: Tasks, history: History, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._tasks, self._history = look, tasks, history
        self._pair: tuple[Paper, Paper] | None = None
        u = look.theme.u
        self.card = Card()
        self.card.setObjectName("mergeSheet")
        self.card.setAccessibleName("Make one paper of two")
        self._overlay = Overlay(look, window, self.card, width=760, height=520)
        self._overlay.closed = self._over
        self._table = QScrollArea()
        self._table.setObjectName("mergeTable")
        self._table.setAccessibleName("The two papers")
        self._table.setWidgetResizable(True)
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notice = Notice(look, "mergeNotice")
        self._do = button("mergeDo", "Make one paper", self._merge)
        cancel = button("mergeCancel", "Cancel", self._overlay.dismiss)
        below = QVBoxLayout(self.card)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        heading = label(look, "Make one paper of two", scale=1.15, weight=600)
        below.addLayout(row(heading, None, margins=(u(16), u(12), u(14), u(4))))
        words = (
            "The one with words stays, else the older. It takes over tags, links, figures and places in issues; a text that both have "
            "becomes a version. They can be parted again."
        )
        below.addLayout(row(label(look, words, tone="dim", wrap=True), margins=(u(16), 0, u(14), u(12))))
        fill(below, line())
        below.addWidget(self._table, 1)
        fill(below, line())
        foot = row(self.notice, None, cancel, self._do, space=u(8), margins=(u(16), u(8), u(14), u(8)))
        foot.setStretchFactor(self.notice, 1000)  # words first, then the space
        below.addLayout(foot)

    def open(self, library: "Library", papers: Sequence[int]) -> None:
        """Shows the two, if they are still two."""

        def job(_: object) -> list[Paper]:
            with library.read() as reading:
                return list(reading.papers.many(list(papers)).values())

        def done(found: list[Paper]) -> None:
            if len(found) == 2:
                self._pair = _in_order(found[0], found[1])
                self._fill(*self._pair)
                self._overlay.open(self._do)

        self.notice.clear()
        self._tasks.work("Read two papers", job, done, quiet=True)

    def _over(self) -> None:
        self._pair = None

    def _merge(self) -> None:
        if self._pair is None:
            return
        one, other = (paper.id for paper in self._pair)

        def done(stays: int) -> None:
            self._overlay.dismiss()
            self.show_paper.emit(stays)

        self._history.edit("Make one paper of two", lambda edit: edit.merging.merge(one, other), done, self.notice.fail)

    def _fill(self, stays: Paper, goes: Paper) -> None:
        u = self._look.theme.u
        inside = surface("pane", "mergePapers")
        grid = QGridLayout(inside)
        grid.setContentsMargins(u(16), u(12), u(16), u(12))
        grid.setHorizontalSpacing(u(16))
        grid.setVerticalSpacing(u(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, words in ((1, "Stays"), (2, "Goes into it")):
            grid.addWidget(label(self._look, words, weight=600), 0, column)
        for at, (name, one, other) in enumerate(_rows(stays, goes), 1):
            grid.addWidget(label(self._look, name, tone="dim", scale=0.92), at, 0, Qt.AlignmentFlag.AlignTop)
            for column, words in ((1, one), (2, other)):
                said = label(self._look, words or "—", tone="" if words else "faint", wrap=True)
                said.setAccessibleName(f"{name}: {words or 'none'}")
                grid.addWidget(said, at, column, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(grid.rowCount(), 1)
        self._table.setWidget(inside)
        if doubt := _doubt(stays, goes):
            self.notice.say(doubt, tone="warn")

    @property
    def shown(self) -> list[str]:
        """What the table says, cell by cell."""
        inside = self._table.widget()
        return [] if inside is None else [one.text() for one in inside.findChildren(QLabel)]


def _in_order(one: Paper, other: Paper) -> tuple[Paper, Paper]:
    """The one that stays first: the one with words, else the older, as the library has it."""
    first, second = sorted((one, other), key=lambda paper: paper.id)
    if (second.why or second.insights) and not (first.why or first.insights):
        return second, first
    return first, second


def _rows(one: Paper, other: Paper) -> list[tuple[str, str, str]]:
    return [
        (name, of(one), of(other))
        for name, of in (
            ("Title", lambda paper: paper.title),
            ("Authors", _authors),
            ("Date", lambda paper: f"{paper.published:%Y-%m-%d}" if paper.published else ""),
            ("arXiv", lambda paper: paper.arxiv or ""),
            ("DOI", lambda paper: paper.doi or ""),
            ("Address", lambda paper: paper.url or ""),
            ("Key", lambda paper: paper.key),
            ("Status", lambda paper: paper.status.value),
            ("Words", _words),
            ("Tags", lambda paper: ", ".join(paper.tags)),
            ("Issues", lambda paper: f"{len(paper.issues)}" if paper.issues else ""),
        )
    ]


def _authors(paper: Paper) -> str:
    more = len(paper.authors) - NAMED
    return ", ".join(paper.authors[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _words(paper: Paper) -> str:
    counts = (("Why", paper.why), ("Key insights", paper.insights))
    return ", ".join(f"{title} {markdown.words(text):,}" for title, text in counts if text)


def _doubt(one: Paper, other: Paper) -> str:
    """Why they may be two works after all."""
    if one.arxiv and other.arxiv:
        return "They have two arXiv ids: look whether they are one work."
    if one.doi and other.doi:
        return "They have two DOIs: look whether they are one work."
    return ""
