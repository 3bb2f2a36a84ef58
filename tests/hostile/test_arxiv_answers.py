"""Answers that arXiv would never give, or that a network puts in its place: one clear line, what could be read kept, in time."""

import gzip
import os
import zlib
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest
from werkzeug import Request, Response

from tests.hostile.conftest import Ran, Shell, is_harmless
from tests.hostile.words import TEXTS, named
from tests.sources.standin import StandIn, Work, feed

GOOD = Work("2203.15556", "A work that is good")
ENTRY = GOOD.entry()
FEED = feed([ENTRY], 1)
HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"
BODY = FEED.removeprefix(HEAD)


def _readable(text: str) -> str:
    """What XML can hold of a text."""
    return escape(
        "".join(
            letter
            for letter in text
            if letter in "\t\n\r" or " " <= letter < "\ud800" or "\udfff" < letter < "\ufffe" or letter > "\uffff"
        )
    )


def _laughs(levels: int) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE feed [<!ENTITY a0 "lol">{entities}]>'


def _squared(size: int, times: int) -> str:
    return f'<!DOCTYPE feed [<!ENTITY a "{"a" * size}">]>' + BODY.replace("A work that is good", "&a;" * times)


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"<",
    "blanks": b" " * 1_000_000,
    "nuls": bytes(1000),
    "words": b"words",
    "JSON": b'{"feed": []}',
    "a page": b"<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>",
    "a page in capitals": b"<HTML><BODY>Please log in</BODY></HTML>",
    "a page after blanks": b"\n" * 500 + b"<!doctype HTML><html>",
    "XHTML": b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
    "a page behind a comment": b"<!-- " + b"x" * 3000 + b" --><html><body>Log in</body></html>",
    "RSS": b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>T</title></item></channel></rss>",
    "another feed": FEED.replace("http://www.w3.org/2005/Atom", "http://example.org/").encode(),
    "an empty feed": feed([], 0).encode(),
    "a feed that lies about its total": feed([], 99).encode(),
    "a feed with a huge total": feed([ENTRY], 10**9).encode(),
    "a total of words": FEED.replace(">1</opensearch:totalResults>", ">many</opensearch:totalResults>").encode(),
    "a total of digits": FEED.replace(">1</opensearch:totalResults>", f">{'9' * 5000}</opensearch:totalResults>").encode(),
    "a negative total": FEED.replace(">1</opensearch:totalResults>", ">-1</opensearch:totalResults>").encode(),
    "laughs": (HEAD + _laughs(10) + BODY.replace("A work that is good", "&a9;")).encode(),
    "laughs far behind": (HEAD + " " * 3000 + _laughs(10) + BODY.replace("A work that is good", "&a9;")).encode(),
    "laughs behind a comment": (HEAD + f"<!-- {'x' * 5000} -->" + _laughs(10) + BODY.replace("A work that is good", "&a9;")).encode(),
    "laughs in UTF-16": ("<?xml version='1.0' encoding='UTF-16'?>" + _laughs(10) + BODY.replace("A work that is good", "&a9;")).encode("utf-16"),
    "a large entity often": (HEAD + " " * 3000 + _squared(400_000, 90)).encode(),
    "an entity from a file": (HEAD + '<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + BODY.replace("A work", "&a;")).encode(),
    "an entity from the network": (HEAD + '<!DOCTYPE feed [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>' + BODY.replace("A work", "&a;")).encode(),
    "a DTD from the network": (HEAD + " " * 3000 + '<!DOCTYPE feed SYSTEM "http://127.0.0.1:9/a.dtd">' + BODY).encode(),
    "a parameter entity": (HEAD + " " * 3000 + '<!DOCTYPE feed [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>' + BODY).encode(),
    "a style sheet": (HEAD + '<?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?>' + BODY).encode(),
    "an include": FEED.replace("<entry>", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><entry>').encode(),
    "undefined entity": FEED.replace("A work", "&nbsp;").encode(),
    "deep": (HEAD + "<feed xmlns='http://www.w3.org/2005/Atom'>" + "<a>" * 50_000 + "</a>" * 50_000 + "</feed>").encode(),
    "deep and open": (HEAD + "<feed xmlns='http://www.w3.org/2005/Atom'>" + "<a>" * 100_000).encode(),
    "many elements": FEED.replace("<entry>", "<a/>" * 2_000_000 + "<entry>").encode(),
    "many attributes": FEED.replace("<entry>", f"<a {' '.join(f'b{n}=1' for n in range(1000))}/><entry>").encode(),
    "a long attribute": FEED.replace("<entry>", f"<a b='{'c' * 3_000_000}'/><entry>").encode(),
    "a long name": FEED.replace("<entry>", f"<{'a' * 1_000_000}/><entry>").encode(),
    "a long title": FEED.replace("A work", "word " * 500_000).encode(),
    "a long title of marks": FEED.replace("A work", "<b>" * 0 + "$x$ " * 50_000).encode(),
    "a long summary": FEED.replace("An abstract", "word " * 500_000).encode(),
    "3,303 authors": feed([Work("2203.15556", "A work that is good", tuple(f"A. Name{n}" for n in range(3303))).entry()], 1).encode(),
    "no id": FEED.replace("http://arxiv.org/abs/2203.15556v1", "").encode(),
    "a foreign id": FEED.replace("http://arxiv.org/abs/2203.15556v1", "http://example.org/1").encode(),
    "a javascript id": FEED.replace("http://arxiv.org/abs/2203.15556v1", "javascript:2203.15556v1").encode(),
    "an id of digits": FEED.replace("2203.15556v1", "9" * 5000).encode(),
    "version 0": FEED.replace("2203.15556v1", "2203.15556v0").encode(),
    "no title": FEED.replace("<title>A work that is good</title>", "").encode(),
    "no dates": FEED.replace("<published>2022-03-29T15:00:00Z</published>", "").encode(),
    "year 0": FEED.replace("2022-03-29T", "0000-00-00T").encode(),
    "year 9999": FEED.replace("2022-03-29T", "9999-12-31T").encode(),
    "year 10000": FEED.replace("2022-03-29T", "10000-01-01T").encode(),
    "a date of words": FEED.replace("2022-03-29T15:00:00Z", "yesterday").encode(),
    "a date of digits": FEED.replace("2022-03-29T15:00:00Z", "9" * 5000).encode(),
    "an unknown zone": FEED.replace("2022-03-29T15:00:00Z", "2022-03-29T15:00:00+99:99").encode(),
    "no names": FEED.replace("<name>Ada Lovelace</name>", "").encode(),
    "blank names": FEED.replace("Ada Lovelace", "  ").encode(),
    "a javascript link": FEED.replace("<entry>", '<entry><link href="javascript:alert(1)" rel="related" title="pdf"/>').encode(),
    "a local link": FEED.replace("<entry>", '<entry><link href="file:///etc/passwd" rel="related" title="pdf"/>').encode(),
    "many links": FEED.replace("<entry>", "<entry>" + '<link href="http://example.org/" rel="related"/>' * 5000).encode(),
    "many categories": FEED.replace("<entry>", "<entry>" + "".join(f'<category term="cs.A{chr(65 + n % 26)}"/>' for n in range(20_000))).encode(),
    "the work many times": feed([ENTRY] * 2000, 2000).encode(),
    "works that nobody asked for": feed([Work(f"2203.{n:05}", f"T{n}").entry() for n in range(1, 2000)], 2000).encode(),
    "controls": FEED.replace("A work", "A\x01\x02\x1b[2Jwork").encode(),
    "no UTF-8": FEED.encode().replace(b"A work", b"A \xff\xfe work"),
    "lone surrogates": FEED.encode().replace(b"A work", b"A \xed\xa0\x80 work"),
    "noncharacters": FEED.replace("A work", "A \uffff work").encode(),
    "a reference to a surrogate": FEED.replace("A work", "&#xd800;").encode(),
    "a reference to nul": FEED.replace("A work", "&#0;").encode(),
    "a reference beyond": FEED.replace("A work", "&#x110000;").encode(),
    "UTF-16": FEED.replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16 that says UTF-8": FEED.encode("utf-16"),
    "UTF-32": FEED.replace("UTF-8", "UTF-32").encode("utf-32"),
    "UTF-7": FEED.replace("UTF-8", "UTF-7").encode("utf-7"),
    "an unknown encoding": FEED.replace("UTF-8", "x-nonsense").encode(),
    "an encoding of Python's": FEED.replace("UTF-8", "unicode_escape").encode(),
    "latin-1": FEED.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "EBCDIC": FEED.replace("UTF-8", "cp037").encode("cp037"),
    "version 9 of XML": FEED.replace("version='1.0'", "version='9.0'").encode(),
    "CDATA": FEED.replace("A work", "<![CDATA[<script>alert(1)</script>]]>").encode(),
    "markup in the title": FEED.replace("A work", "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>").encode(),
    "two roots": (FEED + FEED).encode(),
    "rubbish behind": FEED.encode() + b"rubbish" * 1000,
    "processing instructions": FEED.replace("<entry>", "<?a b?>" * 10_000 + "<entry>").encode(),
    "comments": FEED.replace("<entry>", "<!-- a -->" * 10_000 + "<entry>").encode(),
    "an error": feed(["<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>\x1b</summary></entry>"], 1).encode(),
    "an error that is long": feed([f"<entry><id>https://arxiv.org/api/errors#x</id><summary>{'word ' * 100_000}</summary></entry>"], 1).encode(),
    **{f"cut off at {part}/20": FEED.encode()[: len(FEED) * part // 20] for part in range(1, 20)},
}  # fmt: skip

Answering = Callable[[Request], Response]


def _fixed(body: bytes, **headers: str) -> Answering:
    named_ = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: Response(body, content_type="application/atom+xml", headers=named_)


def _status(code: int, **headers: str) -> Answering:
    named_ = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: Response(b"words", status=code, headers=named_)


def _packed(body: bytes, encoding: str) -> Answering:
    return _fixed(body, Content_Encoding=encoding)


ANSWERS: dict[str, Answering] = {
    **{f"status {code}": _status(code) for code in (201, 202, 204, 206, 300, 304, 305, 400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 411, 413, 414, 418, 421, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599, 999)},
    **{f"wait {value[:12]}": _status(503, Retry_After=value) for value in ("0", "-1", "x", "", "1e9", "0.5", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 99 Foo 9999 99:99:99 GMT", "٣")},
    **{f"to {where[:30]}": _status(302, Location=where) for where in ("", "/", "//", "http://", "http://[::1", "file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "javascript:alert(1)", "data:application/atom+xml,x", "http://127.0.0.1:1/", "http://localhost:1/", "http://localhost.:1/", "http://2130706433:1/", "http://0x7f000001:1/", "http://0177.0.0.1:1/", "http://127.1:1/", "http://[::ffff:127.0.0.1]:1/", "http://[::]:1/", "http://0:1/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.0.1/", "http://172.16.0.1/", "http://100.64.0.1/", "http://[fe80::1%25lo]/", "http://[fd00::1]/", "http://user:secret@127.0.0.1:1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://a" + "a" * 5000 + "/", "http://\u2028/", "http://①②⑦.⓪.⓪.①:1/", "?" + "a" * 20_000)},
    "packed well": _packed(gzip.compress(FEED.encode()), "gzip"),
    "packed twice": _packed(gzip.compress(gzip.compress(FEED.encode())), "gzip, gzip"),
    "a packed bomb": _packed(gzip.compress(bytes(100 * 2**20), 9), "gzip"),
    "a packed bomb in zlib": _packed(zlib.compress(bytes(100 * 2**20), 9), "deflate"),
    "a packed bomb of elements": _packed(gzip.compress(FEED.replace("<entry>", "<a/>" * 7_000_000 + "<entry>").encode(), 9), "gzip"),
    "packed by brotli": _packed(b"\x0b\x02\x80hello\x03", "br"),
    "packed by nonsense": _packed(FEED.encode(), "nonsense"),
    "packed and cut": _packed(gzip.compress(FEED.encode())[:-20], "gzip"),
    "not packed": _packed(FEED.encode(), "gzip"),
    "many headers": _fixed(FEED.encode(), **{f"X-{n}": "v" * 100 for n in range(80)}),
    "a type of nonsense": _fixed(FEED.encode(), Content_Type="\u00ff/;;charset=nonsense"),
    "a cookie": _fixed(FEED.encode(), Set_Cookie="a=b; Domain=.org"),
}  # fmt: skip


def _port() -> str:
    """The one address that may be asked: that of the stand-in."""
    return f"('127.0.0.1', {urlsplit(os.environ['CURATOR_ARXIV_URL']).port})"


def _asked(shell: Shell, arxiv: StandIn, answer: Answering) -> Ran:
    """The work is in the library or waits there, and is asked for again in the next run."""
    arxiv.add(GOOD)
    arxiv.always = answer
    ran = shell("add", "2203.15556", "--json")
    is_harmless(ran, asks=(_port(),))
    read = ran.json
    assert read["added"] + read["to_fetch"] + read["failed"] == 1, read
    listed = shell("papers", "--limit", "500")
    is_harmless(listed)
    arxiv.always = None
    again = shell("add", "2203.15556", "--json")
    assert again.code == 0 and again.json["to_fetch"] == 0
    return ran


@pytest.mark.parametrize("kind", BODIES)
def test_an_answer_that_is_odd(shell: Shell, arxiv: StandIn, kind: str) -> None:
    _asked(shell, arxiv, _fixed(BODIES[kind]))


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_that_leads_astray(shell: Shell, arxiv: StandIn, kind: str) -> None:
    _asked(shell, arxiv, ANSWERS[kind])


@pytest.mark.parametrize("field", ["title", "author", "comment", "doi", "category", "summary"])
def test_each_text_in_a_field_of_an_answer(shell: Shell, arxiv: StandIn, field: str) -> None:
    """All of them in the works of one answer, as XML can hold them."""
    works = []
    for number, text in enumerate(TEXTS, 1):
        said = _readable(text)
        entry = Work(f"2203.{number:05}", "A title", comment="c", doi="10.1000/x").entry()
        before = {"title": ">A title<", "author": ">Ada Lovelace<", "comment": ">c<", "doi": ">10.1000/x<", "category": 'term="cs.CL"', "summary": ">  An abstract"}[field]  # fmt: skip
        after = (
            'term="{}"'.format(said.replace('"', "&quot;"))
            if field == "category"
            else f">{said}" + "<" * (before[-1] == "<")
        )
        works.append(entry.replace(before, after))
    arxiv.always = _fixed(feed(works, len(works)).encode())
    ran = shell("search-arxiv", "x", "--limit", "500", "--add")
    is_harmless(ran, asks=(_port(),))
    assert ran.code == 0
    for words in (("papers", "--limit", "500"), ("papers", "--limit", "500", "--json"), ("doctor",)):
        is_harmless(shell(*words))
    assert shell("papers", "--json").json["total"] > 100


def test_the_table_is_long_enough() -> None:
    assert len(BODIES) + len(ANSWERS) > 170 and all(map(named, (*BODIES, *ANSWERS)))
