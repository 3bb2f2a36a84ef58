"""Doctor over 50,000 papers, two thousand of them written up: the quick look and the whole one; and reading all of it as a damaged file.

Run as `python -m tests.benchmarks.doctor`; reads the folder that CURATOR_TEST_DATA names.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from curator.library.library import create_library, open_library
from curator.library.salvage import salvage
from tests.benchmarks.library import SNAPSHOT_NAME, Spent, measured, take_in

WRITTEN = 2_000
QUICK, FULL = 1.0, 10.0
"""Seconds of the clock, at most."""


def best(work: Callable[[], object]) -> Spent:
    """The quickest of three: what others do on the machine is no part of it."""
    return min((measured(work) for _ in range(3)), key=lambda spent: spent.clock)


def main() -> int:
    folder = os.environ.get("CURATOR_TEST_DATA")
    snapshot = Path(folder or "") / SNAPSHOT_NAME
    if not folder or not snapshot.is_file():
        print(f"CURATOR_TEST_DATA names no folder with {SNAPSHOT_NAME}.")
        return 0
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "l.curator"
        create_library(path)
        library = open_library(path, now=lambda: datetime.now(UTC))
        take_in(snapshot, library)
        with library.read() as reading:
            ids = reading.listing.ids()[:WRITTEN]
        for start in range(0, WRITTEN, 100):
            with library.edit("Write") as edit:
                for paper in ids[start : start + 100]:
                    edit.writeups.save(paper, "why", f"{paper} " + "word " * 40, None)
                    edit.writeups.save(paper, "insights", f"{paper} " + "word " * 140, None)
        library.close()
        library = open_library(path, now=lambda: datetime.now(UTC))
        quick = best(lambda: library.doctor(quick=True))
        full = best(library.doctor)
        found = library.doctor()
        library.close()
        anew = measured(lambda: salvage(path, path.with_name("new.curator"), []))
        print(f"quick look   {quick.clock:6.2f} s by the clock, {quick.cpu:.2f} s CPU (at most {QUICK:g} s)")
        print(f"whole look   {full.clock:6.2f} s by the clock, {full.cpu:.2f} s CPU (at most {FULL:g} s)")
        print(
            f"read anew    {anew.clock:6.2f} s by the clock, {anew.cpu:.2f} s CPU, {path.stat().st_size / 2**20:.0f} MB"
        )
        for one in found:
            print(f"  {one.message}")
    return 0 if quick.clock <= QUICK and full.clock <= FULL and not found else 1


if __name__ == "__main__":
    sys.exit(main())
