"""Small servers that misbehave as tests ask, and a Progress whose time is the test's."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from curator.domain.progress import Progress


class Clock:
    """Time as a test wants it: it goes on only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Patient(Progress):
    """Waits in no time, moves the clock on, and remembers how long it was asked to wait."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.reports: list[tuple[int, int | None, str]] = []
        super().__init__(lambda done, total, words: self.reports.append((done, total, words)))
        self.clock = clock or Clock()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.step()
        self.waits.append(seconds)
        self.clock.now += seconds


class RawServer:
    """A listening socket; each connection is handed to `serve` in a thread of its own."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)  # else the thread that accepts keeps it open
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection: socket.socket) -> None:
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                more = connection.recv(4096)
                if not more:
                    return
                request += more
            self._serve(connection)


@contextmanager
def raw_server(serve: Callable[[socket.socket], None]) -> Iterator[RawServer]:
    server = RawServer(serve)
    try:
        yield server
    finally:
        server.close()


class Hanging:
    """Serves `first` and then nothing, until the other side closes; says when it began to hang and when it was closed."""

    def __init__(self, first: bytes = b"") -> None:
        self._first = first
        self.hangs = threading.Event()
        self.closed = threading.Event()

    def __call__(self, connection: socket.socket) -> None:
        if self._first:
            connection.sendall(self._first)
        self.hangs.set()
        try:
            while connection.recv(4096):
                pass
        except OSError:
            pass  # a reset is a close too
        self.closed.set()
