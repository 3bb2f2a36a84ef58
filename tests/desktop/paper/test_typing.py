"""Whatever is typed, undone and done again in whichever papers: no text is ever in another one, and every state comes back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from curator.domain.writeups import FIELDS
from curator.library.library import Library
from tests.desktop.paper.conftest import Clock, Stage, begun

LETTERS = {0: "abc ", 1: "xyz\n"}
"""Each paper has letters of its own: one in the wrong paper is seen."""

State = tuple[tuple[str | None, ...], ...]

typing = st.tuples(st.just("type"), st.integers(0, 3), st.integers(1, 3))
moves = st.sampled_from([("paper", 0, 0), ("paper", 1, 0), ("field", 0, 0), ("field", 1, 0), ("away", 0, 0)])
erasing = st.tuples(st.just("erase"), st.integers(1, 3), st.just(0))
pauses = st.just(("pause", 0, 0))
undoing = st.sampled_from([("undo", 0, 0), ("redo", 0, 0)])
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

    def leave(self) -> None:
        self.stage.pane.setFocus()
        self.stage.pane.leave()
        self.stage.settle()

    def state(self) -> State:
        """The texts of both papers and, since first words make a paper drafting, their status."""
        self.stage.settle()
        assert not self.stage.lost
        with self.stage.library.read() as reading:
            return tuple(
                (
                    *(reading.writeups.get(paper, part.name).text for part in FIELDS),
                    reading.papers.get(paper).status.value,
                )
                for paper in (self.stage.chinchilla, self.stage.kaplan)
            )


def stray(state: State) -> set[str]:
    """Letters that are in a paper in which nobody typed them."""
    return {
        letter
        for paper, (*texts, _) in enumerate(state)
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
    for part, text in zip(FIELDS, shown[:-1], strict=True):
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
