"""A formula in LaTeX as MathML, made of known elements and attributes only."""

import re
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

LONGEST = 2000  # characters; a bound on the work for one formula

_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace"})
_CHILDREN = {"mfrac": 2, "msup": 2, "msub": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
_ANY_CHILDREN = frozenset(
    {"math", "mrow", "mstyle", "msqrt", "mpadded", "mphantom", "mtable", "mtr", "mtd", "menclose", "mmultiscripts"}
)
_ATTRIBUTES = frozenset(
    {
        "accent",
        "accentunder",
        "columnalign",
        "columnlines",
        "columnspacing",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "largeop",
        "linebreak",
        "linethickness",
        "lspace",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowalign",
        "rowlines",
        "rowspacing",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
    }
)
_VALUE = re.compile(r"[A-Za-z0-9 .%+-]+")
_CHARACTER = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@lru_cache(maxsize=2048)
def mathml(tex: str, display: bool) -> str | None:
    """`<math>…</math>` for a formula without its dollar signs, on a line of its own where `display`.

    None where the formula is not understood as a whole: an unknown command, a brace that is missing. Never raises.
    """
    if not tex.strip() or len(tex) > LONGEST:
        return None
    from latex2mathml.converter import convert_to_element  # heavy: reads a table of 2,000 symbols

    try:
        element = convert_to_element(tex, display="block" if display else "inline")
        written = _written(element)
    except Exception:  # the converter fails on wrong input in a dozen ways, IndexError and RecursionError among them
        return None
    return written if re.search(r">[^<\s]", written) else None


def _written(element: Element) -> str:
    """An element and all below it as text. Raises ValueError for what the formula can't mean."""
    name, children = element.tag, list(element)
    if name in _LEAVES:
        if children:
            raise ValueError(f"{name} with elements inside")
        inside = _text(element.text or "")
    elif name in _ANY_CHILDREN or _CHILDREN.get(name) == len(children):
        if (element.text or "").strip():
            raise ValueError(f"{name} with text inside")
        inside = "".join(map(_written, children))
    else:
        raise ValueError(f"{name} with {len(children)} elements")
    kept = {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES and _VALUE.fullmatch(value)}
    attributes = "".join(f' {key}="{value}"' for key, value in kept.items())
    return f"<{name}{attributes}>{inside}</{name}>"


def _text(text: str) -> str:
    read = _UNPRINTABLE.sub("", _CHARACTER.sub(lambda found: chr(int(found[1], 16)), text))
    if re.match(r"\\[A-Za-z]", read):
        raise ValueError(f"unknown command {read}")
    return escape(read, quote=False)
