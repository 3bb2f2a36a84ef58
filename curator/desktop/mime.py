"""What is dragged, cut and pasted: papers, entries, addresses, files; and the small picture of a drag."""

import json
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap

from curator.desktop.theme import Theme

PAPERS = "application/x-curator-papers"
ENTRIES = "application/x-curator-entries"
_HIDDEN = ("script", "style", "title", "template")
_LINES = ("p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4")
WIDEST = 200  # units
LONGEST = 400_000
"""Letters of pasted HTML that are read: the window waits for it."""


def papers_mime(ids: Sequence[int], library: Path) -> QMimeData:
    """Numbers of papers, bound to their library: numbers of another mean nothing."""
    return _mime(PAPERS, ids, library)


def papers_of(mime: QMimeData, library: Path | None = None) -> tuple[int, ...]:
    """Numbers of papers, () if there are none or they are of another library than `library`."""
    return _ids(mime, PAPERS, library)


def entries_mime(ids: Sequence[int], library: Path | None = None) -> QMimeData:
    """Numbers of entries of issues."""
    return _mime(ENTRIES, ids, library)


def entries_of(mime: QMimeData, library: Path | None = None) -> tuple[int, ...]:
    """Numbers of entries, () if there are none or they are of another library than `library`."""
    return _ids(mime, ENTRIES, library)


def text_of(mime: QMimeData) -> str:
    """All that may name works: the text, and addresses that it does not hold. Files are left out; blanks at both ends too.

    Where there is HTML alone, its text and the addresses of its links.
    """
    text = mime.text() if mime.hasText() else text_in(mime.html()) if mime.hasHtml() else ""
    local = [url for url in mime.urls() if url.isLocalFile()]
    files = {
        written
        for url in local
        for written in (url.toString(), bytes(url.toEncoded().data()).decode(), url.toLocalFile())
    }
    lines = [line for line in text.splitlines() if line.strip() not in files]
    others = [url.toString() for url in mime.urls() if not url.isLocalFile() and url.toString() not in text]
    return "\n".join([*lines, *others]).strip()


def text_in(html: str) -> str:
    """The text of a piece of HTML, and the addresses that its links lead to. Nothing is loaded."""
    import nh3  # seldom: where something else than a text is pasted

    # Made well-formed first, in time that grows with its length: what is left open would be looked for again and again.
    whole = nh3.clean(
        html[:LONGEST],
        tags={"a", *_LINES},
        attributes={"a": {"href"}},
        clean_content_tags=set(_HIDDEN),
        link_rel=None,
        url_schemes={"http", "https", "ftp", "mailto"},
    )
    reader = _Html()
    reader.feed(whole)
    reader.close()
    return "".join(reader.parts)


class _Html(HTMLParser):
    """Collects text and links; what a page does not show is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        address = dict(attrs).get("href") if tag == "a" else None
        if address:
            self.parts.append(f" {address} ")
        elif tag in _LINES:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def files_of(mime: QMimeData) -> tuple[Path, ...]:
    """Files of this machine, in order."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def drag_pixmap(theme: Theme, title: str, count: int, ratio: float) -> QPixmap:
    """The first title and how many, as wide as its text, 200 units at most. Set the hot spot left and above it, so that the drop line stays in sight."""
    font = theme.font(1.0, 600)
    metrics = QFontMetrics(font)
    number = str(count) if count > 1 else ""
    badge = max(theme.u(18), metrics.horizontalAdvance(number) + theme.u(10)) + theme.u(8) if number else 0
    words = metrics.elidedText(
        " ".join(title.split()), Qt.TextElideMode.ElideRight, theme.u(WIDEST) - badge - theme.u(20)
    )
    width, height = metrics.horizontalAdvance(words) + badge + theme.u(20), theme.u(30)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.accent, 1))
    painter.setBrush(theme.pane)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), theme.u(6), theme.u(6))
    painter.setFont(font)
    painter.setPen(theme.text)
    painter.drawText(QRectF(theme.u(10), 0, width, height), int(Qt.AlignmentFlag.AlignVCenter), words)
    if number:
        spot = QRectF(width - badge, (height - theme.u(18)) / 2, badge - theme.u(8), theme.u(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        painter.drawRoundedRect(spot, spot.height() / 2, spot.height() / 2)
        painter.setPen(theme.on_accent)
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), number)
    painter.end()
    return pixmap


def _mime(form: str, ids: Sequence[int], library: Path | None) -> QMimeData:
    mime = QMimeData()
    mime.setData(form, QByteArray(json.dumps({"library": str(library or ""), "ids": list(ids)}).encode()))
    return mime


def _ids(mime: QMimeData, form: str, library: Path | None) -> tuple[int, ...]:
    """Another program may put anything under our name: what is not of our form is nothing."""
    if not mime.hasFormat(form):
        return ()
    try:
        held = json.loads(bytes(mime.data(form).data()))
    except (ValueError, RecursionError):
        return ()
    if not isinstance(held, dict) or not isinstance(held.get("ids"), list):
        return ()
    if library is not None and held.get("library") != str(library):
        return ()
    return tuple(number for number in held["ids"] if type(number) is int and 0 < number < 2**63)
