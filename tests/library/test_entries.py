import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Entry, Kind, NewEntry, Placed
from curator.domain.outline import Spot, move, outline_of
from curator.domain.papers import Status
from curator.library.library import Library
from curator.library.merging import prepare
from tests.library.records import BERT, PLAIN, TRAINING


@pytest.fixture
def papers(library: Library) -> list[int]:
    with library.edit("Add") as edit:
        return [result.paper for result in edit.merging.put_in([prepare(r) for r in (TRAINING, BERT, PLAIN)])]


@pytest.fixture
def sections(library: Library) -> list[int]:
    with library.edit("New issue") as edit:
        issue = edit.issues.new("Trends")
        return [edit.issues.add_section(issue, title) for title in ("News", "Research")]


def entries(library: Library, section: int, issue: int = 1) -> list[Entry]:
    with library.read() as reading:
        return [entry for found in reading.issues.get(issue).sections if found.id == section for entry in found.entries]


def paper(number: int) -> NewEntry:
    return NewEntry(Kind.PAPER, paper=number)


def text(words: str) -> NewEntry:
    return NewEntry(Kind.TEXT, text=words)


def test_entries_are_put_in_at_their_position(library: Library, papers: list[int], sections: list[int]) -> None:
    with library.edit("Add") as edit:
        edit.issues.add(sections[0], [text("a"), text("d")])
        placed = edit.issues.add(sections[0], [text("b"), text("c")], 2)
        edit.issues.add(sections[0], [text("e")], 99)
        edit.issues.add(sections[0], [text("0")], 1)
        edit.issues.add(sections[0], [])
    assert [entry.text for entry in entries(library, sections[0])] == ["0", "a", "b", "c", "d", "e"]
    assert placed == Placed((3, 4), ())


def test_a_paper_that_the_issue_has_is_moved(library: Library, papers: list[int], sections: list[int]) -> None:
    with library.edit("Add") as edit:
        first = edit.issues.add(sections[0], [paper(papers[0]), paper(papers[1])])
        second = edit.issues.add(
            sections[1], [paper(papers[2]), paper(papers[0]), paper(papers[2]), NewEntry(Kind.MENTION, paper=papers[1])]
        )
    assert second.moved == (first.added[0],) and len(second.added) == 2
    assert [entry.paper for entry in entries(library, sections[0])] == [papers[1]]
    assert [(entry.kind, entry.paper) for entry in entries(library, sections[1])] == [
        (Kind.PAPER, papers[2]),
        (Kind.PAPER, papers[0]),
        (Kind.MENTION, papers[1]),
    ]


def test_a_paper_may_be_in_two_issues(library: Library, papers: list[int], sections: list[int]) -> None:
    with library.edit("Add") as edit:
        edit.issues.add(sections[0], [paper(papers[0])])
        other = edit.issues.add_section(edit.issues.new("Other"), "S")
        placed = edit.issues.add(other, [paper(papers[0])])
        assert placed.moved == ()
        with pytest.raises(Refused, match="already"):
            edit.issues.move(placed.added, sections[1])
        [mention] = edit.issues.add(other, [NewEntry(Kind.MENTION, paper=papers[0])]).added
        edit.issues.move([mention], sections[1])
    assert [entry.kind for entry in entries(library, sections[1])] == [Kind.MENTION]


@pytest.mark.parametrize("status", list(Status))
def test_only_what_was_not_chosen_yet_is_shortlisted(
    library: Library, papers: list[int], sections: list[int], status: Status
) -> None:
    with library.edit("Add") as edit:
        edit.papers.decide(papers, status)
        edit.issues.add(sections[0], [paper(papers[0]), NewEntry(Kind.MENTION, paper=papers[1])])
        first, second = edit.papers.get(papers[0]).status, edit.papers.get(papers[1]).status
    chosen = status not in (Status.INBOX, Status.KNOWN, Status.DISMISSED)
    assert first is (status if chosen else Status.SHORTLISTED) and second is status


def test_taking_a_paper_out_loses_nothing_of_it(library: Library, papers: list[int], sections: list[int]) -> None:
    with library.edit("Add") as edit:
        placed = edit.issues.add(sections[0], [paper(papers[0])])
        edit.writeups.save(papers[0], "why", "Words", "")
    with library.edit("Remove") as edit:
        edit.issues.remove_entries(placed.added)
        found = edit.papers.get(papers[0])
    assert entries(library, sections[0]) == [] and (found.why, found.status, found.issues) == (
        "Words",
        Status.DRAFTING,
        (),
    )
    with library.edit("Nothing") as edit:
        edit.issues.remove_entries(placed.added)


