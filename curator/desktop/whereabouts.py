"""Where one is in the window, kept while it is open: after a crash the next start opens the same library, paper and issue."""

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from curator.desktop.doors import Options
from curator.desktop.kept import Kept

if TYPE_CHECKING:
    from curator.desktop.window import Window
    from curator.library.library import Library

AFTER = 500
"""Milliseconds after the first choice until the last is kept: whoever walks through a list, or types, moves many times a second."""


class Whereabouts(QObject):
    """Writes down what is chosen, and which library is open, until `left`: then the window was closed as it should be."""

    def __init__(self, window: "Window", kept: Kept) -> None:
        super().__init__(window)
        self._window, self._kept = window, kept
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self._keep)
        window.panes.chosen.connect(self._soon)
        window.panes.moved.connect(self._soon)
        window.libraries.opened.connect(self._opened)
        window.ended.connect(self._left)

    def _opened(self, library: "Library") -> None:
        self._kept.keep_open(library.path)

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        library = self._window.libraries.library
        if library is not None:
            self._kept.keep_selection(library.path, self._window.panes.selection())

    def _left(self) -> None:
        self._timer.stop()
        self._kept.keep_open(None)


def where_it_was(options: Options, kept: Kept) -> Options:
    """What to open: where no library was named, the one that was open when the window last ended without being closed.

    Unless it is gone, or another window has it by now.
    """
    was = kept.was_open()
    if was is None or options.is_named or options.sample or options.screenshot is not None or was == options.library:
        return options
    from curator.library.claim import Claim  # seldom

    claim = Claim(was)
    if not was.is_file() or not os.access(was, os.R_OK) or not claim.take():
        return options
    claim.give_back()
    return replace(options, library=was, make=False)
