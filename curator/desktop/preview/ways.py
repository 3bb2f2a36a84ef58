"""The ways an issue leaves the window: the preview beside the text, the export dialog, the clipboard."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal

from curator.desktop.actions import Actions
from curator.desktop.outline.pane import OutlinePane
from curator.desktop.outline.sheet import Row
from curator.desktop.paper.pane import PaperPane
from curator.desktop.preview import opening
from curator.desktop.preview.clipboard import Clipboard
from curator.desktop.preview.destination import Destination, first_there
from curator.desktop.preview.export import ExportDialog
from curator.desktop.preview.page import Place
from curator.desktop.preview.pane import PreviewPane
from curator.desktop.preview.saving import Saving
from curator.desktop.status import StatusBar

if TYPE_CHECKING:
    from curator.desktop.news import News
    from curator.desktop.tasks import Tasks
    from curator.desktop.theme import Look
    from curator.jobs.desk import Desk


class Ways(QObject):
    """`go_to(finding)`: what is missing is to be shown."""

    go_to = Signal(object)

    def __init__(
        self,
        look: "Look",
        tasks: "Tasks",
        news: "News",
        actions: Actions,
        status: StatusBar,
        outline: OutlinePane,
        paper: PaperPane,
        show_outline: Callable[[], None],
    ) -> None:
        """`show_outline` makes sure that the pane of the issue is seen."""
        super().__init__(outline)
        self._look, self._tasks, self._status, self._outline = look, tasks, status, outline
        self._show_outline = show_outline
        self._desk: Desk | None = None
        self._destination: Destination | None = None
        self._held: dict[str, object] = {}
        self._saving = Saving(tasks, paper.leave, lambda: paper.has_unsaved)
        self._clipboard = Clipboard(tasks, self._saving, status)
        self.preview = PreviewPane(look, tasks, news)
        self.preview.open_address.connect(self._open_address)
        outline.set_preview(self.preview)
        outline.issue_shown.connect(self.preview.show_issue)
        outline.choice_changed.connect(self._follow_outline)
        paper.typed.connect(self.preview.lay)
        paper.caret.connect(self.preview.follow_paper)
        for name, run in (
            ("preview", self._turn_preview),
            ("export", self.export),
            ("copy-rich", self._copy_rich),
            ("copy-markdown", self._copy_markdown),
        ):
            actions.on(name, run)

    def show_library(self, desk: "Desk | None", selection: Mapping[str, object]) -> None:
        """Another library, or none; `selection` says where the last export went."""
        self._desk = desk
        self.preview.show_library(desk.library if desk is not None else None)
        self._destination = None
        self._held = {name: held for name, held in selection.items() if name == "export"}
        if desk is not None:
            self._destination = Destination.kept(selection.get("export"), _documents())

    def selection(self) -> dict[str, object]:
        """What is to be kept: where exports go, once one went there."""
        return dict(self._held)

    def export(self) -> ExportDialog | None:
        """Opens the dialog for the issue that is shown."""
        desk, issue = self._desk, self._outline.issue
        if desk is None or issue is None or self._destination is None:
            return None
        dialog = ExportDialog(
            self._look, self._tasks, desk, issue, self._saving, self._destination, self._outline.window()
        )
        dialog.go_to.connect(self.go_to)
        dialog.chosen.connect(self._keep)
        dialog.exported.connect(lambda path: self._status.said(f"Exported {path.name}", undo=False))
        dialog.open()
        return dialog

    def _keep(self, destination: Destination) -> None:
        self._destination = destination
        self._held = {"export": destination.to_keep()}

    def _turn_preview(self) -> None:
        """To the preview, or back to the outline where it is seen already."""
        seen = self._outline.is_preview_shown and self.preview.isVisible()
        if not seen:
            self._show_outline()
        self._outline.show_preview(not seen)

    def _copy_rich(self) -> None:
        if self._desk is not None and self._outline.issue is not None:
            self._clipboard.copy_rich(self._desk.library, self._outline.issue)

    def _copy_markdown(self) -> None:
        if self._desk is not None and self._outline.issue is not None:
            self._clipboard.copy_markdown(self._desk.library, self._outline.issue)

    def _follow_outline(self) -> None:
        if self._outline.view.chosen_keys():
            row = self._outline.view.current_row()
            if row is not None:
                self.preview.follow(place_of(row))

    def _open_address(self, address: str) -> None:
        if not opening.open_address(address):
            self._status.note(f"No program could be opened for {address}", icon="triangle-alert", tone="warn")


def place_of(row: Row) -> Place:
    """Where the page shows what a row of the outline stands for."""
    if row.kind == "lead":
        return Place(field="lead")
    if row.kind == "intro":
        return Place(section=row.section, field="text")
    return Place(entry=row.id) if row.is_entry else Place(section=row.section)


def _documents() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return first_there([*([Path(documents)] if documents else []), Path.home()])
