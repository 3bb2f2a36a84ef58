"""The commands about issues: issue, export, import."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from curator.cli import output
from curator.cli.context import Context, text_of, words_of
from curator.cli.papers import say_faults
from curator.domain.errors import NotFound, Refused
from curator.domain.issues import Cover, Issue, IssueStatus, NewEntry
from curator.domain.issues import Kind as EntryKind
from curator.domain.papers import Paper
from curator.domain.texts import as_saved
from curator.export import FORMATS
from curator.export.html import HTML, render_beside
from curator.jobs import backups, compose, earlier, placing, review
from curator.jobs import export as exporting

if TYPE_CHECKING:
    from curator.library.library import Edit, Library, Reading


def issue(found: argparse.Namespace, context: Context) -> int:
    """`curator issue ACTION`."""
    return ACTIONS[found.action](found, context)


def new(found: argparse.Namespace, context: Context) -> int:
    """`curator issue new TITLE`."""
    lead = text_of(found.lead)
    with context.library(create=True) as library:
        with library.edit("Make an issue") as edit:
            number = edit.issues.new(words_of(found.title), edition=found.edition, date=found.date or None, lead=lead)
        return _show(library, number, context)


def edit(found: argparse.Namespace, context: Context) -> int:
    """`curator issue edit ISSUE`."""
    values = {
        name: getattr(found, name) for name in ("title", "edition", "date", "names") if getattr(found, name) is not None
    }
    if found.lead is not None:
        values["lead"] = text_of(found.lead)
    values = {name: value or None for name, value in values.items()}
    if "title" in values and not values["title"]:
        raise Refused("An issue needs a title.")
    cover = context.picture(found.cover) if found.cover else None
    with context.library() as library:
        with library.read() as reading:
            number = reading.issues.find(found.issue)
            old = reading.issues.get(number).cover
        with library.edit("Edit an issue") as step:
            if values:
                step.issues.edit(number, **values)
            if cover is not None:
                src = step.figures.put(cover)
                step.issues.set_cover(number, Cover(src, old.alt, old.caption, old.credit) if old else Cover(src))
            if found.status is not None:
                step.issues.edit(number, status=IssueStatus(found.status))
        return _show(library, number, context)


def section(found: argparse.Namespace, context: Context) -> int:
    """`curator issue section ISSUE NAME`: made at the end if it is not there; edited, moved or removed if it is."""
    text = text_of(found.text)
    with context.library() as library:
        with library.read() as reading:
            number = reading.issues.find(found.issue)
            there = reading.issues.section(number, found.name)
        if found.remove and there is None:
            raise NotFound(f"There is no section “{found.name}” in this issue.")
        with library.edit("Edit a section") as step:
            if found.remove and there is not None:
                step.issues.remove_section(there)
            else:
                _edit_section(step, number, there, found, text)
        return _show(library, number, context)


def _edit_section(step: "Edit", number: int, there: int | None, found: argparse.Namespace, text: str | None) -> None:
    if there is None:
        there = step.issues.add_section(number, found.name)
    if text is not None:
        step.issues.edit_section(there, text=text or None)
    if found.title is not None:
        step.issues.edit_section(there, title=found.title)
    if found.at is not None:
        step.issues.move_section(there, found.at)


def _section_of(step: "Edit", number: int, name: str) -> int:
    """The section of this name, made at the end if it is not there; "" is the one without title."""
    there = step.issues.section(number, name)
    return step.issues.add_section(number, name) if there is None else there


def show_list(found: argparse.Namespace, context: Context) -> int:
    """`curator issue list`."""
    with context.library() as library, library.read() as reading:
        rows = reading.issues.list()
    lines = [
        f"{row.id:>4}  {row.date or '          '}  {row.status.value:<9}  {row.slug}  ({row.entries} entries)"
        for row in rows
    ]
    context.say(
        {"issues": [output.issue_row_json(row) for row in rows]},
        lines or ["No issue yet. Make one: curator issue new TITLE"],
    )
    return 0


def show(found: argparse.Namespace, context: Context) -> int:
    """`curator issue show ISSUE`."""
    with context.library() as library:
        return _show(library, _named(library, found.issue), context)


def check(found: argparse.Namespace, context: Context) -> int:
    """`curator issue check ISSUE`: 1 if there are findings."""
    with context.library() as library:
        document = compose.compose(library, _named(library, found.issue))
    findings = review.review(document)
    lines = [f"{one.severity.value:<8} {one.message}" for one in findings] or ["Nothing stands in the way."]
    context.say({"issue": document.slug, "findings": [output.finding_json(one) for one in findings]}, lines)
    return 1 if findings else 0


def add(found: argparse.Namespace, context: Context) -> int:
    """`curator issue add ISSUE WHAT... --section NAME`. What names a work is fetched as by `add`."""
    kind = EntryKind(found.kind) if found.kind else None
    text = text_of(found.text)
    if kind is EntryKind.TEXT and as_saved(text) is None:
        raise Refused("A text needs words: say --text TEXT, or --text - to read standard input.")
    with context.library() as library:
        number = _named(library, found.issue)
        entries, code = _entries(library, kind, found, text, context)
        if entries:
            with library.edit("Add to an issue") as step:
                there = _section_of(step, number, found.section)
                step.issues.add(there, entries, at=found.at)
        shown = _show(library, number, context)
        return code or shown


def _entries(
    library: "Library", kind: EntryKind | None, found: argparse.Namespace, text: str | None, context: Context
) -> tuple[tuple[NewEntry, ...], int]:
    if kind is EntryKind.TEXT:
        return (NewEntry(EntryKind.TEXT, text=text),), 0
    named = placing.entries_of(
        context.desk(library), found.what, context.progress, kind=kind, title=found.title, text=text, names_files=True
    )
    output.clear_terminal()
    return named.entries, max((say_faults(report) for report in named.reports), default=0)


def move(found: argparse.Namespace, context: Context) -> int:
    """`curator issue move ISSUE ENTRY --section NAME --at N`."""
    with context.library() as library:
        number = _named(library, found.issue, found.entry)
        with library.edit("Move an entry") as step:
            there = _section_of(step, number, found.section)
            step.issues.move([found.entry], there, at=found.at)
        return _show(library, number, context)


def remove(found: argparse.Namespace, context: Context) -> int:
    """`curator issue remove ISSUE ENTRY`. The paper's text stays."""
    with context.library() as library:
        number = _named(library, found.issue, found.entry)
        with library.edit("Remove an entry") as step:
            step.issues.remove_entries([found.entry])
        return _show(library, number, context)


