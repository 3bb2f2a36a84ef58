"""Saving a text while 50,000 papers come in: how long an editor's save waits and takes, against a bare commit.

Run as `python -m tests.benchmarks.beside`; reads the folder that CURATOR_TEST_DATA names.
"""

import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from curator.library.intake import Batch
from curator.library.library import Library, create_library, open_library
from curator.library.merging import Prepared, PutIn, prepare
from tests.benchmarks.library import SNAPSHOT_NAME, p95, portions

PAUSE = 0.05
"""Seconds between two saves."""

ALONE = 5
"""Seconds of saving beside nothing."""

MIDDLE, SLOWEST = 2.0, 50.0
"""Milliseconds that half of all commits, and 99 in 100 of them, may take."""


@dataclass(slots=True)
class Saves:
    """Milliseconds of each save: until it had its turn, from there until it was on disk, of processor in all, and of a bare commit after it."""

    waited: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def told(self, name: str) -> str:
        whole = [wait + took for wait, took in zip(self.waited, self.took, strict=True)]
        rows = (
            ("its turn", self.waited),
            ("edit and commit", self.took),
            ("both", whole),
            ("processor", self.cpu),
            ("bare commit", self.bare),
        )
        said = "".join(
            f"\n  {what:16} p50 {median(some):6.2f}  p95 {p95(some):6.2f}  p99 {p99(some):6.2f}  max {max(some):6.2f}"
            for what, some in rows
        )
        ratio = f"\n  edit and commit to a bare one: p50 {median(self.took) / median(self.bare):.1f} times, p99 {p99(self.took) / p99(self.bare):.1f} times"
        return f"{name}, ms of {len(whole)} saves:{said}{ratio}"


def save_until(library: Library, paper: int, stop: threading.Event) -> list[float]:
    """Milliseconds that each save of a growing text took, as typing into one field does."""
    took: list[float] = []
    step = None
    while not stop.is_set():
        began = time.perf_counter()
        with library.edit("Write Why", open_step=step) as edit:
            edit.writeups.save(paper, "why", f"{len(took)} " + "word " * 40, None)
        step = edit.step
        took.append((time.perf_counter() - began) * 1000)
        stop.wait(PAUSE)
    return took


def save_in_parts(library: Library, paper: int, stop: threading.Event, saves: Saves) -> None:
    """The same, with its parts; after each a bare SQLite with `synchronous=FULL` on the same disk commits a text of this length."""
    bare = sqlite3.connect(library.path.with_name("bare.sqlite"), isolation_level=None)
    for statement in ("journal_mode = wal", "synchronous = full"):
        bare.execute(f"pragma {statement}")
    bare.execute("create table if not exists texts(id integer primary key, text)")
    step = None
    while not stop.is_set():
        text = f"{len(saves.took)} " + "word " * 40
        began, spent = time.perf_counter(), time.thread_time()
        with library.edit("Write Why", open_step=step) as edit:
            turn = time.perf_counter()
            edit.writeups.save(paper, "why", text, None)
        over = time.perf_counter()
        saves.cpu.append((time.thread_time() - spent) * 1000)
        step = edit.step
        bare.execute("begin immediate")
        bare.execute("insert into texts values (1, ?) on conflict(id) do update set text = excluded.text", (text,))
        bare.execute("commit")
        saves.bare.append((time.perf_counter() - over) * 1000)
        saves.waited.append((turn - began) * 1000)
        saves.took.append((over - turn) * 1000)
        stop.wait(PAUSE)
    bare.close()


def take_in(library: Library, prepared: Sequence[Prepared]) -> tuple[float, int]:
    """Works a second, and the largest size of the log in bytes."""

    def put_in(batch: Batch, works: Sequence[Prepared]) -> Sequence[PutIn]:
        return batch.merging.put_in(works)

    began, largest = time.perf_counter(), 0
    log = Path(f"{library.path}-wal")
    with library.intake() as work:
        for _ in work.each(prepared, put_in):
            largest = max(largest, log.stat().st_size)
    return len(prepared) / (time.perf_counter() - began), largest


def main() -> int:
    folder = os.environ.get("CURATOR_TEST_DATA")
    snapshot = Path(folder or ".") / SNAPSHOT_NAME
    if not folder or not snapshot.is_file():
        print(f"Not measured: CURATOR_TEST_DATA names no folder with {SNAPSHOT_NAME}.")
        return 0
    records = [record for some in portions(snapshot) for record in some]
    prepared = [prepare(record) for record in sorted(records, key=lambda one: one.published or date.min)]
    print(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        path = Path(scratch) / "library.curator"
        create_library(path)
        library = open_library(path, now=lambda: datetime.now(UTC))
        with library.edit("Add") as edit:
            paper = edit.merging.put_in(prepared[:1])[0].paper
        alone = measure(library, paper, lambda: time.sleep(ALONE))
        beside = measure(library, paper, lambda: tell(prepared, *take_in(library, prepared)))
        library.close()
    print(alone.told("Alone"))
    print(beside.told("Beside an import"))
    return 0 if median(beside.took) <= MIDDLE and p99(beside.took) <= SLOWEST else 1


def measure(library: Library, paper: int, meanwhile: Callable[[], object]) -> Saves:
    stop, saves = threading.Event(), Saves()
    saver = threading.Thread(target=save_in_parts, args=(library, paper, stop, saves))
    saver.start()
    meanwhile()
    stop.set()
    saver.join()
    return saves


def tell(prepared: Sequence[Prepared], speed: float, largest: int) -> None:
    print(f"{len(prepared):,} works at {speed:,.0f} a second; largest log {largest / 2**20:.1f} MB")


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def p99(values: Sequence[float]) -> float:
    return sorted(values)[int(0.99 * (len(values) - 1))]


if __name__ == "__main__":
    sys.exit(main())
