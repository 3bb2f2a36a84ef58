"""Issues as Markdown from strangers: each hostile text in every place, front matter that is a bomb; imported, exported, imported again."""

import json
from collections.abc import Callable

import pytest

from tests.hostile.conftest import Shell, is_harmless
from tests.hostile.page import faults_of
from tests.hostile.words import TEXTS, named


def issue_of(text: str) -> str:
    """An issue with a text in each place that a text can stand in, as a stranger would write it: unescaped."""
    quoted = json.dumps(text)
    return f"""---
title: {quoted}
edition: {quoted}
date: {quoted}
slug: {quoted}
lead: {quoted}
authors: [{quoted}, {quoted}]
tags: [{quoted}]
cover: {{src: {quoted}, alt: {quoted}, caption: {quoted}, credit: {quoted}}}
---
{text}

## {text}

{text}

- [{text}]({text}) — {text}
- [a]({text})

## Papers

### [{text}]({text})

By {text}

[{text}]({text})

**❓ Why →** {text}

**💡 Key insights →**

{text}

![{text}]({text} "Source: {text}")

*{text}*

### [A paper that is good](https://arxiv.org/abs/2203.15556)

**❓ Why →** Good words.

<!-- mention: {text} -->
{text}

<!-- text -->
{text}

[^{text}]: {text}

[^a]: {text}
"""


def _carried_through(shell: Shell, data: bytes, *, twice: bool = False) -> None:
    """Imported, shown, exported in each format; and `twice`: what was exported is imported into another library, and comes out the same."""
    (shell.folder / "issue.md").write_bytes(data)
    ran = shell("import", "issue.md", "--json")
    is_harmless(ran)
    if ran.code == 1 and not ran.out:
        return
    slug = ran.json["issue"]["slug"]
    page = shell("export", slug, "--to", "html", "-o", "-")
    is_harmless(page, prints=False)
    assert page.code == 0
    assert faults_of(page.out) == []
    if not twice:
        return
    is_harmless(shell("export", slug, "--to", "markdown", "-o", "issue2.md"))
    other = shell.folder / "other.curator"
    is_harmless(shell("import", "issue2.md", library=other))
    again = shell("export", slug, "--to", "markdown", "-o", "-", library=other)
    is_harmless(again, prints=False)
    assert again.code or again.out == (shell.folder / "issue2.md").read_bytes()


@pytest.mark.parametrize("number", range(len(TEXTS)), ids=lambda number: f"{number}-{named(TEXTS[number])}")
def test_a_text_in_each_place_of_an_issue(shell: Shell, number: int) -> None:
    _carried_through(shell, issue_of(TEXTS[number]).encode("utf-8", "replace"), twice=number % 8 == 0)


def _front(yaml: str) -> bytes:
    return f"---\n{yaml}\n---\nWords.\n\n### [A paper](https://arxiv.org/abs/2203.15556)\n".encode("utf-8", "replace")


