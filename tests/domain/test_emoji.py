"""The emoji at the beginning of a title."""

import pytest

from curator.domain.emoji import split_emoji


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("📰 News", ("📰", "News")),
        ("👩‍🔬 People", ("👩‍🔬", "People")),
        ("❤️ Thanks", ("❤️", "Thanks")),
        ("News", ("", "News")),
        ("A b", ("", "A b")),
        ("📰", ("", "📰")),
        ("1️⃣ One", ("", "1️⃣ One")),
    ],
)
def test_a_leading_emoji_stands_apart(title: str, parts: tuple[str, str]) -> None:
    assert split_emoji(title) == parts
