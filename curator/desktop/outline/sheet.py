"""What the outline shows of an issue, as plain values, read and counted away from the window's thread."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.domain.document import DocumentEntry, IssueDocument
from curator.domain.findings import Finding, Severity
from curator.domain.issues import Entry, Issue, IssueRow, Kind
from curator.domain.outline import Outline, outline_of
from curator.domain.papers import Paper, Status

if TYPE_CHECKING:
    from curator.library.library import Library

WORDS_A_MINUTE = 220


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outline. `kind` is section, lead, intro (a section's own text) or that of an entry; `number` counts papers.

    `note`: what a section holds, in words. `state`: "" (none to show), empty, drafting, ready, published; `finding`: the worst of this row, as a sentence.
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
    blocks: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same while the row moves or changes."""
        return ("entry" if self.is_entry else self.kind, self.id)

    @property
    def is_entry(self) -> bool:
        return self.kind in tuple(Kind)


@dataclass(frozen=True, slots=True)
class Group:
    """A section with a title, and what stands in it."""

    row: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An issue as the outline shows it. `top` stands before the first section; `states` are those of the papers, in order."""

    issue: Issue
    order: Outline
    top: tuple[Row, ...]
    groups: tuple[Group, ...]
    states: tuple[str, ...]
    words: int
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> int:
        return sum(state in ("ready", "published") for state in self.states)

    @property
    def minutes(self) -> int:
        """Reading time, one minute at least."""
        return max(1, round(self.words / WORDS_A_MINUTE))


def read_sheet(library: "Library", issue: int) -> Sheet:
    """Everything the outline shows of an issue. Raises NotFound if it is gone."""
    from curator.jobs.compose import compose  # the library's work: never on the window's thread
    from curator.jobs.review import review

    with library.read() as reading:
        whole = reading.issues.get(issue)
        papers = reading.papers.many([e.paper for s in whole.sections for e in s.entries if e.paper is not None])
    document = compose(library, issue)
    return _Reading(whole, papers, document, review(document)).sheet()


def read_issues(library: "Library") -> tuple[IssueRow, ...]:
    """The issues there are, newest first."""
    with library.read() as reading:
        return reading.issues.list()


def name_of(issue: Issue | IssueRow) -> str:
    """How an issue is called in the window: its edition, else its title."""
    return issue.edition or issue.title


def split_emoji(title: str) -> tuple[str, str]:
    """A leading emoji, which stands in a column of its own, and the rest."""
    first, space, rest = title.partition(" ")
    if space and rest.strip() and first and all(_is_picture(letter) for letter in first):
        return first, rest.strip()
    return "", title


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) in ("So", "Sk", "Mn", "Cf") or letter == "\u200d"


class _Reading:
    """Makes the rows of one issue."""

    def __init__(
        self, issue: Issue, papers: dict[int, Paper], document: IssueDocument, findings: tuple[Finding, ...]
    ) -> None:
        self._issue, self._papers, self._document, self._findings = issue, papers, document, findings
        self._shown = {entry.id: entry for section in document.sections for entry in section.entries}
        self._states: list[str] = []

    def sheet(self) -> Sheet:
        top = [Row("lead", self._issue.id, None, "Lead", words=_count(self._document.lead))] if self._issue.lead else []
        groups = []
        for section in self._issue.sections:
            rows = [self._row(entry, section.id) for entry in section.entries]
            if section.text:
                rows.insert(
                    0, Row("intro", section.id, section.id, _first_words(section.text), words=_count(section.text))
                )
            if not section.title:
                top += rows
                continue
            emoji, name = split_emoji(section.title)
            worst = next((row.finding for row in rows if row.finding), "")
            head = Row(
                "section",
                section.id,
                section.id,
                name,
                emoji,
                sum(row.words for row in rows),
                note=_holds(rows),
                finding=worst,
            )
            groups.append(Group(head, tuple(rows)))
        return Sheet(
            self._issue,
            outline_of(self._issue),
            tuple(top),
            tuple(groups),
            tuple(self._states),
            self._document.words,
            self._findings,
        )

    def _row(self, entry: Entry, section: int) -> Row:
        shown = self._shown.get(entry.id)
        paper = self._papers.get(entry.paper) if entry.paper is not None else None
        finding = next((one for one in self._findings if one.entry == entry.id), None)
        state = ""
        if entry.kind is Kind.PAPER and paper is not None:
            state = _state(paper)
            self._states.append(state)
        return Row(
            entry.kind.value,
            entry.id,
            section,
            _title(entry, paper),
            words=_entry_words(shown),
            number=shown.number if shown else None,
            paper=entry.paper,
            state=state,
            finding=finding.message if finding else "",
            blocks=finding is not None and finding.severity is not Severity.ADVISES,
        )


def _holds(rows: list[Row]) -> str:
    """“10 papers”, “3 links”, else how many words there are."""
    for kind, name in (("paper", "paper"), ("link", "link")):
        count = sum(row.kind == kind for row in rows)
        if count:
            return f"{count} {name}" + ("s" if count > 1 else "")
    words = sum(row.words for row in rows)
    return f"{words:,} words" if rows else "empty"


def _title(entry: Entry, paper: Paper | None) -> str:
    if paper is not None:
        return paper.title
    return entry.title or _first_words(entry.text or "") or entry.url or "Empty text"


def _state(paper: Paper) -> str:
    if paper.status in (Status.READY, Status.PUBLISHED):
        return "ready"
    return "drafting" if paper.why or paper.insights else "empty"


def _entry_words(entry: DocumentEntry | None) -> int:
    if entry is None:
        return 0
    texts = [field.text for field in entry.fields] + ([entry.text] if entry.text else [])
    return sum(_count(text) for text in texts) + (_count(entry.title) if entry.kind is Kind.LINK else 0)


def _count(text: str | None) -> int:
    from curator.writing.markdown import words  # markdown-it: with the issue alone

    return words(text)


def _first_words(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "")
    plain = line.strip().lstrip("#>-* ").replace("**", "").replace("[", "").split("](")[0]
    return plain[:120]
