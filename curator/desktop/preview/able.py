"""Whether a web view can be had here: where its sandbox can't be made, it would take the whole window with it."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec

PATIENCE = 5  # seconds


def why_not() -> str | None:
    """A sentence with the reason against a web view; None: there is none. May take a moment: beside the window."""
    try:
        if find_spec("PySide6.QtWebEngineWidgets") is None:
            return "The web view is not installed."
    except ModuleNotFoundError:
        return "The web view is not installed."
    if not sys.platform.startswith("linux") or _goes_without():
        return None
    if os.geteuid() == 0:
        return "The web view does not run for the system's administrator."
    return None if _has_namespaces() else "The web view can't shut itself in on this system."


def _goes_without() -> bool:
    """Whoever started the program wants no sandbox (Qt WebEngine's own ways to say so)."""
    return os.environ.get("QTWEBENGINE_DISABLE_SANDBOX") == "1" or "--no-sandbox" in os.environ.get(
        "QTWEBENGINE_CHROMIUM_FLAGS", ""
    )


def _has_namespaces() -> bool:
    """Chromium ends the whole process where it gets no namespace of its own, so this asks first, as it does (user_namespaces(7))."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return True
    try:
        asked = subprocess.run(
            [unshare, "--user", "--map-root-user", "true"], capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return asked.returncode == 0
