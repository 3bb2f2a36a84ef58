"""What is offered while one types."""

from datetime import date

import pytest

from curator.domain.papers import Record, Status
from curator.domain.query import parse
from curator.library import search as offers
from curator.library.library import Library
from curator.library.merging import prepare
from curator.library.search import Completion, Value
from tests.library.shelf import Shelf

SCALING = Record(
    "Scaling Laws for Neural Language Models",
    ("Jared Kaplan", "Sam McCandlish", "Tom Henighan", "Tom B. Brown"),
    arxiv="2001.08361",
    doi="10.1000/laws",
    published=date(2020, 1, 23),
    source="arxiv",
)
KERNELS = Record("Kapitza kernels", ("Ada Law",), arxiv="2203.00001", published=date(2022, 3, 1), source="arxiv")
UNICODE = Record("Ein Titel", ("Jörg Müller",), arxiv="2203.00002", published=date(2022, 3, 2), source="arxiv")
UNDATED = Record("Notes on kaplan turbines", ("Bo Bee",), url="https://example.org/notes", source="web")


@pytest.fixture
def works(library: Library) -> Library:
    with library.edit("Add") as edit:
        edit.merging.put_in([prepare(record) for record in (SCALING, KERNELS, UNICODE, UNDATED)])
    return library


def offered(library: Library, typed: str, limit: int = 8) -> list[str]:
    with library.read() as reading:
        return [one.key for one in reading.search.complete(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("kaplan2020scaling", ["kaplan2020scaling"]),
        ("kaplan2020", ["kaplan2020scaling"]),
        ("kap", ["kaplan2020scaling", "beendnotes", "law2022kapitza"]),
        ("KAPLAN", ["kaplan2020scaling", "beendnotes"]),
        ("laws", ["kaplan2020scaling"]),
        ("law", ["law2022kapitza", "kaplan2020scaling"]),
        ("scaling laws neu", ["kaplan2020scaling"]),
        ("laws kaplan", ["kaplan2020scaling"]),
        ("scaling l", ["kaplan2020scaling"]),
        ("scaling x", []),
        ("mccand", ["kaplan2020scaling"]),
        ("2001.08361", ["kaplan2020scaling"]),
        ("2203.0", ["muller2022ein", "law2022kapitza"]),
        ("arXiv:2001.08361v2", ["kaplan2020scaling"]),
        ("https://arxiv.org/abs/2001.08361", ["kaplan2020scaling"]),
        ("10.1000/LAWS", ["kaplan2020scaling"]),
        ("https://example.org/notes", ["beendnotes"]),
        ("müll", ["muller2022ein"]),
        ("k", ["kaplan2020scaling"]),
        ("", []),
        ("—", []),
        ("nothing", []),
        ('kap" OR *', []),
    ],
)
def test_works_are_offered_by_key_id_title_and_author(works: Library, typed: str, keys: list[str]) -> None:
    assert offered(works, typed) == keys


def test_an_offer_says_what_the_work_is(works: Library) -> None:
    with works.read() as reading:
        (found,) = reading.search.complete("kaplan2020")
        (undated,) = reading.search.complete("turbines")
    title, names = "Scaling Laws for Neural Language Models", ("Kaplan", "McCandlish", "Henighan")
    assert found == Completion("kaplan2020scaling", title, names, 4, 2020, 1)
    assert (undated.year, undated.names) == (None, ("Bee",))


def test_an_offer_shows_the_editors_words(works: Library) -> None:
    with works.edit("Change") as edit:
        edit.papers.override(1, title="Laws", authors=["Ada Law"], published=date(2021, 1, 1))
    with works.read() as reading:
        (found,) = reading.search.complete("kaplan2020")
    assert (found.title, found.names, found.author_count, found.year) == ("Laws", ("Law",), 1, 2021)


def test_works_that_the_editor_uses_come_first(library: Library) -> None:
    with library.edit("Add") as edit:
        records = [
            Record(f"Law {number}", ("Ada Kaplan",), arxiv=f"2203.{number:05}", published=date(2022, 3, 1))
            for number in range(1, 30)
        ]
        ids = [one.paper for one in edit.merging.put_in([prepare(record) for record in records])]
        edit.papers.decide([ids[3]], Status.READY)
        edit.papers.decide([ids[28]], Status.DISMISSED)
    with library.read() as reading:
        for typed in ("kap", "k", "law", "ada"):
            found = [one.paper for one in reading.search.complete(typed, limit=4)]
            assert found[0] == ids[3] and len(found) == 4


def test_words_have_half_of_the_places_beside_many_keys(library: Library) -> None:
    with library.edit("Add") as edit:
        records = [Record(f"Title {number}", ("Ada Attend",), arxiv=f"2203.{number:05}") for number in range(1, 20)]
        records += [Record(f"On attention {number}", ("Bo Bee",), arxiv=f"2204.{number:05}") for number in range(1, 20)]
        edit.merging.put_in([prepare(record) for record in records])
    keys = offered(library, "atten")
    assert len(keys) == 8 and sum(key.startswith("attend") for key in keys) == 4
    assert sum(key.startswith("attend") for key in offered(library, "at")) == 8


@pytest.mark.parametrize("text", ["", "graph", "graph after:2022-03-20", "status:inbox"])
@pytest.mark.parametrize("field", ["cat", "tag", "status", "source", "is", "has", "issue"])
def test_a_value_says_how_many_it_would_leave(shelf: Shelf, field: str, text: str) -> None:
    with shelf.library.read() as reading:
        values = reading.search.field_values(field, "", parse(text), limit=50)
        assert values or (field, text) == ("issue", "status:inbox")
        for value in values:
            assert value.count == reading.listing.count(parse(f'{text} {field}:"{value.text}"'))
        assert [value.count for value in values] == sorted((value.count for value in values), reverse=True)


def test_values_are_all_that_there_are(shelf: Shelf) -> None:
    papers = shelf.papers

    def offered(field: str, typed: str = "") -> set[str]:
        with shelf.library.read() as reading:
            return {value.text for value in reading.search.field_values(field, typed, limit=50)}

    assert offered("cat") == {category for paper in papers for category in paper.categories}
    assert offered("cat", "CS.") == {"cs.CL", "cs.CV"}
    assert offered("tag") == {tag for paper in papers for tag in paper.tags}
    assert offered("tag", "ai") == {"ai", "aircraft"}
    assert offered("tag", "ü") == {"Ünder"}
    assert offered("status") == {paper.status for paper in papers}
    assert offered("source") == {"arxiv", "file"}
    assert offered("issue") == {"April 2022", "May 2022"}
    assert offered("has", "w") == {"why"}
    assert offered("id") == offered("title") == offered("after") == offered("nonsense") == set()


def test_counts_of_values_end_at_many(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "MANY", 3)
    with shelf.library.read() as reading:
        assert reading.search.field_values("is", "unr") == (Value("unread", 3),)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("grpah", "graph"),
        ("graphh", "graph"),
        ("neurl", "neural"),
        ("graph", None),
        ("gra", None),
        ("xylophone", None),
        ("—", None),
    ],
)
def test_a_word_that_was_perhaps_meant(shelf: Shelf, word: str, meant: str | None) -> None:
    with shelf.library.read() as reading:
        assert reading.search.perhaps(word) == meant
