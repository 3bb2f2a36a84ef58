"""Marks: how what is ours (citations, formulas, figures) passes unharmed through Markdown and the allow-list.

A mark is a pilcrow, a noncharacter, a number, a noncharacter and a pilcrow. Noncharacters are taken out of every text before, so
nobody can type one. The pilcrows are there because Markdown treats what stands beside punctuation otherwise than beside a letter.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
) + "]")  # fmt: skip
"""What no HTML page may hold (HTML Standard, 13.2.3.5), line ends and tabs aside."""

_OPEN, _CLOSE = "¶\ufdd0", "\ufdd1¶"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_QUOTED_MARK = re.compile(f"{quote(_OPEN)}([0-9]+){quote(_CLOSE)}")
_BLANK_BEFORE = re.compile(rf"(?<=[^\s.!?:;,(])(?<!→</strong>)[ \n](?={_MARK.pattern})")
_ALONE = re.compile(f"<p>{_OPEN}([0-9]+){_CLOSE}</p>")


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: no character but blanks and those without a shape."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in text)


@dataclass(slots=True)
class _Kept:
    """What stands behind a mark. `source` is what was typed; `html` makes what is printed, told whether it is in a link."""

    source: str
    html: Callable[[bool], str]
    is_block: bool
    hugs: bool = False
    in_link: bool = False
    is_printed: bool = False


@dataclass(slots=True)
class Marks:
    """What was taken out of one text, by the number of its mark."""

    _kept: list[_Kept] = field(default_factory=list)

    def add(self, source: str, html: Callable[[bool], str], *, hugs: bool = False) -> str:
        """A mark for what stands in a line. `html` is called once, in reading order, with whether it stands in a link.

        `hugs`: the blank between the word before and this is not printed.
        """
        return self._add(_Kept(source, html, is_block=False, hugs=hugs))

    def add_block(self, source: str, html: str) -> str:
        """A mark for what takes the place of a paragraph that holds the mark alone."""
        return self._add(_Kept(source, lambda in_link: html, is_block=True))

    def as_typed(self, text: str) -> str:
        """Marks taken back, percent-encoded ones too: for attributes and formulas, where nothing of ours can stand."""
        plain = _QUOTED_MARK.sub(f"{_OPEN}\\1{_CLOSE}", text)
        return _MARK.sub(lambda found: self._kept[int(found[1])].source, plain)

    def stand_in_link(self, text: str) -> None:
        """The marks of this text stand in a link: what they make may not be one."""
        for found in _MARK.finditer(text):
            self._kept[int(found[1])].in_link = True

    def begins_with_block(self, html: str) -> bool:
        """Whether the first paragraph is one that a block takes the place of."""
        first = _ALONE.match(html)
        return first is not None and self._kept[int(first[1])].is_block

    def fill(self, html: str) -> str:
        """The text with what stands behind each mark. A block that found no paragraph of its own stays as typed, and follows at the end."""
        close = _BLANK_BEFORE.sub(lambda found: "" if self._kept[int(found[1])].hugs else found[0], html)
        filled = _MARK.sub(self._inside, _ALONE.sub(self._alone, close))
        return "\n".join([filled, *(one.html(False) for one in self._kept if one.is_block and not one.is_printed)])

    def _add(self, one: _Kept) -> str:
        self._kept.append(one)
        return f"{_OPEN}{len(self._kept) - 1}{_CLOSE}"

    def _alone(self, found: re.Match[str]) -> str:
        one = self._kept[int(found[1])]
        if not one.is_block:
            return found[0]
        one.is_printed = True
        return one.html(False)

    def _inside(self, found: re.Match[str]) -> str:
        one = self._kept[int(found[1])]
        return escape(one.source, quote=False) if one.is_block else one.html(one.in_link)
