"""Papers: found by their names, and what the editor decides about them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, literal, select, union_all, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from curator.domain.errors import NotFound, Refused
from curator.domain.identifiers import Identifier, Kind, parse
from curator.domain.papers import Link, Paper, Record, Status
from curator.domain.texts import as_line, shortened
from curator.library import removing
from curator.library import tables as t
from curator.library.figures import must_have
from curator.library.kept import as_address, as_list
from curator.library.many import among, listed
from curator.library.merging import Merging, prepare
from curator.library.paper_rows import read_papers
from curator.library.places import GAP
from curator.library.positions import settle
from curator.library.unchanged import AS_IT_IS, Leave


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that is to be fetched, and by what name."""

    paper: int
    identifier: Identifier


_which: BindParameter[int] = bindparam("which")
_INTO = select(t.merged.c.into).where(t.merged.c.id == _which)
_NUMBER = select(t.paper.c.id).where(t.paper.c.id == _which)
_KEYED = union_all(
    select(t.paper.c.id).where(t.paper.c.key == bindparam("key")),
    select(t.merged.c.into).where(t.merged.c.key == bindparam("key")),
)
_NAMED = {
    kind: union_all(
        select(t.fetched.c.paper).where(column == bindparam("value")),
        select(t.alias.c.paper).where(t.alias.c.kind == kind.value, t.alias.c.value == bindparam("value")),
    )
    for kind, column in ((Kind.ARXIV, t.fetched.c.arxiv), (Kind.DOI, t.fetched.c.doi), (Kind.URL, t.fetched.c.url))
}
_DECIDE = (
    update(t.paper)
    .where(t.paper.c.id.in_(among("ids")), t.paper.c.status != bindparam("wanted"))
    .values(status=bindparam("wanted"))
)
_STAR = (
    update(t.paper)
    .where(t.paper.c.id.in_(among("ids")), t.paper.c.starred != bindparam("wanted"))
    .values(starred=bindparam("wanted"))
)
_TAG = (
    sqlite_insert(t.tag)
    .from_select(["paper", "name"], select(t.paper.c.id, bindparam("name")).where(t.paper.c.id.in_(among("ids"))))
    .on_conflict_do_nothing()
)
_ALSO = (
    sqlite_insert(t.tag)
    .from_select(["paper", "name"], select(t.tag.c.paper, bindparam("new")).where(t.tag.c.name == bindparam("name")))
    .on_conflict_do_nothing()
)
_DROP_TAG = delete(t.tag).where(t.tag.c.name == bindparam("name"))
_UNTAG = delete(t.tag).where(t.tag.c.paper.in_(among("ids")), t.tag.c.name == bindparam("name"))
_SEE = update(t.fetched).where(t.fetched.c.paper.in_(among("ids")), t.fetched.c.seen == 0).values(seen=1)
_LINKS = select(t.link.c.title, t.link.c.url).where(t.link.c.paper == _which).order_by(t.link.c.place)
_FORGET_NAME = delete(t.alias).where(
    t.alias.c.paper == _which, t.alias.c.kind == bindparam("kind"), t.alias.c.value == bindparam("value")
)
_OWN = select(t.own.c.title, t.own.c.authors, t.own.c.published, t.own.c.url).where(t.own.c.paper == _which)
_FAULT = update(t.fetched).where(t.fetched.c.paper == _which).values(fault=bindparam("message"))
_WAITING = (
    select(t.fetched.c.paper, t.fetched.c.arxiv, t.fetched.c.version, t.fetched.c.doi, t.fetched.c.url)
    .where(t.fetched.c.to_fetch == literal(1, literal_execute=True))
    .order_by(t.fetched.c.paper)
)
_FIGURES = (
    select(t.figure.c.id, t.figure.c.src, t.figure.c.place)
    .where(t.figure.c.paper == _which)
    .order_by(t.figure.c.place, t.figure.c.id)
)


