"""Works to put into a library."""

from datetime import date

from curator.domain.papers import Record

TRAINING = Record(
    title="Training Compute-Optimal\n  Large Language Models",
    authors=("Jordan Hoffmann", "Sebastian Borgeaud", "Arthur Mensch", "Elena Buchatskaya"),
    abstract="We investigate the optimal model size.\n",
    categories=("cs.CL", "cs.LG"),
    published=date(2022, 3, 29),
    updated=date(2022, 3, 29),
    arxiv="2203.15556",
    version=1,
    source="arxiv",
)
BERT = Record(
    title="BERT: Pre-training of Deep Bidirectional Transformers",
    authors=("Jacob Devlin", "Ming-Wei Chang"),
    published=date(2018, 10, 11),
    arxiv="1810.04805",
    source="arxiv",
)
PLAIN = Record(
    title="A page without a source", authors=("Ada King",), published=date(2022, 4, 1), url="https://example.org/a"
)
