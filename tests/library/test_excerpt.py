"""The writing alone: what an editor touched, and nothing that nobody did."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from curator.domain.backups import BackupKind
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Record, Status
from curator.library.library import Library, open_library
from curator.library.merging import prepare
from tests.library.bare import column, everything
from tests.library.records import BERT, TRAINING
from tests.library.shelf import fill

Clock = Callable[[], datetime]


def writing(library: Library, folder: Path, clock: Clock) -> Library:
    return open_library(library.back_up(BackupKind.WRITING, folder / "b", "").path, now=clock)


def put(library: Library, *records: Record, status: Status = Status.INBOX) -> list[int]:
    with library.edit("Put in") as edit:
        return [one.paper for one in edit.merging.put_in([prepare(record) for record in records], status)]


def test_all_that_was_written_and_decided_is_in_it(library: Library, folder: Path, clock: Clock) -> None:
    fill(library)
    copy = writing(library, folder, clock)
    ours, theirs = everything(library), everything(copy)
    untouched = set(column(library, "select id from paper")) - set(column(copy, "select id from paper"))
    assert untouched
    assert set(column(library, f"select status from paper where id in ({','.join(map(str, untouched))})")) == {"inbox"}
    for table in ("own", "tag", "link", "figure", "writeup", "issue", "section", "entry", "definition", "merged"):
        assert theirs[table] == ours[table], table
    assert column(copy, "select text from revision") == column(library, "select text from revision")
    assert copy.doctor() == []
    copy.close()


def test_an_untouched_paper_is_left_out_unless_a_text_cites_it(library: Library, folder: Path, clock: Clock) -> None:
    cited, other, written = put(library, TRAINING, BERT, Record("A page"))
    with library.edit("Write") as edit:
        edit.writeups.save(written, "why", f"As [@{edit.papers.get(cited).key}] says", None)
    copy = writing(library, folder, clock)
    assert column(copy, "select id from paper order by id") == [cited, written]
    assert other not in column(copy, "select id from paper")
    copy.close()


def test_a_work_that_the_lead_or_a_section_cites_is_in_it(library: Library, folder: Path, clock: Clock) -> None:
    first, second = put(library, TRAINING, BERT)
    with library.edit("Write") as edit:
        keys = [edit.papers.get(paper).key for paper in (first, second)]
        issue = edit.issues.new("Trends", lead=f"On [@{keys[0]}]")
        edit.issues.add_section(issue, "News", f"And [@{keys[1]}]")
    copy = writing(library, folder, clock)
    assert column(copy, "select id from paper order by id") == [first, second]
    copy.close()


def test_a_paper_of_which_only_a_revision_is_left_is_in_it(library: Library, folder: Path, clock: Clock) -> None:
    (paper,) = put(library, TRAINING)
    with library.edit("Write") as edit:
        edit.writeups.save(paper, "why", "Words", None)
    with library.edit("Empty") as edit:
        edit.writeups.save(paper, "why", None, None)
        edit.papers.decide([paper], Status.INBOX)
    copy = writing(library, folder, clock)
    assert column(copy, "select text from revision") == ["Words", None]
    assert column(copy, "select id from paper") == [paper]
    copy.close()


def test_numbers_that_were_given_are_not_given_again(library: Library, folder: Path, clock: Clock) -> None:
    _, second = put(library, TRAINING, BERT)
    with library.edit("Write") as edit:
        edit.writeups.save(second, "why", "Words", None)
    with library.edit("Remove") as edit:
        edit.c.exec_driver_sql("delete from paper where id = ?", (second,))
    copy = writing(library, folder, clock)
    assert column(copy, "select text from revision") == ["Words"]
    assert put(copy, Record("Something new")) == [second + 1]
    copy.close()


def test_of_what_was_dismissed_the_abstract_is_left_out(library: Library, folder: Path, clock: Clock) -> None:
    dismissed, kept = put(library, TRAINING, Record("A page", abstract="Of models."))
    with library.edit("Decide") as edit:
        edit.papers.decide([dismissed], Status.DISMISSED)
        edit.papers.decide([kept], Status.SHORTLISTED)
    copy = writing(library, folder, clock)
    assert column(copy, "select abstract from metadata order by paper") == ["", "Of models."]
    assert column(copy, "select arxiv from metadata order by paper") == ["2203.15556", None]
    copy.close()


def test_the_bytes_of_figures_are_left_out_and_their_words_kept(library: Library, folder: Path, clock: Clock) -> None:
    (paper,) = put(library, TRAINING)
    with library.edit("Figure") as edit:
        src = edit.figures.put(b"\x89PNG\r\n\x1a\n" + bytes(100_000))
        edit.papers.add_figure(paper, src, "A curve", "It falls", "The authors")
    copy = writing(library, folder, clock)
    assert column(copy, "select caption from figure") == ["It falls"]
    assert column(copy, "select count(*) from picture") == [0]
    copy.close()


def test_entries_of_any_kind_bring_their_papers(library: Library, folder: Path, clock: Clock) -> None:
    first, second = put(library, TRAINING, BERT, status=Status.INBOX)
    with library.edit("Outline") as edit:
        issue = edit.issues.new("Trends")
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=first), NewEntry(Kind.MENTION, paper=second, text="x")])
        edit.papers.decide([first, second], Status.INBOX)
    copy = writing(library, folder, clock)
    assert column(copy, "select id from paper order by id") == [first, second]
    copy.close()
