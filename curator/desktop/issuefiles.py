"""Markdown files that are issues, dropped where papers or entries come in: they are offered to be imported whole."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.desktop.adding import Add, What
from curator.desktop.outline.dialogs import Form
from curator.desktop.parts import button
from curator.desktop.tasks import Tasks
from curator.desktop.theme import Look
from curator.domain.texts import shortened

if TYPE_CHECKING:
    from curator.jobs.desk import Desk

SUFFIXES = (".md", ".markdown")
LONGEST_NAME = 60


def offer(
    look: Look, tasks: Tasks, window: QWidget, desk: "Desk", what: What, add: Add, take: Callable[[Path], object]
) -> None:
    """Does `add` with what was brought; where files of it are issues, asks first, and imports each by `take` if that is wanted."""
    likely = [one for one in what if isinstance(one, Path) and one.suffix.lower() in SUFFIXES]
    if not likely:
        add(what)
        return

    def job(_: object) -> list[Path]:
        from curator.jobs.earlier import holds_issue  # the readers: when there is something to read

        return [path for path in likely if holds_issue(path, desk.library)]

    def done(issues: list[Path]) -> None:
        if issues:
            _ask(look, window, what, issues, add, take)
        else:
            add(what)

    tasks.work("Look at what was dropped", job, done, quiet=True)


def _ask(
    look: Look, window: QWidget, what: What, issues: Sequence[Path], add: Add, take: Callable[[Path], object]
) -> None:
    one = len(issues) == 1
    name = shortened(issues[0].name, LONGEST_NAME)
    title = f"“{name}” is an issue" if one else f"{len(issues)} of the files are issues"
    form = Form(look, window, title, "issueFileForm", "Import the issue" if one else "Import the issues")
    form.say("Imported, it becomes an issue of its own, with its sections, papers and words." if one else
             "Imported, each becomes an issue of its own, with its sections, papers and words.")  # fmt: skip
    form.say("Or its links and papers alone are added here." if one else "Or their links and papers are added here.")

    def given(_: object) -> None:
        form.accept()
        for path in issues:
            take(path)
        if rest := [other for other in what if other not in issues]:
            add(rest)

    def add_links() -> None:
        form.accept()
        add(what)

    form.given.connect(given)
    if isinstance(below := form.layout(), QVBoxLayout):
        below.insertWidget(1, button("issueFileLinks", "Add what it names" if one else "Add what they name", add_links))
    form.open()
