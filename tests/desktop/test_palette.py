from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.actions import DECLARED
from curator.desktop.palette import Palette, matches
from curator.desktop.window import Window
from curator.library.library import create_library, open_library
from tests.desktop.conftest import now, why_of

TITLE = "Training Compute-Optimal Large Language Models"


@pytest.fixture
def window(open_window: Callable[..., Window], tmp_path: Path) -> Window:
    path = tmp_path / "trends.curator"
    create_library(path)
    library = open_library(path, now=now)
    with library.edit("Fill") as edit:
        edit.papers.new(TITLE)
        edit.papers.new("Visual Prompt Tuning")
        edit.issues.new("Trends in AI", edition="April 2022")
    library.close()
    return open_window(library=path)


@pytest.fixture
def palette(window: Window, qtbot: QtBot) -> Palette:
    qtbot.keyClick(window.shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    palette = window.shell.findChild(QWidget, "commandPalette")
    assert isinstance(palette, Palette)
    return palette


def field(palette: Palette) -> QLineEdit:
    found = palette.findChild(QLineEdit, "paletteField")
    assert isinstance(found, QLineEdit)
    return found


def test_every_command_is_in_it(palette: Palette, window: Window) -> None:
    texts = {row.text for row in palette.rows() if not row.heading}
    assert texts == {window.actions_[one.name].text() for one in DECLARED if one.name != "palette"}


def test_what_can_not_be_done_is_there_with_the_reason(palette: Palette) -> None:
    row = next(row for row in palette.rows() if row.text == "Move up")
    assert (row.enabled, row.group, row.key) == (False, "Nothing is chosen in the outline", "Alt+Up")


def test_commands_papers_and_issues_are_one_list(palette: Palette, window: Window, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(palette), "tr")
    qtbot.waitUntil(lambda: any(row.text == TITLE for row in palette.rows()))
    headings = [row.text for row in palette.rows() if row.heading]
    assert headings == ["Papers", "Issues"]
    assert any(row.text == "April 2022" and row.group == "Draft" for row in palette.rows())
    field(palette).setText(">tr")
    assert [row.text for row in palette.rows() if not row.heading] == ["Trash…"]
    field(palette).setText("#tr")
    qtbot.waitUntil(lambda: any(row.text == TITLE for row in palette.rows()))
    assert [row.text for row in palette.rows() if row.heading] == ["Papers"]


def test_a_paper_is_opened_by_the_keyboard_alone(palette: Palette, window: Window, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(palette), "#compute")
    qtbot.waitUntil(lambda: len(palette.rows()) == 2)
    with qtbot.waitSignal(palette.chosen_paper) as heard:
        qtbot.keyClick(field(palette), Qt.Key.Key_Return)
    assert heard.args == [1]
    assert not palette.isVisible()
    qtbot.waitUntil(lambda: window.panes.paper.paper == 1)


def test_a_command_runs_and_the_palette_is_gone(palette: Palette, window: Window, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(palette), "dark")
    qtbot.keyClick(field(palette), Qt.Key.Key_Return)
    assert window.look.theme.dark
    assert not palette.isVisible()


def test_arrows_pass_headings_and_what_can_not_be_done_runs_nothing(
    palette: Palette, window: Window, qtbot: QtBot
) -> None:
    field(palette).setText(">move up")
    with qtbot.assertNotEmitted(window.actions_["move-up"].triggered):
        qtbot.keyClick(field(palette), Qt.Key.Key_Return)
    assert palette.isVisible()
    field(palette).setText("tr")
    qtbot.waitUntil(lambda: any(row.heading for row in palette.rows()))
    for _ in range(20):
        qtbot.keyClick(field(palette), Qt.Key.Key_Down)
    view = palette.findChild(QListView, "paletteView")
    assert view is not None and view.currentIndex().row() == len(palette.rows()) - 1


def test_escape_gives_the_focus_back(window: Window, qtbot: QtBot) -> None:
    window.panes.choose_paper(1)
    why = why_of(window)
    qtbot.waitUntil(why.isVisible)
    why.setFocus()
    window.actions_["palette"].trigger()
    palette = window.shell.findChild(QWidget, "commandPalette")
    assert isinstance(palette, Palette)
    qtbot.keyClick(field(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert why.hasFocus()


def test_tab_stays_inside_the_sheet_of_shortcuts(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window.shell, Qt.Key.Key_F1)
    sheet = window.shell.findChild(QWidget, "shortcutSheet")
    assert sheet is not None and sheet.isVisible()
    for _ in range(3):
        focused = window.shell.focusWidget()
        assert focused is not None and sheet.isAncestorOf(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    qtbot.keyClick(window.shell.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    ("words", "text", "marks"),
    [
        ("add", "Add papers…", ((0, 3),)),
        ("PAP add", "Add papers…", ((0, 3), (4, 7))),
        ("x", "Add papers…", None),
        ("", "Add papers…", ()),
        ("straße", "Die Straße", ((4, 10),)),
        ("iz", "İzmir", None),
        ("i", "İzmir", ((0, 1),)),
    ],
)
def test_words_are_found_in_any_order_and_case(words: str, text: str, marks: object) -> None:
    assert matches(words, text) == marks
