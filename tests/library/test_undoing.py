"""Steps are joined, taken back and taken back again, or refused with a sentence; what was fetched stays."""

import random
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from curator.domain.errors import NotFound, Refused
from curator.library.library import Library, create_library, open_library
from tests.library.bare import add_issue, add_paper, column, everything, found, set_status, write_text


def test_typing_is_one_step_and_keeps_its_revisions(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "a")
    step = None
    for length in range(1, 40):
        with library.edit("Write Why", open_step=step) as edit:
            write_text(edit.c, paper, "a" + "b" * length)
        assert step in (None, edit.step)
        assert edit.changes.rows == {("writeup", 1), ("paper", paper)}
        step = edit.step
    assert column(library, "select count(*) from journal where step = :step", step=step) == [1]
    assert step is not None
    library.close_step(step)
    library.undo(step)
    assert column(library, "select text from writeup") == ["a"]
    assert column(library, "select origin from revision order by id desc limit 1") == ["undo"]
    assert column(library, "select text from revision order by id desc limit 1") == ["a"]
    assert found(library, "why : a") == [paper]


def test_typing_that_ends_as_it_began_leaves_no_step(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "a")
    with library.edit("Write Why") as edit:
        write_text(edit.c, paper, "ab")
    with library.edit("Write Why", open_step=edit.step) as edit:
        write_text(edit.c, paper, "a")
    library.close_step(edit.step)
    assert [step.label for step in library.steps()] == ["Add"]


def test_a_step_that_was_taken_back_is_not_typed_into(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "a")
    with library.edit("Write Why") as first:
        write_text(first.c, paper, "ab")
    library.undo(first.step)
    with library.edit("Write Why", open_step=first.step) as second:
        write_text(second.c, paper, "ac")
    assert second.step not in (0, first.step)
    library.undo(second.step)
    assert column(library, "select text from writeup") == ["a"]


