"""Differences hold both texts."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.writing.differences import Change, Joined, Piece, differences, join

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


def test_what_two_changed_at_different_places_is_joined_without_a_word_lost() -> None:
    base = "One old word here.\nA line.\nThe last of them."
    mine = "One new word here.\nA line.\nThe last of them."
    theirs = "One old word there.\nA line.\nThe very last of them.\nAnd one more."
    joined = Joined("One new word there.\nA line.\nThe very last of them.\nAnd one more.", 0)
    assert join(base, mine, theirs) == joined and join(base, theirs, mine) == joined


def test_where_both_changed_the_same_words_both_lines_stand_parted_by_a_blank_one() -> None:
    assert join(
        "Same.\nThe model is old.\nEnd.", "Same.\nThe model is new.\nEnd.", "Same.\nThe model is odd.\nEnd."
    ) == Joined("Same.\nThe model is new.\n\nThe model is odd.\nEnd.", 1)


def test_what_one_took_out_and_the_other_changed_stays() -> None:
    assert join("A.\nB is old.\n", "A.\n", "A.\nB is new.\n") == Joined("A.\nB is new.\n", 1)


def test_both_began_with_nothing() -> None:
    assert join("", "Mine.", "Theirs.") == Joined("Mine.\n\nTheirs.", 1)
    assert join("", "The same.", "The same.") == Joined("The same.", 0)


@settings(max_examples=300, deadline=None)
@given(words, words)
def test_who_changed_nothing_has_the_other_text(base: str, other: str) -> None:
    assert join(base, other, base) == join(base, base, other) == join(base, other, other) == Joined(other, 0)


@settings(max_examples=300, deadline=None)
@given(words, words, words)
def test_no_word_that_either_put_in_is_lost(base: str, mine: str, theirs: str) -> None:
    joined = join(base, mine, theirs).text.split()
    for text in (mine, theirs):
        new = {word for word in text.split() if word.isalnum() and word not in base}
        assert all(any(word in one for one in joined) for word in new)


def test_texts_that_differ_everywhere_are_joined_quickly() -> None:
    one, other = ("".join(f"{word}{n}. " for n in range(20_000)) for word in "ab")
    assert join("", one, other) == Joined(f"{one}\n\n{other}", 1)
