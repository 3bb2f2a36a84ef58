"""A window on a real screen that says where things are: run by the tests that use the real mouse and keyboard.

It reads questions from standard input, one a line, and answers each with one line of JSON:
`row VIEW N` (the middle of a row on the screen), `entry TITLE` (of an entry of the outline, with its height), `widget NAME`, `text NAME`, `focus`.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QSocketNotifier
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from curator.desktop import start
from curator.desktop.doors import Options
from tests.desktop.conftest import doors


def answer(window: QWidget, question: list[str]) -> object:
    match question:
        case ["row", name, number]:
            view = find(window, name)
            assert isinstance(view, QAbstractItemView)
            return place(view.viewport(), view.visualRect(view.model().index(int(number), 0)))
        case ["entry", *title]:
            view = find(window, "outlineView")
            assert isinstance(view, QAbstractItemView)
            index = search(view, QModelIndex(), " ".join(title))
            return place(view.viewport(), view.visualRect(index)) if index is not None else None
        case ["widget", name]:
            widget = find(window, name)
            return place(widget, widget.rect())
        case ["text", name]:
            widget = find(window, name)
            return widget.toPlainText() if hasattr(widget, "toPlainText") else widget.text()  # type: ignore[attr-defined]
        case ["focus"]:
            focus = QApplication.focusWidget()
            return focus.objectName() if focus is not None else None
    return None


def find(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def search(view: QAbstractItemView, parent: QModelIndex, title: str) -> QModelIndex | None:
    model = view.model()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if str(index.data() or "").startswith(title):
            return index
        if (below := search(view, index, title)) is not None:
            return below
    return None


def place(widget: QWidget, rect: QRect) -> list[int]:
    middle: QPoint = widget.mapToGlobal(rect.center())
    return [middle.x(), middle.y(), rect.width(), rect.height()]


class Questions(QObject):
    def __init__(self) -> None:
        super().__init__()
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._answer)

    def _answer(self) -> None:
        line = sys.stdin.readline()
        if not line:
            QApplication.exit(0)
            return
        window = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "window")
        print(json.dumps(answer(window, line.split())), flush=True)


def main() -> int:
    folder = Path(sys.argv[1])
    asked: list[Questions] = []
    fill = start.Run.fill

    def fill_and_listen(run: start.Run) -> None:
        fill(run)
        asked.append(Questions())

    start.Run.fill = fill_and_listen  # type: ignore[method-assign]
    return start.start(doors(folder), Options(library=folder / "a.curator", size=(1440, 900)))


if __name__ == "__main__":
    sys.exit(main())
