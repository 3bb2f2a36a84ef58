"""A second start of a library calls its window to the front: a socket of this user on this machine, named after the library's true path."""

import hashlib
import importlib
import os
import stat
import sys
import time
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from curator.desktop.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 1.0
"""Seconds in which a window answers, unless it hangs."""

GLANCE = 0.02
"""Seconds between two looks. Qt waits with Python's lock held, so it is let wait for a moment only: the main thread has work to do."""

TOKEN = "XDG_ACTIVATION_TOKEN"
"""What a compositor gives a program that a person starts, so that a window may come to the front (freedesktop.org, xdg-activation)."""

_CALL, _ANSWER = b"show", b"shown\n"
_MOST = 4096  # bytes of a call
_LONGEST = 100  # letters of a socket's path: systems allow 104 to 108


class Answer(Enum):
    """What came of a call: the window came, it hangs, or nobody listens."""

    SHOWN = "shown"
    SILENT = "silent"
    NOBODY = "nobody"


class Summons(QObject):
    """Listens for as long as a library is shown. `came`: another start asks for this window."""

    came = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._server: QLocalServer | None = None
        self._callers: list[QLocalSocket] = []
        self._wanted: Path | None = None

    def listen(self, library: Path | None) -> None:
        """To those who start this library, which this window has claimed; None: to nobody. The module that it takes is read beside the window."""
        self._wanted = library
        self._callers.clear()
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if library is not None:
            self._tasks.work(
                "Read a module",
                lambda _: importlib.import_module("PySide6.QtNetwork"),
                lambda _: self._open(library),
                quiet=True,
            )

    def _open(self, library: Path) -> None:
        from PySide6.QtNetwork import QLocalServer  # read by now

        name = address(library)
        if self._wanted != library or name is None:
            return
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # of a window that was killed: who has the library's claim is alone here
        server.newConnection.connect(self._connected)
        if server.listen(name):
            self._server = server

    def _connected(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            self._callers.append(caller)
            caller.readyRead.connect(self._hear)
            caller.disconnected.connect(self._hear)
        self._hear()

    def _hear(self) -> None:
        """Whoever has said a line, or is gone, is done with."""
        done = [one for one in self._callers if self._is_done(one)]
        for caller in done:
            self._callers.remove(caller)
            caller.deleteLater()

    def _is_done(self, caller: "QLocalSocket") -> bool:
        if not caller.canReadLine():
            return caller.bytesAvailable() > _MOST or not caller.isValid()
        words = bytes(caller.readLine(_MOST).data()).split()
        if words and words[0] == _CALL:
            if len(words) > 1:
                os.environ[TOKEN] = words[1].decode("ascii", "ignore")
            self.came.emit()
            caller.write(_ANSWER)
            caller.flush()
        return True


def call(library: Path, patience: float = PATIENCE) -> Answer:
    """Asks the window that has this library to come to the front. Not on the main thread: it waits up to `patience` seconds."""
    from PySide6.QtNetwork import QLocalSocket  # where somebody is to be called

    name, until = address(library), time.monotonic() + patience
    if name is None:
        return Answer.NOBODY
    socket = QLocalSocket()
    while not _connects(socket, name):
        if time.monotonic() > until:
            return Answer.NOBODY
        time.sleep(GLANCE)  # the window may be there before it listens
    token = os.environ.get(TOKEN, "").encode("ascii", "ignore").split()
    socket.write(b" ".join([_CALL, *token[:1]]) + b"\n")
    heard = b""
    while not heard.endswith(b"\n") and time.monotonic() < until:
        socket.waitForReadyRead(1)
        heard += bytes(socket.readAll().data())
        if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            break
        time.sleep(GLANCE)
    socket.abort()
    return Answer.SHOWN if heard == _ANSWER else Answer.SILENT


def come_forward(window: QWidget) -> None:
    """Before all other windows, also if it was made small; a desktop that does not let it marks it as one that wants attention."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def said(library: Path, answer: Answer) -> str:
    """A sentence for who started the program again."""
    if answer is Answer.SHOWN:
        return f"{library.name} is open already; its window was brought to the front."
    if answer is Answer.SILENT:
        return f"{library.name} is open in another window of Curator, which does not answer. Wait until it does, or end it first."
    return f"{library.name} is open in another window of Curator. Go on there, or close it first."


def address(library: Path) -> str | None:
    """Where the window of this library (its true path) listens; None where there is no place that is this user's alone."""
    name = f"curator-{hashlib.sha256(str(library).encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name  # a named pipe, which takes its rights from UserAccessOption
    for folder in _folders():
        path = str(folder / name)
        if _is_private(folder) and len(path.encode()) < _LONGEST:
            return path
    return None


def _folders() -> list[Path]:
    given = os.environ.get("XDG_RUNTIME_DIR")
    mine = Path(QDir.tempPath()) / f"curator-{os.getuid()}" if hasattr(os, "getuid") else Path(QDir.tempPath())
    return [*([Path(given)] if given else []), mine]


def _is_private(folder: Path) -> bool:
    """It is there, or can be made, and nobody else may look into it: another user's would be laid there for us."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _connects(socket: "QLocalSocket", name: str) -> bool:
    socket.connectToServer(name)
    return socket.waitForConnected(10)
