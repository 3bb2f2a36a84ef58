"""What the outline shows of an issue, as plain values, read and counted away from the window's thread."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.domain.document import DocumentEntry, IssueDocument, Manuscript
from curator.domain.emoji import split_emoji
from curator.domain.findings import Finding, Severity
from curator.domain.issues import Entry, Issue, IssueRow, Kind, Section
from curator.domain.outline import Outline, outline_of
from curator.domain.papers import Paper, Status

if TYPE_CHECKING:
    from curator.library.library import Library

KINDS = tuple(kind.value for kind in Kind)
_BEGIN = re.compile(r"(?:>[ \t]*|[#\-*+]+[ \t]+)+")
_EMPHASIS = re.compile(r"(?<![\w*_\\])([*_])(?=[^\s*_])([^*_]*[^\s*_])\1(?![\w*_])")
PLURALS = {"paper": "papers", "link": "links"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outline. `kind` is that of an entry, or section, lead, intro (a section's own text), hint (an empty section says so).

    `section` is None for the lead. `number` counts papers. `note`: what a section holds, in words. `state`: "" (none to show), empty,
    drafting, ready, or blocks (a finding keeps it from being published). `finding`: the worst of this row, as a sentence.
    """

    kind: str
    id: int
    section: int | None
    title: str
    emoji: str = ""
    words: int = 0
    number: int | None = None
    paper: int | None = None
    note: str = ""
    state: str = ""
    finding: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same while the row moves or changes."""
        return ("entry" if self.is_entry else self.kind, self.id)

    @property
    def is_entry(self) -> bool:
        return self.kind in KINDS


@dataclass(frozen=True, slots=True)
class Group:
    """A section with a title, and what stands in it."""

    row: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An issue as the outline shows it. `top` stands before the first section; `states` are those of the papers, in order.

    `papers` are the works that it shows. `words` are those of all rows, `minutes` how long they take to read.
    """

    issue: Issue
    order: Outline
    top: tuple[Row, ...]
    groups: tuple[Group, ...]
    states: tuple[str, ...]
    words: int
    minutes: int
    findings: tuple[Finding, ...]
    papers: frozenset[int]

    @property
    def ready(self) -> int:
        return self.states.count("ready")

    def rows(self) -> Iterator[Row]:
        """Every row, from top to bottom."""
        yield from self.top
        for group in self.groups:
            yield group.row
            yield from group.rows

    def entry(self, number: int) -> Entry:
        """An entry of the issue. KeyError if it is not there."""
        for section in self.issue.sections:
            for entry in section.entries:
                if entry.id == number:
                    return entry
        raise KeyError(number)

    def section(self, number: int) -> Section:
        """A section of the issue. KeyError if it is not there."""
        for section in self.issue.sections:
            if section.id == number:
                return section
        raise KeyError(number)


def read_sheet(library: "Library", issue: int) -> Sheet:
    """Everything the outline shows of an issue, from one snapshot. Raises NotFound if it is gone."""
    from curator.jobs.review import review  # the library's work and markdown-it: not before the first paint
    from curator.writing.assembly import assemble

    with library.read() as reading:
        manuscript = reading.manuscripts.read(issue, pictures=False)
    document = assemble(manuscript)
    return sheet_of(manuscript, document, review(document))


def name_of(issue: Issue | IssueRow) -> str:
    """How an issue is called in the window: its edition, else its title."""
    return issue.edition or issue.title


def sheet_of(manuscript: Manuscript, document: IssueDocument, findings: tuple[Finding, ...]) -> Sheet:
    """The rows of an issue. `document` is the manuscript with everything resolved, `findings` what the rules say of it."""
    issue = manuscript.issue
    worst: dict[int | str | None, Finding] = {}
    for finding in findings:  # those that block come first
        worst.setdefault(finding.section if finding.entry is None else finding.entry, finding)
    shown = {entry.id: entry for section in document.sections for entry in section.entries}
    texts = {section.id: section.text for section in document.sections}
    top = [_text_row("lead", issue.id, None, "Lead", document.lead, worst.get(None))] if document.lead else []
    groups: list[Group] = []
    for section in issue.sections:
        rows = [_row(entry, section.id, manuscript.papers, shown.get(entry.id), worst) for entry in section.entries]
        if text := texts.get(section.id):
            found = worst.get(section.title)
            rows.insert(0, _text_row("intro", section.id, section.id, _first_words(text), text, found))
        if section.title:
            groups.append(_group(section, rows))
        else:
            top += rows
    whole = [*top, *(row for group in groups for row in group.rows)]
    states = tuple(
        _state(manuscript.papers[row.paper]) for row in whole if row.kind == Kind.PAPER and row.paper is not None
    )
    return Sheet(
        issue,
        outline_of(issue),
        tuple(top),
        tuple(groups),
        states,
        document.words,
        document.minutes,
        findings,
        frozenset(manuscript.papers),
    )


