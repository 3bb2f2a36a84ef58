"""A write-up as a file that any person can read, and that gives back each text exactly.

In front stands what names the paper, one line each, `name: ` and a value in JSON. Each text stands under its label, between two comments;
the first says which field it is and the SHA-256 of the text. So a text may hold whatever it likes, also such comments: of all places
where it could end, the sum says which is the right one.
"""

import hashlib
import json
import re

from curator.domain.bylines import DEFAULT_SHAPE, byline
from curator.domain.errors import Unreadable
from curator.domain.mirrored import Mirrored
from curator.domain.texts import digest
from curator.domain.writeups import FIELDS, Text
from curator.writing.markdown import escape_line

_FENCE = "---"
_OPEN = re.compile(r"<!-- (\w+) ([0-9a-f]{64}) -->")
_LABELS = {field.name: field.label for field in FIELDS}


def as_file(one: Mirrored) -> bytes:
    """The Markdown of a write-up, UTF-8; of the same values always the same bytes."""
    facts = {
        "key": one.key,
        "paper": one.paper,
        "title": one.title,
        "authors": list(one.authors),
        "arxiv": one.arxiv,
        "doi": one.doi,
        "url": one.url,
    }
    lines = [_FENCE, *(f"{name}: {_json(value)}" for name, value in facts.items()), _FENCE, "", f"# {_line(one.title)}"]
    made = byline(one.authors, DEFAULT_SHAPE)
    lines += ["", _line(made)] if made else []
    for name, text in one.texts:
        if text.text is not None:
            lines += ["", f"## {_LABELS.get(name, name)}", "", f"<!-- {name} {digest(text.text)} -->", ""]
            lines += [text.text, "", _close(name)]
    return ("\n".join(lines) + "\n").encode()


def from_file(data: bytes) -> Mirrored:
    """What `as_file` was given. Raises Unreadable for what is no such file; a text that is not the one that was written says so."""
    # A file that a person has looked at may come back with other line ends; no text in the library has these.
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    try:
        if lines[0] != _FENCE:
            raise ValueError("it does not begin with three hyphens")
        end = lines.index(_FENCE, 1)
        facts = {name: json.loads(value) for name, _, value in (line.partition(": ") for line in lines[1:end])}
        return Mirrored(
            int(facts["paper"]),
            _text(facts["key"]),
            _text(facts["title"]),
            tuple(_text(name) for name in facts["authors"]),
            _text_or_none(facts["arxiv"]),
            _text_or_none(facts["doi"]),
            _text_or_none(facts["url"]),
            tuple(_texts(lines, end + 1)),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Unreadable(f"It is no file of a mirror: {fault}.") from fault


def _texts(lines: list[str], start: int) -> list[tuple[str, Text]]:
    found: list[tuple[str, Text]] = []
    at = start
    while at < len(lines):
        opened = _OPEN.fullmatch(lines[at])
        if opened is None:
            at += 1
            continue
        name, sha = opened[1], opened[2]
        words, at = _between(lines, at + 2, _close(name), sha)
        found.append((name, Text(words, sha, digest(words) == sha)))
    return found


def _between(lines: list[str], start: int, close: str, sha: str) -> tuple[str, int]:
    """The text from a line on, and the line after it: where it has this sum; else up to the first place where it could end."""
    so_far = hashlib.sha256()
    for at in range(start, len(lines)):
        if lines[at] == close and so_far.hexdigest() == sha:
            return "\n".join(lines[start : at - 1]), at + 1
        # the line above the closing comment is blank, and no part of the text
        if at > start:
            so_far.update(("\n" if at - 1 > start else "").encode() + lines[at - 1].encode())
    end = next((at for at in range(start, len(lines)) if lines[at] == close), len(lines))
    return "\n".join(lines[start:end]).strip("\n"), end + 1


def _close(name: str) -> str:
    return f"<!-- end of {name} -->"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(text: str) -> str:
    return escape_line(" ".join(text.split()))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is none")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)
