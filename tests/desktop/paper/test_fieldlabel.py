"""The label over a field."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from curator.desktop.paper.fieldlabel import FieldLabel
from curator.desktop.theme import Look


def ink(label: QLabel) -> tuple[int, int]:
    """How high the emoji at the beginning is painted, and how high the words behind it; in pixels."""
    image = QImage(label.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    label.render(image, QPoint(), renderFlags=QLabel.RenderFlag.DrawChildren)
    columns = [
        [y for y in range(image.height()) if image.pixel(x, y) != 0xFFFFFFFF]
        for x in range(QRect(image.rect()).right() + 1)
    ]
    gap = next(x for x, ys in enumerate(columns) if not ys and any(columns[:x]))
    heights = []
    for part in (columns[:gap], columns[gap:]):
        ys = [y for column in part for y in column]
        heights.append(max(ys) - min(ys) + 1)
    return heights[0], heights[1]


def test_the_emoji_is_a_quarter_larger_than_the_words_and_both_are_one_name(look: Look, qtbot: QtBot) -> None:
    field = QLineEdit()
    label = FieldLabel(look, "❓", "Why", field)
    plain = QLabel("❓ Why")
    plain.setFont(look.theme.font(1.0, 600))
    for one in (field, label, plain):
        qtbot.addWidget(one)
    for one in (label, plain):
        one.resize(one.sizeHint())
    (larger, words), (emoji, same) = ink(label), ink(plain)
    assert words == same
    assert 1.13 < larger / emoji < 1.37
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "❓ Why"
