"""Nothing that runs goes out, and nothing that misleads reaches a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.writing.cleaning import clean_html, for_terminal


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">a</p>',
        '<a href="javascript:x()">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<iframe src="https://e.org"></iframe>',
        "<style>p{}</style>",
        '<form action="https://e.org"><input></form>',
        '<svg onload="x()"></svg>',
        '<math><annotation-xml encoding="text/html"><script>x()</script></annotation-xml></math>',
        "<base href='https://e.org'>",
        "<!-- comment -->",
        '<img src="file:///etc/passwd">',
    ],
)
def test_what_runs_or_leads_elsewhere_is_left_out(html: str) -> None:
    clean = clean_html(html)
    for part in (
        "script",
        "alert",
        "x()",
        "javascript",
        "data:",
        "iframe",
        "style",
        "form",
        "svg",
        "base",
        "comment",
        "file:",
    ):
        assert part not in clean


@pytest.mark.parametrize(
    "html",
    [
        '<p class="lead">a <em>b</em> <strong>c</strong> <code>d</code></p>',
        '<a href="https://e.org/x?a=1&amp;b=2">a</a>',
        '<sup id="cite-1"><a href="#ref-1">1</a></sup>',
        '<figure><img src="https://e.org/x.png" alt="a"><figcaption>b</figcaption></figure>',
        '<math display="block"><mrow><msup><mi>x</mi><mn>2</mn></msup><mo stretchy="false">=</mo></mrow></math>',
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
    ],
)
def test_what_an_issue_is_made_of_stays(html: str) -> None:
    assert clean_html(html) == html


@given(st.text())
def test_a_terminal_gets_no_control_and_no_turn_of_direction(text: str) -> None:
    shown = for_terminal(text)
    assert not any((ord(sign) < 32 and sign not in "\n\t") or 0x7F <= ord(sign) < 0xA0 for sign in shown)
    assert not set(shown) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_terminal_gets_the_rest_as_it_is() -> None:
    assert for_terminal("a\x1b[31mb\r\nc\td é 📰\u202e") == "a[31mb\nc\td é 📰"
