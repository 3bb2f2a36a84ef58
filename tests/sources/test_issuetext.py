"""What is exported is read back as it was; what a hand made of it is read as far as it goes."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.document import IssueDocument
from curator.domain.issues import Kind
from curator.domain.papers import Figure, Link
from curator.export.markdown import made_definition, render
from curator.sources.issuetext import ReadDefinition, ReadEntry, ReadSection, read_definition, read_issue
from tests.export.smallissue import SMALL_ISSUE
from tests.randomissues import FIGURES, PIECES, again, documents

FRONT = "---\ntitle: T\n---\n"


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(documents())
def test_every_issue_comes_back_as_it_was(document: IssueDocument) -> None:
    written = render(document).text.decode()
    read = read_issue(written)
    assert [made_definition(one) for one in document.references] == [one.text for one in read.definitions]
    found = again(read, document)
    assert found.sections == document.sections
    assert (found.title, found.lead, found.cover) == (document.title, document.lead, document.cover)
    assert (found.edition, found.date, found.slug) == (document.edition, document.date, document.slug)
    assert (found.authors, found.tags) == (document.authors, document.tags)
    assert render(found).text.decode() == written


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_at_all_is_read_and_what_was_read_comes_back(text: str) -> None:
    first = again(read_issue(FRONT + text), SMALL_ISSUE)
    second = again(read_issue(render(first).text.decode()), SMALL_ISSUE)
    assert second.sections == first.sections
    assert [one.key for one in second.references] == [one.key for one in first.references]


def sections(text: str) -> tuple[ReadSection, ...]:
    return read_issue(FRONT + text).sections


def entries(text: str) -> tuple[ReadEntry, ...]:
    (section,) = sections(text)
    return section.entries


def unsure(text: str) -> str:
    return "\n".join(one.message for one in read_issue(FRONT + text).unsure)


def test_an_empty_file_is_an_empty_issue() -> None:
    read = read_issue("")
    assert (read.front.title, read.sections, read.definitions) == (None, (), ())


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    read = read_issue("\ufeff---\r\ntitle: T\r\n---\r\n\r\nHello.\r\n\r\n## S\r\n")
    assert (read.front.title, read.sections) == ("T", (ReadSection("", "Hello.", ()), ReadSection("S", None, ())))


def test_only_a_line_feed_ends_a_line() -> None:
    assert sections("a\u2028## b\x0b## c\x85## d") == (ReadSection("", "a\u2028## b\x0b## c\x85## d", ()),)


@pytest.mark.parametrize("heading", ["## S", "  ## S", "##\tS", "## S ##", "##   S  "])
def test_headings_are_read_as_commonmark_has_them(heading: str) -> None:
    assert sections(f"{heading}\n")[0].title == "S"


def test_a_heading_of_the_first_level_is_the_title_if_there_is_none() -> None:
    assert read_issue("# A *title*\n\nText.\n").front.title == "A title"
    assert read_issue(FRONT + "# T\n\nText.\n").sections == (
        ReadSection("", None, (ReadEntry(Kind.TEXT, text="Text."),)),
    )
    assert entries("# Other\n") == (ReadEntry(Kind.TEXT, text="# Other"),)


def test_links_are_read_with_whatever_dash_they_have() -> None:
    text = "- [a](https://e.org/1) — one\n- [b](https://e.org/2) - two\n\n- [c](<https://e.org/3>): three\n- [d](https://e.org/4)\n"
    assert [(one.title, one.address, one.text) for one in entries(text)] == [
        ("a", "https://e.org/1", "one"),
        ("b", "https://e.org/2", "two"),
        ("c", "https://e.org/3", "three"),
        ("d", "https://e.org/4", None),
    ]


def test_a_list_of_links_after_a_text_is_text_unless_it_is_marked() -> None:
    assert sections("Text.\n\n- [a](https://e.org)\n")[0].entries == ()
    assert entries("Text.\n\n<!-- link -->\n- [a](https://e.org)\n") == (ReadEntry(Kind.LINK, "a", "https://e.org"),)


def test_an_item_that_is_no_link_is_kept_as_text_and_said() -> None:
    text = "- [a](https://e.org)\n- no link\n  goes on\n\n- [b](https://e.org/b)\n"
    assert [one.text for one in entries(text)] == [None, "- no link\n  goes on\n\n- [b](https://e.org/b)"]
    assert "“- no link”" in unsure(text)


def test_a_paper_has_byline_links_fields_and_figures() -> None:
    text = (
        "### [A *b* [c]](https://e.org/p)\n\nBy **A** B.\n\n[Code](https://e.org/c) | [Demo](https://e.org/d)\n\n"
        f"**❓ Why →**because\n\n**💡 Key insights →**\n- one\n\n![x]({FIGURES[0]})\n\n<!-- figures -->\n![]({FIGURES[1]})\n"
    )
    assert entries(text) == (
        ReadEntry(
            Kind.PAPER,
            "A b [c]",
            "https://e.org/p",
            byline="By A B.",
            links=(Link("Code", "https://e.org/c"), Link("Demo", "https://e.org/d")),
            fields=(("why", "because"), ("insights", f"- one\n\n![]({FIGURES[0]})")),
            figures=(Figure(FIGURES[0], "x"), Figure(FIGURES[1])),
        ),
    )


def test_what_stands_in_a_paper_and_belongs_nowhere_is_kept_after_it() -> None:
    text = "### P\n\nBy A.\n\nA paragraph.\n\nOne more\nof two lines.\n\n**❓ Why →** w\n\n**❓ Why →** again\n"
    paper, stray, again_ = entries(text)
    assert (paper.byline, paper.fields) == ("By A.", (("why", "w"),))
    assert (stray.text, again_.text) == ("A paragraph.\n\nOne more\nof two lines.", "again")
    assert "A paragraph." in unsure(text)


def test_a_label_outside_of_a_paper_is_text() -> None:
    assert sections("**❓ Why →** a\n\n## S\n\n### P\n\n<!-- text -->\n**❓ Why →** b\n")[0].text == "**❓ Why →** a"


def test_a_mention_has_the_address_that_its_comment_names() -> None:
    text = "<!-- mention: https://e.org/a-%2Db-%2D -->\nA\n\n<!-- mention -->\n"
    assert entries(text) == (
        ReadEntry(Kind.MENTION, address="https://e.org/a--b--", text="A"),
        ReadEntry(Kind.MENTION),
    )


def test_a_mark_that_is_never_closed_is_text() -> None:
    assert sections("<!-- as typed -->\na\n")[0].text == "<!-- as typed -->\na"


def test_a_note_without_definition_stays_and_is_said() -> None:
    assert sections("a[^1] b[^2].\n\n[^2]: X, [T](https://e.org).\n")[0].text == "a[^1] b[@2]."
    assert "[^1]" in unsure("a[^1]\n")


def test_definitions_stand_anywhere_and_may_go_on() -> None:
    read = read_issue(FRONT + "a[^k]\n\n[^k]: Smith,\n  [T](https://e.org), 2020.\n[^k]: again\n\nMore.\n")
    assert read.definitions == (
        ReadDefinition("k", "Smith, [T](https://e.org), 2020.", ("Smith",), "T", "https://e.org", 2020),
    )
    assert [one.text for one in read.sections[0].entries] == ["More."]
    assert "twice" in read.unsure[0].message


def test_what_can_not_be_a_key_stays_text() -> None:
    assert entries("[^a b]: X\n") == (ReadEntry(Kind.TEXT, text="[^a b]: X"),)


@pytest.mark.parametrize(
    ("line", "authors", "title", "address", "year"),
    [
        ("Devlin, Chang, [BERT](https://e.org/a), 2018.", ("Devlin", "Chang"), "BERT", "https://e.org/a", 2018),
        (
            "Devlin, Chang, Lee, et al., [B](<https://e.org/(>).",
            ("Devlin", "Chang", "Lee"),
            "B",
            "https://e.org/(",
            None,
        ),
        ("[B](https://e.org/a), 2018.", (), "B", "https://e.org/a", 2018),
        ("Kaplan, McCandlish, Scaling Laws, Again, 2020.", ("Kaplan", "McCandlish"), "Scaling Laws, Again", None, 2020),
        ("A, B, C, et al., One, two.", ("A", "B", "C"), "One, two", None, None),
        ("Scaling laws.", (), "Scaling laws", None, None),
        ("Title", (), "Title", None, None),
        ("J. Smith. [B](https://e.org/a) (2018)", (), "B", "https://e.org/a", 2018),
        (r"O\*Neil, [a \[b\]](https://e.org/a), NeurIPS 2018.", ("O*Neil",), "a [b]", "https://e.org/a", None),
    ],
)
def test_a_line_of_references_says_who_what_where_and_when(
    line: str, authors: tuple[str, ...], title: str, address: str | None, year: int | None
) -> None:
    assert read_definition("k", line) == ReadDefinition("k", line, authors, title, address, year)


@pytest.mark.parametrize(
    "piece", ["\n", "\n ", "<!-- as typed -->\n", "## \n", "### a\n", "**❓ Why →**\n", "\\", "[@", "![](figures/x)\n"]
)
def test_a_file_that_goes_on_beginning_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    assert read_issue("## S\n\n### T\n\n**❓ Why →** " + piece * 20_000 + "x").sections
    assert time.process_time() - began < 5


@pytest.mark.parametrize("piece", ["[", "![", "[a](", "[\\", "a, ", "[a](b) · "])
def test_a_reference_a_link_and_a_paragraph_that_go_on_beginning_are_read_in_time(piece: str) -> None:
    began = time.process_time()
    long = piece * 20_000
    assert read_issue(f"### T\n\n{long}\n\n- [a](b) {long}\n\n[^k]: {long}\n").sections
    assert time.process_time() - began < 5


def test_the_inner_of_two_brackets_is_the_link() -> None:
    assert read_definition("k", "Ada, [see [BERT](https://e.org), 2018.").title == "BERT"
