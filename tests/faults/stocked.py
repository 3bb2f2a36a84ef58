"""A library with something of everything: papers of all kinds, texts with revisions, figures, issues, a merged paper, a history."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from curator.domain.issues import Cover, Kind, NewEntry
from curator.domain.papers import Link, Record
from curator.library.joining import join
from curator.library.library import create_library, open_library
from curator.library.merging import prepare
from tests.library.shelf import fill

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def ticking() -> Callable[[], datetime]:
    """A clock that goes on a minute at each look, so that each save leaves a revision of its own."""
    moment = datetime(2022, 4, 6, 9, 30, tzinfo=UTC)

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(minutes=1)
        return moment

    return now


def stock(path: Path) -> None:
    """Makes the library. Sixty-one papers; 4 to 6 are written up, 2 became 1, an issue shows all kinds of entries."""
    create_library(path)
    library = open_library(path, now=ticking())
    try:
        ids = fill(library)
        with library.edit("Write") as edit:
            for paper in ids[3:6]:
                for words in ("a first thought", "a first thought, and a second one — with a dash"):
                    for field in ("why", "insights"):
                        edit.writeups.save(paper, field, f"{words} on {paper} in {field}", None)
        with library.edit("Illustrate") as edit:
            src = edit.figures.put(PICTURE)
            edit.papers.add_figure(ids[3], src, alt="A curve", caption="It falls.", source="The authors")
            edit.papers.add_figure(ids[3], edit.figures.put(PICTURE + b"2"), alt="Another")
            edit.papers.set_links(
                ids[3], [Link("Code", "https://example.org/code"), Link("Demo", "https://example.org/demo")]
            )
        with library.edit("Make an issue") as edit:
            issue = edit.issues.new("A month", edition="June 2022")
            edit.issues.set_cover(issue, Cover(src, "A curve", None, None))
            section = edit.issues.add_section(issue, "Research")
            edit.issues.add(
                section,
                [
                    NewEntry(Kind.PAPER, paper=ids[3]),
                    NewEntry(Kind.TEXT, text="An aside."),
                    NewEntry(Kind.LINK, title="News", url="https://example.org/news", text="a line"),
                ],
            )
            edit.issues.add_section(issue, "More")
        with library.edit("Find twins") as edit:
            join(edit.c, ids[0], ids[1], datetime(2022, 4, 7, tzinfo=UTC))
            edit.merging.put_in(
                [prepare(Record("Twice named", ("Ada King",), arxiv="2204.00001", doi="10.1000/twice"))]
            )
    finally:
        library.close()
