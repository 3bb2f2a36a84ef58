"""Library files from strangers: another program's, damaged, with triggers and views of their own; told in one line, left as they were."""

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.conftest import SECONDS, Shell, is_harmless

Build = Callable[[Path], None]
OURS = 0x43555241


def _sql(*statements: str) -> Build:
    def build(path: Path) -> None:
        c = sqlite3.connect(path)
        for statement in statements:
            c.executescript(statement)
        c.close()

    return build


def _written(at: int, data: bytes) -> Build:
    def build(path: Path) -> None:
        held = bytearray(path.read_bytes())
        held[at : at + len(data)] = data
        path.write_bytes(held)

    return build


def _schema(sql: str) -> Build:
    """The text of a schema as a tool that edits it may have left it."""

    def build(path: Path) -> None:
        c = sqlite3.connect(path)
        c.execute("PRAGMA writable_schema = ON")
        c.execute(sql)
        c.commit()
        c.close()

    return build


SLOW = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) AS n FROM r"
STRANGE: dict[str, Build] = {
    "a trigger that deletes": _sql("CREATE TRIGGER x AFTER UPDATE ON paper BEGIN DELETE FROM writeup; END"),
    "a trigger on insert": _sql("CREATE TRIGGER x BEFORE INSERT ON paper BEGIN SELECT load_extension('x'); END"),
    "a trigger that never ends": _sql(f"CREATE TRIGGER x AFTER UPDATE ON paper BEGIN INSERT INTO tag {SLOW.replace('count(*) AS n', 'n, n')}; END"),
    "a view that never ends": _sql(f"CREATE VIEW x AS {SLOW}"),
    "a view for a table": _sql("ALTER TABLE tag RENAME TO tag2", f"CREATE VIEW tag AS SELECT 1 AS paper, (SELECT n FROM ({SLOW})) AS name"),
    "a view for the papers": _sql("PRAGMA foreign_keys = OFF", "ALTER TABLE paper RENAME TO paper2", "CREATE VIEW paper AS SELECT * FROM paper2"),
    "a virtual table": _sql("CREATE VIRTUAL TABLE x USING fts5(a)"),
    "another index of texts": _sql("CREATE VIRTUAL TABLE x USING fts5(a, content='paper')"),
    "a table more": _sql("CREATE TABLE x (a)"),
    "a table less": _sql("PRAGMA foreign_keys = OFF", "DROP TABLE tag"),
    "a column more": _sql("ALTER TABLE paper ADD COLUMN x"),
    "a column that is made": _sql("ALTER TABLE paper ADD COLUMN x GENERATED ALWAYS AS (abs(-9223372036854775808)) VIRTUAL"),
    "an index over an expression": _sql("CREATE INDEX x ON paper (abs(id))"),
    "an index more": _sql("CREATE INDEX x ON paper (status)"),
    "a check": _schema("UPDATE sqlite_schema SET sql = replace(sql, 'CREATE TABLE tag (', 'CREATE TABLE tag (CHECK (1), ') WHERE name = 'tag'"),
    "a schema of rubbish": _schema("UPDATE sqlite_schema SET sql = 'rubbish' WHERE name = 'tag'"),
    "a schema without text": _schema("UPDATE sqlite_schema SET sql = NULL WHERE name = 'tag'"),
    "a schema of numbers": _schema("UPDATE sqlite_schema SET sql = 5, name = x'00ff' WHERE name = 'tag'"),
    "a root that is the first page": _schema("UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'tag'"),
    "a root beyond the end": _schema("UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'tag'"),
    "one root for two tables": _schema("UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'paper') WHERE name = 'tag'"),
    "two tables of a name": _schema("INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'tag'"),
    "a statement for a table": _schema("UPDATE sqlite_schema SET sql = 'CREATE TABLE tag AS SELECT 1' WHERE name = 'tag'"),
    "an unknown module": _schema("UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE words USING nonsense(a)' WHERE name = 'words'"),
    "a view of itself": _schema("INSERT INTO sqlite_schema VALUES ('view', 'x', 'x', 0, 'CREATE VIEW x AS SELECT * FROM x')"),
    "another program's": _sql("PRAGMA application_id = 1"),
    "nobody's": _sql("PRAGMA application_id = 0"),
    "of a version below nothing": _sql("PRAGMA user_version = -1"),
    "of the last version that can be": _sql("PRAGMA user_version = 2147483647"),
    "of a version to come, with a trigger": _sql("PRAGMA user_version = 999", "CREATE TRIGGER x AFTER UPDATE ON paper BEGIN DELETE FROM writeup; END"),
    "of a version to come, with a slow view": _sql("PRAGMA user_version = 999", f"CREATE VIEW x AS {SLOW}"),
    "of a version to come, a view for a table": _sql("PRAGMA user_version = 999", "ALTER TABLE tag RENAME TO tag2", f"CREATE VIEW tag AS SELECT 1 AS paper, (SELECT n FROM ({SLOW})) AS name"),
    "an older version, and not its form": _sql("PRAGMA user_version = 0"),
    "in UTF-16": lambda path: (path.unlink(), _sql("PRAGMA encoding = 'UTF-16'", f"PRAGMA application_id = {OURS}", "CREATE TABLE paper (id)")(path))[0],
    "a table alone": lambda path: (path.unlink(), _sql(f"PRAGMA application_id = {OURS}", "CREATE TABLE paper (id)")(path))[0],
    "empty": lambda path: path.write_bytes(b"") and None,
    "one byte": lambda path: path.write_bytes(b"S") and None,
    "a text": lambda path: path.write_text("words\n" * 1000) and None,
    "the head alone": lambda path: path.write_bytes(path.read_bytes()[:100]) and None,
    "the first page alone": lambda path: path.write_bytes(path.read_bytes()[:4096]) and None,
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]) and None,
    "all but a byte": lambda path: path.write_bytes(path.read_bytes()[:-1]) and None,
    "twice": lambda path: path.write_bytes(path.read_bytes() * 2) and None,
    "nuls behind the head": lambda path: path.write_bytes(path.read_bytes()[:100] + bytes(path.stat().st_size - 100)) and None,
    "nuls": lambda path: path.write_bytes(bytes(path.stat().st_size)) and None,
    "a page size of 1": _written(16, b"\0\1"),
    "a page size of 3": _written(16, b"\0\3"),
    "a page size of 512": _written(16, b"\2\0"),
    "a version of writing to come": _written(18, b"\x09\x09"),
    "reserved space": _written(20, b"\xff"),
    "payload fractions": _written(21, b"\1\1\1"),
    "a huge count of pages": _written(28, b"\xff\xff\xff\xff"),
    "no page": _written(28, b"\0\0\0\0"),
    "a free list beyond the end": _written(32, b"\0\1\0\0\0\1\0\0"),
    "a schema form to come": _written(44, b"\0\0\0\xff"),
    "an unknown encoding": _written(56, b"\0\0\0\x09"),
    "a first page of another kind": _written(100, b"\x01"),
    "cells beyond the page": _written(103, b"\xff\xff\xff\xff"),
    "a log of rubbish": lambda path: Path(f"{path}-wal").write_bytes(os.urandom(9000)) and None,
    "a log of nuls": lambda path: Path(f"{path}-wal").write_bytes(bytes(9000)) and None,
    "a log that is a folder": lambda path: Path(f"{path}-wal").mkdir(),
    "a journal of rubbish": lambda path: Path(f"{path}-journal").write_bytes(os.urandom(9000)) and None,
    "a journal that is a folder": lambda path: Path(f"{path}-journal").mkdir(),
    "shared memory that is a folder": lambda path: Path(f"{path}-shm").mkdir(),
    "a lock that is a folder": lambda path: Path(f"{path}.lock").mkdir(),
}  # fmt: skip
COMMANDS = (("papers",), ("show", "1"), ("edit", "1", "--why", "Other words."), ("issue", "list"), ("doctor",))


