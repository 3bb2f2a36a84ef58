"""The query language of the search field, `curator papers` and watches: text to a small tree, never an error.

Words and phrases match title, authors, abstract and write-up; the last word counts as a prefix. Parts stand side by side and must
all hold; `OR` joins the two beside it, as search engines on the web read it; `-` before a word, phrase or field means without.
`after:` begins with the first day of what it names and `before:` ends before it, so that `after:2022-03 before:2022-04` is March.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from curator.domain import identifiers
from curator.domain.papers import Status


class Column(StrEnum):
    """A text that words can be looked for in."""

    TITLE = "title"
    AUTHORS = "author"
    ABSTRACT = "abstract"
    WHY = "why"
    INSIGHTS = "insights"


class Facet(StrEnum):
    """What else a paper can be asked for by; the value is the field's name in a query."""

    CATEGORY = "cat"
    TAG = "tag"
    STATUS = "status"
    SOURCE = "source"
    ID = "id"
    IS = "is"
    HAS = "has"
    ISSUE = "issue"


STATES = ("unread", "starred", "duplicate", "to-fetch", "waiting")
PARTS = ("pdf", "figure", "why", "insights", "link")
VALUES = {Facet.STATUS: tuple(status.value for status in Status), Facet.IS: STATES, Facet.HAS: PARTS}
"""Values of the facets that have a closed set of them."""

DATES = ("after", "before")
FIELDS = (*(column.value for column in Column), *(facet.value for facet in Facet), *DATES)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, in one column or in all. Holds at least one letter or digit."""

    text: str
    column: Column | None = None
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet's value: of a closed set in lower case, an id as it is kept, else as typed. `is_prefix`: still being typed, anything that begins so will do."""

    facet: Facet
    value: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Since:
    """The date of the paper is this day or later."""

    day: date


@dataclass(frozen=True, slots=True)
class Until:
    """The date of the paper is before this day."""

    day: date


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Term | Filter | Since | Until | Not | And | Or


