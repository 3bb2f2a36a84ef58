"""The texts that an earlier run could not save, as a list: each goes beside its field, becomes a paper of its own, or is copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from curator.desktop.history import History, shortened
from curator.desktop.listcard import ListCard
from curator.desktop.moments import moment
from curator.desktop.palettedelegate import Row
from curator.desktop.parts import button
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.errors import NotFound
from curator.domain.writeups import FIELDS
from curator.writing import markdown

if TYPE_CHECKING:
    from curator.desktop.paper.rescue import KeptText, Rescue
    from curator.library.library import Edit, Library

_TITLES = {field.name: field.title for field in FIELDS}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A kept text; `paper` is where it belongs by now, with its title. None: the paper is gone."""

    kept: "KeptText"
    paper: int | None
    title: str


class KeptTexts(QObject):
    """`show_paper` asks for a paper beside whose text a kept one is shown; `left` says how many still wait then."""

    show_paper = Signal(int)
    left = Signal(int)

    def __init__(self, look: Look, tasks: Tasks, history: History, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._history = tasks, history
        self._library: Library | None = None
        self._rescue: Rescue | None = None
        self._waiting: Sequence[_Waiting] = ()
        about = "These texts could not be saved when they were written. Each is in a file until it is in the library, or thrown away here."
        self.card = ListCard(look, window, "kept", "Kept texts", "Texts that were not saved", about=about)
        self._show = button("keptShow", "Show beside its text", self.show)
        self._make = button("keptMake", "Make a paper of it", self.make_paper)
        self._copy = button("keptCopy", "Copy text", self.copy)
        self._throw = button("keptThrow", "Throw away…", self.ask_to_throw)
        self.card.put(self._throw, None, self._copy, self._make, self._show)
        self.card.chosen.connect(self._enable)
        self.card.wanted.connect(lambda: self.show() if self._show.isEnabled() else self.make_paper())
        self.card.unwanted.connect(self.ask_to_throw)
        self.card.overlay.closed = self.card.notice.clear

    def open(self, library: "Library", rescue: "Rescue") -> None:
        """Reads them; the only one whose paper is there is shown at once."""
        self._library, self._rescue = library, rescue
        self._read()

    def show(self) -> None:
        """Goes to the paper, where both texts stand side by side."""
        one, rescue = self._chosen, self._rescue
        if one is None or one.paper is None or rescue is None:
            return
        paper, kept = one.paper, one.kept

        def go(_: object = None) -> None:
            self.card.overlay.dismiss()
            self.show_paper.emit(paper)
            self.left.emit(len(self._waiting) - 1)

        def moved(_: object) -> None:
            rescue.drop(kept.paper, kept.field)
            go()

        if paper == kept.paper:
            go()
        else:  # its paper is another one by now: the text goes along
            there = rescue.find(paper, kept.field)  # what waits for that one has the same file
            text = kept.text if there is None else f"{there.text}\n\n{kept.text}"
            rescue.keep(paper, kept.field, text, moved, self.card.notice.fail)

    def make_paper(self) -> None:
        """A paper of its own for a text whose paper is gone, or for any that is to be kept apart."""
        one, rescue = self._chosen, self._rescue
        if one is None or rescue is None or not self._make.isEnabled():
            return
        kept = one.kept
        title = one.title if one.paper is None else f"Kept text of {one.title}"

        def job(edit: "Edit") -> int:
            paper = edit.papers.new(title)
            edit.writeups.save(paper, kept.field, kept.text, None, "rescued")
            return paper

        def done(paper: int) -> None:
            rescue.drop(kept.paper, kept.field)
            self.card.overlay.dismiss()
            self.show_paper.emit(paper)
            self.left.emit(len(self._waiting) - 1)

        self._history.edit("Make a paper of a kept text", job, done, self.card.notice.fail)

    def copy(self) -> None:
        if (one := self._chosen) is not None:
            QGuiApplication.clipboard().setText(one.kept.text)
            self.card.notice.say("Copied.", tone="good")

    def ask_to_throw(self) -> None:
        """Asked, since nothing brings it back."""
        one, rescue = self._chosen, self._rescue
        if one is None or rescue is None:
            return

        def throw() -> None:
            rescue.drop(one.kept.paper, one.kept.field)
            self._waiting = [other for other in self._waiting if other is not one]
            self.card.notice.clear()
            self._fill()
            self.card.view.setFocus()

        words = "Throw this text away for ever? It is nowhere else."
        self.card.notice.say(words, ("Keep it", self.card.notice.clear), ("Throw it away", throw), tone="warn")
        self.card.notice.buttons[0].setFocus()

    @property
    def _chosen(self) -> _Waiting | None:
        places = self.card.places
        return self._waiting[places[0]] if places and places[0] < len(self._waiting) else None

    def _read(self) -> None:
        library, rescue = self._library, self._rescue
        if library is None or rescue is None:
            return

        def job(_: object) -> list[_Waiting]:
            with library.read() as reading:
                found = []
                for kept in rescue.kept_texts():
                    try:
                        paper = reading.papers.get(kept.paper)
                    except NotFound:
                        found.append(_Waiting(kept, None, f"Kept text: {shortened(kept.text.strip() or 'empty')}"))
                    else:
                        found.append(_Waiting(kept, paper.id, paper.title))
            return found

        def done(found: list[_Waiting]) -> None:
            self._waiting = found
            self._fill()
            if len(found) == 1 and found[0].paper is not None:
                self.show()
            else:
                self.card.open()

        self._tasks.work("Read kept texts", job, done, self.card.notice.fail, quiet=True)

    def _fill(self) -> None:
        self.card.show_rows([_row(one) for one in self._waiting], "No text waits", f"{len(self._waiting):,}")

    def _enable(self) -> None:
        one, library = self._chosen, self._library
        can = one is not None and library is not None and not library.is_read_only
        self._show.setEnabled(can and one is not None and one.paper is not None)
        self._make.setEnabled(can)
        for each in (self._copy, self._throw):
            each.setEnabled(one is not None)


def _row(one: _Waiting) -> Row:
    count = markdown.words(one.kept.text)
    where = "" if one.paper is not None else "its paper is gone"
    words = " · ".join(filter(None, (_TITLES.get(one.kept.field, one.kept.field), where, moment(one.kept.at))))
    return Row("triangle-alert", one.title, (), words, "1 word" if count == 1 else f"{count:,} words")
