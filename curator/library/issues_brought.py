"""Issues that come from another library: those that this one has as they are stay; others come in, beside one of their name."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import insert, select, update

from curator.domain.issues import Issue
from curator.library import tables as t
from curator.library.places import GAP
from curator.library.reading import Edit, Reading

_IMPORTED = select(t.imported.c.sha, t.imported.c.issue)
_DEFINED = select(t.definition.c.issue, t.definition.c.paper, t.definition.c.text)


def bring_issues(
    edit: Edit, theirs: Reading, here: Mapping[int, int], named: Callable[[str | None], str | None]
) -> list[str]:
    """Brings in the issues that are not here in the very same form, and gives their slugs here.

    `here` says where a paper of theirs is, `named` gives a text with the keys that works have here.
    """
    ours = [_bare(edit.issues.get(row.id)) for row in edit.issues.list()]
    brought = []
    numbers: dict[int, int] = {}
    for row in reversed(theirs.issues.list()):
        one = _here(theirs.issues.get(row.id), here, named)
        if _bare(one) not in ours:
            numbers[row.id] = number = _put_in(edit, one)
            brought.append(edit.issues.get(number).slug)
    for issue, paper, text in theirs.c.execute(_DEFINED).all():
        if issue in numbers and paper in here:
            edit.issues.define(numbers[issue], here[paper], text)
    for sha, issue in theirs.c.execute(_IMPORTED).all():
        if issue in numbers and edit.issues.imported(sha) is None:
            edit.issues.note_import(sha, numbers[issue])
    return brought


def _here(issue: Issue, here: Mapping[int, int], named: Callable[[str | None], str | None]) -> Issue:
    """An issue of theirs with the papers and keys of this library."""
    sections = []
    for section in issue.sections:
        entries = tuple(
            replace(one, paper=here.get(one.paper) if one.paper is not None else None, text=named(one.text))
            for one in section.entries
            if one.paper is None or one.paper in here
        )
        sections.append(replace(section, text=named(section.text), entries=entries))
    return replace(issue, lead=named(issue.lead), sections=tuple(sections))


def _bare(issue: Issue) -> Issue:
    """An issue without numbers and slug, so that two can be compared."""
    sections = tuple(
        replace(section, id=0, entries=tuple(replace(one, id=0) for one in section.entries))
        for section in issue.sections
    )
    return replace(issue, id=0, slug="", sections=sections)


def _put_in(edit: Edit, one: Issue) -> int:
    number = edit.issues.new(one.title, one.edition, one.date, one.lead, one.slug, one.authors, one.tags)
    values: dict[str, str | None] = {"names": one.names, "status": one.status.value}
    if one.cover is not None:
        values |= {
            "cover_src": one.cover.src,
            "cover_alt": one.cover.alt,
            "cover_caption": one.cover.caption,
            "cover_credit": one.cover.credit,
        }
    edit.c.execute(update(t.issue).where(t.issue.c.id == number).values(values))
    for place, section in enumerate(one.sections, 1):
        made = {"issue": number, "place": place * GAP, "title": section.title, "text": section.text}
        there = edit.c.execute(insert(t.section).returning(t.section.c.id), made).scalar_one()
        for at, entry in enumerate(section.entries, 1):
            edit.c.execute(
                insert(t.entry),
                {
                    "section": there,
                    "place": at * GAP,
                    "kind": entry.kind.value,
                    "paper": entry.paper,
                    "title": entry.title,
                    "url": entry.url,
                    "text": entry.text,
                    "byline": entry.byline,
                    "names": entry.names,
                },
            )
    return number
