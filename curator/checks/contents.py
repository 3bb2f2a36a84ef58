"""Rules about what an issue must hold."""

from collections.abc import Iterator

from curator.checks.check import Check
from curator.domain.document import IssueDocument
from curator.domain.findings import Finding, Severity
from curator.domain.issues import Kind
from curator.domain.writeups import WHY


def _papers_without_why(document: IssueDocument) -> Iterator[Finding]:
    for section in document.sections:
        for entry in section.entries:
            if entry.kind is Kind.PAPER and not any(field.name == WHY.name for field in entry.fields):
                yield Finding(
                    PAPER_WITHOUT_WHY.name,
                    Severity.WARNS,
                    f"“{entry.title}” has no {WHY.title}. Say why a reader should care, or take the paper out.",
                    section=section.title,
                    entry=entry.id,
                    paper=entry.paper,
                    field=WHY.name,
                )


PAPER_WITHOUT_WHY = Check("paper-without-why", "Does each paper say why a reader should care?", _papers_without_why)
