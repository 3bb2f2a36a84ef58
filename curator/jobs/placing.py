"""What was named, dropped or pasted, as entries of an issue: works are fetched as by add, other addresses are links."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.domain.errors import NotFound, Refused
from curator.domain.identifiers import Kind as Named
from curator.domain.identifiers import clean_address, find
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Status
from curator.domain.progress import Progress
from curator.jobs.add import Added, add
from curator.jobs.desk import Desk


@dataclass(frozen=True, slots=True)
class NamedEntries:
    """Entries that can be put into a section, and what became of the works that had to be added (one report each)."""

    entries: tuple[NewEntry, ...]
    reports: tuple[Added, ...] = ()


def entries_of(
    desk: Desk,
    what: Sequence[str | Path],
    progress: Progress,
    *,
    kind: Kind | None = None,
    title: str | None = None,
    text: str | None = None,
    names_files: bool = False,
) -> NamedEntries:
    """Entries of this kind; without one, what names a work is a paper and any other address a link.

    A number, a key, an id or a DOI that the library has needs no network. Raises Refused where a link is wanted and no address is named.
    """
    entries: list[NewEntry] = []
    reports: list[Added] = []
    for one in what:
        identifiers = find(one) if isinstance(one, str) else ()
        only_addresses = bool(identifiers) and all(name.kind is Named.URL for name in identifiers)
        number = _here(desk, one) if isinstance(one, str) else None
        if kind is Kind.LINK or (kind is None and only_addresses and number is None):
            entries += _links(str(one), [name.id for name in identifiers if name.kind is Named.URL], title, text)
        elif kind is Kind.MENTION and only_addresses and number is None:
            entries += [NewEntry(Kind.MENTION, title=title, url=name.id, text=text) for name in identifiers]
        elif number is not None:
            entries.append(NewEntry(kind or Kind.PAPER, paper=number, title=title, text=text))
        else:
            report = add(
                desk,
                [one],
                progress,
                status=Status.KNOWN if kind is Kind.MENTION else Status.INBOX,
                names_files=names_files,
            )
            reports.append(report)
            papers = (paper for result in report.results for paper in result.papers)
            entries += [NewEntry(kind or Kind.PAPER, paper=paper, title=title, text=text) for paper in papers]
    return NamedEntries(tuple(entries), tuple(reports))


def _here(desk: Desk, name: str) -> int | None:
    with desk.library.read() as reading:
        try:
            return reading.papers.find(name)
        except NotFound:
            return None


def _links(what: str, addresses: Sequence[str], title: str | None, text: str | None) -> list[NewEntry]:
    found = list(addresses) or [address for address in [clean_address(what.strip())] if address]
    if not found:
        raise Refused(f"{what} is no address; a link begins with http:// or https://.")
    return [NewEntry(Kind.LINK, title=title or address, url=address, text=text) for address in found]
