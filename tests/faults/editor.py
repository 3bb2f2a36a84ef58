"""An editor who does what editors do, at random: each act is one edit of the library."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime

from curator.domain.errors import Refused
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Link, Record, Status
from curator.library.library import Edit, Library
from curator.library.merging import prepare

WORDS = ("graph", "scaling", "law", "Müller", "why", "transformer", "data", "“quoted”", "∑", "🦋")
FIELDS = ("why", "insights")


def now() -> datetime:
    return datetime.now(UTC)


class Editor:
    """Works in one library. `Refused` is no fault: an undo over later work, a place that is taken."""

    def __init__(self, library: Library, chance: random.Random) -> None:
        self.library = library
        self._chance = chance
        self._number = 0
        self._steps: list[int] = []
        self._open: tuple[int, int] | None = None
        self._acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (8, self._write),
            (6, self._type_on),
            (3, self._decide),
            (2, self._tag),
            (2, self._new_paper),
            (2, self._figure),
            (3, self._arrange),
            (2, self._undo),
        )

    def begin(self) -> None:
        """Some papers and an issue, for a library that has none."""
        with self.library.edit("Begin") as edit:
            for number in range(12):
                edit.papers.new(f"Paper {number + 1}")
            issue = edit.issues.new("Trends", edition="April 2022")
            edit.issues.add_section(issue, "Research")

    def act(self) -> None:
        """One random edit."""
        self._number += 1
        weights = [weight for weight, _ in self._acts]
        act = self._chance.choices([act for _, act in self._acts], weights)[0]
        try:
            act()
        except Refused:
            return

    def arrive(self, number: int) -> None:
        """So many papers come in at once; all are on disk when it returns."""
        records = [
            prepare(
                Record(
                    title=f"Arrived {self._number}-{one} {self._text(4)}",
                    authors=("Ada Lovelace",),
                    abstract=self._text(60),
                    published=date(2022, 4, 1 + one % 28),
                    source="arxiv",
                )
            )
            for one in range(number)
        ]
        self._number += 1
        with self.library.intake() as work:
            for _ in work.each(records, lambda batch, some: batch.merging.put_in(some)):
                pass

    def _write(self) -> None:
        paper, field = self._paper(), self._chance.choice(FIELDS)
        with self.library.edit("Write") as edit:
            edit.writeups.save(paper, field, self._text(self._chance.randint(1, 250)), self._base(edit, paper, field))
        self._done(edit)

    def _type_on(self) -> None:
        """A burst of typing is one step that stays open."""
        paper, step = self._open or (self._paper(), None)
        with self.library.edit("Type", open_step=step) as edit:
            text = edit.writeups.get(paper, "why").text or ""
            edit.writeups.save(paper, "why", f"{text[-2000:]} {self._text(3)}", self._base(edit, paper, "why"))
        self._open = (paper, edit.step) if edit.step and self._chance.random() < 0.8 else None

    def _decide(self) -> None:
        with self.library.edit("Decide") as edit:
            edit.papers.decide([self._paper(), self._paper()], self._chance.choice(list(Status)))
        self._done(edit)

    def _tag(self) -> None:
        with self.library.edit("Tag") as edit:
            edit.papers.tag([self._paper()], self._chance.choice(WORDS))
            edit.papers.set_links(self._paper(), [Link("Code", f"https://example.org/{self._number}")])

    def _new_paper(self) -> None:
        with self.library.edit("Add") as edit:
            edit.papers.new(f"New {self._number} {self._text(5)}")

    def _figure(self) -> None:
        with self.library.edit("Add a figure") as edit:
            picture = b"\x89PNG\r\n\x1a\n" + self._chance.randbytes(self._chance.randint(100, 30_000))
            edit.papers.add_figure(self._paper(), edit.figures.put(picture))

    def _arrange(self) -> None:
        with self.library.edit("Arrange") as edit:
            issue = edit.issues.get(1)
            section = issue.sections[-1]
            if len(section.entries) > 1 and self._chance.random() < 0.5:
                edit.issues.move([self._chance.choice(section.entries).id], section.id, at=1)
            else:
                edit.issues.add(section.id, [NewEntry(Kind.PAPER, paper=self._paper())])
        self._done(edit)

    def _undo(self) -> None:
        if self._steps:
            self.library.undo(self._steps.pop())

    def _done(self, edit: Edit) -> None:
        if edit.step:  # nothing was changed: there is no step
            self._steps.append(edit.step)

    def _paper(self) -> int:
        return self._chance.randint(1, 12)

    def _text(self, words: int) -> str:
        return f"{self._number}: " + " ".join(self._chance.choice(WORDS) for _ in range(words))

    def _base(self, edit: Edit, paper: int, field: str) -> str:
        return edit.writeups.get(paper, field).sha
