"""Where an export goes, and as what."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Offer:
    """A format as it is offered. The names are those of the formats' own list, which is not read before something is exported."""

    name: str
    title: str
    words: str
    suffix: str


OFFERS = (
    Offer("html", "HTML page", "One file with its figures inside, for a browser or a site", ".html"),
    Offer("markdown", "Markdown", "With footnotes and front matter, its figures in a folder beside it", ".md"),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """What was chosen last: the format's name, and the folder."""

    format: str
    folder: Path

    @classmethod
    def kept(cls, held: object, folder: Path) -> "Destination":
        """From what was kept; what can't be read is as if it were not there."""
        held = held if isinstance(held, Mapping) else {}
        format, place = held.get("format"), held.get("folder")
        known = any(one.name == format for one in OFFERS)
        return cls(str(format) if known else OFFERS[0].name, Path(place) if isinstance(place, str) else folder)

    def to_keep(self) -> dict[str, str]:
        return {"format": self.format, "folder": str(self.folder)}


def what_is_there(path: Path) -> str:
    """What the place holds already, in a sentence; "" where it is free, or nothing can be seen. Slow where the folder is far away."""
    try:
        if path.is_dir():
            return "This is a folder: the file in it is named by the issue."
        return f"There is a file {path.name} already: it is replaced." if path.exists() else ""
    except OSError:
        return ""
