"""A write-up: the structured texts about a paper, and their revisions."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a write-up. `name` is its key in the library and in JSON; the target is a range of words."""

    name: str
    emoji: str
    title: str
    hint: str
    low: int
    high: int

    @property
    def label(self) -> str:
        """As it stands in an issue: **❓ Why →**."""
        return f"{self.emoji} {self.title} →"


WHY = Field("why", "❓", "Why", "Why should this reader care? What was stuck before?", 25, 60)
INSIGHTS = Field("insights", "💡", "Key insights", "What did they find, and what follows from it?", 100, 200)
FIELDS = (WHY, INSIGHTS)


@dataclass(frozen=True, slots=True)
class Text:
    """One field's text as it is in the library. `sha` is the hex SHA-256 of the UTF-8 text, "" for none.

    `is_whole` is False where the text is not the one that this was made of: the file was damaged, and a revision may have it whole.
    """

    text: str | None
    sha: str
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Revision:
    """A field's text at a time (UTC). `origin`: typed, command, imported, undo, merged, restored (put back), rescued (could not be saved when it was
    written), other (a save that met another's)."""

    id: int
    paper: int
    field: str
    text: str | None
    at: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. `other` is the text that came between, None unless there was a conflict: then both are kept,
    the library holds the text that was just saved and the other is a revision. `whose`: from where the other was written, window or
    command; None if that is not known."""

    sha: str
    other: str | None = None
    whose: str | None = None
