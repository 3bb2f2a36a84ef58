"""A card with a field and a list under it, to choose one of many by a few letters: a tag, a section of an issue."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.desktop.overlay import Card, Overlay
from curator.desktop.palettedelegate import Row
from curator.desktop.parts import IconLabel, label, line, row
from curator.desktop.picking import Picking
from curator.desktop.theme import Look
from curator.domain.emoji import split_emoji

BEFORE = "Before the first section"
Rows = Callable[[str], Sequence[Row]]


class Chooser(Card):
    """`name` is its objectName. A row that is chosen is run, and the card closes; Escape closes it and runs nothing."""

    def __init__(self, look: Look, window: QWidget, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        u = look.theme.u
        self._rows: Rows = lambda typed: ()
        self._title = label(look, "", tone="dim", scale=0.92)
        self._picking = Picking(look, name, 1.08, lambda: self._overlay.dismiss())
        self._picking.view.setAccessibleName("Choices")
        self._words = self._picking.words
        self._words.textChanged.connect(lambda _: self._fill())
        below = QVBoxLayout(self)
        below.setContentsMargins(1, 1, 1, 1)
        below.setSpacing(0)
        below.addLayout(row(self._title, margins=(u(16), u(10), u(14), 0)))
        below.addLayout(row(IconLabel(look, "search"), self._words, space=u(8), margins=(u(16), u(6), u(14), u(10))))
        below.addWidget(line())
        below.addWidget(self._picking.view, 1)
        self._overlay = Overlay(look, window, self, width=420, height=340, top=96)

    def ask(self, title: str, hint: str, rows: Rows, first: str = "") -> None:
        """Opens it. `rows` gives what fits what is typed; the row `first` is the one to begin with."""
        self._rows = rows
        self._title.setText(title)
        self.setAccessibleName(title)
        self._words.setPlaceholderText(hint)
        self._words.setAccessibleName(title)
        self._words.clear()
        self._fill(first)
        self._overlay.open(self._words)

    def rows(self) -> tuple[Row, ...]:
        """What is offered now."""
        return self._picking.rows

    def _fill(self, first: str = "") -> None:
        self._picking.show_rows(self._rows(self._words.text().strip()), first)


def tag_rows(
    tags: Sequence[tuple[str, int]], common: frozenset[str], typed: str, choose: Callable[[str, bool], object]
) -> list[Row]:
    """Tags that fit, with how many papers have each; those in `common` are taken away when they are chosen, and a new one may be made."""
    asked = typed.casefold()
    fitting = [(name, number) for name, number in tags if asked in name.casefold()]
    fitting.sort(key=lambda one: (one[0] not in common, not one[0].casefold().startswith(asked)))
    rows = [
        Row(
            "check" if name in common else "tag",
            name,
            marks=_marks(name, asked),
            group="take away" if name in common else f"{number:,}",
            run=partial(choose, name, name not in common),
        )
        for name, number in fitting
    ]
    if typed and all(name.casefold() != asked for name, _ in tags):
        rows.append(Row("plus", f"New tag “{typed}”", run=partial(choose, typed, True)))
    return rows


def section_rows(
    issues: Sequence[tuple[int, str, Sequence[tuple[int | None, str, int]]]],
    typed: str,
    choose: Callable[[int, int | None, str], object],
) -> list[Row]:
    """Sections that fit, (number, title, papers) each, under their issues. A section None: the issue has none yet."""
    asked = typed.casefold()
    rows: list[Row] = []
    for issue, name, sections in issues:
        fitting = [one for one in sections if asked in f"{name} {one[1] or BEFORE}".casefold()]
        if fitting:
            rows.append(Row("", name, heading=True))
        for section, title, papers in fitting:
            emoji, words = split_emoji(title)
            count = "" if section is None else "1 paper" if papers == 1 else f"{papers:,} papers"
            run = partial(choose, issue, section, name if section is None else title or name)
            rows.append(Row("heading", words or BEFORE, _marks(words, asked), count, run=run, emoji=emoji))
    return rows


def _marks(text: str, asked: str) -> tuple[tuple[int, int], ...]:
    at = text.casefold().find(asked) if asked else -1
    return ((at, at + len(asked)),) if at >= 0 else ()
