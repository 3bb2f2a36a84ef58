"""What came in by the hundred, as a list: each add or import can be taken back as a whole, but for what was touched since."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from curator.desktop.listcard import ListCard
from curator.desktop.moments import moment
from curator.desktop.news import News
from curator.desktop.palettedelegate import Row
from curator.desktop.parts import button
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.changes import Changes

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.arrivals import Brought, TakenBack
    from curator.library.library import Library


class BroughtCard(QObject):
    """`said` carries what came of it, for the status bar."""

    said = Signal(str)

    def __init__(self, look: Look, tasks: Tasks, news: News, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._library: Library | None = None
        self._brought: Sequence[Brought] = ()
        about = (
            "Papers that came in together and that nobody touched since go again: those without words, decisions, tags or a place in an "
            "issue. What was touched stays. This is no step of the history."
        )
        self.card = ListCard(look, window, "brought", "What came in", "Adds and imports, the last first", about=about)
        self._take = button("broughtTake", "Take back…", self.ask)
        self.card.put(None, self._take)
        self.card.overlay.closed = self._over
        self.card.chosen.connect(self._enable)
        self.card.wanted.connect(self.ask)
        self.card.unwanted.connect(self.ask)
        news.changed.connect(self._heard)

    def open(self, library: "Library") -> None:
        self._library = library
        self.card.notice.clear()
        self.card.show_rows((), "")
        self._read()
        self.card.open()

    def ask(self) -> None:
        """Asks first: Undo does not bring them back; the same add or import does."""
        one = self._chosen
        if one is None or not self._take.isEnabled():
            return
        count = _papers(one.papers)
        words = f"Take {count} back that came in {_when(one)}? Undo does not bring them again; adding them again does."
        keep = ("Keep them", self.card.notice.clear)
        self.card.notice.say(words, keep, (f"Take {count} back", lambda: self._take_back(one)), tone="warn")
        self.card.notice.buttons[0].setFocus()

    def _take_back(self, one: "Brought") -> None:
        library = self._library
        if library is None:
            return

        def job(progress: "Progress") -> "TakenBack":
            return library.take_back(one.id, progress)

        def done(came: "TakenBack") -> None:
            kept = (
                "" if not came.kept else f"; {_papers(came.kept)} that somebody touched stay" + ("s" * (came.kept == 1))
            )
            words = (
                f"{_papers(came.taken)} that came in {_when(one)} {'is' if came.taken == 1 else 'are'} gone again{kept}"
            )
            self.said.emit(words)
            if self._library is library:
                self.card.notice.say(f"{words}.", tone="good")
                self._read()

        self.card.notice.clear()
        self.card.view.setFocus()
        self._tasks.work("Take back what came in", job, done, self.card.notice.fail)

    @property
    def _chosen(self) -> "Brought | None":
        places = self.card.places
        return self._brought[places[0]] if places and places[0] < len(self._brought) else None

    def _over(self) -> None:
        self._library, self._brought = None, ()
        self.card.notice.clear()

    def _heard(self, changes: Changes) -> None:
        if self._library is not None and changes.touches("paper") and not self._tasks_run():
            self._read()

    def _tasks_run(self) -> bool:
        return any(task.name == "Take back what came in" for task in self._tasks.running)

    def _read(self) -> None:
        library = self._library
        if library is None:
            return

        def done(brought: "Sequence[Brought]") -> None:
            if self._library is library:
                self._brought = [one for one in brought if one.papers]
                self.card.show_rows([_row(one) for one in self._brought], "Nothing came in by the hundred")

        self._tasks.work("Read what came in", lambda _: library.arrivals(100), done, self.card.notice.fail, quiet=True)

    def _enable(self) -> None:
        library = self._library
        self._take.setEnabled(self._chosen is not None and library is not None and not library.is_read_only)


def _row(one: "Brought") -> Row:
    origin = "" if one.origin == "window" else "command line"
    return Row("inbox", one.label, (), " · ".join(filter(None, (moment(one.at), origin))), _papers(one.papers))


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"


def _when(one: "Brought") -> str:
    when = moment(one.at)
    return f"at {when}" if ":" in when[:3] else f"on {when}"
