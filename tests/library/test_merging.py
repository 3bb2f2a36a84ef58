import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from curator.domain.identifiers import Identifier, Kind
from curator.domain.issues import Kind as EntryKind
from curator.domain.issues import NewEntry
from curator.domain.papers import Link, Record, Status
from curator.library.library import Library
from curator.library.merging import Arrival, PutIn, prepare
from tests.library.records import BERT, PLAIN, TRAINING

SECOND = replace(TRAINING, version=2, updated=date(2022, 6, 1), abstract="Another abstract.", doi="10.1000/journal")
LOUD = Record(title="TRAINING COMPUTE-OPTIMAL LARGE LANGUAGE MODELS", authors=("J. Hoffmann",), source="jsonl")
LATEX = Record(
    title=r"Training {C}ompute-Optimal \emph{Large} Language Models", authors=(r"Jordan Hoffmann",), source="bib"
)
MINTED = Record(title="Hoffmann's training", authors=("Nobody",), doi="10.48550/arXiv.2203.15556v1", source="crossref")
JOURNAL = Record(title="As printed elsewhere", authors=("Somebody Else",), doi="10.1000/JOURNAL", source="crossref")
ADDRESS = Record(title="From a page", url="https://arxiv.org/pdf/2203.15556v2", source="page")
ONE_WORK = (TRAINING, SECOND, LOUD, LATEX, MINTED, JOURNAL, ADDRESS)


def put(library: Library, *records: Record, status: Status = Status.INBOX) -> list[PutIn]:
    with library.edit("Add papers") as edit:
        return edit.merging.put_in([prepare(record) for record in records], status)


def contents(library: Library) -> list[object]:
    tables = ("paper", "metadata", "alias", "merged", "journal", "revision", "tag")
    with library.read() as reading:
        return [reading.c.exec_driver_sql(f"select * from {table}").all() for table in tables]


def count(library: Library) -> int:
    with library.read() as reading:
        return int(reading.c.exec_driver_sql("select count(*) from paper").scalar_one())


def test_a_new_work_is_a_paper_with_all_that_was_said(library: Library) -> None:
    [result] = put(library, TRAINING)
    assert (result.state, result.merged, result.waits) == (Arrival.ADDED, (), False)
    with library.read() as reading:
        paper = reading.papers.get(result.paper)
    assert paper.title == "Training Compute-Optimal Large Language Models"
    assert paper.key == "hoffmann2022training"
    assert paper.authors == TRAINING.authors
    assert (paper.arxiv, paper.version, paper.published, paper.updated) == (
        "2203.15556",
        1,
        date(2022, 3, 29),
        date(2022, 3, 29),
    )
    assert paper.categories == ("cs.CL", "cs.LG") and paper.abstract == "We investigate the optimal model size."
    assert paper.status is Status.INBOX and paper.unread and not paper.to_fetch and not paper.edited


class _TakenBack(Exception):
    pass


@pytest.mark.parametrize("first", ONE_WORK, ids=lambda record: record.source + str(record.version or ""))
def test_one_work_is_one_paper_in_whichever_order_it_arrives(library: Library, first: Record) -> None:
    for others in itertools.permutations([record for record in ONE_WORK if record is not first], 3):
        arriving = [first, *others] if TRAINING in (first, *others) else [first, *others, TRAINING]
        apart = JOURNAL in arriving and SECOND not in arriving
        with pytest.raises(_TakenBack), library.edit("Add papers") as edit:
            for record in arriving:
                edit.merging.put_in([prepare(record)])
            found = edit.c.exec_driver_sql("select count(*) from paper").scalar_one()
            assert found == (2 if apart else 1), [record.source for record in arriving]
            raise _TakenBack


def test_all_records_of_a_work_are_one_paper_backwards_and_in_one_batch(library: Library) -> None:
    results = put(library, *reversed(ONE_WORK))
    assert len({result.paper for result in results}) == 1
    assert count(library) == 1
    with library.read() as reading:
        paper = reading.papers.get(results[0].paper)
        assert paper.title == "Training Compute-Optimal Large Language Models" and paper.arxiv == "2203.15556"
        assert {
            reading.papers.find(name) for name in ("2203.15556", "10.1000/journal", "10.48550/ARXIV.2203.15556")
        } == {paper.id}


def test_adding_the_same_again_changes_nothing(library: Library) -> None:
    put(library, *ONE_WORK, BERT, PLAIN)
    put(library, *ONE_WORK, BERT, PLAIN)
    before = contents(library)
    for record in (*ONE_WORK, BERT, PLAIN):
        with library.edit("Add again") as edit:
            assert [one.state for one in edit.merging.put_in([prepare(record)])] == [Arrival.KNOWN]
        assert edit.changes.rows == frozenset()
    assert contents(library) == before


