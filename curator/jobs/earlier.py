"""An issue published earlier, from its Markdown into the library: papers, write-ups, outline, in one step that can be taken back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from curator.domain.bylines import DEFAULT_SHAPE, byline
from curator.domain.document import Reference
from curator.domain.errors import NotFound, Refused, Unreadable
from curator.domain.findings import Finding, Severity
from curator.domain.identifiers import clean_address
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Paper
from curator.domain.progress import Progress
from curator.domain.texts import as_line
from curator.export.markdown import made_definition, render
from curator.jobs.arriving import ONE_STEP
from curator.jobs.compose import compose
from curator.jobs.desk import Desk
from curator.jobs.earlierworks import Arrived, ReadWork, names_given, put_in, texts_of, works_of
from curator.jobs.ownfiles import belongs_to
from curator.jobs.picturefiles import Pictures
from curator.sources.issuetext import UNTITLED, ReadEntry, ReadIssue, ReadSection, Unsure, is_issue, read_issue
from curator.writing.citations import keys, renamed
from curator.writing.markdown import link

if TYPE_CHECKING:
    from curator.library.library import Edit, Library

LARGEST = 20 * 2**20
"""Bytes of a file that is read as an issue."""

CHECK = "import"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `added` and `known` count works; `was_there`: nothing was changed, the file had been imported as `issue`."""

    issue: int
    added: int
    known: int
    findings: tuple[Finding, ...]
    was_there: bool = False


def import_issue(desk: Desk, path: Path, progress: Progress) -> Imported:
    """Puts the issue of a Markdown file into the library, as a draft. Nothing is fetched: what is incomplete waits.

    Raises NotFound, Unreadable or Refused with a sentence; the library then is as it was.
    """
    library = desk.library
    progress.step(0, 3, "Reading the issue")
    data = _bytes(path, library)
    sha = hashlib.sha256(data).hexdigest()
    pictures = Pictures(path)
    read = read_issue(_text(data, path), pictures.src_of)
    read = replace(read, front=replace(read.front, title=read.front.title or as_line(path.stem)))
    works = works_of(read)
    progress.step(1, 3, "Comparing it with the library")
    there = _there_already(library, sha, data, read.front.slug)
    if there is not None:
        return Imported(there, 0, len(works), (), was_there=True)
    progress.step(2, 3, "Putting it into the library")
    # more works than a step can hold stay when the import is taken back
    placed = _taken_in(library, works, f"Import the works of “{read.front.title}”") if len(works) > ONE_STEP else None
    with library.edit(f"Import “{read.front.title}”") as edit:
        progress.step(2, 3, "Putting it into the library")
        again = put_in(edit, works)
        placed = placed or again
        writing = _Writing(edit, read, works, placed, pictures)
        issue = writing.write()
        edit.issues.note_import(sha, issue)
    progress.step(3, 3)
    papers = {one.paper: one.is_new for one in placed}
    return Imported(issue, sum(papers.values()), len(papers) - sum(papers.values()), tuple(writing.findings))


def holds_issue(path: Path, library: "Library") -> bool:
    """Whether a file has the form of an issue, rather than being a text that names works. What can't be read has not."""
    try:
        return is_issue(_text(_bytes(path, library), path))
    except (NotFound, Refused, Unreadable):
        return False


def _bytes(path: Path, library: "Library") -> bytes:
    try:
        if belongs_to(library.path, path):
            raise Refused(f"{path} is the library itself; there is no issue to import in it.")
        if not path.is_file():
            raise NotFound(f"There is no file {path}.")
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"{path.name} has more than {LARGEST // 2**20} MB: it is no issue.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {path}.") from error
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror or error}.") from error


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is no text in UTF-8. Save it as UTF-8 in your editor and try again.") from error


def _there_already(library: "Library", sha: str, data: bytes, slug: str | None) -> int | None:
    """The issue that this file was imported as, or that is exported as these very bytes."""
    with library.read() as reading:
        found = reading.issues.imported(sha)
        same_slug = next((row.id for row in reading.issues.list() if row.slug == slug), None)
    if found is None and same_slug is not None and render(compose(library, same_slug)).text == data:
        return same_slug
    return found


def _taken_in(library: "Library", works: Sequence[ReadWork], label: str) -> list[Arrived]:
    """Puts many works in without holding up whoever types, and says where each is."""
    placed: list[Arrived] = []
    with library.intake(label) as intake:
        for some in intake.each(works, put_in):
            placed += some
    return placed


