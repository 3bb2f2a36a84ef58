"""The search field: as one types, what can't be read, what is offered, and the way out of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from curator.desktop.inbox.search import badge
from curator.desktop.inbox.shelves import EVERY, status_shelf
from curator.domain.papers import Status
from tests.desktop.inbox.conftest import TITLES, Stage

NEWEST_FIRST = list(reversed(TITLES))


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("", NEWEST_FIRST),
        ("kub", ["Kubric"]),
        ("author3", ["Pathways"]),
        ("cat:cs.CV", ["Tensor Programs", "Chinchilla", "Visual Prompt Tuning"]),
        ("after:2022-03-04", ["Tensor Programs", "Kubric", "Chinchilla"]),
        ("cat:cs.CL -kubric", ["Pathways", "Chain of Thought"]),
        ("pathways OR kubric", ["Kubric", "Pathways"]),
        ("nosuchword", []),
    ],
)
def test_the_list_is_what_the_search_says(stage: Stage, typed: str, titles: list[str]) -> None:
    stage.search(typed)
    assert stage.titles() == titles


def test_every_key_searches_and_the_last_one_counts(stage: Stage) -> None:
    stage.pane.field.setFocus()
    QTest.keyClicks(stage.pane.field, "kubric")
    stage.settle()
    assert stage.titles() == ["Kubric"]
    assert stage.pane._count.text() == "1 of 6"
    row = stage.pane.model.row(0)
    assert row is not None and row.title_marks == ((0, 6),)


def test_the_search_is_within_the_place_of_the_rail(stage: Stage) -> None:
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.decide([kubric], Status.READY))
    stage.show(status_shelf(Status.READY))
    stage.search("what came")
    assert stage.titles() == ["Kubric"]
    stage.show(EVERY)
    assert len(stage.titles()) == 6


def test_what_cannot_be_parsed_is_said(stage: Stage) -> None:
    stage.search("after:yesterday kubric")
    assert stage.pane._unread.text() == "Read as words: “after”, “yesterday”"
    assert stage.pane._unread.isVisible()
    stage.search("kubric")
    assert not stage.pane._unread.isVisible()


def test_a_value_that_is_not_there_is_answered_with_those_that_are(stage: Stage) -> None:
    stage.search("status:foo kubric")
    assert stage.pane._unread.text().startswith("Read as words: “status”, “foo”. status: takes inbox, shortlisted,")


def test_the_badge_is_the_key_of_the_menu(stage: Stage) -> None:
    assert badge() == stage.actions["search"].shortcut().toString().replace("+", " ")


def test_tinting_changes_neither_text_nor_undo(stage: Stage) -> None:
    field = stage.pane.field
    field.setFocus()
    QTest.keyClicks(field, "cat:cs.CL kub")
    assert field.text() == "cat:cs.CL kub"
    assert field.cursorPosition() == 13
    assert field.undo_here()
    assert field.text() != "cat:cs.CL kub"
    while field.undo_here():
        pass
    assert field.text() == ""
    assert field.redo_here()
    assert not stage.library.ahead().undo


def test_escape_clears_and_then_leaves(stage: Stage) -> None:
    field = stage.pane.field
    field.setFocus()
    QTest.keyClicks(field, "kub")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "" and field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert stage.pane.view.hasFocus()


def test_down_goes_into_the_list(stage: Stage) -> None:
    field = stage.pane.field
    field.setFocus()
    QTest.keyClicks(field, "pathways")
    stage.settle()
    QTest.keyClick(field, Qt.Key.Key_Down)
    stage.settle()
    assert stage.pane.view.hasFocus()
    assert stage.chosen_titles() == ["Pathways"]


def offered(stage: Stage, typed: str) -> tuple[tuple[str, int], ...]:
    field = stage.pane.field
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, typed)
    stage.settle()
    return stage.pane.offers.offered


def test_values_are_offered_with_how_many_each_would_leave(stage: Stage) -> None:
    assert set(offered(stage, "cat:")) == {("cs.CL", 3), ("cs.CV", 3)}
    model = stage.pane.offers._model
    spoken = [model.data(model.index(at), Qt.ItemDataRole.AccessibleTextRole) for at in range(2)]
    assert "cs.CL, Computation and Language, 3 papers" in spoken
    assert offered(stage, "after:2022-03-05 cat:cs.c") == (("cs.CL", 1), ("cs.CV", 1))
    assert offered(stage, "status:") == (("inbox", 6),)
    assert offered(stage, "kubric") == ()


def test_a_value_is_taken_by_enter_and_the_search_goes_on(stage: Stage) -> None:
    offered(stage, "cat:cs.")
    first = stage.pane.offers.offered[0][0]
    QTest.keyClick(stage.pane.field, Qt.Key.Key_Return)
    stage.settle()
    assert stage.pane.field.text() == f"cat:{first} "
    assert stage.pane.field.hasFocus()
    assert stage.pane.offers.offered == ()
    assert len(stage.titles()) == 3


def test_a_value_with_blanks_is_put_in_quotation_marks(stage: Stage) -> None:
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.tag([kubric], "in context"))
    assert offered(stage, "tag:in") == (("in context", 1),)
    QTest.keyClick(stage.pane.field, Qt.Key.Key_Tab)
    stage.settle()
    assert stage.pane.field.text() == 'tag:"in context" '
    assert stage.titles() == ["Kubric"]


def test_escape_closes_what_is_offered_first(stage: Stage) -> None:
    offered(stage, "cat:")
    QTest.keyClick(stage.pane.field, Qt.Key.Key_Escape)
    assert stage.pane.offers.offered == ()
    assert stage.pane.field.text() == "cat:"


def choices(stage: Stage) -> dict[str, QPushButton]:
    return {one.text(): one for one in stage.pane._empty.findChildren(QPushButton) if one.isVisible()}


def test_nothing_found_says_how_to_widen(stage: Stage) -> None:
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.decide([kubric], Status.READY))
    stage.show(status_shelf(Status.INBOX))
    stage.pane.shelf_asked.connect(stage.show)
    stage.search("kubric")
    assert stage.titles() == []
    choices(stage)["Search everywhere"].click()
    stage.settle()
    assert stage.titles() == ["Kubric"]


def test_what_widens_a_search_is_reached_and_done_by_keyboard(stage: Stage) -> None:
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.decide([kubric], Status.READY))
    stage.show(status_shelf(Status.INBOX))
    stage.pane.shelf_asked.connect(stage.show)
    field = stage.pane.field
    field.setFocus()
    QTest.keyClicks(field, "kubric")
    stage.settle()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert stage.pane._empty.hasFocus()
    QTest.keyClick(stage.pane._empty, Qt.Key.Key_Down)
    everywhere = choices(stage)["Search everywhere"]
    assert everywhere.hasFocus()
    QTest.keyClick(everywhere, Qt.Key.Key_Up)
    assert stage.pane._empty.hasFocus()
    QTest.keyClick(stage.pane._empty, Qt.Key.Key_Down)
    QTest.keyClick(everywhere, Qt.Key.Key_Return)
    stage.settle()
    assert stage.titles() == ["Kubric"]
    assert stage.pane.view.hasFocus()


def test_escape_where_nothing_was_found_gives_the_list_back(stage: Stage) -> None:
    stage.choose("Pathways")
    stage.search("qqqzz")
    stage.pane._empty.setFocus()
    QTest.keyClick(stage.pane._empty, Qt.Key.Key_Escape)
    stage.settle()
    assert stage.pane.field.text() == ""
    assert len(stage.titles()) == 6 and stage.pane.view.hasFocus()


def test_after_a_search_without_hits_the_paper_that_is_shown_is_chosen(stage: Stage) -> None:
    shown = stage.id("Pathways")
    stage.pane.targets = lambda: [shown]
    stage.choose("Pathways")
    stage.search("qqqzz")
    assert stage.chosen_titles() == []
    stage.search("")
    assert stage.chosen_titles() == ["Pathways"]
    assert stage.pane.view.current_paper == shown


def test_a_key_is_about_the_paper_with_the_frame_where_none_is_chosen(stage: Stage) -> None:
    stage.choose("Pathways")
    stage.pane.view.clearSelection()
    QTest.keyClick(stage.pane.view, Qt.Key.Key_S)
    stage.settle()
    assert stage.paper(stage.id("Pathways")).status is Status.SHORTLISTED


def test_a_word_that_is_misspelt_is_offered_as_it_is_spelt_here(stage: Stage) -> None:
    stage.search("abut")
    stage.search("stduy")
    choices(stage)["Use study"].click()
    stage.settle()
    assert len(stage.titles()) == 6


def test_the_best_match_is_an_order_while_words_are_looked_for(stage: Stage) -> None:
    stage.pane.set_order("relevance")
    stage.search("kubric")
    assert stage.titles() == ["Kubric"]
    assert stage.pane._sort.text() == "Best match ▾"
    stage.search("")
    assert stage.titles() == NEWEST_FIRST
    stage.pane.set_order("title")
    stage.settle()
    assert stage.titles() == sorted(TITLES)
