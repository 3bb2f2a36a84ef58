"""Lists of any length as one parameter of a statement that never changes."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, func, select


def among(name: str) -> Select[Any]:
    """For `column.in_(among("ids"))`: the values of the JSON list that is given as parameter `name`."""
    listed = func.json_each(bindparam(name)).table_valued("value", name=f"each_{name}")
    return select(listed.c.value)


def listed(values: Iterable[int | str]) -> str:
    """The parameter for `among`."""
    return json.dumps(list(values))
