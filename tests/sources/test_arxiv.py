"""arXiv asked by id and by search, answering rightly and in every wrong way."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from pytest_httpserver import HTTPServer

from curator.domain.errors import Refused
from curator.domain.identifiers import Identifier, find
from curator.domain.papers import Record
from curator.domain.progress import Cancelled, Progress
from curator.net import Net, NoAnswer, WrongAnswer
from curator.sources.arxiv import Arxiv, query
from curator.sources.source import Batch
from tests.net.servers import Clock, Hanging, Patient, raw_server
from tests.sources.standin import StandIn, Work, atom, feed, serve, status, text


@dataclass(frozen=True)
class Services:
    arxiv_url: str
    arxiv_delay: float = 3.0


@dataclass
class Setting:
    stand_in: StandIn
    source: Arxiv
    progress: Patient

    def fetch(self, *names: str) -> Batch:
        return joined(list(self.source.by_ids(ids(*names), self.progress)))

    def search(self, **asked: str | int) -> list[list[str | None]]:
        arguments = {"words": "x", "author": "", "category": "", **asked}
        pages = self.source.search(progress=self.progress, **arguments)  # type: ignore[arg-type]
        return [[record.arxiv for record in page.records] for page in pages]


def ids(*names: str) -> list[Identifier]:
    return list(find(" ".join(names)))


def joined(batches: Sequence[Batch]) -> Batch:
    return Batch(
        tuple(record for batch in batches for record in batch.records),
        tuple(one for batch in batches for one in batch.missing),
        tuple(one for batch in batches for one in batch.waiting),
        next((batch.fault for batch in batches if batch.fault), None),
    )


def names(batch: Batch) -> tuple[list[str | None], list[str], list[str]]:
    return (
        [record.arxiv for record in batch.records],
        [str(one) for one in batch.missing],
        [str(one) for one in batch.waiting],
    )


@pytest.fixture
def setting(httpserver: HTTPServer) -> Setting:
    stand_in = StandIn()
    stand_in.add(*(Work(f"2203.{number:05}") for number in range(1, 11)))
    url = serve(httpserver, stand_in)
    clock = Clock()
    net = Net(frozenset({f"{httpserver.host}:{httpserver.port}"}), clock=clock)
    return Setting(stand_in, Arxiv(net, Services(url)), Patient(clock))


TEN = tuple(f"2203.{number:05}" for number in range(1, 11))


def test_an_entry_becomes_a_record_as_received(setting: Setting) -> None:
    setting.stand_in.add(
        Work(
            "2201.11903",
            "Chain of Thought\n  Prompting of $\\ell_1$ & more",
            ("Jason Wei", "Denny Zhou"),
            versions=6,
            doi="10.1109/ABC.2022.00035",
            comment="12 pages",
            published="2022-01-28T02:33:07Z",
            updated="2023-01-10T23:07:57Z",
        )
    )
    (record,) = setting.fetch("2201.11903").records
    assert record == Record(
        title="Chain of Thought\n  Prompting of $\\ell_1$ & more",
        authors=("Jason Wei", "Denny Zhou"),
        abstract="  An abstract\nof 2201.11903, with $x^2$.",
        categories=("cs.CL", "cs.LG"),
        comment="12 pages",
        published=date(2022, 1, 28),
        updated=date(2023, 1, 10),
        arxiv="2201.11903",
        version=6,
        doi="10.1109/abc.2022.00035",
        source="arxiv",
    )


def test_a_named_version_is_the_one_that_is_asked_for(setting: Setting) -> None:
    setting.stand_in.add(Work("2201.11903", versions=6), Work("hep-th/9901001", versions=2))
    found = setting.fetch("2201.11903v1", "hep-th/9901001")
    assert [(record.arxiv, record.version) for record in found.records] == [("2201.11903", 1), ("hep-th/9901001", 2)]
    assert setting.stand_in.ids == [["2201.11903v1", "hep-th/9901001"]]


def test_an_id_that_does_not_exist_among_ten_that_do(setting: Setting) -> None:
    found = setting.fetch(*TEN[:5], "2203.99999", *TEN[5:])
    assert names(found) == ([*TEN], ["2203.99999"], [])
    assert len(setting.stand_in.asked) == 1


def test_nothing_known_is_no_fault(setting: Setting) -> None:
    assert names(setting.fetch("2203.99999")) == ([], ["2203.99999"], [])
    assert setting.progress.waits == []


@pytest.mark.parametrize("generic", [False, True])
@pytest.mark.parametrize("place", [0, 4, 9])
def test_an_id_that_arxiv_cannot_read_keeps_no_other_from_coming(setting: Setting, place: int, generic: bool) -> None:
    setting.stand_in.malformed = frozenset({TEN[place]})
    setting.stand_in.generic = generic
    records, missing, waiting = names(setting.fetch(*TEN))
    assert sorted(filter(None, records)) == sorted({*TEN} - {TEN[place]})
    assert (missing, waiting) == ([TEN[place]], [])
    assert len(setting.stand_in.asked) == (2 if not generic else len(setting.stand_in.asked))
    assert all(seconds == 3 for seconds in setting.progress.waits)


def test_an_id_alone_that_arxiv_cannot_read_is_not_known(setting: Setting) -> None:
    setting.stand_in.malformed = frozenset({TEN[0]})
    assert names(setting.fetch(TEN[0])) == ([], [TEN[0]], [])


@pytest.mark.parametrize("count", [1, 2, 10])
def test_a_service_that_understands_nothing_is_at_fault_itself(setting: Setting, count: int) -> None:
    setting.stand_in.always = status(400, "Bad Request")
    found = setting.fetch(*TEN[:count])
    assert (found.records, found.missing) == ((), ())
    assert sorted(str(one) for one in found.waiting) == sorted(TEN[:count])
    assert "did not understand" in str(found.fault)
    assert len(setting.stand_in.asked) <= 8


WRONG = {
    "429": (status(429), "too often"),
    "500": (status(500), "out of order"),
    "503": (status(503, "down"), "out of order"),
    "web page": (text("<!DOCTYPE html><html><body>Log in</body></html>"), "web page"),
    "bare web page": (text("<html>captive portal"), "web page"),
    "nothing": (text(""), "broke off"),
    "cut off": (lambda request: atom(feed([Work("2203.00001").entry()], 1)[:700]), "broke off"),
    "another feed": (text('<?xml version="1.0"?><rss></rss>'), "not its data"),
    "entities": (text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "not its data"),
    "empty page": (lambda request: atom(feed([], 7)), "empty page"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_answer_is_asked_again_four_times_with_longer_pauses(setting: Setting, kind: str) -> None:
    fault, words = WRONG[kind]
    setting.stand_in.always = fault
    found = setting.fetch(*TEN)
    assert names(found) == ([], [], [*TEN])
    assert words in str(found.fault)
    assert "etch again" in str(found.fault) or "ask for the rest later" in str(found.fault)
    assert len(setting.stand_in.asked) == 4
    assert setting.progress.waits == [3, 6, 12]


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_answer_that_passes_is_not_noticed(setting: Setting, kind: str) -> None:
    setting.stand_in.faults = [WRONG[kind][0]] * 3
    assert names(setting.fetch(*TEN)) == ([*TEN], [], [])


def test_retry_after_is_kept_and_so_is_the_delay(setting: Setting) -> None:
    setting.stand_in.faults = [
        status(429, Retry_After="20"),
        status(503, Retry_After="100"),
        status(429, Retry_After="1"),
    ]
    assert names(setting.fetch(TEN[0])) == ([TEN[0]], [], [])
    assert setting.progress.waits == [20, 60, 1, 2]


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_other_refusals_are_asked_once(setting: Setting, code: int) -> None:
    setting.stand_in.always = status(code)
    found = setting.fetch(*TEN)
    assert len(found.waiting) == 10
    assert f"refused to answer ({code})" in str(found.fault)
    assert len(setting.stand_in.asked) == 1


def test_control_characters_do_not_spoil_a_page(setting: Setting) -> None:
    setting.stand_in.faults = [lambda request: atom(feed([Work(TEN[0], "A\x0b title").entry()], 1))]
    assert [record.title for record in setting.fetch(TEN[0]).records] == ["A title"]


def test_a_torn_entry_waits(setting: Setting) -> None:
    entry = Work(TEN[0]).entry().replace("<updated>2022-03-29T15:00:00Z</updated>", "")
    setting.stand_in.faults = [lambda request: atom(feed([entry, Work(TEN[1]).entry()], 2))]
    assert names(setting.fetch(TEN[0], TEN[1])) == ([TEN[1]], [], [TEN[0]])


def test_batches_of_a_hundred_three_seconds_apart(setting: Setting) -> None:
    many = [f"2101.{number:05}" for number in range(1, 251)]
    setting.stand_in.add(*map(Work, many))
    batches = list(setting.source.by_ids(ids(*many), setting.progress))
    assert [len(batch.records) for batch in batches] == [100, 100, 50]
    assert [len(asked) for asked in setting.stand_in.ids] == [100, 100, 50]
    assert setting.progress.waits == [3, 3]
    assert setting.progress.reports[-1][:2] == (250, 250)


def test_a_fault_halfway_keeps_what_came_and_the_next_batch_is_tried(setting: Setting) -> None:
    many = [f"2101.{number:05}" for number in range(1, 301)]
    setting.stand_in.add(*map(Work, many))
    setting.stand_in.faults = [None, *[status(500)] * 4]
    records, missing, waiting = names(setting.fetch(*many))
    assert records == [*many[:100], *many[200:]]
    assert (missing, waiting) == ([], many[100:200])


def test_after_two_batches_in_vain_the_rest_is_not_asked_for(setting: Setting) -> None:
    many = [f"2101.{number:05}" for number in range(1, 501)]
    setting.stand_in.always = status(500)
    assert len(setting.fetch(*many).waiting) == 500
    assert len(setting.stand_in.asked) == 8


def test_no_answer_in_time_is_not_tried_again_and_nothing_after_it_is_asked() -> None:
    many = [f"2101.{number:05}" for number in range(1, 251)]
    progress = Patient()
    with raw_server(Hanging()) as server:
        source = Arxiv(Net(frozenset({server.host}), seconds=0.2), Services(server.url("/api/query")))
        found = joined(list(source.by_ids(ids(*many), progress)))
        assert server.connections == 1
    assert [str(one) for one in found.waiting] == many
    assert "no complete answer" in str(found.fault)
    assert progress.waits == []


def test_without_a_network_all_waits_at_once() -> None:
    with raw_server(Hanging()) as server:
        pass
    progress = Patient()
    source = Arxiv(Net(frozenset({server.host})), Services(server.url("/api/query")))
    found = joined(list(source.by_ids(ids(*TEN), progress)))
    assert len(found.waiting) == 10
    assert "can't be reached" in str(found.fault)
    assert progress.waits == []


@pytest.mark.alone
def test_cancel_while_arxiv_hangs() -> None:
    hanging = Hanging()
    progress = Progress()
    ended = threading.Event()
    with raw_server(hanging) as server:
        source = Arxiv(Net(frozenset({server.host})), Services(server.url("/api/query")))

        def fetch() -> None:
            with pytest.raises(Cancelled):
                list(source.by_ids(ids(*TEN), progress))
            ended.set()

        threading.Thread(target=fetch, daemon=True).start()
        assert hanging.hangs.wait(10)
        began = time.monotonic()
        progress.cancel()
        assert ended.wait(1)
        assert hanging.closed.wait(1)
        assert time.monotonic() - began < 1


def test_a_search_comes_in_pages_of_a_hundred(setting: Setting) -> None:
    setting.stand_in.works.clear()
    many = [f"2101.{number:05}" for number in range(1, 231)]
    setting.stand_in.add(*map(Work, many))
    pages = setting.search()
    assert [len(page) for page in pages] == [100, 100, 30]
    assert [name for page in pages for name in page] == many
    assert [one["start"] for one in setting.stand_in.asked] == ["0", "100", "200"]
    assert {one["sortBy"] for one in setting.stand_in.asked} == {"submittedDate"}
    assert setting.progress.waits == [3, 3]


def test_a_search_asks_only_for_the_pages_that_are_wanted(setting: Setting) -> None:
    setting.stand_in.add(*(Work(f"2101.{number:05}") for number in range(1, 231)))
    page = next(setting.source.search("x", "", "", setting.progress, start=200, sort="relevance"))
    assert (page.start, page.total, len(page.records)) == (200, 240, 40)
    assert len(setting.stand_in.asked) == 1
    assert setting.stand_in.asked[0]["sortBy"] == "relevance"


def test_short_pages_leave_no_gap(setting: Setting) -> None:
    setting.stand_in.works.clear()
    setting.stand_in.add(*(Work(f"2101.{number:05}") for number in range(1, 131)))
    setting.stand_in.page = 50
    assert [len(page) for page in setting.search()] == [50, 50, 30]


def test_an_empty_page_in_mid_search_is_asked_again_and_then_said(setting: Setting) -> None:
    setting.stand_in.add(*(Work(f"2101.{number:05}") for number in range(1, 231)))
    setting.stand_in.faults = [None, WRONG["empty page"][0]]
    setting.stand_in.faults[1] = lambda request: atom(feed([], 240, 100))
    assert [len(page) for page in setting.search()] == [100, 100, 40]
    setting.stand_in.faults = [None, *[lambda request: atom(feed([], 240, 100))] * 4]
    pages = setting.source.search("x", "", "", setting.progress)
    assert len(next(pages).records) == 100
    with pytest.raises(WrongAnswer, match="empty page"):
        next(pages)


def test_a_search_that_finds_nothing_is_an_empty_page(setting: Setting) -> None:
    setting.stand_in.works.clear()
    assert setting.search() == [[]]


def test_a_search_says_why_it_fails(setting: Setting) -> None:
    setting.stand_in.always = status(503)
    with pytest.raises(WrongAnswer, match="out of order"):
        setting.search()
    with pytest.raises(Refused, match="what to look for"):
        setting.search(words=" ")
    with raw_server(Hanging()) as server:
        source = Arxiv(Net(frozenset({server.host}), seconds=0.1), Services(server.url("/q")))
        with pytest.raises(NoAnswer):
            next(source.search("x", "", "", setting.progress))


@pytest.mark.parametrize(
    ("words", "author", "category", "asked"),
    [
        ("attention", "", "", "all:attention"),
        ("chain-of-thought  reasoning", "", "", 'all:"chain-of-thought" AND all:reasoning'),
        ('"large language models" -survey', "", "", 'all:"large language models" ANDNOT all:survey'),
        ("x", "Jordan Hoffmann", "cs.CL", 'all:x AND au:"Jordan Hoffmann" AND cat:cs.CL'),
        ("", "Hoffmann", "", "au:Hoffmann"),
        ("", "", "cs.*", "cat:cs.*"),
        ("ti:scaling AND abs:law", "", "cs.LG", "(ti:scaling AND abs:law) AND cat:cs.LG"),
        ('(a) "unclosed', "", "", "all:a AND all:unclosed"),
        ("-only", "", "", ""),
        ("()", ":", "no category", ""),
        ("", "", "", ""),
    ],
)
def test_a_search_in_the_words_of_arxiv(words: str, author: str, category: str, asked: str) -> None:
    assert query(words, author, category) == asked
