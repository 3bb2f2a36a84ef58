"""`[@` offers works, and nothing is put in but what is chosen."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from curator.desktop.paper.box import FieldBox
from curator.desktop.paper.completion import CompletionList, asked
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Record
from curator.library.merging import prepare
from tests.desktop.paper.conftest import Stage


@pytest.fixture
def why(stage: Stage) -> FieldBox:
    stage.pane.show_paper(stage.chinchilla)
    box = stage.pane.page.boxes["why"]
    box.edit.setFocus()
    stage.qtbot.waitUntil(box.edit.hasFocus)
    return box


def opened(stage: Stage, why: FieldBox, keys: str) -> CompletionList:
    stage.qtbot.keyClicks(why.edit, keys)
    stage.qtbot.waitUntil(lambda: why.citing.is_open and not stage.tasks.running)
    found = stage.window.findChild(CompletionList)
    assert isinstance(found, CompletionList)
    return found


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("[@", ""),
        ("as [@kap", "kap"),
        ("[@scaling laws", "scaling laws"),
        ("[@a2020b; @kap", "kap"),
        ("[@kap]", None),
        ("kap", None),
        ("a@b.c", None),
        ("\\[@kap", None),
        ("[@ kap", None),
        ("[@" + "x" * 81, None),
    ],
)
def test_what_is_looked_for(before: str, words: str | None) -> None:
    assert asked(before) == words


@pytest.mark.parametrize("typed", ["kap", "scaling laws", "kaplan", "2001.08361", "KAPLAN", "henighan"])
def test_a_work_is_found_by_title_author_id_and_key(stage: Stage, why: FieldBox, typed: str) -> None:
    shown = opened(stage, why, f"[@{typed}")
    assert [work.key for work in shown.model.found][:1] == ["kaplan2020scaling"]


def test_the_bracket_alone_offers_what_the_issue_cites_and_then_the_newest(stage: Stage, why: FieldBox) -> None:
    with stage.library.edit("Make an issue") as edit:
        records = [Record(f"New {n}", ("Ada Author",), published=date(2023, 1, n)) for n in range(1, 10)]
        edit.merging.put_in([prepare(one) for one in records])
        issue = edit.issues.new("Trends", "April 2022")
        section = edit.issues.add_section(issue, "Research", text="After [@kaplan2020scaling].")
        edit.issues.add(section, [NewEntry(Kind.PAPER, stage.chinchilla)])
    stage.settle()
    shown = opened(stage, why, "[@")
    titles = [work.title for work in shown.model.found]
    assert titles == ["Scaling Laws for Neural Language Models", *(f"New {n}" for n in range(9, 2, -1))]
    assert shown.model.found[0].key == "kaplan2020scaling" and shown.model.found[0].names[0] == "Kaplan"
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Return)
    assert why.edit.text == "[@kaplan2020scaling]"


def test_a_work_says_where_the_issue_cites_it_already(stage: Stage, why: FieldBox) -> None:
    with stage.library.edit("Make an issue") as edit:
        records = [Record(f"Scaling {n}", ("Ada Author",), published=date(2023, 1, n)) for n in (1, 2)]
        first, _ = edit.merging.put_in([prepare(one) for one in records])
        issue = edit.issues.new("Trends", "April 2022", lead="As in [@author2023scalingb].")
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, one) for one in (stage.chinchilla, first.paper)])
        edit.writeups.save(first.paper, "insights", "After [@kaplan2020scaling].", None)
    stage.settle()
    shown = opened(stage, why, "[@scaling")
    said = {work.key: shown.model.cited.get(work.key) for work in shown.model.found}
    assert said == {
        "kaplan2020scaling": "cited in № 2",
        "author2023scaling": None,
        "author2023scalingb": "cited in this issue",
    }
    row = next(at for at, work in enumerate(shown.model.found) if work.key == "kaplan2020scaling")
    words = shown.model.data(shown.model.index(row), Qt.ItemDataRole.AccessibleTextRole)
    assert str(words).startswith("kaplan2020scaling, cited in № 2, Scaling Laws")
    shown.grab()


def test_return_puts_the_key_in_and_closes_the_bracket(stage: Stage, why: FieldBox) -> None:
    opened(stage, why, "Early [@kap")
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Return)
    stage.qtbot.keyClicks(why.edit, ".")
    assert why.edit.text == "Early [@kaplan2020scaling]."
    assert not why.citing.is_open


def test_a_bracket_that_is_closed_is_not_closed_again(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "[@ka]")
    why.edit.moveCursor(why.edit.textCursor().MoveOperation.Left)
    opened(stage, why, "p")
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Tab)
    assert why.edit.text == "[@kaplan2020scaling]"
    assert why.edit.hasFocus()


def test_a_second_key_goes_into_the_same_citation(stage: Stage, why: FieldBox) -> None:
    why.edit.insertPlainText("😀 ")
    opened(stage, why, "[@kaplan2020scaling; @hoff")
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Return)
    assert why.edit.text == "😀 [@kaplan2020scaling; @hoffmann2022training]"


def test_escape_closes_the_list_until_the_next_citation(stage: Stage, why: FieldBox) -> None:
    opened(stage, why, "[@kap")
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Escape)
    stage.qtbot.keyClicks(why.edit, "la")
    stage.settle()
    assert not why.citing.is_open and why.edit.text == "[@kapla"
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Return)
    assert why.edit.text == "[@kapla\n"
    opened(stage, why, "[@kap")


def test_nothing_is_typed_for_the_editor(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "[\"'(*_`$")
    assert why.edit.text == "[\"'(*_`$"


def test_arrows_go_through_the_list_and_not_through_the_text(stage: Stage, why: FieldBox) -> None:
    shown = opened(stage, why, "[@language models")
    assert shown.model.rowCount() == 2
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Down)
    assert shown.view.currentIndex().row() == 1
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Down)
    assert shown.view.currentIndex().row() == 0
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Up)
    chosen = shown.model.found[1].key
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Return)
    assert why.edit.text == f"[@{chosen}]"


def test_the_list_is_a_child_of_the_window_and_lies_within_it(stage: Stage, why: FieldBox) -> None:
    shown = opened(stage, why, "[@kap")
    assert shown.parentWidget() is stage.window and not shown.isWindow()
    assert stage.window.rect().contains(shown.geometry())
    assert why.edit.hasFocus()


def test_a_click_chooses(stage: Stage, why: FieldBox) -> None:
    shown = opened(stage, why, "[@kap")
    row = shown.view.visualRect(shown.model.index(0))
    stage.qtbot.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert why.edit.text == "[@kaplan2020scaling]" and why.edit.hasFocus()


def test_leaving_the_field_closes_the_list(stage: Stage, why: FieldBox) -> None:
    opened(stage, why, "[@kap")
    stage.pane.page.boxes["insights"].edit.setFocus()
    assert not why.citing.is_open


def test_what_is_chosen_is_one_step_of_undo(stage: Stage, why: FieldBox) -> None:
    opened(stage, why, "[@kap")
    why.edit.part_steps()
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Return)
    why.edit.undo_here()
    assert why.edit.text == "[@kap"


def test_a_row_says_what_it_is(stage: Stage, why: FieldBox) -> None:
    shown = opened(stage, why, "[@kap")
    said = shown.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("kaplan2020scaling, Scaling Laws") and "+1" in said
    assert isinstance(shown.view, QWidget) and shown.view.accessibleName()


def test_a_known_key_says_which_work_it_is(stage: Stage, why: FieldBox) -> None:
    known = stage.pane.page.known
    stage.qtbot.keyClicks(why.edit, "[@kaplan2020scaling] [@kaplan2000]")
    stage.qtbot.waitUntil(lambda: bool(why.wrong.words))
    assert known.words("kaplan2020scaling") == (
        "Scaling Laws for Neural Language Models\nJared Kaplan, Sam McCandlish, Tom Henighan +1 · 2020 · arXiv 2001.08361"
    )
    assert known.words("kaplan2000") == "No work of this library has this key."


def test_an_unknown_key_is_said_and_can_be_corrected(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "As [@kaplan2000] and [@hoffmann2022training; @kaplan2000] say")
    stage.qtbot.waitUntil(lambda: why.wrong.words == "No work has the key kaplan2000.")
    choice = why.wrong.findChildren(type(why.other._keep_yours))[0]
    assert choice.text() == "kaplan2020scaling?"
    stage.qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert why.edit.text == "As [@kaplan2020scaling] and [@hoffmann2022training; @kaplan2020scaling] say"
    stage.qtbot.waitUntil(lambda: why.wrong.words == "")


def test_a_key_becomes_known_when_its_work_comes(stage: Stage, why: FieldBox) -> None:
    stage.qtbot.keyClicks(why.edit, "[@nobody2021nothing]")
    stage.qtbot.waitUntil(lambda: bool(why.wrong.words))
    with stage.library.edit("New paper") as edit:
        edit.papers.new("Nothing at all", ["Ann Nobody"], date(2021, 5, 1))
    stage.qtbot.waitUntil(lambda: why.wrong.words == "")


def test_a_citation_that_is_taken_back_is_not_offered_again(stage: Stage, why: FieldBox) -> None:
    opened(stage, why, "[@kap")
    stage.qtbot.keyClick(why.edit, Qt.Key.Key_Return)
    assert why.edit.text == "[@kaplan2020scaling]"
    assert why.edit.undo_here()
    stage.qtbot.waitUntil(lambda: not stage.tasks.running)
    assert why.edit.text.startswith("[@") and "kaplan2020" not in why.edit.text
    assert not why.citing.is_open
    assert why.edit.redo_here()
    stage.qtbot.waitUntil(lambda: not stage.tasks.running)
    assert why.edit.text == "[@kaplan2020scaling]" and not why.citing.is_open
    assert why.edit.undo_here()
    stage.qtbot.keyClicks(why.edit, "l")
    stage.qtbot.waitUntil(lambda: why.citing.is_open)
