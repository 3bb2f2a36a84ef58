"""An issue as formatted text for the clipboard: what stands on the page, without what only a page needs."""

from collections.abc import Iterable, Mapping
from html import escape
from html.parser import HTMLParser

from curator.domain.document import IssueDocument
from curator.export.html import render_body

Attributes = Iterable[tuple[str, str | None]]

_LEFT_OUT = {("a", "skip"), ("nav", "contents"), ("footer", "foot"), ("span", "back"), ("a", "here")}
"""Elements by tag and class that go with all that is in them: ways around a page lead nowhere in a mail or an editor."""

_UNWRAPPED = {"header", "main", "section", "article", "div", "span", "time"}
"""Elements that say nothing outside of a page: what is in them stays."""

_KEPT: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope"}),
    "math": frozenset({"display", "xmlns"}),
    "mo": frozenset({"stretchy", "fence", "form", "lspace", "rspace", "movablelimits", "minsize", "maxsize", "separator"}),
    "mi": frozenset({"mathvariant"}),
    "mspace": frozenset({"width", "height"}),
    "mtable": frozenset({"columnalign", "rowspacing", "columnspacing"}),
    "mtd": frozenset({"columnalign", "columnspan"}),
    "mfrac": frozenset({"linethickness"}),
    "mover": frozenset({"accent"}),
    "munder": frozenset({"accentunder"}),
    "munderover": frozenset({"accent", "accentunder"}),
    "mpadded": frozenset({"width", "height", "depth", "lspace", "voffset"}),
    "mstyle": frozenset({"displaystyle", "scriptlevel", "mathvariant"}),
    "menclose": frozenset({"notation"}),
}  # fmt: skip
"""Attributes that mean something anywhere, by element: those of links, pictures, lists and tables, and of MathML Core."""

_ALONE = frozenset({"img", "br", "hr"})


def render(document: IssueDocument) -> str:
    """HTML of title, lead, text and references, its figures inside as data; no styles, classes or links within the page."""
    taken = _Taken()
    taken.feed(render_body(document))
    taken.close()
    return "".join(taken.pieces).strip()


class _Taken(HTMLParser):
    """Copies HTML that Curator made, but for what the clipboard has no use for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._open: list[str] = []  # what each open element became: its end tag, or "" where it was unwrapped
        self._skipping = 0  # how many elements deep inside of one that is left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ALONE:
            self._add(_opening(tag, attrs))
            return
        if self._skipping or (tag, dict(attrs).get("class")) in _LEFT_OUT:
            self._skipping += 1
        elif tag in _UNWRAPPED or (tag == "a" and (dict(attrs).get("href") or "#").startswith("#")):
            self._open.append("")
        else:
            self.pieces.append(_opening(tag, attrs))
            self._open.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(_opening(tag, attrs, end="/>" if tag not in _ALONE else ">"))

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif self._open:
            self.pieces.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, piece: str) -> None:
        if not self._skipping:
            self.pieces.append(piece)


def _opening(tag: str, attributes: Attributes, end: str = ">") -> str:
    kept = _KEPT.get(tag, frozenset())
    said = "".join(f' {name}="{escape(value or "")}"' for name, value in attributes if name in kept)
    return f"<{tag}{said}{end}"
