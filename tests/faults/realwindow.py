"""The real window, driven without a person: for processes that are to be killed, or whose disk fails."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from curator import app
from curator.desktop.doors import Doors, Options
from curator.desktop.kept import Kept
from curator.desktop.paper.box import FieldBox
from curator.desktop.shell import Shell
from curator.desktop.start import Run
from curator.desktop.theme import Look
from curator.desktop.window import Window
from curator.library.library import Library
from curator.settings import Settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
PATIENCE = 20.0
"""Seconds that anything in a window may take on a busy machine."""


def settings_in(folder: Path) -> Settings:
    """A machine of its own: every folder is below this one."""
    return Settings(
        library=folder / "disk" / "l.curator",
        data=folder / "data",
        state=folder / "state",
        config=folder / "config",
    )


class RealWindow:
    """One window in this process, started as the program starts it: its library open and painted."""

    def __init__(self, settings: Settings) -> None:
        qInstallMessageHandler(lambda kind, context, words: None)  # what a plugin can't do without a screen
        found = QApplication.instance()
        self.app = found if isinstance(found, QApplication) else QApplication([])
        doors = Doors(
            settings=settings,
            open=lambda path, make: app.open_library(path, settings, make=make),
            sample=lambda: settings.sample,
            desk=lambda library: app.desk_for(library, settings),
            keep=app.keep_settings,
            glance=app.first_rows,
        )
        options = Options(library=settings.library, size=(1200, 800))
        self.shell = Shell(Look(self.app.font(), "light"), Kept(settings.state), options)
        self._run = Run(self.shell, doors, options)
        self.shell.painted.connect(self._run.fill)
        self.shell.show()
        self.until(lambda: self._run.window is not None and self.window.is_settled)

    @property
    def window(self) -> Window:
        assert self._run.window is not None
        return self._run.window

    @property
    def library(self) -> Library:
        found = self.window.libraries.library
        assert found is not None
        return found

    @property
    def why(self) -> QTextEdit:
        found = self.shell.findChild(QTextEdit, "whyEditor")
        assert isinstance(found, QTextEdit)
        return found

    @property
    def box(self) -> FieldBox:
        """The field Why with what is said about it."""
        return self.window.panes.paper.page.boxes["why"]

    def choose(self, paper: int) -> None:
        """Shows a paper and enters its Why."""
        self.window.panes.choose_paper(paper)
        self.until(lambda: self.box.saving.paper == paper)
        self.why.setFocus()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.why, text)

    def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Lets the window work until it is so. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"it was not so within {seconds} s")
            QTest.qWait(1)
