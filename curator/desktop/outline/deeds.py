"""What is done to an issue from its outline: each is one step of the history, and can be taken back as one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal

from curator.desktop.adding import Offer, stopped
from curator.desktop.history import Failed, History
from curator.desktop.mime import entries_of, files_of, papers_of, text_of
from curator.desktop.outline.model import UNTITLED
from curator.desktop.outline.sheet import Row
from curator.desktop.tasks import Task, Tasks
from curator.domain.errors import Refused
from curator.domain.issues import Kind, NewEntry, Placed
from curator.domain.outline import Outline, Spot, landing_at_end, outline_of, spot_of, step_down, step_up
from curator.domain.progress import Progress
from curator.domain.texts import shortened

if TYPE_CHECKING:
    from curator.jobs.desk import Desk
    from curator.jobs.placing import NamedEntries
    from curator.library.library import Edit

Done = Callable[[], object]
BROWSER_LINK = "text/x-moz-url"
LONGEST_TITLE = 300


class Deeds(QObject):
    """For one issue of one library at a time. All begin in the edit lane and return at once.

    `said(words, undo)`: something to tell beside the name of the step. `placed(keys)`: rows that were put in, to be shown once they are here.
    `moving()`: what is chosen is about to move.
    """

    said = Signal(str, bool)
    placed = Signal(object)
    moving = Signal()

    def __init__(self, history: History, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._history, self._tasks = history, tasks
        self._desk: Desk | None = None
        self._issue: int | None = None
        self.offer: Offer = lambda what, add: add(what)
        self.order: Outline = ()  # as the outline shows it: a spot counts in it

    def show(self, desk: "Desk | None", issue: int | None) -> None:
        """What is done from now on is done to this issue."""
        self._desk, self._issue, self.order = desk, issue, ()

    @property
    def library(self) -> Path | None:
        """Numbers of papers and entries that are dragged mean this library's."""
        return self._desk.library.path if self._desk is not None else None

    def drop(self, mime: QMimeData, spot: Spot | None) -> None:
        """Entries move, papers come in, addresses and texts are looked up and come in. None: at the end of the issue."""
        entries, papers = entries_of(mime, self.library), papers_of(mime, self.library)
        text = text_of(mime)
        if entries:
            self.move(entries, spot)
        elif papers:
            self.add_papers(papers, spot)
        else:
            called = _called(mime)  # what is dragged is gone when `offer` has asked
            what: list[str | Path] = [*files_of(mime), *([text] if text else [])]
            self.offer(what, lambda what: self.add_named(what, spot, called=called))

    def bring(self, mime: QMimeData) -> tuple[str, Callable[[int], object]]:
        """What was let go where no issue is: a sentence that says what becomes of it, and what puts it into one that is made."""
        papers, text, called = papers_of(mime, self.library), text_of(mime), _called(mime)
        if papers:
            many = len(papers) > 1
            words = f"The {len(papers)} papers that you dropped come" if many else "The paper that you dropped comes"
            entries = [NewEntry(Kind.PAPER, paper=paper) for paper in papers]
            label = _label("Add", "paper", len(papers))
            return f"{words} into it.", lambda issue: self.put(label, entries, None, issue=issue)
        what: list[str | Path] = [*files_of(mime), *([text] if text else [])]

        def add(issue: int) -> None:
            self.offer(what, lambda what: self.add_named(what, None, called=called, issue=issue))

        return "What you dropped comes into it.", add

    def add_papers(self, papers: Sequence[int], spot: Spot | None = None) -> None:
        """Puts papers into the issue; one that is there is moved."""
        self.put(_label("Add", "paper", len(papers)), [NewEntry(Kind.PAPER, paper=paper) for paper in papers], spot)

    def add_named(
        self,
        what: Sequence[str | Path],
        spot: Spot | None,
        *,
        kind: Kind | None = None,
        text: str | None = None,
        called: str | None = None,
        issue: int | None = None,
        done: Done | None = None,
        failed: Failed | None = None,
    ) -> Task | None:
        """Looks up what was named, in the work pool, and puts it in behind what stands above the spot by then.

        `called`: the title of a link that is known by its address alone. `failed` hears also that nothing was named. Gives what can be stopped.
        """
        desk, issue = self._desk, issue if issue is not None else self._issue
        if desk is None or issue is None or not what:
            return None

        above = _above(self.order, spot)

        def job(progress: Progress) -> "NamedEntries":
            from curator.jobs.placing import entries_of as named  # httpx and the sources: not before the first paint

            return named(desk, what, progress, kind=kind, text=text)

        def over(named: "NamedEntries") -> None:
            entries = [_titled(entry, called) for entry in named.entries]
            faults = [one.message for report in named.reports for one in report.results if one.message]
            words = faults[0] if faults else "" if entries else "It names no paper and no address."

            def finish() -> None:
                if words:
                    self.said.emit(words, bool(entries))
                if done is not None:
                    done()

            if entries:
                label = f"Add {len(entries)} entries to the issue" if len(entries) > 1 else "Add an entry to the issue"
                self.put(label, entries, spot, issue=issue, above=above, done=finish, failed=failed)
            elif failed is not None:
                failed(Refused(words))
            else:
                finish()

        task = self._tasks.work("Add to the issue", job, over, failed)
        task.stopped = stopped
        return task

    def put(
        self,
        label: str,
        entries: Sequence[NewEntry],
        spot: Spot | None,
        *,
        issue: int | None = None,
        above: int | None = None,
        done: Done | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Puts entries in at a spot. `above`: the entry that it was below, which may have moved since the spot was taken."""
        whole = issue if issue is not None else self._issue
        if whole is None:
            return

        def job(edit: "Edit") -> Placed:
            section, at = _section(edit, whole, spot)
            found = spot_of(outline_of(edit.issues.get(whole)), above) if above is not None else None
            if found is not None:
                coming = {new.paper for new in entries if new.kind is Kind.PAPER}
                part = next(part for part in edit.issues.get(whole).sections if part.id == found.section)
                stay = [entry.id for entry in part.entries[: found.at] if entry.paper not in coming]
                section, at = found.section, len(stay) + 1
            return edit.issues.add(section, entries, at)

        def over(placed: Placed) -> None:
            self.placed.emit([("entry", entry) for entry in (*placed.moved, *placed.added)])
            if placed.moved:
                many = f"{len(placed.moved)} of these were" if len(placed.moved) > 1 else "This paper was"
                self.said.emit(f"{many} in the issue already: moved here, not put in twice", True)
            if done is not None:
                done()

        self._history.edit(label, job, over, failed)

    def move(self, entries: Sequence[int], spot: Spot | None) -> None:
        """Moves entries together to a spot that counts without them; None: to the end of the issue."""
        issue = self._issue
        if issue is None:
            return

        self.moving.emit()

        def job(edit: "Edit") -> None:
            where = spot or landing_at_end(outline_of(edit.issues.get(issue)), entries)
            section, at = _section(edit, issue, where)
            edit.issues.move(entries, section, at)

        self._history.edit(_label("Move", "entry", len(entries)), job)

    def step(self, rows: Sequence[Row], *, up: bool) -> None:
        """Moves what is chosen one place up or down: entries, also into the section beside theirs; else the first section."""
        entries = [row.id for row in rows if row.is_entry]
        section = next((row.id for row in rows if row.kind == "section"), None)
        issue = self._issue
        if issue is None or not (entries or section):
            return

        self.moving.emit()

        def job(edit: "Edit") -> bool:
            order = outline_of(edit.issues.get(issue))
            if entries:
                spot = step_up(order, entries) if up else step_down(order, entries)
                if spot is not None:
                    edit.issues.move(entries, spot.section, spot.at)
                return spot is not None
            titled = [part.section for part in order if part.titled]
            at = titled.index(section) + (0 if up else 2) if section in titled else 0
            if section is not None and 1 <= at <= len(titled):
                edit.issues.move_section(section, at)
                return True
            return False

        def over(moved: bool) -> None:
            if not moved:
                self.said.emit("It is at the top already" if up else "It is at the end already", False)

        self._history.edit(_label("Move", "entry", len(entries)) if entries else "Move a section", job, over)

    def move_section(self, section: int, at: int) -> None:
        """Makes a section the `at`th of those with a title, as they stood with it among them."""
        issue = self._issue
        if issue is None:
            return

        def job(edit: "Edit") -> None:
            titled = [one.id for one in edit.issues.get(issue).sections if one.title]
            if section in titled:
                edit.issues.move_section(section, at - 1 if at > titled.index(section) + 1 else at)

        self._history.edit("Move a section", job)

    def to_section(self, rows: Sequence[Row], section: int) -> None:
        """Moves entries to the end of a section, UNTITLED for what stands before the first one."""
        entries = [row.id for row in rows if row.is_entry]
        issue = self._issue
        if issue is None or not entries:
            return

        self.moving.emit()

        def job(edit: "Edit") -> None:
            where = section if section != UNTITLED else edit.issues.untitled(issue)
            edit.issues.move(entries, where, None)

        self._history.edit(_label("Move", "entry", len(entries)), job)

    def remove(self, rows: Sequence[Row]) -> None:
        """Takes rows out. A section goes with what stands in it; the write-ups of papers stay with the papers."""
        sections = [row.id for row in rows if row.kind == "section"]
        others = [row for row in rows if row.section not in sections]
        entries = [row.id for row in others if row.is_entry]
        intros = [row.id for row in others if row.kind == "intro"]
        leads = [row.id for row in rows if row.kind == "lead"]

        def job(edit: "Edit") -> None:
            edit.issues.remove_entries(entries)
            for section in sections:
                edit.issues.remove_section(section)
            for section in intros:
                edit.issues.edit_section(section, text=None)
            for issue in leads:
                edit.issues.edit(issue, lead=None)

        count = len(entries) + len(sections) + len(intros) + len(leads)
        if count:
            one = f"Remove “{shortened(rows[0].title, 48)}” from the issue"
            self._history.edit(one if count == 1 else f"Remove {count} entries from the issue", job)

    def rename(self, section: int, title: str) -> None:
        """Gives a section another name."""
        self._history.edit("Rename a section", lambda edit: edit.issues.edit_section(section, title=title))


def _section(edit: "Edit", issue: int, spot: Spot | None) -> tuple[int, int | None]:
    """The section of a spot, which may have to be made; None: the end of the issue."""
    where = spot or landing_at_end(outline_of(edit.issues.get(issue)), ())
    if where is None or where.section == UNTITLED:
        return edit.issues.untitled(issue), where.at if where else None
    return where.section, where.at


def _above(order: Outline, spot: Spot | None) -> int | None:
    """The entry that stands above a spot; None where it is the first of its section, or the end is meant."""
    entries = next((part.entries for part in order if spot is not None and part.section == spot.section), ())
    return entries[min(spot.at, len(entries) + 1) - 2] if spot is not None and spot.at > 1 and entries else None


def _called(mime: QMimeData) -> str | None:
    """The title that a browser gives with the address of a link (address and title in two lines, UTF-16)."""
    lines = bytes(mime.data(BROWSER_LINK).data()).decode("utf-16-le", "ignore").split("\n")
    return " ".join(lines[1].split()).strip("\0")[:LONGEST_TITLE] or None if len(lines) == 2 else None


def _titled(entry: NewEntry, title: str | None) -> NewEntry:
    bare = entry.kind is Kind.LINK and entry.title == entry.url
    return replace(entry, title=title) if bare and title else entry


def _label(verb: str, what: str, count: int) -> str:
    """“Add 3 papers to the issue”, “Move an entry”."""
    plural = {"paper": "papers", "entry": "entries"}[what]
    words = f"{count} {plural}" if count > 1 else f"{'an' if what == 'entry' else 'a'} {what}"
    return f"{verb} {words} to the issue" if verb == "Add" else f"{verb} {words}"
