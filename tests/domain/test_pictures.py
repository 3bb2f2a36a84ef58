import pytest

from curator.domain.errors import Unreadable
from curator.domain.pictures import src_of, suffix_of


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"\x89PNG\r\n\x1a\n and more", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"GIF89a", ".gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", ".webp"),
        (b"<svg/>", ".svg"),
        (b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>", ".svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".svg"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>', ".svg"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">\n<svg ', ".svg"),
    ],
)
def test_the_suffix_is_what_the_bytes_say(data: bytes, suffix: str) -> None:
    assert suffix_of(data) == suffix


@pytest.mark.parametrize(
    "data", [b"", b"text", b"<html><svg>", b"RIFF\x00\x00\x00\x00WAVE", b"<svgx>", b"%PDF-1.7", b"BM"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert suffix_of(data) is None
    with pytest.raises(Unreadable):
        src_of(data)


@pytest.mark.parametrize("start", [b"<!---->", b"<?xml>", b"<?xml?> ", b"<!--", b"<!DOCTYPE svg [", b" "])
def test_bytes_that_go_on_beginning_are_looked_at_in_no_time(start: bytes) -> None:
    assert suffix_of(start * 2000 + b"x") is None
