"""The page needs no other file, runs nothing, and holds together whatever was typed."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.document import IssueDocument
from curator.domain.issues import Cover, Entry, Kind, Section
from curator.domain.papers import Figure, Link
from curator.export.html import HTML, render, render_beside, render_body
from curator.writing.assembly import assemble
from tests.issues import OTHER_PICTURE, PICTURE, SVG, issue, manuscript, paper, small_manuscript

VOID = {"meta", "img", "br", "hr", "link", "input"}


class Page(HTMLParser):
    """Reads a page, and fails where it is not well formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in {tag}"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.words.setdefault(tag, []).append(data)

    def all(self, name: str) -> list[str]:
        """Values of an attribute, in order."""
        return [value or "" for _, attrs in self.tags for key, value in attrs.items() if key == name]

    def text(self, tag: str) -> str:
        return " ".join("".join(self.words.get(tag, [])).split())


def text_of(document: IssueDocument) -> str:
    return render(document).text.decode()


@pytest.fixture(scope="module")
def page() -> str:
    return text_of(assemble(small_manuscript()))


def test_the_page_is_one_file(page: str) -> None:
    assert HTML.render(assemble(small_manuscript())).files == ()
    sources = Page(page).all("src")
    assert len(sources) == 3
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert not re.search(r"url\(|@import", page)


def test_the_page_runs_nothing(page: str) -> None:
    scripts = [attrs for tag, attrs in Page(page).tags if tag == "script"]
    assert scripts == [{"type": "application/ld+json"}]
    assert not any(name.startswith("on") for _, attrs in Page(page).tags for name in attrs)
    assert any(policy.startswith("default-src 'none'") for policy in Page(page).all("content"))


def test_the_page_has_its_language_one_title_and_a_way_past_the_contents(page: str) -> None:
    read = Page(page)
    assert read.tags[0] == ("html", {"lang": "en"})
    assert [tag for tag, _ in read.tags].count("h1") == 1
    assert read.text("h1") == read.text("title") == "Trends in AI — April 2022"
    assert '<a class="skip" href="#text">' in page
    assert 'id="text"' in page


