"""One list becomes another by few runs, and what is kept stays behind what it stood behind."""

from array import array
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from curator.desktop.inbox.splice import MOST, Came, Gone, splice

PAPERS = st.lists(st.integers(1, 40), unique=True)


def ids(papers: Iterable[int]) -> "array[int]":
    return array("q", papers)


def carried_out(shown: "array[int]", steps: Iterable[Gone | Came]) -> "array[int]":
    made = shown[:]
    for step in steps:
        match step:
            case Gone(at, count):
                del made[at : at + count]
            case Came(at, came):
                made[at:at] = came
    return made


@given(PAPERS, PAPERS, st.sets(st.integers(1, 40)))
def test_the_steps_lead_to_the_list_and_nothing_is_lost(shown: list[int], wanted: list[int], kept: set[int]) -> None:
    found = splice(ids(shown), ids(wanted), kept)
    assert [paper for paper in found.ids if paper in wanted] == wanted
    assert found.stale == (set(shown) & kept) - set(wanted)
    assert len(set(found.ids)) == len(found.ids) == len(wanted) + len(found.stale)
    if found.steps is not None:
        assert carried_out(ids(shown), found.steps) == found.ids


@given(PAPERS, st.data())
def test_what_leaves_and_comes_in_place_needs_no_new_beginning(shown: list[int], data: st.DataObject) -> None:
    wanted = [paper for paper in shown if data.draw(st.booleans())]
    for paper in data.draw(st.lists(st.integers(41, 60), unique=True, max_size=5)):
        wanted.insert(data.draw(st.integers(0, len(wanted))), paper)
    assert splice(ids(shown), ids(wanted)).steps is not None


def test_one_that_comes_is_one_row() -> None:
    assert splice(ids([3, 2, 1]), ids([3, 9, 2, 1])).steps == (Came(1, ids([9])),)


def test_what_is_kept_stays_in_its_place() -> None:
    found = splice(ids([1, 2, 3, 4]), ids([1, 5, 4]), {2, 3})
    assert list(found.ids) == [1, 2, 3, 5, 4]
    assert found.steps == (Came(3, ids([5])),)


def test_another_order_begins_anew() -> None:
    assert splice(ids([1, 2, 3]), ids([3, 1, 2])).steps is None


def test_very_many_runs_begin_anew() -> None:
    shown = ids(range(0, 4 * MOST, 2))
    assert splice(shown, ids(range(4 * MOST))).steps is None


def test_the_same_list_is_no_change() -> None:
    assert splice(ids([1, 2]), ids([1, 2])).steps == ()
