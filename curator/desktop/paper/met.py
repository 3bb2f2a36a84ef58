"""Another text that stands beside a field: who wrote it, when, and what it and the field's were both made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Whose(StrEnum):
    """Where a text beside a field is from."""

    COMMAND = "command"
    LIBRARY = "library"
    RESCUED = "rescued"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Met:
    """`common` is the text (Markdown) that it and the field's were made of, None where that is not known. `at` is when a rescued one
    could not be saved (UTC)."""

    text: str
    whose: Whose
    common: str | None = None
    at: datetime | None = None
