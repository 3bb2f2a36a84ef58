"""Lines of JSON are works; what is no work is named by its line."""

import gzip
import io
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.errors import Unreadable
from curator.domain.papers import Record
from curator.domain.progress import Cancelled, Progress
from curator.sources import reader_of
from curator.sources.snapshot import LONGEST, MOST_UNREAD, SNAPSHOT, read_lines
from curator.sources.source import Unread

WHOLE = {
    "id": "2203.15556v2",
    "title": "A title\n with $x$",
    "authors": ["Ada Lovelace", "Alan Turing"],
    "abstract": " As\nreceived ",
    "categories": ["cs.CL", "cs.LG"],
    "comment": "12 pages",
    "published": "2022-03-29",
}


def read(*lines: object) -> list[Record | Unread]:
    texts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(read_lines(io.BytesIO(b"\n".join(texts)), Progress()))


def test_a_line_is_a_work_as_received() -> None:
    assert read(WHOLE) == [
        Record(
            title="A title\n with $x$",
            authors=("Ada Lovelace", "Alan Turing"),
            abstract=" As\nreceived ",
            categories=("cs.CL", "cs.LG"),
            comment="12 pages",
            published=date(2022, 3, 29),
            arxiv="2203.15556",
            version=2,
            source="file",
        )
    ]


def test_only_the_title_must_be_there() -> None:
    assert read({"title": "T"}) == [Record(title="T", source="file")]
    empty: dict[str, object] = {
        "title": "T",
        "id": None,
        "authors": None,
        "abstract": None,
        "categories": [],
        "comment": None,
        "published": None,
    }
    assert read(empty) == [Record(title="T", source="file")]
    assert read({"title": "T", "id": "doi:10.1145/ABC"}) == [Record(title="T", doi="10.1145/abc", source="file")]
    assert read({"title": "T", "id": "https://example.org/a"}) == [
        Record(title="T", url="https://example.org/a", source="file")
    ]
    assert read({"title": "T", "id": "my own number 7"}) == [Record(title="T", source="file")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"not json", "no JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'{"title": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "no JSON"),
        ({}, "no title"),
        ({"title": " \n"}, "no title"),
        ({"title": 5}, "title is no text"),
        ({"title": "T", "id": 2203.15556}, "id is no text"),
        ({"title": "T", "authors": "Ada"}, "authors is no list of texts"),
        ({"title": "T", "categories": [1]}, "categories is no list of texts"),
        ({"title": "T", "published": "soon"}, "published is no date of the form YYYY-MM-DD"),
    ],
)
def test_what_is_no_work_is_named_by_its_line(line: object, why: str) -> None:
    first, unread, last = read(WHOLE, line, WHOLE)
    assert isinstance(first, Record)
    assert unread == Unread(2, why)
    assert isinstance(last, Record)


def test_empty_lines_and_a_mark_of_byte_order_are_passed_over() -> None:
    assert [type(one) for one in read(b"\xef\xbb\xbf" + json.dumps(WHOLE).encode(), b"", b"  ", WHOLE, b"")] == [
        Record,
        Record,
    ]


def test_any_number_of_empty_lines_may_stand_between_works() -> None:
    lines = (json.dumps({"title": "T"}).encode() + b"\n\n\n") * (MOST_UNREAD // 2)
    assert all(isinstance(one, Record) for one in read_lines(io.BytesIO(lines), Progress()))


def test_a_line_that_is_too_long_is_passed_over() -> None:
    long = b'{"title": "' + b"x" * (2 * LONGEST) + b'"}'
    assert [one if isinstance(one, Unread) else one.title for one in read(long, {"title": "T"})] == [
        Unread(1, "longer than 4 MB"),
        "T",
    ]


def test_a_file_may_be_packed(tmp_path: Path) -> None:
    path = tmp_path / "works.JSONL.gz"
    path.write_bytes(gzip.compress(json.dumps(WHOLE).encode()))
    assert reader_of(path) is SNAPSHOT
    assert [type(one) for one in SNAPSHOT(path, Progress())] == [Record]
    assert reader_of(tmp_path / "works.jsonl") is SNAPSHOT
    assert reader_of(tmp_path / "works.json.gz") is None


def test_a_packed_file_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl.gz"
    lines = b"\n".join(json.dumps({"title": f"{number:x}" * 9}).encode() for number in range(5000))
    path.write_bytes(gzip.compress(lines)[:-4000])
    *works, last = SNAPSHOT(path, Progress())
    assert len(works) > 1000
    assert all(isinstance(one, Record) for one in works)
    assert isinstance(last, Unread)
    assert "breaks off" in last.message


def test_what_is_not_packed_at_all_is_said(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl.gz"
    path.write_bytes(b"plain")
    (unread,) = SNAPSHOT(path, Progress())
    assert isinstance(unread, Unread)
    with pytest.raises(Unreadable, match="can't be opened"):
        list(SNAPSHOT(tmp_path / "absent.jsonl", Progress()))


@pytest.mark.parametrize("filling", [b"x", b"\n", b"{}\n"])
def test_a_hostile_packed_file_is_bounded(tmp_path: Path, filling: bytes) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as packed:
        for _ in range(100):
            packed.write(filling * (2**20 // len(filling)))
    tracemalloc.start()
    read = list(SNAPSHOT(path, Progress()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(read[-1], Unread)
    assert "too much that is no work" in read[-1].message
    assert len(read) <= MOST_UNREAD + 1
    assert peak < 40 * 2**20


def test_reading_can_be_cancelled() -> None:
    progress = Progress()
    lines = read_lines(io.BytesIO(b"\n" * 5000), progress)
    progress.cancel()
    with pytest.raises(Cancelled):
        list(lines)


@given(
    st.binary(max_size=300) | st.text(max_size=100).map(lambda text: json.dumps({"title": text, "id": text}).encode())
)
def test_any_bytes_give_works_or_lines(data: bytes) -> None:
    for one in read_lines(io.BytesIO(data), Progress()):
        assert isinstance(one, Record | Unread)


@pytest.mark.slow
def test_real_metadata_is_read_whole(real_data: Path) -> None:
    works = 0
    for one in SNAPSHOT(real_data / "arxiv-50k.jsonl.gz", Progress()):
        assert isinstance(one, Record)
        works += 1
    assert works == 49_785
