"""The export dialog stands still: what is said when an export is over moves no button, and the focus is on what comes next."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from curator.desktop.preview.export import ExportDialog
from tests.desktop.preview.test_export import Open, open_dialog, over, part, press

__all__ = ["open_dialog"]  # the fixture


def places(dialog: ExportDialog) -> dict[str, QRect]:
    """Where the dialog's own buttons are on the screen, and how large it is."""
    names = ("exportRun", "exportClose", "exportChoose", "exportFinding1")
    found = {name: one for name in names if (one := dialog.findChild(QPushButton, name)) is not None}
    at = {name: QRect(one.mapToGlobal(QPoint()), one.size()) for name, one in found.items()}
    return {**at, "dialog": dialog.geometry()}


def test_nothing_moves_when_an_export_is_over(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    before = places(dialog)
    assert "exportFinding1" in before
    press(dialog, "exportRun")
    over(qtbot, dialog)
    assert places(dialog) == before
    press(dialog, "exportRun")
    over(qtbot, dialog)
    assert places(dialog) == before


def test_what_is_there_already_moves_nothing(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    before = places(dialog)
    dialog.path.write_text("an older one")
    dialog.place.setText(dialog.place.text())
    dialog.place.textChanged.emit(dialog.place.text())
    qtbot.waitUntil(dialog.there.isVisible)
    assert places(dialog) == before


def test_the_focus_goes_to_open(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    part(dialog, "exportRun").setFocus()
    press(dialog, "exportRun")
    over(qtbot, dialog)
    assert dialog.focusWidget() is dialog.notice.buttons[0]
    assert dialog.notice.buttons[0].text() == "Open"


def test_ctrl_enter_exports_from_anywhere(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    close = part(dialog, "exportClose")
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert over(qtbot, dialog).startswith("Exported")
