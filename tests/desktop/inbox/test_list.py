"""The list follows the library: what is changed, here or elsewhere, and what is worked on stays where it is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from curator.desktop.inbox.shelves import EVERY, status_shelf
from curator.domain.papers import Status
from curator.library.library import Edit
from curator.library.merging import prepare
from curator.library.papers import Papers
from tests.desktop.inbox.conftest import TITLES, Stage, record

INBOX = status_shelf(Status.INBOX)
NEWEST_FIRST = list(reversed(TITLES))
Change = Callable[[Stage, Edit], object]


def test_the_inbox_is_listed_first_the_newest_paper_on_top(stage: Stage) -> None:
    assert stage.pane.shelf.key == ("status", "inbox")
    assert stage.titles() == NEWEST_FIRST
    assert stage.chosen[-1] == [stage.id("Tensor Programs")]


TABLE: dict[str, tuple[Change, list[str]]] = {
    "a paper comes": (
        lambda stage, edit: edit.merging.put_in([prepare(record(9, "A new one"))]),
        ["A new one", *NEWEST_FIRST],
    ),
    "an old paper comes": (
        lambda stage, edit: edit.merging.put_in([prepare(record(3, "An old one", arxiv="2203.00099"))]),
        [*NEWEST_FIRST[:3], "An old one", *NEWEST_FIRST[3:]],
    ),
    "a title is changed": (
        lambda stage, edit: edit.papers.override(stage.id("Kubric"), title="Kubric, again"),
        ["Tensor Programs", "Kubric, again", *NEWEST_FIRST[2:]],
    ),
    "a date is changed": (
        lambda stage, edit: edit.papers.override(stage.id("Kubric"), published=record(30, "").published),
        ["Kubric", "Tensor Programs", *NEWEST_FIRST[2:]],
    ),
    "two are found to be one": (
        lambda stage, edit: edit.merging.merge(stage.id("Pathways"), stage.id("Kubric")),
        [title for title in NEWEST_FIRST if title != "Kubric"],
    ),
    "another is dismissed, and stays for now": (
        lambda stage, edit: edit.papers.decide([stage.id("Kubric")], Status.DISMISSED),
        NEWEST_FIRST,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_list_is_as_the_library_is(stage: Stage, name: str) -> None:
    change, expected = TABLE[name]
    stage.edit(lambda edit: change(stage, edit))
    assert stage.titles() == expected
    stage.history.undo()
    stage.settle()
    assert stage.titles() == NEWEST_FIRST


@pytest.mark.parametrize("name", TABLE)
def test_the_list_hears_of_what_others_do(stage: Stage, name: str) -> None:
    change, expected = TABLE[name]
    stage.from_elsewhere(lambda edit: change(stage, edit))
    stage.qtbot.waitUntil(lambda: stage.titles() == expected)


def test_one_new_paper_is_one_new_row(stage: Stage) -> None:
    came: list[tuple[int, int]] = []
    stage.pane.model.rowsInserted.connect(lambda parent, first, last: came.append((first, last)))
    stage.pane.model.modelReset.connect(lambda: came.append((-1, -1)))
    stage.edit(lambda edit: edit.merging.put_in([prepare(record(9, "A new one"))]))
    assert came == [(0, 0)]


def test_what_no_longer_fits_stays_until_the_choice_changes(stage: Stage) -> None:
    stage.choose("Kubric")
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.decide([kubric], Status.READY))
    assert stage.chosen_titles() == ["Kubric"]
    assert "Kubric" in stage.titles()
    stage.choose("Pathways")
    assert "Kubric" not in stage.titles()
    assert stage.chosen_titles() == ["Pathways"]


def test_what_no_longer_fits_leaves_with_another_search(stage: Stage) -> None:
    stage.choose("Kubric")
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.decide([kubric], Status.READY))
    stage.search("ku")
    assert stage.titles() == []


@pytest.mark.parametrize(
    ("key", "status"),
    [(Qt.Key.Key_S, Status.SHORTLISTED), (Qt.Key.Key_E, Status.DISMISSED), (Qt.Key.Key_Delete, Status.DISMISSED)],
)
def test_deciding_by_a_key_goes_on_to_the_next(stage: Stage, key: Qt.Key, status: Status) -> None:
    stage.choose("Kubric")
    stage.key(key)
    assert stage.paper(stage.id("Kubric")).status is status
    assert "Kubric" not in stage.titles()
    assert stage.chosen_titles() == ["Chinchilla"]
    stage.history.undo()
    stage.settle()
    assert stage.titles() == NEWEST_FIRST
    assert stage.chosen_titles() == ["Kubric"]


def test_steps_that_are_taken_back_one_after_the_other_lead_back_the_way_they_came(stage: Stage) -> None:
    stage.choose("Kubric")
    for key in (Qt.Key.Key_E, Qt.Key.Key_S, Qt.Key.Key_E):
        stage.key(key)
    assert stage.chosen_titles() == ["Visual Prompt Tuning"]
    seen = []
    for _ in range(3):
        stage.history.undo()
        stage.settle()
        seen += stage.chosen_titles()
    assert seen == ["Pathways", "Chinchilla", "Kubric"]


def test_what_is_done_again_goes_on_as_it_did_at_first(stage: Stage) -> None:
    stage.choose("Kubric")
    for key in (Qt.Key.Key_E, Qt.Key.Key_S):
        stage.key(key)
    for _ in range(2):
        stage.history.undo()
        stage.settle()
    assert stage.chosen_titles() == ["Kubric"]
    seen = []
    for _ in range(2):
        stage.history.redo()
        stage.settle()
        seen += stage.chosen_titles()
    assert seen == ["Chinchilla", "Pathways"]
    assert stage.titles() == [title for title in NEWEST_FIRST if title not in ("Kubric", "Chinchilla")]
    stage.history.undo()
    stage.settle()
    assert stage.chosen_titles() == ["Chinchilla"]


def test_the_choice_stays_where_another_was_made_or_somebody_writes(stage: Stage) -> None:
    stage.choose("Kubric")
    stage.key(Qt.Key.Key_E)
    stage.choose("Tensor Programs")
    stage.history.undo()
    stage.settle()
    assert stage.chosen_titles() == ["Tensor Programs"]
    stage.key(Qt.Key.Key_E)
    writing = QTextEdit(stage.window)
    writing.show()
    writing.setFocus()
    stage.history.undo()
    stage.settle()
    assert stage.titles() == NEWEST_FIRST
    assert stage.chosen_titles() == ["Kubric"]


def test_ten_keys_in_a_row_decide_about_six_papers(stage: Stage) -> None:
    stage.choose("Tensor Programs")
    for _ in range(10):
        QTest.keyClick(stage.pane.view, Qt.Key.Key_D)
    stage.settle()
    assert stage.titles() == []
    assert [stage.paper(stage.id(title)).status for title in TITLES] == [Status.DISMISSED] * 6


def test_several_are_decided_together_in_one_step(stage: Stage) -> None:
    stage.choose("Kubric", "Pathways")
    stage.key(Qt.Key.Key_D)
    assert stage.history.undo_label == "Dismiss 2 papers"
    assert stage.titles() == [title for title in NEWEST_FIRST if title not in ("Kubric", "Pathways")]
    assert stage.chosen_titles() == ["Visual Prompt Tuning"]


def test_several_are_chosen_again_when_their_step_is_taken_back(stage: Stage) -> None:
    stage.choose("Kubric", "Pathways")
    stage.key(Qt.Key.Key_S)
    assert stage.chosen_titles() == ["Visual Prompt Tuning"]
    stage.history.undo()
    stage.settle()
    assert sorted(stage.chosen_titles()) == ["Kubric", "Pathways"]
    stage.key(Qt.Key.Key_D)
    assert stage.chosen_titles() == ["Visual Prompt Tuning"]


def test_after_several_comes_the_next_also_if_it_was_decided_before_and_stayed(stage: Stage) -> None:
    stage.show(EVERY)
    stage.choose("Tensor Programs")
    for _ in TITLES:
        stage.key(Qt.Key.Key_S)
    stage.choose("Tensor Programs", "Kubric")
    stage.key(Qt.Key.Key_S)
    assert stage.chosen_titles() == ["Chinchilla"]


def test_what_was_taken_back_is_gone_on_to_again(stage: Stage) -> None:
    stage.choose("Kubric")
    stage.key(Qt.Key.Key_S)
    stage.history.undo()
    stage.settle()
    stage.choose("Tensor Programs")
    stage.key(Qt.Key.Key_S)
    assert stage.chosen_titles() == ["Kubric"]


def test_what_could_not_be_decided_is_chosen_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    failed: list[object] = []
    stage.pane.failed.connect(failed.append)
    stage.choose("Kubric")
    with monkeypatch.context() as broken:
        broken.setattr(Papers, "decide", full)
        stage.key(Qt.Key.Key_S)
    assert len(failed) == 1
    assert stage.chosen_titles() == ["Kubric"]
    assert stage.titles() == NEWEST_FIRST


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_ready_and_back_stay_where_they_are(stage: Stage) -> None:
    stage.choose("Kubric")
    stage.key(Qt.Key.Key_R)
    assert stage.paper(stage.id("Kubric")).status is Status.READY
    assert stage.chosen_titles() == ["Kubric"]
    stage.key(Qt.Key.Key_I)
    assert stage.paper(stage.id("Kubric")).status is Status.INBOX


def test_a_star_comes_and_goes(stage: Stage) -> None:
    stage.choose("Kubric", "Pathways")
    stage.key(Qt.Key.Key_F)
    assert all(stage.paper(stage.id(title)).starred for title in ("Kubric", "Pathways"))
    stage.key(Qt.Key.Key_F)
    assert not any(stage.paper(stage.id(title)).starred for title in ("Kubric", "Pathways"))


def test_a_choice_outlives_a_new_order(stage: Stage) -> None:
    stage.choose("Kubric", "Pathways")
    told = len(stage.chosen)
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.override(kubric, published=record(30, "").published))
    assert stage.titles()[0] == "Kubric"
    assert sorted(stage.chosen_titles()) == ["Kubric", "Pathways"]
    assert len(stage.chosen) == told


def test_a_second_on_a_paper_marks_it_as_read(stage: Stage) -> None:
    stage.pane._acting.rest.setInterval(1)
    assert stage.paper(stage.id("Kubric")).unread
    stage.choose("Kubric")
    stage.qtbot.waitUntil(lambda: not stage.paper(stage.id("Kubric")).unread)
    stage.settle()
    assert stage.paper(stage.id("Pathways")).unread
    assert not stage.library.ahead().undo


def test_the_paper_that_is_shown_at_first_stays_unread(stage: Stage) -> None:
    stage.pane._acting.rest.setInterval(1)
    stage.pane.view.setFocus()
    for part in (stage.pane, stage.rail):
        part.show_library(None)
    for part in (stage.pane, stage.rail):
        part.show_library(stage.library)
    stage.settle()
    assert stage.chosen_titles() == ["Tensor Programs"]
    stage.qtbot.wait(20)
    stage.settle()
    assert stage.paper(stage.id("Tensor Programs")).unread


def test_the_last_choice_is_found_again(stage: Stage) -> None:
    stage.show(EVERY)
    stage.choose("Pathways")
    kept = stage.pane.selection()
    stage.pane.show_library(None)
    stage.rail.show_library(None)
    stage.pane.show_library(stage.library, None, kept)
    stage.rail.show_library(stage.library, kept)
    stage.settle()
    assert stage.pane.shelf.key == EVERY.key
    assert stage.chosen_titles() == ["Pathways"]


def test_a_paper_that_the_list_has_not_is_shown_among_all(stage: Stage) -> None:
    stage.rail.picked.disconnect()
    stage.pane.shelf_asked.connect(stage.pane.show_shelf)
    kubric = stage.id("Kubric")
    stage.edit(lambda edit: edit.papers.decide([kubric], Status.DISMISSED))
    stage.show(INBOX)
    stage.pane.choose(kubric)
    stage.settle()
    assert stage.chosen_titles() == ["Kubric"]
    assert stage.pane.shelf.key == EVERY.key


def test_an_empty_list_says_what_to_do(stage: Stage) -> None:
    stage.show(status_shelf(Status.READY))
    assert stage.pane._empty.isVisible()
    stage.show(INBOX)
    assert stage.pane.view.isVisible()


def test_many_that_are_gone_leave_the_list(stage: Stage) -> None:
    stage.edit(
        lambda edit: edit.merging.put_in(
            [prepare(record(1, f"One of many {n}", arxiv=f"2201.{n:05}")) for n in range(1, 502)]
        )
    )
    assert len(stage.titles()) == 507
    stage.history.undo()
    stage.settle()
    assert stage.titles() == NEWEST_FIRST


def test_many_that_no_longer_fit_stay_until_the_choice_changes(stage: Stage) -> None:
    stage.edit(
        lambda edit: edit.merging.put_in(
            [prepare(record(1, f"One of many {n}", arxiv=f"2201.{n:05}")) for n in range(1, 502)]
        )
    )
    every = list(stage.pane.model.ids)
    stage.pane.view.setFocus()
    stage.pane.view.selectAll()
    stage.settle()
    stage.edit(lambda edit: edit.papers.decide(every, Status.READY))
    assert stage.pane.view.chosen_count == 507
    stage.pane.view.go_to(3)
    stage.settle()
    assert stage.titles() == ["Pathways"]
