"""The sample issue as a page and as Markdown, against its bare rendering; and a command against Python itself.

Run as `python -m tests.benchmarks.issue`.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from markdown_it import MarkdownIt

from curator.domain.progress import Progress
from curator.jobs import sample
from curator.jobs.desk import Desk
from curator.jobs.export import export
from curator.library.library import create_library, open_library
from curator.net import Net
from curator.settings import Settings
from tests.benchmarks.library import Spent, measured

ROOT = Path(__file__).parents[2]
RUNS = 15


def now() -> datetime:
    return datetime.now(UTC)


def median_cpu(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, after one run that is not counted."""
    work()
    return statistics.median(measured(work).cpu for _ in range(RUNS)) * 1000


def command(*words: str) -> Spent:
    """Seconds until a program has ended, and of the processor, each the median."""

    def once() -> Spent:
        began, before = time.perf_counter(), os.times()
        subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=os.environ, check=True, stdout=subprocess.DEVNULL, timeout=120
        )
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return Spent(time.perf_counter() - began, cpu)

    once()
    runs = [once() for _ in range(RUNS)]
    return Spent(statistics.median(one.clock for one in runs), statistics.median(one.cpu for one in runs))


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        path = folder / "sample.curator"
        create_library(path)
        library = open_library(path, now=now)
        settings = Settings(library=path, data=folder, state=folder, config=folder)
        desk = Desk(library, Net(frozenset()), settings, now)
        issue = sample.fill(desk, Progress())
        text = export(desk, issue, "markdown", folder / "issue.md").path.read_text("utf-8")
        bare = median_cpu(lambda: MarkdownIt("commonmark").render(text))
        print(f"The sample issue ({len(text):,} characters of Markdown), CPU ms, median of {RUNS} runs")
        print(f"  {'its Markdown through bare markdown-it':40} {bare:6.1f}")
        for name, format, file in (
            ("the export as a page", "html", "issue.html"),
            ("the export as Markdown", "markdown", "issue.md"),
        ):
            took = median_cpu(lambda format=format, file=file: export(desk, issue, format, folder / file))  # type: ignore[misc]
            print(f"  {name:40} {took:6.1f}   {took / bare:5.1f} times")
        library.close()
        python = command("-c", "pass")
        papers = command("-m", "curator", "--library", str(path), "papers")
    print(f"A command, seconds, median of {RUNS} runs")
    print(f"  {'python -c pass':40} {python.clock:6.2f}   CPU {python.cpu:5.2f}")
    print(f"  {'curator papers':40} {papers.clock:6.2f}   CPU {papers.cpu:5.2f}")
    print(f"  {'more':40} {papers.clock - python.clock:6.2f}   CPU {papers.cpu - python.cpu:5.2f}")


if __name__ == "__main__":
    main()
