"""Whatever is named becomes papers, whatever arXiv does meanwhile."""

import builtins
import gzip
import io
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from curator.domain.identifiers import Identifier, Kind
from curator.domain.papers import Paper, Status
from curator.domain.progress import Cancelled, Progress
from curator.jobs.add import Added, State, UnreadLine, add, dry_run, fetch_waiting
from curator.jobs.desk import Desk
from curator.library.library import create_library, open_library
from curator.net import Net
from curator.settings import load
from tests.net.servers import Clock, Hanging, Patient, raw_server
from tests.sources.standin import StandIn, Work, serve, status

TEN = tuple(f"2203.{number:05}" for number in range(1, 11))


@dataclass
class Setting:
    desk: Desk
    arxiv: StandIn
    progress: Patient
    folder: Path

    def add(self, *what: str | Path, **options: object) -> Added:
        return add(self.desk, what, self.progress, **options)  # type: ignore[arg-type]

    def paper(self, name: str) -> Paper:
        with self.desk.library.read() as reading:
            return reading.papers.get(reading.papers.find(name))

    def total(self) -> int:
        with self.desk.library.read() as reading:
            return len(reading.listing.ids())


@pytest.fixture
def setting(httpserver: HTTPServer, tmp_path: Path) -> Iterator[Setting]:
    stand_in = StandIn()
    stand_in.add(*(Work(name, f"A title of {name}") for name in TEN))
    settings = load({"CURATOR_ARXIV_URL": serve(httpserver, stand_in)})
    path = tmp_path / "library.curator"
    create_library(path)
    library = open_library(path, now=lambda: datetime(2022, 4, 6, 9, 30, tzinfo=UTC))
    clock = Clock()
    yield Setting(Desk(library, Net(settings.named_hosts, clock=clock), settings), stand_in, Patient(clock), tmp_path)
    library.close()


def states(found: Added) -> list[str]:
    return [one.state.value for one in found.results]


def counts(found: Added) -> tuple[int, int, int, int]:
    return found.added, found.known, found.to_fetch, found.failed


def test_ten_ids_become_ten_papers(setting: Setting) -> None:
    found = setting.add(*TEN, status=Status.SHORTLISTED)
    assert states(found) == ["added"] * 10
    assert counts(found) == (10, 0, 0, 0)
    assert found.results[0].identifiers == (Identifier(Kind.ARXIV, TEN[0]),)
    assert [one.papers for one in found.results] == [(setting.paper(name).id,) for name in TEN]
    assert all(one.message is None for one in found.results)
    paper = setting.paper(TEN[3])
    assert (paper.title, paper.status, paper.version, paper.to_fetch) == (
        f"A title of {TEN[3]}",
        Status.SHORTLISTED,
        1,
        False,
    )
    assert setting.arxiv.ids == [[*TEN]]


def test_all_of_it_is_one_step_that_can_be_taken_back(setting: Setting) -> None:
    setting.add(*TEN)
    (step,) = setting.desk.library.steps()
    assert step.label == "Add 10 papers"
    setting.desk.library.undo(step.id)
    assert setting.total() == 0


def test_adding_the_same_again_changes_nothing_and_asks_nothing(setting: Setting) -> None:
    setting.add(*TEN)
    before = [setting.paper(name) for name in TEN]
    asked = len(setting.arxiv.asked)
    found = setting.add(*TEN, f"{TEN[0]}v1", status=Status.DISMISSED)
    assert states(found) == ["known"] * 11
    assert counts(found) == (0, 10, 0, 0)
    assert [setting.paper(name) for name in TEN] == before
    assert len(setting.arxiv.asked) == asked
    assert len(setting.desk.library.steps()) == 1


def test_a_newer_version_is_heard_of_and_not_taken(setting: Setting) -> None:
    setting.arxiv.add(Work("2201.11903", versions=6))
    setting.add("2201.11903v1")
    found = setting.add("2201.11903v6")
    assert (states(found), counts(found)) == (["known"], (0, 1, 0, 0))
    paper = setting.paper("2201.11903")
    assert (paper.version, paper.newer) == (1, 6)


