"""What an editor does at the real window, one act at a time: types, chooses, decides, puts in order, removes, puts back, undoes."""

import json
import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from curator.desktop.outline.deeds import Deeds
from curator.desktop.outline.sheet import Row
from curator.desktop.panes import Panes
from curator.desktop.paper.box import FieldBox
from curator.desktop.tasks import Task
from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Kind, NewEntry, Section
from curator.domain.papers import Link, Status
from curator.library.library import Edit
from tests.faults.ledger import letter
from tests.faults.realwindow import RealWindow

Act = Callable[[], None]
TAGS = ("to read", "law", "Ünder", "scaling")
DECISIONS = (Status.SHORTLISTED, Status.DISMISSED, Status.READY, Status.INBOX)


class Hands:
    """Acts on one window. `most` papers: above that more go than come. `errors` are those that nobody expects."""

    def __init__(self, real: RealWindow, chance: random.Random, folder: Path, most: int) -> None:
        self.real, self.chance, self.folder, self.most = real, chance, folder, most
        self.errors: list[str] = []
        self.acts: dict[str, int] = {}
        self._works = 0
        self._last = ""
        real.window.tasks.lost.connect(self._lost)
        real.window.history.refused.connect(lambda words: self.errors.append(f"refused: {words}"))

    @property
    def papers(self) -> list[int]:
        with self.real.library.read() as reading:
            return list(reading.c.exec_driver_sql("select id from paper order by id").scalars())

    def settle(self) -> None:
        """Until nothing is under way and everybody has heard of it."""
        for _ in range(2):
            self.real.until(lambda: self.real.window.is_settled)
            QApplication.processEvents()

    def leave(self) -> None:
        """The caret goes to the list; what was typed is saved."""
        self.panes.inbox.view.setFocus()
        self.panes.leave()

    @property
    def panes(self) -> Panes:
        return self.real.window.panes

    @property
    def boxes(self) -> dict[str, FieldBox]:
        return self.panes.paper.page.boxes

    @property
    def entered(self) -> FieldBox | None:
        return next((box for box in self.boxes.values() if box.edit.hasFocus()), None)

    def shown_faults(self) -> list[str]:
        """A field that shows another text than the library has, once all is saved."""
        paper = self.panes.paper.paper
        if paper is None:
            return []
        with self.real.library.read() as reading:
            held = {name: reading.writeups.get(paper, name).text or "" for name in self.boxes}
        return [
            f"{name} of paper {paper} shows {box.edit.text[-40:]!r}, the library has {held[name][-40:]!r}"
            for name, box in self.boxes.items()
            if box.edit.text.strip(" \n") != held[name].strip(" \n")
        ]

    def unsaved_faults(self) -> list[str]:
        """What is not in the library though all is settled."""
        found = self.panes.paper.unsaved
        told = [f"{one.field} of paper {one.paper} is not saved: {one.error}, kept in {one.kept}" for one in found]
        return told or (["something is not saved when all is settled"] if self.panes.has_unsaved else [])

    # At the paper

    def type(self) -> None:
        box = self.entered or self.chance.choice([*self.boxes.values()])
        paper = self.panes.paper.paper
        if paper is None or box.saving.paper != paper or box.edit.isReadOnly():
            return
        box.edit.setFocus()
        for _ in range(self.chance.randint(1, 8)):
            press(box.edit, self.chance.choice([letter(paper)] * 5 + [" ", "\n"]))

    def erase(self) -> None:
        if (box := self.entered) is not None:
            for _ in range(self.chance.randint(1, 6)):
                box.edit.textCursor().deletePreviousChar()

    def pause(self) -> None:
        if (box := self.entered) is not None:
            box.saving.flush()

    def choose(self) -> None:
        if papers := self.papers:
            paper = self.chance.choice(papers)
            way = self.chance.random()
            if way < 0.6:
                self.panes.choose_paper(paper)
            elif way < 0.8:
                self.panes.inbox.view.choose([paper])
            elif rows := [row for row in self.rows() if row.paper is not None]:
                self.panes.outline.view.setFocus()
                self.panes.outline.view.choose([self.chance.choice(rows).key])

    def figure(self) -> None:
        paper = self.panes.paper.paper
        if paper is None:
            return
        with self.real.library.read() as reading:
            there = [one.src for one in reading.papers.get(paper).figures]
        if there and self.chance.random() < 0.6:
            src = self.chance.choice(there)
            if self.chance.random() < 0.6:
                self.edit("Take a figure away", lambda edit: edit.papers.remove_figure(paper, src))
            else:
                alt = f"A curve {self.chance.randint(1, 9)}"
                self.edit("Describe a figure", lambda edit: edit.papers.edit_figure(paper, src, alt=alt))
        else:
            image = QImage(4, 4, QImage.Format.Format_RGB32)
            image.fill(self.chance.randint(0, 200))
            self.panes.paper.page.figures.add([image])

    # In the list

    def decide(self) -> None:
        self.panes.inbox.deeds.decide(self.some(), self.chance.choice(DECISIONS))

    def star(self) -> None:
        self.panes.inbox.deeds.star(self.some(), self.chance.random() < 0.5)

    def tag(self) -> None:
        deeds, name = self.panes.inbox.deeds, self.chance.choice(TAGS)
        (deeds.tag if self.chance.random() < 0.7 else deeds.untag)(self.some(), name)

    def link(self) -> None:
        links = [Link("Code", f"https://example.org/{self.chance.randint(1, 9)}")]
        for paper in self.some()[:1]:
            self.edit("Link a paper", lambda edit, paper=paper: edit.papers.set_links(paper, links))

    def title(self) -> None:
        title = self.chance.choice([None, f"By another name {self.chance.randint(1, 99)}"])
        for paper in self.some()[:1]:
            self.edit("Name a paper", lambda edit, paper=paper: edit.papers.override(paper, title=title))

    def add(self) -> None:
        """A file of a few works: up to a hundred are one step."""
        if len(self.papers) < self.most:
            self.bring(self.chance.randint(1, 3))

    def bring(self, count: int) -> None:
        """What is typed is closed first, as a person's hands are away from the keys when they drop a file."""
        self.leave()
        self.settle()
        self.panes.inbox.arrivals.add([self.works(count)])
        self.settle()

    def works(self, count: int) -> Path:
        """A file of works that never were before."""
        path = self.folder / "works.jsonl"
        with path.open("w") as file:
            for _ in range(count):
                self._works += 1
                words = " ".join(self.chance.choices(("graph", "neural", "scaling", "law", "training"), k=20))
                authors = [f"Ada {chr(65 + self._works % 26)}", "Chen Wang"]
                work = {"title": f"On law {self._works} of {words[:20]}", "authors": authors, "abstract": words}
                file.write(json.dumps(work) + "\n")
        return path

    def remove(self) -> None:
        if len(self.papers) > self.most // 3:
            self.panes.inbox.deeds.remove(self.some())

    # In the outline

    def rows(self) -> list[Row]:
        sheet = self.panes.outline.sheet
        return [*sheet.rows()] if sheet is not None else []

    def issue(self) -> None:
        """Another issue: chosen, made, or put into the trash."""
        with self.real.library.read() as reading:
            issues = [one.id for one in reading.issues.list()]
        way = self.chance.random()
        if len(issues) < 2 or (way < 0.2 and len(issues) < 5):
            title = f"Trends {self.chance.randint(1, 10**6)}"
            self.edit("Make an issue", lambda edit: edit.issues.new(title))
        elif way < 0.3:
            number = self.chance.choice(issues)
            self.edit("Remove an issue", lambda edit: edit.issues.remove(number))
        elif way < 0.45:
            number, lead = self.chance.choice(issues), self.chance.choice([None, "A lead"])
            self.edit("Edit the lead", lambda edit: edit.issues.edit(number, lead=lead))
        else:
            self.panes.choose_issue(self.chance.choice(issues))

    def section(self) -> None:
        number, sections = self.panes.outline.issue, [row.id for row in self.rows() if row.kind == "section"]
        if number is None:
            return
        way, place = self.chance.random(), self.chance.randint(1, 4)
        if len(sections) < 2 or (way < 0.3 and len(sections) < 6):
            title = f"Section {self.chance.randint(1, 99)}"
            self.edit("Add a section", lambda edit: edit.issues.add_section(number, title, at=None))
        elif way < 0.5:
            self.deeds.rename(self.chance.choice(sections), f"Part {self.chance.randint(1, 99)}")
        elif way < 0.8:
            self.deeds.move_section(self.chance.choice(sections), place)
        else:
            self.deeds.remove([row for row in self.rows() if row.id == sections[0] and row.kind == "section"])

    def put_in(self) -> None:
        if self.panes.outline.issue is None or len(self.rows()) > 30:
            self.take_out()
            return
        way, sections = self.chance.random(), [one.id for one in self.sheet_sections()]
        if way < 0.6:
            self.deeds.add_papers(self.some())
        elif sections:
            title = f"News {self.chance.randint(1, 99)}"
            new = self.chance.choice(
                [NewEntry(Kind.TEXT, text="An aside."), NewEntry(Kind.LINK, title=title, url="https://example.org/n")]
            )
            where = self.chance.choice(sections)
            self.edit("Add an entry", lambda edit: edit.issues.add(where, [new], 1))

    def take_out(self) -> None:
        if rows := [row for row in self.rows() if row.is_entry]:
            self.deeds.remove(self.chance.sample(rows, min(len(rows), self.chance.randint(1, 3))))

    def move(self) -> None:
        rows = [row for row in self.rows() if row.is_entry]
        sections = self.sheet_sections()
        if not rows or not sections:
            return
        some = self.chance.sample(rows, min(len(rows), self.chance.randint(1, 2)))
        way = self.chance.random()
        if way < 0.4:
            self.deeds.step(some, up=self.chance.random() < 0.5)
        elif way < 0.7:
            self.deeds.to_section(some, self.chance.choice(sections).id)
        else:
            self.deeds.move([row.id for row in some], None)

    def sheet_sections(self) -> tuple[Section, ...]:
        sheet = self.panes.outline.sheet
        return tuple(sheet.issue.sections) if sheet is not None else ()

    @property
    def deeds(self) -> Deeds:
        return self.panes.outline._deeds

    # The trash

    def put_back(self) -> None:
        if trashed := self.trashed():
            which = self.chance.choice(trashed)
            self.edit("Put back", lambda edit: edit.trash.restore(which))

    def throw_away(self) -> None:
        trashed = self.trashed()
        if len(trashed) > 20:
            for which in trashed[10:]:
                self.edit("Throw away", lambda edit, which=which: edit.trash.throw_away(which))
        elif trashed:
            which = self.chance.choice(trashed)
            self.edit("Throw away", lambda edit: edit.trash.throw_away(which))

    def trashed(self) -> list[int]:
        with self.real.library.read() as reading:
            return [one.id for one in reading.trash.listing()]

    # The history

    def undo(self) -> None:
        self.real.window.history.undo()

    def redo(self) -> None:
        self.real.window.history.redo()

    def went(self, what: Act) -> bool:
        """Takes back or does again; whether there was something."""
        nothing: list[str] = []
        history = self.real.window.history
        history.said.connect(nothing.append)
        what()
        self.settle()
        history.said.disconnect(nothing.append)
        return not nothing

    # What acts are made of

    def some(self) -> list[int]:
        papers = self.papers
        return self.chance.sample(papers, min(len(papers), self.chance.choice([1, 1, 1, 2, 3])))

    def edit(self, label: str, job: Callable[[Edit], object]) -> None:
        self.real.window.history.edit(label, job)

    def does(self, name: str, act: Act) -> None:
        if name == "type" and self._last in ("remove", "undo", "redo"):
            self.settle()  # a letter into a paper that is on its way out is kept in a file, and asked about: another kind tries that
        self.acts[name] = self.acts.get(name, 0) + 1
        self._last = name
        act()

    def _lost(self, task: Task, error: Exception) -> None:
        """In a hurry one acts on what went a moment before: that is said, and no fault."""
        if not isinstance(error, (NotFound, Refused)):
            self.errors.append(f"{task.name}: {type(error).__name__}: {error}")


def press(widget: QWidget, one: str) -> None:
    """A key with any letter: QTest knows those of Latin-1 alone."""
    key = Qt.Key.Key_Return if one == "\n" else Qt.Key.Key_Space if one == " " else Qt.Key.Key_unknown
    text = "\r" if one == "\n" else one
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
