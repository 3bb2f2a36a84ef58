"""What stands in the place of list and paper where no library, or nothing of one, can be shown: why, and every way out."""

from collections.abc import Callable
from pathlib import Path

from curator.desktop.libraries import Libraries
from curator.desktop.messages import Choice, EmptyState, sentence
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.settings import Settings


def made(
    look: Look,
    tasks: Tasks,
    settings: Settings,
    libraries: Libraries,
    error: Exception,
    restore: Callable[[], object],
) -> EmptyState:
    """`error` says why. To recover is offered of a damaged file, to `restore` a backup also of one that is gone."""
    can_recover = libraries.can_recover(error)
    ways: list[Choice] = [("Recover what is left…", libraries.recover)] if can_recover else []
    if can_recover or libraries.was_here:
        ways.append(("Restore a backup…", restore))
    return EmptyState(
        look,
        "No library is open" if libraries.library is None else "This library can't be shown",
        sentence(error) + _waiting(tasks, settings, libraries.place),
        *ways,
        ("Open another library…", libraries.ask_open),
        ("New library…", libraries.ask_new),
        ("Open the sample", libraries.open_sample),
        name="noLibrary",
    )


def _waiting(tasks: Tasks, settings: Settings, place: Path | None) -> str:
    """That texts of this library, which could not be saved, are kept."""
    from curator.desktop.paper.rescue import Rescue, places  # not before the first rows

    count = len(Rescue(places(settings), place, tasks).waiting()) if place is not None else 0
    if not count:
        return ""
    many = "1 text that could not be saved is" if count == 1 else f"{count:,} texts that could not be saved are"
    return f"\n\n{many} kept, and offered as soon as the library is open again."
