from hypothesis import given
from hypothesis import strategies as st

from curator.domain.outline import put
from curator.library.places import GAP, NEW, places_for

MOVES = st.lists(
    st.tuples(st.lists(st.integers(1, 12), min_size=1, unique=True), st.none() | st.integers(-1, 15)), max_size=200
)


@given(MOVES, st.integers(1, 9))
def test_an_order_with_gaps_is_the_order_of_a_list(moves: list[tuple[list[int], int | None]], gap: int) -> None:
    order = tuple(range(1, 9))
    places = {number: number * gap for number in order}
    for moved, at in moves:
        others = [(number, places[number]) for number in order if number not in moved]
        order = put(order, moved, at)
        places |= places_for(others, at, moved)
        assert tuple(sorted(places, key=lambda number: places[number])) == order
        assert len(set(places.values())) == len(places)


def test_a_move_gives_one_new_place_while_there_is_room() -> None:
    order = [(number, number * GAP) for number in range(1, 6)]
    for _ in range(18):
        others = order[1:]
        changed = places_for(others, 2, [order[0][0]])
        assert list(changed) == [order[0][0]]
        order = sorted([*others, (order[0][0], changed[order[0][0]])], key=lambda pair: pair[1])


def test_all_get_new_places_when_a_gap_is_used_up() -> None:
    assert places_for([(1, 5), (2, 6)], 2, [3]) == {1: GAP, 3: 2 * GAP, 2: 3 * GAP}


def test_the_first_of_all_has_room_around_it() -> None:
    assert places_for([], None, [NEW, NEW - 1]) == {NEW: GAP, NEW - 1: 2 * GAP}
    assert places_for([(1, GAP)], 1, [2, 3]) == {2: -GAP, 3: 0}
