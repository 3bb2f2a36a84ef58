from curator.library.library import Library
from curator.library.merging import prepare
from curator.library.numbering import free_keys, last_number
from tests.library.records import BERT, PLAIN, TRAINING


def test_numbers_are_not_given_twice(library: Library) -> None:
    with library.edit("Add") as edit:
        assert last_number(edit.c) == 0
        edit.merging.put_in([prepare(TRAINING), prepare(BERT)])
        assert last_number(edit.c) == 2
    library.undo(library.steps()[0].id)
    with library.edit("Add") as edit:
        assert edit.merging.put_in([prepare(PLAIN)])[0].paper == 3


def test_keys_are_free_of_those_that_papers_have_and_had(library: Library) -> None:
    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(TRAINING), prepare(BERT, "hoffmann2022trainingc")])
        edit.merging.merge(1, 2)
        keys = free_keys(
            edit.c, [("hoffmann2022training", None), ("hoffmann2022training", None), ("hoffmann2022train", None)]
        )
        assert keys == ["hoffmann2022trainingb", "hoffmann2022trainingd", "hoffmann2022train"]
        assert free_keys(edit.c, []) == []


def test_a_wish_goes_before_what_is_made(library: Library) -> None:
    with library.edit("Look") as edit:
        assert free_keys(edit.c, [("a", None), ("b", "a"), ("c", "a"), ("a", None)]) == ["ab", "a", "c", "ac"]
