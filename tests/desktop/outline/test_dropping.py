"""What a drop on the outline means: where, what, the order after it, and the words before it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QUrl

from curator.desktop.mime import entries_mime, papers_mime
from curator.domain.identifiers import find
from curator.domain.issues import Kind, NewEntry
from curator.domain.papers import Status
from tests.desktop.outline.conftest import Stage

NEWS, RESEARCH, TOOLS = "📰 News", "🔬 Research", "Tools"
MENTION = "A work that is mentioned"
ALL = ["Tensor Programs V", "Visual Prompt Tuning", "Pathways", MENTION, "STaR", "Kubric"]


@pytest.mark.parametrize(
    ("target", "half", "section", "order", "words"),
    [
        ("Visual", "upper", RESEARCH, [ALL[0], "PaLM", *ALL[1:]], "Research after № 1, “Tensor Programs V”"),
        ("Visual", "lower", RESEARCH, [*ALL[:2], "PaLM", *ALL[2:]], "Research after № 2, “Visual Prompt Tuning”"),
        ("Tensor", "upper", RESEARCH, ["PaLM", *ALL], "Research at the beginning"),
        (MENTION, "lower", RESEARCH, [*ALL[:4], "PaLM", *ALL[4:]], f"Research after “{MENTION}”"),
        ("Research", "upper", RESEARCH, [*ALL, "PaLM"], "Research after № 5, “Kubric”"),
        ("Research", "lower", RESEARCH, [*ALL, "PaLM"], "Research after № 5, “Kubric”"),
        ("We chose", "lower", RESEARCH, ["PaLM", *ALL], "Research at the beginning"),
        ("News", "middle", NEWS, ["An accelerator", "Open weights", "PaLM"], "News after “Open weights”"),
        ("Open weights", "upper", NEWS, ["An accelerator", "PaLM", "Open weights"], "News after “An accelerator”"),
        ("Tools", "middle", TOOLS, ["PaLM"], "Tools at the beginning"),
        ("Drop papers", "middle", TOOLS, ["PaLM"], "Tools at the beginning"),
        ("Welcome", "lower", "", ["Welcome back.", "PaLM"], "the part before the first section after “Welcome back.”"),
        ("Lead", "middle", "", ["PaLM", "Welcome back."], "the part before the first section at the beginning"),
    ],
)
def test_a_paper_falls_where_the_words_say(
    stage: Stage, target: str, half: str, section: str, order: list[str], words: str
) -> None:
    assert stage.drop(stage.papers_mime("PaLM"), stage.at(target, half=half))
    assert stage.hints == [f"Drop to put this into {words}", ""]
    assert stage.order()[section] == order
    assert stage.seen() == stage.order()
    assert stage.steps == ["Add a paper to the issue"]
    stage.undo()
    assert all("PaLM" not in titles for titles in stage.order().values())
    assert stage.seen() == stage.order()


def test_below_all_is_the_end_of_the_last_section(stage: Stage) -> None:
    assert stage.drop(stage.papers_mime("PaLM", "Make-A-Scene"), stage.below_all())
    assert stage.hints[0] == "Drop to put 2 papers into Tools at the beginning"
    assert stage.order()[TOOLS] == ["PaLM", "Make-A-Scene"]


def test_several_papers_come_in_together_in_their_order_and_go_with_one_undo(stage: Stage) -> None:
    mime = stage.papers_mime("Make-A-Scene", "PaLM", "Latent Image Animator")
    assert stage.drop(mime, stage.at("STaR", half="upper"))
    assert stage.hints[0] == f"Drop to put 3 papers into Research after “{MENTION}”"
    assert stage.order()[RESEARCH] == [*ALL[:4], "Make-A-Scene", "PaLM", "Latent Image Animator", *ALL[4:]]
    assert [row.title for row in stage.view.chosen_rows()] == ["Make-A-Scene", "PaLM", "Latent Image Animator"]
    stage.undo()
    assert stage.order()[RESEARCH] == ALL


def test_what_is_put_in_is_shortlisted(stage: Stage) -> None:
    stage.drop(stage.papers_mime("PaLM"), stage.at("Tools"))
    with stage.library.read() as reading:
        assert reading.papers.get(stage.papers["PaLM"]).status is Status.SHORTLISTED


@pytest.mark.parametrize(
    ("dropped", "target", "half", "order"),
    [
        (["Tensor"], "STaR", "lower", [*ALL[1:5], ALL[0], ALL[5]]),
        (["Kubric"], "Tensor", "upper", [ALL[5], *ALL[:5]]),
        (["Visual"], "Visual", "upper", ALL),
        (["Tensor", "Pathways"], "Visual", "lower", [ALL[1], ALL[0], ALL[2], *ALL[3:]]),
        (["Tensor", "Kubric"], "Research", "middle", [*ALL[1:5], ALL[0], ALL[5]]),
    ],
)
def test_entries_move_within_their_section(
    stage: Stage, dropped: list[str], target: str, half: str, order: list[str]
) -> None:
    assert stage.drop(stage.rows_mime(*dropped), stage.at(target, half=half))
    assert stage.hints[0].startswith("Drop to move ")
    assert stage.order()[RESEARCH] == order
    assert stage.seen() == stage.order()


def test_entries_move_between_sections_with_one_undo(stage: Stage) -> None:
    assert stage.drop(stage.rows_mime("An accelerator", "Welcome", "Kubric"), stage.at("Visual", half="upper"))
    assert stage.order() == {
        "": [],
        NEWS: ["Open weights"],
        RESEARCH: [ALL[0], "Welcome back.", "An accelerator", "Kubric", *ALL[1:5]],
        TOOLS: [],
    }
    assert stage.seen() == stage.order()
    stage.undo()
    assert stage.order()[RESEARCH] == ALL
    assert stage.order()[""] == ["Welcome back."]
    assert stage.seen() == stage.order()


@pytest.mark.parametrize(
    ("paper", "target", "half", "order"),
    [
        ("Tensor Programs V", "STaR", "lower", [*ALL[1:5], ALL[0], ALL[5]]),
        ("Kubric", "Tensor", "upper", [ALL[5], *ALL[:5]]),
        ("Kubric", "Research", "middle", ALL),
    ],
)
def test_a_paper_that_is_there_is_moved_and_that_is_said(
    stage: Stage, paper: str, target: str, half: str, order: list[str]
) -> None:
    assert stage.drop(stage.papers_mime(paper), stage.at(target, half=half))
    assert stage.hints[0].startswith("Drop to move this into Research")
    assert stage.order()[RESEARCH] == order
    assert stage.said == ["This paper was in the issue already: moved here, not put in twice"]


def test_of_several_papers_those_that_are_there_are_moved(stage: Stage) -> None:
    mime = stage.papers_mime("PaLM", "Tensor Programs V", "Visual Prompt Tuning")
    assert stage.drop(mime, stage.at("Kubric", half="lower"))
    assert stage.hints[0] == "Drop to put 3 papers into Research after № 5, “Kubric”"
    assert stage.order()[RESEARCH] == [*ALL[2:], "PaLM", "Tensor Programs V", "Visual Prompt Tuning"]
    assert stage.said == ["2 of these were in the issue already: moved here, not put in twice"]


@pytest.mark.parametrize(
    ("section", "target", "half", "order"),
    [
        ("Research", "News", "upper", [RESEARCH, NEWS, TOOLS]),
        ("News", "Tools", "upper", [RESEARCH, NEWS, TOOLS]),
        ("News", "Tools", "lower", [RESEARCH, TOOLS, NEWS]),
        ("News", "Research", "upper", [NEWS, RESEARCH, TOOLS]),
        ("Tools", "Lead", "middle", [TOOLS, NEWS, RESEARCH]),
    ],
)
def test_a_section_moves_among_the_sections(
    stage: Stage, section: str, target: str, half: str, order: list[str]
) -> None:
    before = stage.order()
    assert stage.drop(stage.rows_mime(section), stage.at(target, half=half))
    assert stage.hints[0].startswith("Drop to move the section ")
    assert list(stage.order()) == ["", *order]
    assert list(stage.seen()) == ["", *order]
    assert stage.order() == before
    if order != [NEWS, RESEARCH, TOOLS]:
        stage.undo()
        assert list(stage.order()) == ["", NEWS, RESEARCH, TOOLS]


def test_an_address_becomes_a_link(stage: Stage) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a-new-chip")])
    assert stage.drop(mime, stage.at("Open weights", half="upper"))
    assert stage.order()[NEWS] == ["An accelerator", "https://example.org/a-new-chip", "Open weights"]
    assert stage.read().sections[1].entries[1].kind is Kind.LINK
    stage.undo()
    assert stage.order()[NEWS] == ["An accelerator", "Open weights"]


def test_an_address_of_a_work_that_is_here_becomes_its_paper(stage: Stage) -> None:
    with stage.library.edit("Make a work") as edit:
        paper = edit.merging.wait_for(find("arXiv:2203.15556"), Status.INBOX)[0].paper
    mime = QMimeData()
    mime.setText("https://arxiv.org/abs/2203.15556v1")
    assert stage.drop(mime, stage.at("Tools"))
    entry = stage.read().sections[3].entries[0]
    assert (entry.kind, entry.paper) == (Kind.PAPER, paper)


def test_a_work_that_can_not_be_fetched_waits_in_the_issue(stage: Stage) -> None:
    mime = QMimeData()
    mime.setText("see arXiv:2203.15556")
    assert stage.drop(mime, stage.at("Kubric", half="upper"))
    assert stage.order()[RESEARCH][:5] == ALL[:5]
    with stage.library.read() as reading:
        paper = reading.papers.get(reading.papers.find("2203.15556"))
    entry = stage.read().sections[2].entries[5]
    assert (entry.paper, paper.to_fetch) == (paper.id, True)
    assert len(stage.said) == 1


def test_a_text_that_names_nothing_changes_nothing_and_says_so(stage: Stage) -> None:
    mime = QMimeData()
    mime.setText("nothing of use")
    before = stage.order()
    stage.drop(mime, stage.at("Tools"))
    assert stage.order() == before
    assert stage.steps == []
    assert stage.said != []


def test_a_drop_falls_somewhere_in_an_issue_without_sections(stage: Stage) -> None:
    with stage.library.edit("Make an issue") as edit:
        other = edit.issues.new("Trends in AI", "May 2022")
    stage.pane.show_issue(other)
    stage.settle()
    stage.issue = other
    assert stage.drop(stage.papers_mime("PaLM"), QPoint(40, 40))
    assert stage.hints[0] == "Drop to put this into this issue"
    assert stage.order() == {"": ["PaLM"]}


def test_what_belongs_to_another_library_or_to_nobody_is_not_taken(stage: Stage) -> None:
    elsewhere = Path("/elsewhere/other.curator")
    at = stage.at("STaR")
    assert not stage.hover(papers_mime([1], elsewhere), at)
    assert not stage.hover(entries_mime([1], elsewhere), at)
    assert not stage.hover(QMimeData(), at)


def test_a_section_under_our_name_from_elsewhere_does_no_harm(stage: Stage) -> None:
    mime = QMimeData()
    mime.setData("application/x-curator-section", b"no number")
    before = list(stage.order())
    stage.drop(mime, stage.at("News", half="upper"))
    assert list(stage.order()) == before


def test_leaving_takes_the_words_back(stage: Stage) -> None:
    stage.hover(stage.papers_mime("PaLM"), stage.at("STaR"))
    stage.leave()
    assert stage.hints[-1] == ""
    assert stage.steps == []


def test_a_link_from_a_browser_brings_its_title(stage: Stage) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/chip")])
    mime.setData("text/x-moz-url", "https://example.org/chip\nA new  chip\0".encode("utf-16-le"))
    assert stage.drop(mime, stage.at("News"))
    assert stage.order()[NEWS] == ["An accelerator", "Open weights", "A new chip"]


def test_an_address_falls_below_what_it_was_dropped_below_though_that_moved_meanwhile(stage: Stage) -> None:
    mime = QMimeData()
    mime.setText("https://example.org/chip")
    at = stage.at("STaR", half="lower")
    stage.choose("STaR")
    stage.hover(mime, at)
    stage.actions["move-up"].trigger()
    stage.drop(mime, at)
    assert stage.order()[RESEARCH] == [*ALL[:3], "STaR", "https://example.org/chip", MENTION, "Kubric"]


def test_a_text_that_names_papers_of_the_issue_moves_them_below_what_it_was_dropped_below(stage: Stage) -> None:
    mime = QMimeData()
    mime.setText("https://example.org/0")
    with stage.library.edit("Make works") as edit:
        edit.merging.wait_for(find("arXiv:2203.15556 arXiv:2203.15557"), Status.INBOX)
        works = [edit.papers.find("2203.15556"), edit.papers.find("2203.15557")]
        research = stage.read().sections[2].id
        edit.issues.add(research, [NewEntry(Kind.PAPER, paper=paper) for paper in works], 1)
    stage.settle()
    mime.setText("arXiv:2203.15556 and arXiv:2203.15557")
    assert stage.drop(mime, stage.at("Visual", half="lower"))
    order = stage.order()[RESEARCH]
    assert [*order[:2], *order[4:]] == ALL
    assert len(set(order)) == 8
