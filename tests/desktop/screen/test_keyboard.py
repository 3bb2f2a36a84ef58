"""The same work without the mouse: choosing, putting in order, writing, taking back, with the keys that the sheet of shortcuts names."""

import json

from tests.desktop.screen.conftest import WORKS
from tests.desktop.screen.person import Person

SLUG = "trends-in-ai-april-2022"
PALM, SOCRATIC, CHINCHILLA, SELF = (WORKS[number].title for number in (1, 2, 0, 3))
"""In the order of the list: the newest first."""


def fill(person: Person) -> None:
    """The four works in the inbox, and an issue with two sections."""
    file = person.library.with_name("works.jsonl")
    lines = [
        {
            "id": work.name,
            "title": work.title,
            "authors": work.authors,
            "abstract": "An abstract.",
            "categories": work.categories,
            "comment": None,
            "published": work.published[:10],
        }
        for work in WORKS
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert person.command("add", str(file))["added"] == 4
    person.command("issue", "new", "Trends in AI", "--edition", "April 2022")
    for name in ("News", "Research"):
        person.command("issue", "section", SLUG, name)


def statuses(person: Person) -> dict[str, str]:
    return {paper["title"]: paper["status"] for paper in person.command("papers")["papers"]}


def outline(person: Person) -> dict[str, list[str]]:
    """The titles in each section."""
    sections = person.command("issue", "show", SLUG)["issue"]["sections"]
    return {section["title"]: [entry["title"] for entry in section["entries"]] for section in sections}


def put_into(person: Person, section: str, title: str) -> None:
    person.keys("ctrl+Return")
    person.see(id="sectionChooser", role="dialog", name="Put a paper into")
    person.is_at(id="sectionChooserField")
    person.write(section)
    person.see(id="sectionChooserView", name=section)
    person.keys("Return")
    person.sees_not(id="sectionChooserField")
    person.see(within="outlineView", name=title)
    person.is_at(id="inboxView", role="table")


def test_an_issue_is_made_without_the_mouse(person: Person) -> None:
    fill(person)
    window = person.open_window()
    person.is_at(id="inboxView", role="table")
    person.see(id="paperTitle", name=PALM)

    person.keys("s")
    person.see(id="paperTitle", name=SOCRATIC)
    person.keys("d")
    person.see(id="paperTitle", name=CHINCHILLA)
    decided = {PALM: "shortlisted", SOCRATIC: "dismissed", CHINCHILLA: "inbox", SELF: "inbox"}
    person.until(lambda: statuses(person) == decided, "one shortlisted, one dismissed")
    person.keys("ctrl+z")
    person.until(lambda: statuses(person) == {**decided, SOCRATIC: "inbox"}, "the second is in the inbox again")
    person.keys("ctrl+y")
    person.until(lambda: statuses(person) == decided, "and dismissed again")

    person.see(id="paperTitle", name=CHINCHILLA)
    put_into(person, "Research", CHINCHILLA)
    person.keys("Down")
    person.see(id="paperTitle", name=SELF)
    put_into(person, "Research", SELF)
    assert outline(person) == {"News": [], "Research": [CHINCHILLA, SELF]}
    person.keys("ctrl+t")
    person.is_at(id="tagChooserField")
    person.write("reasoning")
    person.keys("Return")
    person.is_at(id="inboxView", role="table")
    person.see(within="railView", name="reasoning")

    person.keys("F6")
    person.is_at(id="whyEditor")
    person.write("Sampling once is a gamble.")
    person.until(
        lambda: person.command("show", "2203.11171")["why"] == "Sampling once is a gamble.", "Why in the library"
    )
    person.keys("F6")
    person.is_at(id="outlineView", role="tree")
    person.keys("End")
    person.until(lambda: person.see(within="outlineView", name=SELF).selected, "the last entry is chosen")
    person.keys("alt+Up")
    person.until(lambda: outline(person)["Research"] == [SELF, CHINCHILLA], "it is the first")
    person.keys("alt+Down")
    person.until(lambda: outline(person)["Research"] == [CHINCHILLA, SELF], "it is the last")
    person.keys("Delete")
    person.until(lambda: outline(person)["Research"] == [CHINCHILLA], "it is out")
    person.keys("ctrl+z")
    person.until(lambda: outline(person)["Research"] == [CHINCHILLA, SELF], "it is in again")

    person.keys("ctrl+l")
    person.is_at(id="searchField")
    person.write("compute")
    person.sees_not(within="inboxView", name=SELF)
    person.keys("Escape", "Escape")
    person.keys("ctrl+shift+p")
    person.is_at(id="paletteField")
    person.write("dark")
    person.keys("Return")
    person.sees_not(id="paletteField")
    person.keys("ctrl+q")
    assert window.wait(20) == 0