LAUGHS = "a0: &a0 [lol, lol]\n" + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
FRONTS: dict[str, bytes] = {
    "brackets": _front("title: " + "[" * 5000),
    "balanced brackets": _front("title: " + "[" * 5000 + "]" * 5000),
    "balanced braces": _front("authors: " + "{a: " * 3000 + "}" * 3000),
    "dashes": _front("title: " + "- " * 5000),
    "nested blocks": _front("\n".join("  " * n + "a:" for n in range(600))),
    "laughs": _front(LAUGHS),
    "laughs as tags": _front(f"{LAUGHS}\ntags: *a11"),
    "laughs as title": _front(f"{LAUGHS}\ntitle: *a11"),
    "laughs as cover": _front(f"{LAUGHS}\ncover: *a11"),
    "itself": _front("tags: &a [*a]"),
    "itself as cover": _front("cover: &a {src: *a}"),
    "itself as key": _front("? &a {*a : b}\n: c"),
    "merge": _front("base: &b {title: M}\n<<: *b"),
    "merge itself": _front("a: &a\n  <<: *a\ntitle: T"),
    "python": _front("title: !!python/object/apply:os.system ['touch /tmp/harm']"),
    "python name": _front("title: !!python/name:os.system"),
    "python module": _front("title: !!python/module:os"),
    "tag": _front("title: !<tag:example.org,2022:x> T"),
    "binary": _front("title: !!binary aGVsbG8="),
    "timestamp": _front("date: 2022-04-06 25:61:61"),
    "set": _front("tags: !!set {a, b}"),
    "omap": _front("tags: !!omap [a: b]"),
    "float": _front("title: .inf\nedition: .nan\ndate: 0x7fffffff"),
    "sexagesimal": _front("title: 190:20:30"),
    "octal": _front("date: 0o17"),
    "huge number": _front("title: " + "9" * 100_000),
    "many keys": _front("\n".join(f"k{n}: v" for n in range(5000))),
    "one key many times": _front("title: T\n" * 5000),
    "long key": _front("k" * 100_000 + ": v"),
    "long value": _front("title: " + "v" * 150_000),
    "too long": _front("title: " + "v" * 300_000),
    "many authors": _front(f"authors: [{', '.join(f'Name{n}' for n in range(3303))}]"),
    "unclosed text": _front('title: "T'),
    "bad escape": _front('title: "\\q"'),
    "escaped nul": _front('title: "a\\0b"'),
    "escaped surrogate": _front('title: "\\ud800"'),
    "escaped astral": _front('title: "\\U0010ffff\\U00110000"'),
    "tabs": _front("title:\tT\n\tedition: E"),
    "nul": b"---\ntitle: a\0b\n---\nWords.\n",
    "next line": "---\ntitle: a\x85b\u2028c\n---\nWords.\n".encode(),
    "carriage returns": b"---\rtitle: T\r---\rWords.\r",
    "mixed ends": b"---\r\ntitle: T\n\r---\n\rWords.",
    "no end": b"---\ntitle: T\n",
    "only fence": b"---",
    "two fences": b"---\n---\n",
    "documents": b"---\ntitle: T\n--- \n---\ntitle: U\n---\n",
    "directive": b"%YAML 9.9\n---\ntitle: T\n---\n",
    "directive inside": _front("%TAG ! tag:x,2022:\ntitle: T"),
    "comment": _front("# " + "a" * 100_000 + "\ntitle: T"),
    "block scalar": _front("lead: |\n" + "  line\n" * 5000),
    "indent 9": _front("lead: |9\n         a"),
    "null keys": _front("null: 1\n~: 2\n: 3"),
    "list": _front("- a\n- b"),
    "scalar": _front("just words"),
    "edition named often": f"---\ntitle: T\nedition: {'e' * 100_000}\n---\n{'{{edition}}' * 5000}\n".encode(),
    "year 0": _front("date: 0000-00-00"),
    "year 9999": _front("date: 9999-12-31"),
    "slug up": _front("slug: ../../etc/passwd"),
    "slug nul": _front('slug: "a\\0b/../c"'),
    "slug long": _front("slug: " + "s" * 10_000),
    "cover up": _front("cover: {src: figures/../../secret.png}"),
    "cover root": _front("cover: {src: /etc/passwd}"),
    "cover file": _front("cover: {src: file:///etc/passwd}"),
    "cover address": _front("cover: {src: http://127.0.0.1/a.png}"),
    "cover device": _front("cover: {src: /dev/zero}"),
    "empty": b"",
    "one nul": b"\0",
    "nuls": bytes(1000),
    "utf-16": "---\ntitle: T\n---\n".encode("utf-16"),
    "latin-1": "---\ntitle: Erd\xf6s\n---\n".encode("latin-1"),
    "overlong": b"---\ntitle: \xc0\xaf\n---\n",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "pdf": b"%PDF-1.7 words",
    "headings": b"# " * 50_000,
    "many sections": b"## S\n\n" * 1000,
    "many papers": b"".join(b"### [P%d](https://arxiv.org/abs/2203.%05d)\n\n" % (n, n) for n in range(1, 200)),
    "one paper many times": b"### [P](https://arxiv.org/abs/2203.15556)\n\n" * 1000,
    "many definitions": b"".join(b"[^k%d]: N, T %d, 2020.\n" % (n, n) for n in range(400)),
    "one definition many times": b"[^k]: N, T, 2020.\n" * 3000,
    "many citations": b"Words [^k]. " * 3000 + b"\n\n[^k]: N, T, 2020.\n",
    "undefined citations": b"".join(b"[^u%d] " % n for n in range(3000)),
    "many links": b"- [a](https://example.org/)\n" * 1000,
    "many figures": b"### P\n\n**\xe2\x9d\x93 Why \xe2\x86\x92** x\n\n" + b"![a](figures/../../secret.png)\n\n" * 1000,
    "figure names": b"### P\n\n"
    + b"\n\n".join(
        f"![a](figures/{name})".encode("utf-8", "replace")
        for name in ("..", ".", "", "%2e%2e", "a" * 5000, "a\\b", "c:d", "\x01", "..;/a")
    ),
    "one long line": b"word " * 200_000,
    "one long word": b"w" * 1_000_000,
    "line ends": b"\n" * 500_000,
    "blanks": b" " * 500_000,
    "tabs alone": b"\t" * 500_000,
    "opened marks": b"<!-- as typed -->\n" * 5000,
    "closed marks": b"<!-- /as typed -->\n" * 5000,
    "numbered marks": b"".join(b"<!-- as typed %d -->\n" % n for n in range(3000)),
    "tables": b"|" + b"a|" * 1000 + b"\n|" + b"-|" * 1000 + b"\n" + (b"|" + b"b|" * 1000 + b"\n") * 20,
    "stars": b"**" * 20_000 + b"a",
    "underlines": b"_a" * 20_000,
    "opened brackets": b"[" * 50_000,
    "opened links": b"[a](<b" * 10_000,
    "backticks": b"".join(b"`" * n + b"a" for n in range(400)),
    "quotes": b"> " * 3000 + b"a",
    "lists": b"\n".join(b" " * (2 * n) + b"- a" for n in range(500)),
    "references": b"[a]: <" * 5000,
    "formulas": b"$" * 50_000,
    "entities": b"&amp;" * 20_000,
    "autolinks": b"<http://a" * 10_000,
    "comments": b"<!-- " * 20_000,
    "bidi": "\u202e\u2066".encode() * 5000,
}


