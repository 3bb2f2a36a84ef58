"""The query language: any text is read, and nothing that was typed gets lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain import query
from curator.domain.papers import Status
from curator.domain.query import (
    And,
    Column,
    Facet,
    Filter,
    Node,
    Not,
    Or,
    Since,
    SpanKind,
    Term,
    Until,
    both,
    has_words,
    of,
    parse,
)


def begun(text: str) -> Term:
    """A word that is the last, and so counts as a prefix."""
    return Term(text, is_prefix=True)


READ: list[tuple[str, Node | None]] = [
    ("", None),
    ("   ", None),
    ("graph", begun("graph")),
    ("graph neural", And((Term("graph"), begun("neural")))),
    ("graph neural ", And((Term("graph"), begun("neural")))),
    ('"graph neural"', Term("graph neural")),
    ('"graph neu', begun("graph neu")),
    ("“graph neural” nets", And((Term("graph neural"), begun("nets")))),
    ("graph -neural", And((begun("graph"), Not(Term("neural"))))),
    ('-"graph neural"', Not(Term("graph neural"))),
    ("a OR b", Or((Term("a"), begun("b")))),
    ("a OR b OR c", Or((Term("a"), Term("b"), begun("c")))),
    ("a OR b c", And((Or((Term("a"), Term("b"))), begun("c")))),
    ("x a OR -b", And((Term("x"), Or((begun("a"), Not(Term("b"))))))),
    ("a or b", And((Term("a"), Term("or"), begun("b")))),
    ("title:graph", Term("graph", Column.TITLE, True)),
    ('author:"Jordan Hoffmann"', Term("Jordan Hoffmann", Column.AUTHORS)),
    ("abstract:graph why:cheap", And((Term("graph", Column.ABSTRACT), Term("cheap", Column.WHY, True)))),
    ("insights:cheap", Term("cheap", Column.INSIGHTS, True)),
    ("cat:cs.CL", Filter(Facet.CATEGORY, "cs.CL")),
    ("CAT:cs.CL", Filter(Facet.CATEGORY, "cs.CL")),
    ("graph cat:cs.CL", And((begun("graph"), Filter(Facet.CATEGORY, "cs.CL")))),
    ('tag:"to read"', Filter(Facet.TAG, "to read")),
    ("status:Inbox", Filter(Facet.STATUS, "inbox")),
    ("source:arxiv", Filter(Facet.SOURCE, "arxiv")),
    ("is:starred", Filter(Facet.IS, "starred")),
    ("-is:duplicate", Not(Filter(Facet.IS, "duplicate"))),
    ("has:why", Filter(Facet.HAS, "why")),
    ('issue:"April 2022"', Filter(Facet.ISSUE, "April 2022")),
    ("id:2203.15556v2", Filter(Facet.ID, "2203.15556")),
    ("id:hoffmann2022training", Filter(Facet.ID, "hoffmann2022training")),
    ("id:https://example.org/A", Filter(Facet.ID, "https://example.org/A")),
    ("after:2022", Since(date(2022, 1, 1))),
    ("after:2022-3", Since(date(2022, 3, 1))),
    ("before:2022-04-15", Until(date(2022, 4, 15))),
    ("2203.15556", Or((Term("2203.15556"), Filter(Facet.ID, "2203.15556")))),
    ("arXiv:2203.15556v1", Or((Term("arXiv:2203.15556v1"), Filter(Facet.ID, "2203.15556")))),
    ("graph 2203.15556", And((Term("graph"), Or((Term("2203.15556"), Filter(Facet.ID, "2203.15556")))))),
    ("(2203.15556)", Or((Term("(2203.15556)"), Filter(Facet.ID, "2203.15556")))),
    ("graph — neural", And((Term("graph"), begun("neural")))),
    ("- + …", None),
    ("--graph", begun("--graph")),
    ('graph"neural nets"', And((Term("graph"), Term("neural nets")))),
    ("\0graph\ud800", begun("graph")),
    ("BERT: Pre-training", And((Term("BERT:"), begun("Pre-training")))),
    ("https://x.org/y?z", Or((Term("https://x.org/y?z"), Filter(Facet.ID, "https://x.org/y?z")))),
]


@pytest.mark.parametrize(("text", "node"), READ, ids=[repr(text) for text, _ in READ])
def test_a_text_is_read_as(text: str, node: Node | None) -> None:
    found = parse(text)
    assert found.node == node
    assert found.unread == ()


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("after:yesterday (scaling", ("after", "yesterday", "scaling")),
        ("after:2022-13", ("after", "2022-13")),
        ("before:2022-02-30", ("before", "2022-02-30")),
        ("status:lost", ("status", "lost")),
        ("is:blue", ("is", "blue")),
        ("has:wings", ("has", "wings")),
        ("journal:nature", ("journal", "nature")),
        ('journal:"of nature"', ("journal", "of nature")),
        ("cat:", ("cat",)),
        ("title:—", ("title",)),
        ("OR graph", ("OR",)),
        ("graph OR", ("OR",)),
        ("graph OR OR neural", ("OR",)),
    ],
)
def test_what_cannot_be_parsed_is_searched_as_words_and_says_so(text: str, unread: tuple[str, ...]) -> None:
    found = parse(text)
    assert found.unread == unread
    assert set(unread) <= {term.text for term in found.terms}
    assert any(span.kind is SpanKind.UNREAD for span in found.spans)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("cat:", None),
        ("cat:cs.", Filter(Facet.CATEGORY, "cs.", True)),
        ('tag:"to re', Filter(Facet.TAG, "to re", True)),
        ('tag:"to read"', Filter(Facet.TAG, "to read")),
        ("status:sh", Filter(Facet.STATUS, "sh", True)),
        ("status:inbox", Filter(Facet.STATUS, "inbox")),
        ("after:2", None),
        ("after:2022-", Since(date(2022, 1, 1))),
        ("after:2022-03-0", Since(date(2022, 3, 1))),
        ("graph OR", begun("graph")),
        ("id:2203.15", Filter(Facet.ID, "2203.15", True)),
    ],
)
def test_a_field_that_is_still_being_typed_is_no_fault(text: str, node: Node | None) -> None:
    found = parse(text, as_typed=True)
    assert (found.node, found.unread) == (node, ())


@pytest.mark.parametrize("text", ["cat: ", "status:sh ", "is: graph", "after:2 ", "graph OR OR"])
def test_what_stays_unfinished_is_read_as_words(text: str) -> None:
    assert parse(text, as_typed=True).unread


def test_pieces_are_named_for_tinting() -> None:
    text = 'graph "neural nets" -cat:cs.CL OR x after:never'
    found = [(text[span.start : span.end], span.kind.value) for span in parse(text).spans]
    assert found == [
        ("graph", "word"),
        ('"neural nets"', "phrase"),
        ("-", "operator"),
        ("cat:cs.CL", "field"),
        ("OR", "operator"),
        ("x", "word"),
        ("after:never", "unread"),
    ]


def test_terms_are_those_that_are_looked_for() -> None:
    assert [term.text for term in parse('a -b "c d" OR e title:f cat:g').terms] == ["a", "c d", "e", "f"]


def test_two_queries_hold_together() -> None:
    rail = of(Facet.STATUS, Status.INBOX)
    assert parse(rail.text).node == rail.node
    typed = parse("graph status:lost")
    together = both(rail, typed)
    assert rail.node is not None and typed.node is not None
    assert together.node == And((rail.node, typed.node))
    assert (together.text, together.unread, together.spans) == (typed.text, typed.unread, typed.spans)
    assert both(rail, query.EVERYTHING).node == rail.node
    assert both(query.EVERYTHING, typed) == typed


PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["OR", "-", '"', "“", ":", "(", ")", "title:", "cat:", "after:", "2022-03", "id:", "graph", "is:starred"]
        ),
    ),
    max_size=12,
)


@given(PIECES, st.sampled_from(["", " "]), st.booleans())
def test_any_text_is_read_and_its_spans_are_in_order(pieces: list[str], between: str, as_typed: bool) -> None:
    text = between.join(pieces)
    found = parse(text, as_typed)
    assert found.text == text
    end = 0
    for span in found.spans:
        assert end <= span.start < span.end <= len(text)
        end = span.end
    assert all(has_words(term.text) for term in found.terms)
    assert sum(term.is_prefix for term in found.terms) <= 1


WORDS = st.lists(st.from_regex(r"[a-z\u00e0-\u00f6\u0430-\u044f]{1,10}", fullmatch=True), min_size=1, max_size=8)


@given(WORDS)
def test_the_words_typed_are_those_looked_for(words: list[str]) -> None:
    assert [term.text for term in parse(" ".join(words)).terms] == words


def test_ten_thousand_words_are_read() -> None:
    words = [f"word{number}" for number in range(10_000)]
    assert [term.text for term in parse(" ".join(words)).terms] == words
