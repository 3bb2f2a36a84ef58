"""What is known of a paper, and how it is typed over."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from curator.desktop.paper.header import breakable, said_date, said_list, said_meta
from curator.desktop.paper.page import Found
from curator.desktop.paper.placeline import said_places
from curator.desktop.paper.title import LINES
from curator.desktop.theme import Look
from curator.domain.papers import Link, Paper, Place, Status
from curator.domain.writeups import Text
from tests.desktop.paper.conftest import Stage


def button(stage: Stage, parent: QWidget, name: str) -> QPushButton:
    """A button that is seen, as soon as the layout shows it."""

    def seen() -> list[QPushButton]:
        return [one for one in parent.findChildren(QPushButton, name) if one.isVisible()]

    stage.qtbot.waitUntil(lambda: len(seen()) == 1)
    return seen()[0]


@pytest.fixture
def paper(stage: Stage) -> Callable[[], Paper]:
    stage.pane.show_paper(stage.chinchilla)

    def read() -> Paper:
        stage.settle()
        with stage.library.read() as reading:
            return reading.papers.get(stage.chinchilla)

    return read


def test_places_dates_and_lists_in_words() -> None:
    assert said_places([Place(1, "April 2022", 5)]) == "In April 2022 as № 5"
    assert said_places([Place(1, "April 2022", 5), Place(2, "May 2022", None)]) == (
        "In April 2022 as № 5, mentioned in May 2022"
    )
    assert said_places([]) == ""
    assert said_date(date(2022, 3, 9)) == "9 March 2022" and said_date(None) == ""
    assert said_list(["a"]) == "a" and said_list(["a", "b", "c"]) == "a, b and c"


def test_a_word_that_no_line_holds_can_break() -> None:
    assert breakable("short words") == "short words"
    assert breakable("x" * 400).replace("\u200b", "") == "x" * 400
    assert max(len(part) for part in breakable("x" * 400).split("\u200b")) <= 20


def test_authors_unfold_and_fold(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    more = button(stage, header, "moreAuthors")
    assert more.text() == "and 3 more"
    stage.qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    names = header.findChild(QLabel, "paperAuthors")
    assert names is not None and names.text().endswith("Trevor Cai, Eliza Rutherford")
    stage.qtbot.mouseClick(button(stage, header, "fewerAuthors"), Qt.MouseButton.LeftButton)
    assert not names.isVisible()


def test_three_thousand_authors_do_not_hang(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    header.show_paper(replace(paper(), id=77, authors=tuple(f"Author {number}" for number in range(3000))))
    assert button(stage, header, "moreAuthors").text() == "and 2,997 more"
    for said in ("and 2,700 more", None):
        begun = time.perf_counter()
        stage.qtbot.mouseClick(button(stage, header, "moreAuthors"), Qt.MouseButton.LeftButton)
        header.grab()
        assert time.perf_counter() - begun < 1
        assert said is None or button(stage, header, "moreAuthors").text() == said


def test_the_status_is_chosen_in_the_head(stage: Stage, paper: Callable[[], Paper]) -> None:
    assert stage.pane.top.status.objectName() == "statusBox"
    stage.qtbot.mouseClick(stage.pane.top.status, Qt.MouseButton.LeftButton)
    menu = stage.pane.top._menu
    assert menu is not None
    ready = next(action for action in menu.actions() if action.text() == "Ready")
    ready.trigger()
    menu.close()
    assert paper().status is Status.READY
    assert stage.pane.top.status.text().strip().startswith("Ready")
    assert stage.history.undo_label == "Mark as ready"


def test_the_star_is_put_and_taken(stage: Stage, paper: Callable[[], Paper]) -> None:
    stage.qtbot.mouseClick(stage.pane.top.star, Qt.MouseButton.LeftButton)
    assert paper().starred
    assert stage.pane.top.star.accessibleName() == "Take the star away"
    stage.qtbot.mouseClick(stage.pane.top.star, Qt.MouseButton.LeftButton)
    assert not paper().starred


def test_page_and_pdf_are_asked_for(stage: Stage, paper: Callable[[], Paper]) -> None:
    with stage.qtbot.waitSignal(stage.pane.open_address) as asked:
        stage.qtbot.mouseClick(stage.pane.top.abstract, Qt.MouseButton.LeftButton)
    assert asked.args == ["https://arxiv.org/abs/2203.15556"]
    with stage.qtbot.waitSignal(stage.pane.open_address) as asked:
        stage.qtbot.mouseClick(stage.pane.top.pdf, Qt.MouseButton.LeftButton)
    assert asked.args == ["https://arxiv.org/pdf/2203.15556"]


def test_what_is_typed_over_is_the_editors_and_has_a_way_back(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    stage.qtbot.mouseClick(header.pencil, Qt.MouseButton.LeftButton)
    title, authors = header.details._inputs["title"], header.details._inputs["authors"]
    assert isinstance(title, QPlainTextEdit) and isinstance(authors, QPlainTextEdit)
    title.setPlainText("Compute-optimal models")
    authors.setPlainText("Jordan Hoffmann\n\nSebastian Borgeaud\n")
    stage.qtbot.keyClick(title, Qt.Key.Key_Return)
    changed = paper()
    assert changed.title == "Compute-optimal models"
    assert changed.authors == ("Jordan Hoffmann", "Sebastian Borgeaud")
    assert changed.edited == {"title", "authors"}
    assert header.title.text() == "Compute-optimal models"
    assert header.meta.text().endswith("title and authors yours")
    assert header.details.isHidden()
    header.edit()
    stage.qtbot.mouseClick(button(stage, header.details, "titleBack"), Qt.MouseButton.LeftButton)
    assert paper().title.startswith("Training Compute-Optimal")
    assert title.toPlainText().startswith("Training Compute-Optimal")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("published", "29.3.2022", "This is no date."),
        ("url", "example", "This is no web address."),
        ("title", " ", "A paper needs a title."),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_changes(
    stage: Stage, paper: Callable[[], Paper], field: str, typed: str, said: str
) -> None:
    before = paper()
    header = stage.pane.page.header
    header.edit()
    made = header.details._inputs[field]
    if isinstance(made, QPlainTextEdit):
        made.setPlainText(typed)
    else:
        made.setText(typed)
    header.details.keep()
    assert header.details.notice.words.startswith(said) and not header.details.isHidden()
    assert paper() == before


def test_escape_gives_the_form_up(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    header.edit()
    made = header.details._inputs["published"]
    stage.qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert header.details.isHidden() and header.title.isVisible()


def test_a_paper_to_fetch_and_a_fault_say_what_to_do(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    header.show_paper(replace(paper(), to_fetch=True, title="arXiv 2204.02311"))
    assert header.notice.words.startswith("Only its identifier is known.")
    header.show_paper(replace(paper(), fault="arXiv has no 2204.99999."))
    assert header.notice.words == "arXiv has no 2204.99999."
    header.show_paper(replace(paper(), newer=3))
    assert header.notice.words == "Version 3 is out; this is version 1."
    header.show_paper(paper())
    assert header.notice.words == ""


def test_a_paper_without_a_source_has_its_title_open(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    had = stage.window.focusWidget()
    unasked = replace(paper(), id=99, to_fetch=True, arxiv=None, doi="10.1038/a", title="10.1038/a")
    header.show_paper(unasked)
    assert not header.details.isHidden() and header._shown.isHidden()
    assert stage.window.focusWidget() is had
    assert header.notice.words.startswith("No service can be asked about it")
    header.details.close_form()
    header.show_paper(unasked)
    assert header.details.isHidden() and not header._shown.isHidden()
    header.show_paper(replace(unasked, title="By hand", edited=frozenset({"title"})))
    assert header.notice.words == ""


def test_a_title_is_shown_as_text(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    header.show_paper(replace(paper(), title='<img src="/dev/zero"> <b>x</b>'))
    assert header.title.textFormat() == Qt.TextFormat.PlainText
    header.grab()


def test_meta_names_what_there_is(paper: Callable[[], Paper]) -> None:
    bare = replace(paper(), arxiv=None, version=None, categories=(), doi="10.1000/xyz", published=None)
    assert said_meta(bare) == "doi 10.1000/xyz"


def test_the_abstract_unfolds(stage: Stage, paper: Callable[[], Paper]) -> None:
    abstract = stage.pane.page.abstract
    folded = abstract.height()
    stage.qtbot.mouseClick(button(stage, abstract, "abstractMore"), Qt.MouseButton.LeftButton)
    assert abstract.is_open and abstract.height() > folded
    stage.qtbot.mouseClick(button(stage, abstract, "abstractMore"), Qt.MouseButton.LeftButton)
    assert abstract.height() == folded
    assert abstract.accessibleName().startswith("Abstract: We investigate")


def test_a_long_title_is_four_lines_until_one_asks_for_all(stage: Stage, paper: Callable[[], Paper]) -> None:
    header = stage.pane.page.header
    header.show_paper(replace(paper(), id=99, title="A very long title " * 47))
    stage.qtbot.wait(1)
    line = header.title._line()
    assert header.title.height() == LINES * line
    assert header._more.isVisible() and header._more.text() == "Show all"
    header._more.click()
    stage.qtbot.waitUntil(lambda: header.title.height() > 6 * line)
    assert header._more.text() == "Show less"
    header.show_paper(replace(paper(), id=100))
    assert not header._more.isVisible()
    stage.qtbot.waitUntil(lambda: header.title.height() <= LINES * line)


def test_words_without_an_end_ask_for_no_more_width_than_there_is(stage: Stage, paper: Callable[[], Paper]) -> None:
    page = stage.pane.page
    endless = replace(
        paper(),
        id=99,
        title="Nobreak" * 60,
        authors=("Someone" * 30,) * 4,
        abstract="x" * 900,
        tags=("t" * 150,),
        links=(Link("l" * 150, "https://example.org/" + "a" * 150),),
        fault="f" * 300,
    )
    page.show_found(Found(endless, (), {name: Text(None, "") for name in page.boxes}), is_new=True, is_merged=False)
    stage.qtbot.wait(1)
    assert page._body.width() <= page.viewport().width()
    assert page._body.minimumSizeHint().width() <= page.viewport().width()
    assert page.verticalScrollBar().value() == 0
    page.header._unfold()
    stage.qtbot.wait(1)
    assert page._body.width() <= page.viewport().width()


def test_larger_text_enlarges_title_and_abstract(stage: Stage, look: Look) -> None:
    title, abstract = stage.pane.page.header.title, stage.pane.page.abstract
    before = title._line(), abstract._line_height()
    look.set_writing(1.4)
    stage.qtbot.waitUntil(lambda: title.height() >= title._line())
    assert title._line() > before[0] and abstract._line_height() > before[1]


def test_a_save_does_not_show_the_head_anew(stage: Stage) -> None:
    """Each save is heard of: what it leaves as it is costs the window's thread nothing."""
    stage.pane.show_paper(stage.chinchilla)
    stage.pane.focus_field("why")
    edit = stage.pane.page.boxes["why"].edit
    stage.qtbot.keyClicks(edit, "First words make it drafting.")
    stage.pane.page.boxes["why"].saving.flush()
    stage.settle()
    head = stage.pane.top
    before = head.status.icon().cacheKey()
    stage.qtbot.keyClicks(edit, " More.")
    stage.pane.page.boxes["why"].saving.flush()
    stage.settle()
    assert head.status.icon().cacheKey() == before
    stage.qtbot.mouseClick(head.star, Qt.MouseButton.LeftButton)
    stage.settle()
    assert head.star.accessibleName() == "Take the star away"


def test_an_address_that_another_paper_has_is_said_and_has_the_focus(stage: Stage) -> None:
    with stage.library.edit("Make a paper") as edit:
        edit.papers.new("Another", url="https://example.org/there")
    stage.pane.show_paper(stage.chinchilla)
    details = stage.pane.page.header.details
    stage.pane.page.header.edit()
    address = details._inputs["url"]
    assert isinstance(address, QLineEdit)
    address.setText("https://example.org/there")
    details._inputs["title"].setFocus()
    details.keep()
    stage.qtbot.waitUntil(lambda: "has this address already" in details.notice.words)
    assert address.hasFocus()