def _group(section: Section, rows: list[Row]) -> Group:
    emoji, name = split_emoji(section.title)
    blocked = next((row.finding for row in rows if row.state == "blocks"), "")
    found = blocked or next((row.finding for row in rows if row.finding), "")
    words = sum(row.words for row in rows)
    head = Row(
        "section",
        section.id,
        section.id,
        name,
        emoji,
        words,
        note=_holds(rows),
        state="blocks" if blocked else "warns" if found else "",
        finding=found,
    )
    hint = Row("hint", section.id, section.id, "Drop papers or links here")
    return Group(head, tuple(rows) or (hint,))


def _text_row(kind: str, id: int, section: int | None, title: str, text: str, finding: Finding | None) -> Row:
    """The lead, or a section's own text."""
    state = "blocks" if finding is not None and finding.severity is Severity.BLOCKS else ""
    return Row(kind, id, section, title, words=_count(text), state=state, finding=finding.message if finding else "")


def _row(
    entry: Entry,
    section: int,
    papers: Mapping[int, Paper],
    shown: DocumentEntry | None,
    worst: Mapping[int | str | None, Finding],
) -> Row:
    paper = papers.get(entry.paper) if entry.paper is not None else None
    finding = worst.get(entry.id)
    state = _state(paper) if entry.kind is Kind.PAPER and paper is not None else ""
    if finding is not None and finding.severity is Severity.BLOCKS:
        state = "blocks"
    return Row(
        entry.kind.value,
        entry.id,
        section,
        _title(entry, paper, shown),
        words=_entry_words(shown),
        number=shown.number if shown else None,
        paper=entry.paper,
        state=state,
        finding=finding.message if finding else "",
    )


def _holds(rows: list[Row]) -> str:
    """“10 papers”, “3 links”, else how many words there are."""
    for kind, plural in PLURALS.items():
        if count := sum(row.kind == kind for row in rows):
            return f"{count} {plural if count > 1 else kind}"
    return f"{sum(row.words for row in rows):,} words" if rows else "empty"


def _title(entry: Entry, paper: Paper | None, shown: DocumentEntry | None) -> str:
    if paper is not None:
        return paper.title
    text = (shown.text if shown else None) or entry.text or ""
    return entry.title or _first_words(text) or entry.url or "Empty text"


def _state(paper: Paper) -> str:
    if paper.status in (Status.READY, Status.PUBLISHED):
        return "ready"
    return "drafting" if paper.why or paper.insights else "empty"


def _entry_words(entry: DocumentEntry | None) -> int:
    if entry is None:
        return 0
    texts = [field.text for field in entry.fields] + ([entry.text] if entry.text else [])
    return sum(map(_count, texts)) + (_count(entry.title) if entry.kind is Kind.LINK else 0)


def _count(text: str | None) -> int:
    from curator.writing.markdown import words  # markdown-it: with the issue alone

    return words(text or "")


def _first_words(text: str) -> str:
    """The first line of a Markdown text, without the marks that a reader does not see."""
    line = next((line for line in text.splitlines() if line.strip()), "").strip()
    begin = _BEGIN.match(line)
    plain = line[begin.end() if begin else 0 :].replace("**", "").replace("`", "")
    plain = _EMPHASIS.sub(r"\2", plain)
    while (start := plain.find("](")) >= 0 and (end := plain.find(")", start)) >= 0:
        plain = plain[:start].replace("[", "", 1) + plain[end + 1 :]
    return plain[:120]
