"""Opens what was exported, and shows it in its folder."""

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

SCHEMES = ("http", "https", "mailto")


def open_address(address: str) -> bool:
    """In the browser or the program for mail; False where it is no such address, or nobody opens it."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme() in SCHEMES and QDesktopServices.openUrl(url)


def open_file(path: Path) -> bool:
    """With the program that the system has for it. False: there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def reveal(path: Path) -> bool:
    """Shows a file in its folder, chosen where the system can do that. False: nothing could be opened."""
    commands = {
        "darwin": ("open", ["-R", str(path)]),
        "win32": ("explorer", [f"/select,{QDir.toNativeSeparators(str(path))}"]),
    }
    if sys.platform in commands:
        started, _ = QProcess.startDetached(*commands[sys.platform])
        return bool(started)
    return open_file(path.parent)
