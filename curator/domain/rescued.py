"""The names of files that keep a text which could not be saved."""

import hashlib
from pathlib import Path

from curator.domain.writeups import FIELDS

ENDING = ".md"


def prefix(library: Path) -> str:
    """What all such files of a library begin with: two libraries of one name have two."""
    return f"{library.stem}-{hashlib.sha256(str(library).encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def place_of(library: Path, name: str) -> tuple[int, str] | None:
    """The paper and field that a file of this name keeps a text of; None where it is no such file of this library."""
    start = f"{prefix(library)}-"
    number, _, field = name.removeprefix(start).removesuffix(ENDING).partition("-")
    is_one = name.startswith(start) and name.endswith(ENDING) and number.isascii() and number.isdecimal()
    return (int(number), field) if is_one and field in {known.name for known in FIELDS} else None
