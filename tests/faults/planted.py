"""Every kind of fault that doctor must name, each as what plants it in a sound library that is closed."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from curator.library import door

Plant = Callable[[Path], None]


@dataclass(frozen=True)
class Planted:
    """`check` is what doctor must call it, beside what follows from it (`also`). `mends`: `--fix` leaves nothing of it.

    `opens`: the library opens all the same.
    """

    name: str
    check: str
    plant: Plant
    mends: bool = True
    opens: bool = True
    also: str = ""


def rows(*statements: str) -> Plant:
    """Changes rows behind the library's back; the index follows, so that nothing else is wrong."""

    def plant(path: Path) -> None:
        behind_its_back(path, *statements, "insert into words(words) values ('rebuild')")

    return plant


def behind_its_back(path: Path, *statements: str) -> None:
    c = sqlite3.connect(path, isolation_level=None)
    try:
        c.execute("PRAGMA foreign_keys = OFF")
        c.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            c.execute(statement)
    finally:
        c.close()


def root_of(path: Path, table: str) -> tuple[int, int]:
    """The first page of a table, and the size of pages."""
    c = sqlite3.connect(path)
    try:
        root = c.execute("select rootpage from sqlite_schema where name = ?", (table,)).fetchone()[0]
        return int(root), int(c.execute("PRAGMA page_size").fetchone()[0])
    finally:
        c.close()


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def _flip_a_bit_of_a_page(path: Path) -> None:
    root, size = root_of(path, "metadata")
    at = (root - 1) * size
    kind = path.read_bytes()[at]
    overwrite(path, at, bytes([kind ^ 0x10]))


def _flip_a_bit_of_a_text(path: Path) -> None:
    data = path.read_bytes()
    at = data.index(b"a first thought, and a second one")
    overwrite(path, at + 2, bytes([data[at + 2] ^ 1]))


def _empty_a_page(path: Path) -> None:
    root, size = root_of(path, "entry")
    overwrite(path, (root - 1) * size, bytes(size))


def _cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def _spoil_the_first_page(path: Path) -> None:
    overwrite(path, 0, b"\x55" * 1024)


def _break_utf8(path: Path) -> None:
    behind_its_back(
        path,
        "update metadata set comment = cast(x'c3285a' as text) where paper = 6",
        "insert into words(words) values ('rebuild')",
    )


_HISTORY = "insert into journal(step, tab, row, before, after)"

