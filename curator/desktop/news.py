"""The library's announcements as one Qt signal, with what other processes changed."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from curator.domain.changes import Changes
from curator.domain.errors import CuratorError

if TYPE_CHECKING:
    from curator.library.library import Library

PAUSE = 0.25  # seconds between two questions whether another process has changed the library
AGAIN = 2.0  # seconds until a library that did not answer is asked again


class News(QObject):
    """`changed` says on the main thread what was touched; what comes while the main thread is busy is said at once, joined.

    `failed` carries a CuratorError when the library can no longer be asked (its file is gone), once; `eased` the same one when it answers
    again.
    """

    changed = Signal(object)
    failed = Signal(object)
    eased = Signal(object)

    _heard = Signal()
    _broke = Signal(object)
    _mended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: list[Changes] = []
        self._is_open = False
        self._deaf: Callable[[], None] | None = None
        self._over = threading.Event()
        self._asker: threading.Thread | None = None
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._broke.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self._mended.connect(self.eased, Qt.ConnectionType.QueuedConnection)

    def show_library(self, library: "Library | None") -> None:
        """Listens to this library and no longer to the one before. Call it before that one is closed, and with None before this object goes."""
        self._stop()
        if library is not None:
            self._is_open = True
            self._deaf = library.listen(self._hear)
            self._over = threading.Event()
            self._asker = threading.Thread(target=self._ask, args=(library, self._over), name="news", daemon=True)
            self._asker.start()

    def _stop(self) -> None:
        self._over.set()
        with self._lock:
            self._is_open = False
            self._waiting.clear()
        if self._deaf is not None:
            self._deaf()
            self._deaf = None
        if self._asker is not None:
            self._asker.join(5)  # it sleeps or reads one number: the library must not be closed under it
            self._asker = None

    def _hear(self, changes: Changes) -> None:
        """In the thread that wrote. Once `_stop` has returned no signal is sent: this object may be taken apart."""
        with self._lock:
            if self._is_open:
                self._waiting.append(changes)
                if len(self._waiting) == 1:
                    self._heard.emit()

    def _tell(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if waiting:
            self.changed.emit(Changes.joined(waiting))

    def _ask(self, library: "Library", over: threading.Event) -> None:
        broken: CuratorError | None = None
        while not over.wait(PAUSE if broken is None else AGAIN):
            try:
                changes = library.news_from_elsewhere()
            except CuratorError as fault:
                if broken is None:
                    self._say(self._broke, fault)
                    broken = fault
                continue
            if broken is not None:
                self._say(self._mended, broken)
                broken = None
            if changes.everything or changes.rows:
                self._hear(changes)

    def _say(self, signal: SignalInstance, fault: CuratorError) -> None:
        with self._lock:
            if self._is_open:
                signal.emit(fault)
