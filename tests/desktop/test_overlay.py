"""Cards over the window: what they are for a screen reader, and how they close."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from curator.desktop.overlay import Card, Overlay
from curator.desktop.window import Window

CARDS = {
    "palette": "Commands, papers and issues",
    "shortcuts": "Shortcuts",
    "about": "About Curator",
    "history": "History",
    "find-on-arxiv": "Search arXiv",
}


def shown(window: Window) -> Card:
    return next(card for card in window.shell.findChildren(Card) if card.isVisible())


@pytest.mark.parametrize("action", CARDS)
def test_a_card_is_read_aloud_as_a_dialog_with_its_name(open_window: Callable[..., Window], action: str) -> None:
    window = open_window()
    window.actions_[action].trigger()
    card = shown(window)
    interface = QAccessible.queryAccessibleInterface(card)
    assert interface is not None
    assert interface.role() == QAccessible.Role.Dialog
    assert interface.text(QAccessible.Text.Name) == CARDS[action]
    assert not card.isWindow()


@pytest.mark.parametrize("action", CARDS)
def test_escape_takes_away_the_card_and_its_shade(open_window: Callable[..., Window], action: str) -> None:
    window = open_window()
    before = QApplication.focusWidget()
    for _ in range(2):
        window.actions_[action].trigger()
        card = shown(window)
        focus = QApplication.focusWidget()
        assert focus is not None and card.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Escape)
        assert not card.isVisible()
        assert not any(shade.isVisible() for shade in window.shell.findChildren(Overlay))
        assert QApplication.focusWidget() is before


def test_a_card_stands_where_its_overlay_lays_it(open_window: Callable[..., Window]) -> None:
    window = open_window()
    window.actions_["about"].trigger()
    card = shown(window)
    places = {card.geometry().getRect()}
    assert abs(card.geometry().center().x() - window.shell.rect().center().x()) <= 1
    QTest.keyClick(QApplication.focusWidget() or QWidget(), Qt.Key.Key_Escape)
    window.actions_["about"].trigger()
    places.add(card.geometry().getRect())
    assert len(places) == 1


@pytest.mark.parametrize("width", [1440, 520])
def test_no_shortcut_is_cut_off_however_narrow_the_window(open_window: Callable[..., Window], width: int) -> None:
    window = open_window(size=(width, 700))
    window.shell.setMinimumSize(0, 0)
    window.shell.resize(width, 700)
    window.actions_["shortcuts"].trigger()
    card = shown(window)
    area = card.findChild(QScrollArea)
    assert area is not None
    QApplication.processEvents()
    labels = area.widget().findChildren(QLabel)
    assert len(labels) > 100
    for one in labels:
        right = one.mapTo(area.widget(), one.rect().topRight()).x()
        assert right < area.viewport().width()
        assert one.width() >= one.sizeHint().width()
