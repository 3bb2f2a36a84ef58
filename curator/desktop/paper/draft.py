"""One field of one paper while what is typed in it is on its way to the library."""

from dataclasses import dataclass, field
from pathlib import Path

from curator.desktop.paper.met import Met
from curator.desktop.paper.rescue import KeptText


@dataclass(slots=True)
class Draft:
    """One field of one paper, from the moment it was read until all that was typed in it is in the library.

    `sent` is the text as last read or sent, in the field's own form. `base` is the hash that the next save is made from: what the
    library holds once all that is under way is in. `held` is the hash of what it is known to hold, `words` that text. `under_way` are the
    texts that were sent and are not in. `met` is another's text that the editor has not decided about yet. `rescued`
    is one of an earlier run, until it is a version in the library, `is_letting_go` while it becomes that. `keeping` counts the files that are being written for it, `kept` is the one that was,
    with the text `filed`.
    """

    paper: int
    sent: str
    base: str
    held: str
    under_way: list[str] = field(default_factory=list)
    error: Exception | None = None
    words: str | None = None
    met: Met | None = None
    rescued: KeptText | None = None
    is_letting_go: bool = False
    keeping: int = 0
    kept: Path | None = None
    filed: str | None = None

    @property
    def is_over(self) -> bool:
        return not self.under_way and self.error is None and self.met is None and not self.is_letting_go

    @property
    def is_all_in(self) -> bool:
        """Whether the library has all of it, so that no file needs to."""
        return self.error is None and not self.under_way and self.met is None and self.rescued is None