PLANTED: tuple[Planted, ...] = (
    Planted("a flipped bit in a page", "integrity", _flip_a_bit_of_a_page),
    Planted("a page of zeros", "integrity", _empty_a_page),
    Planted("a file that was cut", "integrity", _cut, opens=False),
    Planted("a first page that is none", "integrity", _spoil_the_first_page, opens=False),
    Planted("a flipped bit in a text", "texts", _flip_a_bit_of_a_text, also="index"),
    Planted("a text that was exchanged", "texts", rows("update writeup set text = 'x' where paper = 5")),
    Planted("a text whose sum changed", "texts", rows("update writeup set sha = 'f00' where paper = 5")),
    Planted("a text that is no text", "texts", rows("update writeup set text = cast(x'ff28' as text) where paper = 5")),
    Planted(
        "a text without a sound revision",
        "texts",
        rows("update writeup set text = 'x' where paper = 5", "delete from revision where paper = 5"),
        mends=False,
    ),
    Planted(
        "a revision that was exchanged",
        "revisions",
        rows("update revision set text = 'x' where id = (select max(id) from revision where paper = 5)"),
    ),
    Planted(
        "a former text that nobody else has",
        "revisions",
        rows("update revision set text = 'x' where id = (select min(id) from revision where paper = 5)"),
        mends=False,
    ),
    Planted("bytes that are no UTF-8", "encoding", _break_utf8),
    Planted("other bytes in a picture", "figures", rows("update picture set bytes = x'00'"), mends=False),
    Planted("another sum of a picture", "figures", rows("update picture set sha = 'f00'")),
    Planted(
        "a figure without its picture",
        "pictures",
        rows("delete from picture where src not in (select cover_src from issue where cover_src is not null)"),
        mends=False,
    ),
    Planted(
        "a cover without its picture",
        "pictures",
        rows("update issue set cover_src = 'figures/0123456789abcdef.png' where cover_src is not null"),
        mends=False,
    ),
    Planted("a write-up of no paper", "keys", rows("update writeup set paper = 990 where paper = 5")),
    Planted("an entry that shows no paper", "keys", rows("update entry set paper = 991 where paper = 4")),
    Planted("a tag of no paper", "keys", rows("insert into tag(paper, name) values (992, 'ai')")),
    Planted("a section without an issue", "keys", rows("update section set issue = 993 where title = 'More'")),
    Planted("an entry without a section", "keys", rows("update entry set section = 994 where kind = 'text'")),
    Planted("a paper that is gone", "keys", rows("delete from paper where id = 5")),
    Planted("metadata that is gone", "metadata", rows("delete from metadata where paper = 5")),
    Planted(
        "an entry for a paper that names none",
        "entries",
        rows("update entry set paper = null where id = (select min(id) from entry where kind = 'paper')"),
    ),
    Planted("two entries at one place", "places", rows("update entry set place = 7")),
    Planted("two figures at one place", "places", rows("update figure set place = 7")),
    Planted(
        "two papers with one identifier",
        "identifiers",
        rows(
            "insert into alias(paper, kind, value)"
            " select 5, 'doi', doi from metadata where doi is not null and paper not in (4, 5) limit 1"
        ),
        mends=False,
    ),
    Planted(
        "two papers with one address",
        "identifiers",
        rows("update metadata set url = 'https://example.org/one' where paper in (4, 5)"),
        mends=False,
    ),
    Planted(
        "a paper at another day than its own",
        "positions",
        rows("update metadata set position = position + (99 << 20) where paper = 5"),
    ),
    Planted("a paper at no day at all", "positions", rows("update metadata set position = 3 where paper = 5")),
    Planted(
        "a date that is none",
        "dates",
        rows("update metadata set published = '2022-13-41' where paper = 5"),
        also="positions",
    ),
    Planted("a moment that is none", "dates", rows("update paper set added = 'yesterday' where id = 5")),
    Planted("a key that is empty", "citations", rows("update paper set key = '' where id = 5")),
    Planted("a key that can't be cited", "citations", rows("update paper set key = 'A key]' where id = 5")),
    Planted(
        "authors that are no list", "lists", rows("update metadata set authors = '[\"Ada' || char(0) where paper = 5")
    ),
    Planted("tags of an issue that are no list", "lists", rows("update issue set tags = 'ai, law'")),
    Planted("a list of numbers", "lists", rows("update issue set authors = '[1, 2]'")),
    Planted("a status that nobody knows", "words", rows("update paper set status = 'redy' where id = 5")),
    Planted(
        "a field one bit of whose name flipped", "words", rows("update revision set field = 'wiy' where field = 'why'")
    ),
    Planted(
        "a field that nobody knows", "words", rows("update revision set field = 'zzz' where field = 'why'"), mends=False
    ),
    Planted("a kind of entry that nobody knows", "words", rows("update entry set kind = 'papes' where paper = 4")),
    Planted("an issue in a state of its own", "words", rows("update issue set status = '', names = '7'")),
    Planted("a slug that is no address", "slugs", rows("update issue set slug = '../x' where id = 1")),
    Planted(
        "two slugs that differ by case",
        "slugs",
        rows("update issue set slug = 'june' where id = 1", "update issue set slug = 'June' where id = 2"),
    ),
    Planted(
        "a merged paper that leads nowhere",
        "merged",
        rows("insert into merged values (801, 999, 'gone2022a'), (802, 803, 'r2022a'), (803, 802, 'r2022b')"),
    ),
    Planted(
        "a merged paper that leads on",
        "merged",
        rows("insert into merged values (801, 802, 'on2022a'), (802, 5, 'on2022b')"),
    ),
    Planted("history of no step", "history", rows(f"{_HISTORY} values (77777, 'paper', 1, null, null)")),
    Planted(
        "history that can't be read",
        "history",
        rows(f"{_HISTORY} values ((select max(id) from step), 'paper', 1, '{{', null)"),
    ),
    Planted("a stale entry of the index", "index", lambda path: behind_its_back(path, "delete from link")),
    Planted(
        "a ghost in the index",
        "index",
        lambda path: behind_its_back(path, "insert into words(rowid, title) values (7, 'ghost')"),
    ),
    Planted("an index that is empty", "index", lambda path: behind_its_back(path, "delete from words_docsize")),
    Planted(
        "a form that is newer",
        "version",
        rows(f"PRAGMA user_version = {door.VERSION + 1}"),
        mends=False,
    ),
    Planted("a table that is gone", "form", lambda path: behind_its_back(path, "drop index metadata_url"), opens=False),
    Planted(
        "another program's name",
        "form",
        lambda path: behind_its_back(path, "PRAGMA application_id = 7"),
        opens=False,
    ),
)
