from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator import assets
from curator.desktop.actions import DECLARED, MENUS, Actions


def test_no_key_is_given_twice_where_it_counts() -> None:
    """A pane's keys count in that pane alone, so another pane may have them too, but not the window."""
    keys = [(QKeySequence(key).toString(), declared.scope) for declared in DECLARED for key in declared.keys]
    everywhere = {key for key, scope in keys if not scope}
    assert all(key for key, _ in keys)
    assert len(keys) == len(set(keys))
    assert not {key for key, scope in keys if scope} & everywhere


def test_every_action_stands_in_a_menu_once(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    menus = actions.fill(window.menuBar())
    shown = [action for menu in menus.values() for action in menu.actions() if not action.isSeparator()]
    assert tuple(menus) == MENUS
    assert sorted(action.objectName() for action in shown) == sorted(
        actions[declared.name].objectName() for declared in DECLARED
    )


def test_every_action_has_words_a_hint_and_a_picture() -> None:
    for declared in DECLARED:
        assert declared.text and declared.hint
        assert assets.path("icons", f"{declared.icon}.svg").is_file(), declared.icon
    assert len({declared.text for declared in DECLARED}) == len(DECLARED)


def test_the_names_that_tests_of_all_kinds_use(actions: Actions) -> None:
    assert actions["undo"].objectName() == "undoAction"
    assert actions["redo"].objectName() == "redoAction"
    assert actions["add-to-issue"].objectName() == "addToIssueAction"


def test_what_can_not_be_done_says_why(actions: Actions, qtbot: QtBot) -> None:
    with qtbot.waitSignal(actions.changed) as heard:
        actions.set_enabled("export", False, "There is no issue yet")
    assert heard.args == ["export"]
    assert (actions["export"].isEnabled(), actions.reason("export")) == (False, "There is no issue yet")
    actions.set_enabled("export", True)
    assert actions.reason("export") == ""


def test_a_letter_counts_in_its_pane_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    below = QVBoxLayout(window)
    view, field = QTableView(), QLineEdit()
    below.addWidget(view)
    below.addWidget(field)
    actions = Actions(window)
    actions.give(view, "inbox")
    ran: list[int] = []
    actions.on("shortlist", lambda: ran.append(1))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    actions.on("remove-entry", lambda: ran.append(2))
    actions.on("dismiss", lambda: ran.append(3))
    actions.give(field, "outline")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_S)
    assert (field.text(), ran) == ("s", [])
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_S)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert ran == [1, 3]
