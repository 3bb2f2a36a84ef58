"""Where one is in the window is kept while one goes on moving, not only when one rests."""

import time
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from curator.desktop.kept import Kept
from curator.desktop.whereabouts import AFTER, Whereabouts
from curator.desktop.window import Window


def test_the_place_is_kept_while_one_types_on(open_window: Callable[..., Window], qtbot: QtBot, tmp_path: Path) -> None:
    window, kept = open_window(), Kept(tmp_path / "elsewhere")
    library = window.libraries.library
    assert library is not None
    Whereabouts(window, kept)
    until = time.monotonic() + 4 * AFTER / 1000
    while not kept.selection(library.path) and time.monotonic() < until:
        window.panes.moved.emit()
        qtbot.wait(AFTER // 10)
    assert kept.selection(library.path)
