"""The tree: any change of an issue is shown row by row, and random moves through the view are moves of the outline."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from curator.desktop.outline.model import OutlineModel
from curator.desktop.outline.sheet import Group, Row, Sheet
from curator.desktop.outline.staying import staying
from curator.domain import outline
from curator.domain.issues import Issue, IssueStatus
from tests.desktop.outline.conftest import Stage

ISSUE = Issue(1, "a", "A", None, None, None, None, (), (), "3", IssueStatus.DRAFT, ())
EMPTY = Sheet(ISSUE, (), (), (), (), 0, 1, (), frozenset())


def entry(number: int, section: int | None) -> Row:
    return Row("link", number, section, f"Entry {number}")


def sheet(top: list[int], groups: list[tuple[int, list[int]]]) -> Sheet:
    made = tuple(
        Group(
            Row("section", section, section, f"Section {section}"), tuple(entry(number, section) for number in inside)
        )
        for section, inside in groups
    )
    return replace(EMPTY, top=tuple(entry(number, None) for number in top), groups=made)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Some of twelve entries and five sections, in any order."""
    entries = draw(st.lists(st.integers(1, 12), unique=True, max_size=12))
    sections = draw(st.lists(st.integers(1, 5), unique=True, max_size=5))
    homes = [draw(st.integers(0, len(sections))) for _ in entries]
    placed = [[number for number, home in zip(entries, homes, strict=True) if home == at] for at in range(6)]
    return sheet(placed[0], [(section, placed[at]) for at, section in enumerate(sections, 1)])


def read(model: OutlineModel, parent: QModelIndex | None = None) -> list[tuple[str, list[str]]]:
    found = []
    for at in range(model.rowCount(parent or QModelIndex())):
        index = model.index(at, 0, parent or QModelIndex())
        below = [name for name, _ in read(model, index)]
        found.append((str(model.data(index, Qt.ItemDataRole.DisplayRole)), below))
    return found


def wanted(of: Sheet) -> list[tuple[str, list[str]]]:
    top: list[tuple[str, list[str]]] = [(row.title, []) for row in of.top]
    return top + [(group.row.title, [row.title for row in group.rows]) for group in of.groups]


@settings(max_examples=150, deadline=None)
@given(st.lists(sheets(), min_size=2, max_size=4))
def test_any_issue_becomes_any_other_and_indexes_stay_with_their_rows(several: list[Sheet]) -> None:
    model = OutlineModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(several[0])
    for before, after in pairwise(several):
        held = {row.key: QPersistentModelIndex(model.index_of(row.key)) for row in before.rows()}
        model.show(after)
        assert read(model) == wanted(after)
        stay = {row.key for row in after.rows()}
        for key, index in held.items():
            assert index.isValid() == (key in stay)
            assert key not in stay or index == model.index_of(key)
    del tester


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ("", "", ""),
        ("abc", "abc", "abc"),
        ("abcde", "bcdea", "bcde"),
        ("abcde", "eabcd", "abcd"),
        ("abc", "xyz", ""),
        ("abcde", "axcye", "ace"),
    ],
)
def test_the_fewest_rows_move(before: str, after: str, stays: str) -> None:
    assert staying(before, after) == set(stays)


@given(st.permutations(range(9)), st.permutations(range(9)))
def test_what_stays_is_in_the_same_order_before_and_after(before: list[int], after: list[int]) -> None:
    stay = staying(before, after)
    assert [item for item in before if item in stay] == [item for item in after if item in stay]


def test_one_entry_that_goes_to_the_end_is_one_move(qapp: object) -> None:
    model = OutlineModel()
    model.show(sheet([], [(1, list(range(1, 201)))]))
    moves: list[object] = []
    model.rowsMoved.connect(lambda *args: moves.append(args))
    model.show(sheet([], [(1, [*range(2, 201), 1])]))
    assert len(moves) == 1


@pytest.mark.parametrize("seed", range(3))
def test_random_moves_through_the_view_are_moves_of_the_outline(stage: Stage, seed: int) -> None:
    chance = random.Random(seed)
    expected = outline.outline_of(stage.read())
    for _ in range(8):
        sheet = stage.pane.sheet
        assert sheet is not None
        entries = [row for row in sheet.rows() if row.is_entry]
        chosen = [row for row in entries if chance.random() < 0.3] or [chance.choice(entries)]
        target = chance.choice(entries)
        dragged = [row.id for row in chosen]
        after = chance.random() < 0.5
        spot = outline.landing(expected, dragged, target.id, after=after)
        assert spot is not None
        expected = outline.move(expected, dragged, spot)
        index = stage.pane.model.index_of(target.key)
        stage.view.scrollTo(index)
        rect = stage.view.visualRect(index)
        at = rect.center()
        at.setY(rect.bottom() - 2 if after else rect.top() + 2)
        mime = stage.pane.model.mimeData([stage.pane.model.index_of(row.key) for row in chosen])
        assert stage.drop(mime, at)
        expected = tuple(part for part in expected if part.titled or part.entries)
        assert outline.outline_of(stage.read()) == expected
        assert stage.seen() == stage.order()
