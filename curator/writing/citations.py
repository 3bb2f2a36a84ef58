"""Citations in a text: `[@key]` as it is typed, `[^key]` as it is published, and the way between the two.

All of it works on the text alone, in code too: what it writes it can take back from any text whatever.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

KEY = r"\w[\w.:/+-]*"
"""The form of a citation key, as a regular expression."""

_CITATION = re.compile(rf"(?<!\\)\[@{KEY}(?:; @{KEY})*\]")
# A run of backslashes is looked at once, from its beginning.
_NOTE = re.compile(rf"(?<!\\)(\\*)\[\^({KEY})\]")
_ESCAPED_NOTE = re.compile(rf"(?<!\\)(\\*)\\\[\^({KEY})\]")
_IS_KEY = re.compile(KEY)
_PART = "<!-- -->"
_PARTS = re.compile(rf"(?:{_PART})*")


@dataclass(frozen=True, slots=True)
class Use:
    """One citation: where it stands in the text, and the keys that it names, in order."""

    start: int
    end: int
    keys: tuple[str, ...]


def is_key(name: str) -> bool:
    """Whether a citation can name a work by this."""
    return _IS_KEY.fullmatch(name) is not None


def find(text: str, known: Container[str] | None = None) -> list[Use]:
    """The citations of a text, exactly `[@a]` or `[@a; @b]` without a backslash before; with `known`, only those whose every key is in it."""
    found = []
    for match in _CITATION.finditer(text):
        named = tuple(key.removeprefix("@") for key in match[0][1:-1].split("; "))
        if known is None or all(key in known for key in named):
            found.append(Use(match.start(), match.end(), named))
    return found


def keys(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The keys that the texts cite, in order of first use, each once."""
    return tuple(dict.fromkeys(key for text in texts if text for use in find(text) for key in use.keys))


def as_notes(text: str, defined: Container[str]) -> str:
    """The text as it is published: citations as footnotes. `defined` are the keys that have a definition at the end.

    A `[^key]` that was typed gets a backslash more, and two citations that would run into one are parted by an empty comment.
    """
    text = _NOTE.sub(lambda note: f"{note[1]}\\[^{note[2]}]" if note[2] in defined else note[0], text)
    pieces, at = [], 0
    for use in find(text, defined):
        between = text[at : use.start]
        if at and _PARTS.fullmatch(between):
            between += _PART
        pieces += [between, *(f"[^{key}]" for key in use.keys)]
        at = use.end
    return "".join([*pieces, text[at:]])


def from_notes(text: str, defined: Container[str]) -> str:
    """The text as it was typed: takes back what `as_notes` did."""
    pieces, at = [], 0
    for use in _runs(text, defined):
        between = text[at : use.start]
        if at and between and _PARTS.fullmatch(between):
            between = between.removesuffix(_PART)
        pieces += [between, _written(use.keys)]
        at = use.end
    whole = "".join([*pieces, text[at:]])
    return _ESCAPED_NOTE.sub(lambda note: f"{note[1]}[^{note[2]}]" if note[2] in defined else note[0], whole)


def undefined_notes(text: str, defined: Container[str]) -> tuple[str, ...]:
    """Keys of footnotes in a published text that nothing defines, each once."""
    return tuple(dict.fromkeys(note[2] for note in _NOTE.finditer(text) if not note[1] and note[2] not in defined))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with other keys in its citations; a citation of which `names` does not know every key stays as it is."""
    pieces, at = [], 0
    for use in find(text, names):
        pieces += [text[at : use.start], _written(names[key] for key in use.keys)]
        at = use.end
    return "".join([*pieces, text[at:]])


def _written(named: Iterable[str]) -> str:
    return f"[{'; '.join(f'@{key}' for key in named)}]"


def _runs(text: str, defined: Container[str]) -> list[Use]:
    """Footnotes that stand side by side are one citation."""
    runs: list[list[re.Match[str]]] = []
    for note in _NOTE.finditer(text):
        if note[1] or note[2] not in defined:
            continue
        if runs and runs[-1][-1].end() == note.start():
            runs[-1].append(note)
        else:
            runs.append([note])
    return [Use(run[0].start(), run[-1].end(), tuple(note[2] for note in run)) for run in runs]
