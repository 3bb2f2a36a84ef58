"""What arrives meets what is there: one work is one paper."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from curator.domain.bylines import last_name
from curator.domain.errors import NotFound
from curator.domain.identifiers import Identifier, Kind, parse
from curator.domain.papers import Record, Status
from curator.domain.texts import keepable
from curator.domain.trash import Merged
from curator.domain.works import Work, are_one, contradict, folded, key_base, meet, naming_word
from curator.library import fetched, joining, parting
from curator.library import tables as t
from curator.library.fetched import Name, names_of
from curator.library.many import among, listed
from curator.library.moments import as_text
from curator.library.numbering import free_keys, last_number
from curator.writing.latex import readable, readable_name

_PUT_IN = insert(t.paper)
_THERE = select(t.paper.c.id).where(t.paper.c.id.in_(among("ids")))
_PARTED = select(t.parted.c.one, t.parted.c.other).where(t.parted.c.one.in_(among("ids")))


class Arrival(StrEnum):
    """What became of what arrived: a new paper, one that was there, one that had waited for this."""

    ADDED = "added"
    KNOWN = "known"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A work that is ready to be put in. `key` is the citation key that it shall have if that is free."""

    work: Work
    key_base: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class PutIn:
    """Where a work is now. `merged`: papers that were found to be this one. `waits`: its metadata is still to be fetched."""

    paper: int
    state: Arrival
    merged: tuple[int, ...] = ()
    waits: bool = False


def prepare(record: Record, key: str | None = None) -> Prepared:
    """All that needs no library: readable title and names, identifiers in their one form, what tells twins. Outside of the lock.

    Title, authors and abstract stay as received, but for NUL and lone surrogates, which no library holds.
    """
    title = _kept(record.title)
    authors = tuple(filter(None, map(_kept, record.authors)))
    shown = (_folded_blanks(title) if record.plain else readable(title)) or title
    named = [_folded_blanks(name) if record.plain else readable_name(name) for name in authors[:3]]
    name = naming_word(named)
    found = _identifiers((record.arxiv, record.doi, record.url))
    arxiv = found.get(Kind.ARXIV)
    is_title = bool(title) and not (record.to_fetch and parse(title) is not None)
    work = Work(
        title=title,
        readable=shown,
        folded=folded(shown) if is_title else None,
        first=folded(name),
        authors=authors,
        names=tuple(map(last_name, named)),
        abstract=_kept(record.abstract),
        categories=tuple(word for category in record.categories for word in category.split()),
        comment=_folded_blanks(_kept(record.comment)) or None if record.comment else None,
        published=record.published,
        updated=record.updated,
        arxiv=arxiv.id if arxiv else None,
        version=record.version or (arxiv.version if arxiv else None),
        doi=found[Kind.DOI].id if Kind.DOI in found else None,
        url=found[Kind.URL].id if Kind.URL in found else None,
        source=record.source,
        plain=record.plain,
        to_fetch=record.to_fetch,
    )
    return Prepared(work, key_base(name, record.published.year if record.published else None, shown), key)


