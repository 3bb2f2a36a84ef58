"""Front matter: what stands above an issue as YAML, one line a key, written and read.

YAML does the quoting; nothing in it is Markdown but the lead, which stands as typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curator.domain.issues import Cover
from curator.domain.texts import as_line, as_saved

FENCE = "---"
_KEYS = ("title", "edition", "date", "slug", "lead", "authors", "tags", "cover")
_COVER = ("src", "alt", "caption", "credit")
_LONGEST = 200_000  # characters that are given to the YAML reader

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(rf'[\\"]|{_UNPRINTABLE.pattern}')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
# What YAML 1.2 takes for a number, or YAML 1.1 for a truth value, while our reader takes it for text.
_OTHER_VALUE = re.compile(r"0o[0-7]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|y|n", re.IGNORECASE)
_LINE = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an issue says of itself. All texts are plain but `lead`, which is Markdown as typed; `date` is text."""

    title: str | None = None
    edition: str | None = None
    date: str | None = None
    slug: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cover: Cover | None = None


def write(front: FrontMatter) -> str:
    """The lines from `---` to `---`, without a line end after the last. Only what is set stands in it."""
    lines = [FENCE]
    for key in ("title", "edition", "date", "slug"):
        value = as_line(getattr(front, key))
        if value is not None:
            lines.append(f"{key}: {value if key == 'date' and _DATE.fullmatch(value) else _scalar(value)}")
    if front.lead:
        lines.append(f"lead: {_scalar(front.lead)}")
    for key, many in (("authors", front.authors), ("tags", front.tags)):
        if many:
            lines.append(f"{key}: [{', '.join(_scalar(one, flow=True) for one in many)}]")
    if front.cover:
        texts = ((key, as_line(getattr(front.cover, key))) for key in _COVER)
        lines.append(f"cover: {{{', '.join(f'{key}: {_scalar(text, flow=True)}' for key, text in texts if text)}}}")
    return "\n".join([*lines, FENCE])


def read(lines: Sequence[str]) -> tuple[FrontMatter, tuple[str, ...]]:
    """What the lines between the fences say, and a sentence for each thing that could not be read. Never an error."""
    text = "\n".join(lines)
    faults: list[str] = []
    loaded = _loaded(text)
    if loaded is None:
        faults.append("The front matter is no YAML; it was read line by line, as far as that goes.")
        loaded = {key: value for line in lines if (found := _LINE.fullmatch(line)) for key, value in [found.groups()]}
    front = FrontMatter()
    for key, value in loaded.items():
        if key not in _KEYS:
            faults.append(f"The front matter's “{key}” is nothing that an issue has; it was left out.")
        elif value not in (None, "", [], {}):
            front, understood = _with(front, str(key), value)
            if not understood:
                faults.append(f"The front matter's “{key}” has not the form that it should have; it was left out.")
    return front, tuple(faults)


def _scalar(text: str, *, flow: bool = False) -> str:
    """A text as YAML, plain where every reader takes it for this very text."""
    return text if _is_plain(text, flow) else f'"{_ESCAPED.sub(_escape, text)}"'


def _is_plain(text: str, flow: bool) -> bool:
    import yaml  # heavy: see _loaded

    if not text or _UNPRINTABLE.search(text) or _OTHER_VALUE.fullmatch(text) or text.startswith(("---", "...")):
        return False
    if flow and re.search(r"[,\[\]{}]", text):
        return False
    try:
        return bool(yaml.safe_load(f"[{text}]") == [text] if flow else yaml.safe_load(f"k: {text}") == {"k": text})
    except (yaml.YAMLError, ValueError, RecursionError):
        return False


def _escape(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    code = ord(letter)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"


def _loaded(text: str) -> dict[object, object] | None:
    """The mapping that the text is, every scalar a str; None if it is none."""
    import yaml  # heavy: a command that neither writes nor reads an issue does without it

    if len(text) > _LONGEST:
        return None
    try:
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if loaded is None or loaded == "":
        return {}
    return loaded if isinstance(loaded, dict) else None


def _with(front: FrontMatter, key: str, value: object) -> tuple[FrontMatter, bool]:
    """The front matter with this value, and whether it could be understood."""
    if key == "cover":
        cover = _cover(value)
        return replace(front, cover=cover), cover is not None
    if key in ("authors", "tags"):
        many = value if isinstance(value, list) else [value]
        texts = tuple(text for one in many if isinstance(one, str) and (text := as_line(one)))
        return (replace(front, authors=texts) if key == "authors" else replace(front, tags=texts)), len(texts) == len(
            many
        )
    if not isinstance(value, str):
        return front, False
    text = as_saved(value) if key == "lead" else as_line(value)
    return {
        "title": lambda: replace(front, title=text),
        "edition": lambda: replace(front, edition=text),
        "date": lambda: replace(front, date=text),
        "slug": lambda: replace(front, slug=text),
        "lead": lambda: replace(front, lead=text),
    }[key](), True


def _cover(value: object) -> Cover | None:
    if isinstance(value, str):
        return Cover(value)
    if not isinstance(value, dict) or not isinstance(value.get("src"), str):
        return None
    texts = {key: as_line(value[key]) for key in _COVER if isinstance(value.get(key), str)}
    src = texts.pop("src", None)
    return Cover(src, **texts) if src else None
