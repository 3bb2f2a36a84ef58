"""A damaged library becomes a new one: from its file, its backups, its Markdown copies; a report says what came from where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from curator.domain.backups import BackupKind
from curator.domain.errors import NotFound, Refused
from curator.domain.progress import Progress
from curator.jobs import backups, recover
from curator.library.library import Library, open_library
from curator.settings import Settings
from tests.faults.planted import behind_its_back, overwrite, root_of
from tests.faults.stocked import stock, ticking

Texts = dict[tuple[int, str], str]


@pytest.fixture
def machine(tmp_path: Path) -> Settings:
    (tmp_path / "letters").mkdir()
    return Settings(tmp_path / "letters" / "l.curator", tmp_path / "data", tmp_path / "state", tmp_path / "config")


@pytest.fixture
def library(machine: Settings) -> Library:
    """Something of everything, to be closed by the test."""
    stock(machine.library)
    return open_library(machine.library, now=ticking(), state=machine.state)


def _texts(path: Path) -> Texts:
    library = open_library(path, now=ticking())
    try:
        with library.read() as reading:
            rows = reading.c.exec_driver_sql("select paper, field, text from writeup")
            return {(paper, field): words for paper, field, words in rows}
    finally:
        library.close()


def _cut(path: Path) -> bytes:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path.read_bytes()


def test_the_new_library_stands_beside_and_the_old_file_is_as_it_was(library: Library, machine: Settings) -> None:
    library.close()
    was = _cut(machine.library)
    made = recover.recover(machine, machine.library, Progress())
    assert made.library == machine.library.with_name("l-recovered.curator")
    assert made.report_file == machine.library.with_name("l-recovered.md")
    assert made.report_file.read_text("utf-8") == made.report
    assert machine.library.read_bytes() == was
    again = recover.recover(machine, machine.library, Progress())
    assert again.library.name == "l-recovered-2.curator"
    assert sorted(path.name for path in machine.library.parent.iterdir() if path.name.startswith(".")) == []


def test_what_the_file_lost_comes_from_the_backup_and_what_came_later_from_the_copies(
    library: Library, machine: Settings
) -> None:
    root = backups.root(machine)
    library.back_up(BackupKind.WRITING, root, "")
    with library.edit("Go on") as edit:
        edit.writeups.save(7, "why", "Written after the backup.", None)
        edit.writeups.save(5, "why", "Changed after the backup.", None)
    library.mirror(root, None)
    library.close()
    wanted = _texts(machine.library)
    _cut(machine.library)
    made = recover.recover(machine, machine.library, Progress())
    assert _texts(made.library) == wanted
    assert made.lost == ()
    assert made.elsewhere[recover.MIRROR] == 2
    assert sum(made.elsewhere.values()) == len(wanted)
    assert "Why of “" in made.report and "from the Markdown copies: 2" in made.report
    assert f"{len(wanted)} texts were taken from elsewhere" in made.words


def test_a_paper_that_is_lost_with_its_words_is_made_again_from_the_copy(library: Library, machine: Settings) -> None:
    library.mirror(backups.root(machine), None)
    with library.read() as reading:
        wanted = reading.papers.get(5)
    library.close()
    behind_its_back(machine.library, *(f"delete from {name} where paper = 5" for name in ("metadata", "entry", "figure", "writeup", "revision", "tag", "link")), "delete from paper where id = 5")  # fmt: skip
    _empty_first_page_of(machine.library, "writeup")
    made = recover.recover(machine, machine.library, Progress())
    found = open_library(made.library, now=ticking())
    with found.read() as reading:
        paper = reading.papers.get(reading.papers.find(wanted.key))
    found.close()
    assert (paper.title, paper.why, paper.insights) == (wanted.title, wanted.why, wanted.insights)
    assert (paper.arxiv, paper.doi) == (wanted.arxiv, wanted.doi)


def test_copies_give_nothing_that_the_file_has_whole(library: Library, machine: Settings) -> None:
    library.mirror(backups.root(machine), None)
    with library.edit("Go on") as edit:
        edit.writeups.save(5, "why", "Written since, and not copied.", None)
    library.close()
    behind_its_back(machine.library, "update writeup set text = 'strange' where paper = 4 and field = 'why'")
    made = recover.recover(machine, machine.library, Progress())
    assert _texts(made.library)[5, "why"] == "Written since, and not copied."
    assert sum(made.elsewhere.values()) == 1


def test_what_nobody_has_whole_is_named_in_the_report(library: Library, machine: Settings) -> None:
    library.close()
    behind_its_back(
        machine.library, "update writeup set text = 'strange' where paper = 5", "delete from revision where paper = 5"
    )
    made = recover.recover(machine, machine.library, Progress())
    assert len(made.lost) == 2
    assert all(name in made.report for name in made.lost)
    assert "2 could not be had whole" in made.words


def test_a_backup_that_is_damaged_too_is_passed_over(library: Library, machine: Settings) -> None:
    root = backups.root(machine)
    sound = library.back_up(BackupKind.EVERYTHING, root, "").path
    with library.edit("Star") as edit:
        edit.papers.star([5], True)
    newer = library.back_up(BackupKind.EVERYTHING, root, "").path
    library.close()
    wanted = _texts(machine.library)
    data = newer.read_bytes()
    newer.write_bytes(data[:4096] + bytes(len(data) - 4096))
    assert newer != sound
    _cut(machine.library)
    assert _texts(recover.recover(machine, machine.library, Progress()).library) == wanted


def test_where_nothing_is_or_nothing_is_left_one_line_says_so(machine: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        recover.recover(machine, machine.library, Progress())
    machine.library.write_bytes(b"Dear editor, " * 1000)
    with pytest.raises(Refused, match="Nothing of a library"):
        recover.recover(machine, machine.library, Progress())
    assert [path.name for path in machine.library.parent.iterdir()] == ["l.curator"]


def test_one_that_a_window_has_open_is_not_read(library: Library, machine: Settings) -> None:
    assert library.claim_window()
    with pytest.raises(Refused, match="open in a window"):
        recover.recover(machine, machine.library, Progress())
    library.close()
    assert recover.recover(machine, machine.library, Progress()).lost == ()


def test_beside_a_place_that_cannot_be_written_it_goes_into_the_data_folder(
    machine: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    may: Callable[..., bool] = lambda path, mode: False  # noqa: E731
    monkeypatch.setattr("os.access", may)
    assert recover.place_for(machine.library, machine) == machine.data / "l-recovered.curator"


def _empty_first_page_of(path: Path, table: str) -> None:
    root, size = root_of(path, table)
    overwrite(path, (root - 1) * size, bytes(size))
