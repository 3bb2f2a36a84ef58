"""An issue taken apart for a page: every text rendered once, in reading order, so that citations know their way back."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count, groupby

from markupsafe import Markup

from curator.domain.bylines import reference_names
from curator.domain.document import DocumentEntry, DocumentSection, IssueDocument, Reference
from curator.domain.issues import Cover, Kind
from curator.domain.papers import Figure
from curator.export import addresses, images, themes
from curator.export.pageparts import (
    BackPart,
    EntryPart,
    FactPart,
    FieldPart,
    FigurePart,
    GroupPart,
    IssuePart,
    LinkPart,
    ReferencePart,
    SectionPart,
)
from curator.export.prose import Prose, anchor, plain, without_tags

LANGUAGE = "en"
WIDE = 500  # pixels from which on a picture fills the column
LONGEST_DESCRIPTION = 300  # characters
ISSUE_HEADING, SECTION_HEADING = 1, 2

Addressed = Callable[[str, bytes, str], str]
"""The address of a picture on the page, of its src, bytes and MIME type."""


def take_apart(document: IssueDocument, addressed: Addressed) -> IssuePart:
    """All that the templates of a page print."""
    prose = Prose(document.numbers)
    figures = _Figures(document.pictures, addressed)
    lead = _blocks(prose, document.lead, ISSUE_HEADING)
    sections = tuple(_section(section, prose, figures) for section in document.sections)
    entries = {entry.id: entry for section in sections for group in section.groups for entry in group.entries}
    day = _day(document.date)
    return IssuePart(
        lang=LANGUAGE,
        heading=heading(document),
        facts=_facts(document, day),
        date=day.isoformat() if day else None,
        authors=tuple(filter(None, map(plain, document.authors))),
        tags=tuple(filter(None, map(plain, document.tags))),
        lead=lead,
        description=_shortened(without_tags(lead or "")),
        cover=_cover(document.cover, figures),
        sections=sections,
        references=tuple(_reference(one, prose, entries) for one in document.references),
    )


def heading(document: IssueDocument) -> str:
    """Title and edition, "Trends in AI — April 2022"; the title alone if it says the edition already."""
    title, edition = plain(document.title), plain(document.edition)
    if edition and edition.casefold() not in title.casefold():
        return f"{title} — {edition}" if title else edition
    return title or "Untitled"


class _Figures:
    """Figures by src, each picture looked at once. What has no bytes, or bytes that are no picture, is left out."""

    def __init__(self, pictures: Mapping[str, bytes], addressed: Addressed) -> None:
        self._pictures = pictures
        self._addressed = addressed

    def part(self, src: str, alt: str | None, caption: str | None, source: str | None) -> FigurePart | None:
        data = self._pictures.get(src)
        picture = None if data is None else images.look(data)
        if data is None or picture is None:
            return None
        return FigurePart(
            address=self._addressed(src, data, picture.mime),
            alt=plain(alt),
            caption=plain(caption),
            source=plain(source),
            width=picture.width,
            height=picture.height,
            is_wide=picture.width is None or picture.width >= WIDE or picture.mime == images.MIME[".svg"],
        )

    def of_paper(self, figure: Figure) -> FigurePart | None:
        source = plain(figure.source)
        return self.part(figure.src, figure.alt, figure.caption, f"Source: {source}" if source else None)


def _cover(cover: Cover | None, figures: _Figures) -> FigurePart | None:
    return figures.part(cover.src, cover.alt, cover.caption, cover.credit) if cover else None


def _facts(document: IssueDocument, day: date | None) -> tuple[FactPart, ...]:
    facts = [FactPart(author) for author in map(plain, document.authors) if author]
    if day:
        facts.append(FactPart(f"{day.day} {day:%B %Y}", day.isoformat()))
    elif written := plain(document.date):
        facts.append(FactPart(written))
    if document.words:
        facts.append(FactPart(f"{document.minutes} min"))
    return tuple(facts)


def _day(written: str | None) -> date | None:
    try:
        day = date.fromisoformat(written or "")
    except ValueError:
        return None
    return day if day.year >= 1000 else None


def _shortened(text: str) -> str:
    """At most 300 characters, ending with a whole word."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def _blocks(prose: Prose, text: str | None, below: int) -> Markup | None:
    return Markup(html) if text and (html := prose.blocks(text, below).strip()) else None


def _section(section: DocumentSection, prose: Prose, figures: _Figures) -> SectionPart:
    title = plain(section.title)
    level = SECTION_HEADING if title else ISSUE_HEADING
    text = _blocks(prose, section.text, level)
    entries = [_entry(entry, prose, figures, level) for entry in section.entries]
    return SectionPart(
        id=section.id,
        anchor=f"s{section.id}",
        title=title,
        text=text,
        groups=tuple(GroupPart(kind, tuple(same)) for kind, same in groupby(entries, lambda entry: entry.kind)),
    )


def _entry(entry: DocumentEntry, prose: Prose, figures: _Figures, level: int) -> EntryPart:
    address = addresses.safe(entry.address)
    if entry.kind is Kind.LINK:
        text = Markup(prose.line(entry.text)) if entry.text else None
    else:
        text = _blocks(prose, entry.text, level)
    shown = {one.src: part for one in entry.figures if (part := figures.of_paper(one))}
    html = {src: themes.render("figure.html", {"figure": part}).strip() for src, part in shown.items()}
    return EntryPart(
        id=entry.id,
        anchor=f"e{entry.id}",
        kind=entry.kind.value,
        level=level + 1,
        number=entry.number,
        title=plain(entry.title) or address or plain(entry.address) or "Untitled",
        address=address,
        byline=plain(entry.byline),
        text=text,
        links=tuple(_link(one.title, one.url) for one in entry.links),
        fields=tuple(
            FieldPart(one.name, Markup(prose.blocks(one.text, level + 1, label=one.label, figures=html)))
            for one in entry.fields
        ),
        loose=tuple(shown[src] for src in entry.loose if src in shown),
    )


def _link(title: str, url: str) -> LinkPart:
    address = addresses.safe(url)
    return LinkPart(plain(title) or address or plain(url), address)


def _reference(reference: Reference, prose: Prose, entries: Mapping[int, EntryPart]) -> ReferencePart:
    uses = prose.uses.get(reference.key, [])
    letters = map(_letters, count()) if len(uses) > 1 else [""] * len(uses)
    address = addresses.safe(reference.address)
    return ReferencePart(
        anchor=f"ref-{anchor(reference.key)}",
        line=Markup(prose.line(reference.text, cites=False)) if reference.text else None,
        authors=", ".join(filter(None, map(plain, reference_names(reference.authors)))),
        title=plain(reference.title) or address or reference.key,
        address=address,
        year=reference.year,
        entry=None if reference.entry is None else entries.get(reference.entry),
        backs=tuple(BackPart(use, letter) for use, letter in zip(uses, letters, strict=False)),
    )


def _letters(number: int) -> str:
    """a, b … z, aa, ab: the n-th from 0."""
    letters = ""
    number += 1
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("a") + last) + letters
    return letters
