"""The watch itself sees what it is there to see: a test of silence is worth what its ears are."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.hostile.page import faults_of
from tests.hostile.watch import watching
from tests.hostile.watched_window import sockets_of_the_network


def test_files_outside_are_seen_however_they_are_opened(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "a").write_text("x")
    (inside / "link").symlink_to(outside / "a")
    with watching(inside) as seen:
        (inside / "b").write_text("x")
        assert seen.opened == []
        os.close(os.open(outside / "a", os.O_RDONLY))
        (inside / "link").read_text()
        (inside / ".." / "out" / "a").read_text()
        (outside / "c").mkdir()
        thread = threading.Thread(target=(outside / "a").read_bytes)
        thread.start()
        thread.join()
    assert seen.opened == [str(outside / "a")] * 3 + [str(outside / "c"), str(outside / "a")]


def test_the_network_and_programs_are_seen() -> None:
    with watching() as seen:
        with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]):
            pass
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            datagrams.sendto(b"x", ("127.0.0.1", 9))
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert len(seen.asked) == 2 and seen.resolved == ["127.0.0.1"] and len(seen.started) == 1


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells which sockets there are")
def test_sockets_of_the_network_are_seen_in_children_too() -> None:
    before = len(sockets_of_the_network())  # other tests may have left theirs
    with socket.create_server(("127.0.0.1", 0)):
        assert len(sockets_of_the_network()) == before + 1
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); print(1, flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.readline()
    assert len(sockets_of_the_network()) == before + 1
    child.communicate()


@pytest.mark.parametrize(
    "page",
    [
        "<script>a</script>", "<img src='http://a/'>", "<a href='javascript:a'>", "<p onclick=a>", "<iframe srcdoc=a>", "<style>@import 'a'</style>",
        "<meta http-equiv=refresh content=a>", "<base href=a>", "<p style='background: url(a)'>", "<form action=a>", "a\x1bb", "<a href='file:///a'>",
    ],
)  # fmt: skip
def test_a_page_that_does_harm_is_seen(page: str) -> None:
    assert faults_of(page.encode()) != []
    assert faults_of(b"<p><a href='https://a/'>a</a><img src='data:image/png;base64,AA=='></p>") == []
