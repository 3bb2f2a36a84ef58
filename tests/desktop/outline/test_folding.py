"""Folding, also by a drag that rests; and what stays while the issue changes under the view."""

from PySide6.QtCore import QEvent, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curator.desktop.outline.view import REST
from curator.domain.issues import Kind, NewEntry
from curator.domain.writeups import WHY
from tests.desktop.outline.conftest import Stage, titles


def is_open(stage: Stage, title: str) -> bool:
    return stage.view.isExpanded(stage.pane.model.index_of(stage.row(title).key))


def fold(stage: Stage, title: str, *, folded: bool = True) -> None:
    stage.view.setExpanded(stage.pane.model.index_of(stage.row(title).key), not folded)


def test_sections_are_open_and_the_arrow_folds_them(stage: Stage) -> None:
    assert is_open(stage, "News") and is_open(stage, "Research")
    arrow = QPoint(10, stage.at("News").y())
    QTest.mouseClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert not is_open(stage, "News")
    assert stage.view.chosen_rows() == []
    QTest.mouseClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert is_open(stage, "News")


def test_a_folded_section_opens_under_a_resting_drag_and_folds_again_when_it_goes(stage: Stage) -> None:
    fold(stage, "Research")
    stage.hover(stage.papers_mime("PaLM"), stage.at("Research"))
    assert not is_open(stage, "Research")
    stage.qtbot.waitUntil(lambda: is_open(stage, "Research"), timeout=REST * 5)
    stage.hover(stage.papers_mime("PaLM"), stage.at("News"))
    assert not is_open(stage, "Research")


def test_over_the_heading_that_it_opened_a_drop_goes_to_the_end_and_the_section_stays_open(stage: Stage) -> None:
    fold(stage, "Research")
    at = stage.at("Research")
    stage.hover(stage.papers_mime("PaLM"), at)
    stage.qtbot.waitUntil(lambda: is_open(stage, "Research"), timeout=REST * 5)
    stage.drop(stage.papers_mime("PaLM"), at)
    assert stage.order()["🔬 Research"][-1] == "PaLM"
    assert is_open(stage, "Research")
    with stage.library.edit("Edit it") as edit:
        edit.issues.edit(stage.issue, lead="Other words.")
    stage.settle()
    assert is_open(stage, "Research")


def test_a_drag_that_is_given_up_leaves_all_folds_as_they_were(stage: Stage) -> None:
    fold(stage, "Research")
    stage.hover(stage.papers_mime("PaLM"), stage.at("Research"))
    stage.qtbot.waitUntil(lambda: is_open(stage, "Research"), timeout=REST * 5)
    stage.leave()
    assert not is_open(stage, "Research")
    assert stage.hints[-1] == ""


def test_line_and_words_follow_when_the_view_scrolls_under_a_resting_pointer(stage: Stage) -> None:
    stage.window.resize(348, 330)
    stage.qtbot.waitUntil(lambda: stage.view.verticalScrollBar().maximum() > 40)
    stage.hover(stage.papers_mime("PaLM"), QPoint(100, 100))
    before = stage.hints[-1]
    stage.view.verticalScrollBar().setValue(40)
    assert stage.hints[-1] != before
    stage.leave()


def test_fold_choice_and_scrolling_stay_when_another_writes(stage: Stage) -> None:
    stage.window.resize(348, 360)
    fold(stage, "News")
    stage.choose("STaR")
    stage.view.verticalScrollBar().setValue(60)
    with stage.library.edit("Move a paper") as edit:
        research = edit.issues.get(stage.issue).sections[2]
        edit.issues.move([research.entries[0].id], research.id, 6)
        edit.issues.add(research.id, [NewEntry(Kind.LINK, title="Another", url="https://example.org/n")], 2)
        edit.issues.remove_entries([research.entries[5].id])
    stage.settle()
    assert stage.seen() == stage.order()
    assert not is_open(stage, "News") and is_open(stage, "Research")
    assert titles(stage.view.chosen_rows()) == ["STaR"]
    current = stage.view.current_row()
    assert current is not None and current.title == "STaR"
    assert stage.view.verticalScrollBar().value() == 60


def test_a_section_that_moves_stays_folded_and_a_new_one_is_open(stage: Stage) -> None:
    fold(stage, "News")
    with stage.library.edit("Move a section") as edit:
        sections = edit.issues.get(stage.issue).sections
        edit.issues.move_section(sections[1].id, 3)
        edit.issues.add_section(stage.issue, "More", "Words.", 1)
    stage.settle()
    assert list(stage.seen()) == ["", "More", "🔬 Research", "Tools", "📰 News"]
    assert [is_open(stage, title) for title in ("More", "Research", "News")] == [True, True, False]


def test_words_and_states_follow_what_is_typed(stage: Stage) -> None:
    assert (stage.row("Kubric").state, stage.row("Kubric").words) == ("empty", 0)
    with stage.library.edit("Type") as edit:
        edit.writeups.save(stage.papers["Kubric"], WHY.name, "Four words of it.", None)
    stage.settle()
    stage.qtbot.waitUntil(lambda: stage.row("Kubric").words == 4)
    assert stage.row("Kubric").state == "drafting"


def test_news_of_papers_that_are_not_in_the_issue_are_not_read(stage: Stage) -> None:
    before = stage.pane.sheet
    with stage.library.edit("Star") as edit:
        edit.papers.star([stage.papers["PaLM"]], True)
    stage.qtbot.wait(50)
    stage.settle()
    assert stage.pane.sheet is before


def test_the_same_row_keeps_its_index_through_every_change(stage: Stage) -> None:
    model = stage.pane.model
    row = stage.row("Kubric")
    index = QPersistentModelIndex(model.index_of(row.key))
    with stage.library.edit("Move it") as edit:
        edit.issues.move([row.id], edit.issues.get(stage.issue).sections[1].id, 1)
    stage.settle()
    assert index.isValid()
    assert model.index_of(row.key) == index
    assert stage.row_at(model.parent(index)).title == "News"


def test_escape_takes_the_choice_back(stage: Stage) -> None:
    stage.choose("STaR", "Kubric")
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(stage.view, key)
    assert stage.view.chosen_rows() == []


def test_what_is_folded_stays_so_when_a_paper_in_it_is_chosen_elsewhere_or_dropped_on_it(stage: Stage) -> None:
    fold(stage, "Research")
    stage.pane.choose_paper(stage.papers["STaR"])
    assert titles(stage.view.chosen_rows()) == ["STaR"]
    assert not is_open(stage, "Research")
    stage.drop(stage.papers_mime("PaLM"), stage.at("Research"))
    assert stage.order()["🔬 Research"][-1] == "PaLM"
    assert not is_open(stage, "Research")
    stage.choose("STaR")
    assert is_open(stage, "Research")
