"""Addresses on a page are valid, or text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.export.addresses import safe


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        ("https://arxiv.org/abs/2203.15556", "https://arxiv.org/abs/2203.15556"),
        ("HTTPS://Example.ORG/A b", "https://example.org/A%20b"),
        ("https://example.org/ü?q=ä|b#x#y", "https://example.org/%C3%BC?q=%C3%A4%7Cb#x%23y"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ('https://example.org/[1]\\{x}^`"<>', "https://example.org/%5B1%5D%5C%7Bx%7D%5E%60%22%3C%3E"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("http://[::1]/", "http://[::1]/"),
        ("https://a_b.example.org", "https://a_b.example.org"),
        ("mailto:someone@example.org?subject=A word", "mailto:someone@example.org?subject=A%20word"),
    ],
)
def test_an_address_is_percent_encoded(address: str, valid: str) -> None:
    assert safe(address) == valid


@pytest.mark.parametrize(
    "address",
    [None, "", "javascript:alert(1)", "java\tscript:x", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/", "//example.org/",
     "/abs", "page.html", "#top", "http://", "https:///x", "http://a b/", "http://[::1", "http://[x]/", "http://x:99999/", "http://x:y/",
     "http://1.2.3.4.5/", "http://256.1.1.1/", "http://a..b/", "http://-/", "http://%41/", "http://user:word@example.org/",
     "http://xn--/",
        "http://xn--lsa/", "mailto:", "mailto:nobody", "vbscript:x", "\ud800"],
)  # fmt: skip
def test_what_is_no_address_for_a_page_is_none(address: str | None) -> None:
    assert safe(address) is None


@given(st.text(max_size=30), st.sampled_from(["https://example.org/", "http://", "mailto:a@b.c", "", "HTTP://x.y?"]))
def test_whatever_comes_out_is_ascii_and_stays_as_it_is(text: str, start: str) -> None:
    address = safe(start + text)
    if address is not None:
        assert re.fullmatch(r"(https?://|mailto:)[!-~]+", address)
        assert not set(address) & set('"<>\\^`{|}')
        assert safe(address) == address
