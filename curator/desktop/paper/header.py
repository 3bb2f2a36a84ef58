"""What is known of a paper: title, authors, where and when it came out, and what is amiss with that."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from curator.desktop.actions import Actions
from curator.desktop.history import History
from curator.desktop.messages import Notice
from curator.desktop.paper.details import NAMES, Details
from curator.desktop.paper.flow import Flow
from curator.desktop.paper.title import Title
from curator.desktop.parts import IconButton, button, label, row
from curator.desktop.theme import Look
from curator.domain.papers import Paper

FOLDED = 3
"""Authors that are named before one asks for more."""

STEP = 300
"""Authors that a first "more" shows; a second shows all, in a box that scrolls."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LONG = 40
_BREAK = "\u200b"


class PaperHeader(QWidget):
    """Shows one paper; its form changes what a person may type over."""

    def __init__(self, look: Look, history: History, actions: Actions) -> None:
        super().__init__()
        self._look, self._actions = look, actions
        self._paper: Paper | None = None
        self._unfolded = 0
        self._is_read_only = False
        u = look.theme.u
        self.title = Title(look)
        self.title.twice.connect(self.edit)
        self._more = button("titleMore", "Show all", self._turn, kind="link", spoken="Show all of the title")
        self.title.cut.connect(self._more.setVisible)
        self.pencil = IconButton(look, "editDetailsButton", "pencil", "Edit title, authors, date, address", self.edit)
        first = row(self.title, self.pencil, space=u(8))
        first.setStretch(0, 1)
        first.setAlignment(self.pencil, Qt.AlignmentFlag.AlignTop)
        self._authors = Flow(u(4), u(2))
        self._all = label(look, tone="dim", wrap=True)
        self._all.setObjectName("paperAuthors")
        self._all.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.meta = label(look, tone="dim", scale=0.92, wrap=True)
        self.meta.setObjectName("paperMeta")
        self.meta.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.notice = Notice(look, "paperNotice")
        self.details = Details(look, history)
        self.details.closed.connect(self._show_form)
        self._shown = QWidget()
        below = QVBoxLayout(self._shown)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(u(4))
        below.addLayout(first)
        below.addWidget(self._more)
        below.addWidget(self._all)
        below.addLayout(self._authors)
        below.addWidget(self.meta)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(u(4))
        whole.addWidget(self._shown)
        whole.addWidget(self.details)
        whole.addWidget(self.notice)

    def show_paper(self, paper: Paper) -> None:
        """Another paper, or the same one changed: then a form that is open stays as it is."""
        before, self._paper = self._paper, paper
        if before is None or before.id != paper.id:
            self._unfolded = 0
            self.details.close_form()
        self.title.show_title(paper.title)
        self._more.setText("Show less" if self.title.is_open else "Show all")
        if before is None or before.id != paper.id or before.authors != paper.authors:
            self._show_authors()
        self.meta.setText(said_meta(paper))
        self._say_state(paper)
        self.details.take_back_changed(paper)
        if paper.needs_title and not self._is_read_only and (before is None or before.id != paper.id):
            self.details.open(paper, takes_focus=False)
        self._show_form()

    def set_read_only(self, read_only: bool) -> None:
        self._is_read_only = read_only
        self.pencil.setVisible(not read_only)

    def edit(self) -> None:
        """Opens the form in the place of what it changes."""
        if self._paper is not None and not self._is_read_only:
            self.details.open(self._paper)
            self._show_form()

    def _turn(self) -> None:
        self.title.turn()
        self._more.setText("Show less" if self.title.is_open else "Show all")

    def _show_form(self) -> None:
        self._shown.setVisible(self.details.isHidden())

    def _show_authors(self) -> None:
        assert self._paper is not None
        authors = self._paper.authors
        self._authors.clear()
        named = FOLDED if not self._unfolded else self._unfolded
        more = len(authors) - named
        # A name that no line can hold is broken, as all of them are when they are unfolded.
        flows = not self._unfolded and all(len(author) < _LONG for author in authors[:FOLDED])
        self._all.setVisible(not flows)
        if not flows:
            names = authors[:named] if self._unfolded else [_cut(author) for author in authors[:named]]
            self._all.setText(breakable(", ".join(names)))
        else:
            for number, author in enumerate(authors[:FOLDED]):
                last = number == min(len(authors), FOLDED) - 1 and more <= 0
                self._authors.addWidget(label(self._look, author if last else f"{author},", tone="dim"))
        if more > 0:
            self._authors.addWidget(button("moreAuthors", f"and {more:,} more", self._unfold, kind="link"))
        if self._unfolded:
            self._authors.addWidget(button("fewerAuthors", "Show fewer", self._fold, kind="link"))
        self._authors.invalidate()

    def _unfold(self) -> None:
        assert self._paper is not None
        self._unfolded = STEP if not self._unfolded else len(self._paper.authors)
        self._show_authors()

    def _fold(self) -> None:
        self._unfolded = 0
        self._show_authors()

    def _say_state(self, paper: Paper) -> None:
        fetch = self._actions["fetch-waiting"].trigger
        if paper.fault is not None:
            self.notice.say(breakable(paper.fault), ("Try again", fetch), ("Edit details", self.edit))
        elif paper.needs_title:
            self.notice.say(
                "No service can be asked about it: its title comes from you.",
                ("Give it a title", self.edit),
                tone="warn",
            )
        elif paper.waits:
            self.notice.say(
                "Only its identifier is known. The rest comes when the service can be reached.",
                ("Fetch now", fetch),
                tone="warn",
            )
        elif paper.newer is not None:
            self.notice.say(f"Version {paper.newer} is out; this is version {paper.version}.", tone="dim")
        else:
            self.notice.clear()


def said_meta(paper: Paper) -> str:
    """arXiv 2203.15556 v1 · cs.CL, cs.LG · 29 March 2022 · date yours"""
    if paper.arxiv:
        name = f"arXiv {paper.arxiv}" + (f" v{paper.version}" if paper.version else "")
    else:
        name = f"doi {paper.doi}" if paper.doi else (paper.url or "")
    parts = [breakable(name), ", ".join(paper.categories), said_date(paper.published)]
    yours = [NAMES[field] for field in NAMES if field in paper.edited]
    if yours:
        parts.append(f"{said_list(yours)} yours")
    return " · ".join(part for part in parts if part)


def said_date(day: date | None) -> str:
    """29 March 2022, whatever language the machine speaks."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def said_list(words: Sequence[str]) -> str:
    """title, authors and date"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _cut(name: str) -> str:
    """A name that is no name, but a page of letters, is cut until one asks for all."""
    return name if len(name) <= 2 * _LONG else f"{name[: 2 * _LONG - 1]}…"


def breakable(text: str) -> str:
    """With a place to break in words that no line could hold."""
    if len(text) < _LONG:
        return text
    return " ".join(
        word if len(word) < _LONG else _BREAK.join(word[at : at + 20] for at in range(0, len(word), 20))
        for word in text.split(" ")
    )
