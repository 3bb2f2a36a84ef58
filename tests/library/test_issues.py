import pytest

from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Cover, Issue, IssueStatus, Kind, NewEntry
from curator.domain.papers import Place, Status
from curator.library.library import Library
from curator.library.merging import prepare
from tests.library.records import BERT, PLAIN, TRAINING


def get(library: Library, id: int) -> Issue:
    with library.read() as reading:
        return reading.issues.get(id)


@pytest.fixture
def issue(library: Library) -> int:
    with library.edit("New issue") as edit:
        return edit.issues.new(
            "Trends in AI", "April 2022", "2022-04-06", lead="\nHello\r\n", authors=["Ada King "], tags=["ai", ""]
        )


def test_a_new_issue_is_a_draft_without_sections(library: Library, issue: int) -> None:
    found = get(library, issue)
    assert (found.slug, found.title, found.edition, found.date) == (
        "trends-in-ai-april-2022",
        "Trends in AI",
        "April 2022",
        "2022-04-06",
    )
    assert (found.lead, found.authors, found.tags, found.names) == ("Hello", ("Ada King",), ("ai",), "3")
    assert found.status is IssueStatus.DRAFT and found.cover is None and found.sections == ()


def test_slugs_are_given_once(library: Library, issue: int) -> None:
    with library.edit("New issues") as edit:
        second = edit.issues.new("Trends in AI", "April 2022")
        third = edit.issues.new("Other", "May", slug="Trends in AI: April 2022")
        edit.issues.edit(second, title="Another title")
    assert get(library, second).slug == "trends-in-ai-april-2022-2"
    assert get(library, third).slug == "trends-in-ai-april-2022-3"


@pytest.mark.parametrize("name", ["trends-in-ai-april-2022", "April 2022", " April 2022 ", "1"])
def test_an_issue_is_found_by_slug_edition_and_number(library: Library, issue: int, name: str) -> None:
    with library.read() as reading:
        assert reading.issues.find(name) == issue


def test_slug_goes_before_edition_before_number(library: Library, issue: int) -> None:
    with library.edit("New issues") as edit:
        second = edit.issues.new("1")
        third = edit.issues.new("Third", "2")
        assert edit.issues.find("1") == second and edit.issues.find("2") == third and edit.issues.find("3") == third


def test_an_edition_of_several_issues_lists_them(library: Library, issue: int) -> None:
    with library.edit("New issue") as edit:
        edit.issues.new("Other", "April 2022")
        with pytest.raises(Refused, match="trends-in-ai-april-2022, other-april-2022"):
            edit.issues.find("April 2022")
        for name in ("", "april 2022", "99", "9" * 30):
            with pytest.raises(NotFound):
                edit.issues.find(name)


def test_what_is_given_is_edited_and_the_rest_stays(library: Library, issue: int) -> None:
    with library.edit("Edit issue") as edit:
        edit.issues.edit(issue, title=" A\nB ", edition=None, lead=None, names="all")
        edit.issues.edit(issue)
    found = get(library, issue)
    assert (found.title, found.edition, found.lead, found.names) == ("A B", None, None, "all")
    assert (found.date, found.authors, found.slug) == ("2022-04-06", ("Ada King",), "trends-in-ai-april-2022")
    with library.edit("Edit issue") as edit:
        edit.issues.edit(issue, authors=[], tags=["a"], date=None, status=IssueStatus.DRAFT)
    found = get(library, issue)
    assert (found.authors, found.tags, found.date) == ((), ("a",), None)


@pytest.mark.parametrize("date", ["2022-4-6", "20220406", "2022-02-30", "April", "2022-W14-3"])
def test_what_is_no_date_is_refused(library: Library, issue: int, date: str) -> None:
    with library.edit("Edit") as edit, pytest.raises(Refused, match="no date"):
        edit.issues.edit(issue, date=date)


def test_what_an_issue_can_not_have_is_refused(library: Library, issue: int) -> None:
    with library.edit("Edit") as edit:
        with pytest.raises(Refused, match="title"):
            edit.issues.edit(issue, title=" \n")
        with pytest.raises(Refused, match="title"):
            edit.issues.new("")
        with pytest.raises(Refused, match="byline"):
            edit.issues.edit(issue, names="4")
        for change in (edit.issues.get, edit.issues.remove, edit.issues.publish, edit.issues.untitled):
            with pytest.raises(NotFound):
                change(99)
        with pytest.raises(NotFound):
            edit.issues.add_section(99, "A")