def test_headings_leave_no_gap(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_paper_before_the_first_section_leaves_no_gap_between_headings() -> None:
    whole = issue(Section(1, "", None, (Entry(1, Kind.PAPER, 1),)))
    page = text_of(assemble(manuscript(whole, paper(1, why="# Within"))))
    assert [tag for tag, _ in Page(page).tags if re.fullmatch(r"h[1-6]", tag)] == ["h1", "h2", "h3"]


def test_each_link_inside_of_the_page_leads_somewhere(page: str) -> None:
    read = Page(page)
    ids = read.all("id")
    assert len(ids) == len(set(ids))
    inside = [address[1:] for address in read.all("href") if address.startswith("#")]
    assert inside
    assert set(inside) <= set(ids)


def test_each_citation_leads_to_its_reference_and_back(page: str) -> None:
    uses = re.findall(r'<a id="(cite-\d+-(\w+))" href="#ref-(\w+)"[^>]*>(\d+)</a>', page)
    assert [(key, number) for _, key, _, number in uses] == [
        ("kaplan2020scaling", "1"),
        ("glorot2010difficulty", "2"),
        ("kaplan2020scaling", "1"),
        ("hu2022second", "3"),
        ("glorot2010difficulty", "2"),
    ]
    for anchor, key, reference, _ in uses:
        assert key == reference
        assert f'href="#{anchor}"' in page
    item = re.search(r'<li id="ref-kaplan2020scaling">.*?</li>', page, re.DOTALL)
    assert item is not None
    assert re.sub("<[^>]*>", "", item[0]).replace("&nbsp;", " ") == "Kaplan, B, C, et al., Scaling Laws. ↩ab"
    assert "<sup" not in item[0]


def test_a_reference_that_is_an_entry_links_to_it(page: str) -> None:
    item = re.search(r'<li id="ref-hu2022second">.*?</li>', page, re.DOTALL)
    assert item is not None
    assert '<a class="here" href="#e25">No. 2 in this issue</a>' in item[0]


def test_a_citation_without_a_work_is_text(page: str) -> None:
    assert "[@nobody1900nothing]" in page


def test_a_paper_has_its_parts(page: str) -> None:
    article = page[page.index('id="e23"') : page.index("</article>")]
    assert (
        '<h3 class="title"><span class="number">1</span> <a href="https://arxiv.org/abs/2203.03466">Tuning Large Networks</a></h3>'
        in article
    )
    assert '<p class="byline">By Greg Yang, Edward J. Hu, Igor Babuschkin, et al.</p>' in article
    assert '<a href="https://example.org/code">Code</a>' in article
    assert '<p><strong class="label">❓ Why →</strong> Nobody tunes' in article
    assert '<p><strong class="label">💡 Key insights →</strong> The best rate' in article
    assert article.count("<figure") == 2
    assert 'Size against compute. <span class="source">Source: redrawn after the paper</span>' in article
    assert '<math display="block">' in article
    assert "<blockquote>" in article
    assert article.index("Size against compute") < article.index("After the figure") < article.index("One more.")


def test_links_are_one_list_and_one_without_address_is_text(page: str) -> None:
    news = page[page.index('<ul class="links">') : page.index("</ul>", page.index('<ul class="links">'))]
    assert '<a href="https://example.org/news">A chip &amp; more</a> — fast <em>arithmetic</em>' in news
    assert '<li id="e22" data-entry="22">No address</li>' in news


def test_contents_name_sections_papers_and_references(page: str) -> None:
    contents = page[page.index("<nav") : page.index("</nav>")]
    for name in ("📰 News", "🔬 Research", "Tuning Large Networks", "A Second Paper", "References"):
        assert contents.count(name) == 2  # folded, and beside the text
    assert "Code" not in contents


def test_an_issue_with_little_in_it_has_no_contents() -> None:
    assert "<nav" not in text_of(assemble(manuscript(issue(Section(1, "", "Words."), Section(2, "News", "More.")))))
    assert "<nav" in text_of(assemble(manuscript(issue(Section(1, "News", "Words."), Section(2, "More", "More.")))))


def test_a_preview_can_find_each_entry_and_field(page: str) -> None:
    read = Page(page)
    assert read.all("data-entry") == ["21", "22", "23", "24", "25", "26"]
    assert read.all("data-field") == ["lead", "text", "text", "why", "insights", "why", "insights"]


def test_the_body_of_a_preview_is_that_of_the_page(page: str) -> None:
    body = render_body(assemble(small_manuscript()))
    assert f"<body>\n{body}\n</body>" in page


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(assemble(small_manuscript())) == render(assemble(small_manuscript()))


def test_figures_may_stand_beside_the_page() -> None:
    rendered = render_beside(assemble(small_manuscript()))
    assert [(one.name, one.data) for one in rendered.files] == [(PICTURE, SVG), (OTHER_PICTURE, SVG)]
    assert set(Page(rendered.text.decode()).all("src")) == {PICTURE, OTHER_PICTURE}


def test_a_picture_that_is_none_or_is_gone_is_left_out() -> None:
    one = paper(1, why=f"![]({PICTURE})", figures=(Figure(PICTURE, "a"), Figure(OTHER_PICTURE, "b")))
    whole = issue(Section(1, "S", None, (Entry(1, Kind.PAPER, 1),)), cover=Cover("figures/0000000000000000.png"))
    page = text_of(assemble(manuscript(whole, one, pictures={PICTURE: b"<html>"})))
    assert "<img" not in page


def test_the_page_says_what_it_is_to_machines(page: str) -> None:
    told = json.loads(page[page.index('ld+json">') + 9 : page.index("</script>")])
    assert told["@type"] == "Article"
    assert told["headline"] == "Trends in AI — April 2022"
    assert told["datePublished"] == "2022-04-06"
    assert told["author"] == [{"@type": "Organization", "name": "The editors"}]
    assert told["description"] == "Settings that survive."
    assert [one["name"] for one in told["mentions"]] == ["Tuning Large Networks", "A Second Paper"]
    for name in ("og:title", "og:type", "og:description", "article:published_time", "article:tag"):
        assert f'<meta property="{name}"' in page
    assert "og:image" not in page


def test_a_title_can_not_end_what_machines_read() -> None:
    title = "</script><script>alert(1)</script>"
    page = text_of(assemble(manuscript(issue(title=title, edition=None))))
    assert page.count("<script") == page.count("</script>") == 1
    assert json.loads(page[page.index('ld+json">') + 9 : page.index("</script>")])["headline"] == title


def test_an_issue_without_a_date_is_no_article() -> None:
    page = text_of(assemble(manuscript(issue(Section(1, "", "Words."), date=None))))
    assert '"@type": "CreativeWork"' in page
    assert "published_time" not in page


def test_an_edition_that_the_title_says_is_not_said_twice() -> None:
    document = assemble(manuscript(issue(title="News of April 2022")))
    assert Page(text_of(document)).text("h1") == "News of April 2022"


def test_a_long_lead_is_cut_at_a_word_for_the_description() -> None:
    page = text_of(assemble(manuscript(issue(lead="word " * 100))))
    found = re.search(r'name="description" content="([^"]*)"', page)
    assert found is not None
    assert found[1].endswith(" word…")
    assert len(found[1]) <= 301


def test_an_imported_reference_line_is_shown_as_it_was() -> None:
    written = manuscript(
        issue(Section(1, "", "[@a]")),
        cited=(paper(1, key="a"),),
        definitions={"a": "As *it* was, [there](https://example.org/a) [@a]."},
    )
    page = text_of(assemble(written))
    assert 'As <em>it</em> was, <a href="https://example.org/a">there</a> [@a].' in page


def test_addresses_with_a_script_are_text() -> None:
    evil = "javascript:alert(1)"
    entries = (Entry(1, Kind.PAPER, 1), Entry(2, Kind.LINK, title="t", url=evil), Entry(3, Kind.MENTION, url=evil))
    one = paper(1, url=evil, links=(Link("l", evil),))
    page = text_of(assemble(manuscript(issue(Section(1, "S", "[@work1]", entries)), one)))
    assert not [address for address in Page(page).all("href") if "script" in address]


HARD = st.text(
    alphabet=st.sampled_from("ab<>&\"'`*_#[]()@!\\$-= \n\t\x00\x08\x0b\x85\u2028\u200b\ufdd0\ufffe\ud800\U0001ffff¶{}%/é"),
    max_size=24,
) | st.sampled_from(["</title><script>", "]]>", "--></style>", "{{ 7*7 }}", "{% raw %}", "<!--<script>", "' onload='x", "</script>"])  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_whatever_is_typed_anywhere_the_page_is_well_formed_and_runs_nothing(data: st.DataObject) -> None:
    def typed() -> str:
        return data.draw(HARD)

    one = paper(1, typed(), (typed(), typed()), key="a", url=typed(), why=typed() + "[@b]", insights=typed(),
                links=(Link(typed(), typed()),), figures=(Figure(PICTURE, typed(), typed(), typed()),))  # fmt: skip
    entries = (
        Entry(1, Kind.PAPER, 1),
        Entry(2, Kind.LINK, title=typed(), url="https://" + typed(), text=typed()),
        Entry(3, Kind.MENTION, url=typed(), text=typed() + "[@a]"),
        Entry(4, Kind.TEXT, text=typed()),
    )
    whole = issue(Section(1, "", typed()), Section(2, typed() or "S", typed(), entries), title=typed(), edition=typed(), lead=typed(),
                  date=typed(), authors=(typed(),), tags=(typed(),), cover=Cover(PICTURE, typed(), typed(), typed()))  # fmt: skip
    written = manuscript(whole, one, cited=(paper(2, typed(), key="b", url=typed()),), definitions={"b": typed()})
    page = text_of(assemble(replace(written, definitions={})))
    read = Page(page)
    assert [attrs for tag, attrs in read.tags if tag == "script"] == [{"type": "application/ld+json"}]
    assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\U0001ffff]", page)
    ids = read.all("id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in read.all("href") if address.startswith("#")} <= set(ids)
    json.loads(page[page.index('ld+json">') + 9 : page.index("</script>")])
    assert all(words.strip() for words in read.words.get("h1", [""])[:1])
    assert Page(text_of(assemble(written)))
