"""Files of works as JSON lines: each hostile text in each field, and lines that are no work; what can be read is kept."""

import gzip
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.conftest import Ran, Shell, is_harmless
from tests.hostile.words import TEXTS, named

GOOD = ({"title": "The first good work", "id": "2203.15556"}, {"title": "The last good work", "id": "2203.15557"})
FIELDS: dict[str, Callable[[str], dict[str, object]]] = {
    "title": lambda text: {"title": text},
    "authors": lambda text: {"title": "T", "authors": [text, text]},
    "abstract": lambda text: {"title": "T", "abstract": text},
    "categories": lambda text: {"title": "T", "categories": [text, "cs.CL"]},
    "comment": lambda text: {"title": "T", "comment": text},
    "id": lambda text: {"title": "T", "id": text},
    "published": lambda text: {"title": "T", "published": text},
    "key": lambda text: {"title": "T", text: text},
}

LINES: dict[str, bytes] = {
    "no JSON": b"no JSON",
    "list": b"[]",
    "text": b'"a"',
    "number": b"1",
    "nothing": b"null",
    "brackets": b"[" * 200_000,
    "braces": b'{"a":' * 100_000,
    "closed brackets": b"[" * 100_000 + b"]" * 100_000,
    "huge number": b'{"title": "T", "published": ' + b"9" * 100_000 + b"}",
    "huge float": b'{"title": 1e99999}',
    "not a number": b'{"title": NaN}',
    "cut off": b'{"title": "T',
    "twice": b'{"title": "a", "title": "T"}',
    "latin-1": '{"title": "Erdős café"}'.encode("latin-1", "replace"),
    "utf-16": '{"title": "T"}'.encode("utf-16"),
    "utf-7": b'{"title": "+AGEAYg-"}',
    "overlong": b'{"title": "\xc0\xaf\xe0\x80\xaf"}',
    "surrogates in utf-8": b'{"title": "\xed\xa0\x80"}',
    "bom": b'\xef\xbb\xbf{"title": "T"}',
    "nul": b'{"title": "a\0b"}',
    "escaped nul": b'{"title": "a\\u0000b"}',
    "controls": b'{"title": "a\x01\x02b"}',
    "no title": b'{"id": "2203.15558"}',
    "empty title": b'{"title": ""}',
    "blank title": b'{"title": " \\t\\n\\u00a0"}',
    "title of marks": b'{"title": "\\u0301\\u0301"}',
    "title is number": b'{"title": 5}',
    "title is list": b'{"title": ["a"]}',
    "title is object": b'{"title": {"$ne": 1}}',
    "authors is text": b'{"title": "T", "authors": "A, B"}',
    "authors is numbers": b'{"title": "T", "authors": [1, 2]}',
    "authors is nested": b'{"title": "T", "authors": [["A"]]}',
    "authors is object": b'{"title": "T", "authors": {"a": 1}}',
    "authors are blank": b'{"title": "T", "authors": ["", " ", "\\u200b"]}',
    "3,303 authors": json.dumps({"title": "T", "authors": [f"A. Name{n}" for n in range(3303)]}).encode(),
    "100,000 authors": json.dumps({"title": "T", "authors": [f"N{n}" for n in range(100_000)]}).encode(),
    "100,000 categories": json.dumps({"title": "T", "categories": [f"cs.A{n}" for n in range(100_000)]}).encode(),
    "long name": json.dumps({"title": "T", "authors": ["A" * 1_000_000]}).encode(),
    "long title": json.dumps({"title": "word " * 400_000}).encode(),
    "long title of one word": json.dumps({"title": "w" * 2_000_000}).encode(),
    "long title of marks": json.dumps({"title": "a" + "\u0301" * 300_000}).encode(),
    "long title of formulas": json.dumps({"title": "$x^2$ " * 100_000}).encode(),
    "long title of backslashes": json.dumps({"title": "\\" * 1_000_000}).encode(),
    "long title of braces": json.dumps({"title": "{" * 500_000 + "}" * 500_000}).encode(),
    "long title of brackets": json.dumps({"title": "[(" * 500_000}).encode(),
    "long title of dollars": json.dumps({"title": "$a" * 500_000}).encode(),
    "long title of accents": json.dumps({"title": "\\'{e}" * 100_000}).encode(),
    "long title of ids": json.dumps({"title": "2203.15556 " * 100_000}).encode(),
    "long abstract": json.dumps({"title": "T", "abstract": "word " * 700_000}).encode(),
    "long abstract of formulas": json.dumps({"title": "T", "abstract": "$\\alpha^{2}$ " * 200_000}).encode(),
    "long id": json.dumps({"title": "T", "id": "https://example.org/" + "a" * 1_000_000}).encode(),
    "long line": b'{"title": "' + b"a" * (5 * 2**20) + b'"}',
    "year 0": b'{"title": "T", "published": "0000-01-01"}',
    "year 1": b'{"title": "T", "published": "0001-01-01"}',
    "year 9999": b'{"title": "T", "published": "9999-12-31"}',
    "year 10000": b'{"title": "T", "published": "10000-01-01"}',
    "year -1": b'{"title": "T", "published": "-001-01-01"}',
    "30 February": b'{"title": "T", "published": "2022-02-30"}',
    "week": b'{"title": "T", "published": "2022-W10-1"}',
    "date is number": b'{"title": "T", "published": 20220406}',
    "date and time": b'{"title": "T", "published": "2022-04-06T23:59:60Z"}',
    "version 0": b'{"title": "T", "id": "2203.15558v0"}',
    "version 999999": b'{"title": "T", "id": "2203.15558v999999"}',
    "many keys": b"{" + b",".join(b'"k%d": 1' % n for n in range(50_000)) + b', "title": "T"}',
    "carriage returns": b'\r\r\r{"title": "T"}\r\r',
    "another line end": '{"title": "a\u2028b"}'.encode(),
    "csv": b"title,authors\nT,A",
    "xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "zip": b"PK\x03\x04" + bytes(40),
    "sqlite": b"SQLite format 3\0" + bytes(200),
}


