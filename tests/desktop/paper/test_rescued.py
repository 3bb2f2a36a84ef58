"""A text that an earlier run could not save: whatever is decided, its words are a version before its file goes."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QPushButton

from curator.desktop.paper.box import FieldBox
from curator.domain.errors import LibraryFault
from tests.desktop.paper.conftest import Clock, Stage
from tests.desktop.paper.test_other import press
from tests.desktop.paper.test_saving import elsewhere

RESCUED = "What was typed on a full disk."


def shown(stage: Stage, clock: Clock, held: str = "", text: str = RESCUED) -> FieldBox:
    """The field of a paper of which a text was kept when another run ended; `held` is what the library has."""
    if held:
        elsewhere(stage, clock, held)
    keep(stage, text)
    stage.pane.show_paper(stage.chinchilla)
    box = stage.pane.page.boxes["why"]
    assert box.other.text == text
    stage.settle()
    return box


def keep(stage: Stage, text: str) -> None:
    assert stage.pane.rescue is not None
    path = stage.pane.rescue.path(stage.chinchilla, "why")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def files(stage: Stage) -> list[str]:
    return [path.read_text() for path in stage.rescue.iterdir()]


def versions(stage: Stage) -> list[tuple[str | None, str]]:
    with stage.library.read() as reading:
        return [(one.text, one.origin) for one in reading.writeups.revisions(stage.chinchilla, "why")]


@pytest.mark.parametrize(
    ("held", "name", "left"),
    [
        ("", "keepYours", ""),
        ("", "keepOther", RESCUED),
        ("In the library.", "keepYours", "In the library."),
        ("In the library.", "keepOther", RESCUED),
        ("In the library.", "keepBoth", f"In the library.\n\n{RESCUED}"),
    ],
)
def test_whatever_is_decided_the_rescued_text_is_a_version(
    stage: Stage, clock: Clock, held: str, name: str, left: str
) -> None:
    box = shown(stage, clock, held)
    press(box, name)
    stage.pane.leave()
    stage.settle()
    assert box.edit.text == left and (stage.saved(stage.chinchilla) or "") == left
    assert (RESCUED, "rescued") in versions(stage) and files(stage) == []
    assert box.other.text is None


def choices(box: FieldBox) -> list[str]:
    return [
        one.text()
        for one in sorted(box.other.findChildren(QPushButton), key=lambda one: (one.y(), one.x()))
        if one.isVisible()
    ]


def test_over_each_text_stands_which_it_is(stage: Stage, clock: Clock) -> None:
    box = shown(stage, clock, "In the library.")
    at = datetime.now(UTC).astimezone()
    assert box.other._yours.text() == "In the library"
    assert box.other._theirs.text().startswith(f"Rescued text (was not saved at {at:%H:}")
    assert choices(box)[:2] == ["Keep what is in the library", "Take the rescued text"]


def test_where_the_library_has_nothing_the_rescued_text_is_offered_first(stage: Stage, clock: Clock) -> None:
    assert choices(shown(stage, clock)) == ["Take the rescued text", "Leave it empty"]


def test_where_it_cannot_become_a_version_its_file_stays_and_it_is_shown_again(
    stage: Stage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = shown(stage, clock, "In the library.")
    with monkeypatch.context() as patch:
        patch.setattr(stage.library, "edit", _full)
        press(box, "keepYours")
        stage.qtbot.waitUntil(lambda: "stays in its file" in box.changed.words)
        stage.settle()
    assert files(stage) == [RESCUED] and box.other.text == RESCUED
    press(box, "keepYours")
    stage.settle()
    assert files(stage) == [] and (RESCUED, "rescued") in versions(stage)
    assert box.changed.words == "The rescued text is kept as a version."


def test_what_is_typed_beside_it_and_can_not_be_saved_does_not_take_its_file(
    stage: Stage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = shown(stage, clock)
    with monkeypatch.context() as patch:
        patch.setattr(stage.library, "edit", _full)
        box.edit.setFocus()
        stage.qtbot.keyClicks(box.edit, "New words")
        box.saving.flush()
        stage.qtbot.waitUntil(lambda: bool(stage.pane.bar.said))
        stage.settle()
        (file,) = files(stage)
        assert "New words" in file and RESCUED in file
    press(box, "keepYours")
    stage.pane.leave()
    stage.settle()
    assert stage.saved(stage.chinchilla) == "New words" and (RESCUED, "rescued") in versions(stage)
    assert files(stage) == []


def test_anothers_text_that_comes_between_does_not_take_its_place(stage: Stage, clock: Clock) -> None:
    box = shown(stage, clock)
    box.edit.setFocus()
    stage.qtbot.keyClicks(box.edit, "Mine")
    elsewhere(stage, clock, "Theirs")
    box.saving.flush()
    stage.qtbot.waitUntil(lambda: box.other.text == "Theirs")
    press(box, "keepYours")
    stage.settle()
    assert box.other.text == RESCUED and files(stage) == [RESCUED]
    press(box, "keepYours")
    stage.settle()
    assert {RESCUED, "Mine", "Theirs"} <= {text for text, _ in versions(stage)} and files(stage) == []


def test_a_text_that_is_in_the_library_by_now_waits_no_more(stage: Stage, clock: Clock) -> None:
    elsewhere(stage, clock, RESCUED)
    keep(stage, RESCUED)
    with stage.qtbot.waitSignal(stage.pane.waiting) as came:
        stage.pane.show_paper(stage.chinchilla)
    stage.settle()
    assert came.args == [0] and files(stage) == [] and stage.pane.page.boxes["why"].other.text is None


def _full(*_: object, **__: object) -> None:
    raise LibraryFault("The disk is full. Make room, then try again.")
