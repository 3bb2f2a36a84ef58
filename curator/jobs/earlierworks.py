"""The works of an issue that is imported: which of its papers, references and mentions are one, and what is known of each."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from curator.domain.bylines import read_byline
from curator.domain.errors import Refused
from curator.domain.identifiers import Identifier, Kind, clean_address, encode_address, parse
from curator.domain.issues import Kind as EntryKind
from curator.domain.papers import Record, Status
from curator.domain.texts import as_line
from curator.domain.works import Work, are_one, keys
from curator.sources.issuetext import ReadDefinition, ReadEntry, ReadIssue
from curator.writing import citations
from curator.writing.markdown import LINK, bare_address, unescape_line

if TYPE_CHECKING:
    from curator.library.library import Edit
    from curator.library.merging import Prepared, PutIn

SOURCE = "import"
_LINK = re.compile(LINK)


@dataclass(slots=True)
class ReadWork:
    """One work that the file names: the entries (by section and place, from 0) and the definitions that are this work."""

    prepared: "Prepared"
    status: Status
    address: str | None
    entries: list[tuple[int, int]] = field(default_factory=list)
    definitions: list[ReadDefinition] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a work is in the library, and whether it was new there."""

    paper: int
    is_new: bool


def works_of(read: ReadIssue) -> list[ReadWork]:
    """Each work that the file names, once: papers first, then what is only cited, then what is only mentioned."""
    found = _Works()
    for place, entry in _entries(read, EntryKind.PAPER):
        names = read_byline(entry.byline or "")
        record = _record(entry.title, names.names if names else (), entry.address)
        found.of(record, Status.INBOX, entry.address).entries.append(place)
    for definition in read.definitions:
        record = _record(definition.title, definition.authors, definition.address, definition.year)
        work = found.entry_called(record) or found.of(record, Status.KNOWN, definition.address)
        work.definitions.append(definition)
    for place, entry in _entries(read, EntryKind.MENTION):
        named = parse(entry.address) if entry.address else None
        if named is not None and named.kind is not Kind.URL:
            record = _record(_mentioned_title(entry, named), (), entry.address)
            found.of(record, Status.KNOWN, entry.address).entries.append(place)
    return _with_keys(found.works, read)


def put_in(edit: "Edit", works: Iterable[ReadWork]) -> list[Arrived]:
    """Puts the works into the library, and gives where each is, in order."""
    many = list(works)
    arrived: dict[int, PutIn] = {}
    for status in (Status.INBOX, Status.KNOWN):
        chosen = [number for number, work in enumerate(many) if work.status is status]
        arrived |= zip(chosen, edit.merging.put_in([many[number].prepared for number in chosen], status), strict=True)
    joined = any(one.merged for one in arrived.values())
    placed = []
    for number, work in enumerate(many):
        one = arrived[number]
        placed.append(Arrived(edit.papers.get(one.paper).id if joined else one.paper, one.state == "added"))
        if placed[-1].is_new:
            _keep_as_found(edit, placed[-1].paper, work)
    return placed


def _entries(read: ReadIssue, kind: EntryKind) -> Iterator[tuple[tuple[int, int], ReadEntry]]:
    for number, section in enumerate(read.sections):
        for place, entry in enumerate(section.entries):
            if entry.kind is kind:
                yield (number, place), entry


def _record(title: str, authors: tuple[str, ...], address: str | None, year: int | None = None) -> Record:
    """What the file says of a work. It waits to be fetched if it has a name that a service knows; a title that was read is plain."""
    named = parse(address) if address else None
    waits = named is not None and named.kind is not Kind.URL
    return Record(
        title=title or (str(named) if named else "Untitled"),
        authors=authors,
        published=date(year, 1, 1) if year and 1 <= year <= 9999 else None,
        arxiv=address if named and named.kind is Kind.ARXIV else None,
        doi=address if named and named.kind is Kind.DOI else None,
        url=address if named and named.kind is Kind.URL else None,
        source=SOURCE,
        plain=True,
        to_fetch=waits,
    )


