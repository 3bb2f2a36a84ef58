"""The libraries that this machine has opened before, so that none that is gone for a while is made anew."""

import json
import os
from pathlib import Path

_FILE = "libraries.jsonl"


def was_opened(state: Path, library: Path) -> bool:
    """True if this path was remembered in the state folder."""
    return str(library) in _known(state)


def remember(state: Path, library: Path) -> None:
    """Adds the path to the list, once. The list only grows: a line is added at its end, and a torn line is no line.

    A state folder that can't be written is no reason not to open a library.
    """
    if str(library) in _known(state):
        return
    try:
        state.mkdir(parents=True, exist_ok=True)
        end = os.open(state / _FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(end, f"\n{json.dumps(str(library))}\n".encode())
            os.fsync(end)
        finally:
            os.close(end)
    except OSError:
        return


def _known(state: Path) -> set[str]:
    try:
        lines = (state / _FILE).read_text("utf-8", "replace").splitlines()
    except OSError:
        return set()
    found = set()
    for line in lines:
        try:
            path = json.loads(line)
        except ValueError:
            continue
        if isinstance(path, str):
            found.add(path)
    return found
