"""The list under the hand: keys, the choice as ranges, the actions under the pointer, what is dragged out, and its place on screen."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from curator.desktop import mime
from curator.desktop.inbox.delegate import ACTIONS
from curator.domain.papers import Status
from curator.library.merging import prepare
from tests.desktop.inbox.conftest import TITLES, Stage, record

NEWEST_FIRST = list(reversed(TITLES))
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def filled(stage: Stage) -> Stage:
    """More papers than the window shows."""
    stage.edit(
        lambda edit: edit.merging.put_in(
            [prepare(record(1, f"Another {n}", arxiv=f"2201.{n:05}")) for n in range(1, 60)]
        )
    )
    return stage


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ([Qt.Key.Key_Down], 1),
        ([Qt.Key.Key_J, Qt.Key.Key_J], 2),
        ([Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K], 1),
        ([Qt.Key.Key_End], 64),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 0),
        ([Qt.Key.Key_PageDown, Qt.Key.Key_PageUp], 0),
    ],
)
def test_keys_go_through_the_list(filled: Stage, keys: list[Qt.Key], at: int) -> None:
    filled.choose("Tensor Programs")
    for key in keys:
        filled.key(key)
    assert filled.pane.view.currentIndex().row() == at
    assert filled.pane.view.chosen_ids() == [filled.pane.model.ids[at]]
    box = filled.pane.view.visualRect(filled.pane.view.currentIndex())
    assert filled.pane.view.viewport().rect().contains(box)


def test_shift_chooses_up_to_the_end_and_ctrl_a_all(filled: Stage) -> None:
    view = filled.pane.view
    filled.choose("Tensor Programs")
    filled.key(Qt.Key.Key_Down, SHIFT)
    assert filled.chosen_titles() == NEWEST_FIRST[:2]
    filled.key(Qt.Key.Key_End, SHIFT)
    assert view.chosen_count == 65
    filled.choose("Kubric")
    filled.key(Qt.Key.Key_A, CTRL)
    assert view.is_all
    assert view.selectionModel().selection().count() == 1
    assert filled.chosen[-1] == list(filled.pane.model.ids)
    assert filled.pane._count.text() == "65 of 65 chosen"


def test_escape_leaves_one_chosen_and_then_ends_the_search(stage: Stage) -> None:
    stage.search("what came")
    stage.choose("Kubric", "Pathways")
    stage.key(Qt.Key.Key_Escape)
    assert stage.chosen_titles() == ["Kubric"]
    stage.key(Qt.Key.Key_Escape)
    assert stage.pane.field.text() == ""
    assert stage.chosen_titles() == ["Kubric"]


def test_a_letter_that_is_no_action_does_nothing(stage: Stage) -> None:
    stage.choose("Kubric")
    stage.key(Qt.Key.Key_P)
    assert stage.chosen_titles() == ["Kubric"]


def hover(stage: Stage, title: str, action: str) -> QPoint:
    """The middle of an action of a row, the pointer over it."""
    view = stage.pane.view
    at = stage.titles().index(title)
    rect = view.visualRect(stage.pane.model.index(at, 0))
    for place in (QPoint(5, 5), rect.center()):  # a pointer that does not move is no event
        QTest.mouseMove(view.viewport(), place)
    boxes = dict(zip((name for name, _ in ACTIONS), view._delegate._boxes(rect), strict=True))
    return boxes[action].center().toPoint()


@pytest.mark.parametrize(("action", "status"), [("shortlist", Status.SHORTLISTED), ("dismiss", Status.DISMISSED)])
def test_an_action_under_the_pointer_moves_nothing(stage: Stage, action: str, status: Status) -> None:
    stage.choose("Kubric")
    for expected in (status, Status.INBOX):
        QTest.mouseClick(stage.pane.view.viewport(), Qt.MouseButton.LeftButton, pos=hover(stage, "Pathways", action))
        stage.settle()
        assert stage.paper(stage.id("Pathways")).status is expected
        assert stage.chosen_titles() == ["Kubric"]
        assert stage.titles() == NEWEST_FIRST


def test_a_press_that_is_dragged_off_an_action_does_nothing(stage: Stage) -> None:
    viewport = stage.pane.view.viewport()
    place = hover(stage, "Pathways", "star")
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(60, place.y()))
    stage.settle()
    assert not stage.paper(stage.id("Pathways")).starred


def test_papers_are_dragged_out_as_numbers_of_this_library(stage: Stage) -> None:
    stage.choose("Kubric", "Pathways")
    data = stage.pane.model.mime_of(stage.pane.view.chosen_ids())
    assert mime.papers_of(data, stage.library.path) == (stage.id("Kubric"), stage.id("Pathways"))
    data.setText("2204.00001")  # other programs see words; here they are papers that are here already
    assert not stage.drop(data)


def test_the_menu_key_opens_the_actions_of_a_row(stage: Stage) -> None:
    stage.choose("Kubric")
    place = stage.pane.view.viewport().mapToGlobal(QPoint(50, 50))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(50, 50), place)
    QApplication.sendEvent(stage.pane.view, event)
    menu = stage.pane.findChild(QMenu, "paperMenu")
    assert menu is not None and menu.isVisible()
    assert stage.actions["shortlist"] in menu.actions()
    menu.close()


def test_enter_and_a_double_click_open_the_paper(stage: Stage) -> None:
    opened: list[bool] = []
    stage.pane.opened.connect(lambda: opened.append(True))
    stage.choose("Kubric")
    stage.key(Qt.Key.Key_Return)
    rect = stage.pane.view.visualRect(stage.pane.model.index(0, 0))
    QTest.mouseDClick(stage.pane.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(50, 30))
    assert len(opened) == 2


def test_what_one_looks_at_stays_when_papers_come_above_it(filled: Stage) -> None:
    view = filled.pane.view
    bar = view.verticalScrollBar()
    bar.setValue(700)
    top, offset = view.rowAt(0), view.visualRect(filled.pane.model.index(view.rowAt(0), 0)).top()
    paper = filled.pane.model.ids[top]
    filled.edit(
        lambda edit: edit.merging.put_in([prepare(record(n, f"New {n}", arxiv=f"2204.{n:05}")) for n in range(10, 13)])
    )
    assert filled.pane.model.ids[view.rowAt(0)] == paper
    assert view.visualRect(filled.pane.model.index(view.rowAt(0), 0)).top() == offset
    filled.history.undo()
    filled.settle()
    assert filled.pane.model.ids[view.rowAt(0)] == paper


def test_at_the_top_what_comes_is_seen(filled: Stage) -> None:
    filled.edit(lambda edit: edit.merging.put_in([prepare(record(28, "The newest"))]))
    assert filled.pane.view.rowAt(0) == 0
    assert filled.titles()[0] == "The newest"


def test_a_row_is_said_with_its_title_first(stage: Stage) -> None:
    words = stage.pane.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Kubric, Author5, Other, cs.CL, 5 Mar 2022, in the inbox, unread"


def test_rows_are_painted_in_every_state(stage: Stage, qapp: QApplication) -> None:
    """Chosen with and without the focus, under the pointer, dragged, not read yet: five pictures of one row."""
    view = stage.pane.view
    stage.choose("Kubric")
    rect = view.visualRect(stage.pane.model.index(1, 0))
    pictures = [view.viewport().grab(rect).toImage()]
    stage.pane.field.setFocus()
    pictures.append(view.viewport().grab(rect).toImage())
    view._hover(1)
    pictures.append(view.viewport().grab(rect).toImage())
    view._delegate.pressed = frozenset(view.chosen_ids())
    pictures.append(view.viewport().grab(rect).toImage())
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[at + 1 :])


def test_the_ring_of_the_keyboard_hides_nothing(stage: Stage) -> None:
    view = stage.pane.view
    stage.choose("Kubric")
    rect = view.visualRect(stage.pane.model.index(3, 0))
    inside = rect.adjusted(4, 4, -4, -4)
    plain, whole = view.viewport().grab(inside).toImage(), view.viewport().grab(rect).toImage()
    view.selectionModel().setCurrentIndex(stage.pane.model.index(3, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    assert view.viewport().grab(rect).toImage() != whole
    assert view.viewport().grab(inside).toImage() == plain


def test_the_one_paper_of_a_search_is_not_all_of_the_next_list(filled: Stage) -> None:
    filled.search("Kubric")
    filled.choose("Kubric")
    assert len(filled.titles()) == 1
    for words in ("", "a", "status:inbox"):
        filled.search(words)
        assert len(filled.titles()) > 1
        assert filled.chosen_titles() in (["Kubric"], filled.titles()[:1])


def test_all_of_a_list_is_not_all_of_another(filled: Stage) -> None:
    filled.search("Kubric")
    filled.pane.view.setFocus()
    filled.key(Qt.Key.Key_A, CTRL)
    filled.search("")
    assert filled.chosen_titles() == ["Kubric"]
