"""How wide each pane is at each width of the window, as designed."""

from dataclasses import dataclass
from enum import StrEnum

RAIL, LIST, OUTLINE, STRIP = 184, 372, 348, 48  # units
LIST_NARROW, PAPER_LEAST = 306, 420
MENU, HEAD, STATUS = 26, 44, 26
SIZE, SMALLEST = (1440, 900), (360, 320)
WIDE, MEDIUM, SINGLE = 1280, 1100, 800


class Layout(StrEnum):
    """What a window shows. WIDE: all; MEDIUM: the rail as icons; NARROW: the outline as a strip, too; SINGLE: one pane at a time."""

    WIDE = "wide"
    MEDIUM = "medium"
    NARROW = "narrow"
    SINGLE = "single"


def layout_of(width: float) -> Layout:
    """`width` of the window in units."""
    if width >= WIDE:
        return Layout.WIDE
    if width >= MEDIUM:
        return Layout.MEDIUM
    return Layout.NARROW if width >= SINGLE else Layout.SINGLE


@dataclass(frozen=True, slots=True)
class Widths:
    """In units; the paper has the rest."""

    rail: int
    list: int
    outline: int


def designed(layout: Layout) -> Widths:
    """Widths that nobody has changed."""
    return Widths(
        RAIL if layout is Layout.WIDE else STRIP,
        LIST if layout is Layout.WIDE else LIST_NARROW,
        OUTLINE if layout in (Layout.WIDE, Layout.MEDIUM) else STRIP,
    )
