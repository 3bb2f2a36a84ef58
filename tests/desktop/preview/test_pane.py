"""The preview shows the page that an export would write, follows what one works on, and leaves alone what did not change."""

import json
import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from curator.desktop.preview.page import Place
from curator.desktop.preview.pane import PreviewPane
from curator.desktop.preview.plainview import PlainView
from curator.desktop.theme import Look
from curator.export.html import render
from curator.jobs.compose import compose
from tests.desktop.preview.conftest import Open, Stage

SAME = "new DOMParser().parseFromString({page}, 'text/html').body.innerHTML.trim() === document.body.innerHTML.trim()"


def is_as_exported(stage: Stage, unsaved: dict[tuple[int, str], str | None] | None = None) -> bool:
    """Whether the view holds what the exported page has inside of its body, sign by sign."""
    exported = render(compose(stage.written.library, stage.written.issue, unsaved or {})).text.decode()
    return bool(stage.ask(SAME.format(page=json.dumps(exported))))


def in_sight(stage: Stage, selector: str) -> bool:
    box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
    return bool(stage.ask(f"{box}.bottom > 0 && {box}.top < innerHeight"))


def test_it_shows_what_an_export_writes(open_preview: Open) -> None:
    stage = open_preview()
    assert is_as_exported(stage)
    assert stage.ask("document.images[0].naturalWidth") > 0  # the figure is inside


def test_what_is_typed_is_shown_before_it_is_saved(open_preview: Open) -> None:
    stage = open_preview()
    paper = stage.written.papers[0]
    stage.shown(lambda: stage.pane.lay(paper, "why", "Typed and *not* saved."))
    assert "Typed and not saved." in stage.ask("document.body.innerText")
    assert is_as_exported(stage, {(paper, "why"): "Typed and *not* saved."})


def test_what_is_saved_replaces_what_was_typed(open_preview: Open) -> None:
    stage = open_preview()
    paper = stage.written.papers[0]
    stage.shown(lambda: stage.pane.lay(paper, "why", "Typed."))

    def save() -> None:
        with stage.written.library.edit("Write") as edit:
            edit.writeups.save(paper, "why", "Saved.", edit.writeups.get(paper, "why").sha)

    stage.shown(save)
    assert "Saved." in stage.ask("document.body.innerText")
    assert is_as_exported(stage)


def test_what_others_change_is_shown(open_preview: Open) -> None:
    stage = open_preview()

    def move() -> None:
        with stage.written.library.edit("Move") as edit:
            edit.issues.move([stage.written.entries[2]], stage.written.section, 1)

    stage.shown(move)
    assert stage.ask("document.querySelector('article .title').innerText").endswith("Paper 3")
    assert is_as_exported(stage)


def test_a_pause_makes_one_page_of_many_keys(open_preview: Open) -> None:
    stage = open_preview()
    pages: list[object] = []
    stage.pane.shown.connect(pages.append)
    with stage.qtbot.waitSignal(stage.pane.shown):
        for end in range(1, 20):
            stage.pane.lay(stage.written.papers[0], "why", "A text that grows."[:end])
    assert len(pages) == 1
    assert is_as_exported(stage, {(stage.written.papers[0], "why"): "A text that grows."})


def test_what_did_not_change_is_not_made_anew(open_preview: Open) -> None:
    """The choice of a reader, an open fold and a picture outlive the typing beside them."""
    stage = open_preview()
    stage.ask(
        "window.kept = document.images[0]; document.querySelector('details').open = true;"
        "getSelection().selectAllChildren(document.querySelector('figcaption')); true"
    )
    stage.shown(lambda: stage.pane.lay(stage.written.papers[0], "insights", f"Other. {insights(stage)}"))
    assert stage.ask("window.kept === document.images[0] && window.kept.isConnected")
    assert stage.ask("document.querySelector('details').open")
    assert stage.ask("getSelection().toString()").startswith("Two lines.")


def insights(stage: Stage) -> str:
    with stage.written.library.read() as reading:
        return reading.writeups.get(stage.written.papers[0], "insights").text or ""


def test_the_place_one_reads_at_stays(open_preview: Open) -> None:
    stage = open_preview()
    stage.ask("scrollTo(0, 900); true")
    stage.shown(lambda: stage.pane.lay(stage.written.papers[11], "insights", "At the end."))
    stage.ask("scrollTo(0, 900); true")
    stage.shown(lambda: stage.pane.lay(stage.written.papers[11], "insights", "At the very end."))
    assert stage.ask("scrollY") == 900