class Merging:
    """Puts works in, makes one paper of two, and parts them again. `arrival` is the intake that brings what is put in."""

    def __init__(self, c: Connection, now: Callable[[], datetime], arrival: int | None = None) -> None:
        self._c = c
        self._now = now
        self._arrival = arrival

    def put_in(self, prepared: Sequence[Prepared], status: Status = Status.INBOX) -> list[PutIn]:
        """Where each of these works is now, in order. A paper that was there keeps its status and all that an editor typed.

        The number of statements does not grow with the number of works, unless two papers are found to be one.
        """
        arrivals = _Arrivals(self._c, self._now(), status, [one.work for one in prepared], self._arrival)
        taken = [arrivals.take(one) for one in prepared]
        arrivals.write()
        return [replace(one, waits=arrivals.waits(one.paper), paper=arrivals.stays(one.paper)) for one in taken]

    def wait_for(self, identifiers: Iterable[Identifier], status: Status = Status.INBOX) -> list[PutIn]:
        """Papers that have these identifiers as their titles, and wait to be fetched; or the papers that have them already."""
        return self.put_in([_waiting(one) for one in identifiers], status)

    def merge(self, one: int, other: int) -> int:
        """Makes one paper of two, and gives the number that stays: of the one with words, else of the older. Raises NotFound."""
        there = set(self._c.execute(_THERE, {"ids": listed((one, other))}).scalars())
        if gone := sorted({one, other} - there):
            raise NotFound(f"There is no paper {gone[0]} in this library.")
        return joining.join(self._c, one, other, self._now())

    def part(self, id: int) -> int:
        """Gives back the paper of this number, which another took in, by hand or by what arrived; returns the number.

        It has its key again, and its metadata, identifiers, tags, links, figures, words and entries as they were then; entries that are
        gone since stay away. What happened to the other since stays with that: a text that was changed there is in both. What
        arrives makes them one no more. Raises NotFound where there is no such paper, Refused where what it takes was not kept.
        """
        return parting.part(self._c, id)

    def merged_into(self, paper: int) -> tuple[Merged, ...]:
        """The papers that this one took in, in order of their numbers."""
        return parting.taken_in(self._c, paper)

    def same(self, work: Work) -> list[int]:
        """The papers that are this work, by its identifiers or its title, those with its identifiers first."""
        return _Arrivals(self._c, self._now(), Status.INBOX, [work]).found(work)


