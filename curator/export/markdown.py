"""An issue as Markdown: CommonMark with footnotes and YAML front matter, which an import reads back to the same issue."""

from collections.abc import Container, Iterator

from curator.domain.bylines import reference_names
from curator.domain.document import DocumentEntry, DocumentSection, FieldText, IssueDocument, Reference
from curator.domain.identifiers import encode_address
from curator.domain.issues import Kind
from curator.domain.papers import Figure
from curator.export.format import Format, Output, Rendered
from curator.writing import frontmatter, issueform
from curator.writing.citations import as_notes
from curator.writing.frontmatter import FrontMatter
from curator.writing.markdown import escape_line, link


def render(document: IssueDocument) -> Rendered:
    """The issue in UTF-8, and the figures that it shows."""
    parts = [part for section in document.sections for part in _section(section, document.numbers)]
    if document.references:
        parts.append("\n".join(definition(reference) for reference in document.references))
    body = "\n\n".join(parts)
    text = f"{frontmatter.write(_front(document))}\n{body}{body and chr(10)}"
    return Rendered(text.encode("utf-8", "replace"), tuple(_files(document)))


MARKDOWN = Format("markdown", ".md", "Markdown with footnotes and front matter, figures beside it", render)


def definition(reference: Reference) -> str:
    """A reference as a footnote's definition, as an import found it or made from the work."""
    return f"[^{reference.key}]: {reference.text or made_definition(reference)}"


def made_definition(reference: Reference) -> str:
    """`Devlin, Chang, Lee, et al., [title](address), 2018.`: what is known of the work, parted by commas."""
    names = map(escape_line, reference_names(reference.authors))
    title = link(reference.title, reference.address) if reference.address else escape_line(reference.title)
    return f"{', '.join([*names, title, *([] if reference.year is None else [str(reference.year)])])}."


def _front(document: IssueDocument) -> FrontMatter:
    return FrontMatter(
        document.title,
        document.edition,
        document.date,
        document.slug,
        document.lead,
        document.authors,
        document.tags,
        document.cover,
    )


def _section(section: DocumentSection, defined: Container[str]) -> Iterator[str]:
    """The parts of a section: between any two of them stands one blank line."""
    if section.title:
        yield f"## {escape_line(section.title)}"
    if section.text:
        yield issueform.as_typed(as_notes(section.text, defined), opens_section=True)
    links: list[str] = []
    follows_heading = not section.text
    for entry in section.entries:
        if entry.kind is Kind.LINK:
            if not links and not follows_heading:
                links.append(issueform.LINK)
            links.append(_link(entry, defined))
        else:
            if links:
                yield "\n".join(links)
                links = []
            yield from _entry(entry, defined)
        follows_heading = False
    if links:
        yield "\n".join(links)


def _entry(entry: DocumentEntry, defined: Container[str]) -> Iterator[str]:
    if entry.kind is Kind.PAPER:
        yield from _paper(entry, defined)
        return
    mark = issueform.TEXT if entry.kind is Kind.TEXT else _mention(entry.address)
    yield f"{mark}\n{issueform.as_typed(as_notes(entry.text, defined))}" if entry.text else mark


def _link(entry: DocumentEntry, defined: Container[str]) -> str:
    blurb = f"{issueform.BEFORE_BLURB}{as_notes(entry.text, defined)}".replace("\n", " ") if entry.text else ""
    return f"- {link(entry.title, entry.address)}{blurb}"


def _mention(address: str | None) -> str:
    return f"<!-- mention: {encode_address(address).replace('--', '-%2D')} -->" if address else issueform.MENTION


def _paper(entry: DocumentEntry, defined: Container[str]) -> Iterator[str]:
    title = link(entry.title, entry.address) if entry.address else escape_line(entry.title)
    yield f"### {title}"
    if entry.byline and (byline := escape_line(entry.byline, begins_line=True)):
        yield byline
    if entry.links:
        yield issueform.BETWEEN_LINKS.join(link(one.title, one.url) for one in entry.links)
    figures = {one.src: one for one in entry.figures}
    for field in entry.fields:
        yield _field(field, figures, defined)
    if entry.loose:
        yield issueform.FIGURES
        for src in entry.loose:
            yield issueform.figure(figures[src])


def _field(field: FieldText, figures: dict[str, Figure], defined: Container[str]) -> str:
    written = issueform.figures_out(as_notes(field.text, defined), figures)
    return issueform.field(field.label, field.text, written, figures)


def _files(document: IssueDocument) -> Iterator[Output]:
    """The cover and every figure of an entry, each once, in order of their names."""
    shown = {one.src for section in document.sections for entry in section.entries for one in entry.figures}
    if document.cover:
        shown.add(document.cover.src)
    for src in sorted(shown & document.pictures.keys()):
        yield Output(src, document.pictures[src])
