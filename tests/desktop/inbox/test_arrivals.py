"""What is dropped and pasted comes in, what failed is said, what waits is tried again while the window is open."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from curator.desktop.inbox.arrivals import AGAIN
from curator.desktop.inbox.shelves import EVERY
from tests.desktop.inbox.conftest import Stage
from tests.sources.standin import status


def text(words: str) -> QMimeData:
    made = QMimeData()
    made.setText(words)
    return made


def addresses(*urls: str) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl(url) for url in urls])
    return made


@pytest.mark.parametrize(
    "mime",
    [
        lambda: text("See 2204.00003."),
        lambda: addresses("https://arxiv.org/abs/2204.00003"),
        lambda: text("https://arxiv.org/pdf/2204.00003v1.pdf"),
    ],
    ids=["text", "address", "pdf"],
)
def test_a_drop_becomes_a_row(stage: Stage, mime: object) -> None:
    assert stage.drop(mime())  # type: ignore[operator]
    assert stage.titles()[0] == "A title of 3"
    assert stage.said == ["1 added"]


def test_a_file_is_read(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_text('{"title": "Of a file", "id": "2112.00001", "published": "2021-12-01"}\nno work\n', "utf-8")
    assert stage.drop(addresses(QUrl.fromLocalFile(str(path)).toString()))
    assert stage.titles()[-1] == "Of a file"
    assert "works.jsonl, line 2" in stage.pane.notice.words


def test_text_is_never_taken_for_a_file(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_text('{"title": "Of a file"}\n', "utf-8")
    stage.drop(text(str(path)))
    assert len(stage.titles()) == 6


def test_pasting_into_the_list_adds(stage: Stage) -> None:
    QGuiApplication.clipboard().setText("2204.00001 and 2203.00005")
    stage.choose("Kubric")
    QTest.keyClick(stage.pane.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert "A title of 1" in stage.titles()
    assert stage.said == ["1 added, 1 here already"]
    assert stage.chosen_titles() == ["Kubric"]


def test_pasting_into_an_empty_list_adds(stage: Stage) -> None:
    stage.show(stage.shelf("status", "shortlisted"))
    empty = stage.pane._empty
    QTest.mouseClick(empty, Qt.MouseButton.LeftButton, pos=QPoint(20, empty.height() - 20))
    assert stage.window.focusWidget() is empty
    QGuiApplication.clipboard().setText("2204.00001")
    QTest.keyClick(empty, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert stage.said == ["1 added"]
    stage.show(stage.shelf("status", "inbox"))
    assert stage.pane.view.hasFocus()


def test_html_alone_brings_its_text_and_its_links(stage: Stage) -> None:
    data = QMimeData()
    data.setHtml(
        '<style>2204.00003</style><p>See <a href="https://arxiv.org/abs/2204.00001">this</a></p><p>2204.00002</p>'
    )
    assert stage.drop(data)
    assert stage.said == ["2 added"]


def test_an_empty_clipboard_is_said(stage: Stage) -> None:
    QGuiApplication.clipboard().clear()
    stage.pane.paste()
    assert stage.said == ["There is nothing to add on the clipboard"]


def test_what_arxiv_does_not_know_is_said_in_place(stage: Stage) -> None:
    stage.drop(text("2204.00001 2204.99999"))
    assert stage.said[-1].startswith("1 added, 1 failed")
    assert "2204.99999" in stage.pane.notice.words
    stage.drop(text("2204.00002"))
    assert stage.pane.notice.words == ""


def test_what_looks_like_an_id_and_is_none_is_said_by_name(stage: Stage) -> None:
    paragraph = "As we said at length before, " * 10
    stage.drop(text(f"{paragraph} 2204.00001, 9999.99999 and 2213.00001. Of 1234.5 or 10.1000/9999.99999 nothing."))
    lines = stage.pane.notice.words.splitlines()
    assert lines == [
        "“9999.99999” is no arXiv id: it was not taken.",
        "“2213.00001” is no arXiv id: it was not taken.",
    ]


def test_a_long_text_is_quoted_in_few_letters(stage: Stage) -> None:
    stage.drop(text("As we said at length before, " * 40))
    assert stage.pane.notice.words
    assert all(len(line.split(": ")[0]) <= 60 for line in stage.pane.notice.words.splitlines())


def test_what_names_nothing_is_said(stage: Stage) -> None:
    stage.drop(text("nothing at all"))
    assert "no arXiv id" in stage.said[-1]


def test_what_waits_is_in_the_list_and_is_tried_again(stage: Stage) -> None:
    arrivals = stage.pane.arrivals
    arrivals._minute = 20  # milliseconds
    stage.arxiv.always = status(404)
    stage.drop(text("2204.00004"))
    row = stage.pane.model.row(0)
    assert row is not None and row.to_fetch
    assert stage.said[-1].startswith("1 waiting for the network")
    stage.arxiv.always = None
    stage.qtbot.waitUntil(lambda: "A title of 4" in stage.titles())
    stage.settle()
    assert arrivals.tries_in is None


def test_the_pauses_between_tries_grow(stage: Stage) -> None:
    arrivals = stage.pane.arrivals
    stage.arxiv.always = status(404)
    stage.drop(text("2204.00004"))
    for minutes in (*AGAIN[1:], AGAIN[-1]):
        arrivals._try_again()
        stage.settle()
        left = arrivals.tries_in
        assert left is not None and abs(left - minutes * 60_000) < 30_000


def test_nothing_is_asked_for_because_a_library_is_opened(stage: Stage) -> None:
    stage.arxiv.always = status(404)
    stage.drop(text("2204.00004"))
    stage.arxiv.always = None
    asked = len(stage.arxiv.asked)
    desk = stage.pane._desk
    stage.pane.show_library(None)
    stage.pane.show_library(stage.library, desk)
    stage.show(EVERY)
    assert stage.pane.arrivals.tries_in is None
    assert len(stage.arxiv.asked) == asked


def test_fetch_asks_at_once(stage: Stage) -> None:
    stage.arxiv.always = status(404)
    stage.drop(text("2204.00004"))
    stage.arxiv.always = None
    stage.actions["fetch-waiting"].trigger()
    stage.settle()
    assert "A title of 4" in stage.titles()


def test_what_no_service_can_be_asked_about_does_not_wait(stage: Stage) -> None:
    stage.drop(text("10.1038/s41586-021-03819-2"))
    assert stage.said[-1] == "1 without a title. No service can be asked about it: give it its title by hand."
    assert stage.pane.arrivals.tries_in is None
    assert stage.rail.shelves.find("waiting", "") is None
    stage.drop(text("https://example.org/a https://example.org/b 2204.00001"))
    assert stage.said[-1] == (
        "1 added, 2 without a title. No service can be asked about them: give them their titles by hand."
    )
    asked = len(stage.arxiv.asked)
    stage.actions["fetch-waiting"].trigger()
    stage.settle()
    assert stage.said[-1].startswith("Nothing waits for a service.")
    assert len(stage.arxiv.asked) == asked


def test_fetching_says_how_many_were_asked_for_and_what_came(stage: Stage) -> None:
    stage.arxiv.always = status(404)
    stage.drop(text("2204.00004 2204.99999 https://example.org/a"))
    waiting = stage.rail.shelves.find("waiting", "")
    assert waiting is not None and waiting.count == 2
    stage.show(waiting)
    assert len(stage.titles()) == 2
    stage.arxiv.always = None
    stage.actions["fetch-waiting"].trigger()
    stage.settle()
    assert stage.said[-1].startswith("Asked for 2: 1 came, 1 not known there")


def test_cancel_lets_go_and_leaves_the_list_as_it_was(stage: Stage) -> None:
    stage.pane.arrivals.add(["2204.00005"])
    (task,) = [one for one in stage.tasks.running if not one.quiet]
    task.cancel()
    stage.settle()
    assert stage.said == []
    stage.drop(text("2204.00006"))
    assert "A title of 6" in stage.titles()
