"""Backups of a library of 1 GB: how long each kind takes, and how long a save waits beside them.

Run as `python -m tests.benchmarks.backups`; CURATOR_BENCH_MB makes the library smaller or larger. Its papers are of random words, what is left
to its size are pictures.
"""

import os
import random
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from curator.domain.backups import Backup, BackupKind
from curator.domain.papers import Record, Status
from curator.library import backups
from curator.library.library import Library, create_library, open_library
from curator.library.merging import prepare
from tests.benchmarks.beside import median, save_until, take_in
from tests.benchmarks.library import p95

PAPERS = 50_000
WRITTEN = 3_000
REVISIONS = 5
PICTURE = 2**20
ROUNDS = 3


def fill(library: Library, size: int) -> None:
    """Papers with abstracts, write-ups with revisions, a tenth of the papers decided, and pictures up to a size in bytes."""
    chance = random.Random(7)
    words = ["".join(chance.choices("aeioulnrst", k=chance.randint(3, 10))) for _ in range(20_000)]

    def some(number: int) -> str:
        return " ".join(chance.choices(words, k=number))

    prepared = [
        prepare(
            Record(
                title=some(9),
                authors=tuple(some(2).title() for _ in range(chance.randint(1, 8))),
                abstract=some(180),
                categories=("cs.CL",),
                published=date(2012, 1, 1) + timedelta(days=number // 12),
                arxiv=f"{12 + number // 9_000 // 12:02}{number // 9_000 % 12 + 1:02}.{number % 9_000 + 1:05}",
                source="arxiv",
            )
        )
        for number in range(PAPERS)
    ]
    take_in(library, prepared)
    with library.read() as reading:
        ids = reading.listing.ids()
    for start in range(0, WRITTEN, 100):
        with library.edit("Write") as edit:
            for paper in ids[start : start + 100]:
                for _ in range(REVISIONS):
                    edit.writeups.save(paper, "why", some(40), None, "imported")
                    edit.writeups.save(paper, "insights", some(150), None, "imported")
    with library.edit("Decide") as edit:
        edit.papers.decide(ids[::10], Status.DISMISSED)
    while library.path.stat().st_size < size:
        with library.intake() as work, work.batch() as batch:
            for _ in range(8):
                batch.figures.put(b"\x89PNG\r\n\x1a\n" + chance.randbytes(PICTURE))


def measure(library: Library, kind: BackupKind, root: Path) -> tuple[list[float], list[float], Backup]:
    """Seconds of each of some backups, milliseconds of each save beside them, and the last backup."""
    stop, took, seconds = threading.Event(), list[float](), list[float]()
    saver = threading.Thread(target=lambda: took.extend(save_until(library, 1, stop)))
    saver.start()
    made = None
    for _ in range(ROUNDS):
        began = time.perf_counter()
        made = library.back_up(kind, root, "")
        seconds.append(time.perf_counter() - began)
    stop.set()
    saver.join()
    assert made is not None
    return seconds, took, made


def p99(values: list[float]) -> float:
    return sorted(values)[int(0.99 * (len(values) - 1))]


def main() -> None:
    size = int(os.environ.get("CURATOR_BENCH_MB", "1000")) * 10**6
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        path, root = Path(scratch) / "library.curator", Path(scratch) / "backups"
        create_library(path)
        library = open_library(path, now=lambda: datetime.now(UTC))
        fill(library, size)
        print(
            f"A library of {path.stat().st_size / 1e6:,.0f} MB: {PAPERS:,} papers, {WRITTEN:,} write-ups; load {os.getloadavg()[0]:.1f}"
        )
        for kind in BackupKind:
            seconds, took, made = measure(library, kind, root)
            print(
                f"  {kind.value:10} {median(seconds):6.2f} s ({min(seconds):.2f} to {max(seconds):.2f}), {made.bytes / 1e6:,.0f} MB;"
                f" a save beside it, ms: p50 {median(took):.1f} p95 {p95(took):.1f} p99 {p99(took):.1f} max {max(took):.1f} of {len(took)}"
            )
        began = time.perf_counter()
        assert backups.verify(made.path) is None
        print(f"  to read the last one again and compare it: {time.perf_counter() - began:.2f} s")
        began = time.perf_counter()
        number = library.mirror(root)
        first = time.perf_counter() - began
        began = time.perf_counter()
        library.mirror(root)
        print(f"  the mirror of {number:,} write-ups: {first:.1f} s, again {time.perf_counter() - began:.2f} s")
        library.close()


if __name__ == "__main__":
    main()
