import hashlib

import pytest

from curator.domain.errors import NotFound, Refused, Unreadable
from curator.library import figures
from curator.library.figures import sniff, src_of
from curator.library.library import Library

PNG = b"\x89PNG\r\n\x1a\n and more"


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (PNG, ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"GIF89a", ".gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", ".webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".svg"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>', ".svg"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">\n<svg ', ".svg"),
    ],
)
def test_the_suffix_is_what_the_bytes_say(data: bytes, suffix: str) -> None:
    assert sniff(data) == suffix


@pytest.mark.parametrize(
    "data", [b"", b"text", b"<html><svg>", b"RIFF\x00\x00\x00\x00WAVE", b"<svgx>", b"%PDF-1.7", b"BM"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        sniff(data)


def test_bytes_are_kept_unchanged_under_their_content(library: Library) -> None:
    with library.edit("Add a figure") as edit:
        src = edit.figures.put(PNG)
        assert edit.figures.put(PNG) == src
    assert src == src_of(PNG) == f"figures/{hashlib.sha256(PNG).hexdigest()[:16]}.png"
    with library.read() as reading:
        assert reading.figures.get(src) == PNG
        assert reading.figures.many([src, "figures/none.png"]) == {src: PNG}
        with pytest.raises(NotFound):
            reading.figures.get("figures/none.png")


def test_a_picture_that_is_too_large_is_refused(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "LARGEST", 1024)
    with library.edit("Add a figure") as edit, pytest.raises(Refused, match="Make it smaller"):
        edit.figures.put(PNG + bytes(2048))


def test_another_picture_of_the_same_name_is_not_taken_for_this(library: Library) -> None:
    with library.edit("Add a figure") as edit:
        edit.c.exec_driver_sql("insert into picture(src, sha, bytes) values (?, 'x', x'00')", (src_of(PNG),))
        with pytest.raises(Refused, match="same name"):
            edit.figures.put(PNG)


def test_a_figure_stays_when_its_edit_is_taken_back(library: Library) -> None:
    with library.edit("Add a figure") as edit:
        paper = edit.papers.new("A")
        src = edit.figures.put(PNG)
        edit.papers.add_figure(paper, src)
    library.undo(library.steps()[0].id)
    with library.read() as reading:
        assert reading.figures.get(src) == PNG
