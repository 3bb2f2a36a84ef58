"""A drop where no issue is makes one; an issue with a lead alone shows where a drop falls; what a drop chose goes with the next choice."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from curator.desktop.mime import papers_mime
from curator.desktop.outline.noissue import MAKES_ONE, NoIssue
from curator.desktop.outline.strip import OutlineStrip
from curator.library.library import Library
from tests.desktop.outline.conftest import ANY, Open, Stage
from tests.desktop.outline.test_forms import accept, fill, opened


@pytest.fixture
def papers(library: Library) -> list[int]:
    with library.edit("Make papers") as edit:
        return [edit.papers.new(title) for title in ("STaR", "Kubric", "PaLM")]


@pytest.fixture
def empty(bare: Open, papers: list[int]) -> Iterator[Stage]:
    """The pane over a library with papers and no issue."""
    yield bare()


def enter(target: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(40, 40), ANY, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def let_go(target: QWidget, mime: QMimeData) -> None:
    assert enter(target, mime)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDropEvent(QPointF(40, 40), ANY, mime, left, none, QEvent.Type.Drop))


def place(stage: Stage) -> NoIssue:
    found = stage.pane.findChild(NoIssue, "noIssue")
    assert found is not None and found.isVisible()
    return found


def titles_in(stage: Stage, issue: int) -> list[str]:
    with stage.library.read() as reading:
        entries = [entry for section in reading.issues.get(issue).sections for entry in section.entries]
        return [reading.papers.get(entry.paper).title if entry.paper else entry.title or "" for entry in entries]


@pytest.mark.parametrize("where", ["pane", "strip"])
def test_papers_that_are_dropped_come_into_an_issue_that_is_made_for_them(
    empty: Stage, papers: list[int], where: str
) -> None:
    strip = empty.pane.strip
    strip.setParent(empty.window)
    strip.show()
    assert isinstance(strip, OutlineStrip)
    let_go(place(empty) if where == "pane" else strip, papers_mime(papers, empty.library.path))
    assert empty.hints == [MAKES_ONE, ""]
    form = opened(empty, lambda: None)
    assert "The 3 papers that you dropped come into it." in [one.text() for one in form.findChildren(QLabel)]
    fill(form, title="Trends in AI", edition="April 2022")
    accept(empty, form)
    empty.qtbot.waitUntil(lambda: empty.pane.sheet is not None and len([*empty.pane.sheet.rows()]) == 3)
    assert empty.pane.issue is not None
    assert titles_in(empty, empty.pane.issue) == ["STaR", "Kubric", "PaLM"]


def test_an_address_that_is_dropped_becomes_a_link_of_the_new_issue(empty: Stage) -> None:
    mime = QMimeData()
    mime.setText("https://example.org/news")
    let_go(place(empty), mime)
    form = opened(empty, lambda: None)
    fill(form, title="Trends in AI")
    accept(empty, form)
    empty.qtbot.waitUntil(lambda: empty.pane.sheet is not None and len([*empty.pane.sheet.rows()]) == 1)
    assert empty.pane.issue is not None
    assert titles_in(empty, empty.pane.issue) == ["https://example.org/news"]


def test_a_form_that_is_given_up_makes_nothing(empty: Stage, papers: list[int]) -> None:
    let_go(place(empty), papers_mime(papers, empty.library.path))
    opened(empty, lambda: None).throw_away()
    empty.qtbot.waitUntil(lambda: not empty.tasks.edits_pending)
    with empty.library.read() as reading:
        assert reading.issues.list() == ()


def test_what_means_nothing_is_refused_and_a_drag_that_leaves_is_over(empty: Stage, papers: list[int]) -> None:
    assert not enter(place(empty), QMimeData())
    assert empty.hints == []
    assert enter(place(empty), papers_mime(papers, empty.library.path))
    QApplication.sendEvent(place(empty), QDragLeaveEvent())
    assert empty.hints == [MAKES_ONE, ""]


def test_an_issue_with_a_lead_alone_shows_where_a_drop_falls(bare: Open, library: Library, papers: list[int]) -> None:
    with library.edit("Make an issue") as edit:
        edit.issues.new("Trends in AI", "April 2022", lead="What is new.")
    stage = bare()
    stage.qtbot.waitUntil(lambda: stage.pane.sheet is not None)
    lead = stage.view.visualRect(stage.pane.model.index(0, 0))
    mime = papers_mime(papers, library.path)
    for at in (lead.center(), stage.below_all()):
        assert stage.hover(mime, at)
        assert stage.view._aim is not None and stage.view._aim.line == lead.bottom()
        stage.leave()


def test_what_a_drop_chose_is_left_for_the_paper_that_is_chosen_next(stage: Stage) -> None:
    stage.drop(stage.papers_mime("PaLM", "Make-A-Scene"), stage.at("Kubric", half="lower"))
    assert [row.title for row in stage.view.chosen_rows()] == ["PaLM", "Make-A-Scene"]
    stage.view.clearFocus()
    stage.pane.choose_paper(stage.papers["PaLM"])
    assert [row.title for row in stage.view.chosen_rows()] == ["PaLM"]


def test_several_that_are_chosen_in_the_outline_stay_chosen(stage: Stage) -> None:
    stage.choose("STaR", "Kubric")
    assert stage.view.hasFocus()
    stage.pane.choose_paper(stage.papers["Kubric"])
    assert [row.title for row in stage.view.chosen_rows()] == ["STaR", "Kubric"]
