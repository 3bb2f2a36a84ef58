"""Random issues for tests of the Markdown form: texts of the hardest pieces, whole documents, and what a file says made a document."""

from dataclasses import replace
from hashlib import sha256

from hypothesis import strategies as st

from curator.domain.document import DocumentEntry, DocumentSection, FieldText, IssueDocument, Reference
from curator.domain.issues import Cover, Kind
from curator.domain.papers import Figure, Link
from curator.domain.texts import as_line, as_saved
from curator.domain.writeups import FIELDS
from curator.sources.issuetext import ReadEntry, ReadIssue
from curator.writing import citations
from curator.writing.markdown import figure_lines

KEYS = ("a", "b", "devlin2018bert")
PICTURES = {
    f"figures/{sha256(data).hexdigest()[:16]}{suffix}": data
    for data, suffix in ((b"\x89PNG\r\n\x1a\n first", ".png"), (b'<svg xmlns="http://www.w3.org/2000/svg"/>', ".svg"))
}
FIGURES = tuple(PICTURES)
PNG_LINE = f"![]({FIGURES[0]})"

PIECES = [
    *(
        "a",
        "b",
        " ",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "\n \n",
        "    ",
        "#",
        "# ",
        "\n## x",
        "### ",
        "\n   ### y\n",
        "####",
        "-",
        "- ",
    ),
    *(
        "\n- [x](y)",
        "- [",
        "\n* [x](https://e.org)",
        "*",
        "**",
        "*c*",
        "\n\n*c*\n",
        "\n\n**\n",
        "`",
        "```",
        "\n```\n",
        "~~~\n",
    ),
    *(
        "\\",
        "\\\\",
        "[@a]",
        "[@b]",
        "[@a; @b]",
        "[@a;@b]",
        "[@a; @nobody]",
        "[@nobody]",
        "[@",
        "]",
        "[^a]",
        "[^b]",
        "[^nobody]",
    ),
    *("\n[^a]: q", "[^a]:", "\n[^]: q", "[l]: /u\n", "\n[l]: /u\n", "<!-- -->", "<!--", "-->", "<!-- as typed -->"),
    *("\n<!-- as typed -->\n", "\n<!-- /as typed -->\n", "\n<!-- as typed 2 -->\n", "\n<!-- /as typed 2 -->\n"),
    *(
        "\n<!-- text -->\n",
        "\n<!-- link -->\n",
        "\n<!-- mention: u -->\n",
        "\n<!-- mention -->\n",
        "\n<!-- figures -->\n",
    ),
    *(
        "\n\n<!-- no caption -->\n\n",
        "\n**❓ Why →** ",
        "\n**❓ Why →**\n\n",
        "**💡 Key insights →**",
        "---",
        "\n---\n",
        "===",
        "> ",
    ),
    *(
        "1. ",
        "1)",
        "+",
        "|",
        "\n| a |\n| - |\n",
        "$",
        "$$\n",
        "\n$$\nx\n$$\n",
        "\r\n",
        "\r",
        "\u2028",
        "\x0b",
        "\x0c",
        "\x00",
        "\x85",
    ),
    *(
        f"\n![]({FIGURES[0]})\n",
        f"![]({FIGURES[0]})",
        f"\n\n![]({FIGURES[1]})\n\n",
        f"\\![]({FIGURES[0]})",
        f"\n![z]({FIGURES[0]})",
    ),
    *(
        "\n\\\\![](figures/x.png)",
        "![](figures/none.png)",
        f"  ![]({FIGURES[0]})\n",
        "é",
        "❓",
        " · ",
        " — ",
        "[p](q)",
        "<b>",
        "\n<div>\n",
    ),
    *(
        "&amp;",
        "&",
        "{{nothing}}",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\U0001f4f0",
        ": ",
        " #",
        "'",
        '"',
        "%",
        "null",
        "1",
        "!",
        "^",
        "~",
    ),
]

pieces = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
texts = st.one_of(pieces, st.text(max_size=20)).map(as_saved)
"""Texts of several lines, as saved."""

lines = st.one_of(pieces, st.text(max_size=20)).map(as_line)
"""Plain texts of one line, as saved."""

titles = lines.filter(bool)
addresses = st.sampled_from(
    [
        *(
            "https://e.org/a",
            "https://e.org/a_(b)",
            "https://e.org/a(",
            "https://e.org/--x--->",
            "https://e.org/?a=1&amp;b=2",
        ),
        *(
            "https://e.org/a%20b",
            "http://[::1]/x",
            "https://e.org/é*_`$",
            "https://e.org/[x]",
            'https://e.org/"x"',
            "https://e.org/-",
        ),
    ]
).map(lambda address: address.replace(">", "%3E"))


def figure(src: str) -> st.SearchStrategy[Figure]:
    return st.builds(Figure, st.just(src), lines, lines, lines)


@st.composite
def papers(draw: st.DrawFn) -> DocumentEntry:
    figures = tuple(draw(figure(src)) for src in draw(st.lists(st.sampled_from(FIGURES), unique=True)))
    fields = tuple(FieldText(one.name, one.label, text) for one in FIELDS if (text := draw(texts)))
    placed = list(dict.fromkeys(src for one in fields for _, src in figure_lines(one.text)))
    figures = tuple(sorted(figures, key=lambda one: placed.index(one.src) if one.src in placed else len(placed)))
    return DocumentEntry(
        id=0,
        kind=Kind.PAPER,
        title=draw(titles),
        address=draw(st.none() | addresses),
        byline=draw(lines),
        links=tuple(draw(st.lists(st.builds(Link, titles, addresses), max_size=2))),
        fields=fields,
        figures=figures,
        loose=tuple(one.src for one in figures if one.src not in placed),
    )


