"""An issue as a document, with what is typed and not saved yet."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from curator.domain.document import IssueDocument, Manuscript
from curator.domain.papers import Paper
from curator.domain.writeups import INSIGHTS, WHY
from curator.writing import citations
from curator.writing.assembly import assemble

if TYPE_CHECKING:
    from curator.library.library import Library

Unsaved = Mapping[tuple[int, str], str | None]
"""Texts by paper and name of the field, as they stand on the screen."""


def compose(library: "Library", issue: int, unsaved: Unsaved | None = None) -> IssueDocument:
    """The issue with everything resolved, from one snapshot. Raises NotFound."""
    with library.read() as reading:
        manuscript = reading.manuscripts.read(issue)
        if unsaved:
            manuscript = _laid_over(manuscript, unsaved)
            cited = citations.keys(unsaved.values())
            if any(key not in manuscript.works for key in cited):
                works = {**manuscript.works, **reading.manuscripts.works(cited)}
                manuscript = replace(manuscript, works=works)
    return assemble(manuscript)


def _laid_over(manuscript: Manuscript, unsaved: Unsaved) -> Manuscript:
    papers = {number: _with_texts(paper, unsaved) for number, paper in manuscript.papers.items()}
    return replace(manuscript, papers=papers)


def _with_texts(paper: Paper, unsaved: Unsaved) -> Paper:
    why = unsaved.get((paper.id, WHY.name), paper.why)
    insights = unsaved.get((paper.id, INSIGHTS.name), paper.insights)
    return replace(paper, why=why or None, insights=insights or None)
