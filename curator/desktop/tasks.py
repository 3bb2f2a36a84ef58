"""What runs beside the window: one lane for edits, in order, and a pool of four for all else.

Both are daemon threads over a queue. An executor or QThreadPool would hold the exit until its slowest task ends.
"""

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from curator.domain.progress import Cancelled, Progress

T = TypeVar("T")
POOL = 4


class Task:
    """Something that is being done. `done`, `total` (None: unknown) and `words` are how far it is; read them on the main thread."""

    def __init__(
        self, name: str, job: Callable[[Progress], Any], owner: "Tasks", *, is_edit: bool, quiet: bool
    ) -> None:
        self.name = name
        self.is_edit = is_edit
        self.quiet = quiet
        self.done = 0
        self.total: int | None = None
        self.words = ""
        self.is_over = False
        self.progress = Progress(self._report)
        self._job = job
        self._owner = owner
        self._said = False
        self.on_done: Callable[[Any], None] | None = None
        self.on_failed: Callable[[Exception], None] | None = None
        self.stopped: Callable[[Task], str] = lambda task: f"Cancelled: {task.name}"
        """What is said when a person cancels it."""

    def cancel(self) -> None:
        """Lets go at once: neither callback is called any more, and the job stops at its next step. An edit is never left half way: no effect."""
        if not self.is_edit and not self.is_over:
            self._owner.let_go(self)
            self.progress.cancel()

    def run(self) -> Any:
        """Does the job, in the thread of a lane."""
        if self.progress.is_cancelled:
            raise Cancelled
        return self._job(self.progress)

    def heard(self) -> None:
        """The main thread has seen how far it is: the next step is told again."""
        self._said = False

    def _report(self, done: int, total: int | None, words: str) -> None:
        self.done, self.total, self.words = done, total, words
        if not self._said:  # a job may step a million times: one message at a time is under way
            self._said = True
            self._owner.step(self)


class Tasks(QObject):
    """The two lanes. All signals are sent on the main thread; callbacks are called there."""

    started = Signal(object)
    stepped = Signal(object)
    ended = Signal(object)
    lost = Signal(object, object)  # a task and an error that nobody waits for
    went_wrong = Signal(object)  # each error of a task, before whoever waits for it hears of it
    edits_idle = Signal()

    _came = Signal(object, object, object)
    _stepped = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edits: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._work: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._running: list[Task] = []
        self._pending = 0
        self._gate = threading.Lock()
        self._is_open = True
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._lanes = [(self._edits, "edits")] + [(self._work, f"work {number}") for number in range(1, POOL + 1)]
        for lane, name in self._lanes:
            threading.Thread(target=self._serve, args=(lane,), name=name, daemon=True).start()

    @property
    def edits_pending(self) -> int:
        """Edits that are queued, under way, or not yet delivered to the main thread."""
        return self._pending

    @property
    def running(self) -> tuple[Task, ...]:
        """What is not over, oldest first."""
        return tuple(self._running)

    def edit(
        self,
        name: str,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Runs after all edits before it. Without `failed` an error goes to `lost`."""
        self._pending += 1
        task = Task(name, lambda progress: job(), self, is_edit=True, quiet=True)
        return self._put(self._edits, task, done, failed)

    def work(
        self,
        name: str,
        job: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        quiet: bool = False,
    ) -> Task:
        """Runs as soon as one of four threads is free. `quiet`: not shown in the status bar. A cancelled task calls neither."""
        return self._put(self._work, Task(name, job, self, is_edit=False, quiet=quiet), done, failed)

    def cancel_all(self) -> None:
        """Lets go of everything but edits."""
        for task in self.running:
            task.cancel()

    def stop(self) -> None:
        """Before this object goes: lets go of everything, also of edits; nothing is delivered, and nothing can be started any more."""
        self.cancel_all()
        with self._gate:
            self._is_open = False
        for lane, _ in self._lanes:
            lane.put(None)

    def let_go(self, task: Task) -> None:
        """The window waits for this task no longer."""
        task.is_over = True
        self._running.remove(task)
        self.ended.emit(task)

    def step(self, task: Task) -> None:
        """Called in the task's thread: tells the main thread how far it is."""
        self._send(self._stepped, task)

    def _put(
        self,
        lane: "queue.SimpleQueue[Task | None]",
        task: Task,
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> Task:
        task.on_done, task.on_failed = done, failed
        self._running.append(task)
        self.started.emit(task)
        lane.put(task)
        return task

    def _serve(self, lane: "queue.SimpleQueue[Task | None]") -> None:
        while (task := lane.get()) is not None:
            result: object = None
            error: BaseException | None = None
            try:
                result = task.run()
            except Cancelled as stopped:
                error = stopped
            except BaseException as fault:  # SystemExit of a library too: nothing may die in silence in a thread, or close the window for ever
                error = fault
            self._send(self._came, task, result, error)
            del task, result, error  # else this thread keeps the last result alive

    def _send(self, signal: SignalInstance, *values: object) -> None:
        """From a lane to the main thread. Not while or after this object is taken apart: that would crash below Python."""
        with self._gate:
            if self._is_open:
                with contextlib.suppress(RuntimeError):  # it was taken apart without a word
                    signal.emit(*values)

    def _deliver(self, task: Task, result: object, error: BaseException | None) -> None:
        try:
            if not task.is_over:
                self.let_go(task)
                self._call(task, result, error)
        finally:
            if task.is_edit:  # after the callbacks: an edit that they start keeps the lane from being idle
                self._pending -= 1
                if not self._pending:
                    self.edits_idle.emit()

    def _call(self, task: Task, result: object, error: BaseException | None) -> None:
        if isinstance(error, Cancelled):
            return
        if error is None:
            if task.on_done is not None:
                task.on_done(result)
            return
        told = error if isinstance(error, Exception) else RuntimeError(f"{type(error).__name__}: {error}")
        self.went_wrong.emit(told)
        if task.on_failed is not None:
            task.on_failed(told)
        else:
            self.lost.emit(task, told)

    def _tell(self, task: Task) -> None:
        task.heard()
        if not task.is_over:
            self.stepped.emit(task)
