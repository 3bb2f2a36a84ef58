import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.texts import as_line, as_saved, shortened

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("a \t\n\r\x00\ud800\udfff\u2028\x0b\u00a0"), st.characters()))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\n \t\n  a  \n\n", "  a  "),
        ("a\x00b\ud800c", "a\ufffdb\ufffdc"),
        ("\u00a0\n", "\u00a0"),
        ("", None),
        (" \t\n\r\n", None),
        (None, None),
        ("a\x0bb\u2028c\x85d", "a\x0bb\u2028c\x85d"),
    ],
)
def test_a_text_is_kept_as_typed_but_for_line_ends_and_blank_lines_around_it(
    typed: str | None, kept: str | None
) -> None:
    assert as_saved(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  a\r\nb\rc\nd ", "a b c d"), ("\n", None), ("", None), (None, None), ("\x00", "\ufffd"), ("a  b", "a  b")],
)
def test_a_text_of_one_line_has_no_line_end_and_no_blanks_around_it(typed: str | None, kept: str | None) -> None:
    assert as_line(typed) == kept


@given(TEXTS)
def test_what_is_kept_is_kept_again_as_it_is(typed: str) -> None:
    assert as_saved(as_saved(typed)) == as_saved(typed)
    assert as_line(as_line(typed)) == as_line(typed)
    (as_saved(typed) or "").encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n b ", "a b"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("", ""),
        (
            "Training Compute-Optimal Large Language Models, and much else that a title may say of a work",
            "Training Compute-Optimal Large Language Models, and much else that a title may…",
        ),
        (f"{'x' * 60}, {'y' * 30}", f"{'x' * 60}…"),
    ],
)
def test_a_text_that_a_sentence_names_is_one_short_line(text: str, shown: str) -> None:
    assert shortened(text) == shown
