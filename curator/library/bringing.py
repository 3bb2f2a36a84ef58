"""Brings the writing of another library into this one, so that nothing of this one is lost.

The rule: what only this library has stays; what only the other has comes in; of a text that differs the other's becomes the current one and
what stood here a revision; of a decision (status, what was typed over metadata) the other's counts; an issue that differs comes in beside.
Nothing of the other's trash comes. All of it is one step of the history.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import insert, select, update

from curator.domain.identifiers import Kind
from curator.domain.papers import Link, Status
from curator.domain.texts import digest
from curator.domain.works import Work
from curator.library import fetched
from curator.library import tables as t
from curator.library.issues_brought import bring_issues
from curator.library.library import Library
from curator.library.many import among, listed
from curator.library.merging import Prepared
from curator.library.reading import Edit, Reading
from curator.library.writeups import OTHER
from curator.writing.citations import renamed

RESTORED = "restored"
"""The origin of revisions that a backup gave."""

_PART = 500
_PAPERS = select(t.paper.c.id, t.paper.c.key, t.paper.c.status, t.paper.c.starred, t.paper.c.added).order_by(
    t.paper.c.id
)
_SAME = select(t.paper.c.id, t.paper.c.key, t.paper.c.status, t.paper.c.starred).where(t.paper.c.id.in_(among("ids")))
_TEXTS = select(t.writeup.c.paper, t.writeup.c.field, t.writeup.c.text, t.writeup.c.sha).order_by(t.writeup.c.id)
_REVISIONS = select(
    t.revision.c.paper, t.revision.c.field, t.revision.c.text, t.revision.c.sha, t.revision.c.at, t.revision.c.origin
).order_by(t.revision.c.at, t.revision.c.id)
_KNOWN = select(t.revision.c.paper, t.revision.c.field, t.revision.c.sha, t.revision.c.at)
_OWN = select(t.own.c.paper, t.own.c.title, t.own.c.authors, t.own.c.published, t.own.c.url)
_TAGS = select(t.tag.c.name, t.tag.c.paper)
_LINKS = select(t.link.c.paper, t.link.c.title, t.link.c.url).order_by(t.link.c.paper, t.link.c.place)
_FIGURES = select(
    t.figure.c.paper, t.figure.c.place, t.figure.c.src, t.figure.c.alt, t.figure.c.caption, t.figure.c.source
).order_by(t.figure.c.paper, t.figure.c.place)
_ALIASES = select(t.alias.c.paper, t.alias.c.kind, t.alias.c.value)
_SEEN = select(t.fetched.c.paper).where(t.fetched.c.seen == 1)
_MERGED = select(t.merged.c.id, t.merged.c.into, t.merged.c.key)


@dataclass(slots=True)
class Brought:
    """How much came in. `damaged` counts texts that were not what had been saved, and were left out."""

    papers: int = 0
    texts: int = 0
    statuses: int = 0
    revisions: int = 0
    issues: list[str] = field(default_factory=list)
    damaged: int = 0


def bring_in(target: Library, source: Library, label: str) -> Brought:
    """Brings the writing of `source` into `target`, in one step under this label. Raises CuratorError; then nothing was brought."""
    with source.read() as theirs, target.edit(label) as edit:
        return _Bringing(edit, theirs).run()


class _Bringing:
    """One run: where each of their papers is here, and the keys that changed on the way."""

    def __init__(self, edit: Edit, theirs: Reading) -> None:
        self._edit, self._theirs = edit, theirs
        self._here: dict[int, int] = {}
        self._former: dict[int, int] = {}
        self._keys: dict[str, str] = {}
        self._before: dict[int, tuple[str, int]] = {}
        self._brought = Brought()

    def run(self) -> Brought:
        papers = self._theirs.c.execute(_PAPERS).all()
        self._place([(row.id, row.key) for row in papers], {row.id: row.added for row in papers})
        self._names()
        self._decisions_of_metadata()
        self._texts()
        self._revisions()
        self._lists()
        self._figures()
        self._brought.issues = bring_issues(self._edit, self._theirs, self._here, self._named)
        self._statuses({row.id: (row.status, row.starred) for row in papers})
        return self._brought

    def _place(self, papers: list[tuple[int, str]], added: Mapping[int, str]) -> None:
        """Finds or makes each paper: by number and key together, else as one that arrives."""
        for start in range(0, len(papers), _PART):
            part = papers[start : start + _PART]
            same = {
                row.id: row for row in self._edit.c.execute(_SAME, {"ids": listed(number for number, _ in part)}).all()
            }
            arriving = []
            works = fetched.works(self._theirs.c, (number for number, _ in part))
            held = fetched.works(self._edit.c, same)
            for number, key in part:
                found = same.get(number)
                if found is not None and found.key == key and _are_one(works.get(number), held.get(number)):
                    self._here[number] = number
                else:
                    arriving.append((number, key))
            arriving = [(number, key) for number, key in arriving if number in works]
            prepared = [Prepared(works[number], key, key) for number, key in arriving]
            fresh = []
            for (number, _), put in zip(arriving, self._edit.merging.put_in(prepared), strict=True):
                self._here[number] = put.paper
                if put.state == "added":
                    fresh.append({"which": put.paper, "moment": added[number]})
            self._brought.papers += len(fresh)
            for one in fresh:
                moved = update(t.paper).where(t.paper.c.id == one["which"]).values(added=one["moment"])
                self._edit.c.execute(moved)
        ours = self._edit.c.execute(_SAME, {"ids": listed(set(self._here.values()))}).all()
        self._before = {row.id: (row.status, row.starred) for row in ours}
        key_of = {row.id: row.key for row in ours}
        self._keys = {key: key_of[self._here[number]] for number, key in papers if number in self._here}

    def _named(self, text: str | None) -> str | None:
        """A text with the keys that its works have here."""
        changed = any(old != new for old, new in self._keys.items())
        return renamed(text, self._keys) if text and changed else text

    def _names(self) -> None:
        """Further identifiers, and the numbers and keys of papers that were found to be others."""
        rows = self._theirs.c.execute(_ALIASES).all()
        names = [(self._here[paper], (Kind(kind), value)) for paper, kind, value in rows if paper in self._here]
        fetched.add_aliases(self._edit.c, names)
        ours = self._edit.c.execute(_MERGED).all()
        numbers = {row.id for row in ours} | set(self._here.values())
        keys = {row.key for row in ours}
        lowest = min((row.id for row in ours), default=0)
        for number, into, key in self._theirs.c.execute(_MERGED).all():
            if into not in self._here or key in keys or self._has(0, key):
                continue
            # A number that another paper has here is not given up: what was merged is known by its key, too.
            lowest = min(lowest, 0) - 1
            is_free = number not in numbers and not self._has(number, "")
            self._former[number] = here = number if is_free else lowest
            self._edit.c.execute(insert(t.merged), {"id": here, "into": self._here[into], "key": key})

    def _has(self, number: int, key: str) -> bool:
        found = select(t.paper.c.id).where((t.paper.c.id == number) | (t.paper.c.key == key)).limit(1)
        return self._edit.c.execute(found).first() is not None

    def _decisions_of_metadata(self) -> None:
        for paper, title, authors, published, url in self._theirs.c.execute(_OWN).all():
            if paper not in self._here:
                continue
            mine = self._edit.papers
            if title is not None:
                mine.override(self._here[paper], title=title)
            if authors is not None:
                mine.override(self._here[paper], authors=json.loads(authors))
            if published is not None:
                mine.override(self._here[paper], published=date.fromisoformat(published))
            if url is not None:
                mine.override(self._here[paper], url=url)

    def _texts(self) -> None:
        for paper, name, text, sha in self._theirs.c.execute(_TEXTS).all():
            if digest(text) != sha:
                self._brought.damaged += 1
            elif paper in self._here:
                self._text(self._here[paper], name, self._named(text))

    def _text(self, paper: int, name: str, text: str | None) -> None:
        there = self._edit.writeups.get(paper, name)
        if there.text == text:
            return
        if there.text is not None and not any(
            one.text == there.text for one in self._edit.writeups.revisions(paper, name)
        ):
            self._edit.writeups.note(paper, name, there.text, OTHER)
        self._edit.writeups.save(paper, name, text, None, RESTORED)
        self._brought.texts += 1

    def _revisions(self) -> None:
        """Former texts that are not here yet. Those of papers that are gone there too are brought under their number, where it is free."""
        known = {tuple(row) for row in self._edit.c.execute(_KNOWN)}
        missing = []
        for paper, name, text, sha, at, origin in self._theirs.c.execute(_REVISIONS).all():
            here = self._here.get(paper, self._former.get(paper))
            if here is None and not self._has(paper, ""):
                here = paper
            if here is None or digest(text) != sha or (here, name, sha, at) in known:
                continue
            row = {"paper": here, "field": name, "text": text, "sha": sha, "at": at, "origin": origin}
            missing.append(row)
        if missing:
            self._edit.c.execute(insert(t.revision), missing)
        self._brought.revisions = len(missing)

    def _lists(self) -> None:
        """Tags and links of both."""
        tagged: dict[str, list[int]] = defaultdict(list)
        for name, paper in self._theirs.c.execute(_TAGS).all():
            if paper in self._here:
                tagged[name].append(self._here[paper])
        for name, numbers in tagged.items():
            self._edit.papers.tag(numbers, name)
        linked: dict[int, list[Link]] = defaultdict(list)
        for paper, title, url in self._theirs.c.execute(_LINKS).all():
            if paper in self._here:
                linked[self._here[paper]].append(Link(title, url))
        for paper, links in linked.items():
            mine = self._edit.papers.get(paper).links
            missing = [one for one in links if one.url not in {link.url for link in mine}]
            if missing:
                self._edit.papers.set_links(paper, (*mine, *missing))

    def _figures(self) -> None:
        """Figures of both; the words beside a picture are the other's. Bytes are in no backup of the writing: a picture that is not here either
        is shown as missing."""
        pictures = set(self._edit.c.execute(select(t.picture.c.src)).scalars())
        for paper, place, src, alt, caption, source in self._theirs.c.execute(_FIGURES).all():
            if paper not in self._here:
                continue
            here = self._here[paper]
            mine = {figure.src for figure in self._edit.papers.get(here).figures}
            if src in pictures or src in mine:
                self._edit.papers.add_figure(here, src, alt, caption, source)
            else:
                values = {"paper": here, "place": place, "src": src, "alt": alt, "caption": caption, "source": source}
                self._edit.c.execute(insert(t.figure), values)

    def _statuses(self, theirs: Mapping[int, tuple[str, int]]) -> None:
        """Last: texts and entries that come in move papers on."""
        wanted: dict[Status, list[int]] = defaultdict(list)
        starred = []
        for number, (status, star) in theirs.items():
            here = self._here.get(number)
            if here is not None:
                wanted[Status(status)].append(here)
                self._brought.statuses += self._before[here][0] != status
                starred += [here] if star else []
        for decided, numbers in wanted.items():
            self._edit.papers.decide(numbers, decided)
        self._edit.papers.star(starred, True)
        seen = self._theirs.c.execute(_SEEN).scalars()
        self._edit.papers.mark_seen([self._here[number] for number in seen if number in self._here])


def _are_one(theirs: Work | None, ours: Work | None) -> bool:
    """Whether two papers of one number and key are one work, and not the first of two libraries that know nothing of each other."""
    if theirs is None or ours is None:
        return theirs is ours
    shared = set(fetched.names_of(theirs)) & set(fetched.names_of(ours))
    return bool(shared) or theirs.title == ours.title
