"""Connections that go only where they may, end in time, and can be closed by another thread."""

import ipaddress
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from curator.domain.errors import Unreachable

CONNECT = 5.0  # seconds for the name and the connection
_SLICE = 0.05  # seconds between two looks at whether the question was given up

_Address = tuple[Any, ...]


class Inside(Unreachable):
    """A name leads to an address that is not of the public network."""


class NotSafe(httpcore.ConnectError):
    """TLS could not be agreed on: no certificate, or one that does not hold."""


class Question:
    """One request under way: when it must be answered, and how it is given up from another thread."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._given_up = threading.Event()
        self._lock = threading.RLock()  # a signal may cancel in the midst of what this thread does
        self._handles: list[socket.socket] = []

    def left(self) -> float:
        """Seconds until the answer must be complete; httpcore.ReadTimeout where none are left."""
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("no answer in time")
        return seconds

    def look(self) -> None:
        """Raises httpcore.ConnectError if the question was given up."""
        if self._given_up.is_set():
            raise httpcore.ConnectError("given up")

    def give_up(self) -> None:
        """Ends what is open at once, whatever thread waits for it. Safe to call from any thread."""
        self._given_up.set()
        with self._lock:
            for handle in self._handles:
                _shut(handle)

    def watch(self, connection: socket.socket) -> None:
        """From now on `give_up` ends this connection. A handle of its own: TLS takes the socket over."""
        with self._lock:
            self._handles.append(connection.dup())
        self.look()

    def forget(self) -> None:
        """The question is over: nothing is left to end."""
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()


_current: ContextVar[Question] = ContextVar("question")


@contextmanager
def asking(question: Question) -> Iterator[None]:
    """While inside, what this thread connects to belongs to the question."""
    token = _current.set(question)
    try:
        yield
    finally:
        _current.reset(token)
        question.forget()


def transport(exceptions: frozenset[str]) -> httpx.BaseTransport:
    """What an httpx client sends through. `exceptions`: each `host:port` that may lead to an address that is not global."""
    pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(),
        max_keepalive_connections=0,
        network_backend=_Backend(exceptions),
    )
    return _Transport(pool)


class _Transport(httpx.BaseTransport):
    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=b"",
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, exceptions: frozenset[str]) -> None:
        self._exceptions = exceptions

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        question = _current.get()
        until = time.monotonic() + min(CONNECT, question.left())
        found = _resolved(host, port, question, until)
        if f"{host}:{port}" not in self._exceptions:
            allowed = [one for one in found if is_global(one[1][0])]
            if not allowed:
                raise Inside(f"{host} leads to {found[0][1][0]}, an address that is not of the public network")
            found = allowed
        fault: Exception = httpcore.ConnectError("no address")
        for index, (family, address) in enumerate(found):
            now = time.monotonic()
            share = now + (until - now) / (len(found) - index)
            try:
                return _Stream(_connected(family, address, question, share), question)
            except (OSError, httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                question.look()
                fault = error
        raise httpcore.ConnectError(str(fault)) from fault


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends when the question's time is over."""

    def __init__(self, connection: socket.socket, question: Question) -> None:
        self._connection = connection
        self._question = question

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._connection.settimeout(self._question.left())
        try:
            return self._connection.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._connection.settimeout(self._question.left())
        try:
            self._connection.sendall(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._connection.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._connection.settimeout(min(CONNECT, self._question.left()))
        try:
            secured = ssl_context.wrap_socket(self._connection, server_hostname=server_hostname)
        except (OSError, ValueError) as error:
            self._connection.close()
            fault = NotSafe if isinstance(error, ssl.SSLError | ValueError) else httpcore.ConnectError
            raise fault(str(error)) from error
        return _Stream(secured, self._question)

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._connection if isinstance(self._connection, ssl.SSLSocket) else None
        return self._connection if info == "socket" else None


def _resolved(host: str, port: int, question: Question, until: float) -> list[tuple[int, _Address]]:
    """The addresses of a name. Asked for in a thread of its own: the system's resolver can be neither timed nor stopped."""
    answer: list[list[tuple[int, _Address]] | OSError | UnicodeError] = []
    done = threading.Event()

    def resolve() -> None:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.append([(int(info[0]), tuple(info[4])) for info in infos])
        except (OSError, UnicodeError) as error:
            answer.append(error)
        done.set()

    threading.Thread(target=resolve, name=f"resolve {host}", daemon=True).start()
    while not done.wait(_SLICE):
        question.look()
        if time.monotonic() > until:
            raise httpcore.ConnectTimeout("the name was not resolved in time")
    question.look()
    found = answer[0]
    if isinstance(found, OSError | UnicodeError) or not found:
        raise httpcore.ConnectError(f"{host} is not known: {found}")
    return found


def _connected(family: int, address: _Address, question: Question, until: float) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        question.watch(connection)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(0)
        try:
            connection.connect(address)
        except BlockingIOError:
            _await_connection(connection, question, until)
        return connection
    except BaseException:  # also when a person cancels: an open connection is never left behind
        connection.close()
        raise


def _await_connection(connection: socket.socket, question: Question, until: float) -> None:
    while True:
        question.look()
        _, writable, failed = select.select([], [connection], [connection], _SLICE)
        if writable or failed:
            code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, "connection refused or lost")
            return
        if time.monotonic() > until:
            raise httpcore.ConnectTimeout("no connection in time")


def is_global(text: str) -> bool:
    """Whether an address is of the public network, also where it holds another inside (IPv4 in IPv6)."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner and not inner.is_global:
            return False
    return address.is_global and not address.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _shut(handle: socket.socket) -> None:
    with suppress(OSError):  # it was not connected yet, or the other side was quicker
        handle.shutdown(socket.SHUT_RDWR)
