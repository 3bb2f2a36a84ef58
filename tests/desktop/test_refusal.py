"""A start that ends says why, also where no terminal shows it."""

import io

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.refusal import nobody_reads, refuse
from curator.desktop.theme import Look

WORDS = "letters.curator is open in another window of Curator. Go on there, or close it first."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stderr", "environ", "unread"),
    [
        (None, {}, True),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"DESKTOP_STARTUP_ID": "a_TIME1"}, True),
        (Terminal(), {"DESKTOP_STARTUP_ID": "a_TIME1"}, False),
        (io.StringIO(), {"XDG_ACTIVATION_TOKEN": ""}, False),
    ],
)
def test_a_line_is_unread_where_a_desktop_started_the_program(
    stderr: io.StringIO | None, environ: dict[str, str], unread: bool
) -> None:
    assert nobody_reads(stderr, environ) is unread


def test_in_a_terminal_it_is_a_line_and_the_end(
    capsys: pytest.CaptureFixture[str], look: Look, ended: list[int]
) -> None:
    assert refuse(WORDS, look, lambda: ended.append(1)) is None
    assert capsys.readouterr().err == f"{WORDS}\n"
    assert ended == [1]


def test_without_a_terminal_a_window_says_it_until_it_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], look: Look, qtbot: QtBot, ended: list[int]
) -> None:
    monkeypatch.setenv("GIO_LAUNCHED_DESKTOP_FILE", "/usr/share/applications/curator.desktop")
    made = refuse(WORDS, look, lambda: ended.append(1))
    assert made is not None and made.isVisible()
    qtbot.addWidget(made)
    assert WORDS in [label.text() for label in made.findChildren(QLabel)]
    assert not ended
    made.findChild(QPushButton, "refusalClose").click()  # type: ignore[union-attr]
    assert ended == [1]


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    for name in ("GIO_LAUNCHED_DESKTOP_FILE", "DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return []
