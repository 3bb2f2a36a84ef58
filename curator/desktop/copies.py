"""A copy of a text in a file of the editor's choice, for a text that can't be saved where it belongs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from curator.desktop.tasks import Tasks
from curator.disk import atomic_write


def ask_copy(
    parent: QWidget,
    tasks: Tasks,
    text: str,
    done: Callable[[Path], None],
    failed: Callable[[Exception], None],
) -> None:
    """Asks where, and writes it there. `done` gets the path once the copy is on disk, `failed` why it is not."""

    def chosen(name: str) -> None:
        path = Path(name)

        def job(_: object) -> Path:
            atomic_write(path, text.encode("utf-8", "replace"))
            return path

        tasks.work("Save a copy", job, done, failed)

    dialog = QFileDialog(parent, "Save a copy elsewhere", "text.md", "Markdown (*.md *.markdown);;All files (*)")
    dialog.setObjectName("copyDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("md")
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
