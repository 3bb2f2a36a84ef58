from dataclasses import replace
from datetime import date

import pytest

from curator.domain.errors import NotFound, Refused
from curator.domain.identifiers import Identifier, Kind, parse
from curator.domain.papers import Figure, Link, Paper, Status
from curator.library.library import Library
from curator.library.merging import prepare
from tests.library.records import BERT, PLAIN, TRAINING


@pytest.fixture
def papers(library: Library) -> tuple[int, int, int]:
    with library.edit("Add") as edit:
        records = (replace(TRAINING, doi="10.1000/ab"), BERT, PLAIN)
        one, two, three = (result.paper for result in edit.merging.put_in([prepare(record) for record in records]))
    return one, two, three


def get(library: Library, id: int) -> Paper:
    with library.read() as reading:
        return reading.papers.get(id)


@pytest.mark.parametrize(
    "name",
    [
        "1",
        " 1 ",
        "2203.15556",
        "arXiv:2203.15556v3",
        "https://arxiv.org/abs/2203.15556",
        "10.1000/AB",
        "hoffmann2022training",
    ],
)
def test_a_paper_is_found_by_each_of_its_names(library: Library, papers: tuple[int, int, int], name: str) -> None:
    with library.read() as reading:
        assert reading.papers.find(name) == papers[0]


@pytest.mark.parametrize(
    "name", ["", "99", "2203.99999", "10.1000/none", "nobody", "9" * 30, "x" * 500, "https://none.org/"]
)
def test_a_name_that_no_paper_has_is_not_found(library: Library, papers: tuple[int, int, int], name: str) -> None:
    with library.read() as reading, pytest.raises(NotFound) as raised:
        reading.papers.find(name)
    assert len(str(raised.value)) < 140


def test_papers_are_found_by_identifier(library: Library, papers: tuple[int, int, int]) -> None:
    with library.read() as reading:
        assert reading.papers.by_identifier(Identifier(Kind.URL, "https://example.org/a")) == papers[2]
        assert reading.papers.by_identifier(Identifier(Kind.DOI, "10.1000/zz")) is None
        missing = parse("2203.00001")
        assert missing and reading.papers.by_identifier(missing) is None


def test_many_papers_come_in_the_order_asked_for(library: Library, papers: tuple[int, int, int]) -> None:
    with library.read() as reading:
        assert list(reading.papers.many([papers[2], 99, papers[0]])) == [papers[2], papers[0]]
        with pytest.raises(NotFound):
            reading.papers.get(99)


def test_titles_names_and_abstracts_are_readable(library: Library) -> None:
    record = replace(
        TRAINING, title=r"Learning $\alpha$\n", authors=(r"J\"urgen {M}\"uller",), abstract="We show\n  $\\beta$ here."
    )
    with library.edit("Add") as edit:
        one, plain = (
            r.paper
            for r in edit.merging.put_in(
                [prepare(record), prepare(replace(PLAIN, title=r"A $\alpha$ as typed", plain=True))]
            )
        )
    paper = get(library, one)
    assert paper.title.startswith("Learning α") and paper.authors == ("Jürgen Müller",)
    assert paper.abstract == "We show β here." and paper.key == "muller2022learning"
    assert get(library, plain).title == r"A $\alpha$ as typed"


def test_a_decision_is_kept_and_can_be_taken_back(library: Library, papers: tuple[int, int, int]) -> None:
    with library.edit("Dismiss 2 papers") as edit:
        edit.papers.decide(papers[:2], Status.DISMISSED)
        edit.papers.star([papers[0]], True)
    assert (get(library, papers[0]).status, get(library, papers[0]).starred) == (Status.DISMISSED, True)
    library.undo(library.steps()[0].id)
    assert (get(library, papers[0]).status, get(library, papers[0]).starred) == (Status.INBOX, False)


def test_a_decision_that_changes_nothing_is_no_step(library: Library, papers: tuple[int, int, int]) -> None:
    with library.edit("Tag") as edit:
        edit.papers.tag(papers, "a")
    before = len(library.steps())
    with library.edit("Nothing") as edit:
        edit.papers.decide(papers, Status.INBOX)
        edit.papers.star(papers, False)
        edit.papers.tag(papers, " a ")
        edit.papers.untag(papers, "b")
        edit.papers.set_links(papers[0], [])
        edit.papers.override(papers[0], title=None)
    assert len(library.steps()) == before


def test_tags_are_kept_sorted_and_once(library: Library, papers: tuple[int, int, int]) -> None:
    with library.edit("Tag") as edit:
        for name in ("b", " a  b\n", "b"):
            edit.papers.tag(papers[:1], name)
        edit.papers.untag(papers, "c")
    assert get(library, papers[0]).tags == ("a b", "b")
    with library.edit("Untag") as edit:
        edit.papers.untag(papers, "b")
        with pytest.raises(Refused):
            edit.papers.tag(papers, " \n")
    assert get(library, papers[0]).tags == ("a b",)


def test_a_tag_gets_another_name_and_goes_on_all_papers(library: Library, papers: tuple[int, int, int]) -> None:
    with library.edit("Tag") as edit:
        edit.papers.tag(papers[:2], "old")
        edit.papers.tag(papers[1:], "Old")
    with library.edit("Rename") as edit:
        edit.papers.rename_tag("old", " Old ")
        with pytest.raises(Refused):
            edit.papers.rename_tag("Old", " ")
    assert [get(library, paper).tags for paper in papers] == [("Old",)] * 3
    with library.edit("Nothing") as edit:
        edit.papers.rename_tag("Old", "Old")
    with library.edit("Remove") as edit:
        edit.papers.remove_tag("Old")
    assert [get(library, paper).tags for paper in papers] == [()] * 3
    library.undo(library.steps()[0].id)
    assert [get(library, paper).tags for paper in papers] == [("Old",)] * 3


