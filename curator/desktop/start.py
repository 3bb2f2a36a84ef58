"""Starts the window: the application, its first paint, then what is in it; and the picture that `--screenshot` asks for."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from curator.desktop.doors import Doors, Options
from curator.desktop.kept import Kept
from curator.desktop.shell import Shell
from curator.desktop.theme import Look
from curator.desktop.whereabouts import where_it_was

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from curator.desktop.window import Window

POLL = 25  # milliseconds between two looks whether all is painted
QUIET = 6  # looks in a row that must find nothing under way
SETTLED = 3000  # milliseconds after the first paint
LOOKS = 2400  # then the picture is taken as it is


def start(doors: Doors, options: Options) -> int:
    """Runs the window until it is closed. Gives the exit code: 1 if another window has the library, or no picture could be written."""
    app = QApplication([sys.argv[0] or "curator"])
    app.setApplicationName("Curator")
    app.setDesktopFileName("curator")
    look = Look(app.font(), options.theme or doors.settings.theme, doors.settings.text_size)
    kept = Kept(doors.settings.state)
    options = where_it_was(options, kept)
    shell = Shell(look, kept, options)
    run = Run(shell, doors, options)
    shell.painted.connect(run.fill)
    shell.show()
    shell.activateWindow()
    return app.exec() or run.code


class Run(QObject):
    """Fills the shell once it has been painted, and remembers why the window ended."""

    def __init__(self, shell: Shell, doors: Doors, options: Options) -> None:
        super().__init__(shell)
        self._shell, self._doors, self._options = shell, doors, options
        self._picture: Picture | None = None
        self._refused = False
        self._refusal: QDialog | None = None
        self.window: Window | None = None

    @property
    def code(self) -> int:
        """The exit code."""
        return 1 if self._refused or (self._picture is not None and not self._picture.is_written) else 0

    def fill(self) -> None:
        """The first paint is done: now what is in the window, and the library."""
        from curator.desktop.crash import LOG, watch  # these and what they bring come after the first paint
        from curator.desktop.crashreport import Reports
        from curator.desktop.whereabouts import Whereabouts
        from curator.desktop.window import Window

        self.window = window = Window(self._shell, self._doors, self._options)
        state, is_picture = self._doors.settings.state, self._options.screenshot is not None
        Reports(window, self._shell.kept, state / LOG, is_offered=not is_picture)
        if not is_picture:
            Whereabouts(window, self._shell.kept)
        watch(window, state)
        QTimer.singleShot(SETTLED, spare_collector)
        window.refused.connect(self._end)
        if self._options.screenshot is not None:
            self._picture = Picture(window, self._options.screenshot)

    def _end(self, words: str) -> None:
        from curator.desktop.refusal import refuse  # seldom

        self._refused = True
        self._shell.hide()
        self._refusal = refuse(words, self._shell.look, lambda: QApplication.exit(1))


def spare_collector() -> None:
    """What is there by now stays to the end: to look through all of it again and again would stop every thread for a tenth of a second."""
    gc.freeze()
    gc.enable()


class Picture(QObject):
    """Waits until all is painted, writes the window into a file, and ends the program."""

    def __init__(self, window: "Window", path: Path) -> None:
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
        self.is_written = self._window.shell.grab().save(str(self._path))
        if not self.is_written:
            print(f"The picture could not be written to {self._path}.", file=sys.stderr)
        self._window.shell.close()
