"""Rows, words and states of an issue, and where the first words of a text are found."""

import pytest

from curator.desktop.outline.sheet import read_sheet
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Status
from curator.domain.writeups import INSIGHTS, WHY
from curator.library.library import Library
from tests.desktop.outline.conftest import made


def test_rows_have_numbers_words_and_states(library: Library) -> None:
    issue, _ = made(library)
    sheet = read_sheet(library, issue)
    assert [(row.kind, row.title, row.words, row.number, row.state) for row in sheet.rows()] == [
        ("lead", "Lead", 4, None, ""),
        ("text", "Welcome back.", 2, None, ""),
        ("section", "News", 8, None, ""),
        ("link", "An accelerator", 6, None, ""),
        ("link", "Open weights", 2, None, ""),
        ("section", "Research", 45, None, "warns"),
        ("intro", "We chose five papers.", 4, None, ""),
        ("paper", "Tensor Programs V", 9, 1, "ready"),
        ("paper", "Visual Prompt Tuning", 9, 2, "ready"),
        ("paper", "Pathways", 9, 3, "ready"),
        ("mention", "A work that is mentioned", 5, None, ""),
        ("paper", "STaR", 9, 4, "drafting"),
        ("paper", "Kubric", 0, 5, "empty"),
        ("section", "Tools", 0, None, ""),
        ("hint", "Drop papers or links here", 0, None, ""),
    ]
    assert [group.row.note for group in sheet.groups] == ["2 links", "5 papers", "empty"]
    assert [group.row.emoji for group in sheet.groups] == ["📰", "🔬", ""]
    assert (sheet.ready, len(sheet.states), sheet.minutes) == (3, 5, 1)
    assert sheet.words == sum(row.words for row in sheet.rows() if row.kind != "section")


def test_a_citation_without_a_work_blocks_its_paper_and_shows_on_its_section(library: Library) -> None:
    issue, papers = made(library)
    with library.edit("Cite nothing") as edit:
        edit.writeups.save(papers["Pathways"], INSIGHTS.name, "As was shown [@nobody2022nothing].", None)
    sheet = read_sheet(library, issue)
    row = next(row for row in sheet.rows() if row.title == "Pathways")
    assert row.state == "blocks"
    assert "nobody2022nothing" in row.finding
    assert sheet.groups[1].row.state == "blocks"
    assert sheet.ready == 3


def test_a_finding_in_the_lead_or_in_the_words_of_a_section_is_on_their_rows(library: Library) -> None:
    issue, _ = made(library)
    with library.edit("Cite nothing") as edit:
        edit.issues.edit(issue, lead="See [@a2022a].")
        research = edit.issues.section(issue, "🔬 Research")
        assert research is not None
        edit.issues.edit_section(research, text="See [@b2022b].")
    rows = {row.kind: row for row in read_sheet(library, issue).rows() if row.kind in ("lead", "intro")}
    assert "a2022a" in rows["lead"].finding and rows["lead"].state == "blocks"
    assert "b2022b" in rows["intro"].finding and rows["intro"].state == "blocks"


def test_a_published_paper_counts_as_ready(library: Library) -> None:
    issue, papers = made(library)
    with library.edit("Publish") as edit:
        edit.papers.decide([papers["STaR"]], Status.PUBLISHED)
        edit.writeups.save(papers["STaR"], WHY.name, None, None)
    assert read_sheet(library, issue).ready == 4


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello there.", "Hello there."),
        ("\n\n> **Quoted** words\nand more", "Quoted words"),
        ("- [A title](https://example.org/a) and [more](https://example.org/b)", "A title and more"),
        ("[@key2022a] says", "[@key2022a] says"),
        ("Some *words* of _mine_, 2*3*4, snake_case_name", "Some words of mine, 2*3*4, snake_case_name"),
        ("*All* of it", "All of it"),
        ("> - # A quoted head", "A quoted head"),
        ("That was {{edition}}.", "That was April 2022."),
    ],
)
def test_a_text_is_called_by_its_first_words(library: Library, text: str, title: str) -> None:
    issue, _ = made(library)
    with library.edit("Add a text") as edit:
        edit.issues.add(edit.issues.untitled(issue), [NewEntry(Kind.TEXT, text=text)], 1)
    assert read_sheet(library, issue).top[1].title == title
