"""The window's place on the screen."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.desktop.doors import Options
from curator.desktop.kept import Kept
from curator.desktop.shell import Shell
from curator.desktop.theme import Look


@pytest.fixture
def large(look: Look) -> Look:
    """The text twice and a half as large."""
    font = look.theme.font()
    font.setPixelSize(33)
    look.set_font(font)
    return look


def test_a_window_is_never_larger_than_the_screen(
    large: Look, qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    shell = Shell(large, Kept(tmp_path), Options(library=tmp_path / "a.curator"))
    qtbot.addWidget(shell)
    room = qapp.primaryScreen().availableSize()
    assert large.theme.u(1440) > room.width()
    assert shell.width() <= room.width() and shell.height() <= room.height()
    assert shell.minimumWidth() <= room.width() and shell.minimumHeight() <= room.height()


def test_a_size_that_is_kept_from_a_larger_screen_is_made_to_fit(
    look: Look, qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    options, room = Options(library=tmp_path / "a.curator"), qapp.primaryScreen().availableSize()
    before = Shell(look, Kept(tmp_path), options)
    qtbot.addWidget(before)
    before.resize(room.width() * 2, room.height() * 2)
    before.kept.keep_geometry(before.saveGeometry())
    shell = Shell(look, Kept(tmp_path), options)
    qtbot.addWidget(shell)
    assert shell.width() <= room.width() and shell.height() <= room.height()


def test_a_size_that_is_asked_for_is_given(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    shell = Shell(look, Kept(tmp_path), Options(library=tmp_path / "a.curator", size=(1900, 1200)))
    qtbot.addWidget(shell)
    assert (shell.width(), shell.height()) == (1900, 1200)
