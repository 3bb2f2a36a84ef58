"""Cut, copy, paste and select all from the menu: the focused text, list or outline gets the key that it knows."""

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from curator.desktop.actions import Actions

KEYS = {"cut": Qt.Key.Key_X, "copy": Qt.Key.Key_C, "paste": Qt.Key.Key_V, "select-all": Qt.Key.Key_A}


def connect(actions: Actions) -> None:
    """Each of these actions does what its key does where the focus is."""
    for name, key in KEYS.items():
        actions.on(name, partial(_press, key))


def _press(key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    if widget is not None:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.ControlModifier))
