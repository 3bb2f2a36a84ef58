"""Servers that drip, never end, lie about their length or speak no HTTP: `curator add` ends within the limit that it announces."""

import contextlib
import itertools
import socket
import struct
import time
from collections.abc import Callable, Iterable

import pytest

from curator.domain.progress import Progress
from curator.net import Net, NoAnswer, WrongAnswer
from tests.hostile.conftest import Shell, is_harmless
from tests.hostile.watch import watching
from tests.net.servers import raw_server
from tests.sources.standin import Work, feed

LIMIT = 1.0
"""Seconds for a whole answer in these tests; the program's own limit is the same argument."""

LATE = 2.0
"""Seconds after the limit in which the command must have ended, on a noisy machine."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\n"
FEED = feed([Work("2203.15556", "A work that is good").entry()], 1).encode()
SIZED = HEAD + b"Content-Length: %d\r\n\r\n" % len(FEED)
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

Pieces = Callable[[], Iterable[bytes]]


def _drip(first: bytes, drop: bytes) -> Pieces:
    """`first`, and then a drop every 50 ms for ever."""

    def pieces() -> Iterable[bytes]:
        yield first
        for number in itertools.count():
            time.sleep(0.05)
            yield drop[number % len(drop) :][:1] if 0 < len(drop) < 40 else drop

    return pieces


def _endless(first: bytes, more: bytes) -> Pieces:
    return lambda: itertools.chain((first,), itertools.repeat(more))


def _once(*pieces: bytes) -> Pieces:
    return lambda: pieces


SERVERS: dict[str, Pieces] = {
    "drips its status": _drip(b"", b"H"),
    "drips blanks before all": _drip(b"", b"\r\n"),
    "drips headers": _drip(HEAD, b"X-A: b\r\n"),
    "drips one header": _drip(HEAD + b"X-A: ", b"a"),
    "drips its body": _drip(SIZED, FEED[:30]),
    "drips a body without length": _drip(HEAD + b"\r\n", b"<"),
    "drips chunks": _drip(CHUNKED, b"1\r\na\r\n"),
    "drips a chunk's size": _drip(CHUNKED, b"0"),
    "drips a chunk's extension": _drip(CHUNKED + b"1;", b"a"),
    "drips trailers": _drip(CHUNKED + b"0\r\n", b"X-A: b\r\n"),
    "drips a packed body": _drip(HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03", b"\0"),
    "drips a redirect": _drip(b"HTTP/1.1 302 Found\r\n", b"X-A: b\r\n"),
    "drips after a whole answer": _drip(SIZED + FEED, b"a"),
    "goes on and on before its answer": _drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2),
    "says nothing": _drip(b"", b""),
    "sends headers without end": _endless(HEAD, b"X-A: " + b"b" * 8000 + b"\r\n"),
    "sends a header without end": _endless(HEAD + b"X-A: ", b"b" * 8000),
    "sends a status without end": _endless(b"HTTP/1.1 200 ", b"O" * 8000),
    "sends a body without end": _endless(HEAD + b"\r\n", b"<a>" * 20_000),
    "sends blanks without end": _endless(HEAD + b"\r\n", b" " * 60_000),
    "sends chunks without end": _endless(CHUNKED, b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n"),
    "sends trailers without end": _endless(CHUNKED + b"0\r\n", b"X-A: " + b"b" * 8000 + b"\r\n"),
    "continues without end": _endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
    "closes at once": _once(),
    "closes after its headers": _once(SIZED),
    "closes in its headers": _once(HEAD),
    "is longer than it says": _once(HEAD + b"Content-Length: 10\r\n\r\n" + FEED),
    "is shorter than it says": _once(HEAD + b"Content-Length: 99999\r\n\r\n" + FEED),
    "has a length below nothing": _once(HEAD + b"Content-Length: -1\r\n\r\n" + FEED),
    "has a length of words": _once(HEAD + b"Content-Length: many\r\n\r\n" + FEED),
    "has a length of digits": _once(HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n" + FEED),
    "has more digits than that": _once(HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n" + FEED),
    "has two lengths": _once(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + FEED),
    "has a length and chunks": _once(HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "has an unknown transfer": _once(HEAD + b"Transfer-Encoding: nonsense\r\n\r\n" + FEED),
    "has a chunk of words": _once(CHUNKED + b"many\r\n" + FEED),
    "has a chunk below nothing": _once(CHUNKED + b"-5\r\nhello\r\n"),
    "has a huge chunk": _once(CHUNKED + b"f" * 15 + b"\r\n" + FEED),
    "speaks as of old": _once(FEED),
    "speaks HTTP/2": _once(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "speaks HTTP/9": _once(SIZED.replace(b"1.1", b"9.9") + FEED),
    "speaks TLS": _once(b"\x15\x03\x03\0\x02\x02\x28"),
    "speaks SSH": _once(b"SSH-2.0-x\r\n"),
    "speaks FTP": _once(b"220 ready\r\n"),
    "speaks rubbish": _once(bytes(range(256)) * 40),
    "has no status": _once(b"HTTP/1.1\r\n\r\n"),
    "has a status of words": _once(b"HTTP/1.1 abc OK\r\n\r\n"),
    "has a status below nothing": _once(b"HTTP/1.1 -20 OK\r\n\r\n"),
    "has a header without a name": _once(HEAD + b": b\r\n\r\n" + FEED),
    "has a header with nul": _once(HEAD + b"X-A: b\0c\r\n\r\n" + FEED),
    "has a header with escapes": _once(HEAD + b"X-A: \x1b[2J\r\n\r\n" + FEED),
    "has a header in latin-1": _once(HEAD + b"X-A: \xff\r\n\r\n" + FEED),
    "folds its headers": _once(HEAD + b"X-A: b\r\n  c\r\n\r\n" + FEED),
    "has a long header": _once(HEAD + b"X-A: " + b"b" * 90_000 + b"\r\n\r\n" + FEED),
    "changes protocols": _once(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + FEED),
    "sends to itself for ever": _once(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"),
    "sends to a name without a place": _once(b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\nContent-Length: 0\r\n\r\n"),
    "sends with a large body": _endless(b"HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n", b"x" * 60_000),
}  # fmt: skip


def _serve(pieces: Pieces) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the other side is gone, as it should be
            for piece in pieces():
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(5)
            while connection.recv(4096):
                pass

    return serve


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    kwdefaults = Net.__init__.__kwdefaults__
    assert kwdefaults is not None and kwdefaults["seconds"] == 30
    monkeypatch.setitem(kwdefaults, "seconds", LIMIT)


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_that_misbehaves(shell: Shell, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    shell("add", "2203.00001")  # what is imported once is no part of the time
    with raw_server(_serve(SERVERS[kind])) as server:
        monkeypatch.setenv("CURATOR_ARXIV_URL", server.url("/api/query"))
        began = time.monotonic()
        ran = shell("add", "2203.15556", "2203.15557", "--json")
        took = time.monotonic() - began
    is_harmless(ran, asks=(f"('127.0.0.1', {server.port})",))
    assert took < LIMIT + LATE, f"it ended after {took:.1f} s"
    assert ran.code in (0, 1) and ran.err.count("\n") == 1
    assert shell("papers", "--json").json["total"] >= 2


@pytest.mark.usefixtures("_short")
def test_a_connection_that_is_reset(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def reset(connection: socket.socket) -> None:
        connection.sendall(SIZED)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with raw_server(reset) as server:
        monkeypatch.setenv("CURATOR_ARXIV_URL", server.url("/api/query"))
        ran = shell("add", "2203.15556", "--json")
    is_harmless(ran, asks=(f"('127.0.0.1', {server.port})",))
    assert ran.code == 0 and ran.json["to_fetch"] == 1


LOCAL = ("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0", "0.0.0.0", "localhost", "localhost.", "LOCALHOST", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "ⓛocalhost", "１２７.0.0.1", "127。0。0。1", "127.0.0.1.", "%31%32%37.0.0.1")  # fmt: skip


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("name", LOCAL)
def test_an_address_that_is_this_machine_is_not_asked_where_no_setting_names_it(name: str) -> None:
    """Neither at once nor behind a redirect, whatever the host is called."""
    with raw_server(_serve(_once(SIZED + FEED))) as server:
        with watching() as seen, pytest.raises((NoAnswer, WrongAnswer)) as told:
            Net(seconds=LIMIT).get(f"http://{name}:{server.port}/", Progress(), service="The test")
        away = b"HTTP/1.1 302 Found\r\nLocation: http://%s:%d/\r\nContent-Length: 0\r\n\r\n" % (
            name.encode(),
            server.port,
        )
        with raw_server(_serve(_once(away))) as first, pytest.raises((NoAnswer, WrongAnswer)):
            Net(frozenset({first.host}), seconds=LIMIT).get(first.url(), Progress(), service="The test")
        assert server.connections == 0
    assert seen.asked == [] and "\n" not in str(told.value)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254", "fe80::1", "0.0.0.0", "64:ff9b::a00:1"],
)
def test_a_name_that_leads_to_this_network_is_not_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    is_six = ":" in address
    found = (
        socket.AF_INET6 if is_six else socket.AF_INET,
        socket.SOCK_STREAM,
        6,
        "",
        (address, 80, *((0, 0) if is_six else ())),
    )
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [found])
    with watching() as seen, pytest.raises(NoAnswer, match="was not asked") as told:
        Net(seconds=LIMIT).get("http://service.example.org/", Progress(), service="The test")
    assert seen.asked == [] and address in str(told.value)
