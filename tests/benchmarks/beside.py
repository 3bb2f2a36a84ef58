"""Saving a text while 50,000 papers come in: how long an editor's save waits, and how fast the import stays.

Run as `python -m tests.benchmarks.beside`; reads the folder that CURATOR_TEST_DATA names.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from curator.library.intake import Batch
from curator.library.library import Library, create_library, open_library
from curator.library.merging import Prepared, PutIn, prepare
from tests.benchmarks.library import SNAPSHOT_NAME, p95, portions

PAUSE = 0.05
"""Seconds between two saves."""


def save_until(library: Library, paper: int, stop: threading.Event) -> list[float]:
    """Milliseconds that each save of a growing text took, as typing into one field does."""
    took, step = [], None
    while not stop.is_set():
        began = time.perf_counter()
        with library.edit("Write Why", open_step=step) as edit:
            edit.writeups.save(paper, "why", f"{len(took)} " + "word " * 40, None)
        step = edit.step
        took.append((time.perf_counter() - began) * 1000)
        stop.wait(PAUSE)
    return took


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


def main() -> None:
    folder = os.environ.get("CURATOR_TEST_DATA")
    snapshot = Path(folder or ".") / SNAPSHOT_NAME
    if not folder or not snapshot.is_file():
        sys.exit(f"Not measured: CURATOR_TEST_DATA names no folder with {SNAPSHOT_NAME}.")
    records = [record for some in portions(snapshot) for record in some]
    prepared = [prepare(record) for record in sorted(records, key=lambda one: one.published or date.min)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        path = Path(scratch) / "library.curator"
        create_library(path)
        library = open_library(path, now=lambda: datetime.now(UTC))
        with library.edit("Add") as edit:
            paper = edit.merging.put_in(prepared[:1])[0].paper
        alone = measure(library, paper, None)
        beside = measure(library, paper, prepared)
        library.close()
    print(f"A save, ms: alone p50 {median(alone):.1f} p95 {p95(alone):.1f}")
    print(f"  beside an import p50 {median(beside):.1f} p95 {p95(beside):.1f} max {max(beside):.1f}")


def measure(library: Library, paper: int, prepared: Sequence[Prepared] | None) -> list[float]:
    stop, took = threading.Event(), list[float]()
    saver = threading.Thread(target=lambda: took.extend(save_until(library, paper, stop)))
    saver.start()
    if prepared is None:
        time.sleep(3)
    else:
        speed, largest = take_in(library, prepared)
        print(f"{len(prepared):,} works at {speed:,.0f} a second; largest log {largest / 2**20:.1f} MB")
    stop.set()
    saver.join()
    return took


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    main()
