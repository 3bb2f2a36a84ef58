"""A picture's type, size in pixels, and form as a data address: read from its first bytes, without decoding it."""

import re
import struct
from base64 import b64encode
from dataclasses import dataclass

from curator.domain.pictures import SVG, SVG_START, suffix_of

MIME = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
"""MIME types by suffix."""

_LENGTH = re.compile(rb"\s(width|height)\s*=\s*[\"']\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*[\"']")
_VIEW_BOX = re.compile(rb"\sviewBox\s*=\s*[\"']\s*[-0-9.e]+[\s,]+[-0-9.e]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*[\"']")


@dataclass(frozen=True, slots=True)
class Picture:
    """What the first bytes of a picture say. `width` and `height` in pixels; None where they say nothing of use."""

    mime: str
    width: int | None
    height: int | None


def look(data: bytes) -> Picture | None:
    """Type and size of a picture; None if it is none that a page can show."""
    kind = suffix_of(data)
    if kind is None:
        return None
    try:
        width, height = _SIZES[kind](data)
    except (struct.error, IndexError, ValueError):  # cut off: a browser may still show the beginning
        width = height = 0
    whole = 0 < width < 100_000 and 0 < height < 100_000
    return Picture(MIME[kind], width if whole else None, height if whole else None)


def data_address(data: bytes, mime: str) -> str:
    """The picture itself as an address (RFC 2397)."""
    return f"data:{mime};base64,{b64encode(data).decode('ascii')}"


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpg(data: bytes) -> tuple[int, int]:
    """From the frame header, which stands after any number of other segments (ITU T.81, B.2.2)."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    return 0, 0


def _webp(data: bytes) -> tuple[int, int]:
    """From the first chunk, in each of its three kinds (RFC 9649)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _svg(data: bytes) -> tuple[int, int]:
    root = SVG.match(data[:SVG_START])
    attributes = root[1] if root else b""
    lengths = {found[1]: float(found[2]) for found in _LENGTH.finditer(attributes)}
    if b"width" in lengths and b"height" in lengths:
        return round(lengths[b"width"]), round(lengths[b"height"])
    box = _VIEW_BOX.search(attributes)
    return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)


_SIZES = {".png": _png, ".jpg": _jpg, ".gif": _gif, ".webp": _webp, ".svg": _svg}
