"""Differences hold both texts."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.writing.differences import Change, Piece, differences

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


def test_many_lines_that_are_alike_end_quickly_and_a_change_among_them_is_seen() -> None:
    lines = "|a|\n|-|\n" * 20_000
    assert differences(lines + "old", lines + "new") == (
        Piece(Change.SAME, lines),
        Piece(Change.GONE, "old"),
        Piece(Change.NEW, "new"),
    )
    pieces = differences(lines, f"first\n{lines}|a|\nlast\n{lines}")
    assert "".join(one.text for one in pieces if one.change is not Change.NEW) == lines
