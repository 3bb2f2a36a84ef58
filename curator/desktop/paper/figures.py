"""The figures of a paper: dropped, chosen or pasted; each with caption, source and alt text, changed in its place."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from curator.desktop.history import History
from curator.desktop.messages import Notice
from curator.desktop.paper import pictures
from curator.desktop.paper.figurerow import ROOM, FigureRow
from curator.desktop.paper.pictures import Source
from curator.desktop.parts import button, label, row
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.papers import Figure, Paper

if TYPE_CHECKING:
    from curator.library.library import Edit, Library


_HINT = "Drop or paste a picture, or choose one."


class Figures(QWidget):
    """The strip below the fields. `place_asked` carries the src of a figure that is to be placed where the caret is."""

    place_asked = Signal(str)

    def __init__(self, look: Look, tasks: Tasks, history: History) -> None:
        super().__init__()
        self.setObjectName("figureStrip")
        self.setAccessibleName("Figures")
        self.setAcceptDrops(True)
        self._look, self._tasks, self._history = look, tasks, history
        self._library: Library | None = None
        self._paper: Paper | None = None
        self._rows: dict[str, FigureRow] = {}
        self._chooser: QFileDialog | None = None
        self._is_read_only = False
        u = look.theme.u
        self._list = QVBoxLayout()
        self._list.setSpacing(u(8))
        self._hint = label(look, _HINT, tone="faint", scale=0.92)
        self._add = button("addFigure", "+ Figure", self.choose, kind="flat", spoken="Add a figure")
        self.notice = Notice(look, "figuresNotice")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(u(6))
        # Above the figures: what is put in does not move the button from under the pointer.
        whole.addLayout(row(self._hint, None, self._add, space=u(6)))
        whole.addLayout(self._list)
        whole.addWidget(self.notice)

    def show_library(self, library: "Library | None") -> None:
        self._library = library

    def show_paper(self, paper: Paper) -> None:
        """Another paper, or the same changed: a row in which one types stays."""
        before, self._paper = self._paper, paper
        if before is None or before.id != paper.id:
            self.notice.clear()
            for made in list(self._rows.values()):
                self._drop_row(made)
        srcs = [figure.src for figure in paper.figures]
        for src in [src for src in self._rows if src not in srcs]:
            self._drop_row(self._rows[src])
        placed = f"{paper.why or ''}\n{paper.insights or ''}"
        for number, figure in enumerate(paper.figures):
            if figure.src not in self._rows:
                self._rows[figure.src] = self._made_row(figure)
            made = self._rows[figure.src]
            if self._list.indexOf(made) != number:
                self._list.insertWidget(number, made)
            made.show_figure(figure, is_placed=f"]({figure.src})" in placed)
            made.set_read_only(self._is_read_only)
        self._hint.setText("Figures" if paper.figures else _HINT)
        self._hint.setVisible(bool(paper.figures) or not self._is_read_only)

    def set_read_only(self, read_only: bool) -> None:
        self._is_read_only = read_only
        self._add.setVisible(not read_only)
        self._hint.setVisible(not read_only)
        self.setAcceptDrops(not read_only)

    def choose(self) -> None:
        """Asks for files."""
        if self._paper is None:
            return
        chooser = QFileDialog(self, "Choose pictures")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.setNameFilter(f"Pictures ({' '.join(f'*{suffix}' for suffix in pictures.SUFFIXES)})")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.filesSelected.connect(self._chosen)
        self._chooser = chooser
        chooser.open()

    def take(self, mime: QMimeData) -> bool:
        """Adds the pictures that were dropped or pasted. False: there are none."""
        found = pictures.sources_of(mime)
        self.add(found)
        return bool(found)

    def add(self, sources: Sequence[Source], then: Callable[[str], None] | None = None) -> None:
        """Adds these pictures as one step. `then` gets the src of the last."""
        paper = self._paper
        if paper is None or not sources:
            return

        def job(edit: "Edit", read: Sequence[bytes]) -> str:
            src = ""
            for data in read:
                src = edit.figures.put(data)
                edit.papers.add_figure(paper.id, src)
            return src

        def read(data: Sequence[bytes]) -> None:
            words = "Add a figure" if len(data) == 1 else f"Add {len(data)} figures"
            self._history.edit(words, lambda edit: job(edit, data), then, self.notice.fail)

        self.notice.clear()
        self._tasks.work(
            "Read pictures",
            lambda progress: [pictures.bytes_of(source) for source in sources],
            read,
            self.notice.fail,
            quiet=True,
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._paper is not None and pictures.has_picture(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._paper is not None and pictures.has_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _chosen(self, names: Sequence[str]) -> None:
        self.add([Path(name) for name in names])

    def _made_row(self, figure: Figure) -> FigureRow:
        made = FigureRow(self._look, figure)
        made.kept.connect(partial(self._keep, figure.src))
        made.removed.connect(partial(self._remove, figure.src))
        made.placed.connect(partial(self.place_asked.emit, figure.src))
        self._load(figure.src, made)
        return made

    def _drop_row(self, made: FigureRow) -> None:
        self._list.removeWidget(made)
        del self._rows[made.src]
        made.hide()
        made.deleteLater()

    def _load(self, src: str, made: FigureRow) -> None:
        library = self._library
        if library is None:
            return
        room = QSize(self._look.theme.u(ROOM[0]), self._look.theme.u(ROOM[1]))
        ratio = self.devicePixelRatioF()

        def job(_: object) -> tuple[QImage | None, QSize]:
            with library.read() as reading:
                data = reading.figures.get(src)
            return pictures.small(data, room, ratio)

        def show(found: tuple[QImage | None, QSize]) -> None:
            if self._rows.get(src) is made:
                made.show_picture(*found)

        self._tasks.work("Show a figure", job, show, lambda _: None, quiet=True)

    def _keep(self, src: str, texts: dict[str, str | None]) -> None:
        if (paper := self._paper) is not None:
            self._history.edit(
                "Describe a figure",
                lambda edit: edit.papers.edit_figure(paper.id, src, **texts),
                failed=self.notice.fail,
            )

    def _remove(self, src: str) -> None:
        if (paper := self._paper) is not None:
            self._history.edit(
                "Take a figure away", lambda edit: edit.papers.remove_figure(paper.id, src), failed=self.notice.fail
            )
