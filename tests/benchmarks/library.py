"""The library at 50,000 papers: taking them in, against bare rows; search as one types; completion.

Run as `python -m tests.benchmarks.library`; reads the folder that CURATOR_TEST_DATA names.
"""

import gzip
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from curator.domain.papers import Record, Status
from curator.domain.progress import Progress
from curator.domain.query import parse
from curator.library.intake import Batch
from curator.library.library import Library, create_library, open_library
from curator.library.listing import Order
from curator.library.merging import Prepared, PutIn, prepare
from curator.sources.snapshot import SNAPSHOT

SNAPSHOT_NAME = "arxiv-50k.jsonl.gz"
RUNS = 15
PAGE = 50
PORTION = 2_000
"""Works that are read and prepared before they are put in."""


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock and of the processor."""

    clock: float
    cpu: float


def measured(work: Callable[[], object]) -> Spent:
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - clock, time.process_time() - cpu)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def bare_rows(snapshot: Path, path: Path) -> None:
    """What any program would do: read the lines, put the values into one table."""
    c = sqlite3.connect(path, isolation_level=None)
    c.execute("pragma journal_mode = wal")
    c.execute("pragma synchronous = normal")
    c.execute(
        "create table paper(id integer primary key autoincrement, arxiv text unique, title text, authors text,"
        " abstract text, categories text, comment text, published text)"
    )
    with gzip.open(snapshot, "rt", encoding="utf-8") as lines:
        c.execute("begin")
        for number, line in enumerate(lines, 1):
            one = json.loads(line)
            values = (one["id"], one["title"], json.dumps(one["authors"]), one["abstract"], " ".join(one["categories"]))
            c.execute(
                "insert or ignore into paper(arxiv, title, authors, abstract, categories, comment, published)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                (*values, one["comment"], one["published"]),
            )
            if number % 1_000 == 0:
                c.execute("commit")
                c.execute("begin")
        c.execute("commit")
    c.close()


def take_in(snapshot: Path, library: Library) -> int:
    """The whole way in: lines to works, works to papers, with the index, in batches that let others write between."""

    def put_in(batch: Batch, works: Sequence[Prepared]) -> Sequence[PutIn]:
        return batch.merging.put_in(works)

    number = 0
    with library.intake() as work:
        for records in portions(snapshot):
            prepared = [prepare(record) for record in sorted(records, key=lambda one: one.published or date.min)]
            for done in work.each(prepared, put_in):
                number += len(done)
    return number


def portions(snapshot: Path) -> Iterator[list[Record]]:
    held: list[Record] = []
    for found in SNAPSHOT(snapshot, Progress()):
        if isinstance(found, Record):
            held.append(found)
        if len(held) == PORTION:
            yield held
            held = []
    yield held


CLASSES: tuple[tuple[str, Order, tuple[str, ...]], ...] = (
    ("everything", "date", ("",)),
    ("a common word", "date", ("learning ", "model ", "data ")),
    ("a rare word", "date", ("hysteresis ", "glaciers ")),
    ("a phrase", "date", ('"large language models"', '"in this paper"')),
    ("three words", "date", ("graph neural network ", "vision language pretraining ")),
    ("an author", "date", ("author:wang ", 'author:"yang liu"')),
    ("a status or category", "date", ("status:shortlisted", "status:inbox", "cat:cs.CL", "cat:cs")),
    ("a word and a facet", "date", ("learning status:shortlisted", "learning cat:cs.IT", "learning -cat:cs")),
    ("a range of dates", "date", ("learning after:2025-10 before:2025-11", "after:2025-10 before:2025-11")),
    ("without a word", "date", ("-learning", "learning -graph", "graph OR transformer")),
    ("a prefix of one letter", "date", ("t", "q", "graph t", "author:z")),
    ("a prefix of two letters", "date", ("tr", "le", "xz", "learning gr")),
    ("a prefix of three letters", "date", ("tra", "lea", "graph neural pre")),
    ("by relevance", "relevance", ("learning ", "hysteresis ", '"large language models"', "tra", "t")),
    ("by title", "title", ("", "learning ", "hysteresis ", "status:shortlisted", "t")),
)
TYPED = (
    "large language models",
    '"chain of thought" reasoning',
    "author:wang scaling law",
    "diffusion -video cat:cs.CV",
)


def search(library: Library) -> None:
    print(f"First page of {PAGE} rows with marks, CPU ms, 95th percentile of {RUNS} runs of each query")
    for name, order, texts in CLASSES:
        print(f"  {name:28} {p95([page(library, text, order) for text in texts for _ in range(RUNS)]):6.1f}")
    keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    print(f"  {'each key of four searches':28} {p95([page(library, text, 'date') for text in keys]):6.1f}")
    print(
        f"  {'completion of [@':28} {p95([completion(library, text) for text in COMPLETED for _ in range(RUNS)]):6.1f}"
    )
    for name, text in (("all ids of everything", ""), ("all ids of a common word", "learning ")):
        print(f"  {name:28} {p95([all_ids(library, text) for _ in range(RUNS)]):6.1f}")


COMPLETED = ("w", "wa", "wang", "tra", "attention", "scaling l", "scaling law", "2503.", "zhang wang")


def page(library: Library, text: str, order: Order) -> float:
    asked = parse(text, as_typed=True)

    def read() -> None:
        with library.read() as reading:
            reading.listing.rows(reading.listing.first(asked, order, PAGE, exact=False), asked)

    return measured(read).cpu * 1000


def completion(library: Library, text: str) -> float:
    def read() -> None:
        with library.read() as reading:
            reading.search.complete(text)

    return measured(read).cpu * 1000


def all_ids(library: Library, text: str) -> float:
    def read() -> None:
        with library.read() as reading:
            reading.listing.ids(parse(text))

    return measured(read).cpu * 1000


def main() -> None:
    folder = os.environ.get("CURATOR_TEST_DATA")
    snapshot = Path(folder or ".") / SNAPSHOT_NAME
    if not folder or not snapshot.is_file():
        print(f"Not measured: CURATOR_TEST_DATA names no folder with {SNAPSHOT_NAME}.")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        bare = measured(lambda: bare_rows(snapshot, Path(scratch) / "bare.db"))
        path = Path(scratch) / "library.curator"
        create_library(path)
        library = open_library(path, now=lambda: datetime.now(UTC))
        taken = measured(lambda: print(f"{take_in(snapshot, library):,} works taken in, with their index"))
        print(f"  bare rows   {bare.clock:6.1f} s, CPU {bare.cpu:6.1f} s")
        print(f"  the library {taken.clock:6.1f} s, CPU {taken.cpu:6.1f} s")
        print(f"  ratio       {taken.clock / bare.clock:6.1f}    CPU {taken.cpu / bare.cpu:6.1f}")
        with library.edit("Sort") as edit:
            ids = edit.listing.ids()
            edit.papers.decide(ids[::25], Status.SHORTLISTED)
            edit.papers.decide(ids[1::3], Status.DISMISSED)
        search(library)
        library.close()


if __name__ == "__main__":
    main()
