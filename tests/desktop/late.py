"""A timer of 10 ms that notes how late it is: what makes the main thread wait is seen by it."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

EVERY = 10  # milliseconds
SCHEDULED = Path("/proc/thread-self/schedstat")


class Late(QObject):
    """Ticks until `stop`. `most`: by how many milliseconds the latest tick came too late. Where the system tells (Linux) how long this
    thread was ready and other programs had the processor, that is not counted: it says nothing of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks = 0
        self.most = 0.0
        self._before = time.perf_counter()
        self._waited = waited()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> float:
        """Ends it, and gives `most`: one that is due and has not come counts too."""
        self._tick()
        self._timer.stop()
        return self.most

    def _tick(self) -> None:
        now, waiting = time.perf_counter(), waited()
        self.most = max(self.most, (now - self._before) * 1000 - EVERY - (waiting - self._waited))
        self.ticks += 1
        self._before, self._waited = now, waiting


def waited() -> float:
    """Milliseconds that this thread has stood in the queue for a processor; 0 where the system does not say."""
    try:
        return int(SCHEDULED.read_text().split()[1]) / 1e6
    except (OSError, IndexError, ValueError):
        return 0.0
