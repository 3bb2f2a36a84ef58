"""What a backup has that the library has not, and the other way round: counted, and the first of them named."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from curator.domain.backups import BackupKind
from curator.domain.errors import CuratorError
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Record, Status
from curator.library import comparing
from curator.library.comparing import Some
from curator.library.library import Library, open_library
from curator.library.merging import prepare
from tests.library.bare import everything
from tests.library.records import BERT, TRAINING

Clock = Callable[[], datetime]
NONE = Some(0)
FIELDS = [name for name in comparing.Comparison.__slots__ if name != "kind"]


@pytest.fixture
def pair(library: Library, folder: Path) -> Iterator[tuple[Library, dict[BackupKind, Path]]]:
    """Two papers, one with a text, and an issue with an entry; a backup of each kind of just that."""
    with library.edit("Begin") as edit:
        put = edit.merging.put_in([prepare(TRAINING), prepare(BERT)], Status.SHORTLISTED)
        edit.writeups.save(put[0].paper, "why", "Words", None)
        issue = edit.issues.new("Trends", edition="April 2022")
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=put[0].paper)])
    yield library, {kind: library.back_up(kind, folder / "b", "").path for kind in BackupKind}


@pytest.mark.parametrize("kind", list(BackupKind))
def test_a_backup_of_what_is_there_differs_in_nothing(
    pair: tuple[Library, dict[BackupKind, Path]], kind: BackupKind
) -> None:
    library, made = pair
    before = everything(library)
    found = library.compare(made[kind])
    assert found.kind is kind
    assert {name: getattr(found, name) for name in FIELDS} == dict.fromkeys(FIELDS, NONE)
    assert everything(library) == before


def test_each_difference_is_counted_once_and_named(pair: tuple[Library, dict[BackupKind, Path]]) -> None:
    library, made = pair
    with library.edit("Change") as edit:
        (new,) = edit.merging.put_in([prepare(Record("A page"))])
        edit.papers.override(new.paper, title="As I call it")
        edit.writeups.save(1, "why", "Other words", None)
        edit.writeups.save(1, "insights", "More", None)
        edit.papers.decide([2], Status.DISMISSED)
        edit.issues.add_section(1, "News")
        edit.issues.new("Notes")
    found = library.compare(made[BackupKind.EVERYTHING])
    title = "Training Compute-Optimal Large Language Models"
    assert {name: getattr(found, name) for name in FIELDS if getattr(found, name) != NONE} == {
        "papers_only_here": Some(1, ("As I call it",)),
        "texts_only_here": Some(1, (title,)),
        "texts_differing": Some(1, (title,)),
        "statuses_differing": Some(1, (BERT.title,)),
        "issues_only_here": Some(1, ("Notes",)),
        "issues_differing": Some(1, ("Trends — April 2022",)),
    }


def test_what_only_the_backup_has_is_named_too(pair: tuple[Library, dict[BackupKind, Path]]) -> None:
    library, made = pair
    with library.edit("Remove") as edit:
        edit.writeups.save(1, "why", None, None)
        edit.c.exec_driver_sql("delete from paper where id = 2")
        edit.c.exec_driver_sql("delete from issue")
    found = library.compare(made[BackupKind.WRITING])
    assert (found.papers_only_there, found.texts_only_there.count, found.issues_only_there) == (
        Some(1, (BERT.title,)),
        1,
        Some(1, ("Trends — April 2022",)),
    )


@pytest.mark.parametrize(
    "change",
    [
        "update issue set lead = 'x'",
        "update section set text = 'x'",
        "update section set title = 'x'",
        "update entry set byline = 'By A.'",
        "update issue set status = 'published'",
        "delete from entry",
    ],
)
def test_any_change_of_an_issue_is_seen(pair: tuple[Library, dict[BackupKind, Path]], change: str) -> None:
    library, made = pair
    with library.edit("Change") as edit:
        edit.c.exec_driver_sql(change)
    for path in made.values():
        assert library.compare(path).issues_differing.count == 1


def test_of_many_the_first_are_named_and_all_are_counted(pair: tuple[Library, dict[BackupKind, Path]]) -> None:
    library, made = pair
    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(Record(f"Paper {number}")) for number in range(50)])
    found = library.compare(made[BackupKind.EVERYTHING]).papers_only_here
    assert (found.count, len(found.names)) == (50, comparing.SHOWN)


def test_what_is_no_backup_is_told_in_a_sentence(
    pair: tuple[Library, dict[BackupKind, Path]], folder: Path, clock: Clock
) -> None:
    library, made = pair
    (folder / "text").write_text("no library")
    data = made[BackupKind.EVERYTHING].read_bytes()
    (folder / "cut").write_bytes(data[: len(data) // 3])
    for name in ("text", "cut", "absent"):
        with pytest.raises(CuratorError):
            library.compare(folder / name)
    with library.edit("Still works") as edit:
        edit.papers.star([1], True)
    again = open_library(library.path, now=clock)
    again.close()