def export(found: argparse.Namespace, context: Context) -> int:
    """`curator export ISSUE --to FORMAT -o PATH|-`."""
    if found.list:
        formats = [{"name": one.name, "suffix": one.suffix, "description": one.description} for one in FORMATS]
        context.say({"formats": formats}, [f"{one.name:<10} {one.description}" for one in FORMATS])
        return 0
    if found.to not in {one.name for one in FORMATS}:
        known = ", ".join(one.name for one in FORMATS)
        output.print_error(f"there is no format {found.to!r}; there are {known}")
        return 2
    with context.library() as library:
        number = _named(library, found.issue)
        if found.output == "-":
            sys.stdout.buffer.write(exporting.render(library, number, found.to).text)
            sys.stdout.buffer.flush()
            return 0
        target = Path(found.output)
        if found.output.endswith(("/", os.sep)) and not target.is_dir():
            raise NotFound(f"There is no folder {found.output}. Make it, or choose another.")
        beside = render_beside if found.assets and found.to == HTML.name else None
        written = exporting.export(context.desk(library), number, found.to, target, context.progress, render=beside)
    output.clear_terminal()
    context.say({"path": str(written.path), "files": [str(path) for path in written.files]}, [str(written.path)])
    return 0


def bring_in(found: argparse.Namespace, context: Context) -> int:
    """`curator import FILE`: 1 if there is something to say about it."""
    path = Path(found.file)
    if not path.is_file():  # before a library is made for it
        raise NotFound(f"There is no file {found.file}.")
    with context.library(create=True) as library:
        try:
            context.before(library, backups.BEFORE_IMPORT)
        except Refused as error:  # an import takes nothing away, and can be taken back
            output.print_error(str(error))
        report = earlier.import_issue(context.desk(library), path, context.progress)
        whole, of = _read(library, report.issue)
    output.clear_terminal()
    value = {
        "issue": output.issue_json(whole, of),
        "added": report.added,
        "known": report.known,
        "findings": [output.finding_json(one) for one in report.findings],
    }
    lines = [
        f"{whole.slug}: {report.added} works added, {report.known} known",
        *(one.message for one in report.findings),
    ]
    context.say(value, ["It was here already; nothing was changed."] if report.was_there else lines)
    return 1 if report.findings else 0


def _show(library: "Library", number: int, context: Context) -> int:
    whole, of = _read(library, number)
    context.say({"issue": output.issue_json(whole, of)}, output.issue_lines(whole, of))
    return 0


def _read(library: "Library", number: int) -> tuple[Issue, dict[int, Paper]]:
    """An issue, and its papers by number."""
    with library.read() as reading:
        whole = reading.issues.get(number)
        entries = (entry for part in whole.sections for entry in part.entries)
        return whole, reading.papers.many([entry.paper for entry in entries if entry.paper is not None])


def _named(library: "Library", name: str, entry: int | None = None) -> int:
    """The number of the issue that is named. Raises NotFound, also where it does not have the entry."""
    with library.read() as reading:
        number = reading.issues.find(name)
        if entry is not None:
            _has(reading, number, entry)
        return number


def _has(reading: "Reading", number: int, entry: int) -> None:
    if not any(one.id == entry for part in reading.issues.get(number).sections for one in part.entries):
        raise NotFound(f"There is no entry {entry} in this issue; `curator issue show` gives their numbers.")


ACTIONS = {
    "new": new,
    "edit": edit,
    "section": section,
    "list": show_list,
    "show": show,
    "check": check,
    "add": add,
    "move": move,
    "remove": remove,
}