def test_a_cover_has_its_texts_and_can_be_taken_away(library: Library, issue: int) -> None:
    with library.edit("Cover") as edit:
        src = edit.figures.put(b"GIF89a")
        edit.issues.set_cover(issue, Cover(src, " alt\n", "", "Image by Ada"))
        with pytest.raises(NotFound):
            edit.issues.set_cover(issue, Cover("figures/none.png"))
    assert get(library, issue).cover == Cover(src, "alt", None, "Image by Ada")
    with library.edit("Cover") as edit:
        edit.issues.set_cover(issue, None)
    assert get(library, issue).cover is None


def test_publishing_an_issue_publishes_its_papers_and_no_mention(library: Library, issue: int) -> None:
    with library.edit("Add") as edit:
        one, two, three = (
            r.paper for r in edit.merging.put_in([prepare(r) for r in (TRAINING, BERT, PLAIN)], Status.KNOWN)
        )
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=one), NewEntry(Kind.MENTION, paper=two)])
        assert [paper.status for paper in edit.papers.many([one, two, three]).values()] == [
            Status.SHORTLISTED,
            Status.KNOWN,
            Status.KNOWN,
        ]
    with library.edit("Publish") as edit:
        edit.issues.publish(issue)
        assert [paper.status for paper in edit.papers.many([one, two, three]).values()] == [
            Status.PUBLISHED,
            Status.KNOWN,
            Status.KNOWN,
        ]
    assert get(library, issue).status is IssueStatus.PUBLISHED
    library.undo(library.steps()[0].id)
    with library.read() as reading:
        assert reading.papers.get(one).status is Status.SHORTLISTED


def test_removing_an_issue_leaves_its_papers_and_is_taken_back_whole(library: Library, issue: int) -> None:
    with library.edit("Add") as edit:
        [result] = edit.merging.put_in([prepare(TRAINING)])
        section = edit.issues.add_section(issue, "Research", "Text")
        edit.issues.add(section, [NewEntry(Kind.PAPER, paper=result.paper)])
        edit.writeups.save(result.paper, "why", "Words", "")
    before = get(library, issue)
    with library.edit("Remove issue") as edit:
        edit.issues.remove(issue)
        assert edit.issues.list() == () and edit.papers.get(result.paper).why == "Words"
    library.undo(library.steps()[0].id)
    assert get(library, issue) == before


def test_the_list_has_counts_and_the_newest_first(library: Library, issue: int) -> None:
    with library.edit("Fill") as edit:
        [result] = edit.merging.put_in([prepare(TRAINING)])
        edit.issues.untitled(issue)
        section = edit.issues.add_section(issue, "Research")
        edit.issues.add(
            section,
            [NewEntry(Kind.PAPER, paper=result.paper), NewEntry(Kind.TEXT, text="x"), NewEntry(Kind.MENTION, text="y")],
        )
        edit.issues.new("March", date="2022-03-01")
        edit.issues.new("Not dated")
        rows = edit.issues.list()
    assert [row.title for row in rows] == ["Not dated", "Trends in AI", "March"]
    assert [(row.sections, row.entries, row.papers) for row in rows] == [(0, 0, 0), (1, 3, 1), (0, 0, 0)]


def test_the_issue_that_was_changed_last_is_known(library: Library, issue: int) -> None:
    with library.read() as reading:
        assert reading.issues.last_changed() == issue
    with library.edit("New") as edit:
        second = edit.issues.new("Second")
    with library.edit("Section") as edit:
        section = edit.issues.add_section(issue, "A")
    with library.edit("Tag") as edit:
        edit.papers.new("A paper")
    with library.read() as reading:
        assert reading.issues.last_changed() == issue
    with library.edit("Edit") as edit:
        edit.issues.edit(second, title="2")
    with library.edit("Entry") as edit:
        edit.issues.add(section, [NewEntry(Kind.TEXT, text="x")])
    with library.read() as reading:
        assert reading.issues.last_changed() == issue
    with library.edit("Remove") as edit:
        edit.issues.remove(issue)
    with library.read() as reading:
        assert reading.issues.last_changed() == second


def test_no_issue_no_last_one(library: Library) -> None:
    with library.read() as reading:
        assert reading.issues.last_changed() is None and reading.issues.list() == ()


