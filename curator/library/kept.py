"""What an editor types, in the form in which the library keeps it."""

import json
from collections.abc import Iterable

from curator.domain.bylines import SHAPES
from curator.domain.errors import Refused
from curator.domain.identifiers import clean_address
from curator.domain.texts import as_line, shortened


def as_address(typed: str) -> str:
    """A web address, percent-encoded. Raises Refused for anything else."""
    kept = clean_address(typed)
    if kept is None:
        raise Refused(f"“{shortened(typed)}” is no web address. It begins with http:// or https://.", about="url")
    return kept


def as_shape(typed: str) -> str:
    """How many authors a byline names: 1, 2, 3 or all. Raises Refused for anything else."""
    if typed not in SHAPES:
        raise Refused(f"A byline names {', '.join(SHAPES[:-1])} or {SHAPES[-1]} authors, not “{typed}”.")
    return typed


def as_list(typed: Iterable[str]) -> str:
    """Texts of one line as a JSON list, without empty ones."""
    return json.dumps([line for line in map(as_line, typed) if line], ensure_ascii=False)
