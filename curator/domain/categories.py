"""Categories of a work: those that are kept, and the long names of those that are met most (arXiv's own category taxonomy)."""

from collections.abc import Iterable

MOST = 40
"""Of one work; arXiv's have twelve at most. The index takes time that grows with the square of their number."""

LONGEST = 60
"""Characters of one; arXiv's have twenty at most."""

NAMES = {
    "astro-ph.CO": "Cosmology and Nongalactic Astrophysics",
    "cond-mat.stat-mech": "Statistical Mechanics",
    "cs.AI": "Artificial Intelligence",
    "cs.AR": "Hardware Architecture",
    "cs.CC": "Computational Complexity",
    "cs.CL": "Computation and Language",
    "cs.CR": "Cryptography and Security",
    "cs.CV": "Computer Vision and Pattern Recognition",
    "cs.CY": "Computers and Society",
    "cs.DB": "Databases",
    "cs.DC": "Distributed, Parallel, and Cluster Computing",
    "cs.DL": "Digital Libraries",
    "cs.DS": "Data Structures and Algorithms",
    "cs.GR": "Graphics",
    "cs.GT": "Computer Science and Game Theory",
    "cs.HC": "Human-Computer Interaction",
    "cs.IR": "Information Retrieval",
    "cs.IT": "Information Theory",
    "cs.LG": "Machine Learning",
    "cs.LO": "Logic in Computer Science",
    "cs.MA": "Multiagent Systems",
    "cs.MM": "Multimedia",
    "cs.NE": "Neural and Evolutionary Computing",
    "cs.NI": "Networking and Internet Architecture",
    "cs.PL": "Programming Languages",
    "cs.RO": "Robotics",
    "cs.SD": "Sound",
    "cs.SE": "Software Engineering",
    "cs.SI": "Social and Information Networks",
    "eess.AS": "Audio and Speech Processing",
    "eess.IV": "Image and Video Processing",
    "eess.SP": "Signal Processing",
    "eess.SY": "Systems and Control",
    "math.OC": "Optimization and Control",
    "math.PR": "Probability",
    "math.ST": "Statistics Theory",
    "physics.comp-ph": "Computational Physics",
    "q-bio.QM": "Quantitative Methods",
    "quant-ph": "Quantum Physics",
    "stat.ME": "Methodology",
    "stat.ML": "Machine Learning (Statistics)",
}

_FOLDED = {key.casefold(): name for key, name in NAMES.items()}


def kept(terms: Iterable[str]) -> tuple[str, ...]:
    """The words of all terms, each once, without those that are too long or too many to be categories."""
    words = (word for term in terms for word in term.split() if len(word) <= LONGEST)
    return tuple(dict.fromkeys(words))[:MOST]


def long_name(category: str) -> str | None:
    """What a category is called, None where it is not met often."""
    return _FOLDED.get(category.casefold())
