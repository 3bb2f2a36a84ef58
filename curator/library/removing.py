"""Takes papers, issues, sections, entries and figures out of the library, by way of the trash."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from curator.domain.issues import Kind
from curator.domain.texts import shortened
from curator.domain.trash import TrashKind
from curator.library import held
from curator.library import tables as t
from curator.library.held import Held, Item, Row
from curator.library.many import among, listed

_TITLES = (
    select(t.fetched.c.paper, func.coalesce(t.own.c.title, t.fetched.c.readable))
    .join(t.own, t.own.c.paper == t.fetched.c.paper, isouter=True)
    .where(t.fetched.c.paper.in_(among("ids")))
)
_ISSUES = select(t.issue.c.id, t.issue.c.title, t.issue.c.edition).where(t.issue.c.id.in_(among("ids")))
_SECTIONS = select(t.section.c.id, t.section.c.title).where(t.section.c.id.in_(among("ids")))
_FORGET = delete(t.merged).where(t.merged.c.into.in_(among("ids")))
_PAPERS = delete(t.paper).where(t.paper.c.id.in_(among("ids")))
_ENTRIES = delete(t.entry).where(t.entry.c.id.in_(among("ids")))
_ISSUE = delete(t.issue).where(t.issue.c.id == bindparam("which"))
_SECTION = delete(t.section).where(t.section.c.id == bindparam("which"))
_FIGURE = delete(t.figure).where(t.figure.c.id == bindparam("which"))


def papers(c: Connection, now: datetime, numbers: Sequence[int]) -> int:
    """Those of these papers that are there, with all that hangs on them, their entries too; gives how many. Texts that cite them stay."""
    found = held.of_papers(c, numbers)
    there = {number: rows for number, rows in found.items() if rows[0].name == t.paper.name}
    titles = titles_of(c, there)
    items = [Item(TrashKind.PAPER, titles[number], rows, paper=number) for number, rows in there.items()]
    held.put(c, now, items)
    gone = {"ids": listed(there)}
    c.execute(_FORGET, gone)
    c.execute(_PAPERS, gone)
    return len(there)


def issue(c: Connection, now: datetime, number: int) -> bool:
    """An issue with its sections and entries; False where it is not."""
    rows = held.all_of(c, t.issue, [number])
    if not rows:
        return False
    name = _names(c, [number])[number]
    rows += held.all_of(c, t.section, [number], held.ISSUE)
    rows += held.all_of(c, t.entry, [one.row for one in rows if one.name == t.section.name], "section")
    rows += held.all_of(c, t.definition, [number], held.ISSUE) + held.all_of(c, t.imported, [number], held.ISSUE)
    held.put(c, now, [Item(TrashKind.ISSUE, name, rows, issue=number)])
    c.execute(_ISSUE, {"which": number})
    return True


def section(c: Connection, now: datetime, number: int) -> None:
    """A section with its entries. One that holds nothing, not even a title, leaves nothing in the trash."""
    rows = held.all_of(c, t.section, [number]) + held.all_of(c, t.entry, [number], "section")
    first = rows[0].was if rows else None
    if first is not None and (first["title"] or first["text"] or len(rows) > 1):
        owner = int(first[held.ISSUE])
        title = first["title"] or "Before the first section"
        place = _names(c, [owner]).get(owner)
        held.put(c, now, [Item(TrashKind.SECTION, title, rows, place=place, issue=owner)])
    c.execute(_SECTION, {"which": number})


def entries(c: Connection, now: datetime, numbers: Iterable[int]) -> None:
    """Entries, each for itself."""
    rows = held.rows(c, t.entry, numbers)
    held.put(c, now, entry_items(c, rows))
    c.execute(_ENTRIES, {"ids": listed(row["id"] for row in rows)})


def figure(c: Connection, now: datetime, number: int) -> None:
    """A figure of a paper; its bytes stay while the trash names them."""
    for one in held.all_of(c, t.figure, [number]):
        row = one.was or {}
        owner = int(row["paper"])
        title = row["caption"] or row["alt"] or "A figure without a caption"
        place = titles_of(c, [owner]).get(owner)
        held.put(c, now, [Item(TrashKind.FIGURE, shortened(title), [one], place=place, paper=owner)])
    c.execute(_FIGURE, {"which": number})


def entry_items(c: Connection, rows: Sequence[Row]) -> list[Item]:
    """Entries as things of the trash, in order."""
    titles = titles_of(c, {row["paper"] for row in rows if row["paper"] is not None})
    names = _names(c, {row[held.ISSUE] for row in rows if row[held.ISSUE] is not None})
    sections = {row[0]: row[1] for row in c.execute(_SECTIONS, {"ids": listed({row["section"] for row in rows})})}
    return [
        Item(
            TrashKind.ENTRY,
            _entry_title(row, titles),
            [Held(t.entry.name, row["id"], row)],
            place=" › ".join(filter(None, (names.get(row[held.ISSUE]), sections.get(row["section"])))) or None,
            paper=row["paper"],
            issue=row[held.ISSUE],
        )
        for row in rows
    ]


def titles_of(c: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Titles of papers as they are shown, by number."""
    return {number: str(title) for number, title in c.execute(_TITLES, {"ids": listed(numbers)})}


def _entry_title(row: Row, titles: dict[int, str]) -> str:
    text = row["text"] if row["kind"] != Kind.PAPER.value else None
    return shortened(row["title"] or titles.get(row["paper"] or 0) or text or row["url"] or row["kind"])


def _names(c: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Issues by number, as they are spoken of: title and edition."""
    return {
        number: title if edition is None or edition in title else f"{title}, {edition}"
        for number, title, edition in c.execute(_ISSUES, {"ids": listed(numbers)})
    }
