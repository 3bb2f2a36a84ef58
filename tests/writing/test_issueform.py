"""Figures and marked texts are written so that they can be read back."""

import pytest
from hypothesis import given, settings

from curator.domain.papers import Figure
from curator.writing import issueform
from tests.randomissues import FIGURES, figure, texts

ONE, OTHER = FIGURES


@settings(max_examples=300, deadline=None)
@given(texts.map(lambda text: text or ""), figure(ONE), figure(OTHER))
def test_a_text_with_figures_comes_back_as_typed(text: str, one: Figure, other: Figure) -> None:
    read, found = issueform.figures_in(issueform.figures_out(text, {ONE: one, OTHER: other}), str)
    assert read == text
    assert {one.src: one for one in found}.items() <= {ONE: one, OTHER: other}.items()


@settings(max_examples=300, deadline=None)
@given(texts.filter(bool))
def test_a_marked_text_comes_back_as_typed(text: str) -> None:
    lines = [*issueform.as_typed(text, opens_section=True).split("\n"), "", "## Next"]
    marked = issueform.fenced(lines, 0, issueform.closings(lines))
    assert "\n".join(marked.lines if marked else lines[:-2]) == text
    assert lines[marked.end if marked else -2 :][-2:] == ["", "## Next"]


def test_a_mark_that_is_never_closed_is_none() -> None:
    lines = ["<!-- as typed -->", "a", "<!-- /as typed 2 -->"]
    assert issueform.fenced(lines, 0, issueform.closings(lines)) is None


def test_a_figure_that_is_not_there_stays_as_it_stands() -> None:
    text = f'![a]({ONE} "Source: s")\n\n*c*'
    assert issueform.figures_in(text, lambda name: None) == (text, ())


def test_a_figure_is_read_under_the_name_that_the_library_has_for_it() -> None:
    assert issueform.figures_in("![](figures/plot.png)", lambda name: ONE) == (f"![]({ONE})", (Figure(ONE),))


def test_a_source_without_the_word_is_a_source_too() -> None:
    _, (found,) = issueform.figures_in(f'![*a*]({ONE} "Jane &amp; Joe")\n\n**', str)
    assert found == Figure(ONE, "a", None, "Jane & Joe")


@pytest.mark.parametrize(
    "line", ["![](figures/a b.png)", " ![](figures/x.png)", "![](pictures/x.png)", "x ![](figures/x.png)"]
)
def test_other_images_are_text(line: str) -> None:
    assert issueform.figures_in(line, str) == (line, ())
