"""How what was removed goes back: a paper, an issue, a section, an entry, a figure, whatever happened since."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from types import SimpleNamespace

from sqlalchemy import Connection, bindparam, func, insert, select, update

from curator.domain.errors import Refused
from curator.domain.issues import Kind
from curator.domain.slugs import slug_of
from curator.domain.trash import Restored, TrashKind
from curator.library import fetched, held, joining, positions, removing
from curator.library import tables as t
from curator.library.held import Held, Row
from curator.library.merging import Merging
from curator.library.numbering import free_keys
from curator.library.places import GAP

_INTO = select(t.merged.c.into).where(t.merged.c.id == bindparam("which"))
_KEYED = (
    select(t.paper.c.id)
    .where(t.paper.c.key == bindparam("name"))
    .union_all(select(t.merged.c.id).where(t.merged.c.key == bindparam("name")))
)
_BY_SLUG = select(t.issue.c.id).where(t.issue.c.slug == bindparam("name"))
_HAS_ENTRY = (
    select(t.entry.c.id)
    .join(t.section, t.section.c.id == t.entry.c.section)
    .where(
        t.section.c.issue == bindparam("within"),
        t.entry.c.kind == Kind.PAPER.value,
        t.entry.c.paper == bindparam("which"),
    )
)
_DEFINED = select(t.definition.c.id).where(
    t.definition.c.issue == bindparam("within"), t.definition.c.paper == bindparam("which")
)
_FIRST_SECTION = (
    select(t.section.c.id)
    .where(t.section.c.issue == bindparam("which"))
    .order_by(t.section.c.title == "", t.section.c.place, t.section.c.id)
    .limit(1)
)
_MAKE_SECTION = insert(t.section).values(place=GAP, title="").returning(t.section.c.id)
_UNTITLED = (
    select(t.section.c.id, t.section.c.text)
    .where(t.section.c.issue == bindparam("which"), t.section.c.title == "")
    .limit(1)
)
_END = select(func.coalesce(func.max(t.entry.c.place), 0)).where(t.entry.c.section == bindparam("which"))
_WITH_SRC = select(t.figure.c.id).where(t.figure.c.paper == bindparam("which"), t.figure.c.src == bindparam("name"))
_FIGURES_END = select(func.coalesce(func.max(t.figure.c.place), 0)).where(t.figure.c.paper == bindparam("which"))
_IN_TRASH = select(t.trash.c.id).where(
    t.trash.c.kind == bindparam("kind"), func.coalesce(t.trash.c.paper, t.trash.c.issue) == bindparam("which")
)


def put_back(c: Connection, now: Callable[[], datetime], kind: TrashKind, rows: Sequence[Held]) -> Restored:
    """See Trash.restore. The rows are those of one thing, itself first; it is out of the trash already."""
    back = _Back(c, now)
    first = rows[0]
    row = first.was
    assert row is not None, "only what was there is put into the trash"
    if held.row(c, first.name, first.row) is not None:
        raise Refused("This is in the library already. Throw it away from the trash.")
    match kind:
        case TrashKind.PAPER:
            number = back.paper(row, rows[1:])
        case TrashKind.ISSUE:
            number = back.issue(row, rows[1:])
        case TrashKind.SECTION:
            number = back.section(row, rows[1:])
        case TrashKind.ENTRY:
            number = back.entry(row)
        case TrashKind.FIGURE:
            number = back.figure(row)
        case TrashKind.MERGED:
            raise Refused("Papers that were made one are parted, not put back.")
    return Restored(kind, number, " ".join(back.notes) or None)


class _Back:
    """One thing that goes back, and what there is to say about it."""

    def __init__(self, c: Connection, now: Callable[[], datetime]) -> None:
        self._c = c
        self._now = now
        self.notes: list[str] = []

    def paper(self, row: Row, rows: Sequence[Held]) -> int:
        number = int(row["id"])
        if self._c.execute(_INTO, {"which": number}).first() is not None:
            raise Refused("This paper is one with another by now. Part them instead.")
        metadata = next(one.was for one in rows if one.name == t.fetched.name and one.was is not None)
        merging = Merging(self._c, self._now)
        apart = {one.was[side] for one in rows if one.name == t.parted.name and one.was for side in ("one", "other")}
        same = [one for one in merging.same(fetched.work_of(SimpleNamespace(**metadata))) if one not in apart]
        key = self._free_key(row["key"])
        held.put_back(self._c, t.paper, row | {"key": key})
        if key != row["key"]:
            self.notes.append(f"Another work has its key “{row['key']}” by now: its own is “{key}”.")
        held.put_back_metadata(self._c, metadata)
        self._hang_on(rows)
        self._places(rows)
        positions.settle(self._c, (number,))
        for other in same:
            number = joining.join(self._c, number, other, self._now())
        if same:
            self.notes.append("Its work came again meanwhile: both are one paper now.")
        return number

    def issue(self, row: Row, rows: Sequence[Held]) -> int:
        slug = row["slug"]
        if self._is_slug_taken(slug):
            slug = slug_of(slug, None, self._is_slug_taken)
            self.notes.append(f"Another issue has its name “{row['slug']}” by now: its own is “{slug}”.")
        number = held.put_back(self._c, t.issue, row | {"slug": slug})
        for one in rows:
            if one.name == t.section.name and one.was is not None:
                held.put_back(self._c, t.section, one.was)
        self._entries([one.was for one in rows if one.name == t.entry.name and one.was is not None])
        self._definitions(one.was for one in rows if one.name == t.definition.name and one.was is not None)
        for one in rows:
            if one.name == t.imported.name and one.was is not None:
                held.put_back(self._c, t.imported, one.was)
        return number

    def section(self, row: Row, rows: Sequence[Held]) -> int:
        issue = int(row[held.ISSUE])
        if held.row(self._c, t.issue.name, issue) is None:
            raise Refused(self._gone("issue", TrashKind.ISSUE, issue))
        entries = [one.was for one in rows if one.was is not None]
        there = self._c.execute(_UNTITLED, {"which": issue}).one_or_none() if row["title"] == "" else None
        if there is None:
            held.put_in_order(self._c, t.section, row, held.ISSUE)
            self._entries(entries)
            return int(row["id"])
        number, text = there
        words = "\n\n".join(filter(None, (text, row["text"]))) or None
        self._c.execute(update(t.section).where(t.section.c.id == number).values(text=words))
        self._entries([entry | {"section": number} for entry in entries])
        self.notes.append("What stands before the first section is one with what stood there meanwhile.")
        return int(number)

    def entry(self, row: Row) -> int:
        section = self._section(row)
        if section is None:
            raise Refused(self._gone("issue", TrashKind.ISSUE, row[held.ISSUE] or 0))
        paper = self._paper(row["paper"])
        if row["kind"] == Kind.PAPER.value and paper is None:
            raise Refused(self._gone("paper", TrashKind.PAPER, row["paper"]))
        row = row | {"paper": paper}
        if self._is_there_already(row, section):
            raise Refused("The issue has this paper already.")
        if section != row["section"]:
            self.notes.append("Its section is gone: it is in the first section of its issue.")
        return self._put_entry(row, section)

    def figure(self, row: Row) -> int:
        paper = self._paper(row["paper"])
        if paper is None:
            raise Refused(self._gone("paper", TrashKind.PAPER, row["paper"]))
        there = self._c.execute(_WITH_SRC, {"which": paper, "name": row["src"]}).scalar_one_or_none()
        if there is None:
            held.put_in_order(self._c, t.figure, row | {"paper": paper}, "paper")
        else:
            texts = {name: func.coalesce(t.figure.c[name], row[name]) for name in ("alt", "caption", "source")}
            self._c.execute(update(t.figure).where(t.figure.c.id == there).values(texts))
            self.notes.append("The paper has this figure already: it got the texts that it had none of.")
        return paper

    def _free_key(self, key: str) -> str:
        if self._c.execute(_KEYED, {"name": key}).first() is None:
            return key
        return free_keys(self._c, [(key, None)])[0]

    def _is_slug_taken(self, slug: str) -> bool:
        return self._c.execute(_BY_SLUG, {"name": slug}).first() is not None

    def _hang_on(self, rows: Sequence[Held]) -> None:
        """What hangs on a paper alone. Other names that another paper goes by now, and papers that were parted from it, stay there."""
        for one in rows:
            row, table = one.was, t.metadata.tables[one.name]
            if row is None:
                continue
            is_taken = (table is t.alias and held.is_taken(self._c, row["kind"], row["value"])) or (
                table is t.merged and not self._is_free(row)
            )
            if table is t.parted:
                held.keep_apart(self._c, row)
            elif table not in (t.entry, t.definition, t.fetched) and not is_taken:
                held.put_back(self._c, table, row)

    def _is_free(self, merged: Row) -> bool:
        is_keyed = self._c.execute(_KEYED, {"name": merged["key"]}).first() is not None
        return not is_keyed and held.row(self._c, t.paper.name, merged["id"]) is None

    def _places(self, rows: Sequence[Held]) -> None:
        self._entries([one.was for one in rows if one.name == t.entry.name and one.was is not None])
        self._definitions(one.was for one in rows if one.name == t.definition.name and one.was is not None)

    def _entries(self, entries: Sequence[Row]) -> None:
        """Entries back into their sections; those that can't go there are things of the trash for themselves."""
        left = []
        for entry in entries:
            section = self._section(entry)
            paper = self._paper(entry["paper"])
            row = entry | {"paper": paper}
            if section is None or (paper is None and entry["kind"] == Kind.PAPER.value):
                left.append(entry)
            elif not self._is_there_already(row, section):
                self._put_entry(row, section)
        if left:
            held.put(self._c, self._now(), removing.entry_items(self._c, left))
            count = "An entry" if len(left) == 1 else f"{len(left)} entries"
            self.notes.append(f"{count} could not go back and {'is' if len(left) == 1 else 'are'} in the trash.")

    def _definitions(self, definitions: Iterable[Row]) -> None:
        for row in definitions:
            is_whole = all(held.row(self._c, name, row[name]) is not None for name in (t.issue.name, t.paper.name))
            if is_whole and self._c.execute(_DEFINED, {"within": row["issue"], "which": row["paper"]}).first() is None:
                held.put_back(self._c, t.definition, row)

    def _put_entry(self, row: Row, section: int) -> int:
        place = (
            row["place"] if section == row["section"] else self._c.execute(_END, {"which": section}).scalar_one() + GAP
        )
        return held.put_in_order(self._c, t.entry, row | {"section": section, "place": place}, "section")

    def _is_there_already(self, row: Row, section: int) -> bool:
        if row["kind"] != Kind.PAPER.value:
            return False
        found = held.row(self._c, t.section.name, section)
        within = found[held.ISSUE] if found else None
        return self._c.execute(_HAS_ENTRY, {"within": within, "which": row["paper"]}).first() is not None

    def _section(self, entry: Row) -> int | None:
        """Where an entry goes: its section, else the first of its issue, which is made if there is none; None where the issue is gone."""
        if held.row(self._c, t.section.name, entry["section"]) is not None:
            return int(entry["section"])
        issue = entry[held.ISSUE]
        if issue is None or held.row(self._c, t.issue.name, issue) is None:
            return None
        first = self._c.execute(_FIRST_SECTION, {"which": issue}).scalar_one_or_none()
        return self._c.execute(_MAKE_SECTION, {"issue": issue}).scalar_one() if first is None else first

    def _paper(self, number: int | None) -> int | None:
        """The paper as it is called now; None where it is gone."""
        if number is None:
            return None
        for one in (number, self._c.execute(_INTO, {"which": number}).scalar_one_or_none()):
            if one is not None and held.row(self._c, t.paper.name, one) is not None:
                return int(one)
        return None

    def _gone(self, what: str, kind: TrashKind, number: int) -> str:
        if self._c.execute(_IN_TRASH, {"kind": kind.value, "which": number}).first() is not None:
            return f"Its {what} is in the trash too. Put that back first."
        return f"Its {what} is no longer in the library, so it can't go back."
