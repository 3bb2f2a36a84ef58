"""Tags, sections, papers by hand: asked for in a card or a form, done in one step."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from curator.desktop.chooser import Chooser, section_rows, tag_rows
from curator.desktop.inbox.asking import names_in
from curator.desktop.outline.dialogs import Form
from curator.domain.issues import Kind, NewEntry
from curator.library.library import Edit
from tests.desktop.inbox.conftest import Stage


def chooser(stage: Stage, action: str, name: str) -> Chooser:
    stage.actions[action].trigger()
    stage.settle()
    found = stage.window.findChild(Chooser, name)
    assert found is not None and found.isVisible()
    return found


def field(stage: Stage, name: str) -> QLineEdit:
    found = stage.window.findChild(QLineEdit, name)
    assert found is not None
    return found


def test_a_new_tag_is_given_to_all_that_are_chosen(stage: Stage) -> None:
    stage.choose("Kubric", "Pathways")
    chooser(stage, "tag", "tagChooser")
    QTest.keyClicks(field(stage, "tagChooserField"), "scaling")
    QTest.keyClick(field(stage, "tagChooserField"), Qt.Key.Key_Return)
    stage.settle()
    assert [stage.paper(stage.id(title)).tags for title in ("Kubric", "Pathways", "Chinchilla")] == [
        ("scaling",),
        ("scaling",),
        (),
    ]
    assert stage.history.undo_label == "Tag 2 papers"
    assert stage.pane.view.hasFocus()
    row = stage.pane.model.row(1)
    assert row is not None and row.tags == ("scaling",)


def test_a_tag_that_all_have_is_taken_away(stage: Stage) -> None:
    kubric, pathways = stage.id("Kubric"), stage.id("Pathways")
    stage.edit(lambda edit: edit.papers.tag([kubric, pathways], "scaling"))
    stage.edit(lambda edit: edit.papers.tag([kubric], "data"))
    stage.choose("Kubric", "Pathways")
    rows = chooser(stage, "tag", "tagChooser").rows()
    assert [(row.text, row.icon) for row in rows] == [("scaling", "check"), ("data", "tag")]
    QTest.keyClick(field(stage, "tagChooserField"), Qt.Key.Key_Return)
    stage.settle()
    assert stage.paper(kubric).tags == ("data",)
    assert stage.paper(pathways).tags == ()


def test_escape_tags_nothing(stage: Stage) -> None:
    stage.choose("Kubric")
    card = chooser(stage, "tag", "tagChooser")
    QTest.keyClicks(field(stage, "tagChooserField"), "scaling")
    QTest.keyClick(field(stage, "tagChooserField"), Qt.Key.Key_Escape)
    stage.settle()
    assert not card.isVisible()
    assert not stage.library.ahead().undo


def make_issues(edit: Edit) -> None:
    first = edit.issues.new("Trends", edition="March 2022", date="2022-03-01")
    edit.issues.add_section(first, "Papers")
    second = edit.issues.new("Trends", edition="April 2022", date="2022-04-01")
    edit.issues.add_section(second, "News")
    edit.issues.add(edit.issues.add_section(second, "Research"), [NewEntry(Kind.PAPER, 1)])
    edit.issues.new("Empty", edition="May 2022", date="2022-05-01")


def test_papers_go_to_the_end_of_a_section(stage: Stage) -> None:
    stage.edit(make_issues)
    stage.pane.issue = lambda: 2
    stage.choose("Kubric", "Pathways")
    card = chooser(stage, "add-to-issue", "sectionChooser")
    assert [row.text for row in card.rows()][:3] == ["April 2022", "News", "Research"]
    QTest.keyClick(field(stage, "sectionChooserField"), Qt.Key.Key_Return)
    stage.settle()
    with stage.library.read() as reading:
        section = reading.issues.get(2).sections[1]
        assert [entry.paper for entry in section.entries] == [1, stage.id("Kubric"), stage.id("Pathways")]
    assert stage.history.undo_label == "Put 2 papers into Research"
    row = stage.pane.model.row(1)
    assert row is not None and row.places[0].number == 2


def test_an_issue_without_sections_takes_papers_too(stage: Stage) -> None:
    stage.edit(make_issues)
    stage.choose("Kubric")
    chooser(stage, "add-to-issue", "sectionChooser")
    QTest.keyClicks(field(stage, "sectionChooserField"), "may")
    QTest.keyClick(field(stage, "sectionChooserField"), Qt.Key.Key_Return)
    stage.settle()
    with stage.library.read() as reading:
        assert [entry.paper for entry in reading.issues.get(3).sections[0].entries] == [stage.id("Kubric")]


def test_what_is_typed_narrows_and_marks() -> None:
    done: list[tuple[object, ...]] = []
    rows = tag_rows([("data", 2), ("meta data", 1), ("vision", 3)], frozenset(), "data", lambda *one: done.append(one))
    assert [(row.text, row.marks) for row in rows] == [("data", ((0, 4),)), ("meta data", ((5, 9),))]
    issues = [(1, "April", [(5, "News", 0), (6, "Research", 2)])]
    found = section_rows(issues, "res", lambda *one: done.append(one))
    assert [(row.text, row.heading) for row in found] == [("April", True), ("Research", False)]
    assert found[1].run is not None
    found[1].run()
    assert done == [(1, 6, "Research")]


def button(stage: Stage, name: str) -> QPushButton:
    found = stage.window.findChild(QPushButton, name)
    assert found is not None
    return found


def test_a_paper_is_made_by_hand(stage: Stage) -> None:
    stage.actions["new-paper"].trigger()
    field(stage, "paperForm-title").setText("A talk that nobody wrote down")
    field(stage, "paperForm-authors").setText("Ada Lovelace and Alan Turing")
    field(stage, "paperForm-published").setText("2022-13-01")
    button(stage, "paperFormAccept").click()
    assert len(stage.titles()) == 6
    field(stage, "paperForm-published").setText("2022-03-30")
    button(stage, "paperFormAccept").click()
    stage.settle()
    assert stage.titles()[0] == "A talk that nobody wrote down"
    assert stage.chosen_titles() == ["A talk that nobody wrote down"]
    assert stage.paper(stage.id("A talk that nobody wrote down")).authors == ("Ada Lovelace", "Alan Turing")


def test_what_cannot_be_made_is_said_in_the_form(stage: Stage) -> None:
    stage.actions["new-paper"].trigger()
    button(stage, "paperFormAccept").click()
    stage.settle()
    notice = stage.window.findChild(QWidget, "paperFormNotice")
    assert notice is not None and notice.isVisible()


def test_what_is_pasted_into_the_form_is_added(stage: Stage) -> None:
    stage.actions["add-papers"].trigger()
    text = stage.window.findChild(QPlainTextEdit, "addForm-what")
    assert text is not None
    text.setPlainText("2204.00001\n2204.00002")
    button(stage, "addFormAccept").click()
    stage.settle()
    assert stage.said == ["2 added"]
    assert len(stage.titles()) == 8


def given_again(stage: Stage) -> QPlainTextEdit:
    """The text of the form that is open."""
    found = [one for one in stage.window.findChildren(QPlainTextEdit, "addForm-what") if one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_text_that_could_not_be_added_is_brought_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("curator.jobs.add.add", full)
        stage.actions["add-papers"].trigger()
        given_again(stage).setPlainText("2204.00001\n2204.00002")
        button(stage, "addFormAccept").click()
        stage.settle()
    assert stage.pane.notice.words.startswith("The system says: No space left")
    stage.pane.notice.buttons[0].click()
    text = given_again(stage)
    assert text.toPlainText() == "2204.00001\n2204.00002"
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert text.isVisible()  # asks before it throws that away
    form = stage.window.findChildren(Form, "addForm")[-1]
    form.keep_writing()
    form.findChild(QPushButton, "addFormAccept").click()  # type: ignore[union-attr]
    stage.settle()
    assert stage.said == ["2 added"]
    assert not stage.pane.notice.isVisible() and not stage.pane.arrivals.has_lost
    stage.actions["add-papers"].trigger()
    assert given_again(stage).toPlainText() == ""


def test_a_text_whose_adding_was_stopped_waits_in_the_form(stage: Stage) -> None:
    stage.actions["add-papers"].trigger()
    given_again(stage).setPlainText("2204.00001")
    button(stage, "addFormAccept").click()
    next(task for task in stage.tasks.running if task.name == "Add papers").cancel()
    stage.settle()
    stage.actions["add-papers"].trigger()
    assert given_again(stage).toPlainText() == "2204.00001"


def test_a_paragraph_that_names_nothing_stays_in_its_form(stage: Stage) -> None:
    stage.actions["add-papers"].trigger()
    text = stage.window.findChild(QPlainTextEdit, "addForm-what")
    notice = stage.window.findChild(QWidget, "addFormNotice")
    assert text is not None and notice is not None
    text.setPlainText("That one about scaling which everybody speaks of")
    button(stage, "addFormAccept").click()
    stage.settle()
    assert text.isVisible() and text.toPlainText().startswith("That one") and notice.isVisible()
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert text.isVisible()
    button(stage, "addFormNoticeChoice2").click()
    stage.settle()
    assert stage.said == []


def test_files_are_chosen_beside_what_is_typed(stage: Stage, tmp_path: Path) -> None:
    stage.actions["add-papers"].trigger()
    form = stage.window.findChild(Form, "addForm")
    text = stage.window.findChild(QPlainTextEdit, "addForm-what")
    assert form is not None and text is not None
    text.setPlainText("2204.00001")
    button(stage, "addFiles").click()
    dialog = stage.window.findChild(QFileDialog, "addFilesDialog")
    assert dialog is not None
    (tmp_path / "two.txt").write_text("2204.00002")
    dialog.filesSelected.emit([str(tmp_path / "two.txt")])
    dialog.reject()
    stage.settle()
    assert form.is_open and text.toPlainText() == "2204.00001"
    button(stage, "addFormAccept").click()
    stage.settle()
    assert not form.is_open
    assert len(stage.titles()) == 8


def test_names_are_parted_by_semicolons_or_read_as_a_byline() -> None:
    assert names_in("Lovelace, Ada; Turing, Alan") == ("Lovelace, Ada", "Turing, Alan")
    assert names_in("Ada Lovelace, Alan Turing, and Grace Hopper") == ("Ada Lovelace", "Alan Turing", "Grace Hopper")
    assert names_in("By Ada Lovelace.") == ("Ada Lovelace",)
    assert names_in("Ada Lovelace") == ("Ada Lovelace",)
    assert names_in(" ") == ()


def test_an_issue_without_sections_is_called_by_its_name() -> None:
    told: list[tuple[object, ...]] = []
    rows = section_rows([(3, "April 2022", [(None, "At the end", 0)])], "", lambda *where: told.append(where))
    run = rows[1].run
    assert run is not None and rows[1].text == "At the end"
    run()
    assert told == [(3, None, "April 2022")]
