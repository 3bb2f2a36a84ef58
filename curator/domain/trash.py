"""What was removed and is kept for a while: its kinds, how it is listed, and what became of it when it was put back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

KEPT_DAYS = 30
"""So long what was removed stays in the trash."""


class TrashKind(StrEnum):
    """MERGED is what parting two papers needs: it is not listed, and does not go by age."""

    PAPER = "paper"
    ISSUE = "issue"
    SECTION = "section"
    ENTRY = "entry"
    FIGURE = "figure"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Trashed:
    """Something in the trash. `place` says where it was, in words for people; `at` is UTC; `days_left` counts whole days, 0 is the last.

    `paper` and `issue` are what it was or belonged to; they may be gone too.
    """

    id: int
    kind: TrashKind
    title: str
    place: str | None
    at: datetime
    days_left: int
    paper: int | None
    issue: int | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: `id` is its number by now (of a figure that of its paper). `note`: what is not as it was, in sentences."""

    kind: TrashKind
    id: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """A paper that another took in. `at`: when (UTC), None if that was before what parting needs was kept: it can't be parted then."""

    id: int
    key: str
    title: str
    at: datetime | None

    @property
    def can_be_parted(self) -> bool:
        return self.at is not None
