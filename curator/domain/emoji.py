"""The emoji with which a section's title may begin: on screen it stands in a place of its own."""

import unicodedata


def split_emoji(title: str) -> tuple[str, str]:
    """A leading emoji, "" if there is none, and the rest."""
    first, space, rest = title.partition(" ")
    if space and rest.strip() and first and all(map(_is_picture, first)):
        return first, rest.strip()
    return "", title


def _is_picture(letter: str) -> bool:
    """Letters of an emoji: symbols, what changes how they look, and the joiner between them."""
    return unicodedata.category(letter) in ("So", "Sk", "Mn", "Cf")
