"""What the window is given from outside: settings, and how a library is claimed, opened and made."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator.settings import Settings

if TYPE_CHECKING:
    from curator.domain.papers import PaperRow
    from curator.jobs.desk import Desk
    from curator.library.library import Library


@dataclass(frozen=True, slots=True)
class Doors:
    """Functions that app.py puts in, so that the desktop imports no library before the first paint.

    They run in the work pool and may raise a CuratorError. `open(path, make)` opens a library; `make`: where nothing is and nothing was,
    an empty one is made first. `sample()` makes the sample library if it is not there, and gives its path. `desk(library)` gives what jobs
    need. `keep(settings)` writes the settings of this machine. `glance(path, place)` gives the first rows of a library that is not open yet.
    """

    settings: Settings
    open: "Callable[[Path, bool], Library]"
    sample: Callable[[], Path]
    desk: "Callable[[Library], Desk]"
    keep: Callable[[Settings], None]
    glance: "Callable[[Path, tuple[str, str] | None], tuple[PaperRow, ...]]"


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for at the start. `is_named`: the library was, by whoever started it. `make`: the library may be made. `size` in pixels, `theme` one of system, light, dark;
    None: as it was. `screenshot`: the window is painted into this file and ends."""

    library: Path
    make: bool = True
    sample: bool = False
    screenshot: Path | None = None
    size: tuple[int, int] | None = None
    theme: str | None = None
    is_named: bool = False