class _Arrivals:
    """One batch: what is there of it, what changes, what is new; written at the end."""

    def __init__(
        self, c: Connection, now: datetime, status: Status, arriving: Sequence[Work], arrival: int | None = None
    ) -> None:
        self._c = c
        self._arrival = arrival
        self._now = now
        self._status = status
        self._next = last_number(c) + 1
        self._works: dict[int, Work] = {}
        self._named: dict[Name, int] = {}
        self._titled: dict[str, list[int]] = {}
        self._fresh: dict[int, Prepared] = {}
        self._changed: set[int] = set()
        self._aliases: dict[Name, int] = {}
        self._gone: dict[int, int] = {}
        held = fetched.held_like(c, arriving)
        for paper, work in held.works.items():
            self._hold(paper, work)
        for name, paper in held.aliases.items():
            self._named.setdefault(name, paper)
        pairs = self._c.execute(_PARTED, {"ids": listed(self._works)}) if len(self._works) > 1 else ()
        self._parted = {(one, other) for one, other in pairs}

    def take(self, one: Prepared) -> PutIn:
        """Finds or makes the paper of a work. What is new is not in the library before `write`."""
        found = self.found(one.work)
        if not found:
            paper = self._next
            self._next += 1
            self._fresh[paper] = one
            self._hold(paper, self._without_taken(paper, one.work))
            return PutIn(paper, Arrival.ADDED)
        waited = any(self._works[paper].to_fetch for paper in found)
        paper = self._joined(found) if len(found) > 1 else found[0]
        self._meet(paper, one.work)
        completed = waited and not self._works[paper].to_fetch
        merged = tuple(other for other in found if other != paper)
        return PutIn(paper, Arrival.COMPLETED if completed else Arrival.KNOWN, merged)

    def write(self) -> None:
        """Puts in what is new, and writes what changed."""
        if self._fresh:
            keys = free_keys(self._c, [(one.key_base, one.key) for one in self._fresh.values()])
            added = as_text(self._now)
            self._c.execute(
                _PUT_IN,
                [
                    {"id": paper, "key": key, "status": self._status.value, "starred": 0, "added": added}
                    for paper, key in zip(self._fresh, keys, strict=True)
                ],
            )
            works = {paper: self._works[paper] for paper in self._fresh}
            came = fetched.Came(self._arrival, self._status.value) if self._arrival is not None else None
            fetched.put_in(self._c, works, self._now.astimezone(UTC).date(), came)
        fetched.write(self._c, {paper: self._works[paper] for paper in sorted(self._changed)})
        fetched.add_aliases(self._c, ((paper, name) for name, paper in self._aliases.items()))
        self._fresh.clear()
        self._changed.clear()
        self._aliases.clear()

    def stays(self, paper: int) -> int:
        """The number of a paper, also if it was found to be another after it was taken."""
        while paper in self._gone:
            paper = self._gone[paper]
        return paper

    def waits(self, paper: int) -> bool:
        return self._works[self.stays(paper)].to_fetch

    def found(self, work: Work) -> list[int]:
        """The papers of a work, those with its identifiers first; never two that contradict each other or that the editor parted."""
        candidates = [self._named[name] for name in names_of(work) if name in self._named]
        by_name = len(candidates)
        candidates += self._titled.get(work.folded, []) if work.folded is not None else []
        chosen: list[int] = []
        for index, paper in enumerate(candidates):
            held = self._works[paper]
            is_it = are_one(work, held) or (index < by_name and self._is_alias_of(work, paper))
            if is_it and paper not in chosen and not any(self._are_apart(paper, other) for other in chosen):
                chosen.append(paper)
        return chosen

    def _are_apart(self, one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        return pair in self._parted or contradict(self._works[one], self._works[other])

    def _is_alias_of(self, work: Work, paper: int) -> bool:
        """Whether the paper goes by a name of this work that is not in its metadata."""
        own = names_of(self._works[paper])
        further = [name for name in names_of(work) if self._named.get(name) == paper and name not in own]
        if work.arxiv is not None and (Kind.ARXIV, work.arxiv) in further:
            return True
        return bool(further) and not contradict(work, self._works[paper])

    def _joined(self, found: Sequence[int]) -> int:
        """Makes one paper of several; those that are new have to be in the library first."""
        self.write()
        paper = found[0]
        for other in found[1:]:
            stays = joining.join(self._c, paper, other, self._now)
            self._gone[other if stays == paper else paper] = stays
            paper = stays
        self._named = {name: self.stays(owner) for name, owner in self._named.items()}
        for title, owners in self._titled.items():
            self._titled[title] = list(dict.fromkeys(self.stays(owner) for owner in owners))
        self._hold(paper, fetched.works(self._c, [paper])[paper])
        return paper

    def _meet(self, paper: int, arriving: Work) -> None:
        held = self._works[paper]
        both = self._without_taken(paper, meet(held, arriving))
        for name in names_of(arriving):
            if name not in names_of(both) and self._named.get(name) is None:
                self._aliases[name] = paper
        if both != held and paper not in self._fresh:
            self._changed.add(paper)
        self._hold(paper, both)
        for name in names_of(arriving):
            self._named.setdefault(name, paper)

    def _without_taken(self, paper: int, work: Work) -> Work:
        """The work without identifiers that another paper goes by: of two that contradict each other, the first keeps a DOI."""
        taken = [name[0] for name in names_of(work) if self._named.get(name, paper) != paper]
        return fetched.without_taken(work, taken) if taken else work

    def _hold(self, paper: int, work: Work) -> None:
        self._works[paper] = work
        for name in names_of(work):
            self._named[name] = paper
        if work.folded is not None:
            titled = self._titled.setdefault(work.folded, [])
            if paper not in titled:
                titled.append(paper)


def _waiting(identifier: Identifier) -> Prepared:
    title, kind, name = str(identifier), identifier.kind, identifier.id
    work = Work(
        title=title,
        readable=title,
        folded=None,
        arxiv=name if kind is Kind.ARXIV else None,
        version=identifier.version,
        doi=name if kind is Kind.DOI else None,
        url=name if kind is Kind.URL else None,
        plain=True,
        to_fetch=True,
    )
    return Prepared(work, key_base("", None, title))


def _identifiers(typed: Iterable[str | None]) -> dict[Kind, Identifier]:
    """Identifiers in their one form: of each kind the first. An address that names an id is that id."""
    found: dict[Kind, Identifier] = {}
    for text in typed:
        if text and (name := parse(text)):
            found.setdefault(name.kind, name)
    return found


def _kept(text: str) -> str:
    """A text as received, but for what no library holds."""
    return keepable(text).strip()


def _folded_blanks(text: str) -> str:
    return " ".join(text.split())
