"""The mirror follows the write-ups, moves aside what went, and gives everything back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from curator.domain.papers import Record
from curator.domain.writeups import FIELDS
from curator.library import backups, mirror
from curator.library.library import Library
from curator.library.merging import prepare
from tests.library.records import TRAINING
from tests.library.shelf import fill

Clock = Callable[[], datetime]


@pytest.fixture
def place(library: Library, folder: Path) -> Path:
    return mirror.folder_of(backups.house(folder / "b", library.path))


@pytest.fixture
def paper(library: Library) -> int:
    with library.edit("Write") as edit:
        number = edit.merging.put_in([prepare(TRAINING)])[0].paper
        edit.writeups.save(number, "why", "Models had outgrown their data.", None)
    return number


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.exists() else []


def save(library: Library, paper: int, text: str | None, field: str = "why") -> None:
    with library.edit("Write") as edit:
        edit.writeups.save(paper, field, text, None)


def test_every_text_comes_back_from_the_mirror(library: Library, folder: Path, place: Path) -> None:
    ids = fill(library)
    assert library.mirror(folder / "b") == 15
    with library.read() as reading:
        papers = reading.papers.many(ids)
    found = mirror.contents(place)
    assert found.unreadable == ()
    assert len(found.files) == 15
    for file in found.files:
        one, paper = file.holds, papers[file.holds.paper]
        assert (one.key, one.title, one.authors, one.arxiv, one.doi, one.url) == (
            paper.key, paper.title, paper.authors, paper.arxiv, paper.doi, paper.url,
        )  # fmt: skip
        texts = {name: text.text for name, text in one.texts}
        assert texts == {f.name: text for f in FIELDS if (text := getattr(paper, f.name)) is not None}
        assert all(text.is_whole for _, text in one.texts)


def test_only_what_changed_is_written(library: Library, folder: Path, place: Path) -> None:
    fill(library)
    library.mirror(folder / "b")
    was = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    assert library.mirror(folder / "b") == 0
    save(library, 1, "Another text")
    assert library.mirror(folder / "b", [1, 2]) == 1
    changed = {path.name for path in place.iterdir() if was.get(path.name) != path.stat().st_mtime_ns}
    with library.read() as reading:
        assert changed == {f"{reading.papers.get(1).key}.md"}


def test_what_was_emptied_or_removed_is_moved_aside(library: Library, folder: Path, place: Path, paper: int) -> None:
    library.mirror(folder / "b", [paper])
    assert names(place) == ["hoffmann2022training.md"]
    save(library, paper, None)
    assert library.mirror(folder / "b", [paper]) == 1
    assert (names(place), len(names(place / mirror.REMOVED))) == ([], 1)
    save(library, paper, "Again")
    library.mirror(folder / "b", [paper])
    with library.edit("Remove") as edit:
        edit.c.exec_driver_sql("delete from paper where id = ?", (paper,))
    assert library.mirror(folder / "b", [paper]) == 1
    aside = [path.read_text("utf-8") for path in sorted((place / mirror.REMOVED).iterdir())]
    assert ["outgrown" in text for text in aside] == [True, False] and "Again" in aside[1]


def test_what_went_while_nobody_looked_is_moved_aside_at_the_next_look(
    library: Library, folder: Path, place: Path, paper: int
) -> None:
    library.mirror(folder / "b")
    with library.edit("Remove") as edit:
        edit.c.exec_driver_sql("delete from paper")
    assert library.mirror(folder / "b") == 1
    assert (names(place), len(names(place / mirror.REMOVED))) == ([], 1)


def test_a_file_with_other_words_is_not_written_over(library: Library, folder: Path, place: Path, paper: int) -> None:
    library.mirror(folder / "b")
    path = place / "hoffmann2022training.md"
    path.write_bytes(path.read_bytes().replace(b"outgrown", b"outrun"))
    assert library.mirror(folder / "b") == 1
    assert "outgrown" in path.read_text("utf-8")
    (aside,) = (place / mirror.REMOVED).iterdir()
    assert "outrun" in aside.read_text("utf-8")


def test_a_text_that_is_damaged_in_the_library_is_not_mirrored(
    library: Library, folder: Path, place: Path, paper: int
) -> None:
    library.mirror(folder / "b")
    was = (place / "hoffmann2022training.md").read_bytes()
    with library.edit("Damage") as edit:
        edit.c.exec_driver_sql("update writeup set text = 'Models had outgrowm their data.'")
    for papers in ([paper], None):
        assert library.mirror(folder / "b", papers) == 0
        assert (place / "hoffmann2022training.md").read_bytes() == was


@pytest.mark.parametrize("key", ["../../up", "Ünder", "con", "a/b", "x" * 300, "A", "a"])
def test_a_key_is_never_a_way_out(key: str, tmp_path: Path) -> None:
    name = mirror.name_of(key)
    assert (tmp_path / name).resolve().parent == tmp_path
    assert len(name) < 120 and name.endswith(".md")


def test_keys_that_differ_have_files_that_differ_where_case_counts_for_nothing() -> None:
    keys = ["a", "A", "a/b", "a:b", "a-b", "ä", "Ä"]
    assert len({mirror.name_of(key).lower() for key in keys}) == len(keys)


def test_what_is_none_of_ours_is_named(library: Library, folder: Path, place: Path, paper: int) -> None:
    library.mirror(folder / "b")
    (place / "notes.md").write_text("mine")
    found = mirror.contents(place)
    assert len(found.files) == 1
    assert [path.name for path, _ in found.unreadable] == ["notes.md"]
    assert mirror.contents(folder / "nowhere") == mirror.Contents((), ())


def test_many_are_read_in_portions(
    library: Library, folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "PAGE", 3)
    monkeypatch.setattr(mirror, "_WITH_WORDS", mirror._WITH_WORDS.limit(3))
    with library.edit("Write") as edit:
        for number in range(10):
            put = edit.merging.put_in([prepare(Record(f"Paper {number}", arxiv=f"2203.{number + 1:05}"))])
            edit.writeups.save(put[0].paper, "why", f"Text {number}", None)
    assert library.mirror(folder / "b") == 10
    assert len(names(place)) == 10
    assert library.mirror(folder / "b", range(1, 11)) == 0
