"""Whatever is removed from any library and put back, last first, gives the same library, its index and its order of date included."""

import random
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.errors import CuratorError
from curator.domain.papers import Paper
from curator.library.library import Edit, Library, create_library, open_library
from curator.library.merging import prepare
from tests.library.bare import column, everything
from tests.library.test_undoing_anything import _Editor, _record


def _work(library: Library, rng: random.Random, length: int) -> None:
    editor = _Editor(rng)
    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(_record(rng, number)) for number in range(20)])
    for number in range(length):
        try:
            with library.edit(f"{number}") as edit:
                for _ in range(3):
                    editor.act(edit)
        except CuratorError:
            continue
    with library.edit("Empty the trash") as edit:
        edit.trash.empty_older(0)


def _remove(edit: Edit, rng: random.Random) -> None:
    """Something of what is there, of whichever kind."""
    papers = list(edit.c.exec_driver_sql("select id from paper").scalars())
    issues = [row.id for row in edit.issues.list()]
    sections = [section for issue in issues for section in edit.issues.get(issue).sections]
    entries = [entry.id for section in sections for entry in section.entries]
    figures = [(paper.id, figure.src) for paper in edit.papers.many(papers).values() for figure in paper.figures]
    ways: list[Callable[[], object]] = []
    if papers:
        ways += [lambda: edit.papers.remove(rng.sample(papers, min(len(papers), rng.randint(1, 3))))] * 3
    if issues:
        ways.append(lambda: edit.issues.remove(rng.choice(issues)))
    if sections:
        ways.append(lambda: edit.issues.remove_section(rng.choice(sections).id))
    if entries:
        ways += [lambda: edit.issues.remove_entries(rng.sample(entries, min(len(entries), 2)))] * 2
    if figures:
        ways.append(lambda: edit.papers.remove_figure(*rng.choice(figures)))
    if ways:
        rng.choice(ways)()


def _shown(library: Library) -> tuple[dict[int, Paper], list[int]]:
    with library.read() as reading:
        order = reading.listing.ids()
        return reading.papers.many(list(order)), list(order)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), length=st.integers(1, 40), removals=st.integers(1, 12))
def test_any_removals_put_back_give_the_same_library(
    tmp_path_factory: pytest.TempPathFactory, seed: int, length: int, removals: int
) -> None:
    path = tmp_path_factory.mktemp("removing") / "l.curator"
    create_library(path)
    library = open_library(path, now=lambda: datetime(2022, 4, 6).astimezone())
    rng = random.Random(seed)
    try:
        _work(library, rng, length)
        was, shown = everything(library), _shown(library)
        pictures = column(library, "select src from picture order by src")
        for number in range(removals):
            with library.edit(f"Remove {number}") as edit:
                _remove(edit, rng)
        assert library.doctor() == []
        assert library.tidy().pictures == len(pictures) - len(column(library, "select src from picture"))
        with library.read() as reading:
            trash = [one.id for one in reading.trash.listing()]
        for one in trash:
            with library.edit("Put back") as edit:
                assert edit.trash.restore(one).note is None
        assert everything(library) == was and _shown(library) == shown
        assert library.doctor() == []
    finally:
        library.close()
