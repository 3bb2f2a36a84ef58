"""The parser of the command line."""

import pytest

from curator.cli.arguments import parse
from curator.domain.papers import Status


@pytest.mark.parametrize("value", ["-x", "--json", "-", "--", "", "--why", "a=b"])
def test_a_text_may_begin_with_anything(value: str) -> None:
    assert parse(["edit", "5", "--why", value]).why == value
    assert parse(["edit", "5", f"--why={value}"]).why == value


def test_two_dashes_end_the_options() -> None:
    found = parse(["add", "--dry-run", "--", "-x", "--status", "y"])
    assert found.what == ["-x", "--status", "y"]
    assert found.dry_run


def test_library_and_json_stand_before_or_behind_the_command() -> None:
    for words in (
        ["--library", "L", "--json", "papers"],
        ["papers", "--json", "--library", "L"],
        ["papers", "--library=L", "--json"],
    ):
        found = parse(words)
        assert found.library == "L" and found.json and found.command == "papers"


def test_without_a_command_the_window_opens() -> None:
    assert parse([]).command is None
    assert parse(["--sample", "--size", "1024x700"]).size == (1024, 700)


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["papers", "--fast"],
        ["add"],
        ["papers", "--limit", "0"],
        ["papers", "--limit", "x"],
        ["edit", "5", "--status", "lost"],
        ["edit", "5", "--set", "colour=red"],
        ["edit", "5", "--set", "published=soon"],
        ["issue"],
        ["issue", "fly"],
        ["issue", "new", "T", "--date", "yesterday"],
        ["issue", "new", "T", "--date", "20220203"],
        ["export", "x", "--to", "html"],
        ["export"],
        ["papers", "--lim", "5"],
        ["edit", "5", "--why"],
    ],
)
def test_wrong_use_is_one_line_and_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(words)
    assert left.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    for command in ("add", "papers", "show", "edit", "figure", "search-arxiv", "issue", "export", "import", "doctor"):
        assert f"    {command} " in out or f"    {command}\n" in out


def test_values_are_typed() -> None:
    assert parse(["add", "x", "--status", "shortlisted"]).status is Status.SHORTLISTED
    assert parse(["edit", "5", "--set", "title=a=b"]).set == [("title", "a=b")]
    assert parse(["issue", "move", "x", "7", "--section", "-", "--at", "2"]).entry == 7
