"""One field: its text, its colours, its own undo."""

import random
import string
import time

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.desktop.paper.field import Field
from curator.desktop.paper.highlighter import FIGURE, GROUND
from curator.desktop.paper.resting import plain_tip
from curator.desktop.theme import Look

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(qtbot: QtBot, look: Look) -> Field:
    made = Field("whyEditor", "Why", "Why should this reader care?", 2, look.theme)
    qtbot.addWidget(made)
    made.resize(400, 60)
    made.undo_asked.connect(made.undo_here)
    made.redo_asked.connect(made.redo_here)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def compose(field: Field, letters: str, commit: str = "") -> None:
    event = QInputMethodEvent(letters, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


@pytest.mark.parametrize("text", ["a\u00a0b", "a\u2028b", "😀 [@a] 漢", "a\n\n\nb", "  a\tb ", "a\ufffcb"])
def test_a_text_that_is_shown_comes_back_as_it_was(field: Field, text: str) -> None:
    assert field.load(text) == text
    assert field.text == text


def heights(field: Field) -> set[float]:
    block, found = field.document().begin(), set()
    while block.isValid():
        assert block.blockFormat().lineHeightType() == QTextBlockFormat.LineHeightTypes.FixedHeight.value
        found.add(block.blockFormat().lineHeight())
        block = block.next()
    return found


def test_every_line_has_the_height_of_the_theme(field: Field, look: Look, qtbot: QtBot) -> None:
    line = {float(look.theme.field_line())}
    field.load("a\n\nb")
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText("\nc\n\nd")
    assert heights(field) == line
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text == "a\n\nb\nc\n\nd\n\n\n" and heights(field) == line
    qtbot.keyClick(field, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, "x")
    assert field.text == "x" and heights(field) == line
    while field.document().isUndoAvailable():
        field.undo()
    assert field.text == "a\n\nb" and heights(field) == line
    while field.document().isRedoAvailable():
        field.redo()
    assert field.text == "x" and heights(field) == line


def test_shift_return_ends_the_line_as_return_does(field: Field, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "a")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "b")
    assert field.text == "a\nb"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("- one", "- one\n- "),
        ("  * [x] one", "  * [x] one\n  * [ ] "),
        ("9. nine", "9. nine\n10. "),
        ("3)  three", "3)  three\n4)  "),
        ("- one\n- ", "- one\n"),
        ("- one\n1. ", "- one\n"),
        ("-one", "-one\n"),
        ("1.5 times", "1.5 times\n"),
        ("```\n- code", "```\n- code\n"),
        ("— a dash", "— a dash\n"),
    ],
)
def test_a_list_goes_on_at_return_as_one_step(field: Field, qtbot: QtBot, text: str, after: str) -> None:
    field.load(text)
    field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text == after
    assert len(heights(field)) == 1
    assert field.textCursor().atEnd()
    field.undo()
    assert field.text == text


def test_in_front_of_an_item_return_makes_an_empty_line(field: Field, qtbot: QtBot) -> None:
    field.load("- one")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text == "\n- one"


def test_an_item_is_parted_where_the_caret_is(field: Field, qtbot: QtBot) -> None:
    field.load("- one two")
    caret = field.textCursor()
    caret.setPosition(6)
    field.setTextCursor(caret)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text == "- one \n- two"


def test_a_field_grows_with_its_text(field: Field, look: Look, qtbot: QtBot) -> None:
    field.load("a")
    least = field.height()
    field.load("\n".join("abcdefgh"))
    qtbot.waitUntil(lambda: field.height() == least + 6 * look.theme.field_line())
    field.load("")
    qtbot.waitUntil(lambda: field.height() == least)