def _lines(*lines: bytes) -> bytes:
    return b"\n".join((json.dumps(GOOD[0]).encode(), *lines, json.dumps(GOOD[1]).encode())) + b"\n"


def _good_works_are_kept(shell: Shell, ran: Ran) -> None:
    is_harmless(ran)
    listed = shell("papers", "good", "--json")
    is_harmless(listed)
    assert {paper["title"] for paper in listed.json["papers"]} == {one["title"] for one in GOOD}


@pytest.mark.parametrize("field", FIELDS)
def test_each_text_in_a_field_of_a_work(shell: Shell, field: str) -> None:
    """In one file, so that nothing one text does to the rest goes unseen."""
    lines = [json.dumps(FIELDS[field](text)).encode() for text in TEXTS]
    (shell.folder / "works.jsonl").write_bytes(_lines(*lines))
    _good_works_are_kept(shell, shell("add", "works.jsonl"))
    for words in (
        ("papers", "--limit", "999"),
        ("papers", "--limit", "999", "--json"),
        ("papers", "T", "--sort", "title"),
    ):
        is_harmless(shell(*words))
    assert shell("doctor").code == 0


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_odd_costs_no_other(shell: Shell, line: str) -> None:
    (shell.folder / "works.jsonl").write_bytes(_lines(LINES[line]))
    ran = shell("add", "works.jsonl", "--json")
    _good_works_are_kept(shell, ran)
    read = ran.json
    assert read["added"] + len(read.get("unread", ())) >= 2
    listed = shell("papers")
    is_harmless(listed)
    assert len(listed.out) < 20_000_000
    is_harmless(shell("show", "4"))
    is_harmless(shell("issue", "add", "trends", "3", "4", "--section", "R"))
    is_harmless(shell("export", "trends", "--to", "html", "-o", "out.html"))


