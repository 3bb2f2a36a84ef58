"""What is let through: tags and addresses in HTML that goes out, and characters that a terminal shows."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

SCHEMES = frozenset({"http", "https", "mailto"})

_TEXT = "p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del s sup sub a img figure figcaption span div section"
_TABLE = "table caption thead tbody tfoot tr th td"
_MATH = (
    "math semantics mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle mpadded mphantom menclose msub msup msubsup"
    " munder mover munderover mmultiscripts mprescripts none mtable mtr mtd merror"
)
_TAGS = frozenset(f"{_TEXT} {_TABLE} {_MATH}".split())
_DROPPED_WHOLE = frozenset({"script", "style", "template", "iframe", "object", "noscript", "textarea", "title", "svg"})
_MATH_ATTRIBUTES = (
    "display mathvariant stretchy fence separator form lspace rspace minsize maxsize symmetric largeop movablelimits"
    " accent accentunder linethickness columnalign rowspacing columnspacing rowlines columnlines width height depth"
    " displaystyle scriptlevel notation"
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "id", "lang", "dir", "title"},
    "a": {"href", "role", "aria-label"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"scope", "align"},
    "td": {"align"},
    **{tag: set(_MATH_ATTRIBUTES.split()) for tag in _MATH.split()},
}

# Controls but line end and tab, and what turns the direction of writing: either could make a line say what it does not.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")


def clean_html(html: str) -> str:
    """HTML with the tags, attributes and addresses of a list only: text, tables, figures, MathML. All else is left out, scripts with what is in them."""
    return _cleaner().clean(html)


def for_terminal(text: str) -> str:
    """Text without control and bidi characters, so that it can neither move the cursor nor be read in another order. Line ends stay."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3  # heavy: only what makes HTML needs it

    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
