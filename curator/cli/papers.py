"""The commands about papers: add, papers, show, edit, figure, search-arxiv."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from curator.cli import output
from curator.cli.context import Context, text_of, words_of
from curator.domain.errors import Refused
from curator.domain.identifiers import clean_address
from curator.domain.papers import Link
from curator.domain.query import parse as parse_query
from curator.domain.texts import shortened
from curator.jobs import add as adding
from curator.jobs import find as finding

if TYPE_CHECKING:
    from curator.library.library import Edit

TOLD = 20  # lines of files that could not be read, told one by one to people


def add(found: argparse.Namespace, context: Context) -> int:
    """`curator add`: 1 if something failed or named nothing."""
    if found.dry_run:
        report = adding.dry_run(found.what, sys.stdin.buffer, context.path)
    else:
        with context.library(create=True) as library:
            report = adding.add(
                context.desk(library),
                found.what,
                context.progress,
                status=found.status,
                standard_input=sys.stdin.buffer,
            )
    output.clear_terminal()
    context.say(added_json(report), added_lines(report))
    return say_faults(report)


def papers(found: argparse.Namespace, context: Context) -> int:
    """`curator papers [QUERY]`."""
    query = parse_query(words_of(found.query or ""))
    with context.library() as library, library.read() as reading:
        total = reading.listing.count(query)
        ids = reading.listing.first(query, order=found.sort, limit=found.limit)
        by_id = reading.papers.many(ids)
    listed = [by_id[number] for number in ids]
    lines = [output.row_line(paper) for paper in listed]
    lines.append(f"{len(listed)} of {total}" if total else "No paper fits.")
    context.say({"papers": [output.paper_json(paper) for paper in listed], "total": total}, lines)
    return 0


def show(found: argparse.Namespace, context: Context) -> int:
    """`curator show PAPER`."""
    with context.library() as library, library.read() as reading:
        paper = reading.papers.get(reading.papers.find(found.paper))
    context.say(output.paper_json(paper), output.paper_lines(paper))
    return 0


def edit(found: argparse.Namespace, context: Context) -> int:
    """`curator edit PAPER`: all that is asked for in one step."""
    if found.why == found.insights == "-":
        raise Refused("Standard input is one text: give it to --why or to --insights, the other in a second command.")
    why, insights = text_of(found.why), text_of(found.insights)
    links = _links(found.link, found.title)
    values = {name: words_of(value) for name, value in found.set}
    with context.library() as library:
        with library.read() as reading:
            number = reading.papers.find(found.paper)
        with library.edit("Edit a paper") as edit:
            for field, text in (("why", why), ("insights", insights)):
                if text is not None:
                    # Of its own origin: it never stands for what was typed in the same minute.
                    base = edit.writeups.get(number, field).sha
                    edit.writeups.save(number, field, text, base, "command")
            _metadata(edit, number, values)
            for tag in found.tag:
                edit.papers.tag([number], words_of(tag))
            for tag in found.untag:
                edit.papers.untag([number], words_of(tag))
            if links:
                edit.papers.set_links(number, _joined(edit.papers.get(number).links, links))
            if found.status is not None:
                edit.papers.decide([number], found.status)
        with library.read() as reading:
            paper = reading.papers.get(number)
    context.say(output.paper_json(paper), output.paper_lines(paper))
    return 0


def figure(found: argparse.Namespace, context: Context) -> int:
    """`curator figure PAPER FILE`: adds it, or changes the texts of one that is there."""
    data = context.picture(found.file)
    texts = {
        name: words_of(getattr(found, name))
        for name in ("alt", "caption", "source")
        if getattr(found, name) is not None
    }
    with context.library() as library:
        with library.read() as reading:
            number = reading.papers.find(found.paper)
        with library.edit("Add a figure") as edit:
            src = edit.figures.put(data)
            if any(one.src == src for one in edit.papers.get(number).figures):
                edit.papers.edit_figure(number, src, **texts)
            else:
                edit.papers.add_figure(number, src, **texts)
        with library.read() as reading:
            paper = reading.papers.get(number)
    context.say(output.paper_json(paper), output.paper_lines(paper))
    return 0


def search_arxiv(found: argparse.Namespace, context: Context) -> int:
    """`curator search-arxiv QUERY`: what arXiv has, and with --add into the inbox."""
    with context.library(create=found.add) as library:
        desk = context.desk(library)
        hits = finding.search(
            desk,
            words_of(found.query),
            words_of(found.author or ""),
            words_of(found.category or ""),
            found.limit,
            context.progress,
        )
        taken = finding.take(desk, hits, context.progress) if found.add else None
    output.clear_terminal()
    results = [
        {
            "arxiv": hit.record.arxiv,
            "version": hit.record.version,
            "title": hit.title,
            "authors": list(hit.record.authors),
            "published": hit.record.published.isoformat() if hit.record.published else None,
            "categories": list(hit.record.categories),
            "paper": hit.paper,
        }
        for hit in hits
    ]
    lines = [f"{'*' if hit.paper else ' '} {hit.record.arxiv or '':<18} {hit.title}" for hit in hits] or [
        "arXiv has nothing that fits."
    ]
    value: dict[str, object] = {"results": results}
    if taken is not None:
        value |= {"added": taken.added, "known": taken.known}
        lines.append(f"{taken.added} added, {taken.known} known")
    context.say(value, lines)
    return 0


def added_json(report: adding.Added) -> dict[str, object]:
    """`add` of the contract."""
    value: dict[str, object] = {
        "results": [
            {
                "what": result.what,
                "state": result.state.value,
                "identifiers": [
                    {"kind": one.kind.value, "id": one.id, "version": one.version} for one in result.identifiers
                ],
                "papers": list(result.papers),
                "message": result.message,
            }
            for result in report.results
        ],
        "added": report.added,
        "known": report.known,
        "to_fetch": report.to_fetch,
        "failed": report.failed,
    }
    if report.unread:
        value["unread"] = [{"what": one.what, "line": one.line, "message": one.message} for one in report.unread]
    return value


def added_lines(report: adding.Added) -> list[str]:
    """For people: what became of each."""
    lines = [
        f"{result.state.value:<9} {result.what}" + (f": {result.message}" if result.message else "")
        for result in report.results
    ]
    lines += [f"unread    {one.what}, line {one.line}: {one.message}" for one in report.unread[:TOLD]]
    if len(report.unread) > TOLD:
        lines.append(f"unread    and {len(report.unread) - TOLD:,} more; --json names them all")
    counts = f"{report.added} added, {report.known} known, {report.to_fetch} to fetch, {report.failed} failed"
    nothing = _naming_nothing(report)
    return [*lines, f"{counts}, {nothing} named nothing" if nothing else counts]


def _naming_nothing(report: adding.Added) -> int:
    return sum(result.state is adding.State.NOTHING for result in report.results)


def say_faults(report: adding.Added) -> int:
    """One line on standard error for what failed (exit 1), or for what waits for the network (exit 0)."""
    bad = [result for result in report.results if result.state in (adding.State.FAILED, adding.State.NOTHING)]
    if bad:
        nothing = _naming_nothing(report)
        both = f": {report.failed} failed, {nothing} named nothing" if nothing and report.failed else ""
        more = f" ({report.failed + nothing} in all{both})" if report.failed + nothing > 1 else ""
        output.print_error(f"{shortened(bad[0].what)}: {bad[0].message or 'It names no paper.'}{more}")
        return 1
    waiting = [result for result in report.results if result.state is adding.State.TO_FETCH]
    if waiting:
        output.print_error(waiting[0].message or "It waits for the network; add it again when the network is back.")
    return 0


def _links(urls: Sequence[str], titles: Sequence[str]) -> list[Link]:
    if len(titles) > len(urls):
        raise Refused("A --title goes with a --link; to change the paper's own title say --set title=TEXT.")
    links = []
    for index, url in enumerate(urls):
        address = clean_address(words_of(url))
        if address is None:
            raise Refused(f"{url} is no address; it begins with http:// or https://.")
        links.append(Link(words_of(titles[index]) or address if index < len(titles) else address, address))
    return links


def _joined(old: Sequence[Link], new: Sequence[Link]) -> list[Link]:
    """New links behind the old; one to the same address takes its place."""
    titles = {link.url: link.title for link in (*old, *new)}
    return [Link(title, url) for url, title in titles.items()]


def _metadata(edit: "Edit", number: int, values: dict[str, str]) -> None:
    """An empty text takes the editor's own value back."""
    for name, value in values.items():
        if name == "title":
            edit.papers.override(number, title=value or None)
        elif name == "authors":
            names = tuple(name.strip() for name in value.split(";") if name.strip())
            edit.papers.override(number, authors=names or None)
        elif name == "published":
            edit.papers.override(number, published=date.fromisoformat(value) if value else None)
        else:
            edit.papers.override(number, url=value or None)
