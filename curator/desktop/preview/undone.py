"""What of an issue its editor has not called done: no rule is broken, but one may want to know before it goes out."""

from collections.abc import Callable, Mapping

from curator.domain.document import DocumentEntry, IssueDocument
from curator.domain.findings import Finding, Severity
from curator.domain.issues import Kind
from curator.domain.papers import Paper, Status
from curator.domain.texts import shortened
from curator.domain.writeups import INSIGHTS, WHY

NAMED = 2  # papers that a sentence names
LONGEST_NAME = 40


def undone(document: IssueDocument, papers: Mapping[int, Paper]) -> tuple[Finding, ...]:
    """A sentence for each kind of thing that is not done; it leads to the first paper of its kind. `papers` are those of the document."""
    shown = [
        (entry, papers[entry.paper])
        for section in document.sections
        for entry in section.entries
        if entry.kind is Kind.PAPER and entry.paper is not None and entry.paper in papers
    ]

    def those(is_so: Callable[[DocumentEntry, Paper], bool]) -> list[DocumentEntry]:
        return [entry for entry, paper in shown if is_so(entry, paper)]

    def lacks(name: str) -> list[DocumentEntry]:
        return those(lambda entry, _: all(field.name != name for field in entry.fields))

    kinds = (
        ("not-ready", "Not marked ready", those(lambda _, paper: paper.status not in (Status.READY, Status.PUBLISHED)), WHY.name),
        ("without-insights", f"Without {INSIGHTS.title}", lacks(INSIGHTS.name), INSIGHTS.name),
        ("without-title", "Without a title", those(lambda _, paper: paper.to_fetch and "title" not in paper.edited), WHY.name),
    )  # fmt: skip
    return tuple(
        Finding(check, Severity.ADVISES, f"{words}: {_names(entries)}", paper=entries[0].paper, field=field)
        for check, words, entries, field in kinds
        if entries
    )


def _names(entries: list[DocumentEntry]) -> str:
    """“STaR”, “Kubric” and 3 more."""
    named = [f"“{shortened(entry.title, LONGEST_NAME)}”" for entry in entries[:NAMED]]
    more = len(entries) - len(named)
    if more:
        return f"{', '.join(named)} and {more} more"
    return " and ".join(named)
