"""Formatted text is the page without what only a page needs."""

import re
from html.parser import HTMLParser

from curator.domain.issues import Entry, Kind, Section
from curator.export import richtext
from curator.writing.assembly import assemble
from tests.issues import issue, manuscript, paper, small_manuscript


class Words(HTMLParser):
    """The words of HTML, and whether each element that opens also closes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("img", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_everything_that_is_read_is_there_and_nothing_else() -> None:
    html = richtext.render(assemble(small_manuscript()))
    words = Words(html)
    assert words.open == []
    for said in (
        "Trends in AI",
        "survive",
        "A chip & more",
        "Tuning Large Networks",
        "Quoted words.",
        "Drawn by us",
        "References",
    ):
        assert said in words.words
    for chrome in ("Skip to the text", "In this issue", "Made with Curator", "↩"):
        assert chrome not in words.words
    assert set(re.findall(r"<(?!m)[a-z0-9]+ ([a-z]+)=", html)) <= {"href", "src", "start", "title"}
    assert not re.search(r'\b(?:class|id|data-[a-z]+|style|tabindex|aria-label)="', html)


def test_links_lead_out_and_never_within() -> None:
    html = richtext.render(assemble(small_manuscript()))
    links = re.findall(r'href="([^"]*)"', html)
    assert "https://arxiv.org/abs/2203.03466" in links
    assert all(link.startswith("https://") for link in links)
    assert "<sup>2</sup>" in html


def test_figures_and_formulas_are_inside() -> None:
    html = richtext.render(assemble(small_manuscript()))
    assert html.count('<img src="data:image/svg+xml;base64,') == 3
    assert '<math display="block"><mrow><mi>L</mi>' in html


def test_what_was_typed_is_text_whatever_it_says() -> None:
    typed = 'Text with <nav class="contents">this</nav>, class="x" and a &amp; b.\n\n    <pre> id="y"\n\n\n      kept'
    written = manuscript(
        issue(Section(1, "One", typed, (Entry(2, Kind.PAPER, 1),))), paper(1, '<a href="#x">Title</a>')
    )
    html = richtext.render(assemble(written))
    words = Words(html)
    assert 'Text with <nav class="contents">this</nav>, class="x" and a & b.' in words.words
    assert '<pre> id="y"\n\n\n  kept' in words.words
    assert '<a href="#x">Title</a>' in words.words
