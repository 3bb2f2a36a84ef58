"""Differences hold both texts; a merge holds both changes or says where they meet."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.writing.differences import Change, Piece, differences, merge

words = st.lists(st.sampled_from(["a", "b", "c d", " ", "\n", ".", "é", "long-word", "  ", "\r"]), max_size=30).map(
    "".join
)


@settings(max_examples=200, deadline=None)
@given(words, words)
def test_both_texts_are_in_their_differences(former: str, latter: str) -> None:
    pieces = differences(former, latter)
    assert "".join(one.text for one in pieces if one.change is not Change.NEW) == former
    assert "".join(one.text for one in pieces if one.change is not Change.GONE) == latter
    assert all(one.text for one in pieces)
    assert all(one.change is not other.change for one, other in itertools.pairwise(pieces))


def test_a_changed_word_is_a_changed_word() -> None:
    assert differences("One old word.\nSame line.", "One new word.\nSame line.") == (
        Piece(Change.SAME, "One "),
        Piece(Change.GONE, "old"),
        Piece(Change.NEW, "new"),
        Piece(Change.SAME, " word.\nSame line."),
    )


def test_long_lines_that_differ_everywhere_end_quickly() -> None:
    one, other = " ".join(f"a{n}" for n in range(20_000)), " ".join(f"b{n}" for n in range(20_000))
    assert differences(one, other) == (Piece(Change.GONE, one), Piece(Change.NEW, other))


@settings(max_examples=200, deadline=None)
@given(words, words)
def test_what_only_one_changed_is_as_that_one_has_it(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@settings(max_examples=200, deadline=None)
@given(words, words, words)
def test_no_word_of_either_is_lost_in_a_merge(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    turned = merge(base, theirs, mine)
    assert [(part.theirs, part.mine) for part in turned.parts] == [(part.mine, part.theirs) for part in merged.parts]
    assert (merged.text is None) == any(not part.is_settled for part in merged.parts)


def test_changes_in_different_places_go_together() -> None:
    assert merge("one two three four", "ONE two three four", "one two three FOUR").text == "ONE two three FOUR"


def test_changes_of_the_same_words_are_kept_apart() -> None:
    merged = merge("one two three", "one 2 three", "one II three")
    assert merged.text is None
    assert [(part.mine, part.theirs) for part in merged.parts] == [("one ", "one "), ("2", "II"), (" three", " three")]