def test_the_block_one_writes_in_stays_where_it_is(open_preview: Open) -> None:
    """Words that come above it move it on the page, and not on the screen."""
    stage = open_preview()
    paper = stage.written.papers[5]
    stage.pane.follow_paper(paper, "why")
    top = f"document.querySelector('[data-entry=\"{stage.written.entries[5]}\"] [data-field=why]').getBoundingClientRect().top"
    before, page = stage.ask(top), stage.ask("scrollY")

    def grow() -> None:
        with stage.written.library.edit("Write") as edit:
            edit.writeups.save(stage.written.papers[0], "insights", "Many words. " * 300, None)

    with stage.written.library.edit("Empty it") as edit:
        first = stage.written.papers[0]
        edit.writeups.save(first, "insights", None, edit.writeups.get(first, "insights").sha)
    stage.shown(grow)
    assert stage.ask("scrollY") > page
    assert stage.ask(top) == pytest.approx(before, abs=1.5)


def test_what_one_reads_stays_where_it_is(open_preview: Open) -> None:
    stage = open_preview()
    reading = f'[data-entry="{stage.written.entries[6]}"] .byline'
    stage.ask(f"document.querySelector({json.dumps(reading)}).scrollIntoView(); true")
    top = f"document.querySelector({json.dumps(reading)}).getBoundingClientRect().top"
    before, page = stage.ask(top), stage.ask("scrollY")

    def grow() -> None:
        with stage.written.library.edit("Write") as edit:
            edit.writeups.save(stage.written.papers[1], "insights", "Many words. " * 300, None)

    stage.shown(grow)
    assert stage.ask("scrollY") > page + 100
    assert stage.ask(top) == pytest.approx(before, abs=1.5)


def test_words_that_grow_out_of_sight_are_followed(open_preview: Open) -> None:
    """One writes at the end of a long field, and sees it; unless one has gone elsewhere to read."""
    stage = open_preview()
    paper = stage.written.papers[5]
    long = "\n\n".join(f"Paragraph {number}. " + "Words of it. " * 20 for number in range(20))
    stage.shown(lambda: stage.pane.lay(paper, "insights", long))
    stage.shown(lambda: stage.pane.lay(paper, "insights", f"{long}\n\nThe end of it."))
    last = f'[data-entry="{stage.written.entries[5]}"] [data-field=insights] > p:last-child'
    assert stage.ask(f"document.querySelector({json.dumps(last)}).innerText") == "The end of it."
    assert in_sight(stage, last)
    longer = f"{long}\n\nThe end of it, and **more** that " + "takes a line. " * 12
    stage.shown(lambda: stage.pane.lay(paper, "insights", longer))
    assert stage.ask(f"document.querySelector({json.dumps(last)}).getBoundingClientRect().bottom <= innerHeight")
    stage.ask("scrollTo(0, 0); true")
    stage.shown(lambda: stage.pane.lay(paper, "insights", f"{longer} And more."))
    assert stage.ask("scrollY") == 0


def test_what_was_chosen_before_the_page_came_is_in_sight_when_it_comes(open_preview: Open) -> None:
    stage = open_preview()
    entry = stage.written.entries[9]
    stage.pane.show_issue(None)
    stage.pane.follow(Place(entry=entry))

    def show() -> None:
        stage.pane.show_issue(stage.written.issue)
        stage.pane.follow(Place(entry=entry))

    stage.shown(show)
    assert in_sight(stage, f'[data-entry="{entry}"]')


def test_it_follows_the_field_one_writes_in(open_preview: Open) -> None:
    stage = open_preview()
    place = f'[data-entry="{stage.written.entries[8]}"] > [data-field="why"]'
    assert not in_sight(stage, place)
    stage.pane.follow_paper(stage.written.papers[8], "why")
    assert in_sight(stage, place)
    mark = f"getComputedStyle(document.querySelector({json.dumps(place)}), '::before').width"
    assert stage.ask(f"Math.round(parseFloat({mark}))") == 2
    assert is_as_exported(stage)  # the mark is no part of the body


def test_what_is_in_sight_does_not_move(open_preview: Open) -> None:
    stage = open_preview()
    stage.ask("scrollTo(0, 120); true")
    place = Place(entry=stage.written.entries[0], field="why")
    assert in_sight(stage, place.selectors[0])
    stage.pane.follow(place)
    assert stage.ask("scrollY") == 120


def test_a_field_without_words_is_followed_by_its_entry(open_preview: Open) -> None:
    stage = open_preview()
    stage.pane.follow_paper(stage.written.papers[9], "insights")
    entry = f'[data-entry="{stage.written.entries[9]}"]'
    assert in_sight(stage, entry)
    assert entry in stage.ask("document.getElementById('mark').textContent")


