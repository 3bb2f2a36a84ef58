"""What was removed comes back as it was, whatever happened since."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Issue, Kind, NewEntry
from curator.domain.papers import Link, Paper, Record, Status
from curator.domain.trash import Restored, Trashed, TrashKind
from curator.library.library import Edit, Library
from curator.library.merging import prepare
from tests.library.bare import column, everything, found
from tests.library.records import BERT, PLAIN, TRAINING

PNG = b"\x89PNG\r\n\x1a\n1"


@dataclass(frozen=True)
class Desk:
    """A library with two papers in an issue."""

    library: Library
    paper: int
    other: int
    issue: int
    section: int
    entries: tuple[int, ...]
    src: str

    def do(self, work: Callable[[Edit], Any], label: str = "Do") -> Any:
        with self.library.edit(label) as edit:
            return work(edit)

    def restore(self, kind: TrashKind) -> Restored:
        one = next(one for one in self.trash() if one.kind is kind)
        restored: Restored = self.do(lambda e: e.trash.restore(one.id), "Put back")
        return restored

    def trash(self) -> tuple[Trashed, ...]:
        with self.library.read() as reading:
            return reading.trash.listing()

    def get(self, paper: int) -> Paper:
        with self.library.read() as reading:
            return reading.papers.get(paper)

    def outline(self) -> Issue:
        with self.library.read() as reading:
            return reading.issues.get(self.issue)

    def steps(self) -> list[int]:
        return [step.id for step in self.library.steps()]


@pytest.fixture
def desk(library: Library) -> Desk:
    with library.edit("Begin") as e:
        paper, other = (
            one.paper for one in e.merging.put_in([prepare(replace(TRAINING, doi="10.1000/ab")), prepare(BERT)])
        )
        e.writeups.save(paper, "why", "Because [@devlin2018bert].", "")
        e.writeups.save(paper, "insights", "It scales.", "")
        e.papers.tag([paper], "scaling")
        e.papers.star([paper], True)
        e.papers.set_links(paper, [Link("Code", "https://example.org/code")])
        e.papers.override(paper, title="My title")
        src = e.figures.put(PNG)
        e.papers.add_figure(paper, src, caption="A curve", alt="Alt")
        issue = e.issues.new("Trends in AI", edition="April 2022", lead="See [@hoffmann2022training].")
        section = e.issues.add_section(issue, "Research", "We chose {{papers}}.")
        news = e.issues.add_section(issue, "News")
        first = e.issues.add(section, [NewEntry(Kind.PAPER, paper=paper), NewEntry(Kind.PAPER, paper=other)])
        last = e.issues.add(
            news,
            [NewEntry(Kind.LINK, title="A title", url="https://example.org/n"), NewEntry(Kind.MENTION, paper=paper)],
        )
        e.issues.define(issue, paper, "A line")
        e.issues.note_import("0" * 64, issue)
    return Desk(library, paper, other, issue, section, (*first.added, *last.added), src)


REMOVALS: dict[str, tuple[Callable[[Edit, Desk], object], TrashKind, str, str | None]] = {
    "paper": (lambda e, d: e.papers.remove([d.paper]), TrashKind.PAPER, "My title", None),
    "issue": (lambda e, d: e.issues.remove(d.issue), TrashKind.ISSUE, "Trends in AI, April 2022", None),
    "section": (
        lambda e, d: e.issues.remove_section(d.section),
        TrashKind.SECTION,
        "Research",
        "Trends in AI, April 2022",
    ),
    "entry": (
        lambda e, d: e.issues.remove_entries([d.entries[1]]),
        TrashKind.ENTRY,
        BERT.title,
        "Trends in AI, April 2022 › Research",
    ),
    "link": (
        lambda e, d: e.issues.remove_entries([d.entries[2]]),
        TrashKind.ENTRY,
        "A title",
        "Trends in AI, April 2022 › News",
    ),
    "figure": (lambda e, d: e.papers.remove_figure(d.paper, d.src), TrashKind.FIGURE, "A curve", "My title"),
}


@pytest.mark.parametrize(("remove", "kind", "title", "place"), REMOVALS.values(), ids=REMOVALS)
def test_what_was_removed_is_listed_and_comes_back_as_it_was(
    desk: Desk, remove: Callable[[Edit, Desk], object], kind: TrashKind, title: str, place: str | None
) -> None:
    was = everything(desk.library)
    desk.do(lambda e: remove(e, desk), "Remove")
    [one] = desk.trash()
    assert (one.kind, one.title, one.place, one.days_left) == (kind, title, place, 30)
    removed = everything(desk.library)
    restored = desk.restore(kind)
    assert restored.note is None and everything(desk.library) == was
    for step, state in ((0, removed), (0, was), (0, removed)):
        desk.library.undo(desk.steps()[step])
        assert everything(desk.library) == state
    desk.library.undo(next(step.id for step in desk.library.steps() if step.label == "Remove"))
    assert everything(desk.library) == was and desk.library.doctor() == []


def test_a_paper_that_was_removed_is_nowhere_and_texts_keep_its_key(desk: Desk) -> None:
    assert desk.do(lambda e: e.papers.remove([desk.paper, 77])) == 1
    assert found(desk.library, "why : because") == []
    with desk.library.read() as reading:
        with pytest.raises(NotFound):
            reading.papers.find("2203.15556")
        assert reading.papers.waiting() == ()
    issue = desk.outline()
    assert issue.lead == "See [@hoffmann2022training]."
    assert [entry.paper for section in issue.sections for entry in section.entries] == [desk.other, None]
    desk.restore(TrashKind.PAPER)
    assert found(desk.library, "why : because") == [desk.paper]


def test_newest_first_and_as_many_as_are_asked_for(desk: Desk) -> None:
    for entry in desk.entries:
        with desk.library.edit("Remove") as edit:
            edit.issues.remove_entries([entry])
    assert [one.title for one in desk.trash()][1:] == ["A title", BERT.title, "My title"]
    with desk.library.read() as reading:
        assert len(reading.trash.listing(2)) == 2


def test_what_is_thrown_away_is_gone_but_for_undo(desk: Desk) -> None:
    desk.do(lambda e: e.papers.remove([desk.paper]))
    before = everything(desk.library)
    [one] = desk.trash()
    desk.do(lambda e: e.trash.throw_away(one.id), "Throw away")
    assert desk.trash() == ()
    with pytest.raises(NotFound), desk.library.edit("Put back") as edit:
        edit.trash.restore(one.id)
    desk.library.undo(desk.steps()[0])
    assert everything(desk.library) == before


def test_only_what_is_old_is_emptied(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    days = 0
    monkeypatch.setattr(library, "_now", lambda: datetime(2022, 4, 6, tzinfo=UTC) + timedelta(days=days))
    for days in (0, 1):
        with library.edit("Remove") as edit:
            edit.papers.remove([edit.papers.new(f"T{days}")])
    days = 30
    with library.edit("Empty") as edit:
        assert [one.days_left for one in edit.trash.listing()] == [1, 0]
        assert edit.trash.empty_older() == 1
        assert [one.title for one in edit.trash.listing()] == ["T1"]
        assert edit.trash.empty_older(30) == 0 and edit.trash.empty_older(29) == 1


def test_a_removal_whose_trash_was_emptied_is_still_taken_back(desk: Desk) -> None:
    was = everything(desk.library)
    desk.do(lambda e: e.papers.remove([desk.paper]), "Remove")
    step = desk.steps()[0]
    with desk.library.intake() as work, work.batch() as batch:
        batch.trash.empty_older(0)
    desk.library.undo(step)
    assert everything(desk.library) == was and desk.library.doctor() == []


def test_the_same_work_that_came_again_is_one_with_the_paper_and_words_win(desk: Desk) -> None:
    desk.do(lambda e: e.papers.remove([desk.paper]))
    [again] = desk.do(lambda e: e.merging.put_in([prepare(TRAINING)]))
    assert desk.get(again.paper).key == "hoffmann2022training"
    desk.do(lambda e: e.writeups.save(again.paper, "why", "Other words", ""))
    desk.do(lambda e: e.issues.add(desk.section, [NewEntry(Kind.PAPER, paper=again.paper)]))
    restored = desk.restore(TrashKind.PAPER)
    assert restored.id == desk.paper and restored.note and "one paper" in restored.note
    paper = desk.get(desk.paper)
    assert (paper.why, paper.insights, paper.doi, paper.arxiv) == (
        "Because [@devlin2018bert].",
        "It scales.",
        "10.1000/ab",
        "2203.15556",
    )
    with desk.library.read() as reading:
        assert "Other words" in [one.text for one in reading.writeups.revisions(desk.paper, "why")]
        assert reading.papers.find("hoffmann2022training") == reading.papers.find("2203.15556") == desk.paper
    papers = [entry.paper for entry in desk.outline().sections[0].entries]
    assert papers.count(desk.paper) == 1 and desk.library.doctor() == []


def test_a_key_that_another_work_has_by_now_stays_there(desk: Desk) -> None:
    desk.do(lambda e: e.papers.remove([desk.paper]))
    other = replace(TRAINING, arxiv="2203.99999", title="Training others")
    [taken] = desk.do(lambda e: e.merging.put_in([prepare(other)]))
    assert desk.get(taken.paper).key == "hoffmann2022training"
    restored = desk.restore(TrashKind.PAPER)
    assert restored.note and "hoffmann2022trainingb" in restored.note
    assert desk.get(desk.paper).key == "hoffmann2022trainingb" and desk.library.doctor() == []


def test_a_place_in_the_order_of_date_that_was_given_away_is_given_anew(desk: Desk) -> None:
    with desk.library.read() as reading:
        position = reading.c.exec_driver_sql(
            "select position from metadata where paper = ?", (desk.paper,)
        ).scalar_one()
    desk.do(lambda e: e.papers.remove([desk.paper]))
    desk.do(lambda e: e.merging.put_in([prepare(replace(PLAIN, published=TRAINING.published))]))
    assert position in column(desk.library, "select position from metadata")
    desk.restore(TrashKind.PAPER)
    assert len(set(column(desk.library, "select position from metadata"))) == 3 and desk.library.doctor() == []


def test_an_identifier_that_a_contradicting_work_has_by_now_stays_there(desk: Desk) -> None:
    desk.do(lambda e: e.papers.remove([desk.paper]))
    [taken] = desk.do(
        lambda e: e.merging.put_in([prepare(Record("Quite another", ("Ada B",), arxiv="2203.77777", doi="10.1000/ab"))])
    )
    desk.restore(TrashKind.PAPER)
    assert (desk.get(desk.paper).doi, desk.get(taken.paper).doi) == (None, "10.1000/ab")
    assert desk.get(desk.paper).arxiv == "2203.15556"


def test_an_entry_whose_section_is_gone_goes_to_the_first_of_its_issue(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove_entries([desk.entries[0]]))
    desk.do(lambda e: e.issues.remove_section(desk.section))
    restored = desk.restore(TrashKind.ENTRY)
    assert restored.note and "first section" in restored.note
    assert [entry.id for entry in desk.outline().sections[0].entries][-1] == desk.entries[0]
    desk.do(lambda e: e.issues.remove_entries([desk.entries[0]]))
    desk.do(lambda e: e.issues.remove_section(desk.outline().sections[0].id))
    desk.restore(TrashKind.ENTRY)
    assert [section.title for section in desk.outline().sections] == [""]


def test_what_has_no_place_any_more_says_what_to_put_back_first(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove_entries([desk.entries[0]]))
    desk.do(lambda e: e.issues.remove_section(desk.section))
    desk.do(lambda e: e.issues.remove(desk.issue))
    desk.do(lambda e: e.papers.remove_figure(desk.paper, desk.src))
    desk.do(lambda e: e.papers.remove([desk.paper]))
    was = everything(desk.library)
    for kind, what in ((TrashKind.ENTRY, "issue"), (TrashKind.SECTION, "issue"), (TrashKind.FIGURE, "paper")):
        with pytest.raises(Refused, match=f"Its {what} is in the trash too. Put that back first"):
            desk.restore(kind)
    assert everything(desk.library) == was
    for kind in (TrashKind.ISSUE, TrashKind.PAPER, TrashKind.SECTION, TrashKind.FIGURE, TrashKind.ENTRY):
        desk.restore(kind)
    assert desk.trash() == () and desk.library.doctor() == []
    assert [entry.id for entry in desk.outline().sections[0].entries] == [desk.entries[0], desk.entries[1]]


def test_an_entry_whose_paper_was_thrown_away_is_refused(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove_entries([desk.entries[0]]))
    desk.do(lambda e: e.papers.remove([desk.paper]))
    desk.do(lambda e: e.trash.throw_away(desk.trash()[0].id))
    with pytest.raises(Refused, match="no longer in the library"):
        desk.restore(TrashKind.ENTRY)


def test_entries_that_can_not_go_back_with_their_issue_stay_in_the_trash(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove(desk.issue))
    desk.do(lambda e: e.papers.remove([desk.paper]))
    restored = desk.restore(TrashKind.ISSUE)
    assert restored.note == "An entry could not go back and is in the trash."
    kinds = [entry.kind for section in desk.outline().sections for entry in section.entries]
    assert kinds == [Kind.PAPER, Kind.LINK, Kind.MENTION]
    desk.restore(TrashKind.PAPER)
    desk.restore(TrashKind.ENTRY)
    assert [entry.id for entry in desk.outline().sections[0].entries] == list(desk.entries[:2])


def test_what_came_in_meanwhile_keeps_the_name_of_an_issue(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove(desk.issue))
    desk.do(lambda e: e.issues.new("Trends in AI", edition="April 2022"))
    restored = desk.restore(TrashKind.ISSUE)
    assert restored.note and desk.outline().slug == "trends-in-ai-april-2022-2"


def test_a_paper_is_not_put_twice_into_an_issue(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove_entries([desk.entries[1]]))
    desk.do(lambda e: e.issues.add(desk.section, [NewEntry(Kind.PAPER, paper=desk.other)]))
    with pytest.raises(Refused, match="has this paper already"):
        desk.restore(TrashKind.ENTRY)


def test_a_place_that_another_took_is_shared_out(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove_entries([desk.entries[0]]))
    desk.do(lambda e: e.issues.add(desk.section, [NewEntry(Kind.TEXT, text="In its place")], at=1))
    desk.do(lambda e: e.issues.add(desk.section, [NewEntry(Kind.TEXT, text="Before it")], at=1))
    desk.restore(TrashKind.ENTRY)
    assert [entry.text for entry in desk.outline().sections[0].entries] == ["Before it", "In its place", None, None]
    assert len(set(column(desk.library, "select place from entry where section = 1"))) == 4
    desk.do(lambda e: e.issues.remove_section(desk.section))
    desk.do(lambda e: e.issues.add_section(desk.issue, "In its place", at=1))
    desk.restore(TrashKind.SECTION)
    assert sorted(section.title for section in desk.outline().sections) == ["In its place", "News", "Research"]
    assert desk.library.doctor() == []


def test_a_figure_that_the_paper_has_again_gets_the_texts_that_it_has_none_of(desk: Desk) -> None:
    desk.do(lambda e: e.papers.remove_figure(desk.paper, desk.src))
    desk.do(lambda e: e.papers.add_figure(desk.paper, desk.src, alt="Mine"))
    desk.restore(TrashKind.FIGURE)
    [figure] = desk.get(desk.paper).figures
    assert (figure.alt, figure.caption) == ("Mine", "A curve")


def test_what_hangs_on_a_paper_that_is_another_by_now_goes_there(desk: Desk) -> None:
    desk.do(lambda e: e.issues.remove_entries([desk.entries[1]]))
    desk.do(lambda e: e.issues.remove_entries([desk.entries[0]]))
    assert desk.do(lambda e: e.merging.merge(desk.other, desk.paper)) == desk.paper
    desk.restore(TrashKind.ENTRY)
    assert [entry.paper for entry in desk.outline().sections[0].entries] == [desk.paper]


def test_what_stands_before_the_first_section_meets_what_stands_there(desk: Desk) -> None:
    untitled = desk.do(lambda e: e.issues.add_section(desk.issue, "", "Greeting"))
    desk.do(lambda e: e.issues.add(untitled, [NewEntry(Kind.TEXT, text="Hello")]))
    desk.do(lambda e: e.issues.remove_section(untitled))
    desk.do(lambda e: e.issues.add_section(desk.issue, "", "New"))
    desk.restore(TrashKind.SECTION)
    first = desk.outline().sections[0]
    assert (first.title, first.text, [entry.text for entry in first.entries]) == ("", "New\n\nGreeting", ["Hello"])


def test_what_is_there_again_by_undo_is_not_put_back_twice(desk: Desk) -> None:
    desk.do(lambda e: e.papers.remove([desk.paper]), "Remove")
    removal = desk.steps()[0]
    desk.do(lambda e: e.trash.throw_away(desk.trash()[0].id), "Throw away")
    throwing = desk.steps()[0]
    desk.library.undo(removal)
    desk.library.undo(throwing)
    with pytest.raises(Refused, match="in the library already"):
        desk.restore(TrashKind.PAPER)


def test_a_paper_that_took_in_others_comes_back_with_their_names(desk: Desk) -> None:
    desk.do(lambda e: e.merging.merge(desk.paper, desk.other))
    desk.do(lambda e: e.papers.remove([desk.paper]))
    with desk.library.read() as reading, pytest.raises(NotFound):
        reading.papers.find("devlin2018bert")
    desk.restore(TrashKind.PAPER)
    with desk.library.read() as reading:
        assert reading.papers.find("devlin2018bert") == reading.papers.find("1810.04805") == desk.paper
        assert [one.id for one in reading.merging.merged_into(desk.paper)] == [desk.other]


def test_many_papers_are_removed_in_a_number_of_statements_that_does_not_grow(desk: Desk) -> None:
    def statements(count: int) -> int:
        seen: list[str] = []
        with desk.library.edit("Add") as edit:
            ids = [edit.papers.new(f"{count} {number}") for number in range(count)]
        with desk.library.edit("Remove") as edit:
            note = lambda *given: seen.append(given[2])  # noqa: E731
            event.listen(edit.c, "before_cursor_execute", note)
            edit.papers.remove(ids)
            event.remove(edit.c, "before_cursor_execute", note)
        return len(seen)

    assert statements(2) == statements(40)


def test_a_removed_paper_keeps_its_status(desk: Desk) -> None:
    desk.do(lambda e: e.papers.decide([desk.paper], Status.READY))
    desk.do(lambda e: e.papers.remove([desk.paper]))
    desk.restore(TrashKind.PAPER)
    paper = desk.get(desk.paper)
    assert (paper.status, paper.starred, paper.tags, paper.title) == (Status.READY, True, ("scaling",), "My title")
