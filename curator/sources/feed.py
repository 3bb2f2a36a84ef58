"""Whether an answer of arXiv's API is whole, and what stands in it that the arxiv package does not tell.

The form is that of the API manual (https://info.arxiv.org/help/api/user-manual.html, 3.3 and 3.4).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.net import WrongAnswer
from curator.net.faults import broken_off, web_page

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR = re.compile(r"arxiv\.org/api/errors")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WEB_PAGE = re.compile(rb"<!doctype html|<html", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """`titles` by entry id, as received. `total` of what fits the question. `error`: what arXiv says instead of results."""

    titles: Mapping[str, str]
    total: int
    error: str | None = None


def read_feed(body: bytes, service: str) -> Feed:
    """What a whole Atom feed says. Raises WrongAnswer for a web page, for what is cut off, and for what is no feed."""
    root = _parsed(body, service)
    titles: dict[str, str] = {}
    error = None
    for entry in root.iter(f"{_ATOM}entry"):
        name = entry.findtext(f"{_ATOM}id", "").strip()
        if _ERROR.search(name):
            error = " ".join(entry.findtext(f"{_ATOM}summary", "").split()) or name
        elif name:
            titles[name] = entry.findtext(f"{_ATOM}title", "")
    total = root.findtext(f"{_SEARCH}totalResults", "").strip()
    return Feed(titles, int(total) if total.isascii() and total.isdigit() and len(total) < 12 else len(titles), error)


def _parsed(body: bytes, service: str) -> "Element":
    from xml.etree import ElementTree  # only when something was asked

    begin = body[:2000]
    if _WEB_PAGE.search(begin):
        raise web_page(service)
    if b"<!DOCTYPE" in begin or b"<!ENTITY" in begin:
        raise WrongAnswer(f"{service} sent something that is not its data. Fetch again later.")
    for text in (body, _CONTROLS.sub(b"", body)):
        try:
            root = ElementTree.fromstring(text)
        except (ElementTree.ParseError, ValueError, LookupError):
            continue
        if root.tag != f"{_ATOM}feed":
            raise WrongAnswer(f"{service} sent something that is not its data. Fetch again later.")
        return root
    raise broken_off(service)
