"""Says why no window comes, in a small one, where the program was started without a terminal that could show a line."""

import os
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

from PySide6.QtWidgets import QDialog

from curator.desktop.parts import IconLabel, button, column, label, row
from curator.desktop.theme import Look

STARTERS = ("GIO_LAUNCHED_DESKTOP_FILE", "DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN")
"""What desktops set for a program that they start: freedesktop.org's startup notification, xdg-activation, GLib's GDesktopAppInfo."""


def nobody_reads(stderr: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Whether a line on stderr would be seen by nobody: there is none (a bundle, `pythonw`), or a desktop started this, and no terminal has it."""
    if stderr is None:
        return True
    return any(environ.get(name) for name in STARTERS) and not stderr.isatty()


def refuse(words: str, look: Look, end: Callable[[], object]) -> QDialog | None:
    """Writes the sentence to stderr; where nobody reads that, shows it until it is closed. Then ends."""
    if sys.stderr is not None:
        print(words, file=sys.stderr)
    if not nobody_reads(sys.stderr, os.environ):
        end()
        return None
    made = Refusal(words, look)
    made.finished.connect(lambda _: end())
    made.show()
    made.activateWindow()
    return made


class Refusal(QDialog):
    """One sentence and one button."""

    def __init__(self, words: str, look: Look) -> None:
        super().__init__()
        self.setObjectName("refusal")
        self.setWindowTitle("Curator")
        u = look.theme.u
        told = label(look, words, wrap=True)
        told.setMinimumWidth(u(320))
        close = button("refusalClose", "Close", self.accept, kind="filled")
        close.setDefault(True)
        sign = row(IconLabel(look, "info", "dim", 20), told, space=u(12))
        below = column(space=u(16), margins=(u(20), u(20), u(20), u(16)))
        below.addLayout(sign)
        below.addLayout(row(None, close))
        self.setLayout(below)
        self.setAccessibleName(words)
