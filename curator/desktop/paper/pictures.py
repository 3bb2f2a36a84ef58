"""Pictures that were dropped, pasted or chosen, as bytes; and small ones of those that a paper has."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from curator.desktop.mime import files_of
from curator.desktop.paper import drawings
from curator.domain.errors import Unreadable
from curator.domain.pictures import LARGEST
from curator.domain.texts import shortened

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")

Source = Path | QImage


def sources_of(mime: QMimeData) -> list[Source]:
    """The pictures in what was dropped or pasted: files first, else the picture itself."""
    files = [path for path in files_of(mime) if path.suffix.lower() in SUFFIXES]
    if files:
        return list(files)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [image]
    return []


def has_picture(mime: QMimeData) -> bool:
    """Whether something dropped or pasted is a picture rather than text. Text that is copied with a picture of itself is text."""
    if any(path.suffix.lower() in SUFFIXES for path in files_of(mime)):
        return True
    return mime.hasImage() and not mime.hasText()


def is_no_text(mime: QMimeData) -> bool:
    """Whether something dropped or pasted is a picture or a file: its name is never meant as words."""
    return has_picture(mime) or bool(files_of(mime))


def refused(mime: QMimeData) -> str:
    """Why files can't be put into a text, as a sentence; "" where all of them are pictures."""
    others = [path.name for path in files_of(mime) if path.suffix.lower() not in SUFFIXES]
    if not others:
        return ""
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"“{shortened(others[0], 60)}”{more} can't be put into a text: only a picture can, as a figure."


def bytes_of(source: Source) -> bytes:
    """The bytes to keep, of a file unchanged, of a pasted picture as PNG. Slow: call it beside the window. Raises Unreadable."""
    if isinstance(source, Path):
        try:
            if not source.is_file():  # a pipe or a device may never end
                raise Unreadable(f"“{source.name}” is no file that can be read. Choose another.")
            with source.open("rb") as file:
                data = file.read(LARGEST + 1)
        except (OSError, ValueError) as fault:
            told = fault.strerror if isinstance(fault, OSError) else "it has no name that a file can have"
            raise Unreadable(f"“{source.name}” can't be read: {told}.") from fault
        if len(data) > LARGEST:
            raise Unreadable(f"“{source.name}” is larger than {LARGEST // 2**20} MB. Make it smaller first.")
        return data
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not source.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise Unreadable("The picture on the clipboard can't be kept. Save it as a file and choose that.")
    return bytes(kept.data())


def small(data: bytes, room: QSize, ratio: float) -> tuple[QImage | None, QSize]:
    """A picture that fits into `room` (in points), and the size that it has. None where it can't be shown."""
    within = QSize(round(room.width() * ratio), round(room.height() * ratio))
    if data.lstrip()[:1] == b"<":
        return _drawing(data, within)
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return (None if image.isNull() else image), size


def _drawing(data: bytes, within: QSize) -> tuple[QImage | None, QSize]:
    from PySide6.QtSvg import QSvgRenderer  # heavy: only where a figure is a drawing

    if not drawings.is_harmless(data):  # it is kept, and not drawn here
        return None, QSize()
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid():
        return None, QSize()
    size = renderer.defaultSize()
    shown = size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(shown.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, shown.width(), shown.height()))
    painter.end()
    return image, size