class Papers:
    """The papers of the library. Numbers of merged papers lead to the one that stayed."""

    def __init__(self, c: Connection, now: Callable[[], datetime]) -> None:
        self._c = c
        self._now = now

    def get(self, id: int) -> Paper:
        """The paper with this number. Raises NotFound."""
        for number in (id, self._c.execute(_INTO, {"which": id}).scalar_one_or_none()):
            if number is not None and (found := read_papers(self._c, (number,))):
                return found[number]
        raise NotFound(f"There is no paper {id} in this library.")

    def many(self, ids: Collection[int]) -> dict[int, Paper]:
        """The papers with these numbers that are there, in the order asked for."""
        found = read_papers(self._c, ids)
        return {number: found[number] for number in ids if number in found}

    def find(self, name: str) -> int:
        """The number of the paper that is named by its number, arXiv id, DOI, address or citation key. Raises NotFound."""
        typed = as_line(name) or ""
        if typed.isascii() and typed.isdigit() and len(typed) < 19:
            for statement in (_NUMBER, _INTO):
                if (number := self._c.execute(statement, {"which": int(typed)}).scalar_one_or_none()) is not None:
                    return number
        identifier = parse(typed)
        found = self.by_identifier(identifier) if identifier else None
        if found is None:
            found = self._c.execute(_KEYED, {"key": typed}).scalars().first()
        if found is None:
            raise NotFound(f"There is no paper “{shortened(typed)}” in this library.")
        return int(found)

    def by_identifier(self, identifier: Identifier) -> int | None:
        """The number of the paper that goes by this identifier, whatever its version."""
        found = self._c.execute(_NAMED[identifier.kind], {"value": identifier.id}).scalars().first()
        return None if found is None else int(found)

    def decide(self, ids: Iterable[int], status: Status) -> None:
        """Sets the status of papers."""
        self._c.execute(_DECIDE, {"ids": listed(ids), "wanted": status.value})

    def remove(self, ids: Iterable[int]) -> int:
        """Puts papers into the trash with their words, tags, links, figures and entries in issues, and gives how many there were.

        Texts that cite them keep the key. Up to some thousands at once.
        """
        return removing.papers(self._c, self._now(), list(ids))

    def star(self, ids: Iterable[int], starred: bool) -> None:
        self._c.execute(_STAR, {"ids": listed(ids), "wanted": int(starred)})

    def tag(self, ids: Iterable[int], name: str) -> None:
        """Gives papers a tag; those that have it keep it. Raises Refused for a tag without letters."""
        self._c.execute(_TAG, {"ids": listed(ids), "name": _tag(name)})

    def untag(self, ids: Iterable[int], name: str) -> None:
        self._c.execute(_UNTAG, {"ids": listed(ids), "name": _tag(name)})

    def rename_tag(self, name: str, new: str) -> None:
        """Gives all papers that have the tag another in its place; one that has both keeps one. Raises Refused for a tag without letters."""
        values = {"name": _tag(name), "new": _tag(new)}
        if values["name"] != values["new"]:
            self._c.execute(_ALSO, values)
            self._c.execute(_DROP_TAG, values)

    def remove_tag(self, name: str) -> None:
        """Takes a tag away from all papers."""
        self._c.execute(_DROP_TAG, {"name": _tag(name)})

    def mark_seen(self, ids: Iterable[int]) -> None:
        """Notes that papers were looked at: they are no longer unread."""
        self._c.execute(_SEE, {"ids": listed(ids)})

    def set_links(self, id: int, links: Sequence[Link]) -> None:
        """Gives a paper these links in place of those it has. Raises Refused for what is no web address."""
        wanted = [(as_line(link.title) or address, address) for link in links for address in (as_address(link.url),)]
        if wanted == [(title, url) for title, url in self._c.execute(_LINKS, {"which": id})]:
            return
        self._c.execute(delete(t.link).where(t.link.c.paper == id))
        if wanted:
            rows = [
                {"paper": id, "place": (index + 1) * GAP, "title": title, "url": url}
                for index, (title, url) in enumerate(wanted)
            ]
            self._c.execute(insert(t.link), rows)

    def override(
        self,
        id: int,
        *,
        title: str | Leave | None = AS_IT_IS,
        authors: Sequence[str] | Leave | None = AS_IT_IS,
        published: date | Leave | None = AS_IT_IS,
        url: str | Leave | None = AS_IT_IS,
    ) -> None:
        """Lays the editor's words over metadata; None takes them back. Reference lines of the work are made anew from then on.

        The work goes by its address as by any identifier. Raises Refused if another paper goes by that already.
        """
        row = self._c.execute(_OWN, {"which": id}).one_or_none()
        names = ("title", "authors", "published", "url")
        there: dict[str, str | None] = dict(zip(names, row, strict=True)) if row else dict.fromkeys(names)
        wanted = dict(there)
        if not isinstance(title, Leave):
            wanted["title"] = as_line(title)
        if not isinstance(authors, Leave):
            wanted["authors"] = None if authors is None else as_list(authors)
        if not isinstance(published, Leave):
            wanted["published"] = published.isoformat() if published else None
        if not isinstance(url, Leave):
            wanted["url"] = as_address(url) if url else None
        if wanted == there:
            return
        if wanted["url"] != there["url"]:
            self._go_by(id, there["url"], wanted["url"])
        if not any(value is not None for value in wanted.values()):
            self._c.execute(delete(t.own).where(t.own.c.paper == id))
        elif row:
            self._c.execute(update(t.own).where(t.own.c.paper == id).values(wanted))
        else:
            self._c.execute(insert(t.own), {"paper": id, **wanted})
        settle(self._c, (id,))
        self._c.execute(delete(t.definition).where(t.definition.c.paper == id))

    def _go_by(self, id: int, former: str | None, address: str | None) -> None:
        named = parse(address) if address else None
        known = self.by_identifier(named) if named else None
        if known is not None and known != id:
            raise Refused(
                f"“{self.get(known).title}” has this address already. Give another one, or make one paper of the two.",
                about="url",
            )
        if former and (gone := parse(former)):
            self._c.execute(_FORGET_NAME, {"which": id, "kind": gone.kind.value, "value": gone.id})
        if named and known is None:
            self._c.execute(insert(t.alias), {"paper": id, "kind": named.kind.value, "value": named.id})

    def new(
        self, title: str, authors: Sequence[str] = (), published: date | None = None, url: str | None = None
    ) -> int:
        """Makes a paper that has no source, and gives its number. What is typed is the editor's, and never replaced.

        Raises Refused if the title is empty, the address is none, or the library has the work.
        """
        shown = as_line(title)
        if shown is None:
            raise Refused("A paper needs a title.", about="title")
        address = as_address(url) if url else None
        named = parse(address) if address else None
        known = self.by_identifier(named) if named else None
        if known is not None:
            raise Refused(f"This work is in the library already: {self.get(known).title}.", about="url")
        names = tuple(filter(None, map(as_line, authors)))
        record = Record(shown, names, published=published, url=address, source="hand", plain=True)
        one = Merging(self._c, self._now).put_in([prepare(record)])[0]
        if one.state != "added":
            raise Refused(f"This work is in the library already: {self.get(one.paper).title}.")
        self.override(one.paper, title=shown, authors=names or AS_IT_IS, published=published, url=address)
        return one.paper

    def waiting(self) -> tuple[Waiting, ...]:
        """Papers whose metadata is still to be fetched, and the identifier to fetch it by; those that have one."""
        found = []
        for paper, arxiv, version, doi, url in self._c.execute(_WAITING):
            names = ((Kind.ARXIV, arxiv, version), (Kind.DOI, doi, None), (Kind.URL, url, None))
            identifiers = [Identifier(kind, value, of) for kind, value, of in names if value]
            found += [Waiting(paper, identifier) for identifier in identifiers[:1]]
        return tuple(found)

    def set_fault(self, id: int, message: str | None) -> None:
        """Notes why the last fetch of a paper failed; None: it did not."""
        self._c.execute(_FAULT, {"which": id, "message": message})

    def add_figure(
        self, id: int, src: str, alt: str | None = None, caption: str | None = None, source: str | None = None
    ) -> None:
        """Gives a paper a figure whose bytes the library has; one that it has already gets the texts that are given."""
        texts = {"alt": as_line(alt), "caption": as_line(caption), "source": as_line(source)}
        figures = self._figures(id)
        if src in figures:
            self.edit_figure(id, src, **{name: text for name, text in texts.items() if text is not None})
            return
        must_have(self._c, src)
        last = max((place for _, place in figures.values()), default=0)
        self._c.execute(insert(t.figure), {"paper": id, "place": last + GAP, "src": src, **texts})

    def edit_figure(self, id: int, src: str, **texts: str | None) -> None:
        """Changes `alt`, `caption` and `source` of a figure, those that are given. Raises NotFound."""
        values = {name: as_line(text) for name, text in texts.items()}
        if unknown := values.keys() - {"alt", "caption", "source"}:
            raise TypeError(f"a figure has no {', '.join(sorted(unknown))}")
        figure = self._figure(id, src)
        if values:
            self._c.execute(update(t.figure).where(t.figure.c.id == figure).values(values))

    def remove_figure(self, id: int, src: str) -> None:
        """Takes a figure from a paper, into the trash; its bytes stay in the library. Raises NotFound."""
        removing.figure(self._c, self._now(), self._figure(id, src))

    def _figures(self, id: int) -> dict[str, tuple[int, int]]:
        """Number and place by src, in order."""
        return {src: (number, place) for number, src, place in self._c.execute(_FIGURES, {"which": id})}

    def _figure(self, id: int, src: str) -> int:
        found = self._figures(id).get(src)
        if found is None:
            raise NotFound(f"The paper has no figure {src}.")
        return found[0]


def _tag(name: str) -> str:
    """A tag as it is kept."""
    kept = " ".join((as_line(name) or "").split())
    if not kept:
        raise Refused("A tag needs a name.", about="name")
    return kept
