"""Pictures are known by their first bytes."""

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.export.images import Picture, data_address, look

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x06\x00\x00\x00"
GIF = b"GIF89a" + struct.pack("<HH", 30, 20)
JPG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xdb\x00\x03x\xff\xc2\x00\x11\x08" + struct.pack(">HH", 300, 400) + b"\x03"
WEBP_LOSSY = b"RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 320, 240)
WEBP_LOSSLESS = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + struct.pack("<I", 319 | 239 << 14)
WEBP_EXTENDED = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00" + b"\x3f\x01\x00\xef\x00\x00"
SVG = (
    b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 600"><g/></svg>'
)


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        (PNG, Picture("image/png", 640, 480)),
        (GIF, Picture("image/gif", 30, 20)),
        (JPG, Picture("image/jpeg", 400, 300)),
        (WEBP_LOSSY, Picture("image/webp", 320, 240)),
        (WEBP_LOSSLESS, Picture("image/webp", 320, 240)),
        (WEBP_EXTENDED, Picture("image/webp", 320, 240)),
        (SVG, Picture("image/svg+xml", 1200, 600)),
        (b'<svg width="40px" height="30.4" viewBox="0 0 4 3"/>', Picture("image/svg+xml", 40, 30)),
        (b'<svg width="100%"></svg>', Picture("image/svg+xml", None, None)),
        (PNG[:18], Picture("image/png", None, None)),
        (JPG[:8], Picture("image/jpeg", None, None)),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), Picture("image/png", None, None)),
        (b"<html><svg></svg></html>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_type_and_size_are_read_from_the_first_bytes(data: bytes, picture: Picture | None) -> None:
    assert look(data) == picture


@given(
    st.sampled_from([PNG, GIF, JPG, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED, SVG]),
    st.integers(0, 60),
    st.binary(max_size=40),
)
def test_whatever_follows_the_first_bytes_is_no_error(start: bytes, length: int, rest: bytes) -> None:
    look(start[:length] + rest)


def test_a_data_address_holds_the_bytes() -> None:
    assert base64.b64decode(data_address(GIF, "image/gif").removeprefix("data:image/gif;base64,")) == GIF
