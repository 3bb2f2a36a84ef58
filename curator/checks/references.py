"""Rules about citations and references."""

from collections.abc import Iterator
from functools import partial

from curator.checks.check import Check
from curator.domain.document import DocumentEntry, IssueDocument
from curator.domain.findings import Finding, Severity
from curator.domain.writeups import FIELDS
from curator.writing import citations

_TITLES = {field.name: field.title for field in FIELDS}


def _citations_without_work(document: IssueDocument) -> Iterator[Finding]:
    """One finding for each such key in a text, however often the text has it."""
    if not document.missing:
        return
    yield from _missing(document, document.lead, "The lead", field="lead")
    for section in document.sections:
        here = partial(_missing, document, section=section.title)
        yield from here(
            section.text, f"The text of “{section.title}”" if section.title else "The text at the beginning"
        )
        for entry in section.entries:
            told = partial(here, entry=entry.id, paper=entry.paper)
            yield from told(entry.text, _called(entry))
            for field in entry.fields:
                words = f"{_TITLES.get(field.name, field.label)} of “{entry.title}”"
                yield from told(field.text, words, field=field.name)


def _missing(
    document: IssueDocument,
    text: str | None,
    place: str,
    *,
    section: str | None = None,
    entry: int | None = None,
    paper: int | None = None,
    field: str | None = None,
) -> Iterator[Finding]:
    for key in citations.keys([text]):
        if key in document.missing:
            message = (
                f"{place} cites [@{key}], and no work in the library has this key. "
                "Add the work, or choose another by typing [@."
            )
            yield Finding(CITATION_WITHOUT_WORK.name, Severity.BLOCKS, message, section, entry, paper, field)


def _called(entry: DocumentEntry) -> str:
    return f"The {entry.kind} “{entry.title}”" if entry.title else f"A {entry.kind}"


CITATION_WITHOUT_WORK = Check(
    "citation-without-work", "Is each work that is cited in the library?", _citations_without_work
)
