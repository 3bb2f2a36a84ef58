"""From arXiv ids to a page and Markdown, and back, by commands alone."""

import json
from pathlib import Path

from curator import assets
from tests.cli.conftest import Shell
from tests.sources.standin import StandIn, Work, status, text

PAPER_KEYS = [
    *("id", "key", "title", "authors", "arxiv", "version", "doi", "url", "published", "updated", "added", "categories"),
    *("abstract", "comment", "status", "starred", "tags", "why", "insights", "links", "figures", "issues", "to_fetch"),
]
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#123456"/></svg>'
)


def april() -> list[Work]:
    """The works of the sample, as arXiv would answer."""
    lines = assets.path("sample", "works.jsonl").read_text("utf-8").splitlines()
    return [
        Work(
            line["id"],
            line["title"],
            tuple(line["authors"]),
            versions=line["version"],
            categories=tuple(line["categories"]) or ("cs.LG",),
            published=f"{line['published']}T00:00:00Z",
            updated=f"{line['updated']}T00:00:00Z",
        )
        for line in map(json.loads, lines)
    ]


def test_ten_papers_go_from_ids_to_a_page_and_markdown_and_back(shell: Shell, arxiv: StandIn, tmp_path: Path) -> None:
    works = april()
    arxiv.add(*works)
    ten = [work.name for work in works[:10]]
    added = shell.ask("add", *ten)
    assert (added["added"], added["failed"], added["to_fetch"]) == (10, 0, 0)
    assert len(arxiv.ids) == 1
    assert (
        shell.ask("issue", "new", "Trends in AI", "--edition", "April 2022", "--date", "2022-04-06")["issue"]["slug"]
        == "trends-in-ai-april-2022"
    )
    for name in ten:
        shell.ask(
            "edit",
            name,
            "--why",
            f"It matters that {name}.",
            "--insights",
            f"- it holds for {name}\n- and [@{shell.ask('show', ten[0])['key']}]",
        )
    issue = shell.ask("issue", "add", "April 2022", *ten, "--section", "🔬 Research")["issue"]
    assert [entry["arxiv"] for entry in issue["sections"][0]["entries"]] == ten
    shell.ask("issue", "section", "April 2022", "🔬 Research", "--text", "We chose {{papers:words}} papers.")
    shell.ask(
        "issue",
        "add",
        "April 2022",
        "https://example.org/news",
        "--section",
        "📰 News",
        "--title",
        "A title",
        "--text",
        "a line",
    )
    assert shell("issue", "check", "April 2022").code == 0
    out = tmp_path / "out"
    out.mkdir()
    assert shell("export", "April 2022", "--to", "markdown", "-o", str(out)).code == 0
    assert shell("export", "April 2022", "--to", "html", "-o", str(out)).code == 0
    markdown = (out / "trends-in-ai-april-2022.md").read_bytes()
    page = (out / "trends-in-ai-april-2022.html").read_text("utf-8")
    assert "We chose ten papers." in markdown.decode()
    assert page.count("<h1") == 1 and "<script" not in page.replace('<script type="application/ld+json">', "")
    other = tmp_path / "other.curator"
    assert shell("import", str(out / "trends-in-ai-april-2022.md"), library=other).code == 0
    again = shell("export", "trends-in-ai-april-2022", "--to", "markdown", "-o", "-", library=other)
    assert again.out == markdown
    assert shell("import", str(out / "trends-in-ai-april-2022.md"), library=other).code == 0
    assert len(shell("issue", "list", "--json", library=other).json["issues"]) == 1


def test_adding_again_changes_nothing(shell: Shell, arxiv: StandIn) -> None:
    arxiv.add(
        Work("2203.15556", "Training Compute-Optimal Large Language Models", ("Jordan Hoffmann", "Laurent Sifre"))
    )
    first = shell.ask("add", "2203.15556")
    assert first["results"][0]["state"] == "added"
    before = shell.ask("show", "2203.15556")
    for what in (
        "2203.15556",
        "https://arxiv.org/abs/2203.15556v1",
        "10.48550/arXiv.2203.15556",
        "see arXiv:2203.15556 (again)",
    ):
        again = shell.ask("add", what)
        assert (again["added"], again["known"], again["results"][0]["state"]) == (0, 1, "known")
    assert shell.ask("show", "2203.15556") == before
    assert shell.ask("papers")["total"] == 1