def test_several_in_one_text_count_once_each(setting: Setting) -> None:
    paragraph = f"See https://arxiv.org/abs/{TEN[0]}v1 and {TEN[1]}; again {TEN[0]}, 10.48550/arXiv.{TEN[2]}."
    found = setting.add(paragraph, TEN[1], "no name at all", "  ")
    assert states(found) == ["added", "added", "nothing", "nothing"]
    assert counts(found) == (3, 0, 0, 0)
    assert len(found.results[0].papers) == 3
    assert found.results[1].papers == (found.results[0].papers[1],)
    assert "names no" in str(found.results[2].message)


def test_the_state_of_several_is_the_first_that_applies(setting: Setting) -> None:
    setting.add(TEN[0])
    setting.arxiv.faults = [None]
    found = setting.add(
        f"{TEN[0]} {TEN[1]}", f"{TEN[0]} https://example.org/a", f"{TEN[0]} 2203.99999 https://example.org/a"
    )
    assert states(found) == ["added", "to-fetch", "failed"]
    assert counts(found) == (1, 1, 1, 1)


def test_an_id_that_arxiv_does_not_know_fails_and_is_not_put_in(setting: Setting) -> None:
    found = setting.add(*TEN, "2203.99999")
    assert states(found) == ["added"] * 10 + ["failed"]
    assert counts(found) == (10, 0, 0, 1)
    assert found.results[-1].message == "arXiv knows no 2203.99999. Check what was typed."
    assert setting.total() == 10


@pytest.mark.parametrize("code", [400, 403, 429, 500, 503])
def test_what_arxiv_answers_wrongly_waits_in_the_library(setting: Setting, code: int) -> None:
    setting.arxiv.always = status(code)
    found = setting.add(*TEN, status=Status.SHORTLISTED)
    assert states(found) == ["to-fetch"] * 10
    assert counts(found) == (0, 0, 10, 0)
    assert all(one.message and str(code) in one.message for one in found.results)
    paper = setting.paper(TEN[0])
    assert (paper.title, paper.to_fetch, paper.status) == (TEN[0], True, Status.SHORTLISTED)
    assert str(code) in str(paper.fault)


def test_what_waits_is_completed_by_the_next_add(setting: Setting) -> None:
    setting.arxiv.always = status(500)
    setting.add(f"{TEN[0]}v1", TEN[1])
    setting.arxiv.always = None
    found = setting.add(TEN[0])
    assert (states(found), counts(found)) == (["added"], (1, 0, 0, 0))
    paper = setting.paper(TEN[0])
    assert (paper.title, paper.to_fetch, paper.fault) == (f"A title of {TEN[0]}", False, None)
    assert setting.paper(TEN[1]).to_fetch
    assert setting.total() == 2


def test_fetch_completes_all_that_waits(setting: Setting) -> None:
    setting.arxiv.always = status(500)
    setting.add(*TEN, "https://example.org/a", "2203.99999")
    setting.arxiv.always = None
    found = fetch_waiting(setting.desk, setting.progress)
    assert sorted(states(found)) == ["added"] * 10 + ["failed"]
    assert counts(found) == (10, 0, 0, 1)
    assert not any(setting.paper(name).to_fetch for name in TEN)
    assert "knows no" in str(setting.paper("2203.99999").fault)
    assert setting.paper("https://example.org/a").to_fetch
    again = fetch_waiting(setting.desk, setting.progress)
    assert [one.what for one in again.results] == ["2203.99999"]


def test_fetch_with_nothing_that_waits_asks_nothing(setting: Setting) -> None:
    assert fetch_waiting(setting.desk, setting.progress) == Added(())
    assert setting.arxiv.asked == []


def test_without_a_network_all_waits_and_says_what_to_do(setting: Setting) -> None:
    with raw_server(Hanging()) as gone:
        pass
    settings = load({"CURATOR_ARXIV_URL": gone.url("/api/query")})
    desk = replace(setting.desk, settings=settings, net=Net(settings.named_hosts))
    found = add(desk, TEN, setting.progress)
    assert states(found) == ["to-fetch"] * 10
    assert "Check the network connection, then fetch again." in str(found.results[0].message)
    assert setting.progress.waits == []


