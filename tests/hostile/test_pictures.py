"""Pictures that are bombs, cut off, of another kind than they say, or drawings that reach outside: kept or told, shown small, exported."""

import struct
import time
import zlib
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from curator.desktop.paper import pictures
from curator.domain.errors import CuratorError
from curator.domain.pictures import src_of
from curator.export import images
from tests.hostile.conftest import SECONDS, Shell, is_harmless
from tests.hostile.page import faults_of
from tests.hostile.watch import watching
from tests.hostile.words import named

Make = Callable[[], bytes]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, depth: int = 8, colour: int = 0, rows: bytes | None = None, *more: bytes) -> bytes:
    """A PNG whose head says this, whatever its rows are."""
    packed = zlib.compress(rows if rows is not None else bytes((width * depth // 8 + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + b"".join(more) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")
    )


def svg(inside: str, attributes: str = 'width="100" height="100"', before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'.encode()


GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
LAUGHS = (
    "<!DOCTYPE svg [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)
PICTURES: dict[str, Make] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\x89",
    "a head alone": lambda: b"\x89PNG\r\n\x1a\n",
    "a PDF": lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj",
    "a page": lambda: b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
    "a page behind a PNG's head": lambda: b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "a program": lambda: b"\x7fELF" + bytes(200),
    "a zip": lambda: b"PK\x03\x04" + bytes(200),
    "a BMP": lambda: b"BM" + bytes(100),
    "a TIFF": lambda: b"II*\0" + bytes(100),
    "an icon": lambda: b"\0\0\1\0\1\0" + bytes(100),
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF\n(/etc/passwd) (r) file",
    "a good one": lambda: png(10, 10),
    "a bomb of 20,000 by 20,000": lambda: png(20_000, 20_000, 1),
    "a bomb of 60,000 by 60,000 that is short": lambda: png(60_000, 60_000, 8, 0, b"\0" * 1000),
    "the largest size": lambda: png(2**31 - 1, 2**31 - 1, 8, 0, b""),
    "a size beyond": lambda: png(2**32 - 1, 2**32 - 1, 8, 0, b""),
    "no size": lambda: png(0, 0, 8, 0, b""),
    "a line": lambda: png(1_000_000, 1),
    "a column": lambda: png(1, 1_000_000),
    "an unknown depth": lambda: png(10, 10, 77, 99, b""),
    "cut off": lambda: png(100, 100)[:60],
    "a wrong sum": lambda: png(10, 10)[:-20] + bytes(20),
    "rows of rubbish": lambda: png(10, 10, 8, 0, b"\xff" * 200),
    "a text that is a bomb": lambda: png(10, 10, 8, 0, None, _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50 * 2**20), 9))),
    "a profile that is a bomb": lambda: png(10, 10, 8, 0, None, _chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(50 * 2**20), 9))),
    "many texts": lambda: png(10, 10, 8, 0, None, *[_chunk(b"tEXt", b"a\0b")] * 20_000),
    "a frame that never ends": lambda: png(10, 10, 8, 0, None, _chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))),
    "a GIF": lambda: GIF,
    "a GIF of 65,535": lambda: GIF[:6] + b"\xff\xff\xff\xff" + GIF[10:],
    "a GIF of many frames": lambda: GIF[:-1] + GIF[19:-1] * 20_000 + b";",
    "a GIF that is cut": lambda: GIF[:20],
    "a GIF with a bad code": lambda: GIF.replace(b"\x02\x02D\x01", b"\x0c\x02\xff\xff"),
    "a JPEG's head": lambda: b"\xff\xd8\xff",
    "a JPEG of marks": lambda: b"\xff\xd8" + b"\xff" * 100_000,
    "a JPEG of empty parts": lambda: b"\xff\xd8" + b"\xff\xe0\0\2" * 100_000,
    "a JPEG of parts without length": lambda: b"\xff\xd8" + b"\xff\xe0\0\0" * 1000,
    "a JPEG of 65,535": lambda: b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\3\1\x22\0\2\x11\1\3\x11\1" + b"\xff\xda" + bytes(100),
    "a JPEG with text of exploits": lambda: b"\xff\xd8\xff\xe1\x10\0Exif\0\0" + b"II*\0\x08\0\0\0\xff\xff" + bytes(4000) + b"\xff\xd9",
    "a WebP's head": lambda: b"RIFF\xff\xff\xff\xffWEBP",
    "a WebP of 16,777,216": lambda: b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff",
    "a WebP without colours": lambda: b"RIFF\x16\0\0\0WEBPVP8L\x08\0\0\0\x2f\xff\xff\xff\xff\xff\xff\xff",
    "a WebP of an unknown part": lambda: b"RIFF\x16\0\0\0WEBPXXXX\x08\0\0\0" + bytes(8),
    "a script": lambda: svg("<script>alert(1)</script>"),
    "a script of its own": lambda: svg("", 'onload="alert(1)" width="9" height="9"'),
    "a page within": lambda: svg("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='http://127.0.0.1:9/'/></body></foreignObject>"),
    "a picture of the network": lambda: svg("<image href='http://127.0.0.1:9/a.png' width='9' height='9'/>"),
    "a picture of this machine": lambda: svg("<image xlink:href='file:///dev/zero' width='9' height='9'/>"),
    "a picture beside": lambda: svg("<image xlink:href='../secret.png' width='9' height='9'/>"),
    "a picture by another name": lambda: svg("<s:image xmlns:s='http://www.w3.org/2000/svg' xlink:href='/dev/zero' width='9' height='9'/>"),
    "a picture written otherwise": lambda: svg("<&#105;mage xlink:href='/dev/zero'/>"),
    "a picture in UTF-16": lambda: svg("<image xlink:href='/dev/zero' width='9' height='9'/>").decode().encode("utf-16"),
    "a use of the network": lambda: svg("<use xlink:href='http://127.0.0.1:9/a.svg#b'/>"),
    "a use of a file": lambda: svg("<use xlink:href='file:///etc/passwd#b'/>"),
    "a use of itself": lambda: svg("<g id='a'><use xlink:href='#a'/></g>"),
    "uses of uses": lambda: svg("<defs><g id='a0'><rect width='1' height='1'/></g>" + "".join(f"<g id='a{n}'>" + f"<use xlink:href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 9)) + "</defs><use xlink:href='#a8'/>"),
    "a style of the network": lambda: svg("<style>@import 'http://127.0.0.1:9/a.css';</style>"),
    "a font of the network": lambda: svg("<style>@font-face { font-family: a; src: url(http://127.0.0.1:9/f) }</style><text font-family='a'>a</text>"),
    "a fill of the network": lambda: svg("<rect width='9' height='9' fill='url(http://127.0.0.1:9/a.svg#b)'/>"),
    "a style sheet": lambda: svg("", before="<?xml version='1.0'?><?xml-stylesheet href='http://127.0.0.1:9/a.css'?>"),
    "laughs": lambda: svg("<text>&a9;</text>", before=LAUGHS),
    "an entity of a file": lambda: svg("<text>&a;</text>", before="<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
    "a DTD of the network": lambda: svg("", before="<!DOCTYPE svg SYSTEM 'http://127.0.0.1:9/a.dtd'>"),
    "a filter that is a bomb": lambda: svg("<filter id='a'><feGaussianBlur stdDeviation='99999'/></filter><rect width='100' height='100' filter='url(#a)'/>"),
    "a pattern within itself": lambda: svg("<pattern id='a' width='1' height='1'><rect width='1' height='1' fill='url(#a)'/></pattern><rect width='99' height='99' fill='url(#a)'/>"),
    "a huge size": lambda: svg("", 'width="999999999" height="999999999"'),
    "a size in words": lambda: svg("", 'width="many" height="1e400"'),
    "a size below nothing": lambda: svg("", 'width="-5" height="-5"'),
    "a view box of nothing": lambda: svg("", 'viewBox="0 0 0 0"'),
    "a view box of rubbish": lambda: svg("", 'viewBox="a b c . ."'),
    "a view box of 0.0.0": lambda: svg("", 'viewBox="0 0 1.2.3 4..5"'),
    "deep": lambda: svg("<g>" * 5000 + "</g>" * 5000),
    "a path without end": lambda: svg(f"<path d='{'M0 0L9 9' * 100_000}'/>"),
    "dashes without end": lambda: svg("<line x2='1e9' y2='1e9' stroke='red' stroke-width='1' stroke-dasharray='0.001'/>"),
    "an animation": lambda: svg("<rect width='9' height='9'><animate attributeName='x' dur='0.001s' repeatCount='indefinite' values='0;1'/></rect>"),
    "no end": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g>",
    "comments before it": lambda: b"<!-- a -->" * 1000 + svg(""),
    "comments that never end": lambda: b"<!--" * 4000 + b"<svg>",
    "processing before it": lambda: b"<?xml version='1.0'?>" * 500 + svg(""),
    "blanks before it": lambda: b" " * 16_000 + svg(""),
}  # fmt: skip
ROOM = QSize(160, 120)


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_kept_or_told_and_its_page_is_harmless(shell: Shell, kind: str) -> None:
    data = PICTURES[kind]()
    (shell.folder / "a.png").write_bytes(data)
    texts = ("--alt", "<script>", "--caption", "[a](javascript:alert(1))", "--source", "\x1b[2J")
    ran = shell("figure", "1", "a.png", *texts, "--json")
    is_harmless(ran)
    if ran.code:
        assert ran.out == b""
        return
    src = ran.json["figures"][0]["src"]
    assert src == src_of(data)
    is_harmless(shell("edit", "1", "--why", f"Words.\n\n![]({src})"))
    is_harmless(shell("issue", "add", "trends", "1", "--section", "R"))
    page = shell("export", "trends", "--to", "html", "-o", "-")
    is_harmless(page, prints=False)
    assert faults_of(page.out) == []
    is_harmless(shell("export", "trends", "--to", "markdown", "-o", "out.md"))
    assert (shell.folder / src).read_bytes() == data, "the bytes are kept unchanged"


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_shown_small_or_not_at_all(qapp: QApplication, kind: str) -> None:
    """Beside the window: nothing is opened or asked, in time."""
    data = PICTURES[kind]()
    images.look(data)
    pictures.small(png(3, 3), ROOM, 2.0)  # what is loaded once is no part of it
    pictures.small(svg("<rect width='9' height='9'/>"), ROOM, 2.0)
    with watching() as seen:
        began = time.process_time()
        image, _ = pictures.small(data, ROOM, 2.0)
        took = time.process_time() - began
    assert took < SECONDS
    assert image is None or (image.width() <= 320 and image.height() <= 240)
    assert (seen.opened, seen.asked, seen.resolved, seen.started) == ([], [], [], [])


@pytest.mark.parametrize("kind", ["/dev/zero", "/proc/self/mem", "/", "nowhere", "a\0b", "/dev/stdin"], ids=named)
def test_what_is_no_picture_file_is_told(kind: str, shell: Shell) -> None:
    from pathlib import Path

    with pytest.raises(CuratorError):
        src_of(pictures.bytes_of(Path(kind)))
