"""What a write touched: kinds (names of the library's tables) and ids."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that were made, changed or removed, and the paper, section and issue that such a row belongs to: a new tag names its paper too.

    `everything`: more than can be named, read all anew.
    """

    rows: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    everything: bool = False

    def ids(self, *kinds: str) -> frozenset[int]:
        """Numbers of the rows of these kinds that were touched."""
        return frozenset(row for kind, row in self.rows if kind in kinds)

    def touches(self, *kinds: str) -> bool:
        return self.everything or any(kind in kinds for kind, _ in self.rows)

    @classmethod
    def joined(cls, many: Iterable["Changes"]) -> "Changes":
        """All of these as one."""
        found = list(many)
        return cls(frozenset(row for one in found for row in one.rows), any(one.everything for one in found))
