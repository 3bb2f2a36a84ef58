"""What each piece of a line is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curator.desktop.paper.highlighter import units
from curator.desktop.paper.marks import TEXT, Mark, cited, pieces
from curator.writing import citations


def found(line: str, mark: Mark, state: int = TEXT, known: frozenset[str] | None = None) -> list[str]:
    read, _ = pieces(line, state, lambda key: known is None or key in known)
    return [line[piece.start : piece.end] for piece in read if piece.mark is mark]


@pytest.mark.parametrize(
    ("line", "mark", "shown"),
    [
        ("a **b** c", Mark.STRONG, ["b"]),
        ("a *b* _c_ d", Mark.EMPHASIS, ["b", "c"]),
        ("***a***", Mark.STRONG, ["a"]),
        ("**a [@x] b**", Mark.STRONG, ["a [@x] b"]),
        ("snake_case_name and 2 * 3 * 4", Mark.EMPHASIS, []),
        ("a ** b**", Mark.STRONG, []),
        (r"\*a* and \**b*", Mark.EMPHASIS, ["b"]),
        ("~~gone~~", Mark.STRUCK, ["gone"]),
        ("`a*b*` *c*", Mark.EMPHASIS, ["c"]),
        ("``a`b``", Mark.CODE, ["a`b"]),
        ("$x_1 * y_2$ and *z*", Mark.EMPHASIS, ["z"]),
        ("$x$", Mark.FORMULA, ["$x$"]),
        ("it costs $5 and $6", Mark.FORMULA, []),
        ("$$a + b$$", Mark.FORMULA, ["$$a + b$$"]),
        ("see [here](https://a.b/c_(d))", Mark.LINK, ["here"]),
        ("see [here](https://a.b/c_(d))", Mark.ADDRESS, ["](https://a.b/c_(d))"]),
        ("<https://a.b>", Mark.LINK, ["<https://a.b>"]),
        ("## A heading", Mark.HEADING, ["A heading"]),
        ("#no heading", Mark.HEADING, []),
        ("> a quotation", Mark.QUOTE, ["a quotation"]),
        ("- one", Mark.SIGN, ["-"]),
        ("  12. one", Mark.SIGN, ["  12."]),
        ("---", Mark.SIGN, ["---"]),
        ("![](figures/0123456789abcdef.png)", Mark.FIGURE, ["![](figures/0123456789abcdef.png)"]),
        ("text ![](figures/0123456789abcdef.png)", Mark.FIGURE, []),
        ("[@a2020b; @c2021d]", Mark.KEY, ["a2020b", "c2021d"]),
        (r"\[@a2020b]", Mark.KEY, []),
        ("[@a,b] [@ a] [@a;@b]", Mark.KEY, []),
    ],
)
def test_a_piece_is_what_it_means(line: str, mark: Mark, shown: list[str]) -> None:
    assert found(line, mark) == shown


def test_a_key_that_no_work_has_is_told_from_the_others() -> None:
    assert found("[@a; @b]", Mark.UNKNOWN, known=frozenset("a")) == ["b"]
    assert found("[@a; @b]", Mark.KEY, known=frozenset("a")) == ["a"]


def test_code_and_formulas_go_on_over_lines() -> None:
    lines = ["~~~py", "*a* ```", "~~~", "*b*", "$$", "*c*", "$$", "*d*"]
    state, marks = TEXT, []
    for line in lines:
        read, state = pieces(line, state)
        marks.append({piece.mark for piece in read})
    assert marks[1] == {Mark.CODE} and Mark.EMPHASIS in marks[3]
    assert marks[5] == {Mark.FORMULA} and Mark.EMPHASIS in marks[7]
    assert state == TEXT


@given(st.text(alphabet="ab1 *_`$[]()@;!\\#>-~|😀é\t", max_size=60), st.sampled_from([TEXT, 1, 3 << 2, 4 << 2 | 2]))
def test_any_line_is_read_and_pieces_lie_within_it(line: str, state: int) -> None:
    read, after = pieces(line, state)
    assert all(0 <= piece.start <= piece.end <= len(line) for piece in read)
    assert after >= 0


@example("\\\\[@a2b]")
@given(st.lists(st.sampled_from(["[@a2b]", "[@a; @b]", " ", "x", "\\", "[@]", "*", ";"]), max_size=12).map("".join))
def test_citations_of_plain_text_are_those_of_the_export(line: str) -> None:
    assert [key for _, _, key in cited(line)] == [key for use in citations.find(line) for key in use.keys]


@given(st.text(max_size=30))
def test_places_are_counted_as_qt_counts_them(text: str) -> None:
    at = units(text)
    assert [at(index) for index in range(len(text) + 1)] == [
        len(text[:index].encode("utf-16-le", "surrogatepass")) // 2 for index in range(len(text) + 1)
    ]