def test_what_no_service_knows_waits_under_its_own_name(setting: Setting) -> None:
    found = setting.add("https://example.org/a b", "10.1145/3442188.3445922", "https://example.org/a")
    assert states(found) == ["to-fetch"] * 3
    assert [str(one) for result in found.results for one in result.identifiers] == [
        "https://example.org/a",
        "10.1145/3442188.3445922",
        "https://example.org/a",
    ]
    assert counts(found) == (0, 0, 2, 0)
    assert setting.paper("10.1145/3442188.3445922").title == "10.1145/3442188.3445922"
    assert setting.arxiv.asked == []
    assert states(setting.add("https://example.org/a")) == ["to-fetch"]
    assert setting.total() == 2


def test_a_journal_doi_that_arxiv_names_is_the_same_work(setting: Setting) -> None:
    setting.arxiv.add(Work("2201.11903", "Another title", doi="10.1109/ABC.2022.1"))
    found = setting.add("10.1109/abc.2022.1", "2201.11903")
    assert states(found) == ["added", "added"]
    assert counts(found) == (1, 0, 0, 0)
    assert found.results[0].papers == found.results[1].papers


def test_two_that_wait_are_found_to_be_one(setting: Setting) -> None:
    setting.arxiv.add(Work("2201.11903", "Another title", doi="10.1109/ABC.2022.1"))
    setting.arxiv.always = status(500)
    assert counts(setting.add("10.1109/abc.2022.1", "2201.11903")) == (0, 0, 2, 0)
    setting.arxiv.always = None
    found = setting.add("2201.11903", "10.1109/abc.2022.1")
    assert (states(found), counts(found)) == (["added", "added"], (1, 0, 0, 0))
    assert [one.papers for one in found.results] == [(setting.paper("2201.11903").id,)] * 2
    assert setting.total() == 1


def test_more_than_a_hundred_arrive_in_bulk(setting: Setting) -> None:
    many = [f"2101.{number:05}" for number in range(1, 251)]
    setting.arxiv.add(*(Work(name, f"A title of {name}") for name in many))
    setting.arxiv.faults = [None, *[status(500)] * 4]
    found = setting.add(" ".join(many), TEN[0])
    assert counts(found) == (151, 0, 100, 0)
    assert states(found) == ["to-fetch", "added"]
    assert setting.desk.library.steps() == []
    assert setting.paper(many[0]).title == f"A title of {many[0]}"
    assert setting.paper(many[150]).to_fetch
    assert setting.progress.waits == [3, 3, 6, 12, 3]


def test_after_cancel_whole_batches_stay(setting: Setting) -> None:
    many = [f"2101.{number:05}" for number in range(1, 251)]
    setting.arxiv.add(*map(Work, many))

    def cancelling(request: Request) -> Response:
        setting.progress.cancel()
        return setting.arxiv.right(request)

    setting.arxiv.faults = [None, cancelling]
    with pytest.raises(Cancelled):
        setting.add(*many)
    assert setting.total() == 100


@pytest.mark.alone
def test_cancel_while_arxiv_hangs_leaves_the_library_as_it_was(setting: Setting) -> None:
    hanging = Hanging()
    progress = Progress()
    ended = threading.Event()
    with raw_server(hanging) as server:
        settings = load({"CURATOR_ARXIV_URL": server.url("/api/query")})
        desk = replace(setting.desk, settings=settings, net=Net(settings.named_hosts))

        def run() -> None:
            with pytest.raises(Cancelled):
                add(desk, TEN, progress)
            ended.set()

        threading.Thread(target=run, daemon=True).start()
        assert hanging.hangs.wait(10)
        progress.cancel()
        assert ended.wait(1)
        assert hanging.closed.wait(1)
    assert setting.total() == 0


def lines(*works: object) -> bytes:
    return b"\n".join(json.dumps(work).encode() for work in works)


