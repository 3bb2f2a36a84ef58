"""A query as SQL finds what the query language says, held against a plain reading of each paper."""

import re
import unicodedata
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain import query as q
from curator.domain.papers import Paper, Record, Status
from curator.domain.query import And, Column, Facet, Filter, Node, Not, Or, Query, Since, Term, Until, parse
from curator.library.library import Library
from curator.library.merging import prepare
from tests.library.shelf import CATEGORIES, PEOPLE, TAGS, WORDS, Shelf


def tokens(text: str) -> list[str]:
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", bare.lower())


def holds_term(paper: Paper, term: Term) -> bool:
    texts = {
        Column.TITLE: [paper.title],
        Column.AUTHORS: list(paper.authors),
        Column.ABSTRACT: [paper.abstract],
        Column.WHY: [paper.why or ""],
        Column.INSIGHTS: [paper.insights or ""],
    }
    wanted = tokens(term.text)
    for column in Column if term.column is None else (term.column,):
        found = [token for text in texts[column] for token in tokens(text)]
        for at in range(len(found) - len(wanted) + 1):
            *first, last = found[at : at + len(wanted)]
            if first == wanted[:-1] and (last.startswith(wanted[-1]) if term.is_prefix else last == wanted[-1]):
                return True
    return False


def holds(paper: Paper, node: Node) -> bool:
    day = paper.published or paper.added.date()
    match node:
        case Term():
            return holds_term(paper, node)
        case And(parts):
            return all(holds(paper, part) for part in parts)
        case Or(parts):
            return any(holds(paper, part) for part in parts)
        case Not(part):
            return not holds(paper, part)
        case Since(first):
            return day >= first
        case Until(first):
            return day < first
        case Filter(facet, value):
            return holds_value(paper, facet, value)
    raise AssertionError(node)


def holds_value(paper: Paper, facet: Facet, value: str) -> bool:
    match facet:
        case Facet.CATEGORY:
            low = [category.lower() for category in paper.categories]
            return value.lower() in low or value.lower() in [category.split(".")[0] for category in low]
        case Facet.TAG:
            return value in paper.tags
        case Facet.STATUS:
            return paper.status == value
        case Facet.ISSUE:
            return any(slug.endswith(value.lower().replace(" ", "-")) for slug in paper.issues)
        case Facet.ID:
            return value in (str(paper.id), paper.key, paper.arxiv, paper.doi, paper.url)
        case Facet.HAS:
            has = {
                "why": paper.why is not None,
                "insights": paper.insights is not None,
                "figure": bool(paper.figures),
                "link": bool(paper.links),
                "pdf": paper.arxiv is not None or (paper.url or "").endswith(".pdf"),
            }
            return has[value]
        case Facet.IS:
            states = {
                "unread": paper.unread,
                "starred": paper.starred,
                "to-fetch": paper.to_fetch,
                "waiting": paper.waits,
                "duplicate": False,
            }
            return states[value]
    raise AssertionError(facet)


TERMS = st.builds(
    Term,
    st.one_of(
        st.sampled_from(
            [*WORDS, *PEOPLE, "gra", "graph neural", "law graph", "T1", "nothing", "muller", "g", "zo", "law s", 'a"b']
        )
    ),
    st.sampled_from([None, None, *Column]),
    st.booleans(),
)
FILTERS = st.one_of(
    st.builds(Filter, st.just(Facet.CATEGORY), st.sampled_from([*CATEGORIES, "cs", "CS.cl", "q-bio"])),
    st.builds(Filter, st.just(Facet.TAG), st.sampled_from([*TAGS, "none"])),
    st.builds(Filter, st.just(Facet.STATUS), st.sampled_from([status.value for status in Status])),
    st.builds(Filter, st.just(Facet.IS), st.sampled_from(q.STATES)),
    st.builds(Filter, st.just(Facet.HAS), st.sampled_from(q.PARTS)),
    st.builds(Filter, st.just(Facet.ISSUE), st.sampled_from(["April 2022", "may 2022", "June 2022"])),
    st.builds(
        Filter, st.just(Facet.ID), st.sampled_from(["7", "2203.00001", "10.1000/x4", "https://example.org/6.pdf", "?"])
    ),
    st.builds(Since, st.dates(date(2022, 2, 20), date(2022, 4, 20))),
    st.builds(Until, st.dates(date(2022, 2, 20), date(2022, 4, 20))),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    st.one_of(TERMS, FILTERS),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@given(node=NODES)
@settings(deadline=None, max_examples=250)
def test_any_query_finds_what_it_says(shelf: Shelf, node: Node) -> None:
    library, papers = shelf.library, shelf.papers
    asked = Query(node=node)
    expected = [paper.id for paper in papers if holds(paper, node)]
    with library.read() as reading:
        listing = reading.listing
        assert list(listing.ids(asked)) == expected
        assert listing.first(asked, limit=7) == expected[:7]
        assert listing.first(asked, limit=7, exact=False) == expected[:7]
        assert listing.count(asked) == len(expected)
        assert listing.count(asked, cap=5) == min(5, len(expected))
        for order in ("relevance", "title"):
            assert sorted(listing.ids(asked, order)) == sorted(expected)
            assert list(listing.ids(asked, order))[:7] == listing.first(asked, order, limit=7)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["AND", "NOT", "NEAR(", '"', "*", "^graph", "{title}", "facets", "stinbox", "OR", "-", "\0", ":", ")"]
            ),
        ),
        max_size=8,
    )
)
@settings(deadline=None, max_examples=250)
def test_no_text_is_an_operator_of_the_index(shelf: Shelf, pieces: list[str]) -> None:
    library = shelf.library
    for between in ("", " "):
        asked = parse(between.join(pieces), as_typed=True)
        with library.read() as reading:
            ids = reading.listing.first(asked, "relevance")
            assert len(reading.listing.rows(ids, asked)) == len(ids)
            reading.search.complete(asked.text)
            reading.search.perhaps(asked.text)
            for facet in Facet:
                reading.search.field_values(facet, asked.text[:2], asked)


