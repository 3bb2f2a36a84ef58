"""Questions to servers that answer well, wrongly, late, or not at all."""

import gzip
import socket
import threading
import time
import zlib
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from curator.domain.progress import Cancelled, Progress
from curator.net import Net, NoAnswer, WrongAnswer, wire
from tests.net.servers import Clock, Hanging, Patient, raw_server

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def host(server: HTTPServer) -> str:
    return f"{server.host}:{server.port}"


def local(*servers: HTTPServer, seconds: float = 5.0, clock: Clock | None = None) -> Net:
    return Net(frozenset(host(server) for server in servers), seconds=seconds, clock=clock or time.monotonic)


def test_an_answer_is_body_status_and_headers(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a", query_string="q=x%20y").respond_with_data(
        "hello", status=404, headers={"X-Name": "v"}
    )
    answer = local(httpserver).get(httpserver.url_for("/a?q=x%20y"), Progress(), service="The test")
    assert (answer.status, answer.body, answer.headers["x-name"]) == (404, b"hello", "v")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_answer_is_unpacked(httpserver: HTTPServer, encoding: str) -> None:
    body = b"hello " * 100_000
    packed = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
    httpserver.expect_request("/a").respond_with_data(packed, headers={"Content-Encoding": encoding})
    assert local(httpserver).get(httpserver.url_for("/a"), Progress(), service="The test").body == body


def test_a_packed_answer_is_bounded_while_it_is_unpacked(httpserver: HTTPServer) -> None:
    bomb = gzip.compress(bytes(50 * 2**20))
    httpserver.expect_request("/a").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(WrongAnswer, match="more than 1 MB"):
        local(httpserver).get(httpserver.url_for("/a"), Progress(), service="The test", most=2**20)


def test_a_plain_answer_is_bounded(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data(bytes(2 * 2**20))
    with pytest.raises(WrongAnswer, match="more than 1 MB"):
        local(httpserver).get(httpserver.url_for("/a"), Progress(), service="The test", most=2**20)


@pytest.mark.parametrize("packed", [gzip.compress(b"x" * 999, mtime=0)[:-9], b"no gzip at all"], ids=["cut", "other"])
def test_a_packed_answer_that_is_cut_off_is_noticed(httpserver: HTTPServer, packed: bytes) -> None:
    httpserver.expect_request("/a").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
    with pytest.raises(WrongAnswer, match="broke off"):
        local(httpserver).get(httpserver.url_for("/a"), Progress(), service="The test")


def test_an_answer_shorter_than_announced_is_noticed() -> None:
    short = HEAD + b"Content-Length: 100\r\n\r\nhello"
    with (
        raw_server(lambda connection: connection.sendall(short)) as server,
        pytest.raises(WrongAnswer, match="broke off"),
    ):
        Net(frozenset({server.host})).get(server.url(), Progress(), service="The test")


def test_a_connection_closed_without_an_answer_is_noticed() -> None:
    with raw_server(lambda connection: None) as server, pytest.raises(WrongAnswer, match="broke off"):
        Net(frozenset({server.host})).get(server.url(), Progress(), service="The test")


def test_redirects_are_followed_up_to_a_bound(httpserver: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        left = int(request.args["left"])
        return Response("there") if not left else Response(status=302, headers={"Location": f"?left={left - 1}"})

    httpserver.expect_request("/a").respond_with_handler(answer)
    net = local(httpserver)
    assert net.get(httpserver.url_for("/a?left=5"), Progress(), service="The test").body == b"there"
    with pytest.raises(WrongAnswer, match="from one address to the next"):
        net.get(httpserver.url_for("/a?left=6"), Progress(), service="The test")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)"])
def test_a_redirect_leads_only_to_http(httpserver: HTTPServer, location: str) -> None:
    httpserver.expect_request("/a").respond_with_data(status=302, headers={"Location": location})
    with pytest.raises(NoAnswer, match="no address that can be asked"):
        local(httpserver).get(httpserver.url_for("/a"), Progress(), service="The test")


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "localhost", "2130706433", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "127.1"]
)
def test_an_address_of_this_network_is_not_asked(name: str) -> None:
    hanging = Hanging()
    with raw_server(hanging) as server:
        with pytest.raises(NoAnswer, match=r"was not asked|can't be reached"):
            Net().get(f"http://{name}:{server.port}/", Progress(), service="The test")
        assert server.connections == 0


def test_a_redirect_leaves_the_named_host_only_for_the_public_network(httpserver: HTTPServer) -> None:
    with raw_server(lambda connection: connection.sendall(HEAD + b"\r\nsecret")) as other:
        httpserver.expect_request("/a").respond_with_data(status=302, headers={"Location": other.url()})
        with pytest.raises(NoAnswer, match="was not asked"):
            local(httpserver).get(httpserver.url_for("/a"), Progress(), service="The test")
        assert other.connections == 0


@pytest.mark.parametrize(
    ("address", "is_global"),
    [
        ("8.8.8.8", True),
        ("2606:4700::6810:85e5", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::10.0.0.1", False),
        ("2002:0a00:0001::", False),
    ],
)
def test_addresses_of_the_public_network(address: str, is_global: bool) -> None:
    assert wire.is_global(address) is is_global


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NoAnswer, match="The test can't be reached"):
        Net(frozenset({f"127.0.0.1:{port}"})).get(f"http://127.0.0.1:{port}/", Progress(), service="The test")


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NoAnswer, match="can't be reached"):
        Net().get("http://nowhere.invalid/", Progress(), service="The test")


