"""Odd works go out as Markdown and come back as the same bytes, and an address that an editor gave names the work from then on."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def there_and_back(shell: Shell, tmp_path: Path) -> tuple[bytes, bytes, dict[str, int]]:
    """The Markdown of issue `t`, that of its import into an empty library, and what the import counted."""
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    shell.ask("export", "t", "--to", "markdown", "-o", str(first))
    other = Shell(tmp_path / "other.curator", shell._capture, shell._monkeypatch)
    counted = other.ask("import", str(first))
    other.ask("export", "t", "--to", "markdown", "-o", str(second))
    return first.read_bytes(), second.read_bytes(), counted


@pytest.mark.parametrize(
    "author", ["Team & Co.", "Team Co.", "The LLaMA Team, Meta", "OpenAI", "A. B. Davis Jr.", "Ünal, Ö."]
)
@pytest.mark.parametrize("title", ["A GAN", "One, two, and 3", "What, 2018", "Ends so."])
def test_a_cited_work_without_an_address_is_one_with_its_entry(
    shell: Shell, tmp_path: Path, author: str, title: str
) -> None:
    works = tmp_path / "works.jsonl"
    lines = ({"title": title, "authors": [author]}, {"title": "Entry one", "authors": ["Ann Lee"]})
    works.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    shell.ask("add", str(works))
    key = shell.ask("show", "1")["key"]
    shell.ask("edit", "2", "--why", f"See [@{key}].")
    shell.ask("issue", "new", "T")
    for paper in ("1", "2"):
        with_key = shell.ask("show", paper)["key"]
        assert with_key
    shell.ask("issue", "add", "t", key, shell.ask("show", "2")["key"], "--section", "R")
    first, second, counted = there_and_back(shell, tmp_path)
    assert second == first
    assert counted["added"] == 2


def test_the_address_of_an_arxiv_paper_is_arxivs_page_whatever_was_typed(shell: Shell, tmp_path: Path) -> None:
    shell("add", "2203.15556")
    assert shell.ask("edit", "1", "--set", "url=https://example.org/x")["url"] == "https://example.org/x"
    shell.ask("issue", "new", "T")
    shell.ask("issue", "add", "t", "2203.15556", "--section", "R")
    first, second, _ = there_and_back(shell, tmp_path)
    assert b"](https://arxiv.org/abs/2203.15556)" in first
    assert second == first


def test_a_work_goes_by_the_address_that_an_editor_gave_it(shell: Shell, tmp_path: Path) -> None:
    works = tmp_path / "works.jsonl"
    works.write_text('{"title": "One work"}\n{"title": "Another work"}\n', "utf-8")
    shell.ask("add", str(works))
    shell.ask("edit", "1", "--set", "url=https://example.org/x")
    again = shell.ask("add", "https://example.org/x")
    assert (again["known"], again["results"][0]["papers"]) == (1, [1])
    refused = shell("edit", "2", "--set", "url=https://example.org/x")
    assert refused.code == 1 and refused.err.count("\n") == 1 and "One work" in refused.err
    shell.ask("edit", "1", "--set", "url=https://example.org/y")
    assert shell.ask("edit", "2", "--set", "url=https://example.org/x")["url"] == "https://example.org/x"
