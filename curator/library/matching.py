"""A query as SQL: what the full-text index is asked, and what the plain tables must say beside it.

Order of date is the index's own, so that the first page of any list is read from its end and no further. Text that was typed
reaches the index in quotation marks only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    column,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    true,
    tuple_,
)

from curator.domain.identifiers import Kind
from curator.domain.papers import Status
from curator.domain.query import VALUES, And, Column, Facet, Filter, Node, Not, Or, Query, Since, Term, Until, has_words
from curator.library import tables as t
from curator.library.index import token
from curator.library.positions import beginning

words = table("words", column("rowid", Integer), column("rank", Integer))
WEIGHTS = "10, 5, 1, 3, 3, 0"
"""What a match weighs in bm25, by column of the index; facets nothing."""

_EVER = 2**62
_WORD = re.compile(r"[^\W_]+")
_TEXTS = "title authors abstract why insights"
_COLUMNS = {Column.AUTHORS: "authors"}
_KINDS = {Facet.TAG: ("tg",), Facet.SOURCE: ("so",), Facet.CATEGORY: ("ca", "cs")}
_NOT_INDEXED = {(Facet.IS, "duplicate"), (Facet.IS, "waiting"), (Facet.HAS, "pdf")}
_EVERY_PAPER = "(" + " OR ".join(f'facets : "{token("st", status)}"' for status in Status) + ")"
_HOLDS = literal_column("words", Text).bool_op("match")
_LOOK = select(words.c.rowid).where(_HOLDS(bindparam("match", type_=Text))).limit(1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is put to one library: `match` for the index (None: the index is not asked), positions from `low` up to `high`,
    and what can only be seen in the tables. `has_terms`: some word or phrase is looked for."""

    match: str | None
    low: int
    high: int
    others: tuple[Node, ...]
    issues: tuple[tuple[str, int], ...]
    has_terms: bool

    def positions(self) -> Select[int]:
        """The positions of what is asked for, in no order."""
        if self.match is None:
            found = select(t.fetched.c.position.label("position"))
            place: ColumnElement[int] = t.fetched.c.position
        else:
            found = select(words.c.rowid.label("position")).where(holds(self.match))
            # the plus keeps SQLite from asking the index anew for each row of a list
            place = literal_column("+words.rowid", Integer)
        limits = place if self.match is None else words.c.rowid
        if self.low > 0:
            found = found.where(limits >= self.low)
        if self.high < _EVER:
            found = found.where(limits < self.high)
        return found.where(*(self._sql(node, place) for node in self.others))

    def _sql(self, node: Node, place: ColumnElement[int]) -> ColumnElement[bool]:
        if _is_indexed(node):
            return place.in_(select(words.c.rowid).where(holds(_match(node))))
        match node:
            case Not(part):
                return not_(self._sql(part, place))
            case And(parts):
                return and_(true(), *(self._sql(part, place) for part in parts))
            case Or(parts):
                return or_(false(), *(self._sql(part, place) for part in parts))
            case Since(day):
                return place >= beginning(day)
            case Until(day):
                return place < beginning(day)
            case Filter(Facet.ISSUE, value):
                return place.in_(_in_issues([number for name, number in self.issues if name == value]))
            case Filter(Facet.ID, value, is_prefix):
                return place.in_(_of_papers(*papers_by_id(value, is_prefix)))
            case Filter(Facet.IS, "waiting"):
                return place.in_(_WAITING)
            case Filter(Facet.IS):
                return place.in_(_TWINS)
            case Filter(Facet.HAS):
                return place.in_(_WITH_PDF)
        raise AssertionError(node)


def asked(c: Connection, query: Query) -> Asked:
    """The query as it is put to this library. What is still being typed is settled: an exact value first, else all that begin so."""
    low, high = 0, _EVER
    indexed: list[Node] = []
    others: list[Node] = []
    names: set[str] = set()
    for node in _together(_settled(c, query.node, names)) if query.node is not None else ():
        match node:
            case Since(day):
                low = max(low, beginning(day))
            case Until(day):
                high = min(high, beginning(day))
            case _ if _is_indexed(node):
                indexed.append(node)
            case _:
                others.append(node)
    match_ = _match(And(tuple(indexed))) if indexed else None
    issues = tuple((name, number) for name in sorted(names) for number in _issues(c, name))
    return Asked(match_, low, high, tuple(others), issues, bool(query.terms))


def closed(query: Query, term: Term) -> Query:
    """The query without the word that is still being typed, which ends a term that stands beside all else that must hold."""
    before = term.text[: term.text.rindex(last_word(term.text))]
    left: list[Node] = [node for node in _together(query.node) if node != term] if query.node is not None else []
    if has_words(before):
        left.append(Term(before, term.column))
    return replace(query, node=And(tuple(left)) if left else None)


def last_word(text: str) -> str:
    """The last run of letters and digits."""
    return str(_WORD.findall(text)[-1])


def open_term(query: Query) -> Term | None:
    """The term that is still being typed, if it must hold beside all else (and is not one of several)."""
    if query.node is None:
        return None
    return next((node for node in _together(query.node) if isinstance(node, Term) and node.is_prefix), None)


def papers_by_id(value: str, is_prefix: bool) -> list[Select[int]]:
    """Papers by number, key, arXiv id, DOI or address. A number that was merged away names what it became."""
    low, high = value.lower(), value.lower() + "\U0010ffff"
    key, arxiv, doi, url = t.paper.c.key, t.fetched.c.arxiv, t.fetched.c.doi, t.fetched.c.url
    found = [
        select(t.paper.c.id).where(and_(key >= low, key < high) if is_prefix else key == low),
        select(t.fetched.c.paper).where(and_(arxiv >= low, arxiv < high) if is_prefix else arxiv == low),
        select(t.fetched.c.paper).where(and_(doi >= low, doi < high) if is_prefix else doi == low),
        select(t.fetched.c.paper).where(url == value),
        select(t.alias.c.paper).where(t.alias.c.kind.in_(tuple(Kind)), t.alias.c.value.in_((low, value))),
        select(t.merged.c.into).where(t.merged.c.key == low),
    ]
    if value.isascii() and value.isdigit() and len(value) < 19:
        found.append(select(t.paper.c.id).where(t.paper.c.id == int(value)))
        found.append(select(t.merged.c.into).where(t.merged.c.id == int(value)))
    return found


