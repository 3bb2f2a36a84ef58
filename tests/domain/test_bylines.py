"""Bylines are written in the shapes of the house, and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.bylines import SHAPES, ByLine, byline, last_name, read_byline, reference_names

A, B, C, D = "Ada Lovelace", "Emmy Noether", "Alan M. Turing", "Grace Hopper"


@pytest.mark.parametrize(
    ("authors", "names", "line"),
    [
        ((A,), "1", f"By {A}."),
        ((A, B), "1", f"By {A} et al."),
        ((A, B), "2", f"By {A} and {B}."),
        ((A, B, C), "2", f"By {A}, {B}, et al."),
        ((A,), "3", f"By {A}."),
        ((A, B), "3", f"By {A} and {B}."),
        ((A, B, C), "3", f"By {A}, {B}, and {C}."),
        ((A, B, C, D), "3", f"By {A}, {B}, {C}, et al."),
        ((A, B, C, D), "all", f"By {A}, {B}, {C}, and {D}."),
        (("Martin King Jr.",), "3", "By Martin King Jr."),
        ((" Ada\n Lovelace ", "", "  "), "3", f"By {A}."),
        ((), "3", ""),
    ],
)
def test_a_byline_has_the_shape_that_was_chosen(authors: tuple[str, ...], names: str, line: str) -> None:
    assert byline(authors, names) == line


def test_a_shape_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="1, 2, 3 or all"):
        byline((A,), "4")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("By Paul Barham et al.", ByLine(("Paul Barham",), True)),
        ("By Greg Yang, Edward J. Hu, et al.", ByLine(("Greg Yang", "Edward J. Hu"), True)),
        ("By A, B, C, et al.", ByLine(("A", "B", "C"), True)),
        (
            "By Eric Zelikman, Yuhuai Wu, and Noah D. Goodman.",
            ByLine(("Eric Zelikman", "Yuhuai Wu", "Noah D. Goodman"), False),
        ),
        ("By A and B.", ByLine(("A", "B"), False)),
        ("by A.", ByLine(("A",), False)),
        ("By Sammy Davis, Jr., and B.", ByLine(("Sammy Davis, Jr.", "B"), False, "No comma belongs before “and”.")),
        (
            "By Greg Yang, Edward J. Hu et al.",
            ByLine(("Greg Yang", "Edward J. Hu"), True, "A comma belongs before “et al.”"),
        ),
        ("By Greg Yang, et al.", ByLine(("Greg Yang",), True, "No comma belongs before “et al.”")),
        ("By Ada, Bea and Cem.", ByLine(("Ada", "Bea", "Cem"), False, "A comma belongs before “and”.")),
        ("By Ada, Bea.", ByLine(("Ada", "Bea"), False, "“and” belongs before the last name.")),
        ("Code · Demo", None),
        ("By", None),
        ("By  ", None),
        ("Bypass", None),
    ],
)
def test_a_byline_is_read(line: str, read: ByLine | None) -> None:
    assert read_byline(line) == read


@given(
    st.lists(
        st.from_regex(r"[A-Z][a-z]{2,6} ([A-Z]\. )?[A-Z][a-z]{2,8}(-[A-Z][a-z]{2,5})?", fullmatch=True),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(SHAPES),
)
def test_what_is_written_is_read_again_without_a_fault(authors: list[str], names: str) -> None:
    most = len(authors) if names == "all" else int(names)
    assert read_byline(byline(authors, names)) == ByLine(tuple(authors[:most]), len(authors) > most)


@given(st.text())
def test_any_line_is_read_or_is_none(text: str) -> None:
    read = read_byline("By " + text)
    assert read is None or read.names


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Noah D. Goodman", "Goodman"),
        ("Rami Al-Rfou", "Al-Rfou"),
        ("Devlin, Jacob", "Devlin"),
        ("Sammy Davis Jr.", "Davis"),
        ("Sammy Davis, Jr.", "Davis"),
        ("ATLAS Collaboration", "ATLAS Collaboration"),
        ("OpenAI", "OpenAI"),
        ("", ""),
    ],
)
def test_the_last_name_is_the_family_name(author: str, name: str) -> None:
    assert last_name(author) == name


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ((), ()),
        ((A, " ", B), ("Lovelace", "Noether")),
        ((A, B, C, D), ("Lovelace", "Noether", "Turing", "Hopper")),
        ((A, B, C, D, A), ("Lovelace", "Noether", "Turing", "et al.")),
    ],
)
def test_a_reference_names_up_to_four_else_three_and_others(authors: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert reference_names(authors) == names
