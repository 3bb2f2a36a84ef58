"""Lists: orders, pages, marks and counts."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Place, Record, Status
from curator.domain.progress import Cancelled
from curator.domain.query import EVERYTHING, Facet, both, of, parse
from curator.library import listing as lists
from curator.library.library import Library
from curator.library.merging import prepare
from curator.library.reading import Reading
from tests.library.shelf import Shelf


def put_in(library: Library, *records: Record) -> list[int]:
    with library.edit("Add") as edit:
        return [one.paper for one in edit.merging.put_in([prepare(record) for record in records])]


def law(number: int, title: str = "", abstract: str = "", day: int = 1) -> Record:
    return Record(
        title or f"Law {number}",
        (f"Ada Author{number}", "Bo Bee", "Chen Sea", "Dee Dee"),
        abstract,
        arxiv=f"2203.{number:05}",
        published=date(2022, 3, day),
        source="arxiv",
    )


@contextmanager
def counted(reading: Reading, with_values: bool = False) -> Iterator[list[str]]:
    """The statements that are run."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement != "BEGIN":
            found.append(f"{statement} {values}" if with_values else statement)

    event.listen(reading.c, "before_cursor_execute", note)
    yield found
    event.remove(reading.c, "before_cursor_execute", note)


def test_oldest_first_is_newest_first_the_other_way_round(shelf: Shelf) -> None:
    with shelf.library.read() as reading:
        for text in ("", "law", "cat:cs.CL"):
            newest = list(reading.listing.ids(parse(text)))
            assert len(newest) > 2 and list(reading.listing.ids(parse(text), "oldest")) == newest[::-1]
            assert reading.listing.first(parse(text), "oldest", 2) == newest[::-1][:2]


def test_an_issue_is_listed_as_it_stands(library: Library) -> None:
    ids = put_in(library, *(law(number, day=number) for number in range(1, 6)))
    with library.edit("Make an issue") as edit:
        issue = edit.issues.new("Laws", "April 2022")
        first, last = edit.issues.add_section(issue, "A"), edit.issues.add_section(issue, "B")
        edit.issues.add(last, [NewEntry(Kind.PAPER, ids[4]), NewEntry(Kind.PAPER, ids[0])])
        edit.issues.add(first, [NewEntry(Kind.PAPER, ids[1]), NewEntry(Kind.PAPER, ids[3])])
        edit.issues.add(first, [NewEntry(Kind.MENTION, ids[0], text="Seen before.")])
        query = of(Facet.ISSUE, edit.issues.get(issue).slug)
    with library.read() as reading:
        assert list(reading.listing.ids(query, "issue")) == [ids[1], ids[3], ids[0], ids[4]]
        assert reading.listing.first(query, "issue", 2) == [ids[1], ids[3]]
        assert list(reading.listing.ids(both(query, parse("law 2")), "issue")) == [ids[1]]
        assert list(reading.listing.ids(EVERYTHING, "issue")) == ids[::-1]


def test_newest_first_and_of_one_day_the_last_that_came(library: Library) -> None:
    first, second, third = put_in(library, law(1, day=2), law(2, day=2), law(3, day=1))
    with library.read() as reading:
        assert list(reading.listing.ids()) == [second, first, third]
    with library.edit("Change the date") as edit:
        edit.papers.override(third, published=date(2022, 4, 1))
    with library.read() as reading:
        assert list(reading.listing.ids()) == [third, second, first]


def test_a_list_holds_every_status(library: Library) -> None:
    ids = put_in(library, *(law(number) for number in range(1, 8)))
    with library.edit("Decide") as edit:
        for paper, status in zip(ids, Status, strict=True):
            edit.papers.decide([paper], status)
    with library.read() as reading:
        assert set(reading.listing.ids()) == set(ids)
        assert reading.listing.count() == 7


def test_by_title_case_is_no_matter_and_the_editors_title_counts(library: Library) -> None:
    ids = put_in(library, law(1, "b law"), law(2, "A law"), law(3, "C law"), law(4, "Z law"))
    with library.edit("Rename") as edit:
        edit.papers.override(ids[3], title="Another law")
    with library.read() as reading:
        assert list(reading.listing.ids(order="title")) == [ids[1], ids[3], ids[0], ids[2]]
        assert reading.listing.first(order="title", limit=2) == [ids[1], ids[3]]


def test_by_relevance_the_title_weighs_more_than_the_abstract(library: Library) -> None:
    ids = put_in(
        library,
        law(1, "Scaling laws", "about nothing", day=1),
        law(2, "A title", "scaling " + "and other things " * 20, day=3),
        law(3, "A title of another", "nothing", day=4),
    )
    asked = parse("scaling")
    with library.read() as reading:
        assert list(reading.listing.ids(asked, "relevance")) == [ids[0], ids[1]]
        assert list(reading.listing.ids(asked)) == [ids[1], ids[0]]
        assert list(reading.listing.ids(parse("status:inbox"), "relevance")) == [ids[2], ids[1], ids[0]]