PACKED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one byte": lambda: b"\x1f",
    "no gzip": lambda: _lines(),
    "header alone": lambda: gzip.compress(b"")[:10],
    "cut off": lambda: gzip.compress(_lines() + os.urandom(5000))[:-2000],
    "wrong sum": lambda: gzip.compress(_lines())[:-8] + bytes(8),
    "rubbish behind": lambda: gzip.compress(_lines()) + b"rubbish",
    "twice": lambda: gzip.compress(gzip.compress(_lines())),
    "in parts": lambda: b"".join(gzip.compress(json.dumps(one).encode() + b"\n") for one in GOOD),
    "zlib": lambda: zlib.compress(_lines()),
    "flipped": lambda: bytes(byte ^ (number == 40) for number, byte in enumerate(gzip.compress(_lines(), mtime=0))),
    "long name in the header": lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 1_000_000 + b"\0" + gzip.compress(_lines())[10:],
    "bomb of zeros": lambda: gzip.compress(bytes(200 * 2**20), 9),
    "bomb behind good works": lambda: gzip.compress(_lines() + bytes(200 * 2**20), 9),
    "bomb of line ends": lambda: gzip.compress(_lines() + b"\n" * (100 * 2**20), 9),
    "bomb of brackets": lambda: gzip.compress(_lines() + (b"[" * 1000 + b"\n") * 50_000, 9),
    "bomb in parts": lambda: gzip.compress(b"x" * 2**20 + b"\n", 9) * 200,
}  # fmt: skip


@pytest.mark.parametrize("kind", PACKED)
def test_a_packed_file_gives_what_can_be_read(shell: Shell, kind: str) -> None:
    (shell.folder / "works.jsonl.gz").write_bytes(PACKED[kind]())
    ran = shell("add", "works.jsonl.gz")
    is_harmless(ran)
    if kind in (
        "rubbish behind",
        "in parts",
        "wrong sum",
        "bomb behind good works",
        "bomb of line ends",
        "long name in the header",
    ):
        _good_works_are_kept(shell, ran)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


PLACES: dict[str, Callable[[Path], None]] = {
    "folder": Path.mkdir,
    "pipe": _pipe,
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to zeros": lambda path: path.symlink_to("/dev/zero"),
    "link to a folder": lambda path: path.symlink_to("/proc"),
    "link to the library": lambda path: path.symlink_to("trends.curator"),
    "hard link to the library": lambda path: path.hardlink_to("trends.curator"),
    "empty": Path.touch,
    "forbidden": lambda path: (path.touch(), path.chmod(0))[0],
}
NAMES = ("a.jsonl", "a.jsonl.gz", "a.md", "a.png", "a.txt", "a.curator", "-a", "a\nb\x1b[2J.md", "a\udcff.jsonl")


@pytest.mark.parametrize("name", NAMES, ids=named)
@pytest.mark.parametrize("kind", PLACES)
def test_what_is_no_file_with_works_is_told(shell: Shell, kind: str, name: str) -> None:
    path = shell.folder / name
    PLACES[kind](path)
    before = shell.library.read_bytes()
    for words in (("add", "--dry-run", "--", name), ("import", "--", name), ("figure", "1", "--", name)):
        is_harmless(shell(*words))
    assert shell.library.read_bytes() == before or kind in (
        "empty",
        "forbidden",
    )  # an empty file is an issue without words


@pytest.mark.parametrize(
    "name", ["/dev/zero", "/dev/random", "/dev/stdin", "/dev/full", "/proc/self/fd/0", "/proc", "/"]
)
@pytest.mark.parametrize("command", ["add", "import", "figure", "cover", "library"])
def test_a_device_is_not_read(shell: Shell, command: str, name: str) -> None:
    words = {
        "add": ("add", name),
        "import": ("import", name),
        "figure": ("figure", "1", name),
        "cover": ("issue", "edit", "trends", "--cover", name),
        "library": ("papers",),
    }[command]
    ran = shell(*words, library=Path(name) if command == "library" else None)
    assert ran.code == 1
    is_harmless(ran)