def found(library: Library, text: str, as_typed: bool = False) -> list[int]:
    with library.read() as reading:
        return list(reading.listing.ids(parse(text, as_typed)))


def test_ten_thousand_words_are_searched(shelf: Shelf) -> None:
    library, papers = shelf.library, shelf.papers
    assert found(library, " ".join(f"word{number}" for number in range(10_000))) == []
    assert len(found(library, "-nothing " * 10_000)) == len(papers)
    assert found(library, " OR ".join(f"word{number}" for number in range(5_000)) + " OR T1") == found(library, "T1")


def test_a_token_of_the_index_is_no_word(shelf: Shelf) -> None:
    library, papers = shelf.library, shelf.papers
    assert found(library, '"isstarred"') == []
    assert found(library, "stinbox") == [paper.id for paper in papers if holds_term(paper, Term("stinbox"))]


def test_a_value_that_is_being_typed_is_a_prefix_unless_it_is_there(shelf: Shelf) -> None:
    library, papers = shelf.library, shelf.papers
    assert found(library, "tag:air", as_typed=True) == found(library, "tag:aircraft")
    assert found(library, "tag:air") == []
    assert found(library, "tag:ai", as_typed=True) == [paper.id for paper in papers if "ai" in paper.tags]
    assert found(library, "cat:cs.", as_typed=True) == found(library, "cat:cs")
    assert found(library, "status:d", as_typed=True) == found(library, "status:dismissed OR status:drafting")
    assert found(library, "id:2203.0000", as_typed=True) == found(
        library, " OR ".join(f"id:2203.0000{n}" for n in range(10))
    )


def test_an_id_that_is_typed_bare_is_found(shelf: Shelf) -> None:
    library, papers = shelf.library, shelf.papers
    wanted = [paper.id for paper in papers if paper.arxiv == "2203.00001"]
    for text in ("2203.00001", "arXiv:2203.00001v3", "https://arxiv.org/abs/2203.00001", "id:2203.00001"):
        assert found(library, text) == wanted


def test_dates_are_half_open(shelf: Shelf) -> None:
    library, papers = shelf.library, shelf.papers
    april = [paper.id for paper in papers if str(paper.published).startswith("2022-04")]
    assert april and found(library, "after:2022-04 before:2022-05") == april
    day = papers[0].published
    assert day is not None
    assert found(library, f"after:{day}") == [paper.id for paper in papers if paper.published == day]
    assert papers[0].id not in found(library, f"before:{day}")


def test_what_the_editor_typed_over_is_searched(shelf: Shelf) -> None:
    library, papers = shelf.library, shelf.papers
    (paper,) = [paper for paper in papers if paper.title == "Another law"]
    assert found(library, 'title:"another law"') == found(library, "author:angstrom") == [paper.id]
    assert papers[0].id == paper.id


def test_two_papers_of_one_title_and_author_are_duplicates(library: Library) -> None:
    twins = [
        Record("A law of scaling", ("Ada Müller",), arxiv=arxiv, published=date(2022, 3, 1), source="arxiv")
        for arxiv in ("2203.00001", "2203.00002")
    ]
    with library.edit("Add") as edit:
        ids = {one.paper for one in edit.merging.put_in([prepare(twin) for twin in twins])}
    assert len(ids) == 2
    assert set(found(library, "is:duplicate")) == ids
    assert found(library, "-is:duplicate") == []
