"""The writing of a backup is brought into a library, and nothing of the library is lost."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Link, Record, Status
from curator.library.bringing import Brought, bring_in
from curator.library.library import Library, create_library, open_library
from curator.library.merging import prepare
from tests.library.bare import column, everything
from tests.library.records import BERT, TRAINING
from tests.library.shelf import fill

Clock = Callable[[], datetime]


@pytest.fixture
def other(folder: Path, clock: Clock) -> Iterator[Library]:
    """A library of another origin: its numbers mean nothing here."""
    create_library(folder / "other.curator")
    found = open_library(folder / "other.curator", now=clock)
    yield found
    found.close()


def put(library: Library, *records: Record, status: Status = Status.INBOX) -> list[int]:
    with library.edit("Put in") as edit:
        return [one.paper for one in edit.merging.put_in([prepare(record) for record in records], status)]


def save(library: Library, paper: int, text: str | None, field: str = "why") -> None:
    with library.edit("Write") as edit:
        edit.writeups.save(paper, field, text, None)


def bring(target: Library, source: Library) -> Brought:
    return bring_in(target, source, "Restore")


def test_into_an_empty_library_comes_all_of_it(library: Library, other: Library) -> None:
    fill(other)
    brought = bring(library, other)
    assert (brought.papers, len(brought.issues), brought.damaged) == (60, 2, 0)
    for table in ("writeup", "tag", "link", "entry"):
        ours = sorted(map(repr, (row[1:] for row in everything(library)[table] if table not in ("link", "entry"))))
        theirs = sorted(map(repr, (row[1:] for row in everything(other)[table] if table not in ("link", "entry"))))
        assert ours == theirs, table
    assert column(library, "select status from paper order by id") == column(
        other, "select status from paper order by id"
    )
    with library.read() as mine, other.read() as theirs_:
        for paper in column(other, "select id from paper"):
            assert mine.papers.get(paper) == theirs_.papers.get(paper)
    assert library.doctor() == []


def test_twice_is_as_once(library: Library, other: Library) -> None:
    fill(other)
    bring(library, other)
    before = everything(library)
    again = bring(library, other)
    assert (again.papers, again.texts, again.statuses, again.revisions, again.issues) == (0, 0, 0, 0, [])
    assert everything(library) == before


def test_all_of_it_is_one_step_that_can_be_taken_back(library: Library, other: Library) -> None:
    put(library, BERT)
    before = everything(library)
    fill(other)
    bring(library, other)
    library.undo(library.steps(1)[0].id)
    after = everything(library)
    assert {name: rows for name, rows in after.items() if name != "merged"} == {
        name: rows for name, rows in before.items() if name != "merged"
    }


def test_a_text_that_differs_becomes_current_and_the_former_a_revision(library: Library, other: Library) -> None:
    (mine,), (theirs,) = put(library, TRAINING), put(other, BERT, TRAINING)[1:]
    save(library, mine, "Mine")
    save(other, theirs, "Theirs")
    save(other, theirs, "Key", "insights")
    assert bring(library, other).texts == 2
    with library.read() as reading:
        paper = reading.papers.get(mine)
        assert (paper.why, paper.insights) == ("Theirs", "Key")
        texts = {one.text for one in reading.writeups.revisions(mine, "why")}
    assert texts == {"Mine", "Theirs"}


def test_a_former_text_that_no_revision_holds_becomes_one(library: Library, other: Library) -> None:
    (mine,), (theirs,) = put(library, TRAINING), put(other, TRAINING)
    save(library, mine, "Mine")
    with library.edit("Forget") as edit:
        edit.c.exec_driver_sql("delete from revision")
    save(other, theirs, "Theirs")
    bring(library, other)
    with library.read() as reading:
        assert {one.text for one in reading.writeups.revisions(mine, "why")} == {"Mine", "Theirs"}


def test_what_only_this_library_has_stays(library: Library, other: Library) -> None:
    mine, shared = put(library, BERT, TRAINING)
    (theirs,) = put(other, TRAINING)
    save(library, mine, "Mine")
    save(library, shared, "Mine too", "insights")
    with library.edit("More") as edit:
        edit.papers.tag([shared], "mine")
        edit.papers.star([shared], True)
        edit.papers.set_links(shared, [Link("Code", "https://example.org/mine")])
        edit.issues.new("Mine")
    with other.edit("More") as edit:
        edit.papers.tag([theirs], "theirs")
        edit.papers.set_links(theirs, [Link("Demo", "https://example.org/theirs")])
    bring(library, other)
    with library.read() as reading:
        paper = reading.papers.get(shared)
        assert (paper.insights, paper.tags, paper.starred) == ("Mine too", ("mine", "theirs"), True)
        assert [link.url for link in paper.links] == ["https://example.org/mine", "https://example.org/theirs"]
        assert reading.papers.get(mine).why == "Mine"
        assert [row.slug for row in reading.issues.list()] == ["mine"]


def test_a_status_and_what_was_typed_over_metadata_are_the_backups(library: Library, other: Library) -> None:
    (mine,), (theirs,) = put(library, TRAINING), put(other, TRAINING)
    with library.edit("Mine") as edit:
        edit.papers.decide([mine], Status.DISMISSED)
        edit.papers.override(mine, title="Mine", url="https://example.org/mine")
    with other.edit("Theirs") as edit:
        edit.papers.decide([theirs], Status.READY)
        edit.papers.override(theirs, title="Theirs", published=date(2022, 4, 1))
    assert bring(library, other).statuses == 1
    with library.read() as reading:
        paper = reading.papers.get(mine)
    assert (paper.status, paper.title, paper.published, paper.url) == (
        Status.READY,
        "Theirs",
        date(2022, 4, 1),
        "https://example.org/mine",
    )


def test_a_key_that_is_taken_here_changes_in_the_texts_that_come(library: Library, other: Library) -> None:
    put(library, Record("Training of others", ("Jordan Hoffmann",), published=date(2022, 1, 1)))
    cited, writer = put(other, TRAINING, BERT)
    with other.read() as reading:
        key = reading.papers.get(cited).key
    save(other, writer, f"As [@{key}] says")
    bring(library, other)
    with library.read() as reading:
        here = reading.papers.get(reading.papers.find("2203.15556"))
        text = reading.papers.get(reading.papers.find("1810.04805")).why
    assert here.key != key
    assert text == f"As [@{here.key}] says"


def test_an_issue_that_differs_comes_in_beside(library: Library, other: Library) -> None:
    (paper,) = put(other, TRAINING)
    with other.edit("Issue") as edit:
        issue = edit.issues.new("Trends", edition="April 2022", lead="Theirs")
        section = edit.issues.add_section(issue, "Research", "Text")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper, byline="By A."), NewEntry(Kind.TEXT, text="x")])
    with library.edit("Issue") as edit:
        edit.issues.new("Trends", edition="April 2022", lead="Mine")
    assert bring(library, other).issues == ["trends-april-2022-2"]
    with library.read() as reading:
        mine, theirs = (
            reading.issues.get(reading.issues.find(slug)) for slug in ("trends-april-2022", "trends-april-2022-2")
        )
        entries = theirs.sections[0].entries
    assert (mine.lead, mine.sections, theirs.lead, theirs.sections[0].text) == ("Mine", (), "Theirs", "Text")
    assert [(one.kind, one.byline, one.text) for one in entries] == [
        (Kind.PAPER, "By A.", None),
        (Kind.TEXT, None, "x"),
    ]


def test_former_texts_come_too_once_each(library: Library, other: Library) -> None:
    (theirs,) = put(other, TRAINING)
    save(other, theirs, "A first text that is long enough")
    save(other, theirs, None)
    save(other, theirs, "Another")
    bring(library, other)
    bring(library, other)
    wanted = sorted(map(str, column(other, "select text from revision")))
    found = [str(text) for text in column(library, "select text from revision where origin != 'restored'")]
    assert sorted(found) == wanted


def test_a_paper_that_was_removed_here_comes_back_with_its_revisions(
    library: Library, folder: Path, clock: Clock
) -> None:
    from curator.domain.backups import BackupKind
    from curator.library.restoring import opened

    (paper,) = put(library, TRAINING)
    save(library, paper, "Words")
    made = library.back_up(BackupKind.WRITING, folder / "b", "")
    with library.edit("Remove") as edit:
        edit.c.exec_driver_sql("delete from paper where id = ?", (paper,))
    with opened(made.path, clock) as source:
        assert bring(library, source).papers == 1
    with library.read() as reading:
        back = reading.papers.get(reading.papers.find("2203.15556"))
        texts = {one.text for one in reading.writeups.revisions(back.id, "why")}
    assert (back.why, back.key) == ("Words", "hoffmann2022training")
    assert texts == {"Words"}


def test_a_damaged_text_is_left_out_and_counted(library: Library, other: Library) -> None:
    (mine,), (theirs,) = put(library, TRAINING), put(other, TRAINING)
    save(library, mine, "Mine")
    save(other, theirs, "Theirs")
    with other.edit("Damage") as edit:
        edit.c.exec_driver_sql("update writeup set text = 'Thears'")
    assert bring(library, other).damaged == 1
    with library.read() as reading:
        assert reading.papers.get(mine).why == "Mine"


def test_a_merged_paper_is_found_by_the_key_that_it_had(library: Library, other: Library) -> None:
    one, two = put(other, Record("A page"), TRAINING)
    with other.edit("Merge") as edit:
        old = edit.papers.get(one).key
        save_into = edit.papers.get(two).key
        edit.writeups.save(two, "why", "Words", None)
        edit.merging.merge(one, two)
    bring(library, other)
    with library.read() as reading:
        assert reading.papers.find(old) == reading.papers.find(save_into)


def test_figures_come_with_their_words(library: Library, other: Library) -> None:
    (mine,), (theirs,) = put(library, TRAINING), put(other, TRAINING)
    picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
    with library.edit("Figure") as edit:
        edit.figures.put(picture)
    with other.edit("Figure") as edit:
        edit.papers.add_figure(theirs, edit.figures.put(picture), "Alt", "Caption", "Source")
        edit.papers.add_figure(theirs, edit.figures.put(picture + b"x"), caption="Gone")
    bring(library, other)
    bring(library, other)
    with library.read() as reading:
        captions = [figure.caption for figure in reading.papers.get(mine).figures]
    assert captions == ["Caption", "Gone"]