def test_a_file_of_works_is_read_and_its_bad_lines_are_told(setting: Setting) -> None:
    path = setting.folder / "works.jsonl"
    works = lines(
        {"id": TEN[0], "title": "From a file", "authors": ["Ada Lovelace"], "published": "2022-03-01"},
        {"title": "Without an id"},
    )
    path.write_bytes(works + b"\nno json\n" + works)
    found = setting.add(str(path), TEN[0])
    assert states(found) == ["added", "added"]
    assert counts(found) == (2, 0, 0, 0)
    assert found.unread == (UnreadLine(str(path), 3, "no JSON"),)
    assert found.results[0].message == "1 of its lines could not be read."
    assert [str(one) for one in found.results[0].identifiers] == [TEN[0]]
    assert (found.results[0].papers, setting.total()) == ((1, 2), 2)
    again = setting.add(path)
    assert (states(again), counts(again)) == (["known"], (0, 2, 0, 0))


def test_a_packed_file_of_many_works_is_not_one_step(setting: Setting) -> None:
    path = setting.folder / "works.jsonl.gz"
    path.write_bytes(
        gzip.compress(lines(*({"title": f"Work {n}", "authors": [f"Name{n} Last{n}"]} for n in range(1234))))
    )
    found = setting.add(path)
    assert counts(found) == (1234, 0, 0, 0)
    assert len(found.results[0].papers) == 1234
    assert setting.desk.library.steps() == []
    assert counts(setting.add(path)) == (0, 1234, 0, 0)


def test_files_that_hold_nothing_or_cannot_be_read(setting: Setting) -> None:
    empty, bad, image, text = (setting.folder / name for name in ("a.jsonl", "b.jsonl", "c.png", "d.txt"))
    empty.write_bytes(b"\n")
    bad.write_bytes(b"x\ny")
    image.write_bytes(b"\x89PNG\0\0")
    text.write_text(f"\ufeffsee {TEN[0]}", "utf-8")
    found = setting.add(str(empty), str(bad), str(image), str(text), setting.folder / "absent.txt", str(setting.folder))
    assert states(found) == ["nothing", "failed", "failed", "added", "failed", "nothing"]
    assert "Line 1: no JSON" in str(found.results[1].message)
    assert "is no text" in str(found.results[2].message)
    assert counts(found) == (1, 0, 0, 3)


def test_standard_input_is_a_text(setting: Setting) -> None:
    found = setting.add("-", standard_input=io.BytesIO(f"{TEN[0]}\n{TEN[1]}\n".encode()))
    assert (states(found), counts(found)) == (["added"], (2, 0, 0, 0))
    assert found.results[0].what == "-"


def test_pasted_text_is_no_file(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(setting.folder)
    (setting.folder / "note").write_text(TEN[0])
    assert states(setting.add("note", names_files=False)) == ["nothing"]
    assert states(setting.add("note")) == ["added"]
    assert states(setting.add("x" * 100_000, "a\0b")) == ["nothing", "nothing"]


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_the_library_itself_is_refused_unopened(setting: Setting, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    setting.add(TEN[0])
    path = Path(f"{setting.desk.library.path}{end}")
    link, hard = setting.folder / "link.jsonl", setting.folder / "hard.txt"
    link.symlink_to(path)
    os.link(path, hard)
    opened: list[object] = []
    original = io.open

    def watching(file: object, *rest: object, **named: object) -> object:
        opened.append(file)
        return original(file, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", watching)
    monkeypatch.setattr(io, "open", watching)
    found = setting.add(str(path), str(link), hard)
    assert states(found) == ["failed"] * 3
    assert all("is the library itself" in str(one.message) for one in found.results)
    assert opened == []


def test_a_dry_run_asks_and_opens_nothing(setting: Setting) -> None:
    path = setting.folder / "works.jsonl"
    path.write_bytes(lines({"title": "A", "id": TEN[0]}, {"title": "B"}) + b"\nx")
    library = setting.desk.library.path
    found = dry_run([f"{TEN[0]} {TEN[1]}v1", "none", str(path), "-", str(library)], io.BytesIO(b"10.1145/ab"), library)
    assert states(found) == ["found", "nothing", "found", "found", "failed"]
    assert found.results[0].identifiers == (Identifier(Kind.ARXIV, TEN[0]), Identifier(Kind.ARXIV, TEN[1], 1))
    assert [str(one) for one in found.results[2].identifiers] == [TEN[0]]
    assert found.unread == (UnreadLine(str(path), 3, "no JSON"),)
    assert (setting.arxiv.asked, setting.total()) == ([], 0)
    assert State.FOUND.value == "found"
