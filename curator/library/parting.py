"""Parts two papers that were made one: the one that went comes again as it was, and what happened to the other since stays with it."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from curator.domain.errors import NotFound, Refused
from curator.domain.identifiers import Kind as NameKind
from curator.domain.issues import Kind
from curator.domain.trash import Merged, TrashKind
from curator.library import held, positions
from curator.library import tables as t
from curator.library.held import Held, Row
from curator.library.moments import as_moment

_LED = select(t.merged.c.into, t.merged.c.key).where(t.merged.c.id == bindparam("which"))
_ITEM = (
    select(t.trash.c.id)
    .where(t.trash.c.kind == TrashKind.MERGED.value, t.trash.c.paper == bindparam("which"))
    .order_by(t.trash.c.id.desc())
    .limit(1)
)
_TAKEN_IN = (
    select(t.merged.c.id, t.merged.c.key, func.coalesce(t.trash.c.title, t.merged.c.key), t.trash.c.at)
    .join(t.trash, (t.trash.c.paper == t.merged.c.id) & (t.trash.c.kind == TrashKind.MERGED.value), isouter=True)
    .where(t.merged.c.into == bindparam("which"))
    .order_by(t.merged.c.id)
)
_FORGET = delete(t.merged).where(t.merged.c.id == bindparam("which"))
_HAS_ENTRY = (
    select(t.entry.c.id)
    .join(t.section, t.section.c.id == t.entry.c.section)
    .where(
        t.section.c.issue == bindparam("within"),
        t.entry.c.kind == Kind.PAPER.value,
        t.entry.c.paper == bindparam("which"),
    )
)
_ISSUE_OF = select(t.section.c.issue).where(t.section.c.id == bindparam("which"))

_ITS_OWN = (t.tag.name, t.link.name, t.figure.name, t.writeup.name)
_ORDER = ("paper", "place")
"""Columns of these that differ without a change by the editor."""


def taken_in(c: Connection, paper: int) -> tuple[Merged, ...]:
    """See Merging.merged_into."""
    return tuple(
        Merged(number, key, title, as_moment(at) if at else None)
        for number, key, title, at in c.execute(_TAKEN_IN, {"which": paper})
    )


def part(c: Connection, gone: int) -> int:
    """See Merging.part."""
    led = c.execute(_LED, {"which": gone}).one_or_none()
    if led is None:
        raise NotFound(f"No paper has taken in a paper {gone}; there is nothing to part.")
    item = c.execute(_ITEM, {"which": gone}).scalar_one_or_none()
    if item is None:
        raise Refused("These papers were made one by an older Curator, which did not keep what it takes to part them.")
    rows = held.read(c, item)
    held.drop(c, item)
    held.amend_later(c, item, rows)
    _Parting(c, gone, led[0], led[1]).run(rows)
    return gone


class _Parting:
    """One parting: `gone` comes again, `other` is the paper that it leads to now, whatever it was called when they were made one."""

    def __init__(self, c: Connection, gone: int, other: int, key: str) -> None:
        self._c = c
        self._gone = gone
        self._other = other
        self._key = key

    def run(self, rows: Sequence[Held]) -> None:
        for one in rows:
            if one.became is not None and one.name in (t.paper.name, t.own.name, t.fetched.name):
                held.part_from(self._c, one.name, one.row, one.was, one.became)
        self._c.execute(_FORGET, {"which": self._gone})
        mine = [one for one in rows if one.was is not None and one.became is None]
        for one in mine:
            if one.name == t.paper.name:
                held.put_back(self._c, t.paper, (one.was or {}) | {"key": self._key})
        for one in mine:
            if one.name == t.fetched.name and one.was is not None:
                self._leave_names(one.was)
                held.put_back_metadata(self._c, one.was)
            elif one.name == t.own.name and one.was is not None:
                held.put_back(self._c, t.own, one.was)
        for one in rows:
            if one.name in _ITS_OWN:
                self._come_back(one)
            elif one.name == t.alias.name:
                self._alias(one)
            elif one.name in (t.entry.name, t.definition.name):
                self._place(one)
            elif one.name == t.merged.name:
                self._move(t.merged, one, "into")
            elif one.name == t.parted.name and one.was is not None:
                held.keep_apart(self._c, one.was)
        positions.settle(self._c, (self._gone, self._other))
        held.keep_apart(self._c, {"one": self._gone, "other": self._other})

    def _leave_names(self, metadata: Row) -> None:
        """What the paper went by is its own again."""
        for kind in (NameKind.ARXIV, NameKind.DOI):
            value = metadata[kind.value]
            if value is not None:
                column = t.fetched.c[kind.value]
                held_by_other = (t.fetched.c.paper == self._other) & (column == value)
                self._c.execute(update(t.fetched).where(held_by_other).values({column.key: None}))
                self._forget_alias(kind.value, value)
        if metadata["url"] is not None:
            self._forget_alias(NameKind.URL.value, metadata["url"])

    def _forget_alias(self, kind: str, value: str) -> None:
        a = t.alias.c
        self._c.execute(delete(t.alias).where(a.paper == self._other, a.kind == kind, a.value == value))

    def _come_back(self, one: Held) -> None:
        """What was the paper's: moved back if nobody changed it, else made anew, and the other keeps what it became."""
        if one.was is None:
            return
        table = t.metadata.tables[one.name]
        now = held.row(self._c, one.name, one.row)
        like = one.became or one.was
        is_unchanged = now is not None and all(now[name] == like[name] for name in like if name not in _ORDER)
        if now is not None and now["paper"] == self._other and is_unchanged:
            back = {name: one.was[name] for name in _ORDER if name in one.was}
            self._c.execute(update(table).where(table.c.id == one.row).values(back))
        else:
            held.put_back(self._c, table, one.was)

    def _alias(self, one: Held) -> None:
        if one.was is None:
            if one.became is not None and one.became["paper"] == self._other:
                self._forget_alias(one.became["kind"], one.became["value"])
        elif not self._move(t.alias, one, "paper") and not held.is_alias(self._c, one.was["kind"], one.was["value"]):
            held.put_back(self._c, t.alias, one.was)

    def _place(self, one: Held) -> None:
        """An entry or a reference line that was the paper's, if it is there; one that the merge took away, if its place is."""
        if one.was is None or self._move(t.metadata.tables[one.name], one, "paper") or one.became is not None:
            return
        if one.name == t.definition.name:
            if held.row(self._c, t.issue.name, one.was["issue"]) is not None:
                held.put_back(self._c, t.definition, one.was)
            return
        issue = self._c.execute(_ISSUE_OF, {"which": one.was["section"]}).scalar_one_or_none()
        has_it = self._c.execute(_HAS_ENTRY, {"within": issue, "which": self._gone}).first() is not None
        if issue is not None and not (has_it and one.was["kind"] == Kind.PAPER.value):
            held.put_in_order(self._c, t.entry, one.was, "section")

    def _move(self, table: Table, one: Held, column: str) -> bool:
        """Gives a row back that is still the other's; False if it is not there, or another's."""
        now = held.row(self._c, one.name, one.row)
        if one.was is None or now is None or now[column] != self._other:
            return False
        self._c.execute(update(table).where(table.c[t.KEY[table.name]] == one.row).values({column: self._gone}))
        return True
