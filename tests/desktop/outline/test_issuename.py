"""The name of the issue is whole where there is room for it, whatever was there before."""

from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.outline.issuename import MARK, IssueName
from curator.desktop.theme import Look


def test_a_name_that_comes_back_after_none_is_whole(look: Look, qtbot: QtBot) -> None:
    head = QWidget()
    qtbot.addWidget(head)
    name = IssueName(look, lambda: None)
    across = QHBoxLayout(head)
    across.addWidget(name)
    across.addStretch(1)
    name.show_name("April 2022")
    with qtbot.waitExposed(head):
        head.show()
    head.resize(600, 40)
    qtbot.waitUntil(lambda: name.text() == f"April 2022{MARK}")
    name.show_name("")
    name.hide()
    name.show_name("April 2022")
    name.show()
    qtbot.waitUntil(lambda: name.width() >= name.sizeHint().width())
    assert name.text() == f"April 2022{MARK}"
