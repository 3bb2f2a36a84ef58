"""Builders of papers, issues and manuscripts for tests that need no library."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from curator.domain.document import Manuscript
from curator.domain.issues import Cover, Entry, Issue, IssueStatus, Kind, Section
from curator.domain.papers import Figure, Link, Paper, Status

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"><path d="M0 400 800 0"/></svg>'
PICTURE = "figures/00112233445566aa.svg"
OTHER_PICTURE = "figures/00112233445566bb.svg"


def paper(
    number: int,
    title: str = "A Paper",
    authors: tuple[str, ...] = ("Ada Lovelace",),
    *,
    key: str | None = None,
    arxiv: str | None = None,
    url: str | None = None,
    published: date | None = date(2022, 3, 1),
    why: str | None = None,
    insights: str | None = None,
    links: tuple[Link, ...] = (),
    figures: tuple[Figure, ...] = (),
) -> Paper:
    return Paper(
        id=number,
        key=key or f"work{number}",
        title=title,
        authors=authors,
        abstract="",
        categories=(),
        comment=None,
        arxiv=arxiv,
        version=None,
        doi=None,
        url=url,
        published=published,
        updated=None,
        added=datetime(2022, 4, 1, tzinfo=UTC),
        status=Status.DRAFTING,
        starred=False,
        unread=False,
        tags=(),
        why=why,
        insights=insights,
        links=links,
        figures=figures,
        issues=(),
        to_fetch=False,
    )


def issue(
    *sections: Section,
    title: str = "Trends in AI",
    edition: str | None = "April 2022",
    date: str | None = "2022-04-06",
    lead: str | None = None,
    cover: Cover | None = None,
    authors: tuple[str, ...] = ("The editors",),
    tags: tuple[str, ...] = (),
    names: str = "3",
) -> Issue:
    return Issue(
        1,
        "trends-in-ai-april-2022",
        title,
        edition,
        date,
        lead,
        cover,
        authors,
        tags,
        names,
        IssueStatus.DRAFT,
        sections,
    )


def manuscript(
    of: Issue,
    *papers: Paper,
    cited: tuple[Paper, ...] = (),
    pictures: Mapping[str, bytes] | None = None,
    definitions: Mapping[str, str] | None = None,
) -> Manuscript:
    """`papers` are those of entries, `cited` those that texts cite."""
    return Manuscript(
        issue=of,
        papers={one.id: one for one in papers},
        works={one.key: one for one in (*cited, *papers)},
        pictures=pictures if pictures is not None else {PICTURE: SVG, OTHER_PICTURE: SVG},
        definitions=definitions or {},
    )


def small_manuscript() -> Manuscript:
    """A small issue with one of everything: lead, cover, news, papers, citations, a figure, a formula, a mention, closing words."""
    first = paper(
        1,
        "Tuning Large Networks",
        ("Greg Yang", "Edward J. Hu", "Igor Babuschkin", "Szymon Sidor"),
        arxiv="2203.03466",
        why="Nobody tunes the largest models.",
        insights="The best rate drifts [@glorot2010difficulty], and **stays** here.\n\n"
        "> Quoted words.\n\n$$L(N) = E + \\frac{A}{N^\\alpha}$$\n\n- one [@kaplan2020scaling; @hu2022second]\n- two\n\n"
        f"![]({PICTURE})\n\nAfter the figure, $x<y$.",
        links=(Link("Code", "https://example.org/code"),),
        figures=(
            Figure(PICTURE, "Two lines", "Size against compute.", "redrawn after the paper"),
            Figure(OTHER_PICTURE, None, "One more.", None),
        ),
    )
    second = paper(
        2,
        "A Second Paper",
        ("Edward J. Hu",),
        key="hu2022second",
        arxiv="2203.12119",
        why="Because.",
        insights="- a\n- b",
    )
    cited = (
        paper(3, "Understanding the Difficulty", ("Xavier Glorot", "Yoshua Bengio"), key="glorot2010difficulty", url="https://example.org/g?a=1&b=2", published=date(2010, 5, 1)),
        paper(4, "Scaling Laws", ("Jared Kaplan", "B B", "C C", "D D", "E E"), key="kaplan2020scaling", published=None),
    )  # fmt: skip
    whole = issue(
        Section(10, "", "Welcome back to {{edition}} [@kaplan2020scaling]."),
        Section(
            11,
            "📰 News",
            None,
            (
                Entry(21, Kind.LINK, title="A chip & more", url="https://example.org/news", text="fast *arithmetic*"),
                Entry(22, Kind.LINK, title="No address"),
            ),
        ),
        Section(
            12,
            "🔬 Research",
            "We chose {{papers:words}} ({{papers}}) papers.",
            (
                Entry(23, Kind.PAPER, 1),
                Entry(24, Kind.MENTION, url="https://example.org/m", text="Also [this](https://example.org/m)."),
                Entry(25, Kind.PAPER, 2, byline="By E. J. Hu."),
                Entry(
                    26,
                    Kind.TEXT,
                    text="## That was {{edition}}\n\nSee [@glorot2010difficulty] and [@nobody1900nothing].",
                ),
            ),
        ),
        lead="Settings that **survive**.",
        cover=Cover(PICTURE, "A sunset", "Dusk.", "Drawn by us"),
        tags=("monthly",),
    )
    return manuscript(whole, first, second, cited=cited)
