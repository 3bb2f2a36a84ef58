"""A timer of 10 ms that notes how late it is: what makes the main thread wait is seen by it."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

EVERY = 10  # milliseconds


class Late(QObject):
    """Ticks until `stop`. `most`: by how many milliseconds the latest tick came too late."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks = 0
        self.most = 0.0
        self._before = time.perf_counter()
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
        now = time.perf_counter()
        self.most = max(self.most, (now - self._before) * 1000 - EVERY)
        self.ticks += 1
        self._before = now