def test_of_very_many_the_newest_are_ranked_and_the_rest_follows(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_RANKED_WHOLE", 20)
    monkeypatch.setattr(lists, "_RANKED_NEWEST", 8)
    asked = parse("graph OR law")
    with shelf.library.read() as reading:
        by_date = list(reading.listing.ids(asked))
        ranked = list(reading.listing.ids(asked, "relevance", exact=False))
        assert len(by_date) >= 20
        assert set(ranked[:8]) == set(by_date[:8]) and ranked[8:] == by_date[8:]
        assert ranked[:5] == reading.listing.first(asked, "relevance", limit=5, exact=False)
        exact = list(reading.listing.ids(asked, "relevance"))
        assert sorted(exact) == sorted(by_date) and exact != ranked


@pytest.mark.parametrize("most", [5, 400])
@pytest.mark.parametrize(
    "text",
    ["z", "zo", "law zo", '"another l', "another-l", "g", "x", "tag:scaling l", "zo -tag:ai", "t1 after:2022-03-20"],
)
def test_one_or_two_letters_find_what_the_index_finds(
    shelf: Shelf, text: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_READ_MOST", most)
    monkeypatch.setattr(lists, "_PORTION", 3)
    with shelf.library.read() as reading:
        for order in ("date", "title"):
            for limit in (2, 50):
                found = reading.listing.first(parse(text), order, limit, exact=False)
                assert found == reading.listing.first(parse(text), order, limit)


def test_one_or_two_letters_do_not_gather_all_that_begins_so(shelf: Shelf) -> None:
    with shelf.library.read() as reading, counted(reading) as statements:
        reading.listing.first(parse("g"), limit=5, exact=False)
        assert statements and not any("MATCH" in statement.upper() for statement in statements)


def test_the_closed_words_of_a_phrase_are_asked_for_first(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_READ_MOST", 5)
    with shelf.library.read() as reading, counted(reading, with_values=True) as statements:
        assert len(reading.listing.first(parse('"another l'), exact=False)) == 1
        assert any('"another "' in statement for statement in statements)
        assert not any('" *' in statement for statement in statements)


def test_a_page_takes_as_many_statements_as_a_row(shelf: Shelf) -> None:
    ids = [paper.id for paper in shelf.papers]
    asked = parse("graph")
    with shelf.library.read() as reading:
        with counted(reading) as one:
            reading.listing.rows(ids[:1], asked)
        with counted(reading) as many:
            reading.listing.rows(ids, asked)
    assert len(one) == len(many) <= 5


def test_rows_come_in_the_order_asked_for_without_what_is_gone(shelf: Shelf) -> None:
    ids = [paper.id for paper in shelf.papers]
    with shelf.library.read() as reading:
        rows = reading.listing.rows([ids[5], 10**6, ids[1]])
    assert [row.id for row in rows] == [ids[5], ids[1]]


def test_a_row_says_what_the_paper_says(shelf: Shelf) -> None:
    with shelf.library.read() as reading:
        rows = reading.listing.rows([paper.id for paper in shelf.papers])
        places = reading.issues.places([paper.id for paper in shelf.papers])
    for row, paper in zip(rows, shelf.papers, strict=True):
        for name in (
            "key",
            "title",
            "categories",
            "status",
            "starred",
            "unread",
            "to_fetch",
            "arxiv",
            "doi",
            "newer",
            "fault",
        ):
            assert getattr(row, name) == getattr(paper, name), name
        assert sorted(row.tags) == sorted(paper.tags)
        assert row.author_count == len(paper.authors)
        assert row.date == paper.published
        assert row.begin == paper.abstract
        assert row.places == places.get(paper.id, ())
        assert (row.title_marks, row.part, row.part_marks) == ((), None, ())
    assert any(isinstance(place, Place) for row in rows for place in row.places)
    own = next(row for row in rows if row.title == "Another law")
    assert (own.names, own.date) == (("Ångström",), date(2022, 4, 15))


def test_a_paper_without_a_date_stands_at_the_day_it_came(library: Library) -> None:
    with library.edit("New") as edit:
        paper = edit.papers.new("A law")
        added = edit.papers.get(paper).added
    with library.read() as reading:
        (row,) = reading.listing.rows(reading.listing.ids())
    assert row.date == added.date()


def test_matches_are_marked_in_title_and_in_the_part_around_them(library: Library) -> None:
    put_in(library, law(1, r"Scaling $\alpha$-laws", "word " * 100 + "the backbone\nof the matter, " + "word " * 100))
    with library.edit("Write") as edit:
        paper = edit.papers.find("2203.00001")
        edit.writeups.save(paper, "why", "What breaks at scale", None)
    with library.read() as reading:

        def row(text: str) -> tuple[list[str], str | None, list[str]]:
            asked = parse(text)
            (found,) = reading.listing.rows(reading.listing.ids(asked), asked)
            part = found.part or ""
            return (
                [found.title[start:end] for start, end in found.title_marks],
                found.part,
                [part[start:end] for start, end in found.part_marks],
            )

        assert row("scaling") == (["Scaling"], None, [])
        marked, part, inside = row("backb")
        assert (marked, inside) == ([], ["backbone"])
        assert part is not None and "the backbone of the matter" in part and len(part) <= 160
        assert row("breaks scal") == (["Scaling"], "What breaks at scale", ["breaks", "scale"])
        assert row("dee")[2] == ["Dee", "Dee"]
        assert row("title:scaling -nothing status:drafting") == (["Scaling"], None, [])


def test_the_beginning_of_a_long_abstract_is_readable_and_cut_between_words(library: Library) -> None:
    put_in(library, law(1, abstract="We find\n  $\\alpha$ " + "words " * 200))
    with library.read() as reading:
        (row,) = reading.listing.rows(reading.listing.ids())
    assert row.begin.startswith("We find α words words") and row.begin.endswith("words") and len(row.begin) <= 300


def test_counts_stay_true(library: Library) -> None:
    ids = put_in(library, *(law(number) for number in range(1, 6)))
    with library.edit("Sort") as edit:
        edit.papers.decide(ids[:2], Status.SHORTLISTED)
        edit.papers.tag(ids[:3], "Zebra")
        edit.papers.tag(ids[3:4], "apple")
    with library.read() as reading:
        counts = reading.listing.counts()
        assert counts.total == 5 and counts.to_fetch == 0
        assert counts.by_status == dict.fromkeys(Status, 0) | {Status.INBOX: 3, Status.SHORTLISTED: 2}
        assert list(counts.by_tag.items()) == [("apple", 1), ("Zebra", 3)]
        for status, number in counts.by_status.items():
            assert reading.listing.count(of(Facet.STATUS, status)) == number
    with library.edit("Dismiss") as edit:
        edit.papers.decide(ids, Status.DISMISSED)
        edit.papers.untag(ids, "Zebra")
        step = edit.step
    with library.read() as reading:
        assert reading.listing.counts().by_status[Status.DISMISSED] == 5
        assert "Zebra" not in reading.listing.counts().by_tag
    library.undo(step)
    with library.read() as reading:
        assert reading.listing.counts() == counts


def test_the_rail_and_the_search_hold_together(shelf: Shelf) -> None:
    rail = of(Facet.STATUS, Status.INBOX)
    with shelf.library.read() as reading:
        found = reading.listing.ids(both(rail, parse("graph")))
        inbox, graph = set(reading.listing.ids(rail)), set(reading.listing.ids(parse("graph")))
    assert set(found) == inbox & graph and set(found) != graph


def test_a_search_that_is_replaced_stops_before_its_next_statement(shelf: Shelf) -> None:
    with pytest.raises(Cancelled), shelf.library.read() as reading:
        shelf.library.interrupt()
        reading.listing.first(parse("graph"))
    with shelf.library.read() as reading:
        assert reading.listing.first(parse("graph"))


def test_first_pages_need_no_sorting(shelf: Shelf) -> None:
    """The index gives the order of date by itself, and stops at the limit: nothing is gathered and sorted first."""
    with shelf.library.read() as reading:
        for text in ("graph", "status:inbox", "graph after:2022-03-10 before:2022-04", "graph -law tag:ai"):
            with counted(reading) as statements:
                reading.listing.first(parse(text), limit=5)
            plan = _plan(shelf.library, statements[-1])
            first = plan.index(next(line for line in plan if "words VIRTUAL TABLE" in line))
            assert not any("TEMP B-TREE" in line for line in plan[: first + 1]), plan
        with counted(reading) as statements:
            reading.listing.first(EVERYTHING, limit=5)
        assert _plan(shelf.library, statements[-1]) == [
            "SCAN metadata USING COVERING INDEX sqlite_autoindex_metadata_1"
        ]


def _plan(library: Library, statement: str) -> list[str]:
    c = sqlite3.connect(library.path.as_uri() + "?mode=ro", uri=True)
    try:
        values = ['"x"' if number == 0 else 1 for number in range(statement.count("?"))]
        return [row[3] for row in c.execute("explain query plan " + statement, values)]
    finally:
        c.close()
