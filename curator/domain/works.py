"""Works: their citation keys, which records are one work, and what two records of it say together."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from curator.domain.bylines import is_collective, last_name
from curator.domain.papers import Record

ARXIV = "arxiv"
"""The name of arXiv as a source: its word outweighs that of others."""

_STOP_WORDS = frozenset(
    ["a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "from", "by", "is", "are", "towards", "toward"]
)
_NO_LETTERS_OR_DIGITS = re.compile(r"[^a-z0-9]+")
_LONG_ENOUGH = 24  # letters of a title that tell a work apart even where two arXiv ids speak against it


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Record):
    """A record that is ready to meet others: identifiers in their one form, and what is derived from the rest. `readable` is the title as shown.

    `names` are the last names of the first three authors. `folded` and `first` (author) tell twins; `folded` is None where the title is only
    an identifier. `newer` is a version that was heard of and not taken.
    """

    readable: str
    folded: str | None
    first: str = ""
    names: tuple[str, ...] = ()
    newer: int | None = None


def key_base(name: str, year: int | None, title: str) -> str:
    """The key that a work has where no other has it, such as hoffmann2022training. `name` is the `naming_word` of its authors; title and name are readable."""
    words = (_for_key(word) for word in title.split())
    first = next((word for word in words if word and word not in _STOP_WORDS), "")
    return f"{_for_key(name) or 'work'}{'nd' if year is None else year}{first or 'work'}"


def naming_word(authors: Sequence[str]) -> str:
    """What names the first author: of a person the last word, of a collective the first, an article aside; "" where there is none."""
    name = next((author for author in authors if author.strip()), "")
    if is_collective(name):
        words = name.split()
        return words[1] if len(words) > 1 and words[0].lower() == "the" else words[0]
    words = last_name(name).split()
    return words[-1] if words else ""


def keys(base: str) -> Iterator[str]:
    """The base, then the base with b, c … z, aa, ab …"""
    yield base
    letters = "abcdefghijklmnopqrstuvwxyz"
    for length in itertools.count(1):
        for ending in itertools.product(letters, repeat=length):
            if ending != ("a",):
                yield base + "".join(ending)


def folded(title: str) -> str:
    """A readable title, or a name, as a key for twins: letters and digits only, without marks and case, Greek letters by their names.

    What has no letters or digits is its own key.
    """
    lowered = title.lower() if title.isascii() else _spelled_out(title)
    plain = _NO_LETTERS_OR_DIGITS.sub("", lowered) if lowered.isascii() else "".join(filter(str.isalnum, lowered))
    return plain or title.strip()


def are_one(one: Work, other: Work) -> bool:
    """Whether two records speak of the same work: by arXiv id, DOI or address, or by title and first author."""
    if contradict(one, other):
        return False
    return (
        (one.arxiv is not None and one.arxiv == other.arxiv)
        or (one.doi is not None and one.doi == other.doi)
        or (one.url is not None and one.url == other.url)
        or _are_twins(one, other)
    )


def contradict(one: Work, other: Work) -> bool:
    """Whether two records can't be one work: two arXiv ids are two works, whatever DOI they name.

    Unless title and first author agree, and the title is too long for a coincidence: then a work was sent in twice.
    """
    if not one.arxiv or not other.arxiv or one.arxiv == other.arxiv:
        return False
    return not (_are_twins(one, other) and len(one.folded or "") >= _LONG_ENOUGH)


def meet(held: Work, arriving: Work) -> Work:
    """What both say of one work. arXiv's word stands over that of others, else the word that was there; what is absent is filled.

    Version and `updated` stay those of the first answer; a newer one is noted in `newer`. Identifiers that `held` has stay.
    """
    takes_over = _answers(arriving) and arriving.source == ARXIV and held.source != ARXIV
    lead, rest = (arriving, held) if takes_over or held.folded is None else (held, arriving)
    titled = lead if lead.folded is not None else rest
    named = rest if rest.authors and not lead.authors else lead
    same_id = None in (held.arxiv, arriving.arxiv) or held.arxiv == arriving.arxiv
    version, updated = _dated(held, arriving, takes_over) if same_id else (held.version, held.updated)
    return replace(
        lead,
        title=titled.title if titled.folded is not None else held.title,
        readable=titled.readable if titled.folded is not None else held.readable,
        folded=titled.folded,
        plain=titled.plain,
        first=named.first,
        authors=named.authors,
        names=named.names,
        abstract=lead.abstract or rest.abstract,
        categories=lead.categories or rest.categories,
        comment=lead.comment or rest.comment,
        published=lead.published or rest.published,
        arxiv=held.arxiv or arriving.arxiv,
        version=version,
        updated=updated,
        newer=_newer(held, arriving, version) if same_id else held.newer,
        doi=held.doi or arriving.doi,
        url=held.url or arriving.url,
        source=lead.source or rest.source,
        to_fetch=held.to_fetch and arriving.to_fetch,
    )


def _are_twins(one: Work, other: Work) -> bool:
    return one.folded is not None and (one.folded, one.first) == (other.folded, other.first)


def _dated(held: Work, arriving: Work, takes_over: bool) -> tuple[int | None, date | None]:
    """The version that was read, and its date."""
    if arriving.version is not None and (
        held.folded is None or takes_over or (held.version is None and _answers(arriving))
    ):
        return arriving.version, arriving.updated or held.updated
    same = arriving.version is None or arriving.version == held.version
    return held.version, held.updated or (arriving.updated if same else None)


def _newer(held: Work, arriving: Work, version: int | None) -> int | None:
    heard = [held.newer or 0, arriving.newer or 0]
    if _answers(arriving):
        heard.append(arriving.version or 0)
    latest = max(heard)
    return latest if version is not None and latest > version else None


def _answers(record: Work) -> bool:
    """Whether the record is a source's word, and not only that someone asked for the work."""
    return record.folded is not None and not record.to_fetch


def _for_key(word: str) -> str:
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word)
    return _NO_LETTERS_OR_DIGITS.sub("", plain.lower())


def _spelled_out(title: str) -> str:
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", title).casefold())
    return "".join(_greek(letter) for letter in letters if not unicodedata.combining(letter))


def _greek(letter: str) -> str:
    if "\u0370" <= letter <= "\u03ff":
        words = unicodedata.name(letter, "").split()
        if len(words) >= 4 and words[:3] == ["GREEK", "SMALL", "LETTER"]:
            return words[-1].lower()
    return letter
