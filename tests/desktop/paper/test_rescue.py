"""Where a text goes that can't be saved, and how it comes back."""

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.desktop.paper.rescue import Rescue
from curator.desktop.tasks import Tasks


def kept(rescue: Rescue, qtbot: QtBot, text: str) -> Path | Exception:
    came: list[Path | Exception] = []
    rescue.keep(7, "why", text, came.append, came.append)
    qtbot.waitUntil(lambda: bool(came))
    return came[0]


def test_the_next_place_is_tried_where_one_can_not_be_written(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> None:
    (tmp_path / "full").write_text("no folder")
    rescue = Rescue([tmp_path / "full" / "rescue", tmp_path / "state"], tmp_path / "a.curator", tasks)
    found = kept(rescue, qtbot, "Budgets")
    assert isinstance(found, Path) and found.parent == tmp_path / "state" and found.read_text() == "Budgets"
    again = Rescue([tmp_path / "full" / "rescue", tmp_path / "state"], tmp_path / "a.curator", tasks)
    one = again.find(7, "why")
    assert again.waiting() == ((7, "why"),) and one is not None and one.text == "Budgets"


def test_no_place_at_all_is_said(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> None:
    (tmp_path / "full").write_text("no folder")
    rescue = Rescue([tmp_path / "full" / "one", tmp_path / "full" / "two"], tmp_path / "a.curator", tasks)
    assert isinstance(kept(rescue, qtbot, "Budgets"), Exception)
    assert rescue.waiting() == () and rescue.find(7, "why") is None


def test_an_older_text_elsewhere_does_not_come_back(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    rescue = Rescue([first, second], tmp_path / "a.curator", tasks)
    kept(Rescue([second], tmp_path / "a.curator", tasks), qtbot, "older")
    kept(rescue, qtbot, "newer")
    one = rescue.find(7, "why")
    assert one is not None and one.text == "newer" and list(second.iterdir()) == []
    rescue.drop(7, "why")
    qtbot.waitUntil(lambda: rescue.waiting() == ())


def test_another_library_has_texts_of_its_own(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> None:
    kept(Rescue([tmp_path / "one"], tmp_path / "a.curator", tasks), qtbot, "of a")
    assert Rescue([tmp_path / "one"], tmp_path / "b.curator", tasks).waiting() == ()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owner of this kind here")
def test_a_folder_that_leads_elsewhere_is_not_used(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    rescue = Rescue([tmp_path / "link", tmp_path / "own"], tmp_path / "a.curator", tasks)
    found = kept(rescue, qtbot, "Budgets")
    assert isinstance(found, Path) and found.parent == tmp_path / "own"
    assert found.parent.stat().st_mode & 0o077 == 0
