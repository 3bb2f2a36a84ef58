"""An issue to files: rendered whole first, then written, figures before the text that refers to them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator.disk import atomic_write
from curator.domain.errors import NotFound, Refused, reason
from curator.domain.progress import Progress
from curator.export import FORMATS, Format, Rendered
from curator.jobs.compose import compose
from curator.jobs.desk import Desk
from curator.jobs.ownfiles import belongs_to

if TYPE_CHECKING:
    from curator.library.library import Library


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the text, and the figures beside it."""

    path: Path
    files: tuple[Path, ...]


def export(
    desk: Desk,
    issue: int,
    format: str,
    target: Path,
    progress: Progress | None = None,
    *,
    render: Callable[..., Rendered] | None = None,
) -> Exported:
    """Writes an issue in a format to `target`, over what is there; in a folder the file is named by the issue's slug.

    `render` takes the place of the format's own way to render (figures beside a page, for instance). Nothing is written before all is
    rendered; figures come first, so that a text never refers to what is not there. Raises NotFound, Refused, Cancelled.
    """
    step = (progress or Progress()).step
    step(0, None, "Reading the issue")
    document = compose(desk.library, issue)
    chosen = named(format)
    step(0, None, "Rendering")
    rendered = (render or chosen.render)(document)
    path = target / f"{document.slug}{chosen.suffix}" if target.is_dir() else target
    writes = [(path.parent / output.name, output.data) for output in rendered.files]
    writes.append((path, rendered.text))
    for place, _ in writes:
        if belongs_to(desk.library.path, place):
            raise Refused(f"{place} belongs to the library itself. Choose another name.")
    if not path.parent.is_dir():
        raise Refused(f"The folder {path.parent} does not exist. Make it, or choose another.")
    for done, (place, data) in enumerate(writes):
        step(done, len(writes), f"Writing {place.name}")
        if place is not path:
            _make_folder(place.parent)
        atomic_write(place, data)
    return Exported(path, tuple(place for place, _ in writes[:-1]))


def render(library: "Library", issue: int, format: str) -> Rendered:
    """An issue in a format, written nowhere. Raises NotFound."""
    return named(format).render(compose(library, issue))


def named(format: str) -> Format:
    """The format of this name. Raises NotFound."""
    for one in FORMATS:
        if one.name == format:
            return one
    raise NotFound(f"There is no format “{format}”. Formats are: {', '.join(one.name for one in FORMATS)}.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise Refused(f"The folder {folder} could not be made: {reason(fault)}. Choose another place.") from fault
