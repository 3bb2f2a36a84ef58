"""A text that is not in the library: where it is, in words, and several of them as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.domain.writeups import FIELDS


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that is not in the library. `kept` is the file that has it, None: none has; `is_known` False: that is being found out."""

    paper: int
    field: str
    text: str
    error: Exception | None
    kept: Path | None
    is_known: bool


def where(one: Unsaved) -> str:
    """Where a text is that is not saved, in a sentence."""
    if not one.is_known:
        return "A file is being written for it."
    if one.kept is None:
        return "It could not be written to a file either: it is in this window alone."
    return f"It is kept in {one.kept}, and is offered when this library is opened again."


def as_one(texts: Sequence[Unsaved]) -> str:
    """The texts as Markdown: one as it is, several each under its name."""
    if len(texts) == 1:
        return texts[0].text
    titles = {field.name: field.title for field in FIELDS}
    return "\n\n".join(f"## Paper {one.paper}: {titles.get(one.field, one.field)}\n\n{one.text}" for one in texts)
