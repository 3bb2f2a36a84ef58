"""What LaTeX's commands print: tables of commands, letters and signs."""

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.macrospec import LatexContextDb


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _shapes(letters: str, shapes: str) -> dict[str, str]:
    return dict(zip(letters, shapes, strict=True))


ACCENTS = {"'": "\u0301", '"': "\u0308", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
ACCENTS |= {
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "b": "\u0331",
    "d": "\u0323",
}
MATH_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "vec": "\u20d7",
}
MATH_ACCENTS |= {
    "overline": "\u0304",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
}
SPACES = {
    ",": " ",
    ";": " ",
    ":": " ",
    " ": " ",
    "\\": " ",
    "!": "",
    "-": "",
    "/": "",
    "(": "",
    ")": "",
    "[": "",
    "]": "",
    "@": "",
}
SPACES |= {
    "quad": " ",
    "qquad": " ",
    "newline": " ",
    "linebreak": " ",
    "par": " ",
    "xspace": "",
    "left": "",
    "right": "",
    "item": " ",
}
SPACES |= dict.fromkeys(
    ("big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "middle", "limits", "nolimits"), ""
)
SPACES |= dict.fromkeys(
    ("displaystyle", "textstyle", "scriptstyle", "noindent", "centering", "protect", "ensuremath"), ""
)
SWITCHES = _words("em bf it tt sc sf rm sl bfseries itshape ttfamily scshape small large footnotesize normalfont")
DROPPED = _words("label vspace hspace color begin end includegraphics vskip thanks footnotemark phantom")
CITED = _words(
    "cite citep citet citealp citealt citeauthor citeyear parencite textcite autocite ref cref eqref autoref"
)
SECOND = _words("href textcolor colorbox raisebox scalebox hyperref")
QUOTIENTS = _words("frac tfrac dfrac nicefrac sfrac cfrac")
ALPHABETS = {"mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR"}
WORDS = _words(
    "text mbox textbf textit texttt textsc textsf textrm textup textnormal emph underline uline mathrm mathbf mathit mathsf mathtt "
    "boldsymbol bm pmb operatorname hbox fbox textmd textsl enquote title caption url nolinkurl underbrace overbrace uppercase"
)
OTHERS = {
    "deg": "°", "ne": "≠", "implies": "⇒", "iff": "⇔", "S": "§", "P": "¶", "copyright": "©", "checkmark": "✓", "coloneqq": "≔",
    "prime": "′", "lbrace": "{", "rbrace": "}", "textbackslash": "\\", "eg": "e.g.", "ie": "i.e.", "etal": "et al.", "slash": "/",
    "mod": "mod", "bmod": "mod", "textdollar": "$", "colon": ":", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖",
    "And": "&", "and": " and ", "gets": "←", "land": "∧", "lor": "∨", "lnot": "¬", "owns": "∋", "dotsc": "…", "dotsb": "⋯",
}  # fmt: skip

RAISED = _shapes(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
RAISED |= {"∘": "°", "°": "°", "′": "′", "*": "*", "∗": "*", "⋆": "*", "†": "†", "‡": "‡", "−": "⁻", "⊤": "ᵀ", " ": ""}
LOWERED = _shapes("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
LOWERED |= {"−": "₋", "β": "ᵦ", "γ": "ᵧ", "ρ": "ᵨ", "φ": "ᵩ", "χ": "ᵪ", " ": ""}


def scripted(sign: str, text: str, bare: bool = False) -> str:
    """Raised or lowered letters where all of them exist. `bare`: else the text alone; a formula shows the sign."""
    shapes = RAISED if sign == "^" else LOWERED
    if all(letter in shapes for letter in text):
        return "".join(shapes[letter] for letter in text)
    if bare:
        return text
    return f"{sign}{text}" if len(text) == 1 or (sign == "_" and text.isalnum()) else f"{sign}({text})"


def in_alphabet(text: str, alphabet: str) -> str:
    """One letter in a mathematical alphabet; longer texts as they are."""
    if len(text) != 1 or not (text.isascii() and text.isalnum()):
        return text
    case = "DIGIT" if text.isdigit() else "CAPITAL" if text.isupper() else "SMALL"
    name = f"{alphabet} {case} {unicodedata.name(text).split()[-1]}"
    for full in (f"MATHEMATICAL {name}", name, name.replace("FRAKTUR", "BLACK-LETTER")):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return text


@lru_cache(maxsize=2048)
def symbol(name: str) -> str | None:
    """The character of a command, from the tables of pylatexenc; None if they have none."""
    spec = _table().get_macro_spec(name)
    shape = OTHERS.get(name) or getattr(spec, "simplify_repl", None)
    return shape if isinstance(shape, str) and shape and "%" not in shape else None


@cache
def _table() -> "LatexContextDb":
    from pylatexenc.latex2text import get_default_latex_context_db  # heavy, and seldom needed

    return get_default_latex_context_db()
