"""Every argument of the command line that takes a text, given each text of the table."""

import os

import pytest

from tests.hostile.conftest import Shell, is_harmless
from tests.hostile.words import TEXTS, named

COMMANDS: dict[str, tuple[str, ...]] = {
    "add": ("add", "{}"),
    "dry-run": ("add", "--dry-run", "--json", "--", "{}"),
    "papers": ("papers", "{}"),
    "show": ("show", "{}"),
    "why": ("edit", "1", "--why", "{}"),
    "insights": ("edit", "1", "--insights", "{}", "--json"),
    "title": ("edit", "1", "--set", "title={}"),
    "authors": ("edit", "1", "--set", "authors={}"),
    "published": ("edit", "1", "--set", "published={}"),
    "url": ("edit", "1", "--set", "url={}"),
    "tag": ("edit", "1", "--tag", "{}", "--untag", "{}", "--tag", "{}"),
    "link": ("edit", "1", "--link", "https://example.org/", "--title", "{}"),
    "link address": ("edit", "1", "--link", "{}"),
    "status": ("edit", "1", "--status", "{}"),
    "figure": ("figure", "1", "{}"),
    "search": ("search-arxiv", "{}", "--author", "{}", "--category", "{}"),
    "issue": ("issue", "new", "{}", "--edition", "{}", "--lead", "{}"),
    "date": ("issue", "new", "T", "--date", "{}"),
    "issue title": ("issue", "edit", "trends", "--title", "{}", "--edition", "{}", "--lead", "{}"),
    "cover": ("issue", "edit", "trends", "--cover", "{}"),
    "section": ("issue", "section", "trends", "{}", "--text", "{}"),
    "section title": ("issue", "section", "trends", "R", "--title", "{}"),
    "show issue": ("issue", "show", "{}"),
    "entry": ("issue", "add", "trends", "--as", "text", "--text", "{}", "--section", "{}"),
    "link entry": ("issue", "add", "trends", "https://example.org/", "--as", "link", "--title", "{}", "--text", "{}", "--section", "R"),
    "what": ("issue", "add", "trends", "{}", "--section", "R"),
    "move": ("issue", "move", "trends", "{}", "--section", "{}", "--at", "1"),
    "export": ("export", "trends", "--to", "{}", "-o", "out"),
    "import": ("import", "{}"),
    "command": ("{}",),
    "option": ("papers", "--{}"),
}  # fmt: skip

READS = ("add", "dry-run", "figure", "cover", "what", "import")
"""Commands that may open the very file that is named."""

SHARE = 12
"""One in so many pairs of a command and a text is tried in each run; each text in several commands, each command with many texts."""

PAIRS = [(name, text) for name in COMMANDS for text in TEXTS]
SOME = [pair for number, pair in enumerate(PAIRS) if (number // len(TEXTS) + number) % SHARE == 0]


def _run(shell: Shell, name: str, text: str) -> None:
    asked = [word.replace("{}", text) for word in COMMANDS[name]]
    ran = shell(*asked, stdin=b"Words from standard input")
    if name in READS and text and "\0" not in text:
        ran.seen.opened[:] = [one for one in ran.seen.opened if one != os.path.realpath(text)]
    is_harmless(ran, asks=("('127.0.0.1', 9)",))


@pytest.mark.parametrize(("name", "text"), SOME, ids=lambda one: named(one))
def test_a_text_on_the_command_line_does_no_harm(shell: Shell, name: str, text: str) -> None:
    _run(shell, name, text)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "text"), PAIRS, ids=lambda one: named(one))
def test_every_text_in_every_argument(shell: Shell, name: str, text: str) -> None:
    _run(shell, name, text)


def test_each_text_and_each_command_has_its_turn() -> None:
    assert {text for _, text in SOME} == set(TEXTS)
    assert {name for name, _ in SOME} == set(COMMANDS)
    assert len(SOME) >= 500
