"""How texts are kept: as typed, but for what no file can hold or no reader can see."""

import hashlib
import re

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_BLANKS = " \t"
_CLOSING = " ,;:–—-"
_LINE_END = re.compile(r"\r\n|\r|\n")


def keepable(text: str) -> str:
    """The text with U+FFFD for what no file can hold: NUL and lone surrogates."""
    if text.isascii() and "\0" not in text:  # nearly all: it costs nothing
        return text
    return _UNKEEPABLE.sub("\ufffd", text)


def as_saved(text: str | None) -> str | None:
    """A text of several lines as the library keeps it.

    CRLF and CR become LF, NUL and lone surrogates U+FFFD, lines of nothing but spaces and tabs at both ends go; nothing left is None.
    """
    if text is None:
        return None
    lines = keepable(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    first, last = 0, len(lines)
    while first < last and not lines[first].strip(_BLANKS):
        first += 1
    while last > first and not lines[last - 1].strip(_BLANKS):
        last -= 1
    return "\n".join(lines[first:last]) or None


def digest(text: str | None) -> str:
    """The hex SHA-256 of a text in UTF-8; "" for none."""
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def as_line(text: str | None) -> str | None:
    """A text of one line as the library keeps it: line ends become blanks, blanks at both ends go; nothing left is None."""
    if text is None:
        return None
    return _LINE_END.sub(" ", keepable(text)).strip() or None


def shortened(text: str, most: int = 80) -> str:
    """The text for a sentence that names it: blanks folded, at most that many characters, cut off with "…", behind a word if one ends near."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    end = line.rfind(" ", most // 2, most)
    return line[: end if end > 0 else most - 1].rstrip(_CLOSING) + "…"
