"""What a library holds, as one value: to compare it with what it held."""

import hashlib

from sqlalchemy import select

from curator.library import tables as t
from curator.library.library import Library


def fingerprint(library: Library) -> str:
    """One hash over every row of every table."""
    found = hashlib.sha256()
    with library.read() as reading:
        for table in t.metadata.sorted_tables:
            rows = reading.c.execute(select(table).order_by(*table.primary_key.columns)).all()
            found.update(repr((table.name, [tuple(row) for row in rows])).encode())
    return found.hexdigest()
