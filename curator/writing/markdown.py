"""Markdown: the one parser, plain text written into it and read from it, figure lines, words."""

import re
from functools import cache
from typing import TYPE_CHECKING

from curator.domain.identifiers import encode_address

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LINK = r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\((<[^<>\n]*>|[^()<> \t]*)\)"
"""A link as `link` writes it, as a regular expression: its title, and its address with the `<` and `>` that may stand around it."""

_ESCAPED = re.compile(r"[\\`*_\[\]<>#&$\"~|!^]")
_LINK = re.compile(LINK)
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST = 2000  # characters of a line that is parsed: reading one takes time that grows with the square of its length
_NUMBER = re.compile(r"[0-9]{1,9}[.)]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_FIGURE = re.compile(r"!\[\]\((figures/[0-9a-f]{16}\.(?:png|jpg|gif|webp|svg))\)")

_CITATION = re.compile(r"\[[@^][^\[\]\n]*\]")
_TARGET = re.compile(r"(?<=\])\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"\n]*\")?\)")
_MATH = re.compile(r"\$\$.+?\$\$|\$(?=\S)[^$\n]*?(?<=\S)\$(?!\d)", re.DOTALL)
_WORD = re.compile(r"\w+(?:[-‐‑'’./]\w+)*")


@cache
def parser() -> "MarkdownIt":
    """CommonMark with tables and formulas (`$…$`, `$$…$$`) and without raw HTML. Shared: add no rule to it.

    Footnotes are no part of it: a text cites by key, and whoever renders it looks the citations up first.
    """
    return _made(html=False)


def first_block_is_paragraph(text: str) -> bool:
    """Whether a text, read alone, begins with a paragraph: then a label may stand in front of it on the same line.

    Link definitions in front are no block. Raw HTML is one.
    """
    tokens = _strict().parse(text)
    return bool(tokens) and tokens[0].type == "paragraph_open"


def escape_line(text: str, *, begins_line: bool = False) -> str:
    """Plain text as Markdown of one line. Line ends become blanks, blanks at both ends go.

    `begins_line`: nothing stands before it on its line, so what would begin a list or underline a heading is escaped too.
    """
    line = _LINE_END.sub(" ", text).strip(" \t")
    escaped = _ESCAPED.sub(r"\\\g<0>", line)
    if begins_line and escaped[:1] in ("-", "+", "="):
        return f"\\{escaped}"
    if begins_line and (number := _NUMBER.match(escaped)):
        return f"{escaped[: number.end() - 1]}\\{escaped[number.end() - 1 :]}"
    return escaped


def unescape_line(markdown: str) -> str:
    """What a line of Markdown says, as plain text: the reverse of `escape_line`; emphasis, links and entities are read as CommonMark does.

    Of a line above 2,000 characters only what `escape_line` does is taken back.
    """
    if not re.search(r"[\\`*_\[\]<>&]", markdown):
        return markdown.strip(" \t")
    if len(markdown) > _LONGEST:
        return _BACKSLASH.sub(r"\1", markdown).strip(" \t")
    tokens = _inline().parseInline(markdown.strip(" \t"))[0].children or []
    said = (" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)
    return "".join(said).strip(" \t")


def link(title: str, address: str | None) -> str:
    """A link as it stands in an issue: plain text for a title, an address with a round bracket between `<` and `>`."""
    target = encode_address(address or "")
    return f"[{escape_line(title)}]({f'<{target}>' if '(' in target or ')' in target else target})"


def read_link(markdown: str) -> tuple[str, str | None]:
    """Title and address of a line that is one link, as plain text; the reverse of `link`. A line that is none is all title."""
    if match := _LINK.fullmatch(markdown):
        return unescape_line(match[1]), bare_address(match[2])
    if len(markdown) > _LONGEST:
        return unescape_line(markdown), None
    tokens = _inline().parseInline(markdown)[0].children or []
    kinds = [token.type for token in tokens]
    is_link = kinds[:1] == ["link_open"] and kinds.index("link_close") == len(kinds) - 1
    address = tokens[0].attrGet("href") if is_link else None
    return unescape_line(markdown), str(address) if address else None


def bare_address(target: str) -> str | None:
    """The address of a link without the `<` and `>` around it; None if nothing is left."""
    return (target[1:-1] if target.startswith("<") else target) or None


def figure_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a text that place a figure, exactly `![](figures/…)`: number of the line from 0, and src."""
    return [
        (number, match[1])
        for number, line in enumerate(text.split("\n"))
        if line.startswith("![](") and (match := _FIGURE.fullmatch(line))
    ]


def words(text: str | None) -> int:
    """How many words a reader reads: without citations, comments, figures and addresses of links. A formula is one word."""
    if not text:
        return 0
    lines = [line for line in text.split("\n") if not _FIGURE.fullmatch(line)]
    read = _CITATION.sub(" ", _without_comments("\n".join(lines)))
    return len(_WORD.findall(_MATH.sub(" x ", _TARGET.sub(" ", read))))


def _without_comments(text: str) -> str:
    """The text with a blank for each comment. One that is never closed is text: it is looked for once, not at each opening."""
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[at:start])
        at = end + 3
    return " ".join([*pieces, text[at:]])


@cache
def _strict() -> "MarkdownIt":
    """Tells blocks alone: what stands within them is not read."""
    made = _made(html=True)
    made.core.ruler.enableOnly(["normalize", "block"])
    return made


@cache
def _inline() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # heavy: a command that reads no Markdown does without it

    made = MarkdownIt("commonmark", {"html": False})
    made.normalizeLink = made.normalizeLinkText = str  # type: ignore[method-assign,assignment]  # an address is read as it stands
    made.validateLink = bool  # type: ignore[method-assign,assignment]  # what it is, is for others to judge
    return made


def _made(*, html: bool) -> "MarkdownIt":
    from markdown_it import MarkdownIt  # heavy: see above
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    made = MarkdownIt("commonmark", {"html": html}).enable("table")
    return made.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
