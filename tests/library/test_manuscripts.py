import pytest

from curator.domain.errors import NotFound
from curator.domain.issues import Cover, Kind, NewEntry
from curator.domain.papers import Status
from curator.library.library import Library
from curator.library.merging import prepare
from tests.library.records import BERT, PLAIN, TRAINING


def test_a_manuscript_is_all_that_an_issue_is_made_of(library: Library) -> None:
    with library.edit("Fill") as edit:
        one, two, three = (
            r.paper for r in edit.merging.put_in([prepare(r) for r in (TRAINING, BERT, PLAIN)], Status.KNOWN)
        )
        cited = edit.papers.new("Cited in a text", ["Ada King"])
        blurb = edit.papers.new("Cited in a blurb", ["Ada King"])
        other = edit.papers.new("Not in the issue", ["Ada King"])
        figure, cover = edit.figures.put(b"GIF89a1"), edit.figures.put(b"GIF89a2")
        edit.figures.put(b"GIF89a3")
        edit.papers.add_figure(one, figure)
        edit.writeups.save(one, "why", "As [@devlin2018bert; @nobody] say", "")
        edit.writeups.save(other, "why", "As [@kingndnot] says", "")
        issue = edit.issues.new("One", lead=r"See [@king2022page], not \[@kingndnot]")
        edit.issues.set_cover(issue, Cover(cover))
        section = edit.issues.add_section(issue, "S", "[@kingndcited]")
        edit.issues.add(
            section,
            [
                NewEntry(Kind.PAPER, paper=one),
                NewEntry(Kind.LINK, title="A", text="[@kingndcitedb]"),
                NewEntry(Kind.MENTION, paper=three),
            ],
        )
        edit.issues.define(issue, two, "Devlin, a line")
    with library.read() as reading:
        manuscript = reading.manuscripts.read(issue)
        assert manuscript.issue == reading.issues.get(issue)
        assert manuscript.papers == reading.papers.many([one, three])
        with pytest.raises(NotFound):
            reading.manuscripts.read(99)
    assert {key: paper.id for key, paper in manuscript.works.items()} == {
        "devlin2018bert": two,
        "king2022page": three,
        "kingndcited": cited,
        "kingndcitedb": blurb,
    }
    assert manuscript.pictures == {figure: b"GIF89a1", cover: b"GIF89a2"}
    assert manuscript.definitions == {"devlin2018bert": "Devlin, a line"}


def test_an_empty_issue_has_an_empty_manuscript(library: Library) -> None:
    with library.edit("New") as edit:
        manuscript = edit.manuscripts.read(edit.issues.new("One"))
    assert (manuscript.papers, manuscript.works, manuscript.pictures, manuscript.definitions) == ({}, {}, {}, {})
