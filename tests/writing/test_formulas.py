"""Formulas become MathML, or stay what they were."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.writing.formulas import LONGEST, mathml


def test_a_formula_becomes_mathml() -> None:
    assert mathml(r"\frac{a}{b}", True) == (
        '<math display="block"><mrow><mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac></mrow></math>'
    )


def test_a_formula_in_a_line_is_inline() -> None:
    assert (mathml("x", False) or "").startswith('<math display="inline">')


def test_signs_of_html_are_escaped() -> None:
    assert "<mo>&lt;</mo>" in (mathml("x<y", False) or "")
    assert "<mtext>&lt;script&gt;" in (mathml(r"\text{<script>}", False) or "")


@pytest.mark.parametrize(
    "tex",
    [
        "",
        "  ",
        r"\quad",
        r"\unicode{1}",
        r"\foo",
        r"\foo{x}",
        r"\frac{1",
        r"\left( x",
        "%",
        "{" * 3000,
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_not_understood_is_none(tex: str) -> None:
    assert mathml(tex, False) is None


@pytest.mark.parametrize("tex", [r"\href{javascript:x}{y}", r"\style{a:b}{x}", r"\class{a}{b}", r"\color{red}x"])
def test_no_address_style_class_or_colour_gets_out(tex: str) -> None:
    written = mathml(tex, False)
    assert written is None or not any(word in written for word in ("href", "style=", "class", "red", "javascript"))


PIECES = [r"\frac", r"\text", "{", "}", "^", "_", "&", "<", ">", '"', "'", r"\\", r"\begin{matrix}", r"\end{matrix}", "x", "1",
          r"\unicode{1}", r"\left", r"\right", "(", "\x01", "\ud800", r"\href", r"\sqrt", "[", "]", r"\hspace", " "]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=20))
def test_whatever_is_typed_gives_balanced_elements_or_none(tex: str) -> None:
    written = mathml(tex, True)
    if written is None:
        return
    open_elements: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag.startswith("m")
            open_elements.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_elements.pop() == tag

    Reader().feed(written)
    assert not open_elements
    written.encode()
