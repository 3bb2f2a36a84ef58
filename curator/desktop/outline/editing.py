"""What one does to an issue in its pane: drops, moves, forms; each is one step that can be taken back."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal

from curator.desktop.history import History
from curator.desktop.mime import entries_of, files_of, papers_of, text_of
from curator.desktop.outline import dialogs
from curator.desktop.outline.sheet import Row, Sheet
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.issues import Cover, Entry, Issue, Kind, NewEntry, Placed
from curator.domain.outline import Spot, landing_at_end, spot_of, step_down, step_up
from curator.domain.progress import Progress

if TYPE_CHECKING:
    from curator.desktop.outline.pane import OutlinePane
    from curator.jobs.desk import Desk
    from curator.jobs.placing import Entries
    from curator.library.library import Edit, Library

LARGEST_COVER = 32 * 2**20  # bytes


class Editing(QObject):
    """`said(words)`: something was done that is no step of its own. `made(issue)`: a new issue. `placed(entry)`: what was put in, to go to it."""

    said = Signal(str)
    made = Signal(int)
    placed = Signal(int)

    def __init__(self, look: Look, history: History, tasks: Tasks, pane: "OutlinePane") -> None:
        super().__init__(pane)
        self._look, self._history, self._tasks, self._pane = look, history, tasks, pane
        self._library: Library | None = None
        self._desk: Desk | None = None
        self.sheet: Sheet | None = None

    def show_library(self, library: "Library | None", desk: "Desk | None") -> None:
        self._library, self._desk = library, desk

    def drop(self, mime: QMimeData, spot: Spot) -> None:
        """Entries move, papers come in, addresses and texts are looked up and come in."""
        path = self._library.path if self._library is not None else None
        entries, papers = entries_of(mime, path), papers_of(mime, path)
        if entries:
            self._move(entries, spot)
        elif papers:
            self.add_papers(papers, spot)
        else:
            self._add_named([*files_of(mime), *([text_of(mime)] if text_of(mime) else [])], spot)

    def add_papers(self, papers: Sequence[int], spot: Spot | None = None) -> None:
        """Puts papers into the issue: at a spot, else at the end of its last section; one that is there is moved."""
        new = [NewEntry(Kind.PAPER, paper=paper) for paper in papers]
        label = f"Add {len(new)} papers to the issue" if len(new) > 1 else "Add a paper to the issue"
        self._put(label, new, spot)

    def move_section(self, section: int, at: int) -> None:
        """Makes a section the `at`th; counted as the outline shows them, the moved one among them."""
        sheet = self.sheet
        if sheet is None:
            return
        titled = [group.row.id for group in sheet.groups]
        was = titled.index(section) + 1
        wanted = at - 1 if at > was else at
        if wanted != was:
            self._history.edit("Move a section", lambda edit: edit.issues.move_section(section, wanted))

    def step(self, *, up: bool) -> None:
        """Moves what is chosen one place up or down."""
        sheet, rows = self.sheet, self._pane.view.chosen_rows()
        entries = [row.id for row in rows if row.is_entry]
        if sheet is None or not rows:
            return
        if entries:
            spot = step_up(sheet.order, entries) if up else step_down(sheet.order, entries)
            if spot is None:
                self.said.emit("It is at the top already" if up else "It is at the end already")
            else:
                self._move(entries, spot)
        elif rows[0].kind == "section":
            titled = [group.row.id for group in sheet.groups]
            at = titled.index(rows[0].id) + 1 + (-1 if up else 1)
            if 1 <= at <= len(titled):
                self._history.edit("Move a section", lambda edit: edit.issues.move_section(rows[0].id, at))

    def to_section(self, section: int) -> None:
        """Moves what is chosen to the end of a section."""
        sheet = self.sheet
        entries = [row.id for row in self._pane.view.chosen_rows() if row.is_entry]
        spot = landing_at_end(sheet.order, entries, section) if sheet is not None else None
        if entries and spot is not None:
            self._move(entries, spot)

    def remove(self) -> None:
        """Takes out what is chosen. A section goes with what stands in it; the texts of papers stay with the papers."""
        rows = self._pane.view.chosen_rows()
        sections = [row for row in rows if row.kind == "section"]
        inside = {row.section for row in sections}
        entries = [row.id for row in rows if row.is_entry and row.section not in inside]
        intros = [row.id for row in rows if row.kind == "intro" and row.section not in inside]
        lead = self._pane.issue if any(row.kind == "lead" for row in rows) else None
        if not rows:
            return

        def job(edit: "Edit") -> None:
            edit.issues.remove_entries(entries)
            for section in sections:
                edit.issues.remove_section(section.id)
            for section_of in intros:
                edit.issues.edit_section(section_of, text=None)
            if lead is not None:
                edit.issues.edit(lead, lead=None)

        count = len(entries) + len(sections) + len(intros) + (lead is not None)
        one = f"Remove “{rows[0].title[:40]}”"
        self._history.edit(one if count == 1 else f"Remove {count} from the issue", job)

    def publish(self) -> None:
        """Marks the issue as published; its papers become published."""
        issue = self._pane.issue
        if issue is not None:
            self._history.edit("Mark the issue as published", lambda edit: edit.issues.publish(issue))

    def new_issue(self) -> None:
        form = dialogs.IssueForm(self._look, self._pane.window(), None, Path.home(), date.today().isoformat())
        form.given.connect(lambda values: self._save_issue(form, None, values))
        form.open()

    def edit_issue(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        form = dialogs.IssueForm(self._look, self._pane.window(), sheet.issue, Path.home(), "")
        form.given.connect(lambda values: self._save_issue(form, sheet.issue, values))
        form.open()

    def add_section(self) -> None:
        issue = self._pane.issue
        if issue is not None:
            form = dialogs.section_form(self._look, self._pane.window(), new=True)
            self._ask(
                form,
                "Add a section",
                lambda edit, values: edit.issues.add_section(issue, values["title"], values["text"] or None),
            )

    def add_text(self) -> None:
        form = dialogs.text_form(self._look, self._pane.window(), new=True)
        self._ask_put(form, "Add a text", lambda values: NewEntry(Kind.TEXT, text=values["text"]))

    def add_link(self) -> None:
        form = dialogs.link_form(self._look, self._pane.window(), new=True)
        self._ask_put(
            form,
            "Add a link",
            lambda values: NewEntry(
                Kind.LINK, title=values["title"] or None, url=values["url"], text=values["text"] or None
            ),
        )

    def add_mention(self) -> None:
        """A work that the library has, or that is fetched as by adding it."""
        form = dialogs.mention_form(self._look, self._pane.window())
        spot = self._spot()
        if spot is None:
            return

        def given(values: dialogs.Values) -> None:
            form.close()
            self._add_named([values["what"]], spot, kind=Kind.MENTION, text=values["text"] or None)

        form.given.connect(given)
        form.open()

    def edit(self, row: Row) -> None:
        """Opens what changes a row: its form, or for a paper its byline."""
        sheet, parent = self.sheet, self._pane.window()
        if sheet is None:
            return
        if row.kind == "section":
            section = next(one for one in sheet.issue.sections if one.id == row.id)
            form = dialogs.section_form(self._look, parent, section.title, section.text, new=False)
            self._ask(
                form,
                "Edit a section",
                lambda edit, values: edit.issues.edit_section(
                    row.id, title=values["title"], text=values["text"] or None
                ),
            )
        elif row.kind == "lead":
            form = dialogs.text_form(self._look, parent, sheet.issue.lead, name="lead", new=False)
            self._ask(
                form,
                "Edit the lead",
                lambda edit, values: edit.issues.edit(sheet.issue.id, lead=values["text"] or None),
            )
        elif row.kind == "intro":
            text = next(one.text for one in sheet.issue.sections if one.id == row.id)
            form = dialogs.text_form(self._look, parent, text, name="intro", new=False)
            self._ask(
                form,
                "Edit a section",
                lambda edit, values: edit.issues.edit_section(row.id, text=values["text"] or None),
            )
        elif row.kind == "paper":
            self.edit_byline(row)
        else:
            self._edit_entry(row, self._entry(sheet, row.id))

    def edit_byline(self, row: Row) -> None:
        """How the authors of a paper are named in this issue."""
        sheet = self.sheet
        if sheet is None:
            return
        entry = self._entry(sheet, row.id)
        form = dialogs.byline_form(self._look, self._pane.window(), row.title, entry.byline, entry.names)
        self._ask(
            form,
            "Edit a byline",
            lambda edit, values: edit.issues.edit_entry(
                row.id, names=values["names"] or None, byline=values["byline"] or None
            ),
        )

    def _edit_entry(self, row: Row, entry: Entry) -> None:
        parent = self._pane.window()
        if row.kind == "link":
            form = dialogs.link_form(self._look, parent, entry.title or "", entry.url or "", entry.text, new=False)
            self._ask(
                form,
                "Edit a link",
                lambda edit, values: edit.issues.edit_entry(
                    row.id, title=values["title"] or values["url"], url=values["url"], text=values["text"] or None
                ),
            )
        else:
            form = dialogs.text_form(self._look, parent, entry.text, name=row.kind, new=False)
            self._ask(
                form,
                f"Edit a {row.kind}",
                lambda edit, values: edit.issues.edit_entry(row.id, text=values["text"] or None),
            )

    def _save_issue(self, form: dialogs.IssueForm, issue: Issue | None, values: dialogs.Values) -> None:
        cover, texts = form.cover, {name: values[name] or None for name in ("alt", "caption", "credit")}

        def job(edit: "Edit") -> int:
            number = issue.id if issue is not None else edit.issues.new(values["title"])
            edit.issues.edit(
                number,
                title=values["title"],
                edition=values["edition"] or None,
                date=values["date"] or None,
                lead=values["lead"] or None,
                names=values["names"],
                authors=_parted(values["authors"]),
                tags=_parted(values["tags"]),
            )
            src = issue.cover.src if issue is not None and issue.cover is not None else None
            if cover == "":
                src = None
            elif cover is not None:
                src = edit.figures.put(_bytes(Path(cover)))
            edit.issues.set_cover(number, Cover(src, **texts) if src is not None else None)
            return number

        def done(number: int) -> None:
            form.close()
            if issue is None:
                self.made.emit(number)

        self._history.edit(
            "Edit the issue" if issue else f"Make the issue “{values['title'][:40]}”", job, done, form.fail
        )

    def _ask(self, form: dialogs.Form, label: str, job: "Callable[[Edit, dialogs.Values], object]") -> None:
        """Opens a form whose values become one step; it closes when that is on disk, and says what failed."""

        def given(values: dialogs.Values) -> None:
            def done(_: object) -> None:
                form.close()

            self._history.edit(label, lambda edit: job(edit, values), done, form.fail)

        form.given.connect(given)
        form.open()

    def _ask_put(self, form: dialogs.Form, label: str, make: Callable[[dialogs.Values], NewEntry]) -> None:
        """Opens a form that makes an entry behind the chosen one."""
        spot = self._spot()

        def job(edit: "Edit", values: dialogs.Values) -> None:
            section, at = self._section_for(edit, spot)
            placed = edit.issues.add(section, [make(values)], at)
            for entry in placed.added:
                self.placed.emit(entry)

        self._ask(form, label, job)

    def _put(self, label: str, entries: Sequence[NewEntry], spot: Spot | None) -> None:
        spot = spot or self._spot_at_end()

        def job(edit: "Edit") -> Placed:
            section, at = self._section_for(edit, spot)
            return edit.issues.add(section, entries, at)

        def done(placed: Placed) -> None:
            for entry in (*placed.moved, *placed.added)[:1]:
                self.placed.emit(entry)
            if placed.moved:
                many = f"{len(placed.moved)} were" if len(placed.moved) > 1 else "It was"
                self.said.emit(f"{many} in the issue already and moved here")

        self._history.edit(label, job, done)

    def _move(self, entries: Sequence[int], spot: Spot) -> None:
        label = "Move an entry" if len(entries) == 1 else f"Move {len(entries)} entries"
        self._history.edit(label, lambda edit: edit.issues.move(entries, spot.section, spot.at))

    def _add_named(
        self, what: Sequence[str | Path], spot: Spot, *, kind: Kind | None = None, text: str | None = None
    ) -> None:
        """Looks up what was named, in the work pool, and puts it in."""
        desk = self._desk
        if desk is None or not what:
            return

        def job(progress: Progress) -> "Entries":
            from curator.jobs.placing import entries_of as named  # httpx and the sources: not before the first paint

            return named(desk, what, progress, kind=kind, text=text)

        def done(found: "Entries") -> None:
            if found.entries:
                count = len(found.entries)
                self._put(f"Add {count} to the issue" if count > 1 else "Add to the issue", found.entries, spot)
            faults = [one.message for report in found.reports for one in report.results if one.message]
            if faults or not found.entries:
                self.said.emit(faults[0] if faults else "It names no paper and no address")

        self._tasks.work("Add to the issue", job, done)

    def _spot(self) -> Spot | None:
        """Behind what is chosen, else the end."""
        sheet, row = self.sheet, self._pane.view.current_row()
        if sheet is not None and row is not None:
            if row.is_entry and (found := spot_of(sheet.order, row.id)) is not None:
                return Spot(found.section, found.at + 1)
            if row.kind in ("section", "intro") and row.section is not None:
                return landing_at_end(sheet.order, (), row.section)
        return self._spot_at_end()

    def _spot_at_end(self) -> Spot | None:
        return landing_at_end(self.sheet.order, ()) if self.sheet is not None else None

    def _section_for(self, edit: "Edit", spot: Spot | None) -> tuple[int, int | None]:
        """The section of a spot; an issue without any gets the one without a title."""
        if spot is not None:
            return spot.section, spot.at
        assert self._pane.issue is not None
        return edit.issues.untitled(self._pane.issue), None

    def _entry(self, sheet: Sheet, number: int) -> Entry:
        return next(entry for section in sheet.issue.sections for entry in section.entries if entry.id == number)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_COVER + 1)
