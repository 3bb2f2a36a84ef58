"""What an empty library shows: three ways to begin."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from curator.desktop import mime
from curator.desktop.messages import Notice
from curator.desktop.parts import IconLabel, button, column, fill, label, line, row, surface
from curator.desktop.theme import Look

WIDTH = 600  # units
Add = Callable[[list[str | Path]], object]


class FirstStart(QScrollArea):
    """Paste what one has, search arXiv, or look at a finished issue. `add` is given texts and files; Ctrl+Enter adds too."""

    def __init__(
        self,
        look: Look,
        library: str,
        *,
        add: Add,
        search: Callable[[], object],
        sample: Callable[[], object],
        other: Callable[[], object],
    ) -> None:
        super().__init__()
        self._look, self._add = look, add
        u = look.theme.u
        self.setObjectName("firstStart")
        self.setAccessibleName("A new library")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field = _Paste(self._give)
        self.field.setFixedHeight(u(64))
        self.field.textChanged.connect(self._typed)
        self.notice = Notice(look, "firstNotice")
        self._button = button("firstAdd", "Add", self._give)
        self._button.setEnabled(False)
        choose = button("firstFile", "Choose a file…", self._choose)
        inside = surface("pane", "firstInside")
        inside.setMaximumWidth(u(WIDTH))
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, u(24), 0, u(24))
        below.setSpacing(u(4))
        below.addStretch(1)
        fill(below, label(look, "A new library", scale=1.5, weight=600))
        fill(
            below,
            label(
                look,
                "Papers come in on the left, you write in the middle, the issue grows on the right. Begin with any of these.",
                tone="dim",
                wrap=True,
            ),
        )
        hint = label(look, "or drop it here", tone="dim", scale=0.92)
        self._way(
            below,
            "link",
            "Paste what you have",
            "arXiv ids, DOIs, addresses, a whole paragraph: all at once, in any order.",
        )
        below.addLayout(self._indented(self.field))
        below.addLayout(self._indented(self.notice))
        below.addSpacing(u(4))
        below.addLayout(self._indented(self._button, choose, hint, None))
        self._way(
            below,
            "search",
            "Search arXiv",
            "By words, author and category. What you take waits in the inbox; what you do not want, you dismiss with one key.",
        )
        below.addLayout(self._indented(button("firstSearch", "Search arXiv…", search), None))
        self._way(
            below,
            "file-text",
            "Look at a finished issue",
            "Opens a sample library beside yours: ten papers, an outline, a figure, references. Change whatever you like.",
        )
        below.addLayout(self._indented(button("firstSample", "Open the sample", sample), None))
        below.addSpacing(u(16))
        below.addWidget(line())
        below.addSpacing(u(8))
        where = label(look, f"This library is {library}, one file on this computer.", tone="dim", scale=0.92)
        below.addLayout(row(where, button("firstOther", "Open another library…", other, kind="link"), None, space=u(4)))
        below.addStretch(2)
        ground = surface("pane", "firstGround")
        across = QHBoxLayout(ground)
        across.setContentsMargins(u(24), 0, u(24), 0)
        across.addStretch(1)
        across.addWidget(inside, 20)
        across.addStretch(1)
        self.setWidget(ground)
        self.setFocusProxy(self.field)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if mime.text_of(event.mimeData()) or mime.files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        what: list[str | Path] = list(mime.files_of(event.mimeData()))
        if text := mime.text_of(event.mimeData()):
            what.append(text)
        if what:
            event.acceptProposedAction()
            self._add(what)

    def _way(self, below: QVBoxLayout, icon: str, title: str, words: str) -> None:
        u = self._look.theme.u
        below.addSpacing(u(20))
        below.addWidget(line())
        below.addSpacing(u(16))
        texts = column(
            label(self._look, title, weight=600, scale=1.08),
            label(self._look, words, tone="dim", wrap=True),
            space=u(2),
        )
        across = row(space=u(20))
        across.addWidget(IconLabel(self._look, icon), 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(texts, 1)
        below.addLayout(across)
        below.addSpacing(u(4))

    def _indented(self, *parts: QWidget | None) -> QHBoxLayout:
        u = self._look.theme.u
        return row(*parts, space=u(8), margins=(u(36), 0, 0, 0))

    def _typed(self) -> None:
        self._button.setEnabled(bool(self.field.toPlainText().strip()))
        self.notice.clear()

    def _give(self) -> None:
        if text := self.field.toPlainText().strip():
            self._add([text])

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Add papers from files")
        dialog.setObjectName("addFilesDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self._add([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class _Paste(QPlainTextEdit):
    """Where one pastes. Tab leaves it, Ctrl+Enter adds. Drops fall through to the page: one place says what they do."""

    def __init__(self, give: Callable[[], object]) -> None:
        super().__init__()
        self._give = give
        self.setObjectName("firstField")
        self.setAccessibleName("Ids, DOIs or addresses")
        self.setPlaceholderText("2203.15556, 10.1038/s41586-021-03819-2, https://…")
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._give()
        else:
            super().keyPressEvent(event)
