"""Starts the jobs that bring papers and issues in, and says in a sentence what came of them."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from curator.desktop.tasks import Task, Tasks
from curator.domain.errors import Refused
from curator.jobs import backups

if TYPE_CHECKING:
    from curator.domain.progress import Progress
    from curator.jobs.add import Added
    from curator.jobs.desk import Desk
    from curator.jobs.earlier import Imported

What = Sequence[str | Path]
Add = Callable[[What], object]
Offer = Callable[[What, Add], object]
"""Is given what was brought, and what adds it: may ask first, and add only then."""
Failed = Callable[[Exception], None]


def add(
    tasks: Tasks,
    desk: "Desk",
    what: Sequence[str | Path],
    done: "Callable[[Added], None]",
    failed: Failed | None = None,
) -> Task:
    """Puts into the library what texts and files name. A text is a text, even where a file has that name."""

    def job(progress: "Progress") -> "Added":
        from curator.jobs import add as jobs  # sources and the network: when something is asked of them

        return jobs.add(desk, what, progress, names_files=False)

    task = tasks.work("Add papers", job, done, failed)
    task.stopped = stopped
    return task


def stopped(task: Task) -> str:
    """What is said of an add that was cancelled: what it brought is here, what it had not asked for is not."""
    after = f" after {task.done:,} of {task.total:,}" if task.total else ""
    return f"Cancelled{after}: what came in stays, the rest was dropped"


def outcome(added: "Added") -> str:
    """What came of it: "3 added, 1 here already"; or why nothing did."""
    waiting = added.to_fetch - added.untitled
    counts = (
        (added.added, "added"),
        (added.known, "here already"),
        (waiting, "waiting for the network"),
        (added.untitled, "without a title"),
        (added.failed, "failed"),
        (len(added.unread), "unreadable"),
    )
    said = ", ".join(f"{number:,} {words}" for number, words in counts if number)
    reasons = list(dict.fromkeys(result.message for result in added.results if result.message))
    if not said:
        return reasons[0] if reasons else "Nothing in it names a work."
    if added.untitled and not waiting and not added.failed:
        return f"{said}. {_BY_HAND[0] if added.untitled == 1 else _BY_HAND[1]}"
    return f"{said}. {reasons[0]}" if reasons else said


_BY_HAND = (
    "No service can be asked about it: give it its title by hand.",
    "No service can be asked about them: give them their titles by hand.",
)


def fetched(added: "Added") -> str:
    """What came of asking again for what waits."""
    asked = len(added.results)
    if not asked:
        return "Nothing waits for a service. What none can be asked about gets its title by hand."
    came = sum(result.state.value in ("added", "known") for result in added.results)
    parts = [f"{came:,} came"] if came else ["nothing came"]
    parts += [f"{added.to_fetch:,} still waiting"] if added.to_fetch else []
    parts += [f"{added.failed:,} not known there"] if added.failed else []
    said = f"Asked for {asked:,}: {', '.join(parts)}"
    reasons = list(dict.fromkeys(result.message for result in added.results if result.message))
    return f"{said}. {reasons[0]}" if reasons else said


def import_issue(
    tasks: Tasks, desk: "Desk", path: Path, done: "Callable[[Imported], None]", failed: Failed | None = None
) -> Task:
    """Reads the issue of a Markdown file into the library, which is backed up first."""

    def job(progress: "Progress") -> "Imported":
        from curator.jobs import earlier  # the readers: when there is something to read

        with contextlib.suppress(Refused):  # an import takes nothing away, and can be taken back
            backups.before(desk, backups.BEFORE_IMPORT, progress)
        return earlier.import_issue(desk, path, progress)

    return tasks.work(f"Import {path.name}", job, done, failed)


def ask_import(
    window: QWidget, tasks: Tasks, desk: "Desk", done: "Callable[[Imported], None]", failed: Failed | None = None
) -> None:
    """Asks for a Markdown file and reads the issue in it into the library."""

    def chosen(name: str) -> None:
        import_issue(tasks, desk, Path(name), done, failed)

    dialog = QFileDialog(window, "Import an issue", "", "Markdown (*.md *.markdown);;All files (*)")
    dialog.setObjectName("importDialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
