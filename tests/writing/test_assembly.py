"""A manuscript becomes a document with everything resolved."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.issues import Entry, Kind, Section
from curator.domain.papers import Figure
from curator.writing.assembly import assemble, resolve_variables
from curator.writing.numerals import in_words
from tests.issues import OTHER_PICTURE, PICTURE, issue, manuscript, paper, small_manuscript


def test_variables_are_filled_in_and_unknown_ones_stay() -> None:
    document = assemble(small_manuscript())
    assert document.sections[0].text == "Welcome back to April 2022 [@kaplan2020scaling]."
    assert document.sections[2].text == "We chose two (2) papers."
    assert (document.sections[2].entries[3].text or "").startswith("## That was April 2022")
    assert resolve_variables("{{nothing}} {{ papers }} {{papers:roman}}", {"papers": "3"}) == (
        "{{nothing}} {{ papers }} {{papers:roman}}"
    )


def test_what_was_filled_in_is_not_looked_through_again() -> None:
    whole = issue(Section(1, "", "{{edition}}"), edition="{{papers}}")
    assert assemble(manuscript(whole)).sections[0].text == "{{papers}}"


def test_an_edition_that_is_not_set_leaves_its_variable() -> None:
    assert assemble(manuscript(issue(Section(1, "", "{{edition}}"), edition=None))).sections[0].text == "{{edition}}"


def test_nothing_in_a_write_up_a_blurb_or_a_mention_is_a_variable() -> None:
    entries = (
        Entry(1, Kind.PAPER, 1),
        Entry(2, Kind.LINK, title="{{papers}}", text="{{papers}}"),
        Entry(3, Kind.MENTION, text="{{papers}}"),
    )
    found = assemble(manuscript(issue(Section(1, "", None, entries)), paper(1, why="{{papers}}"))).sections[0].entries
    assert [found[0].fields[0].text, found[1].text, found[1].title, found[2].text] == ["{{papers}}"] * 4


def test_bylines_follow_the_issue_then_the_entry() -> None:
    authors = ("Ada A", "Bea B", "Cem C", "Dia D")
    entries = (
        Entry(1, Kind.PAPER, 1),
        Entry(2, Kind.PAPER, 2, names="all"),
        Entry(3, Kind.PAPER, 3, byline="By them."),
    )
    whole = issue(Section(1, "R", None, entries), names="2")
    found = assemble(manuscript(whole, *(paper(number, authors=authors) for number in (1, 2, 3)))).sections[0].entries
    assert [entry.byline for entry in found] == [
        "By Ada A, Bea B, et al.",
        "By Ada A, Bea B, Cem C, and Dia D.",
        "By them.",
    ]


def test_a_paper_without_authors_has_no_byline() -> None:
    whole = issue(Section(1, "R", None, (Entry(1, Kind.PAPER, 1),)))
    assert assemble(manuscript(whole, paper(1, authors=()))).sections[0].entries[0].byline is None


def test_papers_are_counted_over_sections() -> None:
    whole = issue(
        Section(1, "A", None, (Entry(1, Kind.PAPER, 1), Entry(2, Kind.TEXT, text="x"))),
        Section(2, "B", None, (Entry(3, Kind.PAPER, 2),)),
    )
    document = assemble(manuscript(whole, paper(1), paper(2)))
    assert [entry.number for section in document.sections for entry in section.entries] == [1, None, 2]


def test_works_are_numbered_by_first_use_in_reading_order() -> None:
    entries = (
        Entry(1, Kind.LINK, title="t", text="[@c]"),
        Entry(2, Kind.PAPER, 9),
        Entry(3, Kind.MENTION, text="[@f]"),
        Entry(4, Kind.TEXT, text="[@g] [@a]"),
    )
    whole = issue(Section(1, "S", "[@b]", entries), lead="[@a]")
    cited = tuple(paper(100 + at, key=key) for at, key in enumerate("abcdefg"))
    document = assemble(manuscript(whole, paper(9, why="[@d; @a]", insights="[@e]"), cited=cited))
    assert dict(document.numbers) == {key: number for number, key in enumerate("abcdefg", start=1)}
    first = document.references[0]
    assert (first.number, first.key, first.uses) == (1, "a", 3)


def test_a_citation_with_a_missing_work_is_text_and_is_told() -> None:
    whole = issue(Section(1, "", "[@a; @gone] [@gone] `[@b]` \\[@c]"))
    document = assemble(manuscript(whole, cited=tuple(paper(at, key=key) for at, key in enumerate("abc", start=1))))
    assert document.missing == ("gone",)
    assert dict(document.numbers) == {"b": 1}


def test_a_work_that_was_found_to_be_another_is_one_reference() -> None:
    kept = paper(5, "Kept", key="new2022kept")
    whole = issue(Section(1, "", "[@old2021kept], [@new2022kept; @old2021kept]"))
    written = manuscript(whole, cited=(kept,))
    document = assemble(replace(written, works={**written.works, "old2021kept": kept}))
    assert document.sections[0].text == "[@new2022kept], [@new2022kept; @new2022kept]"
    assert [(one.key, one.uses) for one in document.references] == [("new2022kept", 3)]


def test_a_reference_knows_the_entry_that_shows_its_work() -> None:
    entries = (Entry(1, Kind.MENTION, 7, text="m"), Entry(2, Kind.PAPER, 7), Entry(3, Kind.MENTION, 8, text="n"))
    whole = issue(Section(1, "S", "[@seven] [@eight] [@nine]", entries))
    found = assemble(manuscript(whole, paper(7, key="seven"), paper(8, key="eight"), cited=(paper(9, key="nine"),)))
    assert [one.entry for one in found.references] == [2, 3, None]


def test_a_reference_line_that_was_imported_is_kept() -> None:
    written = manuscript(
        issue(Section(1, "", "[@a]")), cited=(paper(1, key="a", published=None),), definitions={"a": "As it was."}
    )
    reference = assemble(written).references[0]
    assert (reference.text, reference.year) == ("As it was.", None)


def test_figures_that_no_field_places_are_loose() -> None:
    entry = assemble(small_manuscript()).sections[2].entries[0]
    assert entry.loose == (OTHER_PICTURE,)
    assert [figure.src for figure in entry.figures] == [PICTURE, OTHER_PICTURE]


def test_a_figure_in_the_middle_of_a_line_is_not_placed() -> None:
    one = paper(1, why=f"see ![]({PICTURE})", figures=(Figure(PICTURE),))
    assert assemble(manuscript(issue(Section(1, "S", None, (Entry(1, Kind.PAPER, 1),))), one)).sections[0].entries[
        0
    ].loose == (PICTURE,)


def test_an_empty_section_is_shown_only_with_a_title() -> None:
    document = assemble(manuscript(issue(Section(1, "", None), Section(2, "Empty", None))))
    assert [section.title for section in document.sections] == ["Empty"]


def test_a_mention_takes_title_and_address_of_its_work() -> None:
    whole = issue(Section(1, "S", None, (Entry(1, Kind.MENTION, 1, text="t"),)))
    entry = assemble(manuscript(whole, paper(1, "Its Title", arxiv="2203.08543"))).sections[0].entries[0]
    assert (entry.title, entry.address) == ("Its Title", "https://arxiv.org/abs/2203.08543")


def test_words_of_texts_and_links_are_counted_but_not_titles() -> None:
    whole = issue(
        Section(1, "Two words", "three words here", (Entry(1, Kind.LINK, title="a b", text="c d"),)),
        title="One",
        lead="x y z",
    )
    assert assemble(manuscript(whole)).words == 3 + 2 + 2 + 3


def test_the_same_manuscript_gives_the_same_document() -> None:
    assert assemble(small_manuscript()) == assemble(small_manuscript())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (10, "ten"),
        (19, "nineteen"),
        (20, "twenty"),
        (42, "forty-two"),
        (100, "one hundred"),
        (142, "one hundred and forty-two"),
        (1000, "1000"),
    ],
)
def test_numbers_are_told_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


@given(st.lists(st.text(alphabet="[]@;ab {}\\`\n", max_size=12), max_size=6))
def test_numbers_count_without_a_gap_whatever_the_texts(texts: list[str]) -> None:
    entries = tuple(Entry(at, Kind.TEXT, text=text) for at, text in enumerate(texts, start=1))
    document = assemble(manuscript(issue(Section(1, "S", None, entries)), cited=(paper(1, key="a"), paper(2, key="b"))))
    assert sorted(document.numbers.values()) == list(range(1, len(document.references) + 1))
    assert all(one.uses > 0 and document.numbers[one.key] == one.number for one in document.references)


def test_ten_papers_are_assembled_in_a_few_milliseconds() -> None:
    text = "Words and words [@a; @b] with **more** words.\n\n" * 12
    papers = [paper(at, key=f"p{at}", why=text, insights=text, published=date(2022, 1, 1)) for at in range(1, 11)]
    whole = issue(Section(1, "R", text, tuple(Entry(at, Kind.PAPER, at) for at in range(1, 11))))
    written = manuscript(whole, *papers, cited=(paper(21, key="a"), paper(22, key="b")))
    assemble(written)
    begun = time.process_time()
    for _ in range(5):
        assemble(written)
    assert (time.process_time() - begun) / 5 < 0.025
