"""Titles, names and abstracts with LaTeX in them, made readable: LaTeX as Unicode, white space folded."""

import re
import unicodedata
from functools import lru_cache

from curator.writing.latexsigns import (
    ACCENTS,
    ALPHABETS,
    CITED,
    DROPPED,
    MATH_ACCENTS,
    QUOTIENTS,
    RAISED,
    SECOND,
    SPACES,
    SWITCHES,
    WORDS,
    in_alphabet,
    scripted,
    symbol,
)

_LONGEST = 50_000  # characters; what is longer is no title and no abstract, and only its white space is folded
_DEEPEST = 24  # groups within groups; what lies deeper loses its braces and nothing else
_FORMULA = 600  # characters between two dollar signs


@lru_cache(maxsize=4096)
def readable(text: str) -> str:
    """The text as plain Unicode: formulas, accents and commands as the characters that they print, white space folded. Never raises.

    A text without a dollar sign and without a backslash is only folded. What has no character stays as words: `\\ours` is "ours".
    """
    folded = " ".join(text.split())
    if ("$" not in folded and "\\" not in folded) or len(folded) > _LONGEST:
        return folded
    return " ".join(_Reader(folded, 0).rest().split())


def readable_name(name: str) -> str:
    """A person's name, readable; braces that hold its parts together are gone."""
    return readable(name.replace("{", "").replace("}", "") if "\\" not in name else name)


_COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.DOTALL)
_PLAIN_TEXT = re.compile(r"[^\\${}~]+")
_PLAIN_MATH = re.compile(r"[^\\{}~^_$&'\s]+|\s+")
_NUMBER_AND_WORD = re.compile(r"[\d.,]+(?:[kKMB]|bn)?(?:\s+[A-Za-z]{2,}|\s+a\b)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


class _Reader:
    """Reads a text once, from left to right. `math`: the text is the inside of a formula."""

    def __init__(self, text: str, depth: int, math: bool = False) -> None:
        self._text = text
        self._depth = depth
        self._math = math
        self._at = 0
        self._done: list[str] = []
        self._closes: dict[int, int] | None = None

    def rest(self) -> str:
        """All that is left, readable."""
        while self._at < len(self._text):
            self._done.append(self._piece())
        return "".join(self._done)

    def _piece(self) -> str:
        plain = (_PLAIN_MATH if self._math else _PLAIN_TEXT).match(self._text, self._at)
        if plain:
            self._at = plain.end()
            return plain[0]
        letter = self._text[self._at]
        if letter == "\\":
            return self._command()
        if letter == "$" and not self._math:
            return self._dollar()
        if letter == "{":
            return self._group()
        self._at += 1
        if letter == "~":
            return self._tie()
        if letter in "^_":
            return self._script(letter)
        return {"'": "′", "&": " ", "}": "", "$": ""}.get(letter, letter)

    def _command(self) -> str:
        match = _COMMAND.match(self._text, self._at)
        if match is None:
            self._at += 1
            return ""
        self._at = match.end()
        name = match[1] or match[2]
        if match[2] in ("(", "[") and not self._math:
            return self._between("\\" + {"(": ")", "[": "]"}[match[2]])
        if name in ACCENTS and not (self._math and name in "=.dbckruvH"):
            return self._accented(ACCENTS[name])
        if name in MATH_ACCENTS:
            return self._accented(MATH_ACCENTS[name])
        if name in SPACES:
            return SPACES[name]
        if match[2]:
            return match[2]
        return self._named(name)

    def _named(self, name: str) -> str:
        """What a command of letters prints."""
        if name in WORDS:
            return self._argument(math=self._math and name.startswith(("math", "bold", "bm", "pmb", "under", "over")))
        if name in SWITCHES or name in DROPPED or name in CITED:
            self._skip_blank()
            if name not in SWITCHES:
                self._option()
                self._raw_group()
            if name in CITED and self._done:
                self._done[-1] = self._done[-1].rstrip(" ~")
            return ""
        if name in SECOND:
            first = self._raw_group()
            return self._argument() or (first if name == "href" else "")
        if name in QUOTIENTS:
            return f"{_factor(self._argument())}/{_factor(self._argument())}"
        if name in ALPHABETS:
            return in_alphabet(self._argument(), ALPHABETS[name])
        return self._special(name)

    def _special(self, name: str) -> str:
        if name == "sqrt":
            degree = "".join(RAISED.get(letter, letter) for letter in self._option())
            return f"{degree}√{_factor(self._argument())}"
        if name in ("binom", "dbinom", "tbinom"):
            return f"binom({self._argument()}, {self._argument()})"
        if name == "pmod":
            return f"(mod {self._argument()})"
        if name == "footnote":
            return f" ({self._argument()})"
        if name == "not":
            return unicodedata.normalize("NFC", self._argument() + "\u0338")
        if name == "unicode":
            return _character(self._raw_group())
        if name in ("textsuperscript", "textsubscript"):
            return scripted("^" if name == "textsuperscript" else "_", self._argument(), bare=True)
        printed = symbol(name)
        if printed is None:
            return name
        if not self._math and printed.isalpha():
            self._skip_blank()
        return printed

    def _dollar(self) -> str:
        """A formula; or the sign itself, where it stands for money."""
        double = self._text.startswith("$$", self._at)
        mark = "$$" if double else "$"
        start = self._at + len(mark)
        end = self._text.find(mark, start, start + _FORMULA)
        while end > 0 and self._text[end - 1] == "\\":
            end = self._text.find(mark, end + 1, start + _FORMULA)
        if end < 0 or not (double or _is_formula(self._text[start:end], self._text[end + 1 : end + 2])):
            self._at += 1
            return "$"
        self._at = end + len(mark)
        return self._inside(self._text[start:end], math=True)

    def _between(self, closing: str) -> str:
        end = self._text.find(closing, self._at, self._at + _FORMULA)
        if end < 0:
            return ""
        inside = self._text[self._at : end]
        self._at = end + len(closing)
        return self._inside(inside, math=True)

    def _inside(self, text: str, math: bool) -> str:
        if self._depth >= _DEEPEST:
            return text.translate({ord(letter): None for letter in "\\{}$"})
        return _Reader(text, self._depth + 1, math).rest()

    def _group(self) -> str:
        return self._inside(self._raw_group(), self._math)

    def _raw_group(self) -> str:
        """The inside of the group that begins here, unread; "" where none does. One that is never closed is only its brace."""
        start = self._at
        if not self._text.startswith("{", start):
            return ""
        if self._closes is None:
            self._closes = _groups(self._text)
        end = self._closes.get(start, start)
        self._at = end + 1
        return self._text[start + 1 : end]

    def _option(self) -> str:
        """What stands in square brackets here."""
        end = self._text.find("]", self._at, self._at + 80) if self._text.startswith("[", self._at) else -1
        if end < 0:
            return ""
        inside = self._text[self._at + 1 : end]
        self._at = end + 1
        return inside

    def _argument(self, math: bool | None = None) -> str:
        """What a command is applied to: a group, a command, or one character."""
        inner = self._math if math is None else math
        self._skip_blank()
        if self._text.startswith("{", self._at):
            return self._inside(self._raw_group(), inner)
        match = _COMMAND.match(self._text, self._at)
        if match is None:
            letter = self._text[self._at : self._at + 1]
            if letter in ("}", "$", ""):
                return ""
            self._at += 1
            return letter
        if self._depth >= _DEEPEST:
            self._at = match.end()
            return match[1] or match[2]
        self._depth += 1
        read = self._command()
        self._depth -= 1
        return read

    def _accented(self, mark: str) -> str:
        letters = self._argument()
        plain = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1])
        if not plain.isalpha() or (self._math and len(letters) > 1):
            return letters
        return unicodedata.normalize("NFC", plain + mark) + letters[1:]

    def _script(self, sign: str) -> str:
        return scripted(sign, self._argument().strip())

    def _tie(self) -> str:
        """A blank that may not break a line; elsewhere in a text the sign means "about" or is part of an address."""
        before, after = self._text[self._at - 2 : self._at - 1], self._text[self._at : self._at + 1]
        ties = self._math or (
            (before.isalnum() or before in tuple(".,)}$")) and (after.isalnum() or after in tuple("\\$({"))
        )
        return " " if ties else "~"

    def _skip_blank(self) -> None:
        if self._text.startswith(" ", self._at):
            self._at += 1


def _groups(text: str) -> dict[int, int]:
    """Where each group that opens at a place closes."""
    closes: dict[int, int] = {}
    open_at: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            open_at.append(brace.start())
        elif brace[0] == "}" and open_at:
            closes[open_at.pop()] = brace.start()
    return closes


def _is_formula(inside: str, after: str) -> bool:
    """Whether what stands between two dollar signs is a formula, and not the words between two prices."""
    stripped = inside.strip()
    if not stripped or _NUMBER_AND_WORD.match(stripped):
        return False
    if any(sign in inside for sign in "\\^_"):
        return True
    if inside[-1].isspace() and not inside[0].isspace():
        return False
    if not any(letter.isalnum() for letter in inside):
        return len(inside) < 4
    if after.isdigit() or inside.count("(") != inside.count(")"):
        return False
    return len(inside) <= 80


def _factor(text: str) -> str:
    """As a part of a quotient or under a root: in brackets, if it is more than one thing."""
    return text if re.fullmatch(r"[\w.]*\W?", text) else f"({text})"


def _character(number: str) -> str:
    """The character of `x1F600` or `128512`."""
    digits = number.strip().lower()
    try:
        found = chr(int(digits[1:], 16) if digits.startswith("x") else int(digits[:9]))
    except (ValueError, OverflowError):
        return ""
    return found if found.isprintable() else ""
