"""What is offered while one types: works for a citation, values for a field of a query, a word that was perhaps meant."""

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, Text, bindparam, case, column, func, select, table, union

from curator.domain import identifiers
from curator.domain.marks import Marker
from curator.domain.papers import Status
from curator.domain.query import EVERYTHING, VALUES, Column, Facet, Query, Term, both, has_words, of
from curator.library import tables as t
from curator.library.index import token
from curator.library.listed import last_names
from curator.library.many import among, listed
from curator.library.matching import as_phrase, asked, holds, last_word, papers_by_id, words


@dataclass(frozen=True, slots=True)
class Completion:
    """A work that may be cited. `names`: last names of the first three authors. `year` is None where it has no date."""

    key: str
    title: str
    names: tuple[str, ...]
    author_count: int
    year: int | None
    paper: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field, and how many papers a query for it would leave (MANY: that many or more)."""

    text: str
    count: int


MANY = 10_000


class Search:
    """Read within one snapshot."""

    def __init__(self, c: Connection) -> None:
        self._c = c

    def complete(self, typed: str, limit: int = 8) -> tuple[Completion, ...]:
        """Works by what is typed of a key, an id, or words of title and authors (the last as a prefix).

        What the text names comes first, then keys that begin so, then words: of each first the works that the editor uses (neither in
        the inbox nor dismissed), then the newest. Beside many keys, words have half of the places.
        """
        text = " ".join(typed.replace("\0", " ").split())
        if not has_words(text):
            return ()
        named = self._named(text, limit)
        keys = self._by_key(text, limit)
        worded = self._by_words(text, limit)
        room = max(limit - len(worded), limit // 2)
        papers = list(dict.fromkeys((*named, *keys[:room], *worded, *keys[room:])))[:limit]
        works = {row.id: row for row in self._c.execute(_WORKS, {"ids": listed(papers)})}
        return tuple(_completion(works[paper]) for paper in papers if paper in works)

    def field_values(self, field: str, typed: str, query: Query = EVERYTHING, limit: int = 8) -> tuple[Value, ...]:
        """Values of a field of the query language that begin with what is typed, those that leave most papers first.

        `query`: the rest of what is searched for. Nothing for fields without such values: words, ids, dates.
        """
        if field not in tuple(Facet) or field == Facet.ID:
            return ()
        facet, begin = Facet(field), typed.casefold()
        if facet in VALUES:
            names = [value for value in VALUES[facet] if value.startswith(begin)]
        elif facet is Facet.TAG:
            names = [name for name in self._c.execute(_TAGS).scalars() if name.casefold().startswith(begin)][:_TRIED]
        elif facet is Facet.ISSUE:
            editions = dict.fromkeys(edition or slug for edition, slug in self._c.execute(_EDITIONS))
            names = [name for name in editions if name.casefold().startswith(begin)][:_TRIED]
        else:
            names = self._from_index(facet, begin)
        counted = [Value(name, self._count(both(query, of(facet, name)))) for name in names]
        return tuple(sorted((one for one in counted if one.count), key=lambda one: -one.count)[:limit])

    def perhaps(self, word: str) -> str | None:
        """A word that the library has and that is spelt much like this one, None if there is none or the word is there itself."""
        wanted = last_word(word).lower() if has_words(word) else ""
        if len(wanted) < _SHORTEST:
            return None
        begin = wanted[:2]
        rows = self._c.execute(_TERMS, {"low": begin, "high": begin + "\U0010ffff"})
        found = {row.term: row.doc for row in rows}
        if wanted in found:
            return None
        near = get_close_matches(wanted, [term for term, number in found.items() if number > 1], n=5, cutoff=0.8)
        return max(near, key=lambda term: found[term], default=None)

    def _named(self, text: str, limit: int) -> list[int]:
        """Papers whose number, key, id or address this is, or whose id begins so."""
        if " " in text or not ("://" in text or any(letter.isdigit() for letter in text)):
            return []
        found = identifiers.parse(text)
        exact = union(*papers_by_id(text if found is None else found.id, is_prefix=False)).limit(limit)
        begun = select(t.fetched.c.paper).where(t.fetched.c.arxiv >= text, t.fetched.c.arxiv < text + "\U0010ffff")
        return [
            *self._c.execute(exact).scalars(),
            *self._c.execute(begun.order_by(t.fetched.c.position.desc()).limit(limit)).scalars(),
        ]

    def _by_key(self, text: str, limit: int) -> list[int]:
        key = "".join(
            letter for letter in unicodedata.normalize("NFKD", text).lower() if letter.isascii() and letter.isalnum()
        )
        if " " in text or not key:
            return []
        return list(self._c.execute(_KEYS, {"low": key, "high": key + "{", "limit": limit}).scalars())

    def _by_words(self, text: str, limit: int) -> list[int]:
        """Papers with all these words in title and authors. A last word of one or two letters is looked for in those that hold the rest."""
        is_short = len(last_word(text)) < _FEW
        parts = [part for part in text.split(" ") if has_words(part)]
        whole = [as_phrase(part) for part in parts[:-1]]
        if is_short and not whole:
            return []
        match = f"{{title authors}} : ({' AND '.join(whole if is_short else [*whole, as_phrase(parts[-1]) + ' *'])})"
        used = f"({match}) AND facets : ({' OR '.join(token('st', status) for status in _USED)})"
        found: dict[int, None] = {}
        for asked_for in (used, match):
            rows = self._c.execute(_worded(asked_for, _READ if is_short else limit)).all()
            if is_short:
                marker = Marker([Term(parts[-1], column, True) for column in (Column.TITLE, Column.AUTHORS)])
                rows = [row for row in rows if marker.is_in((row.readable, row.authors, "", "", ""))]
            found |= dict.fromkeys(row.paper for row in rows)
        return list(found)[:limit]

    def _count(self, query: Query) -> int:
        found = asked(self._c, query).positions().limit(MANY).subquery()
        return self._c.execute(select(func.count()).select_from(found)).scalar_one()

    def _from_index(self, facet: Facet, begin: str) -> list[str]:
        """Categories or sources that begin so, as they are written, the most frequent ones: the vocabulary of the index knows them."""
        kind = {Facet.CATEGORY: "ca", Facet.SOURCE: "so"}[facet]
        low = token(kind, begin)
        # names begin with a letter or a digit, so hardly a word that begins with these two letters is among them
        limits = {"low": max(low, kind + "3"), "high": low + "g" if begin else kind + "8"}
        common = sorted(self._c.execute(_TERMS, limits).all(), key=lambda row: -row.doc)[:_TRIED]
        names = []
        for term, _ in common:
            for row in self._c.execute(_WRITTEN, {"match": f"facets : {term}"}):
                written = row.categories.split() if facet is Facet.CATEGORY else [row.source]
                names += [name for name in written if token(kind, name) == term][:1]
        return names


_FEW = 3
_READ = 200
_TRIED = 24
_SHORTEST = 4
_USED = tuple(status for status in Status if status not in (Status.INBOX, Status.DISMISSED))
_terms = table("terms", column("term", Text), column("doc", Integer), schema="temp")

_KEYS = (
    select(t.paper.c.id)
    .where(t.paper.c.key >= bindparam("low"), t.paper.c.key < bindparam("high"))
    .order_by(case((t.paper.c.status.in_(_USED), 0), else_=1), t.paper.c.id.desc())
    .limit(bindparam("limit"))
)
_WORKS = (
    select(
        t.paper.c.key,
        func.coalesce(t.own.c.title, t.fetched.c.readable).label("title"),
        t.own.c.authors.label("own_authors"),
        t.fetched.c.names,
        t.fetched.c.author_count,
        func.coalesce(t.own.c.published, t.fetched.c.published).label("date"),
        t.paper.c.id,
    )
    .join(t.fetched, t.fetched.c.paper == t.paper.c.id)
    .join(t.own, t.own.c.paper == t.paper.c.id, isouter=True)
    .where(t.paper.c.id.in_(among("ids")))
)
_TAGS = select(t.tag.c.name).group_by(t.tag.c.name).order_by(func.count().desc(), t.tag.c.name)
_EDITIONS = select(t.issue.c.edition, t.issue.c.slug).order_by(t.issue.c.date.desc(), t.issue.c.id.desc())
_TERMS = select(_terms.c.term, _terms.c.doc).where(_terms.c.term >= bindparam("low"), _terms.c.term < bindparam("high"))
_WRITTEN = (
    select(t.fetched.c.categories, t.fetched.c.source)
    .join(words, words.c.rowid == t.fetched.c.position)
    .where(holds(bindparam("match", type_=Text)))
    .limit(1)
)


def _worded(match: str, limit: int) -> Select[int, str, str]:
    """The newest papers that the index finds, with title and authors."""
    page = (
        select(words.c.rowid.label("position"))
        .where(holds(match))
        .order_by(words.c.rowid.desc())
        .limit(limit)
        .subquery()
    )
    return (
        select(t.fetched.c.paper, t.fetched.c.readable, t.fetched.c.authors)
        .join(page, page.c.position == t.fetched.c.position)
        .order_by(page.c.position.desc())
    )


def _completion(row: Row[*tuple[Any, ...]]) -> Completion:
    names, count = last_names(row)
    return Completion(
        key=row.key,
        title=row.title,
        names=names,
        author_count=count,
        year=None if row.date is None else int(row.date[:4]),
        paper=row.id,
    )
