"""What is heard of a library that can't be asked for a while."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.desktop import news as asking
from curator.desktop.messages import sentence
from curator.desktop.news import News
from curator.desktop.window import Window
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now
from tests.desktop.test_losing import Open


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AGAIN", 0.05)


def test_a_library_that_was_away_is_heard_again_when_it_is_back(tmp_path: Path, news: News, qtbot: QtBot) -> None:
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    news.show_library(library)
    failures: list[object] = []
    news.failed.connect(failures.append)
    with qtbot.waitSignal(news.failed):
        path.rename(tmp_path / "away.curator")
    qtbot.wait(150)
    with qtbot.waitSignal(news.eased) as came:
        (tmp_path / "away.curator").rename(path)
    assert failures == came.args and len(failures) == 1, "said once"
    with qtbot.waitSignal(news.changed):
        command = open_library(path, now=now, origin="command")
        with command.edit("Make a paper") as edit:
            edit.papers.new("Scaling Laws for Neural Language Models")
        command.close()
    news.show_library(None)
    library.close()


def test_what_was_said_of_it_goes_when_it_is_back(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "trends.curator"
    create_library(path)
    window: Window = open_window(library=path)
    qtbot.waitUntil(lambda: window.is_settled)
    with qtbot.waitSignal(window.news.failed) as came:
        path.rename(tmp_path / "away.curator")
    qtbot.waitUntil(lambda: window.status.words == sentence(came.args[0]))
    (tmp_path / "away.curator").rename(path)
    qtbot.waitUntil(lambda: window.status.words == "Ready")
