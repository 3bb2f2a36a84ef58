"""Figures: taken in, described, placed, taken away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from curator.desktop.paper import pictures
from curator.domain.papers import Figure, Paper
from tests.desktop.paper.conftest import Stage

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'


def picture(colour: str = "#3454c4") -> QImage:
    image = QImage(124, 68, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def png(colour: str = "#3454c4") -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert picture(colour).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())


@pytest.fixture
def paper(stage: Stage) -> Callable[[], Paper]:
    stage.pane.show_paper(stage.chinchilla)

    def read() -> Paper:
        stage.settle()
        with stage.library.read() as reading:
            return reading.papers.get(stage.chinchilla)

    return read


@pytest.fixture
def figure(stage: Stage, paper: Callable[[], Paper]) -> Figure:
    """A figure that the paper has."""
    with stage.library.edit("Add a figure") as edit:
        edit.papers.add_figure(stage.chinchilla, edit.figures.put(png()), caption="Three fits")
    stage.qtbot.waitUntil(lambda: len(stage.pane.page.figures._rows) == 1)
    return paper().figures[0]


def file_mime(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_a_dropped_file_becomes_a_figure_with_its_bytes_unchanged(
    stage: Stage, paper: Callable[[], Paper], tmp_path: Path
) -> None:
    path = tmp_path / "a b.png"
    path.write_bytes(png())
    mime = file_mime(path)
    there = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    for begins in (QDragEnterEvent(QPoint(5, 5), *there), QDragMoveEvent(QPoint(5, 5), *there)):
        QApplication.sendEvent(stage.pane.page.figures, begins)
        assert begins.isAccepted()
    event = QDropEvent(QPoint(5, 5), *there)
    QApplication.sendEvent(stage.pane.page.figures, event)
    assert event.isAccepted()
    stage.qtbot.waitUntil(lambda: len(stage.pane.page.figures._rows) == 1)
    src = paper().figures[0].src
    with stage.library.read() as reading:
        assert reading.figures.get(src) == png()
    assert stage.history.undo_label == "Add a figure"


def test_a_picture_pasted_into_a_field_is_placed_there(stage: Stage, paper: Callable[[], Paper]) -> None:
    box = stage.pane.page.boxes["insights"]
    box.edit.setFocus()
    stage.qtbot.waitUntil(box.edit.hasFocus)
    stage.qtbot.keyClicks(box.edit, "Before.")
    mime = QMimeData()
    mime.setImageData(picture())
    box.edit.insertFromMimeData(mime)
    stage.qtbot.waitUntil(lambda: "](figures/" in box.edit.text)
    src = paper().figures[0].src
    assert box.edit.text == f"Before.\n\n![]({src})"
    stage.pane.leave()
    assert stage.saved(stage.chinchilla, "insights") == f"Before.\n\n![]({src})"


def test_text_that_is_copied_with_a_picture_of_itself_is_text(stage: Stage) -> None:
    mime = QMimeData()
    mime.setText("a table")
    mime.setImageData(picture())
    assert not pictures.has_picture(mime)


def test_what_is_no_picture_is_said_and_nothing_is_added(
    stage: Stage, paper: Callable[[], Paper], tmp_path: Path
) -> None:
    path = tmp_path / "no.png"
    path.write_bytes(b"no picture at all")
    stage.pane.page.figures.add([path])
    stage.qtbot.waitUntil(lambda: bool(stage.pane.page.figures.notice.words))
    assert stage.pane.page.figures.notice.words.startswith("This is no picture")
    stage.pane.page.figures.add([tmp_path / "gone.png"])
    stage.qtbot.waitUntil(lambda: "gone.png" in stage.pane.page.figures.notice.words)
    assert paper().figures == ()


def test_files_are_chosen_in_a_dialog_that_reports_by_signal(
    stage: Stage, paper: Callable[[], Paper], tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png())
    stage.pane.page.figures.choose()
    chooser = stage.pane.page.figures._chooser
    assert isinstance(chooser, QFileDialog)
    chooser.filesSelected.emit([str(path)])
    chooser.close()
    stage.qtbot.waitUntil(lambda: len(stage.pane.page.figures._rows) == 1)
    assert len(paper().figures) == 1


def test_caption_source_and_alt_text_are_changed_in_their_place(
    stage: Stage, paper: Callable[[], Paper], figure: Figure
) -> None:
    row = stage.pane.page.figures._rows[figure.src]
    stage.qtbot.mouseClick(row.edit, Qt.MouseButton.LeftButton)
    assert row._inputs["caption"].text() == "Three fits" and row._inputs["source"].hasFocus()
    stage.qtbot.keyClicks(row._inputs["source"], "Hoffmann et al.")
    stage.qtbot.keyClicks(row._inputs["alt"], "Three curves")
    stage.qtbot.keyClick(row._inputs["alt"], Qt.Key.Key_Return)
    assert paper().figures == (Figure(figure.src, "Three curves", "Three fits", "Hoffmann et al."),)
    stage.qtbot.waitUntil(lambda: row._about.text() == "Source: Hoffmann et al. · has alt text · 124 × 68")
    assert not row._form.isVisible()


def test_escape_keeps_nothing(stage: Stage, paper: Callable[[], Paper], figure: Figure) -> None:
    row = stage.pane.page.figures._rows[figure.src]
    row.open()
    stage.qtbot.keyClicks(row._inputs["source"], "nobody")
    stage.qtbot.keyClick(row._inputs["source"], Qt.Key.Key_Escape)
    assert paper().figures == (figure,) and not row._form.isVisible()


def test_a_figure_is_placed_where_the_caret_is_and_once(
    stage: Stage, paper: Callable[[], Paper], figure: Figure
) -> None:
    box = stage.pane.page.boxes["why"]
    box.edit.setFocus()
    stage.qtbot.waitUntil(box.edit.hasFocus)
    stage.qtbot.keyClicks(box.edit, "Words here")
    row = stage.pane.page.figures._rows[figure.src]
    stage.qtbot.mouseClick(row.place, Qt.MouseButton.LeftButton)
    assert box.edit.text == f"Words here\n\n![]({figure.src})"
    stage.pane.leave()
    stage.qtbot.waitUntil(lambda: not row.place.isVisible())


@pytest.mark.parametrize(
    ("text", "at", "then"),
    [
        ("", 0, "F"),
        ("ab", 0, "F\n\nab"),
        ("ab", 1, "ab\n\nF"),
        ("ab", 2, "ab\n\nF"),
        ("ab\n\ncd", 3, "ab\nF\ncd"),
        ("ab\n", 3, "ab\nF"),
    ],
)
def test_a_figure_stands_on_a_line_of_its_own(stage: Stage, figure: Figure, text: str, at: int, then: str) -> None:
    box = stage.pane.page.boxes["why"]
    box.edit.insertPlainText(text)
    caret = box.edit.textCursor()
    caret.setPosition(at)
    box.edit.setTextCursor(caret)
    box.place_figure(figure.src)
    assert box.edit.text == then.replace("F", f"![]({figure.src})")
    box.edit.undo()
    assert box.edit.text == text


def test_a_figure_is_taken_away_and_comes_back(stage: Stage, paper: Callable[[], Paper], figure: Figure) -> None:
    row = stage.pane.page.figures._rows[figure.src]
    stage.qtbot.mouseClick(row.away, Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: not stage.pane.page.figures._rows)
    assert paper().figures == ()
    stage.history.undo()
    stage.qtbot.waitUntil(lambda: len(stage.pane.page.figures._rows) == 1)


def test_small_pictures_keep_their_shape() -> None:
    image, size = pictures.small(png(), QSize(72, 44), 1.0)
    assert size == QSize(124, 68) and image is not None and (image.width(), image.height()) == (72, 39)
    image, size = pictures.small(SVG, QSize(72, 44), 2.0)
    assert size == QSize(40, 20) and image is not None and image.width() == 144
    assert pictures.small(b"nothing", QSize(72, 44), 1.0)[0] is None


def test_a_drawing_that_reaches_outside_is_not_drawn() -> None:
    reaching = SVG.replace(b"<rect", b'<image href="/dev/zero" width="9" height="9"/><rect')
    assert pictures.small(reaching, QSize(72, 44), 1.0)[0] is None


def test_every_button_of_the_strip_has_a_name(stage: Stage, figure: Figure) -> None:
    for one in stage.pane.page.figures.findChildren(QPushButton):
        assert one.objectName() and one.accessibleName()


def test_a_file_that_is_no_picture_is_refused_in_a_field(
    stage: Stage, paper: Callable[[], Paper], tmp_path: Path
) -> None:
    box = stage.pane.page.boxes["why"]
    before = box.edit.text
    mime = file_mime(tmp_path / "data.zip", tmp_path / "more.bin")
    mime.setText((tmp_path / "data.zip").as_uri())
    assert box.edit.canInsertFromMimeData(mime)
    box.edit.insertFromMimeData(mime)
    assert box.edit.text == before
    assert box.changed.words == ("“data.zip” and 1 more can't be put into a text: only a picture can, as a figure.")
    assert paper().figures == ()


def test_a_part_is_named_with_its_emoji_in_one_label(stage: Stage, paper: Callable[[], Paper]) -> None:
    box = stage.pane.page.boxes["why"]
    texts = [one.text() for one in box.findChildren(QLabel) if one.buddy() is box.edit]
    assert texts == ["❓ Why"]
    assert not [one for one in box.findChildren(QLabel) if one.text() == "❓"]
