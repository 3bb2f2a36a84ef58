"""Slugs: what names an issue in addresses, file names and commands."""

import itertools
import re
import unicodedata
from collections.abc import Callable

LONGEST = 60

_BETWEEN = re.compile(r"[^a-z0-9]+")


def slug_of(title: str, edition: str | None, taken: Callable[[str], bool]) -> str:
    """Title and edition in ASCII letters and digits, lower case, one hyphen for anything between, 60 at most; -2, -3 … where taken."""
    plain = unicodedata.normalize("NFKD", f"{title} {edition or ''}").encode("ascii", "ignore").decode().lower()
    whole = _BETWEEN.sub("-", plain).strip("-") or "issue"
    endings = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    return next(slug for slug in (_cut(whole, ending) for ending in endings) if not taken(slug))


def _cut(whole: str, ending: str) -> str:
    return whole[: LONGEST - len(ending)].rstrip("-") + ending
