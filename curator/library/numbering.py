"""Numbers and citation keys of papers that come in."""

from collections.abc import Iterable

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


def free_keys(c: Connection, bases: Iterable[str]) -> list[str]:
    """A key that no paper has or had for each of these bases, in the order given."""
    wanted = list(bases)
    taken = {key for (key,) in c.execute(_TAKEN, {"bases": listed(sorted(set(wanted)))})} if wanted else set()
    given = []
    for base in wanted:
        given.append(next(key for key in keys(base) if key not in taken))
        taken.add(given[-1])
    return given
