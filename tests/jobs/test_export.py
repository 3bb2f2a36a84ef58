"""An export is whole at its place, or was not made."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Cover, Kind, NewEntry
from curator.domain.progress import Cancelled, Progress
from curator.export.html import render_beside
from curator.jobs.desk import Desk
from curator.jobs.export import export, render
from curator.library.library import Library, create_library, open_library
from tests.issues import SVG


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "library").mkdir()
    path = tmp_path / "library" / "a.curator"
    create_library(path)
    found = open_library(path, now=lambda: datetime(2022, 4, 6, tzinfo=UTC))
    yield found
    found.close()


@pytest.fixture
def desk(library: Library) -> Desk:
    """A desk without a network: an export must do without."""
    return Desk(library, cast("object", None), cast("object", None))  # type: ignore[arg-type]


@pytest.fixture
def issue(library: Library) -> int:
    with library.edit("Begin") as edit:
        issue = edit.issues.new("Trends in AI", edition="April 2022", date="2022-04-06")
        src = edit.figures.put(SVG)
        edit.issues.set_cover(issue, Cover(src, "alt"))
        section = edit.issues.add_section(issue, "News")
        edit.issues.add(section, [NewEntry(Kind.LINK, title="A title", url="https://example.org/", text="words")])
    return issue


def names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_a_folder_gets_a_file_named_by_the_slug(desk: Desk, issue: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    page = export(desk, issue, "html", out)
    text = export(desk, issue, "markdown", out)
    assert page.path == out / "trends-in-ai-april-2022.html"
    assert page.files == ()
    assert text.path == out / "trends-in-ai-april-2022.md"
    assert [one.parent for one in text.files] == [out / "figures"]
    assert len(names(out)) == 3
    assert text.files[0].read_bytes() == SVG
    assert page.path.read_bytes() == render(desk.library, issue, "html").text


def test_figures_of_a_page_may_be_files_beside_it(desk: Desk, issue: int, tmp_path: Path) -> None:
    written = export(desk, issue, "html", tmp_path / "page.html", render=render_beside)
    assert written.files[0].read_bytes() == SVG
    assert written.files[0].relative_to(tmp_path).as_posix() in written.path.read_text()


def test_a_file_that_is_there_is_written_over(desk: Desk, issue: int, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")
    export(desk, issue, "html", target)
    assert target.read_text().startswith("<!DOCTYPE html>")


def test_a_folder_that_is_not_there_is_named(desk: Desk, issue: int, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not exist"):
        export(desk, issue, "markdown", tmp_path / "nowhere" / "issue.md")
    assert not (tmp_path / "nowhere").exists()


def test_the_library_is_never_written_over(desk: Desk, issue: int, tmp_path: Path) -> None:
    path = desk.library.path
    link = tmp_path / "link.html"
    link.symlink_to(path)
    hard = tmp_path / "hard.html"
    os.link(path, hard)
    for target in (path, path.with_name("a.curator-wal"), path.with_name("a.curator.lock"), link, hard):
        with pytest.raises(Refused, match="library itself"):
            export(desk, issue, "html", target)
    with desk.library.read() as reading:
        assert reading.issues.get(issue).title == "Trends in AI"


def test_a_cancelled_export_leaves_nothing(desk: Desk, issue: int, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        export(desk, issue, "html", tmp_path / "page.html", progress)
    assert not (tmp_path / "page.html").exists()


def test_steps_are_told(desk: Desk, issue: int, tmp_path: Path) -> None:
    told: list[str] = []
    export(desk, issue, "markdown", tmp_path / "issue.md", Progress(lambda done, total, words: told.append(words)))
    assert told[0] == "Reading the issue"
    assert told[-1] == "Writing issue.md"


def test_an_unknown_format_is_named_with_those_that_there_are(desk: Desk, issue: int, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="html, markdown"):
        export(desk, issue, "epub", tmp_path / "x")
