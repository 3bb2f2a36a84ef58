"""A picture by its bytes: which kind it is, and by what name the library and an issue have it."""

import hashlib
import re

from curator.domain.errors import Unreadable

LARGEST = 20 * 2**20
"""Bytes of one picture."""

SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE\s+svg[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*"
    rb"<(?:svg:)?svg(?=[\s>/])([^>]*)",
    re.DOTALL,
)
"""What an SVG file begins with, as a regular expression; its group holds the attributes of the root element."""

SVG_START = 16_384
"""Bytes that are looked through for the root element of an SVG file."""


def suffix_of(data: bytes) -> str | None:
    """.png, .jpg, .gif, .webp or .svg, as the bytes themselves say; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return ".gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return ".svg" if SVG.match(data[:SVG_START]) else None


def src_of(data: bytes) -> str:
    """Where an issue finds these bytes: figures/, 16 hex digits of their SHA-256, the suffix. Raises Unreadable for what is no picture."""
    suffix = suffix_of(data)
    if suffix is None:
        raise Unreadable("This is no picture that an issue can show. Take a PNG, JPEG, GIF, WebP or SVG file.")
    return f"figures/{hashlib.sha256(data).hexdigest()[:16]}{suffix}"
