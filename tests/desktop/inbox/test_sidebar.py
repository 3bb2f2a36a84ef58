"""The rail: numbers that are true after any change, places that are picked by hand and key, and its narrow form."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from curator.desktop.inbox.rail import RailView
from curator.desktop.inbox.shelves import Shelf
from curator.desktop.mime import papers_mime
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Status
from curator.library.library import Edit
from curator.library.merging import prepare
from tests.desktop.inbox.conftest import Stage, record


def numbers(stage: Stage) -> dict[str, int]:
    """Name and number of every place that has papers."""
    return {shelf.name: shelf.count for _, shelves in stage.rail.shelves.groups() for shelf in shelves if shelf.count}


def view(stage: Stage) -> RailView:
    return stage.rail._view


def click(stage: Stage, name: str) -> None:
    at = [line.name if isinstance(line, Shelf) else line for line in stage.rail._model.lines].index(name)
    rect = view(stage).visualRect(stage.rail._model.index(at))
    QTest.mouseClick(view(stage).viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    stage.settle()


def test_places_are_listed_with_their_numbers(stage: Stage) -> None:
    assert numbers(stage) == {"All papers": 6, "Inbox": 6}
    assert [line if isinstance(line, str) else line.name for line in stage.rail._model.lines] == [
        "Papers", "All papers", "Inbox", "Shortlisted", "Drafting", "Ready", "Published", "Dismissed",
    ]  # fmt: skip


def make_an_issue(edit: Edit, *papers: int) -> None:
    issue = edit.issues.new("Trends", edition="April 2022")
    edit.issues.add(edit.issues.add_section(issue, "Research"), [NewEntry(Kind.PAPER, paper) for paper in papers])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda edit: edit.papers.decide([1, 2], Status.DISMISSED), {"Inbox": 4, "Dismissed": 2}),
        (lambda edit: edit.papers.tag([1, 2, 3], "scaling"), {"scaling": 3}),
        (lambda edit: edit.merging.put_in([prepare(record(9, "New"))]), {"All papers": 7, "Inbox": 7}),
        (lambda edit: edit.merging.merge(1, 2), {"All papers": 5, "Inbox": 5}),
        (lambda edit: edit.writeups.save(1, "why", "Because.", None), {"Inbox": 5, "Drafting": 1}),
        (lambda edit: make_an_issue(edit, 1), {"Inbox": 5, "Shortlisted": 1, "April 2022": 1}),
        (lambda edit: edit.merging.put_in([prepare(record(9, "2203.00099", to_fetch=True))]), {"All papers": 7, "Inbox": 7, "To fetch": 1}),
    ],
    ids=["decide", "tag", "add", "merge", "write", "issue", "wait"],
)  # fmt: skip
def test_numbers_are_true_after_a_change_and_after_its_undo(
    stage: Stage, change: object, expected: dict[str, int]
) -> None:
    before = numbers(stage)
    stage.edit(change)  # type: ignore[arg-type]
    assert numbers(stage) == before | expected
    stage.history.undo()
    stage.settle()
    assert numbers(stage) == before
    stage.history.redo()
    stage.settle()
    assert numbers(stage) == before | expected


def test_a_click_shows_what_is_there(stage: Stage) -> None:
    stage.edit(lambda edit: edit.papers.tag([1, 3], "scaling"))
    click(stage, "scaling")
    assert stage.titles() == ["Pathways", "Chain of Thought"]
    assert stage.rail.shelf.key == ("tag", "scaling")
    click(stage, "All papers")
    assert len(stage.titles()) == 6


def test_an_issue_is_picked_with_its_number(stage: Stage) -> None:
    stage.edit(lambda edit: make_an_issue(edit, 4))
    picked: list[Shelf] = []
    stage.rail.picked.connect(picked.append)
    click(stage, "April 2022")
    assert stage.titles() == ["Chinchilla"]
    assert picked[0].issue == 1


def menu_of(stage: Stage, name: str) -> QMenu:
    """The menu that a right click on a place opens."""
    at = [line.name if isinstance(line, Shelf) else line for line in stage.rail._model.lines].index(name)
    place = view(stage).visualRect(stage.rail._model.index(at)).center()
    QTest.mouseClick(view(stage).viewport(), Qt.MouseButton.RightButton, pos=place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view(stage).viewport().mapToGlobal(place))
    QApplication.sendEvent(view(stage).viewport(), event)
    (menu,) = stage.rail.findChildren(QMenu, "shelfMenu")
    return menu


def test_a_right_click_opens_a_menu_and_moves_nothing(stage: Stage) -> None:
    stage.edit(lambda edit: make_an_issue(edit, 4))
    stage.edit(lambda edit: edit.papers.tag([1, 3], "scaling"))
    click(stage, "Inbox")
    before = view(stage).currentIndex().row()
    asked: list[tuple[str, str]] = []
    stage.rail.asked.connect(lambda name, shelf: asked.append((name, shelf.name)))
    menu = menu_of(stage, "April 2022")
    assert [one.text() for one in menu.actions() if one.text()] == ["Show", "Edit…", "Export…", "Remove…"]
    assert view(stage).currentIndex().row() == before and stage.rail.shelf.key == ("status", "inbox")
    menu.actions()[-1].trigger()
    menu.close()
    stage.settle()
    menu = menu_of(stage, "scaling")
    assert [one.text() for one in menu.actions() if one.text()] == ["Show", "Rename…", "Remove from all papers"]
    menu.actions()[-1].trigger()
    assert asked == [("remove-issue", "April 2022"), ("remove", "scaling")]
    menu.actions()[0].trigger()
    menu.close()
    stage.settle()
    assert stage.titles() == ["Pathways", "Chain of Thought"]
    assert view(stage).currentIndex().row() != before


def test_a_tag_is_renamed_on_all_papers_in_one_step(stage: Stage) -> None:
    stage.edit(lambda edit: edit.papers.tag([1, 3], "scaling"))
    stage.edit(lambda edit: edit.papers.tag([3], "size"))
    stage.pane.asking.rename_tag("scaling")
    line = stage.window.findChild(QLineEdit, "tagForm-name")
    assert line is not None and line.text() == "scaling"
    line.setText("size")
    QTest.keyClick(line, Qt.Key.Key_Return)
    stage.settle()
    assert numbers(stage)["size"] == 2 and "scaling" not in numbers(stage)
    stage.history.undo()
    stage.settle()
    assert (numbers(stage)["size"], numbers(stage)["scaling"]) == (1, 2)


def test_a_tag_that_is_removed_is_no_longer_shown(stage: Stage) -> None:
    stage.edit(lambda edit: edit.papers.tag([1, 3], "scaling"))
    click(stage, "scaling")
    stage.pane.deeds.remove_tag("scaling")
    stage.settle()
    assert "scaling" not in numbers(stage)
    assert stage.rail.shelf.key == ("all", "") and len(stage.titles()) == 6
    stage.history.undo()
    stage.settle()
    assert numbers(stage)["scaling"] == 2


def test_an_issue_is_listed_in_its_own_order_and_other_places_are_not(stage: Stage) -> None:
    stage.edit(lambda edit: make_an_issue(edit, 4, 6, 1))
    click(stage, "April 2022")
    assert stage.titles() == ["Chinchilla", "Tensor Programs", "Chain of Thought"]
    assert stage.pane._sort.text() == "Issue order ▾"
    stage.pane.set_order("oldest")
    stage.settle()
    assert stage.titles() == ["Chain of Thought", "Chinchilla", "Tensor Programs"]
    click(stage, "All papers")
    assert stage.pane._sort.text() == "Newest first ▾"
    assert stage.titles()[0] == "Tensor Programs"


def test_arrows_go_from_place_to_place(stage: Stage) -> None:
    click(stage, "All papers")
    view(stage).setFocus()
    for _ in range(2):
        QTest.keyClick(view(stage), Qt.Key.Key_Down)
    stage.settle()
    assert stage.pane.shelf.key == ("status", "shortlisted")
    assert stage.titles() == []
    QTest.keyClick(view(stage), Qt.Key.Key_Up)
    stage.settle()
    assert len(stage.titles()) == 6


def test_headings_are_no_places(stage: Stage) -> None:
    click(stage, "Inbox")
    click(stage, "Papers")
    assert stage.pane.shelf.key == ("status", "inbox")


def test_narrow_it_has_icons_and_tags_behind_one_of_them(stage: Stage) -> None:
    stage.edit(lambda edit: edit.papers.tag([1, 3], "scaling"))
    stage.rail.narrow(True)
    names = [line.name for line in stage.rail._model.lines if isinstance(line, Shelf)]
    assert names[-1] == "Tags" and "scaling" not in names
    click(stage, "Tags")
    menu = stage.rail.findChild(QMenu, "tagsMenu")
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    stage.settle()
    assert stage.titles() == ["Pathways", "Chain of Thought"]
    assert stage.rail._model.lines[view(stage).currentIndex().row()].name == "Tags"  # type: ignore[union-attr]
    stage.rail.narrow(False)
    assert stage.rail._model.lines[view(stage).currentIndex().row()].name == "scaling"  # type: ignore[union-attr]


def test_narrow_it_has_the_menus_of_all_that_stand_behind_an_icon(stage: Stage) -> None:
    stage.edit(lambda edit: make_an_issue(edit, 4))
    stage.edit(lambda edit: edit.papers.tag([1, 3], "scaling"))
    wide = {}
    for name in ("April 2022", "scaling"):
        menu = menu_of(stage, name)
        wide[name] = [one.text() for one in menu.actions()]
        menu.close()
        stage.settle()
    stage.rail.narrow(True)
    asked: list[tuple[str, str]] = []
    stage.rail.asked.connect(lambda name, shelf: asked.append((name, shelf.name)))
    for icon, name in (("Issues", "April 2022"), ("Tags", "scaling")):
        menu = menu_of(stage, icon)
        below = {one.text(): one.menu() for one in menu.actions()}
        assert list(below) == [name]
        inside = below[name]
        assert isinstance(inside, QMenu)
        assert [one.text() for one in inside.actions()] == wide[name]
        inside.actions()[-1].trigger()
        menu.close()
        stage.settle()
    assert asked == [("remove-issue", "April 2022"), ("remove", "scaling")]


def drop(stage: Stage, name: str, data: QMimeData) -> bool:
    """Lets something fall on a place."""
    at = [line.name if isinstance(line, Shelf) else line for line in stage.rail._model.lines].index(name)
    place = view(stage).visualRect(stage.rail._model.index(at)).center()
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move = QDragMoveEvent(place, copy, data, left, none)
    QApplication.sendEvent(view(stage).viewport(), QDragEnterEvent(place, copy, data, left, none))
    QApplication.sendEvent(view(stage).viewport(), move)
    if not move.isAccepted():
        return False
    QApplication.sendEvent(view(stage).viewport(), QDropEvent(QPointF(place), copy, data, left, none))
    stage.settle()
    return True


def test_papers_can_be_dropped_on_what_an_editor_decides(stage: Stage) -> None:
    stage.edit(lambda edit: edit.papers.tag([1], "scaling"))
    stage.edit(lambda edit: make_an_issue(edit, 1))
    stage.rail.dropped.connect(stage.pane.put_on)
    data = stage.pane.model.mime_of([2, 3])
    for name, changed in (("Ready", {"Ready": 2}), ("scaling", {"scaling": 3}), ("April 2022", {"April 2022": 3})):
        before = numbers(stage)
        assert drop(stage, name, data)
        assert (before | numbers(stage)).items() >= changed.items()
    for name in ("All papers", "Published", "Drafting"):
        assert not drop(stage, name, data)


def test_papers_of_another_library_are_not_taken(stage: Stage) -> None:
    assert not drop(stage, "Ready", papers_mime([2], Path("/elsewhere.curator")))


def test_text_may_fall_anywhere_on_the_rail(stage: Stage) -> None:
    stage.rail.brought.connect(stage.pane.bring)
    data = QMimeData()
    data.setText("2204.00001")
    assert drop(stage, "All papers", data)
    assert "A title of 1" in stage.titles()


def test_a_place_is_said_with_its_number(stage: Stage) -> None:
    assert stage.rail._model.index(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Inbox, 6"


def test_what_can_be_added_is_in_one_menu(stage: Stage) -> None:
    stage.rail._plus.click()
    menu = stage.rail.findChild(QMenu, "addMenu")
    assert menu is not None and menu.isVisible()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Add papers…", "Search arXiv…", "New paper…", "New issue…", "Import an issue…"]
    menu.close()
