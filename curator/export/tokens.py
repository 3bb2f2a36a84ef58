"""Markdown's tokens made fit for a page, and then HTML: headings without gaps, links that lead somewhere, nothing that is loaded."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from types import MethodType
from typing import TYPE_CHECKING, Any

from curator.export import addresses
from curator.export.marks import Marks, is_blank
from curator.writing import markdown
from curator.writing.formulas import mathml

if TYPE_CHECKING:
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

_ALLOWED = {
    "a": {"href", "title"}, "blockquote": set(), "br": set(), "code": set(), "em": set(), "hr": set(), "li": set(),
    "ol": {"start"}, "p": set(), "pre": set(), "strong": set(), "table": set(), "tbody": set(), "td": {"class"},
    "th": {"class", "scope"}, "thead": set(), "tr": set(), "ul": set(), **{f"h{level}": set() for level in range(2, 7)},
}  # fmt: skip
_SCROLLED = {
    "<table>": '<div class="scrolled" tabindex="0" role="group" aria-label="Table"><table>',
    "</table>": "</table></div>",
    "<pre>": '<pre tabindex="0">',
}


_SCROLLED_FORMULA = '<{0} class="{1}" tabindex="0" role="group" aria-label="Formula">{2}</{0}>'

LONG_FORMULA = 20  # characters of LaTeX from which on a formula in a line may be wider than a phone


@cache
def _renderer() -> "RendererHTML":
    """Tokens to HTML, with marks for formulas and no picture that would have to be loaded."""
    from markdown_it.renderer import RendererHTML  # heavy, as is the parser

    renderer = RendererHTML()
    rules: dict[str, Callable[..., str]] = {"fence": _code, "code_block": _code, "image": _image}
    for name in ("math_inline", "math_inline_double", "math_block"):
        rules[name] = _formula
    for name, rule in rules.items():
        renderer.rules[name] = MethodType(rule, renderer)
    return renderer


def rendered(tokens: "list[Token]", marks: Marks, heading: int) -> str:
    """HTML of the tokens that the parser gave, marks and all. Headings become those below level `heading`."""
    tidied = _tidied(tokens, marks, heading)
    return _allowed(_renderer().render(tidied, markdown.parser().options, {"marks": marks})).strip()


def _formula(renderer: Any, tokens: "Sequence[Token]", at: int, options: Any, env: Any) -> str:
    """A mark for MathML, or for the formula as code with its dollar signs."""
    token = tokens[at]
    display = token.type != "math_inline"
    marks: Marks = env["marks"]
    tex = marks.as_typed(token.content).strip()
    made = mathml(tex, display)
    dollars = "$$" if display else "$"
    code = f"<code>{escape(f'{dollars}{tex}{dollars}', quote=False)}</code>"
    if token.block:
        return f"<p>{marks.add_block('', _SCROLLED_FORMULA.format('div', 'formula scrolled', made or code))}</p>\n"
    html = made or code
    if (display or len(tex) > LONG_FORMULA) and not token.meta.get("in_link"):  # nothing in a link may take the focus
        html = _SCROLLED_FORMULA.format("span", "formula scrolled" if display else "long scrolled", html)
    return marks.add("", lambda in_link: html)


def _code(renderer: Any, tokens: "Sequence[Token]", at: int, options: Any, env: Any) -> str:
    return f"<pre><code>{escape(tokens[at].content, quote=False)}</code></pre>\n"


def _image(renderer: Any, tokens: "Sequence[Token]", at: int, options: Any, env: Any) -> str:
    """A picture from elsewhere is its words, linked unless in a link: the page loads nothing."""
    token = tokens[at]
    marks: Marks = env["marks"]
    words = marks.as_typed(renderer.renderInlineAsText(token.children or [], options, env)).strip()
    address = addresses.safe(marks.as_typed(str(token.attrGet("src") or "")))
    words = escape(words or address or "", quote=False)
    if address is None or token.meta.get("in_link"):
        return words
    return f'<a href="{escape(address)}">{words}</a>'


def _tidied(tokens: "list[Token]", marks: Marks, heading: int) -> "list[Token]":
    """Headings below `heading` without a gap or an empty one, cells with their scope, links that lead somewhere."""
    open_levels: list[int] = []
    tidied: list[Token] = []
    empty = False
    for at, token in enumerate(tokens):
        if token.type == "inline":
            token.children = _linked(token.children or [], marks)
        if token.type == "heading_open":
            empty = _is_empty(tokens[at + 1].children or [])
            level = int(token.tag[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            if not empty:
                open_levels.append(level)
            token.tag = tokens[at + 2].tag = f"h{min(6, heading + len(open_levels))}"
        elif token.type in ("th_open", "td_open"):
            _cell(token, tokens[at + 1], tokens[at + 2])
        if not empty:
            tidied.append(token)
        if token.type == "heading_close":
            empty = False
    return tidied


def _cell(opening: "Token", inline: "Token", closing: "Token") -> None:
    """A head without words is a cell like others; alignment is a class."""
    style = str(opening.attrs.pop("style", ""))
    if style.startswith("text-align:"):
        opening.attrs["class"] = style.removeprefix("text-align:")
    if opening.tag == "th" and _is_empty(inline.children or []):
        opening.tag = closing.tag = "td"
    elif opening.tag == "th":
        opening.attrs["scope"] = "col"


def _is_empty(tokens: "Sequence[Token]") -> bool:
    """Whether nothing of these can be seen."""
    return all(is_blank(token.content) and not token.type.startswith("math_") for token in _flat(tokens))


def _flat(tokens: "Sequence[Token]") -> "Iterator[Token]":
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _linked(children: "list[Token]", marks: Marks) -> "list[Token]":
    """Links with a valid address and words; of others the words stay. What stands in a link is told so."""
    from markdown_it.token import Token

    made: list[Token] = []
    inside: str | None = None  # the address of the link that is open
    begun = 0
    for token in children:
        if token.type == "link_open":
            inside = addresses.safe(marks.as_typed(str(token.attrGet("href") or "")))
            begun = len(made)
            if inside is not None:
                token.attrs = {"href": inside, **_title(token, marks)}
                made.append(token)
        elif token.type == "link_close":
            if inside is not None:
                if _is_empty(made[begun + 1 :]):
                    made.append(Token("text", "", 0, content=inside))
                made.append(token)
            inside = None
        else:
            if inside is not None:
                token.meta = {**token.meta, "in_link": True}
                marks.stand_in_link("".join(one.content for one in _flat([token])))
            made.append(token)
    return made


def _title(token: "Token", marks: Marks) -> dict[str, str | int | float]:
    title = " ".join(marks.as_typed(str(token.attrGet("title") or "")).split())
    return {"title": title} if title else {}


def _allowed(html: str) -> str:
    import nh3  # heavy: a library of its own in Rust

    clean = nh3.clean(
        html,
        tags=set(_ALLOWED),
        attributes={tag: names for tag, names in _ALLOWED.items() if names},
        url_schemes=set(addresses.SCHEMES),
        link_rel=None,
    )
    return re.sub("|".join(map(re.escape, _SCROLLED)), lambda found: _SCROLLED[found[0]], clean)