def holds(match: str | BindParameter[str]) -> ColumnElement[bool]:
    """That an entry of the index is found by this, in the index's own language."""
    return _HOLDS(bindparam(None, match, Text, unique=True) if isinstance(match, str) else match)


def as_phrase(text: str) -> str:
    """A text as the index may be given it: nothing in it is an operator."""
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'


def _together(node: Node) -> list[Node]:
    """What must all hold."""
    return [one for part in node.parts for one in _together(part)] if isinstance(node, And) else [node]


def _is_indexed(node: Node) -> bool:
    match node:
        case Term():
            return True
        case Filter(facet, value):
            return facet not in (Facet.ID, Facet.ISSUE) and (facet, value) not in _NOT_INDEXED
        case Not(part):
            return _is_indexed(part)
        case And(parts) | Or(parts):
            return all(_is_indexed(part) for part in parts)
    return False


def _match(node: Node) -> str:
    """As the index reads it: NOT wants something on its left, AND binds tighter than OR, brackets stand around all."""
    match node:
        case Term(text, wanted, is_prefix):
            where = _TEXTS if wanted is None else _COLUMNS.get(wanted, wanted.value)
            return f"{{{where}}} : {as_phrase(text)}{' *' if is_prefix else ''}"
        case Filter(facet, value, is_prefix):
            every = [f'"{one}"{" *" if is_prefix else ""}' for one in _tokens(facet, value)]
            return f"facets : ({' OR '.join(every)})"
        case Not(part):
            return f"({_EVERY_PAPER} NOT ({_match(part)}))"
        case Or(parts):
            return "(" + " OR ".join(dict.fromkeys(_match(part) for part in parts)) + ")"
        case And(parts):
            held = dict.fromkeys(_match(part) for part in parts if not isinstance(part, Not))
            barred = dict.fromkeys(_match(part.part) for part in parts if isinstance(part, Not))
            left = "(" + " AND ".join(held or (_EVERY_PAPER,)) + ")"
            return f"({left} NOT ({' OR '.join(barred)}))" if barred else left
    raise AssertionError(node)


def _tokens(facet: Facet, value: str) -> tuple[str, ...]:
    if facet is Facet.STATUS:
        return (token("st", value),)
    if facet in (Facet.IS, Facet.HAS):
        return (facet.value + value.replace("-", ""),)
    return tuple(token(kind, value) for kind in _KINDS[facet])


def _settled(c: Connection, node: Node, names: set[str]) -> Node:
    """The tree with what is unfinished decided; the issues that it names are noted."""
    match node:
        case And(parts):
            return And(tuple(_settled(c, part, names) for part in parts))
        case Or(parts):
            return Or(tuple(_settled(c, part, names) for part in parts))
        case Not(part):
            return Not(_settled(c, part, names))
        case Filter(Facet.ISSUE, value):
            names.add(value)
            return replace(node, is_prefix=False)
        case Filter(facet, value, True) if facet in VALUES:
            return Or(tuple(Filter(facet, one) for one in VALUES[facet] if one.startswith(value)))
        case Filter(facet, value, True) if facet in _KINDS:
            exact = replace(node, is_prefix=False)
            return node if c.execute(_LOOK, {"match": _match(exact)}).first() is None else exact
    return node


def _issues(c: Connection, name: str) -> Sequence[int]:
    """Numbers of the issues of this slug, edition or number, the first of these that there is."""
    wanted = name.casefold()
    rows = c.execute(select(t.issue.c.id, t.issue.c.slug, t.issue.c.edition)).all()
    for named in (
        [row.id for row in rows if row.slug == wanted],
        [row.id for row in rows if (row.edition or "").casefold() == wanted],
        [row.id for row in rows if str(row.id) == wanted],
    ):
        if named:
            return named
    return []


def _in_issues(issues: Sequence[int]) -> Select[int]:
    return (
        select(t.fetched.c.position)
        .join(t.entry, t.entry.c.paper == t.fetched.c.paper)
        .join(t.section, t.section.c.id == t.entry.c.section)
        .where(t.section.c.issue.in_(issues))
    )


def _of_papers(*papers: Select[int]) -> Select[int]:
    found = papers[0].union_all(*papers[1:]) if len(papers) > 1 else papers[0]
    return select(t.fetched.c.position).where(t.fetched.c.paper.in_(found))


_PAIRS = (
    select(t.fetched.c.folded, t.fetched.c.first)
    .where(t.fetched.c.folded.is_not(None))
    .group_by(t.fetched.c.folded, t.fetched.c.first)
    .having(func.count() > 1)
)
_TWINS = select(t.fetched.c.position).where(tuple_(t.fetched.c.folded, t.fetched.c.first).in_(_PAIRS))
_WAITING = select(t.fetched.c.position).where(
    t.fetched.c.to_fetch == literal_column("1"), t.fetched.c.arxiv.is_not(None)
)
_WITH_PDF = (
    select(t.fetched.c.position)
    .join(t.own, t.own.c.paper == t.fetched.c.paper, isouter=True)
    .where(or_(t.fetched.c.arxiv.is_not(None), func.coalesce(t.own.c.url, t.fetched.c.url).like("%.pdf")))
)
