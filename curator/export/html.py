"""The page: an issue as one HTML file that needs no other, without a script."""

import json
from functools import partial
from typing import Any

from markupsafe import Markup

from curator.domain.document import IssueDocument
from curator.export import images, themes
from curator.export.format import Format, Output, Rendered
from curator.export.pagemaking import take_apart
from curator.export.pageparts import IssuePart


def render(document: IssueDocument) -> Rendered:
    """The page in UTF-8, its figures inside."""
    return Rendered(_page(take_apart(document, _inside), "img-src data:"))


def render_beside(document: IssueDocument) -> Rendered:
    """The page in UTF-8, and its figures as files beside it."""
    files: dict[str, bytes] = {}
    page = _page(take_apart(document, partial(_beside, files)), "img-src 'self' file:")
    return Rendered(page, tuple(Output(src, files[src]) for src in sorted(files)))


def render_body(document: IssueDocument) -> str:
    """What stands inside of `<body>`, to the byte as in the page with its figures inside: for a preview."""
    return _body(take_apart(document, _inside))


def style() -> str:
    """The style sheet of the page: for a preview."""
    return themes.style()


HTML = Format("html", ".html", "One HTML page with its figures inside, for a browser or a site", render)


def _inside(src: str, data: bytes, mime: str) -> str:
    return images.data_address(data, mime)


def _beside(files: dict[str, bytes], src: str, data: bytes, mime: str) -> str:
    files[src] = data
    return src


def _page(issue: IssuePart, pictures: str) -> bytes:
    values = {
        "issue": issue,
        "body": Markup(_body(issue)),
        "style": Markup(themes.style()),
        "json_ld": Markup(_json_ld(issue)),
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; {pictures}",
    }
    return themes.render("page.html", values).encode()


def _body(issue: IssuePart) -> str:
    return themes.render("body.html", {"issue": issue}).strip()


def _json_ld(issue: IssuePart) -> str:
    """What search engines read (schema.org). An Article must have a date and an author; without a date it is a CreativeWork."""
    authors = [{"@type": "Organization", "name": author} for author in issue.authors or (issue.heading,)]
    papers = [entry for section in issue.sections for entry in section.papers]
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article" if issue.date else "CreativeWork",
        "headline": issue.heading,
        "inLanguage": issue.lang,
        "author": authors,
        "datePublished": issue.date,
        "description": issue.description,
        "keywords": list(issue.tags),
        "mentions": [
            {"@type": "ScholarlyArticle", "name": paper.title} | ({"url": paper.address} if paper.address else {})
            for paper in papers
        ],
    }
    told = json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":  # nothing in it may end the element that it stands in
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return told