def test_a_paper_has_the_keys_of_the_contract_in_order(shell: Shell, arxiv: StandIn) -> None:
    arxiv.add(Work("2203.15556", "A $\\mu$-law\n  of things", ("Jordan Hoffmann",), comment="12 pages"))
    shell.ask("add", "2203.15556")
    paper = shell.ask("show", "hoffmann2022law")
    assert list(paper) == PAPER_KEYS
    assert paper["title"] == "A μ-law of things"
    assert paper["doi"] is None and paper["tags"] == [] and paper["why"] is None
    assert paper["published"] == "2022-03-29" and paper["added"].endswith("Z")


def test_offline_papers_wait_and_are_completed_by_the_next_add(shell: Shell, arxiv: StandIn) -> None:
    arxiv.always = status(503)
    ran = shell("add", "2203.15556", "2203.03466", "--json")
    assert ran.code == 0
    assert [one["state"] for one in ran.json["results"]] == ["to-fetch", "to-fetch"]
    assert ran.err.count("\n") == 1
    assert shell.ask("show", "2203.15556")["to_fetch"] is True
    shell.ask("edit", "2203.15556", "--why", "Words of mine.", "--status", "ready")
    arxiv.always = None
    arxiv.add(Work("2203.15556", "A title", ("Jordan Hoffmann",)), Work("2203.03466", "Another"))
    shell.ask("add", "2203.15556")
    paper = shell.ask("show", "2203.15556")
    assert (paper["title"], paper["to_fetch"], paper["why"], paper["status"]) == (
        "A title",
        False,
        "Words of mine.",
        "ready",
    )


def test_an_id_that_arxiv_does_not_know_fails_and_the_others_come(shell: Shell, arxiv: StandIn) -> None:
    arxiv.add(*(Work(f"2203.0000{n}") for n in range(1, 10)))
    ran = shell("add", *(f"2203.0000{n}" for n in range(1, 10)), "2203.99999", "nothing here", "--json")
    assert ran.code == 1
    assert (ran.json["added"], ran.json["failed"]) == (9, 1)
    assert [one["state"] for one in ran.json["results"]][-2:] == ["failed", "nothing"]
    assert ran.err.count("\n") == 1 and "2203.99999" in ran.err


def test_a_page_of_a_captive_portal_is_no_answer(shell: Shell, arxiv: StandIn) -> None:
    arxiv.always = text("<html><body>Please log in</body></html>")
    ran = shell("add", "2203.15556", "--json")
    assert ran.code == 0 and ran.json["to_fetch"] == 1


def test_texts_may_come_from_standard_input(shell: Shell) -> None:
    shell.ask("add", "-", stdin="A list: 2203.15556, 10.1038/s41586-021-03819-2 and https://example.org/x.")
    assert shell.ask("papers")["total"] == 3
    assert shell.ask("edit", "1", "--why", "-", stdin="\n\nOne.\r\nTwo.\n\n")["why"] == "One.\nTwo."
    assert shell.ask("edit", "1", "--why=-x")["why"] == "-x"
    assert shell.ask("edit", "1", "--why", "")["why"] is None


def test_the_editors_metadata_stays(shell: Shell, arxiv: StandIn) -> None:
    arxiv.add(Work("2203.15556", "A title", ("Jordan Hoffmann",)))
    shell.ask("add", "2203.15556")
    edited = shell.ask(
        "edit",
        "2203.15556",
        "--set",
        "title=Mine",
        "--set",
        "authors=Ada Lovelace; Alan Turing",
        "--set",
        "published=2020-01-02",
    )
    assert (edited["title"], edited["authors"], edited["published"]) == (
        "Mine",
        ["Ada Lovelace", "Alan Turing"],
        "2020-01-02",
    )
    shell.ask("add", "2203.15556v2")
    assert shell.ask("show", "2203.15556")["title"] == "Mine"
    assert shell.ask("edit", "2203.15556", "--set", "title=")["title"] == "A title"


def test_figures_and_links_are_added_once(shell: Shell, tmp_path: Path) -> None:
    shell("add", "2203.15556")
    picture = tmp_path / "a.svg"
    picture.write_bytes(SQUARE)
    shell.ask("figure", "1", str(picture), "--caption", "A square", "--alt", "blue")
    paper = shell.ask("figure", "1", str(picture), "--source", "Mine")
    assert len(paper["figures"]) == 1
    assert paper["figures"][0] | {"src": ""} == {"src": "", "alt": "blue", "caption": "A square", "source": "Mine"}
    shell.ask("edit", "1", "--link", "https://example.org/code", "--title", "Code")
    assert shell.ask("edit", "1", "--link", "https://example.org/code", "--title", "The code")["links"] == [
        {"title": "The code", "url": "https://example.org/code"}
    ]


