"""Whether a drawing (SVG) can be drawn without harm: it reaches for nothing outside, and does not grow without end."""

from xml.parsers import expat

MOST = 50_000
"""Elements that are drawn, those that stand for others counted as what they stand for."""

_STYLES = (b"@import", b"url(http", b"url('http", b'url("http', b"url(file", b"url('file", b'url("file')
_LOADING = (
    "image",
    "feImage",
    "foreignObject",
    "script",
    "iframe",
    "audio",
    "video",
    "tref",
    "cursor",
    "font-face-uri",
)


class _Harmful(Exception):
    """It reaches outside, or has entities of its own."""


def is_harmless(data: bytes) -> bool:
    """False for what loads something, has entities, or draws more than MOST elements by uses of uses. Reads it, draws nothing."""
    if any(sign in data for sign in _STYLES):
        return False
    held: dict[str, list[str]] = {"": []}  # by id: what is used within; "" is the whole
    sizes: dict[str, int] = {"": 0}
    open_ids: list[str] = [""]

    def begun(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        target = attributes.get("href") or next(
            (value for key, value in attributes.items() if key.endswith(":href")), ""
        )
        if kind in _LOADING or (kind == "use" and target and not target.startswith("#")):
            raise _Harmful
        within = attributes.get("id") or open_ids[-1]
        if within != open_ids[-1]:
            held.setdefault(within, [])
            sizes.setdefault(within, 0)
            held[open_ids[-1]].append(within)
        sizes[within] += 1
        if kind == "use":
            held[within].append(target[1:])
        open_ids.append(within)

    def ended(_: str) -> None:
        open_ids.pop()

    def has_entity(*_: object) -> None:
        raise _Harmful

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = begun, ended, has_entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError, _Harmful):
        return False
    return _drawn(held, sizes) <= MOST


def _drawn(held: dict[str, list[str]], sizes: dict[str, int]) -> int:
    """How many elements the whole comes to; more than MOST where something stands for itself."""
    known: dict[str, int] = {}
    under_way: set[str] = set()
    todo = [""]
    while todo:
        name = todo[-1]
        waiting = [one for one in held.get(name, ()) if one not in known]
        if waiting and name not in under_way:
            under_way.add(name)
            todo += waiting
        elif any(one in under_way for one in waiting):
            return MOST + 1
        else:
            todo.pop()
            under_way.discard(name)
            inside = sum(known.get(one, 0) for one in held.get(name, ()))
            known[name] = min(MOST + 1, sizes.get(name, 0) + inside)
    return known[""]
