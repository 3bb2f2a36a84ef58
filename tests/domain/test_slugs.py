import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.slugs import slug_of


@pytest.mark.parametrize(
    ("title", "edition", "slug"),
    [
        ("Trends in AI", "April 2022", "trends-in-ai-april-2022"),
        ("  Ça alors!? ", None, "ca-alors"),
        ("A — B_C", "", "a-b-c"),
        ("What’s naïve", None, "whats-naive"),
        ("深度学习", None, "issue"),
        ("../../etc/passwd", None, "etc-passwd"),
        ("x" * 80, None, "x" * 60),
        ("x" * 59 + " y", None, "x" * 59),
    ],
)
def test_a_slug_is_title_and_edition_in_plain_letters(title: str, edition: str | None, slug: str) -> None:
    assert slug_of(title, edition, lambda _: False) == slug


def test_a_taken_slug_gets_a_number_and_stays_within_its_length() -> None:
    taken = {"a", "a-2", "y" * 60}
    assert slug_of("A", None, taken.__contains__) == "a-3"
    assert slug_of("y" * 70, None, taken.__contains__) == "y" * 58 + "-2"


@given(st.text(), st.none() | st.text(), st.integers(0, 12))
def test_any_title_has_a_slug_that_is_free(title: str, edition: str | None, tries: int) -> None:
    taken: set[str] = set()
    for _ in range(tries + 1):
        slug = slug_of(title, edition, taken.__contains__)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 60 and slug not in taken
        taken.add(slug)
