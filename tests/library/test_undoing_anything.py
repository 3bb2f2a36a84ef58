"""Any real edits undone and redone give the same library, its index included, whatever arrives in between."""

import random
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.errors import CuratorError
from curator.domain.identifiers import Identifier, Kind
from curator.domain.issues import Kind as EntryKind
from curator.domain.issues import NewEntry
from curator.domain.papers import Link, Record, Status
from curator.library.library import Edit, Library, create_library, open_library
from curator.library.merging import prepare
from tests.library.bare import column, everything


def _record(rng: random.Random, number: int) -> Record:
    """A work of which the same, or another half, may come again."""
    return Record(
        title=f"On the {number % 17} laws of {'scaling' if number % 2 else 'training'}",
        authors=(f"Ada B{number % 5}", "Chen Wang"),
        abstract=f"Words {rng.random()}",
        categories=("cs.CL",),
        published=date(2022, 3, 1 + number % 28),
        arxiv=f"2203.{number % 40 + 1:05}" if rng.random() < 0.6 else None,
        doi=f"10.1000/x{number % 40}" if rng.random() < 0.4 else None,
        source=rng.choice(["arxiv", "file"]),
    )


class _Editor:
    """Random edits as the window makes them."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def act(self, e: Edit) -> None:
        rng = self._rng
        papers = list(e.c.exec_driver_sql("select id from paper").scalars())
        issues = [row.id for row in e.issues.list()]
        some = rng.sample(papers, min(len(papers), rng.randint(1, 3)))
        actions: list[Callable[[], object]] = [
            lambda: e.issues.new(f"Trends {rng.random()}", edition="April 2022"),
            lambda: e.merging.put_in([prepare(_record(rng, rng.randint(0, 60))) for _ in range(3)]),
            lambda: e.merging.wait_for([Identifier(Kind.ARXIV, f"2203.{rng.randint(1, 60):05}")]),
            lambda: e.papers.new(f"By hand {rng.random()}", ["Me"], date(2022, 4, rng.randint(1, 30))),
        ]
        if some:
            actions += [
                lambda: e.papers.decide(some, rng.choice(list(Status))),
                lambda: e.papers.star(some, rng.random() < 0.5),
                lambda: e.papers.tag(some, rng.choice(["x", "to read", "Ünder"])),
                lambda: e.papers.untag(some, "x"),
                lambda: e.papers.mark_seen(some),
                lambda: e.papers.set_links(some[0], [Link("Code", f"https://example.org/{rng.randint(0, 3)}")]),
                lambda: e.papers.override(some[0], title=rng.choice([None, f"Mine {rng.random()}"])),
                lambda: e.papers.override(some[0], published=rng.choice([None, date(2022, 4, rng.randint(1, 30))])),
                lambda: e.writeups.save(some[0], "why", rng.choice([None, f"why {rng.random()}"]), None),
                lambda: e.writeups.save(some[0], "insights", f"insights {rng.random()}", None),
                lambda: self._figure(e, some[0]),
            ]
            if rng.random() < 0.3:
                actions.append(lambda: e.papers.remove(some))
        if len(some) > 1:
            actions += [lambda: e.merging.merge(some[0], some[1])] * 2
        if trashed := [one.id for one in e.trash.listing()]:
            actions += [lambda: e.trash.restore(rng.choice(trashed))] * 3
            actions.append(lambda: e.trash.throw_away(rng.choice(trashed)))
            actions.append(lambda: e.trash.empty_older(rng.choice([0, 30])))
        if gone := [one.id for paper in papers for one in e.merging.merged_into(paper)]:
            actions += [lambda: e.merging.part(rng.choice(gone))] * 3
        if issues:
            actions += [lambda: self._outline(e, rng.choice(issues), some)] * 8
        rng.choice(actions)()

    def _figure(self, e: Edit, paper: int) -> None:
        src = e.figures.put(b"\x89PNG\r\n\x1a\n" + bytes([self._rng.randint(0, 3)]))
        if any(figure.src == src for figure in e.papers.get(paper).figures):
            self._rng.choice(
                [lambda: e.papers.remove_figure(paper, src), lambda: e.papers.edit_figure(paper, src, alt="A")]
            )()
        else:
            e.papers.add_figure(paper, src, caption="A caption")

    def _outline(self, e: Edit, issue: int, some: list[int]) -> None:
        rng = self._rng
        sections = [section.id for section in e.issues.get(issue).sections]
        entries = [entry.id for section in e.issues.get(issue).sections for entry in section.entries]
        actions: list[Callable[[], object]] = [
            lambda: e.issues.add_section(issue, f"Section {rng.random()}", at=rng.choice([None, 1, 2])),
            lambda: e.issues.edit(issue, title=f"Trends {rng.random()}", lead=rng.choice([None, "lead"])),
            lambda: e.issues.add(e.issues.untitled(issue), [NewEntry(EntryKind.TEXT, text="Welcome")]),
            lambda: e.issues.publish(issue),
        ]
        if rng.random() < 0.1:
            actions.append(lambda: e.issues.remove(issue))
        if sections:
            section = rng.choice(sections)
            actions += [
                lambda: e.issues.edit_section(section, text=f"text {rng.random()}"),
                lambda: e.issues.move_section(section, rng.randint(1, 4)),
                lambda: e.issues.remove_section(section),
            ]
            if some:
                new = [NewEntry(EntryKind.PAPER, paper=paper) for paper in some]
                actions += [lambda: e.issues.add(section, new, at=rng.choice([None, 1, 2]))] * 4
            if entries:
                actions += [
                    lambda: e.issues.move(rng.sample(entries, 1), section, rng.choice([None, 1, 2])),
                    lambda: e.issues.remove_entries(rng.sample(entries, 1)),
                ]
        rng.choice(actions)()


def _arrive(library: Library, rng: random.Random) -> None:
    """A work that is here comes again with more to say, under a title that makes it no twin of another: no two become one."""
    with library.read() as reading:
        known = [
            paper
            for paper in reading.papers.many(list(reading.c.exec_driver_sql("select id from paper").scalars())).values()
            if paper.arxiv
        ]
    if known:
        paper = rng.choice(known)
        again = Record(
            title=f"Fetched {rng.random()}",
            authors=paper.authors,
            arxiv=paper.arxiv,
            version=2,
            abstract="Fetched anew",
            source="arxiv",
        )
        with library.intake() as work:
            for _ in work.each([prepare(again)], lambda batch, some: batch.merging.put_in(some)):
                pass


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), length=st.integers(1, 50), fetching=st.booleans())
def test_any_edits_undone_and_redone_give_the_same_library(
    tmp_path_factory: pytest.TempPathFactory, seed: int, length: int, fetching: bool
) -> None:
    path = tmp_path_factory.mktemp("undo") / "l.curator"
    create_library(path)
    library = open_library(path, now=lambda: datetime(2022, 4, 6).astimezone())
    try:
        _there_and_back(library, random.Random(seed), length, fetching)
    finally:
        library.close()


def _there_and_back(library: Library, rng: random.Random, length: int, fetching: bool) -> None:
    editor = _Editor(rng)

    def fetch(number: int) -> None:
        if fetching and number % 5 == 0:
            _arrive(library, rng)

    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(_record(rng, number)) for number in range(20)])
    states, steps = [everything(library)], []
    for number in range(length):
        try:
            with library.edit(f"{number}") as edit:
                for _ in range(rng.randint(1, 3)):
                    editor.act(edit)
        except CuratorError:
            assert everything(library) == states[-1]
            continue
        if edit.step:
            steps.append(edit.step)
            states.append(everything(library))
        fetch(number)
    assert library.doctor() == []
    undone = []
    for number, step in enumerate(reversed(steps)):
        undone.append(library.undo(step).step)
        assert everything(library) == states[-2 - number]
        fetch(number)
    redone = []
    for number, step in enumerate(reversed(undone)):
        redone.append(library.undo(step).step)
        assert everything(library) == states[number + 1]
    for step in reversed(redone):
        library.undo(step)
    assert everything(library) == states[0]
    assert library.doctor() == []


def test_a_merge_is_undone_with_the_identifiers_of_both(library: Library) -> None:
    with library.edit("Add") as edit:
        first, second = (
            one.paper
            for one in edit.merging.put_in(
                [
                    prepare(Record("One title", ("Ada B",), arxiv="2203.00001", source="arxiv")),
                    prepare(Record("Another", ("Chen Wang",), doi="10.1000/xyz", source="file")),
                ]
            )
        )
    with library.edit("Merge") as merge:
        assert merge.merging.merge(first, second) == first
    assert _named(library) == (first, first)
    undone = library.undo(merge.step)
    assert _named(library) == (first, second)
    assert column(library, "select doi from metadata order by paper") == [None, "10.1000/xyz"]
    redone = library.undo(undone.step)
    assert _named(library) == (first, first)
    library.undo(redone.step)
    assert _named(library) == (first, second)
    assert library.doctor() == []


def _named(library: Library) -> tuple[int | None, int | None]:
    """The papers of the two identifiers."""
    with library.read() as reading:
        return (
            reading.papers.by_identifier(Identifier(Kind.ARXIV, "2203.00001")),
            reading.papers.by_identifier(Identifier(Kind.DOI, "10.1000/xyz")),
        )


def test_a_date_that_was_typed_and_taken_back_is_the_place_in_the_list(library: Library) -> None:
    with library.edit("Add") as edit:
        old, new = (edit.papers.new(f"T{day}", published=date(2022, 4, day)) for day in (1, 5))
    with library.edit("Date") as edit:
        edit.papers.override(old, published=date(2022, 4, 9))
    in_order = "select paper from metadata order by position desc"
    assert column(library, in_order) == [old, new]
    undone = library.undo(edit.step)
    assert column(library, in_order) == [new, old]
    library.undo(undone.step)
    assert column(library, in_order) == [old, new]
    assert library.doctor() == []
