"""Where an export goes, and as what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curator.domain.errors import Refused, reason


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


@dataclass(frozen=True, slots=True)
class Seen:
    """What is at a place already, in a sentence, "" where it is free; and the folder that would have to be made for it."""

    words: str = ""
    absent: Path | None = None


def what_is_there(path: Path) -> Seen:
    """Looks at a place. Where nothing can be seen nothing is said. Slow where the folder is far away."""
    try:
        if path.is_dir():
            return Seen("This is a folder: the file in it is named by the issue.")
        if path.exists():
            return Seen(f"There is a file {path.name} already: it is replaced.")
        return Seen() if path.parent.exists() else Seen(f"There is no folder {path.parent} yet.", path.parent)
    except OSError:
        return Seen()


def make_folder(folder: Path) -> None:
    """Makes a folder with those above it. Raises Refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Refused(f"The folder {folder} can't be made: {reason(fault)}. Choose another place.") from fault


def first_there(folders: Iterable[Path]) -> Path:
    """The first of these folders that exists, else the last."""
    found = Path()
    for found in folders:
        if found.is_dir():
            return found
    return found
