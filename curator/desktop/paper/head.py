"""The head of the paper pane: where the paper stands in the work and in an issue, its star, its page and PDF."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from curator.desktop.actions import Actions
from curator.desktop.paper import statusmark
from curator.desktop.paper.placeline import PlaceLine
from curator.desktop.parts import IconButton, button, head, label
from curator.desktop.theme import Look
from curator.domain.papers import Paper, Place, Status

GAP = " "  # between the icon of a button and its words: Qt leaves the same few pixels at every size of text
MENU = (
    "tag",
    "add-to-issue",
    "",
    "versions",
    "copy-citation",
    "open-abstract",
    "open-pdf",
    "",
    "part-paper",
    "new-paper",
)


class PaperHead(QObject):
    """`widget` is the head itself; the signals say what a person asks for in it, of the paper that is shown."""

    status_chosen = Signal(object)
    star_asked = Signal()
    page_asked = Signal()
    pdf_asked = Signal()
    details_asked = Signal()
    figure_asked = Signal()
    clear_asked = Signal()

    def __init__(self, look: Look, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._actions = look, actions
        self.status = QPushButton()
        self.status.setObjectName("statusBox")
        self.status.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.status.setAutoDefault(False)
        self.status.clicked.connect(lambda _=False: self._choose())
        self.chosen = label(look, weight=600)
        self.clear = button("clearChoice", "Clear", self.clear_asked.emit, kind="flat", spoken="Choose none")
        self.place = PlaceLine(look)
        self.star = IconButton(look, "starButton", "star", "Star", self.star_asked.emit)
        self.star.setCheckable(False)
        self.abstract = IconButton(look, "abstractButton", "external-link", "Open its page", self.page_asked.emit)
        self.pdf = button("pdfButton", f"{GAP}PDF", self.pdf_asked.emit, kind="flat", spoken="Open the PDF")
        self.more = IconButton(look, "paperMenuButton", "ellipsis", "More", self._more)
        self.widget = head(
            look,
            self.status,
            self.chosen,
            self.place,
            self.clear,
            self.star,
            self.abstract,
            self.pdf,
            self.more,
            name="paperHead",
        )
        across = self.widget.layout()
        assert isinstance(across, QBoxLayout)
        across.setStretch(across.indexOf(self.place), 1)
        self._menu: QMenu | None = None
        self._paper: Paper | None = None
        self._shown: tuple[object, ...] | None = None
        self._is_read_only = False
        self.took_in = False
        """Another paper was found to be this one: the two can be parted."""
        look.changed.connect(lambda _: self._paint())
        self.show_paper(None, ())

    def set_read_only(self, read_only: bool) -> None:
        """In a library that can only be read nothing is decided."""
        for one in (self.status, self.star):
            one.setEnabled(not read_only)
        self._is_read_only = read_only

    def show_paper(self, paper: Paper | None, places: Sequence[Place]) -> None:
        # After each save the paper is read again: of that the head shows nothing, as long as these are the same.
        shown = None if paper is None else (paper.id, paper.status, paper.starred, paper.address, paper.arxiv, *places)
        self._paper = paper
        if shown is not None and shown == self._shown:
            return
        self._shown = shown
        self.chosen.hide()
        self.clear.hide()
        self.place.show_places(())
        for one in (self.status, self.star, self.abstract, self.pdf, self.more):
            one.setVisible(paper is not None)
        if paper is None:
            return
        self.status.setText(f"{GAP}{statusmark.words(paper.status)}  ▾")
        self.status.setAccessibleName(f"Status: {statusmark.words(paper.status)}")
        self.place.show_places(places)
        self.star.setAccessibleName("Take the star away" if paper.starred else "Star")
        self.star.setToolTip(self.star.accessibleName())
        self.abstract.setEnabled(paper.address is not None)
        self.pdf.setVisible(paper.arxiv is not None)
        self._paint()

    def show_many(self, count: int) -> None:
        """Several papers are chosen."""
        self.show_paper(None, ())
        self.chosen.setText(f"{count:,} papers chosen")
        self.chosen.show()
        self.clear.show()

    def _paint(self) -> None:
        paper, theme = self._paper, self._look.theme
        self.pdf.setIcon(theme.icon("file"))
        self.pdf.setIconSize(theme.icon_size())
        if paper is None:
            return
        self.status.setIcon(statusmark.icon(theme, paper.status))
        self.status.setIconSize(theme.icon_size(statusmark.SIZE))
        self.star.show_icon("star-full" if paper.starred else "star", "warn" if paper.starred else "dim")

    def _choose(self) -> None:
        paper = self._paper
        if paper is None:
            return
        menu = QMenu(self.status)
        menu.setObjectName("statusMenu")
        for status in statusmark.CHOICES:
            action = QAction(statusmark.icon(self._look.theme, status), statusmark.words(status), menu)
            action.triggered.connect(lambda _=False, status=status: self.status_chosen.emit(status))
            menu.addAction(action)
            if status is paper.status:
                menu.setActiveAction(action)
        self._open(menu, self.status)

    def _more(self) -> None:
        menu = QMenu(self.more)
        menu.setObjectName("paperMenu")
        if not self._is_read_only:
            menu.addAction("Edit details…", self.details_asked.emit)
            menu.addAction("Add a figure…", self.figure_asked.emit)
            menu.addSeparator()
        for name in MENU:
            if not name:
                menu.addSeparator()
            elif name != "part-paper" or self.took_in:
                menu.addAction(self._actions[name])
        self._open(menu, self.more)

    def _open(self, menu: QMenu, under: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._menu = menu
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + self._look.theme.u(2))))


def decision(status: Status) -> str:
    """The label of the step in the history."""
    return {
        Status.INBOX: "Put back into the inbox",
        Status.SHORTLISTED: "Shortlist",
        Status.DRAFTING: "Mark as drafting",
        Status.READY: "Mark as ready",
        Status.DISMISSED: "Dismiss",
    }.get(status, f"Mark as {status.value}")
