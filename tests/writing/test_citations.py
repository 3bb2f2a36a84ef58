"""Citations are found exactly, published as notes, and taken back from any text whatever."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.writing import citations
from tests.randomissues import KEYS, texts

known = st.sampled_from([(), KEYS[:1], KEYS[:2], KEYS])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("[@a]", [("a",)]),
        ("[@a; @b] and [@c]", [("a", "b"), ("c",)]),
        ("[[@a]]", [("a",)]),
        ("![@a](x)", [("a",)]),
        ("[@New_1.2:x/y+z-]", [("New_1.2:x/y+z-",)]),
        (r"\[@a]", []),
        (r"\\[@a]", []),
        ("[@a;@b]", []),
        ("[@a; b]", []),
        ("[@ a]", []),
        ("[@a ]", []),
        ("[@]", []),
        ("[@a\n]", []),
        ("@a", []),
    ],
)
def test_a_citation_is_exactly_this(text: str, keys: list[tuple[str, ...]]) -> None:
    assert [use.keys for use in citations.find(text)] == keys


def test_places_are_those_in_the_text() -> None:
    text = "x [@a; @b] y"
    (use,) = citations.find(text)
    assert text[use.start : use.end] == "[@a; @b]"


def test_a_citation_with_a_key_that_no_work_has_is_text() -> None:
    assert [use.keys for use in citations.find("[@a] [@a; @b] [@b]", {"a"})] == [("a",)]


def test_keys_are_named_once_in_order_of_first_use() -> None:
    assert citations.keys(["[@b; @a]", None, "[@a] [@c]"]) == ("b", "a", "c")


@settings(max_examples=300, deadline=None)
@given(texts.map(lambda text: text or ""), known)
def test_what_becomes_notes_comes_back_as_typed(text: str, defined: tuple[str, ...]) -> None:
    assert citations.from_notes(citations.as_notes(text, defined), defined) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["[@a]", "[@a; @b]", "[^a]", "\\", "<!-- -->", "[^b]", "[@b]", "x"])).map("".join))
def test_notes_and_comments_side_by_side_come_back_as_typed(text: str) -> None:
    assert citations.from_notes(citations.as_notes(text, "ab"), "ab") == text


def test_notes_that_nothing_defines_are_named_once() -> None:
    assert citations.undefined_notes(r"[^x] [^a] [^x] \[^y]", {"a"}) == ("x",)


def test_keys_are_changed_all_at_once_and_only_where_all_are_known() -> None:
    names = {"a": "b", "b": "a"}
    assert citations.renamed("[@a; @b] [@a; @c] `[@b]`", names) == "[@b; @a] [@a; @c] `[@a]`"


@pytest.mark.parametrize(
    ("name", "good"), [("devlin2018bert", True), ("1", True), ("a b", False), ("", False), ("a;b", False)]
)
def test_only_some_names_can_be_keys(name: str, good: bool) -> None:
    assert citations.is_key(name) is good


@pytest.mark.parametrize("piece", ["\\", "[^a]", "[^", "[@a; ", "\\[^a]", "[^a]<!-- -->"])
def test_what_goes_on_beginning_is_published_and_taken_back_in_time(piece: str) -> None:
    began = time.process_time()
    assert citations.from_notes(citations.as_notes(piece * 50_000, {"a"}), {"a"})
    assert time.process_time() - began < 5
