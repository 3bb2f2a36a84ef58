"""The outline without a mouse: moving, removing, renaming, cutting and pasting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from curator.desktop.chooser import Chooser
from curator.domain.issues import Kind, NewEntry
from tests.desktop.outline.conftest import Stage, titles

NEWS, RESEARCH, TOOLS = "📰 News", "🔬 Research", "Tools"
MENTION = "A work that is mentioned"
ALL = ["Tensor Programs V", "Visual Prompt Tuning", "Pathways", MENTION, "STaR", "Kubric"]


def press(stage: Stage, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(stage.view, key, keys)
    stage.settle()


def menu(stage: Stage, name: str) -> QMenu:
    found = stage.pane.findChild(QMenu, name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("chosen", "name", "expected"),
    [
        (["Visual"], "move-up", {RESEARCH: [ALL[1], ALL[0], *ALL[2:]]}),
        (["Visual"], "move-down", {RESEARCH: [ALL[0], ALL[2], ALL[1], *ALL[3:]]}),
        (["Tensor", "Pathways"], "move-down", {RESEARCH: [ALL[1], ALL[3], ALL[0], ALL[2], *ALL[4:]]}),
        (["Tensor"], "move-up", {NEWS: ["An accelerator", "Open weights", ALL[0]], RESEARCH: ALL[1:]}),
        (["Kubric"], "move-down", {RESEARCH: ALL[:5], TOOLS: ["Kubric"]}),
        (["An accelerator"], "move-up", {"": ["Welcome back.", "An accelerator"], NEWS: ["Open weights"]}),
    ],
)
def test_an_entry_moves_by_keys_also_into_the_section_beside(
    stage: Stage, chosen: list[str], name: str, expected: dict[str, list[str]]
) -> None:
    before = stage.order()
    stage.choose(*chosen)
    stage.do(name)
    assert stage.order() == before | expected
    assert stage.seen() == stage.order()
    assert [title[:5] for title in titles(stage.view.chosen_rows())] == [title[:5] for title in chosen]
    stage.undo()
    assert stage.order() == before


def test_keys_that_come_faster_than_the_view_count_each(stage: Stage) -> None:
    stage.choose("Tensor")
    for _ in range(3):
        stage.actions["move-down"].trigger()
    stage.settle()
    assert stage.order()[RESEARCH] == [*ALL[1:4], ALL[0], *ALL[4:]]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (["Visual"], "Pathways"),
        (["Kubric"], "STaR"),
        (["Tensor", "Pathways"], MENTION),
        (["An accelerator", "Open weights"], "We chose"),
    ],
)
def test_what_is_removed_leaves_the_choice_to_its_neighbour(stage: Stage, chosen: list[str], left: str) -> None:
    stage.choose(*chosen)
    stage.do("remove-entry")
    assert [row.title for row in stage.view.chosen_rows()] == [stage.row(left).title]
    current = stage.view.current_row()
    assert current is not None and current.key == stage.row(left).key


def test_alt_and_an_arrow_are_the_keys(stage: Stage) -> None:
    stage.choose("Tensor")
    press(stage, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert stage.order()[RESEARCH] == [ALL[1], ALL[0], *ALL[2:]]
    press(stage, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert stage.order()[RESEARCH] == ALL
    press(stage, Qt.Key.Key_Delete)
    assert stage.order()[RESEARCH] == ALL[1:]


def test_at_the_end_nothing_moves_and_that_is_said(stage: Stage) -> None:
    stage.choose("Welcome")
    stage.do("move-up")
    assert stage.said == ["It is at the top already"]
    assert stage.steps == []


def test_a_section_moves_by_keys(stage: Stage) -> None:
    stage.choose("News")
    stage.do("move-down")
    assert list(stage.order()) == ["", RESEARCH, NEWS, TOOLS]
    stage.do("move-down")
    stage.do("move-down")
    assert list(stage.order()) == ["", RESEARCH, TOOLS, NEWS]
    stage.do("move-up")
    assert list(stage.order()) == ["", RESEARCH, NEWS, TOOLS]


def test_a_list_moves_entries_to_the_end_of_a_section(stage: Stage) -> None:
    stage.choose("Tensor", "STaR")
    stage.actions["move-to-section"].trigger()
    found = stage.window.findChild(Chooser, "moveChooser")
    assert found is not None
    assert found.accessibleName() == "Move 2 entries to"
    choices = [row for row in found.rows() if not row.heading]
    assert [f"{row.emoji} {row.text}".strip() for row in choices] == ["Before the first section", NEWS, RESEARCH, TOOLS]
    assert choices[1].run is not None
    choices[1].run()
    stage.settle()
    assert stage.order()[NEWS] == ["An accelerator", "Open weights", ALL[0], ALL[4]]


def test_delete_removes_and_undo_brings_it_back_in_its_place(stage: Stage) -> None:
    before = stage.order()
    stage.choose("Visual", "An accelerator")
    stage.do("remove-entry")
    assert stage.order() == before | {NEWS: ["Open weights"], RESEARCH: [ALL[0], *ALL[2:]]}
    assert stage.steps == ["Remove 2 entries from the issue"]
    stage.undo()
    assert stage.order() == before
    assert stage.seen() == before


def test_a_section_goes_with_what_stands_in_it_and_comes_back_with_it(stage: Stage) -> None:
    before = stage.order()
    stage.choose("Research", "Tensor")
    stage.do("remove-entry")
    assert list(stage.order()) == ["", NEWS, TOOLS]
    stage.undo()
    assert stage.order() == before
    assert stage.seen() == before


def test_lead_and_words_of_a_section_can_be_removed(stage: Stage) -> None:
    stage.choose("Lead", "We chose")
    stage.do("remove-entry")
    issue = stage.read()
    assert (issue.lead, issue.sections[2].text) == (None, None)
    stage.undo()
    issue = stage.read()
    assert issue.lead is not None and issue.sections[2].text is not None


def test_a_section_is_renamed_in_its_place(stage: Stage) -> None:
    stage.choose("News")
    stage.actions["edit-entry"].trigger()
    editor = stage.view.findChild(QLineEdit, "sectionName")
    assert editor is not None and editor.text() == NEWS
    editor.selectAll()
    QTest.keyClicks(editor, "Links")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: bool(stage.steps))  # Qt commits behind the key
    stage.settle()
    assert list(stage.order()) == ["", "Links", RESEARCH, TOOLS]
    stage.undo()
    assert list(stage.order()) == ["", NEWS, RESEARCH, TOOLS]


@pytest.mark.parametrize(("typed", "end"), [("Links", Qt.Key.Key_Escape), ("", Qt.Key.Key_Return)])
def test_a_name_that_is_given_up_or_empty_stays(stage: Stage, typed: str, end: Qt.Key) -> None:
    stage.choose("News")
    stage.actions["edit-entry"].trigger()
    editor = stage.view.findChild(QLineEdit, "sectionName")
    assert editor is not None
    editor.clear()
    QTest.keyClicks(editor, typed)
    QTest.keyClick(editor, end)
    stage.qtbot.waitUntil(lambda: stage.view.findChild(QLineEdit, "sectionName") is None)
    stage.settle()
    assert list(stage.order()) == ["", NEWS, RESEARCH, TOOLS]
    assert stage.steps == []


def test_enter_writes_a_paper_and_folds_a_section(stage: Stage, qtbot: QtBot) -> None:
    stage.choose("STaR")
    with qtbot.waitSignal(stage.pane.write) as asked:
        press(stage, Qt.Key.Key_Return)
    assert asked.args == [stage.papers["STaR"], "why"]
    stage.choose("News")
    press(stage, Qt.Key.Key_Return)
    assert not stage.view.isExpanded(stage.pane.model.index_of(stage.row("News").key))


def test_cut_entries_move_where_they_are_pasted(stage: Stage) -> None:
    stage.choose("Visual", "Kubric")
    press(stage, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert stage.order()[RESEARCH] == ALL
    stage.choose("An accelerator")
    press(stage, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stage.order()[NEWS] == ["An accelerator", ALL[1], ALL[5], "Open weights"]
    assert stage.steps == ["Move 2 entries"]
    stage.undo()
    assert stage.order()[RESEARCH] == ALL


def test_copied_entries_come_twice_and_papers_move(stage: Stage) -> None:
    stage.choose("An accelerator", "Tensor")
    press(stage, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert "An accelerator\nhttps://example.org/news/1" in text and "Tensor Programs V" in text
    stage.choose("Tools")
    press(stage, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stage.order()[TOOLS] == ["An accelerator", "Tensor Programs V"]
    assert stage.order()[NEWS] == ["An accelerator", "Open weights"]
    assert stage.order()[RESEARCH] == ALL[1:]


def test_cut_entries_go_into_another_issue(stage: Stage) -> None:
    with stage.library.edit("Make an issue") as edit:
        other = edit.issues.new("Trends in AI", "May 2022")
        edit.issues.add_section(other, "Research")
    stage.choose("Visual")
    press(stage, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    first = stage.issue
    stage.pane.show_issue(other)
    stage.settle()
    stage.view.setFocus()
    press(stage, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    stage.issue = other
    assert stage.order()["Research"] == ["Visual Prompt Tuning"]
    stage.issue = first
    assert "Visual Prompt Tuning" not in stage.order()[RESEARCH]


def test_a_pasted_address_becomes_a_link_behind_what_is_chosen(stage: Stage) -> None:
    QGuiApplication.clipboard().setText("https://example.org/new")
    stage.choose("An accelerator")
    press(stage, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stage.order()[NEWS] == ["An accelerator", "https://example.org/new", "Open weights"]


def test_every_row_is_said_with_its_title_first(stage: Stage) -> None:
    interface = QAccessible.queryAccessibleInterface(stage.view)
    assert interface is not None and interface.text(QAccessible.Text.Name) == "Outline"
    model, sheet = stage.pane.model, stage.pane.sheet
    assert sheet is not None
    said = [model.data(model.index_of(row.key), Qt.ItemDataRole.AccessibleTextRole) for row in sheet.rows()]
    assert said == [
        "Lead, lead of the issue, 4 words",
        "Welcome back., text, 2 words",
        "News, section, 2 links",
        "An accelerator, link, 6 words",
        "Open weights, link, 2 words",
        "Research, section, 5 papers, “Kubric” has no Why. Say why a reader should care, or take the paper out.",
        "We chose five papers., words of the section, 4 words",
        "Tensor Programs V, paper 1, 9 words, ready",
        "Visual Prompt Tuning, paper 2, 9 words, ready",
        "Pathways, paper 3, 9 words, ready",
        "A work that is mentioned, mention, 5 words",
        "STaR, paper 4, 9 words, drafting",
        "Kubric, paper 5, 0 words, no words yet, "
        "“Kubric” has no Why. Say why a reader should care, or take the paper out.",
        "Tools, section, empty",
        "Drop papers or links here, empty section",
    ]


@pytest.mark.parametrize(
    ("cut", "behind", "order"),
    [
        (["Tensor", "Visual"], MENTION, [ALL[2], ALL[3], ALL[0], ALL[1], ALL[4], ALL[5]]),
        (["Kubric"], "Tensor", [ALL[0], ALL[5], *ALL[1:5]]),
        (["Tensor", "STaR"], "STaR", [ALL[1], ALL[2], ALL[3], ALL[0], ALL[4], ALL[5]]),
    ],
)
def test_cut_entries_are_pasted_behind_what_is_chosen_also_within_their_section(
    stage: Stage, cut: list[str], behind: str, order: list[str]
) -> None:
    stage.choose(*cut)
    press(stage, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    stage.choose(behind)
    press(stage, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stage.order()[RESEARCH] == order


def test_enter_after_a_rename_leaves_the_section_open(stage: Stage) -> None:
    stage.choose("Research")
    index = stage.pane.model.index_of(stage.row("Research").key)
    assert stage.view.isExpanded(index)
    stage.do("edit-entry")
    line = stage.view.findChild(QLineEdit)
    assert line is not None
    line.setText("Reading")
    QTest.keyClick(line, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: any(part.title.endswith("Reading") for part in stage.read().sections))
    stage.settle()
    assert stage.view.isExpanded(stage.pane.model.index_of(stage.row("Reading").key))


def test_a_long_outline_follows_what_is_moved(stage: Stage) -> None:
    stage.window.resize(348, 400)
    section = next(part.id for part in stage.read().sections if part.title.endswith("Research"))
    with stage.library.edit("Add texts") as edit:
        edit.issues.add(section, [NewEntry(Kind.TEXT, text=f"Text {number:02}") for number in range(40)])
    stage.settle()
    stage.choose("Tensor Programs V")
    port = stage.view.viewport().rect()
    for _ in range(25):
        stage.do("move-down")
        assert port.contains(stage.at("Tensor Programs V"))
        assert stage.view.hasFocus()
    tools = next(part.id for part in stage.read().sections if part.title == "Tools")
    stage.pane._deeds.to_section(stage.view.chosen_rows(), tools)
    stage.settle()
    assert port.contains(stage.at("Tensor Programs V"))
    assert [row.title for row in stage.view.chosen_rows()] == ["Tensor Programs V"]


def test_the_section_to_move_to_is_found_by_a_few_letters(stage: Stage) -> None:
    stage.choose("STaR")
    stage.actions["move-to-section"].trigger()
    field = stage.window.findChild(QLineEdit, "moveChooserField")
    assert field is not None and field.hasFocus()
    QTest.keyClicks(field, "too")
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert stage.order()["Tools"] == ["STaR"]
    assert stage.view.hasFocus()
