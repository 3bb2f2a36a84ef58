"""LaTeX in titles, names and abstracts becomes what a person reads."""

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.writing.latex import readable, readable_name


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("Plain  words\n over two lines", "Plain words over two lines"),
        ("Echo-E$^3$Net and X$^{2}$-Gaussian", "Echo-E³Net and X²-Gaussian"),
        ("the $\\ell_1$ norm", "the ℓ₁ norm"),
        ("A$^\\text{T}$A in $\\mathcal{O}(T)$ over $\\mathbb{R}^{n-k}$", "AᵀA in 𝒪(T) over ℝⁿ⁻ᵏ"),
        ("Super-Resolution ($\\times$4)", "Super-Resolution (×4)"),
        ("$\\mathbf{\\texttt{D}}$ual-$\\mathbf{\\texttt{H}}$ead", "Dual-Head"),
        ("\\textsc{Sim\\emph{Instruct}}: {\\em a tool}", "SimInstruct: a tool"),
        ("\\ours outperforms \\method{} by 5\\% & 3\\&4", "ours outperforms method by 5% & 3&4"),
        ("100% of \\textbf{10\\%}", "100% of 10%"),
        (
            "see \\href{https://example.org/a_b}{our page} and \\url{https://example.org/c_d}",
            "see our page and https://example.org/c_d",
        ),
        ("as shown~\\cite{a,b}. Fig.~3 is \\textit{new}", "as shown. Fig. 3 is new"),
        ("\\textbf{about} ~50 ms", "about ~50 ms"),
        ("it costs $5 million, not $10 million", "it costs $5 million, not $10 million"),
        ("from $100 to $200 ($\\sim$50 less)", "from $100 to $200 (∼50 less)"),
        ("between \\$5 and \\$6", "between $5 and $6"),
        ("$1.74$ and $ 4.8$% of 1979$-$2025", "1.74 and 4.8% of 1979-2025"),
        ("$\\frac{1}{n+1}$ and $\\sqrt{x}$, $\\sqrt[3]{a+b}$", "1/(n+1) and √x, ³√(a+b)"),
        ("$\\hat{x}$, $\\bar y$, $45^{\\circ}$, $f'$", "x̂, ȳ, 45°, f′"),
        ("$x^{Q}$, $L_{CE}$, $x_{i,j}$, $a^{b;c}$", "x^Q, L_CE, x_(i,j), a^(b;c)"),
        ("$\\{1,2\\}$", "{1,2}"),
        ("\\(\\alpha \\leq \\beta\\) and \\[ a \\to b \\]", "α ≤ β and a → b"),
        ("$$E = mc^2$$", "E = mc²"),
        ('Erd\\H{o}s, G\\"odel, Stra\\ss e, \\\'{E}cole, na\\"{\\i}ve', "Erdős, Gödel, Straße, École, naïve"),
        ("1\\textpertenthousand", "1‱"),
        ("a } lost { brace \\", "a lost brace"),
        ("$", "$"),
        ("", ""),
    ],
)
def test_what_is_received_and_what_is_read(received: str, read: str) -> None:
    assert readable(received) == read


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("Nguy\\~ên", "Nguyễn"),
        ("Peter St\\ütz", "Peter Stütz"),
        ("{\\L}ukasz", "Łukasz"),
        ("{van der Berg}, A.", "van der Berg, A."),
    ],
)
def test_names_are_readable(received: str, read: str) -> None:
    assert readable_name(received) == read


_PIECES = [
    *"${}\\^_~%&'[] ax1Ω\n",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "$$",
    "\\frac",
    "\\sqrt",
    "\\hat",
    "\\not",
    "\\href",
    "\\cite",
]
_PIECES += [
    "\\textbf{",
    "\\mathbb",
    "\\unicode{x110000}",
    "\\unicode{99999999999}",
    "\\unicode{x-1}",
    "\\begin{x}",
    "\\'",
    "\\pmod",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join) | st.text())
def test_any_text_is_read(text: str) -> None:
    read = readable(text)
    assert read == " ".join(read.split())


@pytest.mark.parametrize(
    "piece", ["{", "\\textbf{", "\\hat", "$\\frac{", "}", "\\(", "$", "\\unicode{", "{}", "^{_{", "\\'"]
)
def test_hostile_texts_are_read_at_once(piece: str) -> None:
    readable(piece * (40_000 // len(piece)))
    readable("$" + piece * 200 + "$")


@pytest.mark.parametrize("opening", ["{", "\\textbf{", "\\frac{a}{", "\\hat{", "$x^{"])
def test_groups_may_lie_in_each_other_however_deep(opening: str) -> None:
    text = opening * 5000 + "x" + "}" * 5000
    assert "x" in readable(text[:49_000])
    assert "x" in readable(f"$a^{text[:500]}x{'}' * 500}$")


@pytest.mark.slow
def test_real_titles_and_abstracts_leave_next_to_no_residue(real_data: Path) -> None:
    with_latex = left = 0
    with gzip.open(real_data / "arxiv-50k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for text in (record["title"], record["abstract"]):
                if "$" in text or "\\" in text:
                    with_latex += 1
                    left += bool(re.search(r"\$(?!\d)|\\[A-Za-z]+|[{}]", readable(text)))
    assert with_latex > 5000
    assert left / with_latex < 0.02
