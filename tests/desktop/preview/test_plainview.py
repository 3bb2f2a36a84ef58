"""Without a web view the words, links and figures are shown all the same, and what one works on is followed."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QImage

from curator.desktop.preview.page import Place
from curator.desktop.preview.plainview import PlainView
from tests.desktop.preview.conftest import Open, Stage, Written


@pytest.fixture
def plain(open_preview: Open) -> Stage:
    return open_preview(why_not=lambda: "Not here.")


def view_of(stage: Stage) -> PlainView:
    assert isinstance(stage.pane.view, PlainView)
    return stage.pane.view


def top_of(view: PlainView, words: str) -> int:
    """Where these words stand in the viewport."""
    cursor = view.document().find(words)
    assert not cursor.isNull()
    return view.cursorRect(cursor).top()


def test_a_field_out_of_sight_is_brought_there_and_marked(plain: Stage) -> None:
    view = view_of(plain)
    title = f"{9} Paper 9"
    assert not 0 <= top_of(view, title) < view.viewport().height()
    plain.pane.follow_paper(plain.written.papers[8], "why")
    assert 0 <= top_of(view, title) < view.viewport().height()
    box = view.followed()
    assert box is not None
    assert box.top() > top_of(view, title) and box.bottom() <= top_of(view, "10 Paper 10")
    at = view.verticalScrollBar().value()
    plain.pane.follow_paper(plain.written.papers[8], "insights")  # no words yet: its entry
    whole = view.followed()
    assert whole is not None and whole.top() <= top_of(view, title) and whole.bottom() >= box.bottom()
    assert view.verticalScrollBar().value() == at


def test_sections_and_the_lead_have_their_place(plain: Stage) -> None:
    view = view_of(plain)
    for place, words in ((Place(field="lead"), "What is new."), (Place(section=plain.written.section), "Research")):
        plain.pane.follow(place)
        box = view.followed()
        assert box is not None and abs(box.top() - top_of(view, words)) < 12
    plain.pane.follow(None)
    assert view.followed() is None


def test_figures_of_the_page_are_shown_and_nothing_else(plain: Stage) -> None:
    view = view_of(plain)
    assert plain.pane.page is not None
    address = plain.pane.page.body.split('<img src="')[1].split('"')[0]
    shown = view.loadResource(2, QUrl(address))
    assert isinstance(shown, QImage) and 50 < shown.width() <= view.viewport().width()
    for other in (
        "/dev/zero",
        "file:///etc/hostname",
        "http://127.0.0.1:1/a.png",
        "data:image/png;base64,%%%",
        "data:x",
    ):
        nothing = view.loadResource(2, QUrl(other))
        assert isinstance(nothing, QImage) and (nothing.width(), nothing.height()) == (1, 1)
    assert view.loadResource(3, QUrl("file:///etc/passwd")) == ""


def test_the_place_one_reads_at_stays_when_words_change(plain: Stage) -> None:
    view = view_of(plain)
    view.verticalScrollBar().setValue(300)
    plain.shown(lambda: plain.pane.lay(plain.written.papers[11], "why", "Other words."))
    view.verticalScrollBar().setValue(300)
    plain.shown(lambda: plain.pane.lay(plain.written.papers[11], "why", "Other words again."))
    assert view.verticalScrollBar().value() == 300
    assert "Other words again." in view.toPlainText()


def test_links_lead_out_and_within(plain: Stage) -> None:
    view = view_of(plain)
    with plain.qtbot.waitSignal(plain.pane.open_address) as asked:
        view.anchorClicked.emit(QUrl("https://example.org/1"))
    assert asked.args == ["https://example.org/1"]
    view.anchorClicked.emit(QUrl("#references"))
    assert view.verticalScrollBar().value() > 0


def test_nothing_is_wider_than_the_view(open_preview: Open, written: Written) -> None:
    with written.library.edit("Write") as edit:
        src = edit.papers.get(written.papers[0]).figures[0].src
        base = edit.writeups.get(written.papers[0], "insights").sha
        edit.writeups.save(written.papers[0], "insights", f"- one\n- two\n\n![]({src})", base)
    stage = open_preview(size=(300, 500), why_not=lambda: "Not here.")
    view = view_of(stage)
    assert "two" in view.toPlainText()
    assert view.horizontalScrollBar().maximum() == 0


def test_bold_is_no_heavier_than_the_letters_that_the_font_has(plain: Stage) -> None:
    view = view_of(plain)
    heading = view.document().find("Research")
    assert heading.charFormat().fontWeight() == QFont.Weight.DemiBold
    label = view.document().find("Why")
    assert label.charFormat().fontWeight() == QFont.Weight.DemiBold