class SpanKind(StrEnum):
    """What a piece of a query's text is."""

    WORD = "word"
    PHRASE = "phrase"
    FIELD = "field"
    OPERATOR = "operator"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text, from `start` up to `end`. A field's span holds its name and value; a leading minus is an operator."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Query:
    """A text that was read. `node` is None for everything. `unread`: what could not be parsed and is searched as words."""

    text: str = ""
    node: Node | None = None
    spans: tuple[Span, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words and phrases that are looked for (not those to be without), in order."""
        return tuple(_terms(self.node)) if self.node is not None else ()


EVERYTHING = Query()


def of(facet: Facet, value: str) -> Query:
    """A query for one facet, as the rail asks; its text reads back as the same."""
    plain = value.replace('"', " ")
    return Query(f'{facet.value}:"{plain}"', Filter(facet, value))


def both(first: Query, second: Query) -> Query:
    """What is in both. Text, spans and unread words are the second's: what the editor types."""
    if first.node is None or second.node is None:
        return Query(second.text, second.node or first.node, second.spans, second.unread)
    return Query(second.text, And((first.node, second.node)), second.spans, second.unread)


def has_words(text: str) -> bool:
    """Whether the index would find a word in this: a letter or a digit of any script."""
    return _LETTER.search(text) is not None


def parse(text: str, as_typed: bool = False) -> Query:
    """Reads any text. `as_typed`: a field at the very end may be unfinished (`cat:cs.`, `status:sh`, `after:20`) and is no fault."""
    reading = _Reading(text.translate(_UNSEARCHABLE), as_typed)
    groups: list[list[_Item]] = []
    is_joined = False
    matches = list(_PIECE.finditer(reading.text))
    for place, match in enumerate(matches):
        if match["word"] == "OR" and match[0] == "OR":
            is_last = place == len(matches) - 1
            if groups and not is_joined and not is_last:
                is_joined = True
                reading.mark(match.span(), SpanKind.OPERATOR)
                continue
            if is_last and groups and not is_joined and as_typed:
                reading.mark(match.span(), SpanKind.OPERATOR)
                continue
            item = reading.words(match.span(), ("OR",))
        else:
            item = reading.item(match)
        if item is None:
            continue
        if is_joined:
            groups[-1].append(item)
            is_joined = False
        else:
            groups.append([item])
    _let_the_last_word_be_open(groups)
    node = _joined(And, [_joined(Or, [item.node() for item in group]) for group in groups]) if groups else None
    return Query(text, node, tuple(reading.spans), tuple(reading.unread))


_LETTER = re.compile(r"[^\W_]")
_UNSEARCHABLE = {0: " ", ord("“"): '"', ord("”"): '"', ord("„"): '"'} | dict.fromkeys(range(0xD800, 0xE000), " ")
_PIECE = re.compile(
    r"(?P<minus>-(?!-))?(?:(?P<field>[A-Za-z]+):)?(?:\"(?P<phrase>[^\"]*)(?P<close>\"?)|(?P<word>[^\s\"]+))"
)
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_UNFINISHED_DAY = re.compile(r"[0-9]{0,4}|[0-9]{4}-[0-9]{0,2}|[0-9]{4}-[0-9]{1,2}-[0-9]{0,2}")


@dataclass(slots=True)
class _Item:
    """A part of the text: what it asks for, and whether it is to be without that. `is_open`: its last term is no closed phrase."""

    parts: list[Node]
    is_without: bool = False
    is_open: bool = False

    def node(self) -> Node:
        node = _joined(And, self.parts)
        return Not(node) if self.is_without else node


class _Reading:
    """One text being read: collects spans and what could not be parsed."""

    def __init__(self, text: str, as_typed: bool) -> None:
        self.text = text
        self.as_typed = as_typed
        self.spans: list[Span] = []
        self.unread: list[str] = []

    def mark(self, span: tuple[int, int], kind: SpanKind) -> None:
        self.spans.append(Span(*span, kind))

    def item(self, match: re.Match[str]) -> _Item | None:
        """What one piece asks for, None if it holds nothing to search for."""
        start, end = match.start() + len(match["minus"] or ""), match.end()
        whole = self.text[start:end]
        is_phrase = match["phrase"] is not None
        if is_phrase and match["field"] is None:
            item = self._phrase((start, end), match["phrase"], bool(match["close"]))
        elif is_phrase or not whole.startswith(f"{match['field']}://"):
            item = self._field_or_word(match, (start, end), whole)
        else:
            item = self._word((start, end), whole)
        if item is not None and match["minus"]:
            self.spans.insert(len(self.spans) - 1, Span(match.start(), start, SpanKind.OPERATOR))
            item.is_without = True
        return item

    def words(self, span: tuple[int, int], texts: tuple[str, ...]) -> _Item | None:
        """What can't be parsed: each of these as a word."""
        found = [text for text in texts if has_words(text)]
        self.mark(span, SpanKind.UNREAD)
        self.unread.extend(found)
        return _Item([Term(text) for text in found], is_open=True) if found else None

    def _phrase(self, span: tuple[int, int], text: str, is_closed: bool) -> _Item | None:
        self.mark(span, SpanKind.PHRASE)
        return _Item([Term(text.strip())], is_open=not is_closed) if has_words(text) else None

    def _word(self, span: tuple[int, int], text: str) -> _Item | None:
        named = _named(text)
        if named is not None:
            self.mark(span, SpanKind.WORD)
            return _Item([Or((Term(text), Filter(Facet.ID, named)))])
        bare = text.strip("()")
        if bare != text:
            return self.words(span, (bare,))
        self.mark(span, SpanKind.WORD)
        return _Item([Term(text)], is_open=True) if has_words(text) else None

    def _field_or_word(self, match: re.Match[str], span: tuple[int, int], whole: str) -> _Item | None:
        is_phrase = match["phrase"] is not None
        name = (match["field"] or "").lower()
        if not name:
            if whole.endswith(":") and whole[:-1].lower() in FIELDS:
                return self._empty_field(span, whole)
            return self._word(span, whole)
        value = (match["phrase"] if is_phrase else match["word"]).strip()
        is_unfinished = self.as_typed and span[1] == len(self.text) and not match["close"]
        if name in FIELDS:
            parts = _field(name, value, is_unfinished)
            if parts is not None:
                self.mark(span, SpanKind.FIELD)
                return _Item(parts, is_open=not match["close"] and isinstance(parts[0], Term)) if parts else None
        elif not is_phrase and _named(whole) is not None:
            return self._word(span, whole)
        return self.words(span, (match["field"], value.strip("()")))

    def _empty_field(self, span: tuple[int, int], whole: str) -> _Item | None:
        if self.as_typed and span[1] == len(self.text):
            self.mark(span, SpanKind.FIELD)
            return None
        return self.words(span, (whole[:-1],))


def _field(name: str, value: str, is_unfinished: bool) -> list[Node] | None:
    """What a field with this value asks for; [] if it is too unfinished to ask for anything, None if it can't be read."""
    if name in DATES:
        day = _day(value)
        if day is None and is_unfinished and _UNFINISHED_DAY.fullmatch(value):
            day = _day(value.rpartition("-")[0])
            if day is None:
                return []
        return None if day is None else [Since(day) if name == "after" else Until(day)]
    if name in tuple(Column):
        return [Term(value, Column(name))] if has_words(value) else None
    facet = Facet(name)
    if facet is Facet.ID:
        return [Filter(facet, _named(value) or value, is_unfinished)] if value else None
    known = VALUES.get(facet)
    if known is None:
        return [Filter(facet, value, is_unfinished)] if value else None
    value = value.lower()
    if value in known:
        return [Filter(facet, value)]
    if is_unfinished and any(one.startswith(value) for one in known):
        return [Filter(facet, value, True)]
    return None


def _day(text: str) -> date | None:
    """The first day of a year, a month or a day."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _named(text: str) -> str | None:
    """The id that a word names, as it is kept in the library."""
    if not any(letter.isdigit() for letter in text) and "://" not in text:
        return None
    found = identifiers.parse(text)
    return None if found is None else found.id


def _let_the_last_word_be_open(groups: list[list[_Item]]) -> None:
    """The last word that is looked for counts as a prefix, wherever fields stand after it."""
    for item in (item for group in reversed(groups) for item in reversed(group)):
        term = item.parts[-1]
        if isinstance(term, Or):
            return
        if isinstance(term, Term) and not item.is_without:
            if item.is_open:
                item.parts[-1] = Term(term.text, term.column, True)
            return


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _terms(node: Node) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _terms(part)
