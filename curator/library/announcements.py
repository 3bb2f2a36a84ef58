"""What a transaction touched, written into the library for other processes, and what others wrote."""

import json
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select, text

from curator.domain.changes import Changes
from curator.library import tables as t

KEEP = 10_000
"""So many announcements are kept."""


def new_token() -> str:
    """Names whoever writes: one open library in one process."""
    return uuid4().hex


def write(c: Connection, token: str, changes: Changes) -> None:
    """In the transaction that made the changes. The oldest go."""
    if not changes.rows:
        return
    kinds: dict[str, list[int]] = {}
    for kind, row in sorted(changes.rows):
        kinds.setdefault(kind, []).append(row)
    values = {"token": token, "changes": json.dumps(kinds)}
    number = c.execute(insert(t.announcement).returning(t.announcement.c.id), values).scalar_one()
    c.execute(text("delete from announcement where id <= :last"), {"last": number - KEEP})


def last(c: Connection) -> int:
    """The number of the last announcement, 0 if there is none."""
    return c.execute(select(func.coalesce(func.max(t.announcement.c.id), 0))).scalar_one()


def mark(c: Connection) -> str:
    """Another one after each change of what a library holds, whoever made it."""
    a = t.announcement.c
    found = c.execute(select(a.id, a.token).order_by(a.id.desc()).limit(1)).one_or_none()
    return f"{found[0]}:{found[1]}" if found else ""


def since(c: Connection, number: int, token: str) -> tuple[int, Changes]:
    """What others than `token` touched after the announcement `number`, and the number of the last one now.

    Where some of them are no longer kept: everything.
    """
    a = t.announcement.c
    rows = c.execute(select(a.id, a.token, a.changes).where(a.id > number).order_by(a.id)).all()
    if not rows:
        return number, Changes()
    if rows[0][0] > number + 1:
        return rows[-1][0], Changes(everything=True)
    touched = frozenset(
        (kind, row)
        for _, whose, words in rows
        if whose != token
        for kind, ids in json.loads(words).items()
        for row in ids
    )
    return rows[-1][0], Changes(touched)
