"""Forms that are taller than the screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.outline.dialogs import Form
from curator.desktop.theme import Look


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def opened(look: Look, qtbot: QtBot, parent: QWidget, lines: int) -> Form:
    form = Form(look, parent, "Many lines", "manyForm", "Save")
    for number in range(lines):
        form.line(f"line{number}", f"Line {number}", f"Value {number}")
    with qtbot.waitExposed(form):
        form.open()
    return form


def test_what_has_no_room_scrolls_and_the_buttons_stay_in_sight(look: Look, qtbot: QtBot, parent: QWidget) -> None:
    form = opened(look, qtbot, parent, 40)
    room = form.screen().availableGeometry()
    assert form.height() <= room.height()
    save = form.findChild(QPushButton, "manyFormAccept")
    area = form.findChild(QScrollArea)
    assert save is not None and area is not None
    assert form.rect().contains(save.geometry()) and save.isVisible()
    assert area.verticalScrollBar().maximum() > 0
    first = form.focusWidget()
    assert first is not None and first.objectName() == "manyForm-line0"
    for _ in range(39):
        QTest.keyClick(form.focusWidget() or form, Qt.Key.Key_Tab)
    last = form.focusWidget()
    assert last is not None and last.objectName() == "manyForm-line39"
    assert area.viewport().rect().intersects(last.rect().translated(last.mapTo(area.viewport(), last.rect().topLeft())))
    with qtbot.waitSignal(form.given) as given:
        save.click()
    assert given.args is not None and given.args[0]["line39"] == "Value 39"


def test_a_form_that_fits_does_not_scroll(look: Look, qtbot: QtBot, parent: QWidget) -> None:
    assert opened(look, qtbot, parent, 4).findChild(QScrollArea) is None