def test_no_tls_where_none_is_spoken(httpserver: HTTPServer) -> None:
    with pytest.raises(NoAnswer, match="is not safe"):
        local(httpserver).get(f"https://{host(httpserver)}/", Progress(), service="The test")


@pytest.mark.parametrize("first", [b"", HEAD, HEAD + b"Content-Length: 9\r\n\r\nab"])
def test_an_answer_must_be_complete_in_time(first: bytes) -> None:
    hanging = Hanging(first)
    with raw_server(hanging) as server:
        with pytest.raises(NoAnswer, match=r"no complete answer within 0\.2 seconds"):
            Net(frozenset({server.host}), seconds=0.2).get(server.url(), Progress(), service="The test")
        assert hanging.closed.wait(5)


def test_an_answer_that_drips_ends_in_time_too() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"\r\n")
        gone = threading.Event()
        while not gone.wait(0.02):
            try:
                connection.sendall(b"x")
            except OSError:
                return

    with raw_server(drip) as server, pytest.raises(NoAnswer, match="no complete answer"):
        Net(frozenset({server.host}), seconds=0.3).get(server.url(), Progress(), service="The test")


@pytest.mark.alone
@pytest.mark.parametrize("first", [b"", HEAD + b"Content-Length: 9\r\n\r\nab"])
def test_cancel_ends_a_question_that_hangs_and_closes_its_connection(first: bytes) -> None:
    hanging = Hanging(first)
    progress = Progress()
    ended: list[type[BaseException] | None] = []
    with raw_server(hanging) as server:
        net = Net(frozenset({server.host}))

        def ask() -> None:
            try:
                net.get(server.url(), progress, service="The test")
            except BaseException as error:  # whatever it is, the test compares it
                ended.append(type(error))

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        assert hanging.hangs.wait(5)
        began = time.monotonic()
        progress.cancel()
        assert time.monotonic() - began < 0.1
        assert hanging.closed.wait(1)
        thread.join(1)
        assert ended == [Cancelled]


def test_cancel_does_not_wait_for_the_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, release = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> object:
        asked.set()
        release.wait(10)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    progress = Progress()
    ended = threading.Event()

    def ask() -> None:
        with pytest.raises(Cancelled):
            Net().get("http://example.org/", progress, service="The test")
        ended.set()

    threading.Thread(target=ask, daemon=True).start()
    assert asked.wait(5)
    progress.cancel()
    assert ended.wait(1)
    release.set()


def test_a_cancelled_progress_asks_nothing(httpserver: HTTPServer) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        local(httpserver).get(httpserver.url_for("/a"), progress, service="The test")
    assert not httpserver.log


def test_questions_to_one_host_keep_their_distance(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("x")
    clock = Clock()
    net = local(httpserver, clock=clock)
    progress = Patient(clock)
    for _ in range(3):
        net.get(httpserver.url_for("/a"), progress, service="The test", delay=3)
    assert progress.waits == [3, 3]
    clock.now += 2
    net.get(httpserver.url_for("/a"), progress, service="The test", delay=3)
    assert progress.waits == [3, 3, 1]


def test_two_tasks_ask_one_host_one_after_the_other() -> None:
    at_once: list[int] = []
    busy = 0
    lock = threading.Lock()

    def serve(connection: socket.socket) -> None:
        nonlocal busy
        with lock:
            busy += 1
            at_once.append(busy)
        threading.Event().wait(0.05)
        with lock:
            busy -= 1
        connection.sendall(HEAD + b"Content-Length: 1\r\n\r\nx")

    with raw_server(serve) as server:
        net = Net(frozenset({server.host}))
        threads = [
            threading.Thread(target=lambda: net.get(server.url(), Progress(), service="The test"), daemon=True)
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert at_once == [1, 1, 1, 1]


@pytest.mark.alone
def test_who_waits_for_a_turn_can_be_cancelled() -> None:
    hanging = Hanging()
    first, second = Progress(), Progress()
    ended = threading.Event()
    with raw_server(hanging) as server:
        net = Net(frozenset({server.host}))

        def ask(progress: Progress) -> None:
            with pytest.raises(Cancelled):
                net.get(server.url(), progress, service="The test")
            if progress is second:
                ended.set()

        threading.Thread(target=ask, args=(first,), daemon=True).start()
        assert hanging.hangs.wait(5)
        threading.Thread(target=ask, args=(second,), daemon=True).start()
        second.cancel()
        assert ended.wait(1)
        first.cancel()
        assert hanging.closed.wait(1)


def test_the_delay_holds_from_one_run_to_the_next(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/a").respond_with_data("x")
    progress = Patient()
    for _ in range(2):
        net = Net(frozenset({host(httpserver)}), seconds=5, asked=tmp_path / "state")
        net.get(httpserver.url_for("/a"), progress, service="The test", delay=60.0)
        net.close()
    assert len(progress.waits) == 1
    assert 50 < progress.waits[0] <= 60


def test_a_folder_that_can_not_be_written_does_not_keep_anyone_from_asking(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    httpserver.expect_request("/a").respond_with_data("x")
    (tmp_path / "state").write_text("a file")
    net = Net(frozenset({host(httpserver)}), seconds=5, asked=tmp_path / "state")
    assert net.get(httpserver.url_for("/a"), Progress(), service="The test", delay=60.0).body == b"x"
