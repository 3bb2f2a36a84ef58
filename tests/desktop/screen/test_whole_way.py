"""One whole way on a real screen: from ids on the clipboard to an exported page, with the mouse and the keyboard."""

from pathlib import Path

from tests.desktop.screen.person import Person
from tests.sources.standin import StandIn

CHINCHILLA = "Training Compute-Optimal Large Language Models"
PALM = "PaLM: Scaling Language Modeling with Pathways"
SLUG = "trends-in-ai-april-2022"
WHY = "Nobody knew how large a model should be for a given amount of computing."
INSIGHTS = (
    "For a fixed budget, a smaller model that reads **more text** wins.\nThe authors trained 400 models to find out."
)

EXPECTED = f"""\
## News

## Research

### [{CHINCHILLA}](https://arxiv.org/abs/2203.15556)

By Jordan Hoffmann, Sebastian Borgeaud, Arthur Mensch, et al.

**❓ Why →** {WHY}

**💡 Key insights →** {INSIGHTS}

### [{PALM}](https://arxiv.org/abs/2204.02311)

By Aakanksha Chowdhery and Sharan Narang.
"""


def titles(person: Person) -> list[str]:
    return [str(paper["title"]) for paper in person.command("papers")["papers"]]


def begin_issue(person: Person, *sections: str) -> None:
    person.keys("ctrl+shift+i")
    person.is_at(id="issueForm-title")
    person.write("Trends in AI")
    person.keys("Tab")
    person.write("April 2022")
    person.keys("Return")
    person.sees_not(id="issueForm")
    for section in sections:
        person.until(lambda: person.see(id="exportButton").enabled, "an issue is shown")
        person.keys("ctrl+shift+s")
        person.is_at(id="sectionForm-title")
        person.write(section)
        person.keys("Return")
        person.sees_not(id="sectionForm")
        person.see(within="outlineView", name=f"{section}, section")


def test_from_the_clipboard_to_the_outline_with_the_mouse(person: Person, arxiv: StandIn) -> None:
    window = person.open_window()
    person.is_at(id="firstField")
    person.copy("https://arxiv.org/abs/2203.15556v1")
    person.keys("ctrl+v", "ctrl+Return")
    person.see(within="inboxView", name=CHINCHILLA)
    person.copy("Also read arXiv:2204.02311 and 2204.00598 this month, and 10.48550/arXiv.2203.11171 .")
    person.click(person.see(within="inboxView", name=CHINCHILLA))
    person.keys("ctrl+v")
    for title in (PALM, "Socratic Models", "Self-Consistency", CHINCHILLA):
        person.see(within="inboxView", name=title)
    assert len(titles(person)) == 4

    begin_issue(person, "News", "Research")
    research = person.see(within="outlineView", name="Research, section")
    person.drag(person.see(within="inboxView", name=PALM), research.at())
    person.see(within="outlineView", name=PALM)
    first = person.see(within="outlineView", name=PALM)
    person.drag(person.see(within="inboxView", name=CHINCHILLA), first.at(down=0.1))
    person.until(lambda: order(person) == [CHINCHILLA, PALM], "the order")

    person.click(person.see(within="inboxView", name=CHINCHILLA))
    person.click(person.see(id="whyEditor"))
    person.write(WHY)
    person.click(person.see(id="insightsEditor"))
    person.write(INSIGHTS)
    person.see(id="savedAt", name="Saved")
    person.until(lambda: written(person, CHINCHILLA) == (WHY, INSIGHTS), "both texts in the library")

    person.write(" And more.")
    person.until(
        lambda: written(person, CHINCHILLA) == (WHY, f"{INSIGHTS} And more."), "the longer text in the library"
    )
    person.keys("ctrl+z")
    person.reads(INSIGHTS, id="insightsEditor")
    person.until(lambda: written(person, CHINCHILLA) == (WHY, INSIGHTS), "the text before in the library")
    person.drag(
        person.see(within="outlineView", name=PALM), person.see(within="outlineView", name=CHINCHILLA).at(down=0.1)
    )
    person.until(lambda: order(person) == [PALM, CHINCHILLA], "the order after a drag in the outline")
    person.keys("ctrl+z")
    person.until(lambda: order(person) == [CHINCHILLA, PALM], "the order before")
    person.keys("ctrl+z")
    person.until(lambda: written(person, CHINCHILLA) == (WHY, None), "all that was written at once is taken back")
    person.keys("ctrl+shift+z")
    person.until(lambda: written(person, CHINCHILLA) == (WHY, INSIGHTS), "and is there again")

    person.click(person.see(within="inboxView", name=CHINCHILLA))
    person.see(id="paperTitle", name=CHINCHILLA)
    for format, suffix in (("html", "html"), ("markdown", "md")):
        export_by_keyboard(person, format, target := person.library.with_name(f"by-hand.{suffix}"))
        person.command("export", SLUG, "--to", format, "-o", str(target.with_name(f"by-command.{suffix}")))
        assert target.read_bytes() == target.with_name(f"by-command.{suffix}").read_bytes()
    assert EXPECTED in person.library.with_name("by-hand.md").read_text("utf-8")

    person.close_window(window)
    person.open_window()
    person.see(id="paperTitle", name=CHINCHILLA)
    person.reads(WHY, id="whyEditor")
    person.reads(INSIGHTS, id="insightsEditor")
    assert person.see(within="inboxView", name=CHINCHILLA).selected


def export_by_keyboard(person: Person, format: str, target: Path) -> None:
    person.keys("ctrl+e")
    person.see(id="exportDialog")
    person.until(lambda: person.see(id="exportRun").enabled, "what is exported is known")
    person.is_at(id="exportAs-html")
    if format == "markdown":
        person.keys("Down")
        person.is_at(id="exportAs-markdown")
    person.keys("Tab")
    person.is_at(id="exportPlace")
    person.keys("ctrl+a")
    person.write(str(target))
    person.keys("Return")
    person.see(id="exportNotice", name=f"Exported {target.name}.")
    person.keys("Escape")
    person.sees_not(id="exportDialog")


def order(person: Person) -> list[str]:
    """The papers of the issue, in order, as the command line has them."""
    sections = person.command("issue", "show", SLUG)["issue"]["sections"]
    return [str(entry["title"]) for section in sections for entry in section["entries"]]


def written(person: Person, title: str) -> tuple[str | None, str | None]:
    number = next(paper["id"] for paper in person.command("papers")["papers"] if paper["title"] == title)
    paper = person.command("show", str(number))
    return paper["why"], paper["insights"]