def test_what_arxiv_said_stays_and_a_newer_version_is_noted(library: Library) -> None:
    put(library, TRAINING, replace(BERT, abstract=""))
    put(library, SECOND, replace(BERT, source="jsonl", title="bert", abstract="From a file.", comment="From a file"))
    with library.read() as reading:
        training = reading.papers.get(reading.papers.find("2203.15556"))
        bert = reading.papers.get(reading.papers.find("1810.04805"))
    assert (training.version, training.newer, training.updated) == (1, 2, date(2022, 3, 29))
    assert training.abstract == "We investigate the optimal model size." and training.doi == "10.1000/journal"
    assert bert.title == BERT.title and (bert.abstract, bert.comment) == ("From a file.", "From a file")


def test_what_the_editor_typed_is_never_replaced(library: Library) -> None:
    [result] = put(library, LOUD)
    with library.edit("Edit") as edit:
        edit.papers.override(
            result.paper, title="Mine", authors=["Me"], published=date(2001, 1, 1), url="https://mine.org/"
        )
    put(library, TRAINING, SECOND)
    with library.read() as reading:
        paper = reading.papers.get(result.paper)
    assert (paper.title, paper.authors, paper.published, paper.url) == (
        "Mine",
        ("Me",),
        date(2001, 1, 1),
        "https://mine.org/",
    )
    assert paper.arxiv == "2203.15556" and paper.edited == {"title", "authors", "published", "url"}


def test_a_dismissed_paper_does_not_come_back(library: Library) -> None:
    [result] = put(library, TRAINING)
    with library.edit("Dismiss") as edit:
        edit.papers.decide([result.paper], Status.DISMISSED)
    put(library, TRAINING, LOUD, status=Status.SHORTLISTED)
    with library.read() as reading:
        assert reading.papers.get(result.paper).status is Status.DISMISSED


def test_what_can_not_be_fetched_waits_and_is_completed(library: Library) -> None:
    asked = Identifier(Kind.ARXIV, "2203.15556", 2)
    with library.edit("Add") as edit:
        [first] = edit.merging.wait_for([asked], Status.SHORTLISTED)
        [again] = edit.merging.wait_for([replace(asked, version=None)])
        edit.papers.set_fault(first.paper, "arXiv does not answer.")
    assert (first.state, first.waits) == (Arrival.ADDED, True) and (again.state, again.waits) == (Arrival.KNOWN, True)
    with library.read() as reading:
        paper = reading.papers.get(first.paper)
        [waiting] = reading.papers.waiting()
    assert (paper.title, paper.to_fetch, paper.fault) == ("2203.15556v2", True, "arXiv does not answer.")
    assert (waiting.paper, waiting.identifier) == (first.paper, asked)
    [done] = put(library, SECOND)
    assert (done.paper, done.state, done.waits) == (first.paper, Arrival.COMPLETED, False)
    with library.read() as reading:
        complete = reading.papers.get(first.paper)
        assert reading.papers.waiting() == ()
    assert complete.title == "Training Compute-Optimal Large Language Models" and complete.version == 2
    assert (complete.key, complete.status, complete.fault) == (paper.key, Status.SHORTLISTED, None)


def test_waiting_papers_of_every_kind_are_listed_once(library: Library) -> None:
    asked = [
        Identifier(Kind.DOI, "10.1000/ab"),
        Identifier(Kind.URL, "https://example.org/x"),
        Identifier(Kind.ARXIV, "hep-th/9901001"),
    ]
    with library.edit("Add") as edit:
        results = edit.merging.wait_for([*asked, *asked])
    assert [result.paper for result in results[:3]] == [result.paper for result in results[3:]]
    with library.read() as reading:
        assert [one.identifier for one in reading.papers.waiting()] == asked


def test_a_paper_that_was_asked_for_by_doi_is_found_to_be_one_that_is_there(library: Library) -> None:
    put(library, TRAINING)
    with library.edit("Add") as edit:
        [asked] = edit.merging.wait_for([Identifier(Kind.DOI, "10.1000/journal")])
    [answer] = put(library, Record(title=LOUD.title, authors=LOUD.authors, doi="10.1000/journal", source="crossref"))
    assert answer.merged == (asked.paper,) and answer.state is Arrival.COMPLETED and count(library) == 1
    with library.edit("Add") as edit:
        assert edit.merging.wait_for([Identifier(Kind.DOI, "10.1000/journal")])[0].state is Arrival.KNOWN
    assert count(library) == 1


