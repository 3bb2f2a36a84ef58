"""Marks: what is marked is what the full-text index would mark."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.marks import Marker, part
from curator.domain.query import Column, Term, has_words


def marked(text: str, *terms: Term, column: Column = Column.ABSTRACT) -> list[str]:
    return [text[start:end] for start, end in Marker(terms).marks(text, column)]


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("Graphs and a graph", Term("graph"), ["graph"]),
        ("Graphs and a graph", Term("graph", is_prefix=True), ["Graphs", "graph"]),
        ("the sub-graph of a subgraph", Term("graph"), ["graph"]),
        ("graph\nneural, graph  neural", Term("graph neural"), ["graph\nneural", "graph  neural"]),
        ("pre-training pretraining", Term("pre-training"), ["pre-training"]),
        ("large language models", Term("large lang", is_prefix=True), ["large language"]),
        ("Müller and Muller", Term("müller"), ["Müller", "Muller"]),
        ("İstanbul, ISTANBUL", Term("istanbul"), ["İstanbul", "ISTANBUL"]),
        ("snake_case", Term("case"), ["case"]),
        ("GPT-4 (2023)", Term("2023"), ["2023"]),
        ("nothing here", Term("graph"), []),
        ("", Term("graph"), []),
    ],
)
def test_a_text_is_marked(text: str, term: Term, found: list[str]) -> None:
    assert marked(text, term) == found


def test_a_term_for_one_column_marks_no_other() -> None:
    term = Term("graph", Column.TITLE)
    assert marked("a graph", term, column=Column.TITLE) == ["graph"]
    assert marked("a graph", term, column=Column.ABSTRACT) == []


def test_of_two_terms_that_begin_alike_the_longer_is_marked() -> None:
    assert marked("graph neural nets", Term("graph"), Term("graph neural")) == ["graph neural"]


def test_the_piece_shown_is_where_most_marks_are() -> None:
    text = "graph " + "word " * 100 + "a graph of a neural graph and so on " + "word " * 100
    marks = Marker([Term("graph"), Term("neural")]).marks(text, Column.ABSTRACT)
    start, end = part(text, marks)
    assert "a graph of a neural graph and so on" in text[start:end]
    assert text[start - 1] == " " and text[end] == " " and end - start <= 160


def test_a_short_text_is_shown_whole() -> None:
    text = "all about a graph"
    assert part(text, ((12, 17),)) == (0, len(text))


@given(st.text(alphabet="ab cé,-", max_size=400), st.sampled_from(["a", "ab", "b"]))
def test_the_piece_holds_a_mark_whole(text: str, word: str) -> None:
    marks = Marker([Term(word)]).marks(text, Column.WHY)
    if marks:
        start, end = part(text, marks)
        assert 0 <= start < end <= len(text) and end - start <= 160
        assert any(start <= first and last <= end for first, last in marks)


LETTERS = "ab Aé_-,.\n'É1ß½ñ漢"
TERMS = st.text(alphabet=LETTERS, min_size=1, max_size=6).filter(has_words)


@given(st.text(alphabet=LETTERS, max_size=60), TERMS, st.booleans())
def test_marks_are_those_of_the_index(text: str, typed: str, is_prefix: bool) -> None:
    c = sqlite3.connect(":memory:")
    c.execute("create virtual table words using fts5(body, tokenize='unicode61 remove_diacritics 2')")
    c.execute("insert into words values (?)", (text,))
    match = '"' + typed + '"' + (" *" if is_prefix else "")
    rows = c.execute("select highlight(words, 0, '\x01', '\x02') from words where words match ?", (match,)).fetchall()
    c.close()
    found = text
    for start, end in reversed(Marker([Term(typed, is_prefix=is_prefix)]).marks(text, Column.WHY)):
        found = found[:start] + "\x01" + found[start:end] + "\x02" + found[end:]
    if not rows:
        assert found == text
    elif len(typed.split()) == 1 and typed.isalnum():
        assert found == rows[0][0]
    else:
        assert "\x01" in found
