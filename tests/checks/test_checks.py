"""The rules say what is wrong, and where."""

import pytest

from curator.checks import CHECKS, run
from curator.domain.findings import Severity
from curator.domain.issues import Entry, Kind, Section
from curator.writing.assembly import assemble
from tests.issues import issue, manuscript, paper


def test_an_issue_without_faults_has_no_findings() -> None:
    whole = issue(Section(1, "S", "[@work1]", (Entry(1, Kind.PAPER, 1),)))
    assert run(assemble(manuscript(whole, paper(1, why="Because [@work1].")))) == ()


def test_a_paper_without_why_is_named() -> None:
    whole = issue(Section(1, "🔬 Research", None, (Entry(7, Kind.PAPER, 1), Entry(8, Kind.TEXT, text="x"))))
    (finding,) = run(assemble(manuscript(whole, paper(1, "Its Title", insights="- much"))))
    assert (finding.check, finding.severity) == ("paper-without-why", Severity.WARNS)
    assert (finding.section, finding.entry, finding.paper, finding.field) == ("🔬 Research", 7, 1, "why")
    assert "“Its Title”" in finding.message


@pytest.mark.parametrize(
    ("where", "section", "entry", "paper_number", "field", "words"),
    [
        ("lead", None, None, None, "lead", "The lead"),
        ("section", "S", None, None, None, "The text of “S”"),
        ("text", "S", 2, None, None, "A text"),
        ("link", "S", 3, None, None, "The link “News”"),
        ("mention", "S", 4, None, None, "A mention"),
        ("why", "S", 1, 1, "why", "Why of “Title”"),
        ("insights", "S", 1, 1, "insights", "Key insights of “Title”"),
    ],
)
def test_a_citation_without_a_work_is_found_in_each_text(
    where: str, section: str | None, entry: int | None, paper_number: int | None, field: str | None, words: str
) -> None:
    def text(here: str) -> str:
        return "so [@work1; @gone2020nothing], [@gone2020nothing]" if here == where else "sound"

    entries = (
        Entry(1, Kind.PAPER, 1),
        Entry(2, Kind.TEXT, text=text("text")),
        Entry(3, Kind.LINK, title="News", text=text("link")),
        Entry(4, Kind.MENTION, text=text("mention")),
    )
    whole = issue(Section(9, "S", text("section"), entries), lead=text("lead"))
    (finding,) = run(assemble(manuscript(whole, paper(1, "Title", why=text("why"), insights=text("insights")))))
    assert (finding.check, finding.severity) == ("citation-without-work", Severity.BLOCKS)
    assert (finding.section, finding.entry, finding.paper, finding.field) == (section, entry, paper_number, field)
    assert finding.message.startswith(f"{words} cites [@gone2020nothing]")


def test_what_blocks_comes_first() -> None:
    whole = issue(Section(1, "S", None, (Entry(1, Kind.PAPER, 1), Entry(2, Kind.TEXT, text="[@nothing]"))))
    found = run(assemble(manuscript(whole, paper(1))))
    assert [finding.severity for finding in found] == [Severity.BLOCKS, Severity.WARNS]


def test_each_check_has_a_name_of_its_own() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.asks.endswith("?") for check in CHECKS)