def test_two_arxiv_ids_that_name_one_doi_stay_two_papers(library: Library) -> None:
    first, second = put(library, replace(TRAINING, doi="10.1000/ab"), replace(BERT, doi="10.1000/ab"))
    assert first.paper != second.paper
    before = contents(library)
    put(library, replace(BERT, doi="10.1000/ab"))
    assert contents(library) == before
    with library.read() as reading:
        assert reading.papers.find("10.1000/ab") == first.paper


def test_a_work_that_was_sent_in_twice_is_one_paper_by_both_ids(library: Library) -> None:
    put(library, TRAINING, replace(TRAINING, arxiv="2204.00001"))
    before = contents(library)
    assert count(library) == 1
    assert put(library, replace(TRAINING, arxiv="2204.00001", version=7))[0].state is Arrival.KNOWN
    assert contents(library) == before
    with library.read() as reading:
        assert reading.papers.find("2204.00001") == reading.papers.find("2203.15556")
        assert reading.papers.get(1).newer is None


def test_titles_that_many_works_have_do_not_make_them_one(library: Library) -> None:
    erratum = Record(title="Erratum", authors=("Ada King",), arxiv="2203.00001")
    put(
        library,
        erratum,
        replace(erratum, arxiv="2203.00002"),
        replace(erratum, arxiv=None, authors=("Alan King Turing",)),
    )
    assert count(library) == 3


def test_a_work_without_authors_is_not_one_with_authors(library: Library) -> None:
    put(library, Record(title=BERT.title), BERT, Record(title=BERT.title))
    assert count(library) == 2


def test_the_older_stays_unless_the_other_has_words(library: Library) -> None:
    older, younger = put(library, JOURNAL, TRAINING)
    with library.edit("Write") as edit:
        edit.writeups.save(younger.paper, "why", "Words", "")
    [result] = put(library, SECOND)
    assert (result.paper, result.merged) == (younger.paper, (older.paper,))
    with library.read() as reading:
        assert reading.papers.get(older.paper).id == younger.paper
        assert reading.papers.find(str(older.paper)) == reading.papers.find("else" + "ndas") == younger.paper


def test_what_two_papers_have_is_the_one_papers_that_stays(library: Library) -> None:
    older, younger = (one.paper for one in put(library, JOURNAL, TRAINING))
    with library.edit("Work") as edit:
        figure = edit.figures.put(b"\x89PNG\r\n\x1a\n1")
        for number, words in ((older, "older"), (younger, "younger")):
            edit.papers.tag([number], "both")
            edit.papers.tag([number], words)
            edit.papers.set_links(
                number, [Link("Code", "https://example.org/code"), Link(words, f"https://example.org/{words}")]
            )
            edit.writeups.save(number, "why", words, "")
            edit.papers.add_figure(number, figure, caption=words)
        edit.writeups.save(younger, "insights", "only here", "")
        edit.papers.decide([older], Status.READY)
        edit.papers.star([younger], True)
        edit.papers.override(younger, title="Typed", published=date(2020, 1, 1))
        edit.papers.override(older, title="Typed first")
        one, two = edit.issues.new("One"), edit.issues.new("Two")
        edit.issues.add(
            edit.issues.add_section(one, "S"), [NewEntry(EntryKind.PAPER, paper=number) for number in (older, younger)]
        )
        edit.issues.add(edit.issues.add_section(two, "S"), [NewEntry(EntryKind.PAPER, paper=younger)])
        edit.issues.define(one, younger, "A line")
    [result] = put(library, SECOND)
    assert (result.paper, result.merged) == (older, (younger,))
    with library.read() as reading:
        paper = reading.papers.get(older)
        assert reading.issues.definitions(one) == {paper.key: "A line"}
        revisions = {(one.text, one.origin) for one in reading.writeups.revisions(older, "why")}
        entries = [[entry.paper for entry in reading.issues.get(issue).sections[0].entries] for issue in (one, two)]
    assert paper.status is Status.READY and paper.starred and paper.key == "elsendas"
    assert paper.tags == ("both", "older", "younger")
    assert [link.title for link in paper.links] == ["Code", "older", "younger"]
    assert [one.caption for one in paper.figures] == ["older"]
    assert (paper.why, paper.insights) == ("older", "only here")
    assert (paper.title, paper.published) == ("Typed first", date(2020, 1, 1))
    assert {("older", "typed"), ("younger", "typed"), ("younger", "merged")} <= revisions
    assert entries == [[older], [older]]


