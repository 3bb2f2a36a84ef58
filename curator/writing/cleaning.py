"""What a terminal is given: text without the characters that could mislead whoever reads it there."""

import re

# Controls but line end and tab, and what turns the direction of writing: either could make a line say what it does not.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")


def for_terminal(text: str) -> str:
    """Text without control and bidi characters, so that it can neither move the cursor nor be read in another order. Line ends stay."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
