"""What an intake brought goes again as a whole, but for what somebody touched."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from curator.domain.changes import Changes
from curator.domain.errors import NotFound
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Link, Record, Status
from curator.domain.progress import Cancelled, Progress
from curator.library import arrivals
from curator.library.library import Edit, Library
from curator.library.merging import prepare
from tests.library.bare import column, found
from tests.library.records import BERT, TRAINING


def _records(count: int, begin: int = 1) -> list[Record]:
    return [
        Record(
            title=f"Work {number} of many",
            authors=("Ada King",),
            abstract="Brought along",
            published=date(2022, 3, 1 + number % 28),
            arxiv=f"2203.{number:05}",
            source="arxiv",
        )
        for number in range(begin, begin + count)
    ]


def _bring(
    library: Library, records: Sequence[Record], label: str = "Import a file", status: Status = Status.INBOX
) -> list[int]:
    papers: list[int] = []
    with library.intake(label) as work:
        works = [prepare(record) for record in records]
        for some in work.each(works, lambda batch, portion: batch.merging.put_in(portion, status)):
            papers += [one.paper for one in some]
    return papers


def test_what_an_intake_brought_is_listed_and_goes_again(library: Library) -> None:
    with library.edit("Add") as edit:
        [mine] = edit.merging.put_in([prepare(BERT)])
    _bring(library, [*_records(120), BERT])
    [one] = library.arrivals()
    assert (one.label, one.origin, one.papers) == ("Import a file", "window", 120)
    heard: list[Changes] = []
    library.listen(heard.append)
    back = library.take_back(one.id)
    assert (back.taken, back.kept) == (120, 0)
    assert column(library, "select id from paper") == [mine.paper]
    assert found(library, "abstract : brought") == [] and library.arrivals() == ()
    assert len(Changes.joined(heard).ids("paper")) == 120
    assert library.doctor() == []
    with pytest.raises(NotFound):
        library.take_back(one.id)


TOUCHES: dict[str, Callable[[Edit, int], object]] = {
    "words": lambda e, paper: e.writeups.save(paper, "why", "Why", ""),
    "former words": lambda e, paper: (
        e.writeups.save(paper, "why", "Why", ""),
        e.writeups.save(paper, "why", None, None),
        e.papers.decide([paper], Status.KNOWN),
    ),
    "status": lambda e, paper: e.papers.decide([paper], Status.SHORTLISTED),
    "star": lambda e, paper: e.papers.star([paper], True),
    "tag": lambda e, paper: e.papers.tag([paper], "x"),
    "link": lambda e, paper: e.papers.set_links(paper, [Link("Code", "https://example.org/")]),
    "figure": lambda e, paper: e.papers.add_figure(paper, e.figures.put(b"\x89PNG\r\n\x1a\n1")),
    "metadata": lambda e, paper: e.papers.override(paper, title="Mine"),
    "entry": lambda e, paper: e.issues.add(
        e.issues.add_section(e.issues.new("One"), "S"), [NewEntry(Kind.MENTION, paper=paper)]
    ),
    "entry in the trash": lambda e, paper: e.issues.remove_entries(
        e.issues.add(e.issues.add_section(e.issues.new("One"), "S"), [NewEntry(Kind.MENTION, paper=paper)]).added
    ),
    "reference": lambda e, paper: e.issues.define(e.issues.new("One"), paper, "A line"),
    "citation": lambda e, paper: e.issues.new("One", lead=f"See [@{e.papers.get(paper).key}]."),
    "another": lambda e, paper: e.merging.merge(paper, e.merging.put_in([prepare(BERT)])[0].paper),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
def test_what_was_touched_stays(library: Library, touch: Callable[[Edit, int], object]) -> None:
    papers = _bring(library, _records(3), status=Status.KNOWN)
    with library.edit("Touch") as edit:
        touch(edit, papers[1])
    back = library.take_back(library.arrivals()[0].id)
    assert (back.taken, back.kept) == (2, 1)
    with library.read() as reading:
        assert reading.papers.get(papers[1]).id == papers[1]
    assert library.arrivals()[0].papers == 1 and library.doctor() == []


def test_what_was_only_looked_at_goes_and_what_was_decided_back_too(library: Library) -> None:
    papers = _bring(library, _records(2))
    with library.edit("Look") as edit:
        edit.papers.mark_seen(papers)
        edit.papers.decide(papers, Status.DISMISSED)
    library.undo(edit.step)
    assert library.take_back(library.arrivals()[0].id).taken == 2


def test_each_intake_goes_for_itself_and_comes_again(library: Library) -> None:
    _bring(library, _records(2), "First")
    _bring(library, _records(4), "Second")
    _bring(library, _records(4), "Nothing new")
    assert [(one.label, one.papers) for one in library.arrivals()] == [("Second", 2), ("First", 2)]
    assert library.take_back(library.arrivals()[1].id).taken == 2
    assert [one.label for one in library.arrivals()] == ["Second"]
    _bring(library, _records(4), "Again")
    assert [(one.label, one.papers) for one in library.arrivals()] == [("Again", 2), ("Second", 2)]


def test_an_intake_without_a_label_and_an_edit_leave_no_arrival(library: Library) -> None:
    with library.intake() as work, work.batch() as batch:
        batch.merging.put_in([prepare(TRAINING)])
    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(BERT)])
    assert library.arrivals() == ()


def test_a_first_batch_that_failed_leaves_no_arrival(library: Library) -> None:
    with library.intake("Import") as work:
        with pytest.raises(ZeroDivisionError), work.batch() as batch:
            batch.merging.put_in([prepare(TRAINING)])
            raise ZeroDivisionError
        with work.batch() as batch:
            batch.merging.put_in([prepare(BERT)])
    assert [(one.label, one.papers) for one in library.arrivals()] == [("Import", 1)]


def test_taking_back_can_be_stopped_between_batches_and_goes_on(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curator.library.intake._WORK_FOR", 0.0)
    _bring(library, _records(200))
    [one] = library.arrivals()
    said: list[tuple[int, int | None]] = []

    def report(done: int, total: int | None, words: str) -> None:
        said.append((done, total))
        if done >= 2 * arrivals.PORTION:
            progress.cancel()

    progress = Progress(report)
    with pytest.raises(Cancelled):
        library.take_back(one.id, progress)
    assert said[:3] == [(0, 200), (50, 200), (100, 200)]
    assert 0 < library.arrivals()[0].papers <= 100
    left = library.arrivals()[0].papers
    assert library.take_back(one.id).taken == left


def test_no_table_is_read_whole_for_a_paper(library: Library) -> None:
    with library.read() as reading:
        for statement, values in ((arrivals._UNTOUCHED, {"ids": "[1]"}), (arrivals._COUNT_ONE, {"which": 1})):
            compiled = statement.compile(reading.c)
            plan = reading.c.exec_driver_sql(f"explain query plan {compiled}", tuple(values.values())).all()
            assert [row[3] for row in plan if row[3].startswith("SCAN") and "json_each" not in row[3]] == []
