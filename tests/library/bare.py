"""Rows put in by bare SQL, for tests of what lies below the subjects; and all of a library as one value."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from curator.library import tables as t
from curator.library.library import Library

_PAPER = text("insert into paper(id, key, status, added) values (:id, :key, :status, '2022-04-06T09:30:00Z')")
_FETCHED = text(
    "insert into metadata(paper, position, arxiv, title, readable, folded, first, authors, names, author_count, abstract, "
    "categories, source) values (:id, :position, :arxiv, :title, :title, :title, 'hoffmann', '[\"Jordan Hoffmann\"]', 'Hoffmann', 1, "
    ":abstract, 'cs.CL stat.ML', 'arxiv')"
)
DAY = date(2022, 4, 6).toordinal() << 20


def add_paper(c: Connection, title: str = "Training models", abstract: str = "We train.", status: str = "inbox") -> int:
    """A paper at the end of one and the same day."""
    number: int = c.execute(
        text("select coalesce((select seq from sqlite_sequence where name = 'paper'), 0) + 1")
    ).scalar_one()
    position: int = c.execute(text("select coalesce(max(position), :day) + 1 from metadata"), {"day": DAY}).scalar_one()
    c.execute(_PAPER, {"id": number, "key": f"hoffmann2022training{number}", "status": status})
    values = {"id": number, "position": position, "arxiv": f"2203.{number:05}", "title": title, "abstract": abstract}
    c.execute(_FETCHED, values)
    return number


def write_text(c: Connection, paper: int, words: str, field: str = "why") -> None:
    """A text and its revision, as a save writes them."""
    values = {"paper": paper, "field": field, "text": words, "sha": hashlib.sha256(words.encode()).hexdigest()}
    c.execute(
        text(
            "insert into writeup(paper, field, text, sha) values (:paper, :field, :text, :sha) "
            "on conflict(paper, field) do update set text = excluded.text, sha = excluded.sha"
        ),
        values,
    )
    c.execute(
        text(
            "insert into revision(paper, field, text, sha, at, origin) "
            "values (:paper, :field, :text, :sha, '2022-04-06T09:30:00Z', 'typed')"
        ),
        values,
    )


def add_issue(c: Connection, slug: str = "april-2022") -> tuple[int, int]:
    """An issue with one section; both numbers."""
    issue: int = c.execute(
        text("insert into issue(slug, title) values (:slug, 'Trends') returning id"), {"slug": slug}
    ).scalar_one()
    section: int = c.execute(
        text("insert into section(issue, place, title) values (:issue, 1048576, 'Research') returning id"),
        {"issue": issue},
    ).scalar_one()
    return issue, section


def set_status(c: Connection, paper: int, status: str) -> None:
    c.execute(text("update paper set status = :status where id = :paper"), {"status": status, "paper": paper})


def column(library: Library, question: str, **values: Any) -> list[Any]:
    """The first column of an answer."""
    with library.read() as reading:
        return list(reading.c.execute(text(question), values).scalars())


def found(library: Library, match: str) -> list[int]:
    """Papers that the index finds, newest first."""
    question = "select m.paper from words w join metadata m on m.position = w.rowid where words match :match order by w.rowid desc"
    return column(library, question, match=match)


def everything(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """All that undo puts back: of what was fetched, that it is there."""
    with library.read() as reading:
        rows = {
            table.name: [tuple(row) for row in reading.c.execute(select(table).order_by(table.primary_key.columns[0]))]
            for table in t.WHOLE
        }
        rows["metadata"] = [
            tuple(row) for row in reading.c.execute(select(t.fetched.c.paper).order_by(t.fetched.c.paper))
        ]
    return rows


def files_in(folder: Path) -> dict[str, bytes]:
    """The bytes of each file in a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
