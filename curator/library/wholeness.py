"""Texts, revisions and pictures against the SHA-256 that each carries, and every text of the library against UTF-8.

SQLite's own checks miss most flipped bits. Texts are read as bytes: what is no text any more must not keep the rest from being looked at.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Text

from curator.library import tables as t
from curator.library.ailments import Ailment

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Odd:
    """A row of writeup or revision whose text is not the one that was saved; None: no text at all."""

    id: int
    paper: int
    field: str
    text: bytes | None
    sha: str


def sum_of(data: bytes) -> str:
    """The hex SHA-256 of a text in UTF-8, or of a picture."""
    return hashlib.sha256(data).hexdigest()


def is_whole(words: bytes | None, sha: str) -> bool:
    """Whether a text is the one that its SHA-256 was made of; "" is that of none."""
    return sha == ("" if words is None else sum_of(words))


def odd_texts(c: sqlite3.Connection, table: str, after: int = 0) -> tuple[list[Odd], int | None]:
    """Of a page of rows after the number `after`: those that are not whole, and the last number, None at the end."""
    question = (
        f"select id, paper, cast(field as blob), cast(text as blob), cast(sha as blob), typeof(text) from {table} "
        f"where id > ? order by id limit {_PAGE}"
    )
    rows = c.execute(question, (after,)).fetchall()
    odd = [
        Odd(number, paper, _decoded(field), words, _decoded(sha))
        for number, paper, field, words, sha, kind in rows
        if kind not in ("text", "null") or not is_whole(words, _decoded(sha))
    ]
    return odd, rows[-1][0] if len(rows) == _PAGE else None


def texts(odd: Iterator[Odd], table: str) -> Iterator[Ailment]:
    """A sentence for each text that is not what was saved."""
    for one in odd:
        name = f"“{one.field}” of paper {one.paper}"
        if table == "writeup":
            yield Ailment(
                "texts",
                f"{name}: it is not what was saved. Look at the revisions of this paper, or at a backup.",
                can_mend=True,
            )
        else:
            yield Ailment(
                "revisions",
                f"Revision {one.id} of {name}: it is not what was saved. Look at the other revisions, or at a backup.",
                can_mend=True,
            )


def sources(c: sqlite3.Connection) -> list[str]:
    """What all pictures go by."""
    return [row[0] for row in c.execute("select src from picture order by src")]


def picture_is_whole(c: sqlite3.Connection, src: str) -> bool:
    """Whether a picture's bytes are those that were put in. True where it is gone by now."""
    row = c.execute("select sha, bytes from picture where src = ?", (src,)).fetchone()
    return row is None or sum_of(row[1]) == row[0]


def picture(src: str) -> Ailment:
    return Ailment("figures", f"The figure “{src}” is not the file that was put in. Put it in again.", can_mend=True)


def unreadable_texts(c: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    """Table, column and rowid of each text that is no UTF-8."""
    before, c.text_factory = c.text_factory, bytes
    try:
        for table in t.metadata.sorted_tables:
            names = [column.name for column in table.columns if isinstance(column.type, Text)]
            if table.name in ("journal", "announcement") or not names:
                continue  # what can't be read there is no JSON, and told so
            for row in c.execute(f'select rowid, {", ".join(_quoted(name) for name in names)} from "{table.name}"'):
                for name, value in zip(names, row[1:], strict=True):
                    if isinstance(value, bytes) and not value.isascii() and not is_text(value):
                        yield table.name, name, row[0]
    finally:
        c.text_factory = before


def _quoted(name: str) -> str:
    return f'"{name}"'


def is_text(value: bytes) -> bool:
    """Whether these bytes are UTF-8."""
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
