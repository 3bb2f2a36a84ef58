"""Papers that were made one are parted again: what was each one's is its own, and what happened since is not lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Link, Paper, Record
from curator.library.library import Edit, Library
from curator.library.merging import prepare
from tests.library.bare import column, everything
from tests.library.records import BERT, PLAIN, TRAINING

PNG = b"\x89PNG\r\n\x1a\n"
TWIN = Record(
    title="Training compute optimally",
    authors=("J. Hoffmann",),
    doi="10.1000/twin",
    published=date(2022, 5, 1),
    source="crossref",
)


def do(library: Library, work: Callable[[Edit], Any], label: str = "Do") -> Any:
    with library.edit(label) as edit:
        return work(edit)


def get(library: Library, paper: int) -> Paper:
    with library.read() as reading:
        return reading.papers.get(paper)


def add(library: Library, *records: Record) -> list[int]:
    return [one.paper for one in do(library, lambda e: e.merging.put_in([prepare(record) for record in records]))]


@pytest.fixture
def two(library: Library) -> tuple[int, int, int]:
    """Two papers with all that a paper can have, the same and different, in one issue; the third number is the issue."""
    one, other = add(library, TRAINING, TWIN)
    with library.edit("Work") as e:
        src = e.figures.put(PNG)
        for number, words in ((one, "one"), (other, "other")):
            e.papers.tag([number], "both")
            e.papers.tag([number], words)
            e.papers.set_links(
                number, [Link("Code", "https://example.org/code"), Link(words, f"https://example.org/{words}")]
            )
            e.writeups.save(number, "why", words, "")
            e.papers.add_figure(number, src, caption=words)
        e.papers.add_figure(other, e.figures.put(PNG + b"2"), caption="only here")
        e.writeups.save(other, "insights", "only here", "")
        e.papers.star([other], True)
        e.papers.override(other, title="Typed", published=date(2020, 1, 1))
        issue, second = e.issues.new("One"), e.issues.new("Two")
        for number in (issue, second):
            section = e.issues.add_section(number, "S")
            papers = (one, other) if number == issue else (other,)
            e.issues.add(section, [NewEntry(Kind.PAPER, paper=paper) for paper in papers])
        e.issues.define(issue, other, "A line")
    return one, other, issue


def test_parted_papers_are_what_they_were(library: Library, two: tuple[int, int, int]) -> None:
    one, other, _ = two
    was = everything(library)
    before = get(library, one), get(library, other)
    assert do(library, lambda e: e.merging.merge(one, other)) == one
    with library.read() as reading:
        [gone] = reading.merging.merged_into(one)
    assert (gone.id, gone.key, gone.title, gone.can_be_parted) == (other, before[1].key, "Typed", True)
    merged = everything(library)
    assert do(library, lambda e: e.merging.part(other), "Part") == other
    assert (get(library, one), get(library, other)) == before
    now = everything(library)
    assert {name: rows for name, rows in now.items() if name != "parted"} == {
        name: rows for name, rows in was.items() if name != "parted"
    }
    with library.read() as reading:
        assert reading.merging.merged_into(one) == ()
        assert reading.papers.find("10.1000/twin") == reading.papers.find(before[1].key) == other
    library.undo(library.steps()[0].id)
    assert everything(library) == merged
    assert get(library, other).id == one and get(library, one).doi == "10.1000/twin"
    library.undo(library.steps()[0].id)
    assert everything(library) == now and (get(library, one), get(library, other)) == before
    assert library.doctor() == []


def test_an_undone_merge_gives_metadata_back_too(library: Library) -> None:
    one, other = add(library, TWIN, TRAINING)
    before = get(library, one), get(library, other)
    do(library, lambda e: e.merging.merge(one, other), "Merge")
    assert get(library, one).abstract == TRAINING.abstract.strip()
    library.undo(library.steps()[0].id)
    assert (get(library, one), get(library, other)) == before
    library.undo(library.steps()[0].id)
    assert get(library, other).id == one and get(library, one).abstract == TRAINING.abstract.strip()
    library.undo(library.steps()[0].id)
    assert (get(library, one), get(library, other)) == before and library.doctor() == []


def test_what_happened_since_stays_with_the_one_that_stayed(library: Library, two: tuple[int, int, int]) -> None:
    one, other, _ = two
    do(library, lambda e: e.merging.merge(one, other))
    with library.edit("Since") as e:
        e.writeups.save(one, "insights", "only here, and more", None)
        e.writeups.save(one, "why", "new words", None)
        e.papers.tag([one], "since")
        e.papers.untag([one], "other")
        e.papers.edit_figure(one, get(library, one).figures[1].src, caption="since")
        e.papers.override(one, title="Since", authors=["Me"])
    do(library, lambda e: e.merging.part(other))
    stayed, back = get(library, one), get(library, other)
    assert (stayed.why, stayed.insights) == ("new words", "only here, and more")
    assert (back.why, back.insights) == ("other", "only here")
    assert stayed.tags == ("both", "one", "since") and back.tags == ("both", "other")
    assert [figure.caption for figure in stayed.figures] == ["one", "since"]
    assert [figure.caption for figure in back.figures] == ["other", "only here"]
    assert (stayed.title, stayed.authors, stayed.published) == ("Since", ("Me",), TRAINING.published)
    assert stayed.edited == {"title", "authors"}
    assert back.title == "Typed" and library.doctor() == []


def test_an_entry_that_was_taken_out_or_moved_since_stays_so(library: Library, two: tuple[int, int, int]) -> None:
    one, other, issue = two
    do(library, lambda e: e.merging.merge(one, other))
    with library.edit("Since") as e:
        second = e.issues.find("two")
        [entry] = e.issues.get(second).sections[0].entries
        e.issues.edit_entry(entry.id, byline="By me.")
        e.issues.move([entry.id], e.issues.add_section(second, "New"))
    do(library, lambda e: e.merging.part(other))
    with library.read() as reading:
        [moved] = reading.issues.get(second).sections[1].entries
        assert (moved.id, moved.paper, moved.byline) == (entry.id, other, "By me.")
        assert [entry.paper for entry in reading.issues.get(issue).sections[0].entries] == [one, other]
    do(library, lambda e: e.merging.merge(one, other))
    with library.edit("Since") as e:
        e.issues.remove(issue)
        e.issues.remove_entries([entry.id])
    do(library, lambda e: e.merging.part(other))
    assert get(library, other).issues == () and library.doctor() == []


def test_papers_that_an_arrival_made_one_are_parted_too_and_stay_apart(library: Library) -> None:
    [paper] = add(library, TRAINING)
    [asked] = add(library, replace(TWIN, title="As printed"))
    again = replace(TWIN, title=TRAINING.title, authors=TRAINING.authors)
    assert add(library, again) == [paper] and get(library, asked).id == paper
    before = get(library, paper).doi
    do(library, lambda e: e.merging.part(asked))
    assert before == "10.1000/twin" and get(library, paper).doi is None
    assert (get(library, asked).doi, get(library, asked).title) == ("10.1000/twin", "As printed")
    add(library, again, TRAINING)
    assert get(library, asked).id == asked and library.doctor() == []
    do(library, lambda e: e.merging.merge(paper, asked))
    assert column(library, "select count(*) from parted") == [0]


def test_parted_papers_stay_apart_by_way_of_the_trash_and_of_another_merge(library: Library) -> None:
    third, first, second = add(library, BERT, TRAINING, replace(TWIN, title=TRAINING.title, authors=("Nobody",)))
    do(library, lambda e: e.merging.merge(first, second))
    do(library, lambda e: e.merging.part(second))
    again = replace(TRAINING, doi="10.1000/twin")
    with library.edit("As printed") as edit:
        twin = "(select folded, first from metadata where paper = ?)"
        edit.c.exec_driver_sql(f"update metadata set (folded, first) = {twin} where paper = ?", (first, second))
    do(library, lambda e: e.papers.remove([second]))
    add(library, replace(TRAINING, abstract=""))
    do(library, lambda e: e.trash.restore(e.trash.listing()[0].id))
    assert get(library, second).id == second
    add(library, again)
    assert get(library, second).id == second
    do(library, lambda e: e.merging.merge(third, second))
    do(library, lambda e: e.merging.part(second))
    add(library, again)
    assert get(library, second).id == second and library.doctor() == []
    do(library, lambda e: e.papers.remove([first, second]))
    for _ in range(2):
        do(library, lambda e: e.trash.restore(e.trash.listing()[0].id))
    assert column(library, "select one from parted order by one") == [third, first]
    assert get(library, second).id == second and library.doctor() == []


def test_merges_of_an_intake_can_be_parted(library: Library) -> None:
    paper, asked = add(library, TRAINING, replace(TWIN, title="As printed"))
    with library.intake("Import") as work, work.batch() as batch:
        batch.merging.put_in([prepare(replace(TWIN, title=TRAINING.title, authors=TRAINING.authors))])
    assert get(library, asked).id == paper
    do(library, lambda e: e.merging.part(asked))
    assert get(library, asked).id == asked and library.doctor() == []


def test_papers_are_parted_through_each_other(library: Library) -> None:
    first, second, third = add(library, TRAINING, BERT, PLAIN)
    before = [get(library, number) for number in (first, second, third)]
    do(library, lambda e: e.merging.merge(second, third))
    do(library, lambda e: e.merging.merge(first, second))
    with library.read() as reading:
        assert [one.id for one in reading.merging.merged_into(first)] == [second, third]
    do(library, lambda e: e.merging.part(second))
    with library.read() as reading:
        assert [one.id for one in reading.merging.merged_into(second)] == [third]
    do(library, lambda e: e.merging.part(third))
    assert [get(library, number) for number in (first, second, third)] == before and library.doctor() == []


def test_one_that_was_taken_in_twice_over_is_parted_from_where_it_is(library: Library) -> None:
    first, second, third = add(library, TRAINING, BERT, PLAIN)
    do(library, lambda e: e.papers.tag([third], "mine"))
    do(library, lambda e: e.merging.merge(second, third))
    do(library, lambda e: e.merging.merge(first, second))
    do(library, lambda e: e.merging.part(third))
    assert get(library, third).url == PLAIN.url and get(library, third).tags == ("mine",)
    do(library, lambda e: e.merging.part(second))
    assert get(library, second).arxiv == BERT.arxiv and library.doctor() == []
    assert [get(library, number).tags for number in (first, second)] == [(), ()]


def test_what_was_parted_through_another_is_undone_and_done_again(library: Library) -> None:
    first, second, third = add(library, TRAINING, replace(BERT, arxiv=None), TWIN)
    for merge in ((second, third), (first, second)):
        with library.edit("Make one") as edit:
            edit.merging.merge(*merge)
    do(library, lambda e: e.merging.part(third))
    was, shown = everything(library), get(library, third)
    steps = [step.id for step in library.steps()[:3]]
    undone = [library.undo(step).step for step in steps]
    assert [get(library, number).doi for number in (first, second, third)] == [None, None, TWIN.doi]
    for step in reversed(undone):
        library.undo(step)
    assert everything(library) == was and get(library, third) == shown
    assert get(library, first).doi is None and library.doctor() == []


def test_a_name_that_another_work_has_by_now_stays_there(library: Library) -> None:
    first, second = add(library, TRAINING, TWIN)
    do(library, lambda e: e.merging.merge(first, second))
    with library.edit("Elsewhere") as edit:
        [taken] = edit.merging.put_in([prepare(PLAIN)])
        edit.c.exec_driver_sql("update metadata set doi = null where paper = ?", (first,))
        edit.c.exec_driver_sql("update metadata set doi = '10.1000/twin' where paper = ?", (taken.paper,))
    do(library, lambda e: e.merging.part(second))
    assert (get(library, second).doi, get(library, taken.paper).doi) == (None, "10.1000/twin")


def test_what_was_not_merged_is_not_parted(library: Library) -> None:
    first, second = add(library, TRAINING, TWIN)
    for number in (first, 77):
        with pytest.raises(NotFound), library.edit("Part") as edit:
            edit.merging.part(number)
        with pytest.raises(NotFound):
            do(library, lambda e: e.merging.merge(first, 77))
    do(library, lambda e: e.merging.merge(first, second))
    do(library, lambda e: e.trash.empty_older(0))
    with library.edit("By an older Curator") as edit:
        edit.c.exec_driver_sql("delete from trash")
    with library.read() as reading:
        [old] = reading.merging.merged_into(first)
    assert (old.id, old.can_be_parted) == (second, False)
    with pytest.raises(Refused, match="older Curator"):
        do(library, lambda e: e.merging.part(second))


def test_revisions_are_found_with_the_paper_that_wrote_them(library: Library, two: tuple[int, int, int]) -> None:
    one, other, _ = two
    do(library, lambda e: e.merging.merge(one, other))
    do(library, lambda e: e.merging.part(other))
    with library.read() as reading:
        assert {revision.text for revision in reading.writeups.revisions(other, "why")} == {"other"}
        assert [revision.origin for revision in reading.writeups.revisions(one, "why")] == ["merged", "typed"]


_RECORDS = st.builds(
    Record,
    title=st.sampled_from(["On laws", "On the scaling of models everywhere", "2203.00001"]),
    authors=st.sampled_from([(), ("Ada B",), ("Chen Wang", "Ada B")]),
    abstract=st.sampled_from(["", "Words"]),
    published=st.sampled_from([None, date(2022, 3, 1), date(2022, 3, 9)]),
    arxiv=st.sampled_from([None, "2203.00001", "2203.00002"]),
    doi=st.sampled_from([None, "10.1000/one", "10.1000/two"]),
    url=st.sampled_from([None, "https://example.org/a"]),
    source=st.sampled_from(["arxiv", "file"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_RECORDS, second=_RECORDS, words=st.tuples(*[st.sampled_from(["", "Words"])] * 4))
def test_any_two_papers_made_one_and_parted_are_what_they_were(
    library: Library, first: Record, second: Record, words: tuple[str, str, str, str]
) -> None:
    class Done(Exception):
        pass

    with pytest.raises(Done), library.edit("Make one and part") as edit:
        one, other = (edit.merging.put_in([prepare(record)])[0].paper for record in (first, second))
        if one == other:
            raise Done
        for paper, field, text in zip((one, one, other, other), ("why", "insights") * 2, words, strict=True):
            edit.writeups.save(paper, field, text, None)
        before = edit.papers.many([one, other])
        stays = edit.merging.merge(one, other)
        edit.merging.part(other if stays == one else one)
        assert edit.papers.many([one, other]) == before
        raise Done
    assert library.doctor() == []
