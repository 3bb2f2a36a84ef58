"""Plain text goes through Markdown unharmed; words are counted as a reader reads them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.writing import markdown
from tests.randomissues import PNG_LINE, addresses, lines


@settings(max_examples=300, deadline=None)
@given(lines, st.booleans())
def test_plain_text_comes_back_from_markdown(text: str | None, begins_line: bool) -> None:
    plain = text or ""
    assert markdown.unescape_line(markdown.escape_line(plain, begins_line=begins_line)) == plain.strip(" \t")


@settings(max_examples=200, deadline=None)
@given(lines.filter(bool))
def test_a_line_of_plain_text_is_read_by_the_parser_as_a_paragraph_of_that_text(text: str) -> None:
    plain = " ".join(text.split())
    tokens = markdown.parser().parse(markdown.escape_line(plain, begins_line=True))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(token.content for token in tokens[1].children or []) == plain


@settings(max_examples=200, deadline=None)
@given(lines.filter(bool), st.none() | addresses)
def test_a_link_comes_back(title: str, address: str | None) -> None:
    title = title.strip(" \t")
    assert markdown.read_link(markdown.link(title, address)) == (title, address)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("[a *b* [c]](https://e.org/x)", ("a b [c]", "https://e.org/x")),
        ('[a](https://e.org "title")', ("a", "https://e.org")),
        ("**a** &amp; `b` <https://e.org>", ("a & b https://e.org", None)),
        ("[a](https://e.org) and more", ("a and more", None)),
    ],
)
def test_what_a_hand_made_of_a_link_is_read_as_commonmark(typed: str, read: tuple[str, str | None]) -> None:
    assert markdown.read_link(typed) == read


def test_line_ends_become_blanks_and_blanks_at_the_ends_go() -> None:
    assert markdown.escape_line(" \ta\r\nb\nc\rd \t") == "a b c d"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("- x", r"\- x"),
        ("+", r"\+"),
        ("=x", r"\=x"),
        ("1. x", r"1\. x"),
        ("12) x", r"12\) x"),
        ("1.5", r"1\.5"),
        ("a - b", "a - b"),
    ],
)
def test_what_would_begin_a_list_is_escaped_only_at_the_beginning_of_a_line(text: str, escaped: str) -> None:
    assert markdown.escape_line(text, begins_line=True) == escaped
    assert markdown.escape_line(text) == text


def test_an_address_can_not_end_its_link() -> None:
    assert markdown.link("t", "https://e.org/a b<c>") == "[t](https://e.org/a%20b%3Cc%3E)"
    assert markdown.link("t", "https://e.org/(") == "[t](<https://e.org/(>)"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("words", True),
        ("[l]: /u\nwords", True),
        ("[l]: /u", False),
        ("a\n===", False),
        ("| a |\n| - |", False),
        ("| a |", True),
        ("$$\nx\n$$", False),
        ("$x$ words", True),
        ("<div>", False),
        ("<!-- x -->", False),
        ("<b>x</b>", True),
        ("1. a", False),
        ("---", False),
        ("\\# a", True),
    ],
)
def test_which_texts_begin_with_a_paragraph(text: str, is_one: bool) -> None:
    assert markdown.first_block_is_paragraph(text) is is_one


def test_a_figure_stands_on_a_line_of_its_own() -> None:
    text = f"a\n{PNG_LINE}\n {PNG_LINE}\n\\{PNG_LINE}\n{PNG_LINE} b\n![](figures/x.png)\n{PNG_LINE}"
    assert [number for number, _ in markdown.figure_lines(text)] == [1, 6]
    assert markdown.figure_lines(PNG_LINE) == [(0, PNG_LINE[4:-1])]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (None, 0),
        ("", 0),
        ("Two words.", 2),
        ("It's state-of-the-art, 3.5 points.", 4),
        ('Cited [@a; @b] and [the page](https://example.org/a_(b) "title").', 4),
        (f"Before.\n\n{PNG_LINE}\n\n<!-- hidden words -->After.", 2),
        ("A formula $x + y = z$ is one word, as is\n\n$$\na b c\n$$", 9),
        ("It costs $5 and not $6.", 6),
        ("Émile’s 注意", 2),
        ("- *one*\n- **two**\n> three", 3),
    ],
)
def test_words_are_those_that_are_read(text: str | None, count: int) -> None:
    assert markdown.words(text) == count


def test_raw_html_is_text_and_formulas_are_formulas() -> None:
    assert "&lt;script&gt;" in markdown.parser().render("<script>x</script>")
    assert [token.type for token in markdown.parser().parse("$$\nx\n$$")] == ["math_block"]


@pytest.mark.parametrize("piece", ["<!--", "[@", "[^", "[@a; @b", "$$", "](", "\\", "![](figures/"])
def test_what_goes_on_beginning_is_counted_and_read_in_time(piece: str) -> None:
    began = time.process_time()
    markdown.words(piece * 20_000)
    markdown.unescape_line(piece * 20_000)
    markdown.read_link(piece * 20_000)
    assert time.process_time() - began < 2


def test_a_comment_that_is_never_closed_is_text() -> None:
    assert markdown.words("one <!-- two --> three <!-- four") == 3


def test_a_very_long_line_comes_back_too() -> None:
    line = "a *b* [c](d) & \\ " * 1000
    assert markdown.unescape_line(markdown.escape_line(line)) == line.strip()