def test_a_paper_is_unread_until_it_was_looked_at(library: Library, papers: tuple[int, int, int]) -> None:
    assert get(library, papers[0]).unread
    with library.edit("Look") as edit:
        edit.papers.mark_seen([papers[0]])
    assert not get(library, papers[0]).unread and get(library, papers[1]).unread


def test_links_are_kept_in_order_with_clean_addresses(library: Library, papers: tuple[int, int, int]) -> None:
    links = [
        Link(" Code\n", "https://example.org/a b"),
        Link("", "https://example.org/"),
        Link("Demo", "https://example.org/c"),
    ]
    with library.edit("Link") as edit:
        edit.papers.set_links(papers[0], links)
        with pytest.raises(Refused, match="no web address"):
            edit.papers.set_links(papers[0], [Link("x", "ftp://example.org")])
    kept = (Link("Code", "https://example.org/a%20b"), Link("https://example.org/", "https://example.org/"), links[2])
    assert get(library, papers[0]).links == kept


def test_the_editors_words_lie_over_metadata_until_they_are_taken_back(
    library: Library, papers: tuple[int, int, int]
) -> None:
    with library.edit("Edit") as edit:
        edit.papers.override(
            papers[0], title=" Mine\n", authors=["Me", " "], published=date(2001, 1, 2), url="https://mine.org/<"
        )
    paper = get(library, papers[0])
    assert (paper.title, paper.authors, paper.published) == ("Mine", ("Me",), date(2001, 1, 2))
    assert paper.url == "https://mine.org/%3C"
    assert paper.address == "https://arxiv.org/abs/2203.15556"
    assert paper.edited == {"title", "authors", "published", "url"} and paper.key == "hoffmann2022training"
    with library.edit("Edit") as edit:
        edit.papers.override(papers[0], title="Other")
        edit.papers.override(papers[0], authors=None, published=None)
    assert get(library, papers[0]).edited == {"title", "url"}
    with library.edit("Edit") as edit:
        edit.papers.override(papers[0], title="", url=None)
        with pytest.raises(Refused, match="no web address"):
            edit.papers.override(papers[0], url="mine")
    paper = get(library, papers[0])
    assert paper.edited == frozenset() and paper.title == "Training Compute-Optimal Large Language Models"


def test_a_corrected_date_moves_a_paper_in_the_order_of_date(library: Library, papers: tuple[int, int, int]) -> None:
    def order() -> list[int]:
        with library.read() as reading:
            return list(reading.c.exec_driver_sql("select paper from metadata order by position").scalars())

    assert order() == [papers[1], papers[0], papers[2]]
    with library.edit("Date") as edit:
        edit.papers.override(papers[0], published=date(2001, 1, 1))
    assert order() == [papers[0], papers[1], papers[2]]
    library.undo(library.steps()[0].id)
    assert order() == [papers[1], papers[0], papers[2]]


def test_a_paper_without_a_source_is_the_editors(library: Library, papers: tuple[int, int, int]) -> None:
    with library.edit("New paper") as edit:
        number = edit.papers.new(" On Thinking ", ["Ada King", ""], date(1843, 1, 1), "https://example.org/b")
    paper = get(library, number)
    assert (paper.title, paper.authors, paper.published) == ("On Thinking", ("Ada King",), date(1843, 1, 1))
    assert paper.key == "king1843thinking" and paper.address == "https://example.org/b"
    assert (
        paper.edited == {"title", "authors", "published", "url"} and paper.status is Status.INBOX and not paper.to_fetch
    )
    with library.edit("New paper") as edit:
        alone = edit.papers.new("Alone")
    assert get(library, alone).edited == {"title"}


@pytest.mark.parametrize(
    ("title", "authors", "url", "says"),
    [
        ("", (), None, "title"),
        ("A", (), "ftp://x", "no web address"),
        ("A", (), "https://arxiv.org/abs/2203.15556v2", "already: Training"),
        ("bert: pre-training of deep bidirectional transformers", ("J. Devlin",), None, "already: BERT"),
    ],
)
def test_a_new_paper_that_can_not_be_is_refused(
    library: Library, papers: tuple[int, int, int], title: str, authors: tuple[str, ...], url: str | None, says: str
) -> None:
    with pytest.raises(Refused, match=says), library.edit("New paper") as edit:
        edit.papers.new(title, authors, None, url)
    with library.read() as reading:
        assert reading.c.exec_driver_sql("select count(*) from paper").scalar_one() == 3


def test_figures_of_a_paper_have_texts_and_an_order(library: Library, papers: tuple[int, int, int]) -> None:
    with library.edit("Figures") as edit:
        srcs = [edit.figures.put(b"GIF89a" + bytes([n])) for n in range(3)]
        for src in srcs:
            edit.papers.add_figure(papers[0], src, alt=" A\nline ")
        edit.papers.add_figure(papers[0], srcs[0], caption="Again")
        edit.papers.edit_figure(papers[0], srcs[1], alt=None, source="Someone")
    assert get(library, papers[0]).figures == (
        Figure(srcs[0], "A line", "Again"),
        Figure(srcs[1], None, None, "Someone"),
        Figure(srcs[2], "A line"),
    )
    with library.edit("Remove") as edit:
        edit.papers.remove_figure(papers[0], srcs[0])
        for change in (edit.papers.remove_figure, edit.papers.edit_figure, edit.papers.add_figure):
            with pytest.raises(NotFound):
                change(papers[0], "figures/none.png")
        with pytest.raises(TypeError):
            edit.papers.edit_figure(papers[0], srcs[1], title="x")
    assert [figure.src for figure in get(library, papers[0]).figures] == [srcs[1], srcs[2]]