class _Writing:
    """Writes one issue within one edit, and notes what there is to say about it."""

    def __init__(
        self, edit: "Edit", read: ReadIssue, works: Sequence[ReadWork], placed: Sequence[Arrived], pictures: Pictures
    ) -> None:
        self._edit = edit
        self._read = read
        self._works = works
        self._pictures = pictures
        self._papers = {place: one for work, one in zip(works, placed, strict=True) for place in work.entries}
        self._defined = [(work, one.paper) for work, one in zip(works, placed, strict=True) if work.definitions]
        self._names: Mapping[str, str] = names_given(edit, works, placed)
        self._written: set[int] = set()
        self.findings: list[Finding] = []

    def write(self) -> int:
        """Makes the issue, and gives its number."""
        for data in self._pictures.bytes.values():
            self._edit.figures.put(data)
        issue = self._issue()
        for number, section in enumerate(self._read.sections):
            self._section(issue, number, section)
        for work, paper in self._defined:
            self._define(issue, work, self._edit.papers.get(paper))
        for unsure in (*map(Unsure, self._pictures.faults), *self._read.unsure):
            self._say(unsure.message, section=unsure.section)
        return issue

    def _issue(self) -> int:
        front = self._read.front
        issue = self._edit.issues.new(
            front.title or UNTITLED,
            front.edition,
            self._date(front.date),
            self._named(front.lead),
            front.slug,
            front.authors,
            front.tags,
        )
        if front.cover is not None:
            src = self._pictures.src_of(front.cover.src)
            if src is not None:
                self._edit.figures.put(self._pictures.bytes[src])
                self._edit.issues.set_cover(issue, replace(front.cover, src=src))
        return issue

    def _date(self, typed: str | None) -> str | None:
        """The day in what was typed; a time of day after it is left out."""
        try:
            return date.fromisoformat(typed[:10]).isoformat() if typed else None
        except ValueError:
            self._say(f"“{typed}” is no date of the form 2022-04-06; the issue has none.")
            return None

    def _section(self, issue: int, number: int, section: ReadSection) -> None:
        there = self._edit.issues.add_section(issue, section.title, self._named(section.text))
        entries: list[NewEntry] = []
        wordless: list[int] = []
        for place, entry in enumerate(section.entries):
            one = self._entry(entry, self._papers.get((number, place)), section.title or None)
            if one is not None:
                wordless += [len(entries)] if one.kind is Kind.MENTION and not one.text else []
                entries.append(one)
        added = self._edit.issues.add(there, entries).added
        for at in wordless:
            # An entry for a mention is given words where it has none; in the file it had none.
            self._edit.issues.edit_entry(added[at], text=None)

    def _entry(self, entry: ReadEntry, placed: Arrived | None, section: str | None) -> NewEntry | None:
        """The entry as it is to be put in; None for a paper that the issue has already."""
        text = self._named(entry.text)
        if entry.kind is Kind.PAPER and placed is not None:
            return self._paper(entry, placed, section)
        address = clean_address(entry.address) if entry.address else None
        if entry.address and address is None:
            return self._as_text(entry, text, section)
        if entry.kind is Kind.LINK:
            title = entry.title or address
            return NewEntry(Kind.LINK, title=title, url=address, text=text) if title else NewEntry(Kind.TEXT, text=text)
        if entry.kind is Kind.MENTION:
            known = placed is not None and self._edit.papers.get(placed.paper).address == address
            return NewEntry(Kind.MENTION, placed.paper if known and placed else None, url=address, text=text)
        return NewEntry(Kind.TEXT, text=text)

    def _as_text(self, entry: ReadEntry, text: str | None, section: str | None) -> NewEntry:
        """A link or mention that leads nowhere stays as what it says."""
        self._say(f"“{entry.address}” is no web address; the entry was kept as text.", section=section)
        said = link(entry.title, entry.address) if entry.kind is Kind.LINK else None
        return NewEntry(Kind.TEXT, text=" — ".join(filter(None, (said, text))))

    def _paper(self, entry: ReadEntry, placed: Arrived, section: str | None) -> NewEntry | None:
        paper = self._edit.papers.get(placed.paper)
        self._write_up(entry, paper, section)
        if paper.id in self._written:
            self._say(f"“{entry.title}” stands twice in this issue; it was put in once.", section, paper.id)
            return None
        self._written.add(paper.id)
        links = tuple(one for one in entry.links if clean_address(one.url))
        if len(links) < len(entry.links):
            self._say(f"A link of “{entry.title}” has no web address; it was left out.", section, paper.id)
        if links and not paper.links:
            self._edit.papers.set_links(paper.id, links)
        if entry.address and clean_address(entry.address) is None:
            self._say(f"“{entry.address}” is no web address; “{entry.title}” has none.", section, paper.id)
        made = byline(paper.authors, DEFAULT_SHAPE)
        return NewEntry(Kind.PAPER, paper.id, byline=None if entry.byline == (made or None) else entry.byline)

    def _write_up(self, entry: ReadEntry, paper: Paper, section: str | None) -> None:
        """Keeps the texts: as the paper's, or as revisions where the paper has words of its own."""
        there = {"why": paper.why, "insights": paper.insights}
        has_words = any(text is not None for text in there.values())
        differs = False
        for field, typed in entry.fields:
            text = self._named(typed)
            if not has_words:
                self._edit.writeups.save(paper.id, field, text, None, "imported")
            elif text != there.get(field):
                self._edit.writeups.note(paper.id, field, text, "imported")
                differs = True
        if differs:
            self._say(
                f"“{paper.title}” has a write-up in this library, which stays; the imported one is among its revisions.",
                section,
                paper.id,
            )
        if not has_words:
            mine = {figure.src for figure in paper.figures}
            for figure in entry.figures:
                if figure.src not in mine:
                    self._edit.papers.add_figure(paper.id, figure.src, figure.alt, figure.caption, figure.source)

    def _define(self, issue: int, work: ReadWork, paper: Paper) -> None:
        """Keeps a reference line as it was found, unless the very same is made of a work that is complete."""
        definition = work.definitions[0]
        year = paper.published.year if paper.published else None
        made = made_definition(
            Reference(0, paper.key, 0, paper.authors, paper.title, paper.address, year, None, None, 0)
        )
        if paper.to_fetch or definition.text != made:
            self._edit.issues.define(issue, paper.id, definition.text)
        if len(work.definitions) > 1:
            several = ", ".join(f"[^{one.key}]" for one in work.definitions)
            self._say(f"{several} are one work; they were made one reference.", paper=paper.id)
        cited = keys(texts_of(self._read))
        for one in work.definitions:
            if one.key not in cited:
                self._say(f"[^{one.key}] is listed as a reference and cited nowhere.", paper=paper.id)

    def _named(self, text: str | None) -> str | None:
        """The text with the keys that the works have in this library."""
        return renamed(text, self._names) if text else text

    def _say(self, message: str, section: str | None = None, paper: int | None = None) -> None:
        self.findings.append(Finding(CHECK, Severity.WARNS, message, section, paper=paper))
