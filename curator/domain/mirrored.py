"""A write-up as the mirror keeps it: its texts, and what names the paper that they are about."""

from dataclasses import dataclass

from curator.domain.writeups import Text


@dataclass(frozen=True, slots=True)
class Mirrored:
    """One paper's texts, by field. `paper` is its number in the library, `arxiv` has no version.

    Read from a file, a text is `is_whole` if it is the one that was written; else somebody changed the file, or it was damaged.
    """

    paper: int
    key: str
    title: str
    authors: tuple[str, ...]
    arxiv: str | None
    doi: str | None
    url: str | None
    texts: tuple[tuple[str, Text], ...]