@pytest.mark.parametrize("kind", FRONTS)
def test_a_file_that_is_a_bomb_or_no_issue(shell: Shell, kind: str) -> None:
    _carried_through(shell, FRONTS[kind], twice=True)


Build = Callable[[Shell], str]


def _up(shell: Shell) -> str:
    (shell.folder / "figures").symlink_to("..")
    return "figures/secret.png"


def _linked(shell: Shell) -> str:
    (shell.folder / "figures").mkdir()
    (shell.folder / "figures" / "a.png").symlink_to(shell.folder.parent / "secret.png")
    return "figures/a.png"


def _device(shell: Shell) -> str:
    (shell.folder / "figures").mkdir()
    (shell.folder / "figures" / "a.png").symlink_to("/dev/zero")
    return "figures/a.png"


def _folder(shell: Shell) -> str:
    (shell.folder / "figures" / "a.png").mkdir(parents=True)
    return "figures/a.png"


def _loop(shell: Shell) -> str:
    (shell.folder / "figures").symlink_to("figures")
    return "figures/a.png"


@pytest.mark.parametrize("build", [_up, _linked, _device, _folder, _loop])
def test_a_figure_is_read_from_its_folder_alone(shell: Shell, build: Build) -> None:
    """A folder of figures that is a link is where its owner put it; a figure that leads out of it is left out."""
    name = build(shell)
    (shell.folder / "issue.md").write_text(f"### P\n\n**❓ Why →** x\n\n![a]({name})\n")
    ran = shell("import", "issue.md", "--json")
    if build is _up:
        ran.seen.opened.clear()
    is_harmless(ran)
    page = shell("export", ran.json["issue"]["slug"], "--to", "html", "-o", "-")
    assert b"a secret" not in page.out
