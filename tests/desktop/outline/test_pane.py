"""Which issue is shown, how far it is, what stands in the way, and the strip of a narrow window."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from curator.desktop.outline.dialogs import Form
from curator.desktop.outline.findings import FindingsView
from curator.desktop.outline.strip import REST, OutlineStrip
from curator.domain.issues import Kind, NewEntry
from curator.domain.writeups import WHY
from curator.jobs.desk import Desk
from curator.library.library import Library
from curator.net import Net
from tests.desktop.conftest import doors, now
from tests.desktop.outline.conftest import ANY, Open, Stage, made


def child(stage: Stage, kind: type[QWidget], name: str) -> QWidget:
    found = stage.pane.findChild(kind, name)
    assert found is not None
    return found


def test_the_line_above_says_how_far_it_is(stage: Stage) -> None:
    texts = [label.text() for label in child(stage, QWidget, "issueProgress").findChildren(QLabel)]
    assert texts[0] == "3 of 5 papers ready"
    assert texts[1].endswith(" words · 1 min")


def test_the_issue_last_changed_is_shown_unless_another_was_seen_last(library: Library, bare: Open) -> None:
    issue, _ = made(library)
    with library.edit("Make another") as edit:
        other = edit.issues.new("Trends in AI", "May 2022", "2022-05-04")
    with library.edit("Change the first") as edit:
        edit.issues.edit(issue, lead="Changed.")
    stage = bare()
    assert stage.pane.issue == issue
    stage.pane.show_library(library, None, other)
    stage.settle()
    assert stage.pane.issue == other
    stage.pane.show_library(library, None, 4711)
    stage.settle()
    assert stage.pane.issue == issue


def test_a_menu_goes_from_issue_to_issue(stage: Stage) -> None:
    with stage.library.edit("Make another") as edit:
        other = edit.issues.new("Trends & more", "May 2022", "2022-05-04")
    stage.qtbot.waitUntil(lambda: len(stage.pane.issues) == 2)
    button = child(stage, QPushButton, "issueMenu")
    assert isinstance(button, QPushButton) and button.text() == "April 2022  ▾"
    button.click()
    menu = stage.pane.findChild(QMenu, "issues")
    assert menu is not None
    assert [(one.text(), one.isChecked()) for one in menu.actions()[:2]] == [
        ("May 2022 — Trends && more", False),
        ("April 2022 — Trends in AI", True),
    ]
    menu.actions()[0].trigger()
    menu.close()
    stage.settle()
    assert stage.pane.issue == other
    assert button.text() == "May 2022  ▾"


def test_when_the_issue_is_gone_another_is_shown(stage: Stage) -> None:
    with stage.library.edit("Make another") as edit:
        other = edit.issues.new("Trends in AI", "May 2022")
    with stage.library.edit("Remove it") as edit:
        edit.issues.remove(stage.issue)
    stage.qtbot.waitUntil(lambda: stage.pane.issue == other)
    stage.undo()
    with stage.library.edit("Remove all") as edit:
        edit.issues.remove(other)
        edit.issues.remove(stage.issue)
    stage.qtbot.waitUntil(lambda: stage.pane.issue is None)
    assert stage.pane.sheet is None
    assert child(stage, QWidget, "noIssue").isVisible()


def test_choosing_a_paper_elsewhere_shows_its_place_and_tells_nobody(stage: Stage) -> None:
    told: list[object] = []
    stage.pane.entry_chosen.connect(told.append)
    stage.pane.choose_paper(stage.papers["STaR"])
    assert [row.title for row in stage.view.chosen_rows()] == ["STaR"]
    stage.pane.choose_paper(stage.papers["PaLM"])
    assert stage.view.chosen_rows() == []
    assert told == []
    stage.choose("Kubric")
    assert told != []


def test_what_stands_in_the_way_is_at_the_foot_with_the_way_there(stage: Stage, qtbot: QtBot) -> None:
    view = stage.pane.findChild(FindingsView, "checksView")
    assert view is not None and view.isVisible()
    model = view.model()
    assert model.rowCount() == 1
    index = model.index(0, 0)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("“Kubric” has no Why")
    with qtbot.waitSignal(stage.pane.write) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert asked.args == [stage.papers["Kubric"], "why"]
    view.setFocus()
    with qtbot.waitSignal(stage.pane.write):
        QTest.keyClick(view, Qt.Key.Key_Return)
    with stage.library.edit("Write it") as edit:
        edit.writeups.save(stage.papers["Kubric"], WHY.name, "Because.", None)
    stage.settle()
    qtbot.waitUntil(lambda: not view.isVisible())


def test_a_title_in_a_tool_tip_is_text(stage: Stage) -> None:
    with stage.library.edit("Add a paper") as edit:
        paper = edit.papers.new('<img src="/dev/zero">')
        edit.issues.add(edit.issues.get(stage.issue).sections[2].id, [NewEntry(Kind.PAPER, paper=paper)])
    stage.settle()
    view = stage.pane.findChild(FindingsView, "checksView")
    assert view is not None
    tips = [str(view.model().index(at, 0).data(Qt.ItemDataRole.ToolTipRole)) for at in range(2)]
    assert "<img" not in "".join(tips)


def test_the_preview_takes_the_place_of_the_outline(stage: Stage, qtbot: QtBot) -> None:
    preview = QWidget()
    stage.pane.set_preview(preview)
    told: list[bool] = []
    stage.pane.preview_wanted.connect(told.append)
    stage.pane.show_preview()
    assert preview.isVisible() and not stage.view.isVisible() and stage.pane.is_preview_shown
    tabs = child(stage, QTabBar, "outlineTabs")
    assert isinstance(tabs, QTabBar)
    tabs.setCurrentIndex(0)
    assert stage.view.isVisible() and not stage.pane.is_preview_shown
    assert told == [True, False]


def test_what_can_only_be_read_is_not_dragged_into(stage: Stage) -> None:
    stage.pane.model.can_write = False
    assert not stage.hover(stage.papers_mime("PaLM"), stage.at("STaR"))
    index = stage.pane.model.index_of(stage.row("News").key)
    flags = stage.pane.model.flags(index)
    assert not flags & Qt.ItemFlag.ItemIsEditable and not flags & Qt.ItemFlag.ItemIsDragEnabled


@pytest.fixture
def strip(stage: Stage, qtbot: QtBot) -> OutlineStrip:
    found = stage.pane.strip
    qtbot.addWidget(found)
    found.setFixedWidth(48)
    found.resize(48, 600)
    found.show()
    return found


def test_the_strip_opens_by_click_and_by_a_drag_that_rests(stage: Stage, strip: OutlineStrip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.asked):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(20, 300))
    button = strip.findChild(QToolButton, "openOutline")
    assert button is not None and button.accessibleName() == "Outline: April 2022 · 3 of 5 ready"
    with qtbot.waitSignal(strip.asked):
        button.click()
    stage.window.hide()
    with qtbot.waitSignal(strip.asked, timeout=REST * 5):
        enter(strip, stage)
    asked: list[bool] = []
    strip.asked.connect(lambda: asked.append(True))
    enter(strip, stage)
    QApplication.sendEvent(strip, QDragLeaveEvent())
    QTest.qWait(REST + 100)
    assert asked == []


def test_a_drop_on_the_strip_is_the_end_of_the_issue(stage: Stage, strip: OutlineStrip) -> None:
    mime = enter(strip, stage)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(strip, QDropEvent(QPointF(20, 300), ANY, mime, buttons, keys, QEvent.Type.Drop))
    stage.settle()
    assert stage.order()["Tools"] == ["PaLM"]
    assert not strip.grab().isNull()


def enter(strip: OutlineStrip, stage: Stage) -> QMimeData:
    mime = stage.papers_mime("PaLM")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(20, 300), ANY, mime, buttons, keys)
    QApplication.sendEvent(strip, event)
    assert event.isAccepted()
    return mime


def test_two_hundred_entries_stay_fast(library: Library, bare: Open, tmp_path: Path) -> None:
    with library.edit("Make an issue") as edit:
        issue = edit.issues.new("Trends in AI", "April 2022")
        section = edit.issues.add_section(issue, "Research")
        papers = [edit.papers.new(f"Paper {number}") for number in range(200)]
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper) for paper in papers])
        for paper in papers:
            edit.writeups.save(paper, WHY.name, "Forty words of it. " * 10, None)
    stage = bare()
    stage.issue, stage.papers = issue, {f"Paper {number}": paper for number, paper in enumerate(papers)}
    stage.settle()
    began = time.process_time()
    for at in range(10, 700, 10):
        stage.hover(stage.papers_mime("Paper 3"), QPoint(100, at))
    hovering = (time.process_time() - began) / 69
    stage.leave()
    began = time.process_time()
    stage.view.grab()
    painting = time.process_time() - began
    stage.choose("Paper 0")
    with library.edit("Move") as edit:
        first = edit.issues.get(issue).sections[0].entries[0].id
        edit.issues.move([first], section, 200)
    stage.settle()
    began = time.process_time()
    stage.pane.model.show(stage.pane.sheet)
    assert stage.pane.model.rowCount(stage.pane.model.index(0, 0, QModelIndex())) == 200
    showing = time.process_time() - began
    assert max(hovering, painting, showing) < 0.1, (hovering, painting, showing)


def test_an_issue_without_a_row_says_how_to_begin_and_takes_a_drop(library: Library, bare: Open) -> None:
    with library.edit("Begin") as edit:
        issue = edit.issues.new("Trends in AI", "May 2022", "2022-05-04")
        paper = edit.papers.new("STaR", ["Eric Zelikman"], None, "https://example.org/star")
    stage = bare()
    stage.issue, stage.papers = issue, {"STaR": paper}
    hint = child(stage, QWidget, "emptyOutline")
    stage.qtbot.waitUntil(hint.isVisible)
    assert hint.size() == stage.view.viewport().size()
    words = [label.text() for label in hint.findChildren(QLabel)]
    assert words[0] == "Drop papers here, or begin with a section"
    before = stage.view.grab().toImage()
    assert stage.hover(stage.papers_mime("STaR"), stage.below_all())
    assert stage.hints[-1] == "Drop to put this into this issue"
    assert stage.view.grab().toImage() != before, "nothing shows where it would fall"
    stage.leave()
    stage.drop(stage.papers_mime("STaR"), stage.below_all())
    assert stage.order()[""] == ["STaR"]
    assert not hint.isVisible()
    stage.undo()
    stage.qtbot.waitUntil(hint.isVisible)
    button = child(stage, QPushButton, "emptyOutlineChoice1")
    assert isinstance(button, QPushButton)
    button.click()
    assert any(form.isVisible() for form in stage.window.findChildren(Form))


def test_a_long_name_of_an_issue_is_cut_and_makes_nothing_wider(stage: Stage) -> None:
    least = stage.pane.minimumSizeHint().width()
    long = "The edition of a very long month, & of the one that came before it, and more"
    with stage.library.edit("Rename") as edit:
        edit.issues.edit(stage.issue, edition=long)
    stage.settle()
    button = child(stage, QPushButton, "issueMenu")
    assert isinstance(button, QPushButton)
    assert button.text().endswith("…  ▾") and button.toolTip() == long
    assert stage.pane.minimumSizeHint().width() <= least
    assert child(stage, QPushButton, "exportButton").geometry().right() < stage.pane.width()
    with stage.library.edit("Rename") as edit:
        edit.issues.edit(stage.issue, edition="May & June")
    stage.settle()
    assert (button.text(), button.toolTip()) == ("May && June  ▾", "")


def test_the_paper_that_was_chosen_before_the_issue_was_read_is_marked(stage: Stage, tmp_path: Path) -> None:
    pane, settings = stage.pane, doors(tmp_path).settings
    pane.show_library(None)
    pane.choose_paper(stage.papers["STaR"])
    assert stage.view.chosen_rows() == []
    pane.show_library(stage.library, Desk(stage.library, Net(), settings, now))
    stage.settle()
    assert [row.title for row in stage.view.chosen_rows()] == ["STaR"]
