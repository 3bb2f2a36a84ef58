"""An issue is composed of the library, and of what is not saved yet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from curator.domain.errors import NotFound
from curator.domain.issues import Kind, NewEntry
from curator.jobs.compose import compose
from curator.jobs.review import review
from curator.library.library import Library, create_library, open_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    create_library(tmp_path / "a.curator")
    found = open_library(tmp_path / "a.curator", now=lambda: datetime(2022, 4, 6, tzinfo=UTC))
    yield found
    found.close()


@pytest.fixture
def issue(library: Library) -> int:
    """An issue with one paper, which cites another."""
    with library.edit("Begin") as edit:
        first = edit.papers.new("First Paper", ("Ada Lovelace",), date(2022, 3, 1))
        edit.papers.new("Second Paper", ("Emmy Noether",), date(2021, 3, 1))
        edit.papers.new("Third Paper", ("Grace Hopper",), date(2020, 3, 1))
        edit.writeups.save(first, "why", "As in [@noether2021second].", None)
        issue = edit.issues.new("Trends in AI", edition="April 2022")
        section = edit.issues.add_section(issue, "Research", "We chose {{papers:words}}.")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=first)])
    return issue


def paper_of(library: Library, title: str) -> int:
    with library.read() as reading:
        return reading.papers.find({"First": "lovelace2022first", "Second": "noether2021second"}[title])


def test_an_issue_is_composed_from_the_library(library: Library, issue: int) -> None:
    document = compose(library, issue)
    assert document.sections[0].text == "We chose one."
    assert [(one.number, one.title, one.year) for one in document.references] == [(1, "Second Paper", 2021)]
    assert review(document) == ()


def test_what_is_typed_lies_over_what_is_saved(library: Library, issue: int) -> None:
    first = paper_of(library, "First")
    document = compose(library, issue, {(first, "why"): "Now [@hopper2020third].", (first, "insights"): "New."})
    assert [field.text for field in document.sections[0].entries[0].fields] == ["Now [@hopper2020third].", "New."]
    assert [one.key for one in document.references] == ["hopper2020third"]
    assert [one.key for one in compose(library, issue).references] == ["noether2021second"]


def test_a_text_that_was_emptied_is_gone(library: Library, issue: int) -> None:
    document = compose(library, issue, {(paper_of(library, "First"), "why"): ""})
    assert document.sections[0].entries[0].fields == ()
    assert [finding.check for finding in review(document)] == ["paper-without-why"]


def test_what_is_typed_for_a_paper_elsewhere_changes_nothing(library: Library, issue: int) -> None:
    other = paper_of(library, "Second")
    assert compose(library, issue, {(other, "why"): "Words."}) == compose(library, issue)


def test_an_issue_that_is_not_there_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound):
        compose(library, 99)
