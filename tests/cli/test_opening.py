"""The window's options, read by the short way, are what the parser reads."""

import pytest

from curator.cli import arguments
from curator.cli.opening import Opening, opening


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--sample"],
        ["--library", "a b.curator"],
        ["--library=-x", "--sample"],
        ["--screenshot", "p.png", "--size", "1024x700", "--theme", "dark"],
        ["--size=3840x2160"],
    ],
)
def test_both_ways_read_the_same(words: list[str]) -> None:
    short = opening(words)
    assert short is not None
    assert short == arguments.opening_of(arguments.parse(words))


@pytest.mark.parametrize(
    "words",
    [
        ["papers"],
        ["--sample", "papers"],
        ["--size", "huge"],
        ["--theme", "pink"],
        ["--library"],
        ["--help"],
        ["--json"],
        ["--"],
    ],
)
def test_what_is_odd_is_left_to_the_parser(words: list[str]) -> None:
    assert opening(words) is None


def test_nothing_is_asked_for_by_default() -> None:
    assert opening([]) == Opening()
