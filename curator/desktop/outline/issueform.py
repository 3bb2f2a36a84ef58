"""The form of an issue: title, edition, date, lead, bylines, authors, tags and the cover."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from curator.desktop.outline.dialogs import NAMES, Form
from curator.desktop.paper.pictures import SUFFIXES, Source, has_picture, sources_of
from curator.desktop.parts import button, label, row
from curator.desktop.theme import Look
from curator.domain.issues import Cover, Issue

PREVIEW = (96, 54)  # units


class IssueForm(Form):
    """What `cover` is: a picture that was taken, the `src` of the one that was there, or None."""

    def __init__(self, look: Look, parent: QWidget, issue: Issue | None, start: Path, today: str) -> None:
        words = ("Edit issue", "Save") if issue else ("New issue", "Make the issue")
        super().__init__(look, parent, words[0], "issueForm", words[1])
        self.setMinimumWidth(look.theme.u(560))
        self.line("title", "Title", issue.title if issue else "", "Trends in AI")
        self.line("edition", "Edition", issue.edition if issue else "", "April 2022")
        self.line("date", "Date", issue.date if issue else today, "YYYY-MM-DD")
        self.text("lead", "Lead", issue.lead if issue else "", "What this issue is about, in two sentences", lines=4)
        self.choice("names", "Bylines name up to", NAMES, issue.names if issue else "3")
        self.line("authors", "Authors", "; ".join(issue.authors) if issue else "", "separate several with ;")
        self.line("tags", "Tags", "; ".join(issue.tags) if issue else "", "separate several with ;")
        cover = issue.cover if issue else None
        self._first_cover = cover.src if cover is not None else None
        self.cover_box = CoverBox(look, cover, start)
        self._form.addRow("Cover", self.cover_box)
        self._texts = [
            self.line("alt", "Alt text", cover.alt if cover else "", "What the picture shows, for who can't see it"),
            self.line("caption", "Caption", cover.caption if cover else "", "Stands under the cover"),
            self.line("credit", "Credit", cover.credit if cover else "", "Image by …"),
        ]
        self.cover_box.changed.connect(self._show_texts)
        self._show_texts()

    @property
    def cover(self) -> Source | str | None:
        return self.cover_box.cover

    @property
    def is_changed(self) -> bool:
        return super().is_changed or self.cover_box.cover != self._first_cover

    def _show_texts(self) -> None:
        """The texts of a cover, while there is one."""
        for field in self._texts:
            self._form.setRowVisible(field, self.cover_box.cover is not None)
        if self.isVisible():
            self.fit()
        if not self._is_scrolled:
            self.adjustSize()


class CoverBox(QWidget):
    """The cover small, and what changes it: a picture that is chosen or dropped here.

    `changed`: it is another. `wanted(source)`: a small picture is asked for, of a Source or of what the library has under a `src`.
    """

    changed = Signal()
    wanted = Signal(object)

    def __init__(self, look: Look, cover: Cover | None, start: Path) -> None:
        super().__init__()
        self._look, self._start = look, start
        self.cover: Source | str | None = cover.src if cover is not None else None
        self.setObjectName("coverBox")
        self.setAccessibleName("Cover")
        self.setAcceptDrops(True)
        u = look.theme.u
        self.room = QSize(u(PREVIEW[0]), u(PREVIEW[1]))
        self._picture = QLabel()
        self._words = label(look, tone="dim")
        self._remove = button("removeCover", "Remove", self._take_away, kind="flat")
        choose = button("chooseCover", "Choose…", self._ask)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row(self._picture, self._words, None, choose, self._remove, space=u(8)))
        self._show(f"{Path(cover.src).suffix[1:].upper()} picture" if cover else "")

    def take(self, source: Source) -> None:
        """This shall be the cover; the library says whether it can be."""
        self.cover = source
        self._picture.clear()
        self._show(source.name if isinstance(source, Path) else "A picture from elsewhere")
        self.wanted.emit(source)
        self.changed.emit()

    def show_small(self, source: Source | str, image: QImage | None) -> None:
        """The picture that was asked for, if it is still the one."""
        if source == self.cover and image is not None:
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self._picture.setPixmap(QPixmap.fromImage(image))
            self._picture.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if sources := sources_of(event.mimeData()):
            event.acceptProposedAction()
            self.take(sources[0])

    def _ask(self) -> None:
        names = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog = QFileDialog(self, "Choose a cover", str(self._start), f"Pictures ({names})")
        dialog.setObjectName("coverDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take(Path(path)))
        dialog.open()

    def _take_away(self) -> None:
        self.cover = None
        self._picture.clear()
        self._show("")
        self.changed.emit()

    def _show(self, name: str) -> None:
        words = name or "None. Drop a picture here, or choose one."
        room = self._look.theme.u(190 if name else 400)
        self._words.setText(self._words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        self._remove.setVisible(bool(name))
        self._picture.setVisible(not self._picture.pixmap().isNull())
