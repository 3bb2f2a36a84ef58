"""What a check is: a rule that an issue is held against."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from curator.domain.document import IssueDocument
from curator.domain.findings import Finding


@dataclass(frozen=True, slots=True)
class Check:
    """A rule. `name` is what a finding of it is called, `asks` says in a sentence what it looks for."""

    name: str
    asks: str
    run: Callable[[IssueDocument], Iterable[Finding]]
