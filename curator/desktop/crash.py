"""What happens to an error that nobody expected: what is typed is saved, the status bar says so, and a file keeps where it was."""

import faulthandler
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtGui import QGuiApplication

from curator.desktop.window import Window

LOG = "crash.log"
"""What the file in the state folder is called."""


def watch(window: Window, state: Path) -> None:
    """An error that nobody expected is told in the status bar and kept in a file, without texts; what is typed is saved."""
    log = state / LOG
    _keep_fatal(log)

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.exit(130)
            return
        if window.soundness.met(error):  # a page of the library that can't be read is no fault of this program
            return
        _write(log, kind, trace)
        if os.environ.get("CURATOR_DEBUG"):
            sys.__excepthook__(kind, error, trace)
        elif (
            sys.stderr is not None
        ):  # a desktop keeps what is written there: no words of the error, they may be an editor's
            print(_told(kind, trace), file=sys.stderr)
        try:
            window.rescue()
            window.actions_.set_enabled("crash-report", True)
            window.status.note(
                "Something went wrong inside Curator. What you wrote is kept.",
                ("Read report", window.actions_["crash-report"].trigger),
                icon="triangle-alert",
                tone="bad",
            )
        except Exception:  # telling it must not bring it about again: the file has it already
            traceback.print_exc()

    sys.excepthook = caught
    threading.excepthook = lambda args: _write(log, args.exc_type, args.exc_traceback)


def _write(log: Path, kind: type[BaseException], trace: TracebackType | None) -> None:
    words = _told(kind, trace)
    if words in _written:  # a timer that fails at each turn would fill the disk
        return
    _written.add(words)
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n{words}\n")
    except OSError:
        return


def _told(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Names of files and lines, and the kind of the error: its words may hold what an editor wrote."""
    return "".join(traceback.format_tb(trace)) + f"{kind.__name__}\n"


_written: set[str] = set()
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
