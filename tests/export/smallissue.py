"""A small fixed issue with every part that an issue can have."""

from curator.domain.document import DocumentEntry, DocumentSection, FieldText, IssueDocument, Reference
from curator.domain.issues import Cover, Kind
from curator.domain.papers import Figure, Link
from curator.domain.writeups import INSIGHTS, WHY

PICTURES = {
    "figures/8988f1ba252ba256.png": b"\x89PNG\r\n\x1a\n first",
    "figures/900fbe934249ad12.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
}
PNG, SVG = PICTURES

SCALING = DocumentEntry(
    id=3,
    kind=Kind.PAPER,
    number=1,
    paper=1,
    key="hoffmann2022training",
    title="Training Compute-Optimal Large Language Models",
    address="https://arxiv.org/abs/2203.15556",
    byline="By Jordan Hoffmann, Sebastian Borgeaud, Arthur Mensch, et al.",
    links=(Link("Code", "https://example.org/code_(new)"), Link("Demo & more", "https://example.org/demo")),
    fields=(
        FieldText(
            WHY.name, WHY.label, "Models have grown faster than the data they see[@devlin2018bert]. *How* big is right?"
        ),
        FieldText(
            INSIGHTS.name,
            INSIGHTS.label,
            f"- Tokens and parameters should grow together [@devlin2018bert; @kaplan2020scaling].\n- See the figure.\n\n![]({PNG})\n\n"
            "Loss follows $L(N, D)$, as [@kaplan2020scaling][@devlin2018bert] have it.",
        ),
    ),
    figures=(Figure(PNG, "Loss over compute", "Each dot is a run.", "Hoffmann et al."), Figure(SVG, "A plan")),
    loose=(SVG,),
)

PLAIN = DocumentEntry(
    id=4,
    kind=Kind.PAPER,
    number=2,
    paper=2,
    key="worknd1",
    title="1. A *starred* title [sic] for $5",
    fields=(FieldText(INSIGHTS.name, INSIGHTS.label, "Intro.\n\n### Not a paper\n\nA heading of its own."),),
)

SMALL_ISSUE = IssueDocument(
    id=1,
    slug="trends-in-ai-april-2022",
    title="Trends in AI: a test",
    edition="April 2022",
    date="2022-04-06",
    lead="Scaling, and more.\nBuilt on [@kaplan2020scaling].",
    cover=Cover(SVG, "A cover", None, "Drawn by hand, with care"),
    authors=("Jane Doe",),
    tags=("scaling", "no"),
    sections=(
        DocumentSection(0, "", "Welcome back.", ()),
        DocumentSection(
            1,
            "📰 News",
            None,
            (
                DocumentEntry(
                    1, Kind.LINK, title="A title", address="https://example.org/news", text="a line about it"
                ),
                DocumentEntry(2, Kind.LINK, title="Another", address="https://example.org/a_(b)"),
            ),
        ),
        DocumentSection(
            2,
            "🔬 Research",
            "We chose two papers.",
            (
                SCALING,
                PLAIN,
                DocumentEntry(
                    5,
                    Kind.MENTION,
                    address="https://example.org/some--thing",
                    text="Another recent work is [this one](https://example.org/some--thing).",
                ),
                DocumentEntry(
                    6, Kind.LINK, title="One more", address="https://example.org/late", text="news at the end"
                ),
                DocumentEntry(7, Kind.TEXT, text="That is all."),
            ),
        ),
    ),
    references=(
        Reference(
            1, "kaplan2020scaling", 3, ("Jared Kaplan", "Sam McCandlish"), "Scaling Laws", None, 2020, None, None, 3
        ),
        Reference(
            *(2, "devlin2018bert", 4),
            ("Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova", "Somebody Else"),
            *("BERT: Pre-training", "https://arxiv.org/abs/1810.04805", None, None, None, 3),
        ),
    ),
    numbers={"kaplan2020scaling": 1, "devlin2018bert": 2},
    missing=(),
    words=0,
    pictures=PICTURES,
)

if __name__ == "__main__":
    import sys

    from curator.export.markdown import render

    sys.stdout.buffer.write(render(SMALL_ISSUE).text)