def test_loading_is_no_step_of_undo_and_no_typing(field: Field, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(field.typed):
        field.load("from the library")
    assert not field.document().isUndoAvailable()


def test_colouring_is_no_typing(field: Field, qtbot: QtBot) -> None:
    field.load("[@a]\n\n![](figures/0123456789abcdef.png)")
    with qtbot.assertNotEmitted(field.typed):
        field.set_known(lambda key: False, lambda key: "")
        field.highlighter.rehighlight()
        field.highlighter.keys_changed(frozenset("a"))
        field.moveCursor(QTextCursor.MoveOperation.End)
        field.moveCursor(QTextCursor.MoveOperation.Start)


def test_each_key_is_told_once(field: Field, qtbot: QtBot) -> None:
    told: list[str] = []
    field.typed.connect(told.append)
    qtbot.keyClicks(field, "**a")
    assert told == ["*", "**", "**a"]


def test_colours_lie_on_their_letters_behind_others_too(field: Field) -> None:
    field.load("😀😀 as [@kaplan2020scaling] says")
    text = field.text.encode("utf-16-le")
    grounds = [one for one in field.document().firstBlock().layout().formats() if one.format.intProperty(GROUND)]
    first, last = grounds[0], grounds[-1]
    assert text[2 * first.start : 2 * (last.start + last.length)].decode("utf-16-le") == "[@kaplan2020scaling]"


def test_the_caret_stays_with_its_words_when_a_text_comes_from_outside(field: Field) -> None:
    field.load("😀 one two three")
    caret = field.textCursor()
    caret.setPosition(len("😀 one two".encode("utf-16-le")) // 2)
    field.setTextCursor(caret)
    field.load("😀😀 and one two three")
    before = field.textCursor()
    before.movePosition(QTextCursor.MoveOperation.StartOfLine, QTextCursor.MoveMode.KeepAnchor)
    assert before.selectedText() == "😀😀 and one two"


def test_undo_takes_back_typing_in_parts_and_then_passes_on_with_what_it_took_back(field: Field, qtbot: QtBot) -> None:
    passed: list[str | None] = []
    field.passing.connect(lambda: passed.append(field.undone))
    field.load("begin ")
    field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(field, "one")
    field.part_steps()
    qtbot.keyClicks(field, "two")
    assert field.undo_here() and field.text == "begin one"
    assert field.undo_here() and field.text == "begin "
    assert field.redo_here() and field.redo_here() and field.text == "begin onetwo"
    assert field.undo_here() and field.undo_here()
    assert not field.undo_here()
    assert passed == ["begin onetwo"] and field.undone is None
    assert not field.redo_here()


def test_ctrl_z_and_ctrl_y_are_the_fields_own(field: Field, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert field.text == ""
    qtbot.keyClick(field, Qt.Key.Key_Y, CONTROL)
    assert field.text == "abc"
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert field.text == "abc"


def test_leaving_empties_the_fields_undo(field: Field, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "abc")
    with qtbot.waitSignal(field.left):
        field.clearFocus()
    assert not field.document().isUndoAvailable()


def test_nothing_is_undone_while_a_person_composes(field: Field, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "abc")
    compose(field, "kan")
    assert field.is_composing
    assert field.undo_here() and field.redo_here()
    assert field.text == "abc"
    with qtbot.waitSignal(field.composed):
        compose(field, "", "漢")
    assert field.text == "abc漢"


def test_what_is_being_composed_becomes_text_when_the_field_is_left(field: Field) -> None:
    compose(field, "kan")
    field.end_composing()
    assert field.text == "kan" and not field.is_composing


def test_pasting_takes_the_words_alone(field: Field) -> None:
    mime = QMimeData()
    mime.setHtml("<b>bold</b> <img src='/dev/zero'>")
    mime.setText("bold\u2029next\u00a0line")
    field.insertFromMimeData(mime)
    assert field.text == "bold\nnext\u00a0line"


def test_copying_gives_the_words_alone(field: Field) -> None:
    field.load("**a**\nb\u00a0c")
    field.selectAll()
    mime = field.createMimeDataFromSelection()
    assert mime.text() == "**a**\nb\u00a0c" and not mime.hasHtml()


def test_another_size_of_text_lays_the_lines_anew_and_closes_the_step(field: Field, look: Look, qtbot: QtBot) -> None:
    field.load("a\nb")
    qtbot.keyClicks(field, "x")
    look.set_writing(1.5)
    with qtbot.waitSignals([field.left, field.entered]):
        field.set_theme(look.theme)
    assert field.document().firstBlock().blockFormat().lineHeight() == look.theme.field_line()
    assert not field.document().isUndoAvailable()
    assert field.text == "xa\nb"


def test_a_figure_is_shown_by_name_until_the_caret_is_in_its_line(field: Field) -> None:
    src = "figures/0123456789abcdef.png"
    field.load(f"![]({src})\n\na")
    field.set_figures({src: "Three fits"})
    field.moveCursor(QTextCursor.MoveOperation.End)

    def shown() -> str:
        formats = field.document().firstBlock().layout().formats()
        return str(formats[0].format.stringProperty(FIGURE))

    assert shown() == src
    field.moveCursor(QTextCursor.MoveOperation.Start)
    assert shown() == ""
    assert field.document().firstBlock().layout().formats()[0].format.intProperty(GROUND)
    assert field.text.startswith(f"![]({src})")


def test_the_ground_of_a_citation_is_painted(field: Field, look: Look, qtbot: QtBot) -> None:
    def colours() -> set[str]:
        image = field.viewport().grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(60) for y in range(image.height())}

    field.load("[@kaplan2020scaling] says so")
    assert look.theme.chosen.name() in colours()
    field.load("kaplan2020scaling] says so")
    assert look.theme.chosen.name() not in colours()


def test_resting_on_a_citation_says_what_it_is(field: Field) -> None:
    field.set_known(lambda key: True, lambda key: f"all about {key} <b>")
    field.load("😀 as [@one; @two] says")
    caret = field.textCursor()

    def words(at: int) -> str:
        caret.setPosition(at)
        return field._words_at(field.cursorRect(caret).center())

    assert words(9) == "all about one <b>" and words(15) == "all about two <b>" and words(1) == ""
    assert not QtGui.Qt.mightBeRichText(plain_tip(words(9)))


FORMULAS = {
    "as $N^\\alpha$ says": (5, "N^α"),
    "😀 $\\frac{a}{b} \\leq c$": (8, "a/b ≤ c"),
    "at once $$\\sum_{i=1}^n x_i$$": (15, "∑ᵢ₌₁ⁿ xᵢ"),
    "where $E$ is": (8, ""),
    "costs $5 or 6 $": (8, ""),
    "$$\nx \\geq 1\n$$": (6, "x ≥ 1"),
}


@pytest.mark.parametrize("text", FORMULAS)
def test_resting_on_a_formula_says_how_it_reads(field: Field, text: str) -> None:
    at, words = FORMULAS[text]
    field.load(text)
    caret = field.textCursor()
    caret.setPosition(at)
    place = field.cursorRect(caret).center()
    assert field._words_at(place) == words
    assert field._words_at(QPoint(field.viewport().width() - 2, place.y())) == ""


def test_a_key_costs_little_in_a_long_text(field: Field) -> None:
    """No key touches the whole document: 20,000 words in 200 paragraphs."""
    words = random.Random(1)
    line = " ".join("".join(words.choices(string.ascii_lowercase, k=5)) for _ in range(100))
    field.load("\n\n".join(f"{line} **b** [@a]" for _ in range(200)))
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText("x")
    times = []
    for _ in range(30):
        before = time.perf_counter()
        field.insertPlainText("x")
        times.append(time.perf_counter() - before)
    assert sorted(times)[15] < 0.05