def test_a_step_that_was_joined_is_put_back_whatever_the_order_of_its_rows(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        edit.c.execute(text("insert into tag(paper, name) values (:p, 'x')"), {"p": paper})
    was = everything(library)
    with library.edit("Open") as edit:
        set_status(edit.c, paper, "ready")
    with library.edit("Open", open_step=edit.step) as edit:
        edit.c.execute(text("delete from paper"))
    library.undo(edit.step)
    assert everything(library) == was


def test_the_first_words_undone_leave_no_text_and_a_revision_that_says_so(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    with library.edit("Write Why") as edit:
        write_text(edit.c, paper, "a")
    undone = library.undo(edit.step)
    assert column(library, "select count(*) from writeup") == [0]
    with library.read() as reading:
        last = reading.c.execute(
            text("select paper, field, text, sha, origin from revision order by id desc limit 1")
        ).one()
    assert tuple(last) == (paper, "why", None, "", "undo")
    library.undo(undone.step)
    assert column(library, "select text from writeup") == ["a"]


def test_why_can_be_undone_after_a_change_of_the_insights(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
        write_text(edit.c, paper, "a", "why")
        write_text(edit.c, paper, "x", "insights")
    with library.edit("Why") as why:
        write_text(why.c, paper, "b", "why")
    with library.edit("Insights") as edit:
        write_text(edit.c, paper, "y", "insights")
    library.undo(why.step)
    assert column(library, "select text from writeup order by field") == ["y", "a"]


def test_what_was_changed_since_is_not_undone(library: Library) -> None:
    with library.edit("Add") as add:
        paper = add_paper(add.c)
    with library.edit("Shortlist") as edit:
        set_status(edit.c, paper, "shortlisted")
    with library.edit("Dismiss") as last:
        set_status(last.c, paper, "dismissed")
    was = everything(library)
    with pytest.raises(Refused, match="“Shortlist” can't be taken back: a paper was changed since"):
        library.undo(edit.step)
    assert everything(library) == was
    library.undo(last.step)
    library.undo(edit.step)
    assert column(library, "select status from paper") == ["inbox"]


def test_another_column_that_was_changed_since_does_not_matter(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    with library.edit("Star") as star:
        star.c.execute(text("update paper set starred = 1"))
    with library.edit("Dismiss") as edit:
        set_status(edit.c, paper, "dismissed")
    library.undo(star.step)
    with library.read() as reading:
        assert tuple(reading.c.execute(text("select status, starred from paper")).one()) == ("dismissed", 0)


def test_undo_takes_no_later_work_along(library: Library) -> None:
    with library.edit("Add") as add:
        paper = add_paper(add.c)
    with library.edit("Put in") as edit:
        _, section = add_issue(edit.c)
        values = {"section": section, "paper": paper}
        edit.c.execute(
            text("insert into entry(section, place, kind, paper) values (:section, 1, 'paper', :paper)"), values
        )
    was = everything(library)
    with pytest.raises(Refused, match="came later"):
        library.undo(add.step)
    assert everything(library) == was


def test_a_step_is_taken_back_once(library: Library) -> None:
    with library.edit("Add") as edit:
        add_paper(edit.c)
    undone = library.undo(edit.step)
    assert undone.label == "Add"
    with pytest.raises(Refused, match="already"):
        library.undo(edit.step)
    library.undo(undone.step)
    assert column(library, "select id from paper") == [1]
    with pytest.raises(NotFound):
        library.undo(99)


def test_undo_of_a_removal_is_refused_where_its_place_was_taken(library: Library) -> None:
    with library.edit("Issue") as edit:
        add_issue(edit.c)
    with library.edit("Remove") as remove:
        remove.c.execute(text("delete from issue"))
    with library.edit("Issue") as edit:
        add_issue(edit.c)
    was = everything(library)
    with pytest.raises(Refused):
        library.undo(remove.step)
    assert everything(library) == was


def test_a_paper_comes_back_with_a_free_position(library: Library) -> None:
    with library.edit("Add") as first:
        add_paper(first.c)
    undone = library.undo(first.step)
    with library.edit("Add") as second:
        add_paper(second.c, "Another")
    library.undo(undone.step)
    assert len(set(column(library, "select position from metadata"))) == 2
    assert library.doctor() == []


def test_what_was_fetched_since_stays_when_an_edit_is_undone(library: Library) -> None:
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    with library.edit("Dismiss") as dismiss:
        set_status(dismiss.c, paper, "dismissed")
    with library.intake() as work, work.batch() as batch:
        batch.c.execute(text("update metadata set readable = 'Fetched anew'"))
        batch.c.execute(text("insert into alias(paper, kind, value) values (:p, 'doi', '10.1000/x')"), {"p": paper})
    library.undo(dismiss.step)
    assert found(library, "fetched") == [paper]
    undone = library.undo(edit.step)
    assert column(library, "select count(*) from alias") == [0]
    library.undo(undone.step)
    assert found(library, "fetched") == [paper]
    assert column(library, "select value from alias") == ["10.1000/x"]


def test_only_the_last_thousand_steps_are_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curator.library.journal.KEEP", 10)
    with library.edit("Add") as edit:
        paper = add_paper(edit.c)
    for number in range(25):
        with library.edit(f"{number}") as edit:
            set_status(edit.c, paper, f"s{number}")
    assert [step.label for step in library.steps()] == [f"{number}" for number in range(24, 14, -1)]
    assert column(library, "select count(distinct step) from journal") == [10]


class _Editor:
    """Random edits by bare SQL, as a person might make them."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def some(self, c: Connection, table: str) -> int | None:
        numbers = list(c.execute(text(f"select id from {table}")).scalars())
        return self._rng.choice(numbers) if numbers else None

    def act(self, c: Connection) -> None:
        rng = self._rng
        paper, section, entry, issue = (self.some(c, name) for name in ("paper", "section", "entry", "issue"))
        actions: list[Callable[[], object]] = [
            lambda: [add_paper(c, f"Title {rng.random()}") for _ in range(rng.randint(1, 3))],
            lambda: add_issue(c, f"slug-{rng.randrange(10**9)}"),
            lambda: c.execute(text("update paper set starred = :starred"), {"starred": rng.randint(0, 1)}),
        ]
        if paper is not None:
            actions += [
                lambda: set_status(c, paper, rng.choice(["inbox", "ready", "dismissed"])),
                lambda: write_text(c, paper, f"why {rng.random()}"),
                lambda: write_text(c, paper, "insights " * rng.randint(1, 9), "insights"),
                lambda: c.execute(
                    text("insert or ignore into tag(paper, name) values (:p, :n)"),
                    {"p": paper, "n": rng.choice("abcdef")},
                ),
                lambda: c.execute(text("delete from tag where paper = :p"), {"p": paper}),
                lambda: c.execute(
                    text(
                        "insert into own(paper, title) values (:p, :t) on conflict(paper) do update set title = excluded.title"
                    ),
                    {"p": paper, "t": f"mine {rng.random()}"},
                ),
                lambda: c.execute(
                    text("insert into link(paper, place, title, url) values (:p, 1, 'Code', 'https://example.org')"),
                    {"p": paper},
                ),
                lambda: c.execute(text("delete from paper where id = :p"), {"p": paper}),
            ]
        if paper is not None and section is not None:
            values = {"s": section, "p": paper, "at": rng.randint(0, 99)}

            def put_in() -> None:
                c.execute(text("insert into entry(section, place, kind, paper) values (:s, :at, 'paper', :p)"), values)
                set_status(c, paper, "shortlisted")
                write_text(c, paper, "drafted")

            actions += [put_in, put_in, put_in]
        if entry is not None and section is not None:
            where = {"e": entry, "s": section, "at": rng.randint(0, 99)}
            actions += [
                lambda: c.execute(text("update entry set place = :at, section = :s where id = :e"), where),
                lambda: c.execute(text("delete from entry where id = :e"), {"e": entry}),
            ]
        if section is not None:
            actions.append(lambda: c.execute(text("delete from section where id = :s"), {"s": section}))
        if issue is not None:
            actions.append(lambda: c.execute(text("delete from issue where id = :i"), {"i": issue}))
        rng.choice(actions)()


def _arrive(library: Library, rng: random.Random) -> None:
    """What a fetch changes beside the edits: metadata, never what the editor wrote."""
    with library.intake() as work, work.batch() as batch:
        papers = list(batch.c.execute(text("select paper from metadata")).scalars())
        for paper in rng.sample(papers, min(2, len(papers))):
            top = batch.c.execute(
                text("select max(position) + :n from metadata"), {"n": rng.randint(1, 3) << 20}
            ).scalar_one()
            values = {"paper": paper, "title": f"Fetched {rng.random()}", "position": top}
            batch.c.execute(
                text(
                    "update metadata set readable = :title, position = :position,"
                    " published = date((:position >> 20) + 1721424.5) where paper = :paper"
                ),
                values,
            )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), length=st.integers(1, 60), fetching=st.booleans())
def test_any_edits_undone_and_redone_give_the_same_library(
    tmp_path_factory: pytest.TempPathFactory, clock: Callable[[], datetime], seed: int, length: int, fetching: bool
) -> None:
    path = tmp_path_factory.mktemp("undo") / "l.curator"
    create_library(path)
    library = open_library(path, now=clock)
    rng = random.Random(seed)
    editor = _Editor(rng)

    def fetch(number: int) -> None:
        if fetching and number % 5 == 0:
            _arrive(library, rng)

    try:
        with library.edit("Add") as edit:
            for _ in range(20):
                add_paper(edit.c)
        before, steps = everything(library), []
        for number in range(length):
            with library.edit("random") as edit:
                for _ in range(rng.randint(1, 3)):
                    editor.act(edit.c)
            if edit.step:
                steps.append(edit.step)
            fetch(number)
        after, undone = everything(library), []
        for number, step in enumerate(reversed(steps)):
            undone.append(library.undo(step).step)
            fetch(number)
        assert everything(library) == before
        redone = [library.undo(step).step for step in reversed(undone)]
        assert everything(library) == after
        for step in reversed(redone):
            library.undo(step)
        assert everything(library) == before
        assert library.doctor() == []
    finally:
        library.close()


@pytest.mark.parametrize("seed", range(3))
def test_undo_of_any_older_step_is_whole_or_refused(library: Library, seed: int) -> None:
    rng = random.Random(seed)
    editor, steps = _Editor(rng), []
    with library.edit("Add") as edit:
        for _ in range(20):
            add_paper(edit.c)
    for _ in range(60):
        with library.edit("random") as edit:
            editor.act(edit.c)
        if edit.step:
            steps.append(edit.step)
    outcomes = set()
    for step in rng.sample(steps, len(steps)):
        was = everything(library)
        try:
            library.undo(library.undo(step).step)
            outcomes.add("done")
        except Refused:
            outcomes.add("refused")
        assert everything(library) == was
    assert outcomes == {"done", "refused"}
    assert library.doctor() == []