def test_a_link_has_a_title_and_a_blurb_of_one_line(library: Library, sections: list[int]) -> None:
    with library.edit("Add") as edit:
        edit.issues.add(
            sections[0],
            [
                NewEntry(Kind.LINK, title=" A\nB", url="https://example.org/a b", text="It is\r\nnew [@a]\n"),
                NewEntry(Kind.LINK, url="https://example.org/"),
                NewEntry(Kind.LINK, title="Without"),
            ],
        )
        for wrong in (
            NewEntry(Kind.LINK, title="A", url="example.org"),
            NewEntry(Kind.LINK, text="x"),
            NewEntry(Kind.PAPER),
        ):
            with pytest.raises(Refused):
                edit.issues.add(sections[0], [wrong])
    assert [(entry.title, entry.url, entry.text) for entry in entries(library, sections[0])] == [
        ("A B", "https://example.org/a%20b", "It is new [@a]"),
        ("https://example.org/", "https://example.org/", None),
        ("Without", None, None),
    ]


def test_a_new_mention_begins_as_the_link_to_its_work(library: Library, papers: list[int], sections: list[int]) -> None:
    with library.edit("Add") as edit:
        edit.issues.add(
            sections[0],
            [
                NewEntry(Kind.MENTION, paper=papers[0]),
                NewEntry(Kind.MENTION, title="A [title]", url="https://example.org/(a)"),
                NewEntry(Kind.MENTION, url="https://example.org/", text="\nAs typed\n"),
                NewEntry(Kind.MENTION, title="Only a title"),
                NewEntry(Kind.MENTION),
            ],
        )
    found = entries(library, sections[0])
    assert [entry.text for entry in found] == [
        "[Training Compute-Optimal Large Language Models](https://arxiv.org/abs/2203.15556)",
        r"[A \[title\]](<https://example.org/(a)>)",
        "As typed",
        "Only a title",
        None,
    ]
    assert found[0].url == "https://arxiv.org/abs/2203.15556" and {entry.title for entry in found} == {None}


def test_an_entry_is_edited_in_what_is_given(library: Library, papers: list[int], sections: list[int]) -> None:
    with library.edit("Add") as edit:
        one, link = edit.issues.add(
            sections[0], [paper(papers[0]), NewEntry(Kind.LINK, title="A", url="https://a.org/")]
        ).added
        edit.issues.edit_entry(one, byline=" By Ada King.\n", names="all")
        edit.issues.edit_entry(link, text="Line\nline")
        edit.issues.edit_entry(link)
        edit.issues.edit_entry(link, url=None)
        with pytest.raises(Refused, match="byline"):
            edit.issues.edit_entry(one, names="7")
        with pytest.raises(Refused, match="title"):
            edit.issues.edit_entry(link, title="")
        with pytest.raises(Refused, match="no web address"):
            edit.issues.edit_entry(link, url="x")
        with pytest.raises(NotFound):
            edit.issues.edit_entry(99, text="x")
    first, second = entries(library, sections[0])
    assert (first.byline, first.names) == ("By Ada King.", "all")
    assert (second.title, second.url, second.text) == ("A", None, "Line line")


def test_what_is_gone_is_not_found(library: Library, papers: list[int], sections: list[int]) -> None:
    with library.edit("Add") as edit:
        for section, new in (
            (99, text("a")),
            (sections[0], paper(99)),
            (sections[0], NewEntry(Kind.MENTION, paper=99)),
        ):
            with pytest.raises(NotFound):
                edit.issues.add(section, [new])
        with pytest.raises(NotFound):
            edit.issues.move([99], sections[0])
        with pytest.raises(NotFound):
            edit.issues.move([], 99)


def test_moving_an_entry_changes_one_row(library: Library, sections: list[int]) -> None:
    with library.edit("Add") as edit:
        numbers = edit.issues.add(sections[0], [text(str(n)) for n in range(6)]).added
    with library.edit("Move") as edit:
        edit.issues.move([numbers[5]], sections[0], 2)
    assert edit.changes.ids("entry") == {numbers[5]}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(0, 1), st.none() | st.integers(0, 12)
        ),
        max_size=40,
    )
)
def test_moves_in_the_library_are_those_of_an_outline(
    library: Library, sections: list[int], moves: list[tuple[list[int], int, int | None]]
) -> None:
    with library.edit("New issue") as edit:
        issue = edit.issues.new("Moves")
        parts = [edit.issues.add_section(issue, name) for name in "AB"]
        numbers = edit.issues.add(parts[0], [text(str(n)) for n in range(10)]).added
        outline = outline_of(edit.issues.get(issue))
        for chosen, part, at in moves:
            block = [numbers[index] for index in chosen]
            edit.issues.move(block, parts[part], at)
            outline = move(outline, block, Spot(parts[part], 99 if at is None else at))
            assert outline_of(edit.issues.get(issue)) == outline
