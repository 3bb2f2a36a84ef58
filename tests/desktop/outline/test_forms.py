"""The forms of an issue and of what stands in it: they open, make one step, and keep what was typed where it failed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from curator.desktop.outline.dialogs import Form
from curator.desktop.outline.issueform import CoverBox, IssueForm
from curator.desktop.outline.workline import WorkCompleter
from curator.domain.issues import IssueStatus, Kind
from curator.domain.papers import Status
from curator.library.library import Library
from tests.desktop.outline.conftest import Open, Stage

NEWS, RESEARCH, TOOLS = "📰 News", "🔬 Research", "Tools"


def opened(stage: Stage, run: Callable[[], object]) -> Form:
    run()
    forms = [form for form in stage.window.findChildren(Form) if form.isVisible()]
    assert len(forms) == 1
    return forms[0]


def fill(form: Form, **values: str) -> None:
    for name, value in values.items():
        field = form.findChild(QWidget, f"{form.objectName()}-{name}")
        if isinstance(field, QPlainTextEdit):
            field.setPlainText(value)
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(value))
        else:
            assert isinstance(field, QLineEdit)
            field.setText(value)


def double_click(stage: Stage, title: str) -> None:
    QTest.mouseDClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=stage.at(title))


def accept(stage: Stage, form: Form) -> None:
    button = form.findChild(QPushButton, f"{form.objectName()}Accept")
    assert button is not None
    button.click()
    stage.qtbot.waitUntil(lambda: not form.is_open or bool(form.notice.words))
    stage.settle()


def press(stage: Stage, name: str, **values: str) -> Form:
    form = opened(stage, stage.actions[name].trigger)
    fill(form, **values)
    accept(stage, form)
    return form


def test_a_section_is_added_at_the_end(stage: Stage) -> None:
    press(stage, "add-section", title="👋 Closing", text="Goodbye.")
    section = stage.read().sections[-1]
    assert (section.title, section.text) == ("👋 Closing", "Goodbye.")
    assert [row.title for row in stage.view.chosen_rows()] == ["Closing"]
    stage.undo()
    assert stage.read().sections[-1].title == TOOLS


@pytest.mark.parametrize(
    ("name", "values", "kind", "title"),
    [
        ("add-text", {"text": "A word between."}, Kind.TEXT, "A word between."),
        ("add-link", {"url": "https://example.org/3", "title": "A third"}, Kind.LINK, "A third"),
        ("add-link", {"url": "https://example.org/3"}, Kind.LINK, "https://example.org/3"),
        ("add-mention", {"what": "1", "text": "See also it."}, Kind.MENTION, "Tensor Programs V"),
    ],
)
def test_an_entry_comes_behind_what_is_chosen(
    stage: Stage, name: str, values: dict[str, str], kind: Kind, title: str
) -> None:
    stage.choose("An accelerator")
    press(stage, name, **values)
    assert stage.order()[NEWS] == ["An accelerator", title, "Open weights"]
    entry = stage.read().sections[1].entries[1]
    assert entry.kind is kind
    assert entry.text == values.get("text")
    assert [row.id for row in stage.view.chosen_rows()] == [entry.id]
    stage.undo()
    assert stage.order()[NEWS] == ["An accelerator", "Open weights"]


def test_with_nothing_chosen_an_entry_comes_at_the_end(stage: Stage) -> None:
    press(stage, "add-text", text="The end.")
    assert stage.order()[TOOLS] == ["The end."]


def test_a_link_without_an_address_is_refused_in_its_form_and_stays_there(stage: Stage) -> None:
    form = press(stage, "add-link", url="javascript:alert(1)", title="No")
    assert "no web address" in form.notice.words
    assert form.is_open
    fill(form, url="https://example.org/yes")
    accept(stage, form)
    assert not form.is_open
    assert stage.order()[TOOLS] == ["No"]


def test_a_mention_of_nothing_is_refused_in_its_form(stage: Stage) -> None:
    form = press(stage, "add-mention", what=" ")
    assert form.notice.words.startswith("Name a work")
    form.reject()


def test_a_mention_that_names_nothing_keeps_its_form_and_its_words(stage: Stage) -> None:
    form = press(stage, "add-mention", what="no such work", text="A remark that took an hour.")
    assert form.is_open and "names no" in form.notice.words
    assert form.values()["text"] == "A remark that took an hour."
    fill(form, what="1")
    accept(stage, form)
    assert not form.is_open
    assert stage.read().sections[-1].entries[0].text == "A remark that took an hour."


def test_a_work_is_found_by_the_words_of_its_title(stage: Stage) -> None:
    form = opened(stage, stage.actions["add-mention"].trigger)
    field = form.findChild(QLineEdit, "mentionForm-what")
    completer = form.findChild(WorkCompleter)
    assert field is not None and completer is not None
    QTest.keyClicks(field, "latent im")
    stage.qtbot.waitUntil(completer.popup().isVisible)
    assert [work.title for work in completer.works.found] == ["Latent Image Animator"]
    QTest.keyClick(completer.popup(), Qt.Key.Key_Down)
    QTest.keyClick(completer.popup(), Qt.Key.Key_Return)
    assert field.text() == completer.works.found[0].key
    accept(stage, form)
    assert stage.read().sections[-1].entries[0].paper == stage.papers["Latent Image Animator"]


def answer(form: Form, number: int) -> QPushButton:
    assert form.notice.buttons[number - 1].isVisible()
    return form.notice.buttons[number - 1]


def test_escape_asks_before_what_was_typed_is_thrown_away(stage: Stage) -> None:
    form = opened(stage, stage.actions["add-text"].trigger)
    field = form.findChild(QPlainTextEdit, "textForm-text")
    assert field is not None
    QTest.keyClicks(field, "A paragraph")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert form.is_open and "not kept" in form.notice.words
    assert form.focusWidget() is answer(form, 1)
    QTest.keyClick(answer(form, 1), Qt.Key.Key_Escape)
    assert form.is_open and not form.notice.words
    assert form.focusWidget() is field
    form.findChild(QPushButton, "textFormCancel").click()  # type: ignore[union-attr]
    answer(form, 1).click()
    assert form.is_open and field.toPlainText() == "A paragraph"
    form.close()
    assert form.is_open
    answer(form, 2).click()
    assert not form.is_open
    assert stage.order()[TOOLS] == []


def test_a_form_in_which_nothing_is_changed_closes_at_once(stage: Stage) -> None:
    form = opened(stage, stage.actions["edit-issue"].trigger)
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert not form.is_open


def test_a_form_stays_while_its_step_is_on_its_way(stage: Stage) -> None:
    form = opened(stage, stage.actions["add-text"].trigger)
    fill(form, text="On its way.")
    form.findChild(QPushButton, "textFormAccept").click()  # type: ignore[union-attr]
    form.reject()
    assert form.is_open
    stage.qtbot.waitUntil(lambda: not form.is_open)
    stage.settle()
    assert stage.order()[TOOLS] == ["On its way."]


def test_a_link_is_edited(stage: Stage) -> None:
    stage.choose("An accelerator")
    form = opened(stage, stage.actions["edit-entry"].trigger)
    assert form.values() == {
        "url": "https://example.org/news/1",
        "title": "An accelerator",
        "text": "and what feeds it",
    }
    fill(form, title="A chip", text="")
    accept(stage, form)
    entry = stage.read().sections[1].entries[0]
    assert (entry.title, entry.text) == ("A chip", None)
    stage.undo()
    assert stage.read().sections[1].entries[0].title == "An accelerator"


def test_text_mention_lead_and_words_of_a_section_are_edited_by_a_double_click(stage: Stage) -> None:
    for title in ("Welcome", "A work that", "Lead", "We chose"):
        form = opened(stage, partial(double_click, stage, title))
        fill(form, text="Other words.")
        accept(stage, form)
    issue = stage.read()
    texts = [entry.text for section in issue.sections for entry in section.entries if entry.kind is not Kind.LINK]
    assert (issue.lead, issue.sections[2].text) == ("Other words.", "Other words.")
    assert texts.count("Other words.") == 2


def test_a_byline_is_chosen_or_typed_for_one_paper(stage: Stage) -> None:
    stage.choose("STaR")
    form = opened(stage, stage.actions["edit-entry"].trigger)
    fill(form, names="1", byline="By E. Zelikman.")
    accept(stage, form)
    entry = stage.read().sections[2].entries[4]
    assert (entry.names, entry.byline) == ("1", "By E. Zelikman.")


def test_the_issue_is_edited_in_one_step(stage: Stage) -> None:
    before = stage.read()
    form = press(
        stage,
        "edit-issue",
        title="Trends",
        edition="May 2022",
        date="2022-05-04",
        lead="New.",
        names="all",
        authors="A. B; C. D",
        tags="ai; nlp",
    )
    assert not form.is_open
    issue = stage.read()
    assert (issue.title, issue.edition, issue.date, issue.lead, issue.names, issue.authors, issue.tags) == (
        "Trends", "May 2022", "2022-05-04", "New.", "all", ("A. B", "C. D"), ("ai", "nlp"),
    )  # fmt: skip
    assert stage.steps == ["Edit the issue"]
    stage.undo()
    assert stage.read() == before


def test_a_wrong_date_is_said_in_the_form_and_changes_nothing(stage: Stage) -> None:
    before = stage.read()
    form = press(stage, "edit-issue", title="Trends", date="yesterday")
    assert "no date" in form.notice.words
    assert stage.read() == before
    form.reject()


def test_a_picture_dropped_on_the_form_becomes_the_cover_and_can_be_taken_away(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    assert image.save(str(path))
    form = opened(stage, stage.actions["edit-issue"].trigger)
    box = form.findChild(CoverBox)
    assert box is not None and isinstance(form, IssueForm)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(box, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(box, QDropEvent(QPointF(5, 5), *how))
    fill(form, alt="A field", credit="Image by us")
    accept(stage, form)
    cover = stage.read().cover
    assert cover is not None and (cover.alt, cover.caption, cover.credit) == ("A field", None, "Image by us")
    with stage.library.read() as reading:
        assert reading.figures.get(cover.src) == path.read_bytes()
    form = opened(stage, stage.actions["edit-issue"].trigger)
    remove = form.findChild(QPushButton, "removeCover")
    assert remove is not None
    remove.click()
    accept(stage, form)
    assert stage.read().cover is None


def test_a_file_that_is_no_picture_is_refused_in_the_form(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    path.write_text("no picture")
    form = opened(stage, stage.actions["edit-issue"].trigger)
    assert isinstance(form, IssueForm)
    form.cover_box.take(path)
    accept(stage, form)
    assert "no picture" in form.notice.words
    assert stage.read().cover is None
    form.reject()


def test_a_new_issue_is_shown_at_once(stage: Stage) -> None:
    press(stage, "new-issue", title="Trends in AI", edition="May 2022", date="")
    issue = stage.read()
    assert (issue.edition, issue.date) == ("May 2022", None)
    assert stage.pane.issue == issue.id != stage.issue
    assert stage.pane.sheet is not None and stage.pane.sheet.issue.id == issue.id


def test_without_an_issue_the_pane_says_what_one_is_and_makes_one(bare: Open, library: Library) -> None:
    stage = bare()
    button = stage.pane.findChild(QPushButton, "noIssueChoice1")
    assert button is not None and button.isVisible()
    form = opened(stage, button.click)
    fill(form, title="Trends in AI")
    form.findChild(QPushButton, "issueFormAccept").click()  # type: ignore[union-attr]
    stage.qtbot.waitUntil(lambda: stage.pane.sheet is not None)
    assert not button.isVisible()


def test_an_issue_without_a_title_is_not_made(bare: Open, library: Library) -> None:
    stage = bare()
    form = opened(stage, stage.actions["new-issue"].trigger)
    form.findChild(QPushButton, "issueFormAccept").click()  # type: ignore[union-attr]
    stage.qtbot.waitUntil(lambda: bool(form.notice.words))
    with library.read() as reading:
        assert reading.issues.list() == ()
    form.reject()


def labels(form: Form) -> list[str]:
    return [label.text() for label in form.findChildren(QLabel) if label.isVisible() and label.text()]


def test_publishing_says_first_what_becomes_published_and_can_be_taken_back(stage: Stage) -> None:
    form = opened(stage, stage.actions["publish-issue"].trigger)
    assert labels(form) == [
        "The issue and its 5 papers become published.",
        "2 of them are not marked ready.",
        "1 thing to look at, at the foot of the outline.",
    ]
    assert stage.read().status is IssueStatus.DRAFT
    accept(stage, form)
    with stage.library.read() as reading:
        assert reading.issues.get(stage.issue).status is IssueStatus.PUBLISHED
        assert reading.papers.get(stage.papers["STaR"]).status is Status.PUBLISHED
    stage.undo()
    with stage.library.read() as reading:
        assert reading.issues.get(stage.issue).status is IssueStatus.DRAFT
        assert reading.papers.get(stage.papers["STaR"]).status is Status.DRAFTING


def test_a_published_issue_becomes_a_draft_again(stage: Stage) -> None:
    press(stage, "publish-issue")
    assert stage.actions["publish-issue"].text() == "Make a draft again…"
    press(stage, "publish-issue")
    assert stage.read().status is IssueStatus.DRAFT
    assert stage.actions["publish-issue"].text() == "Mark as published…"
    with stage.library.read() as reading:
        assert reading.papers.get(stage.papers["STaR"]).status is Status.PUBLISHED


def test_an_issue_is_removed_without_its_papers_and_comes_back(stage: Stage) -> None:
    before = stage.read()
    form = opened(stage, stage.actions["remove-issue"].trigger)
    assert "Its 5 papers and what you wrote stay" in " ".join(labels(form))
    form.findChild(QPushButton, "removeFormAccept").click()  # type: ignore[union-attr]
    stage.qtbot.waitUntil(lambda: stage.pane.issue is None)
    with stage.library.read() as reading:
        assert reading.issues.list() == ()
        assert reading.writeups.get(stage.papers["STaR"], "why").text
    assert stage.history.undo_label == "Remove the issue “April 2022”"
    stage.history.undo()
    stage.qtbot.waitUntil(lambda: stage.pane.issue == stage.issue)
    stage.settle()
    assert stage.read() == before


def test_ctrl_enter_in_a_text_accepts(stage: Stage) -> None:
    form = opened(stage, stage.actions["add-text"].trigger)
    field = form.findChild(QPlainTextEdit, "textForm-text")
    assert field is not None
    QTest.keyClicks(field, "Typed")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.qtbot.waitUntil(lambda: not form.is_open)
    stage.settle()
    assert stage.order()[TOOLS] == ["Typed"]


def test_enter_presses_the_button_that_has_the_focus(stage: Stage) -> None:
    form = opened(stage, stage.actions["add-text"].trigger)
    fill(form, text="Perhaps.")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    keep = form.notice.buttons[0]
    assert form.focusWidget() is keep
    QTest.keyClick(keep, Qt.Key.Key_Return)
    assert form.is_open and not form.notice.words
    QTest.keyClick(form, Qt.Key.Key_Escape)
    (throw := form.notice.buttons[1]).setFocus()
    QTest.keyClick(throw, Qt.Key.Key_Return)
    assert not form.is_open
    stage.settle()
    assert stage.order()[TOOLS] == []


def test_enter_in_a_line_still_presses_what_the_form_is_for(stage: Stage) -> None:
    form = opened(stage, stage.actions["add-section"].trigger)
    fill(form, title="Closing")
    title = form.findChild(QLineEdit, "sectionForm-title")
    assert title is not None
    QTest.keyClick(title, Qt.Key.Key_Return)
    stage.settle()
    assert stage.read().sections[-1].title == "Closing"
