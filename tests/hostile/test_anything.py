"""Any bytes and any text into every reader: a value or a sentence, never another error."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.errors import CuratorError
from curator.domain.identifiers import almost, clean_address, find
from curator.domain.identifiers import parse as parse_name
from curator.domain.papers import Record
from curator.domain.pictures import src_of
from curator.domain.progress import Progress
from curator.domain.query import parse as parse_query
from curator.domain.slugs import slug_of
from curator.domain.texts import as_line, as_saved, keepable, shortened
from curator.export.addresses import safe
from curator.export.images import look
from curator.net import WrongAnswer
from curator.sources.feed import read_feed
from curator.sources.issuetext import read_issue
from curator.sources.snapshot import read_lines
from curator.writing import frontmatter
from curator.writing.cleaning import for_terminal
from curator.writing.latex import readable, readable_name
from tests.hostile.words import TEXTS
from tests.sources.standin import Work, feed

PIECES = st.sampled_from([text[:200] for text in TEXTS])
TEXT = st.one_of(
    st.text(st.characters(), max_size=300), st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=6).map("".join)
)
FEED = feed([Work("2203.15556", "A work").entry()], 1).encode()
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
many = settings(max_examples=150, deadline=None)


@many
@given(TEXT)
def test_any_text_is_read_for_names(text: str) -> None:
    for name in find(text):
        assert parse_name(str(name)) is not None
    almost(text)
    address = clean_address(text)
    assert address is None or re.match(r"https?://", address, re.IGNORECASE)
    linked = safe(text)
    assert linked is None or (linked.isascii() and re.match(r"(https?|mailto):", linked, re.IGNORECASE))


@many
@given(TEXT)
def test_any_text_is_a_query(text: str) -> None:
    parse_query(text)


@many
@given(TEXT)
def test_any_text_can_be_kept_and_shown(text: str) -> None:
    for kept in (
        keepable(text),
        as_saved(text),
        as_line(text),
        readable(keepable(text)),
        readable_name(keepable(text)),
    ):
        if kept is not None:
            kept.encode()
            assert "\0" not in kept
    assert not _CONTROLS.search(for_terminal(text))
    assert len(shortened(text)) <= 81
    slug = slug_of(keepable(text), None, lambda _: False)
    assert re.fullmatch(r"[a-z0-9-]{1,60}", slug)


@many
@given(TEXT)
def test_any_text_is_an_issue(text: str) -> None:
    read_issue(keepable(text))
    frontmatter.read(text.split("\n"))


@many
@given(TEXT, st.integers(0, 400))
def test_any_text_anywhere_in_an_issue(text: str, at: int) -> None:
    whole = "---\ntitle: T\nlead: words [^a]\n---\nWords.\n\n## S\n\n- [a](https://a.org/) — b\n\n### [P](https://arxiv.org/abs/2203.15556)\n\nBy A.\n\n**❓ Why →** x [^a]\n\n[^a]: N, [T](https://b.org/), 2020.\n"
    read_issue(whole[:at] + text + whole[at:])


@many
@given(st.one_of(st.binary(max_size=300), TEXT.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_lines_of_works(data: bytes) -> None:
    good = b'\n{"title": "A good work"}\n'
    found = list(read_lines(io.BytesIO(data + good), Progress()))
    assert any(isinstance(one, Record) and one.title == "A good work" for one in found)


@many
@given(st.binary(max_size=300), st.integers(0, len(FEED)), st.integers(0, 40))
def test_any_bytes_in_an_answer(data: bytes, at: int, gone: int) -> None:
    for body in (data, FEED[:at] + data + FEED[at + gone :]):
        try:
            read_feed(body, "arXiv")
        except WrongAnswer as error:
            assert str(error).endswith(".")


@many
@given(
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WEBPVP8L", b"<svg ", b"<?xml?><svg width='"]),
    st.binary(max_size=200),
)  # fmt: skip
def test_any_bytes_are_a_picture_or_none(head: bytes, data: bytes) -> None:
    found = look(head + data)
    if found is None:
        with pytest.raises(CuratorError):
            src_of(head + data)
    else:
        assert src_of(head + data).startswith("figures/")
        assert found.width is None or 0 < found.width < 100_000
