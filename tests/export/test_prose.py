"""Texts become HTML in which nothing can be smuggled."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curator.export.prose import Prose, anchor, plain, without_tags

SRC = "figures/0123456789abcdef.png"
FIGURES = {SRC: "<figure>F</figure>"}


def blocks(text: str, heading: int = 3, **more: str) -> str:
    return Prose({"a": 1, "b": 2}).blocks(text, heading, figures=FIGURES, **more)  # type: ignore[arg-type]


def cite(number: int, key: str, use: int = 1) -> str:
    return f'<a id="cite-{use}-{key}" href="#ref-{key}" aria-label="Reference {number}">{number}</a>'


def test_a_citation_is_a_superscript_against_its_word() -> None:
    assert blocks("BERT [@a], both [@a; @b].") == (
        f'<p>BERT<sup class="cite">{cite(1, "a")}</sup>, both<sup class="cite">{cite(1, "a", 2)}, {cite(2, "b")}</sup>.</p>'
    )


def test_a_citation_that_begins_a_sentence_keeps_its_blank() -> None:
    assert "so. <sup" in blocks("It is so. [@a] says it.")


def test_a_citation_does_not_spoil_emphasis() -> None:
    assert "<strong>It is so.</strong><sup" in blocks("**It is so.**[@a]")


def test_a_citation_in_a_list_or_in_code_is_one() -> None:
    assert '<li><sup class="cite">' in blocks("- [@a]")
    assert '<code>x<sup class="cite">' in blocks("`x [@a]`")


def test_a_citation_in_a_link_is_a_number_without_a_link() -> None:
    assert blocks("[see [@a]](https://example.org)") == (
        '<p><a href="https://example.org">see<sup class="cite"><span id="cite-1-a">1</span></sup></a></p>'
    )


def test_a_citation_in_an_address_or_a_title_is_as_typed() -> None:
    html = blocks('[x](https://example.org/[@a] "t [@b]")')
    assert html == '<p><a href="https://example.org/%5B@a%5D" title="t [@b]">x</a></p>'


def test_an_unknown_key_is_text() -> None:
    assert blocks("[@a; @nobody]") == "<p>[@a; @nobody]</p>"


def test_the_label_runs_in_with_the_first_paragraph() -> None:
    assert blocks("Text.", label="❓ Why →") == '<p><strong class="label">❓ Why →</strong> Text.</p>'
    assert blocks("- a", label="L").startswith('<p><strong class="label">L</strong></p>\n<ul>')
    assert blocks(f"![]({SRC})", label="L") == '<p><strong class="label">L</strong></p>\n<figure>F</figure>'
    assert blocks("$$x$$", label="L").startswith('<p><strong class="label">L</strong></p>\n<div class="formula')
    assert blocks("[x]: https://example.org", label="L").strip() == '<p><strong class="label">L</strong></p>'


def test_a_figure_stands_where_its_line_is() -> None:
    assert blocks(f"before\n![]({SRC})\nafter") == "<p>before</p>\n<figure>F</figure>\n<p>after</p>"


def test_a_figure_whose_line_is_in_code_follows_at_the_end() -> None:
    html = blocks(f"```\n![]({SRC})\n```")
    assert "![](figures/" in html
    assert html.endswith("<figure>F</figure>")


def test_headings_begin_below_and_leave_no_gap() -> None:
    html = blocks("# one\n\n### two\n\n# three\n\n###### four\n\n#\n\n# &#8203;", heading=3)
    assert re.findall(r"<(h\d)>", html) == ["h4", "h5", "h4", "h5"]
    assert re.findall(r"<(h\d)>", blocks("#\n\n## two")) == ["h4"]


def test_formulas_are_mathml_or_code() -> None:
    assert "<p>for <math" in blocks("for $x$")
    assert blocks(r"$\foo$") == r"<p><code>$\foo$</code></p>"
    assert '<div class="formula scrolled"' in blocks("$$x$$")
    assert '<span class="formula scrolled" tabindex="0"' in blocks("so $$x$$ here")
    assert '<span class="long scrolled" tabindex="0"' in blocks("so $x + y + z + a + b + c + d$ here")
    assert "tabindex" not in blocks("[so $x + y + z + a + b + c + d$ here](https://example.org)")
    assert "costs $5 and $6" in blocks("costs $5 and $6")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[x](ftp://example.org)", "<p>x</p>"),
        ("[x](page.html)", "<p>x</p>"),
        ("[x](#e1)", "<p>x</p>"),
        ("<ftp://example.org/a>", "<p>ftp://example.org/a</p>"),
        ("[](https://example.org/)", '<p><a href="https://example.org/">https://example.org/</a></p>'),
        ("![a cat](https://example.org/c.png)", '<p><a href="https://example.org/c.png">a cat</a></p>'),
        ("[![a cat](https://e.org/c.png)](https://e.org)", '<p><a href="https://e.org">a cat</a></p>'),
        ("![a cat](c.png)", "<p>a cat</p>"),
    ],
)
def test_links_lead_somewhere_or_are_text(typed: str, shown: str) -> None:
    assert blocks(typed) == shown


@pytest.mark.parametrize(
    "typed", ["[x](javascript:alert(1))", "<javascript:alert(1)>", "<script>alert(1)</script>", "<b onclick=x>"]
)
def test_scripts_and_tags_are_text(typed: str) -> None:
    html = blocks(typed)
    assert not re.search(r"<(?!/?p>)", html)
    assert "<a" not in html


def test_heads_of_tables_have_a_scope_and_empty_ones_are_cells() -> None:
    html = blocks("| a | |\n|---|--:|\n| 1 | 2 |")
    assert '<th scope="col">a</th>' in html
    assert html.count("<th ") == 1
    assert '<td class="right">2</td>' in html


def test_a_line_has_no_paragraph() -> None:
    assert Prose({}).line("a *b*\nc") == "a <em>b</em> c"


def test_keys_make_valid_anchors() -> None:
    assert anchor("hoffmann2022training") == "hoffmann2022training"
    assert anchor("a/b é_c") == "a_2f_b_20__e9__5f_c"


def test_plain_is_one_printable_line() -> None:
    assert plain("a\x00\x85\n b\ufdd0\U0001ffff\ud800 ") == "a b"
    assert plain("\u200b \u2060") == ""
    assert plain(None) == ""


def test_a_description_has_no_tags_and_no_numbers() -> None:
    assert without_tags(blocks("A **b** &amp; c[@a].")) == "A b & c."


PIECES = [
    "[@a]", "[@a; @b]", "[@b", "](https://e.org)", "[", "![", "](", "javascript:x)", "<script>", "</p>", "<!--", "-->", "`", "```\n", "$", "$$",
    f"\n![]({SRC})\n", "\n\n", "\n# ", "\n- ", "\n1. ", "\n> ", "|", "\n|-|-|\n", "**", "_", "\\", "&lt;", "&#1;", "&#x202e;", "¶", "\ufdd0", "¶\ufdd00\ufdd1¶",
    "\x00", "\ud800", "\u2028", "\t", "    ", "\"", "'", "=\"", " onerror=", "x", "http://", "<a@b.c>", "\n[r]: https://e.org/[@a]\n", "[r]", "\n---\n", "\n===\n",
]  # fmt: skip


class Balanced(HTMLParser):
    """Reads HTML, and fails where it is not well formed or holds what it may not."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "iframe", "object", "img", "form", "input", "svg", "link", "meta"), tag
        assert not (tag == "a" and "a" in self.open), "a link in a link"
        assert not (tag in ("figure", "div", "p", "ul", "ol", "table", "pre") and "p" in self.open), f"{tag} in p"
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                assert re.fullmatch(r"(https?://|mailto:|#ref-)[!-~]+", value or ""), value
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=25).map("".join))
@example("[![[@a]](https://e.org)](https://e.org)")
@example("# [@a]\n\n| [@a] |\n|-|\n")
@example("[@a]: https://e.org\n\n[@a]")
@example("![[@a]](https://e.org/x)")
def test_whatever_is_typed_gives_well_formed_html_without_a_script(text: str) -> None:
    prose = Prose({"a": 1, "b": 2})
    html = prose.blocks(text, 3, label="L", figures=FIGURES) + prose.line(text)
    reader = Balanced()
    reader.feed(html)
    reader.close()
    assert not reader.open
    assert len(reader.ids) == len(set(reader.ids))
    assert sorted(reader.ids) == sorted(use for uses in prose.uses.values() for use in uses)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]", html)
