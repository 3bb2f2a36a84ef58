"""The forms of an issue: opened over the window, filled with what is there, and what was typed handed on as one step."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from curator.desktop.chooser import Chooser, section_rows
from curator.desktop.history import History
from curator.desktop.messages import sentence
from curator.desktop.outline import dialogs, whole
from curator.desktop.outline.deeds import Deeds
from curator.desktop.outline.issueform import IssueForm
from curator.desktop.outline.model import UNTITLED
from curator.desktop.outline.sheet import Row, Sheet, name_of
from curator.desktop.paper.pictures import Source, bytes_of, small
from curator.desktop.tasks import Task, Tasks
from curator.desktop.theme import Look
from curator.domain.issues import Cover, Issue, IssueStatus, Kind, NewEntry
from curator.domain.outline import Spot
from curator.domain.texts import shortened

if TYPE_CHECKING:
    from curator.library.library import Edit, Library
    from curator.library.search import Completion

T = TypeVar("T")
Values = Mapping[str, str]


class Asking(QObject):
    """`made(issue)`: a new issue is on disk. A form stays open until its step is, and says what failed."""

    made = Signal(int)

    def __init__(self, look: Look, history: History, tasks: Tasks, deeds: Deeds, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._history, self._tasks, self._deeds, self._parent = look, history, tasks, deeds, parent
        self._library: Library | None = None
        self._finding: Task | None = None
        self._chooser: Chooser | None = None

    def show_library(self, library: "Library | None") -> None:
        self._library = library

    def new_issue(self, words: str = "", then: Callable[[int], object] | None = None) -> None:
        """`then` is given the issue once it is on disk; `words` say in the form what that will be."""
        self._open_issue(None, words, then)

    def edit_issue(self, issue: Issue) -> None:
        self._open_issue(issue)

    def publish(self, sheet: Sheet) -> None:
        """Marks an issue as published, or a published one as a draft again."""
        number = sheet.issue.id
        if sheet.issue.status is IssueStatus.PUBLISHED:
            form = whole.draft_form(self._look, self._window, sheet)
            self._ask(
                form,
                "Make the issue a draft again",
                lambda edit, _: edit.issues.edit(number, status=IssueStatus.DRAFT),
            )
        else:
            form = whole.publish_form(self._look, self._window, sheet)
            self._ask(form, "Mark the issue as published", lambda edit, _: edit.issues.publish(number))

    def remove_issue(self, sheet: Sheet) -> None:
        """Removes an issue; its papers and their texts stay."""
        number, label = sheet.issue.id, f"Remove the issue “{shortened(name_of(sheet.issue), 40)}”"
        form = whole.remove_form(self._look, self._window, sheet)
        self._ask(form, label, lambda edit, _: edit.issues.remove(number))

    def add_section(self, issue: int) -> None:
        def job(edit: "Edit", values: Values) -> int:
            return edit.issues.add_section(issue, values["title"], _or_none(values["text"]))

        def done(section: int) -> None:
            self._deeds.placed.emit([("section", section)])

        self._ask(dialogs.section_form(self._look, self._window, new=True), "Add a section", job, done)

    def add_text(self, spot: Spot | None) -> None:
        form = dialogs.text_form(self._look, self._window, name="text", new=True)
        self._ask_put(form, "Add a text", spot, lambda values: NewEntry(Kind.TEXT, text=values["text"]))

    def add_link(self, spot: Spot | None) -> None:
        form = dialogs.link_form(self._look, self._window, new=True)

        def made(values: Values) -> NewEntry:
            return NewEntry(
                Kind.LINK, title=_or_none(values["title"]), url=values["url"], text=_or_none(values["text"])
            )

        self._ask_put(form, "Add a link", spot, made)

    def add_mention(self, spot: Spot | None) -> None:
        """A work that the library has, or that is fetched as by adding it."""
        form = dialogs.mention_form(self._look, self._window, self._find_works)

        def given(values: Values) -> None:
            text = _or_none(values["text"])
            what = values["what"].strip()
            if what:
                done, failed = self._outcome(form)
                form.wait(self._deeds.add_named([what], spot, kind=Kind.MENTION, text=text, done=done, failed=failed))
            else:
                form.refuse("Name a work: an arXiv id, a DOI, an address or a citation key.", "what", "bad")

        form.given.connect(given)
        form.open()

    def edit(self, sheet: Sheet, row: Row) -> None:
        """Opens what changes a row: its form; for a paper, how its authors are named."""
        if row.kind == "lead":
            self.edit_lead(sheet)
        elif row.kind in ("section", "intro", "hint"):
            self.edit_words(sheet, row.id)
        elif row.kind == "paper":
            self.edit_byline(sheet, row)
        elif row.kind == "link":
            self._edit_link(sheet, row)
        else:
            entry = sheet.entry(row.id)
            form = dialogs.text_form(self._look, self._window, entry.text, name=row.kind, new=False)
            self._ask(
                form,
                f"Edit a {row.kind}",
                lambda edit, values: edit.issues.edit_entry(row.id, text=_or_none(values["text"])),
            )

    def edit_lead(self, sheet: Sheet) -> None:
        issue = sheet.issue
        form = dialogs.text_form(self._look, self._window, issue.lead, name="lead", new=False)
        self._ask(form, "Edit the lead", lambda edit, values: edit.issues.edit(issue.id, lead=_or_none(values["text"])))

    def edit_words(self, sheet: Sheet, section: int) -> None:
        """The name of a section and its own words; what stands before the first section has words alone."""
        found = sheet.section(section)
        if not found.title:
            form = dialogs.text_form(self._look, self._window, found.text, name="intro", new=False)
        else:
            form = dialogs.section_form(self._look, self._window, found.title, found.text, new=False)

        def job(edit: "Edit", values: Values) -> None:
            edit.issues.edit_section(section, title=values.get("title", ""), text=_or_none(values["text"]))

        self._ask(form, "Edit a section", job)

    def move_to_section(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        """Which section entries go to the end of, chosen by a few letters of its name."""
        issue, deeds = sheet.issue, self._deeds
        parts = [(part.id, part.title, sum(one.kind is Kind.PAPER for one in part.entries)) for part in issue.sections]
        if not parts or parts[0][1]:
            parts.insert(0, (UNTITLED, "", 0))

        def choose(_issue: int, section: int | None, _title: str) -> None:
            deeds.to_section(rows, UNTITLED if section is None else section)

        if self._chooser is None:
            self._chooser = Chooser(self._look, self._window, "moveChooser")
        what = f"{len(rows)} entries" if len(rows) > 1 else f"“{shortened(rows[0].title, 40)}”"
        self._chooser.ask(
            f"Move {what} to",
            "A section",
            lambda typed: section_rows([(issue.id, name_of(issue), parts)], typed, choose),
        )

    def edit_byline(self, sheet: Sheet, row: Row) -> None:
        """How the authors of a paper are named in this issue."""
        entry = sheet.entry(row.id)
        form = dialogs.byline_form(self._look, self._window, row.title, entry.byline, entry.names)

        def job(edit: "Edit", values: Values) -> None:
            names, byline = _or_none(values["names"]), _or_none(values["byline"])
            edit.issues.edit_entry(row.id, names=names, byline=byline)

        self._ask(form, "Edit a byline", job)

    def _find_works(self, words: str, done: "Callable[[Sequence[Completion]], None]") -> None:
        """Works of the library by a few words. A later question takes the place of the one before."""
        library = self._library
        if self._finding is not None:
            self._finding.cancel()
        if library is None:
            return

        def job(_: object) -> "Sequence[Completion]":
            with library.read() as reading:
                return reading.search.complete(words)

        self._finding = self._tasks.work("Look for works", job, done, lambda _: None, quiet=True)

    @property
    def _window(self) -> QWidget:
        return self._parent.window()

    def _edit_link(self, sheet: Sheet, row: Row) -> None:
        entry = sheet.entry(row.id)
        form = dialogs.link_form(self._look, self._window, entry.title, entry.url, entry.text, new=False)

        def job(edit: "Edit", values: Values) -> None:
            title, url = values["title"] or values["url"], _or_none(values["url"])
            edit.issues.edit_entry(row.id, title=title, url=url, text=_or_none(values["text"]))

        self._ask(form, "Edit a link", job)

    def _open_issue(self, issue: Issue | None, words: str = "", then: Callable[[int], object] | None = None) -> None:
        today = datetime.now().astimezone().date().isoformat()
        form = IssueForm(self._look, self._window, issue, Path.home(), today)
        if words:
            form.say(words)
        form.given.connect(lambda values: self._save_issue(form, issue, values, then))
        form.cover_box.wanted.connect(lambda source: self._show_cover(form, source))
        form.open()
        if issue is not None and issue.cover is not None:
            self._show_cover(form, issue.cover.src)

    def _show_cover(self, form: IssueForm, source: Source | str) -> None:
        """A small picture of a cover, made beside the window."""
        library, room, ratio = self._library, form.cover_box.room, form.devicePixelRatioF()

        def job(_: object) -> QImage | None:
            if not isinstance(source, str):
                return small(bytes_of(source), room, ratio)[0]
            if library is None:
                return None
            with library.read() as reading:
                data = reading.figures.get(source)
            return small(data, room, ratio)[0]

        def done(image: QImage | None) -> None:
            if form.is_open:
                form.cover_box.show_small(source, image)

        def failed(error: Exception) -> None:
            if form.is_open:
                form.notice.fail(error)

        self._tasks.work("Read the cover", job, done, failed, quiet=True)

    def _save_issue(
        self, form: IssueForm, issue: Issue | None, values: Values, then: Callable[[int], object] | None = None
    ) -> None:
        cover = form.cover

        def job(edit: "Edit") -> int:
            number = issue.id if issue is not None else edit.issues.new(values["title"], values["edition"])
            edit.issues.edit(
                number,
                title=values["title"],
                edition=_or_none(values["edition"]),
                date=_or_none(values["date"]),
                lead=_or_none(values["lead"]),
                names=values["names"],
                authors=_parted(values["authors"]),
                tags=_parted(values["tags"]),
            )
            src = cover if cover is None or isinstance(cover, str) else edit.figures.put(bytes_of(cover))
            texts = {name: _or_none(values[name]) for name in ("alt", "caption", "credit")}
            edit.issues.set_cover(number, Cover(src, **texts) if src is not None else None)
            return number

        finish, failed = self._outcome(form)

        def done(number: int) -> None:
            finish()
            if issue is None:
                self.made.emit(number)
            if then is not None:
                then(number)

        form.wait()
        label = "Edit the issue" if issue else f"Make the issue “{shortened(values['title'], 40)}”"
        self._history.edit(label, job, done, failed)

    def _ask(
        self,
        form: dialogs.Form,
        label: str,
        job: "Callable[[Edit, Values], T]",
        then: Callable[[T], object] | None = None,
    ) -> None:
        """Opens a form whose values become one step."""

        def given(values: Values) -> None:
            finish, failed = self._outcome(form)

            def done(result: T) -> None:
                finish()
                if then is not None:
                    then(result)

            form.wait()
            self._history.edit(label, lambda edit: job(edit, values), done, failed)

        form.given.connect(given)
        form.open()

    def _ask_put(self, form: dialogs.Form, label: str, spot: Spot | None, make: Callable[[Values], NewEntry]) -> None:
        """Opens a form that makes an entry at a spot."""

        def given(values: Values) -> None:
            done, failed = self._outcome(form)
            form.wait()
            self._deeds.put(label, [make(values)], spot, done=done, failed=failed)

        form.given.connect(given)
        form.open()

    def _outcome(self, form: dialogs.Form) -> tuple[Callable[[], None], Callable[[Exception], None]]:
        """What ends a form, and what it says if that failed; if it was closed meanwhile, the status bar says it."""

        def done() -> None:
            if form.is_open:
                form.accept()

        def failed(error: Exception) -> None:
            if form.is_open:
                form.fail(error)
            else:
                self._deeds.said.emit(sentence(error), False)

        return done, failed


def _or_none(text: str) -> str | None:
    return text if text.strip() else None


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
