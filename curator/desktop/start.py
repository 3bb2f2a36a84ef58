"""Starts the window: application, font, the first paint, and what happens to an error that nobody expected."""

import faulthandler
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from curator.desktop.doors import Doors, Options
from curator.desktop.fonts import interface_font
from curator.desktop.theme import Look
from curator.desktop.window import Window

POLL = 25  # milliseconds between two looks whether all is painted
QUIET = 6  # looks in a row that must find nothing under way
LOOKS = 2400  # then the picture is taken as it is


def start(doors: Doors, options: Options) -> int:
    """Runs the window until it is closed. Gives the exit code: 1 if another window has the library, or no picture could be written."""
    app = QApplication.instance() or QApplication([sys.argv[0] or "curator"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Curator")
    app.setDesktopFileName("curator")
    app.setStyle("Fusion")
    look = Look(interface_font(), options.theme or doors.settings.theme, doors.settings.text_size)
    window = Window(look, doors, options)
    _watch(window, doors.settings.state)
    ended: list[str] = []

    def end(words: str) -> None:
        ended.append(words)
        app.exit(1)

    window.refused.connect(end)
    _after_first_paint(window, window.fill)
    window.show()
    window.activateWindow()
    picture = Picture(window, options.screenshot) if options.screenshot else None
    code = app.exec()
    if ended:
        print(ended[0], file=sys.stderr)
        return 1
    return code or (1 if picture is not None and not picture.is_written else 0)


def _after_first_paint(window: Window, run: Callable[[], None]) -> None:
    window.installEventFilter(_FirstPaint(window, run))


class _FirstPaint(QObject):
    """Runs something once, after the window has been painted."""

    def __init__(self, window: Window, run: Callable[[], None]) -> None:
        super().__init__(window)
        self._run = run

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, watched, self._run)
        return False


class Picture(QObject):
    """Waits until all is painted, writes the window into a file, and ends the program."""

    def __init__(self, window: Window, path: Path) -> None:
        super().__init__(window)
        self._window, self._path = window, path
        self._quiet = self._looks = 0
        self.is_written = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        self._quiet = self._quiet + 1 if self._window.is_settled else 0
        if self._quiet < QUIET and self._looks < LOOKS:
            return
        self._timer.stop()
        self.is_written = self._window.grab().save(str(self._path))
        if not self.is_written:
            print(f"The picture could not be written to {self._path}.", file=sys.stderr)
        self._window.close()


def _watch(window: Window, state: Path) -> None:
    """An error that nobody expected is told in the status bar and kept in a file, without texts; what is typed is saved."""
    log = state / "crash.log"
    _keep_fatal(log)

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.exit(130)
            return
        _write(log, kind, trace)
        sys.__excepthook__(kind, error, trace)
        try:
            window.rescue()
            window.status.note(
                f"Something went wrong inside Curator. What you wrote is kept; the details are in {log}.",
                icon="triangle-alert",
                tone="bad",
            )
        except Exception:  # telling it must not bring it about again: the file has it already
            traceback.print_exc()

    sys.excepthook = caught
    threading.excepthook = lambda args: _write(log, args.exc_type, args.exc_traceback)


def _write(log: Path, kind: type[BaseException], trace: TracebackType | None) -> None:
    """Names of files and lines, and the kind of the error: its words may hold what an editor wrote."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write("".join(traceback.format_tb(trace)) + f"{kind.__name__}\n\n")
    except OSError:
        return


_fatal: IO[str] | None = None


def _keep_fatal(log: Path) -> None:
    """Also of a crash below Python the file says where it was."""
    global _fatal
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        _fatal = log.open("a", encoding="utf-8")
        log.chmod(0o600)
        faulthandler.enable(_fatal)
    except (OSError, ValueError):
        _fatal = None
