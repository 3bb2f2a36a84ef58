"""The entries of issues: put in, moved, edited, taken out."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Kind, NewEntry, Placed
from curator.domain.papers import BEFORE_SHORTLIST, Status
from curator.domain.texts import as_line, as_saved
from curator.library import tables as t
from curator.library.kept import as_address, as_shape
from curator.library.many import among, listed
from curator.library.paper_rows import read_papers
from curator.library.places import NEW, places_for
from curator.writing.markdown import link

_ISSUE_OF = select(t.section.c.issue).where(t.section.c.id == bindparam("which"))
_IN_SECTION = (
    select(t.entry.c.id, t.entry.c.place)
    .where(t.entry.c.section == bindparam("which"))
    .order_by(t.entry.c.place, t.entry.c.id)
)
_PAPERS_OF = (
    select(t.entry.c.paper, t.entry.c.id)
    .join(t.section, t.section.c.id == t.entry.c.section)
    .where(t.section.c.issue == bindparam("which"), t.entry.c.kind == Kind.PAPER.value)
)
_ENTRIES = (
    select(t.entry.c.id, t.entry.c.kind, t.entry.c.paper, t.section.c.issue)
    .join(t.section, t.section.c.id == t.entry.c.section)
    .where(t.entry.c.id.in_(among("ids")))
)
_PUT = insert(t.entry).returning(t.entry.c.id)
_MOVE = (
    update(t.entry)
    .where(t.entry.c.id == bindparam("which"))
    .values(section=bindparam("into"), place=bindparam("wanted"))
)
_EDIT = update(t.entry).where(t.entry.c.id == bindparam("which"))
_SHORTLIST = (
    update(t.paper)
    .where(
        t.paper.c.id.in_(among("ids")),
        t.paper.c.status.in_(BEFORE_SHORTLIST),
    )
    .values(status=Status.SHORTLISTED.value)
)


def add(c: Connection, section: int, entries: Sequence[NewEntry], at: int | None) -> Placed:
    """See Issues.add."""
    there = {paper: entry for paper, entry in c.execute(_PAPERS_OF, {"which": _issue_of(c, section)}) if paper}
    titles = _papers_of(c, entries)
    order: dict[int, NewEntry] = {}
    coming: dict[int, int] = {}
    for new in entries:
        number = NEW - len(order)
        if new.kind is Kind.PAPER and new.paper is not None:
            number = there.get(new.paper) or coming.setdefault(new.paper, number)
        order.setdefault(number, new)
    places = _places(c, section, tuple(order), at)
    rows = {number: _row(new, titles) for number, new in order.items() if number <= NEW}
    _put_places(c, section, {number: place for number, place in places.items() if number > NEW})
    added = [
        c.execute(_PUT, row | {"section": section, "place": places[number]}).scalar_one()
        for number, row in rows.items()
    ]
    c.execute(_SHORTLIST, {"ids": listed(coming)})
    return Placed(tuple(added), tuple(number for number in order if number > NEW))


def move(c: Connection, entries: Sequence[int], section: int, at: int | None) -> None:
    """See Issues.move."""
    issue = _issue_of(c, section)
    found = {row.id: row for row in c.execute(_ENTRIES, {"ids": listed(entries)})}
    there = {paper for paper, _ in c.execute(_PAPERS_OF, {"which": issue})}
    for number in entries:
        row = found.get(number)
        if row is None:
            raise NotFound(f"Entry {number} is no longer there.")
        if row.issue != issue and row.kind == Kind.PAPER and row.paper in there:
            raise Refused("The issue that this is moved to has the paper already.")
    _put_places(c, section, _places(c, section, tuple(dict.fromkeys(entries)), at))


def edit(c: Connection, entry: int, values: Mapping[str, str | None]) -> None:
    """See Issues.edit_entry."""
    row = c.execute(_ENTRIES, {"ids": listed([entry])}).one_or_none()
    if row is None:
        raise NotFound(f"Entry {entry} is no longer there.")
    kept = {name: _kept(Kind(row.kind), name, value) for name, value in values.items()}
    if row.kind == Kind.LINK and "title" in kept and kept["title"] is None:
        raise Refused("A link needs a title.", about="title")
    if kept:
        c.execute(_EDIT.values(kept), {"which": entry})


def _issue_of(c: Connection, section: int) -> int:
    found = c.execute(_ISSUE_OF, {"which": section}).scalar_one_or_none()
    if found is None:
        raise NotFound("This section is no longer there.")
    return found


def _papers_of(c: Connection, entries: Sequence[NewEntry]) -> dict[int, tuple[str, str | None]]:
    """Title and address of each paper that the entries name. Raises NotFound if one is gone."""
    wanted = {new.paper for new in entries if new.paper is not None}
    found = read_papers(c, wanted)
    if gone := sorted(wanted - found.keys()):
        raise NotFound(f"There is no paper {gone[0]} in this library.")
    return {number: (paper.title, paper.address) for number, paper in found.items()}


def _places(c: Connection, section: int, moved: tuple[int, ...], at: int | None) -> dict[int, int]:
    rows = c.execute(_IN_SECTION, {"which": section})
    return places_for([(number, place) for number, place in rows if number not in set(moved)], at, moved)


def _put_places(c: Connection, section: int, places: Mapping[int, int]) -> None:
    if places:
        c.execute(_MOVE, [{"which": number, "into": section, "wanted": place} for number, place in places.items()])


def _row(new: NewEntry, titles: Mapping[int, tuple[str, str | None]]) -> dict[str, int | str | None]:
    """The row of a new entry. A mention without words begins as the link to what it names."""
    given = {"title": new.title, "url": new.url, "text": new.text, "byline": new.byline, "names": new.names}
    kept = {name: _kept(new.kind, name, value) for name, value in given.items()}
    if new.kind is Kind.PAPER and new.paper is None:
        raise Refused("This entry names no paper.")
    if new.kind is Kind.LINK:
        kept["title"] = kept["title"] or kept["url"]
        if kept["title"] is None:
            raise Refused("A link needs a title or an address.", about="url")
    if new.kind is Kind.MENTION:
        title, address = titles.get(new.paper, (None, None)) if new.paper is not None else (None, None)
        kept["url"] = kept["url"] or address
        named = kept["title"] or title or kept["url"]
        kept["text"] = kept["text"] or (link(named, kept["url"]) if named and kept["url"] else named)
        kept["title"] = None
    return {"kind": new.kind.value, "paper": new.paper, **kept}


def _kept(kind: Kind, name: str, value: str | None) -> str | None:
    """A value of an entry as it is kept."""
    if name == "text":
        return as_line(value) if kind is Kind.LINK else as_saved(value)
    kept = as_line(value)
    if kept is None:
        return None
    return as_address(kept) if name == "url" else as_shape(kept) if name == "names" else kept