def _tried(shell: Shell) -> None:
    for words in COMMANDS:
        is_harmless(shell(*words))


@pytest.mark.parametrize("kind", STRANGE)
def test_a_library_of_a_stranger_is_told_or_read_and_runs_nothing(shell: Shell, kind: str) -> None:
    STRANGE[kind](shell.library)
    before = shell.library.read_bytes()
    for words in (("papers",), ("show", "1"), ("issue", "list")):
        ran = shell(*words)
        is_harmless(ran)
        if ran.code and "log" not in kind and "journal" not in kind:
            assert shell.library.read_bytes() == before, "what is not opened is left as it was"
    _tried(shell)


@pytest.mark.parametrize(
    "kind",
    ["a trigger that deletes", "a trigger on insert", "a view for a table", "of a version to come, a view for a table"],
)
def test_what_would_run_is_not_even_read(shell: Shell, kind: str) -> None:
    STRANGE[kind](shell.library)
    ran = shell("papers")
    assert ran.code == 1 and ran.err.count("\n") == 1 and ran.seconds < SECONDS
    c = sqlite3.connect(shell.library)
    assert c.execute("select count(*) from writeup").fetchone()[0] > 0
    c.close()


@pytest.mark.parametrize("seed", range(30))
def test_bytes_that_were_changed_anywhere(shell: Shell, seed: int) -> None:
    """Flipped, zeroed, cut or moved at random places: a value or a clear line, and no crash below Python."""
    chance = random.Random(seed)
    held = bytearray(shell.library.read_bytes())
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(held))
        match chance.randrange(4):
            case 0:
                held[at] ^= 1 << chance.randrange(8)
            case 1:
                held[at : at + chance.randrange(1, 4096)] = bytes(chance.randrange(1, 4096))
            case 2:
                held[at : at + 512] = held[chance.randrange(len(held)) :][:512]
            case 3:
                held[at : at + 8] = chance.randbytes(8)
    shell.library.write_bytes(held)
    _tried(shell)
