"""Several papers chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from curator.domain.papers import Status
from tests.desktop.paper.conftest import Stage


def test_several_papers_are_listed_with_what_can_be_done(stage: Stage) -> None:
    stage.pane.show_many([stage.chinchilla, stage.kaplan])
    stage.settle()
    said = [one.text() for one in stage.pane.many.findChildren(QLabel)]
    assert "Training Compute-Optimal Large Language Models" in said
    assert "Common tags: none. None of them is in an issue." in said
    assert stage.pane.top.chosen.text() == "2 papers chosen" and stage.pane.paper is None


def test_all_of_them_are_dismissed_as_one_step(stage: Stage) -> None:
    stage.pane.show_many([stage.chinchilla, stage.kaplan])
    stage.settle()
    stage.qtbot.mouseClick(stage.pane.many.dismiss, Qt.MouseButton.LeftButton)
    stage.settle()
    with stage.library.read() as reading:
        found = reading.papers.many([stage.chinchilla, stage.kaplan])
    assert {paper.status for paper in found.values()} == {Status.DISMISSED}
    assert stage.history.undo_label == "Dismiss 2 papers"


def test_a_status_is_set_for_all(stage: Stage) -> None:
    stage.pane.show_many([stage.chinchilla, stage.kaplan])
    stage.settle()
    stage.qtbot.mouseClick(stage.pane.many.status, Qt.MouseButton.LeftButton)
    menu = stage.pane.many.status.findChild(QMenu)
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Shortlisted").trigger()
    menu.close()
    stage.settle()
    with stage.library.read() as reading:
        found = reading.papers.many([stage.chinchilla, stage.kaplan])
    assert {paper.status for paper in found.values()} == {Status.SHORTLISTED}


def test_the_choice_is_cleared_from_the_head(stage: Stage) -> None:
    stage.pane.show_many([stage.chinchilla, stage.kaplan])
    with stage.qtbot.waitSignal(stage.pane.clear_asked):
        stage.qtbot.mouseClick(stage.pane.top.clear, Qt.MouseButton.LeftButton)


def test_of_very_many_it_is_said_how_many_more(stage: Stage) -> None:
    with stage.library.read() as reading:
        papers = [reading.papers.get(stage.chinchilla)] * 50
    stage.pane.many.show_papers(papers, range(50_000))
    assert "And 49,960 more." in [one.text() for one in stage.pane.many.findChildren(QLabel)]


def test_one_is_a_paper_and_none_is_empty(stage: Stage) -> None:
    stage.pane.show_many([stage.kaplan])
    assert stage.pane.paper == stage.kaplan
    stage.pane.show_many([])
    assert stage.pane.paper is None
