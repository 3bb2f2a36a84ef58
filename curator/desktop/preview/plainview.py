"""The preview where no web view can be had: the words, links and figures of the page in Qt's own browser, which loads nothing else."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from curator.desktop.paper.pictures import small
from curator.desktop.preview.page import Page
from curator.desktop.theme import Look

_TAG = re.compile(r"<([a-z][a-z0-9]*)\b[^<>]*>")
_PLACE = re.compile(r' data-(entry|section|field)="([a-z0-9]+)"')
_NAMED = re.compile(r'data-(entry|section|field)="([a-z0-9]+)"')
_UNSHOWN = re.compile(r'<nav class="contents".*?</nav>|<a class="skip".*?</a>', re.DOTALL)
_SIZE = re.compile(r' width="\d+" height="\d+"(?=>)')
# Qt knows no figures: it puts them into the block before, a list even, which makes the page wider than the view.
_FIGURE = re.compile(r"(</?)(?:figure|figcaption)\b")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li")


BOLD = "b, strong, h1, h2, h3, h4, h5, h6, th { font-weight: 600; }"
"""The boldest weight that the bundled font has: a heavier one would be made of it, by painting every letter twice."""

RESIZED = 150
"""Milliseconds after which figures are fitted into another width."""


class PlainView(QTextBrowser):
    """`open_address` carries what was clicked on and lies outside of the page."""

    open_address = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Page | None = None
        self._places: Sequence[str] = ()
        self.setObjectName("previewView")
        self.setAccessibleName("Preview")
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # figures are fitted into what is left
        self.anchorClicked.connect(self._clicked)
        self.document().setDocumentMargin(look.theme.u(20))
        self.document().setDefaultStyleSheet(BOLD)
        self.document().setIndentWidth(look.theme.u(24))
        self.setFont(look.theme.font(1.08))
        look.changed.connect(self._show_theme)
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(RESIZED)
        self._resized.timeout.connect(self._show_again)

    def show_page(self, page: Page) -> None:
        """Shows another body; the place one reads at stays."""
        before, self._shown = self._shown, page
        if before is not None and before.body == page.body:
            return
        bar = self.verticalScrollBar()
        at = bar.value() if before is not None and before.issue == page.issue else 0
        self.setHtml(_named(page.body))
        bar.setValue(at)

    def follow(self, places: Sequence[str], *, moves: bool) -> None:
        """Marks the first of these places that there is; `moves`: brings it into sight where it is not."""
        self._places = places
        box = self.followed()
        if moves and box is not None and (box.bottom() <= 0 or box.top() >= self.viewport().height()):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + box.top() - self.viewport().height() // 4)
        self.viewport().update()

    def followed(self) -> QRect | None:
        """Where the block stands that is followed, in the viewport."""
        for place in self._places:
            name = "-".join(part for pair in _NAMED.findall(place) for part in pair)
            block = self.document().begin()
            while name and block.isValid():
                if name in _anchors(block):
                    return self._box(block, name)
                block = block.next()
        return None

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Figures that the page itself holds. For all else something empty: for nothing at all Qt would look for a file of this name."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return ""
        image = None
        head, comma, data = QUrl(name).toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(";base64,")
        if head.startswith("data:image/") and comma:
            try:
                image, size = small(b64decode(data, validate=True), QSize(self._room(), 4 * self._room()), 1.0)
                if image is not None and size.isValid() and size.width() < image.width():
                    image = image.scaledToWidth(size.width(), Qt.TransformationMode.SmoothTransformation)
            except Error:
                image = None
        if image is None:
            image = QImage(1, 1, QImage.Format.Format_ARGB32)
            image.fill(QColor(0, 0, 0, 0))
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._resized.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        box = self.followed()
        if box is not None:
            u = self._look.theme.u
            painter = QPainter(self.viewport())
            painter.fillRect(QRect(u(8), box.top(), u(2), box.height()), self._look.theme.accent)
            painter.end()

    def _room(self) -> int:
        """The width that a figure may have."""
        return max(self._look.theme.u(160), self.viewport().width() - 2 * self._look.theme.u(24))

    def _box(self, first: QTextBlock, name: str) -> QRect:
        """From this block to the next one that another place begins with."""
        layout = self.document().documentLayout()
        box = layout.blockBoundingRect(first)
        block = first.next()
        while block.isValid() and not any(_parts(one, name) for one in _anchors(block)):
            box = box.united(layout.blockBoundingRect(block))
            block = block.next()
        top = round(box.top()) - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), round(box.height()))

    def _clicked(self, url: QUrl) -> None:
        if url.scheme():
            self.open_address.emit(url.toString())
        else:
            self.scrollToAnchor(url.fragment())

    def _show_theme(self, _theme: object = None) -> None:
        """Links keep the colour that they were made with."""
        self.setFont(self._look.theme.font(1.08))
        self._show_again()

    def _show_again(self) -> None:
        shown, self._shown = self._shown, None
        if shown is not None:
            at = self.verticalScrollBar().value()
            self.show_page(shown)
            self.verticalScrollBar().setValue(at)


def _named(body: str) -> str:
    """The body for Qt: an anchor for each place, in the first block of it; without what Qt can't lay out."""
    whole = ""
    waiting: list[str] = []

    def named(found: re.Match[str]) -> str:
        nonlocal whole
        place = _PLACE.search(found[0])
        if place is not None and place[1] == "field":
            waiting.append(f"{whole}field-{place[2]}")
        elif place is not None:
            whole = f"{place[1]}-{place[2]}-"
            waiting.append(whole.removesuffix("-"))
        if found[1] not in _BLOCKS:
            return found[0]
        anchors = "".join(f'<a name="{name}"></a>' for name in waiting)
        waiting.clear()
        return f"{found[0]}{anchors}"

    return _TAG.sub(named, _FIGURE.sub(r"\1div", _SIZE.sub("", _UNSHOWN.sub("", body))))


def _anchors(block: QTextBlock) -> list[str]:
    names: list[str] = []
    pieces = block.begin()
    while not pieces.atEnd():
        names += pieces.fragment().charFormat().anchorNames()
        pieces += 1
    return names


def _parts(anchor: str, name: str) -> bool:
    """Whether another place begins here, one that is no part of this."""
    return anchor.startswith(("entry-", "section-", "field-")) and not f"{anchor}-".startswith(f"{name}-")