def test_sections_stand_in_order_and_the_one_without_title_first(library: Library, issue: int) -> None:
    with library.edit("Sections") as edit:
        news = edit.issues.add_section(issue, " News\n", " \n")
        last = edit.issues.add_section(issue, "Last", "Words\r\n")
        greeting = edit.issues.add_section(issue, "", "Hello")
        first = edit.issues.add_section(issue, "First", at=1)
        second = edit.issues.add_section(issue, "Second", at=2)
        assert edit.issues.untitled(issue) == greeting == edit.issues.add_section(issue, "\n")
    sections = get(library, issue).sections
    assert [section.id for section in sections] == [greeting, first, second, news, last]
    assert [(section.title, section.text) for section in sections][-2:] == [("News", None), ("Last", "Words")]
    with library.edit("Move") as edit:
        edit.issues.move_section(last, 1)
        edit.issues.move_section(first, 99)
        with pytest.raises(Refused, match="before the first section"):
            edit.issues.move_section(greeting, 2)
        with pytest.raises(Refused, match="title"):
            edit.issues.edit_section(news, title=" ")
        for number in (99,):
            with pytest.raises(NotFound):
                edit.issues.move_section(number, 1)
            with pytest.raises(NotFound):
                edit.issues.remove_section(number)
            with pytest.raises(NotFound):
                edit.issues.edit_section(number, text="x")
    assert [section.id for section in get(library, issue).sections] == [greeting, last, second, news, first]


def test_what_stands_before_the_first_section_shows_while_it_has_something(library: Library, issue: int) -> None:
    with library.edit("Section") as edit:
        section = edit.issues.untitled(issue)
        assert edit.issues.get(issue).sections == ()
        edit.issues.edit_section(section, text="Hello")
        assert len(edit.issues.get(issue).sections) == 1
        edit.issues.edit_section(section, text=None, title="")
        assert edit.issues.get(issue).sections == ()
        edit.issues.add(section, [NewEntry(Kind.TEXT)])
        assert len(edit.issues.get(issue).sections) == 1
        edit.issues.edit_section(section, title="Now titled")
        assert edit.issues.section(issue, "") is None and edit.issues.section(issue, "Now titled") == section


def test_a_section_is_found_by_its_exact_title_the_first_of_two(library: Library, issue: int) -> None:
    with library.edit("Sections") as edit:
        one = edit.issues.add_section(issue, "A")
        edit.issues.add_section(issue, "A")
        assert edit.issues.section(issue, "A") == one
        assert edit.issues.section(issue, "a") is None and edit.issues.section(issue, "") is None


def test_moving_a_section_changes_one_row(library: Library, issue: int) -> None:
    with library.edit("Sections") as edit:
        numbers = [edit.issues.add_section(issue, str(n)) for n in range(5)]
    with library.edit("Move") as edit:
        edit.issues.move_section(numbers[4], 2)
    assert edit.changes.ids("section") == {numbers[4]}


def test_places_say_where_a_paper_stands(library: Library, issue: int) -> None:
    with library.edit("Fill") as edit:
        one, two, three = (r.paper for r in edit.merging.put_in([prepare(r) for r in (TRAINING, BERT, PLAIN)]))
        other = edit.issues.new("Not dated")
        later = edit.issues.add_section(issue, "B")
        sooner = edit.issues.add_section(issue, "A", at=1)
        edit.issues.add(
            later,
            [NewEntry(Kind.PAPER, paper=one), NewEntry(Kind.MENTION, paper=two), NewEntry(Kind.MENTION, paper=one)],
        )
        edit.issues.add(sooner, [NewEntry(Kind.TEXT, text="x"), NewEntry(Kind.PAPER, paper=two)])
        edit.issues.add(edit.issues.untitled(other), [NewEntry(Kind.MENTION, paper=one)])
        places = edit.issues.places([one, two, three])
        slugs = [paper.issues for paper in edit.papers.many([one, two, three]).values()]
    assert places == {
        one: (Place(issue, "April 2022", 2), Place(other, "Not dated", None)),
        two: (Place(issue, "April 2022", 1),),
    }
    assert slugs == [("trends-in-ai-april-2022", "not-dated"), ("trends-in-ai-april-2022",), ()]


def test_reference_lines_of_an_import_stay_until_the_work_is_edited(library: Library, issue: int) -> None:
    with library.edit("Import") as edit:
        one, two = (r.paper for r in edit.merging.put_in([prepare(r) for r in (TRAINING, BERT)]))
        edit.issues.define(issue, one, "A line")
        edit.issues.define(issue, one, "The line")
        edit.issues.define(issue, two, "Another")
        edit.issues.define(issue, two, None)
        assert edit.issues.definitions(issue) == {"hoffmann2022training": "The line"}
        edit.papers.override(one, title="Mine")
        assert edit.issues.definitions(issue) == {}


def test_an_imported_file_is_known_again_while_its_issue_is_there(library: Library, issue: int) -> None:
    with library.edit("Import") as edit:
        edit.issues.note_import("ab12", issue)
        assert edit.issues.imported("ab12") == issue and edit.issues.imported("cd34") is None
        edit.issues.remove(issue)
        assert edit.issues.imported("ab12") is None
