"""Work that is done anew whenever something changed: one run at a time, and never so often that it takes the window's time."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from curator.desktop.tasks import Task, Tasks

if TYPE_CHECKING:
    from curator.domain.progress import Progress

T = TypeVar("T")
REST = 4
"""After a run it rests for so many times as long as that took: a fifth of one thread at most."""


class Again(QObject, Generic[T]):
    """`job` makes what is to be run (None: nothing), when it is begun; `done` gets what came. What is asked for meanwhile comes after it."""

    def __init__(
        self,
        tasks: Tasks,
        name: str,
        job: "Callable[[], Callable[[Progress], T] | None]",
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._name, self._job, self._done, self._failed = tasks, name, job, done, failed
        self._task: Task | None = None
        self._wanted = False
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._rested)

    @property
    def is_idle(self) -> bool:
        """Nothing is under way or to come."""
        return self._task is None and not self._wanted

    def ask(self) -> None:
        """Runs it: now, or as soon as the run before is over and has rested."""
        if self._task is not None or self._timer.isActive():
            self._wanted = True
        else:
            self._begin()

    def stop(self) -> None:
        """Lets go of what is under way and of what is to come."""
        self._timer.stop()
        self._wanted = False
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _begin(self) -> None:
        self._wanted = False
        job = self._job()
        if job is not None:
            self._began = time.monotonic()
            self._task = self._tasks.work(self._name, job, self._came, self._broke, quiet=True)

    def _came(self, result: T) -> None:
        self._over()
        self._done(result)

    def _broke(self, error: Exception) -> None:
        self._over()
        self._failed(error)

    def _over(self) -> None:
        self._task = None
        self._timer.start(round((time.monotonic() - self._began) * 1000 * REST))

    def _rested(self) -> None:
        if self._wanted:
            self._begin()
