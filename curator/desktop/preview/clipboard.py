"""The issue on the clipboard: as formatted text for a mail or an editor, or as Markdown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from curator.desktop.preview.saving import Saving
from curator.desktop.status import StatusBar
from curator.desktop.tasks import Tasks

if TYPE_CHECKING:
    from curator.library.library import Library

LARGE = 10_000_000
"""Characters of formatted text from which on other programs may take long over it, or refuse it."""


class Clipboard:
    """Copies an issue, made beside the window, once what is typed is saved. What came of it stands in the status bar."""

    def __init__(self, tasks: Tasks, saving: Saving, status: StatusBar) -> None:
        self._tasks, self._saving, self._status = tasks, saving, status

    def copy_rich(self, library: "Library", issue: int) -> None:
        """Formatted, with its figures inside; beside it as Markdown, for programs that take plain text alone."""

        def job(_: object) -> tuple[str, str]:
            from curator.export import markdown, richtext  # the formats: when something is exported
            from curator.jobs.compose import compose

            document = compose(library, issue)
            return richtext.render(document), markdown.render(document).text.decode()

        def done(made: tuple[str, str]) -> None:
            html, text = made
            mime = QMimeData()
            mime.setHtml(html)
            mime.setText(text)
            QGuiApplication.clipboard().setMimeData(mime)
            size = (
                f", {len(html) / 1e6:.0f} MB with its figures: some programs may refuse it" if len(html) > LARGE else ""
            )
            self._said(f"The issue is on the clipboard, formatted{size}")

        self._saving.then(lambda: self._tasks.work("Copy the issue", job, done))

    def copy_markdown(self, library: "Library", issue: int) -> None:
        """As it would be exported; figures are named, not in it."""

        def job(_: object) -> str:
            from curator.export import markdown  # the formats: when something is exported
            from curator.jobs.compose import compose

            return markdown.render(compose(library, issue)).text.decode()

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._said("The issue is on the clipboard, as Markdown")

        self._saving.then(lambda: self._tasks.work("Copy the issue", job, done))

    def _said(self, words: str) -> None:
        if self._saving.has_unsaved():
            self._status.note(
                f"{words}, but for what you wrote last: it could not be saved", icon="triangle-alert", tone="warn"
            )
        else:
            self._status.said(words, undo=False)