def test_sections_and_the_lead_are_followed_too(open_preview: Open) -> None:
    stage = open_preview()
    for place, tag in ((Place(field="lead"), "DIV"), (Place(section=stage.written.section), "SECTION")):
        stage.pane.follow(place)
        rule = stage.ask("document.getElementById('mark').textContent.split(' {')[0]")
        assert stage.ask(f"document.querySelector({json.dumps(rule)}).tagName") == tag
    stage.pane.follow(None)
    assert stage.ask("document.getElementById('mark').textContent") == ""


def test_a_paper_of_another_issue_is_not_followed(open_preview: Open) -> None:
    stage = open_preview()
    with stage.written.library.edit("Add") as edit:
        other = edit.papers.new("Elsewhere")
    stage.pane.follow_paper(other, "why")
    assert stage.ask("document.getElementById('mark').textContent") == ""


def test_light_and_dark_are_those_of_the_window(open_preview: Open, look: Look) -> None:
    stage = open_preview()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert stage.ask(ground) == "rgb(255, 255, 255)"
    look.set_mode("dark")
    assert stage.ask(ground) == "rgb(23, 24, 27)"
    look.set_mode("light")
    assert stage.ask(ground) == "rgb(255, 255, 255)"


def test_ways_within_the_page_lead_there(open_preview: Open) -> None:
    stage = open_preview()
    stage.ask("document.querySelector('details').open = true")
    stage.click(f'summary ~ ol a[href="#e{stage.written.entries[3]}"]')
    stage.qtbot.waitUntil(lambda: stage.ask("scrollY") > 100)
    assert is_near_top(stage, f"#e{stage.written.entries[3]}")
    stage.shown(lambda: stage.pane.lay(stage.written.papers[0], "why", "Still alive."))
    assert "Still alive." in stage.ask("document.body.innerText")


def is_near_top(stage: Stage, selector: str) -> bool:
    return bool(
        stage.ask(f"Math.abs(document.querySelector({json.dumps(selector)}).getBoundingClientRect().top) < 120")
    )


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton])
def test_a_way_out_of_the_page_is_handed_on_by_a_click_alone(open_preview: Open, button: Qt.MouseButton) -> None:
    stage = open_preview()
    with stage.qtbot.waitSignal(stage.pane.open_address) as asked:
        stage.click(f"#e{stage.written.entries[1]} .title a", button)
    assert asked.args == ["https://example.org/2"]
    assert is_as_exported(stage)


def test_another_issue_is_shown_from_its_beginning(open_preview: Open) -> None:
    stage = open_preview()
    with stage.written.library.edit("Begin") as edit:
        other = edit.issues.new("Another", lead="Short. " * 3000)
    stage.ask("scrollTo(0, 900); true")
    stage.shown(lambda: stage.pane.show_issue(other))
    assert stage.ask("scrollY") == 0
    assert stage.ask("document.querySelector('h1').innerText") == "Another"


def test_an_issue_that_was_removed_does_no_harm(open_preview: Open) -> None:
    stage = open_preview()
    with stage.written.library.edit("Remove") as edit:
        edit.issues.remove(stage.written.issue)
    stage.pane.show_issue(None)
    stage.qtbot.waitUntil(lambda: not stage.tasks.running)
    assert not stage.pane.notice.words


def test_nothing_is_made_while_nobody_looks(open_preview: Open) -> None:
    stage = open_preview()
    stage.window.hide()
    pages: list[object] = []
    stage.pane.shown.connect(pages.append)
    stage.pane.lay(stage.written.papers[0], "why", "Unseen.")
    stage.qtbot.wait(700)
    assert pages == []
    stage.shown(stage.window.show)
    assert "Unseen." in stage.ask("document.body.innerText")


def test_a_view_whose_process_ended_comes_back(open_preview: Open) -> None:
    stage = open_preview()
    view = stage.pane.view
    assert view is not None
    with stage.qtbot.waitSignal(view.died, timeout=20_000):  # type: ignore[union-attr]
        os.kill(view.page.renderProcessPid(), signal.SIGKILL)  # type: ignore[union-attr]
    assert "ended" in stage.pane.notice.words
    again = stage.pane.notice.findChild(QWidget, "previewNoticeChoice1")
    assert isinstance(again, QWidget)
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert is_as_exported(stage)
    assert not stage.pane.notice.words


def test_where_no_web_view_can_be_had_the_words_are_shown_and_a_line_says_why(open_preview: Open) -> None:
    stage = open_preview(why_not=lambda: "The web view is not installed.")
    view = stage.pane.view
    assert isinstance(view, PlainView)
    assert stage.pane.notice.words.startswith("The web view is not installed. ")
    assert "Trends in AI" in view.toPlainText() and "Because of this." in view.toPlainText()


def test_the_view_is_made_when_it_is_first_seen(qtbot: object, look: Look, tasks: object, news: object) -> None:
    pane = PreviewPane(look, tasks, news)  # type: ignore[arg-type]
    assert pane.view is None
