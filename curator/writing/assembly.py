"""A manuscript with everything resolved: the one place where variables, bylines, citations and figures become what is printed."""

import re
from collections.abc import Iterator, Mapping
from itertools import count

from curator.domain.bylines import byline
from curator.domain.document import (
    DocumentEntry,
    DocumentSection,
    FieldText,
    IssueDocument,
    Manuscript,
    Reference,
)
from curator.domain.issues import Entry, Issue, IssueStatus, Kind, Section
from curator.domain.papers import Paper
from curator.domain.writeups import FIELDS
from curator.writing import citations, markdown
from curator.writing.numerals import in_words

_LONGEST = 200  # characters of an edition that is filled in: a long one, named often, would make megabytes of a line
_VARIABLE = re.compile(r"\{\{([a-z]+(?::[a-z]+)?)\}\}")


def assemble(manuscript: Manuscript) -> IssueDocument:
    """The issue as every format, check and preview gets it. Pure: the same manuscript gives the same document."""
    issue = manuscript.issue
    variables = _variables(issue)
    names = {key: work.key for key, work in manuscript.works.items()}
    numbers = count(1)
    sections = tuple(
        DocumentSection(
            section.id,
            section.title,
            _resolved(section.text, variables, names),
            tuple(_entry(entry, manuscript, variables, names, numbers) for entry in section.entries),
        )
        for section in issue.sections
        if section.title or section.text or section.entries
    )
    lead = _resolved(issue.lead, variables, names)
    uses, missing = _cited(_texts(lead, sections), names)
    return IssueDocument(
        id=issue.id,
        slug=issue.slug,
        title=issue.title,
        edition=issue.edition,
        date=issue.date,
        lead=lead,
        cover=issue.cover,
        authors=issue.authors,
        tags=issue.tags,
        sections=sections,
        references=_references(uses, manuscript),
        numbers={key: number for number, key in enumerate(uses, start=1)},
        missing=missing,
        words=_words(lead, sections),
        pictures=manuscript.pictures,
        published=issue.status is IssueStatus.PUBLISHED,
    )


def resolve_variables(text: str, variables: Mapping[str, str]) -> str:
    """The text with `{{name}}` filled in, once: what was filled in is not looked through again. Unknown names stay."""
    return _VARIABLE.sub(lambda found: variables.get(found[1], found[0]), text)


def _variables(issue: Issue) -> dict[str, str]:
    papers = sum(entry.kind is Kind.PAPER for section in issue.sections for entry in section.entries)
    variables = {"papers": str(papers), "papers:words": in_words(papers)}
    if issue.edition and len(issue.edition) <= _LONGEST:
        variables["edition"] = issue.edition
    return variables


def _resolved(text: str | None, variables: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    """The text with its variables filled in, and with the key that each cited work has now: it may have been found to be another."""
    if not text:
        return None
    filled = resolve_variables(text, variables)
    return filled if all(key == name for key, name in names.items()) else citations.renamed(filled, names)


def _entry(
    entry: Entry,
    manuscript: Manuscript,
    variables: Mapping[str, str],
    names: Mapping[str, str],
    numbers: Iterator[int],
) -> DocumentEntry:
    paper = None if entry.paper is None else manuscript.papers.get(entry.paper)
    if entry.kind is Kind.PAPER and paper is not None:
        return _paper(entry, paper, manuscript.issue.names, names, next(numbers))
    return DocumentEntry(
        id=entry.id,
        kind=entry.kind,
        paper=entry.paper,
        key=paper.key if paper else None,
        title=entry.title or (paper.title if paper else ""),
        address=entry.url or (paper.address if paper else None),
        text=_resolved(entry.text, variables if entry.kind is Kind.TEXT else {}, names),
    )


def _paper(entry: Entry, paper: Paper, shape: str, names: Mapping[str, str], number: int) -> DocumentEntry:
    typed = {"why": paper.why, "insights": paper.insights}
    fields = tuple(
        FieldText(field.name, field.label, text)
        for field in FIELDS
        if (text := _resolved(typed[field.name], {}, names))
    )
    placed = {src for field in fields for _, src in markdown.figure_lines(field.text)}
    return DocumentEntry(
        id=entry.id,
        kind=Kind.PAPER,
        number=number,
        paper=paper.id,
        key=paper.key,
        title=paper.title,
        address=paper.address,
        byline=entry.byline or byline(paper.authors, entry.names or shape) or None,
        links=paper.links,
        fields=fields,
        figures=paper.figures,
        loose=tuple(figure.src for figure in paper.figures if figure.src not in placed),
    )


def _texts(lead: str | None, sections: tuple[DocumentSection, ...]) -> Iterator[str]:
    """Every text that may cite, as a reader comes upon them."""
    if lead:
        yield lead
    for section in sections:
        if section.text:
            yield section.text
        for entry in section.entries:
            if entry.text:
                yield entry.text
            for field in entry.fields:
                yield field.text


def _cited(texts: Iterator[str], names: Mapping[str, str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """How often each work is cited, in order of first use; and the keys that no work has. A citation with one of these is text."""
    uses: dict[str, int] = {}
    missing: dict[str, None] = {}
    for text in texts:
        for use in citations.find(text):
            unknown = [key for key in use.keys if key not in names]
            missing.update(dict.fromkeys(unknown))
            for key in () if unknown else use.keys:
                uses[names[key]] = uses.get(names[key], 0) + 1
    return uses, tuple(missing)


def _references(uses: Mapping[str, int], manuscript: Manuscript) -> tuple[Reference, ...]:
    shown = _shown(manuscript.issue.sections)
    works = {work.key: work for work in manuscript.works.values()}
    return tuple(
        Reference(
            number=number,
            key=key,
            paper=works[key].id,
            authors=works[key].authors,
            title=works[key].title,
            address=works[key].address,
            year=day.year if (day := works[key].published) else None,
            entry=shown.get(works[key].id),
            text=manuscript.definitions.get(key),
            uses=times,
        )
        for number, (key, times) in enumerate(uses.items(), start=1)
    )


def _shown(sections: tuple[Section, ...]) -> dict[int, int]:
    """By paper, the entry that shows it: with its write-up rather than as a mention."""
    entries = [entry for section in sections for entry in section.entries if entry.paper is not None]
    entries.sort(key=lambda entry: entry.kind is not Kind.PAPER)
    shown: dict[int, int] = {}
    for entry in entries:
        if entry.paper is not None:
            shown.setdefault(entry.paper, entry.id)
    return shown


def _words(lead: str | None, sections: tuple[DocumentSection, ...]) -> int:
    links = [entry.title for section in sections for entry in section.entries if entry.kind is Kind.LINK]
    return sum(map(markdown.words, links)) + sum(map(markdown.words, _texts(lead, sections)))
