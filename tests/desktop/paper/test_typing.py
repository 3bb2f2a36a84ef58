"""Whatever is typed, undone and done again in whichever papers: no text is ever in another one, and every state comes back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from curator.domain.papers import Status
from curator.domain.writeups import FIELDS
from curator.library.library import Edit, Library
from tests.desktop.paper.conftest import Clock, Stage, begun

LETTERS = {0: "abc ", 1: "xyz\n"}
"""Each paper has letters of its own: one in the wrong paper is seen."""

State = tuple[tuple[str | None, ...], ...]

typing = st.tuples(st.just("type"), st.integers(0, 3), st.integers(1, 3))
moves = st.sampled_from([("paper", 0, 0), ("paper", 1, 0), ("field", 0, 0), ("field", 1, 0), ("away", 0, 0)])
erasing = st.tuples(st.just("erase"), st.integers(1, 3), st.just(0))
pauses = st.just(("pause", 0, 0))
undoing = st.sampled_from([("undo", 0, 0), ("redo", 0, 0)])
others = st.sampled_from([("star", 0, 0), ("star", 1, 0), ("ready", 0, 0)])
waits = st.just(("wait", 0, 0))
SETTINGS = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass
class Hand:
    """One who types at the stage."""

    stage: Stage
    library: Library
    paper: int = 0
    states: list[State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stage.show_library(self.library)
        self.stage.pane.show_paper(self.stage.chinchilla)
        self.stage.settle()

    def does(self, what: str, one: int, two: int) -> None:
        pane, qtbot = self.stage.pane, self.stage.qtbot
        box = next((box for box in pane.page.boxes.values() if box.edit.hasFocus()), None)
        match what:
            case "paper":
                self.paper = one
                pane.show_paper((self.stage.chinchilla, self.stage.kaplan)[one])
            case "field":
                pane.page.boxes[FIELDS[one].name].edit.setFocus()
            case "away":
                pane.setFocus()
                pane.leave()
            case "type" if box is not None:
                for letter in LETTERS[self.paper][one] * two:
                    if letter == "\n":
                        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
                    else:
                        qtbot.keyClicks(box.edit, letter)
            case "erase" if box is not None:
                for _ in range(one):
                    box.edit.textCursor().deletePreviousChar()
            case "pause" if box is not None:
                box.saving.flush()
            case "undo":
                self.stage.history.undo()
            case "redo":
                self.stage.history.redo()
            case "star":
                self.edit("Star", lambda edit, paper: edit.papers.star([paper], bool(one)))
            case "ready":
                self.edit("Mark as ready", lambda edit, paper: edit.papers.decide([paper], Status.READY))
            case "wait":
                self.stage.settle()

    def edit(self, label: str, job: Callable[[Edit, int], None]) -> None:
        paper = (self.stage.chinchilla, self.stage.kaplan)[self.paper]
        self.stage.history.edit(label, lambda edit: job(edit, paper))

    def pause(self) -> State:
        """The state once all that is typed is saved; the field is not left."""
        for box in self.stage.pane.page.boxes.values():
            box.saving.flush()
        return self.state()

    def texts(self) -> list[str]:
        """What the fields show."""
        return [box.edit.text.strip(" \n") for box in self.stage.pane.page.boxes.values()]

    def went(self, what: str) -> bool:
        """Takes back or does again; whether there was something."""
        nothing: list[str] = []
        self.stage.history.said.connect(nothing.append)
        self.does(what, 0, 0)
        self.stage.settle()
        self.stage.history.said.disconnect(nothing.append)
        return not nothing

    def leave(self) -> None:
        self.stage.pane.setFocus()
        self.stage.pane.leave()
        self.stage.settle()

    def state(self) -> State:
        """The texts of both papers, their status (first words make a paper drafting) and whether they have a star."""
        self.stage.settle()
        assert not self.stage.lost
        with self.stage.library.read() as reading:
            return tuple(
                (
                    *(reading.writeups.get(paper, part.name).text for part in FIELDS),
                    reading.papers.get(paper).status.value,
                    str(reading.papers.get(paper).starred),
                )
                for paper in (self.stage.chinchilla, self.stage.kaplan)
            )


def stray(state: State) -> set[str]:
    """Letters that are in a paper in which nobody typed them."""
    return {
        letter
        for paper, (*texts, _, _) in enumerate(state)
        for text in texts
        for letter in text or ""
        if letter not in LETTERS[paper]
    }


@pytest.fixture
def hand(stage: Stage, clock: Clock, tmp_path: Path) -> Iterator[Callable[[], Hand]]:
    stage.pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    used: list[Library] = []

    def made() -> Hand:
        used.append(begun(tmp_path / f"{len(used)}.curator", clock))
        return Hand(stage, used[-1])

    yield made
    stage.show_library(stage.library)
    for library in used:
        library.close()


@given(st.lists(st.one_of(typing, typing, moves, erasing, pauses, undoing), min_size=4, max_size=25))
@example([("type", 0, 1), ("redo", 0, 0), ("undo", 0, 0), ("undo", 0, 0), ("type", 0, 2)])
@example(
    [
        ("type", 0, 1),
        ("away", 0, 0),
        ("field", 0, 0),
        ("type", 1, 1),
        ("away", 0, 0),
        ("field", 0, 0),
        ("undo", 0, 0),
        ("type", 2, 1),
    ]
)
@SETTINGS
def test_no_text_is_ever_in_another_paper(hand: Callable[[], Hand], steps: list[tuple[str, int, int]]) -> None:
    one = hand()
    one.does("field", 0, 0)
    for step in steps:
        one.does(*step)
    one.leave()
    state = one.state()
    assert not stray(state)
    pane = one.stage.pane
    shown = state[(one.stage.chinchilla, one.stage.kaplan).index(pane.paper or 0)]
    for part, text in zip(FIELDS, shown[: len(FIELDS)], strict=True):
        box = pane.page.boxes[part.name]
        assert (box.edit.text.strip(" \n") or "") == (text or "").strip(" \n")
        assert box.other.text is None
    assert not pane.has_unsaved


@given(st.lists(st.one_of(typing, typing, moves, erasing, pauses), min_size=4, max_size=20))
@SETTINGS
def test_every_state_comes_back_by_undo_and_by_redo(
    hand: Callable[[], Hand], steps: list[tuple[str, int, int]]
) -> None:
    one = hand()
    states = [one.state()]
    one.does("field", 0, 0)
    for step in steps:
        if step[0] in ("paper", "field", "away"):
            one.leave()
            if one.state() != states[-1]:
                states.append(one.state())
        one.does(*step)
    one.leave()
    if one.state() != states[-1]:
        states.append(one.state())
    for state in reversed(states[:-1]):
        one.stage.history.undo()
        assert one.state() == state
    for state in states[1:]:
        one.stage.history.redo()
        assert one.state() == state


@given(st.lists(st.one_of(typing, typing, moves, erasing, pauses, undoing, others, waits), max_size=20), st.data())
@SETTINGS
def test_as_many_redos_as_undos_bring_everything_back(
    hand: Callable[[], Hand], steps: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    one = hand()
    one.does("field", 0, 0)
    for step in steps:
        one.does(*step)
    one.pause()
    while one.went("redo"):
        pass  # what was taken back before would come too, where there is less to take back than one asks for
    before, shown = one.pause(), one.texts()
    does = one.does if data.draw(st.booleans(), "in a hurry") else lambda what, *_: one.went(what)
    many = data.draw(st.integers(1, 8), "so many")
    for what in ["undo"] * many + ["redo"] * many:
        does(what, 0, 0)
    assert one.pause() == before
    assert one.texts() == shown


@given(
    st.lists(st.one_of(typing, typing, moves, erasing, pauses, undoing, others, waits), max_size=20),
    st.lists(st.one_of(st.just(("undo", 0, 0)), undoing, moves, waits), min_size=1, max_size=12),
)
@example(
    [("paper", 1, 0), ("field", 1, 0), ("type", 0, 1), ("erase", 1, 0)],
    [("field", 1, 0), ("undo", 0, 0), ("paper", 0, 0)],
)
@SETTINGS
def test_all_that_was_taken_back_comes_again_as_long_as_nothing_new_is_done(
    hand: Callable[[], Hand], steps: list[tuple[str, int, int]], back: list[tuple[str, int, int]]
) -> None:
    one = hand()
    one.does("field", 0, 0)
    for step in steps:
        one.does(*step)
    one.pause()
    while one.went("redo"):
        pass
    before = one.pause()
    for step in back:
        one.does(*step)
    one.stage.settle()
    while one.went("redo"):
        pass
    one.leave()
    assert one.state() == before


def test_a_step_that_came_while_one_stayed_in_the_field_is_taken_back_before_the_typing(
    hand: Callable[[], Hand],
) -> None:
    one = hand()
    one.does("field", 0, 0)
    one.does("type", 0, 1)
    one.does("star", 1, 0)
    (text, *_, star), _ = one.state()
    assert (text, star) == ("a", "True")
    one.went("undo")
    (text, *_, star), _ = one.state()
    assert (text, star) == ("a", "False")
    assert one.texts()[0] == "a"
    one.went("undo")
    (text, *_, star), _ = one.state()
    assert (text, star) == (None, "False")
