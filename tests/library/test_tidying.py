"""What nothing names any more goes; what the library, its history or its trash names stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curator.domain.issues import Cover
from curator.library.library import Library, create_library, open_library
from curator.library.merging import prepare
from curator.library.tidying import Tidied
from tests.library.bare import column, everything
from tests.library.records import BERT, TRAINING

PNG = b"\x89PNG\r\n\x1a\n"
NOTHING = Tidied(0, 0, 0)


class Watch:
    """The time, as a test sets it."""

    def __init__(self) -> None:
        self.now = datetime(2022, 4, 6, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def library(tmp_path: Path, watch: Watch) -> Iterator[Library]:
    path = tmp_path / "l.curator"
    create_library(path)
    found = open_library(path, now=watch)
    yield found
    found.close()


def _forget_history(library: Library) -> None:
    with library.edit("Forget") as edit:
        edit.c.exec_driver_sql("delete from step")
        edit.c.exec_driver_sql("delete from journal")


def _add(library: Library) -> int:
    with library.edit("Add") as edit:
        [one] = edit.merging.put_in([prepare(TRAINING)])
        edit.writeups.save(one.paper, "why", "Words", "")
        edit.papers.add_figure(one.paper, edit.figures.put(PNG))
    return one.paper


def test_the_trash_is_kept_for_thirty_days(library: Library, watch: Watch) -> None:
    paper = _add(library)
    with library.edit("Remove") as edit:
        edit.papers.remove([paper])
    watch.pass_by(days=29, hours=23)
    assert library.tidy() == NOTHING
    watch.pass_by(hours=1)
    _forget_history(library)
    assert library.tidy() == Tidied(1, 1, 1)
    assert column(library, "select count(*) from trashed") == [0] and library.tidy() == NOTHING
    assert library.doctor() == []


def test_what_the_history_names_outlives_the_trash(library: Library, watch: Watch) -> None:
    paper = _add(library)
    was = everything(library)
    with library.edit("Remove") as edit:
        edit.papers.remove([paper])
    watch.pass_by(days=31)
    assert library.tidy() == Tidied(1, 0, 0)
    library.undo(edit.step)
    assert everything(library) == was
    with library.read() as reading:
        assert reading.figures.get(reading.papers.get(paper).figures[0].src) == PNG
        assert [one.text for one in reading.writeups.revisions(paper, "why")][-1] == "Words"


def test_pictures_that_anything_names_stay(library: Library) -> None:
    with library.edit("Put in") as edit:
        paper = edit.merging.put_in([prepare(TRAINING)])[0].paper
        figure, cover, placed, former, trashed, unnamed = (edit.figures.put(PNG + bytes([n])) for n in range(6))
        edit.papers.add_figure(paper, figure)
        edit.issues.set_cover(edit.issues.new("One"), Cover(cover))
        edit.writeups.save(paper, "insights", f"![]({placed})", "")
        edit.writeups.save(paper, "why", f"![]({former})", "")
        edit.papers.add_figure(paper, trashed)
    with library.edit("Remove") as edit:
        edit.writeups.save(paper, "why", None, None, "undo")
        edit.papers.remove_figure(paper, trashed)
    _forget_history(library)
    assert library.tidy() == Tidied(0, 0, 1)
    assert set(column(library, "select src from picture")) == {figure, cover, placed, former, trashed}
    assert unnamed not in column(library, "select src from picture")


def test_a_picture_that_comes_again_meanwhile_stays(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with library.edit("Put in") as edit:
        paper = edit.merging.put_in([prepare(TRAINING)])[0].paper
        src = edit.figures.put(PNG)

    def rest(seconds: float) -> None:
        with library.edit("Meanwhile") as edit:
            edit.papers.add_figure(paper, edit.figures.put(PNG))
            edit.papers.remove_figure(paper, src)
        monkeypatch.undo()

    monkeypatch.setattr(library._database, "rest", rest)
    assert library.tidy() == NOTHING
    assert column(library, "select src from picture") == [src]


def test_one_revision_a_minute_is_kept_for_ever_and_all_of_the_last_days(library: Library, watch: Watch) -> None:
    paper = _add(library)
    typed = ["a long text", "a", "a much longer text than that", "b", "c", "and a text", "d"]
    with library.edit("Type") as edit:
        for text in typed:
            edit.writeups.note(paper, "why", text, "typed")
        edit.writeups.note(paper, "why", "Other", "other")
        watch.pass_by(minutes=1)
        for text in ("e", "f", "g"):
            edit.writeups.note(paper, "why", text, "typed")
        edit.writeups.note(paper, "insights", "one", "typed")
    watch.pass_by(days=29)
    assert library.tidy() == NOTHING
    watch.pass_by(days=2)
    library.tidy()
    left = column(library, "select text from revision where field = 'why' order by id")
    assert left == ["Words", "a much longer text than that", "d", "Other", "g"]
    assert library.tidy() == NOTHING


def test_what_it_takes_to_part_papers_stays_while_they_are_there(library: Library, watch: Watch) -> None:
    with library.edit("Add") as edit:
        one, other = (one.paper for one in edit.merging.put_in([prepare(TRAINING), prepare(BERT)]))
        edit.merging.merge(one, other)
    watch.pass_by(days=400)
    _forget_history(library)
    assert library.tidy() == NOTHING
    with library.edit("Remove") as edit:
        edit.papers.remove([one])
    assert library.tidy() == NOTHING
    with library.edit("Put back") as edit:
        edit.trash.restore(edit.trash.listing()[0].id)
        edit.merging.part(other)
        edit.merging.merge(one, other)
        edit.papers.remove([one])
    _forget_history(library)
    watch.pass_by(days=31)
    assert library.tidy().trash == 1
    assert library.tidy().trash == 1
    assert column(library, "select count(*) from trash") == [0] and library.doctor() == []


def test_an_intake_of_which_nothing_is_left_is_forgotten(library: Library) -> None:
    with library.intake("Import") as work, work.batch() as batch:
        [one] = batch.merging.put_in([prepare(TRAINING)])
    with library.edit("Remove") as edit:
        edit.papers.remove([one.paper])
    assert len(library.arrivals()) == 1
    library.tidy()
    assert library.arrivals() == ()
