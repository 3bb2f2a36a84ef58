from dataclasses import replace
from datetime import date

from curator.library.library import Library
from curator.library.merging import prepare
from curator.library.positions import new_positions, settle
from tests.library.bare import column
from tests.library.records import TRAINING

DAY = date(2022, 3, 29)


def positions(library: Library) -> list[int]:
    return column(library, "select position from metadata order by paper")


def test_each_day_counts_from_one_and_every_paper_has_a_place_of_its_own(library: Library) -> None:
    with library.edit("Look") as edit:
        found = new_positions(edit.c, [DAY, date(2022, 3, 30), DAY, date(1, 1, 1)])
    start = DAY.toordinal() << 20
    assert found == [start + 1, start + (1 << 20) + 1, start + 2, (1 << 20) + 1]


def test_later_arrivals_come_after_all_that_the_day_has(library: Library) -> None:
    for n in range(1, 4):
        with library.edit("Add") as edit:
            edit.merging.put_in([prepare(replace(TRAINING, arxiv=f"2203.0000{n}", title=f"Title {n}"))])
    start = DAY.toordinal() << 20
    assert positions(library) == [start + 1, start + 2, start + 3]


def test_a_position_whose_day_is_right_stays(library: Library) -> None:
    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(TRAINING), prepare(replace(TRAINING, arxiv="2203.00002", title="Second"))])
        before = edit.c.exec_driver_sql("select paper, position from metadata").all()
        settle(edit.c, [1, 2, 99])
        assert edit.c.exec_driver_sql("select paper, position from metadata").all() == before
        edit.c.exec_driver_sql("update metadata set published = '2022-04-01' where paper = 1")
        settle(edit.c, [1, 2])
    moved = positions(library)
    assert moved == [(date(2022, 4, 1).toordinal() << 20) + 1, before[1][1]]


def test_a_paper_without_a_date_stands_where_it_was_added(library: Library) -> None:
    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(replace(TRAINING, published=None))])
    assert positions(library) == [(date(2022, 4, 6).toordinal() << 20) + 1]
