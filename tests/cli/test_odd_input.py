"""What a command line is given by accident: names in no encoding, closed streams, places that can't be written, texts twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curator import app
from tests.cli.conftest import Shell
from tests.sources.standin import StandIn

NOT_UTF8 = os.fsdecode(b"\xff")


@pytest.mark.parametrize(
    "words",
    [
        ("show", NOT_UTF8),
        ("issue", "show", NOT_UTF8),
        ("edit", NOT_UTF8, "--why", "x"),
        ("import", f"{NOT_UTF8}.md"),
        ("figure", "1", f"{NOT_UTF8}.png"),
        ("issue", "remove", NOT_UTF8, "1"),
    ],
)
def test_a_name_that_is_no_utf8_names_nothing(shell: Shell, words: tuple[str, ...]) -> None:
    shell("issue", "new", "T")
    ran = shell(*words)
    assert ran.code == 1
    assert ran.err.count("\n") == 1 and "mistake" not in ran.err


def test_a_file_whose_name_is_no_utf8_is_imported(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / f"{NOT_UTF8}.md"
    try:
        path.write_text("Words.\n")
    except OSError:
        pytest.skip("this file system takes no such name")
    ran = shell("import", str(path), "--json")
    assert ran.json["issue"]["title"] == "\N{REPLACEMENT CHARACTER}"
    assert ran.json["issue"]["sections"][0]["entries"] or ran.json["issue"]["sections"][0]["text"]


def test_a_section_is_found_by_its_name_as_it_is_kept(shell: Shell) -> None:
    shell("issue", "new", "T")
    for name in ("R", " R ", "R\n", NOT_UTF8, NOT_UTF8):
        shell.ask("issue", "section", "t", name, "--text", "words")
    sections = shell.ask("issue", "show", "t")["issue"]["sections"]
    assert [section["title"] for section in sections] == ["R", "\N{REPLACEMENT CHARACTER}"]


def test_only_an_option_that_takes_text_reads_standard_input(shell: Shell) -> None:
    shell("add", "10.1000/abc")
    paper = shell.ask("edit", "1", "--tag", "-", "--set", "title=-", "--why", "-", stdin="Words.")
    assert (paper["tags"], paper["title"], paper["why"]) == (["-"], "-", "Words.")
    assert shell.ask("issue", "new", "-", stdin="x")["issue"]["title"] == "-"


def test_one_standard_input_is_not_two_texts(shell: Shell) -> None:
    shell("add", "10.1000/abc")
    shell.ask("edit", "1", "--insights", "Kept.")
    ran = shell("edit", "1", "--why", "-", "--insights", "-", stdin="Words.")
    assert ran.code == 1 and ran.err.count("\n") == 1
    assert shell.ask("show", "1")["insights"] == "Kept."


def test_what_names_nothing_makes_no_section(shell: Shell, arxiv: StandIn) -> None:
    shell("issue", "new", "T")
    for what in ("2203.99999", "nonsense"):
        ran = shell("issue", "add", "t", what, "--section", "R", "--json")
        assert ran.code == 1 and ran.json["issue"]["sections"] == []


def test_a_text_without_words_is_none(shell: Shell) -> None:
    shell("issue", "new", "T")
    for text in ("", " \n\t\n"):
        ran = shell("issue", "add", "t", "--as", "text", "--text", text, "--section", "R")
        assert ran.code == 1 and "needs words" in ran.err
    assert shell.ask("issue", "show", "t")["issue"]["sections"] == []


def test_an_address_that_is_mentioned_is_no_paper(shell: Shell, arxiv: StandIn) -> None:
    shell("issue", "new", "T")
    ran = shell(
        "issue", "add", "t", "https://example.org/x", "--as", "mention", "--section", "R", "--title", "X", "--json"
    )
    assert ran.code == 0 and ran.err == ""
    entry = ran.json["issue"]["sections"][0]["entries"][0]
    assert (entry["kind"], entry["paper"], entry["url"]) == ("mention", None, "https://example.org/x")
    assert entry["text"] == "[X](https://example.org/x)"
    assert shell.ask("papers")["total"] == 0


def test_an_address_of_a_service_that_is_none_is_said(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("nonsense", "ftp://example.org/", "http://[::1"):
        monkeypatch.setenv("CURATOR_ARXIV_URL", address)
        ran = shell("add", "2203.15556", "--json")
        assert ran.code == 0 and ran.json["to_fetch"] == 1
        assert address in ran.err and "no address" in ran.err


def test_a_library_that_is_too_damaged_to_open_is_a_finding(shell: Shell) -> None:
    shell("issue", "new", "T")
    whole = shell.library.read_bytes()
    shell.library.write_bytes(whole[: len(whole) // 2])
    ran = shell("doctor", "--json")
    assert ran.code == 1 and ran.err == ""
    assert [one["check"] for one in ran.json["findings"]] == ["integrity"]
    assert shell("papers").err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the file system there has other places that can't be written")
def test_where_no_library_can_be_made_one_line_says_so(shell: Shell, tmp_path: Path) -> None:
    for path in (Path("/proc/l.curator"), tmp_path / ("x" * 300)):
        ran = shell("issue", "new", "T", library=path)
        assert ran.code == 1 and ran.err.count("\n") == 1
        assert "No library can be made" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="the data folder there is found otherwise")
def test_a_data_folder_that_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.delenv("CURATOR_LIBRARY", raising=False)
    assert app.main(["issue", "new", "T"]) == 1
    assert "can't be made" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell there closes no streams")
@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        ("<&-", "add 10.1000/abc", 0),
        ("<&-", "add -", 1),
        (">&-", "papers", 0),
        ("2>&-", "show 99", 1),
    ],
)
def test_a_closed_stream_is_no_mistake_of_curator(shell: Shell, closed: str, words: str, code: int) -> None:
    shell("issue", "new", "T")
    command = f'"{sys.executable}" -m curator --library "$0" {words} {closed}'
    ran = subprocess.run(["sh", "-c", command, str(shell.library)], capture_output=True, timeout=60)
    assert ran.returncode == code
    assert b"mistake" not in ran.stderr and b"Traceback" not in ran.stderr


def test_text_that_is_no_text_any_more_is_damage(shell: Shell) -> None:
    shell("issue", "new", "T", "--lead", "A lead of some length")
    whole = shell.library.read_bytes()
    for words in (b"A lead of some length", b"CREATE TABLE paper"):
        shell.library.write_bytes(whole.replace(words, words[:-4] + b"\xef\xef\xef\xef"))
        for command in (("issue", "show", "t"), ("issue", "edit", "t", "--edition", "E")):
            ran = shell(*command)
            assert ran.code == 1 and ran.err.count("\n") == 1
            assert "mistake" not in ran.err, ran.err


@pytest.mark.parametrize(
    "words", [("https://example.org", "--as", "text", "--text", "x"), ("--as", "text"), ("--as", "link"), ()]
)
def test_what_can_be_no_entry_is_wrong_use(shell: Shell, words: tuple[str, ...]) -> None:
    shell("issue", "new", "T")
    ran = shell("issue", "add", "t", *words, "--section", "R")
    assert ran.code == 2 and ran.err.count("\n") == 1
    assert shell.ask("issue", "show", "t")["issue"]["sections"] == []


def test_the_sum_and_the_line_of_what_failed_agree(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "works.jsonl").write_text("no JSON\n")
    both = shell("add", str(tmp_path / "works.jsonl"), "foo", "bar")
    assert both.code == 1
    assert both.out.decode().splitlines()[-1] == "0 added, 0 known, 0 to fetch, 1 failed, 2 named nothing"
    assert both.err.rstrip().endswith("(3 in all: 1 failed, 2 named nothing)")
    nothing = shell("add", "foo", "bar")
    assert nothing.out.decode().splitlines()[-1] == "0 added, 0 known, 0 to fetch, 0 failed, 2 named nothing"
    assert nothing.err.rstrip().endswith("(2 in all)")
    one = shell("add", "foo")
    assert one.err.count("\n") == 1 and "in all" not in one.err