entries = st.one_of(
    papers(),
    st.builds(
        lambda title, url, text: DocumentEntry(0, Kind.LINK, title=title, address=url, text=text),
        titles,
        addresses,
        lines,
    ),
    st.builds(lambda url, text: DocumentEntry(0, Kind.MENTION, address=url, text=text), st.none() | addresses, texts),
    st.builds(lambda text: DocumentEntry(0, Kind.TEXT, text=text), texts),
)


@st.composite
def documents(draw: st.DrawFn) -> IssueDocument:
    """Whole issues, such as assembly makes them of a library whose works are those of KEYS."""
    known = draw(st.sampled_from([(), KEYS[:1], KEYS]))
    lead = draw(texts)
    sections = []
    for title in [*draw(st.sampled_from([[], [""]])), *draw(st.lists(titles, max_size=2))]:
        text, inside = draw(texts), tuple(draw(st.lists(entries, max_size=3)))
        if title or text or inside:
            sections.append(DocumentSection(0, title, text, inside))
    numbers = cited(lead, sections, known)
    references = tuple(
        Reference(
            *(number, key, 0, tuple(draw(st.lists(titles, max_size=5))), draw(titles), draw(st.none() | addresses)),
            *(draw(st.none() | st.integers(1000, 2999)), None, None, 1),
        )
        for key, number in numbers.items()
    )
    cover = draw(st.none() | st.builds(Cover, st.sampled_from(FIGURES), lines, lines, lines))
    return IssueDocument(
        id=0,
        slug=draw(st.sampled_from(["trends-in-ai", "1", "null", "2022-04-06"])),
        title=draw(titles),
        edition=draw(lines),
        date=draw(st.none() | st.just("2022-04-06")),
        lead=lead,
        cover=cover,
        authors=tuple(draw(st.lists(titles, max_size=2))),
        tags=tuple(draw(st.lists(titles, max_size=2))),
        sections=tuple(sections),
        references=references,
        numbers=numbers,
        missing=(),
        words=0,
        pictures=PICTURES,
    )


def distinct(document: IssueDocument) -> IssueDocument:
    """The issue with another title and address for each work, as in a library, where one work is one paper."""
    count = iter(range(1, 1000))

    def address(typed: str | None) -> str | None:
        number = next(count)
        forms = (f"https://arxiv.org/abs/2203.{number:05d}", f"https://doi.org/10.1000/(x){number}", f"{typed}{number}")
        return typed and (*forms, f"https://arxiv.org/pdf/2203.{number:05d}v2")[number % 4]

    def entry(one: DocumentEntry) -> DocumentEntry:
        if one.kind in (Kind.TEXT, Kind.LINK):
            return one
        return replace(one, title=one.title and f"{one.title} {next(count)}", address=address(one.address))

    return replace(
        document,
        sections=tuple(replace(one, entries=tuple(map(entry, one.entries))) for one in document.sections),
        references=tuple(
            replace(one, title=f"{one.title} {next(count)}", address=address(one.address))
            for one in document.references
        ),
    )


def cited(lead: str | None, sections: list[DocumentSection], known: tuple[str, ...]) -> dict[str, int]:
    """Numbers by first use, in the order in which an issue is read."""
    inside = [
        text
        for section in sections
        for text in (
            section.text,
            *(t for entry in section.entries for t in (entry.text, *(f.text for f in entry.fields))),
        )
    ]
    uses = [use for text in (lead, *inside) if text for use in citations.find(text, known)]
    return {key: number for number, key in enumerate(dict.fromkeys(key for use in uses for key in use.keys), 1)}


def again(read: ReadIssue, document: IssueDocument) -> IssueDocument:
    """The document that a file says, with what no file says taken from `document`."""
    front = read.front
    return replace(
        document,
        slug=front.slug or "",
        title=front.title or "",
        edition=front.edition,
        date=front.date,
        lead=front.lead,
        cover=front.cover,
        authors=front.authors,
        tags=front.tags,
        sections=tuple(
            DocumentSection(0, one.title, one.text, tuple(map(entry_again, one.entries))) for one in read.sections
        ),
        references=tuple(
            Reference(number, one.key, 0, (), "", None, None, None, one.text, 1)
            for number, one in enumerate(read.definitions, 1)
        ),
        numbers={one.key: number for number, one in enumerate(read.definitions, 1)},
    )


def entry_again(read: ReadEntry) -> DocumentEntry:
    labels = {one.name: one.label for one in FIELDS}
    placed = {src for _, text in read.fields for _, src in figure_lines(text)}
    return DocumentEntry(
        id=0,
        kind=read.kind,
        title=read.title,
        address=read.address,
        byline=read.byline,
        text=read.text,
        links=read.links,
        fields=tuple(FieldText(name, labels[name], text) for name, text in read.fields),
        figures=read.figures,
        loose=tuple(one.src for one in read.figures if one.src not in placed),
    )
