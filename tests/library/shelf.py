"""Sixty papers of few words, so that any query of these words finds some and not others."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Link, Paper, Record, Status
from curator.library.library import Library
from curator.library.merging import prepare

WORDS = ("graph", "graphs", "neural", "scaling", "law", "Müller", "pré-training", "2022", "stinbox")
PEOPLE = ("Ada Müller", "Bo Graph", "Chen Wang", "Wang Li", "Émile Law", "Dana Neural-Scaling")
CATEGORIES = ("cs.CL", "cs.CV", "stat.ML", "hep-th", "math-ph")
TAGS = ("to read", "Ünder", "scaling", "ai", "aircraft")
BEGIN = date(2022, 3, 1)


@dataclass(frozen=True)
class Shelf:
    """A library that no test changes, and its papers, newest first."""

    library: Library
    papers: list[Paper]


def fill(library: Library) -> list[int]:
    """Puts the papers in, with texts, tags, stars, issues; returns their numbers."""
    chance = random.Random(7)

    def some(number: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(number))

    with library.intake() as work, work.batch() as batch:
        records = [
            Record(
                title=f"T{number} {some(3)}",
                authors=tuple(chance.sample(PEOPLE, chance.randint(1, 5))),
                abstract=f"{some(4)}\nand {some(4)}",
                categories=tuple(chance.sample(CATEGORIES, chance.randint(0, 2))),
                published=BEGIN + timedelta(days=chance.randint(0, 40)),
                arxiv=f"2203.{number:05}" if number % 3 else None,
                doi=f"10.1000/x{number}" if number % 4 == 0 else None,
                url=f"https://example.org/{number}.pdf" if number % 6 == 0 else None,
                source=chance.choice(("arxiv", "file")),
            )
            for number in range(1, 61)
        ]
        ids = [one.paper for one in batch.merging.put_in([prepare(record) for record in records])]
    with library.edit("Work on them") as edit:
        for paper in ids:
            edit.papers.decide([paper], chance.choice(list(Status)))
            for tag in chance.sample(TAGS, chance.randint(0, 2)):
                edit.papers.tag([paper], tag)
        edit.papers.star(ids[::5], True)
        edit.papers.mark_seen(ids[::4])
        edit.papers.set_links(ids[3], [Link("Code", "https://example.org/code")])
        edit.papers.override(ids[8], title="Another law", authors=["Zoë Ångström"], published=date(2022, 4, 15))
        for paper in ids[::7]:
            edit.writeups.save(paper, "why", some(5), None)
        for paper in ids[::9]:
            edit.writeups.save(paper, "insights", some(5), None)
        for edition, papers in (("April 2022", ids[::11]), ("May 2022", ids[1::13])):
            issue = edit.issues.new("Trends", edition=edition)
            section = edit.issues.add_section(issue, "Research")
            edit.issues.add(section, [NewEntry(Kind.PAPER, paper=paper) for paper in papers])
    return ids
