"""The window is never busy for long: a timer of 10 ms is never more than 100 ms late, whatever goes on beside it."""

import gc
import gzip
import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from pytestqt.qtbot import QtBot
from werkzeug import Request, Response

from curator.desktop.start import spare_collector
from curator.desktop.window import Window
from curator.domain.progress import Progress
from curator.jobs import sample
from curator.jobs.desk import Desk
from curator.jobs.export import Exported, export
from curator.net import Net
from tests.desktop.conftest import doors, now
from tests.desktop.late import Late

MOST = 100.0  # milliseconds
PAPERS = 50_000
SNAPSHOT = "arxiv-50k.jsonl.gz"

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(600)]


def snapshot(folder: Path) -> Path:
    """50,000 works as a file: real ones where there are some, else made-up ones of the same size."""
    if (named := os.environ.get("CURATOR_TEST_DATA")) and (Path(named) / SNAPSHOT).is_file():
        return Path(named) / SNAPSHOT
    chance = random.Random(20220406)
    words = ["".join(chance.choices("aeioubcdfglmnprstv", k=chance.randint(2, 10))) for _ in range(20_000)]

    def some(count: int) -> str:
        return " ".join(chance.choices(words, k=count)).capitalize()

    path = folder / "made-up.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        for number in range(PAPERS):
            one = {
                "id": f"{2201 + number % 12}.{10_000 + number:05}",
                "title": some(9),
                "authors": [some(2).title() for _ in range(chance.randint(1, 9))],
                "abstract": ". ".join(some(20) for _ in range(8)),
                "categories": chance.sample(["cs.CL", "cs.LG", "cs.CV", "stat.ML"], 2),
                "comment": None,
                "published": f"2022-{1 + number % 12:02}-{1 + number % 28:02}",
            }
            file.write(json.dumps(one) + "\n")
    return path


@pytest.fixture(autouse=True)
def spared_collector() -> Iterator[None]:
    """As the program itself does once it shows a library."""
    spare_collector()
    yield
    gc.unfreeze()


def test_fifty_thousand_papers_come_in(open_window: Callable[..., Window], qtbot: QtBot, tmp_path: Path) -> None:
    file = snapshot(tmp_path)
    window = open_window()
    late = Late()
    with qtbot.waitSignal(window.panes.inbox.arrivals.added, timeout=400_000):
        window.panes.inbox.arrivals.add([file])
    qtbot.waitUntil(lambda: window.is_settled and window.panes.inbox.feed.is_idle, timeout=60_000)
    assert late.stop() <= MOST
    assert late.ticks > 1000
    assert len(window.panes.inbox.model.ids) > 0.99 * PAPERS


def test_a_request_hangs_and_is_let_go(
    open_window: Callable[..., Window], qtbot: QtBot, httpserver: HTTPServer, tmp_path: Path
) -> None:
    asked, over = threading.Event(), threading.Event()

    def hang(request: Request) -> Response:
        asked.set()
        over.wait(30)
        return Response(status=503)

    httpserver.expect_request("/api/query").respond_with_handler(hang)
    settings = replace(doors(tmp_path).settings, arxiv_url=httpserver.url_for("/api/query"), arxiv_delay=0.0)
    net = Net(frozenset({f"{httpserver.host}:{httpserver.port}"}))
    window = open_window(desk=lambda library: Desk(library, net, settings, now))
    late = Late()
    window.panes.inbox.arrivals.add(["2203.15556"])
    qtbot.waitUntil(asked.is_set)
    (task,) = [one for one in window.tasks.running if not one.quiet]
    seen = late.ticks
    qtbot.waitUntil(lambda: late.ticks > seen + 100)
    began = time.perf_counter()
    task.cancel()
    assert window.is_settled
    assert (time.perf_counter() - began) * 1000 <= MOST
    seen = late.ticks
    qtbot.waitUntil(lambda: late.ticks > seen + 100)
    assert late.stop() <= MOST
    over.set()


def test_an_export_runs(open_window: Callable[..., Window], qtbot: QtBot, tmp_path: Path) -> None:
    library = doors(tmp_path).open(tmp_path / "a.curator", True)
    issue = sample.fill(doors(tmp_path).desk(library), Progress())
    library.close()
    window = open_window()
    open_here = window.libraries.library
    assert open_here is not None
    desk = doors(tmp_path).desk(open_here)
    late = Late()
    written: list[Path] = []
    wanted = [
        (f"{number}.{suffix}", format)
        for number in range(10)
        for format, suffix in (("html", "html"), ("markdown", "md"))
    ]

    def go_on() -> None:
        """One export after the other, as a person asks for them."""
        if wanted:
            name, format = wanted.pop()
            target = tmp_path / name
            window.tasks.work("Export", lambda progress: export(desk, issue, format, target, progress), done)

    def done(exported: Exported) -> None:
        written.append(exported.path)
        go_on()

    go_on()
    qtbot.waitUntil(lambda: len(written) == 20, timeout=60_000)
    assert late.stop() <= MOST
    assert late.ticks > 10
