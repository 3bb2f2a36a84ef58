"""Findings of an issue."""

from curator import checks
from curator.domain.document import IssueDocument
from curator.domain.findings import Finding


def review(document: IssueDocument) -> tuple[Finding, ...]:
    """What the rules say of an issue, what blocks publishing first."""
    return checks.run(document)
