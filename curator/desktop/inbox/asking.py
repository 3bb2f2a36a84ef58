"""Asks for more than a key says: which tag, which section; what to add; what a paper without a source is called."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from curator.desktop.chooser import Chooser, section_rows, tag_rows
from curator.desktop.history import History
from curator.desktop.inbox.deeds import Deeds, papers_words
from curator.desktop.outline.dialogs import Form
from curator.desktop.parts import button
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.bylines import read_byline
from curator.domain.identifiers import find
from curator.domain.issues import Kind

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.library.library import Edit, Library

_MOST = 500  # chosen papers whose tags are compared
Sections = list[tuple[int | None, str, int]]


class Asking:
    """`window` is what cards and forms stand over: the list's window, when it is asked."""

    def __init__(self, look: Look, tasks: Tasks, history: History, deeds: Deeds, window: Callable[[], QWidget]) -> None:
        self._look, self._tasks, self._history, self._deeds, self._window = look, tasks, history, deeds, window
        self._library: Library | None = None
        self._choosers: dict[str, Chooser] = {}

    def show_library(self, library: "Library | None") -> None:
        self._library = library

    def tag(self, papers: Sequence[int]) -> None:
        """Which tag these are to get, or to lose where all have it."""
        library = self._library
        if library is None or not papers:
            return

        def job(progress: "Progress") -> tuple[list[tuple[str, int]], frozenset[str]]:
            with library.read() as reading:
                tags = [*reading.listing.counts().by_tag.items()]
                rows = reading.listing.rows(papers[:_MOST])
            return tags, frozenset[str]().union(*(row.tags for row in rows)).intersection(*(row.tags for row in rows))

        def done(found: tuple[list[tuple[str, int]], frozenset[str]]) -> None:
            tags, common = found
            self._chooser("tagChooser").ask(
                f"Tag {papers_words(len(papers))}", "A tag", lambda typed: tag_rows(tags, common, typed, choose)
            )

        def choose(name: str, on: bool) -> None:
            if on:
                self._deeds.tag(papers, name)
            else:
                self._deeds.untag(papers, name)

        self._tasks.work("Read the tags", job, done, quiet=True)

    def rename_tag(self, name: str) -> None:
        """What a tag is to be called on all papers that have it."""
        form = Form(self._look, self._window(), "Rename a tag", "tagForm", "Rename")
        line = form.line("name", "Name", name)

        def given(values: dict[str, str]) -> None:
            form.wait()
            self._deeds.rename_tag(name, values["name"], lambda _: form.accept(), form.fail)

        form.given.connect(given)
        form.open()
        line.setFocus()
        line.selectAll()

    def put_into(self, papers: Sequence[int], issue: int | None) -> None:
        """Into which section; those of `issue` stand first."""
        library = self._library
        if library is None or not papers:
            return

        def job(progress: "Progress") -> list[tuple[int, str, Sections]]:
            with library.read() as reading:
                rows = sorted(reading.issues.list(), key=lambda one: one.id != issue)
                found = []
                for one in rows:
                    sections: Sections = [
                        (part.id, part.title, sum(entry.kind is Kind.PAPER for entry in part.entries))
                        for part in reading.issues.get(one.id).sections
                    ]
                    found.append((one.id, one.edition or one.title, sections or [(None, "At the end", 0)]))
            return found

        def done(issues: list[tuple[int, str, Sections]]) -> None:
            fullest = max(issues[0][2], key=lambda part: part[2])[1] if issues else ""
            self._chooser("sectionChooser").ask(
                f"Put {papers_words(len(papers))} into",
                "A section",
                lambda typed: section_rows(issues, typed, lambda *where: self._deeds.put_into(papers, *where)),
                fullest,
            )

        self._tasks.work("Read the issues", job, done, quiet=True)

    def add(self, give: Callable[[list[str | Path]], object], text_before: str = "") -> None:
        """What to add: text, or files. `text_before` was given once already, and did not come in."""
        form = Form(self._look, self._window(), "Add papers", "addForm", "Add")
        text = form.text("what", "What", hint="arXiv ids, DOIs, addresses, a whole paragraph", lines=6)
        text.setPlainText(text_before)  # not the form's own: it is asked before it is thrown away

        def files() -> None:
            dialog = QFileDialog(self._window(), "Add papers from files")
            dialog.setObjectName("addFilesDialog")
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            dialog.filesSelected.connect(chosen)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        def chosen(names: list[str]) -> None:
            give([Path(name) for name in names])
            if form.is_open and not form.is_changed:
                form.accept()

        def given(values: dict[str, str]) -> None:
            typed = values["what"].strip()
            if typed and find(typed):
                give([typed])
                form.accept()
            elif typed:
                form.refuse("It names no arXiv id, no DOI and no address.", "what")
            else:
                form.refuse("Type or paste what names a paper: an arXiv id, a DOI, an address.", "what")

        if isinstance(below := form.layout(), QVBoxLayout):
            below.insertWidget(1, button("addFiles", "Choose files…", files))
        form.given.connect(given)
        form.open()
        text.setFocus()
        text.selectAll()

    def new_paper(self, made: Callable[[int], object]) -> None:
        """A paper that has no source."""
        form = Form(self._look, self._window(), "New paper", "paperForm", "Make the paper")
        title = form.line("title", "Title")
        form.line("authors", "Authors", hint="separate several with ;, or as a byline")
        form.line("published", "Date", hint="YYYY-MM-DD")
        form.line("url", "Address", hint="https://…")

        def given(values: dict[str, str]) -> None:
            day = values["published"].strip()
            try:
                published = date.fromisoformat(day) if day else None
            except ValueError:
                form.refuse(f"“{day}” is no date of the form 2022-03-29.", "published")
                return

            def job(edit: "Edit") -> int:
                return edit.papers.new(
                    values["title"], names_in(values["authors"]), published, values["url"].strip() or None
                )

            def done(paper: int) -> None:
                form.accept()
                made(paper)

            form.wait()
            self._history.edit("Make a paper", job, done, form.fail)

        form.given.connect(given)
        form.open()
        title.setFocus()

    def _chooser(self, name: str) -> Chooser:
        if name not in self._choosers:
            self._choosers[name] = Chooser(self._look, self._window(), name)
        return self._choosers[name]


def names_in(text: str) -> tuple[str, ...]:
    """Names parted by semicolons, or those of a byline."""
    words = text.strip()
    line = read_byline(words if words.startswith("By ") else f"By {words}") if ";" not in words and words else None
    if line is not None:
        return line.names
    return tuple(name.strip() for name in text.split(";") if name.strip())
