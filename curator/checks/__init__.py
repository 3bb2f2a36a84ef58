"""The rules that an issue is held against."""

from curator.checks.check import Check
from curator.checks.contents import PAPER_WITHOUT_WHY
from curator.checks.references import CITATION_WITHOUT_WORK
from curator.domain.document import IssueDocument
from curator.domain.findings import Finding, Severity

CHECKS: tuple[Check, ...] = (CITATION_WITHOUT_WORK, PAPER_WITHOUT_WHY)
"""Every rule, in the order in which findings of one weight are told."""

__all__ = ["CHECKS", "Check", "run"]

_WEIGHTS = list(Severity)


def run(document: IssueDocument) -> tuple[Finding, ...]:
    """All findings, what blocks first."""
    found = [finding for check in CHECKS for finding in check.run(document)]
    return tuple(sorted(found, key=lambda finding: _WEIGHTS.index(finding.severity)))
