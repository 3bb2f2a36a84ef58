"""The options of the window, read without the parser of the commands: it takes longer to make than the window's first frame."""

from collections.abc import Sequence
from dataclasses import dataclass

_VALUED = ("--library", "--screenshot", "--size", "--theme")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the window was asked for. `library` and `screenshot` are paths as typed, `size` is in pixels, `theme` light or dark."""

    library: str | None = None
    sample: bool = False
    screenshot: str | None = None
    size: tuple[int, int] | None = None
    theme: str | None = None


def opening(arguments: Sequence[str]) -> Opening | None:
    """The window's options, if there is nothing else and nothing odd among these words; None leaves them to the parser."""
    values: dict[str, str] = {}
    sample = False
    rest = iter(arguments)
    for word in rest:
        name, joined, value = word.partition("=")
        if word == "--sample":
            sample = True
        elif name in _VALUED:
            given = value if joined else next(rest, None)
            if given is None:
                return None
            values[name] = given
        else:
            return None
    size, theme = values.get("--size"), values.get("--theme")
    if size is not None and parse_size(size) is None:
        return None
    if theme not in (None, "light", "dark"):
        return None
    return Opening(
        values.get("--library"), sample, values.get("--screenshot"), parse_size(size) if size else None, theme
    )


def parse_size(text: str) -> tuple[int, int] | None:
    """`1440x900` as two numbers of pixels, None if it is no size that a window can have."""
    width, _, height = text.partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        return None
    size = int(width[:9]), int(height[:9])
    return size if all(100 <= side <= 10000 for side in size) else None