def _mentioned_title(entry: ReadEntry, named: Identifier) -> str:
    """The title that a mention links to its address, else the identifier."""
    for title, target in _LINK.findall(entry.text or ""):
        address = bare_address(target)
        if address and (address == entry.address or parse(address) == named):
            return unescape_line(title) or str(named)
    return str(named)


class _Works:
    """The works found so far, each under every name that could show another record to be the same work."""

    def __init__(self) -> None:
        self.works: list[ReadWork] = []
        self._named: dict[str, list[ReadWork]] = {}

    def of(self, record: Record, status: Status, address: str | None) -> ReadWork:
        """The work that the record speaks of; a new one with this status and address if none is it."""
        from curator.library.merging import prepare  # heavy: SQLAlchemy comes with it

        prepared = prepare(record)
        work = prepared.work
        names = [name for name in (work.folded, work.arxiv, work.doi, work.url) if name]
        for one in (one for name in names for one in self._named.get(name, ())):
            if are_one(one.prepared.work, work):
                one.prepared = _with_names(one.prepared, work)
                return one
        self.works.append(ReadWork(prepared, status, address))
        for name in names:
            self._named.setdefault(name, []).append(self.works[-1])
        return self.works[-1]

    def entry_called(self, record: Record) -> ReadWork | None:
        """Of a reference without an address: the one entry that has none either and is called the same, however its names are read."""
        if record.arxiv or record.doi or record.url:
            return None
        called = [
            work
            for work in self.works
            if work.entries and not work.address and work.prepared.work.title == record.title
        ]
        return called[0] if len(called) == 1 else None


def _with_names(held: "Prepared", other: Work) -> "Prepared":
    """What goes by no identifier takes those of another record of the same work; all else stays as it was found first."""
    work = held.work
    if work.arxiv or work.doi or work.url:
        return held
    named = replace(work, arxiv=other.arxiv, version=other.version, doi=other.doi, url=other.url)
    return replace(held, work=replace(named, to_fetch=other.to_fetch))


def _with_keys(works: list[ReadWork], read: ReadIssue) -> list[ReadWork]:
    """A definition's key is what its work shall be called; its year is that of the work.

    No other work may take a key that a text names without meaning a work of this issue: what is text would become a citation.
    """
    defined = {definition.key for definition in read.definitions}
    meant_as_text = set(citations.keys(texts_of(read))) - defined
    for work in works:
        prepared = work.prepared
        if work.definitions:
            first = work.definitions[0]
            published = date(first.year, 1, 1) if first.year and 1 <= first.year <= 9999 else None
            published = prepared.work.published or published
            work.prepared = replace(prepared, work=replace(prepared.work, published=published), key=first.key)
        elif prepared.key_base in meant_as_text:
            free = next(key for key in keys(prepared.key_base) if key not in meant_as_text)
            work.prepared = replace(prepared, key=free)
    return works


def texts_of(read: ReadIssue) -> Iterator[str | None]:
    """Every text of the issue that may cite."""
    yield read.front.lead
    for section in read.sections:
        yield section.text
        for entry in section.entries:
            yield entry.text
            yield from (text for _, text in entry.fields)


def names_given(edit: "Edit", works: Iterable[ReadWork], placed: Iterable[Arrived]) -> Mapping[str, str]:
    """The key that each defined work has in the library, by the key that the file gives it."""
    papers = [(one.paper, work) for work, one in zip(works, placed, strict=True) if work.definitions]
    there = edit.papers.many([paper for paper, _ in papers])
    return {definition.key: there[paper].key for paper, work in papers for definition in work.definitions}


def _keep_as_found(edit: "Edit", paper: int, work: ReadWork) -> None:
    """A title and an address that the library would show otherwise (blanks folded, the address of an identifier) are the editor's."""
    there = edit.papers.get(paper)
    found = work.prepared.work.title
    if work.entries and as_line(found) != there.title:
        edit.papers.override(paper, title=found)
    if (
        work.address
        and clean_address(work.address)
        and encode_address(there.address or "") != encode_address(work.address)
    ):
        with contextlib.suppress(Refused):  # another paper has it: this one keeps its own
            edit.papers.override(paper, url=work.address)
