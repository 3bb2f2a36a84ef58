"""What a check says of an issue."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    BLOCKS = "blocks"
    WARNS = "warns"
    ADVISES = "advises"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence that names the thing, and its place. `section` is a title, `entry` a number as in `issue show`; None: the issue itself."""

    check: str
    severity: Severity
    message: str
    section: str | None = None
    entry: int | None = None
    paper: int | None = None
    field: str | None = None
