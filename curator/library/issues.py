"""Issues: made, found, edited and published; their sections and entries, kept in order."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date as calendar
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from curator.domain.bylines import DEFAULT_SHAPE
from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Cover, Issue, IssueRow, IssueStatus, Kind, NewEntry, Placed
from curator.domain.papers import Place, Status
from curator.domain.slugs import slug_of
from curator.domain.texts import as_line, as_saved, shortened
from curator.library import entries as outlined
from curator.library import removing
from curator.library import tables as t
from curator.library.figures import must_have
from curator.library.issue_rows import list_issues, places_of, read_issue
from curator.library.kept import as_list, as_shape
from curator.library.places import GAP, NEW, places_for, write_places
from curator.library.unchanged import AS_IT_IS, Leave

_BY_SLUG = select(t.issue.c.id).where(t.issue.c.slug == bindparam("name"))
_BY_EDITION = select(t.issue.c.id, t.issue.c.slug).where(t.issue.c.edition == bindparam("name")).order_by(t.issue.c.id)
_BY_NUMBER = select(t.issue.c.id).where(t.issue.c.id == bindparam("which"))
_LAST_TOUCHED = text(
    "select tab, row, json_extract(coalesce(after, before), '$.issue'), json_extract(coalesce(after, before), '$.section')"
    " from journal where tab in ('issue', 'section', 'entry') order by id desc limit 200"
)
_NEWEST = select(t.issue.c.id).order_by(t.issue.c.id.desc()).limit(1)
_PUBLISH_PAPERS = (
    update(t.paper)
    .where(
        t.paper.c.status != Status.PUBLISHED.value,
        t.paper.c.id.in_(
            select(t.entry.c.paper)
            .join(t.section, t.section.c.id == t.entry.c.section)
            .where(t.section.c.issue == bindparam("which"), t.entry.c.kind == Kind.PAPER.value)
        ),
    )
    .values(status=Status.PUBLISHED.value)
)
_SECTIONS = (
    select(t.section.c.id, t.section.c.place, t.section.c.title)
    .where(t.section.c.issue == bindparam("which"))
    .order_by(t.section.c.place, t.section.c.id)
)
_LAST_SECTION = _SECTIONS.order_by(None).order_by(t.section.c.place.desc(), t.section.c.id.desc()).limit(1)
_SECTION = select(t.section.c.issue, t.section.c.title).where(t.section.c.id == bindparam("which"))
_DEFINE = sqlite_insert(t.definition)
_DEFINE_ANEW = _DEFINE.on_conflict_do_update(
    index_elements=[t.definition.c.issue, t.definition.c.paper], set_={"text": _DEFINE.excluded.text}
)
_DEFINITIONS = (
    select(t.paper.c.key, t.definition.c.text)
    .join(t.paper, t.paper.c.id == t.definition.c.paper)
    .where(t.definition.c.issue == bindparam("which"))
)
_IMPORTED = (
    select(t.imported.c.issue).where(t.imported.c.sha == bindparam("digest")).order_by(t.imported.c.id.desc()).limit(1)
)


class Issues:
    """The issues of the library. Texts are kept as `as_saved` says, one-line texts as `as_line` says."""

    def __init__(self, c: Connection, now: Callable[[], datetime]) -> None:
        self._c = c
        self._now = now

    def list(self) -> tuple[IssueRow, ...]:
        """All issues, those without a date first, then the newest date first."""
        return list_issues(self._c)

    def get(self, id: int) -> Issue:
        """The issue with this number. Raises NotFound."""
        found = read_issue(self._c, id)
        if found is None:
            raise NotFound(f"There is no issue {id} in this library.")
        return found

    def find(self, name: str) -> int:
        """The number of the issue with this slug, edition or number. Raises NotFound, or Refused where several have the edition."""
        typed = as_line(name) or ""
        found = self._c.execute(_BY_SLUG, {"name": typed}).scalar_one_or_none()
        if found is not None:
            return found
        rows = self._c.execute(_BY_EDITION, {"name": typed}).all()
        if len(rows) > 1:
            slugs = ", ".join(slug for _, slug in rows)
            raise Refused(f"Several issues have the edition “{typed}”. Name one of these: {slugs}.")
        if rows:
            return rows[0][0]
        if typed.isascii() and typed.isdigit() and len(typed) < 19:
            found = self._c.execute(_BY_NUMBER, {"which": int(typed)}).scalar_one_or_none()
        if found is None:
            raise NotFound(f"There is no issue “{shortened(typed)}” in this library.")
        return found

    def last_changed(self) -> int | None:
        """The issue that an editor changed last, else the newest; None where there is none."""
        there = {number for (number,) in self._c.execute(select(t.issue.c.id))}
        for kind, row, issue, section in self._c.execute(_LAST_TOUCHED):
            owner = row if kind == "issue" else issue
            if kind == "entry":
                found = self._c.execute(_SECTION, {"which": section}).one_or_none()
                owner = found[0] if found else None
            if owner in there:
                return int(owner)
        return self._c.execute(_NEWEST).scalar_one_or_none()

    def places(self, papers: Iterable[int]) -> dict[int, tuple[Place, ...]]:
        """Where these papers stand, by paper; those that stand in no issue are left out."""
        return places_of(self._c, papers)

    def definitions(self, id: int) -> dict[str, str]:
        """Reference lines that an import found, by citation key."""
        return {row.key: row.text for row in self._c.execute(_DEFINITIONS, {"which": id})}

    def new(
        self,
        title: str,
        edition: str | None = None,
        date: str | None = None,
        lead: str | None = None,
        slug: str | None = None,
        authors: Sequence[str] = (),
        tags: Sequence[str] = (),
    ) -> int:
        """Makes a draft without sections, and gives its number. Raises Refused for an empty title or what is no date."""
        values = {
            "slug": self._free_slug(slug or title, None if slug else edition),
            "title": _title(title),
            "edition": as_line(edition),
            "date": _date(date),
            "lead": as_saved(lead),
            "authors": as_list(authors),
            "tags": as_list(tags),
            "names": DEFAULT_SHAPE,
            "status": IssueStatus.DRAFT.value,
        }
        return self._c.execute(insert(t.issue).returning(t.issue.c.id), values).scalar_one()

    def edit(
        self,
        id: int,
        *,
        title: str | Leave = AS_IT_IS,
        edition: str | Leave | None = AS_IT_IS,
        date: str | Leave | None = AS_IT_IS,
        lead: str | Leave | None = AS_IT_IS,
        authors: Sequence[str] | Leave = AS_IT_IS,
        tags: Sequence[str] | Leave = AS_IT_IS,
        names: str | Leave = AS_IT_IS,
        status: IssueStatus | Leave = AS_IT_IS,
    ) -> None:
        """Changes what is given; None takes away. The slug stays. Raises Refused for an empty title or what is no date."""
        values: dict[str, str | None] = {}
        if not isinstance(title, Leave):
            values["title"] = _title(title)
        if not isinstance(edition, Leave):
            values["edition"] = as_line(edition)
        if not isinstance(date, Leave):
            values["date"] = _date(date)
        if not isinstance(lead, Leave):
            values["lead"] = as_saved(lead)
        if not isinstance(authors, Leave):
            values["authors"] = as_list(authors)
        if not isinstance(tags, Leave):
            values["tags"] = as_list(tags)
        if not isinstance(names, Leave):
            values["names"] = as_shape(names)
        if not isinstance(status, Leave):
            values["status"] = IssueStatus(status).value
        self._write(id, values)
        if status is IssueStatus.PUBLISHED:
            self._c.execute(_PUBLISH_PAPERS, {"which": id})

    def set_cover(self, id: int, cover: Cover | None) -> None:
        """Gives an issue a cover whose bytes the library has, or takes it away. Raises NotFound."""
        if cover is not None:
            must_have(self._c, cover.src)
        self._write(
            id,
            {
                "cover_src": cover.src if cover else None,
                "cover_alt": as_line(cover.alt) if cover else None,
                "cover_caption": as_line(cover.caption) if cover else None,
                "cover_credit": as_line(cover.credit) if cover else None,
            },
        )

    def publish(self, id: int) -> None:
        """Marks an issue as published, and its papers too; works that are only mentioned stay as they are."""
        self.edit(id, status=IssueStatus.PUBLISHED)

    def remove(self, id: int) -> None:
        """Puts an issue into the trash. Its papers and their write-ups stay. Raises NotFound."""
        if not removing.issue(self._c, self._now(), id):
            raise NotFound(f"There is no issue {id} in this library.")

    def add_section(self, issue: int, title: str, text: str | None = None, at: int | None = None) -> int:
        """Makes a section, the `at`th of those with a title, else the last. Without a title it is the one that stands first."""
        self._there(issue)
        kept = as_line(title)
        if kept is None:
            section = self.untitled(issue)
            if text is not None:
                self.edit_section(section, text=text)
            return section
        # At the end only the last one matters: an import puts in thousands.
        others = self._sections(issue, _LAST_SECTION if at is None else _SECTIONS)
        places = places_for(others, self._position(issue, at), [NEW])
        values = {"issue": issue, "place": places.pop(NEW), "title": kept, "text": as_saved(text)}
        write_places(self._c, t.section, places)
        return self._c.execute(insert(t.section).returning(t.section.c.id), values).scalar_one()

    def edit_section(self, section: int, *, title: str | Leave = AS_IT_IS, text: str | Leave | None = AS_IT_IS) -> None:
        """Changes what is given. Raises Refused if a section would lose its title, NotFound if it is gone."""
        values: dict[str, str | None] = {}
        if not isinstance(title, Leave):
            kept = as_line(title)
            if kept is None and self._owner(section)[1]:
                raise Refused("A section needs a title. What has none stands before the first section.", about="title")
            values["title"] = kept or ""
        if not isinstance(text, Leave):
            values["text"] = as_saved(text)
        self._owner(section)
        if values:
            self._c.execute(update(t.section).where(t.section.c.id == section).values(values))

    def move_section(self, section: int, at: int) -> None:
        """Makes a section the `at`th of those with a title. Raises Refused for the one without, which stands first."""
        issue, title = self._owner(section)
        if not title:
            raise Refused("What stands before the first section can't be moved behind one. Give it a title first.")
        others = [(number, place) for number, place in self._sections(issue) if number != section]
        write_places(self._c, t.section, places_for(others, self._position(issue, at), [section]))

    def remove_section(self, section: int) -> None:
        """Puts a section and its entries into the trash; papers and their write-ups stay. Raises NotFound."""
        self._owner(section)
        removing.section(self._c, self._now(), section)

    def untitled(self, issue: int) -> int:
        """The number of the section without a title, which is made if it is not there; it stands first."""
        found = self.section(issue, "")
        if found is not None:
            return found
        self._there(issue)
        first = min((place for _, place in self._sections(issue)), default=GAP)
        values = {"issue": issue, "place": first - GAP, "title": "", "text": None}
        return self._c.execute(insert(t.section).returning(t.section.c.id), values).scalar_one()

    def section(self, issue: int, name: str) -> int | None:
        """The number of the first section with exactly this title, as it would be kept; "" is the one without."""
        kept = as_line(name) or ""
        titles = self._c.execute(_SECTIONS, {"which": issue})
        return next((number for number, _, title in titles if title == kept), None)

    def add(self, section: int, entries: Sequence[NewEntry], at: int | None = None) -> Placed:
        """Puts entries into a section, the first as its `at`th (from 1), else at the end. A paper that its issue has is moved there.

        Papers that are put in are shortlisted. Raises NotFound for a paper or section that is gone, Refused for what is no address.
        """
        return outlined.add(self._c, section, entries, at)

    def move(self, entries: Sequence[int], section: int, at: int | None = None) -> None:
        """Moves entries together, in the order given: the first becomes the `at`th (from 1) of the section, else the end."""
        outlined.move(self._c, entries, section, at)

    def edit_entry(
        self,
        entry: int,
        *,
        title: str | Leave | None = AS_IT_IS,
        url: str | Leave | None = AS_IT_IS,
        text: str | Leave | None = AS_IT_IS,
        byline: str | Leave | None = AS_IT_IS,
        names: str | Leave | None = AS_IT_IS,
    ) -> None:
        """Changes what is given; None takes away. Raises NotFound, or Refused for what is no address or no shape of a byline."""
        given = {"title": title, "url": url, "text": text, "byline": byline, "names": names}
        outlined.edit(self._c, entry, {name: value for name, value in given.items() if not isinstance(value, Leave)})

    def remove_entries(self, entries: Iterable[int]) -> None:
        """Takes entries out of their issues, into the trash; papers and their write-ups stay."""
        removing.entries(self._c, self._now(), entries)

    def define(self, issue: int, paper: int, line: str | None) -> None:
        """Keeps the reference line of a work as an import found it (Markdown, without `[^key]: `); None: it is made from the work."""
        if line is None:
            gone = delete(t.definition).where(t.definition.c.issue == issue, t.definition.c.paper == paper)
            self._c.execute(gone)
        else:
            self._c.execute(_DEFINE_ANEW, {"issue": issue, "paper": paper, "text": line})

    def note_import(self, sha: str, issue: int) -> None:
        """Notes that the file with these bytes (hex SHA-256) was imported as this issue."""
        self._c.execute(insert(t.imported), {"sha": sha, "issue": issue})

    def imported(self, sha: str) -> int | None:
        """The issue that the file with these bytes was imported as, while it is there."""
        return self._c.execute(_IMPORTED, {"digest": sha}).scalar_one_or_none()

    def _write(self, id: int, values: dict[str, str | None]) -> None:
        self._there(id)
        if values:
            self._c.execute(update(t.issue).where(t.issue.c.id == id).values(values))

    def _there(self, id: int) -> None:
        if self._c.execute(_BY_NUMBER, {"which": id}).first() is None:
            raise NotFound(f"There is no issue {id} in this library.")

    def _owner(self, section: int) -> tuple[int, str]:
        """The issue of a section, and its title."""
        found = self._c.execute(_SECTION, {"which": section}).one_or_none()
        if found is None:
            raise NotFound("This section is no longer there.")
        return found[0], found[1]

    def _sections(self, issue: int, which: Select[int, int, str] = _SECTIONS) -> tuple[tuple[int, int], ...]:
        return tuple((number, place) for number, place, _ in self._c.execute(which, {"which": issue}))

    def _position(self, issue: int, at: int | None) -> int | None:
        """A position among the titled sections, as one among all."""
        if at is None or self.section(issue, "") is None:
            return at
        return max(at, 1) + 1

    def _free_slug(self, title: str, edition: str | None) -> str:
        def is_taken(slug: str) -> bool:
            return self._c.execute(_BY_SLUG, {"name": slug}).first() is not None

        return slug_of(title, edition, is_taken)


def _title(typed: str) -> str:
    kept = as_line(typed)
    if kept is None:
        raise Refused("An issue needs a title.", about="title")
    return kept


def _date(typed: str | None) -> str | None:
    """A day as YYYY-MM-DD."""
    kept = as_line(typed)
    if kept is None:
        return None
    try:
        is_date = calendar.fromisoformat(kept).isoformat() == kept
    except ValueError:
        is_date = False
    if not is_date:
        raise Refused(f"“{kept[:40]}” is no date. Write it as 2022-04-06.", about="date")
    return kept
