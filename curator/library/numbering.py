"""Numbers and citation keys of papers that come in."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select, text, union_all

from curator.domain.works import keys
from curator.library import tables as t
from curator.library.many import listed

_LAST = text("select coalesce((select seq from sqlite_sequence where name = 'paper'), 0)")

_base = func.json_each(bindparam("bases")).table_valued("value", name="base")
_merged_base = func.json_each(bindparam("bases")).table_valued("value", name="merged_base")
_TAKEN = union_all(
    select(t.paper.c.key).join(_base, (t.paper.c.key >= _base.c.value) & (t.paper.c.key < _base.c.value.concat("{"))),
    select(t.merged.c.key).join(
        _merged_base, (t.merged.c.key >= _merged_base.c.value) & (t.merged.c.key < _merged_base.c.value.concat("{"))
    ),
)
"""Keys that begin with one of these: a key holds letters and digits only, and `{` follows z."""


def last_number(c: Connection) -> int:
    """The highest number that a paper ever had; numbers are not given twice."""
    return int(c.execute(_LAST).scalar_one())


def free_keys(c: Connection, wanted: Sequence[tuple[str, str | None]]) -> list[str]:
    """A citation key for each, which no paper has or had: of (base, wish) the wish where it is free, else one made of the base."""
    named = {name for pair in wanted for name in pair if name is not None}
    taken = {key for (key,) in c.execute(_TAKEN, {"bases": listed(sorted(named))})} if named else set()
    granted: list[str | None] = []
    for _, wish in wanted:
        granted.append(None if wish in taken else wish)
        taken.update(() if wish is None else (wish,))
    given = []
    for (base, _), wish in zip(wanted, granted, strict=True):
        given.append(wish or next(key for key in keys(base) if key not in taken))
        taken.add(given[-1])
    return given
