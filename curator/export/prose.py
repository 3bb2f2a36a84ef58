"""The texts of an issue as HTML: Markdown with raw HTML off, an allow-list over it, and then what is ours put in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from curator.export.marks import UNPRINTABLE, Marks, is_blank
from curator.export.tokens import rendered
from curator.writing import citations, markdown


@dataclass(slots=True)
class Prose:
    """Turns the texts of one page into HTML, in reading order. `uses` fills up: by key, the anchors of its citations."""

    numbers: Mapping[str, int]
    uses: dict[str, list[str]] = field(default_factory=dict)

    def blocks(
        self, text: str, heading: int, *, label: str | None = None, figures: Mapping[str, str] | None = None
    ) -> str:
        """A text of any length. Its headings become those below level `heading`, without a gap.

        `label` runs in with the first paragraph. `figures`: HTML by src, for the lines that place them.
        """
        marks = Marks()
        marked = self._marked(UNPRINTABLE.sub("", text), marks, figures or {})
        html = rendered(markdown.parser().parse(marked), marks, heading)
        if label is not None:
            html = _labelled(html, label, marks)
        return marks.fill(html)

    def line(self, text: str, *, cites: bool = True) -> str:
        """A text of one line, without a paragraph around it. `cites`: whether citations in it count."""
        marks = Marks()
        typed = plain(text)
        marked = self._marked(typed, marks, {}) if cites else typed
        return marks.fill(rendered(markdown.parser().parseInline(marked), marks, 6))

    def _marked(self, text: str, marks: Marks, figures: Mapping[str, str]) -> str:
        """The text with a mark for each citation and each line that places a figure."""
        pieces: list[str] = []
        at = 0
        for use in citations.find(text, self.numbers):
            pieces += [text[at : use.start], marks.add(text[use.start : use.end], self._citing(use.keys), hugs=True)]
            at = use.end
        marked = "".join(pieces) + text[at:]
        lines = marked.split("\n")
        for place, src in markdown.figure_lines(marked) if figures else ():
            lines[place] = f"\n{marks.add_block(lines[place], figures.get(src, ''))}\n"
        return "\n".join(lines)

    def _citing(self, keys: Sequence[str]) -> Callable[[bool], str]:
        def html(in_link: bool) -> str:
            return f'<sup class="cite">{", ".join(self._number(key, in_link) for key in keys)}</sup>'

        return html

    def _number(self, key: str, in_link: bool) -> str:
        """The number of a work, linked to the list of references unless it stands in a link already."""
        uses = self.uses.setdefault(key, [])
        uses.append(f"cite-{len(uses) + 1}-{anchor(key)}")
        number = self.numbers[key]
        if in_link:
            return f'<span id="{uses[-1]}">{number}</span>'
        return f'<a id="{uses[-1]}" href="#ref-{anchor(key)}" aria-label="Reference {number}">{number}</a>'


def anchor(key: str) -> str:
    """A citation key as part of an id: other signs than letters and digits of ASCII as their code points."""
    return re.sub(r"[^A-Za-z0-9-]", lambda sign: f"_{ord(sign[0]):x}_", key)


def plain(text: str | None) -> str:
    """One line of text as it may stand in HTML: unprintable characters gone, white space folded; "" if nothing can be seen. Not escaped."""
    line = " ".join(UNPRINTABLE.sub("", text or "").split())
    return "" if is_blank(line) else line


def without_tags(html: str) -> str:
    """The words of HTML that this file made, for a description; citations left out."""
    return plain(unescape(re.sub(r"<[^>]*>", "", re.sub(r'<sup class="cite">.*?</sup>', "", html))))


def _labelled(html: str, label: str, marks: Marks) -> str:
    strong = f'<strong class="label">{escape(label, quote=False)}</strong>'
    if html.startswith("<p>") and not marks.begins_with_block(html):
        return f"<p>{strong} {html.removeprefix('<p>')}"
    return f"<p>{strong}</p>\n{html}"
