"""Whether an answer of arXiv's API is whole, and what stands in it that the arxiv package does not tell.

The form is that of the API manual (https://info.arxiv.org/help/api/user-manual.html, 3.3 and 3.4).
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.net import WrongAnswer
from curator.net.faults import broken_off, web_page

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_ELEMENTS = 700_000
"""Of one answer: a hundred works of 3,300 authors each have that many."""

_DEEPEST = 50  # elements within elements; arXiv has five
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

    if _WEB_PAGE.search(body[:2000]):
        raise web_page(service)
    for text in (body, _CONTROLS.sub(b"", body)):
        try:
            _look_over(text)
            root = ElementTree.fromstring(text)
        except (ElementTree.ParseError, ValueError, LookupError):
            continue
        except _Foreign:
            break
        if root.tag != f"{_ATOM}feed":
            break
        return root
    else:
        raise broken_off(service)
    raise WrongAnswer(f"{service} sent something that is not its data. Fetch again later.")


class _Foreign(Exception):
    """Something that arXiv never sends."""


def _look_over(text: bytes) -> None:
    """Raises _Foreign for a DTD, whose entities may grow without end, and for more or deeper elements than a hundred works have.

    Before a tree is made of it: that takes fifty times the memory.
    """
    from xml.parsers import expat  # only when something was asked

    elements = depth = 0

    def begun(*_: object) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if elements > MOST_ELEMENTS or depth > _DEEPEST:
            raise _Foreign

    def ended(_: str) -> None:
        nonlocal depth
        depth -= 1

    def has_dtd(*_: object) -> None:
        raise _Foreign

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = has_dtd, begun, ended
    with suppress(expat.ExpatError):  # what is not well-formed will be told by who makes a tree of it
        parser.Parse(text, True)