def test_searching_arxiv_marks_what_is_here_and_takes_the_rest(shell: Shell, arxiv: StandIn) -> None:
    arxiv.add(*(Work(f"2203.{n:05}", f"On {n}") for n in range(1, 251)))
    shell.ask("add", "2203.00001")
    found = shell.ask("search-arxiv", "on", "--limit", "200")
    assert len(found["results"]) == 200
    assert found["results"][0]["paper"] == 1 and found["results"][1]["paper"] is None
    taken = shell.ask("search-arxiv", "on", "--limit", "200", "--add")
    assert (taken["added"], taken["known"]) == (199, 1)
    assert shell.ask("papers")["total"] == 200


def test_entries_move_and_go(shell: Shell) -> None:
    shell("add", "2203.15556", "2203.03466")
    shell.ask("issue", "new", "T")
    issue = shell.ask("issue", "add", "t", "2203.15556", "2203.03466", "--section", "R")["issue"]
    first, second = (entry["id"] for entry in issue["sections"][0]["entries"])
    issue = shell.ask("issue", "move", "t", str(second), "--section", "R", "--at", "1")["issue"]
    assert [entry["id"] for entry in issue["sections"][0]["entries"]] == [second, first]
    issue = shell.ask("issue", "add", "t", "--as", "text", "--text", "Hello", "--section", "", "--at", "1")["issue"]
    assert issue["sections"][0]["title"] == "" and issue["sections"][0]["entries"][0]["text"] == "Hello"
    issue = shell.ask("issue", "remove", "t", str(first))["issue"]
    assert [entry["id"] for entry in issue["sections"][1]["entries"]] == [second]
    assert shell("issue", "remove", "t", str(first)).code == 1
    issue = shell.ask("issue", "section", "t", "R", "--title", "S", "--text", "Words")["issue"]
    assert (issue["sections"][1]["title"], issue["sections"][1]["text"]) == ("S", "Words")
    assert len(shell.ask("issue", "section", "t", "S", "--remove")["issue"]["sections"]) == 1


def test_what_is_not_there_is_one_line_and_exit_1(shell: Shell, tmp_path: Path) -> None:
    assert shell("papers").code == 1
    assert not shell.library.exists()
    shell("add", "2203.15556")
    for words in (
        ("show", "99"),
        ("show", "nobody2020nothing"),
        ("issue", "show", "none"),
        ("export", "none", "--to", "html", "-o", "-"),
        ("import", str(tmp_path / "none.md")),
        ("figure", "1", str(tmp_path / "none.png")),
        ("figure", "1", str(shell.library)),
        ("import", str(shell.library)),
    ):
        ran = shell(*words)
        assert ran.code == 1, words
        assert ran.err.count("\n") == 1 and "Traceback" not in ran.err
        assert ran.out == b""
    assert shell("add", str(shell.library)).code == 1
    assert shell("doctor").code == 0


def test_an_unknown_format_is_wrong_use(shell: Shell) -> None:
    shell("issue", "new", "T")
    assert shell("export", "t", "--to", "docx", "-o", "-").code == 2
    assert [one["name"] for one in shell.ask("export", "--list")["formats"]] == ["html", "markdown"]


def test_a_dry_run_opens_no_library_and_asks_nobody(shell: Shell, arxiv: StandIn) -> None:
    found = shell.ask("add", "--dry-run", "2203.15556v2 and 10.1000/xyz")
    assert found["results"][0]["state"] == "found"
    assert found["results"][0]["identifiers"] == [
        {"kind": "arxiv", "id": "2203.15556", "version": 2},
        {"kind": "doi", "id": "10.1000/xyz", "version": None},
    ]
    assert not shell.library.exists() and not arxiv.asked


def test_people_see_no_control_characters(shell: Shell) -> None:
    shell("add", "2203.15556")
    shell.ask("edit", "1", "--set", "title=A\x1b[31m red \u202etitle")
    assert b"\x1b" not in shell("papers").out and "\u202e".encode() not in shell("show", "1").out
    raw = shell("show", "1", "--json")
    assert b"\\u202e" in raw.out and "\u202e" in raw.json["title"]


def test_the_sample_runs_on_a_library_of_its_own(shell: Shell) -> None:
    ran = shell("--sample", "issue", "check", "trends-in-ai-april-2022", "--json")
    assert ran.code == 0 and ran.json["findings"] == []
    assert shell.library.exists()
    assert shell.ask("papers", "status:known")["total"] == 11