def test_a_citation_of_a_merged_paper_leads_to_the_one_that_stayed(library: Library) -> None:
    older, younger = put(library, JOURNAL, TRAINING)
    put(library, SECOND)
    with library.edit("New issue") as edit:
        issue = edit.issues.new("One", lead="See [@hoffmann2022training].")
    with library.read() as reading:
        assert reading.manuscripts.read(issue).works["hoffmann2022training"].id == older.paper
    put(library, replace(TRAINING, arxiv="2203.00007", title="Training others"))
    with library.read() as reading:
        assert reading.papers.get(reading.papers.find("2203.00007")).key == "hoffmann2022trainingb"
    assert younger.paper != older.paper


def test_papers_are_merged_again_and_again(library: Library) -> None:
    numbers = [one.paper for one in put(library, BERT, JOURNAL, TRAINING, PLAIN)]
    with library.edit("Merge") as edit:
        assert edit.merging.merge(numbers[3], numbers[2]) == numbers[2]
        assert edit.merging.merge(numbers[1], numbers[2]) == numbers[1]
        assert edit.merging.merge(numbers[1], numbers[1]) == numbers[1]
    with library.read() as reading:
        assert {reading.papers.get(number).id for number in numbers[1:]} == {numbers[1]}
        assert reading.papers.find("https://example.org/a") == reading.papers.find("2203.15556") == numbers[1]


def test_a_merged_paper_goes_by_every_name_of_both(library: Library) -> None:
    one, two = put(
        library, replace(PLAIN, doi="10.1000/one"), replace(BERT, doi="10.1000/two", url="https://example.org/b")
    )
    with library.edit("Merge") as edit:
        edit.merging.merge(one.paper, two.paper)
        names = ("10.1000/one", "10.1000/two", "1810.04805", "https://example.org/a", "https://example.org/b")
        assert {edit.papers.find(name) for name in names} == {one.paper}


def test_taking_back_an_addition_takes_the_paper_away(library: Library) -> None:
    before = contents(library)[:4]
    put(library, TRAINING, BERT)
    library.undo(library.steps()[0].id)
    assert contents(library)[:4] == before
    assert put(library, TRAINING)[0].state is Arrival.ADDED


def test_a_key_that_is_wished_for_is_given_if_it_is_free(library: Library) -> None:
    with library.edit("Add") as edit:
        first, second, third = edit.merging.put_in(
            [prepare(TRAINING, "mine"), prepare(BERT, "mine"), prepare(PLAIN, "devlin2018bert")]
        )
        keys = {
            number: paper.key for number, paper in edit.papers.many([first.paper, second.paper, third.paper]).items()
        }
    assert keys == {first.paper: "mine", second.paper: "devlin2018bertb", third.paper: "devlin2018bert"}


def test_keys_of_one_batch_differ(library: Library) -> None:
    results = put(library, *(replace(TRAINING, arxiv=f"2203.0000{n}", title=f"Training {n}") for n in range(1, 6)))
    with library.read() as reading:
        keys = [reading.papers.get(one.paper).key for one in results]
    assert keys == ["hoffmann2022training", *(f"hoffmann2022training{letter}" for letter in "bcde")]


def test_a_record_that_no_library_can_hold_is_cleaned(library: Library) -> None:
    [result] = put(
        library, Record(title="A\x00 \ud800title", authors=("\ud800 King", " "), abstract="\udfffx", comment="a\n b")
    )
    with library.read() as reading:
        paper = reading.papers.get(result.paper)
    assert (paper.title, paper.authors, paper.abstract, paper.comment) == ("A� �title", ("� King",), "�x", "a b")


def test_the_number_of_statements_does_not_grow_with_a_batch(library: Library) -> None:
    def statements(records: Sequence[Record]) -> int:
        seen: list[str] = []
        with library.edit("Add") as edit:
            prepared = [prepare(record) for record in records]
            note = lambda *given: seen.append(given[2])  # noqa: E731
            event.listen(edit.c, "before_cursor_execute", note)
            edit.merging.put_in(prepared)
            event.remove(edit.c, "before_cursor_execute", note)
        return len(seen)

    few = statements([replace(TRAINING, arxiv=f"2203.1{n:04}", title=f"Few {n}") for n in range(2)])
    many = statements([replace(TRAINING, arxiv=f"2204.1{n:04}", title=f"Many {n}") for n in range(80)])
    assert few == many <= 8


def test_newest_papers_come_last_in_the_order_of_date(library: Library) -> None:
    put(library, TRAINING, BERT, replace(PLAIN, published=None))
    with library.read() as reading:
        order = reading.c.exec_driver_sql("select coalesce(arxiv, url) from metadata order by position").scalars().all()
    assert order == ["1810.04805", "2203.15556", "https://example.org/a"]
