from hypothesis import given
from hypothesis import strategies as st

from curator.domain.issues import Entry, Issue, IssueStatus, Kind, Section
from curator.domain.outline import (
    Outline,
    Part,
    Spot,
    landing,
    landing_at_end,
    move,
    move_section,
    outline_of,
    put,
    spot_of,
    step_down,
    step_up,
)

SMALL: Outline = (Part(1, (10,), titled=False), Part(2, (20, 21, 22)), Part(3), Part(4, (40,)))


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    entries = draw(st.lists(st.integers(1, 60), unique=True, max_size=12))
    count = draw(st.integers(1, 4))
    owners = draw(st.lists(st.integers(0, count - 1), min_size=len(entries), max_size=len(entries)))
    first = draw(st.booleans())
    return tuple(
        Part(100 + index, tuple(e for e, o in zip(entries, owners, strict=True) if o == index), bool(index) or first)
        for index in range(count)
    )


def entries_of(outline: Outline) -> list[int]:
    return [entry for part in outline for entry in part.entries]


@given(outlines(), st.data())
def test_any_move_keeps_every_entry_once_and_every_section_in_place(outline: Outline, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(1, 60) | st.sampled_from([*entries_of(outline), 1])))
    spot = Spot(data.draw(st.integers(99, 105)), data.draw(st.integers(-2, 15)))
    moved = move(outline, chosen, spot)
    assert sorted(entries_of(moved)) == sorted(entries_of(outline))
    assert [part.section for part in moved] == [part.section for part in outline]


@given(outlines(), st.data())
def test_a_move_and_its_reverse_leave_the_outline_as_it_was(outline: Outline, data: st.DataObject) -> None:
    entries = entries_of(outline)
    if not entries:
        return
    entry = data.draw(st.sampled_from(entries))
    origin = spot_of(outline, entry)
    assert origin is not None
    spot = Spot(data.draw(st.sampled_from(outline)).section, data.draw(st.integers(1, 15)))
    assert move(move(outline, [entry], spot), [entry], origin) == outline


@given(outlines(), st.data())
def test_a_moved_block_begins_at_its_spot_and_stays_together(outline: Outline, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from([*entries_of(outline), 0]), unique=True))
    there = [entry for entry in chosen if entry in entries_of(outline)]
    part = data.draw(st.sampled_from(outline))
    at = data.draw(st.integers(1, 15))
    moved = next(p for p in move(outline, chosen, Spot(part.section, at)) if p.section == part.section).entries
    start = min(at, len(moved) - len(there) + 1) - 1
    assert list(moved[start : start + len(there)]) == there


@given(outlines(), st.data())
def test_a_drop_on_the_half_of_an_entry_lands_beside_it(outline: Outline, data: st.DataObject) -> None:
    entries = entries_of(outline)
    if not entries:
        return
    chosen = data.draw(st.lists(st.sampled_from(entries), unique=True, min_size=1))
    target = data.draw(st.sampled_from(entries))
    after = data.draw(st.booleans())
    spot = landing(outline, chosen, target, after=after)
    assert spot is not None
    if target not in chosen:
        moved = entries_of(move(outline, chosen, spot))
        beside = chosen[0] if after else chosen[-1]
        assert moved.index(beside) - moved.index(target) == (1 if after else -1)
    else:
        owner = spot_of(outline, target)
        assert owner is not None and spot.section == owner.section


@given(outlines(), st.data())
def test_steps_up_and_down_are_each_others_reverse(outline: Outline, data: st.DataObject) -> None:
    entries = entries_of(outline)
    if not entries:
        return
    entry = data.draw(st.sampled_from(entries))
    up, down = step_up(outline, [entry]), step_down(outline, [entry])
    if up is not None:
        above = move(outline, [entry], up)
        back = step_down(above, [entry])
        assert above != outline and back is not None and move(above, [entry], back) == outline
    if down is not None:
        below = move(outline, [entry], down)
        back = step_up(below, [entry])
        assert below != outline and back is not None and move(below, [entry], back) == outline


@given(outlines(), st.data())
def test_steps_reach_both_ends(outline: Outline, data: st.DataObject) -> None:
    entries = entries_of(outline)
    if not entries:
        return
    entry = data.draw(st.sampled_from(entries))
    for step, end in ((step_up, (outline[0].section, 0)), (step_down, (outline[-1].section, -1))):
        now, steps = outline, 0
        while (spot := step(now, [entry])) is not None:
            now, steps = move(now, [entry], spot), steps + 1
            assert steps < 100
        part = next(part for part in now if part.section == end[0])
        assert part.entries[end[1]] == entry


def test_a_block_steps_together() -> None:
    assert step_up(SMALL, [21, 22]) == Spot(2, 1)
    assert step_down(SMALL, [20, 21]) == Spot(2, 2)
    assert step_down(SMALL, [22]) == Spot(3, 1)
    assert step_up(SMALL, [20]) == Spot(1, 2)
    assert step_up(SMALL, [10]) is None
    assert step_down(SMALL, [40]) is None
    assert step_up(SMALL, [99]) is None


def test_a_drop_below_all_lands_at_the_end_of_the_last_section() -> None:
    assert landing_at_end(SMALL, [20]) == Spot(4, 2)
    assert landing_at_end(SMALL, [20], 2) == Spot(2, 3)
    assert landing_at_end(SMALL, [], 9) is None
    assert landing(SMALL, [], 99, after=True) is None


def test_a_section_moves_among_those_with_a_title() -> None:
    assert [part.section for part in move_section(SMALL, 4, 1)] == [1, 4, 2, 3]
    assert [part.section for part in move_section(SMALL, 2, 99)] == [1, 3, 4, 2]
    assert move_section(SMALL, 1, 3) == SMALL
    assert move_section(SMALL, 77, 1) == SMALL


def test_a_position_counts_among_those_that_are_not_moved() -> None:
    assert put((1, 2, 3, 4), (1,), 3) == (2, 3, 1, 4)
    assert put((1, 2, 3, 4), (4, 2), 1) == (4, 2, 1, 3)
    assert put((1, 2), (3,), None) == (1, 2, 3)
    assert put((1, 2), (3,), 0) == (3, 1, 2)
    assert put((1, 2, 3), (3, 3, 1), 1) == (3, 1, 2)


def test_the_order_of_an_issue_is_its_outline() -> None:
    sections = (Section(1, "", "x"), Section(2, "News", None, (Entry(7, Kind.TEXT), Entry(5, Kind.TEXT))))
    issue = Issue(1, "s", "S", None, None, None, None, (), (), "3", IssueStatus.DRAFT, sections)
    assert outline_of(issue) == (Part(1, (), titled=False), Part(2, (7, 5)))
    assert spot_of(outline_of(issue), 5) == Spot(2, 2)
    assert spot_of(outline_of(issue), 6) is None
